// The server's own words on the pages of what is published: awards, their live pages, reports, letters, plans, notices.
// They are made from the same documents and answers as the screens, so that a phone without a script reads the same.
import { html } from 'hono/html'
import type { Context } from '#src/access/context.ts'
import { wordsFor, documentsHandlers } from '#src/documents/documents.handlers.ts'
import { isInForce } from '#src/documents/certificate.ts'
import type { PrintedDocument } from '#src/exchange/document/document.ts'
import { bodyOf } from '#src/exchange/document/html.ts'
import { Refused } from '#src/kernel/refusal.ts'
import { PublishedId, type AwardRow, type NoticeRow } from '#src/registry/assurance-record.ts'
import { breadcrumbs, list, stated, table, type Html, type PagePart } from '#src/registry/summary-parts.ts'
import type { Words } from '#src/registry/summary-words.ts'
import { fontShelf } from './fonts.ts'

type At = {
  readonly ctx: Context
  /** The words of the areas `published` and `documents`, with those of the registry. */
  readonly words: Words
  readonly publicUrl: string
  readonly time: { readonly asOf?: string; readonly knownAt?: string }
}
const asked = documentsHandlers(fontShelf)
type Plain<T> = Exclude<T, Response>
type Answer<N extends keyof typeof asked> = Plain<Awaited<ReturnType<(typeof asked)[N]>>>

const SHOWN = 300

const link = (href: string, text: string): Html => html`<a href="${href}">${text}</a>`

/** A document as a page: what it says, its PDF in each language, and the data behind it. */
function documentPart(at: At, path: string, api: string, pdf: string, document: PrintedDocument, trail: readonly (readonly [string, string])[], more: { lead?: Html; jsonLd?: readonly object[] } = {}): PagePart {
  const { words, publicUrl } = at
  return {
    status: 200, isDecidedHere: true, path, title: document.title, description: `${document.title}. ${document.subtitle}`,
    body: html`${more.lead ?? ''}${bodyOf(document)}
<p>${words('document.download')}: ${['en', 'es', 'zh', 'fr'].map((tag) => html`<a href="${pdf}?language=${tag}" hreflang="${tag}">${tag}</a> `)}· ${link(api, 'JSON')}</p>`,
    jsonLd: [...more.jsonLd ?? [], breadcrumbs(publicUrl, [...trail, [document.title, path]])],
  }
}

/** schema.org Certification: an award decided here, by its number, with its term and whether it is in force. */
const certification = (award: AwardRow, mark: string, publicUrl: string): object => stated({
  '@context': 'https://schema.org', '@type': 'Certification', '@id': `${publicUrl}/awards/${award.awardId}`, url: `${publicUrl}/awards/${award.awardId}`,
  name: mark, certificationIdentification: award.awardId, certificationStatus: `https://schema.org/${isInForce(award) ? 'CertificationActive' : 'CertificationInactive'}`,
  datePublished: award.issuedOn, validFrom: award.decidedOn, expires: award.validUntil,
  about: { '@type': 'Place', '@id': `${publicUrl}/sites/${award.siteId}`, name: award.siteName },
})

async function awardPart(at: At, awardId: string): Promise<PagePart> {
  const { ctx, words, publicUrl, time } = at
  const { award, document } = await asked.getAward(ctx, { awardId, language: words.language, ...time }) as Answer<'getAward'>
  const mark = (await wordsFor(ctx, words.language)).standard(award.standard, award.standardVersion).mark(award.mark)
  return documentPart(at, `/awards/${awardId}`, award.links.api, award.links.certificate, document, [[words('awards.title'), '/awards']], {
    lead: html`<p><strong>${words(`award.status.${award.status}`)}</strong> · ${mark} · ${award.siteName} · ${words(isInForce(award) ? 'award.valid-until' : 'award.ended', { day: words.day(award.validUntil) })}</p>
<p>${link(`/sites/${award.siteId}`, words('award.site'))}${award.reportId === null ? '' : html` · ${link(`/summary-reports/${award.reportId}`, words('award.report'))}`}</p>`,
    jsonLd: [certification(award, mark, publicUrl)],
  })
}

async function awardsPart(at: At, search: URLSearchParams): Promise<PagePart> {
  const { ctx, words, publicUrl, time } = at
  const q = search.get('q') ?? undefined
  const found = await asked.listAwards(ctx, { ...(q === undefined ? {} : { q: q.slice(0, 200) }), limit: SHOWN, ...time }) as Answer<'listAwards'>
  const rows = found.items.map((award) => [
    link(award.links.page, award.siteName), words(`metal.${award.mark}`),
    `${words(`award.status.${award.status}`)}${award.underReviewSince === null ? '' : ` · ${words('status.under-review')}`}`, words.day(award.validUntil), award.participant,
  ])
  const [title, path] = [words('awards.title'), '/awards']
  return {
    status: 200, isDecidedHere: true, path, title, description: words('awards.lead'),
    body: html`<p>${words('awards.lead')}</p><p>${words('awards.count', { count: found.total, day: words.day(found.asOf) })}</p>
${rows.length === 0 ? html`<p>${words('awards.none.meaning')}</p>` : table(['column.site', 'column.mark', 'column.status', 'column.valid-until', 'column.participant'].map((key) => words(key)), rows)}
<p>${link('/api/v1/awards/export', 'CSV')} · ${link('/api/v1/awards', 'JSON')} · ${link('/statuses', words('nav.statuses'))}</p>`,
    jsonLd: [breadcrumbs(publicUrl, [[title, path]])],
  }
}

const noticeLine = (words: Words) => (notice: NoticeRow): Html => html`${link(`/sites/${notice.siteId}`, notice.siteName)}, ${
  words('notice.period', { from: words.day(notice.visitFrom), to: words.day(notice.visitTo) })}, ${notice.firmName} (${notice.languages.join(', ')}). ${notice.text} ${
  notice.phase === 'past' ? '' : html`${notice.isBeforeVisit ? words('notice.before', { day: words.day(notice.concernsUntil) }) : words('notice.after')} ${
    link(notice.hearing, words('notice.heard.about', { site: notice.siteName }))}`}`

async function assessmentsPart(at: At): Promise<PagePart> {
  const { ctx, words, publicUrl, time } = at
  const { items } = await asked.listAssessmentNotices(ctx, { limit: SHOWN, ...time }) as Answer<'listAssessmentNotices'>
  const [title, path] = [words('assessments.title'), '/assessments']
  const section = (phase: NoticeRow['phase']): Html => {
    const shown = items.filter((notice) => notice.phase === phase)
    return shown.length === 0 ? html`` : html`<h2>${words(`assessments.${phase}`)}</h2>${list(shown.map(noticeLine(words)))}`
  }
  return {
    status: 200, isDecidedHere: true, path, title, description: words('assessments.lead'),
    body: html`<p>${words('assessments.lead')}</p>${items.length === 0 ? html`<p>${words('assessments.none.meaning')}</p>` : ''}${section('under-way')}${section('upcoming')}${section('past')}
<p>${link('/api/v1/assessment-notices', 'JSON')}</p>`,
    jsonLd: [breadcrumbs(publicUrl, [[title, path]])],
  }
}

async function reportPart(at: At, reportId: string): Promise<PagePart> {
  const { words, time } = at
  const { document, report, awards } = await asked.getSummaryReport(at.ctx, { reportId, language: words.language, ...time }) as Answer<'getSummaryReport'>
  const api = `/api/v1/summary-reports/${reportId}`
  const lead = html`<p>${link(`/sites/${report.siteId}`, words('document.site'))}</p>${awards.length === 0 ? '' : html`<h2>${words('document.awards')}</h2>${
    list(awards.map((award) => html`${link(award.links.page, words(`metal.${award.mark}`))}: ${words(`award.status.${award.status}`)}`))}`}`
  return documentPart(at, `/summary-reports/${reportId}`, api, `${api}/document`, document, [[report.siteName, `/sites/${report.siteId}`]], { lead })
}

async function letterPart(at: At, letterId: string): Promise<PagePart> {
  const { document, letter } = await asked.getPublishedLetter(at.ctx, { letterId, language: at.words.language, ...at.time }) as Answer<'getPublishedLetter'>
  const api = `/api/v1/letters/${letterId}`
  return documentPart(at, `/letters/${letterId}`, api, `${api}/document`, document, [[letter.siteName, `/sites/${letter.siteId}`]])
}

async function planPart(at: At, planId: string): Promise<PagePart> {
  const { document, plan } = await asked.getPlanStanding(at.ctx, { planId, language: at.words.language, ...at.time }) as Answer<'getPlanStanding'>
  const api = `/api/v1/improvement-plans/${planId}`
  return documentPart(at, `/improvement-plans/${planId}`, api, `${api}/document`, document, [[plan.siteName, `/sites/${plan.siteId}`]])
}

const PARTS: Readonly<Record<string, (at: At, id: string) => Promise<PagePart>>> = {
  awards: awardPart, 'summary-reports': reportPart, letters: letterPart, 'improvement-plans': planPart,
}

/** @returns undefined where the address is not of these pages, or names nothing that is published */
export async function publishedPage(path: string, search: URLSearchParams, at: At): Promise<PagePart | undefined> {
  try {
    if (path === '/awards') return await awardsPart(at, search)
    if (path === '/assessments') return await assessmentsPart(at)
    const [, kind, text] = /^\/(awards|summary-reports|letters|improvement-plans)\/([^/]+)$/.exec(path) ?? []
    const id = PublishedId.safeParse(text)
    return kind === undefined || !id.success ? undefined : await PARTS[kind]!(at, id.data)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return error.refusal.code === 'published-ended' ? endedPart(at, path, error.refusal.detail) : undefined
  }
}

/** Gone for good, and why: a code on paper must not lead to silence. */
const endedPart = ({ words }: At, path: string, detail: string): PagePart => ({
  status: 410, isDecidedHere: true, path, title: words('ended.title'), description: words('ended.title'), jsonLd: [],
  body: html`<p lang="en">${detail}</p><p>${link('/awards', words('awards.title'))} · ${link('/sites', words('nav.registry'))}</p>`,
})
