// Tables out, as RFC 4180 writes them: CRLF, quotes doubled, a header line. Text that a spreadsheet would run is made inert.
import { toInertCell } from './inert-cell.ts'

export type Cell = string | number | boolean | null

/** Semicolon and tab are quoted too, so that whoever guesses the delimiter guesses the comma. */
const MUST_QUOTE = /[",;\t\r\n]|^\s|\s$/

function writeCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  const text = toInertCell(cell)
  return MUST_QUOTE.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A lone empty cell is written `""`: an empty line would be read as no row at all. */
const writeRow = (cells: readonly Cell[]): string =>
  `${cells.length === 1 && (cells[0] === '' || cells[0] === null) ? '""' : cells.map(writeCell).join(',')}\r\n`

export function writeCsv(columns: readonly string[], rows: Iterable<readonly Cell[]>): string {
  const lines = [writeRow(columns)]
  for (const row of rows) lines.push(writeRow(row))
  return lines.join('')
}
