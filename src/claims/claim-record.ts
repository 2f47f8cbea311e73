// What stands in a claim when it is issued, and how it is shown afterwards. The body is hashed and never edited.
import { z } from 'zod'
import { Characteristic } from '#src/custody/balance-profile.ts'
import { LotId } from '#src/custody/lot.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { FactorStand } from '#src/footprint/factor-book.ts'
import { Neutrality, NeutralTerms } from './carbon-neutral.ts'
import { ClaimState } from './claim.ts'
import { Gate } from './claim-gate.ts'
import { ClaimAudience, ClaimBasis, SubjectKind } from './claim-template.ts'

export const ClaimSubject = z.object({ kind: SubjectKind, id: z.string(), label: z.string() })
const Told = z.object({ title: z.string(), statement: z.string(), means: z.string() })

export const ClaimBody = z.object({
  claimId: z.string(),
  template: z.string(), templateVersion: z.number().int(), basis: ClaimBasis,
  subject: ClaimSubject,
  isSimulated: z.boolean(),
  claimant: z.object({ organisationId: z.string(), name: z.string().nullable() }),
  audience: z.object({ kind: ClaimAudience, partner: z.string().nullable() }),
  words: z.object({ en: Told, es: Told, zh: Told, fr: Told }),
  values: z.record(z.string(), z.string()),
  model: z.string().nullable(),
  account: z.object({ accountId: z.string(), entryId: z.string(), quantity: z.string(), siteId: z.string(), characteristic: Characteristic }).nullable(),
  neutral: z.object({ terms: NeutralTerms, numbers: Neutrality }).nullable(),
  recognisedBy: z.object({ scheme: z.string(), since: Day, source: z.string() }).nullable(),
  gate: Gate,
  evidence: z.object({ lots: z.number().int(), events: z.number().int(), sites: z.number().int(), figures: z.array(z.string()) }),
  versions: z.object({ logPosition: z.number().int(), factors: FactorStand }),
  note: z.string().nullable(),
  issuedOn: Day, validUntil: Day,
})
export type ClaimBody = z.infer<typeof ClaimBody>

export const Claim = z.object({
  body: ClaimBody, digest: z.string(), state: ClaimState, issuedAt: Instant, endedAt: Instant.nullable(), endReason: z.string().nullable(), supersededBy: z.string().nullable(),
  review: z.object({ since: Instant, reason: z.string() }).nullable(),
})
export type Claim = z.infer<typeof Claim>

/** What a reader without an account sees: the claim, and nothing of the book behind it. */
export const PublicClaimBody = ClaimBody.omit({ account: true, evidence: true }).extend({ account: ClaimBody.shape.account.unwrap().omit({ accountId: true, entryId: true }).nullable() })
export const PublicClaim = Claim.omit({ endReason: true, review: true, body: true }).extend({ body: PublicClaimBody, isOpenForReview: z.boolean() })
export type PublicClaim = z.infer<typeof PublicClaim>

export const CreditRow = z.object({ claimId: z.string(), registry: z.string(), project: z.string(), series: z.string(), serialFrom: z.string(), serialTo: z.string(), units: z.string(), vintage: z.number().int(), type: z.enum(['avoidance', 'removal']), retiredOn: Day, beneficiary: z.string() })
export type CreditRow = z.infer<typeof CreditRow>

export const SubjectRef = z.union([z.object({ kind: z.literal('lot'), id: LotId }), z.object({ kind: z.literal('shipment'), id: z.string().regex(/^shp_\d{1,15}$/, 'the number of a shipment looks like shp_17') }), z.object({ kind: z.literal('site'), id: z.string().max(20) })])
export type SubjectRef = z.infer<typeof SubjectRef>
