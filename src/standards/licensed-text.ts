// The normative text of a standard, which its owner licenses: an operator loads what it may hold, per language, and says
// text by text whether the public may read it. Never part of a standard file.
import { z } from 'zod'
import { isStorable } from '#src/kernel/text.ts'
import { Slug } from './award-rule.ts'
import { Language, Version } from './standard.ts'

export const TextPart = z.enum(['requirement', 'sub-requirement', 'guidance', 'rating-description'])
export type TextPart = z.infer<typeof TextPart>

/** Which of the texts of a part: a clause number such as `1.2-a`; for a rating description the slug of the level. */
export const TextKey = z.string().min(1).max(60).regex(/^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/, 'a key is a clause number such as 1.2-a, or the slug of a level')

/** Where one text stands. */
export const textPlace = { standard: Slug, version: Version, criterion: Slug, part: TextPart, key: TextKey, language: Language }

export const LicensedText = z.object({
  ...textPlace,
  text: z.string().min(1).max(30_000).refine(isStorable, 'the text holds a character that cannot be stored'),
  /** Only what the licence lets be shown is public; everything else is for the operator alone. */
  isPublic: z.boolean(),
})
export type LicensedText = z.infer<typeof LicensedText>

/** The columns of the spreadsheet, in this order in the template; read in any order. */
export const TEXT_COLUMNS = ['criterion', 'part', 'key', 'language', 'text', 'public'] as const

/** `yes`, `no` and what spreadsheets make of them; an empty cell is no, so that nothing is published by omission. */
const YES = ['yes', 'y', 'true', '1', 'sí', 'si', 'oui', '是', 'ja', 'x']
const NO = ['', 'no', 'n', 'false', '0', 'non', '否', 'nein']

type Row = { readonly line: number; readonly cells: readonly string[] }
export type RowFault = { readonly line: number; readonly column: string; readonly detail: string }
export type TextSheet = { readonly texts: readonly LicensedText[]; readonly faults: readonly RowFault[]; readonly emptyRows: number }

type Wanted = { readonly standard: string; readonly version: string; readonly criteria: ReadonlySet<string>; readonly levels: ReadonlySet<string> }

/** Names of wanted columns that the table does not have. */
export const missingColumns = (columns: readonly string[]): string[] =>
  TEXT_COLUMNS.filter((name) => name !== 'public' && !columns.some((column) => column.trim().toLowerCase() === name))

/** Reads the rows of a sheet; a row without text is one the operator has not filled, and is passed over. */
export function readTexts(columns: readonly string[], rows: readonly Row[], wanted: Wanted): TextSheet {
  const at = new Map(columns.map((column, index) => [column.trim().toLowerCase(), index]))
  const texts: LicensedText[] = []
  const faults: RowFault[] = []
  const lineOf = new Map<string, number>()
  let emptyRows = 0
  for (const { line, cells } of rows) {
    const cell = (name: string): string => (at.has(name) ? cells[at.get(name)!] ?? '' : '').trim()
    if (cell('text') === '') { emptyRows += 1; continue }
    const found = readRow(cell, wanted)
    const place = 'faults' in found ? '' : [found.criterion, found.part, found.key, found.language.toLowerCase()].join(' ')
    if ('faults' in found) faults.push(...found.faults.map((fault) => ({ line, ...fault })))
    else if (lineOf.has(place)) faults.push({ line, column: 'key', detail: `${place} is given on line ${lineOf.get(place)} already. Keep one of the two.` })
    else { lineOf.set(place, line); texts.push(found) }
  }
  return { texts, faults, emptyRows }
}

function readRow(cell: (name: string) => string, wanted: Wanted): LicensedText | { faults: { column: string; detail: string }[] } {
  const faults: { column: string; detail: string }[] = []
  const visible = cell('public').toLowerCase()
  if (![...YES, ...NO].includes(visible)) faults.push({ column: 'public', detail: `"${visible}" is neither yes nor no. Write yes to show the text to the public.` })
  if (!wanted.criteria.has(cell('criterion'))) {
    faults.push({ column: 'criterion', detail: `${wanted.standard} ${wanted.version} has no criterion "${cell('criterion')}". Use the slugs of the template.` })
  }
  const parsed = LicensedText.safeParse({
    standard: wanted.standard, version: wanted.version, criterion: cell('criterion'), part: cell('part').toLowerCase(), key: cell('key'),
    language: cell('language'), text: cell('text'), isPublic: YES.includes(visible),
  })
  if (!parsed.success) {
    faults.push(...parsed.error.issues.filter((issue) => issue.path[0] !== 'criterion').map((issue) => ({ column: String(issue.path[0]), detail: issue.message })))
  } else if (parsed.data.part === 'rating-description' && !wanted.levels.has(parsed.data.key)) {
    faults.push({ column: 'key', detail: `a rating description is for one of the levels ${[...wanted.levels].join(', ')}, not ${parsed.data.key}` })
  }
  return faults.length === 0 && parsed.success ? parsed.data : { faults }
}
