// SQL of corrections and of the lots they reached.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { ImpactCause, ProvenanceChange } from './impact.ts'

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

export async function finishChange(sql: Sql, changeNo: number, at: Instant, reached: readonly { readonly lotNo: number; readonly organisationId: string }[]): Promise<void> {
  if (reached.length > 0) {
    await text`insert into provenance_impact (change_no, lot_no, organisation_id)
      select ${changeNo}, lot_no, organisation_id from unnest(${reached.map(({ lotNo }) => lotNo)}::bigint[], ${reached.map(({ organisationId }) => organisationId)}::text[]) as reached (lot_no, organisation_id)
      on conflict do nothing`.execute(sql)
  }
  await text`update provenance_change set worked_at = ${at} where change_no = ${changeNo}`.execute(sql)
}

/** The newest change first; within one, lots in the order they came into the book. */
export async function impactsOf(sql: Sql, filter: { readonly organisationId: string; readonly lotNo: number | null; readonly since: Instant | null; readonly before: readonly [number, number] | null; readonly limit: number }): Promise<ImpactRow[]> {
  const { rows } = await text<Row>`
    select c.*, i.lot_no, i.organisation_id, l.lot_ref from provenance_impact i join provenance_change c on c.change_no = i.change_no join custody_lot l on l.lot_no = i.lot_no
    where i.organisation_id = ${filter.organisationId} and ${filter.lotNo === null ? text`true` : text`i.lot_no = ${filter.lotNo}`}
      and ${filter.since === null ? text`true` : text`c.changed_at >= ${filter.since}`}
      and ${filter.before === null ? text`true` : text`(c.change_no < ${filter.before[0]} or (c.change_no = ${filter.before[0]} and i.lot_no > ${filter.before[1]}))`}
    order by c.change_no desc, i.lot_no limit ${filter.limit}`.execute(sql)
  return rows.map((row) => ({ ...changeOf(row), workedAt: instant(row['worked_at']), lotNo: Number(row['lot_no']), organisationId: row['organisation_id'] as string, lotId: `${row['organisation_id'] as string}:${row['lot_ref'] as string}` }))
}
