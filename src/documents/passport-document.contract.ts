// Passports as documents: text for a page, tagged PDF for paper, in a language.
import { z } from 'zod'
import { PassportId } from '#src/claims/passport.ts'
import { PrintedDocument } from '#src/exchange/document/document.ts'
import { operation } from '#src/kernel/operation.ts'
import { Language } from '#src/standards/standard.ts'

const asked = z.object({ passportId: PassportId, language: Language.optional() })

export const passportDocumentContract = {
  getPassportText: operation({
    method: 'GET', permit: 'passport:read', tag: 'Passports', path: '/passports/{passportId}/text', summary: 'Get a passport as headings, facts and tables in a language',
    input: asked, result: z.object({ document: PrintedDocument }), refusals: ['passport-absent'],
  }),
  printPassport: operation({
    method: 'GET', permit: 'passport:read', tag: 'Passports', path: '/passports/{passportId}/document', stream: 'export', summary: 'Download a passport as a tagged PDF with its code',
    input: asked, result: z.unknown(), refusals: ['passport-absent'],
  }),
}
