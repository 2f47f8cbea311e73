// Two footprints stand against each other only where their methods are alike, and it is said in which field they are not.
import { describe, expect, it } from 'vitest'
import { methodDifferences, type MethodField, type Numbered, type ToldMethod } from './told-method.ts'

const method: ToldMethod = { boundaries: ['cradle-to-gate', 'gate to gate'], gwp: ['AR6'], basis: 'location', rules: ['mass'], valueRatioCutOff: '5.00', factorVersion: 7, edition: '2026-11' }
const one: Numbered = { isAtLeast: false, method }

describe('two methods', () => {
  it('that are alike differ in nothing', () => expect(methodDifferences(one, { ...one, method: { ...method } })).toEqual([]))
  const cases: readonly [MethodField, Partial<ToldMethod>][] = [
    ['boundary', { boundaries: ['cradle-to-gate', 'with the port'] }], ['gwp', { gwp: ['AR5', 'AR6'] }], ['electricity-basis', { basis: 'market' }], ['allocation-rule', { rules: ['economic'] }],
    ['value-ratio-cut-off', { valueRatioCutOff: '4.00' }], ['factor-version', { factorVersion: 8 }], ['factor-edition', { edition: '2027-05' }],
  ]
  it.each(cases)('differ in %s alone', (field, change) => expect(methodDifferences(one, { isAtLeast: false, method: { ...method, ...change } })).toEqual([field]))
  it('differ in every field that differs', () => expect(methodDifferences(one, { isAtLeast: false, method: Object.assign({}, method, ...cases.map(([, change]) => change)) as ToldMethod })).toEqual(cases.map(([field]) => field)))
  it('of which one is a lower bound, or is not told, are not compared', () => {
    expect(methodDifferences(one, { ...one, isAtLeast: true })).toEqual(['missing-parts'])
    expect(methodDifferences({ isAtLeast: true, method: null }, one)).toEqual(['method-untold', 'missing-parts'])
  })
})
