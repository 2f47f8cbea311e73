// The law of the desk review (assurance process, step 3: the self-assessment is reviewed at the desk before the visit):
// questions by criterion with a due day, answers of the site, and the check of what is recognised from certificates.
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { Slug } from '#src/standards/award-rule.ts'

export const QuestionState = z.enum(['open', 'answered', 'closed'])
export const Side = z.enum(['assessor', 'site'])
export type Side = z.infer<typeof Side>

export const DeskMessage = z.object({ sequence: z.number().int(), author: z.string(), side: Side, writtenAt: Instant, text: z.string().nullable() })
export type DeskMessage = z.infer<typeof DeskMessage>

export const DeskQuestion = z.object({
  questionId: z.string(), caseId: z.string(), round: z.number().int(), standard: Slug,
  /** Null: about the self-assessment as a whole. */
  criterion: Slug.nullable(),
  askedBy: z.string(), askedOn: Day, dueOn: Day, state: QuestionState, closedOn: Day.nullable(), messages: z.array(DeskMessage),
})
export type DeskQuestion = z.infer<typeof DeskQuestion>

export const RecognitionCheck = z.object({
  caseId: z.string(), round: z.number().int(), standard: Slug, criterion: Slug, certificateId: z.string(), isAccepted: z.boolean(), note: z.string(), checkedBy: z.string(), checkedOn: Day,
})
export type RecognitionCheck = z.infer<typeof RecognitionCheck>

/** Where a question stands after a message: an answer waits for the assessor, a follow-up for the site. */
export function written(question: Pick<DeskQuestion, 'state' | 'questionId' | 'closedOn'>, side: Side): Outcome<DeskQuestion['state']> {
  if (question.state === 'closed') return deny(refuse('desk-question-closed', `The question was closed on ${question.closedOn}. Ask a new one.`))
  return accept(side === 'site' ? 'answered' : 'open')
}
