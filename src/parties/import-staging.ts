// From a table to rows ready to be looked through: read by the roles of its columns, checked, matched. Pure, so that a
// change of mapping, a correction and a fresh look before publication all take the same way.
import type { Table } from '#src/exchange/spreadsheet/table.ts'
import { slugOf } from '#src/kernel/id.ts'
import type { Day } from '#src/kernel/time.ts'
import { readMetals } from './cell-reading.ts'
import { guessColumns } from './directory-columns.ts'
import { readRow, type RowReading } from './directory-row.ts'
import type { ColumnRole, Directory, DirectoryKind, RowDefaults } from './directory.ts'
import { planRows, type PlannedRow, type Remembered } from './import-plan.ts'
import type { SiteIndex } from './site-index.ts'

export type Mapping = { readonly roles: ColumnRole[]; readonly defaults: RowDefaults; readonly directory: Directory }

/** Rows looked at to guess what columns hold. */
const SAMPLE_ROWS = 200

/** What a list seen for the first time most likely is. @param isTaken whether a dataset number is in use for something else */
export function guessMapping(
  table: Table, title: string, filename: string, kind: DirectoryKind, isTaken: (datasetId: string) => boolean,
): Mapping {
  const plain = title.replace(/\.(csv|tsv|txt|xlsx)$/i, '').trim() || 'Directory'
  const datasetId = freeDatasetId(slugOf(plain) || 'directory', isTaken)
  const words = `${plain} ${filename}`.replace(/[_.-]+/g, ' ')
  return {
    roles: guessColumns(table.columns, table.rows.slice(0, SAMPLE_ROWS).map(({ cells }) => cells), kind, datasetId),
    defaults: { metals: /\bcopper|cobre|cuivre|铜/i.test(words) ? readMetals('copper') : [], types: [] },
    directory: { kind, datasetId, title: plain, licence: 'not stated', attribution: plain, isShareAlike: false },
  }
}

export function freeDatasetId(wanted: string, isTaken: (datasetId: string) => boolean): string {
  const base = wanted.slice(0, 80)
  let id = base
  for (let n = 2; isTaken(id); n++) id = `${base}-${n}`
  return id
}

export type RawRow = { readonly line: number; readonly cells: readonly string[]; readonly corrections: Readonly<Record<string, string>> }
export type StagedReading = { readonly reading: RowReading; readonly plan: PlannedRow }

/** Reads and plans rows together; yields after each row. */
export function* stageRows(
  columns: readonly string[], rows: readonly RawRow[], mapping: Mapping, index: SiteIndex, remembered: Remembered, today: Day,
): Generator<void, Map<number, StagedReading>> {
  const rules = { roles: mapping.roles, kind: mapping.directory.kind, defaults: mapping.defaults, today }
  const read: { line: number; reading: RowReading }[] = []
  for (const { line, cells, corrections } of rows) {
    read.push({ line, reading: readRow(columns, corrected(columns, cells, corrections), rules) })
    yield
  }
  const readings = new Map(read.map(({ line, reading }) => [line, reading]))
  const plans = yield* planRows(read, index, remembered, mapping.directory)
  return new Map(plans.map((plan) => [plan.line, { reading: readings.get(plan.line)!, plan }]))
}

const corrected = (columns: readonly string[], cells: readonly string[], corrections: Readonly<Record<string, string>>): string[] =>
  cells.map((cell, i) => (columns[i] !== undefined && Object.hasOwn(corrections, columns[i]) ? corrections[columns[i]]! : cell))

/** A cell as it can be stored: what has no UTF-8 becomes the replacement character, which reading reports. */
export const storableCell = (cell: string): string => cell.toWellFormed().replaceAll('\u0000', '\uFFFD')
