// How a file of the starter registry is read: the columns it must have, one fact a row, and where a fault is, by file,
// line and column. The format is that of data/README.md.
import { parse } from 'csv-parse/sync'
import type { z } from 'zod'
import type { Fault } from '#src/kernel/refusal.ts'
import type { Citation } from '#src/parties/source.ts'

export type StarterRow = {
  readonly file: string
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

/** Collects what is wrong, so that a maintainer mends a file in one go. */
export type Faults = Fault[]

export const faultAt = (row: StarterRow, column: string, detail: string): Fault =>
  ({ pointer: `${row.file}, line ${row.line}, column ${column}`, detail })

const CSV = { columns: true, bom: true, info: true, skip_empty_lines: true, trim: true } as const
type Parsed = { readonly record: Record<string, string>; readonly info: { readonly lines: number } }

/** The rows of one file. A missing or unknown column is a fault of the first line; without a column there are no rows. */
export function readRows(file: string, text: string, columns: readonly string[], faults: Faults): StarterRow[] {
  let parsed: Parsed[]
  try {
    parsed = parse(text, CSV) as unknown as Parsed[]
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    faults.push({ pointer: file, detail: `This is not readable as CSV: ${why}` })
    return []
  }
  const header = parsed[0] === undefined ? [] : Object.keys(parsed[0].record)
  const missing = columns.filter((column) => !header.includes(column))
  const atHeader = (column: string, detail: string): void => {
    faults.push({ pointer: `${file}, line 1, column ${column}`, detail })
  }
  for (const column of missing) atHeader(column, `This column is missing. The columns are ${columns.join(', ')}.`)
  for (const column of header) {
    if (!columns.includes(column)) atHeader(column, 'This column is not known here. Remove it, or correct its name.')
  }
  return missing.length > 0 ? [] : parsed.map(({ record, info }) => ({ file, line: info.lines, cells: record }))
}

/** Absent where the cell is empty. */
export const textOf = (row: StarterRow, column: string): string | undefined => row.cells[column] || undefined

/** Not a number: the text itself, so that the schema says what is wrong with it. */
export function numberOf(row: StarterRow, column: string): number | string | undefined {
  const text = textOf(row, column)
  if (text === undefined) return undefined
  const number = Number(text)
  return Number.isFinite(number) ? number : text
}

export const flagOf = (row: StarterRow, column: string): boolean | string | undefined => {
  const text = textOf(row, column)
  return text === 'yes' ? true : text === 'no' ? false : text
}

const splitAt = (text: string, mark: string): string[] =>
  text.split(mark).map((part) => part.trim()).filter((part) => part !== '')

/** `mine; smelter` */
export const listOf = (row: StarterRow, column: string): string[] => splitAt(row.cells[column] ?? '', ';')

/** `Publisher, page <https://…> | Edition, record`: each source of the row, with its address where it has one. */
export function sourcesOf(row: StarterRow, column = 'sources'): Citation[] {
  return splitAt(row.cells[column] ?? '', '|').map((source) => {
    const found = /^(.*)<([^<>]+)>$/.exec(source)
    return found === null ? { text: source } : { text: found[1]!.trim(), url: found[2]! }
  })
}

/** The four columns of a date: `joined_from`, `joined_to`, `joined_precision`, `joined_printed`. */
export const datedOf = (row: StarterRow, column: string): Record<string, unknown> => ({
  from: textOf(row, `${column}_from`) ?? null, to: textOf(row, `${column}_to`) ?? null,
  precision: textOf(row, `${column}_precision`), printed: row.cells[`${column}_printed`],
})

/** Checks a value against its schema; an issue names the column that holds the part at fault. */
export function checked<T>(
  row: StarterRow, schema: z.ZodType<T>, value: Record<string, unknown>, faults: Faults,
): T | undefined {
  const present = Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined))
  const result = schema.safeParse(present)
  if (result.success) return result.data
  for (const issue of result.error.issues) {
    const column = columnOfPath(issue.path.filter((part) => typeof part === 'string').join('.'))
    const found = row.cells[column]
    faults.push(faultAt(row, column, found ? `“${found}”: ${issue.message}.` : `${issue.message}.`))
  }
  return undefined
}

const PARTS: readonly (readonly [path: string, column: string])[] = [
  ['position.latitude', 'latitude'], ['position.longitude', 'longitude'], ['position.citation', 'position_source'],
  ['identifiers', 'identifiers'], ['citation', 'sources'],
]

/** `date.from` is in `date_from`, `isPreferred` in `is_preferred`, any part of `citations` in `sources`. */
export const columnOfPath = (path: string): string => PARTS.find(([part]) => path.startsWith(part))?.[1]
  ?? path.replace(/\./g, '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
