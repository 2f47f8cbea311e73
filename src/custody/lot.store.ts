// SQL for reading lots and stock, and of the papers attached to lots. The ledger's own tables are written by `ledger.store.ts`.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import { arrayText } from '#src/kernel/sql-array.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { CustodyModel, ScrapClass } from './custody-model.ts'
import type { EventKind } from './event.ts'
import type { DocumentKind, Material, Origin, Ref } from './lot.ts'
import type { Contained, Substance } from './substance.ts'

export type LotListRow = {
  lot_no: number; lot_ref: Ref; organisation_id: string; material: Material; metal: Substance; model: CustodyModel; scrap_class: ScrapClass | null; site_id: string; born_at: Instant; born_by: Ref
  gross_g: number | null; origin: Origin | null; is_void: boolean; is_simulated: boolean; text: string | null; amounts: Contained; lefts: Contained
}
const LOT = text`l.lot_no, l.lot_ref, k.organisation_id, k.is_simulated, l.material, l.metal, l.model, l.scrap_class, l.site_id, l.born_at, e.event_ref as born_by, e.text, l.gross_g, l.origin, l.is_void, m.amounts, m.lefts
  from custody_lot l join custody_book k on k.book_no = l.book_no join custody_event e on e.event_no = l.event_no
  cross join lateral (select json_object_agg(substance, amount) as amounts, json_object_agg(substance, left_over) as lefts, max(left_over) as most from custody_lot_metal where lot_no = l.lot_no) m`

export type LotQuery = { readonly limit: number; readonly after: number | null; readonly sites: readonly string[] | null; readonly siteId?: string | undefined; readonly material?: string | undefined; readonly metal?: string | undefined; readonly isOpen: boolean; readonly q?: string | undefined }

/** Newest first; one more than asked for. */
export async function lotsOf(sql: Sql, bookNo: number, query: LotQuery): Promise<LotListRow[]> {
  const when = (condition: boolean, clause: ReturnType<typeof text>) => condition ? clause : text``
  return (await text<LotListRow>`select ${LOT} where l.book_no = ${bookNo} and not l.is_void
    ${when(query.after !== null, text`and l.lot_no < ${query.after}`)}
    ${when(query.sites !== null, text`and l.site_id = any(${arrayText(query.sites ?? [])}::text[])`)}
    ${when(query.siteId !== undefined, text`and l.site_id = ${query.siteId}`)}
    ${when(query.material !== undefined, text`and l.material = ${query.material}`)}
    ${when(query.metal !== undefined, text`and l.metal = ${query.metal}`)}
    ${when(query.q !== undefined, text`and starts_with(l.lot_ref, ${query.q ?? ''})`)}
    ${when(query.isOpen, text`and m.most > 0`)}
    order by l.lot_no desc limit ${query.limit + 1}`.execute(sql)).rows
}

/** The lot that counts under a reference, else the newest that was taken back. */
export async function lotOf(sql: Sql, organisationId: string, ref: Ref): Promise<LotListRow | undefined> {
  return (await text<LotListRow>`select ${LOT} where k.organisation_id = ${organisationId} and l.lot_ref = ${ref} order by l.is_void, l.lot_no desc limit 1`.execute(sql)).rows[0]
}

export type LotChangeRow = { event: Ref; kind: EventKind; at: Instant; substance: Substance; delta: number }
export async function historyOf(sql: Sql, lotNo: number): Promise<LotChangeRow[]> {
  return (await text<LotChangeRow>`select e.event_ref as event, e.kind, e.occurred_at as at, c.substance, c.delta from (
      select event_no, substance, -amount as delta from custody_draw where lot_no = ${lotNo} and not is_void
      union all select event_no, substance, change from custody_measurement where lot_no = ${lotNo} and not is_void and change <> 0
    ) c join custody_event e on e.event_no = c.event_no order by e.occurred_at, e.event_no`.execute(sql)).rows
}

export type MeasurementListRow = { event: Ref; at: Instant; substance: Substance; amount: number; change: number; basis: string; by: string; is_settlement: boolean; is_void: boolean }
export async function measurementsOf(sql: Sql, lotNo: number): Promise<MeasurementListRow[]> {
  return (await text<MeasurementListRow>`select e.event_ref as event, e.occurred_at as at, m.substance, m.amount, m.change, m.basis, m.measured_by as by, m.is_settlement, m.is_void
    from custody_measurement m join custody_event e on e.event_no = m.event_no where m.lot_no = ${lotNo} order by e.occurred_at, e.event_no`.execute(sql)).rows
}

// Stock over a period ---------------------------------------------------------------------------------------------------

/** Sums as exact as the database counts them: they may be past what a number of JavaScript holds. */
export type StockSums = { readonly site_id: string; readonly substance: Substance } & Readonly<Record<StockFigure, bigint>>
const stockFigures = ['opening', 'extracted', 'received', 'made', 'used', 'shipped', 'sold', 'adjusted', 'lost', 'unstated', 'by_lots'] as const
type StockFigure = (typeof stockFigures)[number]

/**
 * Movements by event, and the closing stock once more from what is left in the lots: the two must agree (custody invariant 8).
 * @param until the first instant after the period
 */
export async function stockSums(sql: Sql, bookNo: number, from: Instant, until: Instant, sites: readonly string[] | null): Promise<StockSums[]> {
  const { rows } = await text<{ site_id: string; substance: Substance } & Record<StockFigure, string>>`
    with change as (
      select lot_no, substance, event_no, change as delta from custody_measurement where not is_void and change <> 0
        and lot_no in (select lot_no from custody_lot where book_no = ${bookNo})
    ), movement as (
      select l.site_id, m.substance, l.born_at as at, case when e.kind in ('extract', 'receive') then e.kind else 'made' end as what,
        m.amount - coalesce((select sum(c.delta) from change c where c.lot_no = m.lot_no and c.substance = m.substance), 0) as delta
      from custody_lot l join custody_event e on e.event_no = l.event_no join custody_lot_metal m on m.lot_no = l.lot_no where l.book_no = ${bookNo} and not l.is_void
      union all
      select l.site_id, d.substance, e.occurred_at, case when e.kind in ('ship', 'sell') then e.kind else 'used' end, -d.amount
      from custody_draw d join custody_event e on e.event_no = d.event_no join custody_lot l on l.lot_no = d.lot_no where e.book_no = ${bookNo} and not d.is_void
      union all
      select l.site_id, c.substance, e.occurred_at, 'adjust', c.delta from change c join custody_event e on e.event_no = c.event_no join custody_lot l on l.lot_no = c.lot_no where not l.is_void
    ), moved as (
      select site_id, substance, sum(delta) filter (where at < ${from}) as opening,
        sum(delta) filter (where at >= ${from} and what = 'extract') as extracted, sum(delta) filter (where at >= ${from} and what = 'receive') as received,
        sum(delta) filter (where at >= ${from} and what = 'made') as made, sum(delta) filter (where at >= ${from} and what = 'used') as used,
        sum(delta) filter (where at >= ${from} and what = 'ship') as shipped, sum(delta) filter (where at >= ${from} and what = 'sell') as sold,
        sum(delta) filter (where at >= ${from} and what = 'adjust') as adjusted
      from movement where at < ${until} group by site_id, substance
    ), loss as (
      select e.site_id, s.substance, sum(s.amount) as lost, sum(greatest(s.amount - coalesce(s.stated, 0), 0)) as unstated
      from custody_loss s join custody_event e on e.event_no = s.event_no where e.book_no = ${bookNo} and e.voided_by is null and e.occurred_at >= ${from} and e.occurred_at < ${until} group by e.site_id, s.substance
    ), held as (
      select l.site_id, m.substance, sum(m.left_over
          + coalesce((select sum(d.amount) from custody_draw d join custody_event e on e.event_no = d.event_no where d.lot_no = l.lot_no and d.substance = m.substance and not d.is_void and e.occurred_at >= ${until}), 0)
          - coalesce((select sum(c.delta) from change c join custody_event e on e.event_no = c.event_no where c.lot_no = l.lot_no and c.substance = m.substance and e.occurred_at >= ${until}), 0)) as by_lots
      from custody_lot l join custody_lot_metal m on m.lot_no = l.lot_no where l.book_no = ${bookNo} and not l.is_void and l.born_at < ${until} group by l.site_id, m.substance
    )
    select site_id, substance, coalesce(opening, 0)::text as opening, coalesce(extracted, 0)::text as extracted, coalesce(received, 0)::text as received, coalesce(made, 0)::text as made,
      coalesce(-used, 0)::text as used, coalesce(-shipped, 0)::text as shipped, coalesce(-sold, 0)::text as sold, coalesce(adjusted, 0)::text as adjusted,
      coalesce(lost, 0)::text as lost, coalesce(unstated, 0)::text as unstated, coalesce(by_lots, 0)::text as by_lots
    from moved full join loss using (site_id, substance) full join held using (site_id, substance)
    where ${sites === null ? text`true` : text`site_id = any(${arrayText(sites)}::text[])`} order by site_id, substance`.execute(sql)
  return rows.map((row) => ({ site_id: row.site_id, substance: row.substance, ...Object.fromEntries(stockFigures.map((name) => [name, BigInt(row[name])])) as Record<StockFigure, bigint> }))
}

// Papers ----------------------------------------------------------------------------------------------------------------

export type DocumentRow = { document_id: string; lot_no: number; kind: DocumentKind; document_ref: string; issued_on: Day | null; filename: string; media_type: string; byte_count: number; sha256: string; attached_at: Instant; attached_by: string }
const papers = (sql: Sql) => sql.withTables<{ custody_document: DocumentRow }>()

export async function insertDocument(sql: Sql, row: DocumentRow): Promise<void> { await papers(sql).insertInto('custody_document').values(row).execute() }
export async function documentsOf(sql: Sql, lotNo: number): Promise<DocumentRow[]> {
  return papers(sql).selectFrom('custody_document').selectAll().where('lot_no', '=', lotNo).orderBy('attached_at').orderBy('document_id').execute()
}
export async function documentsOfLots(sql: Sql, lotNos: readonly number[]): Promise<DocumentRow[]> {
  return lotNos.length === 0 ? [] : papers(sql).selectFrom('custody_document').selectAll().where('lot_no', '=', text<number>`any(${[...new Set(lotNos)]})`).orderBy('attached_at').orderBy('document_id').execute()
}
/** Whether a paper handed in for a lot of a book has these bytes. */
export async function hasPaper(sql: Sql, organisationId: string, sha256: string): Promise<boolean> {
  const { rows } = await text`select 1 from custody_document d join custody_lot l on l.lot_no = d.lot_no join custody_book k on k.book_no = l.book_no where d.sha256 = ${sha256} and k.organisation_id = ${organisationId} limit 1`.execute(sql)
  return rows.length > 0
}
/** A paper with the lot it is of. */
export async function documentOf(sql: Sql, documentId: string): Promise<(DocumentRow & { organisation_id: string; site_id: string; lot_ref: Ref }) | undefined> {
  return (await text<DocumentRow & { organisation_id: string; site_id: string; lot_ref: Ref }>`select d.*, k.organisation_id, l.site_id, l.lot_ref from custody_document d
    join custody_lot l on l.lot_no = d.lot_no join custody_book k on k.book_no = l.book_no where d.document_id = ${documentId}`.execute(sql)).rows[0]
}
export async function deleteDocument(sql: Sql, documentId: string): Promise<void> { await papers(sql).deleteFrom('custody_document').where('document_id', '=', documentId).execute() }

/** What was drawn of lots: whether any of it left the book, taken back since or not, and the lots that it went into here. */
export async function wentTo(sql: Sql, lotNos: readonly number[]): Promise<{ readonly hasLeft: boolean; readonly made: readonly number[] }> {
  const { rows } = await text<{ has_left: boolean; lot_no: number | null }>`select distinct e.kind in ('ship', 'sell') as has_left, l.lot_no from custody_draw d
    join custody_event e on e.event_no = d.event_no left join custody_lot l on l.event_no = d.event_no and not l.is_void where d.lot_no = any(${arrayText(lotNos)}::bigint[])`.execute(sql)
  return { hasLeft: rows.some((row) => row.has_left), made: rows.flatMap(({ lot_no }) => lot_no ?? []) }
}

/** Whether a lot's paper names these bytes. */
export async function namesCustodyFile(sql: Sql, sha256: string): Promise<boolean> {
  return await papers(sql).selectFrom('custody_document').select('document_id').where('sha256', '=', sha256).limit(1).executeTakeFirst() !== undefined
}
