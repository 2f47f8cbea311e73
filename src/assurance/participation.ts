// How far a company is that committed to bring all its sites in by a day: counted from its cases, never typed.
import { daysBetween, type Day } from '#src/kernel/time.ts'
import type { CaseState } from './cycle.ts'
import { awardedStates } from './cycle.ts'

/** States from which on a site has signed and not left. */
const beforeLetter: readonly CaseState[] = ['applied', 'rejected', 'eligible', 'left', 'closed']
export const isCommitted = (state: CaseState): boolean => !beforeLetter.includes(state)

export type Commitment = { readonly allSitesBy: Day | null; readonly allSitesCount: number | null }

/** A reached commitment needs a count to be reached: what the company declared, or else what is known of it. */
export function progressOf(commitment: Commitment, knownSites: ReadonlySet<string>, standing: ReadonlyMap<string, CaseState>, today: Day) {
  const sites = [...standing]
  const committedSites = sites.filter(([, state]) => isCommitted(state)).length
  const wanted = Math.max(commitment.allSitesCount ?? 0, knownSites.size)
  const isReached = wanted > 0 && committedSites >= wanted
  const daysLeft = commitment.allSitesBy === null ? null : daysBetween(today, commitment.allSitesBy)
  return {
    declaredSites: commitment.allSitesCount, knownSites: knownSites.size, committedSites, awardedSites: sites.filter(([, state]) => awardedStates.includes(state)).length,
    dueOn: commitment.allSitesBy, daysLeft, isReached, isOverdue: !isReached && daysLeft !== null && daysLeft < 0,
  }
}
