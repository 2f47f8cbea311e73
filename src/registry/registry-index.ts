// The published facts in the order in which figures ask for them: sites after merges, their milestones, what they made.
import { milestonesBySite, survivorOf, type SiteMilestones } from '#src/awards/holding.ts'
import { Mark, type Milestone } from '#src/awards/milestone.ts'
import {
  areaProductionFact, productionFact, productionUnitFact, type AreaProduction, type Production, type ProductionStage,
  type ProductionUnit,
} from '#src/parties/production.ts'
import { siteFact, type Metal, type Site, type SiteType } from '#src/parties/site.ts'
import type { Fact, FactSet } from '#src/transparency/fact.ts'

/** The stages for which a share is computed. */
export type CoverageStage = Extract<ProductionStage, 'mined' | 'refined'>

export type Unit = { readonly fact: Fact<ProductionUnit>; readonly members: readonly string[] }

export type RegistryIndex = {
  readonly facts: FactSet
  /** Sites that stand for themselves: merged ones are left out. */
  readonly sites: ReadonlyMap<string, Fact<Site>>
  readonly milestones: SiteMilestones
  readonly units: readonly Unit[]
  /** By the site or unit it is about, in no order. */
  readonly production: ReadonlyMap<string, readonly Fact<Production>[]>
  readonly areas: readonly Fact<AreaProduction>[]
  milestonesOf(siteId: string): readonly Fact<Milestone>[]
}

const TYPES_OF_STAGE: Readonly<Record<CoverageStage, ReadonlySet<SiteType>>> = {
  mined: new Set<SiteType>(['mine', 'integrated', 'sx-ew', 'tailings-reprocessing']),
  refined: new Set<SiteType>(['refinery', 'integrated', 'sx-ew', 'recycler']),
}

/** Whether a site is one that should have an output of that stage: its types say so, and its metals do not say no. */
export const shouldMake = (site: Site, metal: Metal, stage: CoverageStage): boolean =>
  site.types.some((type) => TYPES_OF_STAGE[stage].has(type)) && (site.metals.length === 0 || site.metals.includes(metal))

export const typesOfStage = (stage: CoverageStage): readonly SiteType[] => [...TYPES_OF_STAGE[stage]]

/** The mark of a metal, where there is one. */
export const markOf = (metal: Metal): Mark | null => Mark.safeParse(metal).data ?? null

export function registryIndex(facts: FactSet): RegistryIndex {
  const all = facts.of(siteFact)
  const sites = new Map([...all].filter(([, { value }]) => value.mergedInto === undefined))
  const production = new Map<string, Fact<Production>[]>()
  for (const fact of facts.of(productionFact).values()) {
    const subject = survivorOf(all, fact.value.subject)
    const known = production.get(subject)
    if (known === undefined) production.set(subject, [fact])
    else known.push(fact)
  }
  const units = [...facts.of(productionUnitFact).values()]
    .map((fact) => ({ fact, members: [...new Set(fact.value.members.map((id) => survivorOf(all, id)))].sort() }))
  const milestones = milestonesBySite(facts)
  return {
    facts, sites, milestones, units, production,
    areas: [...facts.of(areaProductionFact).values()],
    milestonesOf: (siteId) => milestones.get(siteId) ?? [],
  }
}

export const siteName = (index: RegistryIndex, siteId: string): string => index.sites.get(siteId)?.value.name ?? siteId
