// The share of mined or refined metal that comes from sites holding the mark, by year, for the world or a country.
// A range, since dates of awards are known only in part: low counts what surely held, high what possibly did. The rules
// are printed in `method.ts`; the numbers for the starter registry stand in docs/coverage-method.md.
import type { Day } from '#src/kernel/time.ts'
import { holdingOn, type Holding } from '#src/awards/holding.ts'
import { milestoneFact, type Mark, type Milestone } from '#src/awards/milestone.ts'
import { areaProductionFact, productionFact, type AreaProduction, type Production } from '#src/parties/production.ts'
import { siteFact, type Metal } from '#src/parties/site.ts'
import type { Fact, FactKind, FactSet } from '#src/transparency/fact.ts'
import { compareShares, explain, publishedShares, yearOfFigure } from './coverage-explanation.ts'
import type {
  AwardEvent, CountedOutput, CountedSite, Coverage, CoverageSeries, Denominator, MissingSite, OutputFlag, Warning,
} from './coverage-record.ts'
import type { RuleKey } from './method.ts'
import { chooseOutputs, type Output } from './output-choice.ts'
import { shouldMake, siteName, type CoverageStage, type RegistryIndex } from './registry-index.ts'

export const WORLD = 'WLD'

/** What is asked: whose share, of what, in which year, by the status of which day. */
export type CoverageQuery = {
  readonly metal: Metal
  readonly mark: Mark
  readonly stage: CoverageStage
  readonly area: string
  readonly year: number
  readonly statusOn: Day
}

const RULES: readonly RuleKey[] = [
  'status-day', 'low-and-high', 'three-years', 'by-dates', 'mark-owner', 'mines-only', 'preferred-output', 'nearest-year',
  'part-year', 'units', 'one-choice', 'denominator', 'missing-output', 'published-figures', 'tolerance',
]

/** 31 December of the year, or today while that day is still to come. */
export const statusDayOf = (year: number, today: Day): Day => {
  const end = `${year}-12-31`
  return end < today ? end : today
}

const sumTonnes = (outputs: readonly CountedOutput[]): number => outputs.reduce((total, { tonnes }) => total + tonnes, 0)

/** The numbers of one year, without what was published of it. */
export type CoverageNumbers = {
  readonly counted: readonly CountedOutput[]
  readonly missing: readonly MissingSite[]
  /** Outputs of sites that hold the mark on no day up to the one asked for, but on a later one. */
  readonly later: readonly CountedOutput[]
  readonly denominator: Denominator | null
  readonly lowTonnes: number
  readonly highTonnes: number
  readonly low: number | null
  readonly high: number | null
}

export function coverageNumbers(index: RegistryIndex, query: CoverageQuery): CoverageNumbers {
  const denominator = denominatorOf(index, query)
  const outputs = chooseOutputs(index, query)
  // Most sites of a registry have no milestone, and nothing to count.
  const all = outputs.filter(({ members }) => members.some((id) => index.milestones.has(id)))
    .map((output) => countOutput(index, output, query, denominator))
    .sort((a, b) => b.tonnes - a.tonnes || (a.subject.id < b.subject.id ? -1 : 1))
  const counted = all.filter(({ inHigh }) => inHigh)
  const later = all.filter(({ inHigh, sites }) => !inHigh && sites.some(({ siteId }) => isAwardedLater(index, siteId, query)))
  const withOutput = new Set(outputs.flatMap(({ members }) => members))
  const lowTonnes = sumTonnes(counted.filter(({ inLow }) => inLow))
  const highTonnes = sumTonnes(counted)
  const missing = missingSites(index, query, withOutput)
  // Awarded sites of which no output at all is known are not a share of zero.
  const isKnown = denominator !== null && (counted.length > 0 || missing.length === 0)
  const share = (tonnes: number): number | null => isKnown ? tonnes / denominator.tonnesContained : null
  return { counted, later, denominator, lowTonnes, highTonnes, low: share(lowTonnes), high: share(highTonnes), missing }
}

const isIn = (index: RegistryIndex, siteId: string, area: string): boolean =>
  area === WORLD ? index.sites.has(siteId) : index.sites.get(siteId)?.value.country === area

/** The last day of the calendar: every award that can be placed is made by then. */
const END_OF_TIME = '9999-12-31'

const isAwardedLater = (index: RegistryIndex, siteId: string, query: CoverageQuery): boolean =>
  isIn(index, siteId, query.area) && index.milestones.has(siteId)
  && countSite(index, siteId, { ...query, statusOn: END_OF_TIME }).possibly

export const awardEvent = ({ id, value }: Fact<Milestone>): AwardEvent => ({
  milestoneId: id, kind: value.kind, date: value.date, validUntil: value.validUntil ?? null, origin: value.origin,
  citations: value.citations,
})

function countSite(index: RegistryIndex, siteId: string, query: CoverageQuery): CountedSite {
  const holding = holdingOn(index.milestonesOf(siteId), query.mark, query.statusOn)
  const isInside = isIn(index, siteId, query.area)
  return {
    siteId, name: siteName(index, siteId), country: index.sites.get(siteId)?.value.country ?? null,
    surely: isInside && holding.surely, possibly: isInside && holding.possibly,
    because: isInside ? holding.because : 'outside-country', events: holding.restsOn.map(awardEvent),
  }
}

function countOutput(index: RegistryIndex, output: Output, query: CoverageQuery, denominator: Denominator | null): CountedOutput {
  const sites = output.members.map((siteId) => countSite(index, siteId, query))
  const { value } = output.value
  return {
    subject: output.subject, sites, tonnes: value.tonnesContained,
    share: denominator === null ? null : value.tonnesContained / denominator.tonnesContained,
    year: value.year, flags: flagsOf(output), inLow: sites.every(({ surely }) => surely), inHigh: sites.some(({ possibly }) => possibly),
    stageAsFound: value.stageAsFound, basis: value.basis, calendar: value.calendar, quality: value.quality,
    monthsCovered: value.monthsCovered, dataset: value.dataset, citations: value.citations,
    productionId: output.value.id, note: value.note ?? null,
    beside: output.beside.map(({ id, value: other }) => ({
      productionId: id, tonnesContained: other.tonnesContained, basis: other.basis, quality: other.quality,
      monthsCovered: other.monthsCovered, dataset: other.dataset, citations: other.citations,
    })),
  }
}

function flagsOf({ value: { value }, yearsBack, subject, beside, isStandIn }: Output): OutputFlag[] {
  const flags: OutputFlag[] = []
  if (yearsBack > 0) flags.push('earlier-year')
  if (value.monthsCovered < 12) flags.push('part-year')
  if (!/^calendar/i.test(value.calendar)) flags.push('fiscal-year')
  if (!/^100\s*%/.test(value.basis)) flags.push('not-100-percent')
  if (subject.kind === 'unit') flags.push('reported-together')
  if (isStandIn) flags.push('refined-stands-in')
  if (beside.length > 0) flags.push('sources-differ')
  return flags
}

function missingSites(index: RegistryIndex, query: CoverageQuery, withOutput: ReadonlySet<string>): MissingSite[] {
  const missing: MissingSite[] = []
  for (const [siteId, milestones] of index.milestones) {
    const site = index.sites.get(siteId)?.value
    if (site === undefined || withOutput.has(siteId) || !isIn(index, siteId, query.area)) continue
    if (!shouldMake(site, query.metal, query.stage)) continue
    const holding: Holding = holdingOn(milestones, query.mark, query.statusOn)
    if (!holding.possibly) continue
    missing.push({
      siteId, name: site.name, country: site.country, surely: holding.surely, because: holding.because,
      events: holding.restsOn.map(awardEvent), nearestKnown: nearestKnown(index, siteId, query),
    })
  }
  return missing.sort((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : a.siteId < b.siteId ? -1 : 1)
}

function nearestKnown(index: RegistryIndex, siteId: string, { metal, stage, year }: CoverageQuery): MissingSite['nearestKnown'] {
  const units = index.units.filter(({ members }) => members.includes(siteId))
  const values = [siteId, ...units.map(({ fact }) => fact.id)].flatMap((subject) => index.production.get(subject) ?? [])
    .filter(({ value }) => value.metal === metal && value.stage === stage && value.isPreferred)
  const gap = ({ value }: Fact<Production>): number => Math.abs(value.year - year)
  const nearest = values.sort((a, b) => gap(a) - gap(b) || a.value.year - b.value.year || (a.id < b.id ? -1 : 1))[0]
  if (nearest === undefined) return null
  const unit = units.find(({ fact }) => fact.id === nearest.value.subject)
  return {
    year: nearest.value.year, tonnes: nearest.value.tonnesContained, reportedWith: unit?.fact.value.name ?? null,
    citations: nearest.value.citations,
  }
}

const denominatorFact = ({ id, value }: Fact<AreaProduction>): Denominator => ({
  areaProductionId: id, area: value.area, year: value.year, tonnesContained: value.tonnesContained, edition: value.edition,
  status: value.status, dataset: value.dataset, citations: value.citations, note: value.note ?? null,
})

const editionsOf = (index: RegistryIndex, { area, year, metal, stage }: CoverageQuery): Fact<AreaProduction>[] =>
  index.areas.filter(({ value }) => value.area === area && value.year === year && value.metal === metal && value.stage === stage)

/** A denominator of nothing gives no share. */
function denominatorOf(index: RegistryIndex, query: CoverageQuery): Denominator | null {
  const preferred = editionsOf(index, query).filter(({ value }) => value.isPreferred && value.tonnesContained > 0)
    .sort((a, b) => a.value.edition > b.value.edition ? -1 : a.value.edition < b.value.edition ? 1 : a.id < b.id ? -1 : 1)[0]
  return preferred === undefined ? null : denominatorFact(preferred)
}

const COUNTED_KINDS = [siteFact, milestoneFact, productionFact, areaProductionFact] as readonly FactKind<unknown>[]

const otherDenominators = (index: RegistryIndex, query: CoverageQuery): Denominator[] =>
  editionsOf(index, query).filter(({ id }) => id !== denominatorOf(index, query)?.areaProductionId).map(denominatorFact)

function warningsOf(index: RegistryIndex, query: CoverageQuery, numbers: CoverageNumbers, today: Day): Warning[] {
  const warnings: Warning[] = []
  if (numbers.denominator === null) {
    warnings.push({ key: 'no-denominator', text: `No output of ${query.area} for ${query.metal}, ${query.stage}, ${query.year} is in the registry: tonnes are given, a share is not.` })
  }
  if (numbers.missing.length > 0) {
    warnings.push({ key: 'outputs-missing', text: `${numbers.missing.length} awarded sites have no output that may be used and add nothing: with them the share would be higher.` })
  }
  if ((numbers.high ?? 0) > 1) {
    warnings.push({ key: 'share-above-one', text: 'The counted outputs exceed the denominator: the sources do not agree with each other.' })
  }
  const withheld = COUNTED_KINDS.reduce((total, kind) => total + index.facts.withheld(kind).size, 0)
  if (withheld > 0) warnings.push({ key: 'statements-withheld', text: `${withheld} statements were removed by law and count nowhere.` })
  if (query.statusOn === today && `${query.year}-12-31` > today) {
    warnings.push({ key: 'status-day-is-today', text: `${query.year} is not over: the status is that of ${today}.` })
  }
  if (numbers.counted.length === 0 && numbers.missing.length === 0) {
    warnings.push({ key: 'no-site-awarded', text: 'No award found by that day in our sources.' })
  }
  return warnings
}

function rangeOf(index: RegistryIndex, query: CoverageQuery, numbers: CoverageNumbers, today: Day) {
  return {
    year: query.year, statusOn: query.statusOn, low: numbers.low, high: numbers.high,
    numerator: { lowTonnes: numbers.lowTonnes, highTonnes: numbers.highTonnes }, denominator: numbers.denominator,
    published: compareShares(index, query, (other) =>
      ({ numbers: coverageNumbers(index, other), others: otherDenominators(index, other) })),
    explanation: explain(numbers, otherDenominators(index, query)),
    warnings: warningsOf(index, query, numbers, today),
  }
}

const aboutOf = (facts: FactSet, { metal, mark, stage, area }: Omit<CoverageQuery, 'year' | 'statusOn'>) =>
  ({ position: facts.position, metal, mark, stage, area, rules: [...RULES] })

/** One year, with every row behind it. */
export function coverage(index: RegistryIndex, query: CoverageQuery, today: Day): Coverage {
  const numbers = coverageNumbers(index, query)
  return {
    ...aboutOf(index.facts, query), ...rangeOf(index, query, numbers, today),
    otherDenominators: otherDenominators(index, query),
    countedOutputs: [...numbers.counted], missingSites: [...numbers.missing],
  }
}

/** Every year up to that of `today` of which a denominator or a published share is known. */
export function coverageSeries(index: RegistryIndex, query: Omit<CoverageQuery, 'year' | 'statusOn'>, today: Day): CoverageSeries {
  const years = new Set(publishedShares(index, query).map(yearOfFigure))
  for (const { value } of index.areas) {
    if (value.area === query.area && value.metal === query.metal && value.stage === query.stage && value.isPreferred) years.add(value.year)
  }
  return {
    ...aboutOf(index.facts, query),
    years: [...years].filter((year) => `${year}-01-01` <= today).sort((a, b) => a - b).map((year) => {
      const ofYear = { ...query, year, statusOn: statusDayOf(year, today) }
      const numbers = coverageNumbers(index, ofYear)
      const sites = numbers.counted.flatMap((output) => output.sites)
      return {
        ...rangeOf(index, ofYear, numbers, today),
        countedSites: sites.filter(({ possibly }) => possibly).length, missingSites: numbers.missing.length,
        sitesInLow: numbers.counted.filter(({ inLow }) => inLow).flatMap((output) => output.sites.map(({ siteId }) => siteId)),
        sitesInHigh: sites.filter(({ possibly }) => possibly).map(({ siteId }) => siteId),
      }
    }),
  }
}
