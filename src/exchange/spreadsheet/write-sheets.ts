// Several sheets out as one XLSX workbook that people edit: columns with widths, drop-downs, columns that are kept from
// sight. Text stays text, as in `write.ts`.
import writeXlsxFile from 'write-excel-file/node'
import { asSheetName, asXlsxCell } from './write.ts'
import type { Cell } from '../csv/write-csv.ts'

export type SheetColumn = {
  readonly title: string
  readonly width: number
  /** Words offered in a drop-down; other words may be typed as well. */
  readonly choices?: readonly string[]
  readonly isHidden?: boolean
  /** For reading only: shown in grey. */
  readonly isReadOnly?: boolean
}
export type SheetOut = { readonly name: string; readonly columns: readonly SheetColumn[]; readonly rows: readonly (readonly Cell[])[] }

const escapeXml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
const letterOf = (index: number): string => index < 26 ? String.fromCharCode(65 + index) : letterOf(Math.floor(index / 26) - 1) + letterOf(index % 26)

/** A list within the format holds 255 characters and no comma or quotation mark; where it does not fit, there is no drop-down. */
function validations({ columns, rows }: SheetOut): string | undefined {
  const lists = columns.flatMap(({ choices }, index) => {
    const list = (choices ?? []).join(',')
    if (choices === undefined || rows.length === 0 || list.length > 255 || choices.some((choice) => /[",]/.test(choice))) return []
    const range = `${letterOf(index)}2:${letterOf(index)}${rows.length + 1}`
    return [`<dataValidation type="list" allowBlank="1" showErrorMessage="0" sqref="${range}"><formula1>"${escapeXml(list)}"</formula1></dataValidation>`]
  })
  return lists.length === 0 ? undefined : `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>`
}

/** A character that XML cannot hold is left out. */
export const withoutControls = (text: string): string => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')

export async function writeSheets(sheets: readonly SheetOut[]): Promise<Uint8Array> {
  const body = sheets.map(({ name, columns, rows }) => ({
    sheet: asSheetName(name),
    stickyRowsCount: 1,
    columns: columns.map(({ width }) => ({ width })),
    data: [
      columns.map(({ title }) => ({ value: title, type: String, fontWeight: 'bold' as const, wrap: true, alignVertical: 'top' as const })),
      ...rows.map((row) => row.map((cell, index) => {
        const plain = asXlsxCell(typeof cell === 'string' ? withoutControls(cell) : cell)
        const isReadOnly = columns[index]?.isReadOnly === true
        return plain === null ? null : { ...plain, wrap: true, alignVertical: 'top' as const, ...(isReadOnly ? { textColor: '#595959' } : {}) }
      })),
    ],
  }))
  // What the library has no word for is put into its XML: hidden columns as an attribute, drop-downs at the end of a sheet.
  const bySheet = (properties: { sheetId: string }): SheetOut | undefined => sheets[Number(properties.sheetId) - 1]
  return writeXlsxFile(body as Parameters<typeof writeXlsxFile>[0] & typeof body, {
    features: [{
      files: {
        transform: {
          'xl/worksheets/sheet{id}.xml': {
            insert: (_: unknown, properties: { sheetId: string }) => { const sheet = bySheet(properties); return sheet === undefined ? undefined : validations(sheet) },
            transformElementAttributes: (tag: string, attributes: Record<string, string | number>, index: number | undefined, _: unknown, properties: { sheetId: string }) =>
              tag === 'col' && bySheet(properties)?.columns[index ?? Number(attributes['min']) - 1]?.isHidden === true ? { ...attributes, hidden: 1 } : attributes,
          },
        },
      },
    }],
  }).toBuffer()
}
