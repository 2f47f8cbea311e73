import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalText } from './canonical.ts'

describe('canonical text (RFC 8785)', () => {
  it('gives the example of the standard', () => {
    const example = { numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001], string: '\u20ac$\u000f\nA\'B"\\\\"/', literals: [null, true, false] }
    expect(canonicalText(example)).toBe('{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}')
  })
  it('is a fixed point, and does not see the order of keys', () => {
    fc.assert(fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (value) => {
      const text = canonicalText(value)
      expect(canonicalText(JSON.parse(text))).toBe(text)
      expect(canonicalText(Object.fromEntries(Object.entries(value).toReversed()))).toBe(text)
    }))
  })
})
