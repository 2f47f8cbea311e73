// What is counted in a lot. Metals are counted as contained metal and conserved; sulphuric acid is a co-product that is
// counted by its own mass and made, not conserved.
import { z } from 'zod'
import type { Quantum } from '#src/kernel/mass.ts'

export const Substance = z.enum(['copper', 'molybdenum', 'nickel', 'zinc', 'lead', 'cobalt', 'gold', 'silver', 'sulphuric-acid'])
export type Substance = z.infer<typeof Substance>

const PRECIOUS: ReadonlySet<Substance> = new Set(['gold', 'silver'])
/** Grams, but milligrams of gold and silver (architecture section 4). */
export const quantumOf = (substance: Substance): Quantum => PRECIOUS.has(substance) ? 'mg' : 'g'

/** Metals obey conservation; acid is formed of sulphur and air. */
export const isConserved = (substance: Substance): boolean => substance !== 'sulphuric-acid'

/** Whole quanta by substance; a substance that is not there is not in the lot. */
export type Contained = Readonly<Partial<Record<Substance, number>>>

const ALL: readonly Substance[] = Substance.options

/** In one order, whatever order they were written in. */
export function substancesIn(contained: Contained): Substance[] {
  const found: Substance[] = []
  for (const substance of ALL) if (contained[substance] !== undefined) found.push(substance)
  return found
}
