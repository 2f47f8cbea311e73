// How every handler moves a case: load and lock it, ask the policy, apply the law of the cycle, set the clocks, keep the
// event, and record the decision. What a slice does besides (a letter, a report, an award) is its own.
import { actorRef } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { canOn, requireOn } from '#src/access/policy.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { Day } from '#src/kernel/time.ts'
import { closeNotices } from '#src/notices/notice.store.ts'
import { standardLibrary } from '#src/standards/library.store.ts'
import type { Standard } from '#src/standards/standard.ts'
import { governing, subjectOf, type Case } from './case.ts'
import { addEvent, clocksOf, insertCase, putClocks, readCase, successorOf, updateCase } from './case.store.ts'
import { isRunning, started, stopped, type CaseClock } from './clock.ts'
import { withCohort } from './cohort.ts'
import { cohortOf } from './cohort.store.ts'
import { endStates, moved, openStates, type CaseMove, type CaseOutcome, type CaseState } from './cycle.ts'

const library = standardLibrary()

export const caseAbsent = (caseId: string): Refused => new Refused(refuse('case-absent', `There is no case ${caseId} that this account may see.`))

/**
 * A case that the actor may see.
 * @param permit a further permit that is needed on it
 * @throws Refused `case-absent`, `permit-missing`
 */
export async function caseFor(ctx: Context, caseId: string, permit = 'case:read', isForUpdate = false): Promise<Case> {
  const one = await readCase(ctx.sql, caseId, isForUpdate)
  if (one === undefined) throw caseAbsent(caseId)
  requireOn(ctx.actor, permit, subjectOf(one), 'case:read', () => caseAbsent(caseId))
  return one
}

export const mayOn = (ctx: Context, permit: string, one: Case): boolean => canOn(ctx.actor, permit, subjectOf(one))

/** The text of a standard version that a case is under. @throws Refused `standard-absent` */
export async function standardOf(ctx: Context, standard: string, version: string): Promise<Standard> {
  const loaded = (await library.read(ctx.sql)).find((one) => one.standard.standard === standard && one.standard.version === version)
  if (loaded === undefined) throw new Refused(refuse('standard-absent', `This installation holds no standard ${standard} ${version}.`))
  return loaded.standard
}

export const governingStandardOf = (ctx: Context, one: Case): Promise<Standard> => {
  const { standard, standardVersion } = governing(one)
  return standardOf(ctx, standard, standardVersion)
}

export type Moving = {
  readonly outcome?: CaseOutcome
  /** The civil day it happened; today where none is given. */
  readonly on?: Day
  /** Why; mandatory in the log for decisions and returns. */
  readonly reason?: string
  /** Further fields of the case that change with the move. */
  readonly change?: Partial<Pick<Case, 'firmId' | 'letterSignedOn' | 'standards' | 'cohort' | 'siteId' | 'siteName' | 'country' | 'organisationId' | 'cycle'>>
  /** What the log entry says besides; no names, no secrets of others than the case's parties. */
  readonly body?: Readonly<Record<string, unknown>>
}

/** The governing standard with the clocks of the case's cohort. */
export async function clockLawOf(ctx: Context, one: Case): Promise<Standard> {
  return withCohort(await governingStandardOf(ctx, one), one.cohort === null ? undefined : await cohortOf(ctx.sql, one.cohort))
}

/** One case of a site is open at a time: what is to come of an older cycle waits for the newer one. */
async function refuseBesideSuccessor(ctx: Context, one: Case, move: CaseMove, to: CaseState): Promise<void> {
  if (openStates.includes(one.state) || !openStates.includes(to)) return
  const successor = await successorOf(ctx.sql, one.caseId)
  if (successor === undefined) return
  throw new Refused(refuse('case-state-forbids', `The next cycle of this site, case ${successor}, is open; "${move}" is no longer possible here. Go on there.`))
}

/** What is no longer due is no longer reminded of. */
async function endReminders(ctx: Context, caseId: string, before: readonly CaseClock[], after: readonly CaseClock[]): Promise<void> {
  for (const clock of before.filter(isRunning)) {
    const now = after.find((one) => one.clock === clock.clock)
    if (now !== undefined && !isRunning(now)) await closeNotices(ctx.sql, `case:${caseId}:clock:${clock.clock}`, ctx.now)
  }
}

/**
 * Opens a case in its first state.
 * @param event what opened it, such as `application.received`
 */
export async function openCase(ctx: Context, one: Case, event: string, how: Pick<Moving, 'reason' | 'body'> & { readonly clocks?: readonly CaseClock[] } = {}): Promise<void> {
  await insertCase(ctx.sql, one)
  await putClocks(ctx.sql, one.caseId, how.clocks ?? [])
  await addEvent(ctx.sql, one.caseId, {
    event, fromState: null, toState: one.state, round: one.round, happenedOn: ctx.today, recordedAt: ctx.now, actor: actorRef(ctx.actor), reason: how.reason ?? null,
  })
  ctx.record({
    kind: event, subject: one.caseId, isPublic: false,
    body: { siteId: one.siteId, cycle: one.cycle, to: one.state, ...(how.reason === undefined ? {} : { reason: how.reason }), ...how.body },
  })
}

/**
 * Moves a case that was loaded for update.
 * @returns the case after it
 * @throws Refused `case-state-forbids`
 */
export async function moveCase(ctx: Context, one: Case, move: CaseMove, how: Moving = {}): Promise<Case> {
  const standing = orRefuse(moved(one, move, how.outcome))
  await refuseBesideSuccessor(ctx, one, move, standing.state)
  const on = how.on ?? ctx.today
  const after: Case = { ...one, ...how.change, ...standing, version: one.version + 1, changedAt: ctx.now }
  await updateCase(ctx.sql, { ...after, version: one.version })
  const clocks = await clocksOf(ctx.sql, one.caseId)
  const isEnd = endStates.includes(standing.state)
  const still = stopped(clocks, move, on, how.outcome, isEnd)
  await putClocks(ctx.sql, one.caseId, [...still, ...isEnd ? [] : started(await clockLawOf(ctx, after), move, on, how.outcome, clocks)])
  await endReminders(ctx, one.caseId, clocks, still)
  await addEvent(ctx.sql, one.caseId, {
    event: move, fromState: one.state, toState: standing.state, round: standing.round, happenedOn: on, recordedAt: ctx.now,
    actor: actorRef(ctx.actor), reason: how.reason ?? null,
  })
  ctx.record({
    kind: move, subject: one.caseId, isPublic: false,
    body: {
      siteId: one.siteId, cycle: one.cycle, round: standing.round, from: one.state, to: standing.state, happenedOn: on,
      ...(how.outcome === undefined ? {} : { outcome: how.outcome }), ...(how.reason === undefined ? {} : { reason: how.reason }), ...how.body,
    },
  })
  return after
}
