// Evidence in a case: what is linked to which criterion, and everything that leans on an item.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { operation } from '#src/kernel/operation.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { EvidenceRow } from '#src/evidence/evidence.contract.ts'
import { EvidenceId, LeaningCause } from '#src/evidence/evidence.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { Version } from '#src/standards/standard.ts'
import { CaseId } from './case.ts'
import { CaseState } from './cycle.ts'

export const EvidenceLinkId = z.string().regex(/^evl_[0-9a-z]{26}$/, 'a link number looks like evl_ and 26 characters')

export const CaseEvidence = z.object({
  linkId: EvidenceLinkId, standard: Slug, criterion: Slug, linkedAt: Instant,
  /** Why it must be looked at again. */
  cause: LeaningCause.nullable(),
  /** A rating of this case names it: the link stays. */
  isRated: z.boolean(),
  evidence: EvidenceRow,
})
export type CaseEvidence = z.infer<typeof CaseEvidence>

/** Something that leans on an item of evidence. */
export const Leaning = z.object({
  kind: z.enum(['link', 'rating', 'certificate', 'recognition', 'plan-closure']),
  caseId: CaseId.nullable(), siteId: SiteId, siteName: z.string(), cycle: z.number().int().nullable(), caseState: CaseState.nullable(),
  standard: Slug.nullable(), standardVersion: Version.nullable(), criterion: Slug.nullable(),
  certificateId: z.string().nullable(),
  /** The last day of what leans, where it has one. */
  until: Day.nullable(),
})
export type Leaning = z.infer<typeof Leaning>

const tag = 'Evidence'
const aCase = { caseId: CaseId }

export const evidenceLinkContract = {
  linkEvidence: operation({
    method: 'POST', path: '/cases/{caseId}/evidence-links', tag, permit: 'evidence:write', summary: 'Link an item of evidence to a criterion of a case', status: 201,
    input: z.object({ ...aCase, evidenceId: EvidenceId, standard: Slug, criterion: Slug }), result: CaseEvidence,
    refusals: ['case-absent', 'case-state-forbids', 'standard-absent', 'evidence-absent', 'evidence-private', 'evidence-unfit'],
  }),
  unlinkEvidence: operation({
    method: 'DELETE', path: '/cases/{caseId}/evidence-links/{linkId}', tag, permit: 'evidence:write', summary: 'Take a link of evidence to a criterion away',
    input: z.object({ ...aCase, linkId: EvidenceLinkId }), result: z.object({ linkId: EvidenceLinkId }), refusals: ['case-absent', 'case-state-forbids', 'link-absent', 'evidence-rated'],
  }),
  listCaseEvidence: operation({
    method: 'GET', path: '/cases/{caseId}/evidence-links', tag, permit: 'evidence:read', summary: 'List the evidence of a case by criterion, with what is no longer sound',
    input: z.object({ ...aCase, standard: Slug.optional(), criterion: Slug.optional() }), result: z.object({ items: z.array(CaseEvidence), next: z.null() }), refusals: ['case-absent'],
  }),
  listLeanings: operation({
    method: 'GET', path: '/evidence/{evidenceId}/leanings', tag, permit: 'evidence:read', summary: 'List everything that leans on an item of evidence',
    description: 'Links, ratings, certificates, recognised requirements and closed gaps, as far as the account may see their cases.',
    input: z.object({ evidenceId: EvidenceId }), result: z.object({ cause: LeaningCause.nullable(), items: z.array(Leaning), next: z.null() }), refusals: ['evidence-absent'],
  }),
} as const
