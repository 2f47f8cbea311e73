import { describe, expect, test } from 'vitest'
import type { Context } from '#src/access/context.ts'
import { metaOf } from '#src/kernel/operation.ts'
import { Refused } from '#src/kernel/refusal.ts'
import type { Instant } from '#src/kernel/time.ts'
import {
  inventedArea, inventedDataset, inventedEmission, inventedMilestone, inventedOutput, inventedSite, onDay, registryOf,
} from '#test/invented-registry.ts'
import { emissionCurveContract } from './emission-curve.contract.ts'
import { emissionCurveHandlers } from './emission-curve.handlers.ts'
import { RuleKey } from './method.ts'
import { figureRefusals } from './refusals-figures.ts'
import { statisticsContract } from './statistics.contract.ts'
import { statisticsHandlers } from './statistics.handlers.ts'

const facts = [
  inventedDataset(), inventedSite('A', { name: '=HYPERLINK("https://example.org")' }), inventedMilestone('m', 'A', onDay('2023-02-01')),
  inventedOutput('p', 'A', 2023, 200), inventedArea('w', 2023, 1000), inventedSite('B'), inventedMilestone('mB', 'B', onDay('2023-02-01')),
  inventedEmission('e', { siteId: 'A' }), inventedEmission('e2', { nameAsFound: 'Hidden Pit', outputYear: 2019 }),
]

/** Reading needs facts and a day, nothing else. */
const reading = (asked: (Instant | undefined)[] = []): Context => ({
  today: '2025-07-01', facts: async (knownAt?: Instant) => { asked.push(knownAt); return registryOf(...facts) },
} as unknown as Context)

/** Kept with its byte order mark, which `text()` drops. */
const textOf = async (answer: unknown): Promise<string> =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(await (answer as Response).arrayBuffer())
const share = { metal: 'copper', stage: 'mined' } as const

describe('coverage', () => {
  test('answers low, high, numerator, denominator with source, counted and missing sites and published figures', async () => {
    const input = statisticsContract.getCoverage['~orpc'].inputSchema!.parse({ metal: 'copper', year: '2023' })
    const answer = await statisticsHandlers.getCoverage(reading(), input)
    expect(answer).toMatchObject({
      low: 0.2, high: 0.2, statusOn: '2023-12-31', numerator: { lowTonnes: 200, highTonnes: 200 },
      denominator: { tonnesContained: 1000, edition: 'Edition A', citations: [{ text: 'An invented source' }] },
      countedOutputs: [{ subject: { id: 'A' } }], missingSites: [{ siteId: 'B' }], published: [],
    })
    expect(statisticsContract.getCoverage['~orpc'].outputSchema!.safeParse(answer).error).toBeUndefined()
  })

  test('reads what had been recorded by the day given', async () => {
    const asked: (Instant | undefined)[] = []
    await statisticsHandlers.getCoverage(reading(asked), { ...share, year: 2023, knownAt: '2024-05-01' })
    expect(asked).toEqual(['2024-05-01T23:59:59.999Z'])
  })

  test('refuses a metal for which there is no mark, by code', async () => {
    for (const name of ['getCoverage', 'exportCoverage'] as const) {
      const refused = await statisticsHandlers[name](reading(), { metal: 'lead', stage: 'mined', year: 2023, format: 'csv' }).catch((error: unknown) => error)
      expect(refused).toBeInstanceOf(Refused)
      expect((refused as Refused).refusal.code).toBe('metal-without-mark')
    }
    await expect(statisticsHandlers.getCoverageSeries(reading(), { metal: 'gold', stage: 'mined' })).rejects.toThrow('metal-without-mark')
  })

  test('the series runs up to the day given', async () => {
    const years = async (asOf?: string) =>
      (await statisticsHandlers.getCoverageSeries(reading(), { ...share, asOf }) as { years: { year: number; statusOn: string }[] }).years
        .map(({ year, statusOn }) => [year, statusOn])
    expect(await years()).toEqual([[2023, '2023-12-31']])
    expect(await years('2023-06-30')).toEqual([[2023, '2023-06-30']])
    expect(await years('2022-06-30')).toEqual([])
  })

  test('is exported row by row with sources and licence; text cannot run as a formula', async () => {
    const csv = await textOf(await statisticsHandlers.exportCoverage(reading(), { ...share, year: 2023, format: 'csv' }))
    const [header, counted, missing] = csv.split('\r\n')
    expect(header).toMatch(/^\uFEFFrow,in_low,in_high/)
    expect(counted).toContain('An invented source')
    expect(counted).toContain('CC0')
    expect(counted).not.toMatch(/[,"]=HYPERLINK/)
    expect(missing).toMatch(/^missing,false,false,B/)
  })

  test('is exported as the answer itself', async () => {
    const exported = await statisticsHandlers.exportCoverage(reading(), { ...share, year: 2023, format: 'json' }) as Response
    expect(exported.headers.get('content-disposition')).toBe('attachment; filename="coverage-copper-mined-wld-2023.json"')
    expect(await exported.json()).toMatchObject({ low: 0.2 })
  })
})

describe('statistics', () => {
  test('count as of today, or of the day given', async () => {
    expect(await statisticsHandlers.getStatistics(reading(), {})).toMatchObject({ asOf: '2025-07-01', awardedSites: { low: 2, high: 2 } })
    expect(await statisticsHandlers.getStatistics(reading(), { asOf: '2023-01-31' })).toMatchObject({ awardedSites: { low: 0, high: 0 } })
  })

  test('the method tells every rule that a figure names', async () => {
    const { items } = await statisticsHandlers.getMethod(reading(), {}) as { items: { key: string; text: string }[] }
    expect(items.map(({ key }) => key)).toEqual(RuleKey.options)
    expect(items.every(({ text }) => text.length > 40)).toBe(true)
  })
})

describe('emission curve', () => {
  const asked = emissionCurveContract.getEmissionCurve['~orpc'].inputSchema!.parse({})

  test('answers the whole curve', async () => {
    const answer = await emissionCurveHandlers.getEmissionCurve(reading(), asked)
    expect(answer).toMatchObject({ metal: 'copper', asOf: '2025-07-01', total: { mines: 2 }, namedBars: 1, withoutFigure: [{ siteId: 'B' }] })
    expect(emissionCurveContract.getEmissionCurve['~orpc'].outputSchema!.safeParse(answer).error).toBeUndefined()
  })

  test('leaves unnamed bars unnamed in every export', async () => {
    for (const format of ['csv', 'json'] as const) {
      const file = await textOf(await emissionCurveHandlers.exportEmissionCurve(reading(), { ...asked, format }))
      expect(file).toContain('modelled, years differ')
      expect(file).not.toContain('Hidden')
    }
  })
})

test('every refusal of these operations is in the catalogue', () => {
  for (const operation of [...Object.values(statisticsContract), ...Object.values(emissionCurveContract)]) {
    for (const code of metaOf(operation).refusals) expect(Object.keys(figureRefusals)).toContain(code)
  }
})
