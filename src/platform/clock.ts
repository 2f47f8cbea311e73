// The clock. Read once per request and handed in; nothing outside this folder asks what time it is.
import type { Day, Instant } from '#src/kernel/time.ts'

export type Clock = { now(): Instant }

export const systemClock: Clock = { now: () => new Date().toISOString() }

/** The civil day of an instant in a time zone. */
export function civilDay(instant: Instant, timeZone: string): Day {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(new Date(instant))
  const of = (type: string) => parts.find((part) => part.type === type)!.value
  return `${of('year')}-${of('month')}-${of('day')}`
}
