// Answers the public reads of the registry: take the snapshot that was asked for, build the view, page it.
import type { Context } from '#src/access/context.ts'
import { knownAtInstant } from '#src/kernel/as-of.ts'
import type { SiteId } from '#src/kernel/id.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { page } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { Day } from '#src/kernel/time.ts'
import { siteUnknown } from '#src/grievances/subject.ts'
import { organisationFact, partnerFact } from '#src/parties/organisation.ts'
import { siteFact } from '#src/parties/site.ts'
import { factVersionsAbout } from '#src/transparency/fact.store.ts'
import { instantsAt } from '#src/transparency/log.store.ts'
import { badgeFor, badgeSvg } from './badge.ts'
import { atomFeed, entriesOfAll, entriesOfSite } from './feed.ts'
import {
  datasetRows, filterMilestones, milestoneKey, milestoneRow, nameKey, organisationRow, organisationsMatching, partnerRow,
  partnersOn, sitesOfOrganisation,
} from './listing.ts'
import { chooseColumns, exportSites } from './site-export.ts'
import { filterSites, focusOf, sortKeyOf, sortSites } from './site-filter.ts'
import { pageKey, siteChanges } from './site-history.ts'
import { siteIndexOf, type IndexedSite, type SiteIndex } from './site-index.ts'
import type { SiteChange } from './site-record.ts'
import { siteAnswer, sitePoints, siteRow } from './site-view.ts'
import type { sitesContract } from './sites.contract.ts'

type Asked = { readonly asOf?: Day | undefined; readonly knownAt?: string | undefined }

async function standpoint(ctx: Context, { asOf, knownAt }: Asked): Promise<{ index: SiteIndex; day: Day }> {
  return { index: siteIndexOf(await ctx.facts(knownAtInstant(knownAt))), day: asOf ?? ctx.today }
}

/** The record a number leads to now, merges followed. @throws Refused `site-unknown` */
async function currentSite(ctx: Context, siteId: SiteId): Promise<{ index: SiteIndex; site: IndexedSite }> {
  const { index } = await standpoint(ctx, {})
  const site = index.lastingSiteOf(siteId)
  if (site === undefined) throw new Refused(siteUnknown(siteId))
  return { index, site }
}

/** Of the site, of those merged into it, and of the production units it is part of. */
async function changesOf(ctx: Context, index: SiteIndex, siteId: SiteId): Promise<SiteChange[]> {
  const site = index.lastingSiteOf(siteId)
  const units = new Set(site?.production.flatMap(({ unit }) => unit?.id ?? []))
  const subjects = new Set([site?.siteId ?? siteId, siteId, ...index.mergedFrom.get(site?.siteId ?? siteId) ?? [], ...units])
  const versions = []
  for (const subject of subjects) versions.push(...await factVersionsAbout(ctx.sql, subject))
  return siteChanges(versions)
}

const file = (body: BodyInit, mediaType: string, fileName?: string): Response => new Response(body, {
  headers: {
    'content-type': mediaType,
    ...(fileName === undefined ? {} : { 'content-disposition': `attachment; filename="${fileName}"` }),
  },
})
/** What every counted list says of itself. */
const seen = (index: SiteIndex, day: Day, all: readonly unknown[]) =>
  ({ total: all.length, position: index.facts.position, asOf: day })
const ATOM = 'application/atom+xml; charset=utf-8'

export const sitesHandlers: Handlers<typeof sitesContract, Context> = {
  async listSites(ctx, input) {
    const { index, day } = await standpoint(ctx, input)
    const focus = focusOf(input)
    const keyOf = sortKeyOf(index, input.sort, day, focus)
    const sites = sortSites(filterSites(index, input, day), input.sort, keyOf)
    const { items, next } = page(sites, keyOf, input, input.sort.startsWith('-') ? 'descending' : 'ascending')
    return { items: items.map((site) => siteRow(index, site, day, focus)), next, ...seen(index, day, sites) }
  },

  async listSitePoints(ctx, input) {
    const { index, day } = await standpoint(ctx, input)
    return sitePoints(index, filterSites(index, input, day), day, focusOf(input))
  },

  async exportSites(ctx, input) {
    const columns = orRefuse(chooseColumns(input.columns))
    const { index, day } = await standpoint(ctx, input)
    const focus = focusOf(input)
    const sites = sortSites(filterSites(index, input, day), input.sort, sortKeyOf(index, input.sort, day, focus))
    const asked = { format: input.format, columns, day, focus, publicUrl: ctx.publicUrl }
    const { body, mediaType, fileName } = await exportSites(index, sites, asked)
    return file(body as BodyInit, mediaType, fileName)
  },

  async getSite(ctx, { siteId, ...asked }) {
    const { index, day } = await standpoint(ctx, asked)
    const newest = asked.knownAt === undefined ? index.facts : await ctx.facts()
    const answer = siteAnswer(index, siteId, day, newest)
    if (answer === undefined) throw new Refused(siteUnknown(siteId))
    return answer
  },

  async getSiteHistory(ctx, { siteId, ...query }) {
    const { index } = await standpoint(ctx, {})
    const changes = await changesOf(ctx, index, siteId)
    if (!changes.some(({ kind }) => kind === siteFact.kind)) throw new Refused(siteUnknown(siteId))
    const { items, next } = page(changes, pageKey, query)
    return { items: [...items], next, total: changes.length }
  },

  async getSiteFeed(ctx, { siteId }) {
    const { index, site } = await currentSite(ctx, siteId)
    const entries = entriesOfSite(site.siteId, site.value.name, await changesOf(ctx, index, siteId))
    return file(await atomFeed({
      title: site.value.name, self: `/api/v1/sites/${site.siteId}/feed`, page: `/sites/${site.siteId}`,
      entries, instants: await instantsAt(ctx.sql, entries.map(({ position }) => position)), publicUrl: ctx.publicUrl,
    }), ATOM)
  },

  async getFeed(ctx) {
    const { index } = await standpoint(ctx, {})
    const entries = entriesOfAll(index)
    const instants = await instantsAt(ctx.sql, [...new Set(entries.map(({ position }) => position))])
    return file(await atomFeed({
      title: 'Cupel: changes to the registry', self: '/api/v1/feed', page: '/sites', entries, instants, publicUrl: ctx.publicUrl,
    }), ATOM)
  },

  async getBadge(ctx, { siteId, mark }) {
    const { site } = await currentSite(ctx, siteId)
    return file(await badgeSvg(orRefuse(badgeFor(site, mark, ctx.today))), 'image/svg+xml; charset=utf-8')
  },

  async listMilestones(ctx, input) {
    const { index, day } = await standpoint(ctx, input)
    const to = [input.to, input.asOf].filter((one) => one !== undefined).sort()[0]
    const milestones = filterMilestones(index, { ...input, to })
    const { items, next } = page(milestones, milestoneKey, input, 'descending')
    return { items: items.map((milestone) => milestoneRow(index, milestone)), next, ...seen(index, day, milestones) }
  },

  async listPartners(ctx, input) {
    const { index, day } = await standpoint(ctx, input)
    const partners = partnersOn(index.facts, day, input.q)
    const { items, next } = page(partners, nameKey, input)
    return { items: items.map(partnerRow), next, ...seen(index, day, partners) }
  },

  async listOrganisations(ctx, input) {
    const { index, day } = await standpoint(ctx, input)
    const organisations = organisationsMatching(index.facts, input.q, input.country)
    const { items, next } = page(organisations, nameKey, input)
    return { items: items.map((one) => organisationRow(index, one, day)), next, ...seen(index, day, organisations) }
  },

  async getOrganisation(ctx, { organisationId, ...asked }) {
    const { index, day } = await standpoint(ctx, asked)
    const organisation = index.facts.of(organisationFact).get(organisationId)
    if (organisation === undefined) {
      throw new Refused(refuse('organisation-unknown',
        `No organisation of this registry has the id "${organisationId}". Look for it in the list of organisations.`))
    }
    const partner = [...index.facts.of(partnerFact).values()].find(({ value }) => value.organisationId === organisationId)
    return {
      ...organisationRow(index, organisation, day), position: index.facts.position, asOf: day,
      sites: sitesOfOrganisation(index, organisationId).map((site) => siteRow(index, site, day, undefined)),
      partner: partner ? partnerRow(partner) : null,
    }
  },

  async listDatasets(ctx, { knownAt }) {
    const { index } = await standpoint(ctx, { knownAt })
    return { items: datasetRows(index.facts), next: null, position: index.facts.position }
  },
}
