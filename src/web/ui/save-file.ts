// Gives the reader a file that was made on the screen.
import { writeCsv, type Cell } from '#src/exchange/csv/write-csv.ts'

export function saveFile(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob)
  Object.assign(document.createElement('a'), { href: address, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** The mark tells a spreadsheet that the letters are UTF-8. */
export const saveCsv = (name: string, titles: readonly string[], rows: Iterable<readonly Cell[]>): void =>
  saveFile(new Blob([`\uFEFF${writeCsv(titles, rows)}`], { type: 'text/csv;charset=utf-8' }), name)
