// How a case ends other than by its term, and when the next cycle may begin (assurance process: re-assessment every three
// years against the criteria then in force, earlier on a significant change of the operation).
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { addMonths, type Day } from '#src/kernel/time.ts'
import type { Case } from './case.ts'
import type { CaseClock } from './clock.ts'
import { awardedStates } from './cycle.ts'

/** The same words as the public class of reason of an award (`awards/award.ts`). */
export const DepartureReason = z.enum(['site-left', 'site-closed', 'site-sold'])
export type DepartureReason = z.infer<typeof DepartureReason>

export const ReassessmentCause = z.enum(['end-of-validity', 'significant-change'])
export type ReassessmentCause = z.infer<typeof ReassessmentCause>

/** The day on which the award of a case has to be renewed. */
export const renewalDue = (clocks: readonly CaseClock[]): Day | null =>
  (clocks.find(({ clock }) => clock === 'award-validity') ?? clocks.find(({ clock }) => clock === 're-assessment'))?.dueOn ?? null

export type Reopening = { readonly cause: ReassessmentCause; readonly monthsBefore: number; readonly successor: string | undefined; readonly today: Day; readonly isOperator: boolean }

/** Whether the next cycle may be opened now. @returns `case-state-forbids`, `re-assessment-open`, `re-assessment-too-early` */
export function reopenable(one: Pick<Case, 'state'>, clocks: readonly CaseClock[], how: Reopening): Outcome<null> {
  if (!awardedStates.includes(one.state)) {
    return deny(refuse('case-state-forbids', `The case is in state "${one.state}"; the next cycle opens from "awarded" or "conditional" only.`))
  }
  if (how.successor !== undefined) return deny(refuse('re-assessment-open', `The next cycle of this site is the case ${how.successor}.`))
  if (how.cause === 'significant-change') {
    return how.isOperator ? accept(null)
      : deny(refuse('re-assessment-too-early', 'Whether a change is significant is for the scheme to say. Report the change; the scheme then opens the re-assessment.'))
  }
  const due = renewalDue(clocks)
  const opens = due === null ? null : addMonths(due, -how.monthsBefore)
  if (opens !== null && how.today < opens) return deny(refuse('re-assessment-too-early', `The award ends on ${due!}; the re-assessment can be opened from ${opens}.`))
  return accept(null)
}
