// The readable summary of one site: what is known of its marks, each word with its source.
import { html } from 'hono/html'
import { countryByAlpha3 } from '#src/parties/country.ts'
import type { SiteProduction, SiteRecord, TimelineEvent } from './site-record.ts'
import type { MarkStanding } from './site-standing.ts'
import { breadcrumbs, list, stated, type Html, type PagePart } from './summary-parts.ts'
import type { Words } from './summary-words.ts'

const citation = ({ text, url }: { text: string; url?: string | undefined }): Html =>
  url === undefined ? html`${text}` : html`<a href="${url}" rel="nofollow">${text}</a>`

/** "Last award found: mark, date, source; no later source found." Never more than was found. */
export function standingSentence(standing: MarkStanding, words: Words): Html {
  const { mark, basis, status, lastAward, laterSource, validUntil, condition } = standing
  const name = mark === null ? words('mark.unstated') : words(`metal.${mark}`)
  if (basis === 'live' && status === 'committed') return html`${words('summary.live-committed', { mark: name })}`
  if (basis === 'live') {
    return html`${words('summary.live', { mark: name, status: words(`status.${status}`) })}${
      validUntil === null ? '' : ` ${words('summary.valid-until', { day: words.day(validUntil) })}`}${
      condition === null ? '' : ` ${words('summary.condition', { condition })}`}`
  }
  if (lastAward === null) return html`${words(status === 'committed' ? 'summary.commitment-found' : 'summary.no-award-found', { mark: name })}`
  const key = status === 'award-possible' ? 'summary.award-possible' : 'summary.last-award-found'
  const later = laterSource === null ? words('summary.no-later-source')
    : words('summary.later-source', { kind: words(`milestone.${laterSource.kind}`), date: words.dated(laterSource.date) })
  return html`${words(key, { mark: name, date: words.dated(lastAward.date) })} (${citation(lastAward.source)}). ${later}`
}

const eventLine = (event: TimelineEvent, words: Words): Html => html`${words.dated(event.date)}: ${words(`milestone.${event.kind}`)}${
  event.mark === undefined ? '' : `, ${words(`metal.${event.mark}`)}`}. “${event.asFound}” (${
  event.citations.map((one, i) => html`${i === 0 ? '' : '; '}${citation(one)}`)})${event.isDisputed ? ` · ${words('disputed')}` : ''}`

const productionLine = (one: SiteProduction, words: Words): Html => html`${String(one.year)}: ${
  words('summary.tonnes', { tonnes: words.number(one.tonnesContained), metal: words(`metal.${one.metal}`), stage: words(`stage.${one.stage}`) })}${
  one.unit === null ? '' : ` (${one.unit.name})`} (${citation(one.citations[0]!)})`

type Section = (key: string, lines: readonly (Html | string)[]) => Html

/** What cycles in this installation made public, each with its own page. */
function assuranceLines({ assurance }: SiteRecord, words: Words, section: Section): Html {
  const { awards, letters, notices, reports, plans, extensions } = assurance
  const link = (href: string, text: string): Html => html`<a href="${href}">${text}</a>`
  const day = (one: string): string => words.day(one)
  return html`${section('site.awards', awards.map((award) => html`${link(award.links.page, words('site.award', { mark: words(`metal.${award.mark}`), day: day(award.decidedOn) }))}: ${
    words(`award.status.${award.status}`)}, ${words('award.valid-until', { day: day(award.validUntil) })}${
    award.underReviewSince === null ? '' : `. ${words('site.under-review', { day: day(award.underReviewSince) })}`}`))}
${section('site.reports', reports.map((report) => link(`/summary-reports/${report.reportId}`,
    words('site.report', { kind: words(`report.round.${report.roundKind}`), day: day(report.decidedOn), outcome: words(`report.outcome.${report.outcome}`) }))))}
${section('site.plans', plans.map((plan) => link(`/improvement-plans/${plan.planId}`, words('site.plan', { verified: plan.counts.verified ?? 0, count: plan.gaps.length, day: day(plan.dueOn) }))))}
${section('site.notices', notices.map((notice) => html`${words('notice.period', { from: day(notice.visitFrom), to: day(notice.visitTo) })}, ${notice.firmName}${
    notice.phase === 'past' ? '' : html`: ${link(notice.hearing, words('notice.heard'))}`}`))}
${section('site.letters', letters.map((letter) => link(`/letters/${letter.letterId}`, words('site.letter', { day: day(letter.signedOn) }))))}
${section('extensions.title', extensions.map(({ clock, dueBefore, dueAfter, grantedOn, reasonClass }) => words('extension.line', {
    clock: words(`clock.${clock}`), before: day(dueBefore), after: day(dueAfter), day: day(grantedOn), reason: words(`extension.reason.${reasonClass}`),
  })))}`
}

/** Old series are long; the page without script shows the newest and the API has all. */
const SHOWN_PRODUCTION = 12

export function sitePart(site: SiteRecord, words: Words, publicUrl: string): PagePart {
  const where = [site.place, words.country(site.country)].filter((part) => part !== null).join(', ')
  const types = site.types.map((type) => words(`type.${type}`)).join(', ')
  const { marks, status } = site.standing
  const section = (key: string, lines: readonly (Html | string)[]): Html =>
    lines.length === 0 ? html`` : html`<h2>${words(key)}</h2>${list(lines)}`
  const crumbs = breadcrumbs(publicUrl, [[words('summary.sites.title'), '/sites'], [site.name, `/sites/${site.siteId}`]])
  const body = html`
<p>${types} · ${where}${site.operator === null ? '' : ` · ${site.operator}`} · ${site.siteId}</p>
${site.position === null ? '' : html`<p>${words('summary.position', {
    latitude: String(site.position.latitude), longitude: String(site.position.longitude),
    precision: words(`precision.${site.position.precision}`) })}</p>`}
<h2>${words('summary.marks')}</h2>
${list(marks.length === 0 ? [words('summary.nothing-found')] : marks.map((one) => standingSentence(one, words)))}
${assuranceLines(site, words, section)}
${section('summary.disputes', site.disputes.filter(({ closedOn }) => closedOn === undefined)
    .map(({ openedOn, text }) => `${words.day(openedOn)}: ${text}`))}
${section('summary.replies', site.replies.map(({ organisation, signedBy, role, signedOn, text }) =>
    `${organisation}, ${signedBy} (${role}), ${words.day(signedOn)}: ${text}`))}
${section('summary.removed', site.withheld.map(({ kind, reason }) => `${kind}: ${reason}`))}
${section('summary.timeline', site.timeline.map((event) => eventLine(event, words)))}
${section('register.due-diligence', site.dueDiligence.map((event) => eventLine(event, words)))}
${section('register.chain-of-custody', site.chainOfCustody.map((event) => eventLine(event, words)))}
${section('summary.production', site.production.filter(({ isPreferred }) => isPreferred).slice(0, SHOWN_PRODUCTION)
    .map((one) => productionLine(one, words)))}
${section('summary.other-names', site.aliases.map(({ name, kind }) => `${name} (${words(`alias.${kind}`)})`))}
${section('summary.nearby', site.nearby.map(({ siteId, name, distanceKm }) =>
    html`<a href="/sites/${siteId}">${name}</a>, ${words('summary.kilometres', { km: words.number(distanceKm) })}`))}
${section('summary.sources', site.attributions.map(({ title, licence, attribution }) => `${title}: ${attribution} (${licence})`))}
<p><a href="/sites/${site.siteId}/history">${words('summary.history')}</a> ·
<a href="${site.links.api}">JSON</a> · <a href="${site.links.feed}">Atom</a></p>`
  return {
    status: 200, title: site.name, body,
    description: words('summary.site.description', { name: site.name, types, where, status: words(`status.${status}`) }),
    path: `/sites/${site.siteId}`,
    jsonLd: [placeOf(site, publicUrl), crumbs],
  }
}

/** schema.org Place: what is stated of the site, nothing about marks that could be read as a certificate. */
function placeOf(site: SiteRecord, publicUrl: string): object {
  const url = `${publicUrl}/sites/${site.siteId}`
  return stated({
    '@context': 'https://schema.org', '@type': 'Place', '@id': url, url, name: site.name,
    alternateName: site.aliases.length === 0 ? undefined : [...new Set(site.aliases.map(({ name }) => name))],
    identifier: [{ '@type': 'PropertyValue', propertyID: 'cupel-site', value: site.siteId },
      ...site.identifiers.map(({ scheme, value }) => ({ '@type': 'PropertyValue', propertyID: scheme, value }))],
    address: {
      '@type': 'PostalAddress', addressCountry: countryByAlpha3.get(site.country)?.alpha2, addressLocality: site.place ?? undefined,
    },
    geo: site.position === null ? undefined
      : { '@type': 'GeoCoordinates', latitude: site.position.latitude, longitude: site.position.longitude },
    subjectOf: site.citations.flatMap(({ text, url: source }) =>
      source === undefined ? [] : [{ '@type': 'WebPage', name: text, url: source }]),
  })
}
