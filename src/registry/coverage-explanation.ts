// What accounts for a gap: between low and high, and between the computed range and what was published.
import { publishedFigureFact, type PublishedFigure } from '#src/awards/milestone.ts'
import type { Fact } from '#src/transparency/fact.ts'
import type { Denominator, Explanation } from './coverage-record.ts'
import type { CoverageNumbers, CoverageQuery } from './coverage.ts'
import { compareFigure, type ComparedFigure } from './published-comparison.ts'
import type { RegistryIndex } from './registry-index.ts'

const LARGEST_NAMED = 10

/** The largest by name, the rest by number. */
const largest = (outputs: readonly { name: string; tonnes: number }[]): string =>
  outputs.slice(0, LARGEST_NAMED).map(({ name, tonnes }) => `${name} (${kilotonnes(tonnes)})`).join(', ')
  + (outputs.length > LARGEST_NAMED ? ` and ${outputs.length - LARGEST_NAMED} more` : '')

const kilotonnes = (tonnes: number): string => `${(tonnes / 1000).toFixed(1)} kt`
const percent = (share: number): string => (share * 100).toFixed(1)

/** @param others other editions of the denominator */
export function explain(numbers: CoverageNumbers, others: readonly Denominator[]): Explanation {
  const { counted, denominator } = numbers
  const points = (tonnes: number): number | null => denominator === null ? null : tonnes / denominator.tonnesContained * 100
  const highOnly = counted.filter(({ inLow }) => !inLow).map(({ subject, tonnes, sites }) => ({
    id: subject.id, name: subject.name, tonnes, points: points(tonnes),
    because: sites.find(({ surely }) => !surely)!.because,
  }))
  const flagged = counted.filter(({ flags }) => flags.includes('earlier-year') || flags.includes('part-year'))
    .map(({ subject, tonnes, year, flags }) => ({ id: subject.id, name: subject.name, tonnes, year, flags }))
  const missing = numbers.missing.map(({ siteId, name, nearestKnown: known }) =>
    ({ siteId, name, nearestKnownYear: known?.year ?? null, nearestKnownTonnes: known?.tonnes ?? null }))
    .sort((a, b) => (b.nearestKnownTonnes ?? 0) - (a.nearestKnownTonnes ?? 0))
  const otherEditions = numbers.low === null ? [] : others.filter(({ tonnesContained }) => tonnesContained > 0).map(({ edition, tonnesContained }) =>
    ({ edition, low: numbers.lowTonnes / tonnesContained, high: numbers.highTonnes / tonnesContained }))
  const awardedLater = numbers.later.map(({ subject, tonnes }) => ({ id: subject.id, name: subject.name, tonnes, points: points(tonnes) }))
  const told = { highOnly, flagged, missing, awardedLater, otherEditions }
  const width = highOnly.length === 0 ? 'No output is counted in high only.'
    : `In high only: ${highOnly.map(({ name, tonnes }) => `${name} (${kilotonnes(tonnes)})`).join(', ')}.`
  return { ...told, statement: [width, ...sentencesOf(told)].join(' ') }
}

function sentencesOf({ flagged, missing, otherEditions }: Omit<Explanation, 'statement'>): string[] {
  const sentences: string[] = []
  if (missing.length > 0) {
    sentences.push(`Awarded, without a value that may be used: ${missing.map((site) => site.nearestKnownYear === null
      ? site.name : `${site.name} (${kilotonnes(site.nearestKnownTonnes!)} in ${site.nearestKnownYear})`).join(', ')}.`)
  }
  if (flagged.length > 0) {
    sentences.push(`Counted with a value of an earlier year or of part of the year: ${flagged.map(({ name, year, flags }) =>
      `${name} (${flags.includes('part-year') ? `part of ${year}` : year})`).join(', ')}.`)
  }
  if (otherEditions.length > 0) {
    sentences.push(`With another edition of the denominator: ${otherEditions.map(({ edition, low, high }) =>
      `${low === high ? percent(low) : `${percent(low)} to ${percent(high)}`} % (${edition})`).join(', ')}.`)
  }
  return sentences
}

/** What lies between the range and a published figure outside it. Above: what could add. Below: what is in low. */
export function tellBetween(verdict: 'above' | 'below', numbers: CoverageNumbers, others: readonly Denominator[]): string {
  const told = explain(numbers, others)
  if (verdict === 'above') {
    const later = told.awardedLater.length === 0 ? [] : [`An award is found after that day only: ${largest(told.awardedLater)}.`]
    const sentences = [...later, ...sentencesOf(told)]
    return sentences.length > 0 ? sentences.join(' ') : 'Every site with an award found is counted with a value of the year.'
  }
  const low = numbers.counted.filter(({ inLow }) => inLow).map(({ subject, tonnes }) => ({ name: subject.name, tonnes }))
  return `In low: ${largest(low)}.`
}

/** A published share belongs to the year of output it names, else to the year of its day. */
export const yearOfFigure = ({ value }: Fact<PublishedFigure>): number => value.productionYear ?? Number(value.asOf.slice(0, 4))

export const publishedShares = (
  index: RegistryIndex, { metal, stage, area }: Pick<CoverageQuery, 'metal' | 'stage' | 'area'>,
): Fact<PublishedFigure>[] => stage !== 'mined' ? [] : [...index.facts.of(publishedFigureFact).values()]
  .filter(({ value }) => value.measure === 'coverage' && value.unit === 'percent'
    && value.metal === metal && (value.country ?? 'WLD') === area)
  .sort((a, b) => a.value.asOf < b.value.asOf ? -1 : a.value.asOf > b.value.asOf ? 1 : a.id < b.id ? -1 : 1)

/** @param computed the numbers for a year of output and a status day, with other editions of the denominator */
export function compareShares(
  index: RegistryIndex, query: CoverageQuery, computed: (query: CoverageQuery) => { numbers: CoverageNumbers; others: readonly Denominator[] },
): ComparedFigure[] {
  return publishedShares(index, query).filter((figure) => yearOfFigure(figure) === query.year).map((figure) => {
    const productionYears = figure.value.productionYear === undefined ? [query.year - 1, query.year] : [query.year]
    const found = productionYears.map((year) => ({ year, ...computed({ ...query, year, statusOn: figure.value.asOf }) }))
      .filter(({ numbers }) => numbers.low !== null)
    if (found.length === 0) return compareFigure(figure, null)
    const byLow = [...found].sort((a, b) => a.numbers.low! - b.numbers.low!)[0]!
    const byHigh = [...found].sort((a, b) => b.numbers.high! - a.numbers.high!)[0]!
    const range = {
      statusOn: figure.value.asOf, productionYears: found.map(({ year }) => year),
      low: byLow.numbers.low! * 100, high: byHigh.numbers.high! * 100,
    }
    return compareFigure(figure, range, (verdict) => {
      const { numbers, others } = verdict === 'above' ? byHigh : byLow
      return tellBetween(verdict, numbers, others)
    })
  })
}
