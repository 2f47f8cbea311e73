// A certificate that a site holds under a standard of another scheme: what it covers, for which ground, until when and by
// whom it was issued. It proves nothing by itself; the equivalence matrix says what of ours it stands for.
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { SiteId } from '#src/kernel/id.ts'
import { shortText } from '#src/kernel/text.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { Version } from '#src/standards/standard.ts'

export const CertificateId = z.string().regex(/^crt_[0-9a-z]{26}$/, 'a certificate number looks like crt_ and 26 characters')

/** A version of a standard that is not ours, such as iso-14001 of 2015. */
export const ExternalStandard = z.object({ scheme: Slug, version: Version })
export type ExternalStandard = z.infer<typeof ExternalStandard>

/** The ground it covers against the site: all of it, a part, or another one. */
export const CertificateBoundary = z.enum(['same', 'partial', 'other'])
export type CertificateBoundary = z.infer<typeof CertificateBoundary>

export const CertificateState = z.enum(['not-begun', 'valid', 'lapsed', 'withdrawn'])
export type CertificateState = z.infer<typeof CertificateState>

const written = {
  scheme: Slug,
  schemeVersion: Version,
  number: shortText(120),
  /** Who issued it. */
  body: shortText(300),
  /** Who accredited that body; null where it is not accredited, or nobody said. */
  accreditation: shortText(300).nullable(),
  /** The scope as it is printed. */
  scopeText: shortText(2000),
  boundary: CertificateBoundary,
  validFrom: Day,
  /** The last day on which it holds. */
  validUntil: Day,
  /** The certificate itself, as an item of the evidence library. */
  evidenceId: z.string().max(60).nullable(),
}
/** What a site states of a certificate. */
export const CertificateStatement = z.object(written)
export type CertificateStatement = z.infer<typeof CertificateStatement>

export const Certificate = z.object({
  certificateId: CertificateId,
  siteId: SiteId,
  organisationId: z.string(),
  ...written,
  state: CertificateState,
  withdrawnOn: Day.nullable(),
  withdrawalReason: z.string().nullable(),
  version: z.number().int(),
  addedAt: Instant,
  addedBy: z.string(),
})
export type Certificate = z.infer<typeof Certificate>

export const certificateStateOn = (one: Pick<Certificate, 'validFrom' | 'validUntil' | 'withdrawnOn'>, day: Day): CertificateState =>
  one.withdrawnOn !== null ? 'withdrawn' : day < one.validFrom ? 'not-begun' : day > one.validUntil ? 'lapsed' : 'valid'

export const orderedValidity = (one: Pick<CertificateStatement, 'validFrom' | 'validUntil'>): Outcome<null> =>
  one.validFrom <= one.validUntil ? accept(null)
    : deny(refuse('certificate-days-reversed', `It would hold from ${one.validFrom} until ${one.validUntil}, which is earlier. Exchange or correct the days.`))

const compared = ['scheme', 'schemeVersion', 'number', 'body', 'accreditation', 'scopeText', 'boundary', 'validFrom', 'validUntil', 'evidenceId'] as const

/** The fields that differ between two statements, with both values: what the log and the difference of scope tell. */
export const certificateChanges = (before: CertificateStatement, after: CertificateStatement): { field: string; before: string | null; after: string | null }[] =>
  compared.filter((field) => before[field] !== after[field]).map((field) => ({ field, before: before[field], after: after[field] }))
