// The on-site record as sheets of a spreadsheet: one a standard, then findings, media scan, interviews and closing meeting.
// Beside each row stands, kept from sight, what it was made with; a row that somebody adds below is a new one.
import type { Cell } from '#src/exchange/csv/write-csv.ts'
import type { SheetIn } from '#src/exchange/spreadsheet/workbook.ts'
import type { SheetColumn, SheetOut } from '#src/exchange/spreadsheet/write-sheets.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import type { UnreadCell } from './on-site-file.ts'
import { sheetChangeId } from './on-site-file.ts'
import { CLOSING, FindingGrade, MediaRelevance, keyStandard, type Part } from './on-site.ts'
import { readingOf, type Change, type TypedChange } from './sheet.ts'
import { NOT_APPLICABLE } from './workbook.ts'

/** Messages of the area `assessment` in one language. */
export type RecordWords = Readonly<Record<string, string>>
type Value = TypedChange['value']

/** Fields of each part that a sheet carries; evidence is linked on the screen or in the archive. */
const columnsOf: Readonly<Record<Part, readonly string[]>> = {
  criterion: ['rating', 'rationale', 'not-applicable-reason', 'notes'], finding: ['grade', 'statement', 'clauses', 'withdrawn-reason'],
  media: ['source', 'searched-on', 'words', 'found', 'relevance'], interviews: ['count', 'shortfall-reason'], closing: ['held-on', 'attendees', 'differences'],
}
const wide = new Set(['rationale', 'statement', 'found', 'differences', 'notes'])
const REASON = 'change-reason'
/** Empty rows below, for what is added by hand. */
const SPARE_ROWS = 25

export type SheetsOfRecord = {
  readonly caseId: string
  readonly round: number
  readonly standards: readonly { readonly standard: string; readonly title: string; readonly levels: readonly { slug: string; title: string }[]; readonly criteria: readonly { criterion: string; number: number; title: string; meaning: string }[] }[]
  readonly groups: readonly string[]
  readonly cells: ReadonlyMap<string, readonly Change[]>
}

const word = (words: RecordWords, key: string): string => words[key] ?? key
const ratingWords = (levels: readonly { slug: string; title: string }[], words: RecordWords): Map<string, string> =>
  new Map([...levels.toReversed().map(({ slug, title }) => [slug, title] as const), [NOT_APPLICABLE, word(words, 'rating.not-applicable')]])
const choiceWords = (prefix: string, options: readonly string[], words: RecordWords): Map<string, string> => new Map(options.map((one) => [one, word(words, `${prefix}.${one}`)]))

const MARK = 'cupel-on-site-1'
type Base = { readonly caseId: string; readonly round: number; readonly standard: string; readonly criterion: string; readonly heads: Readonly<Record<string, readonly string[]>> }
const checkOf = (plain: string): string => sha256Hex(plain).slice(0, 12)

export function rowBase({ caseId, round, standard, criterion, heads }: Base): string {
  const plain = [MARK, caseId, round, standard, criterion, ...Object.entries(heads).filter(([, ids]) => ids.length > 0).map(([field, ids]) => `${field}=${ids.join('+')}`)].join(' ')
  return `${plain} ${checkOf(plain)}`
}
export function readRowBase(text: string): Base | undefined {
  const [, plain, check] = /^(.*) ([0-9a-f]{12})$/s.exec(text.trim()) ?? []
  if (plain === undefined || checkOf(plain) !== check) return undefined
  const [mark, caseId, round, standard, criterion, ...cells] = plain.split(' ')
  if (mark !== MARK || caseId === undefined || standard === undefined || criterion === undefined) return undefined
  return { caseId, round: Number(round), standard, criterion, heads: Object.fromEntries(cells.map((cell) => { const [field, ids] = cell.split('='); return [field!, (ids ?? '').split('+')] })) }
}

/** A value as a cell shows it, and back. */
function shown(field: string, value: Value, choices: ReadonlyMap<string, string> | undefined): string | null {
  if (value === null) return null
  if (choices !== undefined) return choices.get(String(value)) ?? String(value)
  if (field === 'clauses') return (value as { standard: string; criterion: string }[]).map(({ standard, criterion }) => `${standard}/${criterion}`).join('; ')
  if (field === 'attendees') return (value as { role: string; count: number }[]).map(({ role, count }) => `${role}: ${count}`).join('; ')
  return String(value)
}

const listed = (text: string): string[] => text.split(/[;\n]/).map((one) => one.trim()).filter((one) => one !== '')
/** @returns the value, or in words what is wrong with the text */
function typed(field: string, text: string, choices: ReadonlyMap<string, string> | undefined): { value: Value } | { fault: string } {
  if (text === '') return { value: null }
  if (choices !== undefined) {
    const slug = choices.get(folded(text))
    return slug === undefined ? { fault: 'the word is none of the list of the cell' } : { value: slug }
  }
  if (field === 'clauses') {
    const parts = listed(text).map((one) => /^([a-z0-9-]+)\s*\/\s*([a-z0-9-]+)$/.exec(one))
    return parts.some((one) => one === null) ? { fault: 'a clause is written standard/criterion; several are separated by a semicolon' } : { value: parts.map((one) => ({ standard: one![1]!, criterion: one![2]! })) }
  }
  if (field === 'attendees') {
    const parts = listed(text).map((one) => /^(.+?)\s*[:：]\s*(\d{1,5})$/.exec(one))
    return parts.some((one) => one === null) ? { fault: 'who was there is written role: number; several are separated by a semicolon' } : { value: parts.map((one) => ({ role: one![1]!, count: Number(one![2]) })) }
  }
  if (field === 'count') return /^\d{1,6}$/.test(text) ? { value: Number(text) } : { fault: 'a number of interviews is a whole number' }
  return { value: text.replace(/\r\n?/g, '\n') }
}

export function recordSheets(of: SheetsOfRecord, words: RecordWords): SheetOut[] {
  const head = (field: string, choices?: readonly string[]): SheetColumn => ({ title: word(words, `column.${field}`), width: wide.has(field) ? 60 : 24, ...(choices === undefined ? {} : { choices }) })
  const told = (field: string, width: number): SheetColumn => ({ title: word(words, `column.${field}`), width, isReadOnly: true })
  const base: SheetColumn = { title: word(words, 'column.base'), width: 10, isHidden: true, isReadOnly: true }
  const row = (part: Part, standard: string, criterion: string, choices: Readonly<Record<string, ReadonlyMap<string, string>>>): { cells: (string | null)[]; base: string } => {
    const at = (field: string) => of.cells.get(`${standard}/${criterion}/${field}`) ?? []
    return {
      cells: columnsOf[part].map((field) => shown(field, readingOf(at(field)).value, choices[field])),
      base: rowBase({ caseId: of.caseId, round: of.round, standard, criterion, heads: Object.fromEntries(columnsOf[part].map((field) => [field, at(field).map(({ changeId }) => changeId)])) }),
    }
  }
  const rowsIn = (part: Exclude<Part, 'criterion'>): string[] => [...new Set([...of.cells.values()].flat().filter(({ key }) => key.standard === keyStandard(part)).map(({ key }) => key.criterion))].toSorted()
  const sheet = (part: Exclude<Part, 'criterion'>, ids: readonly string[], choices: Readonly<Record<string, ReadonlyMap<string, string>>>, spare: number): SheetOut => ({
    name: word(words, `sheet.${part}`), columns: [told('row', 16), ...columnsOf[part].map((field) => head(field, choices[field] === undefined ? undefined : [...choices[field].values()])), base],
    rows: [
      ...ids.map((id): Cell[] => { const made = row(part, keyStandard(part), id, choices); return [part === 'interviews' ? word(words, `group.${id}`) : id, ...made.cells, made.base] }),
      ...Array.from({ length: spare }, (_, index): Cell[] => [null, ...columnsOf[part].map(() => null), rowBase({ caseId: of.caseId, round: of.round, standard: keyStandard(part), criterion: `new-${index + 1}`, heads: {} })]),
    ],
  })
  return [
    ...of.standards.map(({ standard, title, levels, criteria }): SheetOut => {
      const choices = { rating: ratingWords(levels, words) }
      return {
        name: title.slice(0, 28), columns: [told('number', 6), told('criterion', 30), told('meaning', 50), head('rating', [...choices.rating.values()]), ...columnsOf.criterion.slice(1).map((field) => head(field)), head(REASON), base],
        rows: criteria.map((one): Cell[] => { const made = row('criterion', standard, one.criterion, choices); return [one.number, one.title, one.meaning, ...made.cells, null, made.base] }),
      }
    }),
    sheet('finding', rowsIn('finding'), { grade: choiceWords('grade', FindingGrade.options, words) }, SPARE_ROWS),
    sheet('media', rowsIn('media'), { relevance: choiceWords('relevance', MediaRelevance.options, words) }, SPARE_ROWS),
    sheet('interviews', [...new Set([...of.groups, ...rowsIn('interviews')])], {}, 0),
    sheet('closing', [CLOSING], {}, 0),
  ]
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

export type RecordVocabulary = { readonly columns: ReadonlyMap<string, string>; readonly choices: ReadonlyMap<string, ReadonlyMap<string, string>> }

/** What words stand for which column, level, grade and relevance, over all languages at once. */
export function recordVocabulary(languages: readonly RecordWords[], levels: ReadonlyMap<string, readonly { slug: string; titles: readonly string[] }[]>): RecordVocabulary {
  const columns = new Map<string, string>()
  for (const field of [...Object.values(columnsOf).flat(), REASON, 'base']) for (const words of [{}, ...languages]) columns.set(folded(word(words, `column.${field}`).replace(/^column\./, '')), field)
  const choices = new Map<string, Map<string, string>>()
  const known = (prefix: string, options: readonly string[]) => new Map([{}, ...languages].flatMap((words) => options.map((one) => [folded(word(words, `${prefix}.${one}`).replace(`${prefix}.`, '')), one] as const)))
  choices.set('grade', known('grade', FindingGrade.options))
  choices.set('relevance', known('relevance', MediaRelevance.options))
  const none = known('rating', [NOT_APPLICABLE])
  for (const [standard, own] of levels) choices.set(`rating ${standard}`, new Map([...none, ...own.flatMap(({ slug, titles }) => [slug, ...titles].map((title) => [folded(title), slug] as const))]))
  return { columns, choices }
}

export type RecordRows = { readonly changes: TypedChange[]; readonly reasons: Record<string, string>; readonly unread: UnreadCell[]; readonly unchanged: number }

/** @returns `record-archive-invalid`, `file-base-altered`, `record-archive-of-another` */
export function readRecordSheets(sheets: readonly SheetIn[], words: RecordVocabulary, of: { caseId: string; round: number; recorded: ReadonlyMap<string, Change> }): Outcome<RecordRows> {
  const into: RecordRows & { unchanged: number } = { changes: [], reasons: {}, unread: [], unchanged: 0 }
  let isOurs = false
  for (const { name, rows } of sheets) {
    const header = rows.findIndex((row) => row.some((cell) => words.columns.get(folded(cell)) === 'base'))
    if (header < 0) continue
    isOurs = true
    const columns = new Map(rows[header]!.flatMap((cell, index) => { const field = words.columns.get(folded(cell)); return field === undefined ? [] : [[field, index] as const] }))
    for (const [index, row] of rows.entries()) {
      if (index <= header) continue
      const wrong = readRecordRow(row, columns, { sheet: name, line: index + 1 }, words, of, into)
      if (wrong !== undefined) return wrong
    }
  }
  return isOurs ? accept(into) : deny(refuse('record-archive-invalid', 'No sheet of the file has the column that says what its rows were made with. Take the sheets out anew and write into that copy.'))
}

function readRecordRow(
  row: readonly string[], columns: ReadonlyMap<string, number>, at: { sheet: string; line: number }, words: RecordVocabulary,
  of: { caseId: string; round: number; recorded: ReadonlyMap<string, Change> }, into: RecordRows & { unchanged: number },
): Outcome<never> | undefined {
  const textOf = (field: string): string => (row[columns.get(field) ?? -1] ?? '').trim()
  const fields = [...columns.keys()].filter((field) => field !== 'base' && field !== REASON)
  const based = textOf('base')
  if (based === '') {
    const said = fields.find((field) => textOf(field) !== '')
    if (said !== undefined) into.unread.push({ ...at, field: said, text: textOf(said).slice(0, 80), detail: 'the row does not say what it belongs to; write into one of the rows that were there' })
    return undefined
  }
  const base = readRowBase(based)
  if (base === undefined) return deny(refuse('file-base-altered', `${at.sheet} line ${at.line}: what the row was made with was altered. Nothing was read. Take the sheets out anew and copy what you wrote into them.`))
  if (base.caseId !== of.caseId || base.round !== of.round) return deny(refuse('record-archive-of-another', `The file is of case ${base.caseId}, round ${base.round}; this is ${of.caseId}, round ${of.round}. Bring it there.`))
  const parents = Object.values(base.heads).flat()
  const stranger = parents.find((parent) => !of.recorded.has(parent))
  if (stranger !== undefined) return deny(refuse('change-parent-unknown', `${at.sheet} line ${at.line} was made with ${stranger}, which is not recorded here. Take the sheets out anew from this installation.`))
  const said = fields.filter((field) => textOf(field) !== '')
  if (base.criterion.startsWith('new-') && said.length === 0) return undefined
  // A new row is named for what it says, so that the same sheet sent twice adds it once.
  const criterion = base.criterion.startsWith('new-') ? `row_${sha256Hex(canonicalText([of.caseId, of.round, base.standard, base.criterion, ...fields.map(textOf)])).slice(0, 26)}` : base.criterion
  for (const field of fields) {
    const heads = base.heads[field] ?? []
    const choices = words.choices.get(field === 'rating' ? `rating ${base.standard}` : field)
    const read = typed(field, textOf(field), choices)
    if ('fault' in read) { into.unread.push({ ...at, field, text: textOf(field).slice(0, 80), detail: read.fault }); continue }
    const before = readingOf(heads.map((head) => of.recorded.get(head)!)).value
    if (sameText(before, read.value)) { into.unchanged += 1; continue }
    const key = { standard: base.standard, criterion, field }
    const changeId = sheetChangeId(of.caseId, of.round, key, heads, read.value)
    into.changes.push({ changeId, key, value: read.value, parents: [...heads] })
    if (textOf(REASON) !== '') into.reasons[changeId] = textOf(REASON).slice(0, 2000)
  }
  return undefined
}

/** What a spreadsheet cannot keep makes no difference: ends of lines, space at both ends, control characters. */
const comparable = (value: Value): string => typeof value === 'string' ? value.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').trim() : canonicalText(value)
const sameText = (a: Value, b: Value): boolean => comparable(a ?? '') === comparable(b ?? '')
