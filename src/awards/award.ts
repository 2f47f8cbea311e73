// An award is of one site, one mark, one standard version and one cycle. Its standing changes by decisions alone: a clock
// proposes, a body decides after notice and a response period (invariants: no award without a decision). Every change is
// public with its day and a class of reason.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { Day } from '#src/kernel/time.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { Version } from '#src/standards/standard.ts'
import { factKind } from '#src/transparency/fact.ts'
import { Mark } from './milestone.ts'

export const AwardState = z.enum(['in-force', 'suspended', 'withdrawn', 'expired', 'transferred', 'replaced'])
export type AwardState = z.infer<typeof AwardState>

export const AwardChangeKind = z.enum([
  'awarded', 'condition-cleared', 'condition-kept', 'extended', 'review-opened', 'review-closed', 'suspended', 'reinstated', 'withdrawn', 'expired',
  'transferred', 'replaced', 'special-condition-set', 'special-condition-met', 'early-re-assessment-asked',
])
export const AwardReasonClass = z.enum([
  'assessment', 'follow-up', 'plan-overdue', 'serious-event', 'grievance-upheld', 'false-claim', 'significant-change', 'site-left', 'site-closed', 'site-sold',
  'term-ended', 're-assessment', 'appeal', 'guidance-published', 'correction', 'verified-remedy',
])

export const SpecialCondition = z.object({
  conditionId: z.string(), text: longText(2000),
  /** The document that is still to come and will say what is asked, such as guidance for river tailings. */
  boundTo: shortText(300).nullable(), setOn: Day, metOn: Day.nullable(),
})
export type SpecialCondition = z.infer<typeof SpecialCondition>

export const AwardChange = z.object({ on: Day, change: AwardChangeKind, reasonClass: AwardReasonClass, state: AwardState, isConditional: z.boolean(), validUntil: Day })
export type AwardChange = z.infer<typeof AwardChange>

/** The public fact; its id is the award's number, which its certificate carries. */
export const Award = z.object({
  siteId: SiteId, siteName: shortText(200), participant: shortText(300),
  mark: Mark, standard: Slug, standardVersion: Version, cycle: z.number().int().min(1),
  assessedFrom: Day, assessedTo: Day, decidedOn: Day, issuedOn: Day, announcedOn: Day.nullable(), validUntil: Day,
  state: AwardState,
  /** Some criterion is met in part only; the scheme's setting `award.conditional-wording` says it to the public. */
  isConditional: z.boolean(),
  conditionalWording: longText(600).nullable(),
  followUpDueOn: Day.nullable(),
  specialConditions: z.array(SpecialCondition).max(50),
  /** Set only after the site was told. */
  underReviewSince: Day.nullable(),
  /** Oldest first. */
  history: z.array(AwardChange).min(1),
})
export type Award = z.infer<typeof Award>
export const awardFact = factKind('award', Award)
