import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coverageOf, leastInterviews, planGaps, emptyPlan } from './plan.ts'
import { openCriteria, ratingChange } from './rating.ts'
import { shownCount } from './on-site.ts'

describe('a change of a rating', () => {
  const base = { place: 'x/y', before: 'partially-meets', beforeBy: ['ann'], after: 'fully-meets', by: 'ann', isLead: false, reason: 'a permit came' }
  test('is its assessor’s or the lead’s, with a reason', () => {
    expect(ratingChange(base)).toEqual({ accepted: true, value: true })
    expect(ratingChange({ ...base, by: 'bo', isLead: true })).toEqual({ accepted: true, value: true })
    expect(ratingChange({ ...base, by: 'bo' })).toMatchObject({ refusal: { code: 'rating-of-another' } })
    for (const reason of [null, ' ']) expect(ratingChange({ ...base, reason })).toMatchObject({ refusal: { code: 'rating-reason-missing' } })
    expect(ratingChange({ ...base, after: null, reason: null })).toMatchObject({ refusal: { code: 'rating-reason-missing' } })
  })
  test('of the first value needs no reason, and the same value is no change', () => {
    expect(ratingChange({ ...base, before: null, beforeBy: [], reason: null })).toEqual({ accepted: true, value: true })
    expect(ratingChange({ ...base, after: 'partially-meets', reason: null })).toEqual({ accepted: true, value: false })
  })
  test('that settles what two assessors wrote is the lead’s', () => {
    expect(ratingChange({ ...base, beforeBy: ['ann', 'bo'] })).toMatchObject({ refusal: { code: 'rating-of-another' } })
    expect(ratingChange({ ...base, beforeBy: ['ann', 'bo'], isLead: true, after: 'partially-meets' })).toEqual({ accepted: true, value: true })
  })
})

test('a later round looks at what applies and was not fully met, and at nothing else', () => {
  const top = new Map([['s', 'full']])
  const one = (criterion: string, level: string | null) => ({ standard: 's', criterion, level, isApplicable: level !== null })
  expect(openCriteria([one('a', 'full'), one('b', 'part'), one('c', null), one('d', 'none')], top).map(({ criterion }) => criterion)).toEqual(['b', 'd'])
})

describe('interviews', () => {
  test('are at least the root of the group, and never more than its people', () => {
    expect([[0, 1], [1, 1], [100, 1], [100, 2], [3, 5]].map(([size, factor]) => leastInterviews(size!, factor!))).toEqual([0, 1, 10, 20, 3])
    fc.assert(fc.property(fc.nat(100_000), fc.double({ min: 0, max: 20, noNaN: true }), (size, factor) => {
      expect(leastInterviews(size, factor)).toBeLessThanOrEqual(size)
      expect(leastInterviews(size + 1, factor)).toBeGreaterThanOrEqual(leastInterviews(size, factor))
    }))
  })
  test('of a group without a size are not covered for employees, and by a reason for others', () => {
    const rules = { groups: [{ group: 'employees', isEmployees: true }, { group: 'community', isEmployees: false }], interviewFactor: 1 }
    const covered = (interviews: Parameters<typeof coverageOf>[0]['interviews']) => coverageOf({ interviews }, rules).map(({ isCovered }) => isCovered)
    expect(covered([])).toEqual([false, false])
    expect(covered([{ group: 'employees', size: null, planned: 50, reason: null }, { group: 'community', size: null, planned: 0, reason: 'nobody lives near' }])).toEqual([false, true])
  })
  test('of few are not shown, and none is', () => {
    expect(shownCount(4, 5)).toEqual({ count: null, isBelowMinimum: true })
    expect(shownCount(5, 5)).toEqual({ count: 5, isBelowMinimum: false })
    expect(shownCount(0, 5)).toEqual({ count: 0, isBelowMinimum: false })
    expect(shownCount(null, 5)).toEqual({ count: null, isBelowMinimum: false })
  })
})

test('an empty plan names everything that it lacks', () => {
  const gaps = planGaps({ plan: emptyPlan, teamSize: 0, teamLanguages: [], lapsing: [], today: '2026-06-15', rules: { groups: [{ group: 'employees', isEmployees: true }], interviewFactor: 1, leastPersonDays: 2, noticeDays: 30 } })
  expect(gaps.map(({ code }) => code)).toEqual(['team', 'visit-days', 'person-days', 'areas', 'document-sampling', 'interview-size', 'languages', 'media-scan'])
})
