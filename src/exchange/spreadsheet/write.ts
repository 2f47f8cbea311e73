// Tables out as XLSX. Text stays text (cell type string), so that no formula can run; numbers stay numbers.
import writeXlsxFile from 'write-excel-file/node'
import type { Cell } from '../csv/write-csv.ts'

/** What a cell of the format can hold. */
const CELL_CHARACTERS = 32_767

/** `_x0041_` means the letter A in this format (ECMA-376 part 1, 22.9.2.19): ours is meant as written. */
const escapeCode = (text: string): string => text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')

export const asXlsxCell = (cell: Cell) => {
  if (cell === null || cell === '') return null
  // The format has no number beyond the finite ones.
  if (typeof cell === 'number') return Number.isFinite(cell) ? { value: cell, type: Number } : null
  if (typeof cell === 'boolean') return { value: cell, type: Boolean }
  return { value: escapeCode(cell.slice(0, CELL_CHARACTERS).toWellFormed()), type: String }
}

/** A sheet name has at most 31 characters and none of `[]/\:*?`. */
export const asSheetName = (name: string): string => name.replace(/[[\]/\\:*?]/g, ' ').trim().slice(0, 31) || 'Table'

export async function writeXlsx(
  sheetName: string, columns: readonly string[], rows: readonly (readonly Cell[])[],
): Promise<Uint8Array> {
  const header = columns.map((column) => ({ value: column, type: String, fontWeight: 'bold' as const }))
  return writeXlsxFile([header, ...rows.map((row) => row.map(asXlsxCell))], {
    sheet: asSheetName(sheetName),
    stickyRowsCount: 1,
  }).toBuffer()
}
