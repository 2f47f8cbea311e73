// What people of the journey do without a network: a workbook filled in a spreadsheet, an on-site record filled in its
// archive, and papers that are files by their bytes.
import { strFromU8, strToU8, unzipSync } from 'fflate'
import { tableLimits } from '#src/exchange/spreadsheet/limits.ts'
import { readSheets } from '#src/exchange/spreadsheet/workbook.ts'
import { writeSheets } from '#src/exchange/spreadsheet/write-sheets.ts'
import { orRefuse } from '#src/kernel/outcome.ts'

/** Met in part; every other criterion is met in full. */
export const PARTIAL = 'circular-economy'
export const PARTIAL_TITLE = 'Circular Economy'
/** Covered by the certificate of the site. */
export const RECOGNISED = 'waste-management'
export const RECOGNISED_TITLE = 'Waste Management'

/** A small paper that is a PDF by its bytes. */
export const pdfOf = (title: string): Uint8Array => new TextEncoder().encode(
  `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\n% ${title}\ntrailer<</Root 1 0 R>>\n%%EOF\n`)

/** Opens a workbook as a spreadsheet program does, writes ratings and rationales, saves it. @returns how many rows were filled */
export async function filledWorkbook(bytes: Uint8Array): Promise<{ readonly bytes: Uint8Array; readonly rows: number }> {
  let filled = 0
  const sheets = orRefuse(await readSheets(bytes, tableLimits)).map(({ name, rows }) => {
    const [head = [], ...body] = rows
    const at = (title: string): number => head.findIndex((cell) => cell === title)
    const [rating, rationale, criterion] = [at('Rating'), at('Rationale'), at('Criterion')]
    const written = rating < 0 ? body : body.map((row) => {
      filled += 1
      const next = [...row]
      const isPartial = row[criterion] === PARTIAL_TITLE
      next[rating] = isPartial ? 'Partially meets' : 'Fully meets'
      next[rationale] = isPartial ? 'Slag is sold; dust is not yet taken back.' : `${row[criterion]}: the procedure is kept, followed and looked at again each year.`
      return next
    })
    return { name, columns: head.map((title) => ({ title, width: 20 })), rows: written }
  })
  return { bytes: await writeSheets(sheets), rows: filled }
}

type Portable = {
  readonly standards: readonly { readonly standard: string; readonly criteria: readonly { readonly criterion: string; readonly title: string }[] }[]
  readonly evidence: readonly { readonly evidenceId: string; readonly at: readonly string[] }[]
  readonly changes: readonly unknown[]
}

/** Fills the record of an archive: every criterion at the top but those that are looked at on the screen. @returns record.json and how many criteria */
export function filledRecord(archive: Uint8Array): { readonly bytes: Uint8Array; readonly criteria: number } {
  const record = JSON.parse(strFromU8(unzipSync(archive)['record.json']!)) as Portable
  const lines = record.standards.flatMap(({ standard, criteria }) => criteria.map((one) => ({ standard, ...one }))).filter(({ criterion }) => criterion !== PARTIAL && criterion !== RECOGNISED)
  const typed = lines.flatMap(({ standard, criterion }) => {
    const evidenceIds = record.evidence.filter(({ at }) => at.includes(`${standard}/${criterion}`)).map(({ evidenceId }) => evidenceId)
    const change = (field: string, value: unknown) => ({ changeId: `visit-${criterion.slice(0, 40)}-${field}`, key: { standard, criterion, field }, value, parents: [] })
    return [change('rating', 'fully-meets'), change('rationale', 'Seen on site and confirmed in interviews.'), change('evidence', evidenceIds)]
  })
  return { bytes: strToU8(JSON.stringify({ ...record, changes: [...record.changes, ...typed] })), criteria: lines.length }
}
