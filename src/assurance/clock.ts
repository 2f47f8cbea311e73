// Due dates. The clocks are data of the standard (start event, length, warnings, what a miss does); here they are
// computed on civil days of the scheme's time zone. A clock only ever tells and proposes: nothing is suspended or
// withdrawn by one.
import { z } from 'zod'
import { addMonths, daysBetween, Day } from '#src/kernel/time.ts'
import type { Clock, Standard } from '#src/standards/standard.ts'
import type { Role } from '#src/access/role.ts'
import type { CaseMove, CaseOutcome } from './cycle.ts'

/** The move of a case that a clock's start event means. Events of custody (`period-opened`, `record-made`) are no move. */
const startMoves: Readonly<Record<string, CaseMove>> = {
  'letter-signed': 'letter.signed', 'assessment-completed': 'site-visit.completed', 'award-decided': 'case.decided', 'report-published': 'case.decided',
}

/**
 * What stops a clock and whose move that is, by the clock's name. The standards found name no stop; a clock of another
 * name runs until its case ends, and belongs to the site.
 */
const known: Readonly<Record<string, { stop: CaseMove | 'all-met'; owner: Role; onlyFor?: CaseOutcome }>> = {
  'self-assessment': { stop: 'self-assessment.submitted', owner: 'site-owner' },
  'site-assessment': { stop: 'site-visit.completed', owner: 'lead-assessor' },
  'improvement-plan': { stop: 'all-met', owner: 'site-owner', onlyFor: 'conditional' },
  'full-conformance': { stop: 'all-met', owner: 'site-owner' },
  'award-validity': { stop: 'case.closed', owner: 'site-owner' },
  're-assessment': { stop: 'case.closed', owner: 'site-owner' },
}

export const CaseClock = z.object({
  clock: z.string(),
  startedOn: Day,
  /** As the standard computes it, before any extension. */
  firstDueOn: Day,
  dueOn: Day,
  ownerRole: z.string(),
  doneOn: Day.nullable(),
  droppedOn: Day.nullable(),
})
export type CaseClock = z.infer<typeof CaseClock>

const isAward = (outcome: CaseOutcome | undefined): boolean => outcome === 'awarded' || outcome === 'conditional'

/** The clocks that a move starts. A first award starts those of the award; a later round of the same cycle none. */
export function started(standard: Standard, move: CaseMove, on: Day, outcome: CaseOutcome | undefined, running: readonly CaseClock[]): CaseClock[] {
  if (move === 'case.decided' && !isAward(outcome)) return []
  return standard.clocks.filter((clock) => startMoves[clock.start.event] === move && !running.some((one) => one.clock === clock.slug))
    .filter((clock) => known[clock.slug]?.onlyFor === undefined || known[clock.slug]!.onlyFor === outcome)
    .map((clock) => {
      const due = addMonths(on, clock.length.months)
      return { clock: clock.slug, startedOn: on, firstDueOn: due, dueOn: due, ownerRole: known[clock.slug]?.owner ?? 'site-owner', doneOn: null, droppedOn: null }
    })
}

/** The running clocks as they stand after a move: those it stops are done, and at the end of the case all others are dropped. */
export function stopped(clocks: readonly CaseClock[], move: CaseMove, on: Day, outcome: CaseOutcome | undefined, isEnd: boolean): CaseClock[] {
  return clocks.map((clock) => {
    if (clock.doneOn !== null || clock.droppedOn !== null) {
      // What was handed back has to be done again: its clock runs on.
      return move === 'self-assessment.returned' && clock.clock === 'self-assessment' ? { ...clock, doneOn: null } : clock
    }
    const stop = known[clock.clock]?.stop
    if (stop === move || (stop === 'all-met' && move === 'case.decided' && outcome === 'awarded')) return { ...clock, doneOn: on }
    return isEnd ? { ...clock, droppedOn: on } : clock
  })
}

export const clockOf = (standard: Standard, slug: string): Clock | undefined => standard.clocks.find((clock) => clock.slug === slug)

export const isRunning = (clock: CaseClock): boolean => clock.doneOn === null && clock.droppedOn === null

/** Days left; negative where it is late. */
export const daysLeft = (clock: CaseClock, today: Day): number => daysBetween(today, clock.dueOn)

/** The lead times of the standard that are reached today and were not yet told: the nearest one only, as one reminder says it all. */
export function warningDue(daysBefore: readonly number[], clock: CaseClock, today: Day): number | null {
  if (!isRunning(clock)) return null
  const left = daysLeft(clock, today)
  const reached = daysBefore.filter((days) => left <= days)
  return reached.length === 0 ? null : Math.min(...reached)
}
