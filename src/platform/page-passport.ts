// The page behind the code on a product, without a script: the same document as its text and its PDF. It changes with
// entries that are not public, so that its bytes are not kept (pages.ts).
import { html } from 'hono/html'
import type { Context } from '#src/access/context.ts'
import { publicPassport } from '#src/claims/passport.handlers.ts'
import { PassportId } from '#src/claims/passport.ts'
import { passportWords } from '#src/documents/passport-document.handlers.ts'
import { headlines, passportDocument } from '#src/documents/passport.ts'
import { bodyOf } from '#src/exchange/document/html.ts'
import { Refused } from '#src/kernel/refusal.ts'
import type { PagePart } from '#src/registry/summary-parts.ts'

/** Addresses whose bytes are never kept between requests. */
export const isUnkeptPage = (pathname: string): boolean => /^\/passports\/[^/]+$/.test(pathname)

/** @returns undefined where the address is not a passport's, or no passport has the number */
export async function passportPage(path: string, ctx: Context): Promise<PagePart | undefined> {
  const [, text] = /^\/passports\/([^/]+)$/.exec(path) ?? []
  const id = PassportId.safeParse(text)
  if (!id.success) return undefined
  const say = passportWords(ctx, undefined)
  try {
    const passport = await publicPassport(ctx, id.data)
    const document = passportDocument(passport, say)
    const first = headlines(say, passport.current.content).map(({ figure, of }) => `${figure} ${of}`)
    return {
      status: 200, isDecidedHere: true, path: `/passports/${id.data}`, title: `${document.title} · ${id.data}`, description: first.join('; '), jsonLd: [],
      body: html`${bodyOf(document)}
<p>${say('pdf')}: ${['en', 'es', 'zh', 'fr'].map((tag) => html`<a href="/api/v1/passports/${id.data}/document?language=${tag}" hreflang="${tag}">${tag}</a> `)}· <a href="/api/v1/passports/${id.data}">JSON</a></p>`,
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { status: 404, path, title: say('absent.title'), description: say('absent.title'), body: html`<p lang="en">${error.refusal.detail}</p>`, jsonLd: [] }
  }
}
