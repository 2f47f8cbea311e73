// Exact numbers of a footprint: decimal fixed point with 24 digits behind the point, in whole bigints, so that the same facts
// give the same digits on every machine and halves round up at display only (custody notes 7: decimals exact, half up).
import { z } from 'zod'

/** Whole units of 10^-24. */
export type Exact = bigint
export const DIGITS = 24
export const ONE: Exact = 10n ** BigInt(DIGITS)

const WRITTEN = /^(-?)(\d{1,15})(?:\.(\d{1,12}))?$/

/** A decimal that is not negative, as text: no digit is lost on the way. */
export const Decimal = z.string().regex(/^\d{1,15}(\.\d{1,12})?$/, 'a number is written as 1234.5, with at most 12 digits behind the point')
export type Decimal = string

/** @throws RangeError where the text is no decimal */
export function exactOf(text: string): Exact {
  const [, sign, whole, part = ''] = WRITTEN.exec(text) ?? []
  if (whole === undefined) throw new RangeError(`"${text}" is no decimal number`)
  const units = BigInt(whole) * ONE + BigInt(part.padEnd(DIGITS, '0'))
  return sign === '-' ? -units : units
}

/** A whole number, such as grams. */
export const exactWhole = (whole: number | bigint): Exact => BigInt(whole) * ONE

/** Half away from zero: half up for what is positive. */
function dividedHalfUp(dividend: bigint, divisor: bigint): bigint {
  const isNegative = dividend < 0n !== divisor < 0n
  const [a, b] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor]
  const quotient = (2n * a + b) / (2n * b)
  return isNegative ? -quotient : quotient
}

export const times = (a: Exact, b: Exact): Exact => dividedHalfUp(a * b, ONE)
/** @throws RangeError on a divisor of zero */
export const over = (a: Exact, b: Exact): Exact => {
  if (b === 0n) throw new RangeError('nothing can be divided by zero')
  return dividedHalfUp(a * ONE, b)
}
/** a × b ÷ c with one rounding. */
export const portion = (a: Exact, b: Exact, c: Exact): Exact => {
  if (c === 0n) throw new RangeError('nothing can be divided by zero')
  return dividedHalfUp(a * b, c)
}

/** As printed, half up. @param digits behind the point */
export function printed(value: Exact, digits: number): string {
  const scaled = dividedHalfUp(value, 10n ** BigInt(DIGITS - digits))
  const text = String(scaled < 0n ? -scaled : scaled).padStart(digits + 1, '0')
  const sign = scaled < 0n ? '-' : ''
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** The nearest double, for columns that are not exact. */
export const nearest = (value: Exact): number => Number(printed(value, 15))

/** The smallest whole number that is not less. */
export const wholeAbove = (value: Exact): bigint => value <= 0n ? 0n : (value + ONE - 1n) / ONE

/**
 * Splits a whole by weights so that the parts sum to it to the last unit: what rounding leaves goes to the largest part.
 * @param weights not negative, their sum above zero
 */
export function splitExact(whole: Exact, weights: readonly Exact[]): Exact[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n)
  if (total <= 0n || weights.some((weight) => weight < 0n)) throw new RangeError('weights are not negative and sum to more than zero')
  const parts = weights.map((weight) => portion(whole, weight, total))
  const largest = weights.reduce((best, weight, i) => weight > weights[best]! ? i : best, 0)
  parts[largest]! += whole - parts.reduce((sum, part) => sum + part, 0n)
  return parts
}
