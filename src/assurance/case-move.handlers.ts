// How every handler moves a case: load and lock it, ask the policy, apply the law of the cycle, set the clocks, keep the
// event, and record the decision. What a slice does besides (a letter, a report, an award) is its own.
import { actorRef } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { canOn, requireOn } from '#src/access/policy.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { Day } from '#src/kernel/time.ts'
import { standardLibrary } from '#src/standards/library.store.ts'
import type { Standard } from '#src/standards/standard.ts'
import { governing, subjectOf, type Case } from './case.ts'
import { addEvent, clocksOf, putClocks, readCase, updateCase } from './case.store.ts'
import { started, stopped } from './clock.ts'
import { endStates, moved, type CaseMove, type CaseOutcome } from './cycle.ts'

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
  readonly change?: Partial<Pick<Case, 'firmId' | 'letterSignedOn' | 'standards' | 'cohort'>>
  /** What the log entry says besides; no names, no secrets of others than the case's parties. */
  readonly body?: Readonly<Record<string, unknown>>
}

/**
 * Moves a case that was loaded for update.
 * @returns the case after it
 * @throws Refused `case-state-forbids`
 */
export async function moveCase(ctx: Context, one: Case, move: CaseMove, how: Moving = {}): Promise<Case> {
  const standing = orRefuse(moved(one, move, how.outcome))
  const on = how.on ?? ctx.today
  const after: Case = { ...one, ...how.change, ...standing, version: one.version + 1, changedAt: ctx.now }
  await updateCase(ctx.sql, { ...after, version: one.version })
  const standard = await governingStandardOf(ctx, after)
  const clocks = await clocksOf(ctx.sql, one.caseId)
  const isEnd = endStates.includes(standing.state)
  await putClocks(ctx.sql, one.caseId, [...stopped(clocks, move, on, how.outcome, isEnd), ...isEnd ? [] : started(standard, move, on, how.outcome, clocks)])
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
