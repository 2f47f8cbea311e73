// SQL of grievances and their steps.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day } from '#src/kernel/time.ts'
import type { Grievance, GrievanceOutcome, GrievanceState, GrievanceStep, GrievanceSubject, StepStanding } from './grievance.ts'

type GrievanceTable = {
  intake_id: string; subject_kind: GrievanceSubject; site_id: string | null; subject_text: string; state: GrievanceState; summary_for_site: string | null
  site_answer: string | null; site_answered_on: Day | null; outcome: GrievanceOutcome | null; outcome_text: string | null; decided_by: string | null
  touches_award: boolean; version: number
}
type StepTable = { intake_id: string; step: GrievanceStep; started_on: Day; due_on: Day; done_on: Day | null }
const tables = (sql: Sql) => sql.withTables<{ grievance: GrievanceTable; grievance_step: StepTable }>()

const fromRow = (row: GrievanceTable, steps: readonly StepStanding[]): Grievance => ({
  grievanceId: row.intake_id, subject: row.subject_kind, siteId: row.site_id, subjectText: row.subject_text, state: row.state, summaryForSite: row.summary_for_site,
  siteAnswer: row.site_answer, siteAnsweredOn: row.site_answered_on, outcome: row.outcome, outcomeText: row.outcome_text, decidedBy: row.decided_by,
  touchesAward: row.touches_award, steps: [...steps], version: row.version,
})
const toRow = (one: Grievance): GrievanceTable => ({
  intake_id: one.grievanceId, subject_kind: one.subject, site_id: one.siteId, subject_text: one.subjectText, state: one.state, summary_for_site: one.summaryForSite,
  site_answer: one.siteAnswer, site_answered_on: one.siteAnsweredOn, outcome: one.outcome, outcome_text: one.outcomeText, decided_by: one.decidedBy,
  touches_award: one.touchesAward, version: one.version,
})

async function putSteps(sql: Sql, grievanceId: string, steps: readonly StepStanding[]): Promise<void> {
  for (const { step, startedOn, dueOn, doneOn } of steps) {
    const row = { started_on: startedOn, due_on: dueOn, done_on: doneOn }
    await tables(sql).insertInto('grievance_step').values({ intake_id: grievanceId, step, ...row }).onConflict((conflict) => conflict.columns(['intake_id', 'step']).doUpdateSet(row)).execute()
  }
}

export async function insertGrievance(sql: Sql, one: Grievance): Promise<void> {
  await tables(sql).insertInto('grievance').values(toRow(one)).execute()
  await putSteps(sql, one.grievanceId, one.steps)
}

export async function updateGrievance(sql: Sql, one: Grievance): Promise<void> {
  const { intake_id: grievanceId, ...row } = toRow({ ...one, version: one.version + 1 })
  await tables(sql).updateTable('grievance').set(row).where('intake_id', '=', grievanceId).execute()
  await putSteps(sql, grievanceId, one.steps)
}

async function withSteps(sql: Sql, rows: readonly GrievanceTable[]): Promise<Grievance[]> {
  if (rows.length === 0) return []
  const steps = await tables(sql).selectFrom('grievance_step').selectAll().where('intake_id', '=', text<string>`any(${rows.map((row) => row.intake_id)})`).orderBy('started_on').orderBy('due_on').execute()
  return rows.map((row) => fromRow(row, steps.filter((step) => step.intake_id === row.intake_id)
    .map((step) => ({ step: step.step, startedOn: step.started_on, dueOn: step.due_on, doneOn: step.done_on }))))
}

export async function readGrievance(sql: Sql, grievanceId: string, isForUpdate = false): Promise<Grievance | undefined> {
  const query = tables(sql).selectFrom('grievance').selectAll().where('intake_id', '=', grievanceId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : (await withSteps(sql, [row]))[0]
}

export async function allGrievances(sql: Sql): Promise<Grievance[]> {
  return withSteps(sql, await tables(sql).selectFrom('grievance').selectAll().orderBy('intake_id').execute())
}

/** Those of which these sites were told. */
export async function grievancesToldTo(sql: Sql, siteIds: readonly string[]): Promise<Grievance[]> {
  if (siteIds.length === 0) return []
  return withSteps(sql, await tables(sql).selectFrom('grievance').selectAll().where('site_id', '=', text<string>`any(${[...siteIds]})`).where('summary_for_site', 'is not', null).orderBy('intake_id').execute())
}

export type DueStep = { readonly grievanceId: string; readonly step: GrievanceStep; readonly dueOn: Day; readonly siteId: string | null }

/** Steps still to be done by a day: what the reminders look at. */
export async function stepsDue(sql: Sql, by: Day): Promise<DueStep[]> {
  const rows = await tables(sql).selectFrom('grievance_step').innerJoin('grievance', 'grievance.intake_id', 'grievance_step.intake_id')
    .select(['grievance_step.intake_id', 'grievance_step.step', 'grievance_step.due_on', 'grievance.site_id'])
    .where('grievance_step.done_on', 'is', null).where('grievance_step.due_on', '<=', by).where('grievance.state', '<>', 'closed').orderBy('grievance_step.due_on').execute()
  return rows.map((row) => ({ grievanceId: row.intake_id, step: row.step, dueOn: row.due_on, siteId: row.site_id }))
}
