import { describe, expect, it } from 'vitest'
import { countryByAlpha3 } from '#src/parties/country.ts'
import { COUNTRY_CODES, countryName } from './countries.ts'

describe('countries', () => {
  it('are the very ones that records may name', () => {
    expect([...COUNTRY_CODES].sort()).toEqual([...countryByAlpha3.keys()].sort())
  })
  it('have a name in every bundled language', () => {
    for (const language of ['en', 'es', 'zh', 'fr'])
      for (const code of COUNTRY_CODES) expect(countryName(code, language), code).toBeTruthy()
  })
  it('are unnamed where the record names none', () => {
    expect(countryName('ZZZ', 'en')).toBeUndefined()
  })
})
