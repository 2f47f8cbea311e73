// The normative text of a standard, which its owner licenses: an operator loads what it may hold, per language, and says
// text by text whether the public may read it. Never part of a standard file.
import { z } from 'zod'
import { isStorable } from '#src/kernel/text.ts'
import { Slug } from './award-rule.ts'
import type { Wording } from './language-pack.ts'
import { Language, Version, type Standard } from './standard.ts'

export const TextPart = z.enum(['requirement', 'sub-requirement', 'guidance', 'rating-description'])
export type TextPart = z.infer<typeof TextPart>

/** Which of the texts of a part: a clause number such as `1.2-a`; for a rating description the slug of the level. */
export const TextKey = z.string().min(1).max(60)
  .regex(/^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/, 'a key is a clause number such as 1.2-a, or the slug of a level')

/** Where one text stands. */
export const textPlace = { standard: Slug, version: Version, criterion: Slug, part: TextPart, key: TextKey, language: Language }

export const LicensedText = z.object({
  ...textPlace,
  text: z.string().trim().min(1, 'the text is empty').max(30_000).refine(isStorable, 'the text holds a character that cannot be stored'),
  /** Only what the licence lets be shown is public; everything else is for the operator alone. */
  isPublic: z.boolean(),
})
export type LicensedText = z.infer<typeof LicensedText>

export type TextPlace = Pick<LicensedText, keyof typeof textPlace>
export const placeOf = ({ standard, version, criterion, part, key, language }: TextPlace): TextPlace =>
  ({ standard, version, criterion, part, key, language })
const placeKey = (text: TextPlace): string => [text.criterion, text.part, text.key, text.language].join(' ')

/** Columns that are read, in any order; `public` may be left out. */
const NEEDED = ['criterion', 'part', 'key', 'language', 'text'] as const
/** The title is for the eye: the slug says which criterion it is. */
export const TEMPLATE_COLUMNS = ['criterion', 'title', 'part', 'key', 'language', 'text', 'public'] as const

/** `yes`, `no` and what spreadsheets make of them; an empty cell is no, so that nothing is published by omission. */
const YES = ['yes', 'y', 'true', '1', 'sí', 'si', 'oui', '是', 'ja', 'x']
const NO = ['', 'no', 'n', 'false', '0', 'non', '否', 'nein']

type Row = { readonly line: number; readonly cells: readonly string[] }
export type RowFault = { readonly line: number; readonly column: string; readonly detail: string }
export type TextSheet = {
  readonly texts: readonly LicensedText[]
  readonly faults: readonly RowFault[]
  /** Rows without text, passed over. */
  readonly emptyRows: number
}

type Wanted = {
  readonly standard: string
  readonly version: string
  readonly criteria: ReadonlySet<string>
  readonly levels: ReadonlySet<string>
}

/** Names of wanted columns that the table does not have. */
export const missingColumns = (columns: readonly string[]): string[] =>
  NEEDED.filter((name) => !columns.some((column) => column.trim().toLowerCase() === name))

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
    if ('faults' in found) { faults.push(...found.faults.map((fault) => ({ line, ...fault }))); continue }
    const place = placeKey(found)
    const before = lineOf.get(place)
    if (before !== undefined) {
      faults.push({ line, column: 'key', detail: `${place} is given on line ${before} already. Keep one of the two.` })
      continue
    }
    lineOf.set(place, line)
    texts.push(found)
  }
  return { texts, faults, emptyRows }
}

function readRow(cell: (name: string) => string, wanted: Wanted): LicensedText | { faults: Omit<RowFault, 'line'>[] } {
  const faults: Omit<RowFault, 'line'>[] = []
  const say = (column: string, detail: string) => { faults.push({ column, detail }) }
  const { standard, version, criteria, levels } = wanted
  const criterion = cell('criterion')
  const visible = cell('public').toLowerCase()
  if (![...YES, ...NO].includes(visible)) say('public', `"${visible}" is neither yes nor no. Write yes to show the text to the public.`)
  if (!criteria.has(criterion)) say('criterion', `${standard} ${version} has no criterion "${criterion}". Use the slugs of the template.`)
  const parsed = LicensedText.safeParse({
    standard, version, criterion, part: cell('part').toLowerCase(), key: cell('key'), language: cell('language'), text: cell('text'),
    isPublic: YES.includes(visible),
  })
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) if (path[0] !== 'criterion') say(String(path[0]), message)
  } else if (parsed.data.part === 'rating-description' && !levels.has(parsed.data.key)) {
    say('key', `a rating description is for one of the levels ${[...levels].join(', ')}, not ${parsed.data.key}`)
  }
  return faults.length === 0 && parsed.success ? parsed.data : { faults }
}

/** What taking these texts would change, beside those that stand. */
export function changesOf(texts: readonly LicensedText[], standing: readonly LicensedText[]) {
  const before = new Map(standing.map((text) => [placeKey(text), text]))
  const was = (text: LicensedText) => before.get(placeKey(text))
  const added = texts.filter((text) => was(text) === undefined)
  const changed = texts.filter((text) => {
    const old = was(text)
    return old !== undefined && (old.text !== text.text || old.isPublic !== text.isPublic)
  })
  return {
    added, changed,
    unchanged: texts.length - added.length - changed.length,
    madePublic: [...added, ...changed].filter((text) => text.isPublic && was(text)?.isPublic !== true).length,
    withdrawn: changed.filter((text) => !text.isPublic && was(text)!.isPublic).length,
    changedInPublic: changed.filter((text) => text.isPublic && was(text)!.isPublic).length,
  }
}

/** One row to fill in for each requirement, guidance and rating description; what is loaded already stands in its row. */
export function templateRows(standard: Standard, words: Wording, language: string, known: readonly LicensedText[]): string[][] {
  return standard.criteria.flatMap((criterion) => {
    const { title } = words.criterion(criterion.slug, criterion)
    const loaded = known.filter((text) => text.criterion === criterion.slug)
    const asked: [TextPart, string][] = [
      ['requirement', '1'], ['guidance', '1'],
      ...standard.ratingScale.levels.map((level): [TextPart, string] => ['rating-description', level.slug]),
    ]
    const open = asked.filter(([part, key]) => !loaded.some((text) => text.part === part && text.key === key))
    return [
      ...loaded.map((text) => [criterion.slug, title, text.part, text.key, language, text.text, text.isPublic ? 'yes' : 'no']),
      ...open.map(([part, key]) => [criterion.slug, title, part, key, language, '', 'no']),
    ]
  })
}
