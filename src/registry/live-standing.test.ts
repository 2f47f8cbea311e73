// What the registry says of a mark that was decided in this installation, along the life of an award.
import { describe, expect, test } from 'vitest'
import { milestoneFact, type Milestone, type MilestoneKind } from '#src/awards/milestone.ts'
import { factSet, type Fact } from '#src/transparency/fact.ts'
import { inventedPublicSet, inventedSite, inventedSiteId } from '#test/published-set.ts'
import { entriesOfAll } from './feed.ts'
import { registryIndex } from './registry-index.ts'
import { siteIndexOf } from './site-index.ts'
import { markStandings } from './site-standing.ts'
import { sitemapOf } from './sitemap.ts'
import { statistics } from './statistics.ts'

let next = 0
const decided = (kind: MilestoneKind, on: string, more: Partial<Milestone> = {}): Fact<Milestone> => ({
  id: `m${String(next++).padStart(3, '0')}`, recordedAt: 1,
  value: {
    siteId: inventedSiteId, subjectAsFound: 'Río Claro', register: 'mark', kind, mark: 'copper', date: { from: on, to: on, precision: 'day', printed: on }, asFound: kind,
    origin: 'decided', dataset: 'decided-here', citations: [{ text: 'Decision' }], ...more,
  },
})
const copperOn = (milestones: readonly Fact<Milestone>[], day: string) => markStandings(milestones, day).find(({ mark }) => mark === 'copper')

describe('a mark decided here', () => {
  const cycle = [
    decided('commitment', '2025-02-03'),
    decided('award', '2026-01-15', { validUntil: '2029-01-14', condition: 'met in part' }),
    decided('suspension', '2027-02-01'),
    decided('follow-up', '2027-06-01'),
    decided('suspension', '2028-03-01'),
  ]
  test.each([
    ['2025-02-02', undefined], ['2025-02-03', 'committed'], ['2026-01-14', 'committed'], ['2026-01-15', 'conditional'], ['2027-01-31', 'conditional'],
    ['2027-02-01', 'suspended'], ['2027-05-31', 'suspended'], ['2027-06-01', 'live-awarded'], ['2028-03-01', 'suspended'], ['2029-01-14', 'suspended'], ['2029-01-15', 'expired'],
  ])('is on %s %s', (day, status) => {
    expect(copperOn(cycle, day)?.status).toBe(status)
    if (status !== undefined) expect(copperOn(cycle, day)).toMatchObject({ basis: 'live', statementKey: 'live' })
  })

  test('is withdrawn until a new grant, and expired after its term', () => {
    const ended = [...cycle.slice(0, 2), decided('withdrawal', '2026-09-01')]
    expect(copperOn(ended, '2026-09-01')?.status).toBe('withdrawn')
    expect(copperOn([...ended, decided('re-award', '2027-09-01', { validUntil: '2030-08-31' })], '2027-09-01')?.status).toBe('live-awarded')
    expect(copperOn(cycle.slice(0, 2), '2029-01-15')?.status).toBe('expired')
  })

  test('a commitment found in public sources stays a finding', () => {
    expect(copperOn([decided('commitment', '2025-02-03', { origin: 'compiled' })], '2025-03-01')).toMatchObject({ status: 'committed', basis: 'compiled', statementKey: 'commitment-found' })
  })
})

describe('figures and feeds', () => {
  const facts = (more: readonly Fact<Milestone>[] = []) => factSet(9, [
    ...[...inventedSite(), ...inventedPublicSet()].flatMap((line) => line.op === 'put' ? [{ kind: line.kind, id: line.id, value: line.value }] : []),
    ...more.map(({ id, value }) => ({ kind: milestoneFact.kind, id, value })),
  ])

  test('count a commitment signed here as participation and an award decided here as awarded, from their days', () => {
    const on = (day: string) => statistics(registryIndex(facts()), day)
    expect(on('2025-02-02')).toMatchObject({ participants: { low: 0, high: 0 }, awardedSites: { low: 0, high: 0 } })
    expect(on('2025-02-03')).toMatchObject({ participants: { low: 1, high: 1 }, awardedSites: { low: 0, high: 0 } })
    expect(on('2026-01-15')).toMatchObject({ participants: { low: 1, high: 1 }, awardedSites: { low: 1, high: 1 } })
    expect(on('2029-01-15')).toMatchObject({ awardedSites: { low: 0, high: 0 } })
  })

  test('a mark that was withdrawn does not end the participation for another', () => {
    const more = [decided('award', '2026-01-15', { mark: 'molybdenum', validUntil: '2029-01-14' }), decided('withdrawal', '2026-05-01', { mark: 'molybdenum' })]
    expect(statistics(registryIndex(facts(more)), '2026-06-01').participants).toMatchObject({ low: 1, high: 1 })
    const all = [...more, decided('withdrawal', '2026-05-02')]
    expect(statistics(registryIndex(facts(all)), '2026-06-01').participants).toMatchObject({ low: 0, high: 0 })
  })

  test('everything a cycle makes public is in the feed and in the sitemap', async () => {
    const lines = entriesOfAll(siteIndexOf(facts())).flatMap((entry) => entry.lines).join('\n')
    for (const word of ['award awd_', 'letter of commitment', 'notice of an assessment', 'extension of a due day', 'summary report', 'standing of an improvement plan']) expect(lines).toContain(word)
    const sitemap = await sitemapOf(siteIndexOf(facts()), 'https://registry.example.org')
    for (const path of ['/awards/awd_', '/summary-reports/cas_', '/letters/cas_', '/assessments']) expect(sitemap).toContain(path)
  })
})
