// The whole answer of a recall as a table to keep: every page of it, read at once.
import { writeCsv } from '#src/exchange/csv/write-csv.ts'
import { call, type InputFor } from '../api/client.ts'
import { recallRow, type RecalledLot } from './recall-row.ts'

export type ExportFormat = 'csv' | 'xlsx'
const MOST_AT_ONCE = 200

async function everyLot(asked: InputFor<'recallLots'>): Promise<RecalledLot[]> {
  const lots: RecalledLot[] = []
  for (let cursor: string | undefined; ;) {
    const page = await call('recallLots', { ...asked, limit: MOST_AT_ONCE, ...(cursor === undefined ? {} : { cursor }) })
    lots.push(...page.items)
    if (page.next === null) return lots
    cursor = page.next
  }
}

function keep(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob)
  Object.assign(document.createElement('a'), { href: address, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** @param titles of the columns, in the reader's language @throws Problem */
export async function saveRecall(asked: InputFor<'recallLots'>, metal: string, titles: readonly string[], format: ExportFormat): Promise<void> {
  const rows = (await everyLot(asked)).map((lot) => recallRow(lot, metal))
  const name = `recall-${asked.siteId}-${metal}.${format}`
  // The mark tells a spreadsheet that the letters are UTF-8.
  if (format === 'csv') return keep(new Blob([`\uFEFF${writeCsv(titles, rows)}`], { type: 'text/csv;charset=utf-8' }), name)
  const { default: writeXlsxFile } = await import('write-excel-file/browser')
  const head = titles.map((title) => ({ value: title, type: String, fontWeight: 'bold' as const }))
  const sheet = [head, ...rows.map((row) => row.map((cell) => typeof cell === 'number' ? { value: cell, type: Number } : { value: String(cell), type: String }))]
  keep(await writeXlsxFile(sheet, { stickyRowsCount: 1 }).toBlob(), name)
}
