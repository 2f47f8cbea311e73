// Sixteen clients of one server fight over ten lots, one balance account, one statement and one shipment: what is accepted is
// exactly what exists, and every refusal says why (custody invariants 1, 12, 14, 15). On the embedded database, and on a
// PostgreSQL of its own that the server reaches by DATABASE_URL as an account without great rights.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addGrant } from '#src/access/grant.store.ts'
import type { Sql } from '#src/kernel/sql.ts'
import { readConfig } from '#src/platform/config.ts'
import { fsck } from '#src/platform/check.ts'
import { waitFor } from '#src/platform/database.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#src/platform/embedded-postgres.ts'
import { houseActor, openHouse, root, type OpenHouse } from '#src/platform/house.ts'
import { write } from '#src/platform/transaction.ts'
import { awarded, inCustody, publishSite } from './balance.ts'
import { siteNo } from './custody.ts'

const CLIENTS = 16
const LOTS = 10
const [SELLER, BUYER] = ['org_race_seller', 'org_race_buyer']
const [MINE, PLANT, MILL] = [siteNo(701), siteNo(702, 'DEU'), siteNo(703, 'DEU')]
const today = new Date().toISOString().slice(0, 10)
const each = <T>(work: (client: number) => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: CLIENTS }, (_, client) => work(client)))
const pause = (ms: number) => new Promise((resolve) => { setTimeout(resolve, ms) })
const count = (words: readonly string[]): Record<string, number> => Object.fromEntries([...new Set(words)].toSorted().map((word) => [word, words.filter((one) => one === word).length]))

/** A PostgreSQL that is not Cupel's own, with a database whose owner may make roles and nothing else. */
async function elsewhere(folder: string): Promise<{ readonly server: EmbeddedPostgres; readonly url: string }> {
  const server = await startEmbeddedPostgres(join(folder, 'elsewhere'))
  await waitFor(server.connection)
  const client = new pg.Client(server.connection)
  await client.connect()
  await client.query('create role keeper login createrole')
  await client.query('create database books owner keeper')
  await client.end()
  return { server, url: `postgres://keeper@/books?host=${encodeURIComponent(server.connection.host)}&port=${server.connection.port}` }
}

const freePort = (): Promise<number> => new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => { const address = probe.address(); probe.close(() => { resolve(typeof address === 'object' && address !== null ? address.port : 0) }) })
})

/** Two organisations with sites that hold their marks, and sixteen keys of each. */
async function settled(open: OpenHouse): Promise<{ readonly sellers: string[]; readonly buyers: string[] }> {
  const publish = (lines: Parameters<Parameters<typeof publishSite>[0]['publish']>[0]): Promise<void> =>
    write(open.house, { actor: houseActor }, async (ctx) => { ctx.publish(lines, { kind: 'test.published', subject: 'test', isPublic: true, body: {} }) }).then(() => {})
  await publishSite({ publish }, MINE, ['mine'])
  await publishSite({ publish }, PLANT, ['smelter'], SELLER)
  await publishSite({ publish }, MILL, ['rod-mill'], BUYER)
  for (const site of [MINE, PLANT, MILL]) { await awarded({ publish }, site, '2020-01-01', { validUntil: '2099-12-31' }); await inCustody({ publish }, site, '2020-01-01') }
  const keysOf = async (organisationId: string): Promise<string[]> => {
    const keys: string[] = []
    for (let person = 0; person < 4; person++) {
      const { userId } = await open.house.accounts.createPerson({ name: `Clerk ${person}`, email: `clerk-${person}@${organisationId.replaceAll('_', '-')}.example`, password: 'a password for a race' })
      await addGrant(open.house.database.sql, { grantId: `grt_${organisationId}_${person}`, userId, role: 'site-owner', scope: { kind: 'organisation', id: organisationId }, grantedAt: open.house.clock.now(), grantedBy: 'test' })
      for (let n = 0; n < CLIENTS / 4; n++) keys.push((await open.house.accounts.createKey(userId, { name: `race ${n}`, reach: 'write', expiresInDays: undefined })).key)
    }
    return keys
  }
  return { sellers: await keysOf(SELLER), buyers: await keysOf(BUYER) }
}

describe.each(['embedded', 'external'] as const)('sixteen clients at one server, on the %s database', { timeout: 180_000 }, (kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-race-'))
  const data = join(folder, 'data')
  let outer: Awaited<ReturnType<typeof elsewhere>> | undefined
  let child: ChildProcess | undefined
  let [port, sellers, buyers]: [number, string[], string[]] = [0, [], []]
  const env = (): Record<string, string> => ({ CUPEL_DATA: data, LOG_LEVEL: 'error', ...(outer === undefined ? {} : { DATABASE_URL: outer.url }) })
  const opened = (): Promise<OpenHouse> => openHouse(readConfig(env(), folder), { loadsShipped: false })
  const stopped = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child!.once('exit', resolve))
    child.kill('SIGTERM')
    await Promise.race([ended, pause(15_000).then(() => child!.kill('SIGKILL'))])
  }

  beforeAll(async () => {
    if (kind === 'external') outer = await elsewhere(folder)
    port = await freePort()
    const open = await opened()
    ;({ sellers, buyers } = await settled(open))
    await open.close()
    const { DATABASE_URL: _, ...inherited } = process.env
    child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'src/platform/main.ts')], { cwd: folder, env: { ...inherited, ...env(), PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (part: Buffer) => { said += part.toString() })
    for (let i = 0; i < 1200 && !said.includes('Ready in'); i++) { if (child.exitCode !== null) break; await pause(50) }
    if (!said.includes('Ready in')) throw new Error(said)
  }, 120_000)
  afterAll(async () => {
    await stopped()
    await outer?.server.stop()
    rmSync(folder, { recursive: true, force: true })
  }, 60_000)

  type Answer = { readonly word: string; readonly status: number; readonly body: Record<string, unknown> }
  async function post(key: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
    const answer = await response.json() as Record<string, unknown>
    return { status: response.status, body: answer, word: response.ok ? 'done' : String(answer['type']).split('/').at(-1)! }
  }
  /** @returns of every line its state, or the code of its refusal */
  async function record(key: string, organisationId: string, events: readonly object[]): Promise<string[]> {
    const { status, body } = await post(key, '/custody/events', { organisationId, events })
    if (status >= 400) throw new Error(JSON.stringify(body))
    return (body['items'] as { state: string; refusal?: { code: string } }[]).map(({ state, refusal }) => refusal?.code ?? state)
  }
  const lotOf = (lot: string, mass: string) => ({ lot, material: 'concentrate', metal: 'copper', contained: { copper: mass } })
  const drawn = (event: string, inputs: readonly object[], isShipped: boolean) => isShipped
    ? { kind: 'ship', event, at: `${today}T00:00:01Z`, site: PLANT, inputs, shipment: event, to: { organisationId: BUYER } }
    : { kind: 'sell', event, at: `${today}T00:00:01Z`, site: PLANT, inputs, market: 'wire' }
  const receive = (event: string, outputs: readonly object[], more: object = {}) => ({ kind: 'receive', event, at: `${today}T00:00:00Z`, site: PLANT, outputs, ...more })

  it('draw from ten lots what they hold, one way or the other', async () => {
    expect(count(await record(sellers[0]!, SELLER, Array.from({ length: LOTS }, (_, n) => receive(`IN-${n}`, [lotOf(`L-${n}`, '10 t')]))))).toEqual({ recorded: LOTS })
    // 16 times 0.7 t of 10 t: fourteen find it, two do not. Each begins at another lot, so that all meet all.
    const answers = await each(async (client) => {
      const words: [number, string][] = []
      for (let n = 0; n < LOTS; n++) {
        const lot = (client + n) % LOTS
        const [word] = await record(sellers[client]!, SELLER, [drawn(`OUT-${client}-${lot}`, [{ lot: `L-${lot}`, take: '700 kg' }], client % 2 === 1)])
        words.push([lot, word!])
      }
      return words
    })
    for (let lot = 0; lot < LOTS; lot++) expect(count(answers.flat().filter(([of]) => of === lot).map(([, word]) => word)), `L-${lot}`).toEqual({ 'lot-overdrawn': 2, recorded: 14 })
  })

  it('empty all ten lots in one event each, begun at ten places: one does, and nobody waits in a circle', async () => {
    const all = (client: number) => Array.from({ length: LOTS }, (_, n) => ({ lot: `L-${(client * 3 + n) % LOTS}`, take: '200 kg' }))
    const words = await each((client) => record(sellers[client]!, SELLER, [drawn(`LAST-${client}`, client % 2 === 0 ? all(client) : all(client).toReversed(), client % 4 === 0)]))
    expect(count(words.flat())).toEqual({ 'lot-overdrawn': 15, recorded: 1 })
  })

  it('send one event sixteen times: it is recorded once; another text under its number is refused', async () => {
    await record(sellers[0]!, SELLER, [receive('IN-ONCE', [lotOf('ONCE', '16 t')])])
    expect(count((await each((client) => record(sellers[client]!, SELLER, [drawn('ONCE-1', [{ lot: 'ONCE', take: '1 t' }], false)]))).flat())).toEqual({ 'already-recorded': 15, recorded: 1 })
    expect(count((await each((client) => record(sellers[client]!, SELLER, [drawn('ONCE-2', [{ lot: 'ONCE', take: `${client + 1} kg` }], false)]))).flat())).toEqual({ 'event-ref-taken': 15, recorded: 1 })
  })

  it('receive sixteen parts of one shipment: each shipped gram is linked once', async () => {
    await record(sellers[0]!, SELLER, [receive('IN-SHIP', [lotOf('SHIP', '10 t')]), drawn('SHARED', [{ lot: 'SHIP', take: '10 t' }], true)])
    const words = await each((client) => record(buyers[client]!, BUYER, [receive(`GOT-${client}`, [lotOf(`PART-${client}`, '1 t')], { at: `${today}T00:00:02Z`, site: MILL, from: { organisationId: SELLER }, shipment: 'SHARED' })]))
    expect(count(words.flat())).toEqual({ recorded: CLIENTS })
  })

  const account = async (key: string, organisationId: string, siteId: string): Promise<string> => {
    const { body } = await post(key, '/balance-accounts', { organisationId, siteId, profile: 'twelve-month-credit', metal: 'copper', characteristic: 'awarded-mined', beginsOn: `${today.slice(0, 4)}-01-01` })
    return (body['account'] as { accountId: string }).accountId
  }
  const left = async (key: string, accountId: string): Promise<string> => {
    const answer = await (await fetch(`http://127.0.0.1:${port}/api/v1/balance-accounts/${accountId}`, { headers: { authorization: `Bearer ${key}` } })).json() as { meter: { balance: string } }
    return answer.meter.balance
  }

  it('claim and hand on from one account what it holds, and hand it on once', async () => {
    const from = await account(sellers[0]!, SELLER, PLANT)
    const to = await account(buyers[0]!, BUYER, MILL)
    const source = { kind: 'paper', delivery: 'D-RACE', contained: '100 t', supplierSite: MINE }
    const credits = await each((client) => post(sellers[client]!, `/balance-accounts/${from}/credits`, { on: today, source }))
    expect(count(credits.map(({ word }) => word))).toEqual({ done: 1, 'source-already-credited': 15 })
    const claim = (client: number, document: string, quantity: string) => post(sellers[client]!, `/balance-accounts/${from}/debits`, { on: today, quantity, document })
    const handOn = (client: number, quantity: string) => post(sellers[client]!, '/transfer-statements', { accountId: from, quantity, dispatchOn: today, to: { organisationId: BUYER, siteId: MILL } })
    // 32 times 7 t of 100 t.
    const taken = (await each((client) => Promise.all([claim(client, `RACE-${client}`, '7 t'), handOn(client, '7 t')]))).flat()
    expect(count(taken.map(({ word }) => word))).toEqual({ 'balance-overdrawn': 18, done: 14 })
    expect(await left(sellers[0]!, from)).toBe('2.000 t')
    const same = await each((client) => claim(client, 'RACE-SAME', '0.5 t'))
    expect(count(same.map(({ word }) => word))).toEqual({ 'claim-already-debited': 15, done: 1 })

    const { body: statement } = await handOn(0, '1 t')
    const number = (statement['document'] as { number: string }).number
    // Half of them accept it, the other half take it back: one of all has its way.
    const answers = await each((client) => client % 2 === 0 ? post(buyers[client]!, `/transfer-statements/${number}/acceptances`, { accountId: to }) : post(sellers[client]!, `/transfer-statements/${number}/voids`, { reason: 'Sent to the wrong mill.' }))
    const isAccepted = answers.some(({ word }, client) => word === 'done' && client % 2 === 0)
    expect(count(answers.map(({ word }) => word))).toEqual({ done: 1, [isAccepted ? 'statement-accepted' : 'statement-void']: 15 })
    expect([await left(sellers[0]!, from), await left(buyers[0]!, to)]).toEqual(isAccepted ? ['0.500 t', '1.000 t'] : ['1.500 t', '0.000 t'])
  })

  it('leave books that are what their log says, and an index that a rebuild does not change', async () => {
    const token = readFileSync(join(data, 'token'), 'utf8')
    const rebuilt = await post(token, '/provenance-index/rebuilds', {}, { 'dry-run': 'true' })
    expect(rebuilt.body).toMatchObject({ isSame: true, differences: [] })
    await stopped()
    const open = await opened()
    try {
      expect(open.house.database.hasRowSecurity).toBe(true)
      const one = async (question: (db: Sql) => Promise<{ rows: { n: number }[] }>): Promise<number> => (await question(open.house.database.sql)).rows[0]!.n
      expect(await one((db) => sql<{ n: number }>`select sum(m.left_over)::bigint as n from custody_lot_metal m join custody_lot l on l.lot_no = m.lot_no where l.lot_ref like 'L-%'`.execute(db))).toBe(0)
      expect(await one((db) => sql<{ n: number }>`select sum(amount)::bigint as n from custody_draw d join custody_lot l on l.lot_no = d.lot_no where l.lot_ref like 'L-%'`.execute(db))).toBe(LOTS * 10_000_000)
      expect(await one((db) => sql<{ n: number }>`select sum(amount)::bigint as n from custody_link where not is_void`.execute(db))).toBe(10_000_000)
      expect((await fsck(open.house.database)).findings).toEqual([])
    } finally { await open.close() }
  })
})
