import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Dated, Day, addYears, monthDated, possiblyBy, surelyBy, type Dated as DatedType } from './time.ts'

const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2050-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10))
const dated: fc.Arbitrary<DatedType> = fc.tuple(fc.option(day), fc.option(day)).map(([a, b]) => {
  const [from, to] = a !== null && b !== null && a > b ? [b, a] : [a, b]
  return { from, to, precision: 'range', printed: 'x' }
})

describe('a day', () => {
  it.each(['2023-02-29', '2023-13-01', '2023-00-10', '23-01-01', '2023-1-1'])('refuses %s', (text) => {
    expect(Day.safeParse(text).success).toBe(false)
  })
  it('keeps the civil day over years', () => {
    expect(addYears('2024-02-29', 3)).toBe('2027-02-28')
    expect(addYears('2024-02-29', 4)).toBe('2028-02-29')
    expect(addYears('2021-11-02', 3)).toBe('2024-11-02')
  })
})

describe('a date known in part', () => {
  it('refuses a range that ends before it begins', () => {
    expect(Dated.safeParse({ from: '2023-02-02', to: '2023-02-01', precision: 'range', printed: '' }).error?.issues[0]?.message).toMatch(/ends on or after/)
  })
  it('knows the last day of a month', () => {
    expect(monthDated(2024, 2, 'February 2024')).toMatchObject({ from: '2024-02-01', to: '2024-02-29' })
  })
  it('surely implies possibly, and both stay true later', () => {
    fc.assert(fc.property(dated, day, day, (date, a, b) => {
      const [early, late] = a < b ? [a, b] : [b, a]
      return (!surelyBy(date, early) || possiblyBy(date, early)) && (!surelyBy(date, early) || surelyBy(date, late)) && (!possiblyBy(date, early) || possiblyBy(date, late))
    }))
  })
})
