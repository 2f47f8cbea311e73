// Records of a CSV text (RFC 4180 and what spreadsheets really write: semicolons, tabs, a stray quotation mark).
import { parse, CsvError } from 'csv-parse/sync'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { fromInertCell } from './inert-cell.ts'

/** A record and the line of the file it begins on. */
export type CsvRecord = { readonly line: number; readonly cells: readonly string[] }

const DELIMITERS = [',', ';', '\t'] as const
export type Delimiter = (typeof DELIMITERS)[number]

/** @param maxRecords reading stops after one more than this, so that the caller can see there are too many */
export function readCsv(text: string, maxRecords: number): Outcome<readonly CsvRecord[]> {
  const { body, firstLine, delimiter } = separate(text)
  const bytes = Buffer.from(body, 'utf8')
  try {
    const records = parse(bytes, {
      delimiter, info: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n', '\r'], to: maxRecords + 1,
    }) as unknown as readonly { record: readonly string[]; info: { bytes: number } }[]
    const lines = lineCounter(bytes, firstLine)
    return accept(records.map(({ record, info }) => ({ line: lines.beginning(info.bytes), cells: record.map(fromInertCell) })))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return deny(refuse('table-malformed', error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'A quotation mark is opened and never closed; '
        + `the file ends at line ${firstLine + Number(error['lines']) - 1}. Close it and upload the file again.`
      : `The rows cannot be told apart: ${error.message}. Correct the file and upload it again.`))
  }
}

/** The parser counts the lines of a quoted cell its own way, so lines are counted here, by the bytes a record takes. */
function lineCounter(bytes: Uint8Array, firstLine: number): { beginning(end: number): number } {
  let at = 0
  let line = firstLine
  const isBreak = (i: number): boolean => bytes[i] === LF || (bytes[i] === CR && bytes[i + 1] !== LF)
  return {
    /** The line on which the record that ends at this byte begins; empty lines before it are none of it. */
    beginning(end) {
      while (at < end && (bytes[at] === LF || bytes[at] === CR)) { if (isBreak(at)) line++; at++ }
      const beginning = line
      for (; at < end; at++) if (isBreak(at)) line++
      return beginning
    },
  }
}
const LF = 0x0a
const CR = 0x0d

/** Spreadsheets of some countries write `sep=;` as a first line that is no row. */
function separate(text: string): { body: string; firstLine: number; delimiter: Delimiter } {
  const told = /^\uFEFF?sep=([,;\t])\r?\n/i.exec(text)
  if (told) return { body: text.slice(told[0].length), firstLine: 2, delimiter: told[1] as Delimiter }
  const body = text.replace(/^\uFEFF/, '')
  return { body, firstLine: 1, delimiter: guessDelimiter(body) }
}

/** The delimiter that divides the most of the first records into the same number of cells; where none does, the comma. */
export function guessDelimiter(text: string): Delimiter {
  const counts = countPerRecord(text.slice(0, 200_000), 50)
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 }
  for (const [i, delimiter] of DELIMITERS.entries()) {
    const tallies = new Map<number, number>()
    for (const count of counts) if (count[i]! > 0) tallies.set(count[i]!, (tallies.get(count[i]!) ?? 0) + 1)
    for (const [cells, records] of tallies) {
      const score = records * 1000 + cells
      if (score > best.score) best = { delimiter, score }
    }
  }
  return best.delimiter
}

/** How often each delimiter stands outside quotation marks, per record. */
function countPerRecord(text: string, maxRecords: number): number[][] {
  const records: number[][] = []
  let counts = DELIMITERS.map(() => 0)
  let isQuoted = false
  for (const character of text) {
    if (character === '"') { isQuoted = !isQuoted; continue }
    if (isQuoted) continue
    const which = DELIMITERS.indexOf(character as Delimiter)
    if (which >= 0) counts[which]!++
    else if (character === '\n') {
      records.push(counts)
      if (records.length === maxRecords) return records
      counts = DELIMITERS.map(() => 0)
    }
  }
  records.push(counts)
  return records
}
