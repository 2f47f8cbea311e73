import { describe, expect, it } from 'vitest'
import { writtenNumbers } from './text.ts'

describe('numbers in a sentence', () => {
  it('are written as the language writes them, with every digit', () => {
    expect(writtenNumbers('120.000 t', 'en')).toBe('120.000 t')
    expect(writtenNumbers('120.000 t', 'es')).toBe('120,000 t')
    expect(writtenNumbers('Chili (70.00 %), Pérou (29.50 %)', 'fr')).toBe('Chili (70,00 %), Pérou (29,50 %)')
    expect(writtenNumbers('900719925474.099123 t', 'zh')).toBe('900719925474.099123 t')
  })
  it('leave the end of a sentence alone', () => {
    expect(writtenNumbers('of 2026. 12 t', 'es')).toBe('of 2026. 12 t')
  })
})
