// SQL of awards as they are kept; what is public of each is a fact.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { HeldAward, Particulars } from './award-change.ts'
import type { Award, AwardState, SpecialCondition } from './award.ts'
import type { Mark } from './milestone.ts'

type AwardTable = {
  award_id: string; case_id: string; decision_id: string; site_id: string; organisation_id: string; mark: Mark; standard: string; standard_version: string; cycle: number
  decided_on: Day; valid_until: Day; state: AwardState; is_conditional: boolean; follow_up_due_on: Day | null; under_review_since: Day | null
  special_conditions: SpecialCondition[]; history: Award['history']; particulars: Particulars; continues_award_id: string | null; version: number; changed_at: Instant
}
const tables = (sql: Sql) => sql.withTables<{ award: AwardTable }>()
const asJson = (value: unknown): never => text`${JSON.stringify(value)}::jsonb` as never

const fromRow = (row: AwardTable): HeldAward => ({
  awardId: row.award_id, caseId: row.case_id, decisionId: row.decision_id, siteId: row.site_id, organisationId: row.organisation_id, mark: row.mark, standard: row.standard,
  standardVersion: row.standard_version, cycle: row.cycle, decidedOn: row.decided_on, validUntil: row.valid_until, state: row.state, isConditional: row.is_conditional,
  followUpDueOn: row.follow_up_due_on, underReviewSince: row.under_review_since, specialConditions: row.special_conditions, history: row.history, particulars: row.particulars,
  continuesAwardId: row.continues_award_id, version: row.version, changedAt: row.changed_at,
})
const toRow = (one: HeldAward): AwardTable => ({
  award_id: one.awardId, case_id: one.caseId, decision_id: one.decisionId, site_id: one.siteId, organisation_id: one.organisationId, mark: one.mark, standard: one.standard,
  standard_version: one.standardVersion, cycle: one.cycle, decided_on: one.decidedOn, valid_until: one.validUntil, state: one.state, is_conditional: one.isConditional,
  follow_up_due_on: one.followUpDueOn, under_review_since: one.underReviewSince, special_conditions: asJson(one.specialConditions), history: asJson(one.history),
  particulars: asJson(one.particulars), continues_award_id: one.continuesAwardId, version: one.version, changed_at: one.changedAt,
})
const all = (sql: Sql) => tables(sql).selectFrom('award').selectAll()

export async function insertAward(sql: Sql, one: HeldAward): Promise<void> {
  await tables(sql).insertInto('award').values(toRow(one)).execute()
}

/** `version` counts up. */
export async function updateAward(sql: Sql, one: HeldAward): Promise<void> {
  const { award_id: awardId, ...row } = toRow({ ...one, version: one.version + 1 })
  await tables(sql).updateTable('award').set(row).where('award_id', '=', awardId).execute()
}

/** @param isForUpdate locks the row, so that two changes follow one another */
export async function readAward(sql: Sql, awardId: string, isForUpdate = false): Promise<HeldAward | undefined> {
  const query = all(sql).where('award_id', '=', awardId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

export const awardsOfCase = async (sql: Sql, caseId: string): Promise<HeldAward[]> =>
  (await all(sql).where('case_id', '=', caseId).orderBy('standard').orderBy('mark').orderBy('award_id').execute()).map(fromRow)

/** Every award of a site, the newest decision first. */
export const awardsOfSite = async (sql: Sql, siteId: string): Promise<HeldAward[]> =>
  (await all(sql).where('site_id', '=', siteId).orderBy('decided_on', 'desc').orderBy('mark').orderBy('award_id').execute()).map(fromRow)

/** Awards that stand, in force or suspended. @param endedBefore only those whose validity ended before this day */
export async function standingAwards(sql: Sql, endedBefore?: Day): Promise<HeldAward[]> {
  let query = all(sql).where('state', 'in', ['in-force', 'suspended'])
  if (endedBefore !== undefined) query = query.where('valid_until', '<', endedBefore)
  return (await query.orderBy('valid_until').orderBy('award_id').execute()).map(fromRow)
}

export const allAwards = async (sql: Sql): Promise<HeldAward[]> => (await all(sql).orderBy('decided_on', 'desc').orderBy('award_id').execute()).map(fromRow)
export const awardsInState = async (sql: Sql, state: AwardState): Promise<HeldAward[]> => (await all(sql).where('state', '=', state).orderBy('award_id').execute()).map(fromRow)
