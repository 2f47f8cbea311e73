// A mass on paper, as the screens write it: `25.5 t`, `312 g`.
import { quantumOf, type Substance } from '#src/custody/substance.ts'
import { readableMass } from '#src/kernel/quanta.ts'
import type { Words } from '#src/registry/summary-words.ts'

export const massWords = (say: Words, quanta: number, metal: Substance): string =>
  readableMass(quanta, quantumOf(metal), (value, digits) => new Intl.NumberFormat(say.language, { maximumFractionDigits: digits }).format(value))
