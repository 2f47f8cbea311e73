// Laws of allocation for all values: parts sum to the whole, whatever the rule (custody notes 8, invariants 10 and 30).
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allot } from './allocation.ts'
import { noBurden, sumOf } from './burden-vector.ts'
import { exactOf, exactWhole, ONE, printed, splitExact } from './exact.ts'
import type { ActivityOutput } from './activity.ts'

const metals = ['copper', 'molybdenum', 'nickel', 'zinc', 'lead', 'gold'] as const
const decimal = fc.tuple(fc.integer({ min: 1, max: 10 ** 8 }), fc.integer({ min: 0, max: 10 ** 6 - 1 })).map(([whole, part]) => `${whole}.${String(part).padStart(6, '0')}`)
const outputs = (displacing: boolean) => fc.uniqueArray(fc.record({ substance: fc.constantFrom(...metals), tonnes: decimal, unitValue: decimal }), { selector: ({ substance }) => substance, minLength: 2, maxLength: 6 })
  .map((list): ActivityOutput[] => list.map((one, i) => displacing && i === 0 ? { ...one, displaces: { kgCo2ePerTonne: '100', source: 'a test' } } : one))
const burden = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.bigInt({ min: 0n, max: 10n ** 30n })).map(([a, b]) => ({ ...noBurden, scope1: a, scope2Location: b, scope2Market: b / 2n, scope3: a / 3n, primaryLocation: b }))

describe('allocation', () => {
  it.each(['mass', 'economic', 'by-value-ratio', 'system-expansion'] as const)('by %s loses and makes nothing', (rule) => {
    fc.assert(fc.property(burden, outputs(rule === 'system-expansion'), (whole, list) => {
      const made = allot(whole, list, rule, exactWhole(5))
      if (!made.accepted) throw new Error(made.refusal.detail)
      expect(made.value.parts.reduce((sum, part) => sumOf(sum, part.burden), noBurden)).toEqual(whole)
      expect(made.value.parts.reduce((sum, part) => sum + part.share, 0n)).toBe(ONE)
    }))
  })
  it('takes value above the cut-off and mass at it', () => {
    const two = (value: string): ActivityOutput[] => [{ substance: 'copper', tonnes: '1', unitValue: '1' }, { substance: 'gold', tonnes: '1', unitValue: value }]
    const applied = (value: string) => { const made = allot(noBurden, two(value), 'by-value-ratio', exactWhole(5)); return made.accepted ? made.value.applied : made.refusal.code }
    expect([applied('5'), applied('5.000001')]).toEqual(['mass', 'economic'])
  })
  it('refuses what the rule cannot do, with its own code', () => {
    const code = (list: ActivityOutput[], rule: 'mass' | 'economic' | 'by-value-ratio' | 'system-expansion') => { const made = allot(noBurden, list, rule, exactWhole(5)); return made.accepted ? 'accepted' : made.refusal.code }
    const bare: ActivityOutput[] = [{ substance: 'copper', tonnes: '1' }, { substance: 'zinc', tonnes: '2' }]
    expect([code(bare, 'mass'), code(bare, 'economic'), code(bare, 'by-value-ratio'), code(bare, 'system-expansion'), code([{ substance: 'copper', tonnes: '0' }], 'mass')])
      .toEqual(['accepted', 'output-value-missing', 'output-value-missing', 'displaced-product-missing', 'output-missing'])
    expect(code(bare.map((one) => ({ ...one, displaces: { kgCo2ePerTonne: '1', source: 'a test' } })), 'system-expansion')).toBe('displaced-product-missing')
  })
})

describe('exact numbers', () => {
  it('split without losing a unit', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), fc.array(fc.bigInt({ min: 0n, max: 10n ** 30n }), { minLength: 1, maxLength: 9 }).filter((list) => list.some((one) => one > 0n)), (whole, weights) => {
      expect(splitExact(whole, weights).reduce((sum, part) => sum + part, 0n)).toBe(whole)
    }))
  })
  it('print halves up, and read back what they print', () => {
    expect([printed(exactOf('0.00005'), 4), printed(exactOf('2499.11855'), 4), printed(exactOf('-1.5'), 0), printed(exactOf('7'), 0)]).toEqual(['0.0001', '2499.1186', '-2', '7'])
    fc.assert(fc.property(decimal, (text) => { expect(printed(exactOf(text), 6)).toBe(text) }))
  })
})
