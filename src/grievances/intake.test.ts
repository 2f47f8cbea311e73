import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Receipt, SourceGroup, numbered, protectedCounts, shownGroup } from './intake.ts'

describe('numbers of an intake', () => {
  it('hold nothing of the identifier they were made from, and the receipt has its form', () => {
    const { intakeId, receipt, receiptHash } = numbered('concern', 'int_0000000000000000000000001')
    expect(intakeId).toMatch(/^cnc_[0-9a-z]{26}$/)
    expect(Receipt.safeParse(receipt).success).toBe(true)
    expect(receiptHash).toMatch(/^[0-9a-f]{64}$/)
    expect(numbered('grievance', 'int_0000000000000000000000001').intakeId).toMatch(/^grv_/)
    expect(numbered('concern', 'int_0000000000000000000000002').receipt).not.toBe(receipt)
  })
})

describe('counts by group', () => {
  const groups = fc.array(fc.constantFrom(...SourceGroup.options), { maxLength: 60 })
  const minimum = fc.integer({ min: 2, max: 8 })

  it('tell nothing where fewer than the minimum spoke', () => {
    expect(protectedCounts(['worker', 'worker', 'union'], 5)).toBeNull()
  })
  it('join small groups, and take a large one with them where the rest could be found by subtraction', () => {
    expect(protectedCounts([...Array<'worker'>(6).fill('worker'), ...Array<'union'>(3).fill('union'), ...Array<'community'>(2).fill('community')], 5))
      .toEqual([{ group: 'worker', count: 6 }, { group: 'too-few-to-tell', count: 5 }])
    expect(protectedCounts([...Array<'worker'>(6).fill('worker'), 'union'], 5)).toEqual([{ group: 'too-few-to-tell', count: 7 }])
  })
  it('sum to all who spoke, and no number is smaller than the minimum', () => {
    fc.assert(fc.property(groups, minimum, (said, least) => {
      const counts = protectedCounts(said, least)
      if (counts === null) return said.length < least
      return counts.reduce((sum, { count }) => sum + count, 0) === said.length && counts.every(({ count }) => count >= least)
    }))
  })
  it('name the group of one only where its count is shown', () => {
    fc.assert(fc.property(groups, minimum, (said, least) => {
      const counts = protectedCounts(said, least)
      return said.every((group) => {
        const shown = shownGroup(group, counts)
        return shown === 'too-few-to-tell' || said.filter((one) => one === shown).length >= least
      })
    }))
  })
})
