// Conflicts of interest that firms and assessors declare, and shareholdings that the secretariat records.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { shortText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { ConflictTarget, Declaration, DeclarationKind, ShareParty, Shareholding } from './independence.ts'

const tag = 'Independence'
const aFirm = { firmId: z.string().max(60) }

export const DeclarationRow = z.object({ ...Declaration.shape, personName: z.string().nullable(), aboutName: z.string().nullable(), mayEnd: z.boolean() })

export const independenceContract = {
  listConflicts: operation({
    method: 'GET', path: '/firms/{firmId}/conflicts', tag, permit: 'conflict:read', summary: 'List declared conflicts of a firm',
    description: 'An assessor sees those of the firm and the own ones; those of colleagues only the firm’s administrator and the operator.',
    input: z.object({ ...aFirm, ...PageQuery.shape }), result: pageOf(DeclarationRow), refusals: ['firm-absent', 'cursor-invalid'],
  }),
  declareConflict: operation({
    method: 'POST', path: '/firms/{firmId}/conflicts', tag, permit: 'conflict:declare', status: 201, summary: 'Declare a conflict of interest',
    description: 'An assessor declares for themselves; the firm’s administrator for the firm and any of its assessors.',
    input: z.object({
      ...aFirm, userId: z.string().max(100).nullable().default(null).describe('the assessor; null for the firm as a whole'),
      about: ConflictTarget, kind: DeclarationKind, endedOn: Day.nullable().default(null), note: shortText(1000).nullable().default(null),
    }),
    result: Declaration, refusals: ['firm-absent', 'assessor-not-of-firm', 'declaration-of-another'],
  }),
  endConflict: operation({
    method: 'POST', path: '/conflicts/{declarationId}/end', tag, permit: 'conflict:declare', summary: 'Say on which day a declared conflict ended',
    description: 'Employment, ownership and consulting stand in the way for the cooling-off years that follow.',
    input: z.object({ declarationId: z.string().max(60), endedOn: Day }), result: Declaration,
    refusals: ['declaration-absent', 'declaration-ended', 'declaration-of-another', 'day-ahead'],
  }),
  withdrawConflict: operation({
    method: 'POST', path: '/conflicts/{declarationId}/withdrawal', tag, permit: 'conflict:withdraw', summary: 'Withdraw a declaration made in error',
    input: z.object({ declarationId: z.string().max(60), reason: shortText(1000) }), result: Declaration, refusals: ['declaration-absent', 'declaration-ended'],
  }),
  listShareholdings: operation({
    method: 'GET', path: '/shareholdings', tag, permit: 'ownership:read', summary: 'List recorded shareholdings',
    input: z.object({ ...PageQuery.shape }), result: pageOf(Shareholding), refusals: ['cursor-invalid'],
  }),
  recordShareholding: operation({
    method: 'POST', path: '/shareholdings', tag, permit: 'ownership:write', status: 201, summary: 'Record who holds shares of whom',
    description: 'Firms and organisations by their numbers; a company between or above them by a name written the same way each time.',
    input: z.object({
      holder: ShareParty, held: ShareParty, percent: z.coerce.number().gt(0).max(100), heldFrom: Day.nullable().default(null), heldUntil: Day.nullable().default(null),
      source: shortText(400).describe('where it is read'),
    }),
    result: Shareholding, refusals: ['shareholding-of-itself', 'shareholding-dates-wrong'],
  }),
  endShareholding: operation({
    method: 'POST', path: '/shareholdings/{shareholdingId}/end', tag, permit: 'ownership:write', summary: 'Say until when shares were held',
    input: z.object({ shareholdingId: z.string().max(60), heldUntil: Day }), result: z.object({ shareholdingId: z.string(), heldUntil: Day }),
    refusals: ['shareholding-absent'],
  }),
} as const
