// What a switch-over takes over: running cases as the operator's own list has them, with what hangs on each. Nothing is
// guessed: what cannot be read is named with its place, and where a due day differs from the one the standard gives, the
// operator says which of the two holds.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { ExtensionReason } from '#src/assurance/extension.ts'
import { GapStatus } from '#src/assurance/improvement-plan.ts'
import { CaseState, RoundKind } from '#src/assurance/cycle.ts'
import { AwardReasonClass, AwardState } from '#src/awards/award.ts'
import { Country, Metal, SiteType } from '#src/parties/site.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { Version } from '#src/standards/standard.ts'

export const SheetKey = z.enum(['cases', 'extensions', 'ratings', 'plan', 'awards'])
export type SheetKey = z.infer<typeof SheetKey>

export const CarriedProblem = z.object({
  sheet: z.string(), row: z.number().int(), column: z.string().nullable(),
  /** A note does not stand in the way. */
  isBlocking: z.boolean(), code: z.string(), detail: z.string(), remedy: z.string(),
})
export type CarriedProblem = z.infer<typeof CarriedProblem>

export const DueChoice = z.enum(['keep', 'computed'])
export type DueChoice = z.infer<typeof DueChoice>

/** A due day of the workbook that is not the one that the standard gives. */
export const DueDifference = z.object({
  key: z.string(), siteName: z.string(), clock: Slug, startedOn: Day, workbook: Day, computed: Day, choice: DueChoice.nullable(),
})
export type DueDifference = z.infer<typeof DueDifference>
export const ChosenDue = z.object({ key: z.string().max(200), clock: Slug, choice: DueChoice })
export const ChosenDues = z.array(ChosenDue).max(20_000)
export type ChosenDue = z.infer<typeof ChosenDue>

const CarriedStandard = z.object({ standard: Slug, standardVersion: Version, marks: z.array(Slug), isGoverning: z.boolean() })
export const CarriedExtension = z.object({ clock: Slug, until: Day, grantedOn: Day, reasonClass: ExtensionReason })
export const CarriedRating = z.object({ standard: Slug, criterion: Slug, level: Slug.nullable(), rationale: z.string().nullable(), ratedOn: Day })
export const CarriedGap = z.object({
  standard: Slug, criterion: Slug, rootCause: z.string().nullable(), action: z.string().nullable(), dueOn: Day.nullable(), status: GapStatus, closedOn: Day.nullable(),
})
export const CarriedAward = z.object({
  standard: Slug, mark: Slug, decidedOn: Day, validUntil: Day, isConditional: z.boolean(), followUpDueOn: Day.nullable(), state: AwardState, since: Day.nullable(),
  reasonClass: AwardReasonClass.nullable(),
})

/** One row of the list, with what hangs on it. */
export const CarriedCase = z.object({
  key: z.string(), siteId: SiteId.nullable(), siteName: z.string(), country: Country, siteTypes: z.array(SiteType), metals: z.array(Metal),
  participant: z.string(), participantCountry: Country, contactName: z.string().nullable(), contactEmail: z.string().nullable(),
  standards: z.array(CarriedStandard), cohort: Slug.nullable(), cycle: z.number().int(), round: z.number().int(), roundKind: RoundKind.nullable(),
  state: CaseState, since: Day, letterSignedOn: Day.nullable(), letterFile: z.string().nullable(), selfAssessedOn: Day.nullable(), assessedFrom: Day.nullable(),
  assessedTo: Day.nullable(), decidedOn: Day.nullable(), firmId: z.string().nullable(), previousKey: z.string().nullable(),
  dueOn: z.record(Slug, Day), files: z.array(z.string()),
  extensions: z.array(CarriedExtension), ratings: z.array(CarriedRating), gaps: z.array(CarriedGap), awards: z.array(CarriedAward),
})
export type CarriedCase = z.infer<typeof CarriedCase>

/** `known`: taken over before, as it stands in the file. `changed`: taken over before, and the file says something else now. */
export const RowStanding = z.enum(['new', 'known', 'changed', 'blocked'])
export const CaseReading = z.object({
  key: z.string(), row: z.number().int(), siteId: z.string().nullable(), siteName: z.string(), isNewSite: z.boolean(), participant: z.string(), state: CaseState.nullable(),
  standing: RowStanding, caseId: z.string().nullable(),
  /** Parts that differ from what was taken over, by name. */
  changed: z.array(z.string()),
  ratings: z.number().int(), gaps: z.number().int(), awards: z.number().int(), extensions: z.number().int(), dueDays: z.number().int(),
})
export type CaseReading = z.infer<typeof CaseReading>

export const SwitchOverReading = z.object({
  fileHash: z.string(), cases: z.array(CaseReading), problems: z.array(CarriedProblem), differences: z.array(DueDifference),
  files: z.object({ named: z.number().int(), found: z.number().int() }),
})
export type SwitchOverReading = z.infer<typeof SwitchOverReading>

export const SwitchOver = z.object({
  switchOverId: z.string(), fileHash: z.string(), appliedAt: Instant, appliedBy: z.string(), note: z.string(), isUndone: z.boolean(), undoReason: z.string().nullable(),
  cases: z.array(z.object({ key: z.string(), caseId: z.string(), siteName: z.string() })), kept: z.number().int(),
})
export type SwitchOver = z.infer<typeof SwitchOver>

/** The parts of two rows that differ, by name. */
export function differingParts(before: CarriedCase, after: CarriedCase, sameText: (value: unknown) => string): string[] {
  return (Object.keys(after) as (keyof CarriedCase)[]).filter((part) => sameText(before[part]) !== sameText(after[part]))
}
