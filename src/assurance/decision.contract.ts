// The decision on a report: opened by the scheme, voted on by the body, recorded with its minutes.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { CaseId, CaseStandard } from './case.ts'
import { CaseOutcome, CaseState, RoundKind } from './cycle.ts'
import { AwardDecision, CastVote, ConditionAsked, DecisionId, DecisionState, DecisionVote, RecusalReason, minutesText } from './decision.ts'
import { MarkAnswer } from './mark-engine.ts'

const tag = 'Decision'
const aCase = { caseId: CaseId }
const aDecision = { decisionId: DecisionId }

export const DecisionMember = z.object({
  userId: z.string(), name: z.string(), isYou: z.boolean(),
  /** Why this member takes no part; null for those who vote. */
  recused: RecusalReason.nullable(), recusalText: z.string().nullable(), hasVoted: z.boolean(),
})

/** As the body and the scheme see it. */
export const DecisionView = z.object({
  decision: AwardDecision, caseId: CaseId, siteName: z.string(), state: CaseState, roundKind: RoundKind.nullable(), members: z.array(DecisionMember),
  /** Hidden from a recused member, and from everybody until they voted themselves or it is recorded. */
  votes: z.array(CastVote), areVotesShown: z.boolean(), voteCount: z.number().int(), quorum: z.number().int(), majorityPercent: z.number().int(), ownVote: DecisionVote.nullable(),
  may: z.object({ vote: z.boolean(), record: z.boolean() }),
})

/** What the parties of a case read: the rule, the outcome and why, without the body's own papers. */
export const CaseDecision = z.object({
  caseId: CaseId, siteName: z.string(), state: CaseState, round: z.number().int(), standards: z.array(CaseStandard),
  /** Whether the ratings are final, so that the engine's answer may be shown. */
  isFinal: z.boolean(),
  answers: z.array(MarkAnswer), engine: z.string().nullable(), inputsHash: z.string().nullable(),
  /** What was recorded on this round; null while nothing is. */
  recorded: AwardDecision.pick({ decisionId: true, decidedOn: true, outcome: true, results: true, specialConditions: true, reason: true }).nullable(),
  /** The body's own view; null for those who are not of it. */
  body: DecisionView.nullable(),
  may: z.object({ open: z.boolean() }),
})

export const DecisionRow = z.object({
  decisionId: DecisionId, caseId: CaseId, siteName: z.string(), round: z.number().int(), roundKind: RoundKind.nullable(), state: DecisionState, openedOn: Day, meetingOn: Day.nullable(),
  decidedOn: Day.nullable(), outcome: CaseOutcome.nullable(), voteCount: z.number().int(), quorum: z.number().int(), recused: RecusalReason.nullable(), ownVote: DecisionVote.nullable(),
})

export const decisionContract = {
  getCaseDecision: operation({
    method: 'GET', path: '/cases/{caseId}/decision', tag, permit: 'report:read', summary: 'Read how the award rule comes out, criterion by criterion, and what was decided',
    input: z.object(aCase), result: CaseDecision, refusals: ['case-absent', 'standard-absent', 'nothing-applies'],
  }),
  listDecisions: operation({
    method: 'GET', path: '/decisions', tag, permit: 'decision:read', summary: 'List what is before the decision body, or was decided',
    input: z.object({ state: DecisionState.default('open'), ...PageQuery.shape }), result: pageOf(DecisionRow), refusals: ['cursor-invalid'],
  }),
  openDecision: operation({
    method: 'POST', path: '/cases/{caseId}/decisions', tag, permit: 'decision:open', status: 201, summary: 'Bring a final report before the decision body',
    input: z.object({ ...aCase, meetingOn: Day.optional(), agendaNote: longText(4000).optional() }), result: DecisionView,
    refusals: ['case-absent', 'case-state-forbids', 'decision-open', 'day-past'],
  }),
  declareRecusal: operation({
    method: 'POST', path: '/decisions/{decisionId}/recusals', tag, permit: 'decision:write', summary: 'Take no part in a decision, and say why',
    input: z.object({ ...aDecision, reason: shortText(1000) }), result: DecisionView, refusals: ['decision-absent', 'decision-closed', 'member-recused'],
  }),
  castDecisionVote: operation({
    method: 'PUT', path: '/decisions/{decisionId}/votes', tag, permit: 'decision:write', summary: 'Vote on a decision',
    description: 'For what the rule gives, for less, for sending the report back to review, or without a view.',
    input: z.object({ ...aDecision, vote: DecisionVote, remark: longText(2000).optional() }), result: DecisionView,
    refusals: ['decision-absent', 'decision-closed', 'member-recused', 'decider-conflicted'],
  }),
  recordDecision: operation({
    method: 'POST', path: '/decisions/{decisionId}/record', tag, permit: 'decision:record', summary: 'Record what the body decided, with its minutes',
    description: 'For each mark what the rule gives, where nothing else is named; less with a reason, never more. It starts the clocks of the award and becomes public.',
    input: z.object({
      ...aDecision, minutes: minutesText,
      results: z.array(z.object({ standard: Slug, mark: Slug.nullable(), decided: CaseOutcome, reason: longText(4000).optional() })).max(40).default([]),
      specialConditions: z.array(ConditionAsked).max(20).default([]),
      decidedOn: Day.optional().describe('the day of the meeting; today where none is named'),
    }),
    result: DecisionView,
    refusals: [
      'decision-absent', 'decision-closed', 'member-recused', 'decider-conflicted', 'case-absent', 'case-state-forbids', 'standard-absent', 'quorum-missing', 'majority-missing', 'rule-not-met', 'decision-reason-missing',
      'mark-not-in-case', 'mark-required-first', 'recognition-not-approved', 'nothing-applies', 'decision-day-wrong', 'mark-not-awardable', 'award-in-force',
    ],
  }),
  sendBackReport: operation({
    method: 'POST', path: '/decisions/{decisionId}/return', tag, permit: 'decision:record', summary: 'Send the report back to its review, with the reason',
    input: z.object({ ...aDecision, reason: shortText(4000) }), result: DecisionView,
    refusals: ['decision-absent', 'decision-closed', 'member-recused', 'decider-conflicted', 'case-absent', 'case-state-forbids', 'standard-absent', 'quorum-missing', 'majority-missing'],
  }),
} as const
