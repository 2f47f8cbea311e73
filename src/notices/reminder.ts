// When a person is reminded (assurance process, step 2: the clocks, and every other date that can be missed). A date has
// lead times; the nearest one reached is told, once. After the day it is told again at a fixed rhythm, and never the
// ones that a stopped server missed.
import { daysBetween, type Day } from '#src/kernel/time.ts'

/** Something with a due day, and whoever has to see to it. */
export type Due = {
  /** Names the matter, and begins the dedupe key of all its reminders: `case:<case>:clock:self-assessment`. */
  readonly matter: string
  /** Key of the messages in `notices.json`. */
  readonly kind: string
  readonly params: Readonly<Record<string, string | number>>
  readonly link: string
  readonly caseId?: string | undefined
  readonly dueOn: Day
  readonly daysBefore: readonly number[]
  readonly userIds: readonly string[]
  /** Told as well, once it is late. */
  readonly lateUserIds?: readonly string[]
}

/** Reminders of one matter under one due day share this beginning; a moved due day begins anew. */
export const matterKey = ({ matter, dueOn }: Pick<Due, 'matter' | 'dueOn'>): string => `${matter}:${dueOn}:`

/**
 * The reminder that is due today, by its dedupe key; nothing before the first lead time.
 * @param everyDays the rhythm after the due day
 */
export function reminderKey(due: Pick<Due, 'matter' | 'dueOn' | 'daysBefore'>, today: Day, everyDays: number): string | null {
  const left = daysBetween(today, due.dueOn)
  const times = left < 0 ? Math.floor(-left / everyDays) : 0
  if (times > 0) return `${matterKey(due)}late-${times}`
  const reached = due.daysBefore.filter((days) => left <= days)
  if (reached.length > 0) return `${matterKey(due)}${Math.min(...reached)}`
  return left < 0 ? `${matterKey(due)}late-0` : null
}

export type OpenReminder = { readonly userId: string; readonly dedupeKey: string; readonly snoozedUntil: Day | null }
export type Told = { readonly userId: string; readonly due: Due; readonly dedupeKey: string }

/**
 * What to tell and what to take back, so that each person has at most one open reminder of a matter, and none of what was
 * done, moved or given to somebody else.
 * @param open the reminders that stand open
 */
export function reconciled(dues: readonly Due[], open: readonly OpenReminder[], today: Day, everyDays: number): { tell: Told[]; close: OpenReminder[] } {
  const wanted = new Map<string, Told>()
  for (const due of dues) {
    const dedupeKey = reminderKey(due, today, everyDays)
    if (dedupeKey === null) continue
    // Whoever only has to know that it is late is told once, and hears when it is over by its going away.
    if (due.dueOn < today) for (const userId of due.lateUserIds ?? []) wanted.set(`${userId} ${matterKey(due)}`, { userId, due, dedupeKey: `${matterKey(due)}late` })
    for (const userId of due.userIds) wanted.set(`${userId} ${matterKey(due)}`, { userId, due, dedupeKey })
  }
  const close: OpenReminder[] = []
  for (const standing of open) {
    const now = wanted.get(`${standing.userId} ${standing.dedupeKey.slice(0, standing.dedupeKey.lastIndexOf(':') + 1)}`)
    if (now === undefined) { close.push(standing); continue }
    const key = `${now.userId} ${matterKey(now.due)}`
    // Asleep: nothing is said of the matter until that day.
    if (standing.snoozedUntil !== null && standing.snoozedUntil > today) wanted.delete(key)
    else if (standing.dedupeKey === now.dedupeKey) wanted.delete(key)
    else close.push(standing)
  }
  return { tell: [...wanted.values()], close }
}
