// Certificates of a site under standards of other schemes: entered in its case, read by everyone who may see that.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { shortText } from '#src/kernel/text.ts'
import { LeaningCause } from '#src/evidence/evidence.ts'
import { CaseId } from './case.ts'
import { Certificate, CertificateId, CertificateStatement } from './certificate.ts'

export const CertificateRow = z.object({
  ...Certificate.shape,
  /** Its file, as far as the account may see it. */
  evidenceTitle: z.string().nullable(),
  /** Why its file must be looked at again. */
  cause: LeaningCause.nullable(),
})
export type CertificateRow = z.infer<typeof CertificateRow>

const tag = 'Recognition'
const aCase = { caseId: CaseId }
const anOne = { ...aCase, certificateId: CertificateId }
const version = z.number().int().describe('the version that was read; another one means that somebody changed it meanwhile')
const stated = ['certificate-days-reversed', 'certificate-known', 'certificate-evidence-unfit'] as const

export const certificateContract = {
  listCertificates: operation({
    method: 'GET', path: '/cases/{caseId}/certificates', tag, permit: 'certificate:read', summary: 'List the certificates of the site of a case',
    input: z.object(aCase), result: z.object({ items: z.array(CertificateRow), next: z.null() }), refusals: ['case-absent'],
  }),
  addCertificate: operation({
    method: 'POST', path: '/cases/{caseId}/certificates', tag, permit: 'certificate:write', summary: 'Enter a certificate of the site of a case', status: 201,
    description: 'The scope of every running case of the site is computed again, and the difference is told.',
    input: z.object({ ...aCase, ...CertificateStatement.shape }), result: CertificateRow, refusals: ['case-absent', ...stated],
  }),
  updateCertificate: operation({
    method: 'PATCH', path: '/cases/{caseId}/certificates/{certificateId}', tag, permit: 'certificate:write', summary: 'Correct or renew a certificate',
    input: z.object({ ...anOne, version, ...CertificateStatement.partial().shape }), result: CertificateRow,
    refusals: ['case-absent', 'certificate-absent', 'certificate-changed', 'certificate-withdrawn', ...stated],
  }),
  withdrawCertificate: operation({
    method: 'POST', path: '/cases/{caseId}/certificates/{certificateId}/withdrawals', tag, permit: 'certificate:write', summary: 'Withdraw a certificate, with the reason',
    input: z.object({ ...anOne, version, reason: shortText(1000) }), result: CertificateRow, refusals: ['case-absent', 'certificate-absent', 'certificate-changed', 'certificate-withdrawn'],
  }),
} as const
