// The way of a decision: bring it before the body, recuse, vote, record. What the engine gives is the most that can be
// decided; what it was given is stored with the decision.
import { actorRef } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { page } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addMonths, type Day } from '#src/kernel/time.ts'
import { closeNotices } from '#src/notices/notice.store.ts'
import { notify, notifyRoles } from '#src/notices/notify.handlers.ts'
import { readFirm } from '#src/parties/assessor-firm.store.ts'
import { putFact } from '#src/transparency/fact.ts'
import { personOf } from './acting-person.ts'
import type { Case } from './case.ts'
import { clocksOf, eventsOf, readCase } from './case.store.ts'
import { caseAbsent, caseFor, mayOn, moveCase } from './case-move.handlers.ts'
import { certificatesOfSite } from './certificate.store.ts'
import { awardedStates } from './cycle.ts'
import { decisionFor, decisionView, excludedFrom, membersOf, requirePart, standingOfMembers } from './decision-body.handlers.ts'
import { carried, decidedMarks, decisionMajority, decisionQuorum, isLess, outcomeOfMarks, type AwardDecision, type DecidedMark, type DecisionVote } from './decision.ts'
import type { decisionContract } from './decision.contract.ts'
import { decisionsIn, decisionsOfCase, insertDecision, putRecusal, putVote, updateDecision, votesOf } from './decision.store.ts'
import { planDueOn, type Gap } from './improvement-plan.ts'
import { followDecision, planLines } from './improvement-plan.handlers.ts'
import { ENGINE_VERSION } from './mark-engine.ts'
import { answersOf, finalRound, hashOf, ratedInputs, type MarkInputs } from './mark-inputs.handlers.ts'
import { summaryReportFact } from './published.ts'
import { standingRatings } from './rating.store.ts'
import { reportOf } from './report.store.ts'
import { scopingOf } from './scoping.handlers.ts'
import { summaryReport, summaryReportId } from './summary-report.ts'

const linkOf = (one: Case): string => `/cases/${one.caseId}/decision`
const matter = (decision: AwardDecision): string => `case:${decision.caseId}:decision:${decision.round}:`

async function caseOf(ctx: Context, decision: AwardDecision, isForUpdate = false): Promise<Case> {
  const one = await readCase(ctx.sql, decision.caseId, isForUpdate)
  if (one === undefined) throw caseAbsent(decision.caseId)
  return one
}

function requireOpen(decision: AwardDecision): void {
  if (decision.state !== 'open') throw new Refused(refuse('decision-closed', `This decision was ${decision.state === 'recorded' ? 'recorded' : 'sent back to review'} and takes no further word.`))
}

/** What the rule gives for every mark of the case. */
function byRule(one: Case, inputs: readonly MarkInputs[]): { answers: AwardDecision['answers']; marks: Omit<DecidedMark, 'decided' | 'reason'>[] } {
  const answers = answersOf(inputs)
  return {
    answers,
    marks: answers.map(({ standard, standardVersion, mark, outcome }) => ({ standard, standardVersion, mark, byRule: outcome, isGoverning: one.standards.find((under) => under.standard === standard)!.isGoverning })),
  }
}

/** A standard that asks for a mark first gives nothing without one, granted here or held from the cycle before. */
async function requireMarkFirst(ctx: Context, one: Case, inputs: readonly MarkInputs[], decided: readonly DecidedMark[]): Promise<void> {
  const asking = inputs.filter(({ standard }) => standard.requires.some(({ register }) => register === 'mark')).map(({ standard }) => standard.standard)
  const granted = decided.filter((mark) => asking.includes(mark.standard) && mark.decided !== 'not-awarded')
  if (granted.length === 0 || decided.some(({ mark, decided: outcome }) => mark !== null && outcome !== 'not-awarded')) return
  const before = one.previousCaseId === null ? undefined : await readCase(ctx.sql, one.previousCaseId)
  if (before !== undefined && awardedStates.includes(before.state) && before.standards.some(({ marks }) => marks.length > 0)) return
  throw new Refused(refuse('mark-required-first', `${granted[0]!.standard} can be awarded only to a site that holds a mark. Decide "not-awarded" for it, with the reason.`))
}

/** Ratings that lean on a certificate count only where its recognition was approved here. */
async function requireApproved(ctx: Context, one: Case): Promise<void> {
  const leaning = (await standingRatings(ctx.sql, one.caseId, one.round)).filter(({ certificateId }) => certificateId !== null)
  if (leaning.length === 0) return
  const lines = await scopingOf(ctx, one)
  const open = leaning.filter((rating) => !lines.some((line) => line.standard === rating.standard && line.criterion === rating.criterion && line.isApproved && line.standing !== 'not-covered'))
  if (open.length > 0) {
    throw new Refused(refuse('recognition-not-approved', `${open.map(({ criterion }) => criterion).join(', ')}: accepted on a certificate whose recognition is an example or lapsed, and not approved here. Approve the equivalence first, or send the report back.`))
  }
}

async function requireDay(ctx: Context, one: Case, decidedOn: Day): Promise<void> {
  const finalOn = (await eventsOf(ctx.sql, one.caseId)).findLast(({ event, round }) => event === 'report.finalised' && round === one.round)?.happenedOn
  if (decidedOn > ctx.today || (finalOn !== undefined && decidedOn < finalOn)) {
    throw new Refused(refuse('decision-day-wrong', `A decision is made after its report is final${finalOn === undefined ? '' : ` (${finalOn})`} and not after today (${ctx.today}); ${decidedOn} is neither.`))
  }
}

/** The summary reports and the standing of the plan, made public in one entry. */
async function publishReports(ctx: Context, one: Case, decision: AwardDecision, inputs: readonly MarkInputs[], gaps: readonly Gap[]): Promise<void> {
  const ratings = await standingRatings(ctx.sql, one.caseId, one.round)
  const schemes = new Map((await certificatesOfSite(ctx.sql, one.siteId, ctx.today)).map(({ certificateId, scheme, schemeVersion }) => [certificateId, `${scheme} ${schemeVersion}`]))
  const shared = {
    one, gaps, schemes, report: await reportOf(ctx.sql, one.caseId, one.round), decidedOn: decision.decidedOn!, planDueOn: planDueOn(await clocksOf(ctx.sql, one.caseId)),
    firmName: (one.firmId === null ? undefined : await readFirm(ctx.sql, one.firmId))?.name ?? one.firmId ?? 'not recorded',
  }
  const lines = one.standards.map((under) => putFact(summaryReportFact, summaryReportId(one.caseId, one.round, under), summaryReport({
    ...shared, under, standard: inputs.find(({ standard }) => standard.standard === under.standard)!.standard,
    ratings: ratings.filter(({ standard }) => standard === under.standard), outcome: outcomeOfMarks(decision.results.filter(({ standard }) => standard === under.standard)),
  })))
  const plan = gaps.length === 0 ? [] : planLines(ctx, one, gaps, shared.planDueOn ?? addMonths(decision.decidedOn!, 12))
  ctx.publish([...lines, ...plan], { kind: 'report.published', subject: one.siteId, isPublic: true, body: { caseId: one.caseId, round: one.round } })
}

/** The votes carry it. @throws Refused `quorum-missing`, `majority-missing` */
async function requireCarried(ctx: Context, one: Case, decision: AwardDecision, motion: Exclude<DecisionVote, 'abstain'>): Promise<void> {
  const standing = await standingOfMembers(ctx, one, decision)
  const entitled = new Set([...standing].flatMap(([userId, recusal]) => recusal === null ? [userId] : []))
  orRefuse(carried(await votesOf(ctx.sql, decision.decisionId), entitled, motion, await ctx.setting(decisionQuorum), await ctx.setting(decisionMajority)))
}

export const decisionHandlers: Handlers<typeof decisionContract, Context> = {
  async getCaseDecision(ctx, { caseId }) {
    const one = await caseFor(ctx, caseId, 'report:read')
    const isBody = mayOn(ctx, 'decision:read', one)
    const decisions = await decisionsOfCase(ctx.sql, caseId)
    const newest = decisions[0]
    const recorded = decisions.find(({ state }) => state === 'recorded')
    const round = finalRound(one, await eventsOf(ctx.sql, caseId))
    // The parties read the engine's answer as it was decided; the body and the scheme as soon as the ratings are final.
    const shownRound = isBody ? round : recorded?.round ?? 0
    const inputs = shownRound === 0 || shownRound === recorded?.round ? [] : await ratedInputs(ctx, one, shownRound)
    return {
      caseId, siteName: one.siteName, state: one.state, round: shownRound, standards: one.standards, isFinal: shownRound > 0,
      answers: shownRound === recorded?.round ? recorded.answers : inputs.length === 0 ? [] : answersOf(inputs),
      engine: shownRound === 0 ? null : recorded?.round === shownRound ? recorded.engine : ENGINE_VERSION,
      inputsHash: shownRound === recorded?.round ? recorded.inputsHash : inputs.length === 0 ? null : hashOf(inputs),
      recorded: recorded === undefined ? null
        : { decisionId: recorded.decisionId, decidedOn: recorded.decidedOn, outcome: recorded.outcome, results: recorded.results, specialConditions: recorded.specialConditions, reason: recorded.reason },
      body: isBody && newest !== undefined ? await decisionView(ctx, one, newest) : null,
      may: { open: one.state === 'final' && newest?.state !== 'open' && mayOn(ctx, 'decision:open', one) },
    }
  },

  async listDecisions(ctx, { state, ...query }) {
    const me = personOf(ctx)
    const quorum = await ctx.setting(decisionQuorum)
    const rows = (await decisionsIn(ctx.sql, state)).map((decision) => ({ decision, key: `${decision.openedOn} ${decision.decisionId}` })).sort((a, b) => a.key < b.key ? -1 : 1)
    const { items, next } = page(rows, ({ key }) => key, query)
    return {
      items: await Promise.all(items.map(async ({ decision }) => {
        const one = await caseOf(ctx, decision)
        const votes = await votesOf(ctx.sql, decision.decisionId)
        const { decisionId, caseId, round, openedOn, meetingOn, decidedOn, outcome } = decision
        return {
          decisionId, caseId, siteName: one.siteName, round, roundKind: one.roundKind, state: decision.state, openedOn, meetingOn, decidedOn, outcome, voteCount: votes.length, quorum,
          recused: (await standingOfMembers(ctx, one, decision)).get(me)?.reason ?? null, ownVote: votes.find(({ userId }) => userId === me)?.vote ?? null,
        }
      })), next,
    }
  },

  async openDecision(ctx, { caseId, meetingOn, agendaNote }) {
    const one = await caseFor(ctx, caseId, 'decision:open', true)
    if (one.state !== 'final') throw new Refused(refuse('case-state-forbids', `The case is in state "${one.state}"; a decision is opened on a final report only.`))
    if (meetingOn !== undefined && meetingOn < ctx.today) throw new Refused(refuse('day-past', `${meetingOn} has passed; today is ${ctx.today}. Name a day to come, or none.`))
    if ((await decisionsOfCase(ctx.sql, caseId)).some(({ round, state }) => round === one.round && state !== 'sent-back')) {
      throw new Refused(refuse('decision-open', 'This report is before the body already. The list of decisions shows it.'))
    }
    const decision: AwardDecision = {
      decisionId: ctx.newId('dcn'), caseId, round: one.round, state: 'open', openedOn: ctx.today, openedBy: actorRef(ctx.actor), meetingOn: meetingOn ?? null, agendaNote: agendaNote ?? null,
      decidedOn: null, recordedAt: null, recordedBy: null, outcome: null, results: [], answers: [], engine: null, inputsHash: null, specialConditions: [], minutes: null, reason: null,
    }
    await insertDecision(ctx.sql, decision)
    ctx.record({ kind: 'decision.opened', subject: caseId, isPublic: false, body: { decisionId: decision.decisionId, round: one.round, meetingOn: decision.meetingOn } })
    await closeNotices(ctx.sql, matter(decision), ctx.now)
    const excluded = await excludedFrom(ctx, one)
    await notify(ctx, (await membersOf(ctx)).filter((userId) => !excluded.has(userId)), {
      kind: 'decision-opened', params: { siteName: one.siteName, meetingOn: decision.meetingOn ?? '' }, link: linkOf(one), caseId, ...(meetingOn === undefined ? {} : { dueOn: meetingOn }), dedupeKey: `${matter(decision)}opened:${decision.decisionId}`,
    })
    return decisionView(ctx, one, decision)
  },

  async declareRecusal(ctx, { decisionId, reason }) {
    const decision = await decisionFor(ctx, decisionId, 'decision:write')
    requireOpen(decision)
    const [one, me] = [await caseOf(ctx, decision), personOf(ctx)]
    if (((await standingOfMembers(ctx, one, decision)).get(me) ?? null) !== null) throw new Refused(refuse('member-recused', 'This account takes no part in this decision already.'))
    await putRecusal(ctx.sql, decisionId, { userId: me, basis: 'declared', reason, at: ctx.now })
    ctx.record({ kind: 'recusal.declared', subject: one.caseId, isPublic: false, body: { decisionId, userId: me } })
    await closeNotices(ctx.sql, matter(decision), ctx.now, me)
    return decisionView(ctx, one, decision)
  },

  async castDecisionVote(ctx, { decisionId, vote, remark }) {
    const decision = await decisionFor(ctx, decisionId, 'decision:write')
    requireOpen(decision)
    const [one, me] = [await caseOf(ctx, decision), personOf(ctx)]
    await requirePart(ctx, one, decision)
    const before = (await votesOf(ctx.sql, decisionId)).find(({ userId }) => userId === me)
    await putVote(ctx.sql, decisionId, { userId: me, vote, remark: remark ?? null, at: ctx.now })
    ctx.record({ kind: 'vote.cast', subject: one.caseId, isPublic: false, body: { decisionId, userId: me, before: before?.vote ?? null, after: vote } })
    await closeNotices(ctx.sql, matter(decision), ctx.now, me)
    return decisionView(ctx, one, decision)
  },

  async recordDecision(ctx, { decisionId, minutes, results, specialConditions, decidedOn = ctx.today }) {
    const decision = await decisionFor(ctx, decisionId, 'decision:record')
    requireOpen(decision)
    const one = await caseFor(ctx, decision.caseId, 'decision:record', true)
    if (one.state !== 'final' || one.round !== decision.round) throw new Refused(refuse('case-state-forbids', `The case is in state "${one.state}"; a decision is recorded on a final report only.`))
    await requirePart(ctx, one, decision)
    await requireDay(ctx, one, decidedOn)
    const inputs = await ratedInputs(ctx, one, one.round)
    const { answers, marks } = byRule(one, inputs)
    const decided = orRefuse(decidedMarks(marks, results))
    await requireMarkFirst(ctx, one, inputs, decided)
    await requireApproved(ctx, one)
    await requireCarried(ctx, one, decision, isLess(decided) ? 'less' : 'by-rule')
    const outcome = outcomeOfMarks(decided.filter(({ isGoverning }) => isGoverning))
    const reason = decided.flatMap((mark) => mark.reason ?? [])[0] ?? null
    const recorded: AwardDecision = {
      ...decision, state: 'recorded', decidedOn, recordedAt: ctx.now, recordedBy: actorRef(ctx.actor), outcome, results: decided, answers, engine: ENGINE_VERSION, inputsHash: hashOf(inputs),
      specialConditions: outcome === 'not-awarded' ? [] : specialConditions, minutes, reason,
    }
    await updateDecision(ctx.sql, recorded)
    const after = await moveCase(ctx, one, 'case.decided', {
      outcome, on: decidedOn, ...(reason === null ? {} : { reason }), body: { decisionId, engine: ENGINE_VERSION, inputsHash: recorded.inputsHash, results: decided.map(({ standard, mark, byRule: rule, decided: got }) => ({ standard, mark, byRule: rule, decided: got })) },
    })
    await publishReports(ctx, after, recorded, inputs, await followDecision(ctx, after, inputs))
    await closeNotices(ctx.sql, matter(decision), ctx.now)
    await notifyRoles(ctx, ['site-owner', 'lead-assessor'], { caseId: one.caseId, siteId: one.siteId, organisationId: one.organisationId }, {
      kind: `decision-${outcome}`, params: { siteName: one.siteName, decidedOn }, link: linkOf(one), caseId: one.caseId, dedupeKey: `case:${one.caseId}:decided:${one.round}`,
    })
    return decisionView(ctx, after, recorded)
  },

  async sendBackReport(ctx, { decisionId, reason }) {
    const decision = await decisionFor(ctx, decisionId, 'decision:record')
    requireOpen(decision)
    const one = await caseFor(ctx, decision.caseId, 'decision:record', true)
    await requirePart(ctx, one, decision)
    await requireCarried(ctx, one, decision, 'send-back')
    const after = await moveCase(ctx, one, 'decision.sent-back', { reason, body: { decisionId } })
    const sentBack: AwardDecision = { ...decision, state: 'sent-back', recordedAt: ctx.now, recordedBy: actorRef(ctx.actor), reason }
    await updateDecision(ctx.sql, sentBack)
    await closeNotices(ctx.sql, matter(decision), ctx.now)
    await notifyRoles(ctx, ['technical-reviewer', 'operator'], { caseId: one.caseId }, {
      kind: 'decision-sent-back', params: { siteName: one.siteName }, link: `/cases/${one.caseId}/review`, caseId: one.caseId, dedupeKey: `case:${one.caseId}:review:${one.round}:sent-back:${decisionId}`,
    })
    return decisionView(ctx, after, sentBack)
  },
}
