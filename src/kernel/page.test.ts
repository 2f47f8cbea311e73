import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { page } from './page.ts'
import { Refused } from './refusal.ts'

describe('paging', () => {
  it('shows every item once, in order, whatever the page size', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (keys, limit) => {
      const sorted = keys.toSorted()
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const { items, next } = page(sorted, (key) => key, { limit, cursor })
        seen.push(...items)
        cursor = next ?? undefined
      } while (cursor !== undefined)
      expect(seen).toEqual(sorted)
    }))
  })
  it('goes on behind an item that was taken away', () => {
    const first = page(['a', 'b', 'c', 'd'], (key) => key, { limit: 2 })
    expect(page(['a', 'c', 'd'], (key) => key, { limit: 2, cursor: first.next! }).items).toEqual(['c', 'd'])
  })
  it('refuses a cursor that nobody gave', () => {
    expect(() => page(['a'], (key) => key, { limit: 1, cursor: 'not base64url!' })).toThrow(expect.objectContaining({ refusal: expect.objectContaining({ code: 'cursor-invalid' }) }) as Refused)
  })
})
