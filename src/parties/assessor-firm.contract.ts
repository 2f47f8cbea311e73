// Assessor firms: the public list, and what firm and assessors are approved for. People are never in the public list.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { WebAddress, shortText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { Approval, ApprovalMatter, ApprovedFirm, AssessorFirm } from './assessor-firm.ts'
import { Country } from './site.ts'

const tag = 'Assessor firms'
const aFirm = { firmId: z.string().max(60) }
const Website = WebAddress.nullable().default(null)

export const FirmPerson = z.object({ userId: z.string(), name: z.string(), roles: z.array(z.enum(['firm-admin', 'assessor'])), approvals: z.array(Approval), isMe: z.boolean() })
export const FirmRow = z.object({ ...AssessorFirm.shape, standards: z.array(z.string()), languages: z.array(z.string()), assessorCount: z.number().int(), isApproved: z.boolean() })
export const FirmRecord = z.object({ ...AssessorFirm.shape, approvals: z.array(Approval), people: z.array(FirmPerson), mayApprove: z.boolean(), mayWrite: z.boolean() })
export const PublicFirm = z.object({ firmId: z.string(), ...ApprovedFirm.shape, isApproved: z.boolean() })

export const assessorFirmContract = {
  listApprovedFirms: operation({
    method: 'GET', path: '/approved-firms', tag, permit: 'registry:read', summary: 'List the approved assessor firms',
    description: 'Name, standards and languages with their validity; `isApproved` says whether some standard is approved today.',
    input: z.object({ standard: z.string().max(80).optional(), ...PageQuery.shape }), result: pageOf(PublicFirm), refusals: ['cursor-invalid'],
  }),
  listFirms: operation({
    method: 'GET', path: '/firms', tag, permit: 'firm:read', summary: 'List assessor firms of this account, all for the operator',
    input: z.object({ ...PageQuery.shape }), result: pageOf(FirmRow), refusals: ['cursor-invalid'],
  }),
  getFirm: operation({
    method: 'GET', path: '/firms/{firmId}', tag, permit: 'firm:read', summary: 'Read a firm with its people and approvals',
    input: z.object(aFirm), result: FirmRecord, refusals: ['firm-absent'],
  }),
  registerFirm: operation({
    method: 'POST', path: '/firms', tag, permit: 'firm:register', status: 201, summary: 'Register an assessor firm',
    input: z.object({ name: shortText(200), country: Country, website: Website }), result: AssessorFirm, refusals: ['firm-registered'],
  }),
  correctFirm: operation({
    method: 'PUT', path: '/firms/{firmId}', tag, permit: 'firm:write', summary: 'Correct name, country or website of a firm',
    input: z.object({ ...aFirm, name: shortText(200), country: Country, website: Website, version: z.number().int().describe('as it was read') }),
    result: AssessorFirm, refusals: ['firm-absent', 'firm-changed', 'firm-registered'],
  }),
  grantApproval: operation({
    method: 'POST', path: '/firms/{firmId}/approvals', tag, permit: 'firm:approve', status: 201,
    summary: 'Approve a firm or one of its assessors for a standard or language',
    input: z.object({
      ...aFirm, userId: z.string().max(100).nullable().default(null).describe('the assessor; null for the firm itself'),
      matter: ApprovalMatter, subject: shortText(80).describe('slug of the standard, or code of the language'),
      standardVersion: z.string().max(40).nullable().default(null).describe('null for every version'), validFrom: Day, validUntil: Day,
    }),
    result: Approval, refusals: ['firm-absent', 'assessor-not-of-firm', 'approval-dates-wrong'],
  }),
  withdrawApproval: operation({
    method: 'POST', path: '/approvals/{approvalId}/withdrawal', tag, permit: 'firm:approve', summary: 'Withdraw an approval, with the reason',
    input: z.object({ approvalId: z.string().max(60), reason: shortText(1000) }), result: Approval, refusals: ['approval-absent', 'approval-withdrawn'],
  }),
} as const
