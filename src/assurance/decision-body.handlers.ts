// The body that decides on a case: who sits in it, who takes no part and why, and what each may see. Separation of duties
// is law here: who assessed, reviewed, or has an interest in the site has no vote, whatever they say.
import { grantsOn, holdersOn } from '#src/access/grant.store.ts'
import type { Context } from '#src/access/context.ts'
import { canOn, requireOn } from '#src/access/policy.ts'
import { house } from '#src/access/role.ts'
import type { ResultOf } from '#src/kernel/operation.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { namesOf, personOf } from './acting-person.ts'
import { subjectOf, type Case } from './case.ts'
import { decisionExcludesReviewer, decisionMajority, decisionQuorum, type AwardDecision, type RecusalReason } from './decision.ts'
import type { decisionContract } from './decision.contract.ts'
import { readDecision, recusalsOf, votesOf } from './decision.store.ts'
import { caseFactsOf } from './independence.handlers.ts'
import { whoMayNotDecide, type Exclusion } from './independence.ts'
import { reviewersOf } from './review.store.ts'

type View = ResultOf<typeof decisionContract.openDecision>

const asReason: Readonly<Record<Exclusion, RecusalReason>> = { rated: 'assessed-it', 'on-the-team': 'assessed-it', 'of-the-site': 'of-the-site', conflict: 'conflict-declared' }

/** Everybody who may not decide on a case, by the law and the scheme's settings. */
export async function excludedFrom(ctx: Context, one: Case): Promise<Map<string, RecusalReason>> {
  const out = new Map<string, RecusalReason>()
  for (const [userId, [first]] of whoMayNotDecide(await caseFactsOf(ctx, one))) if (first !== undefined) out.set(userId, asReason[first])
  if (await ctx.setting(decisionExcludesReviewer)) for (const userId of await reviewersOf(ctx.sql, one.caseId)) if (!out.has(userId)) out.set(userId, 'reviewed-it')
  if (one.firmId !== null) for (const userId of await holdersOn(ctx.sql, ['firm-admin', 'assessor'], { firmId: one.firmId })) if (!out.has(userId)) out.set(userId, 'of-the-firm')
  return out
}

export const membersOf = async (ctx: Context): Promise<string[]> => (await grantsOn(ctx.sql, house, ['decision-member'])).map(({ userId }) => userId)

export const decisionAbsent = (decisionId: string): Refused => new Refused(refuse('decision-absent', `There is no decision ${decisionId} that this account may see.`))

/** A decision, locked. @throws Refused `decision-absent`, `permit-missing` */
export async function decisionFor(ctx: Context, decisionId: string, permit: string): Promise<AwardDecision> {
  const decision = await readDecision(ctx.sql, decisionId, true)
  if (decision === undefined) throw decisionAbsent(decisionId)
  requireOn(ctx.actor, permit, {}, 'decision:read', () => decisionAbsent(decisionId))
  return decision
}

/** Members by what keeps them from taking part; null for those who vote. */
export async function standingOfMembers(ctx: Context, one: Case, decision: AwardDecision): Promise<Map<string, { reason: RecusalReason; text: string | null } | null>> {
  const excluded = await excludedFrom(ctx, one)
  const recused = await recusalsOf(ctx.sql, decision.decisionId)
  const standing = new Map<string, { reason: RecusalReason; text: string | null } | null>()
  for (const userId of await membersOf(ctx)) {
    const found = excluded.get(userId)
    const declared = recused.find((recusal) => recusal.userId === userId)
    standing.set(userId, found !== undefined ? { reason: found, text: null } : declared !== undefined ? { reason: 'declared', text: declared.reason } : null)
  }
  return standing
}

/** @throws Refused `member-recused`, `decider-conflicted` */
export async function requirePart(ctx: Context, one: Case, decision: AwardDecision): Promise<void> {
  const me = personOf(ctx)
  const found = (await excludedFrom(ctx, one)).get(me)
  if (found !== undefined) throw new Refused(refuse('decider-conflicted', `This account may not take part (${found}): nobody decides what they assessed, reviewed, or have an interest in.`))
  if ((await recusalsOf(ctx.sql, decision.decisionId)).some(({ userId }) => userId === me)) {
    throw new Refused(refuse('member-recused', 'This account declared that it takes no part in this decision.'))
  }
}

export async function decisionView(ctx: Context, one: Case, decision: AwardDecision): Promise<View> {
  const me = personOf(ctx)
  const standing = await standingOfMembers(ctx, one, decision)
  const votes = await votesOf(ctx.sql, decision.decisionId)
  const own = votes.find(({ userId }) => userId === me)
  const isOpen = decision.state === 'open'
  const isRecused = (standing.get(me) ?? null) !== null
  const isMember = standing.has(me)
  const areVotesShown = !isRecused && (!isOpen || own !== undefined || !isMember)
  const names = await namesOf(ctx, [...standing.keys(), ...votes.map(({ userId }) => userId)])
  const voters = isOpen ? [...standing.keys()] : [...new Set([...standing.keys(), ...votes.map(({ userId }) => userId)])]
  return {
    decision: isRecused && isOpen ? { ...decision, agendaNote: null } : decision,
    caseId: one.caseId, siteName: one.siteName, state: one.state, roundKind: one.roundKind,
    members: voters.map((userId) => ({
      userId, name: names[userId] ?? userId, isYou: userId === me, recused: standing.get(userId)?.reason ?? null,
      recusalText: standing.get(userId)?.text ?? null, hasVoted: votes.some((vote) => vote.userId === userId),
    })),
    votes: areVotesShown ? votes : [], areVotesShown, voteCount: votes.length, ownVote: own?.vote ?? null,
    quorum: await ctx.setting(decisionQuorum), majorityPercent: await ctx.setting(decisionMajority),
    may: {
      vote: isOpen && isMember && !isRecused && canOn(ctx.actor, 'decision:write', subjectOf(one)),
      record: isOpen && !isRecused && canOn(ctx.actor, 'decision:record', subjectOf(one)),
    },
  }
}
