import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SiteId, checkCharacter, hasValidCheck, prefixedId, siteIdFrom, slugOf } from './id.ts'

const bytes = fc.uint8Array({ minLength: 4, maxLength: 16 })

describe('check character (ISO 7064 MOD 37,36)', () => {
  it('gives the example of the standard', () => {
    // ISO 7064: "A12425GABC1234002" has the check character M.
    expect(checkCharacter('A12425GABC1234002')).toBe('M')
  })
  it('catches every single wrong character', () => {
    fc.assert(fc.property(bytes, fc.nat(), fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'), (seed, at, other) => {
      const id = siteIdFrom('CHL', seed)
      const places = [...id].flatMap((character, i) => character === '-' ? [] : [i])
      const place = places[at % places.length]!
      const wrong = id.slice(0, place) + other + id.slice(place + 1)
      return wrong === id || !hasValidCheck(wrong)
    }))
  })
  it('refuses by the check character, not by the form', () => {
    const id = siteIdFrom('CHL', Uint8Array.of(1, 2, 3, 4))
    const wrong = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`
    expect(SiteId.safeParse(id).success).toBe(true)
    const refused = SiteId.safeParse(wrong)
    expect(refused.error?.issues[0]?.message).toMatch(/check character/)
  })
})

describe('identifiers', () => {
  it('sort by the time they were made', () => {
    const at = (ms: number) => { const b = new Uint8Array(16); new DataView(b.buffer).setUint32(2, ms); return prefixedId('imp', b) }
    expect(at(1) < at(2) && at(2) < at(4_000_000_000)).toBe(true)
    expect(at(1)).toMatch(/^imp_[0-9a-hjkmnp-tv-z]{26}$/)
  })
  it('make slugs that survive any name', () => {
    expect(slugOf('Głogów & Legnica (Huta)')).toBe('glogow-legnica-huta')
    fc.assert(fc.property(fc.string(), (name) => /^[a-z0-9-]*$/.test(slugOf(name))))
  })
})
