import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { Day } from '#src/kernel/time.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { AuditEntry } from './audit.ts'

const Filter = z.object({
  subject: z.string().max(200).optional().describe('the object it is about, such as a case or an award'),
  kind: z.string().max(80).optional().describe('the kind of entry or its beginning, such as rating or rating.changed'),
  actor: z.string().max(200).optional().describe('the account that acted'),
  from: Day.optional(), to: Day.optional(),
})

export const auditContract = {
  listAuditTrail: operation({
    method: 'GET', path: '/audit-trail', tag: 'Secretariat', permit: 'audit-trail:read', summary: 'Everything that was decided, newest first: who, when, what, why',
    input: Filter.extend(PageQuery.shape), result: pageOf(AuditEntry), refusals: ['cursor-invalid'],
  }),
  listCaseAudit: operation({
    method: 'GET', path: '/cases/{caseId}/audit-trail', tag: 'Secretariat', permit: 'audit:read', summary: 'What was decided in one case, as far as you may know it',
    input: z.object({ caseId: z.string(), ...PageQuery.shape }), result: pageOf(AuditEntry), refusals: ['case-absent', 'cursor-invalid'],
  }),
  exportAuditTrail: operation({
    method: 'GET', path: '/audit-trail/exports', tag: 'Secretariat', permit: 'audit-trail:read', summary: 'The audit trail as CSV, as filtered', stream: 'export',
    input: Filter, result: z.unknown(),
  }),
} as const
