import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  aProduction, aSite, aUnit, anyDay, anyRegistry, CHILE, factsOf, MERGED, PERU, siteNumber, smallRegistry, ZAMBIA,
} from '#test/registry-facts.ts'
import { disputeFact, replyFact, withholdingFact } from '#src/grievances/published.ts'
import { productionFact, productionUnitFact } from '#src/parties/production.ts'
import { siteFact } from '#src/parties/site.ts'
import { factSet, putFact, type FactLine } from '#src/transparency/fact.ts'
import { filterSites } from './site-filter.ts'
import { siteIndexOf } from './site-index.ts'
import { SiteAnswer, SitePoints, SiteRow } from './site-record.ts'
import { siteAnswer, sitePoints, siteRow } from './site-view.ts'

const answer = (siteId: string, more: FactLine[] = [], day = '2026-01-01') => {
  const facts = factsOf([...smallRegistry(), ...more])
  return siteAnswer(siteIndexOf(facts), siteId, day, facts)
}
const record = (siteId: string, more: FactLine[] = [], day?: string) => {
  const shown = answer(siteId, more, day)
  if (shown?.outcome !== 'site') throw new Error(`no record: ${shown?.outcome}`)
  return shown
}

describe('the record of a site', () => {
  test('holds its events newest first, those of merged sites included, and the other registers apart', () => {
    const shown = record(CHILE)
    expect(shown.timeline.map(({ factId, kind }) => [factId, kind])).toEqual([['m1', 'award'], ['m2', 'commitment']])
    expect(shown.dueDiligence.map(({ factId }) => factId)).toEqual(['m5'])
    expect(shown.chainOfCustody).toEqual([])
    expect(shown.mergedFrom).toEqual([MERGED])
    expect(shown.attributions).toMatchObject([{ dataset: 'invented', licence: 'CC BY 4.0' }])
    expect(shown.organisation).toMatchObject({ organisationId: 'invented-copper', name: 'Invented Copper' })
  })

  test('says how sure each event is on the day', () => {
    expect(record(PERU, [], '2022-06-01').timeline.map(({ certainty }) => certainty)).toEqual(['possibly'])
    expect(record(CHILE, [], '2020-12-31').timeline.map(({ certainty }) => certainty)).toEqual(['later', 'surely'])
  })

  test('lists sites nearby by distance', () => {
    expect(record(CHILE).nearby).toMatchObject([{ siteId: PERU, name: 'Ánimas', status: 'awarded' }])
    expect(record(CHILE).nearby[0]!.distanceKm).toBeCloseTo(48.9, 0)
    expect(record(ZAMBIA).nearby).toEqual([])
  })

  test('shows the output of a unit with all its members', () => {
    const unit = record(PERU, [putFact(productionUnitFact, 'both', aUnit([CHILE, PERU])), putFact(productionFact, 'p2', aProduction('both', 2023))])
    expect(unit.production).toMatchObject([{ factId: 'p2', unit: { id: 'both', members: [{ siteId: CHILE, name: 'Cerro Inventado' }, { siteId: PERU }] } }])
  })

  test('shows an open dispute beside the fact, a reply, and no longer a closed dispute', () => {
    const dispute = { siteId: CHILE, about: { kind: 'milestone', factId: 'm1' }, text: 'The date is wrong', openedOn: '2025-01-01' }
    const reply = putFact(replyFact, 'r1', { siteId: MERGED, organisation: 'Invented Copper', signedBy: 'A. Person', role: 'Counsel', signedOn: '2025-01-02', text: 'We agree' })
    const open = record(CHILE, [putFact(disputeFact, 'd1', dispute), reply])
    expect(open).toMatchObject({ isDisputed: true, disputes: [{ disputeId: 'd1' }], replies: [{ replyId: 'r1' }] })
    expect(open.timeline.map(({ isDisputed }) => isDisputed)).toEqual([true, false])
    const closed = record(CHILE, [putFact(disputeFact, 'd1', { ...dispute, closedOn: '2025-02-01', resolution: 'Corrected' })])
    expect(closed).toMatchObject({ isDisputed: false, disputes: [{ resolution: 'Corrected' }] })
    expect(closed.timeline.some(({ isDisputed }) => isDisputed)).toBe(false)
  })

  test('answers where a merged site went, for ever', () => {
    expect(answer(MERGED)).toEqual({ outcome: 'merged', siteId: MERGED, redirectTo: CHILE })
    expect(answer(siteNumber('AUS', 99))).toBeUndefined()
  })

  test('shows what was removed by law as removed, under an earlier snapshot too', () => {
    const notice = { subject: CHILE, about: { kind: 'milestone', factId: 'm1' }, reason: 'court order', withheldOn: '2025-05-05' }
    const earlier = factsOf(smallRegistry(), 3)
    const newest = factsOf([...smallRegistry(), putFact(withholdingFact, 'milestone.m1', notice)], 9)
    expect(siteAnswer(siteIndexOf(earlier), CHILE, '2026-01-01', newest)).toMatchObject({
      logPosition: 3, withheld: [{ kind: 'milestone', factId: 'm1', reason: 'court order', withheldOn: '2025-05-05' }],
    })
  })

  test('a record removed as a whole says why', () => {
    const newest = factsOf([putFact(withholdingFact, `site.${ZAMBIA}`, { subject: ZAMBIA, about: { kind: 'site', factId: ZAMBIA }, reason: 'court order', withheldOn: '2025-05-05' })])
    const earlier = factSet(3, [], [{ kind: 'site', id: ZAMBIA }])
    expect(siteAnswer(siteIndexOf(earlier), ZAMBIA, '2026-01-01', newest))
      .toEqual({ outcome: 'withheld', siteId: ZAMBIA, reason: 'court order', withheldOn: '2025-05-05' })
  })
})

describe('list, map and record', () => {
  test('always agree, and have the declared shapes', () => {
    fc.assert(fc.property(anyRegistry, anyDay, (lines, day) => {
      const facts = factsOf(lines)
      const index = siteIndexOf(facts)
      const sites = filterSites(index, {}, day)
      const points = SitePoints.parse(sitePoints(index, sites, day, undefined))
      expect(points.siteIds.length + points.unplaced).toBe(points.total)
      for (const column of ['names', 'countries', 'longitudes', 'latitudes', 'precisions', 'types', 'statuses', 'markBits'] as const) {
        expect(points[column]).toHaveLength(points.siteIds.length)
      }
      for (const site of sites) {
        const row = SiteRow.parse(siteRow(index, site, day, undefined))
        const shown = SiteAnswer.parse(siteAnswer(index, site.siteId, day, facts))
        expect(shown).toMatchObject({ outcome: 'site', standing: row.standing })
        const i = points.siteIds.indexOf(site.siteId)
        expect(i >= 0).toBe(row.position !== null)
        if (i >= 0) expect([points.statuses[i], points.names[i]]).toEqual([row.standing.status, row.name])
      }
    }), { numRuns: 40 })
  })

  test('marks are bits of the map', () => {
    const index = siteIndexOf(factsOf(smallRegistry()))
    const points = sitePoints(index, filterSites(index, {}, '2026-01-01'), '2026-01-01', undefined)
    expect(points).toMatchObject({ siteIds: [PERU, CHILE], markBits: [1, 1], statuses: ['awarded', 'awarded'], unplaced: 1, total: 3 })
  })

  test('thousands of sites are filtered in a few milliseconds', () => {
    const many = Array.from({ length: 4000 }, (_, i) => putFact(siteFact, siteNumber('CHL', i + 10), aSite({ name: `Mine ${i}` })))
    const index = siteIndexOf(factsOf([...smallRegistry(), ...many]))
    filterSites(index, { q: 'mine', status: ['no-award-found'] }, '2026-01-01')
    const began = process.hrtime.bigint()
    expect(filterSites(index, { q: 'mine', status: ['no-award-found'] }, '2026-01-01')).toHaveLength(4000)
    expect(Number(process.hrtime.bigint() - began) / 1e6).toBeLessThan(60)
  })
})
