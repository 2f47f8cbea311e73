// What the cycle makes public: the letter, the notice of an assessment, an extension, the summary report and the standing
// of an improvement plan. Never a contact, a signatory, a volume or a word of a source. Each is a published fact, so
// that registry, statistics and site page follow by themselves.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { Day } from '#src/kernel/time.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { Country, Metal, SiteType } from '#src/parties/site.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { Version } from '#src/standards/standard.ts'
import { factKind } from '#src/transparency/fact.ts'
import { CaseStandard } from './case.ts'
import { CaseOutcome, RoundKind } from './cycle.ts'

const reference = { siteId: SiteId, siteName: shortText(200), cycle: z.number().int().min(1) }
const underStandard = { standard: Slug, standardVersion: Version }

/** The signed letter of commitment; id: `<case>`. */
export const PublishedLetter = z.object({
  ...reference, participant: shortText(300), country: Country, siteTypes: z.array(SiteType), metals: z.array(Metal),
  standards: z.array(CaseStandard), signedOn: Day,
  /** The promises, as signed, by language. */
  promises: z.record(z.string().max(20), z.array(shortText(1000)).min(1).max(20)),
  /** SHA-256 of the signed document, so that whoever holds it can tell that it is this one. */
  documentHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Days by which the first promises fall due, by clock. */
  dueOn: z.array(z.object({ clock: Slug, dueOn: Day })),
})
export type PublishedLetter = z.infer<typeof PublishedLetter>
export const letterFact = factKind('letter', PublishedLetter)

/** Notice of an assessment, with the way to be heard; id: `<case>.<round>`. */
export const PublishedNotice = z.object({
  ...reference, standards: z.array(CaseStandard), publishedOn: Day, visitFrom: Day, visitTo: Day, firmName: shortText(300),
  languages: z.array(shortText(20)).max(20), text: longText(4000),
  /** Until when concerns reach the assessors before the visit. */
  concernsUntil: Day,
})
export type PublishedNotice = z.infer<typeof PublishedNotice>
export const assessmentNoticeFact = factKind('assessment-notice', PublishedNotice)

/** A longer due date that was granted; the words of the request stay private. Id: the extension's. */
export const PublishedExtension = z.object({ ...reference, clock: Slug, dueBefore: Day, dueAfter: Day, reasonClass: Slug, grantedOn: Day })
export type PublishedExtension = z.infer<typeof PublishedExtension>
export const extensionFact = factKind('extension', PublishedExtension)

export const PublishedRating = z.object({
  criterion: Slug, level: Slug.nullable(), isApplicable: z.boolean(),
  /** Why it does not apply; given for every criterion that does not. */
  notApplicableBecause: shortText(2000).nullable(),
  /** The external standard on whose certificate it was accepted, where it was. */
  onRecognitionOf: shortText(200).nullable(),
})
export const PlanCount = z.object({ criterion: Slug, status: z.enum(['open', 'in-progress', 'closed', 'verified']), dueOn: Day })

/** What the public reads of an assessment, derived by rule from the full report; id: `<case>.<round>`. One a standard. */
export const SummaryReport = z.object({
  ...reference, ...underStandard, round: z.number().int().min(1), roundKind: RoundKind,
  country: Country, siteTypes: z.array(SiteType), metals: z.array(Metal), marks: z.array(Slug),
  firmName: shortText(300), assessedFrom: Day, assessedTo: Day, decidedOn: Day, outcome: CaseOutcome,
  ratings: z.array(PublishedRating), plan: z.array(PlanCount),
  /** What the assessors noted as done well, in the words of the report that its rule makes public. */
  goodPractices: z.array(z.object({ criterion: Slug, text: longText(2000) })).max(200),
  /** How many findings of each grade; the findings themselves are not public. */
  findings: z.record(z.string().max(40), z.number().int().min(0)),
})
export type SummaryReport = z.infer<typeof SummaryReport>
export const summaryReportFact = factKind('summary-report', SummaryReport)

/** How far an improvement plan has come; id: `<case>`. */
export const PlanStanding = z.object({ ...reference, ...underStandard, dueOn: Day, asOf: Day, gaps: z.array(PlanCount) })
export type PlanStanding = z.infer<typeof PlanStanding>
export const planStandingFact = factKind('improvement-plan', PlanStanding)
