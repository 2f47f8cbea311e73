// The answers of a workbook as this device knows them: what the server said last, with what was typed here over it.
import type { Result } from '../api/client.ts'
import type { Cell, Queue, Sent } from './queue.ts'

export type Book = Result<'getWorkbook'>
export type Criterion = Book['criteria'][number]
export type CellView = Criterion['answer']['rating']
export type Field = Cell['field']
export type AnswerState = Criterion['state']

export const NOT_APPLICABLE = 'not-applicable'

const PLACE = {
  rating: 'rating',
  rationale: 'rationale',
  'not-applicable-reason': 'notApplicableReason',
  note: 'note',
  assignee: 'assignee',
} as const

export const cellIn = (criterion: Criterion, field: Field): CellView | null => criterion.answer[PLACE[field]]

export const cellKey = (criterion: Criterion, field: Field): Cell => ({
  standard: criterion.standard,
  criterion: criterion.criterion,
  field,
})

/** What a field shows: typed here, else as the server has it. */
export function shown(criterion: Criterion, field: Field, queue: Queue | undefined): string | null {
  const typed = queue?.valueOf(cellKey(criterion, field))
  return typed === undefined ? (cellIn(criterion, field)?.value ?? null) : typed.value
}

const isSaid = (text: string | null): boolean => (text ?? '').trim() !== ''

export function stateOf(criterion: Criterion, queue: Queue | undefined): AnswerState {
  if ((Object.keys(PLACE) as Field[]).some((field) => (cellIn(criterion, field)?.conflict.length ?? 0) > 0)) return 'conflict'
  const rating = shown(criterion, 'rating', queue)
  const said = (field: Field): boolean => isSaid(shown(criterion, field, queue))
  if (rating === null) return said('rationale') || said('not-applicable-reason') ? 'begun' : 'unanswered'
  return said(rating === NOT_APPLICABLE ? 'not-applicable-reason' : 'rationale') ? 'answered' : 'begun'
}

export const isLeftOut = (criterion: Criterion, queue: Queue | undefined): boolean =>
  shown(criterion, 'rating', queue) === NOT_APPLICABLE

/** Evidence, or a certificate that is recognised here, stands behind it. */
export const isSupported = (criterion: Criterion): boolean =>
  criterion.evidence.length > 0 || (criterion.recognition?.standing === 'covered' && criterion.recognition.isApproved)

/** The workbook with cells as the server answered them. */
export function withCells(book: Book, cells: Sent['cells']): Book {
  const byCriterion = Map.groupBy(cells, ({ standard, criterion }) => `${standard}/${criterion}`)
  return {
    ...book,
    criteria: book.criteria.map((one) => {
      const changed = byCriterion.get(`${one.standard}/${one.criterion}`)
      if (changed === undefined) return one
      const answer = { ...one.answer, ...Object.fromEntries(changed.map(({ field, cell }) => [PLACE[field], cell])) }
      return { ...one, answer }
    }),
  }
}

/** The parents of a next change: all that stands, or in a conflict what this person wrote, so that the other value stays. */
export function parentsOf(cell: CellView | null, me: string): readonly string[] {
  if (cell === null) return []
  if (cell.conflict.length === 0) return cell.heads
  return cell.conflict.filter(({ author }) => author === me).map(({ changeId }) => changeId)
}
