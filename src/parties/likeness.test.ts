import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dice, jaroWinkler, trigrams } from './likeness.ts'

test.each([
  ['martha', 'marhta', 0.961], ['dwayne', 'duane', 0.84], ['dixon', 'dicksonx', 0.813], ['abc', 'xyz', 0], ['', 'a', 0],
])('Jaro-Winkler of the published examples: %s, %s', (a, b, value) => {
  expect(jaroWinkler(a, b)).toBeCloseTo(value, 3)
})

test('is symmetric, between 0 and 1, and 1 for equal texts', () => fc.assert(fc.property(fc.string(), fc.string(), (a, b) => {
  const [jaro, trigram] = [jaroWinkler(a, b), dice(trigrams(a), trigrams(b))]
  expect(jaroWinkler(b, a)).toBeCloseTo(jaro, 12)
  expect(dice(trigrams(b), trigrams(a))).toBe(trigram)
  for (const value of [jaro, trigram]) { expect(value).toBeGreaterThanOrEqual(0); expect(value).toBeLessThanOrEqual(1) }
  expect(jaroWinkler(a, a)).toBe(1)
  expect(dice(trigrams(a), trigrams(a))).toBe(1)
})))
