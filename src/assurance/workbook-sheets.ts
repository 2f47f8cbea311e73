// The workbook as sheets of a spreadsheet: one a standard, a page of instructions before them, and beside each row, kept
// from sight, what it was made with. Column names and ratings are understood in every language of the program.
import type { Cell } from '#src/exchange/csv/write-csv.ts'
import type { SheetColumn, SheetOut } from '#src/exchange/spreadsheet/write-sheets.ts'
import type { SheetIn } from '#src/exchange/spreadsheet/workbook.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse, type Fault } from '#src/kernel/refusal.ts'
import type { Wording } from '#src/standards/language-pack.ts'
import type { Standard } from '#src/standards/standard.ts'
import { keyOfLine, NOT_APPLICABLE, textIn, typedFields, type Answer, type WorkbookField, type WorkbookLine } from './workbook.ts'
import { baseText, isBase, readBase, type FileCell, type RowBase, type UnreadRow } from './workbook-file.ts'

/** The messages `file.*` of the area `workbook`, in one language. */
export type FileWords = Readonly<Record<string, string>>

export type SheetsOf = {
  readonly caseId: string
  readonly round: number
  readonly siteName: string
  readonly isOfSite: boolean
  readonly standards: readonly { readonly standard: Standard; readonly wording: Wording; readonly lines: readonly WorkbookLine[] }[]
  readonly answers: ReadonlyMap<string, Answer>
  readonly evidence: ReadonlyMap<string, readonly string[]>
  readonly last: ReadonlyMap<string, string>
}

const text = (words: FileWords, key: string): string => words[`file.${key}`] ?? key
const fieldsFor = (isOfSite: boolean): readonly WorkbookField[] => isOfSite ? typedFields : typedFields.filter((field) => field !== 'note')

/** What stands in the drop-down: the levels from best to worst, and "does not apply". */
const ratingWords = (standard: Standard, wording: Wording, words: FileWords): Map<string, string> => new Map([
  ...standard.ratingScale.levels.toReversed().map(({ slug, title }) => [slug, wording.of('levels', slug, title)] as const),
  [NOT_APPLICABLE, text(words, 'not-applicable')],
])

export function sheetsOf(of: SheetsOf, words: FileWords): SheetOut[] {
  const lines = text(words, 'instructions').replace('{site}', of.siteName).split('\n')
  const notes: SheetOut = { name: text(words, 'sheet'), columns: [{ title: lines[0]!, width: 100 }], rows: lines.slice(1).map((line): Cell[] => [line]) }
  return [notes, ...of.standards.map(({ standard, wording, lines: all }, index): SheetOut => ({
    // Cut off at 31 characters by the format, names must still differ.
    name: `${index + 1} ${standard.standard}`, columns: columnsFor(of.isOfSite, [...ratingWords(standard, wording, words).values()], words),
    rows: all.map((line) => rowFor(of, line, wording, ratingWords(standard, wording, words), words)),
  }))]
}

function columnsFor(isOfSite: boolean, ratings: readonly string[], words: FileWords): SheetColumn[] {
  const widths: Readonly<Record<string, number>> = { rating: 20, rationale: 60, 'not-applicable-reason': 40, note: 30 }
  const told = (key: string, width: number): SheetColumn => ({ title: text(words, `column.${key}`), width, isReadOnly: true })
  return [
    told('number', 6), told('criterion', 30), told('meaning', 50),
    ...fieldsFor(isOfSite).map((field): SheetColumn => ({ title: text(words, `column.${field}`), width: widths[field]!, ...(field === 'rating' ? { choices: ratings } : {}) })),
    told('evidence', 40), told('last', 20), told('remark', 40), { title: text(words, 'column.base'), width: 10, isHidden: true, isReadOnly: true },
  ]
}

function rowFor(of: SheetsOf, line: WorkbookLine, wording: Wording, ratings: ReadonlyMap<string, string>, words: FileWords): Cell[] {
  const key = keyOfLine(line)
  const answer = of.answers.get(key)!
  const { title, meaning } = wording.criterion(line.criterion.slug, line.criterion)
  const fields = fieldsFor(of.isOfSite)
  const shown = (field: WorkbookField): string | null => { const value = textIn(answer[field]); return field === 'rating' && value !== null ? ratings.get(value) ?? value : value }
  const conflicts = fields.filter((field) => answer[field].isConflict)
  const remark = conflicts.length === 0 ? null
    : text(words, 'remark.conflict').replace('{columns}', conflicts.map((field) => text(words, `column.${field}`)).join(', '))
  const base: RowBase = {
    caseId: of.caseId, round: of.round, standard: line.standard.standard, criterion: line.criterion.slug,
    heads: Object.fromEntries(fields.map((field) => [field, answer[field].heads.map(({ changeId }) => changeId)])),
  }
  const last = of.last.get(key)
  return [
    line.criterion.number, title, meaning, ...fields.map(shown), (of.evidence.get(key) ?? []).join('\n') || null,
    last === undefined ? null : ratings.get(last) ?? last, remark, baseText(base),
  ]
}

/** What words stand for which column and which rating, over all languages at once. */
export type Vocabulary = { readonly columns: ReadonlyMap<string, string>; readonly ratings: ReadonlyMap<string, ReadonlyMap<string, string>> }

const folded = (word: string): string => word.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

export function vocabularyOf(languages: readonly FileWords[], standards: readonly { readonly standard: Standard; readonly wordings: readonly Wording[] }[]): Vocabulary {
  const columns = new Map<string, string>()
  for (const field of [...typedFields, 'base']) {
    columns.set(field, field)
    for (const words of languages) columns.set(folded(text(words, `column.${field}`)), field)
  }
  const ratings = new Map(standards.map(({ standard, wordings }) => {
    const known = new Map<string, string>([[NOT_APPLICABLE, NOT_APPLICABLE]])
    for (const words of languages) for (const word of text(words, 'not-applicable.words').split('|')) known.set(folded(word), NOT_APPLICABLE)
    for (const words of languages) known.set(folded(text(words, 'not-applicable')), NOT_APPLICABLE)
    for (const { slug, title } of standard.ratingScale.levels) {
      for (const word of [slug, title, ...wordings.map((wording) => wording.of('levels', slug, title))]) known.set(folded(word), slug)
    }
    return [standard.standard, known] as const
  }))
  return { columns, ratings }
}

export type SheetRows = { readonly cells: readonly FileCell[]; readonly unread: readonly UnreadRow[] }

/**
 * The cells of a workbook that came back.
 * @returns the refusals `file-not-ours`, `file-base-altered`, `file-of-another-case`, `workbook-closed`
 */
export function readRows(sheets: readonly SheetIn[], words: Vocabulary, of: { caseId: string; round: number }): Outcome<SheetRows> {
  const cells: FileCell[] = []
  const unread: UnreadRow[] = []
  const altered: Fault[] = []
  const foreign: RowBase[] = []
  let isOurs = false
  for (const { name, rows } of sheets) {
    const header = rows.findIndex((row) => row.some((cell) => words.columns.get(folded(cell)) === 'base'))
    if (header < 0) {
      const at = rows.findIndex((row) => row.some(isBase))
      if (at >= 0) unread.push({ sheet: name, line: at + 1, field: null, code: 'columns-missing', text: null, detail: 'The line of column names is gone or was renamed, so that no row can be read. Put it back from a new copy of the workbook.' })
      isOurs ||= at >= 0
      continue
    }
    isOurs = true
    const columns = new Map(rows[header]!.flatMap((cell, index) => { const field = words.columns.get(folded(cell)); return field === undefined ? [] : [[field, index] as const] }))
    for (const [index, row] of rows.entries()) {
      if (index > header) readRow(row, columns, { name, line: index + 1 }, words, { cells, unread, altered, foreign })
    }
  }
  if (!isOurs) return deny(refuse('file-not-ours', 'No sheet of the file has the column that says what its rows were made with. Get the workbook here, write into that copy, and send it back as XLSX.'))
  if (altered.length > 0) return deny(refuse('file-base-altered', `${altered[0]!.pointer}: ${altered[0]!.detail}. Nothing was read: a change could land in the wrong place. Get the workbook anew and copy what you wrote into it.`, altered))
  const other = foreign.find(({ caseId, round }) => caseId !== of.caseId || round !== of.round)
  if (other === undefined) return accept({ cells, unread })
  if (other.caseId !== of.caseId) return deny(refuse('file-of-another-case', `The file was made for the case ${other.caseId}, and this is ${of.caseId}. Open that case to send it.`))
  return deny(refuse('workbook-closed', 'The file was made for a self-assessment of this case that is closed since. Get the workbook as it is now.'))
}

type Into = { cells: FileCell[]; unread: UnreadRow[]; altered: Fault[]; foreign: RowBase[] }

function readRow(row: readonly string[], columns: ReadonlyMap<string, number>, at: { name: string; line: number }, words: Vocabulary, into: Into): void {
  const cellOf = (field: string): string => { const index = columns.get(field); return index === undefined ? '' : row[index] ?? '' }
  const typed = typedFields.filter((field) => columns.has(field))
  const based = cellOf('base')
  if (based.trim() === '') {
    const said = typed.find((field) => cellOf(field).trim() !== '')
    if (said !== undefined) into.unread.push({ sheet: at.name, line: at.line, field: said, code: 'row-without-base', text: cellOf(said).trim().slice(0, 80), detail: 'The row does not say which criterion it belongs to. Write the text into the row of the criterion.' })
    return
  }
  const base = readBase(based)
  if (base === undefined) { into.altered.push({ pointer: `${at.name} line ${at.line}`, detail: 'what the row was made with was altered' }); return }
  into.foreign.push(base)
  for (const field of typed) {
    const text = cellOf(field)
    const key = { standard: base.standard, criterion: base.criterion, field }
    const cell = { sheet: at.name, line: at.line, key, parents: base.heads[field] ?? [] }
    if (field !== 'rating' || text.trim() === '') { into.cells.push({ ...cell, text: text.trim() === '' ? null : text }); continue }
    const rating = words.ratings.get(base.standard)?.get(folded(text))
    if (rating !== undefined) into.cells.push({ ...cell, text: rating })
    else into.unread.push({ sheet: at.name, line: at.line, field, code: 'rating-unknown', text: text.trim().slice(0, 80), detail: 'The word is no rating of this standard. Choose one from the list of the cell.' })
  }
}
