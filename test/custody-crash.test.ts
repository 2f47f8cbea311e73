// The ledger as a process: a bulk that is killed on the way loses nothing that was answered, and finds its place again; the
// same where the database is killed.
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addGrant } from '#src/access/grant.store.ts'
import { siteFact } from '#src/parties/site.ts'
import { readConfig } from '#src/platform/config.ts'
import { houseActor, openHouse, root } from '#src/platform/house.ts'
import { write } from '#src/platform/transaction.ts'
import { putFact } from '#src/transparency/fact.ts'
import { siteNo } from './custody.ts'

const folder = mkdtempSync(join(tmpdir(), 'cupel-crash-'))
const data = join(folder, 'data')
const ORG = 'org_crash'
const SITE = siteNo(60)
const children: ChildProcess[] = []
let port = 0
let key = ''
const pause = (ms: number) => new Promise((resolve) => { setTimeout(resolve, ms) })

async function serve(): Promise<ChildProcess> {
  const { DATABASE_URL: _, ...inherited } = process.env
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'src/platform/main.ts')], { cwd: folder, env: { ...inherited, PORT: String(port), CUPEL_DATA: data, LOG_LEVEL: 'error' }, stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  let said = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (part: Buffer) => { said += part.toString() })
  for (let i = 0; i < 1200 && !said.includes('Ready in'); i++) { if (child.exitCode !== null) throw new Error(said); await pause(50) }
  return child
}
const postmaster = (): number => Number(readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
const ended = (child: ChildProcess) => new Promise((resolve) => { if (child.exitCode !== null || child.signalCode !== null) resolve(undefined); else child.once('exit', resolve) })

beforeAll(async () => {
  port = await new Promise<number>((resolve) => { const probe = createServer().listen(0, '127.0.0.1', () => { const address = probe.address(); probe.close(() => { resolve(typeof address === 'object' && address !== null ? address.port : 0) }) }) })
  const open = await openHouse(readConfig({ CUPEL_DATA: data, LOG_LEVEL: 'error' }, folder), { loadsShipped: false })
  const { userId } = await open.house.accounts.createPerson({ name: 'Crash', email: 'crash@example.org', password: 'a password for crashes' })
  await addGrant(open.house.database.sql, { grantId: 'grt_crash', userId, role: 'site-owner', scope: { kind: 'organisation', id: ORG }, grantedAt: open.house.clock.now(), grantedBy: 'test' })
  key = (await open.house.accounts.createKey(userId, { name: 'crash', reach: 'write', expiresInDays: undefined })).key
  await write(open.house, { actor: houseActor }, async (ctx) => { ctx.publish([putFact(siteFact, SITE, { name: 'Invented hollow', aliases: [], identifiers: [], types: ['mine'], country: 'CHL', metals: ['copper'], organisationId: ORG, dataset: 'invented', citations: [{ text: 'invented' }] })], { kind: 'test.published', subject: 'test', isPublic: true, body: {} }) })
  await open.close()
}, 120_000)
afterAll(async () => {
  for (const child of children) { child.kill('SIGTERM'); await Promise.race([ended(child), pause(5000)]); child.kill('SIGKILL') }
  if (existsSync(join(data, 'postgres', 'postmaster.pid'))) { try { process.kill(postmaster(), 'SIGINT') } catch { /* it has gone */ } await pause(500) }
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

async function cupel(dataFolder: string, ...args: string[]): Promise<string> {
  const { DATABASE_URL: _, ...inherited } = process.env
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'src/cli/main.ts'), ...args], { cwd: folder, env: { ...inherited, CUPEL_DATA: dataFolder, LOG_LEVEL: 'error' }, stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  let out = ''
  child.stdout.on('data', (part: Buffer) => { out += part.toString() })
  await ended(child)
  expect(child.exitCode).toBe(0)
  return out
}

const LINES = 9_000
const lines = Array.from({ length: LINES }, (_, i) => i % 3 === 2
  ? { kind: 'sell', event: `V${i}`, at: '2026-02-02T00:00:00Z', site: SITE, inputs: [{ lot: `L${i - 1}`, take: '400 kg' }], market: 'wire' }
  : { kind: 'extract', event: `E${i}`, at: '2026-02-01T00:00:00Z', site: SITE, outputs: [{ lot: `L${i}`, material: 'concentrate', metal: 'copper', contained: { copper: '1 t' } }] }).map((line) => JSON.stringify(line))

const send = (part: readonly string[], first = 1) => fetch(`http://127.0.0.1:${port}/api/v1/custody/events?organisationId=${ORG}&firstLine=${first}`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' }, body: part.join('\n') })

/** Reads answers until some are there, then lets the world break, and reads what still comes. */
async function sendUntil(from: number, wanted: number, breaks: () => void): Promise<string[]> {
  const answers: string[] = []
  try {
    const reader = (await send(lines.slice(from), from + 1)).body!.pipeThrough(new TextDecoderStream()).getReader()
    let rest = ''
    for (let isBroken = false; ;) {
      const { value, done } = await reader.read()
      if (done) break
      const parts = (rest + value).split('\n')
      rest = parts.pop()!
      answers.push(...parts)
      if (!isBroken && answers.length >= wanted) { isBroken = true; breaks() }
    }
  } catch { breaks() }
  return answers
}
const recorded = async (): Promise<Set<string>> => {
  const found = new Set<string>()
  for (let cursor = ''; ;) {
    const page = await (await fetch(`http://127.0.0.1:${port}/api/v1/custody/events?organisationId=${ORG}&limit=1000${cursor === '' ? '' : `&cursor=${cursor}`}`, { headers: { authorization: `Bearer ${key}` } })).json() as { items: { event: string }[]; next: string | null }
    for (const { event } of page.items) found.add(event)
    if (page.next === null) return found
    cursor = page.next
  }
}

describe('a bulk that is killed on the way', { timeout: 240_000 }, () => {
  it('loses nothing that was answered, and ends the same as one that was not', async () => {
    let server = await serve()
    const first = await sendUntil(0, 1000, () => { server.kill('SIGKILL') })
    await ended(server)
    server = await serve()
    const kept = await recorded()
    for (const answer of first) { const { event, state } = JSON.parse(answer) as { event: string; state: string }; expect(state).toBe('recorded'); expect(kept.has(event), event).toBe(true) }
    expect(first.length).toBeLessThan(LINES)
    // Now the database under the server.
    const second = await sendUntil(first.length, 1000, () => { try { process.kill(postmaster(), 'SIGKILL') } catch { /* it has gone */ } })
    server.kill('SIGKILL')
    await ended(server)
    server = await serve()
    const still = await recorded()
    for (const answer of [...first, ...second]) { const { event } = JSON.parse(answer) as { event: string }; expect(still.has(event), event).toBe(true) }
    const last = (await (await send(lines)).text()).trim().split('\n').map((answer) => JSON.parse(answer) as { state: string })
    expect(last).toHaveLength(LINES)
    expect(last.every(({ state }) => state === 'recorded' || state === 'already-recorded')).toBe(true)
    expect((await recorded()).size).toBe(LINES)
    server.kill('SIGTERM')
    await ended(server)
    expect(JSON.parse(await cupel(data, 'fsck', '--json'))).toMatchObject({ findings: [] })
    // A backup brings the book back, and its numbers go on behind the last.
    const restored = join(folder, 'restored')
    await cupel(data, 'backup', join(folder, 'backup.gz'))
    expect(JSON.parse(await cupel(restored, 'restore', join(folder, 'backup.gz'), '--json'))).toMatchObject({ fsck: { findings: [] } })
    const open = await openHouse(readConfig({ CUPEL_DATA: restored, LOG_LEVEL: 'error' }, folder), { loadsShipped: false })
    try {
      const { rows } = await open.house.database.pool.query<{ is_behind: boolean }>(`select nextval('custody_event_no') > (select max(event_no) from custody_event) and nextval('custody_lot_no') > (select max(lot_no) from custody_lot)
        and nextval(pg_get_serial_sequence('custody_batch', 'batch_no')) > (select max(batch_no) from custody_batch) as is_behind`)
      expect(rows[0]!.is_behind).toBe(true)
    } finally { await open.close() }
  })
})
