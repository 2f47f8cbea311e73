// The shapes in which the public sees what an assurance cycle made known: awards and their history, letters, notices of
// assessments, summary reports, plans and extensions, each as it stood on a day.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { Day } from '#src/kernel/time.ts'
import { PlanCount, PlanStanding, PublishedExtension, PublishedLetter, PublishedNotice, SummaryReport } from '#src/assurance/published.ts'
import { Award } from '#src/awards/award.ts'
import { Country } from '#src/parties/site.ts'

/** The word and shape of an award on a day. An award whose validity ended is expired, whoever forgot to say so. */
export const AwardStatus = z.enum(['live-awarded', 'conditional', 'suspended', 'withdrawn', 'expired', 'transferred', 'replaced'])
export type AwardStatus = z.infer<typeof AwardStatus>

/** An identifier of something published: its fact's own. */
export const PublishedId = z.string().max(200).regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'such a number holds letters, digits, dots, hyphens and underscores only')

export const AwardRow = z.object({
  awardId: z.string(),
  ...Award.shape,
  status: AwardStatus,
  /** Of the site in the registry; null where the site is not in it. */
  country: Country.nullable(),
  /** Of the summary report that the award rests on; null where none is published. */
  firmName: z.string().nullable(),
  reportId: z.string().nullable(),
  /** SHA-256 of the award as published (canonical JSON), printed on its certificate. */
  contentHash: z.string(),
  links: z.object({ page: z.string(), api: z.string(), certificate: z.string() }),
})
export type AwardRow = z.infer<typeof AwardRow>

export const LetterRow = z.object({ letterId: z.string(), ...PublishedLetter.shape })
export type LetterRow = z.infer<typeof LetterRow>

export const NoticeRow = z.object({
  noticeId: z.string(),
  ...PublishedNotice.shape,
  phase: z.enum(['upcoming', 'under-way', 'past']),
  /** Whether a concern sent now still reaches the assessors before the visit. */
  isBeforeVisit: z.boolean(),
  /** Where to be heard, without an account. */
  hearing: z.string(),
})
export type NoticeRow = z.infer<typeof NoticeRow>

export const ReportRow = z.object({
  reportId: z.string(),
  ...SummaryReport.omit({ ratings: true, plan: true, goodPractices: true, findings: true }).shape,
  /** How many criteria at each level; `not-applicable` counts those that do not apply. */
  levels: z.record(z.string(), z.number().int()),
})
export type ReportRow = z.infer<typeof ReportRow>

export const PlanRow = z.object({
  planId: z.string(),
  ...PlanStanding.shape,
  counts: z.record(PlanCount.shape.status, z.number().int()),
})
export type PlanRow = z.infer<typeof PlanRow>

export const ExtensionRow = z.object({ extensionId: z.string(), ...PublishedExtension.shape })
export type ExtensionRow = z.infer<typeof ExtensionRow>

/** Of one site, each list newest first. */
export const SiteAssurance = z.object({
  awards: z.array(AwardRow),
  letters: z.array(LetterRow),
  notices: z.array(NoticeRow),
  reports: z.array(ReportRow),
  plans: z.array(PlanRow),
  extensions: z.array(ExtensionRow),
})
export type SiteAssurance = z.infer<typeof SiteAssurance>

const onlySite = { siteId: SiteId.optional().describe('of one site; merged numbers are followed') }
export const AwardFilter = z.object({
  ...onlySite,
  mark: Award.shape.mark.optional(),
  status: AwardStatus.optional().describe('status on the day asked about'),
  country: Country.optional(),
  q: z.string().max(200).optional().describe('part of the name of the site or of the participant, or the number of an award'),
})
export type AwardFilter = z.infer<typeof AwardFilter>
export const OfSite = z.object(onlySite)
export const NoticeFilter = z.object({ ...onlySite, phase: NoticeRow.shape.phase.optional(), until: Day.optional().describe('visits that begin on or before this day') })
export type NoticeFilter = z.infer<typeof NoticeFilter>
