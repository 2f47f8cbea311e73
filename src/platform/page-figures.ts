// The server's own words on the pages of figures: shares by year, and the rules. They are made from the answers of the
// operations that the screens ask for, so that both say the same.
import { html } from 'hono/html'
import type { Context } from '#src/access/context.ts'
import { Refused } from '#src/kernel/refusal.ts'
import { statisticsHandlers } from '#src/registry/statistics.handlers.ts'
import { breadcrumbs, table, type PagePart } from '#src/registry/summary-parts.ts'
import type { Words } from '#src/registry/summary-words.ts'

type At = {
  readonly ctx: Context
  /** The words of the area `figures`. */
  readonly words: Words
  readonly publicUrl: string
  readonly time: { readonly asOf?: string; readonly knownAt?: string }
}
type Plain<T> = Exclude<T, Response>
type Series = Plain<Awaited<ReturnType<typeof statisticsHandlers.getCoverageSeries>>>

const METALS = ['copper', 'molybdenum', 'nickel', 'zinc'] as const

const trail = ({ words, publicUrl }: At, title: string, path: string): object =>
  breadcrumbs(publicUrl, [[words('statistics.title'), '/statistics'], [title, path]])

function rowOf({ words }: At, year: Series['years'][number]): string[] {
  const range = (low: string, high: string): string => low === high ? low : words('range', { low, high })
  return [
    String(year.year),
    year.low === null || year.high === null ? words('coverage.none') : range(words.percent(year.low), words.percent(year.high)),
    range(words.number(year.numerator.lowTonnes), words.number(year.numerator.highTonnes)),
    year.denominator === null ? '–' : words.number(year.denominator.tonnesContained),
    String(year.missingSites),
  ]
}

async function coveragePart(at: At, search: URLSearchParams): Promise<PagePart> {
  const { words } = at
  const metal = METALS.find((one) => one === search.get('metal')) ?? 'copper'
  const stage = search.get('stage') === 'refined' ? 'refined' : 'mined'
  const country = search.get('country') ?? undefined
  const series = await statisticsHandlers.getCoverageSeries(at.ctx, { metal, stage, country, ...at.time }) as Series
  const head = [words('series.year'), words('series.share'), words('series.counted', { unit: 't' }), words('series.total'), words('series.missing')]
  const area = country === undefined ? words('control.world') : words.country(country)
  const [title, path] = [words('coverage.title'), '/statistics/coverage']
  return {
    status: 200, path, title, description: words('coverage.lead'),
    body: html`<p>${words('coverage.lead')}</p><p>${metal}, ${stage}, ${area}</p>${table(head, series.years.toReversed().map((year) => rowOf(at, year)))}
<p><a href="/statistics/method">${words('method.title')}</a></p>`,
    jsonLd: [trail(at, title, path)],
  }
}

async function methodPart(at: At): Promise<PagePart> {
  const { words } = at
  const { items } = await statisticsHandlers.getMethod(at.ctx, {}) as Plain<Awaited<ReturnType<typeof statisticsHandlers.getMethod>>>
  const [title, path] = [words('method.title'), '/statistics/method']
  return {
    status: 200, path, title, description: words('method.lead'),
    body: html`<p>${words('method.lead')}</p><dl lang="en">${items.map((rule) => html`<dt id="${rule.key}">${rule.key}</dt><dd>${rule.text}</dd>
`)}</dl>`,
    jsonLd: [trail(at, title, path)],
  }
}

/** @returns undefined where the address is not of a figure, or asks for one that does not exist */
export async function figuresPage(path: string, search: URLSearchParams, at: At): Promise<PagePart | undefined> {
  try {
    if (path === '/statistics/coverage') return await coveragePart(at, search)
    return path === '/statistics/method' ? await methodPart(at) : undefined
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}
