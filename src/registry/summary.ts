// What the server says of each public page before any script runs: title, description, canonical address, schema.org
// JSON-LD and a readable summary. The screens show the same from the same facts.
import { html } from 'hono/html'
import { knownAtInstant, TimeQuery } from '#src/kernel/as-of.ts'
import { SiteId } from '#src/kernel/id.ts'
import type { Day } from '#src/kernel/time.ts'
import type { FactSet } from '#src/transparency/fact.ts'
import { siteIndexOf } from './site-index.ts'
import type { SiteRecord } from './site-record.ts'
import { siteAnswer } from './site-view.ts'
import {
  curvePart, datasetsPart, homePart, mapPart, organisationPart, organisationsPart, partnersPart, sitesPart, statisticsPart,
  statusesPart, type PageView,
} from './summary-pages.ts'
import { breadcrumbs, framed, type PagePart } from './summary-parts.ts'
import { sitePart } from './summary-site.ts'
import type { Words } from './summary-words.ts'

export type PageSummary = {
  readonly status: number
  readonly title: string
  readonly description: string
  readonly canonical: string
  readonly jsonLd: readonly object[]
  readonly html: string
  /** Where a merged site went, for ever. */
  readonly redirectTo?: string
}

export type Visit = {
  readonly pathname: string
  readonly search: URLSearchParams
  /** Facts as recorded by an instant, or the newest. */
  readonly facts: (knownAt?: string) => Promise<FactSet>
  readonly today: Day
  readonly words: Words
  readonly publicUrl: string
  /** Pages of other slices, tried first: the standards. */
  readonly pages?: (pathname: string, words: Words) => Promise<PagePart | undefined>
}

/** What the address says of time; what it says wrongly is passed over, as the screens do. */
function timeOf(search: URLSearchParams): { asOf?: Day | undefined; knownAt?: string | undefined } {
  const asOf = TimeQuery.shape.asOf.safeParse(search.get('asOf') ?? undefined)
  const knownAt = TimeQuery.shape.knownAt.safeParse(search.get('knownAt') ?? undefined)
  return { asOf: asOf.data, knownAt: knownAt.data }
}

/** Every address has a summary; an address that names nothing says so with 404. */
export async function summaryOf(visit: Visit): Promise<PageSummary> {
  const { words, publicUrl, today } = visit
  const time = timeOf(visit.search)
  const newest = await visit.facts()
  const facts = time.knownAt === undefined ? newest : await visit.facts(knownAtInstant(time.knownAt))
  const view: PageView = { index: siteIndexOf(facts), day: time.asOf ?? today, today, words, publicUrl, search: visit.search }
  const path = visit.pathname === '/' ? '/' : visit.pathname.replace(/\/+$/, '')
  const part = await visit.pages?.(path, words) ?? pageOf(path, view, newest)
  const query = new URLSearchParams(Object.entries(time).filter((entry): entry is [string, string] => entry[1] !== undefined))
  const at = query.size === 0 ? '' : `?${query}`
  if ('redirectTo' in part) {
    const redirectTo = `${part.redirectTo}${at}`
    return { status: 308, title: '', description: '', canonical: publicUrl + redirectTo, jsonLd: [], html: '', redirectTo }
  }
  return {
    status: part.status, title: part.path === '/' ? part.title : `${part.title} · Cupel`, description: part.description,
    canonical: `${publicUrl}${part.path}${at}`, jsonLd: part.jsonLd,
    html: String(await framed(part, words, standpointOf(words, view.day, time.knownAt))),
  }
}

const standpointOf = (words: Words, day: Day, knownAt: string | undefined): string =>
  knownAt === undefined ? words('summary.as-of', { day: words.day(day) })
    : words('summary.as-of-known', { day: words.day(day), known: words.day(knownAt.slice(0, 10)) })

const PAGES: Readonly<Record<string, (view: PageView) => PagePart>> = {
  '/': homePart, '/sites': sitesPart, '/map': mapPart, '/statistics': statisticsPart, '/emission-curve': curvePart,
  '/partners': partnersPart, '/organisations': organisationsPart, '/about-the-data': datasetsPart, '/statuses': statusesPart,
}

function pageOf(path: string, view: PageView, newest: FactSet): PagePart | { redirectTo: string } {
  const fixed = Object.hasOwn(PAGES, path) ? PAGES[path] : undefined
  if (fixed) return fixed(view)
  const site = /^\/sites\/([^/]+)(\/history)?$/.exec(path)
  if (site) return siteOrAbsent(site[1]!, site[2] ?? '', view, newest)
  const organisation = /^\/organisations\/([^/]+)$/.exec(path)
  if (organisation) return organisationPart(decoded(organisation[1]!), view) ?? absentPart(path, view)
  return absentPart(path, view)
}

function decoded(text: string): string {
  try { return decodeURIComponent(text) } catch { return text }
}

function siteOrAbsent(text: string, below: string, view: PageView, newest: FactSet): PagePart | { redirectTo: string } {
  const { index, day, words, publicUrl } = view
  const siteId = SiteId.safeParse(text.toUpperCase())
  const answer = siteId.success ? siteAnswer(index, siteId.data, day, newest) : undefined
  if (answer === undefined || !siteId.success) return absentPart(`/sites/${text}`, view)
  // A number typed in small letters is the same number, and has one address.
  if (text !== siteId.data) return { redirectTo: `/sites/${siteId.data}${below}` }
  if (answer.outcome === 'merged') return { redirectTo: `/sites/${answer.redirectTo}${below}` }
  if (answer.outcome === 'withheld') {
    const title = words('summary.withheld.title', { id: answer.siteId })
    return {
      status: 410, title, path: `/sites/${answer.siteId}`, jsonLd: [], description: title,
      body: html`<p>${words('summary.withheld.reason', { reason: answer.reason })}</p>`,
    }
  }
  return below === '' ? sitePart(answer, words, publicUrl) : historyPart(answer, view)
}

function historyPart(answer: SiteRecord, { words, publicUrl }: PageView): PagePart {
  const title = words('summary.history.title', { name: answer.name })
  const path = `/sites/${answer.siteId}/history`
  return {
    status: 200, title, path, description: words('summary.history.lead', { name: answer.name }),
    body: html`<p>${words('summary.history.lead', { name: answer.name })}</p>
<p><a href="${answer.links.history}">JSON</a> · <a href="${answer.links.feed}">Atom</a> ·
<a href="/sites/${answer.siteId}">${answer.name}</a></p>`,
    jsonLd: [breadcrumbs(publicUrl, [
      [words('summary.sites.title'), '/sites'], [answer.name, `/sites/${answer.siteId}`], [title, path],
    ])],
  }
}

function absentPart(path: string, { words }: PageView): PagePart {
  return {
    status: 404, title: words('summary.absent.title'), path, jsonLd: [], description: words('summary.absent.next'),
    body: html`<p>${words('summary.absent.next')} <a href="/sites">${words('summary.sites.title')}</a></p>`,
  }
}
