import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '#src/kernel/time.ts'
import { matterKey, reconciled, reminderKey, type Due, type OpenReminder } from './reminder.ts'

const DUE = '2026-12-15'
const clock = { matter: 'case:cas_1:clock:self-assessment', dueOn: DUE, daysBefore: [90, 30, 7, 1, 0] }
const key = (end: string | number) => `case:cas_1:clock:self-assessment:${DUE}:${end}`
const due = (userIds: readonly string[], change: Partial<Due> = {}): Due => ({ ...clock, kind: 'reminder.clock', params: {}, link: '/', userIds, ...change })

describe('a reminder', () => {
  it.each([
    ['2026-09-15', null], ['2026-09-16', 90], ['2026-11-14', 90], ['2026-11-15', 30], ['2026-12-07', 30], ['2026-12-08', 7], ['2026-12-14', 1], ['2026-12-15', 0],
    ['2026-12-16', 0], ['2026-12-21', 0], ['2026-12-22', 'late-1'], ['2026-12-28', 'late-1'], ['2026-12-29', 'late-2'],
  ])('on %s is the nearest that was reached: %s', (today, end) => {
    expect(reminderKey(clock, today, 7)).toBe(end === null ? null : key(end))
  })
  it('comes after the day, also where no lead time was given', () => {
    expect(reminderKey({ ...clock, daysBefore: [] }, '2026-12-14', 7)).toBeNull()
    expect(reminderKey({ ...clock, daysBefore: [] }, '2026-12-16', 7)).toBe(key('late-0'))
  })
})

/** Runs the sweep on each of some days, as the store would. */
function swept(days: readonly { today: string; dues: readonly Due[]; snooze?: string }[], everyDays = 7): { told: string[]; open: OpenReminder[] } {
  const told: string[] = []
  let open: OpenReminder[] = []
  for (const { today, dues, snooze } of days) {
    open = open.map((one) => one.snoozedUntil !== null && one.snoozedUntil <= today ? { ...one, snoozedUntil: null } : one)
    const { tell, close } = reconciled(dues, open, today, everyDays)
    open = [...open.filter((one) => !close.includes(one)), ...tell.map(({ userId, dedupeKey }) => ({ userId, dedupeKey, snoozedUntil: null }))]
    told.push(...tell.map(({ userId, dedupeKey }) => `${userId} ${dedupeKey.split(':').at(-1)}`))
    if (snooze !== undefined) open = open.map((one) => ({ ...one, snoozedUntil: snooze }))
  }
  return { told, open }
}
const everyDay = (from: string, count: number, dues: readonly Due[]) => Array.from({ length: count }, (_, i) => ({ today: addDays(from, i), dues }))

describe('the sweep', () => {
  it('tells each lead time once, and then weekly', () => {
    expect(swept(everyDay('2026-09-01', 125, [due(['ana'])])).told).toEqual(['ana 90', 'ana 30', 'ana 7', 'ana 1', 'ana 0', 'ana late-1', 'ana late-2'])
  })
  it('tells the nearest alone after a long stop', () => {
    expect(swept([{ today: '2026-09-01', dues: [due(['ana'])] }, { today: '2026-12-13', dues: [due(['ana'])] }]).told).toEqual(['ana 7'])
  })
  it('takes back what is done', () => {
    expect(swept([{ today: '2026-12-08', dues: [due(['ana'])] }, { today: '2026-12-09', dues: [] }]).open).toEqual([])
  })
  it('goes over to whoever it was given to', () => {
    const { told, open } = swept([{ today: '2026-12-08', dues: [due(['ana'])] }, { today: '2026-12-09', dues: [due(['ben'])] }])
    expect(told).toEqual(['ana 7', 'ben 7'])
    expect(open.map(({ userId }) => userId)).toEqual(['ben'])
  })
  it('begins anew with an extended day', () => {
    const later = due(['ana'], { dueOn: '2027-03-15' })
    expect(swept([{ today: '2026-12-14', dues: [due(['ana'])] }, { today: '2026-12-15', dues: [later] }]).told).toEqual(['ana 1', 'ana 90'])
  })
  it('keeps silent about what sleeps', () => {
    const dues = [due(['ana'])]
    expect(swept([{ today: '2026-12-08', dues, snooze: '2026-12-14' }, { today: '2026-12-13', dues }, { today: '2026-12-14', dues }]).told).toEqual(['ana 7', 'ana 1'])
  })
  it('tells the secretariat of what is late, once', () => {
    const dues = [due(['ana'], { lateUserIds: ['operator', 'ana'] })]
    expect(swept(everyDay('2026-12-15', 15, dues)).told).toEqual(['ana 0', 'operator late', 'ana late-1', 'ana late-2'])
  })
  it('never tells twice the same, and leaves at most one open reminder of a matter to a person, however often it runs', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 30 }), (steps, every) => {
      const days = steps.toSorted((a, b) => a - b).map((step) => ({ today: addDays('2026-08-01', step), dues: [due(['ana', 'ben'])] }))
      const { told, open } = swept(days, every)
      expect(new Set(told).size).toBe(told.length)
      for (const user of ['ana', 'ben']) expect(open.filter(({ userId, dedupeKey }) => userId === user && dedupeKey.startsWith(matterKey(clock))).length).toBeLessThanOrEqual(1)
    }))
  })
})
