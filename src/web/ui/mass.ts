// Masses as every screen of metal writes them: counted in whole quanta, shown in the largest unit of which there is at least one,
// so that 312 g of gold are never "0.000 t". The same mass reads the same everywhere.
import type { Quantum } from '#src/kernel/quanta.ts'

/** Said again for screens, which load no validator (src/custody/substance.ts). */
export const quantumOf = (substance: string): Quantum => substance === 'gold' || substance === 'silver' ? 'mg' : 'g'

const GRAMS = [['t', 1_000_000], ['kg', 1000], ['g', 1]] as const

/** `25.5 t`, `600 kg`, `312 g`: all digits as counted, without the zeros behind them. */
export function massWords(quanta: number, substance: string, number: (value: number, digits: number) => string): string {
  const isPrecious = quantumOf(substance) === 'mg'
  const grams = isPrecious ? quanta / 1000 : quanta
  // Nothing is nothing of the unit the metal is usually weighed in.
  const [unit, size] = grams === 0 ? GRAMS[isPrecious ? 2 : 0] : GRAMS.find(([, one]) => Math.abs(grams) >= one) ?? GRAMS[2]
  return `${number(grams / size, Math.round(Math.log10(size)) + (isPrecious ? 3 : 0))}\u00a0${unit}`
}
