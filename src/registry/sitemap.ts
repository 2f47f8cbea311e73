// The addresses of all public pages for crawlers (sitemaps.org 0.9): a protocol limit of 50,000 addresses in one file.
import { html, raw } from 'hono/html'
import { letterFact, summaryReportFact } from '#src/assurance/published.ts'
import { awardFact } from '#src/awards/award.ts'
import type { SiteIndex } from './site-index.ts'
import { organisationsMatching } from './listing.ts'

const MOST_ADDRESSES = 50_000
const FIXED = ['/', '/sites', '/map', '/statistics', '/emission-curve', '/standards', '/partners', '/organisations', '/about-the-data', '/statuses', '/awards', '/assessments']

export async function sitemapOf(index: SiteIndex, publicUrl: string): Promise<string> {
  const paths = [
    ...FIXED, ...index.byName.map(({ siteId }) => `/sites/${siteId}`),
    ...organisationsMatching(index.facts, undefined, undefined).map(({ id }) => `/organisations/${encodeURIComponent(id)}`),
    ...[...index.facts.of(awardFact).keys()].map((id) => `/awards/${encodeURIComponent(id)}`),
    ...[...index.facts.of(summaryReportFact).keys()].map((id) => `/summary-reports/${encodeURIComponent(id)}`),
    ...[...index.facts.of(letterFact).keys()].map((id) => `/letters/${encodeURIComponent(id)}`),
  ].slice(0, MOST_ADDRESSES)
  return String(await html`${raw('<?xml version="1.0" encoding="utf-8"?>')}
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${paths.map((path) => html`
<url><loc>${publicUrl}${path}</loc></url>`)}
</urlset>
`)
}
