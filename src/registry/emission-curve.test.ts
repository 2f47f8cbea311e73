import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { goldenNumbers } from '#test/open-data.ts'
import {
  inRange, inventedDataset, inventedEmission, inventedMilestone, inventedOutput, inventedSite, inventedUnit, onDay, registryOf, type InventedFact,
} from '#test/invented-registry.ts'
import { EmissionCurve } from './emission-curve-record.ts'
import { emissionCurve, type CurveQuery } from './emission-curve.ts'
import { curveRows } from './figures-export.ts'
import { registryIndex } from './registry-index.ts'

const curveOf = (facts: readonly InventedFact[], more: Partial<CurveQuery> = {}) =>
  emissionCurve(registryIndex(registryOf(inventedDataset(), ...facts)), { metal: 'copper', series: 'past', asOf: '2025-01-01', ...more })

/** Five mines: kilotonnes, t CO2e per t, awarded. */
const worked = [['M1', 120, 0.75, true], ['M2', 300, 1.9, true], ['M3', 200, 2.6, false], ['M4', 450, 3.4, true], ['M5', 80, 6.2, false]] as const

const workedFacts = (rows: readonly (readonly [string, number, number, boolean])[]): InventedFact[] => rows.flatMap(([id, kt, intensity, isAwarded]) => [
  inventedSite(id),
  inventedEmission(`e${id}`, { siteId: id, outputTonnesMetal: kt * 1000, emissionsTonnesCo2e: kt * 1000 * intensity }),
  ...isAwarded ? [inventedMilestone(`m${id}`, id, onDay('2024-01-01'))] : [],
])

describe('the worked case of five mines', () => {
  const curve = curveOf([...workedFacts(worked)].reverse())

  test('stands in order of intensity, width by output', () => {
    expect(curve.bars.map((bar) => bar.isNamed && bar.siteId)).toEqual(['M1', 'M2', 'M3', 'M4', 'M5'])
    expect(curve.bars.map(({ x0 }) => x0 / 1000)).toEqual([0, 120, 420, 620, 1070])
    expect(curve.bars.at(-1)!.x1 / 1000).toBe(1150)
  })

  test('has the totals and means worked out by hand', () => {
    expect(curve.total.emissionsTonnesCo2e / 1000).toBeCloseTo(3206, 9)
    expect(curve.mean).toBeCloseTo(2.787826, 6)
    expect(curve.awardedShare.low! * 100).toBeCloseTo(75.6522, 4)
    expect(curve.awardedShare.high).toBe(curve.awardedShare.low)
    expect(curve.surely.mean).toBeCloseTo(2.517241, 6)
    expect(curve.others.mean).toBeCloseTo(3.628571, 6)
    expect(EmissionCurve.safeParse(curve).error).toBeUndefined()
  })

  test('has deciles weighted by output', () => {
    expect(curve.deciles.map(({ intensity }) => intensity)).toEqual([0.75, 1.9, 1.9, 2.6, 2.6, 3.4, 3.4, 3.4, 3.4])
  })

  test.runIf(goldenNumbers('custody.json') !== undefined)('agrees with the worked numbers beside the checkout', () => {
    const golden = goldenNumbers('custody.json')!['G6_curve'] as {
      rows: { mine: string; x0: string; x1: string; kt: string; int: string; awarded: boolean }[]
      totalKt: string; totalKtCO2e: string; weightedAvg: string; awardedSharePct: string; awardedAvg: string; otherAvg: string
    }
    const drawn = curveOf(workedFacts(golden.rows.map(({ mine, kt, int, awarded }) => [mine, Number(kt), Number(int), awarded])))
    expect(drawn.bars.map(({ x0, x1 }) => [x0 / 1000, x1 / 1000])).toEqual(golden.rows.map(({ x0, x1 }) => [Number(x0), Number(x1)]))
    expect(drawn.total.outputTonnes / 1000).toBe(Number(golden.totalKt))
    expect(drawn.total.emissionsTonnesCo2e / 1000).toBeCloseTo(Number(golden.totalKtCO2e), 9)
    expect(drawn.mean).toBeCloseTo(Number(golden.weightedAvg), 6)
    expect(drawn.awardedShare.low! * 100).toBeCloseTo(Number(golden.awardedSharePct), 4)
    expect(drawn.surely.mean).toBeCloseTo(Number(golden.awardedAvg), 6)
    expect(drawn.others.mean).toBeCloseTo(Number(golden.otherAvg), 6)
  })
})

describe('naming', () => {
  const named = (more: Parameters<typeof inventedEmission>[1]) => curveOf([inventedSite('A'), inventedEmission('e', { siteId: 'A', ...more })]).bars[0]!

  test.each([
    ['the same year', { outputYear: 2024 }, true], ['the year before', { outputYear: 2023 }, true], ['the year after', { outputYear: 2025 }, true],
    ['two years before', { outputYear: 2022 }, false], ['a mine not known to have run', { ran: 'unknown' }, false], ['a mine that did not run', { ran: 'no' }, false],
  ] as const)('output of %s', (_name, more, isNamed) => {
    expect(named(more).isNamed).toBe(isNamed)
  })

  test('an unnamed bar bears no trace of its mine, in answer and table alike', () => {
    const curve = curveOf([
      inventedSite('A', { name: 'Cerro Callado', country: 'PER' }),
      inventedEmission('secret-id', {
        siteId: 'A', nameAsFound: 'Callado Pit', country: 'PER', outputYear: 2019, note: 'told of Callado',
        citations: [{ text: 'row of Callado Pit', url: 'https://example.org/callado' }],
      }),
    ])
    expect(curve.bars[0]).toMatchObject({ isNamed: false, label: 'modelled, years differ' })
    const { columns, rows } = curveRows(curve)
    for (const text of [JSON.stringify(curve), JSON.stringify(rows)]) {
      for (const trace of ['Callado', 'callado', '"A"', 'PER', 'secret-id']) expect(text).not.toContain(trace)
    }
    expect(rows[0]![columns.indexOf('label')]).toBe('modelled, years differ')
  })

  test('a named bar of no known site carries the name of its source', () => {
    expect(curveOf([inventedEmission('e', { nameAsFound: 'Far Pit' })]).bars[0]).toMatchObject({ isNamed: true, name: 'Far Pit', siteId: null, award: 'no-award-found' })
  })
})

describe('one bar per mine', () => {
  const figure = (id: string, more: Parameters<typeof inventedEmission>[1]) => inventedEmission(id, { siteId: 'A', ...more })
  const chosen = (...figures: InventedFact[]) => curveOf([inventedSite('A'), ...figures]).bars.map(({ outputTonnes }) => outputTonnes)

  test('adjacent years first, then quality, then nearer years, then the later output', () => {
    const modelled = figure('e1', { outputYear: 2019, quality: 'reported', outputTonnesMetal: 1 })
    const low = figure('e2', { outputYear: 2023, quality: 'low', outputTonnesMetal: 2 })
    const high = figure('e3', { outputYear: 2023, quality: 'high', outputTonnesMetal: 3 })
    const same = figure('e4', { outputYear: 2024, quality: 'high', outputTonnesMetal: 4 })
    const after = figure('e5', { outputYear: 2025, quality: 'high', outputTonnesMetal: 5 })
    expect(chosen(modelled, low)).toEqual([2])
    expect(chosen(low, high)).toEqual([3])
    expect(chosen(same, high)).toEqual([4])
    expect(chosen(high, after)).toEqual([5])
  })

  test('a mine of no site is known by name and country', () => {
    const facts = [inventedEmission('e1', { nameAsFound: 'Far Pit' }), inventedEmission('e2', { nameAsFound: 'FAR PIT' }), inventedEmission('e3', { nameAsFound: 'Far Pit', country: 'PER' })]
    expect(curveOf(facts).bars).toHaveLength(2)
  })
})

describe('awards', () => {
  const facts = [
    inventedSite('A'), inventedEmission('eA', { siteId: 'A' }), inventedMilestone('mA', 'A', inRange('2024-03-01', '2024-09-30')),
    inventedSite('B'), inventedMilestone('mB', 'B', onDay('2024-01-01')), inventedOutput('pB', 'B', 2023, 500),
    inventedSite('C'), inventedMilestone('mC', 'C', onDay('2024-01-01')),
    inventedSite('D'), inventedMilestone('mD', 'D', onDay('2024-01-01')), inventedSite('E'), inventedUnit('U', ['D', 'E']), inventedOutput('pU', 'U', 2024, 700),
    inventedSite('S', { types: ['smelter'] }), inventedMilestone('mS', 'S', onDay('2024-01-01')),
  ]

  test.each([['2024-02-29', 'no-award-found'], ['2024-03-01', 'possibly'], ['2024-09-30', 'surely']])('on %s the mine is awarded %s', (asOf, award) => {
    expect(curveOf(facts, { asOf }).bars[0]!.award).toBe(award)
  })

  test('awarded mines without a figure are listed with their output, not dropped', () => {
    expect(curveOf(facts).withoutFigure.map(({ siteId, output }) => [siteId, output?.tonnes, output?.year, output?.reportedWith])).toEqual([
      ['D', 700, 2024, 'Unit U'], ['B', 500, 2023, null], ['C', undefined, undefined, undefined],
    ])
  })
})

describe('choices', () => {
  const facts = [
    inventedEmission('a', { nameAsFound: 'A' }), inventedEmission('b', { nameAsFound: 'B' }),
    inventedEmission('c', { nameAsFound: 'A', scope: 'scope-1-and-2', emissionsTonnesCo2e: 3000 }),
    inventedEmission('d', { nameAsFound: 'A', emissionsYear: 2023, outputYear: 2023 }),
    inventedEmission('e', { nameAsFound: 'A', emissionsYear: 2030, outputYear: 2030, series: 'projection', ran: 'unknown' }),
  ]

  test('by default the scope and the year of which most mines have a figure', () => {
    expect(curveOf(facts)).toMatchObject({ scope: 'scope-1', year: 2024, total: { mines: 2 } })
    expect(curveOf(facts, { scope: 'scope-1-and-2' })).toMatchObject({ year: 2024, mean: 3 })
    expect(curveOf(facts, { year: 2023 })).toMatchObject({ total: { mines: 1 } })
  })

  test('history by year, and projections only where they are asked for', () => {
    expect(curveOf(facts).history.map(({ year, mines }) => [year, mines])).toEqual([[2023, 1], [2024, 2]])
    expect(curveOf(facts, { series: 'projection' })).toMatchObject({ year: 2030, bars: [{ isNamed: false }] })
    expect(curveOf(facts).available.map(({ series, scope, year, mines }) => [series, scope, year, mines])).toEqual([
      ['past', 'scope-1', 2023, 1], ['past', 'scope-1', 2024, 2], ['past', 'scope-1-and-2', 2024, 1], ['projection', 'scope-1', 2030, 1],
    ])
  })

  test('figures of different boundaries are told, and one boundary can be chosen', () => {
    const mixed = [...facts, inventedEmission('f', { nameAsFound: 'F', boundary: 'mine and concentrator' })]
    expect(curveOf(mixed).warnings.map(({ key }) => key)).toContain('boundaries-differ')
    expect(curveOf(mixed, { boundary: 'mine and concentrator' }).bars).toHaveLength(1)
  })

  test('without figures the curve is empty and says so', () => {
    expect(curveOf([])).toMatchObject({ bars: [], mean: null, deciles: [], year: null, warnings: [{ key: 'no-figures' }] })
    expect(EmissionCurve.safeParse(curveOf([])).error).toBeUndefined()
  })
})

describe('laws', () => {
  const someMine = fc.record({
    emissions: fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 1e8, noNaN: true })), output: fc.double({ min: 1, max: 1e7, noNaN: true }),
    isAwarded: fc.boolean(), outputYear: fc.integer({ min: 2018, max: 2025 }),
  })
  const drawn = (mines: readonly { emissions: number; output: number; isAwarded: boolean; outputYear: number }[]) =>
    curveOf(mines.flatMap(({ emissions, output, isAwarded, outputYear }, n) => [
      inventedSite(`S${n}`), ...isAwarded ? [inventedMilestone(`m${n}`, `S${n}`, onDay('2024-01-01'))] : [],
      inventedEmission(`e${n}`, { siteId: `S${n}`, emissionsTonnesCo2e: emissions, outputTonnesMetal: output, outputYear }),
    ]))
  const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b))

  test('the area of the curve is its emissions, bars lie side by side, groups add to the total', () => {
    fc.assert(fc.property(fc.array(someMine, { maxLength: 60 }), (mines) => {
      const curve = drawn(mines)
      const area = curve.bars.reduce((all, { x0, x1, intensity }) => all + (x1 - x0) * intensity, 0)
      const exact = curve.bars.reduce((all, { outputTonnes, intensity }) => all + outputTonnes * intensity, 0)
      expect(isNear(exact, mines.reduce((all, { emissions }) => all + emissions, 0))).toBe(true)
      expect(Math.abs(area - exact)).toBeLessThanOrEqual(1e-6 * Math.max(1, exact))
      expect(curve.bars.every((bar, n) => n === 0 || (bar.x0 === curve.bars[n - 1]!.x1 && bar.intensity >= curve.bars[n - 1]!.intensity))).toBe(true)
      const groups = [curve.surely, curve.possibly, curve.others]
      expect(isNear(groups.reduce((all, { outputTonnes }) => all + outputTonnes, 0), curve.total.outputTonnes)).toBe(true)
      expect(groups.reduce((all, { mines: count }) => all + count, 0)).toBe(mines.length)
    }), { numRuns: 300 })
  })

  test('deciles never fall, and lie between the ends of the curve', () => {
    fc.assert(fc.property(fc.array(someMine, { minLength: 1, maxLength: 60 }), (mines) => {
      const { deciles, bars } = drawn(mines)
      expect(deciles).toHaveLength(9)
      expect(deciles.every(({ intensity }, n) => n === 0 || intensity >= deciles[n - 1]!.intensity)).toBe(true)
      expect(deciles[0]!.intensity).toBeGreaterThanOrEqual(bars[0]!.intensity)
      expect(deciles[8]!.intensity).toBeLessThanOrEqual(bars.at(-1)!.intensity)
    }), { numRuns: 200 })
  })
})
