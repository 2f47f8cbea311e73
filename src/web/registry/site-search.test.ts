import { describe, expect, it } from 'vitest'
import { SiteFilter } from '#src/registry/site-filter.ts'
import { FILTER_NAMES, filterOf, mapSearch, siteSearch, toggled } from './site-search.ts'

describe('the filter in the address', () => {
  it('has the very names of the API', () => {
    expect([...FILTER_NAMES].sort()).toEqual(Object.keys(SiteFilter.shape).sort())
  })
  it('keeps what fits and drops what does not', () => {
    expect(
      siteSearch({
        metal: 'copper,zinc',
        status: 'a b',
        disputed: 'perhaps',
        q: 'El Teniente & Co',
        sort: '-lastAward',
        at: '1,2,3',
        other: 'x',
      }),
    ).toEqual({ metal: 'copper,zinc', q: 'El Teniente & Co', sort: '-lastAward' })
  })
  it('takes what the map looks at only on the map', () => {
    expect(mapSearch({ at: '-22.6,-69.8,7.5', sort: 'name' })).toEqual({ at: '-22.6,-69.8,7.5' })
    expect(mapSearch({ at: 'here' })).toEqual({})
  })
  it('is told apart from how it is shown', () => {
    expect(filterOf({ metal: 'copper', sort: 'name', columns: 'name' } as Parameters<typeof filterOf>[0])).toEqual({
      metal: 'copper',
    })
  })
  it('adds and takes away one value at a time, and is gone with the last', () => {
    expect(toggled(undefined, 'CHL')).toBe('CHL')
    expect(toggled('CHL', 'PER')).toBe('CHL,PER')
    expect(toggled('CHL,PER', 'CHL')).toBe('PER')
    expect(toggled('PER', 'PER')).toBeUndefined()
  })
})
