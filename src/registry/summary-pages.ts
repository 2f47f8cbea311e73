// The summaries of the pages that show many things: the front page, the list, the map, the figures, the sources.
import { html } from 'hono/html'
import type { Day } from '#src/kernel/time.ts'
import { coverageSeries, WORLD } from './coverage.ts'
import { emissionCurve } from './emission-curve.ts'
import {
  datasetRows, organisationRow, organisationsMatching, partnersOn, sitesOfOrganisation,
} from './listing.ts'
import { registryIndex } from './registry-index.ts'
import { filterSites, focusOf, SiteFilter } from './site-filter.ts'
import type { IndexedSite, SiteIndex } from './site-index.ts'
import { SiteStatus } from './site-standing.ts'
import { siteRow } from './site-view.ts'
import { statistics } from './statistics.ts'
import { breadcrumbs, list, table, type Html, type PagePart } from './summary-parts.ts'
import type { Words } from './summary-words.ts'

export type PageView = {
  readonly index: SiteIndex
  readonly day: Day
  readonly today: Day
  readonly words: Words
  readonly publicUrl: string
  readonly search: URLSearchParams
}

const page = (path: string, key: string, { words }: PageView, body: Html, jsonLd: readonly object[] = []): PagePart => ({
  status: 200, path, title: words(`summary.${key}.title`), description: words(`summary.${key}.lead`),
  body: html`<p>${words(`summary.${key}.lead`)}</p>${body}`, jsonLd,
})

const columns = (words: Words, ...names: readonly string[]): string[] => names.map((name) => words(`summary.column.${name}`))

/** "At least 59, at most 83", or one number where nothing is in doubt. */
const between = ({ low, high }: { low: number; high: number }, words: Words): string =>
  low === high ? words.number(low) : words('summary.at-least-most', { low, high })

const trail = ({ words, publicUrl }: PageView, key: string, path: string): object =>
  breadcrumbs(publicUrl, [[words(`summary.${key}.title`), path]])

const FILES = [['csv', 'text/csv'], ['json', 'application/json'], ['geojson', 'application/geo+json']] as const

/** schema.org Dataset with the files that can be had, each under the licences its rows name. */
const registryDataset = ({ words, publicUrl, index }: PageView): object => ({
  '@context': 'https://schema.org', '@type': 'Dataset', '@id': `${publicUrl}/sites`, url: `${publicUrl}/sites`,
  name: words('summary.sites.title'), description: `${words('summary.sites.lead')} ${words('summary.notice')}`,
  license: `${publicUrl}/about-the-data`, isAccessibleForFree: true, version: String(index.facts.position),
  distribution: FILES.map(([format, encodingFormat]) =>
    ({ '@type': 'DataDownload', encodingFormat, contentUrl: `${publicUrl}/api/v1/sites/export?format=${format}` })),
})

export function homePart(view: PageView): PagePart {
  const { index, day, words, publicUrl } = view
  const counts = statistics(registryIndex(index.facts), day)
  const awarded = counts.awardedByMark.map((count) =>
    `${words('summary.awarded')}, ${words(`metal.${count.key}`)}: ${between(count, words)}`)
  const part = page('/', 'home', view, html`
<ul><li>${words('summary.home.sites', { count: counts.sites })}</li>${awarded.map((line) => html`<li>${line}</li>`)}</ul>
<p><a href="/sites">${words('summary.sites.title')}</a> · <a href="/map">${words('summary.map.title')}</a> ·
<a href="/statistics">${words('summary.statistics.title')}</a></p>`,
  [{
    '@context': 'https://schema.org', '@type': 'WebSite', url: `${publicUrl}/`, name: 'Cupel', description: words('summary.home.lead'),
  }, registryDataset(view)])
  return { ...part, title: words('summary.home.title') }
}

/** More rows than a reader without script reads; the exports have all. */
const SHOWN_SITES = 300

function filtered(view: PageView): { sites: readonly IndexedSite[]; filter: SiteFilter } {
  const asked = Object.fromEntries(Object.keys(SiteFilter.shape).flatMap((name) => {
    const value = view.search.get(name)
    return value === null ? [] : [[name, value]]
  }))
  // A filter that says nothing sensible filters nothing; the API refuses it.
  const filter = SiteFilter.safeParse(asked).data ?? {}
  return { filter, sites: filterSites(view.index, filter, view.day) }
}

function sitesTable(view: PageView, sites: readonly IndexedSite[], filter: SiteFilter): Html {
  const { index, day, words } = view
  const rows = sites.slice(0, SHOWN_SITES).map((site) => {
    const row = siteRow(index, site, day, focusOf(filter))
    return [html`<a href="/sites/${row.siteId}">${row.name}</a>`, words.country(row.country),
      row.types.map((type) => words(`type.${type}`)).join(', '), row.operator ?? '', words(`status.${row.standing.status}`)]
  })
  const more = sites.length <= SHOWN_SITES ? '' : html`<p>${words('summary.sites.more', { shown: SHOWN_SITES, total: sites.length })}
<a href="/api/v1/sites/export?format=csv">CSV</a></p>`
  return html`${table(columns(words, 'site', 'country', 'type', 'operator', 'status'), rows)}
${more}`
}

export function sitesPart(view: PageView): PagePart {
  const { sites, filter } = filtered(view)
  return page('/sites', 'sites', view, html`<p>${view.words('summary.home.sites', { count: sites.length })}</p>
${sitesTable(view, sites, filter)}`,
    [registryDataset(view), trail(view, 'sites', '/sites')])
}

export function mapPart(view: PageView): PagePart {
  const { sites } = filtered(view)
  const placed = sites.filter(({ value }) => value.position !== undefined).length
  return page('/map', 'map', view, html`<p>${view.words('summary.map.count', { placed, total: sites.length })}</p>
<p><a href="/sites">${view.words('summary.sites.title')}</a> · <a href="/api/v1/sites/export?format=geojson">GeoJSON</a></p>`,
  [trail(view, 'map', '/map')])
}

export function statisticsPart(view: PageView): PagePart {
  const { index, day, words } = view
  const registry = registryIndex(index.facts)
  const counts = statistics(registry, day)
  const range = (count: { low: number; high: number }) => between(count, words)
  const series = coverageSeries(registry, { metal: 'copper', mark: 'copper', stage: 'mined', area: WORLD }, day)
  const shares = series.years.flatMap(({ year, low, high }) => low === null || high === null ? []
    : [[String(year), low === high ? words.percent(low)
      : words('summary.share', { low: words.percent(low), high: words.percent(high) })]])
  return page('/statistics', 'statistics', view, html`
${list([`${words('summary.participants')}: ${range(counts.participants)}`, `${words('summary.partners')}: ${range(counts.partners)}`,
    ...counts.awardedByMark.map((count) => `${words('summary.awarded')}, ${words(`metal.${count.key}`)}: ${range(count)}`)])}
<h2>${words('summary.coverage')}</h2>
${shares.length === 0 ? html`<p>${words('summary.coverage.none')}</p>` : table(columns(words, 'year', 'share'), shares)}
<p><a href="/api/v1/statistics">JSON</a> ·
<a href="/api/v1/statistics/coverage-series">${words('summary.coverage')}, JSON</a> ·
<a href="/api/v1/statistics/method">${words('nav.method')}</a></p>`,
  [trail(view, 'statistics', '/statistics')])
}

export function curvePart(view: PageView): PagePart {
  const { index, day, words, publicUrl } = view
  const curve = emissionCurve(registryIndex(index.facts), { metal: 'copper', series: 'past', asOf: day })
  return page('/emission-curve', 'emission-curve', view, html`
<p>${words('summary.curve.count', { bars: curve.bars.length })}</p>
<p><a href="/api/v1/emission-curve?metal=copper">JSON</a></p>`,
  [{
    '@context': 'https://schema.org', '@type': 'Dataset', name: words('summary.emission-curve.title'),
    description: words('summary.emission-curve.lead'), url: `${publicUrl}/emission-curve`, license: `${publicUrl}/about-the-data`,
  }, trail(view, 'emission-curve', '/emission-curve')])
}

export function partnersPart(view: PageView): PagePart {
  const { index, day, words, publicUrl } = view
  const partners = partnersOn(index.facts, day, undefined)
  const rows = partners.map(({ value: { name, sector, country, joined, citations: [source] } }) =>
    [name, sector, country === undefined ? '' : words.country(country), words.dated(joined),
      source?.url === undefined ? source?.text ?? '' : html`<a href="${source.url}" rel="nofollow">${source.text}</a>`])
  const list = {
    '@context': 'https://schema.org', '@type': 'ItemList', name: words('summary.partners.title'), url: `${publicUrl}/partners`,
    itemListElement: partners.map(({ value: { name } }, i) =>
      ({ '@type': 'ListItem', position: i + 1, item: { '@type': 'Organization', name } })),
  }
  return page('/partners', 'partners', view, table(columns(words, 'partner', 'sector', 'country', 'joined', 'source'), rows), [list,
    trail(view, 'partners', '/partners')])
}

export function organisationsPart(view: PageView): PagePart {
  const { index, words } = view
  const rows = organisationsMatching(index.facts, undefined, undefined).slice(0, SHOWN_SITES)
    .map(({ id, value }) => [html`<a href="/organisations/${encodeURIComponent(id)}">${value.name}</a>`,
      value.country === undefined ? '' : words.country(value.country), words.number(sitesOfOrganisation(index, id).length)])
  return page('/organisations', 'organisations', view, table(columns(words, 'organisation', 'country', 'sites'), rows),
    [trail(view, 'organisations', '/organisations')])
}

export function organisationPart(id: string, view: PageView): PagePart | undefined {
  const { index, day, words, publicUrl } = view
  const organisation = organisationsMatching(index.facts, undefined, undefined).find((one) => one.id === id)
  if (organisation === undefined) return undefined
  const row = organisationRow(index, organisation, day)
  const path = `/organisations/${encodeURIComponent(id)}`
  const url = publicUrl + path
  const sites = sitesOfOrganisation(index, id)
  return {
    status: 200, path, title: row.name, description: words('summary.organisation.description', { name: row.name, count: row.siteCount }),
    body: sitesTable(view, sites, {}),
    jsonLd: [{ '@context': 'https://schema.org', '@type': 'Organization', '@id': url, url, name: row.name,
      ...(row.aliases.length === 0 ? {} : { alternateName: row.aliases }), ...(row.lei === undefined ? {} : { leiCode: row.lei }),
      location: sites.map(({ siteId, value }) => ({ '@type': 'Place', '@id': `${publicUrl}/sites/${siteId}`, name: value.name })) },
    breadcrumbs(publicUrl, [[words('summary.organisations.title'), '/organisations'], [row.name, path]])],
  }
}

export function datasetsPart(view: PageView): PagePart {
  const { index, words, publicUrl } = view
  const datasets = datasetRows(index.facts)
  const rows = datasets.map(({ title, url, licence, licenceUrl, attribution, isShareAlike, factCount }) => [
    url === undefined ? title : html`<a href="${url}" rel="nofollow">${title}</a>`,
    licenceUrl === undefined ? licence : html`<a href="${licenceUrl}" rel="nofollow license">${licence}</a>`,
    attribution, isShareAlike ? words('summary.share-alike') : '', words.number(factCount)])
  return page('/about-the-data', 'about', view, html`<p>${words('summary.about.meaning')}</p>
${table(columns(words, 'dataset', 'licence', 'attribution', 'terms', 'facts'), rows)}`,
  [{ '@context': 'https://schema.org', '@type': 'DataCatalog', name: words('summary.about.title'), url: `${publicUrl}/about-the-data`,
    dataset: datasets.map(({ title, licence, licenceUrl, attribution, url }) =>
      ({ '@type': 'Dataset', name: title, license: licenceUrl ?? licence, creditText: attribution, ...(url === undefined ? {} : { url }) })) },
  trail(view, 'about', '/about-the-data')])
}

export const statusesPart = (view: PageView): PagePart => page('/statuses', 'statuses', view,
  html`<dl>${SiteStatus.options.map((status) =>
    html`<dt>${view.words(`status.${status}`)}</dt><dd>${view.words(`summary.status.${status}`)}</dd>`)}${
    ['transferred', 'replaced', 'under-review'].map((word) => html`<dt>${view.words(`status.${word}`)}</dt><dd>${view.words(`status.${word}.rule`)}</dd>`)}</dl>
<p>${view.words('statuses.changes')}</p>`,
  [trail(view, 'statuses', '/statuses')])
