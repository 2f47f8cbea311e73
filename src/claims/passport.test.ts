import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PassportShare } from './passport.ts'
import { sharesTogether } from './passport-shares.ts'

const exact = (share: number): PassportShare => ({ low: share, high: share, isBanded: false, physical: null })

describe('two shares of one lot', () => {
  it('are physically between what both are at least and at most', () => {
    expect(sharesTogether({ ...exact(0.25), physical: { low: 0, high: 0.5 } }, exact(0.25))).toEqual({ ...exact(0.5), physical: { low: 0.25, high: 0.75 } })
    expect(sharesTogether(exact(0.5), exact(0.25))).toEqual(exact(0.75))
  })
  it('have no physical range where one of them is a band', () => {
    expect(sharesTogether({ low: 0.2, high: 0.4, isBanded: true, physical: null }, { ...exact(0.25), physical: { low: 0, high: 0.5 } })).toEqual({ low: 0.45, high: 0.65, isBanded: true, physical: null })
  })
  it('never leave the whole, and their range holds their share', () => {
    const share = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })).map(([a, by]): PassportShare => ({ ...exact(a), physical: { low: a * (1 - by), high: a + (1 - a) * by } }))
    fc.assert(fc.property(share, share, (a, b) => {
      const { low, physical } = sharesTogether(a, b)
      expect(physical!.low).toBeLessThanOrEqual(low + 1e-12)
      expect(physical!.high).toBeGreaterThanOrEqual(low - 1e-12)
      expect(physical!.high).toBeLessThanOrEqual(1)
    }))
  })
})
