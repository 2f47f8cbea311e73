// What the owner of a mark says in its own list: the status of a site for a mark, on a date, until a day, on a condition.
import { foldName } from '#src/kernel/text.ts'
import type { Dated, Day } from '#src/kernel/time.ts'
import { lastDay, readDate, readMetals } from './cell-reading.ts'
import type { Filled, RowCells } from './directory-row.ts'
import type { OwnerStatement, OwnerStatus } from './directory.ts'

type Mark = OwnerStatement['mark']
const MARKS: ReadonlySet<string> = new Set<Mark>(['copper', 'molybdenum', 'nickel', 'zinc'])

/** In this order: "re-awarded" is no award, "withdrawn from participation" no participation. */
const STATUSES: readonly (readonly [OwnerStatus, RegExp])[] = [
  ['withdrawal', /withdr|terminat|retirad|retire\b|撤销|退出/],
  ['suspension', /suspend|suspens|suspendid|暂停/],
  ['extension', /exten|prorrog|prolong|延期/],
  ['re-assessment', /re ?assess|re ?evalua|重新评估/],
  ['re-award', /re ?award|renew|renovad|renouvel|再次授予|续期/],
  ['follow-up', /follow|seguimiento|suivi/],
  ['award', /award|certif|holder|conforman|achiev|received|active|valid|otorgad|adjudicad|obten|attribu|授予|获得|有效/],
  ['assessment', /assess|evalua|audit|评估/],
  ['participation', /particip|in process|en proceso|en cours|参与/],
  ['commitment', /commit|signed|letter|compromis|engag|承诺/],
]

/** @param register the programme the row belongs to: marks, due diligence or chain of custody */
export function readStatus(text: string, register: string): OwnerStatus | undefined {
  const status = STATUSES.find(([, words]) => words.test(foldName(text)))?.[0]
  const folded = foldName(register)
  if (status === 'suspension' || status === 'withdrawal') return status
  if (/custod|监管链/.test(folded)) return status === 'award' || status === 're-award' ? 'custody-conformance' : 'custody-commitment'
  return /diligence|diligencia|尽职/.test(folded) ? 'due-diligence-conformance' : status
}

/** One statement for each mark the row names; none where it says nothing of a mark. */
export function readStatements(row: RowCells, today: Day): OwnerStatement[] {
  const [status, mark, dated] = [row.of('status')[0], row.of('mark')[0], row.of('status-date')[0]]
  if (status === undefined && mark === undefined && dated === undefined) return []
  const marks = readMarks(row, mark)
  const kind = status === undefined ? undefined : readStatus(status.text, row.text('register') ?? '')
  if (kind === undefined) {
    row.say('status-unknown', status?.column ?? null,
      `${status === undefined ? 'The status is missing' : `"${status.text.slice(0, 60)}" is no status we know`}. `
      + 'Write committed, participant, assessed, awarded, re-awarded, suspended or withdrawn.')
  }
  const date = readOwnerDate(row, dated, today)
  const until = row.of('valid-until')[0]
  const validUntil = until === undefined ? undefined : readDay(row, until)
  if (date?.from != null && validUntil !== undefined && validUntil < date.from) {
    row.say('date-impossible', until!.column,
      `It is valid until ${validUntil}, before it was given on ${date.from}. Correct one of the two.`)
  }
  if (kind === undefined || date === undefined) return []
  const isConditional = /condition|condicion|条件/.test(foldName(status!.text))
  const condition = row.text('condition') ?? (isConditional ? status!.text : undefined)
  const assessorFirm = row.text('assessor')
  return marks.map((metal) => ({
    mark: metal, status: kind, date, asFound: status!.text.slice(0, 600).toWellFormed(),
    ...(validUntil === undefined ? {} : { validUntil }),
    ...(condition === undefined ? {} : { condition: condition.slice(0, 600).toWellFormed() }),
    ...(assessorFirm === undefined ? {} : { assessorFirm: assessorFirm.slice(0, 200).toWellFormed() }),
  }))
}

function readMarks(row: RowCells, mark: Filled | undefined): Mark[] {
  const marks = mark === undefined ? [] : readMetals(mark.text).filter((metal): metal is Mark => MARKS.has(metal))
  if (marks.length === 0) {
    row.say('mark-unknown', mark?.column ?? null,
      `${mark === undefined ? 'No column names the mark' : `"${mark.text.slice(0, 60)}" is no mark we know`}. `
      + 'Write copper, molybdenum, nickel or zinc.')
  }
  return marks
}

function readOwnerDate(row: RowCells, cell: Filled | undefined, today: Day): Dated | undefined {
  if (cell === undefined) {
    row.say('date-missing', null, 'The date of the status is missing. Write it YYYY-MM-DD, YYYY-MM or YYYY.')
    return undefined
  }
  const date = readCellDate(row, cell)
  if (date?.from != null && date.from > today) {
    row.say('date-in-future', cell.column,
      `${cell.column} is ${date.from}, after today. Correct it if it is a slip.`)
  }
  return date
}

function readDay(row: RowCells, cell: Filled): Day | undefined {
  const date = readCellDate(row, cell)
  return date === undefined ? undefined : lastDay(date)
}

function readCellDate(row: RowCells, cell: Filled): Dated | undefined {
  const read = readDate(cell.text)
  if ('date' in read) return read.date
  if (read.fault === 'ambiguous') {
    const [one, other] = read.either
    row.say('date-unclear', cell.column,
      `${cell.column} is "${cell.text}": ${one} or ${other}. Write it YYYY-MM-DD.`, { [cell.column]: one })
  } else if (read.fault === 'impossible') {
    row.say('date-impossible', cell.column,
      `${cell.column} is "${cell.text.slice(0, 40)}", a day that does not exist. Correct it.`)
  } else {
    row.say('date-unclear', cell.column,
      `${cell.column} is "${cell.text.slice(0, 40)}"; write it YYYY-MM-DD, YYYY-MM or YYYY.`)
  }
  return undefined
}
