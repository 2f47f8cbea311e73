// Claims as documents: text for a page without a script, tagged PDF for paper, in four languages.
import { z } from 'zod'
import { PrintedDocument } from '#src/exchange/document/document.ts'
import { operation } from '#src/kernel/operation.ts'
import { Language } from '#src/standards/standard.ts'

const asked = z.object({ claimId: z.string().regex(/^clm_[0-9a-z]{26}$/, 'the number of a claim looks like clm_ and 26 characters'), key: z.string().max(60).optional().describe('part of the address that was given to you'), language: Language.optional() })
const reader = { method: 'GET', permit: 'public-claim:read', tag: 'Claims', refusals: ['claim-absent'] } as const

export const claimDocumentContract = {
  getClaimText: operation({ ...reader, path: '/public-claims/{claimId}/text', summary: 'Get a claim as headings, facts and tables in a language', input: asked, result: z.object({ document: PrintedDocument }) }),
  printClaim: operation({ ...reader, path: '/public-claims/{claimId}/document', stream: 'export', summary: 'Download a claim as a tagged PDF with its address', input: asked, result: z.unknown() }),
}
