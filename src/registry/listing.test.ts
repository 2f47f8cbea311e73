import { describe, expect, test } from 'vitest'
import { CHILE, factsOf, MERGED, PERU, smallRegistry } from '#test/registry-facts.ts'
import { datasetRows, filterMilestones, isCalled, milestoneKey, milestoneRow, organisationRow, organisationsMatching, partnersOn } from './listing.ts'
import { MilestoneFilter } from './listing-record.ts'
import { siteIndexOf } from './site-index.ts'

const index = siteIndexOf(factsOf(smallRegistry()))
const milestones = (filter: Record<string, string>) => filterMilestones(index, MilestoneFilter.parse(filter)).map(({ id }) => id)

describe('dated events', () => {
  test('are listed newest first, in the order of their cursor', () => {
    const all = filterMilestones(index, {})
    expect(all.map(({ id }) => id)).toEqual(['m4', 'm3', 'm5', 'm1', 'm2'])
    const keys = all.map(milestoneKey)
    expect(keys).toEqual(keys.toSorted().toReversed())
  })

  test.each<[Record<string, string>, string[]]>([
    [{ siteId: CHILE }, ['m5', 'm1', 'm2']], [{ siteId: MERGED }, ['m5', 'm1', 'm2']], [{ register: 'due-diligence' }, ['m5']],
    [{ kind: 'award,commitment' }, ['m3', 'm1', 'm2']], [{ mark: 'zinc' }, ['m4']], [{ country: 'PER' }, ['m3']],
    [{ from: '2022-06-01' }, ['m4', 'm3']], [{ to: '2022-01-15' }, ['m4', 'm3', 'm1', 'm2']],
  ])('%j', (filter, expected) => { expect(milestones(filter)).toEqual(expected) })

  test('name the site they are about now', () => {
    const [, , , , commitment] = filterMilestones(index, {})
    expect(milestoneRow(index, commitment!)).toMatchObject({ milestoneId: 'm2', siteId: CHILE, siteName: 'Cerro Inventado', country: 'CHL' })
  })
})

test('partners are listed from the day they possibly joined', () => {
  expect(partnersOn(index.facts, '2021-04-30', undefined)).toHaveLength(0)
  expect(partnersOn(index.facts, '2021-05-01', 'cables')).toHaveLength(1)
  expect(partnersOn(index.facts, '2021-05-01', 'wires')).toHaveLength(0)
})

test('an organisation counts its sites, and those with an award found', () => {
  const [organisation] = organisationsMatching(index.facts, 'ic', 'CHL')
  expect(organisationRow(index, organisation!, '2026-01-01')).toMatchObject({ organisationId: 'invented-copper', siteCount: 1, awardedSiteCount: 1 })
  expect(organisationRow(index, organisation!, '2020-01-01')).toMatchObject({ siteCount: 1, awardedSiteCount: 0 })
  expect(organisationsMatching(index.facts, undefined, PERU.slice(0, 3))).toEqual([])
})

test('datasets say how many facts rest on them', () => {
  expect(datasetRows(index.facts)).toMatchObject([{ datasetId: 'invented', factCount: 12 }])
})

test('words are found whatever their accents and order', () => {
  expect(isCalled('copper invented', ['Invénted Copper'])).toBe(true)
  expect(isCalled('%', ['Invented'])).toBe(false)
  expect(isCalled(undefined, [])).toBe(true)
})
