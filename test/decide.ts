// The way from a report in review to a recorded decision, by the operations themselves.
import type { Actor } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { decisionHandlers } from '#src/assurance/decision.handlers.ts'
import type { DecisionVote } from '#src/assurance/decision.ts'
import { reviewHandlers } from '#src/assurance/review.handlers.ts'
import { Refused } from '#src/kernel/refusal.ts'
import type { Handlers, Contract } from '#src/kernel/operation.ts'
import type { AssessedCase } from './assessed-case.ts'
import type { World } from './world.ts'

/** Calls a handler as an actor. */
export const calling = <H extends Handlers<Contract, Context>>(world: World, handlers: H) =>
  <N extends keyof H & string>(who: Actor, name: N, input: Parameters<H[N]>[1]): Promise<Exclude<Awaited<ReturnType<H[N]>>, Response>> =>
    world.transact(who, (ctx) => handlers[name]!(ctx, input as never)) as Promise<Exclude<Awaited<ReturnType<H[N]>>, Response>>

/** The code of the refusal; a work that is not refused fails the test. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try { await work } catch (error) {
    if (error instanceof Refused) return error.refusal.code
    throw error
  }
  return 'accepted'
}

export async function reviewed(world: World, { one, people }: AssessedCase): Promise<void> {
  const review = calling(world, reviewHandlers)
  const { points, review: begun } = await review(people.operator, 'assignReviewer', { caseId: one.caseId, userId: people.reviewer.userId })
  await review(people.reviewer, 'saveReviewChecklist', { caseId: one.caseId, version: begun!.version, answers: Object.fromEntries(points.map((point) => [point, { answer: 'yes' as const, remark: null }])) })
  await review(people.reviewer, 'finaliseReport', { caseId: one.caseId })
}

export type Recording = Parameters<typeof decisionHandlers.recordDecision>[1]
export const MINUTES = 'The members went through the table of criteria and voted.'

export async function opened(world: World, { one, people }: AssessedCase, votes: readonly DecisionVote[] = ['by-rule', 'by-rule', 'by-rule']): Promise<string> {
  const decide = calling(world, decisionHandlers)
  const { decision } = await decide(people.operator, 'openDecision', { caseId: one.caseId })
  for (const [index, vote] of votes.entries()) await decide(people.members[index]!, 'castDecisionVote', { decisionId: decision.decisionId, vote })
  return decision.decisionId
}

/** From report in review to the recorded decision that the rule gives, or another. */
export async function decided(world: World, assessed: AssessedCase, how: Partial<Omit<Recording, 'decisionId'>> = {}, votes?: readonly DecisionVote[]): Promise<string> {
  await reviewed(world, assessed)
  const decisionId = await opened(world, assessed, votes)
  await calling(world, decisionHandlers)(assessed.people.members[0]!, 'recordDecision', { decisionId, minutes: MINUTES, results: [], specialConditions: [], ...how })
  return decisionId
}
