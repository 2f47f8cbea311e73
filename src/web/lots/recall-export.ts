// The whole answer of a recall as a table to keep: every page of it, read at once.
import type { InputFor } from '../api/client.ts'
import { everyRow } from '../api/pages.ts'
import { saveCsv, saveFile } from '../ui/save-file.ts'
import { recallRow } from './recall-row.ts'

export type ExportFormat = 'csv' | 'xlsx'

/** @param titles of the columns, in the reader's language @throws Problem */
export async function saveRecall(asked: InputFor<'recallLots'>, metal: string, titles: readonly string[], format: ExportFormat): Promise<void> {
  const rows = (await everyRow('recallLots', asked)).map((lot) => recallRow(lot, metal))
  const name = `recall-${asked.siteId}-${metal}.${format}`
  if (format === 'csv') return saveCsv(name, titles, rows)
  const { default: writeXlsxFile } = await import('write-excel-file/browser')
  const head = titles.map((title) => ({ value: title, type: String, fontWeight: 'bold' as const }))
  const sheet = [head, ...rows.map((row) => row.map((cell) => typeof cell === 'number' ? { value: cell, type: Number } : { value: String(cell), type: String }))]
  saveFile(await writeXlsxFile(sheet, { stickyRowsCount: 1 }).toBlob(), name)
}
