// Counts of the registry as of a day, each at least and at most, with the rows behind it; never a typed number.
import { z } from 'zod'
import { Day, possiblyBy, surelyBy } from '#src/kernel/time.ts'
import { holdingsOn, type Holding } from '#src/awards/holding.ts'
import { Mark, milestoneFact, publishedFigureFact, type Milestone, type MilestoneKind, type PublishedFigure } from '#src/awards/milestone.ts'
import { partnerFact } from '#src/parties/organisation.ts'
import { Metal, SiteType, type Site } from '#src/parties/site.ts'
import type { Fact } from '#src/transparency/fact.ts'
import { RuleKey } from './method.ts'
import { compareFigure, ComparedFigure } from './published-comparison.ts'
import { typesOfStage, type RegistryIndex } from './registry-index.ts'

/** At least `low`, at most `high`. */
export const Count = z.object({
  low: z.number().int(),
  high: z.number().int(),
  /** Ids of the rows counted in low, and of those that high adds. */
  surely: z.array(z.string()),
  possibly: z.array(z.string()),
})
export type Count = z.infer<typeof Count>

const by = <K extends z.ZodType>(key: K) => z.array(z.object({ key, ...Count.shape }))

export const Statistics = z.object({
  position: z.number().int(),
  asOf: Day,
  sites: z.number().int(),
  participants: Count,
  partners: Count,
  /** Sites holding any mark. */
  awardedSites: Count,
  awardedMines: Count,
  awardedByMark: by(Mark),
  awardedByMetal: by(Metal),
  awardedByType: by(SiteType),
  awardedByCountry: by(z.string()),
  /** Awards found whose source names no mark: in the total, under no mark. */
  awardedWithoutMark: Count,
  /** Events whose source names no site: counted nowhere. */
  eventsWithoutSite: z.number().int(),
  published: z.array(ComparedFigure),
  rules: z.array(RuleKey),
})
export type Statistics = z.infer<typeof Statistics>

const RULES: readonly RuleKey[] = ['counts', 'participants', 'low-and-high', 'three-years', 'by-dates', 'mark-owner', 'published-figures']

/** Events that make a site a participant; a plan does not, and the registers of due diligence and custody are others. */
const PARTAKING: ReadonlySet<MilestoneKind> = new Set([
  'commitment', 'participation', 'assessment', 'not-awarded-at-first', 'award', 're-award', 'extension', 'follow-up',
  're-assessment', 'notice',
])

type Certainty = 'surely' | 'possibly' | 'not'

function countOf<T>(rows: Iterable<readonly [id: string, row: T]>, certaintyOf: (row: T) => Certainty): Count {
  const surely: string[] = []
  const possibly: string[] = []
  for (const [id, row] of rows) {
    const certainty = certaintyOf(row)
    if (certainty === 'surely') surely.push(id)
    else if (certainty === 'possibly') possibly.push(id)
  }
  return { low: surely.length, high: surely.length + possibly.length, surely: surely.sort(), possibly: possibly.sort() }
}

const certaintyOf = (holdings: readonly Holding[]): Certainty =>
  holdings.some(({ surely }) => surely) ? 'surely' : holdings.some(({ possibly }) => possibly) ? 'possibly' : 'not'

const MOST_FIRST: readonly Certainty[] = ['surely', 'possibly', 'not']

/** A site takes part as long as it does for any mark: what ends one mark says nothing about another. */
function partaking(milestones: readonly Fact<Milestone>[], day: Day): Certainty {
  const marks = new Set(milestones.flatMap(({ value }) => value.mark ?? []))
  if (marks.size === 0) return partakingIn(milestones, day)
  const certainties = [...marks].map((mark) => partakingIn(milestones.filter(({ value }) => value.mark === undefined || value.mark === mark), day))
  return MOST_FIRST.find((certainty) => certainties.includes(certainty)) ?? 'not'
}

/** A withdrawal by the mark's owner ends participation; a compiled one leaves it possible. */
function partakingIn(milestones: readonly Fact<Milestone>[], day: Day): Certainty {
  const events = milestones.filter(({ value }) => PARTAKING.has(value.kind))
  const isSure = events.some(({ value }) => surelyBy(value.date, day))
  if (!isSure && !isPossible(events, day)) return 'not'
  const departures = milestones.filter(({ value }) => value.kind === 'withdrawal' && possiblyBy(value.date, day)
    && !events.some((event) => (event.value.date.from ?? '') > (value.date.to ?? '9999') && surelyBy(event.value.date, day)))
  if (departures.some(({ value }) => value.origin !== 'compiled' && surelyBy(value.date, day))) return 'not'
  return isSure && departures.length === 0 ? 'surely' : 'possibly'
}

/** "By" a day does not say since when; where another event says so, that one does. */
function isPossible(events: readonly Fact<Milestone>[], day: Day): boolean {
  const begun = events.flatMap(({ value }) => value.date.from === null ? [] : [value.date.from])
  return begun.length > 0 ? begun.some((from) => from <= day) : events.length > 0
}

type SiteHoldings = { readonly site: Site; readonly holdings: readonly Holding[] }

function holdingsOfSites(index: RegistryIndex, day: Day): Map<string, SiteHoldings> {
  const bySite = new Map<string, SiteHoldings>()
  for (const [siteId, milestones] of index.milestones) {
    const site = index.sites.get(siteId)?.value
    if (site !== undefined) bySite.set(siteId, { site, holdings: holdingsOn(milestones, day) })
  }
  return bySite
}

const isMine = ({ types }: Site): boolean => typesOfStage('mined').some((type) => types.includes(type))

/** Which sites a count takes in. */
type Selection = { readonly country?: string | undefined; readonly mark?: Mark | null | undefined; readonly onlyMines?: boolean }

const countAwarded = (sites: ReadonlyMap<string, SiteHoldings>, { country, mark, onlyMines = false }: Selection): Count =>
  countOf(sites, ({ site, holdings }) =>
    (country !== undefined && site.country !== country) || (onlyMines && !isMine(site)) ? 'not'
      : certaintyOf(mark === undefined ? holdings : holdings.filter((holding) => holding.mark === mark)))

/** Of one mark, an event whose source names no mark leaves participation possible. */
function countParticipants(index: RegistryIndex, day: Day, { country, mark }: Selection = {}): Count {
  const here = [...index.milestones].filter(([siteId]) => {
    const site = index.sites.get(siteId)?.value
    return site !== undefined && (country === undefined || site.country === country)
  })
  return countOf(here, (milestones) => {
    if (mark === undefined) return partaking(milestones, day)
    const certainty = partaking(milestones.filter(({ value }) => value.mark === mark), day)
    if (certainty === 'surely') return certainty
    return partaking(milestones.filter(({ value }) => value.mark === mark || value.mark === undefined), day) === 'not' ? 'not' : 'possibly'
  })
}

const countPartners = (index: RegistryIndex, day: Day): Count =>
  countOf(index.facts.of(partnerFact), ({ value: { joined } }) =>
    surelyBy(joined, day) ? 'surely' : possiblyBy(joined, day) ? 'possibly' : 'not')

function grouped<K extends string>(
  sites: ReadonlyMap<string, SiteHoldings>, keysOf: (row: SiteHoldings) => readonly K[],
): ({ key: K } & Count)[] {
  const groups = new Map<K, [string, SiteHoldings][]>()
  for (const [siteId, row] of sites) {
    for (const key of new Set(keysOf(row))) {
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [[siteId, row]])
      else group.push([siteId, row])
    }
  }
  return [...groups].map(([key, rows]) => ({ key, ...countOf(rows, ({ holdings }) => certaintyOf(holdings)) }))
    .filter(({ high }) => high > 0).sort((a, b) => b.high - a.high || (a.key < b.key ? -1 : 1))
}

/** The count a published figure is to be compared with; null where we count nothing of the kind. */
function countedLike(index: RegistryIndex, figure: PublishedFigure): Count | null {
  const selection: Selection = { country: figure.country, mark: Mark.safeParse(figure.metal).data }
  const sites = () => holdingsOfSites(index, figure.asOf)
  switch (figure.measure) {
    case 'awarded-sites': case 'sites-with-mark': return countAwarded(sites(), selection)
    case 'awarded-mines': return countAwarded(sites(), { ...selection, onlyMines: true })
    case 'participants': return countParticipants(index, figure.asOf, selection)
    case 'partners': return countPartners(index, figure.asOf)
    default: return null
  }
}

function publishedCounts(index: RegistryIndex, asOf: Day): ComparedFigure[] {
  return [...index.facts.of(publishedFigureFact).values()]
    .filter(({ value }) => value.unit === 'count' && value.measure !== 'other' && value.asOf <= asOf)
    .sort((a, b) => a.value.asOf < b.value.asOf ? 1 : a.value.asOf > b.value.asOf ? -1 : a.id < b.id ? -1 : 1)
    .map((figure) => {
      const count = countedLike(index, figure.value)
      return compareFigure(figure, count === null ? null
        : { statusOn: figure.value.asOf, productionYears: [], low: count.low, high: count.high })
    })
}

export function statistics(index: RegistryIndex, asOf: Day): Statistics {
  const sites = holdingsOfSites(index, asOf)
  const milestones = [...index.facts.of(milestoneFact).values()]
  return {
    position: index.facts.position, asOf, sites: index.sites.size,
    participants: countParticipants(index, asOf),
    partners: countPartners(index, asOf),
    awardedSites: countAwarded(sites, {}),
    awardedMines: countAwarded(sites, { onlyMines: true }),
    awardedByMark: Mark.options.map((mark) => ({ key: mark, ...countAwarded(sites, { mark }) })),
    awardedByMetal: grouped(sites, ({ site }) => site.metals),
    awardedByType: grouped(sites, ({ site }) => site.types),
    awardedByCountry: grouped(sites, ({ site }) => [site.country]),
    awardedWithoutMark: countAwarded(sites, { mark: null }),
    eventsWithoutSite: milestones.filter(({ value }) => value.register === 'mark' && value.siteId === undefined).length,
    published: publishedCounts(index, asOf),
    rules: [...RULES],
  }
}
