// SQL of decisions on awards: the decision, who was recused, who voted how.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { CaseOutcome } from './cycle.ts'
import type { AwardDecision, CastVote, ConditionAsked, DecidedMark, DecisionState, DecisionVote, Recusal } from './decision.ts'
import type { MarkAnswer } from './mark-engine.ts'

type DecisionTable = {
  decision_id: string; case_id: string; round: number; state: DecisionState; opened_on: Day; opened_by: string; meeting_on: Day | null; agenda_note: string | null
  decided_on: Day | null; recorded_at: Instant | null; recorded_by: string | null; outcome: CaseOutcome | null; results: DecidedMark[]; answers: MarkAnswer[]
  engine: string | null; inputs_hash: string | null; special_conditions: ConditionAsked[]; minutes: string | null; reason: string | null
}
type RecusalTable = { decision_id: string; user_id: string; basis: 'declared' | 'forced'; reason: string; at: Instant }
type VoteTable = { decision_id: string; user_id: string; vote: DecisionVote; remark: string | null; at: Instant }
const tables = (sql: Sql) => sql.withTables<{ award_decision: DecisionTable; decision_recusal: RecusalTable; decision_vote: VoteTable }>()
const asJson = (value: unknown): never => text`${JSON.stringify(value)}::jsonb` as never

const fromRow = (row: DecisionTable): AwardDecision => ({
  decisionId: row.decision_id, caseId: row.case_id, round: row.round, state: row.state, openedOn: row.opened_on, openedBy: row.opened_by, meetingOn: row.meeting_on, agendaNote: row.agenda_note,
  decidedOn: row.decided_on, recordedAt: row.recorded_at, recordedBy: row.recorded_by, outcome: row.outcome, results: row.results, answers: row.answers, engine: row.engine,
  inputsHash: row.inputs_hash, specialConditions: row.special_conditions, minutes: row.minutes, reason: row.reason,
})
const toRow = (one: AwardDecision): DecisionTable => ({
  decision_id: one.decisionId, case_id: one.caseId, round: one.round, state: one.state, opened_on: one.openedOn, opened_by: one.openedBy, meeting_on: one.meetingOn, agenda_note: one.agendaNote,
  decided_on: one.decidedOn, recorded_at: one.recordedAt, recorded_by: one.recordedBy, outcome: one.outcome, results: asJson(one.results), answers: asJson(one.answers), engine: one.engine,
  inputs_hash: one.inputsHash, special_conditions: asJson(one.specialConditions), minutes: one.minutes, reason: one.reason,
})

export async function insertDecision(sql: Sql, one: AwardDecision): Promise<void> {
  await tables(sql).insertInto('award_decision').values(toRow(one)).execute()
}

export async function updateDecision(sql: Sql, one: AwardDecision): Promise<void> {
  const { decision_id: decisionId, ...row } = toRow(one)
  await tables(sql).updateTable('award_decision').set(row).where('decision_id', '=', decisionId).execute()
}

/** @param isForUpdate locks the row, so that votes and the record follow one another */
export async function readDecision(sql: Sql, decisionId: string, isForUpdate = false): Promise<AwardDecision | undefined> {
  const query = tables(sql).selectFrom('award_decision').selectAll().where('decision_id', '=', decisionId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

/** The decisions on a case, the newest first. */
export async function decisionsOfCase(sql: Sql, caseId: string): Promise<AwardDecision[]> {
  const rows = await tables(sql).selectFrom('award_decision').selectAll().where('case_id', '=', caseId).orderBy('round', 'desc').orderBy('decision_id', 'desc').execute()
  return rows.map(fromRow)
}

/** What was recorded on a round, where it was decided. */
export const decisionOf = async (sql: Sql, caseId: string, round: number): Promise<AwardDecision | undefined> =>
  (await decisionsOfCase(sql, caseId)).find((one) => one.round === round && one.state === 'recorded')

/** Decisions in a state, in the order in which they were opened. */
export async function decisionsIn(sql: Sql, state: DecisionState): Promise<AwardDecision[]> {
  const rows = await tables(sql).selectFrom('award_decision').selectAll().where('state', '=', state).orderBy('opened_on', state === 'open' ? 'asc' : 'desc').orderBy('decision_id').execute()
  return rows.map(fromRow)
}

export async function recusalsOf(sql: Sql, decisionId: string): Promise<Recusal[]> {
  const rows = await tables(sql).selectFrom('decision_recusal').selectAll().where('decision_id', '=', decisionId).orderBy('user_id').execute()
  return rows.map((row) => ({ userId: row.user_id, basis: row.basis, reason: row.reason, at: row.at }))
}

/** Who is recused takes no further part: a vote cast before falls. */
export async function putRecusal(sql: Sql, decisionId: string, one: Recusal): Promise<void> {
  await tables(sql).insertInto('decision_recusal').values({ decision_id: decisionId, user_id: one.userId, basis: one.basis, reason: one.reason, at: one.at })
    .onConflict((conflict) => conflict.columns(['decision_id', 'user_id']).doNothing()).execute()
  await tables(sql).deleteFrom('decision_vote').where('decision_id', '=', decisionId).where('user_id', '=', one.userId).execute()
}

export async function votesOf(sql: Sql, decisionId: string): Promise<CastVote[]> {
  const rows = await tables(sql).selectFrom('decision_vote').selectAll().where('decision_id', '=', decisionId).orderBy('user_id').execute()
  return rows.map((row) => ({ userId: row.user_id, vote: row.vote, remark: row.remark, at: row.at }))
}

/** A member's vote; it can be changed until the decision is recorded. */
export async function putVote(sql: Sql, decisionId: string, one: CastVote): Promise<void> {
  const row = { vote: one.vote, remark: one.remark, at: one.at }
  await tables(sql).insertInto('decision_vote').values({ decision_id: decisionId, user_id: one.userId, ...row })
    .onConflict((conflict) => conflict.columns(['decision_id', 'user_id']).doUpdateSet(row)).execute()
}
