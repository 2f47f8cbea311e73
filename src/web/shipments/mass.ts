// Masses as people read and write them on these screens: tonnes of base metals, kilograms of gold and silver.
import { decimalPoint } from '#src/kernel/quanta.ts'
import { useFormat } from '../ui/format.ts'
import { massWords } from '../ui/mass.ts'
import { symbolOf } from '../ui/words.ts'

const isPrecious = (substance: string): boolean => substance === 'gold' || substance === 'silver'
/** Quanta (g, mg) in one unit as it is shown; both are a million. */
const QUANTA = 1_000_000
export const unitOf = (substance: string): 't' | 'kg' => (isPrecious(substance) ? 'kg' : 't')

export function useMass() {
  const { number, percent } = useFormat()
  const mass = (quanta: number, substance: string, sign = ''): string => `${sign}${massWords(quanta, substance, number)}\u00a0${symbolOf(substance) || substance}`
  return {
    mass,
    /** Less arrived than left: a minus and the share; a plus where more arrived. */
    difference: (shipped: number, received: number, substance: string): string => {
      if (shipped === received) return mass(0, substance)
      const change = received - shipped
      return `${mass(Math.abs(change), substance, change < 0 ? '−' : '+')} (${change < 0 ? '−' : '+'}${percent(shipped === 0 ? 1 : Math.abs(change) / shipped, 2)})`
    },
  }
}

/** As it stands in a field: plain digits with a point. */
export const fieldOf = (quanta: number): string => String(quanta / QUANTA)
/** What a field says in quanta; undefined where it is no number, or could be two. A comma is a point. */
export function quantaIn(text: string): number | undefined {
  const plain = decimalPoint(text)
  return /^\d{1,9}(\.\d{1,6})?$/.test(plain) ? Math.round(Number(plain) * QUANTA) : undefined
}
export const massText = (quanta: number, substance: string): string => `${quanta} ${isPrecious(substance) ? 'mg' : 'g'}`
