import { describe, expect, it } from 'vitest'
import { answer, problem, table } from './print.ts'

describe('what a terminal shows', () => {
  it('aligns a list and leaves out what says nothing', () => {
    expect(table([{ name: 'Red Hollow', country: 'CHL', empty: null }, { name: 'Deep', country: 'PER', empty: null }])).toBe(
      'name        country\n──────────  ───────\nRed Hollow  CHL\nDeep        PER')
  })
  it('cannot be driven by a name from a file', () => {
    expect(table([{ name: 'Red\u001b[2J\u0007Hollow' }])).not.toMatch(/[\u001b\u0007]/)
  })
  it('says how to go on where a list has more', () => {
    expect(answer({ items: [{ name: 'a' }], next: 'abc', total: 7 })).toMatch(/^total 7\n[\s\S]*\nmore: --cursor abc$/)
    expect(answer({ items: [], next: null })).toBe('nothing found')
  })
  it('tells a problem as what, where and what now', () => {
    expect(problem({ type: 't', title: 'The input does not have the right form', status: 422, detail: 'limit: too big.', instance: 'i', code: 'input-invalid', errors: [{ pointer: '/limit', detail: 'too big' }] }))
      .toBe('The input does not have the right form (input-invalid)\nlimit: too big.\n  /limit: too big')
  })
})
