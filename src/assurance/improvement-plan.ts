// The law of an improvement plan: what was met in part only is closed by the site within the plan's time and verified by
// an assessor (assurance process, what follows the award). The site plans and closes; it never verifies.
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { shortText } from '#src/kernel/text.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { Version } from '#src/standards/standard.ts'
import type { CaseClock } from './clock.ts'

export const GapId = z.string().regex(/^gap_[0-9a-z]{26}$/, 'a gap number looks like gap_ and 26 characters')

export const GapStatus = z.enum(['open', 'in-progress', 'closed', 'verified'])
export type GapStatus = z.infer<typeof GapStatus>

export const GapPlan = z.object({
  rootCause: shortText(4000).describe('why the criterion is not fully met'),
  action: shortText(4000).describe('what is done about it'),
  ownerUserId: shortText(100).describe('the person of the site who answers for it'),
  dueOn: Day.describe('by when; not after the day the plan is due'),
})
export type GapPlan = z.infer<typeof GapPlan>

export const Gap = z.object({
  gapId: GapId, caseId: z.string(), round: z.number().int().min(1),
  standard: Slug, standardVersion: Version, criterion: Slug,
  levelFound: Slug, levelAsked: Slug,
  rootCause: z.string().nullable(), action: z.string().nullable(), ownerUserId: z.string().nullable(), dueOn: Day.nullable(),
  percent: z.number().int().min(0).max(100),
  status: GapStatus,
  closingEvidence: z.array(z.string()), closingText: z.string().nullable(), closedOn: Day.nullable(), closedBy: z.string().nullable(),
  verifiedOn: Day.nullable(),
  /** Null where a later decision found the criterion fully met. */
  verifiedBy: z.string().nullable(),
  verificationText: z.string().nullable(),
  version: z.number().int(), openedOn: Day, changedAt: Instant,
})
export type Gap = z.infer<typeof Gap>

export const GapNote = z.object({ noteId: z.string(), gapId: z.string(), percent: z.number().int(), text: z.string(), author: z.string(), at: Instant })
export type GapNote = z.infer<typeof GapNote>

/** The day by which the whole plan is due: its own clock, else the day of full conformance. Null where neither runs. */
export function planDueOn(clocks: readonly CaseClock[]): Day | null {
  const of = (slug: string): CaseClock | undefined => clocks.find(({ clock, droppedOn }) => clock === slug && droppedOn === null)
  return (of('improvement-plan') ?? of('full-conformance'))?.dueOn ?? null
}

const isVerified = (gap: Gap): Outcome<never> | null => gap.status !== 'verified' ? null
  : deny(refuse('gap-verified', `The gap in ${gap.criterion} was verified as closed on ${gap.verifiedOn}. Nothing is left to do on it.`))

export function planned(gap: Gap, plan: GapPlan, expectedVersion: number, planDue: Day | null): Outcome<Gap> {
  const over = isVerified(gap)
  if (over !== null) return over
  if (gap.version !== expectedVersion) return deny(refuse('gap-changed', `Somebody changed the gap in ${gap.criterion} since you opened it. Load it again; what you typed is kept on your screen.`))
  if (planDue !== null && plan.dueOn > planDue) {
    return deny(refuse('gap-due-too-late', `The plan is due on ${planDue}, and this gap would be closed on ${plan.dueOn}. Choose an earlier day, or ask for an extension of the clock first.`))
  }
  return accept({ ...gap, ...plan })
}

export const noted = (gap: Gap, percent: number): Outcome<Gap> =>
  isVerified(gap) ?? (gap.status === 'closed' ? deny(refuse('gap-closed', `The gap in ${gap.criterion} is reported closed and waits for an assessor.`))
    : accept({ ...gap, percent, status: 'in-progress' }))

/** The site reports the gap closed, with what shows it. */
export function closed(gap: Gap, by: string, evidenceIds: readonly string[], text: string, today: Day): Outcome<Gap> {
  const over = isVerified(gap)
  if (over !== null) return over
  if (gap.rootCause === null || gap.action === null) {
    return deny(refuse('gap-not-planned', `The gap in ${gap.criterion} has no root cause and action yet. Plan it first, so that an assessor can tell what was done.`))
  }
  if (evidenceIds.length === 0) return deny(refuse('gap-evidence-missing', `Name the evidence that shows ${gap.criterion} is fully met now.`))
  return accept({ ...gap, status: 'closed', percent: 100, closingEvidence: [...new Set(evidenceIds)], closingText: text, closedOn: today, closedBy: by })
}

/** An assessor of the case looked at it: it is closed, or goes back with the reason. */
export function verified(gap: Gap, by: string, isClosed: boolean, text: string, today: Day): Outcome<Gap> {
  const over = isVerified(gap)
  if (over !== null) return over
  if (gap.status !== 'closed') return deny(refuse('gap-not-closed', `The site has not reported the gap in ${gap.criterion} closed yet.`))
  if (gap.closedBy === by) return deny(refuse('gap-verified-by-closer', 'Nobody verifies what they reported closed. Another assessor of the case must look at it.'))
  if (!isClosed) return accept({ ...gap, status: 'in-progress', percent: 50, verificationText: text, closedOn: null, closedBy: null })
  return accept({ ...gap, status: 'verified', verifiedOn: today, verifiedBy: by, verificationText: text })
}

/** A later decision found the criterion fully met. */
export const metByDecision = (gap: Gap, on: Day): Gap => gap.status === 'verified' ? gap
  : { ...gap, status: 'verified', percent: 100, verifiedOn: on, verifiedBy: null }

/** A later decision found again what had been verified. */
export const reopened = (gap: Gap, round: number, levelFound: string): Gap => ({
  ...gap, round, levelFound, status: gap.action === null ? 'open' : 'in-progress', percent: 0, closedOn: null, closedBy: null, verifiedOn: null, verifiedBy: null,
})

/** Whether the public standing of the plan differs. */
export const isOtherStatus = (before: Gap, after: Gap): boolean => before.status !== after.status || before.dueOn !== after.dueOn
