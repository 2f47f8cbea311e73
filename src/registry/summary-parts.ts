// What every page summary is made of: the frame with its notice, lists, breadcrumbs. `hono/html` escapes every value.
import { html } from 'hono/html'
import type { Words } from './summary-words.ts'

export type Html = ReturnType<typeof html>

/** One page before it is put into the frame. */
export type PagePart = {
  readonly status: number
  readonly title: string
  readonly description: string
  /** The canonical address: without query, save where the query says what the page is of. */
  readonly path: string
  readonly body: Html
  readonly jsonLd: readonly object[]
  /** Set where the page tells what was decided here: the notice that all is compiled would be untrue of it. */
  readonly isDecidedHere?: true
}

export const list = (lines: readonly (Html | string)[]): Html => html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`

export const table = (head: readonly string[], rows: readonly (readonly (Html | string)[])[]): Html => html`<table>
<thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>
`)}</tbody></table>`

/** Members without a value are left out, at every depth. */
export const stated = (value: object): object => JSON.parse(JSON.stringify(value)) as object

export const breadcrumbs = (publicUrl: string, trail: readonly (readonly [name: string, path: string])[]): object => ({
  '@context': 'https://schema.org', '@type': 'BreadcrumbList',
  itemListElement: trail.map(([name, path], i) => ({ '@type': 'ListItem', position: i + 1, name, item: publicUrl + path })),
})

const NAVIGATION = [
  ['/sites', 'nav.registry'], ['/map', 'nav.map'], ['/statistics', 'nav.statistics'], ['/emission-curve', 'nav.emission-curve'],
  ['/standards', 'nav.standards'], ['/awards', 'nav.awards'], ['/assessments', 'nav.assessments'], ['/partners', 'nav.partners'], ['/organisations', 'nav.organisations'], ['/about-the-data', 'nav.about'],
] as const

/** The frame of every page: where one is, and that this is compiled and not the scheme's own register. */
export const framed = ({ title, body, isDecidedHere }: PagePart, words: Words, standpoint: string): Html => html`<header><a href="/">Cupel</a>
<nav aria-label="${words('nav.label')}"><ul>
${NAVIGATION.map(([path, key]) => html`<li><a href="${path}">${words(key)}</a></li>`)}</ul></nav></header>
<main id="content"><h1>${title}</h1>
<p>${standpoint}</p>
${body}</main>
<footer><p>${isDecidedHere === true ? '' : words('summary.notice')} <a href="/about-the-data">${words('nav.about')}</a></p></footer>`
