// The clock. Read once per request and handed in; nothing outside this folder asks what time it is.
import type { Day, Instant } from '#src/kernel/time.ts'

export type Clock = { now(): Instant }

export const systemClock: Clock = { now: () => new Date().toISOString() }

const formats = new Map<string, Intl.DateTimeFormat>()

/** The civil day of an instant in a time zone. A format costs more to make than a thousand days to write. */
export function civilDay(instant: Instant, timeZone: string): Day {
  if (timeZone === 'UTC') return instant.slice(0, 10)
  let format = formats.get(timeZone)
  if (format === undefined) formats.set(timeZone, format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }))
  const parts = format.formatToParts(new Date(instant))
  const of = (type: string) => parts.find((part) => part.type === type)!.value
  return `${of('year')}-${of('month')}-${of('day')}`
}
