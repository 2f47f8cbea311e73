// SQL of engagements and their teams.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { Engagement, EngagementState, TeamMember } from './engagement.ts'
import type { EarlierCycle } from './independence.ts'

type EngagementTable = {
  engagement_id: string; case_id: string; site_id: string; cycle: number; firm_id: string; state: EngagementState; proposed_by: string; proposed_on: Day
  message: string | null; answered_on: Day | null; reason: string | null; site_answered_on: Day | null; confirmed_on: Day | null; ended_on: Day | null
  version: number; changed_at: Instant
}
type MemberTable = { engagement_id: string; user_id: string; role: 'lead-assessor' | 'assessor' }
const tables = (sql: Sql) => sql.withTables<{ engagement: EngagementTable; engagement_member: MemberTable }>()

const fromRow = (row: EngagementTable, team: readonly TeamMember[]): Engagement => ({
  engagementId: row.engagement_id, caseId: row.case_id, siteId: row.site_id, cycle: row.cycle, firmId: row.firm_id, state: row.state,
  proposedBy: row.proposed_by, proposedOn: row.proposed_on, message: row.message, answeredOn: row.answered_on, reason: row.reason,
  siteAnsweredOn: row.site_answered_on, confirmedOn: row.confirmed_on, endedOn: row.ended_on, team: [...team], version: row.version,
})

async function withTeams(sql: Sql, rows: readonly EngagementTable[]): Promise<Engagement[]> {
  if (rows.length === 0) return []
  const members = await tables(sql).selectFrom('engagement_member').selectAll()
    .where('engagement_id', '=', text<string>`any(${rows.map((row) => row.engagement_id)})`).orderBy('role', 'desc').orderBy('user_id').execute()
  return rows.map((row) => fromRow(row, members.filter((one) => one.engagement_id === row.engagement_id).map((one) => ({ userId: one.user_id, role: one.role }))))
}

/** @returns false where one is under way for the case */
export async function insertEngagement(sql: Sql, one: Engagement, at: Instant): Promise<boolean> {
  const made = await tables(sql).insertInto('engagement').values({
    engagement_id: one.engagementId, case_id: one.caseId, site_id: one.siteId, cycle: one.cycle, firm_id: one.firmId, state: one.state,
    proposed_by: one.proposedBy, proposed_on: one.proposedOn, message: one.message, answered_on: null, reason: null, site_answered_on: null,
    confirmed_on: null, ended_on: null, version: one.version, changed_at: at,
  }).onConflict((conflict) => conflict.doNothing()).returning('engagement_id').execute()
  return made.length === 1
}

export async function updateEngagement(sql: Sql, one: Engagement, at: Instant): Promise<void> {
  await tables(sql).updateTable('engagement').set({
    state: one.state, answered_on: one.answeredOn, reason: one.reason, site_answered_on: one.siteAnsweredOn, confirmed_on: one.confirmedOn,
    ended_on: one.endedOn, version: one.version, changed_at: at,
  }).where('engagement_id', '=', one.engagementId).execute()
}

export async function putTeam(sql: Sql, engagementId: string, team: readonly TeamMember[]): Promise<void> {
  await tables(sql).deleteFrom('engagement_member').where('engagement_id', '=', engagementId).execute()
  await tables(sql).insertInto('engagement_member').values(team.map((one) => ({ engagement_id: engagementId, user_id: one.userId, role: one.role }))).execute()
}

export async function readEngagement(sql: Sql, engagementId: string, isForUpdate = false): Promise<Engagement | undefined> {
  const query = tables(sql).selectFrom('engagement').selectAll().where('engagement_id', '=', engagementId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : (await withTeams(sql, [row]))[0]
}

/** Newest first. */
export async function engagementsOfCase(sql: Sql, caseId: string): Promise<Engagement[]> {
  return withTeams(sql, await tables(sql).selectFrom('engagement').selectAll().where('case_id', '=', caseId).orderBy('proposed_on', 'desc').orderBy('engagement_id', 'desc').execute())
}

export async function engagementsOfFirm(sql: Sql, firmId: string): Promise<Engagement[]> {
  return withTeams(sql, await tables(sql).selectFrom('engagement').selectAll().where('firm_id', '=', firmId).orderBy('proposed_on', 'desc').orderBy('engagement_id', 'desc').execute())
}

/** The engagement in force, whose team holds rights on the case. */
export async function engagementInForce(sql: Sql, caseId: string): Promise<Engagement | undefined> {
  const row = await tables(sql).selectFrom('engagement').selectAll().where('case_id', '=', caseId).where('state', '=', 'confirmed').executeTakeFirst()
  return row === undefined ? undefined : (await withTeams(sql, [row]))[0]
}

/** Who assessed the cycles of a site before one, as far as this installation knows. */
export async function earlierCyclesOf(sql: Sql, siteId: string, before: number): Promise<EarlierCycle[]> {
  const rows = await tables(sql).selectFrom('engagement').innerJoin('engagement_member', 'engagement_member.engagement_id', 'engagement.engagement_id')
    .select(['engagement.cycle as cycle', 'engagement.firm_id as firmId', 'engagement_member.user_id as leadUserId'])
    .where('engagement.site_id', '=', siteId).where('engagement.cycle', '<', before).where('engagement.state', '=', 'confirmed').where('engagement_member.role', '=', 'lead-assessor')
    .orderBy('engagement.cycle').execute()
  return rows
}

/** Everybody who was ever on a confirmed team of a case. */
export async function teamEverOf(sql: Sql, caseId: string): Promise<string[]> {
  const rows = await tables(sql).selectFrom('engagement').innerJoin('engagement_member', 'engagement_member.engagement_id', 'engagement.engagement_id')
    .select('engagement_member.user_id as userId').distinct().where('engagement.case_id', '=', caseId).where('engagement.state', '=', text<EngagementState>`any(${['confirmed', 'ended']})`)
    .orderBy('userId').execute()
  return rows.map(({ userId }) => userId)
}
