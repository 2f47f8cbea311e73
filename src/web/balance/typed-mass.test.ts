import { describe, expect, it } from 'vitest'
import { Mass } from '#src/kernel/mass.ts'
import { massIn } from './typed-mass.ts'

describe('a mass as typed', () => {
  it('is read as it is printed in each language', () => {
    for (const text of ['3835.671 t', '3,835.671 t', '3.835,671 t', '3\u202f835.671\u00a0t', '3 835.671t']) expect(massIn(text, 't', 'en')).toBe('3835.671 t')
    for (const language of ['es', 'fr']) for (const text of ['185,671 t', '185.671 t', '185,671']) expect(massIn(text, 't', language)).toBe('185.671 t')
    expect(['3835,6715', '3\u202f835,6715\u00a0t', '3 835,6715 t'].map((text) => massIn(text, 't', 'en'))).toEqual(Array(3).fill('3835.6715 t'))
    expect(['1,000,000 kg', '1.000.000 kg', '1 000 000 kg'].map((text) => massIn(text, 't', 'en'))).toEqual(Array(3).fill('1000000 kg'))
  })
  it('has the unit of the account where none is given', () => {
    expect(['25,5', '25.5', '25', '0'].map((text) => massIn(text, 't', 'en'))).toEqual(['25.5 t', '25.5 t', '25 t', '0 t'])
    expect(['31,1034', '31.1034', '31 g'].map((text) => massIn(text, 'kg', 'en'))).toEqual(['31.1034 kg', '31.1034 kg', '31 g'])
  })
  it('is left to be refused where it could be anything', () => {
    for (const text of ['1.000,5,3 t', '1,00,000.5 t', '12,34.5 t', 'much', '', '5 apples', '1,234']) expect(Mass.safeParse(massIn(text, 't', 'en')).success, text).toBe(false)
  })
})
