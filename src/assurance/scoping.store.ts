// SQL of computed scopes.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { ScopingLine } from './scoping.ts'
import type { ScopingCause, ScopingChange } from './scoping-change.ts'

type SnapshotTable = { case_id: string; sequence: number; computed_at: Instant; assessment_on: Day; fresh_until: Day | null; cause: ScopingCause; lines: ScopingLine[]; changes: ScopingChange[] }
const tables = (sql: Sql) => sql.withTables<{ scoping_snapshot: SnapshotTable }>()

export type ScopingSnapshot = {
  readonly caseId: string; readonly sequence: number; readonly computedAt: Instant; readonly assessmentOn: Day; readonly freshUntil: Day | null
  readonly cause: ScopingCause; readonly lines: readonly ScopingLine[]; readonly changes: readonly ScopingChange[]
}
const fromRow = (row: SnapshotTable): ScopingSnapshot => ({
  caseId: row.case_id, sequence: row.sequence, computedAt: row.computed_at, assessmentOn: row.assessment_on, freshUntil: row.fresh_until,
  cause: row.cause, lines: row.lines, changes: row.changes,
})
const asJson = <T>(value: T): T => text`${JSON.stringify(value)}::jsonb` as unknown as T

/** The newest scope of each case that has one. */
export async function newestScopings(sql: Sql, caseIds: readonly string[]): Promise<Map<string, ScopingSnapshot>> {
  if (caseIds.length === 0) return new Map()
  const rows = await tables(sql).selectFrom('scoping_snapshot').distinctOn('case_id').selectAll().where('case_id', '=', text<string>`any(${[...caseIds]})`)
    .orderBy('case_id').orderBy('sequence', 'desc').execute()
  return new Map(rows.map((row) => [row.case_id, fromRow(row)]))
}

/** Every scope of a case, the newest first. */
export async function scopingHistory(sql: Sql, caseId: string, limit: number): Promise<ScopingSnapshot[]> {
  const rows = await tables(sql).selectFrom('scoping_snapshot').selectAll().where('case_id', '=', caseId).orderBy('sequence', 'desc').limit(limit).execute()
  return rows.map(fromRow)
}

export async function addScoping(sql: Sql, one: ScopingSnapshot): Promise<void> {
  await tables(sql).insertInto('scoping_snapshot').values({
    case_id: one.caseId, sequence: one.sequence, computed_at: one.computedAt, assessment_on: one.assessmentOn, fresh_until: one.freshUntil,
    cause: asJson(one.cause), lines: asJson([...one.lines]), changes: asJson([...one.changes]),
  }).execute()
}

/** Computed again and found the same: it is sure for longer. */
export async function keepScoping(sql: Sql, caseId: string, sequence: number, assessmentOn: Day, freshUntil: Day | null): Promise<void> {
  await tables(sql).updateTable('scoping_snapshot').set({ assessment_on: assessmentOn, fresh_until: freshUntil }).where('case_id', '=', caseId).where('sequence', '=', sequence).execute()
}

/** Cases whose newest scope was only sure until a day that is past. */
export async function staleScopings(sql: Sql, today: Day): Promise<string[]> {
  const newest = tables(sql).selectFrom('scoping_snapshot').distinctOn('case_id').select(['case_id', 'fresh_until']).orderBy('case_id').orderBy('sequence', 'desc')
  const rows = await tables(sql).selectFrom(newest.as('newest')).select('newest.case_id').where('newest.fresh_until', '<', today).orderBy('newest.case_id').execute()
  return rows.map((row) => row.case_id)
}
