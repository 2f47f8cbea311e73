import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { civilDay } from '#src/platform/clock.ts'
import { addMonths, daysBetween, isCalendarDay } from '#src/kernel/time.ts'
import type { Standard } from '#src/standards/standard.ts'
import { withCohort } from './cohort.ts'
import { daysLeft, isRunning, started, stopped, warningDue, type CaseClock } from './clock.ts'
import { clockView, latestDue } from './case-view.ts'
import { askable, extended, stateOf } from './extension.ts'

const clock = (slug: string, event: string, months: number, extension?: number) => ({
  slug, title: slug, start: { event, basis: 'found' }, length: { months, basis: 'found' }, ...(extension === undefined ? {} : { extension: { upToMonths: extension, basis: 'found' } }),
  warnings: { daysBefore: [90, 30, 7, 1, 0], basis: 'inferred' }, miss: { effect: 'shown-overdue', basis: 'inferred' },
})
const standard = {
  clocks: [
    clock('self-assessment', 'letter-signed', 6), clock('site-assessment', 'letter-signed', 12), clock('full-conformance', 'letter-signed', 24, 36),
    clock('improvement-plan', 'award-decided', 12), clock('award-validity', 'award-decided', 36), clock('re-assessment', 'award-decided', 36),
  ],
} as unknown as Standard
const running = (more: Partial<CaseClock> = {}): CaseClock =>
  ({ clock: 'full-conformance', startedOn: '2024-01-31', firstDueOn: '2026-01-31', dueOn: '2026-01-31', ownerRole: 'site-owner', doneOn: null, droppedOn: null, ...more })
const dueDays = (on: string) => Object.fromEntries(started(standard, 'letter.signed', on, undefined, []).map(({ clock: name, dueOn }) => [name, dueOn]))

describe('due days', () => {
  it('are 6, 12 and 24 months after the letter', () => {
    expect(dueDays('2023-05-01')).toEqual({ 'self-assessment': '2023-11-01', 'site-assessment': '2024-05-01', 'full-conformance': '2025-05-01' })
  })
  it('of a letter of 29 February fall on the 28th where the year has no 29th', () => {
    expect(dueDays('2024-02-29')).toEqual({ 'self-assessment': '2024-08-29', 'site-assessment': '2025-02-28', 'full-conformance': '2026-02-28' })
  })
  it('of the last of a month fall on the last of a shorter one', () => {
    expect(dueDays('2023-08-31')).toEqual({ 'self-assessment': '2024-02-29', 'site-assessment': '2024-08-31', 'full-conformance': '2025-08-31' })
    expect(dueDays('2022-08-31')['self-assessment']).toBe('2023-02-28')
    expect(dueDays('2024-12-31')['self-assessment']).toBe('2025-06-30')
  })
  it('are days of the calendar, and keep the day of the month unless it is missing', () => {
    fc.assert(fc.property(fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }), fc.integer({ min: 1, max: 120 }), (date, months) => {
      const day = date.toISOString().slice(0, 10)
      const due = addMonths(day, months)
      expect(isCalendarDay(due)).toBe(true)
      const [wanted, found] = [Number(day.slice(8)), Number(due.slice(8))]
      expect(found === wanted || (found < wanted && addMonths(due, 0) === due && new Date(Date.parse(`${due}T00:00:00Z`) + 864e5).getUTCDate() === 1)).toBe(true)
    }))
  })
  it('count the due day itself as in time, the day after as late', () => {
    expect(daysLeft(running(), '2026-01-31')).toBe(0)
    expect(daysLeft(running(), '2026-02-01')).toBe(-1)
    const words = { of: (_: string, __: string, title: string) => title } as never
    expect(clockView(running(), standard, words, '2026-01-31')).toMatchObject({ isOverdue: false, daysLeft: 0 })
    expect(clockView(running(), standard, words, '2026-02-01')).toMatchObject({ isOverdue: true, daysLeft: -1 })
    expect(clockView(running({ doneOn: '2026-02-05' }), standard, words, '2027-02-01')).toMatchObject({ isOverdue: false, daysLeft: null })
  })
  it('are told at the nearest lead time that is reached', () => {
    expect(warningDue([90, 30, 7, 1, 0], running(), '2025-11-01')).toBeNull()
    expect(warningDue([90, 30, 7, 1, 0], running(), '2025-11-02')).toBe(90)
    expect(warningDue([90, 30, 7, 1, 0], running(), '2026-01-25')).toBe(7)
    expect(warningDue([90, 30, 7, 1, 0], running(), '2026-03-01')).toBe(0)
    expect(warningDue([90, 30, 7, 1, 0], running({ doneOn: '2026-01-01' }), '2026-03-01')).toBeNull()
  })
})

describe('a civil day', () => {
  // Around midnight the earth has two dates: which one counts is the scheme's time zone.
  it('differs between Auckland and Santiago, and with it the due day', () => {
    const noonUtc = '2024-02-28T12:00:00Z'
    expect([civilDay(noonUtc, 'Pacific/Auckland'), civilDay(noonUtc, 'America/Santiago')]).toEqual(['2024-02-29', '2024-02-28'])
    expect(dueDays(civilDay(noonUtc, 'Pacific/Auckland'))['site-assessment']).toBe('2025-02-28')
    expect(dueDays(civilDay(noonUtc, 'America/Santiago'))['site-assessment']).toBe('2025-02-28')
    expect(dueDays(civilDay(noonUtc, 'Pacific/Auckland'))['self-assessment']).toBe('2024-08-29')
    expect(dueDays(civilDay(noonUtc, 'America/Santiago'))['self-assessment']).toBe('2024-08-28')
  })
  it('of the same instant is late in one zone and in time in the other', () => {
    const instant = '2026-01-31T12:30:00Z'
    expect(daysLeft(running(), civilDay(instant, 'Pacific/Auckland'))).toBe(-1)
    expect(daysLeft(running(), civilDay(instant, 'America/Santiago'))).toBe(0)
  })
  it('is one day long when the clocks of a zone change', () => {
    expect(daysBetween('2024-04-06', '2024-04-08')).toBe(2)
    expect(civilDay('2024-04-07T02:59:00Z', 'America/Santiago')).toBe('2024-04-06')
    expect(civilDay('2024-04-07T04:01:00Z', 'America/Santiago')).toBe('2024-04-07')
  })
})

describe('clocks', () => {
  it('of an award start at the first award only', () => {
    const first = started(standard, 'case.decided', '2024-06-30', 'conditional', [])
    expect(first.map((one) => [one.clock, one.dueOn])).toEqual([['improvement-plan', '2025-06-30'], ['award-validity', '2027-06-30'], ['re-assessment', '2027-06-30']])
    expect(started(standard, 'case.decided', '2025-05-01', 'awarded', first)).toEqual([])
    expect(started(standard, 'case.decided', '2024-06-30', 'not-awarded', [])).toEqual([])
    expect(started(standard, 'case.decided', '2024-06-30', 'awarded', []).map((one) => one.clock)).toEqual(['award-validity', 're-assessment'])
  })
  it('of the plan and of full conformance stop when all is met', () => {
    const clocks = [running(), running({ clock: 'improvement-plan' }), running({ clock: 'award-validity' })]
    expect(stopped(clocks, 'case.decided', '2025-01-10', 'conditional', false).every(isRunning)).toBe(true)
    expect(stopped(clocks, 'case.decided', '2025-01-10', 'awarded', false).map(({ doneOn }) => doneOn)).toEqual(['2025-01-10', '2025-01-10', null])
  })
  it('run on when the self-assessment is handed back, and all others keep their day', () => {
    const clocks = [running({ clock: 'self-assessment', doneOn: '2024-05-05' }), running({ clock: 'site-assessment', doneOn: '2024-06-06' })]
    expect(stopped(clocks, 'self-assessment.returned', '2024-07-01', undefined, false).map(({ doneOn }) => doneOn)).toEqual([null, '2024-06-06'])
  })
  it('are dropped at the end of a case, done ones stay done', () => {
    const clocks = [running({ doneOn: '2024-05-05' }), running({ clock: 'site-assessment' })]
    expect(stopped(clocks, 'case.left', '2024-09-09', undefined, true)).toMatchObject([{ doneOn: '2024-05-05', droppedOn: null }, { doneOn: null, droppedOn: '2024-09-09' }])
  })
  it('of a cohort have its lengths, and those it leaves out do not run', () => {
    const pilot = withCohort(standard, { clockMonths: { 'self-assessment': 3 }, withoutClocks: ['full-conformance'] })
    expect(started(pilot, 'letter.signed', '2024-01-31', undefined, []).map((one) => [one.clock, one.dueOn])).toEqual([['self-assessment', '2024-04-30'], ['site-assessment', '2025-01-31']])
    expect(withCohort(standard, undefined)).toBe(standard)
  })
})

describe('an extension', () => {
  it('may go to the longest time of the standard, counted from the start of the clock', () => {
    expect(latestDue(running(), standard, 6)).toBe('2027-01-31')
    expect(latestDue(running({ dueOn: '2026-12-31' }), standard, 6)).toBe('2027-01-31')
    expect(latestDue(running({ clock: 'site-assessment', startedOn: '2024-01-31', firstDueOn: '2025-01-31', dueOn: '2025-01-31' }), standard, 6)).toBe('2025-07-31')
  })
  const grant = { latest: '2027-01-31', approvedBy: null, today: '2025-12-01' }
  it('moves the due day and keeps the first one', () => {
    expect(extended(running(), 'full-conformance', { ...grant, until: '2027-01-31' })).toMatchObject({ value: { dueOn: '2027-01-31', firstDueOn: '2026-01-31' } })
  })
  it('beyond the rule needs the body that approved it', () => {
    expect(extended(running(), 'full-conformance', { ...grant, until: '2027-02-01' })).toMatchObject({ refusal: { code: 'extension-too-long' } })
    expect(extended(running(), 'full-conformance', { ...grant, until: '2027-02-01', approvedBy: 'The board' })).toMatchObject({ value: { dueOn: '2027-02-01' } })
  })
  it('ends after the due day and after today', () => {
    expect(askable(running(), 'full-conformance', '2026-01-31', '2025-12-01')).toMatchObject({ refusal: { code: 'extension-not-later' } })
    expect(askable(running(), 'full-conformance', '2026-03-01', '2026-03-01')).toMatchObject({ refusal: { code: 'extension-not-later' } })
    expect(askable(running(), 'full-conformance', '2026-03-02', '2026-03-01')).toMatchObject({ accepted: true })
  })
  it('is for a clock that runs', () => {
    for (const gone of [undefined, running({ doneOn: '2025-01-01' }), running({ droppedOn: '2025-01-01' })]) {
      expect(askable(gone, 'full-conformance', '2026-06-01', '2025-12-01')).toMatchObject({ refusal: { code: 'clock-not-running' } })
    }
  })
  it('whose clock stopped meanwhile is moot', () => {
    const asked = { decidedOn: null, grantedUntil: null, withdrawnOn: null }
    expect(stateOf(asked, running())).toBe('asked')
    expect(stateOf(asked, running({ doneOn: '2025-01-01' }))).toBe('moot')
    expect(stateOf({ ...asked, decidedOn: '2025-01-01' }, running())).toBe('refused')
    expect(stateOf({ ...asked, decidedOn: '2025-01-01', grantedUntil: '2026-06-01' }, running())).toBe('granted')
    expect(stateOf({ ...asked, withdrawnOn: '2025-01-01' }, running())).toBe('withdrawn')
  })
})
