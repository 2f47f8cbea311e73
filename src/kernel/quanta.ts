// Arithmetic of mass in whole quanta: grams of a base metal, milligrams of a precious one (architecture section 4). What is
// typed is read exactly, so that a unit never changes a result (custody invariant 10). No validator here: screens count too.
/** Ten-thousandths of a milligram in one unit, exact: a pound is 453.59237 g, a troy ounce 31.1034768 g by definition. */
const UNITS = { t: 10_000_000_000_000n, kg: 10_000_000_000n, g: 10_000_000n, mg: 10_000n, lb: 4_535_923_700n, oz: 311_034_768n } as const
export type MassUnit = keyof typeof UNITS

export type Quantum = 'g' | 'mg'

/** `25.5 t`, `1200 kg`, `3 oz`: a decimal number of at most 15 digits before and 9 after the point, and its unit. */
export const WRITTEN = /^(\d{1,15})(?:\.(\d{1,9}))? ?(t|kg|g|mg|lb|oz)$/
/** `1,234 t`: twelve hundred to one reader, one and a quarter to another. */
const TWO_READINGS = /^([1-9]\d{0,2}),(\d{3})( ?[a-z]*)$/
/** Both numbers that a text can be read as; nothing where it is plain. */
export function twoReadings(text: string): readonly [string, string] | undefined {
  const [, whole, part, unit] = TWO_READINGS.exec(text.trim()) ?? []
  return whole === undefined ? undefined : [`${whole}${part}${unit}`, `${whole}.${part}${unit}`]
}
/** A decimal comma as a point; what could be two numbers stays as it is typed, and is refused by whoever reads it. */
export const decimalPoint = (text: string): string => twoReadings(text) === undefined ? text.trim().replace(/(\d),(\d{1,9})(?=\D|$)/, '$1.$2') : text.trim()

const PLAIN = /^(\d{1,15})(?:\.(\d{1,9}))?$/

/** A fraction with nine digits behind the point as a whole number. */
export const FRACTION_SCALE = 1_000_000_000n
export const fractionUnits = (fraction: string): bigint => decimalUnits(fraction, 9)

/** A decimal text as a whole number of units of 10^-digits. @throws RangeError when it is no such decimal */
export function decimalUnits(text: string, digits: number): bigint {
  const [, whole, part = ''] = PLAIN.exec(text) ?? []
  if (whole === undefined || part.length > digits) throw new RangeError(`"${text}" is no decimal with at most ${digits} digits behind the point`)
  return BigInt(whole) * 10n ** BigInt(digits) + BigInt(part.padEnd(digits, '0') || '0')
}

/** Digits behind the point that a metric unit has in whole quanta. */
const METRIC: Readonly<Record<Quantum, Readonly<Partial<Record<MassUnit, number>>>>> = { g: { t: 6, kg: 3, g: 0 }, mg: { t: 9, kg: 6, g: 3, mg: 0 } }

/** Half up, the rounding of weight notes. */
export const dividedHalfUp = (dividend: bigint, divisor: bigint): bigint => (2n * dividend + divisor) / (2n * divisor)

/**
 * A written mass in whole quanta, rounded half up where the unit is finer.
 * @throws RangeError when it is not written as a mass, or is more than can be counted exactly (9 * 10^15 quanta)
 */
export function quantaOf(mass: string, quantum: Quantum): number {
  const [, whole, part = '', unit] = WRITTEN.exec(mass) ?? []
  if (whole === undefined) throw new RangeError(`"${mass}" is no mass: write a number and its unit, such as 25.5 t`)
  const places = METRIC[quantum][unit as MassUnit]
  // Nothing to round, and short enough to be exact as a number.
  if (places !== undefined && part.length <= places && whole.length + places <= 15) return Number(whole + part.padEnd(places, '0'))
  const digits = BigInt(whole + part)
  const quanta = dividedHalfUp(digits * UNITS[unit as MassUnit], 10n ** BigInt(part.length) * UNITS[quantum])
  return safeQuanta(quanta, mass)
}

function safeQuanta(quanta: bigint, words: string): number {
  const count = Number(quanta)
  if (!Number.isSafeInteger(count)) throw new RangeError(`"${words}" is more than can be counted exactly`)
  return count
}

/** A share of a mass, half up. @param share as a fraction text */
export const shareOf = (quanta: number, share: string): number => Number(dividedHalfUp(BigInt(quanta) * fractionUnits(share), FRACTION_SCALE))

/**
 * Dry and contained mass of a weighed and assayed lot (custody notes 2.2, formula 1).
 * @param gross quanta (g) as weighed, wet
 * @returns dry mass in g, and contained mass in the quantum asked for
 */
export function containedOf(gross: number, moisture: string, grade: string, quantum: Quantum): { readonly dry: number; readonly contained: number } {
  const dryUnits = BigInt(gross) * (FRACTION_SCALE - fractionUnits(moisture))
  const perGram = quantum === 'mg' ? 1000n : 1n
  return {
    dry: Number(dividedHalfUp(dryUnits, FRACTION_SCALE)),
    contained: safeQuanta(dividedHalfUp(dryUnits * fractionUnits(grade) * perGram, FRACTION_SCALE * FRACTION_SCALE), `${gross} g`),
  }
}

/** Quanta as tonnes with all their digits: `25500000` g is `25.500000`. */
export function tonnesText(quanta: number, quantum: Quantum = 'g'): string {
  const digits = quantum === 'g' ? 6 : 9
  const text = String(Math.abs(quanta)).padStart(digits + 1, '0')
  return `${quanta < 0 ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

const GRAMS = [['t', 1_000_000], ['kg', 1000], ['g', 1]] as const

/**
 * As people read it, in the largest unit of which there is at least one, so that 312 g of gold are never "0.000 t": all digits
 * as counted, without the zeros behind them.
 * @param number writes a value with at most so many digits behind the point, in the reader's language
 */
export function readableMass(quanta: number, quantum: Quantum, number: (value: number, digits: number) => string): string {
  const grams = quantum === 'mg' ? quanta / 1000 : quanta
  // Nothing is nothing of the unit the metal is usually weighed in.
  const [unit, size] = grams === 0 ? GRAMS[quantum === 'mg' ? 2 : 0] : GRAMS.find(([, one]) => Math.abs(grams) >= one) ?? GRAMS[2]
  return `${number(grams / size, Math.round(Math.log10(size)) + (quantum === 'mg' ? 3 : 0))}\u00a0${unit}`
}

/**
 * Splits a whole number by weights without losing or inventing a quantum: floors, then one more to the largest
 * remainders, ties to the earlier part (architecture section 4).
 * @param weights not negative, their sum above zero
 */
export function splitWhole(whole: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n)
  if (total <= 0n) throw new RangeError('weights must sum to more than zero')
  const exact = weights.map((weight) => BigInt(whole) * BigInt(weight))
  const parts = exact.map((product) => Number(product / total))
  let rest = whole - parts.reduce((sum, part) => sum + part, 0)
  const order = exact.map((product, i) => ({ i, remainder: product % total })).sort((a, b) => (a.remainder === b.remainder ? a.i - b.i : a.remainder > b.remainder ? -1 : 1))
  for (const { i } of order) { if (rest === 0) break; parts[i]! += 1; rest -= 1 }
  return parts
}

/** `28 %`, `28.4%` and `0.284` as a fraction text, without passing through floating point; other words stay as they are. */
export function fractionText(text: string): string {
  const [, whole, part = ''] = /^(\d{1,3})(?:[.,](\d{1,7}))? ?%$/.exec(text.trim()) ?? []
  if (whole === undefined) return text.trim().replace(',', '.')
  const digits = whole.padStart(3, '0')
  return `${Number(digits.slice(0, -2))}.${digits.slice(-2)}${part}`.replace(/\.?0+$/, '') || '0'
}
