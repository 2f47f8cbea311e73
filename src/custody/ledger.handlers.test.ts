// The ledger over HTTP: bulk, bad input, all or nothing, sixteen clients at once; and that fsck finds what was tampered with.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql as text } from 'kysely'
import { extract, newLot, nextAt, partyWith, recordedAs, sell, siteNo } from '#test/custody.ts'
import { addPerson, grant } from '#test/people.ts'
import { testWorld, type World } from '#test/world.ts'
import { catalogue } from '#src/platform/problems.ts'
import type { Actor } from '#src/access/actor.ts'
import { lotHandlers } from './lot.handlers.ts'
import type { LineAnswer } from './line-answer.ts'

const ORG = 'org_bulk'
const MINE = siteNo(20)
let world: World
let owner: Actor
let key: string
let outsider: string

beforeAll(async () => {
  world = await testWorld()
  owner = await partyWith(world, ORG, [MINE])
  await partyWith(world, 'org_elsewhere', [siteNo(21)])
  const keyOf = async (name: string, organisationId: string) => (await world.house.accounts.createKey((await addPerson(world, name, [grant('site-owner', 'organisation', organisationId)])).userId, { name: 'bulk', reach: 'write', expiresInDays: undefined })).key
  key = await keyOf('Bulk Sender', ORG)
  outsider = await keyOf('Bulk Outsider', 'org_elsewhere')
})
afterAll(() => world.close())

const post = (body: BodyInit, query = '', headers: Record<string, string> = {}, as = key) => world.fetch(`/api/v1/custody/events?organisationId=${ORG}${query}`, { method: 'POST', headers: { authorization: `Bearer ${as}`, 'content-type': 'application/x-ndjson', ...headers }, body })
const answersOf = async (response: Response): Promise<LineAnswer[]> => (await response.text()).split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as LineAnswer)
const codes = (answers: readonly LineAnswer[]): string[] => answers.map(({ state, refusal }) => refusal?.code ?? state)
const bulk = async (lines: readonly (string | object)[], query = '', headers: Record<string, string> = {}) => answersOf(await post(lines.map((line) => typeof line === 'string' ? line : JSON.stringify(line)).join('\n'), query, headers))
const countOf = async (table: string): Promise<number> => Number((await text<{ n: number }>`select count(*) as n from ${text.raw(table)}`.execute(world.house.database.sql)).rows[0]!.n)

describe('a bulk of lines', () => {
  it('is answered line by line, with the number of each', async () => {
    const answers = await bulk([extract('B1', MINE, 'BL1', '5 t'), '', 'no json', sell('B2', MINE, 'BL1', '5 t')])
    expect(answers.map(({ line }) => line)).toEqual([1, 3, 4])
    expect(codes(answers)).toEqual(['recorded', 'line-not-json', 'recorded'])
  })

  it('refuses every kind of bad line by its own code and changes nothing', async () => {
    const good = extract('BAD', MINE, 'BADL', '1 t')
    const measured = (more: object) => ({ ...good, outputs: [{ ...newLot('BADL', '1 t'), contained: undefined, measured: { gross: '1 t', moisture: '0.1', assay: { copper: '0.3' }, ...more } }] })
    const lines: readonly [string, string | object][] = [
      ['line-not-json', '{"event":'], ['line-not-event', '[1]'], ['line-not-event', '"text"'], ['line-not-event', 'null'],
      ['event-kind-unknown', { ...good, kind: 'melt' }], ['event-kind-unknown', '{}'], ['field-unknown', { ...good, weight: '1 t' }],
      ['field-unknown', JSON.stringify(good).replace('{', '{"__proto__":{"x":1},')], ['field-unknown', JSON.stringify(good).replace('{', '{"constructor":{"prototype":{}},')],
      ['text-unstorable', { ...good, note: 'a\u0000b' }], ['text-unstorable', JSON.stringify({ ...good, note: 'x' }).replace('"x"', '"\\ud800"')],
      ['mass-not-text', JSON.stringify(measured({})).replace('"1 t"', '25.5')], ['mass-not-text', JSON.stringify(measured({})).replace('"1 t"', '1e999')], ['mass-negative', measured({ gross: '-5 t' })], ['mass-malformed', measured({ gross: '5 stone' })],
      ['mass-ambiguous', measured({ gross: '1,234 t' })], ['mass-malformed', measured({ gross: '1,234.5 t' })],
      ['mass-malformed', { ...good, outputs: [newLot('BADL', '1e3 t')] }], ['fraction-malformed', measured({ moisture: '10 %' })], ['fraction-malformed', measured({ assay: { copper: '1.5' } })],
      ['time-malformed', { ...good, at: '2026-02-30T00:00:00Z' }], ['time-malformed', { ...good, at: 'yesterday' }], ['site-number-malformed', { ...good, site: 'CHL-0000000' }],
      ['line-malformed', { ...good, outputs: [] }], ['site-absent', { ...good, site: siteNo(77) }], ['site-not-yours', { ...good, site: siteNo(21) }], ['event-in-future', { ...good, at: '2030-01-01T00:00:00Z' }],
      ['quantity-invalid', measured({ moisture: '1' })], ['lot-unquantified', { ...good, outputs: [{ lot: 'BADL', material: 'ore', metal: 'copper' }] }], ['lot-empty', { ...good, outputs: [newLot('BADL', '0 t')] }],
      ['contained-disagrees', { ...good, outputs: [{ ...newLot('BADL', '1 t'), measured: { gross: '1 t', assay: { copper: '0.3' } } }] }], ['lot-metal-missing', { ...good, outputs: [{ ...newLot('BADL', '1 t'), metal: 'zinc' }] }],
      ['scrap-class-missing', { ...good, outputs: [{ ...newLot('BADL', '1 t'), material: 'scrap' }] }], ['scrap-not-extracted', { ...good, outputs: [{ ...newLot('BADL', '1 t'), material: 'scrap', scrapClass: 'internal' }] }],
      ['line-too-long', JSON.stringify({ ...good, note: 'x'.repeat(1_100_000) })],
    ]
    const before = await countOf('custody_event')
    const answers = await bulk(lines.map(([, line]) => line))
    expect(codes(answers)).toEqual(lines.map(([code]) => code))
    expect(await countOf('custody_event')).toBe(before)
    for (const code of codes(answers)) expect(catalogue.has(code), code).toBe(true)
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
    const latin = Buffer.concat([Buffer.from(`${JSON.stringify(extract('LAT', MINE, 'LATL', '1 t'))}\n`), Buffer.from('{"note":"\xe9"}\n', 'latin1')])
    expect(codes(await answersOf(await post(latin)))).toEqual(['recorded', 'line-not-text'])
  })

  it('refuses hostile lines one by one, and records the good lines between them', async () => {
    const good = extract('HOST', MINE, 'HOSTL', '1 t')
    const assayed = (gross: string, assay: object) => ({ ...good, outputs: [{ ...newLot('HOSTL', '1 t'), metal: Object.keys(assay)[0], contained: undefined, measured: { gross, assay } }] })
    const corrects = (instead: unknown) => ({ kind: 'correct', event: 'HOSTC', at: nextAt(), site: MINE, corrects: 'HOST0', reason: 'weighed wrong', instead })
    const nested = (depth: number, inner = 'null') => `${'{"a":['.repeat(depth / 2)}${inner}${']}'.repeat(depth / 2)}`
    const correcting = (instead: string) => JSON.stringify(corrects('here')).replace('"here"', instead)
    const lines: readonly [string, string | object][] = [
      ['quantity-invalid', assayed('100000000 t', { gold: '0.1' })], ['quantity-invalid', assayed('9000000000 t', { silver: '1' })],
      ['time-malformed', { ...good, at: '0000-01-01T00:00:00Z' }], ['time-malformed', { ...good, at: '1899-12-31T23:59:59Z' }],
      ['time-malformed', corrects({ at: '0000-01-01T00:00:00Z' })], ['time-malformed', corrects({ at: '2026-02-30T00:00:00Z' })], ['time-malformed', corrects({ at: '2026-99-99T99:99:99Z' })], ['correction-invalid', corrects({ at: { toString: 0 } })],
      ['event-kind-unknown', { ...good, kind: { toString: 0 } }], ['event-kind-unknown', { ...good, kind: [[[]]] }], ['correction-invalid', corrects({ event: { toString: 0 } })], ['correction-invalid', corrects({ event: null })],
      ['line-malformed', correcting(nested(30_000))], ['line-malformed', correcting(nested(26))], ['correction-invalid', correcting(nested(20))], ['line-malformed', JSON.stringify({ ...good, documents: 'here' }).replace('"here"', nested(30_000))],
      ['field-unknown', JSON.stringify({ ...good, more: 'here' }).replace('"here"', nested(30_000))], ['line-not-event', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
      ['text-unstorable', { ...good, kind: 'receive', from: { organisationId: 'a\u0000b' } }], ['text-unstorable', { ...good, documents: [{ kind: 'assay', ref: 'A', evidenceId: 'a\u0000b' }] }],
      ['quantity-invalid', { kind: 'sell', event: 'HOST-R', at: '2026-06-01T00:00:00Z', site: MINE, inputs: [{ lot: 'HOSTL0', take: '1 kg', recovery: '0' }], market: 'm' }],
    ]
    const between = lines.map((_, i) => extract(`HOST${i}`, MINE, `HOSTL${i}`, '1 t'))
    const answers = await bulk(lines.flatMap(([, line], i) => [between[i]!, line]))
    expect(codes(answers)).toEqual(lines.flatMap(([code]) => ['recorded', code]))
    expect(answers.map(({ line }) => line)).toEqual(answers.map((_, i) => i + 1))
    const asJson = await post(`{"organisationId":"${ORG}","events":[${JSON.stringify(extract('HOSTJ', MINE, 'HOSTJ', '1 t'))},${correcting(nested(30_000))}]}`, '', { 'content-type': 'application/json' })
    expect(codes((await asJson.json() as { items: LineAnswer[] }).items)).toEqual(['recorded', 'line-malformed'])
  })

  it('stands or falls together where that is asked for, and keeps nothing of a dry run', async () => {
    const lines = Array.from({ length: 2500 }, (_, i) => extract(`T${i}`, MINE, `TL${i}`, '1 t'))
    const before = await countOf('custody_event')
    const withOneBad = await bulk([...lines.slice(0, 1200), 'broken', ...lines.slice(1200)], '&mode=all')
    expect(withOneBad).toHaveLength(2501)
    expect(codes(withOneBad).filter((code) => code === 'batch-refused')).toHaveLength(2500)
    expect(withOneBad[1200]).toMatchObject({ line: 1201, refusal: { code: 'line-not-json' } })
    expect(codes(await bulk(lines, '', { 'dry-run': 'true' })).every((code) => code === 'recorded')).toBe(true)
    expect(await countOf('custody_event')).toBe(before)
    expect(codes(await bulk(lines, '&mode=all')).every((code) => code === 'recorded')).toBe(true)
    expect(await countOf('custody_event')).toBe(before + 2500)
  })

  it('with one bad line in the middle answers all others, and finds its place again', { timeout: 60_000 }, async () => {
    const lines: (string | object)[] = Array.from({ length: 6000 }, (_, i) => extract(`R${i}`, MINE, `RL${i}`, '1 t', { note: 'n'.repeat(300) }))
    lines[3000] = '{"kind":"extract"'
    const body = lines.map((line) => typeof line === 'string' ? line : JSON.stringify(line)).join('\n')
    const answered: LineAnswer[] = []
    // The sender drops the connection after the first answers.
    const cut = new AbortController()
    const first = await post(body, '', {})
    const reader = first.body!.pipeThrough(new TextDecoderStream()).getReader()
    for (let kept = ''; answered.length === 0;) {
      const { value } = await reader.read()
      kept += value
      answered.push(...kept.split('\n').slice(0, -1).map((line) => JSON.parse(line) as LineAnswer))
    }
    await reader.cancel()
    cut.abort()
    const last = answered.at(-1)!.line!
    const again = await bulk(lines.slice(last), `&firstLine=${last + 1}`)
    const all = [...answered, ...again]
    expect(all.map(({ line }) => line)).toEqual(lines.map((_, i) => i + 1))
    expect(codes(all).filter((code) => code !== 'recorded' && code !== 'already-recorded')).toEqual(['line-not-json'])
    expect((await bulk(lines)).every(({ state }, i) => state === (i === 3000 ? 'refused' : 'already-recorded'))).toBe(true)
  })

  it('is kept from the wrong person, and from nobody at all', async () => {
    expect((await post('{}', '', {}, outsider)).status).toBe(404)
    expect(((await (await post('{}', '', {}, outsider)).json()) as { code: string }).code).toBe('book-absent')
    expect((await world.fetch(`/api/v1/custody/events?organisationId=${ORG}`, { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body: '{}' })).status).toBe(401)
    expect((await world.fetch(`/api/v1/custody/lots?organisationId=${ORG}`, { asOperator: true })).status).toBe(404)
    expect((await world.fetch(`/api/v1/custody/lots/${ORG}:BL1`, { headers: { authorization: `Bearer ${outsider}` } })).status).toBe(404)
  })
})

describe('sixteen clients over ten lots', () => {
  it('are given exactly what exists', { timeout: 60_000 }, async () => {
    await bulk(Array.from({ length: 10 }, (_, i) => extract(`C${i}`, MINE, `CL${i}`, '10 t')))
    const client = async (who: number): Promise<string[]> => {
      const all: string[] = []
      for (let round = 0; round < 5; round++) {
        const events = Array.from({ length: 10 }, (_, i) => sell(`C-${who}-${round}-${i}`, MINE, `CL${(i + who) % 10}`, '1 t'))
        const response = await world.fetch('/api/v1/custody/events', { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify({ organisationId: ORG, events }) })
        all.push(...codes(((await response.json()) as { items: LineAnswer[] }).items))
      }
      return all
    }
    const all = (await Promise.all(Array.from({ length: 16 }, (_, who) => client(who)))).flat()
    expect(all.filter((code) => code === 'recorded')).toHaveLength(100)
    expect(all.filter((code) => code === 'lot-overdrawn' || code === 'lot-empty')).toHaveLength(700)
    expect(Number((await text<{ n: string }>`select sum(m.left_over) as n from custody_lot l join custody_lot_metal m using (lot_no) where l.lot_ref like 'CL%'`.execute(world.house.database.sql)).rows[0]!.n)).toBe(0)
  })
})

describe('reading the book', () => {
  it('lists events, batches, lots and the stock of a period that adds up by lot and by event', async () => {
    await recordedAs(world, owner, ORG, [
      extract('S1', MINE, 'SL1', '100 t', { outputs: [newLot('SL1', '100 t', { documents: [{ kind: 'certificate-of-analysis', ref: 'CoA 7' }] })] }), { kind: 'transform', event: 'S2', at: nextAt(), site: MINE, inputs: [{ lot: 'SL1', take: '60 t' }], outputs: [newLot('SL2', '58 t')], losses: { copper: '1.5 t' } },
      sell('S3', MINE, 'SL2', '8 t'), { kind: 'adjust', event: 'S4', at: nextAt(), site: MINE, lot: 'SL1', contained: { copper: '101 t' }, basis: 'stock-take', by: 'own', isSettlement: true },
    ])
    const get = async (path: string) => (await world.fetch(`/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } })).json() as Promise<Record<string, never>>
    const report = await get(`/custody/stock-reports?organisationId=${ORG}&from=2026-01-01&to=2026-12-31`) as unknown as { rows: { lost: number; unstatedLoss: number; unexplained: number; closing: number; byLots: number; adjusted: number }[] }
    expect(report.rows).toHaveLength(1)
    expect(report.rows[0]).toMatchObject({ lost: 2_000_000, unstatedLoss: 500_000, adjusted: 1_000_000, unexplained: 0 })
    const early = await get(`/custody/stock-reports?organisationId=${ORG}&from=2025-01-01&to=2025-12-31`) as unknown as { rows: { closing: number }[] }
    expect(early.rows).toEqual([])
    const lots = await get(`/custody/lots?organisationId=${ORG}&q=SL`) as unknown as { items: { lot: string; left: object }[] }
    expect(lots.items.map(({ lot, left }) => [lot, left])).toEqual([['SL2', { copper: 50_000_000 }], ['SL1', { copper: 41_000_000 }]])
    expect(await get(`/custody/lots/${ORG}:SL1`)).toMatchObject({ namedDocuments: [{ ref: 'CoA 7' }], changes: [{ event: 'S2', delta: -60_000_000 }, { event: 'S4', delta: 1_000_000 }], mayWrite: true })
    const events = await get(`/custody/events?organisationId=${ORG}&lot=SL1`) as unknown as { items: { event: string }[] }
    expect(events.items.map(({ event }) => event)).toEqual(['S4', 'S2', 'S1'])
    expect(((await get(`/custody/batches?organisationId=${ORG}&limit=1`)) as unknown as { items: object[] }).items[0]).toMatchObject({ lines: 4, firstEvent: 'S1', lastEvent: 'S4' })
    expect(((await get('/custody/event-schemas')) as unknown as { title: string }).title).toBe('Custody event')
    expect((await get('/custody/books')) as unknown).toMatchObject({ items: [{ organisationId: ORG, mayWrite: true, sites: [{ siteId: MINE }] }] })
  })

  it('refuses a stock that sums to more than can be counted exactly, and tells it of a period in which it does not', async () => {
    const [HUGE, FAR] = ['org_huge', siteNo(22)]
    const party = await partyWith(world, HUGE, [FAR])
    const huge = (n: number) => extract(`H${n}`, FAR, `HL${n}`, '9000000000 t', { at: `2026-02-0${n}T00:00:00Z` })
    expect(await recordedAs(world, party, HUGE, [huge(1), huge(2), extract('H3', FAR, 'HL3', '9007199255 t')])).toEqual(['recorded', 'recorded', 'quantity-invalid'])
    const report = (to: string) => world.read(party, async (ctx) => await lotHandlers([]).getStockReport(ctx, { organisationId: HUGE, from: '2026-01-01', to }) as { rows: object[] })
    await expect(report('2026-02-02')).rejects.toMatchObject({ refusal: { code: 'stock-not-countable' } })
    expect((await report('2026-02-01')).rows).toMatchObject([{ closing: 9_000_000_000_000_000, byLots: 9_000_000_000_000_000 }])
  })

  it('keeps a certificate of analysis with its lot', async () => {
    const pdf = new TextEncoder().encode('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
    const sent = await world.fetch(`/api/v1/custody/lots/${ORG}:SL1/documents?filename=coa.pdf&kind=certificate-of-analysis&ref=CoA%207`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' }, body: pdf })
    expect(sent.status).toBe(200)
    const { documentId } = await sent.json() as { documentId: string }
    const file = `/api/v1/custody/documents/${documentId}/file`
    expect(new Uint8Array(await (await world.fetch(file, { headers: { authorization: `Bearer ${key}` } })).arrayBuffer())).toEqual(pdf)
    expect((await world.fetch(file, { headers: { authorization: `Bearer ${outsider}` } })).status).toBe(404)
    // Metal of the lot was sold: what its buyer was shown stays.
    expect(((await (await world.fetch(`/api/v1/custody/documents/${documentId}`, { method: 'DELETE', headers: { authorization: `Bearer ${key}` } })).json()) as { type: string }).type).toMatch(/custody-document-shown$/)
    expect((await world.fetch(file, { headers: { authorization: `Bearer ${key}` } })).status).toBe(200)
  })

  it('takes a table, shows first what it would do, and records it once', async () => {
    const csv = ['event,kind,at,site,input lot,take,output lot,material,contained,unit,market', `F1,extract,2026-02-01,Invented site ${MINE},,,FL1,concentrate,10,t,`, `F2,sell,2026-02-02,${MINE},FL1,4,,,,t,wire`, `F3,sell,2026-02-03,${MINE},FL1,7,,,,t,wire`].join('\n')
    const send = async (headers: Record<string, string> = {}, query = '') => (await world.fetch(`/api/v1/custody/files?organisationId=${ORG}&filename=month.csv${query}`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream', ...headers }, body: csv })).json() as Promise<{ items: { rows: number[]; answer: LineAnswer }[]; recorded: number; alreadyRecorded: number }>
    const preview = await send({ 'dry-run': 'true' })
    expect(preview.items.map(({ rows, answer }) => [rows, answer.refusal?.code ?? answer.state])).toEqual([[[2], 'recorded'], [[3], 'recorded'], [[4], 'lot-overdrawn']])
    expect(codes((await send()).items.map(({ answer }) => answer))).toEqual(['batch-refused', 'batch-refused', 'lot-overdrawn'])
    expect((await send({}, '&mode=line')).recorded).toBe(2)
    expect((await send({}, '&mode=line')).alreadyRecorded).toBe(2)
  })
})

describe('fsck', () => {
  it('is clean, and finds what was changed behind the ledger', async () => {
    expect((await world.fsck()).findings).toEqual([])
    const run = async (statement: string) => { await text.raw(statement).execute(world.house.database.sql) }
    const found = async (change: string, undo: string): Promise<string> => { await run(change); const { findings } = await world.fsck(); await run(undo); return findings.map(({ where, what }) => `${where}: ${what}`).join('; ') }
    const left = `custody_lot_metal set left_over = left_over`
    const ofSl1 = `where lot_no = (select lot_no from custody_lot where lot_ref = 'SL1')`
    expect(await found(`update ${left} - 1 ${ofSl1}`, `update ${left} + 1 ${ofSl1}`)).toContain('copper of lot SL1: the log makes it "41000000 of 101000000", the table has "40999999 of 101000000"')
    expect(await found(`update custody_event set text = replace(text, '"8 t"', '"7 t"') where event_ref = 'S3'`, `update custody_event set text = replace(text, '"7 t"', '"8 t"') where event_ref = 'S3'`)).toContain('do not have the root')
    expect(await found(`update custody_draw set is_void = true where event_no = (select event_no from custody_event where event_ref = 'S3')`, `update custody_draw set is_void = false where event_no = (select event_no from custody_event where event_ref = 'S3')`)).toContain('draw of S3 on SL2')
    expect((await world.fsck()).findings).toEqual([])
  })
})
