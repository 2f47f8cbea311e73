// The standing of a mark in one English sentence, for files that are read without our screens.
import type { Dated } from '#src/kernel/time.ts'
import type { FoundEvent, MarkStanding } from './site-standing.ts'

/** A date with the precision its source gives it. */
export function datedText({ from, to, precision, printed }: Dated): string {
  switch (precision) {
    case 'day': return from ?? to ?? printed
    case 'month': return from?.slice(0, 7) ?? printed
    case 'year': return from?.slice(0, 4) ?? printed
    case 'quarter': return from === null ? printed : `quarter ${Math.ceil(Number(from.slice(5, 7)) / 3)} of ${from.slice(0, 4)}`
    case 'by': return to === null ? printed : `by ${to}`
    case 'after': return from === null ? printed : `after ${from}`
    case 'range': return from !== null && to !== null ? `between ${from} and ${to}` : printed
    case 'undated': return 'undated'
  }
}

const sourceText = ({ source }: FoundEvent): string => source.url === undefined ? source.text : `${source.text} (${source.url})`

export function standingText(standing: MarkStanding): string {
  const { mark, basis, status, lastAward, laterSource, validUntil, condition } = standing
  const name = mark ?? 'mark not stated'
  if (basis === 'live') {
    const end = validUntil === null ? '' : `, valid until ${validUntil}`
    return `${name}: ${status} by record of the mark's owner${end}${condition === null ? '' : `, condition: ${condition}`}`
  }
  if (lastAward === null) return `${name}: ${status === 'committed' ? 'commitment or participation found, ' : ''}no award found in our sources`
  const later = laterSource === null ? 'no later source found' : `later source found: ${laterSource.kind}, ${datedText(laterSource.date)}`
  const what = status === 'award-possible' ? 'award possibly made by then' : 'last award found'
  return `${what}: ${name}, ${datedText(lastAward.date)}, ${sourceText(lastAward)}; ${later}`
}
