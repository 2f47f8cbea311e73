import type { Context } from '#src/access/context.ts'
import { publicPassport } from '#src/claims/passport.handlers.ts'
import type { FontShelf } from '#src/exchange/document/font.ts'
import { pdfOf } from '#src/exchange/document/pdf.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { wordsOf, type Words } from '#src/registry/summary-words.ts'
import type { passportDocumentContract } from './passport-document.contract.ts'
import { passportDocument } from './passport.ts'

/** The words of passports and packs in a language. */
export const passportWords = (ctx: Context, language: string | undefined): Words => {
  const tag = language ?? ctx.language
  return wordsOf(tag, { ...ctx.messages('registry', tag), ...ctx.messages('documents', tag), ...ctx.messages('passports', tag) })
}

export const passportDocumentHandlers = (shelf: FontShelf): Handlers<typeof passportDocumentContract, Context> => ({
  getPassportText: async (ctx, { passportId, language }) => ({ document: passportDocument(await publicPassport(ctx, passportId), passportWords(ctx, language)) }),
  printPassport: async (ctx, { passportId, language }) => {
    const document = passportDocument(await publicPassport(ctx, passportId), passportWords(ctx, language))
    return new Response(await pdfOf(document, shelf) as BodyInit, { headers: { 'content-type': 'application/pdf', 'content-disposition': `attachment; filename="${passportId}.${document.language}.pdf"` } })
  },
})
