// Imprint, privacy notice and terms without a script: the operator's words, or that they are still to be written.
import { html } from 'hono/html'
import { PageName, pageSettings, textIn } from '#src/access/settings-pages.ts'
import type { Context } from '#src/access/context.ts'
import type { PagePart } from '#src/registry/summary-parts.ts'
import type { Words } from '#src/registry/summary-words.ts'

/** @param words of the area `setting` */
export async function textPage(path: string, ctx: Context, words: Words): Promise<PagePart | undefined> {
  const page = PageName.safeParse(path.slice(1))
  if (!page.success) return undefined
  const found = textIn(await ctx.setting(pageSettings[page.data]), words.language)
  const paragraphs = (found?.text ?? words(`page.${page.data}.unset`)).split(/\n\s*\n/)
  return {
    status: 200, path: `/${page.data}`, title: words(`page.${page.data}`), description: paragraphs[0]!.replace(/\s+/g, ' ').slice(0, 200), jsonLd: [],
    body: html`${paragraphs.map((paragraph) => html`<p>${paragraph}</p>
`)}`,
  }
}
