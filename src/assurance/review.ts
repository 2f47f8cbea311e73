// The law of the technical review of a report: somebody who did not assess reads it, asks, checks, and returns it or
// finds it final. A reviewer never changes a rating (assurance process, step 3; separation of duties).
import { z } from 'zod'
import { schemeSetting } from '#src/access/scheme-setting.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { shortText } from '#src/kernel/text.ts'
import { Slug } from '#src/standards/award-rule.ts'

/** What a reviewer goes through; the names have messages `check.<name>`, others are shown as the scheme wrote them. */
export const reviewChecklist = schemeSetting('review.checklist', z.array(shortText(200)).min(1).max(40), [
  'every-criterion-rated', 'rationale-carries-rating', 'evidence-is-named', 'not-applicable-is-justified', 'recognition-fits',
  'findings-match-ratings', 'interviews-cover-site', 'concerns-are-disposed', 'team-was-independent',
], 'inferred')
/** Days a reviewer has from the day of assignment. */
export const reviewDays = schemeSetting('review.days', z.number().int().min(1).max(180), 30, 'inferred')

export const CheckAnswer = z.object({ answer: z.enum(['yes', 'no', 'not-applicable']), remark: z.string().max(2000).nullable() })
export type CheckAnswer = z.infer<typeof CheckAnswer>
export const Checklist = z.record(z.string().max(200), CheckAnswer)
export type Checklist = z.infer<typeof Checklist>

export const ReviewOutcome = z.enum(['returned', 'finalised'])
export type ReviewOutcome = z.infer<typeof ReviewOutcome>

export const TechnicalReview = z.object({
  caseId: z.string(), round: z.number().int().min(1), reviewer: z.string(), assignedBy: z.string(), assignedAt: Instant, dueOn: Day.nullable(),
  checklist: Checklist, version: z.number().int(), outcome: ReviewOutcome.nullable(), outcomeText: z.string().nullable(), concludedAt: Instant.nullable(),
})
export type TechnicalReview = z.infer<typeof TechnicalReview>

export const ReviewMessage = z.object({ messageId: z.string(), author: z.string(), text: z.string(), at: Instant })
export type ReviewMessage = z.infer<typeof ReviewMessage>

export const QuestionState = z.enum(['open', 'answered', 'settled'])
export type QuestionState = z.infer<typeof QuestionState>

export const ReviewQuestion = z.object({
  questionId: z.string(), caseId: z.string(), round: z.number().int(), standard: Slug.nullable(), criterion: Slug.nullable(),
  state: QuestionState, askedAt: Instant, settledAt: Instant.nullable(), messages: z.array(ReviewMessage),
})
export type ReviewQuestion = z.infer<typeof ReviewQuestion>

/** Whether a report may be found final: every point was checked, none is wanting, and no question stands open. */
export function finalisable(review: TechnicalReview, points: readonly string[], questions: readonly ReviewQuestion[]): Outcome<true> {
  const missing = points.filter((point) => review.checklist[point] === undefined)
  if (missing.length > 0) return deny(refuse('review-unfinished', `${missing.length} of ${points.length} points of the checklist have no answer. Go through them first.`))
  const wanting = points.filter((point) => review.checklist[point]!.answer === 'no')
  if (wanting.length > 0) return deny(refuse('review-point-wanting', `${wanting.length} points of the checklist are answered with no. Return the report, or settle them first.`))
  const open = questions.filter(({ state }) => state !== 'settled')
  if (open.length > 0) return deny(refuse('review-question-open', `${open.length} questions are not settled. Settle each with its answer, or return the report.`))
  return accept(true)
}

/** The next state of a question after a word of the reviewer, or of the assessors. */
export function spoken(question: ReviewQuestion, byReviewer: boolean): Outcome<QuestionState> {
  if (question.state === 'settled') return deny(refuse('review-question-settled', 'This question is settled. Ask a new one if something is still open.'))
  return accept(byReviewer ? 'open' : 'answered')
}
