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

/** The rows of one file. A missing or unknown column is a fault of the first line, and the file gives no rows. */
export function readRows(file: string, text: string, columns: readonly string[], faults: Faults): StarterRow[] {
  let parsed: { record: Record<string, string>; info: { lines: number } }[]
  try {
    parsed = parse(text, { columns: true, bom: true, info: true, skip_empty_lines: true, trim: true })
  } catch (error) {
    faults.push({ pointer: file, detail: `This is not readable as CSV: ${error instanceof Error ? error.message : String(error)}` })
    return []
  }
  const header = parsed[0] === undefined ? [] : Object.keys(parsed[0].record)
  const missing = columns.filter((column) => !header.includes(column))
  const unknown = header.filter((column) => !columns.includes(column))
  for (const column of missing) faults.push({ pointer: `${file}, line 1`, detail: `The column ${column} is missing. Its columns are ${columns.join(', ')}.` })
  for (const column of unknown) faults.push({ pointer: `${file}, line 1, column ${column}`, detail: 'This column is not known here. Remove it, or correct its name.' })
  if (missing.length > 0) return []
  return parsed.map(({ record, info }) => ({ file, line: info.lines, cells: record }))
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

/** `mine; smelter` */
export const listOf = (row: StarterRow, column: string): string[] => splitAt(row.cells[column] ?? '', ';')

const splitAt = (text: string, mark: string): string[] => text.split(mark).map((part) => part.trim()).filter((part) => part !== '')

/** `Publisher, page <https://…> | Edition, record`: each source of the row, with its address where it has one. */
export function sourcesOf(row: StarterRow, column = 'sources'): Citation[] {
  return splitAt(row.cells[column] ?? '', '|').map((source) => {
    const found = /^(.*)<([^<>]+)>$/.exec(source)
    return found === null ? { text: source } : { text: found[1]!.trim(), url: found[2]! }
  })
}

/** The four columns of a date: `joined_from`, `joined_to`, `joined_precision`, `joined_printed`. */
export const datedOf = (row: StarterRow, prefix: string): Record<string, unknown> => ({
  from: textOf(row, `${prefix}_from`) ?? null, to: textOf(row, `${prefix}_to`) ?? null,
  precision: textOf(row, `${prefix}_precision`), printed: row.cells[`${prefix}_printed`],
})

/** Checks a value against the schema of its kind; an issue names the column that holds the part at fault. */
export function checked<T>(row: StarterRow, schema: z.ZodType<T>, value: Record<string, unknown>, columnOf: (path: string) => string, faults: Faults): T | undefined {
  const present = Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined))
  const result = schema.safeParse(present)
  if (result.success) return result.data
  for (const issue of result.error.issues) {
    const path = issue.path.filter((part) => typeof part === 'string').join('.')
    const column = columnOf(path)
    const found = row.cells[column]
    faults.push(faultAt(row, column, found === undefined || found === '' ? `${issue.message}.` : `“${found}”: ${issue.message}.`))
  }
  return undefined
}

/** `date.from` is in `date_from`, `isPreferred` in `is_preferred`, any part of `citations` in `sources`. */
export const columnOfPath = (path: string): string =>
  path.startsWith('citations') ? 'sources' : path.replace(/\./g, '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
