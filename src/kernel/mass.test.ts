import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { containedOf, fractionText, quantaOf, splitWhole, tonnesText, type MassUnit } from './quanta.ts'

describe('a mass in whole quanta', () => {
  it.each([['25.5 t', 'g', 25_500_000], ['25500kg', 'g', 25_500_000], ['1 lb', 'g', 454], ['100000 lb', 'g', 45_359_237], ['1 oz', 'mg', 31_103], ['0.0000005 t', 'g', 1], ['0.4 g', 'g', 0], ['9007199254.740991 t', 'g', 9_007_199_254_740_991]] as const)('reads %s', (text, quantum, quanta) => {
    expect(quantaOf(text, quantum)).toBe(quanta)
  })
  it('refuses what cannot be counted exactly', () => {
    expect(() => quantaOf('9007199254.740992 t', 'g')).toThrow(RangeError)
    expect(() => quantaOf('1e3 t', 'g')).toThrow(RangeError)
    expect(() => quantaOf('-1 t', 'g')).toThrow(RangeError)
  })
  it('is the same in every metric unit (invariant 10)', () => {
    // 10^12 g would need sixteen digits in mg, one more than a mass is written with.
    fc.assert(fc.property(fc.integer({ min: 0, max: 10 ** 12 - 1 }), (grams) => {
      const written: Record<Extract<MassUnit, 't' | 'kg' | 'g' | 'mg'>, string> = { t: `${tonnesText(grams)} t`, kg: `${Math.floor(grams / 1000)}.${String(grams % 1000).padStart(3, '0')} kg`, g: `${grams} g`, mg: `${grams}000 mg` }
      for (const text of Object.values(written)) expect(quantaOf(text, 'g')).toBe(grams)
    }))
  })
  it('gives contained metal of wet weight, moisture and grade (custody notes, formula 1)', () => {
    expect(containedOf(1_000_000_000, '0.08', '0.28', 'g')).toEqual({ dry: 920_000_000, contained: 257_600_000 })
    expect(containedOf(1_000_000, '0', '0.0000031', 'mg')).toEqual({ dry: 1_000_000, contained: 3_100 })
  })
  it('splits without losing or inventing a quantum', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 10 ** 12 }), fc.array(fc.integer({ min: 0, max: 10 ** 9 }), { minLength: 1, maxLength: 20 }).filter((weights) => weights.some((weight) => weight > 0)), (whole, weights) => {
      const parts = splitWhole(whole, weights)
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(whole)
      expect(parts.every((part, i) => part >= 0 && (weights[i]! > 0 || part === 0))).toBe(true)
    }))
  })
  it.each([['28 %', '0.28'], ['28.45%', '0.2845'], ['0.284', '0.284'], ['100 %', '1'], ['8,5 %', '0.085'], ['0 %', '0'], ['words', 'words']])('reads the fraction %s', (text, fraction) => { expect(fractionText(text)).toBe(fraction) })
})
