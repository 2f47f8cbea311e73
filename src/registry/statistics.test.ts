import { describe, expect, test } from 'vitest'
import {
  inRange, inventedMilestone, inventedPartner, inventedPublished, inventedSite, onDay, registryOf, type InventedFact,
} from '#test/invented-registry.ts'
import { registryIndex } from './registry-index.ts'
import { Statistics, statistics } from './statistics.ts'

const at = (day: string, ...facts: readonly InventedFact[]) => statistics(registryIndex(registryOf(...facts)), day)

const registry = [
  inventedSite('A', { types: ['mine', 'smelter'], metals: ['copper', 'molybdenum'] }),
  inventedSite('B', { types: ['refinery'], country: 'PER' }),
  inventedSite('C'),
  inventedSite('D'),
  inventedMilestone('a1', 'A', onDay('2022-01-01')),
  inventedMilestone('a2', 'A', inRange('2023-03-01', '2023-12-31'), { kind: 'extension', mark: 'molybdenum' }),
  inventedMilestone('b1', 'B', inRange('2023-05-01', '2024-05-01')),
  inventedMilestone('c1', 'C', onDay('2023-02-01'), { kind: 'commitment' }),
  inventedMilestone('d1', 'D', onDay('2023-02-01'), { kind: 'custody-conformance', register: 'chain-of-custody' }),
  inventedMilestone('x1', undefined, onDay('2023-02-01')),
  inventedPartner('P', onDay('2021-01-01')),
  inventedPartner('Q', inRange(null, '2024-01-01')),
]

describe('counts as of a day', () => {
  test('are at least and at most, with the rows behind them', () => {
    const answer = at('2023-06-30', ...registry)
    expect(answer.participants).toEqual({ low: 2, high: 3, surely: ['A', 'C'], possibly: ['B'] })
    expect(answer.partners).toEqual({ low: 1, high: 2, surely: ['P'], possibly: ['Q'] })
    expect(answer.awardedSites).toEqual({ low: 1, high: 2, surely: ['A'], possibly: ['B'] })
    expect(answer.awardedMines).toMatchObject({ low: 1, high: 1 })
    expect(answer.awardedByMark.map(({ key, low, high }) => [key, low, high]))
      .toEqual([['copper', 1, 2], ['molybdenum', 0, 1], ['nickel', 0, 0], ['zinc', 0, 0]])
    expect(answer.awardedByType.map(({ key, high }) => [key, high])).toEqual([['mine', 1], ['refinery', 1], ['smelter', 1]])
    expect(answer.awardedByMetal.map(({ key, high }) => [key, high])).toEqual([['copper', 2], ['molybdenum', 1]])
    expect(answer.awardedByCountry.map(({ key, low, high }) => [key, low, high])).toEqual([['CHL', 1, 1], ['PER', 0, 1]])
    expect(answer).toMatchObject({ sites: 4, eventsWithoutSite: 1 })
    expect(Statistics.safeParse(answer).error).toBeUndefined()
  })

  test('an award whose source names no mark counts in the total and under no mark', () => {
    const { value } = inventedMilestone('m', 'A', onDay('2022-01-01'))
    const { mark: _mark, ...unmarked } = value as Record<string, unknown>
    const answer = at('2023-06-30', inventedSite('A'), { kind: 'milestone', id: 'm', value: unmarked })
    expect(answer.awardedSites.low).toBe(1)
    expect(answer.awardedWithoutMark.surely).toEqual(['A'])
    expect(answer.awardedByMark.every(({ high }) => high === 0)).toBe(true)
  })

  test('a withdrawal recorded by the owner of the mark ends participation, a compiled one leaves it possible', () => {
    const joined = [inventedSite('A'), inventedMilestone('m', 'A', onDay('2022-01-01'), { kind: 'commitment' })]
    const left = (origin: 'compiled' | 'mark-owner') =>
      at('2023-06-30', ...joined, inventedMilestone('w', 'A', onDay('2023-01-01'), { kind: 'withdrawal', origin })).participants
    expect(left('mark-owner')).toMatchObject({ low: 0, high: 0 })
    expect(left('compiled')).toMatchObject({ low: 0, high: 1 })
  })
})

describe('published counts', () => {
  const published = (value: number, more: Parameters<typeof inventedPublished>[3]) =>
    at('2026-01-01', ...registry, inventedPublished('f', '2023-06-30', value, { unit: 'count', ...more })).published

  test('are compared with what is counted for their own day', () => {
    expect(published(2, { measure: 'awarded-sites' })).toMatchObject([{ verdict: 'inside', computed: { statusOn: '2023-06-30', low: 1, high: 2 } }])
    expect(published(5, { measure: 'awarded-sites' })).toMatchObject([{
      verdict: 'above', difference: 3, statement: 'Published: 5. Computed for 2023-06-30: 1 to 2. The published figure is 3 above the range.',
    }])
    expect(published(1, { measure: 'awarded-mines' })).toMatchObject([{ verdict: 'inside', computed: { low: 1, high: 1 } }])
    expect(published(1, { measure: 'sites-with-mark', metal: 'molybdenum' })).toMatchObject([{ verdict: 'inside', computed: { low: 0, high: 1 } }])
    expect(published(1, { measure: 'participants', country: 'PER' })).toMatchObject([{ verdict: 'inside', computed: { low: 0, high: 1 } }])
    expect(published(1, { measure: 'partners' })).toMatchObject([{ verdict: 'inside', computed: { low: 1, high: 2 } }])
  })

  test('of what we do not count are not shown as compared, and none later than the day is shown', () => {
    expect(published(1, { measure: 'other' })).toEqual([])
    expect(at('2023-01-01', ...registry, inventedPublished('f', '2023-06-30', 1, { unit: 'count', measure: 'partners' })).published).toEqual([])
  })
})
