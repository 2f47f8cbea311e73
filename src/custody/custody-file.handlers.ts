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
import { organisationFact } from '#src/parties/organisation.ts'
import { allParticipants } from '#src/parties/participant.store.ts'
import { grantsOn } from '#src/access/grant.store.ts'
import { fileColumns, fileEvents, type FileEvent, type FileNames } from './custody-file.ts'
import type { custodyFileContract } from './custody-file.contract.ts'
import { booksOf, findBook, knownEvents } from './ledger.store.ts'
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

/** A partner who takes part here by its name, spelled as it may be; two of one name are told apart by their number alone. */
async function partnersByWords(ctx: Context, cells: readonly string[]): Promise<FileNames['partnerOf']> {
  const asked = new Set(cells.map(foldName).filter((folded) => folded !== ''))
  if (asked.size === 0) return () => ({ standing: 'absent' })
  const names = new Map([...(await ctx.facts()).of(organisationFact)].map(([id, { value }]) => [id, value.name] as const))
  for (const { organisationId: id, name } of await allParticipants(ctx.sql)) names.set(id, name)
  const named = [...names].flatMap(([id, name]) => asked.has(foldName(name)) ? [{ id, name }] : [])
  const books = new Set((await booksOf(ctx.sql, named.map(({ id }) => id))).map(({ organisationId }) => organisationId))
  const here = new Map<string, { readonly id: string; readonly name: string }[]>()
  for (const one of named) {
    if (!books.has(one.id) && (await grantsOn(ctx.sql, { kind: 'organisation', id: one.id })).length === 0) continue
    here.set(foldName(one.name), [...here.get(foldName(one.name)) ?? [], one])
  }
  return (words) => {
    const [one, other] = here.get(foldName(words)) ?? []
    return one === undefined ? { standing: 'absent' } : other !== undefined ? { standing: 'several' } : { standing: 'here', organisationId: one.id, name: one.name }
  }
}

const PARTIES = ['to', 'from', 'buyer'] as const
/** An event that was recorded while its partner was not here yet keeps the name it was recorded with, so that it is the same event. */
async function asRecorded(ctx: Context, organisationId: string, events: readonly FileEvent[]): Promise<readonly FileEvent[]> {
  const book = events.some(({ partner }) => partner?.standing === 'here') ? await findBook(ctx.sql, organisationId) : undefined
  if (book === undefined) return events
  const known = await knownEvents(ctx.sql, book.bookNo, events.flatMap(({ event, partner }) => partner?.standing === 'here' ? [event] : []))
  return events.map((event) => {
    const { text = null } = known.get(event.event) ?? {}
    const party = PARTIES.find((one) => event.line[one] !== undefined)
    if (text === null || party === undefined || event.partner === undefined) return event
    const { name } = (JSON.parse(text) as Partial<Record<typeof party, { readonly name?: string }>>)[party] ?? {}
    return name === event.partner.words ? { ...event, line: { ...event.line, [party]: { name } }, partner: { words: name, standing: 'absent' as const } } : event
  })
}

const partnerOf = ({ partner }: FileEvent) => partner === undefined ? null : { words: partner.words, standing: partner.standing, name: partner.standing === 'here' ? partner.name : null }

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
    const partnerColumn = table.columns.findIndex((column) => column.trim().toLowerCase() === 'partner')
    const names = { siteOf: await sitesByWords(ctx, organisationId), partnerOf: await partnersByWords(ctx, rows.map(({ cells }) => cells[partnerColumn] ?? '')) }
    const events = await asRecorded(ctx, organisationId, orRefuse(fileEvents({ columns: table.columns, rows }, names)))
    const answers = await recordLines(ctx, organisationId, events.map(({ line }) => line), { source: 'file', isAllOrNothing: mode === 'all' && !ctx.isDryRun, hasEffects: true })
    const count = (state: string): number => answers.filter((answer) => answer.state === state).length
    return {
      items: events.map((event, i) => ({ rows: [...event.rows], kind: String(event.line['kind']), answer: { ...answers[i]!, event: event.event }, partner: partnerOf(event) })),
      recorded: count('recorded'), alreadyRecorded: count('already-recorded'), refused: count('refused'),
    }
  },
}
