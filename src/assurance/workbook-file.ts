// What a workbook file says on its way back (assurance process, step 2): each cell that differs from what the file was made
// with is a change whose parents are those the file was made with. So two files and the screens meet like any other
// devices: nothing is lost, and what was written twice is for a person to settle.
import { z } from 'zod'
import { canonicalText } from '#src/kernel/canonical.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse, type Fault } from '#src/kernel/refusal.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { CaseId } from './case.ts'
import { admitted, ChangeId, keyText, readingOf, type CellKey, type Change, type TypedChange } from './sheet.ts'
import { asTyped, lineKey, valueFault, WorkbookField, type WorkbookLine } from './workbook.ts'
import { CellValue } from './workbook-view.ts'

export const FileChange = z.object({
  changeId: ChangeId, standard: Slug, criterion: Slug, title: z.string(), field: WorkbookField,
  /** What stood there when the file was made. */
  base: z.string().nullable(),
  /** What stands there now, before the file. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** `conflicts`: another value was written meanwhile and will stand beside this one. `known`: nothing changes by it. */
  effect: z.enum(['changes', 'conflicts', 'known']),
  /** The values that will stand beside it. */
  beside: z.array(CellValue),
})
export type FileChange = z.infer<typeof FileChange>

export const UnreadCode = z.enum(['row-without-base', 'criterion-gone', 'rating-unknown', 'text-too-long', 'value-unfit', 'columns-missing'])
export const UnreadRow = z.object({
  /** Name of the sheet; empty for a file without sheets. */
  sheet: z.string(),
  line: z.number().int(),
  field: WorkbookField.nullable(),
  code: UnreadCode,
  /** The beginning of what stands there. */
  text: z.string().nullable(),
  /** What is wrong, and what to do. */
  detail: z.string(),
})
export type UnreadRow = z.infer<typeof UnreadRow>

export const FileReading = z.object({
  caseId: CaseId, format: z.enum(['xlsx', 'json']), fileHash: z.string(),
  changes: z.array(FileChange), unread: z.array(UnreadRow),
  /** Cells of the file that say what they said when it was made. */
  unchanged: z.number().int(),
})
export type FileReading = z.infer<typeof FileReading>

/** Where a row of a file belongs, and the changes its cells showed when it was made. */
export type RowBase = { readonly caseId: string; readonly round: number; readonly standard: string; readonly criterion: string; readonly heads: Readonly<Partial<Record<WorkbookField, readonly string[]>>> }

const MARK = 'cupel-1'
const checkOf = (plain: string): string => sha256Hex(plain).slice(0, 12)

/** One line of text that a spreadsheet keeps as it is; its end tells whether it was altered or belongs to another row. */
export function baseText({ caseId, round, standard, criterion, heads }: RowBase): string {
  const cells = WorkbookField.options.flatMap((field) => heads[field] === undefined || heads[field].length === 0 ? [] : [`${field}=${heads[field].join('+')}`])
  const plain = [MARK, caseId, round, standard, criterion, ...cells].join(' ')
  return `${plain} ${checkOf(plain)}`
}

/** @returns undefined where the text is not one of ours as it was made */
export function readBase(text: string): RowBase | undefined {
  const [, plain, check] = /^(.*) ([0-9a-f]{12})$/s.exec(text.trim()) ?? []
  if (plain === undefined || checkOf(plain) !== check) return undefined
  const [mark, caseId, round, standard, criterion, ...cells] = plain.split(' ')
  if (mark !== MARK || caseId === undefined || criterion === undefined) return undefined
  const heads = Object.fromEntries(cells.map((cell) => { const [field, ids] = cell.split('='); return [field, (ids ?? '').split('+')] }))
  return { caseId, round: Number(round), standard: standard!, criterion, heads }
}
export const isBase = (text: string): boolean => text.trim().startsWith(`${MARK} `)

/** One cell as the file has it. */
export type FileCell = { readonly sheet: string; readonly line: number; readonly key: CellKey; readonly parents: readonly string[]; readonly text: string | null }

/** What a spreadsheet cannot keep, or changes by itself, makes no difference: ends of lines, space at both ends, control characters. */
const comparable = (text: string | null): string => (text ?? '').replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').trim()

/** The same words from the same state have the same number, so that a file sent twice, or by two people, changes nothing twice. */
export const fileChangeId = (caseId: string, round: number, key: CellKey, parents: readonly string[], value: string | null): string =>
  `file_${sha256Hex(canonicalText([caseId, round, key, [...parents].toSorted(), value])).slice(0, 40)}`

export type FileAgainst = {
  readonly caseId: string
  readonly round: number
  readonly lines: ReadonlyMap<string, WorkbookLine>
  readonly titleOf: (line: WorkbookLine) => string
  /** The changes that the file was made with, and every change of the file that is recorded already. */
  readonly recorded: ReadonlyMap<string, Change>
  readonly heads: ReadonlyMap<string, readonly Change[]>
}

type Planned = { readonly changes: FileChange[]; readonly typed: TypedChange[]; readonly unread: UnreadRow[]; readonly unchanged: number }

/** What the cells of a spreadsheet would change. @returns `change-parent-unknown` where the file was made elsewhere */
export function plannedCells(cells: readonly FileCell[], against: FileAgainst): Outcome<Planned> {
  const unknown = cells.flatMap(({ sheet, line, parents }): Fault[] => parents.filter((parent) => !against.recorded.has(parent))
    .map((parent) => ({ pointer: `${sheet} line ${line}`, detail: `the row was made with ${parent}, which is not recorded here` })))
  if (unknown.length > 0) return deny(refuse('change-parent-unknown', `${unknown[0]!.pointer}: ${unknown[0]!.detail}. Get the workbook anew from this installation and copy what you wrote into it.`, unknown))
  let unchanged = 0
  const unread: UnreadRow[] = []
  const typed: TypedChange[] = []
  for (const { sheet, line, key, parents, text } of cells) {
    const base = baseOf(parents, against.recorded)
    if (comparable(text) === comparable(base)) { unchanged += 1; continue }
    const value = asTyped(text) as string | null
    const fault = valueFault(against.lines.get(lineKey(key)), key.field, value)
    if (fault === undefined) typed.push({ changeId: fileChangeId(against.caseId, against.round, key, parents, value), key, value, parents: [...parents] })
    else unread.push({ sheet, line, field: key.field as WorkbookField, code: (value ?? '').length > 8000 ? 'text-too-long' : 'value-unfit', text: value?.slice(0, 80) ?? null, detail: `${fault}.` })
  }
  return accept({ typed, unread, unchanged, changes: effects(typed, against) })
}

/** What the cell showed when the file was made: the newest of the values that stood there. */
const baseOf = (parents: readonly string[], recorded: ReadonlyMap<string, Change>): string | null => {
  const { value } = readingOf(parents.map((parent) => recorded.get(parent)!))
  return typeof value === 'string' ? value : null
}

/** What each change does to the cell as it stands, in order; one cell may be written by several rows. */
export function effects(typed: readonly TypedChange[], against: FileAgainst): FileChange[] {
  const standing = new Map(against.heads)
  return typed.map((change) => {
    const line = against.lines.get(lineKey(change.key))
    const key = keyText(change.key)
    const before = standing.get(key) ?? []
    const isRecorded = against.recorded.has(change.changeId)
    const beside = before.filter(({ changeId }) => changeId !== change.changeId && !change.parents.includes(changeId))
    const other = readingOf(beside).values.filter(({ value }) => value !== change.value)
    if (!isRecorded) standing.set(key, [...beside, { ...change, author: '', at: '9999-12-31T00:00:00.000Z', source: 'file' }])
    return {
      changeId: change.changeId, standard: change.key.standard, criterion: change.key.criterion, title: line === undefined ? change.key.criterion : against.titleOf(line),
      field: change.key.field as WorkbookField, base: baseOf(change.parents.filter((parent) => against.recorded.has(parent)), against.recorded),
      before: asText(readingOf(before).value), after: asText(change.value),
      effect: isRecorded || (other.length === 0 && beside.length > 0) ? 'known' : other.length > 0 ? 'conflicts' : 'changes',
      beside: isRecorded ? [] : other.filter(({ author }) => author !== '').map((one) => ({ changeId: one.changeId, value: asText(one.value), author: one.author, at: one.at, source: one.source })),
    }
  })
}
const asText = (value: Change['value']): string | null => typeof value === 'string' ? value : null

/** The portable form: every change of a sheet, as the program itself keeps it. */
export const SheetFile = z.object({
  form: z.literal('cupel-sheet-1'),
  caseId: CaseId, round: z.number().int().min(0), sheet: z.literal('self-assessment'),
  /** Who and when is told for the reader; it is not taken over from a file. */
  changes: z.array(z.object({
    changeId: ChangeId, key: z.object({ standard: Slug, criterion: Slug, field: WorkbookField }), value: z.string().max(20_000).nullable(), parents: z.array(ChangeId).max(100),
    author: z.string().optional(), at: z.string().optional(), source: z.string().optional(),
  })).max(50_000),
})
export type SheetFile = z.infer<typeof SheetFile>

/**
 * The changes of a portable file that are new, with those that cannot stand.
 * @returns the refusals `change-altered`, `change-parent-unknown`
 */
export function plannedChanges(file: SheetFile, against: FileAgainst): Outcome<Planned> {
  const all = file.changes.map(({ changeId, key, value, parents }): TypedChange => ({ changeId, key, value: asTyped(value), parents }))
  const fresh = admitted([...against.recorded.values()], all)
  if (!fresh.accepted) return fresh
  const unread: UnreadRow[] = []
  const unfit = new Set<string>()
  const typed = fresh.value.filter((change) => {
    const fault = valueFault(against.lines.get(lineKey(change.key)), change.key.field, change.value)
      ?? (change.parents.some((parent) => unfit.has(parent)) ? 'it follows a change that cannot stand' : undefined)
    if (fault === undefined) return true
    unfit.add(change.changeId)
    unread.push({
      sheet: '', line: all.findIndex(({ changeId }) => changeId === change.changeId) + 1, field: change.key.field as WorkbookField, code: 'value-unfit',
      text: asText(change.value)?.slice(0, 80) ?? null, detail: `${fault}.`,
    })
    return false
  })
  return accept({ typed, unread, unchanged: all.length - fresh.value.length, changes: effects(typed, against) })
}
