import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AwardChangeKind, AwardReasonClass, AwardState, type Award, type AwardChange } from '#src/awards/award.ts'
import { addMonths } from '#src/kernel/time.ts'
import { inventedAward } from '#test/published-set.ts'
import { awardOn } from './assurance-view.ts'

const change = (on: string, more: Partial<AwardChange>): AwardChange => ({ ...inventedAward.history[0]!, on, ...more })
const withHistory = (...changes: AwardChange[]): Award => ({ ...inventedAward, history: [...inventedAward.history, ...changes] })
const statusOn = (award: Award, day: string) => awardOn(award, day)?.status

describe('an award on a day', () => {
  test.each([
    ['2026-01-14', undefined], ['2026-01-15', 'conditional'], ['2026-05-31', 'conditional'], ['2026-06-01', 'suspended'], ['2026-08-31', 'suspended'],
    ['2026-09-01', 'conditional'], ['2026-11-30', 'live-awarded'], ['2029-01-14', 'live-awarded'], ['2029-01-15', 'expired'],
  ])('is on %s %s', (day, status) => {
    const award = withHistory(
      change('2026-06-01', { change: 'suspended', state: 'suspended' }), change('2026-09-01', { change: 'reinstated', state: 'in-force' }),
      change('2026-11-30', { change: 'condition-cleared', isConditional: false }))
    expect(statusOn(award, day)).toBe(status)
  })

  test('says no condition once it is over, and none before the change that set it', () => {
    expect(awardOn(inventedAward, '2026-02-01')?.award).toMatchObject({ conditionalWording: inventedAward.conditionalWording, followUpDueOn: '2027-01-15' })
    expect(awardOn(inventedAward, '2029-01-15')?.award).toMatchObject({ conditionalWording: null, followUpDueOn: null })
  })

  test('is under review only from the day it was told, and no longer than the review lasted', () => {
    const open: Award = { ...withHistory(change('2026-06-01', { change: 'review-opened' })), underReviewSince: '2026-06-01' }
    expect(awardOn(open, '2026-05-31')?.award.underReviewSince).toBeNull()
    expect(awardOn(open, '2026-07-01')?.award.underReviewSince).toBe('2026-06-01')
    const closed = withHistory(change('2026-06-01', { change: 'review-opened' }), change('2026-08-01', { change: 'review-closed' }))
    expect(awardOn(closed, '2026-07-01')?.award.underReviewSince).toBe('2026-06-01')
    expect(awardOn(closed, '2026-08-01')?.award.underReviewSince).toBeNull()
    // Opened without the site having been told: nothing is shown.
    const untold = withHistory(change('2026-06-01', { change: 'review-opened' }))
    expect(awardOn(untold, '2026-07-01')?.award.underReviewSince).toBeNull()
  })

  test('a condition met later was open before', () => {
    const met: Award = { ...inventedAward, specialConditions: inventedAward.specialConditions.map((one) => ({ ...one, metOn: '2026-10-01' })) }
    expect(awardOn(met, '2026-09-30')?.award.specialConditions[0]?.metOn).toBeNull()
    expect(awardOn(met, '2026-10-01')?.award.specialConditions[0]?.metOn).toBe('2026-10-01')
  })

  test('tells nothing of later days: the same as if the history ended there', () => {
    const someChange = fc.record({
      months: fc.integer({ min: 0, max: 40 }), change: fc.constantFrom(...AwardChangeKind.options.filter((kind) => !kind.startsWith('review-'))), reasonClass: fc.constantFrom(...AwardReasonClass.options),
      state: fc.constantFrom(...AwardState.options), isConditional: fc.boolean(),
    })
    fc.assert(fc.property(fc.array(someChange, { maxLength: 6 }), fc.integer({ min: 0, max: 48 }), (changes, months) => {
      const history = [...inventedAward.history, ...changes.toSorted((a, b) => a.months - b.months).map(({ months: after, ...one }) => ({ ...one, on: addMonths('2026-01-15', after), validUntil: '2029-01-14' }))]
      const day = addMonths('2026-01-15', months)
      const whole = awardOn({ ...inventedAward, history }, day)
      const cut = awardOn({ ...inventedAward, history: history.filter(({ on }) => on <= day) }, day)
      expect(whole).toEqual(cut)
      if (day > '2029-01-14') expect(['live-awarded', 'conditional', 'suspended']).not.toContain(whole?.status)
    }))
  })
})
