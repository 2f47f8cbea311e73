// What may be said of the marks of a site on a day. A record compiled from public sources never gets a computed
// negative status (architecture section 7): it says which award was found, or that none was. Only an award decided in
// this installation, or imported by the owner of the mark, carries a live one.
import { z } from 'zod'
import { Day, Dated, possiblyBy, surelyBy } from '#src/kernel/time.ts'
import { holdingsOn, type Holding } from '#src/awards/holding.ts'
import { Mark, MilestoneKind, type Milestone } from '#src/awards/milestone.ts'
import { Citation } from '#src/parties/source.ts'
import type { Fact } from '#src/transparency/fact.ts'

/** What a compiled record can say. */
export const CompiledStatus = z.enum(['awarded', 'award-possible', 'committed', 'no-award-found'])
export type CompiledStatus = z.infer<typeof CompiledStatus>

/** What only the owner of a mark can say. */
export const LiveStatus = z.enum(['live-awarded', 'conditional', 'suspended', 'withdrawn', 'expired'])
export type LiveStatus = z.infer<typeof LiveStatus>

export const SiteStatus = z.enum([...CompiledStatus.options, ...LiveStatus.options])
export type SiteStatus = z.infer<typeof SiteStatus>

/** The sentence to show, by key of the message catalogue: `standing.<key>`. */
export const StatementKey = z.enum(['last-award-found', 'award-possible', 'commitment-found', 'no-award-found', 'live'])
export type StatementKey = z.infer<typeof StatementKey>

/** A dated event, short: enough to say "mark, date, source". */
export const FoundEvent = z.object({
  milestoneId: z.string(),
  kind: MilestoneKind,
  date: Dated,
  announcedOn: Day.nullable(),
  source: Citation,
})
export type FoundEvent = z.infer<typeof FoundEvent>

export const MarkStanding = z.object({
  /** Null where the source states no mark. */
  mark: Mark.nullable(),
  basis: z.enum(['compiled', 'live']),
  status: SiteStatus,
  statementKey: StatementKey,
  /** First and last award found, surely made by the day; where none is sure, those possibly made. */
  firstAward: FoundEvent.nullable(),
  lastAward: FoundEvent.nullable(),
  /** Newest event found after the last award, whatever it says; null: "no later source found". */
  laterSource: FoundEvent.nullable(),
  /** End of validity: of a live award its law, of a compiled one only what a source states. */
  validUntil: Day.nullable(),
  /** Only ever set on a live award. */
  condition: z.string().nullable(),
})
export type MarkStanding = z.infer<typeof MarkStanding>

/** `status` speaks of the marks that were asked about: of `mark`, else of the marks of `metal`, else of any. */
export const Standing = z.object({
  basis: z.enum(['compiled', 'live']),
  status: SiteStatus,
  marks: z.array(MarkStanding),
})
export type Standing = z.infer<typeof Standing>

const AWARDING: ReadonlySet<MilestoneKind> = new Set(['award', 're-award', 'extension'])

/** Compares by the latest day an event can mean; an undated one comes first. */
export const latestDay = ({ value: { date } }: Fact<Milestone>): string => date.to ?? date.from ?? ''
const inOrder = (a: Fact<Milestone>, b: Fact<Milestone>): number => {
  const [x, y] = [latestDay(a), latestDay(b)]
  return x < y ? -1 : x > y ? 1 : a.id < b.id ? -1 : 1
}

const foundOrNull = (milestone: Fact<Milestone> | undefined): FoundEvent | null => milestone === undefined ? null : {
  milestoneId: milestone.id, kind: milestone.value.kind, date: milestone.value.date,
  announcedOn: milestone.value.announcedOn ?? null, source: milestone.value.citations[0]!,
}

/** "By August 2023" is found from that day on; before it nothing says that there was anything to find. */
const isFoundBy = ({ value: { date } }: Fact<Milestone>, day: Day): boolean => (date.from ?? date.to ?? day) <= day

/**
 * The grant made last. A re-award or an extension is later than any first award; of several sources of one award the
 * most exact speaks, since "by September 2024" tells of an award of 2021 as well.
 */
function lastGrant(grants: readonly Fact<Milestone>[]): Fact<Milestone> | undefined {
  const renewals = grants.filter(({ value }) => value.kind !== 'award').sort(inOrder)
  const awards = grants.filter(({ value }) => value.kind === 'award').sort(byExactness)
  const [renewal, award] = [renewals.at(-1), awards.at(-1)]
  if (renewal === undefined || award === undefined) return renewal ?? award
  return (award.value.date.from ?? '') > latestDay(renewal) ? award : renewal
}

/** Compares by the earliest day an event can mean, then by how exact it is. */
const byExactness = (a: Fact<Milestone>, b: Fact<Milestone>): number => {
  const [x, y] = [a.value.date.from ?? '', b.value.date.from ?? '']
  return x < y ? -1 : x > y ? 1 : -inOrder(a, b)
}

const latestValidity = (milestones: readonly Fact<Milestone>[]): Day | null =>
  milestones.reduce<Day | null>((last, { value: { validUntil } }) =>
    validUntil !== undefined && validUntil > (last ?? '') ? validUntil : last, null)

/** The standing of each mark about which anything was found, from the milestones of one site. */
export function markStandings(milestones: readonly Fact<Milestone>[], day: Day): MarkStanding[] {
  const ofMarks = milestones.filter(({ value }) => value.register === 'mark')
  const found = new Set(ofMarks.filter((milestone) => isFoundBy(milestone, day)).map(({ value }) => value.mark ?? null))
  const holdings = new Map(holdingsOn(ofMarks, day).map((holding) => [holding.mark, holding]))
  for (const [mark, holding] of holdings) if (holding.possibly || holding.basis === 'live') found.add(mark)
  return [...found].sort((a, b) => rankOfMark(a) - rankOfMark(b)).map((mark) => {
    const events = ofMarks.filter(({ value }) => (value.mark ?? null) === mark).sort(inOrder)
    const holding = holdings.get(mark)
    return holding?.basis === 'live' ? liveStanding(holding, events, day) : compiledStanding(mark, holding, events, day)
  })
}

const rankOfMark = (mark: Mark | null): number => mark === null ? Mark.options.length : Mark.options.indexOf(mark)

/** Whether an award was found is told by what was made by the day, never by what may have lapsed since. */
function compiledStanding(
  mark: Mark | null, holding: Holding | undefined, events: readonly Fact<Milestone>[], day: Day,
): MarkStanding {
  const found = events.filter((milestone) => isFoundBy(milestone, day))
  const grants = events.filter(({ value }) => AWARDING.has(value.kind) && value.origin === 'compiled')
  const sure = grants.filter(({ value }) => surelyBy(value.date, day))
  const awards = sure.length > 0 ? sure : holding?.possibly ? grants.filter(({ value }) => possiblyBy(value.date, day)) : []
  const [status, statementKey] = sure.length > 0 ? ['awarded', 'last-award-found'] as const
    : awards.length > 0 ? ['award-possible', 'award-possible'] as const
      : found.some(({ value }) => value.kind !== 'planned') ? ['committed', 'commitment-found'] as const
        : ['no-award-found', 'no-award-found'] as const
  const last = lastGrant(awards)
  // A commitment signed or imported here is the owner's word, not a finding.
  const isLive = status === 'committed' && found.some(({ value }) => value.origin !== 'compiled' && value.kind !== 'planned')
  // A plan bears the day that was planned, not the day of its source.
  const newest = found.filter(({ value }) => value.kind !== 'planned').at(-1)
  return {
    mark, basis: isLive ? 'live' : 'compiled', status, statementKey: isLive ? 'live' : statementKey,
    firstAward: foundOrNull(awards[0]), lastAward: foundOrNull(last),
    laterSource: last && newest && latestDay(newest) > latestDay(last) ? foundOrNull(newest) : null,
    validUntil: latestValidity(awards),
    condition: null,
  }
}

type LiveState = {
  readonly status: LiveStatus | 'award-possible'
  readonly validUntil: Day | null
  readonly condition: string | null
}
const NOTHING_DECIDED: LiveState = { status: 'award-possible', validUntil: null, condition: null }

/** The law of a live award: what its owner decided last, and the day its validity ends. */
function liveStanding(holding: Holding, events: readonly Fact<Milestone>[], day: Day): MarkStanding {
  const live = events.filter(({ value }) => value.origin !== 'compiled' && possiblyBy(value.date, day))
  const made = live.filter(({ value }) => surelyBy(value.date, day))
  const awards = (made.length > 0 ? made : live).filter(({ value }) => AWARDING.has(value.kind))
  const last = awards.at(-1)
  const newest = live.at(-1)
  const state = made.reduce(applyLive, NOTHING_DECIDED)
  const status = statusOfLive(holding, state, day)
  return {
    mark: holding.mark, basis: 'live', status, statementKey: status === 'award-possible' ? 'award-possible' : 'live',
    firstAward: foundOrNull(awards[0]), lastAward: foundOrNull(last),
    laterSource: last && newest && newest.id !== last.id && latestDay(newest) >= latestDay(last) ? foundOrNull(newest) : null,
    validUntil: state.validUntil, condition: state.condition,
  }
}

const inForce = (condition: string | null): 'live-awarded' | 'conditional' => condition === null ? 'live-awarded' : 'conditional'

/** Whether it holds is decided in one place, `holdingOn`; here only how it holds, or why it does not. */
function statusOfLive(holding: Holding, state: LiveState, day: Day): SiteStatus {
  if (holding.surely) return inForce(state.condition)
  if (holding.possibly || state.status === 'award-possible') return 'award-possible'
  // The term of a suspended award ends as that of any other.
  if (state.status === 'suspended') return state.validUntil !== null && state.validUntil < day ? 'expired' : 'suspended'
  return state.status === 'withdrawn' ? 'withdrawn' : 'expired'
}

function applyLive(state: LiveState, { value }: Fact<Milestone>): LiveState {
  const condition = value.condition ?? null
  switch (value.kind) {
    case 'award': case 're-award': case 'extension':
      return { status: inForce(condition), validUntil: value.validUntil ?? null, condition }
    // A follow-up review clears the condition, or sets what is still open; after a suspension it restores the award.
    case 'follow-up':
      return state.status === 'award-possible' || state.status === 'withdrawn' ? state
        : { status: inForce(condition), validUntil: value.validUntil ?? state.validUntil, condition }
    case 'suspension': return { ...state, status: 'suspended' }
    case 'withdrawal': return { ...state, status: 'withdrawn', condition: null }
    default: return state
  }
}

/** What is asked about: marks, or nothing in particular. */
export type Focus = ReadonlySet<Mark> | undefined

/** The most that can be said comes first. */
const BY_WEIGHT: readonly SiteStatus[] = [
  'live-awarded', 'awarded', 'conditional', 'award-possible', 'suspended', 'expired', 'withdrawn', 'committed', 'no-award-found',
]

/** An award whose mark no source states is possibly one of the marks asked about, and no more. */
const statusUnder = (standing: MarkStanding, focus: Focus): SiteStatus =>
  focus !== undefined && standing.mark === null && standing.status === 'awarded' ? 'award-possible' : standing.status

/** The marks asked about, those with the most to say first. */
function weigh(marks: readonly MarkStanding[], focus: Focus): { status: SiteStatus; basis: Standing['basis'] } {
  let weight = BY_WEIGHT.length - 1
  let basis: Standing['basis'] = 'compiled'
  for (const standing of marks) {
    if (focus !== undefined && standing.mark !== null && !focus.has(standing.mark)) continue
    const here = BY_WEIGHT.indexOf(statusUnder(standing, focus))
    if (here <= weight) { weight = here; basis = standing.basis }
  }
  return { status: BY_WEIGHT[weight]!, basis }
}

export const statusOf = (marks: readonly MarkStanding[], focus: Focus): SiteStatus => weigh(marks, focus).status

export const siteStanding = (marks: readonly MarkStanding[], focus: Focus): Standing => ({ ...weigh(marks, focus), marks: [...marks] })

/** What a status in a filter takes in: a live award in force is an award found. */
export const takesIn = (asked: SiteStatus, status: SiteStatus): boolean =>
  asked === status || (asked === 'awarded' && (status === 'live-awarded' || status === 'conditional'))
