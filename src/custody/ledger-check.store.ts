// SQL that reads the ledger whole, to be checked against its log.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import { lotNames, type BatchToCheck } from './ledger-check.ts'

export async function batchToCheck(sql: Sql, batchNo: number): Promise<BatchToCheck | undefined> {
  const batch = (await text<{ salt: string | null; line_count: number }>`select salt, line_count from custody_batch where batch_no = ${batchNo}`.execute(sql)).rows[0]
  if (batch === undefined) return undefined
  const { rows } = await text<{ ref: string; kind: string; at: string; text: string | null }>`select event_ref as ref, kind, occurred_at as at, text from custody_event where batch_no = ${batchNo} order by line`.execute(sql)
  return { salt: batch.salt, lineCount: batch.line_count, events: rows }
}

export async function booksToCheck(sql: Sql): Promise<{ bookNo: number; organisationId: string; tolerance: number; batches: number }[]> {
  const { rows } = await text<{ book_no: number; organisation_id: string; tolerance: string; batches: number }>`select k.book_no, k.organisation_id, k.tolerance, (select count(*) from custody_batch b where b.book_no = k.book_no) as batches
    from custody_book k order by k.book_no`.execute(sql)
  return rows.map((row) => ({ bookNo: row.book_no, organisationId: row.organisation_id, tolerance: Number(row.tolerance), batches: row.batches }))
}

/** Every row of a book, by what it is. */
export async function rowsToCheck(sql: Sql, bookNo: number): Promise<Map<string, string>> {
  const lots = (await text<{ lot_no: number; lot_ref: string; event_ref: string; is_void: boolean }>`select l.lot_no, l.lot_ref, e.event_ref, l.is_void from custody_lot l join custody_event e on e.event_no = l.event_no where l.book_no = ${bookNo}`.execute(sql)).rows
  const names = lotNames(lots.map((lot) => ({ lotNo: lot.lot_no, ref: lot.lot_ref })))
  const rows = new Map<string, string>(lots.map((lot) => [`lot ${names.get(lot.lot_no)}`, `of ${lot.event_ref}${lot.is_void ? ', void' : ''}`]))
  const metals = await text<{ lot_no: number; substance: string; amount: number; left_over: number }>`select m.lot_no, m.substance, m.amount, m.left_over from custody_lot_metal m join custody_lot l on l.lot_no = m.lot_no where l.book_no = ${bookNo} and (m.amount <> 0 or m.left_over <> 0)`.execute(sql)
  for (const one of metals.rows) rows.set(`${one.substance} of lot ${names.get(one.lot_no)}`, `${one.left_over} of ${one.amount}`)
  const draws = await text<{ event_ref: string; lot_no: number; substance: string; amount: number; is_void: boolean }>`select e.event_ref, d.lot_no, d.substance, d.amount, d.is_void from custody_draw d join custody_event e on e.event_no = d.event_no where e.book_no = ${bookNo}`.execute(sql)
  for (const one of draws.rows) rows.set(`draw of ${one.event_ref} on ${names.get(one.lot_no)}, ${one.substance}`, `${one.amount}${one.is_void ? ', void' : ''}`)
  const weights = await text<{ event_ref: string; lot_no: number; substance: string; amount: number; change: number; is_void: boolean }>`select e.event_ref, m.lot_no, m.substance, m.amount, m.change, m.is_void from custody_measurement m join custody_event e on e.event_no = m.event_no where e.book_no = ${bookNo}`.execute(sql)
  for (const one of weights.rows) rows.set(`weight by ${one.event_ref} of ${names.get(one.lot_no)}, ${one.substance}`, `${one.amount}, ${one.change}${one.is_void ? ', void' : ''}`)
  const losses = await text<{ event_ref: string; substance: string; amount: number; stated: number | null }>`select e.event_ref, s.substance, s.amount, s.stated from custody_loss s join custody_event e on e.event_no = s.event_no where e.book_no = ${bookNo}`.execute(sql)
  for (const one of losses.rows) rows.set(`loss of ${one.event_ref}, ${one.substance}`, `${one.amount}, ${one.stated}`)
  const events = await text<{ event_ref: string; is_void: boolean }>`select event_ref, voided_by is not null as is_void from custody_event where book_no = ${bookNo}`.execute(sql)
  for (const one of events.rows) rows.set(`event ${one.event_ref}`, one.is_void ? 'taken back' : 'stands')
  return rows
}
