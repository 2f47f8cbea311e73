// The first sheet of an XLSX workbook as rows of text, or all of its sheets. Formulas are never run: a cell counts as what it showed when saved.
import { zipSync } from 'fflate'
import readAllSheets, { readSheet } from 'read-excel-file/universal'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { unpackXml } from './archive.ts'
import type { TableLimits } from './limits.ts'

/** The bytes of a workbook whose every part was bounded and looked through. */
function bounded(bytes: Uint8Array, limits: TableLimits): Outcome<ArrayBuffer> {
  const unpacked = unpackXml(bytes, limits)
  if (!unpacked.accepted) return unpacked
  const parts = unpacked.value
  if (![...parts.keys()].some((name) => /^xl\/workbook\.xml$/i.test(name))) {
    return deny(refuse('file-format-unknown',
      'The file is a zip archive, but no XLSX workbook. Save the list as XLSX or as CSV UTF-8.'))
  }
  for (const part of parts.values()) {
    const far = beyondLimits(new TextDecoder().decode(part), limits)
    if (far !== undefined) return deny(far)
  }
  // Packed again without compression, the reader gets exactly the bytes that were bounded and looked through here.
  return accept(zipSync(Object.fromEntries(parts), { level: 0 }).slice().buffer)
}

const unreadable = (which: string, error: unknown) => deny(refuse('archive-damaged',
  `${which} cannot be read: ${error instanceof Error ? error.message : 'it does not parse'}. `
  + 'Save the workbook anew in a spreadsheet program.'))

export async function readWorkbook(
  bytes: Uint8Array, limits: TableLimits,
): Promise<Outcome<readonly (readonly string[])[]>> {
  const plain = bounded(bytes, limits)
  if (!plain.accepted) return plain
  try {
    const rows = await readSheet(plain.value, 1, { trim: false })
    return accept(rows.map((row) => row.map(textOfCell)))
  } catch (error) {
    return unreadable('The first sheet', error)
  }
}

export type SheetIn = { readonly name: string; readonly rows: readonly (readonly string[])[] }

/** Every sheet with its name, in the order of the workbook. */
export async function readSheets(bytes: Uint8Array, limits: TableLimits): Promise<Outcome<readonly SheetIn[]>> {
  const plain = bounded(bytes, limits)
  if (!plain.accepted) return plain
  try {
    const sheets = await readAllSheets(plain.value, { trim: false })
    return accept(sheets.map(({ sheet, data }) => ({ name: sheet, rows: data.map((row) => row.map(textOfCell)) })))
  } catch (error) {
    return unreadable('A sheet', error)
  }
}

/**
 * A sheet of one cell in the last row and column is legal and small, and the reader fills the empty space before it.
 * So addresses are looked at first. A part that is no sheet has no rows and cells.
 */
function beyondLimits(xml: string, limits: TableLimits) {
  if (!/<(?:[\w.-]+:)?sheetData\b/.test(xml)) return undefined
  const tags = /<(?:[\w.-]+:)?(?:row|c)(?=[\s/>])/g
  while (tags.exec(xml) !== null) {
    const address = attributeR(xml, tags.lastIndex)
    if (address === undefined) continue
    const parts = /^([A-Z]{0,3})([0-9]{1,7})$/.exec(address)
    if (parts === null) {
      return refuse('archive-damaged',
        `A cell has the address ${address.slice(0, 20)}, which does not exist. `
        + 'Save the workbook anew in a spreadsheet program.')
    }
    if (Number(parts[2]) > limits.rows + HEADER_ROWS) {
      return refuse('table-too-long',
        `There is a cell in row ${parts[2]}; a table may have ${limits.rows} rows. `
        + 'Delete what stands below the list.')
    }
    if (columnNumber(parts[1]!) > limits.columns) {
      return refuse('table-too-wide',
        `There is a cell in column ${parts[1]}; a table may have ${limits.columns} columns. `
        + 'Delete what stands beside the list.')
    }
  }
  return undefined
}

/** Titles and empty rows may stand above the column names. */
const HEADER_ROWS = 20

function attributeR(xml: string, from: number): string | undefined {
  const attribute = /\s+([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y
  attribute.lastIndex = from
  for (let found = attribute.exec(xml); found !== null; found = attribute.exec(xml)) {
    if (found[1] === 'r') return found[2] ?? found[3]
  }
  return undefined
}

const columnNumber = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)

function textOfCell(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) {
    return Number.isNaN(cell.valueOf()) ? '' : cell.toISOString().replace(/T00:00:00\.000Z$/, '')
  }
  return String(cell)
}
