// Awards after they were given: what is proposed and decided about them, appeals, reports of changes and events, conditions.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { EvidenceId } from '#src/evidence/evidence.ts'
import { Award, AwardReasonClass, AwardState } from './award.ts'
import { AwardAppeal, AwardMatter, AwardReport, AwardVote, MatterVote, Proposal } from './award-matter.ts'
import { Mark } from './milestone.ts'

const tag = 'Awards'
export const AwardId = z.string().regex(/^awd_[0-9a-z]{26}$/, 'an award number looks like awd_ and 26 characters')
const anAward = { awardId: AwardId }
const aMatter = { matterId: z.string().max(60) }
const anAppeal = { appealId: z.string().max(60) }
const aReport = { reportId: z.string().max(60) }
const words = shortText(4000)
const minutes = longText(20_000).refine((text) => text.trim().length >= 20, 'minutes say what was discussed and decided, in twenty characters at least')

/** A matter as its reader may see it: votes are the body's, and shown to a member after their own. */
export const MatterView = AwardMatter.extend({
  votes: z.array(AwardVote), voteCount: z.number().int(), quorum: z.number().int(), ownVote: MatterVote.nullable(),
  appeal: AwardAppeal.extend({ votes: z.array(AwardVote), voteCount: z.number().int(), quorum: z.number().int(), ownVote: MatterVote.nullable(), mayVote: z.boolean(), mayRecord: z.boolean() }).nullable(),
  appealUntil: Day.nullable(),
  may: z.object({ answer: z.boolean(), vote: z.boolean(), record: z.boolean(), drop: z.boolean(), appeal: z.boolean() }),
})
export type MatterView = z.infer<typeof MatterView>

export const AwardFile = z.object({
  awardId: AwardId, caseId: z.string(), organisationId: z.string(), today: Day, ...Award.shape,
  matters: z.array(MatterView), reports: z.array(AwardReport), people: z.record(z.string(), z.string()),
  may: z.object({ propose: z.boolean(), report: z.boolean(), review: z.boolean(), acknowledge: z.boolean(), meetCondition: z.boolean() }),
})

export const AwardInCare = z.object({
  awardId: AwardId, siteId: z.string(), siteName: z.string(), mark: Mark, standard: z.string(), standardVersion: z.string(), state: AwardState, isConditional: z.boolean(), validUntil: Day,
  followUpDueOn: Day.nullable(), openMatters: z.number().int(), openReports: z.number().int(), openAppeals: z.number().int(), nextDueOn: Day.nullable(),
})

export const awardContract = {
  listAwardsInCare: operation({
    method: 'GET', path: '/award-files', tag, permit: 'award-file:read', summary: 'List awards with what is open about each, the most pressing first',
    input: z.object({ only: z.enum(['all', 'open', 'standing']).default('open').describe('those with something open, those that stand, or all'), ...PageQuery.shape }),
    result: pageOf(AwardInCare), refusals: ['cursor-invalid'],
  }),
  getAwardFile: operation({
    method: 'GET', path: '/award-files/{awardId}', tag, permit: 'award-file:read', summary: 'Read an award with its matters, appeals and reports',
    input: z.object(anAward), result: AwardFile, refusals: ['award-absent'],
  }),
  proposeAwardChange: operation({
    method: 'POST', path: '/awards/{awardId}/matters', tag, permit: 'award:manage', status: 201, summary: 'Bring a change of an award before the body, with notice to the site',
    description: 'Nothing changes by a proposal. The site has its time to answer, then the body decides.',
    input: z.object({
      ...anAward, proposal: Proposal, reasonClass: AwardReasonClass, reason: words, respondDays: z.number().int().min(0).max(180).optional(),
      validUntil: Day.optional().describe('for an extension: the new last day'), asOf: Day.optional().describe('for a suspension or withdrawal: from which day it holds; the day of the decision otherwise'), organisationId: shortText(100).optional().describe('for a transfer: the new owner, a participant'),
    }),
    result: AwardFile, refusals: ['award-absent', 'award-state-forbids', 'matter-open', 'terms-missing', 'extension-too-long', 'participant-unknown', 'day-ahead', 'day-before-change'],
  }),
  answerAwardMatter: operation({
    method: 'POST', path: '/award-matters/{matterId}/response', tag, permit: 'award:respond', summary: 'Answer what is proposed about an award of the site',
    input: z.object({ ...aMatter, text: words, evidenceIds: z.array(EvidenceId).max(50).default([]) }), result: AwardFile,
    refusals: ['matter-absent', 'matter-closed', 'response-given', 'response-evidence-unfit'],
  }),
  dropAwardMatter: operation({
    method: 'POST', path: '/award-matters/{matterId}/withdrawal', tag, permit: 'award:manage', summary: 'Take a proposal back, with the reason',
    input: z.object({ ...aMatter, reason: words }), result: AwardFile, refusals: ['matter-absent', 'matter-closed'],
  }),
  voteOnAwardMatter: operation({
    method: 'PUT', path: '/award-matters/{matterId}/votes', tag, permit: 'award-matter:vote', summary: 'Vote on what is proposed about an award',
    input: z.object({ ...aMatter, vote: MatterVote, remark: longText(2000).optional() }), result: AwardFile,
    refusals: ['matter-absent', 'matter-closed', 'response-period-runs', 'decider-conflicted'],
  }),
  decideAwardMatter: operation({
    method: 'POST', path: '/award-matters/{matterId}/decision', tag, permit: 'award-matter:record', summary: 'Record what the body decided about an award, with its minutes',
    input: z.object({ ...aMatter, outcome: z.enum(['as-proposed', 'kept']), minutes }), result: AwardFile,
    refusals: ['matter-absent', 'matter-closed', 'response-period-runs', 'decider-conflicted', 'quorum-missing', 'majority-missing', 'award-state-forbids', 'day-ahead', 'day-before-change'],
  }),
  lodgeAppeal: operation({
    method: 'POST', path: '/award-matters/{matterId}/appeals', tag, permit: 'appeal:write', status: 201, summary: 'Appeal against the suspension or withdrawal of an award',
    input: z.object({ ...aMatter, grounds: words }), result: AwardFile, refusals: ['matter-absent', 'appeal-lodged', 'nothing-to-appeal', 'appeal-too-late'],
  }),
  voteOnAppeal: operation({
    method: 'PUT', path: '/appeals/{appealId}/votes', tag, permit: 'award-matter:vote', summary: 'Vote on an appeal, as one who did not decide before',
    input: z.object({ ...anAppeal, vote: MatterVote.describe('for: the appeal is upheld'), remark: longText(2000).optional() }), result: AwardFile,
    refusals: ['appeal-absent', 'appeal-closed', 'appeal-heard-by-decider', 'decider-conflicted'],
  }),
  decideAppeal: operation({
    method: 'POST', path: '/appeals/{appealId}/decision', tag, permit: 'award-matter:record', summary: 'Record the outcome of an appeal',
    description: 'Upheld, the award is in force again. Heard by people who did not decide.',
    input: z.object({ ...anAppeal, outcome: z.enum(['upheld', 'rejected']), text: minutes }), result: AwardFile,
    refusals: ['appeal-absent', 'appeal-closed', 'appeal-heard-by-decider', 'decider-conflicted', 'quorum-missing', 'majority-missing', 'award-state-forbids', 'award-in-force'],
  }),
  reportAwardEvent: operation({
    method: 'POST', path: '/awards/{awardId}/reports', tag, permit: 'change:report', status: 201, summary: 'Report a significant change or a serious event at an awarded site',
    input: z.object({ ...anAward, kind: z.enum(['significant-change', 'serious-event']), happenedOn: Day, text: words }), result: AwardFile,
    refusals: ['award-absent', 'award-state-forbids', 'day-ahead'],
  }),
  openAwardReview: operation({
    method: 'POST', path: '/award-reports/{reportId}/review', tag, permit: 'award:manage', summary: 'Open a review of an award and tell the site',
    description: 'Nothing is public by it. It may be shown once the site knows.',
    input: z.object(aReport), result: AwardFile, refusals: ['report-absent', 'report-closed'],
  }),
  acknowledgeAwardReview: operation({
    method: 'POST', path: '/award-reports/{reportId}/acknowledgement', tag, permit: 'award:respond', summary: 'Say that the site knows of the review of its award',
    input: z.object(aReport), result: AwardFile, refusals: ['report-absent', 'review-not-open'],
  }),
  publishAwardReview: operation({
    method: 'POST', path: '/award-reports/{reportId}/publication', tag, permit: 'award:manage', summary: 'Show the public since when an award is under review',
    input: z.object(aReport), result: AwardFile, refusals: ['report-absent', 'review-not-open', 'review-public', 'site-not-told', 'award-state-forbids'],
  }),
  closeAwardReport: operation({
    method: 'POST', path: '/award-reports/{reportId}/closure', tag, permit: 'award:manage', summary: 'Close a report about an awarded site, with what came of it',
    input: z.object({ ...aReport, outcome: z.enum(['answered', 'dismissed']), text: words }), result: AwardFile, refusals: ['report-absent', 'report-closed', 'award-state-forbids'],
  }),
  askEarlyReassessment: operation({
    method: 'POST', path: '/award-reports/{reportId}/early-re-assessment', tag, permit: 'award:manage', summary: 'Ask an awarded site for an early re-assessment after a change',
    input: z.object({ ...aReport, text: words }), result: AwardFile, refusals: ['report-absent', 'report-closed', 'award-state-forbids'],
  }),
  meetSpecialCondition: operation({
    method: 'POST', path: '/awards/{awardId}/special-conditions/{conditionId}/fulfilment', tag, permit: 'award:manage', summary: 'Record that a special condition of an award is met',
    input: z.object({ ...anAward, conditionId: z.string().max(60), metOn: Day, text: words }), result: AwardFile,
    refusals: ['award-absent', 'award-state-forbids', 'condition-absent', 'condition-met', 'day-ahead'],
  }),
  sweepAwards: operation({
    method: 'POST', path: '/award-sweeps', tag, permit: 'award:manage', summary: 'Propose what the clocks of awards call for and end terms that ran out',
    description: 'Runs by itself every day. Proposes only: no clock suspends or withdraws.',
    input: z.object({}), result: z.object({ proposed: z.number().int(), expired: z.number().int(), shown: z.number().int(), closed: z.number().int() }), refusals: ['standard-absent'],
  }),
} as const
