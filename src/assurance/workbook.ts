// The law of the self-assessment workbook (assurance process, step 2): which criteria stand in it, what may be written into
// their cells and when, and how far it has come. The cells are a sheet (`sheet.ts`), so that nothing typed is ever lost.
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse, type Fault } from '#src/kernel/refusal.ts'
import { isStorable } from '#src/kernel/text.ts'
import { applicable } from '#src/standards/applicability.ts'
import type { Criterion, Standard } from '#src/standards/standard.ts'
import type { Case } from './case.ts'
import type { CaseState } from './cycle.ts'
import { readingOf, type CellKey, type Change, type Reading, type TypedChange } from './sheet.ts'

export const WorkbookField = z.enum(['rating', 'rationale', 'not-applicable-reason', 'note', 'assignee'])
export type WorkbookField = z.infer<typeof WorkbookField>

/** In place of a level: the site says that the criterion has no object there, and why. */
export const NOT_APPLICABLE = 'not-applicable'

/** What colleagues write for one another: seen by the people of the site alone. */
export const siteOnlyFields: ReadonlySet<string> = new Set<WorkbookField>(['note', 'assignee'])
/** What is typed; an assignment is an act of its own. */
export const typedFields: readonly WorkbookField[] = ['rating', 'rationale', 'not-applicable-reason', 'note']

export const MOST_CHARACTERS = 8000

/** In remediation a site writes on a sheet of its own, so that what was submitted stays as it was. */
export const writableStates: readonly CaseState[] = ['committed', 'remediation']

/** Which sheet of a case is the workbook now: 0 is the self-assessment, later ones belong to the remediation after that round. */
export const workbookRound = ({ state, round, roundKind }: Pick<Case, 'state' | 'round' | 'roundKind'>): number =>
  state === 'remediation' ? round : roundKind === 'remediation' ? round - 1 : 0

/** States in which nothing was submitted yet: a draft is the site's and the secretariat's alone. */
export const draftStates: readonly CaseState[] = ['applied', 'rejected', 'eligible', 'committed']

export type WorkbookLine = { readonly standard: Standard; readonly criterion: Criterion }
export const lineKey = ({ standard, criterion }: { standard: string; criterion: string }): string => `${standard}/${criterion}`
export const keyOfLine = ({ standard, criterion }: WorkbookLine): string => `${standard.standard}/${criterion.slug}`

/** The criteria of every standard of a case that apply to its site, in the order of the standards. */
export const linesOf = (one: Pick<Case, 'siteTypes' | 'metals'>, standards: readonly Standard[]): WorkbookLine[] =>
  standards.flatMap((standard) => applicable(standard, one).map((criterion) => ({ standard, criterion })))

/** A criterion may be left out where its standard lets a site state so, or where it is meant for some sites and metals only. */
export const mayBeLeftOut = ({ criterion }: WorkbookLine): boolean =>
  criterion.applicability.mayBeExcluded || criterion.applicability.siteTypes !== undefined || criterion.applicability.metals !== undefined

export type Answer = Readonly<Record<WorkbookField, Reading>>
const nothing: Reading = readingOf([])

/** What the workbook says of one criterion. @param cells heads by the text of their key */
export const answerOf = (cells: ReadonlyMap<string, readonly Change[]>, key: string): Answer =>
  Object.fromEntries(WorkbookField.options.map((field) => {
    const heads = cells.get(`${key}/${field}`)
    return [field, heads === undefined ? nothing : readingOf(heads)]
  })) as Record<WorkbookField, Reading>

export const textIn = (reading: Reading): string | null => typeof reading.value === 'string' ? reading.value : null
const isSaid = (reading: Reading): boolean => (textIn(reading) ?? '').trim() !== ''

export const AnswerState = z.enum(['unanswered', 'begun', 'answered', 'conflict'])
export type AnswerState = z.infer<typeof AnswerState>

/** Fields that are part of the answer; the others are notes between colleagues. */
const answering: readonly WorkbookField[] = ['rating', 'rationale', 'not-applicable-reason']

export function answerState(answer: Answer): AnswerState {
  if (WorkbookField.options.some((field) => answer[field].isConflict)) return 'conflict'
  const rating = textIn(answer.rating)
  if (rating === null) return answering.some((field) => isSaid(answer[field])) ? 'begun' : 'unanswered'
  return isSaid(answer[rating === NOT_APPLICABLE ? 'not-applicable-reason' : 'rationale']) ? 'answered' : 'begun'
}

export const Progress = z.object({
  criteria: z.number().int(), answered: z.number().int(), begun: z.number().int(), unanswered: z.number().int(), conflicts: z.number().int(),
  notApplicable: z.number().int(), withoutEvidence: z.number().int(),
})
export type Progress = z.infer<typeof Progress>

export function progressOf(lines: readonly { readonly answer: Answer; readonly evidenceCount: number }[]): Progress {
  const states = lines.map(({ answer }) => answerState(answer))
  const count = (state: AnswerState) => states.filter((one) => one === state).length
  const isLeftOut = (answer: Answer) => textIn(answer.rating) === NOT_APPLICABLE
  return {
    criteria: lines.length, answered: count('answered'), begun: count('begun'), unanswered: count('unanswered'), conflicts: count('conflict'),
    notApplicable: lines.filter(({ answer }) => isLeftOut(answer)).length,
    withoutEvidence: lines.filter(({ answer, evidenceCount }) => evidenceCount === 0 && !isLeftOut(answer)).length,
  }
}

/** What cannot stand in a cell, and what can; undefined where the value may. */
export function valueFault(line: WorkbookLine | undefined, field: string, value: unknown): string | undefined {
  if (line === undefined) return 'no criterion of that name applies to this site under the standards of the case'
  if (!typedFields.some((one) => one === field)) return `"${field}" is no field that is typed; use one of ${typedFields.join(', ')}`
  if (value === null) return undefined
  if (typeof value !== 'string') return 'the value is a text, or null to clear the cell'
  if (field === 'rating') {
    const levels = [...line.standard.ratingScale.levels.map(({ slug }) => slug), NOT_APPLICABLE]
    return levels.includes(value) ? undefined : `"${value.slice(0, 60)}" is not on the scale; use one of ${levels.join(', ')}`
  }
  if (value.length > MOST_CHARACTERS) return `${value.length} characters; ${MOST_CHARACTERS} are the most. Put the rest into a document and link it as evidence`
  return isStorable(value) ? undefined : 'the text holds a character that cannot be stored'
}

/** An empty text is no text, and a line ends one way. */
export const asTyped = (value: TypedChange['value']): TypedChange['value'] => {
  if (typeof value !== 'string') return value
  const plain = value.replace(/\r\n?/g, '\n')
  return plain.trim() === '' ? null : plain
}

/** Changes as they are kept, or the refusal that names each that cannot be. @param lines by `standard/criterion` */
export function acceptable(lines: ReadonlyMap<string, WorkbookLine>, changes: readonly TypedChange[]): Outcome<TypedChange[]> {
  const typed = changes.map((change) => ({ ...change, value: asTyped(change.value) }))
  const faults = typed.flatMap((change, index): Fault[] => {
    const detail = valueFault(lines.get(lineKey(change.key)), change.key.field, change.value)
    return detail === undefined ? [] : [{ pointer: `/changes/${index}/value`, detail: `${placeOf(change.key)}: ${detail}` }]
  })
  return faults.length === 0 ? accept(typed) : deny(refuse('workbook-value-invalid', `${faults[0]!.detail}. Nothing was saved.`, faults))
}
export const placeOf = ({ standard, criterion, field }: CellKey): string => `${standard}/${criterion} ${field}`
