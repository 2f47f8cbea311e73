import type { Context } from '#src/access/context.ts'
import { publicClaim } from '#src/claims/claim.handlers.ts'
import type { FontShelf } from '#src/exchange/document/font.ts'
import { pdfOf } from '#src/exchange/document/pdf.ts'
import type { PrintedDocument } from '#src/exchange/document/document.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { wordsOf } from '#src/registry/summary-words.ts'
import type { claimDocumentContract } from './claim-document.contract.ts'
import { claimDocument } from './claim.ts'

type Asked = { readonly claimId: string; readonly key?: string | undefined; readonly language?: string | undefined }

async function documentOf(ctx: Context, { claimId, key, language }: Asked): Promise<PrintedDocument> {
  const tag = language ?? ctx.language
  const say = wordsOf(tag, { ...ctx.messages('registry', tag), ...ctx.messages('documents', tag), ...ctx.messages('claims', tag) })
  const claim = await publicClaim(ctx, claimId, key)
  return claimDocument(claim, `${ctx.publicUrl}/claims/${claimId}${key === undefined ? '' : `?key=${encodeURIComponent(key)}`}`, say)
}

export const claimDocumentHandlers = (shelf: FontShelf): Handlers<typeof claimDocumentContract, Context> => ({
  getClaimText: async (ctx, asked) => ({ document: await documentOf(ctx, asked) }),
  printClaim: async (ctx, asked) => {
    const document = await documentOf(ctx, asked)
    return new Response(await pdfOf(document, shelf) as BodyInit, { headers: { 'content-type': 'application/pdf', 'content-disposition': `attachment; filename="${asked.claimId}.${document.language}.pdf"` } })
  },
})
