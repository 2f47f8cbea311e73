// What the public reads of evidence: items that their organisation disclosed to everybody, by the hash of their bytes, so
// that whoever holds a copy can tell that it is this one. Taken back when the item is withdrawn or another takes its place.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { shortText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { factKind } from '#src/transparency/fact.ts'
import { EvidenceKind, EvidenceLanguage, type Evidence } from './evidence.ts'

export const PublicEvidence = z.object({
  organisationId: z.string(),
  organisationName: shortText(300),
  siteId: SiteId.optional(),
  title: shortText(200),
  kind: EvidenceKind,
  writtenIn: EvidenceLanguage,
  validFrom: Day.nullable(),
  validUntil: Day.nullable(),
  revision: z.number().int().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  byteCount: z.number().int(),
  mediaType: z.string(),
  filename: z.string(),
})
export type PublicEvidence = z.infer<typeof PublicEvidence>
export const publicEvidenceFact = factKind('public-evidence', PublicEvidence)

/** Null where the public sees nothing of it. */
export const publicView = (one: Evidence, organisationName: string): PublicEvidence | null =>
  one.layer !== 'public' || one.withdrawnOn !== null || one.supersededBy !== null || one.file.erasedOn !== null ? null : {
    organisationId: one.organisationId, organisationName, ...(one.siteId === null ? {} : { siteId: one.siteId }), title: one.title, kind: one.kind,
    writtenIn: one.writtenIn, validFrom: one.validFrom, validUntil: one.validUntil, revision: one.file.revision, sha256: one.file.sha256,
    byteCount: one.file.byteCount, mediaType: one.file.mediaType, filename: one.file.filename,
  }
