// The folder of open data that a maintainer has beside the checkout: read here, and nowhere else in the project.
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'

export type Row = Readonly<Record<string, string>>

export type OpenData = {
  /** The rows of one of its CSV files, in order. */
  readonly rows: (path: string) => readonly Row[]
}

export const openData = (folder: string): OpenData => {
  const read = new Map<string, readonly Row[]>()
  return {
    rows: (path) => {
      const known = read.get(path)
      if (known) return known
      const rows = parse(readFileSync(`${folder}/${path}`, 'utf8'), { columns: true, bom: true }) as Row[]
      read.set(path, rows)
      return rows
    },
  }
}

/** A cell that must be there: a misspelt column stops the compilation instead of writing empty cells. */
export function cell(row: Row, column: string): string {
  const value = row[column]
  if (value === undefined) throw new Error(`no column ${column}; there are ${Object.keys(row).join(', ')}`)
  return value.trim()
}
