// Accounting periods as civil days, and how quantities are written for people (custody notes 2.2).
import type { Quantum } from '#src/kernel/mass.ts'
import { addDays, addMonths, type Day } from '#src/kernel/time.ts'

/** Period 1 begins with the account; earlier vintages have numbers of 0 and below. */
export const periodFrom = (beginsOn: Day, months: number, period: number): Day => addMonths(beginsOn, (period - 1) * months)
export const periodTo = (beginsOn: Day, months: number, period: number): Day => addDays(periodFrom(beginsOn, months, period + 1), -1)

/** The period a day lies in; below 1 where it lies before the account begins. */
export function periodOn(beginsOn: Day, months: number, day: Day): number {
  const monthsOf = (one: Day): number => Number(one.slice(0, 4)) * 12 + Number(one.slice(5, 7))
  const guess = Math.floor((monthsOf(day) - monthsOf(beginsOn)) / months) + 1
  for (const period of [guess + 1, guess, guess - 1]) if (periodFrom(beginsOn, months, period) <= day) return period
  return guess - 1
}

/** `185.671 t`; of precious metals `31.103 kg`: at least three digits behind the point, more only where they say something. */
export function writtenMass(quanta: number, quantum: Quantum): string {
  const digits = String(Math.abs(quanta)).padStart(7, '0')
  const part = digits.slice(-6).replace(/0{1,3}$/, '')
  return `${quanta < 0 ? '-' : ''}${digits.slice(0, -6)}.${part} ${quantum === 'g' ? 't' : 'kg'}`
}

/** With thousands set apart, for sentences. */
export const spokenMass = (quanta: number, quantum: Quantum): string => writtenMass(quanta, quantum).replace(/\d+(?=\.)/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','))
