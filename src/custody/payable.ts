// What is paid for of a concentrate, and the refining charge on it (custody notes 3.2 and 3.3, marked there as known, not
// found: the terms are the contract's, these are the usual ones). Exact decimals; rounded half up only for display.
import { FRACTION_SCALE, decimalUnits, dividedHalfUp, fractionUnits, type Fraction } from '#src/kernel/mass.ts'
import type { Substance } from './substance.ts'

/** Of the metal in a dry tonne a part is paid, and never more than the grade less so many units of one per cent. */
export type PayableTerms = { readonly paid: Fraction; readonly leastDeduction: Fraction }

/** By metal, where a usual rule is known. */
export const payableTerms: Readonly<Partial<Record<Substance, PayableTerms>>> = {
  copper: { paid: '0.965', leastDeduction: '0.01' },
  zinc: { paid: '0.85', leastDeduction: '0.08' },
  lead: { paid: '0.95', leastDeduction: '0.03' },
}

/** Parts of a dry tonne in units of 10^-18. */
export type Payable = { readonly byPart: bigint; readonly byDeduction: bigint; readonly payable: bigint }
const SCALE = FRACTION_SCALE * FRACTION_SCALE

/** payable = min(paid * grade, grade - deduction), never below nothing. */
export function payableOf(grade: Fraction, terms: PayableTerms): Payable {
  const byPart = fractionUnits(grade) * fractionUnits(terms.paid)
  const byDeduction = (fractionUnits(grade) - fractionUnits(terms.leastDeduction)) * FRACTION_SCALE
  const least = byPart < byDeduction ? byPart : byDeduction
  return { byPart, byDeduction, payable: least > 0n ? least : 0n }
}

/** A part of a dry tonne as per cent with so many digits behind the point. */
export const percentText = (part: bigint, digits: number): string => decimalText(part * 100n, SCALE, digits)

/** Pounds in a tonne by definition: a pound is 0.45359237 kg. */
const POUND_GRAMS = 45_359_237n
const POUND_SCALE = 100_000n

/** USD per dry tonne, for a charge in US cents per payable pound. */
export function refiningCharge(payable: bigint, centsPerPound: string, digits: number): string {
  const cents = decimalUnits(centsPerPound, 6)
  // grams payable / grams a pound * cents / 100
  const dividend = payable * 1_000_000n * POUND_SCALE * cents
  const divisor = SCALE * POUND_GRAMS * 1_000_000n * 100n
  return decimalText(dividend, divisor, digits)
}

function decimalText(dividend: bigint, divisor: bigint, digits: number): string {
  const units = String(dividedHalfUp(dividend * 10n ** BigInt(digits), divisor)).padStart(digits + 1, '0')
  return digits === 0 ? units : `${units.slice(0, -digits)}.${units.slice(-digits)}`
}
