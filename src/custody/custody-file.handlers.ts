// Tables of events: the template, and the way of a file into the book.
import type { Context } from '#src/access/context.ts'
import { writeCsv } from '#src/exchange/csv/write-csv.ts'
import { readTable } from '#src/exchange/spreadsheet/table.ts'
import { writeSheets } from '#src/exchange/spreadsheet/write-sheets.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { siteFact } from '#src/parties/site.ts'
import { foldName } from '#src/kernel/text.ts'
import { fileColumns, fileEvents } from './custody-file.ts'
import type { custodyFileContract } from './custody-file.contract.ts'
import { reachInBook } from './reach.handlers.ts'
import { recordLines } from './record.handlers.ts'

const MOST_BYTES = 20 * 1024 * 1024
const MOST_ROWS = 20_000
const EMPTY_ROWS = 200

/** A site of the book by its number or its name; other words stay, and are refused as what they are. */
async function sitesByWords(ctx: Context, organisationId: string): Promise<(words: string) => string> {
  const own = [...(await ctx.facts()).of(siteFact).values()].filter(({ value }) => value.organisationId === organisationId && value.mergedInto === undefined)
  const named = Map.groupBy(own, ({ value }) => foldName(value.name))
  return (words) => { const found = named.get(foldName(words)); return found?.length === 1 ? found[0]!.id : words.toUpperCase() }
}

export const custodyFileHandlers: Handlers<typeof custodyFileContract, Context> = {
  getCustodyTemplate: async (ctx, { format }) => {
    const columns = fileColumns.map(({ name }) => name)
    const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    const words = ctx.messages('custody')
    const body = format === 'csv' ? `\uFEFF${writeCsv(columns, [])}` : await writeSheets([
      { name: 'Events', columns: fileColumns.map((column) => ({ title: column.name, width: column.width, ...('choices' in column ? { choices: column.choices } : {}) })), rows: Array.from({ length: EMPTY_ROWS }, () => columns.map((name) => name === 'unit' ? 't' : null)) },
      { name: 'How to fill', columns: [{ title: 'column', width: 18 }, { title: 'meaning', width: 100 }], rows: columns.map((name) => [name, words[`file.column.${name.replace(' ', '-')}`] ?? name]) },
    ])
    return new Response(body as BodyInit, { headers: { 'content-type': type, 'content-disposition': `attachment; filename="custody-events.${format}"` } })
  },
  recordCustodyFile: async (ctx, { organisationId, filename, mode }) => {
    await reachInBook(ctx, organisationId, 'custody:write')
    const table = orRefuse(await readTable(await ctx.upload(MOST_BYTES), filename))
    const rows = table.rows.filter(({ cells }) => cells.some((cell, i) => cell.trim() !== '' && table.columns[i]?.trim().toLowerCase() !== 'unit'))
    if (rows.length === 0) throw new Refused(refuse('custody-file-empty', 'The file has no row that says anything. Fill in the template.'))
    if (rows.length > MOST_ROWS) throw new Refused(refuse('custody-file-too-long', `The file has ${rows.length} rows, and may have ${MOST_ROWS}. Send more than that as NDJSON.`))
    const events = orRefuse(fileEvents({ columns: table.columns, rows }, await sitesByWords(ctx, organisationId)))
    const answers = await recordLines(ctx, organisationId, events.map(({ line }) => line), { source: 'file', isAllOrNothing: mode === 'all' && !ctx.isDryRun, hasEffects: true })
    const count = (state: string): number => answers.filter((answer) => answer.state === state).length
    return {
      items: events.map((event, i) => ({ rows: [...event.rows], kind: String(event.line['kind']), answer: { ...answers[i]!, event: event.event } })),
      recorded: count('recorded'), alreadyRecorded: count('already-recorded'), refused: count('refused'),
    }
  },
}
