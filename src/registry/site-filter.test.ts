import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyDay, anyRegistry, aSite, CHILE, factsOf, PERU, siteNumber, smallRegistry, ZAMBIA } from '#test/registry-facts.ts'
import { page } from '#src/kernel/page.ts'
import { siteFact } from '#src/parties/site.ts'
import { putFact } from '#src/transparency/fact.ts'
import { filterSites, focusOf, SiteFilter, SiteSort, sortKeyOf, sortSites } from './site-filter.ts'
import { siteIndexOf } from './site-index.ts'

const index = siteIndexOf(factsOf(smallRegistry()))
const found = (query: Record<string, string>, day = '2026-01-01') => filterSites(index, SiteFilter.parse(query), day).map(({ siteId }) => siteId)

describe('a filter of sites', () => {
  test('without words shows every site once, merged ones under the site they went to', () => {
    expect(found({})).toEqual([PERU, CHILE, ZAMBIA])
  })

  test.each<[Record<string, string>, string[]]>([
    [{ metal: 'copper' }, [PERU, CHILE]], [{ metal: 'zinc,lead' }, [PERU, ZAMBIA]], [{ mark: 'zinc' }, [ZAMBIA]],
    [{ type: 'smelter,refinery' }, [PERU, ZAMBIA]], [{ type: 'sx-ew' }, [CHILE]], [{ country: 'CHL,PER' }, [PERU, CHILE]],
    [{ status: 'awarded' }, [PERU, CHILE]], [{ status: 'committed' }, [ZAMBIA]], [{ status: 'no-award-found', metal: 'copper' }, []],
    [{ operator: 'invented' }, [CHILE]], [{ operator: 'IC' }, [CHILE]], [{ organisationId: 'invented-copper' }, [CHILE]],
    [{ origin: 'compiled' }, [PERU, CHILE, ZAMBIA]], [{ origin: 'live' }, []], [{ activity: 'operating' }, [CHILE]], [{ disputed: 'true' }, []],
    [{ q: 'animas' }, [PERU]], [{ q: 'cerinv' }, [CHILE]], [{ q: 'inventado cerro' }, [CHILE]], [{ q: 'viejo' }, [CHILE]], [{ q: ZAMBIA }, [ZAMBIA]], [{ q: '%' }, []],
    [{ bbox: '-70,-23.6,-69,-23' }, [CHILE]], [{ near: '-23.5,-69.1,60' }, [PERU, CHILE]], [{ near: '-23.5,-69.1,5' }, [CHILE]],
  ])('%j', (query, expected) => { expect(found(query)).toEqual(expected) })

  test('asks for the status of a day', () => {
    expect(found({ status: 'awarded' }, '2021-12-31')).toEqual([CHILE])
    expect(found({ status: 'award-possible' }, '2022-06-30')).toEqual([PERU])
    expect(found({ status: 'committed' }, '2020-12-31')).toEqual([CHILE])
  })

  test('a box may cross the antimeridian', () => {
    const sites = [179.5, -179.5, 0].map((longitude, i) => putFact(siteFact, siteNumber('FJI', i), aSite({ name: `Site ${i}`, position: { latitude: -17, longitude, precision: 'exact' } })))
    const across = filterSites(siteIndexOf(factsOf(sites)), SiteFilter.parse({ bbox: '170,-20,-170,-10' }), '2026-01-01')
    expect(across.map(({ value }) => value.name)).toEqual(['Site 0', 'Site 1'])
  })

  test.each([{ metal: 'iron' }, { country: 'Chile' }, { bbox: '1,2,3' }, { bbox: '1,2,3,x' }, { bbox: '0,0,0,91' }, { near: '0,0,-1' }, { status: 'lapsed' }, { disputed: 'perhaps' }])(
    'refuses %j', (query) => { expect(SiteFilter.safeParse(query).success).toBe(false) })

  test('asks of the marks named, else of the marks of the metals named', () => {
    expect(focusOf(SiteFilter.parse({ mark: 'zinc', metal: 'copper' }))).toEqual(new Set(['zinc']))
    expect(focusOf(SiteFilter.parse({ metal: 'copper,gold' }))).toEqual(new Set(['copper']))
    expect(focusOf(SiteFilter.parse({ metal: 'gold' }))).toBeUndefined()
  })
})

describe('paging', () => {
  test('shows every site that matches exactly once, in order, whatever the sort and the size of a page', () => {
    fc.assert(fc.property(anyRegistry, fc.constantFrom(...SiteSort.options), fc.integer({ min: 1, max: 7 }), anyDay, (lines, sort, limit, day) => {
      const any = siteIndexOf(factsOf(lines))
      const keyOf = sortKeyOf(any, sort, day, undefined)
      const sorted = sortSites(filterSites(any, {}, day), sort, keyOf)
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const { items, next } = page(sorted, keyOf, { limit, cursor }, sort.startsWith('-') ? 'descending' : 'ascending')
        seen.push(...items.map(({ siteId }) => siteId))
        cursor = next ?? undefined
        expect((next ?? '').length).toBeLessThanOrEqual(600)
      } while (cursor !== undefined)
      expect(seen).toEqual(sorted.map(({ siteId }) => siteId))
      expect(new Set(seen).size).toBe(any.byName.length)
    }))
  })

  test('puts sites without an award last both ways', () => {
    for (const sort of ['lastAward', '-lastAward'] as const) {
      const keyOf = sortKeyOf(index, sort, '2026-01-01', undefined)
      expect(sortSites(filterSites(index, {}, '2026-01-01'), sort, keyOf).map(({ siteId }) => siteId))
        .toEqual(sort === 'lastAward' ? [CHILE, PERU, ZAMBIA] : [PERU, CHILE, ZAMBIA])
    }
  })
})
