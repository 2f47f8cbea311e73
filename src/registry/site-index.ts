// All sites of one fact set, ready to be filtered: built once per fact set and dropped with it. A snapshot never changes,
// so an index of it cannot become wrong.
import { foldName } from '#src/kernel/text.ts'
import type { SiteId } from '#src/kernel/id.ts'
import type { Day } from '#src/kernel/time.ts'
import { milestoneFact, type Milestone } from '#src/awards/milestone.ts'
import { lastingSite } from '#src/grievances/subject.ts'
import { disputeFact } from '#src/grievances/published.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { productionFact, productionUnitFact, type Production, type ProductionUnit } from '#src/parties/production.ts'
import { Metal, siteFact, type Site } from '#src/parties/site.ts'
import { datasetFact } from '#src/parties/source.ts'
import type { Fact, FactSet } from '#src/transparency/fact.ts'
import type { SiteOrigin } from './site-filter.ts'
import { markStandings, type MarkStanding } from './site-standing.ts'

export type ProductionOfSite = {
  readonly fact: Fact<Production>
  readonly unit: { readonly id: string; readonly value: ProductionUnit } | null
}

export type IndexedSite = {
  readonly siteId: SiteId
  readonly value: Site
  readonly recordedAt: number
  /** Everything the site can be found by, folded. */
  readonly searchText: string
  /** Operator, owners and organisation, folded. */
  readonly operatorText: string
  readonly sortName: string
  readonly milestones: readonly Fact<Milestone>[]
  readonly production: readonly ProductionOfSite[]
  readonly metals: readonly Metal[]
  readonly origin: SiteOrigin
  readonly datasets: readonly string[]
  readonly isDisputed: boolean
}

export type SiteIndex = {
  readonly facts: FactSet
  /** In order of folded name and number. */
  readonly byName: readonly IndexedSite[]
  readonly bySiteId: ReadonlyMap<SiteId, IndexedSite>
  readonly mergedFrom: ReadonlyMap<SiteId, readonly SiteId[]>
  /** By the organisation that the record names, in order of name. */
  readonly byOrganisation: ReadonlyMap<string, readonly IndexedSite[]>
  /** The record a number leads to, merges followed. */
  readonly lastingSiteOf: (siteId: SiteId) => IndexedSite | undefined
  readonly isDisputedFact: (kind: string, factId: string) => boolean
  readonly marksOn: (day: Day) => ReadonlyMap<SiteId, readonly MarkStanding[]>
}

const indexes = new WeakMap<FactSet, SiteIndex>()

export function siteIndexOf(facts: FactSet): SiteIndex {
  const known = indexes.get(facts)
  if (known) return known
  const index = buildIndex(facts)
  indexes.set(facts, index)
  return index
}

const append = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

const byCodeUnit = (a: string, b: string): number => a < b ? -1 : a > b ? 1 : 0

function buildIndex(facts: FactSet): SiteIndex {
  const sites = facts.of(siteFact)
  const mergedFrom = new Map<SiteId, SiteId[]>()
  for (const { id, value } of sites.values()) {
    if (value.mergedInto === undefined) continue
    const lasting = lastingSite(facts, id)
    if (lasting !== undefined && lasting !== id) append(mergedFrom, lasting, id)
  }
  const milestones = milestonesBySite(facts)
  const production = productionBySite(facts)
  const { disputedSites, disputedFacts } = openDisputes(facts)
  const indexed: IndexedSite[] = []
  for (const fact of sites.values()) {
    if (fact.value.mergedInto !== undefined && lastingSite(facts, fact.id) !== fact.id) continue
    indexed.push(indexSite(facts, fact, {
      milestones: milestones.get(fact.id) ?? [], production: production.get(fact.id) ?? [],
      mergedFrom: mergedFrom.get(fact.id) ?? [], isDisputed: disputedSites.has(fact.id),
    }))
  }
  const byName = indexed.sort((a, b) => byCodeUnit(a.sortName, b.sortName))
  const bySiteId = new Map(byName.map((site) => [site.siteId, site]))
  const byOrganisation = new Map<string, IndexedSite[]>()
  for (const site of byName) {
    if (site.value.organisationId !== undefined) append(byOrganisation, site.value.organisationId, site)
  }
  return {
    facts, byName, mergedFrom, bySiteId, byOrganisation,
    lastingSiteOf: (siteId) => bySiteId.get(lastingSite(facts, siteId) ?? siteId),
    isDisputedFact: (kind, factId) => disputedFacts.has(`${kind}\n${factId}`),
    marksOn: marksByDay(byName),
  }
}

type Parts = Pick<IndexedSite, 'milestones' | 'production' | 'isDisputed'> & { readonly mergedFrom: readonly SiteId[] }

function indexSite(facts: FactSet, fact: Fact<Site>, parts: Parts): IndexedSite {
  const { id, value } = fact
  const organisation = value.organisationId === undefined ? undefined : facts.of(organisationFact).get(value.organisationId)?.value
  const earlierNames = parts.mergedFrom.map((merged) => facts.of(siteFact).get(merged)?.value.name ?? '')
  const operators = [value.operator ?? '', value.owners ?? '', organisation?.name ?? '', ...organisation?.aliases ?? []]
  const names = [
    value.name, ...value.aliases.flatMap(({ name, maker, plant }) => [name, maker ?? '', plant ?? '']), ...earlierNames,
    value.place ?? '', id, ...parts.mergedFrom, ...value.identifiers.map((identifier) => identifier.value),
  ]
  const metals = new Set<Metal>(value.metals)
  const datasets = new Set([value.dataset])
  for (const { value: { mark, dataset } } of parts.milestones) {
    if (mark !== undefined) metals.add(mark)
    datasets.add(dataset)
  }
  for (const { fact: { value: { dataset } } } of parts.production) datasets.add(dataset)
  return {
    siteId: id, value, recordedAt: fact.recordedAt,
    searchText: [...names, ...operators].map(foldName).join('\n'),
    operatorText: operators.map(foldName).join('\n'),
    // Cut, so that a cursor made of it stays short; the number keeps it unique.
    sortName: `${foldName(value.name).slice(0, 60).toWellFormed()}\u0001${id}`,
    milestones: parts.milestones, production: parts.production, isDisputed: parts.isDisputed,
    metals: Metal.options.filter((metal) => metals.has(metal)),
    origin: originOf(facts, value, parts.milestones),
    datasets: [...datasets].sort(byCodeUnit),
  }
}

function originOf(facts: FactSet, site: Site, milestones: readonly Fact<Milestone>[]): SiteOrigin {
  if (milestones.some(({ value }) => value.origin !== 'compiled')) return 'live'
  const origin = facts.of(datasetFact).get(site.dataset)?.value.origin
  return origin === 'mark-owner' ? 'live' : origin ?? 'compiled'
}

/** Of all three registers: the record shows each apart. */
function milestonesBySite(facts: FactSet): Map<SiteId, Fact<Milestone>[]> {
  const bySite = new Map<SiteId, Fact<Milestone>[]>()
  for (const milestone of facts.of(milestoneFact).values()) {
    const siteId = milestone.value.siteId === undefined ? undefined : lastingSite(facts, milestone.value.siteId)
    if (siteId !== undefined) append(bySite, siteId, milestone)
  }
  return bySite
}

function productionBySite(facts: FactSet) {
  const units = facts.of(productionUnitFact)
  const bySite = new Map<SiteId, ProductionOfSite[]>()
  for (const fact of facts.of(productionFact).values()) {
    const unit = units.get(fact.value.subject)
    const members = new Set((unit?.value.members ?? [fact.value.subject]).map((member) => lastingSite(facts, member)))
    for (const siteId of members) {
      if (siteId !== undefined) append(bySite, siteId, { fact, unit: unit ? { id: unit.id, value: unit.value } : null })
    }
  }
  return bySite
}

function openDisputes(facts: FactSet) {
  const disputedSites = new Set<SiteId>()
  const disputedFacts = new Set<string>()
  for (const { value } of facts.of(disputeFact).values()) {
    if (value.closedOn !== undefined) continue
    const siteId = lastingSite(facts, value.siteId)
    if (siteId !== undefined) disputedSites.add(siteId)
    if (value.about !== undefined) disputedFacts.add(`${value.about.kind}\n${value.about.factId}`)
  }
  return { disputedSites, disputedFacts }
}

/** Days asked about are few (today, ends of years); the oldest asked is forgotten first. */
const KEPT_DAYS = 32

function marksByDay(sites: readonly IndexedSite[]): SiteIndex['marksOn'] {
  const withMilestones = sites.filter((site) => site.milestones.length > 0)
  const days = new Map<Day, ReadonlyMap<SiteId, readonly MarkStanding[]>>()
  return (day) => {
    const known = days.get(day)
    if (known) return known
    const marks = new Map(withMilestones.map((site) => [site.siteId, markStandings(site.milestones, day)]))
    if (days.size >= KEPT_DAYS) days.delete(days.keys().next().value!)
    days.set(day, marks)
    return marks
  }
}
