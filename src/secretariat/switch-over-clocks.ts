// The clocks of a case that was run elsewhere, computed anew from the standard's data by the same law as every other case,
// and compared with the days of the operator's list.
import { started, stopped, type CaseClock } from '#src/assurance/clock.ts'
import type { CaseOutcome, CaseState, CaseMove } from '#src/assurance/cycle.ts'
import type { Day } from '#src/kernel/time.ts'
import type { Standard } from '#src/standards/standard.ts'
import type { CarriedCase, DueChoice, DueDifference } from './switch-over.ts'

const order: readonly CaseState[] = ['applied', 'eligible', 'committed', 'self-assessed', 'planned', 'announced', 'desk-reviewed', 'assessed', 'in-review', 'final', 'remediation', 'conditional', 'awarded']
/** Whether the way to a state leads through another. An end may come at any step: there the days that are given count. */
export const isPast = (state: CaseState, other: CaseState): boolean => order.indexOf(state) > order.indexOf(other)
export const isEnd = (state: CaseState): boolean => !order.includes(state)

export const outcomeOf = (one: Pick<CarriedCase, 'state' | 'awards'>): CaseOutcome =>
  one.state === 'awarded' ? 'awarded' : one.state === 'conditional' ? 'conditional' : one.awards.length === 0 ? 'not-awarded' : one.awards.some(({ isConditional }) => isConditional) ? 'conditional' : 'awarded'

/** The moves whose days are known, in the order of the cycle. */
export function movesOf(one: CarriedCase): { move: CaseMove; on: Day }[] {
  const { state } = one
  const found: { move: CaseMove; on: Day | null }[] = [
    { move: 'letter.signed', on: isPast(state, 'eligible') || isEnd(state) ? one.letterSignedOn : null },
    { move: 'self-assessment.submitted', on: isPast(state, 'committed') || isEnd(state) ? one.selfAssessedOn : null },
    { move: 'site-visit.completed', on: isPast(state, 'desk-reviewed') || isEnd(state) ? one.assessedTo : null },
    { move: 'case.decided', on: isPast(state, 'final') || isEnd(state) ? one.decidedOn : null },
    ...(state === 'left' ? [{ move: 'case.left' as const, on: one.since }] : state === 'closed' ? [{ move: 'case.closed' as const, on: one.since }] : []),
  ]
  return found.flatMap(({ move, on }) => on === null ? [] : [{ move, on }])
}

/** As the standard computes them, before any extension. */
export function computedClocks(law: Standard, one: CarriedCase): CaseClock[] {
  let clocks: CaseClock[] = []
  for (const { move, on } of movesOf(one)) {
    const outcome = move === 'case.decided' ? outcomeOf(one) : undefined
    const over = move === 'case.left' || move === 'case.closed'
    clocks = [...stopped(clocks, move, on, outcome, over), ...over ? [] : started(law, move, on, outcome, clocks)]
  }
  return clocks
}

/** With the extensions of the list, the newest last. */
export function extendedClocks(clocks: readonly CaseClock[], one: CarriedCase): CaseClock[] {
  return clocks.map((clock) => {
    const last = one.extensions.filter((extension) => extension.clock === clock.clock).toSorted((a, b) => a.grantedOn < b.grantedOn ? -1 : 1).at(-1)
    return last === undefined || last.until <= clock.firstDueOn ? clock : { ...clock, dueOn: last.until }
  })
}

/** Days of the list that are not those of the standard. A clock that the list leaves blank has the day of the standard. */
export function dueDifferences(clocks: readonly CaseClock[], one: CarriedCase, chosen: (clock: string) => DueChoice | null): DueDifference[] {
  return clocks.flatMap((clock) => {
    const workbook = one.dueOn[clock.clock]
    if (workbook === undefined || workbook === clock.dueOn) return []
    return [{ key: one.key, siteName: one.siteName, clock: clock.clock, startedOn: clock.startedOn, workbook, computed: clock.dueOn, choice: chosen(clock.clock) }]
  })
}

/** The clocks as they are taken over. A day that was kept and lies before the computed one is the first day as well. */
export function settledClocks(clocks: readonly CaseClock[], differences: readonly DueDifference[]): CaseClock[] {
  return clocks.map((clock) => {
    const kept = differences.find((one) => one.clock === clock.clock && one.choice === 'keep')
    if (kept === undefined) return clock
    return { ...clock, dueOn: kept.workbook, firstDueOn: kept.workbook < clock.firstDueOn ? kept.workbook : clock.firstDueOn }
  })
}
