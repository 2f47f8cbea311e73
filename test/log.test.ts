// The log on a real database: gapless, append-only, and the one source of what is published. Each law is shown to hold,
// and fsck is shown to find each way of breaking it (docs/invariants.md).
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { leafHash, sha256Hex } from '#src/kernel/merkle.ts'
import { siteFact } from '#src/parties/site.ts'
import { putFact, retractFact, withholdFact, type FactLine } from '#src/transparency/fact.ts'
import { aSite, siteNumber } from '#test/registry-facts.ts'
import { operator, testWorld, type World } from '#test/world.ts'

type Row = Record<string, unknown>
const query = async (world: World, text: string, values: unknown[] = []): Promise<Row[]> => (await world.house.database.pool.query<Row>(text, values)).rows
const named = (id: string, name: string): FactLine => putFact(siteFact, id, aSite({ name }))
const A = siteNumber('CHL', 1), B = siteNumber('PER', 2), C = siteNumber('ZMB', 3)

describe('the log', () => {
  let world: World
  beforeAll(async () => { world = await testWorld({ now: '2026-01-01T00:00:00.000Z' }) })
  afterAll(() => world.close())

  it('gives positions without a gap to writes at the same time, and no position to one that fails', async () => {
    const results = await Promise.allSettled(Array.from({ length: 24 }, (_, i) => world.transact(operator, async (ctx) => {
      ctx.record({ kind: 'test.written', subject: String(i), body: { i }, isPublic: i % 3 === 0 })
      if (i % 8 === 7) throw new Error('on purpose')
    })))
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(3)
    const rows = await query(world, 'select position from log_entry order by position')
    expect(rows.map(({ position }) => position)).toEqual(Array.from({ length: 21 }, (_, i) => i))
    const [head] = await query(world, 'select size, public_size from log_head')
    const [last] = await query(world, 'select max(position) + 1 as size from log_entry where is_public')
    expect(head).toEqual({ size: 21, public_size: last!['size'] })
  })

  it('never goes back in time, whatever the clock does', async () => {
    for (const now of ['2026-03-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z']) {
      world.setNow(now)
      await world.transact(operator, async (ctx) => { ctx.record({ kind: 'test.written', subject: now, body: {}, isPublic: true }) })
    }
    const rows = await query(world, 'select recorded_at from log_entry order by position desc limit 3')
    expect(rows.map((row) => row['recorded_at'])).toEqual(['2026-03-02T00:00:00.000Z', '2026-03-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'])
  })

  it('shows in its header a position and a digest, and hashes those bytes as RFC 6962 does', async () => {
    for (const { header, leaf_hash: hash, payload, position } of await query(world, 'select * from log_entry')) {
      expect(header).toBe(`{"digest":"${sha256Hex(payload as string)}","position":${String(position)}}`)
      expect((hash as Buffer).equals(leafHash(header as string))).toBe(true)
    }
  })

  it('salts payloads, so that equal decisions have unlike digests', async () => {
    for (let i = 0; i < 2; i++) await world.transact(operator, async (ctx) => { ctx.record({ kind: 'test.same', subject: 'x', body: {}, isPublic: false }) })
    const rows = await query(world, `select header::json->>'digest' as digest from log_entry where kind = 'test.same'`)
    expect(new Set(rows.map(({ digest }) => digest)).size).toBe(2)
  })

  it('keeps confidential payloads, and its length since the last public entry, to itself', async () => {
    const shown = await (await world.fetch('/api/v1/log')).json() as { size: number }
    const listed = await (await world.fetch('/api/v1/log/entries?limit=500')).json() as { items: { position: number; payload: string | null }[] }
    expect(shown.size).toBe(24)
    expect(listed.items.map(({ position }) => position)).toEqual(Array.from({ length: 24 }, (_, i) => i))
    const rows = await query(world, 'select position, is_public from log_entry where position < 24 order by position')
    expect(listed.items.map(({ payload }) => payload !== null)).toEqual(rows.map((row) => row['is_public']))
  })

  it.each([
    ['an entry changed', `update log_entry set kind = 'other' where position = 0`],
    ['a payload rewritten', `update log_entry set payload = '{}' where position = 0`],
    ['an entry deleted', 'delete from log_entry where position = 0'],
  ])('refuses %s by SQL', async (_, statement) => {
    await expect(query(world, statement)).rejects.toMatchObject({ code: '23001', message: 'the log is append-only' })
  })

  it('is untouched by a dry run', async () => {
    const before = await query(world, 'select * from log_head')
    await world.transact(operator, async (ctx) => { ctx.publish([named(A, 'Dry')], { kind: 'test.published', subject: 'x', body: {}, isPublic: true }) }, { isDryRun: true })
    expect(await query(world, 'select * from log_head')).toEqual(before)
    expect(await query(world, 'select 1 from published_fact')).toEqual([])
  })

  it('records nothing where nothing changes', async () => {
    await world.publish([named(A, 'Once')])
    const before = await query(world, 'select * from log_head')
    await world.publish([named(A, 'Once')])
    expect(await query(world, 'select * from log_head')).toEqual(before)
    expect((await world.fsck()).findings).toEqual([])
  })
})

describe('published facts', () => {
  let world: World
  let minute = 0
  beforeAll(async () => { world = await testWorld() })
  afterAll(() => world.close())

  const step = fc.array(fc.oneof(
    fc.record({ op: fc.constant('put' as const), id: fc.constantFrom(A, B, C), name: fc.constantFrom('One', 'Two', 'Three') }),
    fc.record({ op: fc.constant('retract' as const), id: fc.constantFrom(A, B, C), name: fc.constant('') }),
  ), { minLength: 1, maxLength: 4 })

  it('are at every instant what a plain replay of the lines gives', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const model = new Map((await world.read(operator, (ctx) => ctx.facts())).of(siteFact).entries().map(([id, { value }]) => [id, value.name]))
      const expected: { at: string; names: Record<string, string> }[] = []
      for (const lines of steps) {
        const at = new Date(Date.UTC(2026, 0, 1, 0, ++minute)).toISOString()
        world.setNow(at)
        await world.publish(lines.map(({ op, id, name }) => op === 'put' ? named(id, name) : retractFact(siteFact, id, 'gone')))
        // Of several lines about one fact in one entry the last stands.
        for (const { op, id, name } of lines) if (op === 'put') model.set(id, name); else model.delete(id)
        expected.push({ at, names: Object.fromEntries([...model].toSorted(([a], [b]) => a < b ? -1 : 1)) })
      }
      for (const { at, names } of expected) {
        const facts = await world.read(operator, (ctx) => ctx.facts(at))
        expect(Object.fromEntries(facts.of(siteFact).entries().map(([id, { value }]) => [id, value.name]))).toEqual(names)
      }
      expect((await world.fsck()).findings).toEqual([])
    }), { numRuns: 12 })
  })

  it('removed by law are gone from table, log and every instant, and the log stays whole', async () => {
    world.setNow('2027-01-01T00:00:00.000Z')
    await world.publish([named(A, 'A secret name')])
    world.setNow('2027-01-02T00:00:00.000Z')
    await world.publish([named(A, 'A secret name, corrected')])
    world.setNow('2027-01-03T00:00:00.000Z')
    await world.publish([withholdFact(siteFact, A, 'by order of a court')])
    for (const at of ['2027-01-01T12:00:00.000Z', '2027-01-02T12:00:00.000Z', undefined]) {
      const facts = await world.read(operator, (ctx) => ctx.facts(at))
      expect([facts.of(siteFact).has(A), facts.withheld(siteFact).has(A)]).toEqual([false, true])
    }
    const everything = JSON.stringify([await query(world, 'select * from log_entry'), await query(world, 'select * from log_line'), await query(world, 'select * from published_fact')])
    expect(everything).not.toContain('A secret name')
    await world.publish([named(A, 'Said again')])
    expect((await world.read(operator, (ctx) => ctx.facts())).of(siteFact).has(A)).toBe(false)
    expect((await world.fsck()).findings).toEqual([])
  })
})

describe('fsck finds', () => {
  it.each<[string, string, string, RegExp]>([
    ['a value changed behind the log', 'published_fact', `update published_fact set value = replace(value, 'One', 'Won') where superseded_position is null`, /value differs from the recorded one/],
    ['a version added behind the log', 'published_fact', `insert into published_fact (kind, fact_id, recorded_position, value) values ('site', 'XXX', 0, '{}')`, /stands in the table but in no entry/],
    ['a version lost', 'published_fact', 'delete from published_fact where superseded_position is null', /recorded in the log but not in the table/],
    ['a version that still stands though superseded', 'published_fact', 'update published_fact set superseded_position = null where superseded_position is not null and superseded_position = 2', /superseded at 2 by the log, at no position by the table/],
    ['a line rewritten', 'log_line', `update log_line set text = replace(text, 'Two', 'Too') where position = 2`, /line 0: the text is not the one that was recorded/],
    ['a line lost', 'log_line', 'delete from log_line where position = 1 and line = 1', /2 lines were recorded, 1 are there/],
    ['a line exchanged for another', 'log_line', `update log_line set leaf_hash = sha256('x') where position = 1 and line = 1`, /the lines do not give the recorded head/],
    ['a payload rewritten', 'log_entry', `update log_entry set payload = replace(payload, 'test.published', 'test.Published') where position = 1`, /payload is not the one that was recorded/],
    ['a header rewritten', 'log_entry', `update log_entry set header = replace(header, '"position":1', '"position":7') where position = 1`, /header is not the canonical text/],
    ['a leaf hash that is not of its header', 'log_entry', `update log_entry set leaf_hash = sha256('x') where position = 1`, /leaf hash is not that of the header/],
    ['an entry moved in time', 'log_entry', `update log_entry set recorded_at = '2020-01-01' where position = 2`, /recorded before the entry before it/],
    ['a column beside the payload that lies', 'log_entry', `update log_entry set subject = 'another' where position = 1`, /kind, subject or instant beside the payload differ/],
    ['a head that counts wrong', 'log_head', 'update log_head set size = 9', /9 entries are counted, 3 are there/],
  ])('%s', async (_, table, statement, finding) => {
    const world = await testWorld()
    await world.transact(operator, async (ctx) => { ctx.record({ kind: 'test.begun', subject: 'x', body: {}, isPublic: false }) })
    await world.publish([named(A, 'One'), named(B, 'One')])
    await world.publish([named(A, 'Two')])
    expect((await world.fsck()).findings).toEqual([])
    // Whoever owns the database can switch the triggers off; that is what fsck is for.
    await query(world, `drop index if exists published_fact_current; alter table ${table} disable trigger all; ${statement}`)
    const { findings } = await world.fsck()
    expect(findings.map(({ where, what }) => `${where}: ${what}`).join('\n')).toMatch(finding)
    await world.close()
  })
})
