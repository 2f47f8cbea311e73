// SQL of assessment plans, one a round.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { PlanContent } from './plan.ts'

type PlanTable = {
  case_id: string; round: number; content: PlanContent; version: number; saved_by: string; saved_at: Instant
  confirmed_by: string | null; confirmed_on: Day | null; approved_by: string | null; approved_on: Day | null
}
const tables = (sql: Sql) => sql.withTables<{ assessment_plan: PlanTable }>()

export type StoredPlan = {
  readonly caseId: string; readonly round: number; readonly content: PlanContent; readonly version: number; readonly savedBy: string; readonly savedAt: Instant
  readonly confirmedBy: string | null; readonly confirmedOn: Day | null; readonly approvedBy: string | null; readonly approvedOn: Day | null
}

export async function planOf(sql: Sql, caseId: string, round: number): Promise<StoredPlan | undefined> {
  const row = await tables(sql).selectFrom('assessment_plan').selectAll().where('case_id', '=', caseId).where('round', '=', round).executeTakeFirst()
  return row === undefined ? undefined : {
    caseId: row.case_id, round: row.round, content: row.content, version: row.version, savedBy: row.saved_by, savedAt: row.saved_at,
    confirmedBy: row.confirmed_by, confirmedOn: row.confirmed_on, approvedBy: row.approved_by, approvedOn: row.approved_on,
  }
}

/** Writes a plan as it now is, with what was confirmed and approved of it. */
export async function putPlan(sql: Sql, plan: StoredPlan): Promise<void> {
  const row = {
    content: text<PlanContent>`${JSON.stringify(plan.content)}::jsonb` as never, version: plan.version, saved_by: plan.savedBy, saved_at: plan.savedAt,
    confirmed_by: plan.confirmedBy, confirmed_on: plan.confirmedOn, approved_by: plan.approvedBy, approved_on: plan.approvedOn,
  }
  await tables(sql).insertInto('assessment_plan').values({ case_id: plan.caseId, round: plan.round, ...row })
    .onConflict((conflict) => conflict.columns(['case_id', 'round']).doUpdateSet(row)).execute()
}
