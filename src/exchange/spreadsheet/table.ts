// A table handed in, whatever program wrote it: column names and rows of text, each with the line it stands on.
// What the file is, is told by its bytes; its name is only repeated in refusals.
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse, type Refusal } from '#src/kernel/refusal.ts'
import { decodeText } from '../csv/decode.ts'
import { readCsv } from '../csv/read-csv.ts'
import { tableLimits, type TableLimits } from './limits.ts'
import { readWorkbook } from './workbook.ts'

export type TableRow = {
  /** The line of the file, or the row of the sheet, on which it begins. */
  readonly line: number
  /** As many as there are columns; more where the row has more, so that nothing is lost unseen. */
  readonly cells: readonly string[]
}
export type Table = { readonly columns: readonly string[]; readonly rows: readonly TableRow[] }

export async function readTable(
  bytes: Uint8Array, filename: string, limits: TableLimits = tableLimits,
): Promise<Outcome<Table>> {
  if (bytes.length > limits.bytes) {
    return deny(refuse('upload-too-large',
      `${filename} has ${bytes.length} bytes; a table may have ${limits.bytes}. Divide it into several files.`))
  }
  const rows = await readRows(bytes, filename, limits)
  return rows.accepted ? toTable(rows.value, filename, limits) : rows
}

async function readRows(
  bytes: Uint8Array, filename: string, limits: TableLimits,
): Promise<Outcome<readonly TableRow[]>> {
  const format = formatOf(bytes)
  if (format === 'zip') {
    const sheet = await readWorkbook(bytes, limits)
    return sheet.accepted ? accept(sheet.value.map((cells, i) => ({ line: i + 1, cells }))) : sheet
  }
  if (format === 'encrypted-workbook') {
    return deny(refuse('file-protected',
      `${filename} is protected by a password or by rights management. `
      + 'Save a copy without protection and upload that.'))
  }
  if (format !== 'text') {
    return deny(refuse('file-format-unknown',
      `${filename} is ${format}. Save the list as XLSX or as CSV UTF-8.`))
  }
  const text = decodeText(bytes)
  return text.accepted ? readCsv(text.value, limits.rows + 20) : text
}

const startsWith = (bytes: Uint8Array, ...mark: readonly number[]): boolean =>
  mark.every((byte, i) => bytes[i] === byte)

/** The formats people mistake for a table, named so that the refusal can say what to do. */
function formatOf(bytes: Uint8Array): string {
  if (startsWith(bytes, 0x50, 0x4b, 3, 4) || startsWith(bytes, 0x50, 0x4b, 5, 6)) return 'zip'
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    const isEncrypted = ['EncryptedPackage', 'DRMEncrypted'].some((name) => content.includes(Buffer.from(name, 'utf16le')))
    return isEncrypted ? 'encrypted-workbook' : 'an older binary workbook (.xls)'
  }
  const head = Buffer.from(bytes.subarray(0, 512)).toString('latin1').replace(/^ï»¿/, '').trimStart().toLowerCase()
  if (head.startsWith('%pdf')) return 'a PDF document'
  if (/^<(!doctype|html|\?xml|table|svg)/.test(head)) return 'a web page or XML document'
  if (/^\{\s*"|^\[\s*[{[]/.test(head)) return 'a JSON document'
  if (startsWith(bytes, 0x1f, 0x8b)) return 'a compressed file (gzip)'
  return 'text'
}

/** Titles may stand above the list: the column names are the first row that is about as full as the rows around it. */
function headerRow(rows: readonly TableRow[]): number {
  const filled = rows.slice(0, 20).map(({ cells }) => cells.filter((cell) => cell.trim() !== '').length)
  const most = Math.max(0, ...filled)
  return filled.findIndex((count) => count > 0 && count * 2 >= most)
}

function toTable(all: readonly TableRow[], filename: string, limits: TableLimits): Outcome<Table> {
  const header = headerRow(all)
  const columns = header < 0 ? [] : nameColumns(all[header]!.cells)
  const rows = all.slice(header + 1).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  if (columns.length === 0 || rows.length === 0) {
    return deny(refuse('table-empty',
      `${filename} has no rows below a line of column names.`))
  }
  const beyond = beyondLimits(columns, rows, limits)
  if (beyond !== undefined) return deny(beyond)
  return accept({ columns, rows: rows.map(({ line, cells }) => ({ line, cells: filledUp(cells, columns.length) })) })
}

const filledUp = (cells: readonly string[], length: number): readonly string[] =>
  (cells.length < length ? [...cells, ...Array<string>(length - cells.length).fill('')] : cells)

/** Columns are named apart, so that a mapping can speak of them: `Name`, `Name (2)`, `column 5`. */
function nameColumns(cells: readonly string[]): string[] {
  let last = cells.length
  while (last > 0 && cells[last - 1]!.trim() === '') last--
  const taken = new Set<string>()
  return cells.slice(0, last).map((cell, i) => {
    const plain = cell.trim() || `column ${i + 1}`
    let name = plain
    for (let n = 2; taken.has(name); n++) name = `${plain} (${n})`
    taken.add(name)
    return name
  })
}

function beyondLimits(columns: readonly string[], rows: readonly TableRow[], limits: TableLimits): Refusal | undefined {
  if (columns.length > limits.columns) {
    return refuse('table-too-wide',
      `The table has ${columns.length} columns; it may have ${limits.columns}. Leave out what is not needed.`)
  }
  if (rows.length > limits.rows) {
    return refuse('table-too-long',
      `The table has more than ${limits.rows} rows. Divide it into several files.`)
  }
  let characters = 0
  for (const { line, cells } of rows) {
    if (cells.length > limits.columns) {
      return refuse('table-too-wide',
        `Line ${line} has ${cells.length} cells; a table may have ${limits.columns} columns.`)
    }
    for (const [i, cell] of cells.entries()) {
      characters += cell.length
      if (cell.length > limits.cellCharacters) {
        return refuse('cell-too-long',
          `Line ${line}, column ${columns[i] ?? i + 1}: ${cell.length} characters; `
          + `a cell may have ${limits.cellCharacters}. Shorten it.`)
      }
    }
  }
  if (characters > limits.tableCharacters) {
    return refuse('table-too-large',
      `The table holds ${characters} characters when all is written out; it may hold ${limits.tableCharacters}. `
      + 'Divide it.')
  }
  return undefined
}
