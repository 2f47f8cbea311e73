// The secretariat's board: every case with where it stands and which clock is next, so that no deadline is missed.
import { z } from 'zod'
import { CaseState } from '#src/assurance/cycle.ts'
import { Day } from '#src/kernel/time.ts'

export const BoardClock = z.object({ clock: z.string(), dueOn: Day, daysLeft: z.number().int(), ownerRole: z.string(), isExtended: z.boolean() })
export type BoardClock = z.infer<typeof BoardClock>

export const BoardRow = z.object({
  caseId: z.string(), siteId: z.string(), siteName: z.string(), participant: z.string().nullable(), country: z.string(),
  state: CaseState, round: z.number().int(), cycle: z.number().int(), standard: z.string(), standardVersion: z.string(),
  metals: z.array(z.string()), firmId: z.string().nullable(), cohort: z.string().nullable(),
  letterSignedOn: Day.nullable(), changedOn: Day,
  /** The running clock that is due first; null where none runs. */
  next: BoardClock.nullable(),
  /** How many running clocks have passed their day. */
  overdue: z.number().int(),
})
export type BoardRow = z.infer<typeof BoardRow>

export const BoardCount = z.object({ state: CaseState, count: z.number().int(), overdue: z.number().int() })
export type BoardCount = z.infer<typeof BoardCount>

/** How many cases are in each state, and how many of them have a clock that has passed its day. */
export function countsOf(rows: readonly Pick<BoardRow, 'state' | 'overdue'>[]): BoardCount[] {
  return CaseState.options.map((state) => {
    const there = rows.filter((row) => row.state === state)
    return { state, count: there.length, overdue: there.filter((row) => row.overdue > 0).length }
  })
}

/** Which roles' moves the secretariat waits for: how many cases, how many due within a month, how many late. */
export const WorkloadRow = z.object({ who: z.string(), name: z.string().nullable(), open: z.number().int(), dueSoon: z.number().int(), overdue: z.number().int() })
export type WorkloadRow = z.infer<typeof WorkloadRow>

export const SOON_DAYS = 30

/** Sums the load of one group of cases under a name. */
export const loadOf = (who: string, name: string | null, rows: readonly BoardRow[]): WorkloadRow => ({
  who, name, open: rows.length,
  dueSoon: rows.filter(({ next }) => next !== null && next.daysLeft >= 0 && next.daysLeft <= SOON_DAYS).length,
  overdue: rows.filter(({ overdue }) => overdue > 0).length,
})
