// SQL of matters, votes, appeals and reports about awards.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { AwardAppeal, AwardMatter, AwardReport, AwardVote, MatterTerms } from './award-matter.ts'

type MatterTable = {
  matter_id: string; award_id: string; proposal: AwardMatter['proposal']; reason_class: AwardMatter['reasonClass']; reason: string; origin: AwardMatter['origin']; cause: string | null
  proposed_on: Day; proposed_by: string; respond_by: Day; terms: MatterTerms; response: string | null; response_evidence: string[]; responded_on: Day | null; responded_by: string | null
  state: AwardMatter['state']; outcome: AwardMatter['outcome']; decided_on: Day | null; decided_by: string[]; minutes: string | null
}
type VoteTable = { subject_id: string; user_id: string; vote: AwardVote['vote']; remark: string | null; at: Instant }
type AppealTable = {
  appeal_id: string; matter_id: string; award_id: string; lodged_on: Day; lodged_by: string; grounds: string; state: AwardAppeal['state']; decided_on: Day | null; heard_by: string[]; outcome_text: string | null
}
type ReportTable = {
  report_id: string; award_id: string; kind: AwardReport['kind']; happened_on: Day; text: string | null; source: AwardReport['source']; reported_on: Day; reported_by: string
  state: AwardReport['state']; told_on: Day | null; acknowledged_on: Day | null; public_since: Day | null; closed_on: Day | null; closing_text: string | null
}
const tables = (sql: Sql) => sql.withTables<{ award_matter: MatterTable; award_vote: VoteTable; award_appeal: AppealTable; award_report: ReportTable }>()

const matterFrom = (row: MatterTable): AwardMatter => ({
  matterId: row.matter_id, awardId: row.award_id, proposal: row.proposal, reasonClass: row.reason_class, reason: row.reason, origin: row.origin, cause: row.cause, proposedOn: row.proposed_on,
  proposedBy: row.proposed_by, respondBy: row.respond_by, terms: row.terms, response: row.response, responseEvidence: row.response_evidence, respondedOn: row.responded_on,
  respondedBy: row.responded_by, state: row.state, outcome: row.outcome, decidedOn: row.decided_on, decidedBy: row.decided_by, minutes: row.minutes,
})
const matterRow = (one: AwardMatter): MatterTable => ({
  matter_id: one.matterId, award_id: one.awardId, proposal: one.proposal, reason_class: one.reasonClass, reason: one.reason, origin: one.origin, cause: one.cause, proposed_on: one.proposedOn,
  proposed_by: one.proposedBy, respond_by: one.respondBy, terms: text`${JSON.stringify(one.terms)}::jsonb` as never, response: one.response, response_evidence: [...one.responseEvidence],
  responded_on: one.respondedOn, responded_by: one.respondedBy, state: one.state, outcome: one.outcome, decided_on: one.decidedOn, decided_by: [...one.decidedBy], minutes: one.minutes,
})

/** @returns false where the same cause was proposed before */
export async function insertMatter(sql: Sql, one: AwardMatter): Promise<boolean> {
  const made = await tables(sql).insertInto('award_matter').values(matterRow(one))
    .onConflict((conflict) => conflict.columns(['award_id', 'cause']).where('cause', 'is not', null).doNothing()).returning('matter_id').execute()
  return made.length === 1
}

export async function updateMatter(sql: Sql, one: AwardMatter): Promise<void> {
  const { matter_id: matterId, ...row } = matterRow(one)
  await tables(sql).updateTable('award_matter').set(row).where('matter_id', '=', matterId).execute()
}

export async function readMatter(sql: Sql, matterId: string, isForUpdate = false): Promise<AwardMatter | undefined> {
  const query = tables(sql).selectFrom('award_matter').selectAll().where('matter_id', '=', matterId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : matterFrom(row)
}

/** Matters of awards, the newest first. */
export async function mattersOf(sql: Sql, awardIds: readonly string[]): Promise<AwardMatter[]> {
  if (awardIds.length === 0) return []
  const rows = await tables(sql).selectFrom('award_matter').selectAll().where('award_id', '=', text<string>`any(${[...awardIds]})`).orderBy('proposed_on', 'desc').orderBy('matter_id', 'desc').execute()
  return rows.map(matterFrom)
}

export async function votesOn(sql: Sql, subjectId: string): Promise<AwardVote[]> {
  const rows = await tables(sql).selectFrom('award_vote').selectAll().where('subject_id', '=', subjectId).orderBy('user_id').execute()
  return rows.map((row) => ({ userId: row.user_id, vote: row.vote, remark: row.remark, at: row.at }))
}

/** A vote on a matter or an appeal; it can be changed until the thing is decided. */
export async function putVoteOn(sql: Sql, subjectId: string, one: AwardVote): Promise<void> {
  const row = { vote: one.vote, remark: one.remark, at: one.at }
  await tables(sql).insertInto('award_vote').values({ subject_id: subjectId, user_id: one.userId, ...row })
    .onConflict((conflict) => conflict.columns(['subject_id', 'user_id']).doUpdateSet(row)).execute()
}

const appealFrom = (row: AppealTable): AwardAppeal => ({
  appealId: row.appeal_id, matterId: row.matter_id, awardId: row.award_id, lodgedOn: row.lodged_on, lodgedBy: row.lodged_by, grounds: row.grounds, state: row.state,
  decidedOn: row.decided_on, heardBy: row.heard_by, outcomeText: row.outcome_text,
})

export async function insertAppeal(sql: Sql, one: AwardAppeal): Promise<void> {
  await tables(sql).insertInto('award_appeal').values({
    appeal_id: one.appealId, matter_id: one.matterId, award_id: one.awardId, lodged_on: one.lodgedOn, lodged_by: one.lodgedBy, grounds: one.grounds, state: one.state,
    decided_on: one.decidedOn, heard_by: [...one.heardBy], outcome_text: one.outcomeText,
  }).execute()
}

export async function settleAppeal(sql: Sql, one: AwardAppeal): Promise<void> {
  await tables(sql).updateTable('award_appeal').set({ state: one.state, decided_on: one.decidedOn, heard_by: [...one.heardBy], outcome_text: one.outcomeText }).where('appeal_id', '=', one.appealId).execute()
}

export async function readAppeal(sql: Sql, appealId: string, isForUpdate = false): Promise<AwardAppeal | undefined> {
  const query = tables(sql).selectFrom('award_appeal').selectAll().where('appeal_id', '=', appealId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : appealFrom(row)
}

export async function appealsOf(sql: Sql, awardIds: readonly string[]): Promise<AwardAppeal[]> {
  if (awardIds.length === 0) return []
  const rows = await tables(sql).selectFrom('award_appeal').selectAll().where('award_id', '=', text<string>`any(${[...awardIds]})`).orderBy('lodged_on', 'desc').orderBy('appeal_id').execute()
  return rows.map(appealFrom)
}

const reportFrom = (row: ReportTable): AwardReport => ({
  reportId: row.report_id, awardId: row.award_id, kind: row.kind, happenedOn: row.happened_on, text: row.text, source: row.source, reportedOn: row.reported_on, reportedBy: row.reported_by,
  state: row.state, toldOn: row.told_on, acknowledgedOn: row.acknowledged_on, publicSince: row.public_since, closedOn: row.closed_on, closingText: row.closing_text,
})
const reportRow = (one: AwardReport): ReportTable => ({
  report_id: one.reportId, award_id: one.awardId, kind: one.kind, happened_on: one.happenedOn, text: one.text, source: one.source, reported_on: one.reportedOn, reported_by: one.reportedBy,
  state: one.state, told_on: one.toldOn, acknowledged_on: one.acknowledgedOn, public_since: one.publicSince, closed_on: one.closedOn, closing_text: one.closingText,
})

export async function insertAwardReport(sql: Sql, one: AwardReport): Promise<void> {
  await tables(sql).insertInto('award_report').values(reportRow(one)).execute()
}

export async function updateAwardReport(sql: Sql, one: AwardReport): Promise<void> {
  const { report_id: reportId, ...row } = reportRow(one)
  await tables(sql).updateTable('award_report').set(row).where('report_id', '=', reportId).execute()
}

export async function readAwardReport(sql: Sql, reportId: string, isForUpdate = false): Promise<AwardReport | undefined> {
  const query = tables(sql).selectFrom('award_report').selectAll().where('report_id', '=', reportId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : reportFrom(row)
}

export async function awardReportsOf(sql: Sql, awardIds: readonly string[]): Promise<AwardReport[]> {
  if (awardIds.length === 0) return []
  const rows = await tables(sql).selectFrom('award_report').selectAll().where('award_id', '=', text<string>`any(${[...awardIds]})`).orderBy('reported_on', 'desc').orderBy('report_id').execute()
  return rows.map(reportFrom)
}
