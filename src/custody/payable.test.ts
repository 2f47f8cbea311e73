import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { payableOf, payableTerms, percentText, refiningCharge } from './payable.ts'

const copper = payableTerms.copper!

describe('what is payable of a concentrate (golden G1b)', () => {
  it.each([
    ['0.24', '23.160', '23.000', '23.000', '20.2825'],
    ['0.28', '27.020', '27.000', '27.000', '23.8099'],
    ['0.30', '28.950', '29.000', '28.950', '25.5295'],
    ['0.32', '30.880', '31.000', '30.880', '27.2315'],
  ])('at a grade of %s', (grade, byPart, byDeduction, payable, charge) => {
    const found = payableOf(grade, copper)
    expect([percentText(found.byPart, 3), percentText(found.byDeduction, 3), percentText(found.payable, 3), refiningCharge(found.payable, '4', 4)]).toEqual([byPart, byDeduction, payable, charge])
  })

  it('changes from the deduction to the part where both are the same', () => {
    expect(payableOf('0.28571', copper).payable).toBe(payableOf('0.28571', copper).byDeduction)
    expect(payableOf('0.28572', copper).payable).toBe(payableOf('0.28572', copper).byPart)
  })

  it('is never more than what is there, and never below nothing', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom(...Object.values(payableTerms)), (ppm, terms) => {
      const grade = ppm === 1_000_000 ? '1' : `0.${String(ppm).padStart(6, '0')}`
      const { payable } = payableOf(grade, terms)
      expect(payable >= 0n && payable <= BigInt(ppm) * 10n ** 12n).toBe(true)
    }))
  })
})
