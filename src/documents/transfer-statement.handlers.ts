// Prints transfer statements for those who may see them.
import type { Context } from '#src/access/context.ts'
import { statementViewFor } from '#src/custody/transfer-statement.handlers.ts'
import type { FontShelf } from '#src/exchange/document/font.ts'
import { pdfOf } from '#src/exchange/document/pdf.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { wordsOf, type Words } from '#src/registry/summary-words.ts'
import type { transferStatementDocumentContract } from './transfer-statement.contract.ts'
import { transferStatementDocument } from './transfer-statement.ts'

const wordsFor = (ctx: Context, language: string | undefined): Words => {
  const tag = language ?? ctx.language
  return wordsOf(tag, { ...ctx.messages('registry', tag), ...ctx.messages('balance', tag) })
}

/** @param fonts what documents are printed with */
export const transferStatementDocumentHandlers = (fonts: FontShelf): Handlers<typeof transferStatementDocumentContract, Context> => ({
  getStatementText: async (ctx, { number, language }) => ({ document: transferStatementDocument(await statementViewFor(ctx, number), wordsFor(ctx, language)) }),
  async exportStatement(ctx, { number, language }) {
    const document = transferStatementDocument(await statementViewFor(ctx, number), wordsFor(ctx, language))
    return new Response(await pdfOf(document, fonts) as BodyInit, { headers: { 'content-type': 'application/pdf', 'content-disposition': `inline; filename="${number}.${document.language}.pdf"` } })
  },
})
