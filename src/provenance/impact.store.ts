// SQL of corrections and of the lots they reached.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { ImpactCause, ProvenanceChange, ReachedLot } from './impact.ts'

type Row = Record<string, unknown>
const instant = (value: unknown): Instant => new Date(value as string).toISOString()

/** `workedAt`: when a sweep found it, at which the change itself is in the log for sure; its own instant is that of the request. */
export type ImpactRow = ProvenanceChange & { readonly lotNo: number; readonly lotId: string; readonly organisationId: string; readonly workedAt: Instant }

const changeOf = (row: Row): ProvenanceChange => ({
  changeNo: Number(row['change_no']), cause: row['cause'] as ImpactCause, subject: row['subject'] as string, detail: row['detail'] as Record<string, unknown>,
  lotNos: (row['lot_nos'] as (string | number)[]).map(Number), changedAt: instant(row['changed_at']),
})

export async function addChange(sql: Sql, change: Omit<ProvenanceChange, 'changeNo'>): Promise<void> {
  await text`insert into provenance_change (cause, subject, detail, lot_nos, changed_at)
    values (${change.cause}, ${change.subject}, ${JSON.stringify(change.detail)}::jsonb, ${[...change.lotNos]}, ${change.changedAt})`.execute(sql)
}

/** Changes nobody worked out yet, the oldest first; locked, so that two sweeps never do one twice. */
export async function openChanges(sql: Sql, limit: number): Promise<ProvenanceChange[]> {
  const { rows } = await text<Row>`select * from provenance_change where worked_at is null order by change_no limit ${limit} for update skip locked`.execute(sql)
  return rows.map(changeOf)
}

const reachedOf = (row: Row): ReachedLot => ({ lotNo: Number(row['lot_no']), organisationId: row['organisation_id'] as string, lotId: `${row['organisation_id'] as string}:${row['lot_ref'] as string}` })

/** Adds lots that a change reached: those recorded by then, of which something else was said before. @returns those that it had not reached before */
export async function addReached(sql: Sql, changeNo: number, lotNos: readonly number[]): Promise<ReachedLot[]> {
  if (lotNos.length === 0) return []
  const { rows } = await text<Row>`
    with added as (insert into provenance_impact (change_no, lot_no, organisation_id)
      select c.change_no, l.lot_no, k.organisation_id from provenance_change c cross join custody_lot l join custody_book k on k.book_no = l.book_no
        join custody_event e on e.event_no = l.event_no join custody_batch b on b.batch_no = e.batch_no
      where c.change_no = ${changeNo} and l.lot_no = any(${[...lotNos]}) and not l.is_void and b.recorded_at <= c.changed_at
      on conflict do nothing returning lot_no, organisation_id)
    select a.lot_no, a.organisation_id, l.lot_ref from added a join custody_lot l on l.lot_no = a.lot_no order by a.lot_no`.execute(sql)
  return rows.map(reachedOf)
}

/** Keeps how far the reach of a change was followed, or its owners were told. */
export async function keepPlace(sql: Sql, changeNo: number, place: Readonly<Record<string, unknown>>): Promise<void> {
  await text`update provenance_change set detail = detail || ${JSON.stringify(place)}::jsonb where change_no = ${changeNo}`.execute(sql)
}

export async function finishChange(sql: Sql, changeNo: number, at: Instant): Promise<void> {
  await text`update provenance_change set worked_at = ${at}, detail = detail - 'place' - 'frontier' - 'telling' where change_no = ${changeNo}`.execute(sql)
}

/** Whose books a change reached, and how many lots of each. */
export async function booksReached(sql: Sql, changeNo: number): Promise<{ organisationId: string; count: number }[]> {
  const { rows } = await text<Row>`select organisation_id, count(*) as lots from provenance_impact where change_no = ${changeNo} group by 1 order by 1`.execute(sql)
  return rows.map((row) => ({ organisationId: row['organisation_id'] as string, count: Number(row['lots']) }))
}

/** Lots that a change reached, book by book, after a place. */
export async function reachedAfter(sql: Sql, changeNo: number, [organisationId, lotNo]: readonly [string, number], limit: number): Promise<ReachedLot[]> {
  const { rows } = await text<Row>`
    select i.lot_no, i.organisation_id, l.lot_ref from provenance_impact i join custody_lot l on l.lot_no = i.lot_no
    where i.change_no = ${changeNo} and (i.organisation_id, i.lot_no) > (${organisationId}, ${lotNo}::bigint) order by i.organisation_id, i.lot_no limit ${limit}`.execute(sql)
  return rows.map(reachedOf)
}

/** The newest change first; within one, lots in the order they came into the book. */
export async function impactsOf(sql: Sql, filter: { readonly organisationId: string; readonly lotNo: number | null; readonly since: Instant | null; readonly before: readonly [number, number] | null; readonly limit: number }): Promise<ImpactRow[]> {
  const { rows } = await text<Row>`
    select c.*, i.lot_no, i.organisation_id, l.lot_ref from provenance_impact i join provenance_change c on c.change_no = i.change_no join custody_lot l on l.lot_no = i.lot_no
    where i.organisation_id = ${filter.organisationId} and c.worked_at is not null and ${filter.lotNo === null ? text`true` : text`i.lot_no = ${filter.lotNo}`}
      and ${filter.since === null ? text`true` : text`c.changed_at >= ${filter.since}`}
      and ${filter.before === null ? text`true` : text`(c.change_no < ${filter.before[0]} or (c.change_no = ${filter.before[0]} and i.lot_no > ${filter.before[1]}))`}
    order by c.change_no desc, i.lot_no limit ${filter.limit}`.execute(sql)
  return rows.map((row) => ({ ...changeOf(row), workedAt: instant(row['worked_at']), lotNo: Number(row['lot_no']), organisationId: row['organisation_id'] as string, lotId: `${row['organisation_id'] as string}:${row['lot_ref'] as string}` }))
}
