// Quantities as the screens write them, and the words the forms choose from. The lists name their types, so that a word the
// ledger does not know does not compile.
import type { Material, DocumentKind } from '#src/custody/lot.ts'
import type { CustodyModel, ScrapClass } from '#src/custody/custody-model.ts'
import type { Substance } from '#src/custody/substance.ts'
import { decimalPoint, tonnesText } from '#src/kernel/quanta.ts'
import { quantumOf } from '../ui/mass.ts'

export const METALS: readonly Substance[] = ['copper', 'molybdenum', 'nickel', 'zinc', 'lead', 'cobalt', 'gold', 'silver', 'sulphuric-acid']
export const MATERIALS: readonly Material[] = ['ore', 'concentrate', 'leach-solution', 'matte', 'blister', 'anode', 'cathode', 'refined', 'rod', 'wire', 'cable', 'semi', 'scrap', 'slag', 'slimes', 'dore', 'oxide', 'ferro-alloy', 'acid', 'other']
export const MODELS: readonly CustodyModel[] = ['mass-balance', 'controlled-blending', 'segregated', 'identity-preserved', 'book-and-claim']
export const SCRAP: readonly ScrapClass[] = ['internal', 'pre-consumer', 'post-consumer']
export const PAPERS: readonly DocumentKind[] = ['certificate-of-analysis', 'bill-of-lading', 'weighbridge-ticket', 'draft-survey', 'moisture-certificate', 'assay', 'customs', 'transfer-statement', 'scrap-declaration', 'other']

/** For a line: exact, with its unit. */
export const lineMass = (quanta: number, substance: string): string => `${tonnesText(quanta, quantumOf(substance))} t`

/** A mass as typed: with a decimal comma or point, and tonnes where no unit is given. `1,234` is left as it is: it is refused as what could be two. */
export function typedMass(text: string): string {
  const plain = decimalPoint(text)
  return /^\d+([.,]\d+)?$/.test(plain) ? `${plain} t` : plain
}
