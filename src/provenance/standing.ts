// Which marks a site held when it handled metal, and the days between which that did not change: what makes a share an
// awarded share. Follows the law of holdings (awards/holding.ts): surely held counts, possibly held is told beside it.
import { holdingsOn, milestonesBySite, survivorOf, YEARS_VOUCHED } from '#src/awards/holding.ts'
import type { Milestone } from '#src/awards/milestone.ts'
import { addDays, addYears, type Day } from '#src/kernel/time.ts'
import { siteFact } from '#src/parties/site.ts'
import type { Fact, FactSet } from '#src/transparency/fact.ts'
import type { Epoch, MarkStanding } from './atom.ts'

export type Standings = {
  on(siteId: string, day: Day): MarkStanding
  epochOn(siteId: string, day: Day): Epoch
  /** Every epoch of a site in one text: two sites with the same text can never be told apart by asking of other days. */
  courseOf(siteId: string): string
}

export const isAwarded = (standing: MarkStanding): boolean => standing.surely.length > 0

const FIRST = '0001-01-01'

/** Days on which what is known of the milestones may change the standing. */
function turningDays(milestones: readonly Fact<Milestone>[]): Day[] {
  const days = new Set<Day>([FIRST])
  for (const { value: { date, validUntil } } of milestones) {
    if (date.from !== null) days.add(date.from)
    if (date.to !== null) { days.add(date.to); days.add(addDays(date.to, 1)); days.add(addDays(addYears(date.to, YEARS_VOUCHED), 1)) }
    if (validUntil !== undefined) days.add(addDays(validUntil, 1))
  }
  return [...days].sort()
}

function standingOf(milestones: readonly Fact<Milestone>[], day: Day): MarkStanding {
  const holdings = holdingsOn(milestones, day)
  return { surely: holdings.filter(({ surely }) => surely).map(({ mark }) => mark), possibly: holdings.filter(({ surely, possibly }) => possibly && !surely).map(({ mark }) => mark) }
}

export function epochsOf(milestones: readonly Fact<Milestone>[]): Epoch[] {
  const epochs: Epoch[] = []
  for (const day of turningDays(milestones)) {
    const standing = standingOf(milestones, day)
    const last = epochs.at(-1)
    if (last !== undefined && JSON.stringify(last.standing) === JSON.stringify(standing)) continue
    if (last !== undefined) epochs[epochs.length - 1] = { ...last, to: addDays(day, -1) }
    epochs.push({ from: day === FIRST ? null : day, to: null, standing })
  }
  return epochs
}

export function standingsOf(facts: FactSet): Standings {
  const bySite = milestonesBySite(facts)
  const sites = facts.of(siteFact)
  const kept = new Map<string, readonly Epoch[]>()
  const epochs = (siteId: string): readonly Epoch[] => {
    const known = kept.get(siteId)
    if (known !== undefined) return known
    const made = epochsOf(bySite.get(survivorOf(sites, siteId)) ?? [])
    kept.set(siteId, made)
    return made
  }
  const epochOn = (siteId: string, day: Day): Epoch => epochs(siteId).findLast(({ from }) => from === null || from <= day)!
  return {
    epochOn, on: (siteId, day) => epochOn(siteId, day).standing,
    courseOf: (siteId) => epochs(siteId).map(({ from, standing }) => `${from ?? ''}${isAwarded(standing) ? '+' : '-'}`).join(' '),
  }
}
