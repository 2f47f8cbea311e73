// The server's own words on the pages where people are heard and where the programme shows its numbers: ways to speak,
// announced assessments, outcomes of grievances, indicators. They are made from the answers of the operations that the
// screens ask for, so that a phone without a script reads the same.
import { html } from 'hono/html'
import type { Context } from '#src/access/context.ts'
import { documentsHandlers } from '#src/documents/documents.handlers.ts'
import { grievanceHandlers } from '#src/grievances/grievance.handlers.ts'
import type { NoticeRow } from '#src/registry/assurance-record.ts'
import { breadcrumbs, list, type Html, type PagePart } from '#src/registry/summary-parts.ts'
import type { Words } from '#src/registry/summary-words.ts'
import { deskHandlers } from '#src/secretariat/desk.handlers.ts'
import { fontShelf } from './fonts.ts'

type At = {
  readonly ctx: Context
  /** The words of the areas `grievance` and `desk`, which share no key that is used here, and of the summaries. */
  readonly words: Words
  readonly publicUrl: string
}
type Plain<T> = Exclude<T, Response>

const published = documentsHandlers(fontShelf)
const link = (href: string, text: string): Html => html`<a href="${href}">${text}</a>`

/** Without a script words are sent by HTTP; a form would have to keep what must not be kept. */
const needsScript = ({ words }: At): Html => html`<p>${words('summary.screen.needs-script')} ${link('/docs', words('footer.api'))}</p>`

type Said = { readonly path: string; readonly title: string; readonly description: string; readonly body: Html }
const partOf = ({ publicUrl }: At, { path, title, description, body }: Said): PagePart =>
  ({ status: 200, isDecidedHere: true, path, title, description, body, jsonLd: [breadcrumbs(publicUrl, [[title, path]])] })

async function noticesOf(ctx: Context): Promise<readonly NoticeRow[]> {
  const { items } = await published.listAssessmentNotices(ctx, { limit: 300 }) as Plain<Awaited<ReturnType<typeof published.listAssessmentNotices>>>
  return items
}

async function heardPart(at: At): Promise<PagePart> {
  const { words, ctx } = at
  const open = (await noticesOf(ctx)).filter(({ phase }) => phase !== 'past')
  return partOf(at, {
    path: '/be-heard', title: words('heard.title'), description: words('heard.lead'),
    body: html`<p>${words('heard.lead')}</p>${list([
      link('/assessments', words('heard.assessments')), link('/receipts', words('heard.receipt')), link('/grievance-outcomes', words('heard.outcomes')),
      ...open.map(({ noticeId, siteName }) => link(`/concerns/${encodeURIComponent(noticeId)}`, words('notice.of', { site: siteName }))),
    ])}<h2>${words('heard.about')}</h2>${list(['concern', 'site', 'scheme', 'assessor', 'claim'].map((one) =>
      html`<strong>${words(`about.${one}`)}</strong>. ${words(`about.${one}.meaning`)}`))}<p>${words('form.kept')}</p>${needsScript(at)}`,
  })
}

const receiptPart = (at: At): PagePart => partOf(at, {
  path: '/receipts', title: at.words('receipt.title'), description: at.words('receipt.lead'),
  body: html`<p>${at.words('receipt.lead')}</p>${needsScript(at)}<p>${link('/be-heard', at.words('heard.title'))}</p>`,
})

async function noticePart(at: At, noticeId: string, isPoster: boolean): Promise<PagePart | undefined> {
  const { words, ctx } = at
  const notice = (await noticesOf(ctx)).find((one) => one.noticeId === noticeId)
  if (notice === undefined) return undefined
  const path = `/concerns/${encodeURIComponent(noticeId)}`
  const lead = words('notice.lead', { from: words.day(notice.visitFrom), to: words.day(notice.visitTo), firm: notice.firmName })
  return partOf(at, {
    path: isPoster ? `${path}/poster` : path, title: words(isPoster ? 'poster.of' : 'notice.of', { site: notice.siteName }), description: lead,
    body: html`<p>${lead}</p><p>${words('notice.until', { day: words.day(notice.concernsUntil) })}</p><p>${words('poster.protected')}</p>
<p>${isPoster ? link(path, words('poster.form')) : link(`${path}/poster`, words('poster.link'))} · ${link(`/sites/${notice.siteId}`, notice.siteName)}</p>${isPoster ? '' : needsScript(at)}`,
  })
}

async function outcomesPart(at: At): Promise<PagePart> {
  const { words, ctx } = at
  const { items } = await grievanceHandlers.listGrievanceOutcomes(ctx, {}) as Plain<Awaited<ReturnType<typeof grievanceHandlers.listGrievanceOutcomes>>>
  return partOf(at, {
    path: '/grievance-outcomes', title: words('outcomes.title'), description: words('outcomes.lead'),
    body: html`<p>${words('outcomes.lead')}</p>${items.length === 0
      ? html`<p>${words('outcomes.none')}. ${link('/be-heard', words('outcomes.none.next'))}</p>`
      : list(items.map((one) => html`<strong>${one.about}</strong>, ${words.day(one.publishedOn)}: ${words(`outcome.${one.outcome}`)}. ${one.text}${
        one.siteId === undefined ? '' : html` ${link(`/sites/${one.siteId}`, one.siteId)}. ${words(one.wasSiteHeard ? 'outcomes.heard' : 'outcomes.silent')}`}`))}
<p>${link('/api/v1/grievance-outcomes', 'JSON')}</p>`,
  })
}

async function indicatorsPart(at: At, asked: string | null): Promise<PagePart> {
  const { words, ctx } = at
  // A day that is none, or that has not come, is passed over, as the screen does with what an address says wrongly.
  const asOf = asked !== null && /^\d{4}-\d{2}-\d{2}$/.test(asked) && !Number.isNaN(Date.parse(asked)) && asked <= ctx.today ? asked : undefined
  const answer = await deskHandlers.getProgrammeIndicators(ctx, { asOf }) as Plain<Awaited<ReturnType<typeof deskHandlers.getProgrammeIndicators>>>
  const decimals = new Intl.NumberFormat(words.language, { maximumFractionDigits: 1 })
  return partOf(at, {
    path: '/programme-indicators', title: words('indicators.title'), description: words('indicators.lead'),
    body: html`<p>${words('indicators.lead')}</p><p>${words('indicators.as-of', { day: words.day(answer.asOf) })}</p><dl>${answer.indicators.map((one) =>
      html`<dt>${words(`indicator.${one.indicator}`)}</dt><dd>${one.value === null ? words('indicators.nothing') : words(`unit.${one.unit}`, { value: decimals.format(one.value) })} ${
        one.value === null ? '' : words('indicators.n', { count: one.n })} ${words(`indicator.${one.indicator}.rule`)}</dd>
`)}</dl><p>${link('/api/v1/programme-indicators', 'JSON')}</p>`,
  })
}

/** @returns undefined where the address is not of these pages, or names no announced assessment */
export async function heardPage(path: string, search: URLSearchParams, at: At): Promise<PagePart | undefined> {
  if (path === '/be-heard') return await heardPart(at)
  if (path === '/receipts') return receiptPart(at)
  if (path === '/grievance-outcomes') return await outcomesPart(at)
  if (path === '/programme-indicators') return await indicatorsPart(at, search.get('day'))
  const [, noticeId, poster] = /^\/concerns\/([^/]+)(\/poster)?$/.exec(path) ?? []
  return noticeId === undefined ? undefined : await noticePart(at, noticeId, poster !== undefined)
}
