// The server's own words on the pages of standards: list, standard, criterion, two versions side by side. They are made
// from the answers of the operations that the screens ask for, so that both say the same.
import { html } from 'hono/html'
import type { Context } from '#src/access/context.ts'
import { Refused } from '#src/kernel/refusal.ts'
import { breadcrumbs, list, table, type PagePart } from '#src/registry/summary-parts.ts'
import type { Words } from '#src/registry/summary-words.ts'
import { standardsHandlers } from '#src/standards/standards.handlers.ts'

type At = { readonly ctx: Context; readonly words: Words; readonly publicUrl: string; readonly time: { asOf?: string; knownAt?: string } }
/** What the handler answers; a stream never comes from these. */
type Plain<T> = Exclude<T, Response>

const trailTo = (at: At, ...steps: readonly (readonly [string, string])[]): object =>
  breadcrumbs(at.publicUrl, [[at.words('summary.standards.title'), '/standards'], ...steps])

const unreviewed = (at: At, isReviewed: boolean) => isReviewed ? '' : html`<p>${at.words('summary.standards.unreviewed')}</p>`

async function listPart(at: At): Promise<PagePart> {
  const { words, ctx } = at
  const { items } = await standardsHandlers.listStandards(ctx, { language: words.language, limit: 200, ...at.time }) as Plain<Awaited<ReturnType<typeof standardsHandlers.listStandards>>>
  const rows = items.map((row) => [html`<a href="/standards/${row.standard}/${row.version}">${row.title}</a>`, row.version])
  return {
    status: 200, path: '/standards', title: words('summary.standards.title'), description: words('summary.standards.lead'),
    body: html`<p>${words('summary.standards.lead')}</p>${table([words('summary.column.standard'), words('summary.column.version')], rows)}`,
    jsonLd: [trailTo(at)],
  }
}

async function standardPart(at: At, standard: string, version: string): Promise<PagePart> {
  const view = await standardsHandlers.getStandard(at.ctx, { standard, version, language: at.words.language, ...at.time }) as Plain<Awaited<ReturnType<typeof standardsHandlers.getStandard>>>
  const path = `/standards/${standard}/${version}`
  const title = `${view.title} ${view.version}`
  const rows = view.criteria.map((criterion) => [String(criterion.number), html`<a href="${path}/${criterion.slug}">${criterion.title}</a>`, criterion.meaning])
  return {
    status: 200, path, title, description: at.words('summary.standards.lead'),
    body: html`${unreviewed(at, view.isTranslationReviewed)}${table(['', at.words('summary.column.criterion'), at.words('summary.column.meaning')], rows)}`,
    jsonLd: [trailTo(at, [title, path])],
  }
}

async function criterionPart(at: At, standard: string, version: string, criterion: string): Promise<PagePart> {
  const view = await standardsHandlers.getCriterion(at.ctx, { standard, version, criterion, language: at.words.language, ...at.time }) as Plain<Awaited<ReturnType<typeof standardsHandlers.getCriterion>>>
  const base = `/standards/${standard}/${version}`
  const title = `${view.number} ${view.title}`
  return {
    status: 200, path: `${base}/${criterion}`, title: `${title} · ${view.standard.title} ${version}`, description: view.meaning,
    body: html`${unreviewed(at, view.standard.isTranslationReviewed)}<p>${view.meaning}</p>${list([html`<a href="${base}">${view.standard.title} ${version}</a>`])}`,
    jsonLd: [trailTo(at, [`${view.standard.title} ${version}`, base], [title, `${base}/${criterion}`])],
  }
}

/** Without versions in the address the last one is compared with the one before it, as the screen does. */
async function versionsOf(at: At, standard: string, search: URLSearchParams): Promise<{ from: string; to: string } | undefined> {
  const [from, to] = [search.get('from'), search.get('to')]
  if (from !== null && to !== null) return { from, to }
  const { items } = await standardsHandlers.listStandards(at.ctx, { standard, language: at.words.language, limit: 200, ...at.time }) as Plain<Awaited<ReturnType<typeof standardsHandlers.listStandards>>>
  const newest = items.findLast(({ predecessor }) => predecessor !== null)
  return newest?.predecessor == null ? undefined : { from: newest.predecessor, to: newest.version }
}

async function comparisonPart(at: At, standard: string, { from, to }: { from: string; to: string }): Promise<PagePart> {
  const view = await standardsHandlers.compareStandards(at.ctx, { standard, from, to, language: at.words.language, ...at.time }) as Plain<Awaited<ReturnType<typeof standardsHandlers.compareStandards>>>
  const title = at.words('summary.standards.compare', { title: view.from.title, from, to })
  const named = (criteria: readonly { number: number; title: string }[]) => criteria.map((one) => `${one.number} ${one.title}`).join('; ')
  const rows = view.rows.map((row) => [named(row.from), row.kind, named(row.to)])
  const path = `/standards/${standard}/compare?from=${from}&to=${to}`
  return {
    status: 200, path, title, description: at.words('summary.standards.lead'),
    body: table([from, at.words('summary.column.change'), to], rows), jsonLd: [trailTo(at, [title, path])],
  }
}

/** @returns undefined where the address is not of a standard that is loaded */
export async function standardsPage(path: string, search: URLSearchParams, at: At): Promise<PagePart | undefined> {
  const [area, standard, version, criterion, ...rest] = path.slice(1).split('/')
  if (area !== 'standards' || rest.length > 0) return undefined
  try {
    if (standard === undefined) return await listPart(at)
    if (version === undefined) return undefined
    if (version === 'compare') {
      const versions = await versionsOf(at, standard, search)
      return versions === undefined ? undefined : await comparisonPart(at, standard, versions)
    }
    return criterion === undefined ? await standardPart(at, standard, version) : await criterionPart(at, standard, version, criterion)
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}
