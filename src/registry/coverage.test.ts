import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  inRange, inventedArea, inventedMilestone, inventedOutput, inventedPublished, inventedSite, inventedUnit, onDay, registryOf, type InventedFact,
} from '#test/invented-registry.ts'
import { Coverage, CoverageSeries } from './coverage-record.ts'
import { coverage, coverageNumbers, coverageSeries, statusDayOf, WORLD, type CoverageQuery } from './coverage.ts'
import { chooseOutputs } from './output-choice.ts'
import { registryIndex } from './registry-index.ts'

const query = (year: number, more: Partial<CoverageQuery> = {}): CoverageQuery =>
  ({ metal: 'copper', mark: 'copper', stage: 'mined', area: WORLD, year, statusOn: `${year}-12-31`, ...more })
const numbersOf = (facts: readonly InventedFact[], year: number, more: Partial<CoverageQuery> = {}) =>
  coverageNumbers(registryIndex(registryOf(...facts)), query(year, more))
const answerOf = (facts: readonly InventedFact[], year: number, more: Partial<CoverageQuery> = {}) =>
  coverage(registryIndex(registryOf(...facts)), query(year, more), '2026-07-01')

const sureA = [inventedSite('A'), inventedMilestone('mA', 'A', onDay('2023-02-01')), inventedOutput('pA', 'A', 2023, 200)]
const possibleB = [inventedSite('B', { country: 'PER' }), inventedMilestone('mB', 'B', inRange('2023-11-01', '2024-02-01')), inventedOutput('pB', 'B', 2023, 100)]
const unawardedC = [inventedSite('C'), inventedOutput('pC', 'C', 2023, 400)]
const world = inventedArea('w23', 2023, 1000)

describe('the range of a year', () => {
  test('low counts what surely held the mark on 31 December, high what possibly did', () => {
    const answer = answerOf([...sureA, ...possibleB, ...unawardedC, world], 2023)
    expect(answer).toMatchObject({ low: 0.2, high: 0.3, numerator: { lowTonnes: 200, highTonnes: 300 }, statusOn: '2023-12-31' })
    expect(answer.countedOutputs.map(({ subject, inLow }) => [subject.id, inLow])).toEqual([['A', true], ['B', false]])
    expect(answer.denominator).toMatchObject({ tonnesContained: 1000, edition: 'Edition A', citations: [{ text: 'An invented source' }] })
    expect(answer.explanation.highOnly).toEqual([{ id: 'B', name: 'Mine B', tonnes: 100, points: 10, because: 'date-not-sure' }])
  })

  test('the answer keeps its own shape', () => {
    const facts = [...sureA, ...possibleB, world, inventedPublished('f', '2023-12-31', 25)]
    expect(Coverage.safeParse(answerOf(facts, 2023)).error).toBeUndefined()
    const series = coverageSeries(registryIndex(registryOf(...facts)), query(2023), '2026-07-01')
    expect(CoverageSeries.safeParse(series).error).toBeUndefined()
    expect(series.years.map(({ year, low, high }) => [year, low, high])).toEqual([[2023, 0.2, 0.3]])
  })

  test('a day given takes the place of 31 December', () => {
    expect(numbersOf([...sureA, ...possibleB, world], 2023, { statusOn: '2024-06-30' })).toMatchObject({ low: 0.3, high: 0.3 })
    expect(numbersOf([...sureA, ...possibleB, world], 2023, { statusOn: '2023-01-31' })).toMatchObject({ low: 0, high: 0 })
  })

  test('31 December still to come is today, and says so', () => {
    expect(statusDayOf(2026, '2026-07-01')).toBe('2026-07-01')
    expect(statusDayOf(2025, '2026-07-01')).toBe('2025-12-31')
    const keys = answerOf([...sureA, inventedArea('w26', 2026, 1000)], 2026, { statusOn: '2026-07-01' }).warnings.map(({ key }) => key)
    expect(keys).toContain('status-day-is-today')
  })

  test('an award of more than three years without a later source counts in high only', () => {
    const output = inventedOutput('pA27', 'A', 2026, 200)
    const later = [...sureA, output, inventedArea('w26', 2026, 1000)]
    expect(numbersOf(later, 2026)).toMatchObject({ low: 0, high: 0.2 })
    expect(answerOf(later, 2026).explanation.highOnly[0]!.because).toBe('no-recent-source')
    expect(numbersOf([...later, inventedMilestone('mA2', 'A', onDay('2026-02-01'), { kind: 're-award' })], 2026)).toMatchObject({ low: 0.2 })
  })

  test('another mark does not count', () => {
    expect(numbersOf([inventedSite('A'), inventedMilestone('m', 'A', onDay('2023-01-01'), { mark: 'molybdenum' }), inventedOutput('p', 'A', 2023, 200), world], 2023).high).toBe(0)
  })

  test('without a denominator there are tonnes and no share', () => {
    const answer = answerOf(sureA, 2023)
    expect(answer).toMatchObject({ low: null, high: null, numerator: { lowTonnes: 200 }, denominator: null })
    expect(answer.warnings.map(({ key }) => key)).toEqual(['no-denominator'])
  })

  test('sources that contradict each other are told, not clamped', () => {
    const answer = answerOf([...sureA, inventedArea('w', 2023, 100)], 2023)
    expect(answer.low).toBe(2)
    expect(answer.warnings.map(({ key }) => key)).toEqual(['share-above-one'])
  })

  test('a site without an output is told, and all of them without one give no share', () => {
    const without = [inventedSite('N'), inventedMilestone('mN', 'N', onDay('2022-01-01'))]
    expect(answerOf([...sureA, ...without, world], 2023).warnings.map(({ key }) => key)).toEqual(['outputs-missing'])
    expect(answerOf([...without, world, inventedPublished('f', '2023-12-31', 5)], 2023))
      .toMatchObject({ low: null, high: null, published: [{ verdict: 'not-computable', computed: null }] })
    expect(answerOf([inventedSite('N'), world], 2023)).toMatchObject({ low: 0, high: 0, warnings: [{ key: 'no-site-awarded' }] })
  })

  test('another edition stands beside the preferred one', () => {
    const answer = answerOf([...sureA, world, inventedArea('w23b', 2023, 950, { edition: 'Edition B', isPreferred: false })], 2023)
    expect(answer.denominator!.edition).toBe('Edition A')
    expect(answer.otherDenominators.map(({ edition }) => edition)).toEqual(['Edition B'])
    expect(answer.explanation.otherEditions).toEqual([{ edition: 'Edition B', low: 200 / 950, high: 200 / 950 }])
  })

  test('a site awarded after the day is named as such and not counted', () => {
    const answer = answerOf([...sureA, ...possibleB, world], 2023, { statusOn: '2023-10-31' })
    expect(answer.high).toBe(0.2)
    expect(answer.explanation.awardedLater).toEqual([{ id: 'B', name: 'Mine B', tonnes: 100, points: 10 }])
  })

  test('a country counts its own sites against its own output', () => {
    const facts = [...sureA, ...possibleB, world, inventedArea('per', 2023, 500, { area: 'PER' })]
    expect(numbersOf(facts, 2023, { area: 'PER' })).toMatchObject({ low: 0, high: 0.2, lowTonnes: 0, highTonnes: 100 })
  })
})

describe('the output of a site', () => {
  const awarded = [inventedSite('A'), inventedMilestone('m', 'A', onDay('2022-01-01'))]
  test('is that of the year, else of the nearest earlier year within three, flagged', () => {
    const outputs = [inventedOutput('p18', 'A', 2018, 180), inventedOutput('p20', 'A', 2020, 200), inventedOutput('p25', 'A', 2025, 250)]
    expect(numbersOf([...awarded, ...outputs, world], 2023).counted).toMatchObject([{ tonnes: 200, year: 2020, flags: ['earlier-year'] }])
    const none = numbersOf([...awarded, outputs[0]!, outputs[2]!, world], 2023)
    expect(none.counted).toEqual([])
    expect([none.low, none.high]).toEqual([null, null])
    expect(none.missing).toMatchObject([{ siteId: 'A', nearestKnown: { year: 2025, tonnes: 250, reportedWith: null } }])
  })

  test('is the preferred value, as printed; part of a year is not scaled up, other values stand beside it', () => {
    const facts = [...awarded, world, inventedOutput('p1', 'A', 2023, 110, { monthsCovered: 11 }),
      inventedOutput('p2', 'A', 2023, 150, { isPreferred: false, quality: 'trade list' })]
    expect(numbersOf(facts, 2023).counted).toMatchObject([{
      tonnes: 110, flags: ['part-year', 'sources-differ'], beside: [{ tonnesContained: 150, quality: 'trade list' }],
    }])
  })

  test('of a fiscal year or of a share is flagged', () => {
    const facts = [...awarded, world, inventedOutput('p1', 'A', 2023, 110, { calendar: 'fiscal year to 30 June', basis: 'attributable share (72 %)' })]
    expect(numbersOf(facts, 2023).counted[0]!.flags).toEqual(['fiscal-year', 'not-100-percent'])
  })

  test('of a mine that sells refined metal only stands for its mined output, flagged', () => {
    const facts = [...awarded, world, inventedOutput('p', 'A', 2023, 90, { stage: 'refined', stageAsFound: 'cathode' })]
    expect(numbersOf(facts, 2023).counted).toMatchObject([{ tonnes: 90, flags: ['refined-stands-in'], stageAsFound: 'cathode' }])
    expect(numbersOf([...facts, inventedOutput('p18', 'A', 2018, 100)], 2023).counted).toEqual([])
  })

  test('of another stage does not count, and a smelter is not a missing mine', () => {
    const smelter = [inventedSite('S', { types: ['smelter', 'refinery'] }), inventedMilestone('mS', 'S', onDay('2022-01-01')),
      inventedOutput('pS', 'S', 2023, 300, { stage: 'refined', stageAsFound: 'refined' })]
    expect(numbersOf([...smelter, world], 2023)).toMatchObject({ high: 0, missing: [] })
    expect(numbersOf([...smelter, inventedArea('r', 2023, 600, { stage: 'refined' })], 2023, { stage: 'refined' })).toMatchObject({ low: 0.5, high: 0.5 })
  })
})

describe('sites reported together', () => {
  const together = [inventedSite('A'), inventedSite('B'), inventedUnit('U', ['A', 'B']), inventedOutput('pU', 'U', 2023, 300), world]
  const awardA = inventedMilestone('mA', 'A', onDay('2022-01-01'))
  const awardB = inventedMilestone('mB', 'B', onDay('2022-01-01'))

  test('count in low if all surely hold the mark, in high if any possibly does', () => {
    expect(numbersOf([...together, awardA], 2023)).toMatchObject({ low: 0, high: 0.3 })
    expect(numbersOf([...together, awardA, awardB], 2023)).toMatchObject({ low: 0.3, high: 0.3, missing: [] })
  })

  test('are never counted beside a member', () => {
    const ownA = inventedOutput('pA', 'A', 2023, 120)
    const both = numbersOf([...together, awardA, awardB, ownA], 2023)
    expect(both.counted.map(({ subject }) => subject.id)).toEqual(['U'])
    const finer = numbersOf([...together, awardA, awardB, ownA, inventedOutput('pB', 'B', 2023, 130)], 2023)
    expect(finer.counted.map(({ subject }) => subject.id)).toEqual(['B', 'A'])
  })

  test('the nearer year stands before the finer figures', () => {
    const older = [inventedOutput('pA', 'A', 2021, 120), inventedOutput('pB', 'B', 2021, 130)]
    expect(numbersOf([...together, awardA, awardB, ...older], 2023).counted.map(({ subject }) => subject.id)).toEqual(['U'])
    expect(numbersOf([...together, awardA, awardB, ...older], 2022, { statusOn: '2022-12-31' }).counted.map(({ year }) => year)).toEqual([2021, 2021])
  })

  test('of two overlapping units the one stands that leaves out fewer sites', () => {
    const wide = [inventedSite('C'), inventedUnit('W', ['A', 'B', 'C']), inventedOutput('pW', 'W', 2022, 500)]
    const chosen = chooseOutputs(registryIndex(registryOf(...together, ...wide)), query(2023))
    expect(chosen.map(({ subject }) => subject.id)).toEqual(['W'])
    const ownC = inventedOutput('pC', 'C', 2023, 190)
    expect(chooseOutputs(registryIndex(registryOf(...together, ...wide, ownC)), query(2023)).map(({ subject }) => subject.id)).toEqual(['C', 'U'])
  })

  test('over a border count in the high of the country only', () => {
    const facts = [...together.slice(1), inventedSite('A', { country: 'PER' }), awardA, awardB, inventedArea('per', 2023, 500, { area: 'PER' })]
    const numbers = numbersOf(facts, 2023, { area: 'PER' })
    expect(numbers).toMatchObject({ low: 0, high: 0.6 })
    expect(numbers.counted[0]!.sites.map(({ because }) => because)).toEqual(['award-found', 'outside-country'])
  })
})

test('a merged site counts once, under the site it became', () => {
  const facts = [inventedSite('A'), inventedSite('OLD', { mergedInto: 'A' }), inventedMilestone('m', 'OLD', onDay('2022-01-01')),
    inventedOutput('p', 'OLD', 2023, 200), world]
  expect(numbersOf(facts, 2023).counted.map(({ subject }) => subject.id)).toEqual(['A'])
})

describe('published shares', () => {
  const of = (value: number, more: Parameters<typeof inventedPublished>[3] = { productionYear: 2023 }, asOf = '2023-12-31') =>
    answerOf([...sureA, ...possibleB, world, inventedPublished('f', asOf, value, more)], 2023).published

  test('inside, above and below the range, stated without a guess at who erred', () => {
    expect(of(25)).toMatchObject([{ verdict: 'inside', difference: 0, computed: { low: 20, high: 30 } }])
    expect(of(35.5)).toMatchObject([{ verdict: 'above', difference: 5.5, statement: expect.stringContaining('5.5 points above the range') as unknown }])
    expect(of(35.5)[0]!.statement).toContain('Every site with an award found is counted')
    expect(of(15)[0]!.statement).toContain('In low: Mine A (0.2 kt).')
    expect(of(15)).toMatchObject([{ verdict: 'below', difference: -5 }])
  })

  test.each([
    [30.4, '=', 'above'], [30.1, '>', 'above'], [29.9, '>', 'inside'], [20, '<', 'inside'], [19, '<', 'below'], [31, '<~', 'inside'], [32, '<~', 'above'],
    [20.4, '~', 'inside'], [18, '>~', 'below'], [30.04, '=', 'above'], [30.5, '~', 'above'], [30.49, '~', 'above'], [31, '=', 'above'],
  ] as const)('%d with comparator %s is %s', (value, comparator, verdict) => {
    expect(of(value, { comparator, productionYear: 2023 })[0]!.verdict).toBe(verdict)
  })

  test('are compared with the range of their own day', () => {
    expect(of(20, { productionYear: 2023 }, '2023-06-30')).toMatchObject([{ computed: { statusOn: '2023-06-30', low: 20, high: 20 }, verdict: 'inside' }])
    expect(of(30, { productionYear: 2023 }, '2025-06-30')).toMatchObject([{ computed: { statusOn: '2025-06-30', productionYears: [2023], low: 30 } }])
    expect(of(30, { productionYear: 2022 })).toEqual([])
    expect(of(30, { country: 'PER' })).toEqual([])
  })

  test('of no stated year of output are compared with the range over the year of the day and the year before', () => {
    const facts = [...sureA, inventedOutput('pA22', 'A', 2022, 150), world, inventedArea('w22', 2022, 1000), inventedPublished('f', '2023-06-30', 30)]
    const [figure] = answerOf(facts, 2023).published
    expect(figure).toMatchObject({ verdict: 'above', computed: { productionYears: [2022, 2023], low: 15, high: 20 } })
    expect(figure!.statement).toContain('output of 2022 or 2023 (the source does not say which)')
  })
})

describe('laws', () => {
  const siteIds = ['A', 'B', 'C', 'D', 'E']
  const someDay = fc.integer({ min: 0, max: 2600 }).map((n) => new Date(Date.UTC(2019, 0, 1 + n)).toISOString().slice(0, 10))
  const someAward = fc.record({ site: fc.constantFrom(...siteIds), from: fc.option(someDay), to: fc.option(someDay) })
    .map(({ site, from, to }) => ({ site, date: from !== null && to !== null && from > to ? inRange(to, from) : inRange(from, to) }))
  const someOutput = fc.record({
    subject: fc.constantFrom(...siteIds, 'U', 'V', 'W'), year: fc.integer({ min: 2018, max: 2024 }), tonnes: fc.integer({ min: 0, max: 100 }),
  })
  const someMembers = fc.uniqueArray(fc.constantFrom(...siteIds), { minLength: 1, maxLength: 5 })
  const someRegistry = fc.record({
    awards: fc.array(someAward, { maxLength: 8 }), outputs: fc.array(someOutput, { maxLength: 20 }), units: fc.tuple(someMembers, someMembers, someMembers),
    year: fc.integer({ min: 2019, max: 2025 }),
  })
  type Registry = typeof someRegistry extends fc.Arbitrary<infer T> ? T : never
  const factsOf = ({ awards, outputs, units, year }: Registry): InventedFact[] => [
    ...siteIds.map((id) => inventedSite(id)),
    ...units.map((members, n) => inventedUnit(['U', 'V', 'W'][n]!, members)),
    ...awards.map(({ site, date }, n) => inventedMilestone(`m${n}`, site, date)),
    ...outputs.map(({ subject, year: of, tonnes }, n) => inventedOutput(`p${n}`, subject, of, tonnes)),
    inventedArea('w', year, 1000),
  ]

  test('0 <= low <= high <= 1 where the sources agree', () => {
    fc.assert(fc.property(someRegistry, (registry) => {
      const { low, high } = numbersOf(factsOf(registry), registry.year)
      return (low === null && high === null) || (0 <= low! && low! <= high! && high! <= 1)
    }), { numRuns: 500 })
  })

  test('no site stands in two outputs, and none is both counted and missing', () => {
    fc.assert(fc.property(someRegistry, (registry) => {
      const index = registryIndex(registryOf(...factsOf(registry)))
      const members = chooseOutputs(index, query(registry.year)).flatMap((output) => output.members)
      expect(new Set(members).size).toBe(members.length)
      const { missing } = coverageNumbers(index, query(registry.year))
      expect(missing.filter(({ siteId }) => members.includes(siteId))).toEqual([])
    }), { numRuns: 500 })
  })

  test('one more award never lowers low, and never lowers high where the site had none', () => {
    fc.assert(fc.property(someRegistry, someAward, (registry, award) => {
      const before = numbersOf(factsOf(registry), registry.year)
      const after = numbersOf([...factsOf(registry), inventedMilestone('more', award.site, award.date)], registry.year)
      expect(after.lowTonnes).toBeGreaterThanOrEqual(before.lowTonnes)
      if (!registry.awards.some(({ site }) => site === award.site)) expect(after.highTonnes).toBeGreaterThanOrEqual(before.highTonnes)
    }), { numRuns: 500 })
  })

  test('the same facts in another order give the same answer', () => {
    fc.assert(fc.property(someRegistry, (registry) => {
      const facts = factsOf(registry)
      expect(answerOf([...facts].reverse(), registry.year)).toEqual(answerOf(facts, registry.year))
    }), { numRuns: 100 })
  })
})
