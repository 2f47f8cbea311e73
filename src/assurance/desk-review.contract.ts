// The desk review: questions and answers by criterion, and the check of what is recognised.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { shortText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { CaseId } from './case.ts'
import { DeskMessage, DeskQuestion, RecognitionCheck } from './desk-review.ts'
import { ScopingLine } from './scoping.ts'

const tag = 'Assessment'
const aCase = { caseId: CaseId }
const aQuestion = { questionId: z.string().max(60) }

export const QuestionRecord = z.object({
  ...DeskQuestion.shape, title: z.string().nullable(), isOverdue: z.boolean(), messages: z.array(z.object({ ...DeskMessage.shape, authorName: z.string() })),
})
export const DeskReviewRecord = z.object({
  caseId: CaseId, round: z.number().int(), isOpen: z.boolean(),
  may: z.object({ ask: z.boolean(), answer: z.boolean(), complete: z.boolean() }),
  questions: z.array(QuestionRecord), open: z.number().int(),
  /** Criteria that an approved equivalence covers in full, each with its desk check. */
  recognised: z.array(z.object({
    ...ScopingLine.pick({ standard: true, criterion: true, certificateIds: true, evidenceIds: true, lapsesOn: true }).shape, title: z.string(), check: RecognitionCheck.nullable(),
  })),
  questionDays: z.number().int(),
})

export const deskReviewContract = {
  getDeskReview: operation({
    method: 'GET', path: '/cases/{caseId}/desk-review', tag, permit: 'assessment:read', summary: 'Read the questions and checks of the desk review',
    input: z.object(aCase), result: DeskReviewRecord, refusals: ['case-absent', 'standard-absent'],
  }),
  askDeskQuestion: operation({
    method: 'POST', path: '/cases/{caseId}/desk-questions', tag, permit: 'desk-question:ask', status: 201, summary: 'Ask the site about a criterion',
    input: z.object({ ...aCase, standard: Slug, criterion: Slug.nullable().default(null).describe('null for the self-assessment as a whole'), text: shortText(4000), dueOn: Day.optional() }),
    result: QuestionRecord, refusals: ['case-absent', 'case-state-forbids', 'criterion-unknown', 'standard-absent'],
  }),
  answerDeskQuestion: operation({
    method: 'POST', path: '/desk-questions/{questionId}/messages', tag, permit: 'desk-review:write', status: 201, summary: 'Answer a question, or ask further',
    input: z.object({ ...aQuestion, text: shortText(8000) }), result: QuestionRecord, refusals: ['desk-question-absent', 'desk-question-closed', 'standard-absent'],
  }),
  closeDeskQuestion: operation({
    method: 'POST', path: '/desk-questions/{questionId}/closure', tag, permit: 'desk-question:ask', summary: 'Close a question',
    input: z.object(aQuestion), result: QuestionRecord, refusals: ['desk-question-absent', 'desk-question-closed', 'standard-absent'],
  }),
  checkRecognition: operation({
    method: 'POST', path: '/cases/{caseId}/recognition-checks', tag, permit: 'recognition:check', summary: 'Accept a certificate for a criterion at the desk, or take it into the visit',
    input: z.object({ ...aCase, standard: Slug, criterion: Slug, certificateId: z.string().max(60), isAccepted: z.boolean(), note: shortText(2000).describe('what was looked at, and why') }),
    result: RecognitionCheck, refusals: ['case-absent', 'case-state-forbids', 'criterion-unknown', 'recognition-not-usable', 'standard-absent'],
  }),
  completeDeskReview: operation({
    method: 'POST', path: '/cases/{caseId}/desk-review/completion', tag, permit: 'desk-review:complete', summary: 'Complete the desk review',
    input: z.object(aCase), result: DeskReviewRecord, refusals: ['case-absent', 'case-state-forbids', 'desk-questions-open', 'desk-checks-missing', 'standard-absent'],
  }),
} as const
