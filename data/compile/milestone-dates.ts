// What a printed date can mean: the earliest and the latest day, how precise it is, and when it was made known. A press
// date is the latest day of an award, not the day itself: BHP's three awards were told up to eleven weeks later.
import type { Dated } from '#src/kernel/time.ts'
import { lastDayOfMonth } from '#src/kernel/time.ts'

export type Reading = { readonly date: Dated; readonly announcedOn?: string }

const first = (day: string): string => day.length === 4 ? `${day}-01-01` : day.length === 7 ? `${day}-01` : day
const last = (day: string): string => {
  if (day.length === 4) return `${day}-12-31`
  if (day.length === 10) return day
  const [year, month] = day.split('-').map(Number) as [number, number]
  return `${day}-${String(lastDayOfMonth(year, month)).padStart(2, '0')}`
}
const precisionOf = (day: string): Dated['precision'] => day.length === 4 ? 'year' : day.length === 7 ? 'month' : 'day'

const exactly = (day: string, printed: string): Dated =>
  ({ from: first(day), to: last(day), precision: precisionOf(day), printed })
const by = (day: string, printed: string): Dated => ({ from: null, to: last(day), precision: 'by', printed })

const DAY = '\\d{4}(?:-\\d{2}){0,2}'

/** Readings that no rule gives, each a judgment. */
const BY_HAND: Readonly<Record<string, Reading>> = {
  'early 2023 (reported)': { date: { from: null, to: '2023-04-30', precision: 'by',
    printed: 'early 2023 (reported)' } },
  '2024 report (page undated)': { date: { from: '2024-01-01', to: null, precision: 'after',
    printed: "auditors' report of 2024 (page undated)" } },
  '16 April (year not in excerpt)': { date: { from: null, to: null, precision: 'undated',
    printed: '16 April (year not in the excerpt)' } },
  '18 November (year not in excerpt)': { date: { from: null, to: null, precision: 'undated',
    printed: '18 November (year not in the excerpt)' } },
}

export function readDate(printed: string): Reading {
  const judged = BY_HAND[printed]
  if (judged) return judged
  let found = printed.match(/^between (\S+) and (\S+) \(listed\)$/)
  if (found) return { date: { from: first(found[1]!), to: last(found[2]!), precision: 'range', printed } }
  found = printed.match(new RegExp(`^by (${DAY})(?: \\(.*\\))?$`))
  if (found) return { date: by(found[1]!, printed) }
  found = printed.match(new RegExp(`^planned for (${DAY}) \\(reported (${DAY})\\)$`))
  if (found) return { date: exactly(found[1]!, printed), announcedOn: found[2]! }
  found = printed.match(new RegExp(`^(?:undated \\()?after (${DAY})\\)?(?: \\(page undated\\))?$`))
  if (found) return { date: { from: first(found[1]!), to: null, precision: 'after', printed } }
  if (printed.startsWith('undated')) return { date: { from: null, to: null, precision: 'undated', printed } }
  // `2022-03 (announced 2022-03-29)`: the month is known, and the day it was told.
  found = printed.match(new RegExp(`^(${DAY}) \\((?:announced|reported|published|company item) (${DAY})\\)$`))
  if (found) return { date: exactly(found[1]!, printed), announcedOn: found[2]! }
  // `2021-12-06 (announced)`: only the day it was told is known.
  found = printed.match(new RegExp(`^(${DAY}) \\((?:announced|reported|press release|listed|start announced)\\)$`))
  if (found) return told(found[1]!, printed)
  found = printed.match(new RegExp(`^(${DAY})(?: \\(.*\\))?$`))
  if (found) return { date: exactly(found[1]!, printed) }
  throw new Error(`no reading for the date ${printed}`)
}

export const told = (day: string, printed: string): Reading =>
  day.length === 10 ? { date: by(day, printed), announcedOn: day } : { date: by(day, printed) }

export const onDay = (day: string, printed: string): Reading => ({ date: exactly(day, printed) })
/** "Early 2024": the first half, no more is said. */
export const firstHalf = (year: string, printed: string): Reading =>
  ({ date: { from: `${year}-01-01`, to: `${year}-06-30`, precision: 'range', printed } })
