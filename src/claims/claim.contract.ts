// What may be said of metal and sites: templates, what fits a subject, claims and their end (custody notes 2.5, 4.6).
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { longText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { debitRefusals } from '#src/custody/balance.contract.ts'
import { Neutrality } from './carbon-neutral.ts'
import { ClaimAsk } from './claim.ts'
import { Gate } from './claim-gate.ts'
import { Claim, ClaimSubject, CreditRow, PublicClaim, SubjectRef } from './claim-record.ts'
import { ClaimAudience, ClaimTemplate, SubjectKind } from './claim-template.ts'

const tag = 'Claims'
const read = { tag, permit: 'claim:read' } as const
const write = { tag, permit: 'claim:write' } as const
const ClaimId = z.string().regex(/^clm_[0-9a-z]{26}$/, 'the number of a claim looks like clm_ and 26 characters')
const aClaim = { claimId: ClaimId }
const reason = longText(500).refine((text) => text.trim().length >= 3, 'say why in a few words')
const asked = { subject: SubjectRef, template: z.string().max(60), audience: ClaimAudience, ...ClaimAsk.shape, supersedes: ClaimId.optional().describe('the standing claim whose place this one takes') }
const Fault = z.object({ code: z.string(), detail: z.string() })

export const ClaimPreview = z.object({
  template: z.string(), templateVersion: z.number().int(), subject: ClaimSubject, isSimulated: z.boolean(),
  mayBeIssued: z.boolean(), faults: z.array(Fault).describe('all that stands against it, the heaviest first'),
  gate: Gate, statement: z.string().nullable().describe('in the language asked for'), title: z.string(), means: z.string(),
  neutral: Neutrality.nullable(), validUntil: Day,
  standing: z.string().nullable().describe('the claim of this kind that stands of the subject'),
})
export type ClaimPreview = z.infer<typeof ClaimPreview>

export const decisionRefusals = [
  'claim-template-unknown', 'claim-subject-absent', 'claim-subject-unfit', 'claim-without-custody', 'claim-stronger-than-model', 'claim-share-short', 'claim-mark-not-held', 'claim-footprint-incomplete', 'claim-footprint-withheld', 'claim-account-missing', 'claim-account-unfit', 'claim-metals-mixed',
  'claim-above-quantity', 'claim-audience-unfit', 'claim-partner-missing', 'claim-validity-invalid', 'claim-terms-missing', 'claim-blocked-by-setting', 'net-footprint-refused', 'standard-withdrawn', 'credit-serials-invalid',
  'credit-outside-window', 'credit-already-used', 'credits-short', 'claim-already-issued', 'claim-supersedes-unfit', 'lot-past-too-large',
] as const

export const claimContract = {
  listClaimTemplates: operation({
    ...read, method: 'GET', path: '/claim-templates', summary: 'List the statements that can be made, with what they need',
    input: z.object({}), result: z.object({ items: z.array(ClaimTemplate), next: z.null() }),
  }),
  listPossibleClaims: operation({
    ...read, method: 'GET', path: '/possible-claims', summary: 'List what may be said of a lot, a shipment or a site, and why the rest may not',
    input: z.object({ kind: SubjectKind, id: z.string().max(200), audience: ClaimAudience.default('business') }), result: z.object({ items: z.array(ClaimPreview), next: z.null() }),
    refusals: ['claim-subject-absent', 'lot-past-too-large', 'claim-template-unknown'],
  }),
  previewClaim: operation({
    ...write, method: 'POST', isRead: true, path: '/claim-previews', summary: 'Show what a claim would say and what stands against it',
    input: z.object(asked), result: ClaimPreview, refusals: ['claim-template-unknown', 'claim-subject-absent', 'claim-supersedes-unfit', 'lot-past-too-large'],
  }),
  issueClaim: operation({
    ...write, method: 'POST', path: '/claims', status: 201, summary: 'Issue a claim: frozen from then on',
    description: 'Numbers are worked out exactly at this moment. Under mass balance the account is debited once; retired credits belong to this claim for ever.',
    input: z.object(asked), result: z.object({ claim: Claim, address: z.string().describe('opens it to whoever is given it') }),
    refusals: [...decisionRefusals, ...debitRefusals, 'balance-account-absent', 'entry-before-account', 'entry-in-future', 'period-closed', 'mass-not-countable', 'claim-not-debited'],
  }),
  withdrawClaim: operation({
    ...write, method: 'POST', path: '/claims/{claimId}/withdrawal', summary: 'Withdraw a claim; what it took from an account is given back',
    input: z.object({ ...aClaim, reason }), result: Claim, refusals: ['claim-absent', 'claim-ended', 'claim-not-debited'],
  }),
  reviewClaim: operation({
    ...write, method: 'POST', path: '/claims/{claimId}/review', summary: 'Confirm a claim under review: it still holds as it was said',
    input: z.object({ ...aClaim, reason }), result: Claim, refusals: ['claim-absent', 'claim-ended', 'claim-not-under-review', 'claim-outdated', 'claim-subject-absent', 'claim-template-unknown', 'lot-past-too-large'],
  }),
  getClaim: operation({
    ...read, method: 'GET', path: '/claims/{claimId}', summary: 'Get a claim of one\'s own, with what it would say today',
    input: z.object(aClaim), result: z.object({ claim: Claim, address: z.string(), today: z.object({ faults: z.array(Fault), values: z.record(z.string(), z.string()), changed: z.array(z.string()) }).nullable().describe('only while it stands') }),
    refusals: ['claim-absent', 'lot-past-too-large'],
  }),
  readClaim: operation({
    tag, permit: 'public-claim:read', method: 'GET', path: '/public-claims/{claimId}', summary: 'Read a claim by its address, or a public one by its number',
    input: z.object({ ...aClaim, key: z.string().max(60).optional().describe('part of the address that was given to you') }), result: PublicClaim, refusals: ['claim-absent'],
  }),
  listClaims: operation({
    ...read, method: 'GET', path: '/claims', summary: 'List the claims of one\'s own books and sites, newest first',
    input: z.object({ subjectKind: SubjectKind.optional(), subjectId: z.string().max(200).optional(), needsReview: z.stringbool().optional(), ...PageQuery.shape }), result: pageOf(Claim), refusals: ['cursor-invalid'],
  }),
  listCredits: operation({
    ...read, method: 'GET', path: '/carbon-credits', summary: 'List the credits retired for one\'s own claims',
    input: PageQuery, result: pageOf(CreditRow), refusals: ['cursor-invalid'],
  }),
} as const
