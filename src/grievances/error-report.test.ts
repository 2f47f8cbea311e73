import { describe, expect, test } from 'vitest'
import { CHILE, factsOf, MERGED, PERU, siteNumber, smallRegistry } from '#test/registry-facts.ts'
import { decide, dueAfter, erase, reportState, ReportText, withoutWords, type ErrorReport } from './error-report.ts'
import { findFact, findSite, isOfSite } from './subject.ts'

const report: ErrorReport = {
  reportId: 'rep_1', siteId: CHILE, about: null, text: 'The date is wrong', email: 'a@example.org', receivedOn: '2025-01-31', dueOn: '2025-03-02',
  state: 'open', outcome: null, outcomeText: null, decidedOn: null, erasedOn: null,
}

describe('the clock of a report', () => {
  test.each([['2025-01-31', 30, '2025-03-02'], ['2024-02-28', 1, '2024-02-29'], ['2024-12-31', 1, '2025-01-01'], ['2025-05-05', 0, '2025-05-05']])(
    '%s and %i days is %s', (day, days, due) => { expect(dueAfter(day, days)).toBe(due) })

  test('is open to the end of the day it is due, then overdue, until it is decided', () => {
    expect(reportState(report, '2025-03-02')).toBe('open')
    expect(reportState(report, '2025-03-03')).toBe('overdue')
    expect(reportState({ ...report, decidedOn: '2025-04-01' }, '2025-05-01')).toBe('decided')
  })
})

describe('the outcome of a report', () => {
  test('is given once', () => {
    const decided = decide(report, 'rejected', 'The source says so', '2025-02-01')
    expect(decided).toMatchObject({ accepted: true, value: { state: 'decided', outcome: 'rejected', decidedOn: '2025-02-01' } })
    if (decided.accepted) expect(decide(decided.value, 'corrected', 'x', '2025-02-02')).toMatchObject({ refusal: { code: 'error-report-decided' } })
  })

  test('shows neither words nor sender to whoever holds its number', () => {
    expect(Object.keys(withoutWords(report))).not.toEqual(expect.arrayContaining(['text']))
    expect(JSON.stringify(withoutWords(report))).not.toMatch(/wrong|example\.org/)
    expect(erase(report, '2025-06-01')).toMatchObject({ text: null, email: null, erasedOn: '2025-06-01' })
  })

  test('needs words that say something', () => {
    expect(ReportText.safeParse('   wrong   ').success).toBe(false)
    expect(ReportText.safeParse('The date of the award is wrong').success).toBe(true)
  })
})

describe('what a report is about', () => {
  const facts = factsOf(smallRegistry())

  test('is a site under its lasting number', () => {
    expect(findSite(facts, MERGED)).toEqual({ accepted: true, value: CHILE })
    expect(findSite(facts, siteNumber('AUS', 9))).toMatchObject({ accepted: false, refusal: { code: 'site-unknown' } })
  })

  test.each([[CHILE, 'milestone', 'm1', true], [CHILE, 'milestone', 'm2', true], [PERU, 'milestone', 'm1', false], [CHILE, 'production', 'p1', true],
    [CHILE, 'site', CHILE, true], [CHILE, 'site', MERGED, true], [CHILE, 'site', PERU, false], [CHILE, 'nothing', 'm1', false]])(
    '%s shows %s %s: %s', (siteId, kind, factId, shown) => { expect(isOfSite(facts, siteId, { kind, factId })).toBe(shown) })

  test('may be the record as a whole', () => {
    expect(findFact(facts, CHILE, undefined)).toEqual({ accepted: true, value: undefined })
    expect(findFact(facts, PERU, { kind: 'milestone', factId: 'm1' })).toMatchObject({ refusal: { code: 'fact-unknown' } })
  })
})
