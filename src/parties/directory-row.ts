// One row of a directory, read by the roles of its columns: what it says in our terms, and what is wrong with it. An
// error keeps the row out; a warning is shown beside it. Nothing is guessed in silence and nothing is run: text stays text.
import { foldName, isStorable } from '#src/kernel/text.ts'
import type { Day } from '#src/kernel/time.ts'
import { readActivity, readMetals, readTypes } from './cell-reading.ts'
import { countriesAt } from './country-outline.ts'
import { countryName, countryOf, suggestCountry } from './country.ts'
import { checkPlace } from './directory-place.ts'
import { axisColumns, readPosition } from './directory-position.ts'
import { readStatements } from './directory-statement.ts'
import {
  DirectoryRow, problem, type ColumnRole, type DirectoryField, type DirectoryKind, type RowDefaults, type RowProblem,
} from './directory.ts'
import { nameForm } from './name-form.ts'
import type { SiteAlias, SiteIdentifier, SiteType } from './site.ts'

export type RowReading = {
  /** Absent where there is an error. */
  readonly clean?: DirectoryRow
  readonly problems: readonly RowProblem[]
  /** By what the row is known when the list comes again: its identifier, or its name and place. */
  readonly entryKey: string
}

export type Filled = { readonly column: string; readonly text: string; readonly scheme: string | undefined }

/** The cells of a row by field, cleaned; what was wrong with their text is noted on the way. */
export type RowCells = {
  of(field: DirectoryField): readonly Filled[]
  /** The first cell of a field. */
  text(field: DirectoryField): string | undefined
  /** Notes a problem. */
  say(...what: Parameters<typeof problem>): void
  readonly problems: RowProblem[]
}

export type RowRules = {
  readonly roles: readonly ColumnRole[]
  readonly kind: DirectoryKind
  readonly defaults: RowDefaults
  readonly today: Day
}

export function readRow(columns: readonly string[], cells: readonly string[], rules: RowRules): RowReading {
  const row = fillRow(columns, cells, rules.roles)
  const { problems } = row
  if (cells.slice(columns.length).some((cell) => cell.trim() !== '')) {
    problems.push(problem('row-too-wide', null,
      `The row has ${cells.length} cells and the table ${columns.length} columns: `
      + 'a text with the delimiter in it is not quoted. Correct the file.'))
  }
  const types = readRowTypes(row, rules.defaults)
  const place = [...new Set(row.of('place').map(({ text }) => text))].join(', ') || undefined
  const operator = row.text('operator')
  const named = readName(row, types, operator, place)
  const position = readPosition(row)
  const country = readCountry(row, position)
  const identifiers = readIdentifiers(row)
  const stated = row.of('metal').flatMap(({ text }) => readMetals(text))
  const draft = {
    name: named.name,
    isNameComposed: named.isComposed,
    aliases: readAliases(row, named.name),
    identifiers,
    country: country ?? 'ZZZ',
    types,
    metals: [...new Set([...rules.defaults.metals, ...stated])].sort(),
    statements: rules.kind === 'mark-owner' ? readStatements(row, rules.today) : [],
    ...defined({
      position, place, operator, owners: joined(row, 'owner', '; '), activity: readRowActivity(row), note: joined(row, 'note', ' · '),
      sourceUrl: readSource(row),
    }),
  }
  if (country !== undefined && position !== undefined) problems.push(...checkPlace(position, country, axisColumns(row)))
  const entryKey = identifiers[0] !== undefined ? `${identifiers[0].scheme}:${identifiers[0].value}` : nameKey(draft)
  return { problems, entryKey, ...checked(draft, problems) }
}

function nameKey({ name, country, position }: { name: string; country: string; position?: DirectoryRow['position'] }): string {
  const place = position === undefined ? [] : [`${position.latitude.toFixed(1)},${position.longitude.toFixed(1)}`]
  return [foldName(name), country, ...place].join('|')
}

/** The schema is the last line: what the rules above let through in a wrong shape is an error of its column. */
function checked(draft: unknown, problems: RowProblem[]): { clean?: DirectoryRow } {
  const parsed = DirectoryRow.safeParse(draft)
  if (!parsed.success && !problems.some(({ severity }) => severity === 'error')) {
    const issue = parsed.error.issues[0]!
    const code = issue.code === 'too_big' && issue.origin === 'array' ? 'too-many-values' : 'text-too-long'
    problems.push(problem(code, null, `${issue.path.join('.')}: ${issue.message}. Shorten it.`))
  }
  return parsed.success && !problems.some(({ severity }) => severity === 'error') ? { clean: parsed.data } : {}
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }
const defined = <T extends Record<string, unknown>>(fields: T): Defined<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>

/** Cells that say that nothing is known. */
const NOTHING = /^(|[.\-–—?*]+|n\.?\/?a\.?|none|null|nil|unknown|not known|nan|s\/d|n\/d|nd|sin informacion|inconnu|未知|无)$/i
const INVISIBLE = /(?![\t\n\r])[\p{Cc}\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu
const MARKUP = /<\/?[a-z!?][^>]*>?|javascript:|&#/i
const FORMULA = /^[=@]|^[+-](?![\d\s.,]*$)[a-z(@=]/i

function fillRow(columns: readonly string[], cells: readonly string[], roles: readonly ColumnRole[]): RowCells {
  const problems: RowProblem[] = []
  const at = new Map(columns.map((column, i) => [column, i]))
  const filled = new Map<DirectoryField, Filled[]>()
  for (const { column, field, scheme } of roles) {
    if (field === 'ignored') continue
    const text = cleanText(cells[at.get(column) ?? -1] ?? '', column, field, problems)
    if (text === '' || (NOTHING.test(text) && !(field === 'country' && /^na$/i.test(text)))) continue
    const list = filled.get(field)
    if (list === undefined) filled.set(field, [{ column, text, scheme }])
    else list.push({ column, text, scheme })
  }
  const of = (field: DirectoryField): readonly Filled[] => filled.get(field) ?? []
  return { of, text: (field) => of(field)[0]?.text, say: (...what) => { problems.push(problem(...what)) }, problems }
}

function cleanText(cell: string, column: string, field: DirectoryField, problems: RowProblem[]): string {
  if (!isStorable(cell) || cell.includes('\uFFFD')) {
    problems.push(problem('text-unstorable', column,
      `${column} holds a character that is none: its encoding was lost on the way. Write the cell anew.`))
    return cell.toWellFormed().replaceAll('\u0000', '\uFFFD').trim()
  }
  const visible = cell.replace(INVISIBLE, '')
  if (visible !== cell) {
    problems.push(problem('invisible-removed', column,
      `${column} held invisible control characters; they were taken out.`))
  }
  const text = visible.normalize('NFC').replace(/\s+/g, ' ').trim()
  if (MARKUP.test(text)) {
    problems.push(problem('markup-in-text', column,
      `${column} holds markup. It is kept and shown as text, and never run.`))
  }
  if (FORMULA.test(text) && field !== 'latitude' && field !== 'longitude') {
    problems.push(problem('formula-in-text', column,
      `${column} begins like a formula. It is kept as text; exports put an apostrophe before it.`))
  }
  return text
}

function readName(
  row: RowCells, types: readonly SiteType[], operator: string | undefined, place: string | undefined,
): { name: string; isComposed: boolean } {
  const given = row.of('name')[0] ?? row.of('brand')[0]
  if (given !== undefined) {
    if (given.text.length > 200) {
      row.say('text-too-long', given.column,
        `${given.column} has ${given.text.length} characters; a name may have 200. Shorten it.`)
    }
    if (!/[\p{L}\p{N}]/u.test(given.text)) {
      row.say('name-missing', given.column,
        `${given.column} holds no letter. Write the name of the site.`)
    }
    return { name: given.text, isComposed: false }
  }
  const parts = [operator, place].filter((part) => part !== undefined)
  if (parts.length === 0) {
    row.say('name-missing', null,
      'The row has no name, no operator and no place. Write the name of the site, or reject the row.')
    return { name: '', isComposed: false }
  }
  const what = types.includes('unknown') ? 'site' : types.join(' and ')
  const where = place === undefined ? '' : `, ${place}`
  const name = `${operator ?? 'Unnamed'}: ${what}${where}`.slice(0, 200).toWellFormed().trim()
  row.say('name-composed', null, `The row has no name; it is described as "${name}". Write a name if there is one.`)
  return { name, isComposed: true }
}

function readAliases(row: RowCells, name: string): SiteAlias[] {
  const aliases = new Map<string, SiteAlias>()
  const own = foldName(name)
  for (const { text } of row.of('alias')) {
    for (const part of text.split(/[;|、；]/.test(text) ? /[;|、；]/ : /,\s+/)) {
      const alias = part.trim()
      const key = foldName(alias)
      if (key === '' || key === own || alias.length > 200 || NOTHING.test(alias)) continue
      aliases.set(key, { name: alias, kind: 'name' })
    }
  }
  const brand = row.text('brand')
  if (brand !== undefined && brand.length <= 200) {
    const maker = row.text('brand-maker') ?? row.text('operator')
    const plant = row.text('name')
    const [from, to] = [dayIn(row, 'brand-from'), dayIn(row, 'brand-to')]
    aliases.set(`brand ${foldName(brand)}`, { name: brand, kind: 'brand', ...defined({ maker, plant, from, to }) })
  }
  return [...aliases.values()]
}

function dayIn(row: RowCells, field: 'brand-from' | 'brand-to'): Day | undefined {
  const cell = row.of(field)[0]
  if (cell === undefined) return undefined
  const day = /^\d{4}-\d{2}-\d{2}$/.exec(cell.text)?.[0]
  if (day === undefined) row.say('date-unclear', cell.column, `${cell.column} is "${cell.text}"; write it YYYY-MM-DD.`)
  return day
}

function readIdentifiers(row: RowCells): SiteIdentifier[] {
  return row.of('identifier').flatMap(({ column, text, scheme }) => {
    const value = text.replace(/^(\d+)\.0$/, '$1')
    if (value.length > 120) {
      row.say('text-too-long', column, `${column} has ${value.length} characters; an identifier may have 120.`)
      return []
    }
    return [{ scheme: scheme ?? 'unknown', value }]
  })
}

function readRowTypes(row: RowCells, defaults: RowDefaults): SiteType[] {
  const stated = [...new Set(row.of('type').flatMap(({ text }) => readTypes(text)))]
  if (stated.some((type) => type !== 'processing')) return stated.filter((type) => type !== 'processing')
  const named = readTypes(row.text('name') ?? '')
  if (named.some((type) => type !== 'processing')) return named.filter((type) => type !== 'processing')
  if (stated.length > 0) return stated
  if (defaults.types.length > 0) return [...defaults.types]
  const cell = row.of('type')[0]
  if (cell !== undefined) {
    row.say('type-unknown', cell.column,
      `${cell.column} is "${cell.text.slice(0, 60)}", which names no type we know; it is kept as unknown. `
      + 'Write mine, smelter, refinery or the like.')
  }
  return named.length > 0 ? named : ['unknown']
}

function readRowActivity(row: RowCells): DirectoryRow['activity'] {
  const cell = row.of('activity')[0]
  if (cell === undefined) return undefined
  const activity = readActivity(cell.text)
  if (activity === undefined) {
    row.say('activity-unknown', cell.column,
      `${cell.column} is "${cell.text.slice(0, 60)}", which does not say whether the site works; it is left open. `
      + 'Write operating, suspended, closed or planned.')
  }
  return activity
}

function joined(row: RowCells, field: 'owner' | 'note', by: string): string | undefined {
  const text = row.of(field).map(({ text: part }) => part).join(by)
  const most = field === 'owner' ? 800 : 600
  if (text.length > most) {
    row.say('text-too-long', row.of(field)[0]!.column,
      `${text.length} characters; ${most} may be kept. Shorten it, or ignore the column.`)
  }
  return text || undefined
}

function readSource(row: RowCells): string | undefined {
  const texts = row.of('source')
  const parts = texts.flatMap(({ text }) => text.split(/[\s;]+/))
  const url = parts.find((part) => /^https?:\/\/[^\s<>"]+$/i.test(part) && part.length <= 2000)
  const odd = texts.find(({ text }) => /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^https?:/i.test(text))
  if (url === undefined && odd !== undefined) {
    row.say('source-unusable', odd.column,
      `${odd.column} is no address that begins with http:// or https://; it is left out.`)
  }
  return url
}

function readCountry(row: RowCells, position: DirectoryRow['position']): string | undefined {
  const stated = row.of('country')
  for (const { text } of stated) {
    const country = countryOf(text)
    if (country !== undefined) return country
  }
  const here = position === undefined ? [] : countriesAt(position)
  const cell = stated[0]
  if (cell !== undefined) {
    const meant = suggestCountry(cell.text) ?? here[0]
    const hint = meant === undefined ? '' : `; ${countryName(meant)} may be meant`
    row.say('country-unknown', cell.column,
      `${cell.column} is "${cell.text.slice(0, 60)}", which names no country we know. `
      + `Write its name or its ISO 3166 code${hint}.`,
      meant === undefined ? null : { [cell.column]: meant })
    return undefined
  }
  if (here.length > 0) {
    row.say('country-from-coordinates', null,
      `The row names no country; by its coordinates it is in ${countryName(here[0]!)}.`)
    return here[0]
  }
  row.say('country-missing', null,
    'The row names no country, and its coordinates, if any, tell none. Write the country.')
  return undefined
}

/** Two rows of one list that speak of one site: the same name, near enough. */
export const isSameEntry = (a: DirectoryRow, b: DirectoryRow): boolean =>
  a.country === b.country && (foldName(a.name) === foldName(b.name)
    || (nameForm(a.name).joined === nameForm(b.name).joined && a.types.join() === b.types.join()))
