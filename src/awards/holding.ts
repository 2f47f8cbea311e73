// Who held which mark on a day: surely, possibly, or as far as is known not. The law of every count and share in the
// registry. Low counts what surely holds, high what possibly does; an award compiled from public sources that no source
// has confirmed for three years stays in high and leaves low (re-assessment every three
// years). Only a record of the mark's owner can say that an award is over.
import { z } from 'zod'
import { addYears, possiblyBy, surelyBy, type Day } from '#src/kernel/time.ts'
import { siteFact, type Site } from '#src/parties/site.ts'
import type { Fact, FactSet } from '#src/transparency/fact.ts'
import { Mark, milestoneFact, type Milestone, type MilestoneKind } from './milestone.ts'

export const HoldingReason = z.enum([
  /** An award found, made by then, and confirmed within three years. */
  'award-found',
  /** An award found, but no source says that it was made by then. */
  'date-not-sure',
  /** An award found and made by then; no source found that confirms it within three years of the day. */
  'no-recent-source',
  /** A compiled source speaks of a suspension or withdrawal: no longer sure. */
  'source-states-end',
  'no-award-found-by-then',
  /** The record of the mark's owner. */
  'live-in-force', 'live-date-not-sure', 'live-not-in-force',
])
export type HoldingReason = z.infer<typeof HoldingReason>

export type SiteMilestones = ReadonlyMap<string, readonly Fact<Milestone>[]>

export type Holding = {
  /** Null where the source of the award states no mark. */
  readonly mark: Mark | null
  readonly basis: 'compiled' | 'live'
  /** Surely implies possibly. */
  readonly surely: boolean
  readonly possibly: boolean
  readonly because: HoldingReason
  /** The milestones that say so; their citations are the sources of the answer. */
  readonly restsOn: readonly Fact<Milestone>[]
}

/** Years for which a source vouches for an award when it prints no end of validity. */
export const YEARS_VOUCHED = 3

const GRANTS: ReadonlySet<MilestoneKind> = new Set(['award', 're-award', 'extension'])
const ENDS: ReadonlySet<MilestoneKind> = new Set(['suspension', 'withdrawal'])
const BEGINNINGS: ReadonlySet<MilestoneKind> = new Set(['commitment', 'participation'])

const isGrant = ({ value }: Fact<Milestone>): boolean => GRANTS.has(value.kind)
const isEnd = ({ value }: Fact<Milestone>): boolean => ENDS.has(value.kind)
const isFollowUp = ({ value }: Fact<Milestone>): boolean => value.kind === 'follow-up'

/** The site a number leads to after merges. */
export function survivorOf(sites: ReadonlyMap<string, Fact<Site>>, siteId: string): string {
  const seen = new Set<string>()
  let id = siteId
  while (!seen.has(id)) {
    seen.add(id)
    const next = sites.get(id)?.value.mergedInto
    if (next === undefined) return id
    id = next
  }
  return siteId
}

/** Milestones of the register of marks by the site they are about; those that name no site count nowhere. */
export function milestonesBySite(facts: FactSet): SiteMilestones {
  const sites = facts.of(siteFact)
  const bySite = new Map<string, Fact<Milestone>[]>()
  for (const milestone of facts.of(milestoneFact).values()) {
    if (milestone.value.register !== 'mark' || milestone.value.siteId === undefined) continue
    const siteId = survivorOf(sites, milestone.value.siteId)
    const known = bySite.get(siteId)
    if (known === undefined) bySite.set(siteId, [milestone])
    else known.push(milestone)
  }
  return bySite
}

/** Every mark of which the milestones of one site tell an award, an extension or an end, on a day. */
export function holdingsOn(milestones: readonly Fact<Milestone>[], day: Day): Holding[] {
  const marks = new Set<Mark | null>()
  for (const milestone of milestones) if (isGrant(milestone) || isEnd(milestone)) marks.add(milestone.value.mark ?? null)
  return [...marks].map((mark) => holdingOn(milestones, mark, day))
}

/** One mark of one site on a day. @param milestones all of the site's, in the register of marks */
export function holdingOn(milestones: readonly Fact<Milestone>[], mark: Mark | null, day: Day): Holding {
  const same = milestones.filter(({ value }) => (value.mark ?? null) === mark)
  const live = same.filter(({ value }) => value.origin !== 'compiled')
  if (governsOn(live, day)) return liveHolding(live, mark, day)
  const compiled = same.filter(({ value }) => value.origin === 'compiled')
  return compiledHolding(compiled, beginningOf(milestones, mark), mark, day)
}

/**
 * The owner's record takes the place of compiled facts from the first award or end it tells; what was compiled of
 * earlier days stands, since an owner's list may hold the running award only.
 */
const governsOn = (live: readonly Fact<Milestone>[], day: Day): boolean =>
  live.some((milestone) => (isGrant(milestone) || isEnd(milestone)) && possiblyBy(milestone.value.date, day))

/** No award is made before the commitment: the earliest day a commitment or participation can mean, null when unknown. */
function beginningOf(milestones: readonly Fact<Milestone>[], mark: Mark | null): Day | null {
  let earliest: Day | null = null
  for (const { value } of milestones) {
    if (!BEGINNINGS.has(value.kind) || (value.mark !== undefined && value.mark !== mark)) continue
    if (value.date.from === null) return null
    if (earliest === null || value.date.from < earliest) earliest = value.date.from
  }
  return earliest
}

/**
 * The earliest day a grant can mean. "By 30 August 2022" gives none; then the other sources of an award by that day
 * bound it, else the commitment, else nothing does.
 */
function earliestDay(grant: Fact<Milestone>, grants: readonly Fact<Milestone>[], beginning: Day | null): Day | null {
  const { from, to } = grant.value.date
  if (from !== null) return from
  const bounds = grants.flatMap(({ value }) => value.date.from === null ? [] : [value.date.from])
    .filter((bound) => to === null || bound <= to).sort()
  if (bounds[0] !== undefined) return bounds[0]
  return beginning !== null && (to === null || beginning <= to) ? beginning : null
}

/** The last day for which a source vouches: the validity it prints, or three years from the last day it can mean. */
function vouchedUntil({ value }: Fact<Milestone>): Day | null {
  const threeYears = value.date.to === null ? null : addYears(value.date.to, YEARS_VOUCHED)
  if (value.validUntil === undefined || threeYears === null) return value.validUntil ?? threeYears
  return value.validUntil > threeYears ? value.validUntil : threeYears
}

const isSurelyBefore = (first: Fact<Milestone>, second: Fact<Milestone>): boolean =>
  first.value.date.to !== null && second.value.date.from !== null && first.value.date.to < second.value.date.from

function compiledHolding(
  compiled: readonly Fact<Milestone>[], beginning: Day | null, mark: Mark | null, day: Day,
): Holding {
  const grants = compiled.filter(isGrant)
  const possible = grants.filter((grant) => {
    const earliest = earliestDay(grant, grants, beginning)
    return earliest === null || earliest <= day
  })
  const answer = (surely: boolean, because: HoldingReason, restsOn: readonly Fact<Milestone>[]): Holding =>
    ({ mark, basis: 'compiled', surely, possibly: possible.length > 0, because, restsOn })
  if (possible.length === 0) return answer(false, 'no-award-found-by-then', [])

  const sure = possible.filter(({ value }) => surelyBy(value.date, day))
  if (sure.length === 0) return answer(false, 'date-not-sure', possible)
  const confirmations = compiled.filter((milestone) =>
    (isGrant(milestone) || isFollowUp(milestone)) && surelyBy(milestone.value.date, day))
  const ends = compiled.filter((end) => isEnd(end) && possiblyBy(end.value.date, day)
    && !sure.some((grant) => isSurelyBefore(end, grant)))
  if (ends.length > 0) return answer(false, 'source-states-end', [...confirmations, ...ends])
  const isVouched = confirmations.some((source) => (vouchedUntil(source) ?? '') >= day)
  return answer(isVouched, isVouched ? 'award-found' : 'no-recent-source', confirmations)
}

/**
 * The owner's word is followed to the day: suspension, withdrawal and the end of the newest validity end an award; a
 * new grant renews it, and a follow-up lifts a suspension, but not a withdrawal.
 */
function liveHolding(live: readonly Fact<Milestone>[], mark: Mark | null, day: Day): Holding {
  const telling = live.filter((milestone) =>
    (isGrant(milestone) || isFollowUp(milestone) || isEnd(milestone)) && possiblyBy(milestone.value.date, day))
  const grants = telling.filter((milestone) => !isEnd(milestone) && isValidOn(milestone, live, day))
  const ends = telling.filter((end) => isEnd(end) && !(end.value.validUntil !== undefined && end.value.validUntil < day))
  const lapsed = telling.filter((grant) => isGrant(grant) && !isValidOn(grant, live, day))
  const isMadeGood = (end: Fact<Milestone>, grant: Fact<Milestone>): boolean =>
    isSurelyBefore(end, grant) && (isGrant(grant) || end.value.kind === 'suspension')

  const surely = grants.some((grant) => surelyBy(grant.value.date, day)
    && ends.every((end) => isMadeGood(end, grant)) && lapsed.every((older) => isSurelyBefore(older, grant)))
  const possibly = surely || grants.some((grant) =>
    !ends.some((end) => surelyBy(end.value.date, day) && (isSurelyAfter(end, grant) || endsFollowUp(end, grant)))
    && !lapsed.some((newer) => surelyBy(newer.value.date, day) && isSurelyBefore(grant, newer)))
  const because = surely ? 'live-in-force' : possibly ? 'live-date-not-sure' : 'live-not-in-force'
  return { mark, basis: 'live', surely, possibly, because, restsOn: telling }
}

/** A follow-up after a withdrawal grants nothing. */
const endsFollowUp = (end: Fact<Milestone>, grant: Fact<Milestone>): boolean =>
  isFollowUp(grant) && end.value.kind === 'withdrawal'

/** On the same day the end has the last word. */
const isSurelyAfter = (end: Fact<Milestone>, grant: Fact<Milestone>): boolean =>
  end.value.date.from !== null && grant.value.date.to !== null && end.value.date.from >= grant.value.date.to

/** A follow-up that prints no end of its own leaves the end of the award it follows. */
function isValidOn(milestone: Fact<Milestone>, live: readonly Fact<Milestone>[], day: Day): boolean {
  const own = milestone.value.validUntil
  if (own !== undefined) return day <= own
  if (isGrant(milestone)) return true
  return live.some((grant) => isGrant(grant) && possiblyBy(grant.value.date, milestone.value.date.to ?? day)
    && (grant.value.validUntil === undefined || day <= grant.value.validUntil))
}
