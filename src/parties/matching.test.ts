import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { comparable, compare, nearness, type Described } from './matching.ts'
import { nameForm, nameLikeness, nameVariants } from './name-form.ts'

const site = (name: string, more: Partial<Described> = {}): Described => ({ name, aliases: [], types: ['mine'], identifiers: [], country: 'CHL', ...more })
const at = (latitude: number, longitude: number, precision: 'exact' | 'approximate' = 'exact') => ({ position: { latitude, longitude, precision } })
const score = (a: Described, b: Described) => compare(comparable(a), comparable(b))
const here = at(-22.5, -68.9)

describe('names', () => {
  test.each([
    ['El Abra', 'Mina El Abra', 1], ['Escondida Mine', 'ESCONDIDA', 1], ['Sar Cheshmeh', 'Sarcheshmeh copper mine', 1], ['Głogów smelter', 'Glogow', 1],
    ['Los Bronces', 'Los Bronces (Anglo American Sur)', 0.6], ['Panasqueira', 'Panasquiera', 0.9],
  ])('%s is like %s', (a, b, least) => { expect(nameLikeness(nameForm(a), nameForm(b))).toBeGreaterThanOrEqual(least) })

  test.each([['Selebi North', 'Selebi', 0.75], ['Onsan I', 'Onsan II', 0.75], ['Santo Domingo', 'Santo Tomas', 0.75], ['Andina', 'Antamina', 0.8], ['Ray', 'Roy', 0.5]])(
    '%s is not %s', (a, b, most) => { expect(nameLikeness(nameForm(a), nameForm(b))).toBeLessThanOrEqual(most) })

  test('a name may hold two', () => {
    expect(nameVariants('Kennecott (Kennecott Utah Copper LLC)')).toEqual(['Kennecott (Kennecott Utah Copper LLC)', 'Kennecott', 'Kennecott Utah Copper LLC'])
  })
})

test('nearness is 1 within the tolerance and falls to 0 at twelve times of it', () => {
  expect([nearness(0, 2), nearness(2, 2), nearness(24, 2), nearness(500, 2)]).toEqual([1, 1, expect.closeTo(0, 9), 0])
  expect(nearness(7, 2)).toBeCloseTo(0.5, 1)
})

describe('the matching table', () => {
  const cerro = site('Cerro Inventado', here)
  test.each<[string, Described, Described, 'match' | 'doubtful' | 'other', string]>([
    ['the same name and place', cerro, site('Cerro Inventado Mine', at(-22.505, -68.9)), 'match', 'same-place'],
    ['the same identifier, whatever the rest', site('A', { identifiers: [{ scheme: 'ICMM', value: 'ICMM01' }] }), site('B', { country: 'PER', identifiers: [{ scheme: 'icmm', value: 'icmm01' }] }), 'match', 'identifier-equal'],
    ['another name in the same place, by alias', site('Star Shaft', { ...here, aliases: ['Chino'] }), site('Chino', here), 'match', 'name-equal'],
    ['the same name 15 km off', cerro, site('Cerro Inventado', at(-22.635, -68.9)), 'doubtful', 'near'],
    ['and the same operator', { ...cerro, operator: 'Minera Uno S.A.' }, site('Cerro Inventado', { ...at(-22.57, -68.9), operator: 'Minera Uno' }), 'match', 'operator-alike'],
    ['the same name 600 km off', cerro, site('Cerro Inventado', at(-27.9, -68.9)), 'other', 'far'],
    ['another name in the same spot', cerro, site('Quebrada Honda', at(-22.503, -68.9)), 'doubtful', 'name-differs'],
    ['another name 5 km off', cerro, site('Quebrada Honda', at(-22.545, -68.9)), 'other', 'name-differs'],
    ['the same name in another country', cerro, site('Cerro Inventado', { country: 'PER' }), 'other', 'country-differs'],
    ['the same place under another country', cerro, site('Cerro Inventado', { ...here, country: 'BOL' }), 'doubtful', 'country-differs'],
    ['a mine and a smelter of one name and place', cerro, site('Cerro Inventado', { ...here, types: ['smelter'] }), 'doubtful', 'type-differs'],
    ['an integrated site', cerro, site('Cerro Inventado', { ...here, types: ['integrated'] }), 'match', 'same-place'],
    ['two entries of one directory', site('Rosario', { ...here, identifiers: [{ scheme: 'x', value: '1' }] }), site('Rosario', { ...here, identifiers: [{ scheme: 'x', value: '2' }] }), 'doubtful', 'identifier-differs'],
    ['a name and a country without a place', site('Cerro Inventado'), cerro, 'doubtful', 'place-unknown'],
    ['and the same operator', site('Cerro Inventado', { operator: 'Minera Uno' }), { ...cerro, operator: 'Minera Uno' }, 'match', 'operator-alike'],
    ['a neighbour told apart by a word', site('Selebi North', here), site('Selebi', at(-22.52, -68.9)), 'doubtful', 'name-alike'],
  ])('%s', (_name, a, b, verdict, reason) => {
    const match = score(a, b)
    expect([match.score >= 0.85 ? 'match' : match.score >= 0.55 ? 'doubtful' : 'other', match.reasons.map(({ code }) => code)]).toEqual([verdict, expect.arrayContaining([reason])])
  })
})

describe('laws', () => {
  const described = fc.record({
    name: fc.oneof(fc.constantFrom('El Abra', 'Mina El Abra', 'Selebi North', 'Cerro Inventado', 'Onsan II', '铜矿'), fc.string({ minLength: 1, maxLength: 20 })),
    aliases: fc.array(fc.constantFrom('Abra', 'Chino', 'Star Shaft'), { maxLength: 2 }),
    country: fc.constantFrom('CHL', 'PER', 'ZZZ'),
    types: fc.constantFrom<Described['types']>(['mine'], ['smelter', 'refinery'], ['unknown']),
    identifiers: fc.array(fc.record({ scheme: fc.constantFrom('icmm', 'usgs'), value: fc.constantFrom('1', '2') }), { maxLength: 2 }),
    position: fc.option(fc.record({ latitude: fc.double({ min: -23, max: -22, noNaN: true }), longitude: fc.double({ min: -69, max: -68, noNaN: true }), precision: fc.constantFrom('exact' as const, 'approximate' as const, 'municipality' as const) }), { nil: undefined }),
    operator: fc.option(fc.constantFrom('Minera Uno', 'Minera Dos'), { nil: undefined }),
  }).map(({ position, operator, ...rest }): Described => ({ ...rest, ...(position === undefined ? {} : { position }), ...(operator === undefined ? {} : { operator }) }))

  test('the score lies between 0 and 1, is symmetric, and 1 only by identifier', () => fc.assert(fc.property(described, described, (a, b) => {
    const [there, back] = [score(a, b), score(b, a)]
    expect(back.score).toBeCloseTo(there.score, 9)
    expect(there.score).toBeGreaterThanOrEqual(0)
    expect(there.score).toBeLessThanOrEqual(1)
    expect(there.score === 1).toBe(there.reasons.some(({ code }) => code === 'identifier-equal'))
    expect(there.reasons.length).toBeGreaterThan(0)
  }), { numRuns: 500 }))

  test('a site is itself', () => fc.assert(fc.property(described.filter(({ position, name }) => position !== undefined && /\p{L}/u.test(name)), (a) => {
    expect(score(a, { ...a, identifiers: [] }).score).toBeGreaterThanOrEqual(0.85)
  })))
})
