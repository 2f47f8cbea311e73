import { describe, expect, it } from 'vitest'
import { massWords } from './mass.ts'

const number = (value: number, digits: number): string => new Intl.NumberFormat('en-GB', { maximumFractionDigits: digits }).format(value)
const written = (quanta: number, substance: string): string => massWords(quanta, substance, number).replace('\u00a0', ' ')

describe('a mass on a screen', () => {
  it('stands in the unit of which there is at least one', () => {
    expect(written(25_500_000, 'copper')).toBe('25.5 t')
    expect(written(600_000, 'copper')).toBe('600 kg')
    expect(written(-600_000, 'copper')).toBe('-600 kg')
    expect(written(12, 'copper')).toBe('12 g')
    expect(written(312_000, 'gold')).toBe('312 g')
    expect(written(1_250_000, 'silver')).toBe('1.25 kg')
    expect(written(2_000_000_000, 'silver')).toBe('2 t')
  })
  it('keeps every quantum that was counted, and is zero only where nothing is', () => {
    expect(written(1_000_001, 'copper')).toBe('1.000001 t')
    expect(written(1, 'gold')).toBe('0.001 g')
    expect(written(0, 'gold')).toBe('0 g')
    expect(written(0, 'copper')).toBe('0 t')
  })
})
