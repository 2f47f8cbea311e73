// The technical review: naming the reviewer, asking and answering, the checklist, and how it ends.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { shortText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { CaseId } from './case.ts'
import { CaseState, RoundKind } from './cycle.ts'
import { CheckAnswer, ReviewQuestion, TechnicalReview } from './review.ts'

const tag = 'Review'
const aCase = { caseId: CaseId }
const aQuestion = { ...aCase, questionId: z.string().max(60) }
const words = shortText(4000)

export const ReviewView = z.object({
  caseId: CaseId, siteName: z.string(), state: CaseState, round: z.number().int(), roundKind: RoundKind.nullable(),
  review: TechnicalReview.nullable(),
  /** What has to be gone through, in order. */
  points: z.array(z.string()),
  questions: z.array(ReviewQuestion),
  people: z.record(z.string(), z.string()),
  /** What this account may do now. */
  may: z.object({ assign: z.boolean(), review: z.boolean(), answer: z.boolean() }),
})

export const ReviewerCandidate = z.object({
  userId: z.string(), name: z.string(), openReviews: z.number().int(),
  /** Why this person may not review this case; empty where nothing stands in the way. */
  exclusions: z.array(z.enum(['rated', 'on-the-team', 'of-the-site', 'conflict'])),
})

export const ReviewDue = z.object({
  caseId: CaseId, siteName: z.string(), round: z.number().int(), roundKind: RoundKind.nullable(), dueOn: Day.nullable(), openQuestions: z.number().int(), answeredQuestions: z.number().int(),
})

export const reviewContract = {
  getReview: operation({
    method: 'GET', path: '/cases/{caseId}/review', tag, permit: 'review:read', summary: 'Read the technical review of a report',
    input: z.object(aCase), result: ReviewView, refusals: ['case-absent'],
  }),
  listOwnReviews: operation({
    method: 'GET', path: '/reviews', tag, permit: 'review:read', summary: 'List the reviews the account has still to do, the nearest due first',
    input: z.object({ ...PageQuery.shape }), result: pageOf(ReviewDue), refusals: ['cursor-invalid'],
  }),
  listReviewerCandidates: operation({
    method: 'GET', path: '/cases/{caseId}/reviewer-candidates', tag, permit: 'review:assign', summary: 'List who could review a report, with what stands in the way',
    input: z.object({ ...aCase, ...PageQuery.shape }), result: pageOf(ReviewerCandidate), refusals: ['case-absent', 'cursor-invalid'],
  }),
  assignReviewer: operation({
    method: 'POST', path: '/cases/{caseId}/reviewers', tag, permit: 'review:assign', summary: 'Name the technical reviewer of a report',
    description: 'Nobody reviews what they assessed, or a site they have an interest in. A reviewer named before is released.',
    input: z.object({ ...aCase, userId: shortText(100), dueOn: Day.optional().describe('after the days of the scheme where none is named') }), result: ReviewView,
    refusals: ['case-absent', 'case-state-forbids', 'reviewer-assessed-it', 'reviewer-conflicted', 'reviewer-unknown', 'day-past'],
  }),
  askReviewQuestion: operation({
    method: 'POST', path: '/cases/{caseId}/review-questions', tag, permit: 'review:write', status: 201, summary: 'Ask the assessors a question about the report',
    input: z.object({ ...aCase, standard: Slug.optional(), criterion: Slug.optional().describe('with its standard; neither for the report as a whole'), text: words }), result: ReviewView,
    refusals: ['case-absent', 'case-state-forbids', 'reviewer-not-assigned', 'criterion-unknown'],
  }),
  answerReviewQuestion: operation({
    method: 'POST', path: '/cases/{caseId}/review-questions/{questionId}/answers', tag, permit: 'review:read', summary: 'Answer a question of the review, or ask further',
    description: 'The lead assessor answers; a word of the reviewer opens the question again.',
    input: z.object({ ...aQuestion, text: words }), result: ReviewView,
    refusals: ['case-absent', 'case-state-forbids', 'review-question-absent', 'review-question-settled', 'review-answer-not-yours'],
  }),
  settleReviewQuestion: operation({
    method: 'POST', path: '/cases/{caseId}/review-questions/{questionId}/settlement', tag, permit: 'review:write', summary: 'Settle a question of the review',
    input: z.object(aQuestion), result: ReviewView, refusals: ['case-absent', 'case-state-forbids', 'reviewer-not-assigned', 'review-question-absent', 'review-question-settled'],
  }),
  saveReviewChecklist: operation({
    method: 'PUT', path: '/cases/{caseId}/review/checklist', tag, permit: 'review:write', summary: 'Save points of the review checklist',
    input: z.object({ ...aCase, version: z.number().int(), answers: z.record(z.string().max(200), CheckAnswer) }), result: ReviewView,
    refusals: ['case-absent', 'case-state-forbids', 'reviewer-not-assigned', 'review-changed', 'review-point-unknown'],
  }),
  returnReport: operation({
    method: 'POST', path: '/cases/{caseId}/report-return', tag, permit: 'review:write', summary: 'Return the report to its assessors, with the reason',
    description: 'Ratings are changed by the assessors alone.',
    input: z.object({ ...aCase, reason: words }), result: ReviewView, refusals: ['case-absent', 'case-state-forbids', 'standard-absent', 'reviewer-not-assigned', 'reviewer-assessed-it', 'reviewer-conflicted'],
  }),
  finaliseReport: operation({
    method: 'POST', path: '/cases/{caseId}/report-conclusion', tag, permit: 'review:write', summary: 'Find the report final, so that the body can decide',
    input: z.object({ ...aCase, remark: words.optional() }), result: ReviewView,
    refusals: ['case-absent', 'case-state-forbids', 'standard-absent', 'reviewer-not-assigned', 'reviewer-assessed-it', 'reviewer-conflicted', 'review-unfinished', 'review-point-wanting', 'review-question-open'],
  }),
} as const
