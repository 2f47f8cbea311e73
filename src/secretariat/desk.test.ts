import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { letterFact, planStandingFact, summaryReportFact } from '#src/assurance/published.ts'
import { awardFact } from '#src/awards/award.ts'
import { factSet } from '#src/transparency/fact.ts'
import { countsOf, loadOf, type BoardRow } from './board.ts'
import { indicatorsOf, siteDisclosureFact } from './indicators.ts'
import { drawn } from './sample.ts'

const row = (over: Partial<BoardRow>): BoardRow => ({
  caseId: 'c', siteId: 's', siteName: 'Halmoor', participant: null, country: 'CHL', state: 'committed', round: 0, cycle: 1, standard: 'x', standardVersion: '1', metals: [], firmId: null,
  cohort: null, letterSignedOn: null, changedOn: '2026-01-01', next: null, overdue: 0, ...over,
})
const due = (daysLeft: number): BoardRow['next'] => ({ clock: 'self-assessment', dueOn: '2026-01-01', daysLeft, ownerRole: 'site-owner', isExtended: false })

describe('the board', () => {
  it('counts cases and late ones by state', () => {
    const counts = countsOf([row({}), row({ overdue: 2 }), row({ state: 'final', overdue: 1 })])
    expect(counts.filter(({ count }) => count > 0)).toEqual([{ state: 'committed', count: 2, overdue: 1 }, { state: 'final', count: 1, overdue: 1 }])
  })
  it('tells a load: open, due within a month, late', () => {
    expect(loadOf('site-owner', null, [row({ next: due(30) }), row({ next: due(31) }), row({ next: due(-1), overdue: 1 })]))
      .toEqual({ who: 'site-owner', name: null, open: 3, dueSoon: 1, overdue: 1 })
  })
})

describe('a draw', () => {
  const reports = Array.from({ length: 40 }, (_, i) => ({ caseId: `cas_${i}`, round: 1 }))
  it('is the same for the same seed, whatever the order of the reports', () => {
    fc.assert(fc.property(fc.string(), fc.integer({ min: 1, max: 100 }), fc.shuffledSubarray(reports, { minLength: 40 }), (seed, percent, shuffled) => {
      expect(drawn(shuffled, percent, seed)).toEqual(drawn(reports, percent, seed))
    }))
  })
  it('takes the share asked for, at least one, never more than there are', () => {
    expect([drawn(reports, 10, 'a').length, drawn(reports, 1, 'a').length, drawn(reports, 100, 'a').length, drawn([], 50, 'a').length]).toEqual([4, 1, 40, 0])
  })
})

describe('indicators', () => {
  const at = { siteId: 'CHL-1', siteName: 'Halmoor', cycle: 1 }
  const rating = (criterion: string, level: string | null) => ({ criterion, level, isApplicable: level !== null, notApplicableBecause: null, onRecognitionOf: null })
  const report = (round: number, decidedOn: string, outcome: string, levels: string[]) => ({
    kind: summaryReportFact.kind, id: `cas_1.${round}`,
    value: { ...at, round, decidedOn, outcome, ratings: levels.map((level, i) => rating(`c${i}`, level)) },
  })
  const facts = factSet(9, [
    { kind: letterFact.kind, id: 'cas_1', value: { ...at, signedOn: '2025-01-10' } },
    report(1, '2025-10-10', 'conditional', ['fully-meets', 'partially-meets', 'partially-meets']),
    report(2, '2026-03-10', 'awarded', ['fully-meets', 'fully-meets', 'fully-meets']),
    { kind: awardFact.kind, id: 'awd_1', value: { ...at, decidedOn: '2025-10-10', validUntil: '2028-10-10', state: 'in-force', isConditional: true } },
    { kind: planStandingFact.kind, id: 'cas_1', value: { ...at, asOf: '2026-02-01', gaps: [{ criterion: 'c1', status: 'verified', dueOn: '2026-01-01' }, { criterion: 'c2', status: 'open', dueOn: '2026-01-01' }] } },
    { kind: siteDisclosureFact.kind, id: 'CHL-1.five-step-report', value: { siteId: 'CHL-1', kind: 'five-step-report', publishedOn: '2025-12-01', address: 'https://example.org' } },
  ])
  const valueOf = (asOf: string) => Object.fromEntries(indicatorsOf(facts, asOf).map(({ indicator, value, n }) => [indicator, [value, n]]))

  it('count the report that stands on the day, the first award, the plan, the disclosures', () => {
    expect(valueOf('2025-12-31')).toEqual({
      'partial-ratings-per-site': [2, 1], 'days-letter-to-award': [273, 1], 'plan-closure': [null, 0], 'greenhouse-gas-targets': [0, 0], 'five-step-reports': [1, 1],
      'awards-in-force': [1, 1], 'conditional-awards': [1, 1],
    })
    expect(valueOf('2026-04-01')).toMatchObject({ 'partial-ratings-per-site': [0, 1], 'days-letter-to-award': [273, 1], 'plan-closure': [50, 2] })
  })
  it('say nothing where there is nothing to count', () => {
    expect(valueOf('2024-01-01')).toMatchObject({ 'partial-ratings-per-site': [null, 0], 'days-letter-to-award': [null, 0], 'awards-in-force': [0, 0] })
  })
})
