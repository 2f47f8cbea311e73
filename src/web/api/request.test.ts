import { describe, expect, it } from 'vitest'
import { addressOf, bodyOf } from './request.ts'

const read = { method: 'GET', path: '/sites/{siteId}/history' }
const write = { method: 'POST', path: '/sites/{siteId}/error-reports' }

describe('the address of an operation', () => {
  it('takes path parameters into the path and the rest into the query', () => {
    expect(addressOf(read, { siteId: 'CHL-SZE4ATB', limit: 10, cursor: undefined })).toBe(
      '/api/v1/sites/CHL-SZE4ATB/history?limit=10',
    )
  })
  it('escapes what would end a path', () => {
    expect(addressOf(read, { siteId: 'a/b?c' })).toBe('/api/v1/sites/a%2Fb%3Fc/history')
  })
  it('leaves out absent and empty values, and joins lists by commas', () => {
    expect(
      addressOf({ method: 'GET', path: '/sites' }, { metal: ['copper', 'zinc'], q: '', mark: null, limit: 0 }),
    ).toBe('/api/v1/sites?metal=copper%2Czinc&limit=0')
  })
  it('puts nothing of a write into the query', () => {
    expect(addressOf(write, { siteId: 'CHL-SZE4ATB', text: 'x' })).toBe('/api/v1/sites/CHL-SZE4ATB/error-reports')
  })
})

describe('the body of an operation', () => {
  it('is what the path did not take', () => {
    expect(bodyOf(write, { siteId: 'CHL-SZE4ATB', text: 'x', email: undefined })).toBe('{"text":"x"}')
  })
  it('is absent on a read', () => {
    expect(bodyOf(read, { siteId: 'CHL-SZE4ATB' })).toBeUndefined()
  })
})
