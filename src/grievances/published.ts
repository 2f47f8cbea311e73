// What becomes public when someone contests a fact: the outcome of a report, an open dispute beside the fact, the signed
// reply of the organisation named, and the notice that a statement was removed by law. The report itself stays private.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { Day } from '#src/kernel/time.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { factKind } from '#src/transparency/fact.ts'

/** The fact that is meant: its kind and id, as shown beside it. */
export const AboutFact = z.object({ kind: longText(60), factId: longText(120) })
export type AboutFact = z.infer<typeof AboutFact>

export const Dispute = z.object({
  siteId: SiteId,
  about: AboutFact.optional(),
  /** What is contested, in words fit for the public. */
  text: longText(2000),
  openedOn: Day,
  closedOn: Day.optional(),
  resolution: longText(2000).optional(),
})
export type Dispute = z.infer<typeof Dispute>
export const disputeFact = factKind('dispute', Dispute)

export const Reply = z.object({
  siteId: SiteId,
  about: AboutFact.optional(),
  organisation: shortText(300),
  signedBy: shortText(200),
  role: shortText(200),
  signedOn: Day,
  text: longText(5000),
})
export type Reply = z.infer<typeof Reply>
export const replyFact = factKind('reply', Reply)

export const ReportOutcome = z.object({
  siteId: SiteId,
  about: AboutFact.optional(),
  outcome: z.enum(['corrected', 'rejected', 'disputed']),
  text: longText(2000),
  decidedOn: Day,
})
export type ReportOutcome = z.infer<typeof ReportOutcome>
export const reportOutcomeFact = factKind('report-outcome', ReportOutcome)

export const Withholding = z.object({
  /** The site number or production unit the removed fact was about; absent where it was about neither. */
  subject: longText(100).optional(),
  about: AboutFact,
  reason: longText(600),
  withheldOn: Day,
})
export type Withholding = z.infer<typeof Withholding>
export const withholdingFact = factKind('withholding', Withholding)
