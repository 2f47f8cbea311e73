// SQL of cases: their standing, standards, events, clocks and extensions.
import { sql as text } from 'kysely'
import type { Actor } from '#src/access/actor.ts'
import { grantsOf } from '#src/access/actor.ts'
import { memberPermits } from '#src/access/permits.ts'
import { canOn } from '#src/access/policy.ts'
import type { Role } from '#src/access/role.ts'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { Metal, SiteType } from '#src/parties/site.ts'
import type { Case, CaseStandard } from './case.ts'
import type { CaseClock } from './clock.ts'
import type { CaseState, RoundKind } from './cycle.ts'

export type CaseTable = {
  case_id: string; site_id: string; organisation_id: string; cycle: number; state: CaseState; round: number; round_kind: RoundKind | null
  site_name: string; country: string; site_types: SiteType[]; metals: Metal[]; standard: string; standard_version: string
  firm_id: string | null; cohort: string | null; applied_on: Day; letter_signed_on: Day | null; previous_case_id: string | null
  version: number; opened_at: Instant; changed_at: Instant
}
type StandardTable = { case_id: string; standard: string; standard_version: string; marks: string[]; is_governing: boolean }
type EventTable = {
  case_id: string; sequence: number; event: string; from_state: CaseState | null; to_state: CaseState; round: number
  happened_on: Day; recorded_at: Instant; actor: string; reason: string | null
}
type ClockTable = {
  case_id: string; clock: string; started_on: Day; first_due_on: Day; due_on: Day; owner_role: string; done_on: Day | null; dropped_on: Day | null
}
type Tables = { assurance_case: CaseTable; case_standard: StandardTable; case_event: EventTable; case_clock: ClockTable }
const tables = (sql: Sql) => sql.withTables<Tables>()

const fromRow = (row: CaseTable, standards: readonly CaseStandard[]): Case => ({
  caseId: row.case_id, siteId: row.site_id, organisationId: row.organisation_id, cycle: row.cycle, state: row.state, round: row.round,
  roundKind: row.round_kind, siteName: row.site_name, country: row.country, siteTypes: row.site_types, metals: row.metals,
  standards: [...standards], firmId: row.firm_id, cohort: row.cohort, appliedOn: row.applied_on, letterSignedOn: row.letter_signed_on,
  previousCaseId: row.previous_case_id, version: row.version, openedAt: row.opened_at, changedAt: row.changed_at,
})
const toRow = (one: Case): CaseTable => {
  const main = one.standards.find(({ isGoverning }) => isGoverning)!
  return {
    case_id: one.caseId, site_id: one.siteId, organisation_id: one.organisationId, cycle: one.cycle, state: one.state, round: one.round,
    round_kind: one.roundKind, site_name: one.siteName, country: one.country, site_types: one.siteTypes, metals: one.metals,
    standard: main.standard, standard_version: main.standardVersion, firm_id: one.firmId, cohort: one.cohort, applied_on: one.appliedOn,
    letter_signed_on: one.letterSignedOn, previous_case_id: one.previousCaseId, version: one.version, opened_at: one.openedAt, changed_at: one.changedAt,
  }
}
const standardRow = (caseId: string, one: CaseStandard): StandardTable =>
  ({ case_id: caseId, standard: one.standard, standard_version: one.standardVersion, marks: one.marks, is_governing: one.isGoverning })

export async function standardsOfCases(sql: Sql, caseIds: readonly string[]): Promise<Map<string, CaseStandard[]>> {
  const found = new Map<string, CaseStandard[]>(caseIds.map((caseId) => [caseId, []]))
  if (caseIds.length === 0) return found
  const rows = await tables(sql).selectFrom('case_standard').selectAll().where('case_id', '=', text<string>`any(${[...caseIds]})`)
    .orderBy('is_governing', 'desc').orderBy('standard').execute()
  for (const row of rows) found.get(row.case_id)?.push({ standard: row.standard, standardVersion: row.standard_version, marks: row.marks, isGoverning: row.is_governing })
  return found
}

export async function insertCase(sql: Sql, one: Case): Promise<void> {
  await tables(sql).insertInto('assurance_case').values(toRow(one)).execute()
  await tables(sql).insertInto('case_standard').values(one.standards.map((standard) => standardRow(one.caseId, standard))).execute()
}

/** @param isForUpdate locks the row, so that two moves follow one another */
export async function readCase(sql: Sql, caseId: string, isForUpdate = false): Promise<Case | undefined> {
  const query = tables(sql).selectFrom('assurance_case').selectAll().where('case_id', '=', caseId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row, (await standardsOfCases(sql, [caseId])).get(caseId)!)
}

/** The case that took over from this one, unless the site left it. */
export async function successorOf(sql: Sql, caseId: string): Promise<string | undefined> {
  return (await tables(sql).selectFrom('assurance_case').select('case_id').where('previous_case_id', '=', caseId).where('state', '<>', 'left').orderBy('opened_at', 'desc').executeTakeFirst())?.case_id
}

/** The cases of a site, the newest cycle first. */
export async function casesOfSite(sql: Sql, siteId: string): Promise<{ caseId: string; cycle: number; state: CaseState }[]> {
  const rows = await tables(sql).selectFrom('assurance_case').select(['case_id', 'cycle', 'state']).where('site_id', '=', siteId).orderBy('cycle', 'desc').orderBy('opened_at', 'desc').execute()
  return rows.map((row) => ({ caseId: row.case_id, cycle: row.cycle, state: row.state }))
}

export type CaseBrief = Pick<Case, 'caseId' | 'siteId' | 'siteName' | 'country' | 'organisationId' | 'cycle' | 'state' | 'letterSignedOn'>

/** The cases of organisations, the newest cycle first. */
export async function casesOfOrganisations(sql: Sql, organisationIds: readonly string[]): Promise<CaseBrief[]> {
  const rows = await tables(sql).selectFrom('assurance_case').select(['case_id', 'site_id', 'site_name', 'country', 'organisation_id', 'cycle', 'state', 'letter_signed_on'])
    .where('organisation_id', '=', text<string>`any(${[...organisationIds]})`).orderBy('cycle', 'desc').orderBy('opened_at', 'desc').execute()
  return rows.map((row) => ({
    caseId: row.case_id, siteId: row.site_id, siteName: row.site_name, country: row.country, organisationId: row.organisation_id, cycle: row.cycle, state: row.state,
    letterSignedOn: row.letter_signed_on,
  }))
}

/** How many cases of each cohort are in each state. */
export async function cohortCounts(sql: Sql): Promise<{ cohort: string; state: CaseState; count: number }[]> {
  const rows = await tables(sql).selectFrom('assurance_case').select(['cohort', 'state']).select(text<number>`count(*)`.as('count'))
    .where('cohort', 'is not', null).groupBy(['cohort', 'state']).execute()
  return rows.map((row) => ({ cohort: row.cohort!, state: row.state, count: Number(row.count) }))
}

/** Writes the row and its standards; `version` counts up. */
export async function updateCase(sql: Sql, one: Case): Promise<void> {
  const { case_id: caseId, ...row } = toRow({ ...one, version: one.version + 1 })
  await tables(sql).updateTable('assurance_case').set(row).where('case_id', '=', caseId).execute()
  await tables(sql).deleteFrom('case_standard').where('case_id', '=', caseId).execute()
  await tables(sql).insertInto('case_standard').values(one.standards.map((standard) => standardRow(caseId, standard))).execute()
}

export type CaseQuery = {
  readonly states?: readonly CaseState[] | undefined
  readonly siteId?: string | undefined
  readonly organisationId?: string | undefined
  /** Part of the name of a site, or a site or case number. */
  readonly text?: string | undefined
  /** Participants whose name holds that text. */
  readonly namedOrganisationIds?: readonly string[] | undefined
  /** How many at most; all where none is given. */
  readonly limit?: number | undefined
  /** The last case of the page before. */
  readonly after?: { readonly openedAt: Instant; readonly caseId: string } | undefined
}

const likeOf = (part: string): string => `%${part.trim().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`

const readers: ReadonlySet<Role> = new Set(memberPermits['case:read'])

/** Every case that an actor may see, newest first. The rule is the policy's: it is asked again for each row. */
export async function casesVisibleTo(sql: Sql, actor: Actor, query: CaseQuery = {}): Promise<Case[]> {
  const scopes = grantsOf(actor).filter(({ role }) => readers.has(role)).map(({ scope }) => scope)
  const ids = (kind: string): string[] => scopes.filter((scope) => scope.kind === kind).map(({ id }) => id)
  let rows = tables(sql).selectFrom('assurance_case').selectAll()
  if (!scopes.some(({ kind }) => kind === 'house')) {
    rows = rows.where((where) => where.or([
      where('case_id', '=', text<string>`any(${ids('case')})`), where('site_id', '=', text<string>`any(${ids('site')})`),
      where('organisation_id', '=', text<string>`any(${ids('organisation')})`),
    ]))
  }
  if (query.states !== undefined) rows = rows.where('state', '=', text<CaseState>`any(${[...query.states]})`)
  if (query.siteId !== undefined) rows = rows.where('site_id', '=', query.siteId)
  if (query.organisationId !== undefined) rows = rows.where('organisation_id', '=', query.organisationId)
  if (query.text !== undefined && query.text.trim() !== '') {
    const like = likeOf(query.text)
    rows = rows.where((where) => where.or([
      where('site_name', 'ilike', like), where('site_id', 'ilike', like), where('case_id', '=', query.text!.trim()),
      where('organisation_id', '=', text<string>`any(${[...query.namedOrganisationIds ?? []]})`),
    ]))
  }
  if (query.after !== undefined) {
    const { openedAt, caseId } = query.after
    rows = rows.where((where) => where.or([where('opened_at', '<', openedAt), where.and([where('opened_at', '=', openedAt), where('case_id', '>', caseId)])]))
  }
  // Every scope asked for above gives case:read, so that no row of a page is lost to the policy, which is asked again all the same.
  const ordered = rows.orderBy('opened_at', 'desc').orderBy('case_id')
  const found = await (query.limit === undefined ? ordered : ordered.limit(query.limit)).execute()
  const seen = found.filter((row) => canOn(actor, 'case:read', { caseId: row.case_id, siteId: row.site_id, organisationId: row.organisation_id }))
  const standards = await standardsOfCases(sql, seen.map((row) => row.case_id))
  return seen.map((row) => fromRow(row, standards.get(row.case_id)!))
}

export type CaseEvent = {
  readonly sequence: number; readonly event: string; readonly fromState: CaseState | null; readonly toState: CaseState; readonly round: number
  readonly happenedOn: Day; readonly recordedAt: Instant; readonly actor: string; readonly reason: string | null
}

export async function eventsOf(sql: Sql, caseId: string): Promise<CaseEvent[]> {
  const rows = await tables(sql).selectFrom('case_event').selectAll().where('case_id', '=', caseId).orderBy('sequence').execute()
  return rows.map((row) => ({
    sequence: row.sequence, event: row.event, fromState: row.from_state, toState: row.to_state, round: row.round,
    happenedOn: row.happened_on, recordedAt: row.recorded_at, actor: row.actor, reason: row.reason,
  }))
}

/** Adds the next event; the case row is locked by the caller, so that the sequence has no gap. */
export async function addEvent(sql: Sql, caseId: string, event: Omit<CaseEvent, 'sequence'>): Promise<void> {
  const last = await tables(sql).selectFrom('case_event').select((one) => one.fn.max('sequence').as('last')).where('case_id', '=', caseId).executeTakeFirst()
  await tables(sql).insertInto('case_event').values({
    case_id: caseId, sequence: (last?.last ?? 0) + 1, event: event.event, from_state: event.fromState, to_state: event.toState, round: event.round,
    happened_on: event.happenedOn, recorded_at: event.recordedAt, actor: event.actor, reason: event.reason,
  }).execute()
}

const clockFromRow = (row: ClockTable): CaseClock => ({
  clock: row.clock, startedOn: row.started_on, firstDueOn: row.first_due_on, dueOn: row.due_on, ownerRole: row.owner_role, doneOn: row.done_on, droppedOn: row.dropped_on,
})

/** Clocks of cases by case, the nearest due day first. */
export async function clocksOfCases(sql: Sql, caseIds: readonly string[]): Promise<Map<string, CaseClock[]>> {
  const found = new Map<string, CaseClock[]>(caseIds.map((caseId) => [caseId, []]))
  if (caseIds.length === 0) return found
  const rows = await tables(sql).selectFrom('case_clock').selectAll().where('case_id', '=', text<string>`any(${[...caseIds]})`).orderBy('due_on').orderBy('clock').execute()
  for (const row of rows) found.get(row.case_id)?.push(clockFromRow(row))
  return found
}
export const clocksOf = async (sql: Sql, caseId: string): Promise<CaseClock[]> => (await clocksOfCases(sql, [caseId])).get(caseId)!

/** Writes these clocks of a case; those not named stay. */
export async function putClocks(sql: Sql, caseId: string, clocks: readonly CaseClock[]): Promise<void> {
  for (const clock of clocks) {
    const row = {
      started_on: clock.startedOn, first_due_on: clock.firstDueOn, due_on: clock.dueOn, owner_role: clock.ownerRole, done_on: clock.doneOn, dropped_on: clock.droppedOn,
    }
    await tables(sql).insertInto('case_clock').values({ case_id: caseId, clock: clock.clock, ...row })
      .onConflict((conflict) => conflict.columns(['case_id', 'clock']).doUpdateSet(row)).execute()
  }
}

export type RunningClock = CaseClock & { readonly caseId: string }

/** Running clocks due on or before a day, over all cases, in order of due day: what the sweep looks at. */
export async function runningClocks(sql: Sql, dueBy: Day): Promise<RunningClock[]> {
  const rows = await tables(sql).selectFrom('case_clock').selectAll().where('done_on', 'is', null).where('dropped_on', 'is', null)
    .where('due_on', '<=', dueBy).orderBy('due_on').orderBy('case_id').orderBy('clock').execute()
  return rows.map((row) => ({ caseId: row.case_id, ...clockFromRow(row) }))
}
