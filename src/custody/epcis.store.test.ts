// A page of a query reads what it shows, however large the book.
import { sql as text } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readQuery, type EventQuery } from '#src/exchange/epcis/query.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { scanLedger, type LedgerRow, type Resume } from './epcis.store.ts'

const EVENTS = 20_000
let world: World
beforeAll(async () => {
  world = await testWorld()
  const { pool } = world.house.database
  await pool.query("insert into custody_book (organisation_id, opened_at) values ('org_large', now())")
  await pool.query("insert into custody_batch (book_no, source, recorded_at, recorded_by, line_count) select k.book_no, 'form', '2026-01-01'::timestamptz + i * interval '1 minute', 'test', 100 from custody_book k, generate_series(1, $1) i", [EVENTS / 100])
  await pool.query(`insert into custody_event (event_no, batch_no, line, book_no, event_ref, kind, site_id, occurred_at, text)
    select nextval('custody_event_no'), b.batch_no, l, b.book_no, 'E' || b.batch_no || '-' || l, 'extract', 'CHL-000001Q', b.recorded_at - (l * 7919 % 100000) * interval '1 minute', '{}' from custody_batch b, generate_series(0, 99) l order by b.batch_no, l`)
  await pool.query('analyze custody_book, custody_batch, custody_event, epcis_event')
})
afterAll(() => world.close())

const asked = (text: string): EventQuery => { const read = readQuery(text); if (!read.accepted) throw new Error(read.refusal.detail); return read.value }
/** One batch of a page, and how many rows of the ledger were looked at for it. */
const scan = (query: EventQuery, resume: Resume | undefined): Promise<{ rows: LedgerRow[]; looked: number }> => world.read(operator, (ctx) => ctx.acrossBooks(async () => {
  const seen = async (): Promise<number> => Number((await text<{ n: number }>`select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as n from pg_stat_xact_user_tables where relname = 'custody_event'`.execute(ctx.sql)).rows[0]!.n)
  const before = await seen()
  const rows = await scanLedger(ctx.sql, 'org_large', { query, resume, sites: null, limit: 200, kinds: ['extract'], lots: null, refs: null })
  return { rows, looked: await seen() - before }
}))

it.each(['orderBy=recordTime&orderDirection=ASC', 'orderBy=recordTime&orderDirection=DESC', 'orderBy=eventTime&orderDirection=ASC', 'orderBy=eventTime&orderDirection=DESC'])('%s', async (order) => {
  const query = asked(order)
  const time = (row: LedgerRow): string => query.orderBy === 'eventTime' ? row.occurred_at : row.recorded_at
  const first = await scan(query, undefined)
  expect(first.rows).toHaveLength(200)
  expect(first.looked).toBeLessThan(1000)
  const last = first.rows.at(-1)!
  const next = await scan(query, { at: time(last), no: last.event_no })
  expect(next.rows[0]!.event_no).toBe(last.event_no)
  expect(next.looked).toBeLessThan(1000)
  const both = [...first.rows, ...next.rows.slice(1)]
  expect(new Set(both.map((row) => row.event_no)).size).toBe(399)
  const sign = query.direction === 'ASC' ? 1 : -1
  expect(both.toSorted((a, b) => sign * (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : a.event_no - b.event_no))).toEqual(both)
  const beyond = await scan(query, { at: time(last), no: null })
  expect(beyond.rows.every((row) => query.direction === 'ASC' ? time(row) > time(last) : time(row) < time(last))).toBe(true)
})
