// Two times on every public read: `asOf`, what was true on a day; `knownAt`, what had been recorded by an instant.
// Together they regenerate any figure ever shown.
import { z } from 'zod'
import { Day, Instant } from './time.ts'

export const TimeQuery = z.object({
  asOf: Day.optional().describe('what was true on this day (default: today)'),
  knownAt: z.union([Instant, Day]).optional().describe('what had been recorded by this instant or the end of this day (default: now)'),
})
export type TimeQuery = z.infer<typeof TimeQuery>

/** A day given as `knownAt` means its last instant. */
export const knownAtInstant = (knownAt: string | undefined): Instant | undefined =>
  knownAt === undefined ? undefined : knownAt.length === 10 ? `${knownAt}T23:59:59.999Z` : knownAt
