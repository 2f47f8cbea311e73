// Joins the summaries of the slices' pages, and the words of the language they are in.
import { wordsOf } from '#src/registry/summary-words.ts'
import { summaryOf, type PageSummary } from '#src/registry/summary.ts'
import type { Kernel } from './http.ts'
import type { Languages } from './languages.ts'

export type { PageSummary }

export async function pageSummary(kernel: Kernel, languages: Languages, url: URL, language: string, today: string): Promise<PageSummary> {
  const { house, config } = kernel
  // English first, so that a pack that lacks a message falls back to it.
  const packs = ['en', language].flatMap((tag) => ['shell', 'registry', 'summary'].map((area) => languages.messages(tag, area)))
  const messages: Record<string, string> = Object.assign({}, ...packs)
  return summaryOf({
    pathname: url.pathname, search: url.searchParams, today, publicUrl: config.publicUrl, words: wordsOf(language, messages),
    facts: (knownAt) => house.facts.read(house.database.sql, knownAt),
  })
}
