// What may be said of the marks of a site on a day. A record compiled from public sources never gets a computed
// negative status (architecture section 7): it says which award was found, or that none was. Only an award decided in
// this installation, or imported by the owner of the mark, carries a live one.
import { z } from 'zod'
import { Day, Dated, possiblyBy, surelyBy } from '#src/kernel/time.ts'
import { Mark, MilestoneKind, type Milestone } from '#src/awards/milestone.ts'
import { Citation } from '#src/parties/source.ts'

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

export type SiteMilestone = { readonly id: string; readonly value: Milestone }

const AWARDING: ReadonlySet<MilestoneKind> = new Set(['award', 're-award', 'extension'])

/** Compares by the latest day an event can mean; an undated one comes first. */
const latestDay = ({ value }: SiteMilestone): string => value.date.to ?? value.date.from ?? ''
const inOrder = (a: SiteMilestone, b: SiteMilestone): number => {
  const [x, y] = [latestDay(a), latestDay(b)]
  return x < y ? -1 : x > y ? 1 : a.id < b.id ? -1 : 1
}

const found = ({ id, value }: SiteMilestone): FoundEvent => ({
  milestoneId: id, kind: value.kind, date: value.date, announcedOn: value.announcedOn ?? null, source: value.citations[0]!,
})
const foundOrNull = (milestone: SiteMilestone | undefined): FoundEvent | null => milestone === undefined ? null : found(milestone)

/** The standing of each mark about which anything was found, from the milestones of one site. */
export function markStandings(milestones: readonly SiteMilestone[], day: Day): MarkStanding[] {
  const byMark = new Map<Mark | null, SiteMilestone[]>()
  for (const milestone of milestones) {
    if (milestone.value.register !== 'mark' || !possiblyBy(milestone.value.date, day)) continue
    const mark = milestone.value.mark ?? null
    const same = byMark.get(mark)
    if (same) same.push(milestone)
    else byMark.set(mark, [milestone])
  }
  return [...byMark].map(([mark, events]) => standingOf(mark, events.sort(inOrder), day))
    .sort((a, b) => rankOfMark(a.mark) - rankOfMark(b.mark))
}

const rankOfMark = (mark: Mark | null): number => mark === null ? Mark.options.length : Mark.options.indexOf(mark)

function standingOf(mark: Mark | null, events: readonly SiteMilestone[], day: Day): MarkStanding {
  const live = events.filter(({ value }) => value.origin !== 'compiled' && surelyBy(value.date, day))
  return live.length > 0 ? liveStanding(mark, live, day) : compiledStanding(mark, events, day)
}

function compiledStanding(mark: Mark | null, events: readonly SiteMilestone[], day: Day): MarkStanding {
  const compiled = events.filter(({ value }) => value.origin === 'compiled')
  const possible = compiled.filter(({ value }) => AWARDING.has(value.kind))
  const sure = possible.filter(({ value }) => surelyBy(value.date, day))
  const awards = sure.length > 0 ? sure : possible
  const last = awards.at(-1)
  const [status, statementKey] = sure.length > 0 ? ['awarded', 'last-award-found'] as const
    : possible.length > 0 ? ['award-possible', 'award-possible'] as const
      : compiled.some(({ value }) => value.kind !== 'planned') ? ['committed', 'commitment-found'] as const
        : ['no-award-found', 'no-award-found'] as const
  const newest = compiled.at(-1)
  return {
    mark, basis: 'compiled', status, statementKey,
    firstAward: foundOrNull(awards[0]), lastAward: foundOrNull(last),
    laterSource: last && newest && newest.id !== last.id && latestDay(newest) > latestDay(last) ? found(newest) : null,
    validUntil: last?.value.validUntil ?? null,
    condition: null,
  }
}

type LiveState = { status: LiveStatus | 'committed'; validUntil: Day | null; condition: string | null }

/** The law of a live award: what its owner decided last, and the day its validity ends. */
function liveStanding(mark: Mark | null, events: readonly SiteMilestone[], day: Day): MarkStanding {
  const awards = events.filter(({ value }) => AWARDING.has(value.kind))
  const last = awards.at(-1)
  const newest = events.at(-1)!
  const state = events.reduce(applyLive, { status: 'committed', validUntil: null, condition: null } satisfies LiveState)
  const isOver = state.validUntil !== null && state.validUntil < day
  const status = isOver && (state.status === 'live-awarded' || state.status === 'conditional') ? 'expired' : state.status
  return {
    mark, basis: 'live', status, statementKey: 'live',
    firstAward: foundOrNull(awards[0]), lastAward: foundOrNull(last),
    laterSource: last && newest.id !== last.id ? found(newest) : null,
    validUntil: state.validUntil, condition: state.condition,
  }
}

function applyLive(state: LiveState, { value }: SiteMilestone): LiveState {
  const validUntil = value.validUntil ?? state.validUntil
  const condition = value.condition ?? null
  switch (value.kind) {
    case 'award': case 're-award': case 'extension':
      return { status: condition === null ? 'live-awarded' : 'conditional', validUntil: value.validUntil ?? null, condition }
    // A follow-up review clears the condition, or sets what is still open; after a suspension it restores the award.
    case 'follow-up':
      return state.status === 'committed' || state.status === 'withdrawn' ? state
        : { status: condition === null ? 'live-awarded' : 'conditional', validUntil, condition }
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
