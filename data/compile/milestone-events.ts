// One row of the participant tables tells one event or several: a row that says "awarded; commitment 2023-09-07" is an
// award and a commitment. The words of the source stay beside each.
import type { MilestoneKind, Mark, Register } from '#src/awards/milestone.ts'
import { firstHalf, onDay, readDate, told, type Reading } from './milestone-dates.ts'

export type Event = {
  readonly kind: MilestoneKind
  readonly reading: Reading
  readonly asFound: string
  readonly validUntil?: string
}

/** Which list an entry is of, and under which marks it stands; an event under two marks is two milestones. */
export function listOf(metals: string): { register: Register; marks: readonly (Mark | undefined)[] } {
  if (/Chain of Custody/.test(metals)) return { register: 'chain-of-custody', marks: ['copper'] }
  if (/Due Diligence/.test(metals)) return { register: 'due-diligence', marks: [undefined] }
  const marks = (['copper', 'molybdenum', 'nickel', 'zinc'] as const)
    .filter((mark) => new RegExp(`\\b${mark} mark`, 'i').test(metals))
  return { register: 'mark', marks: marks.length > 0 ? marks : [undefined] }
}

/** The first that fits; a status that none fits stops the compilation. */
const KINDS: readonly (readonly [status: RegExp, kind: MilestoneKind])[] = [
  [/^participa.*(?:\(letter of commitment\)|letter signed, process started|officially committed|committed in writing|\(committed to)/, 'commitment'],
  [/^participa/, 'participation'],
  [/^re-assessment planned|^planned/, 'planned'],
  [/^re-awarded/, 're-award'],
  [/^re-assessment/, 're-assessment'],
  [/^re-audit|^follow-up/, 'follow-up'],
  [/^award maintained/, 'notice'],
  [/^awarded/, 'award'],
  [/^extended|^action plans closed; award extended/, 'extension'],
  [/^assessed, not awarded at first/, 'not-awarded-at-first'],
  [/^meets coc|^coc certified/, 'custody-conformance'],
  [/^company commits to the standard/, 'custody-commitment'],
  [/^conformant/, 'due-diligence-conformance'],
]

/** A letter signed is a commitment; "in process" says no more than that the site takes part. */
export function kindOf(status: string): MilestoneKind {
  const kind = KINDS.find(([pattern]) => pattern.test(status.toLowerCase()))?.[1]
  if (kind === undefined) throw new Error(`no kind for the status ${status}`)
  return kind
}

/** The events of one row, the one its date is of first. */
export function eventsOf(status: string, printed: string): Event[] {
  const closure = printed.match(/^(\S+) \(award\); closure undated$/)
  if (closure) return [
    { kind: 'award', reading: onDay(closure[1]!, closure[1]!), asFound: status },
    { kind: 'follow-up', reading: readDate('undated'), asFound: status },
  ]
  const accepted = printed.match(/^(\S+) \(reported; application accepted (\S+)\)$/)
  if (accepted) return [
    { kind: 'award', reading: told(accepted[1]!, printed), asFound: status },
    { kind: 'participation', reading: onDay(accepted[2]!, accepted[2]!),
      asFound: `application accepted ${accepted[2]}` },
  ]
  const event: Event = { kind: kindOf(status), reading: readDate(printed), asFound: status }
  const validUntil = status.match(/valid to (\d{4}-\d{2}-\d{2})/)?.[1]
  return [validUntil === undefined ? event : { ...event, validUntil }, ...alsoTold(status)]
}

/** Dates that the status itself tells. */
function alsoTold(status: string): Event[] {
  const events: Event[] = []
  const also = (kind: MilestoneKind, pattern: RegExp, words: (day: string) => string, read = onDay): void => {
    const day = status.match(pattern)?.[1]
    if (day !== undefined) events.push({ kind, reading: read(day, words(day)), asFound: words(day) })
  }
  also('commitment', /commitment (\d{4}-\d{2}-\d{2})/, (day) => `commitment ${day}`)
  also('commitment', /\(letter of commitment (\d{4}-\d{2})\)/, (day) => `letter of commitment ${day}`)
  also('participation', /\(started (\d{4}-\d{2})/, (day) => `started ${day}`)
  also('assessment', /assessed (\d{4}-\d{2})/, (day) => `assessed ${day}`)
  also('assessment', /third-party assessment (\d{4}-\d{2})/, (day) => `third-party assessment ${day}`)
  also('planned', /re-assessment planned (\d{4})\)/, (day) => `re-assessment planned ${day}`)
  also('assessment', /assessed on site early (\d{4})/, (day) => `assessed on site early ${day}`, firstHalf)
  return events
}
