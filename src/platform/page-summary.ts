// Joins the summaries of the slices' pages, and the words of the language they are in.
import { html } from 'hono/html'
import { publicActor } from '#src/access/actor.ts'
import type { PagePart } from '#src/registry/summary-parts.ts'
import { wordsOf, type Words } from '#src/registry/summary-words.ts'
import { summaryOf, type PageSummary } from '#src/registry/summary.ts'
import type { Kernel } from './http.ts'
import type { Languages } from './languages.ts'
import { standardsPage } from './page-standards.ts'
import { read } from './transaction.ts'

export type { PageSummary }

/** Pages that are forms: they have nothing to read without a script, and say so. */
const screens: readonly (readonly [RegExp, string])[] = [
  [/^\/lookup$/, 'nav.lookup'], [/^\/sign-in$/, 'nav.sign-in'], [/^\/welcome$/, 'nav.account'], [/^\/account(\/|$)/, 'nav.account'],
  [/^\/(imports|match-reviews)(\/|$)/, 'nav.imports'], [/^\/error-reports(\/|$)/, 'nav.error-reports'], [/^\/statistics\/.+$/, 'nav.statistics'],
  [/^\/contested\/[^/]+$/, 'nav.error-reports'], [/^\/standards\/[^/]+\/[^/]+\/licensed-text$/, 'nav.standards'],
]

function screenPart(path: string, words: Words): PagePart | undefined {
  const screen = screens.find(([pattern]) => pattern.test(path))
  if (screen === undefined) return undefined
  const lead = words('summary.screen.needs-script')
  return { status: 200, path, title: words(screen[1]), description: lead, body: html`<p>${lead}</p><p><a href="/docs">${words('footer.api')}</a></p>`, jsonLd: [] }
}

export async function pageSummary(kernel: Kernel, languages: Languages, url: URL, language: string, today: string): Promise<PageSummary> {
  const { house, config } = kernel
  // English first, so that a pack that lacks a message falls back to it.
  const packs = ['en', language].flatMap((tag) => ['shell', 'registry', 'summary'].map((area) => languages.messages(tag, area)))
  const messages: Record<string, string> = Object.assign({}, ...packs)
  const time = Object.fromEntries(['asOf', 'knownAt'].flatMap((name) => { const value = url.searchParams.get(name); return value === null ? [] : [[name, value]] }))
  return summaryOf({
    pathname: url.pathname, search: url.searchParams, today, publicUrl: config.publicUrl, words: wordsOf(language, messages),
    facts: (knownAt) => house.facts.read(house.database.sql, knownAt),
    pages: async (path, words) => await read(house, { actor: publicActor, language }, (ctx) => standardsPage(path, url.searchParams, { ctx, words, publicUrl: config.publicUrl, time })) ?? screenPart(path, words),
  })
}
