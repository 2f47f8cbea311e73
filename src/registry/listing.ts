// The lists beside the sites: dated events, partners, organisations, datasets. Each is in an order that a cursor can name.
import { foldName } from '#src/kernel/text.ts'
import { possiblyBy, type Day } from '#src/kernel/time.ts'
import { milestoneFact, publishedFigureFact, type Milestone } from '#src/awards/milestone.ts'
import { organisationFact, partnerFact, type Organisation, type Partner } from '#src/parties/organisation.ts'
import { areaProductionFact, productionFact, productionUnitFact } from '#src/parties/production.ts'
import { siteFact } from '#src/parties/site.ts'
import { datasetFact } from '#src/parties/source.ts'
import { emissionFigureFact } from '#src/footprint/emission-figure.ts'
import { lastingSite } from '#src/grievances/subject.ts'
import type { Fact, FactKind, FactSet } from '#src/transparency/fact.ts'
import { focusOf } from './site-filter.ts'
import type { IndexedSite, SiteIndex } from './site-index.ts'
import type { DatasetRow, MilestoneFilter, MilestoneRow, OrganisationRow, PartnerRow } from './listing-record.ts'
import { latestDay, statusOf, takesIn } from './site-standing.ts'

/** Newest first when read downwards; an undated event is the oldest. */
export const milestoneKey = (milestone: Fact<Milestone>): string => `${latestDay(milestone)}\u0001${milestone.id}`

export function filterMilestones(index: SiteIndex, filter: MilestoneFilter): Fact<Milestone>[] {
  const { siteId, register, kind, mark, country, from, to } = filter
  const asked = siteId === undefined ? undefined : lastingSite(index.facts, siteId) ?? siteId
  return [...index.facts.of(milestoneFact).values()].filter((milestone) => {
    const { value } = milestone
    const site = siteOf(index, value)
    return (asked === undefined || site?.siteId === asked)
      && (register === undefined || value.register === register)
      && (kind === undefined || kind.includes(value.kind))
      && (mark === undefined || value.mark === mark)
      && (country === undefined || site?.value.country === country)
      && (from === undefined || value.date.to === null || value.date.to >= from)
      && (to === undefined || possiblyBy(value.date, to))
  }).sort((a, b) => milestoneKey(a) < milestoneKey(b) ? 1 : -1)
}

const siteOf = (index: SiteIndex, { siteId }: Milestone): IndexedSite | undefined =>
  siteId === undefined ? undefined : index.bySiteId.get(lastingSite(index.facts, siteId) ?? siteId)

export function milestoneRow(index: SiteIndex, { id, value, recordedAt }: Fact<Milestone>): MilestoneRow {
  const site = siteOf(index, value)
  return {
    milestoneId: id, siteName: site?.value.name ?? null, country: site?.value.country ?? null,
    recordedAt, isDisputed: index.isDisputedFact(milestoneFact.kind, id), ...value,
    ...(site === undefined ? {} : { siteId: site.siteId }),
  }
}

type Named = { readonly name: string }
export const nameKey = ({ id, value }: Fact<Named>): string => `${foldName(value.name).slice(0, 60).toWellFormed()}\u0001${id}`

/** Facts with a name, those that match, in order of name. */
export function namedFacts<T extends Named>(facts: FactSet, kind: FactKind<T>, matches: (fact: Fact<T>) => boolean): Fact<T>[] {
  return [...facts.of(kind).values()].filter(matches)
    .map((fact) => ({ fact, key: nameKey(fact) })).sort((a, b) => a.key < b.key ? -1 : 1).map(({ fact }) => fact)
}

/** Every word asked for is part of a name. */
export function isCalled(q: string | undefined, names: readonly string[]): boolean {
  if (q === undefined || q.trim() === '') return true
  const text = names.map(foldName).join('\n')
  const words = foldName(q).split(' ').filter((word) => word !== '')
  return words.length > 0 && words.every((word) => text.includes(word))
}

/** A partner is listed from the day it possibly joined. */
export const partnersOn = (facts: FactSet, day: Day, q: string | undefined) =>
  namedFacts(facts, partnerFact, ({ value }) => possiblyBy(value.joined, day) && isCalled(q, [value.name]))

export const partnerRow = ({ id, value }: Fact<Partner>): PartnerRow => ({ partnerId: id, ...value })

export const organisationsMatching = (facts: FactSet, q: string | undefined, country: string | undefined) =>
  namedFacts(facts, organisationFact, ({ value }) =>
    (country === undefined || value.country === country) && isCalled(q, [value.name, ...value.aliases]))

export function organisationRow(index: SiteIndex, { id, value }: Fact<Organisation>, day: Day): OrganisationRow {
  const marks = index.marksOn(day)
  const sites = sitesOfOrganisation(index, id)
  const awarded = sites.filter(({ siteId }) => takesIn('awarded', statusOf(marks.get(siteId) ?? [], focusOf({}))))
  return { organisationId: id, ...value, siteCount: sites.length, awardedSiteCount: awarded.length }
}

export const sitesOfOrganisation = (index: SiteIndex, organisationId: string): readonly IndexedSite[] =>
  index.byOrganisation.get(organisationId) ?? []

const DATASET_KINDS = [
  siteFact, milestoneFact, productionFact, productionUnitFact, areaProductionFact, organisationFact, partnerFact,
  publishedFigureFact, emissionFigureFact,
] as readonly FactKind<{ dataset: string }>[]

/** Every dataset with how many facts rest on it. */
export function datasetRows(facts: FactSet): DatasetRow[] {
  const counts = new Map<string, number>()
  for (const kind of DATASET_KINDS) {
    for (const { value: { dataset } } of facts.of(kind).values()) counts.set(dataset, (counts.get(dataset) ?? 0) + 1)
  }
  return [...facts.of(datasetFact).values()].map(({ id, value }) => ({ datasetId: id, ...value, factCount: counts.get(id) ?? 0 }))
}
