// Day and instant are different types, and a date known only in part is stored as such (architecture section 4).
import { z } from 'zod'

/** A civil day `YYYY-MM-DD` that exists in the calendar. */
export const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written YYYY-MM-DD').refine(isCalendarDay, 'no such day in the calendar')
export type Day = string

/** An instant in UTC, `YYYY-MM-DDTHH:MM:SS.sssZ`. */
export const Instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/, 'an instant is written YYYY-MM-DDTHH:MM:SSZ')
export type Instant = string

export const DatePrecision = z.enum(['day', 'month', 'quarter', 'year', 'range', 'by', 'after', 'undated'])
export type DatePrecision = z.infer<typeof DatePrecision>

/**
 * A date as a source gives it: the earliest and the latest day it can mean. `from` is null when nothing bounds it
 * below ("by February 2023"), `to` is null when nothing bounds it above ("after July 2024"), both when undated.
 */
export const Dated = z.object({
  from: Day.nullable(),
  to: Day.nullable(),
  precision: DatePrecision,
  /** The words of the source, kept because a range loses them. */
  printed: z.string().max(300),
}).refine((d) => d.from === null || d.to === null || d.from <= d.to, 'a range ends on or after the day it begins')
export type Dated = z.infer<typeof Dated>

export function isCalendarDay(text: string): boolean {
  const [y, m, d] = text.split('-').map(Number) as [number, number, number]
  const date = new Date(Date.UTC(y, m - 1, d))
  return date.getUTCFullYear() === y && date.getUTCMonth() === m - 1 && date.getUTCDate() === d
}

const pad = (n: number) => String(n).padStart(2, '0')
export const lastDayOfMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** A whole month as a dated range. @param month 1 to 12 */
export const monthDated = (year: number, month: number, printed: string): Dated => ({
  from: `${year}-${pad(month)}-01`, to: `${year}-${pad(month)}-${pad(lastDayOfMonth(year, month))}`, precision: 'month', printed,
})

/** The same civil day some years on; 29 February becomes 28 February where the year has none. */
export function addYears(day: Day, years: number): Day {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number]
  return `${String(y + years).padStart(4, '0')}-${pad(m)}-${pad(Math.min(d, lastDayOfMonth(y + years, m)))}`
}

/** The same civil day some months on or back; the last day of the month where that month has no such day. */
export function addMonths(day: Day, months: number): Day {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number]
  const index = y * 12 + (m - 1) + months
  const [year, month] = [Math.floor(index / 12), index % 12 + 1]
  return `${String(year).padStart(4, '0')}-${pad(month)}-${pad(Math.min(d, lastDayOfMonth(year, month)))}`
}

const MILLISECONDS_A_DAY = 86_400_000
const startOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`)

export const addDays = (day: Day, days: number): Day => new Date(startOf(day) + days * MILLISECONDS_A_DAY).toISOString().slice(0, 10)

/** Days from one civil day to another; negative where the second lies before. */
export const daysBetween = (from: Day, to: Day): number => Math.round((startOf(to) - startOf(from)) / MILLISECONDS_A_DAY)

/** The day of an instant in UTC. */
export const dayOf = (instant: Instant): Day => instant.slice(0, 10)

/** Surely happened on or before that day: its latest possible day is known and not later. */
export const surelyBy = (date: Dated, day: Day): boolean => date.to !== null && date.to <= day

/** Possibly happened on or before that day: nothing places it later. */
export const possiblyBy = (date: Dated, day: Day): boolean => date.from === null || date.from <= day
