import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aMilestone, anyDated, anyDay, anyRegistry, between, byDay, factsOf, onDay, undated } from '#test/registry-facts.ts'
import type { Milestone, MilestoneKind } from '#src/awards/milestone.ts'
import type { Fact } from '#src/transparency/fact.ts'
import { CompiledStatus, LiveStatus, markStandings, siteStanding, statusOf, takesIn } from './site-standing.ts'
import { siteIndexOf } from './site-index.ts'

const facts = (...milestones: Milestone[]): Fact<Milestone>[] => milestones.map((value, i) => ({ id: `m${i}`, value, recordedAt: 1 }))
const copperOn = (day: string, ...milestones: Milestone[]) => markStandings(facts(...milestones), day).find(({ mark }) => mark === 'copper')
const live = (kind: MilestoneKind, day: string, more: Partial<Milestone> = {}) => aMilestone(kind, onDay(day), { origin: 'mark-owner', ...more })

describe('a compiled record', () => {
  test('says which award was found last, with its source, and that no later source was found', () => {
    const standing = copperOn('2026-01-01', aMilestone('award', onDay('2021-03-10')), aMilestone('re-award', onDay('2024-03-10')))
    expect(standing).toMatchObject({ basis: 'compiled', status: 'awarded', statementKey: 'last-award-found', laterSource: null, condition: null })
    expect(standing?.firstAward?.date.printed).toBe('2021-03-10')
    expect(standing?.lastAward).toMatchObject({ kind: 're-award', source: { text: 'Invented source, page 1' } })
  })

  test('stays awarded long after, since an award found does not become not found', () => {
    expect(copperOn('2040-01-01', aMilestone('award', onDay('2021-03-10'), { validUntil: '2024-03-10' }))?.status).toBe('awarded')
  })

  test('takes the most exact of several sources of one award, and a later one for a later source', () => {
    const standing = copperOn('2026-01-01', aMilestone('award', onDay('2021-04-26')), aMilestone('award', byDay('2024-09-26')), aMilestone('planned', onDay('2025-01-01')))
    expect(standing?.lastAward?.date.printed).toBe('2021-04-26')
    expect(standing?.laterSource?.date.printed).toBe('by 2024-09-26')
  })

  test('takes a renewal for later than the first award, however it is dated', () => {
    const known = [aMilestone('award', between('2021-07-01', '2021-08-09')), aMilestone('award', onDay('2021-07-22')),
      aMilestone('re-award', between('2024-01-01', '2024-12-31')), aMilestone('extension', byDay('2025-10-21'), { validUntil: '2027-07-22' })]
    expect(copperOn('2026-01-01', ...known)).toMatchObject({ firstAward: { date: { from: '2021-07-22' } }, lastAward: { kind: 'extension' }, laterSource: null, validUntil: '2027-07-22' })
    expect(copperOn('2022-01-01', ...known)).toMatchObject({ lastAward: { date: { from: '2021-07-22' } } })
  })

  test('names a later source of any kind, and keeps the award found', () => {
    const standing = copperOn('2026-01-01', aMilestone('award', onDay('2021-03-10')), aMilestone('withdrawal', onDay('2023-01-01')))
    expect(standing).toMatchObject({ status: 'awarded', laterSource: { kind: 'withdrawal' } })
  })

  test('tells a possible award from a sure one', () => {
    const award = aMilestone('award', between('2022-01-01', '2022-12-31'))
    expect(copperOn('2021-12-31', award)).toBeUndefined()
    expect(copperOn('2022-06-30', award)).toMatchObject({ status: 'award-possible', lastAward: { date: award.date } })
    expect(copperOn('2022-12-31', award)?.status).toBe('awarded')
  })

  test('does not take an award known "by" a day for one of all days before its commitment', () => {
    const known = [aMilestone('commitment', onDay('2022-01-10')), aMilestone('award', byDay('2023-02-28'))]
    expect(copperOn('2021-06-01', ...known)).toBeUndefined()
    expect(copperOn('2022-06-01', ...known)?.status).toBe('award-possible')
    expect(copperOn('2023-02-28', ...known)?.status).toBe('awarded')
  })

  test.each<[MilestoneKind, string]>([['commitment', 'committed'], ['participation', 'committed'], ['not-awarded-at-first', 'committed'], ['planned', 'no-award-found']])(
    'with %s only is %s', (kind, status) => { expect(copperOn('2026-01-01', aMilestone(kind, onDay('2022-01-01')))?.status).toBe(status) })

  test('counts an undated commitment as found', () => {
    expect(copperOn('2026-01-01', aMilestone('participation', undated))?.status).toBe('committed')
  })

  test('has no mark from the registers of due diligence and custody', () => {
    expect(markStandings(facts(aMilestone('due-diligence-conformance', onDay('2022-01-01'), { register: 'due-diligence' })), '2026-01-01')).toEqual([])
  })

  test('never has a status that only the owner of a mark can give', () => {
    fc.assert(fc.property(anyRegistry, anyDay, (lines, day) => {
      const index = siteIndexOf(factsOf(lines))
      for (const marks of index.marksOn(day).values()) {
        for (const standing of marks) {
          expect(CompiledStatus.options).toContain(standing.status)
          expect(standing).toMatchObject({ basis: 'compiled', condition: null })
        }
      }
    }))
  })

  test('once surely awarded, is awarded on every later day', () => {
    fc.assert(fc.property(fc.array(anyDated, { minLength: 1, maxLength: 4 }), anyDay, anyDay, (dates, a, b) => {
      const [first, second] = a <= b ? [a, b] : [b, a]
      const awards = dates.map((date) => aMilestone('award', date))
      fc.pre(copperOn(first, ...awards)?.status === 'awarded')
      expect(copperOn(second, ...awards)?.status).toBe('awarded')
    }))
  })
})

describe('the record of the owner of a mark', () => {
  test.each<[string, Milestone[], string]>([
    ['an award in force', [live('award', '2024-01-01', { validUntil: '2027-01-01' })], 'live-awarded'],
    ['an open condition', [live('award', '2024-01-01', { condition: 'close the tailings plan' })], 'conditional'],
    ['a condition that was closed', [live('award', '2024-01-01', { condition: 'plan' }), live('follow-up', '2025-01-01')], 'live-awarded'],
    ['the end of validity', [live('award', '2022-01-01', { validUntil: '2025-01-01' })], 'expired'],
    ['a suspension', [live('award', '2024-01-01'), live('suspension', '2025-01-01')], 'suspended'],
    ['a suspension made good', [live('award', '2024-01-01'), live('suspension', '2025-01-01'), live('follow-up', '2025-06-01')], 'live-awarded'],
    ['a withdrawal', [live('award', '2024-01-01'), live('withdrawal', '2025-01-01')], 'withdrawn'],
    ['a withdrawal that a follow-up does not undo', [live('award', '2024-01-01'), live('withdrawal', '2025-01-01'), live('follow-up', '2025-06-01')], 'withdrawn'],
    ['a new award after it', [live('award', '2024-01-01'), live('withdrawal', '2025-01-01'), live('award', '2025-06-01')], 'live-awarded'],
  ])('follows %s', (_, milestones, status) => {
    expect(copperOn('2025-12-31', ...milestones)).toMatchObject({ basis: 'live', status, statementKey: 'live' })
  })

  test('takes the place of compiled facts from its first decision on, not before', () => {
    const both = [aMilestone('award', onDay('2021-01-01')), live('award', '2024-01-01', { validUntil: '2025-01-01' })]
    expect(copperOn('2023-01-01', ...both)).toMatchObject({ basis: 'compiled', status: 'awarded' })
    expect(copperOn('2024-06-01', ...both)).toMatchObject({ basis: 'live', status: 'live-awarded' })
    expect(copperOn('2026-06-01', ...both)).toMatchObject({ basis: 'live', status: 'expired' })
  })
})

describe('the standing of a site', () => {
  const marks = markStandings(facts(aMilestone('commitment', onDay('2021-01-01')), aMilestone('award', onDay('2022-01-01'), { mark: 'zinc' })), '2026-01-01')

  test('speaks of the marks asked about, and lists all', () => {
    expect(statusOf(marks, undefined)).toBe('awarded')
    expect(statusOf(marks, new Set(['copper']))).toBe('committed')
    expect(statusOf(marks, new Set(['nickel']))).toBe('no-award-found')
    expect(siteStanding(marks, new Set(['copper'])).marks.map(({ mark }) => mark)).toEqual(['copper', 'zinc'])
  })

  test('takes an award whose mark no source states for possibly the one asked about', () => {
    const { mark: _, ...unstated } = aMilestone('award', onDay('2022-01-01'))
    const known = markStandings(facts(unstated), '2026-01-01')
    expect(statusOf(known, undefined)).toBe('awarded')
    expect(statusOf(known, new Set(['copper']))).toBe('award-possible')
  })

  test('awarded takes in live awards in force and nothing that ended', () => {
    expect(LiveStatus.options.filter((status) => takesIn('awarded', status))).toEqual(['live-awarded', 'conditional'])
  })
})
