// Masses as every screen of metal writes them: counted in whole quanta, read in the unit that fits. The same mass reads the same
// everywhere, on paper too.
import { readableMass, type Quantum } from '#src/kernel/quanta.ts'

/** Said again for screens, which load no validator (src/custody/substance.ts). */
export const quantumOf = (substance: string): Quantum => substance === 'gold' || substance === 'silver' ? 'mg' : 'g'

/** `25.5 t`, `600 kg`, `312 g`. */
export const massWords = (quanta: number, substance: string, number: (value: number, digits: number) => string): string =>
  readableMass(quanta, quantumOf(substance), number)
