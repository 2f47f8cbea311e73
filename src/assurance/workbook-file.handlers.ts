// The workbook goes out as a file and comes back. Preview and application read the file by the same code, so that what was
// shown is what happens.
import type { Context } from '#src/access/context.ts'
import { tableLimits, type TableLimits } from '#src/exchange/spreadsheet/limits.ts'
import { readSheets } from '#src/exchange/spreadsheet/workbook.ts'
import { writeSheets } from '#src/exchange/spreadsheet/write-sheets.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { accept, deny, orRefuse, type Outcome } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { wordingFor } from '#src/standards/language-pack.ts'
import type { Case } from './case.ts'
import type { Change, TypedChange } from './sheet.ts'
import { addChanges, allChanges, changesByIds, readCells } from './sheet.store.ts'
import { answerOf, asTyped, keyOfLine, linesOf, siteOnlyFields, textIn, workbookRound, type WorkbookLine } from './workbook.ts'
import { fileChangeId, plannedCells, plannedChanges, SheetFile, type FileAgainst, type FileReading } from './workbook-file.ts'
import type { workbookFileContract } from './workbook-file.contract.ts'
import { beforeOf, isOfSite, loadedStandards, loadWorkbook, readableCase, writableCase } from './workbook-load.handlers.ts'
import { readRows, sheetsOf, vocabularyOf } from './workbook-sheets.ts'
import { taken } from './workbook-writing.handlers.ts'

/** A workbook has some dozens of rows; what is larger is something else. */
const limits: TableLimits = { ...tableLimits, bytes: 5_000_000, rows: 5000, unpackedBytes: 40_000_000 }
const JSON_BYTES = 15_000_000

/** Languages in which column names and ratings are understood, whichever the reader uses. */
const understood = ['en', 'es', 'zh', 'fr'] as const

const file = (body: BodyInit, mediaType: string, name: string): Response => new Response(body, {
  headers: { 'content-type': mediaType, 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' },
})
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

async function asSpreadsheet(ctx: Context, one: Case): Promise<Uint8Array> {
  const book = await loadWorkbook(ctx, one)
  const before = await beforeOf(ctx, book)
  const last = new Map([...new Set(book.lines.map(({ key }) => key))].flatMap((key): [string, string][] => {
    const rating = before === undefined ? null : before.ratings.get(key)?.level ?? textIn(answerOf(before.cells, key).rating)
    return rating === null ? [] : [[key, rating]]
  }))
  return writeSheets(sheetsOf({
    caseId: one.caseId, round: book.round, siteName: one.siteName, isOfSite: isOfSite(ctx, one), last,
    standards: book.loaded.map(({ standard, packs }) => ({ standard, wording: wordingFor(standard, packs, ctx.language), lines: book.lines.filter(({ line }) => line.standard === standard).map(({ line }) => line) })),
    answers: new Map(book.lines.map(({ key, answer }) => [key, answer])),
    evidence: new Map(book.lines.map(({ key, shown }) => [key, shown.map(({ title }) => title)])),
  }, ctx.messages('workbook', ctx.language)))
}

async function asPortable(ctx: Context, one: Case): Promise<SheetFile> {
  const round = workbookRound(one)
  const isSite = isOfSite(ctx, one)
  const changes = (await allChanges(ctx.sql, one.caseId, round, 'self-assessment')).filter(({ key }) => isSite || !siteOnlyFields.has(key.field))
  return { form: 'cupel-sheet-1', caseId: one.caseId, round, sheet: 'self-assessment', changes: changes as SheetFile['changes'] }
}

type Read = { readonly reading: FileReading; readonly typed: readonly TypedChange[] }

async function against(ctx: Context, one: Case, round: number, recorded: ReadonlyMap<string, Change>): Promise<FileAgainst> {
  const loaded = await loadedStandards(ctx, one)
  const words = new Map(loaded.map(({ standard, packs }) => [standard, wordingFor(standard, packs, ctx.language)]))
  return {
    caseId: one.caseId, round, recorded, heads: await readCells(ctx.sql, one.caseId, round, 'self-assessment'),
    lines: new Map(linesOf(one, loaded.map(({ standard }) => standard)).map((line) => [keyOfLine(line), line])),
    titleOf: ({ standard, criterion }: WorkbookLine) => words.get(standard)!.criterion(criterion.slug, criterion).title,
  }
}

async function readSpreadsheet(ctx: Context, one: Case, bytes: Uint8Array): Promise<Read> {
  const round = workbookRound(one)
  const loaded = await loadedStandards(ctx, one)
  const languages = [...new Set([...understood, ctx.language])]
  const words = vocabularyOf(languages.map((language) => ctx.messages('workbook', language)),
    loaded.map(({ standard, packs }) => ({ standard, wordings: languages.map((language) => wordingFor(standard, packs, language)) })))
  const rows = orRefuse(readRows(orRefuse(await readSheets(bytes, limits)), words, { caseId: one.caseId, round }))
  const ids = rows.cells.flatMap(({ key, parents, text }) => [...parents, fileChangeId(one.caseId, round, key, parents, asTyped(text) as string | null)])
  const standing = await against(ctx, one, round, await changesByIds(ctx.sql, one.caseId, round, 'self-assessment', ids))
  const planned = orRefuse(plannedCells(rows.cells, standing))
  return { typed: planned.typed, reading: { caseId: one.caseId, format: 'xlsx', fileHash: sha256Hex(bytes), changes: planned.changes, unread: [...rows.unread, ...planned.unread], unchanged: planned.unchanged } }
}

function parsePortable(bytes: Uint8Array, one: Case): Outcome<SheetFile> {
  const notOurs = (why: string) => deny(refuse('file-not-ours', `The file is JSON, but no workbook of this program: ${why}. Get the workbook here and send that file back.`))
  let value: unknown
  try { value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) } catch { return notOurs('it does not parse') }
  const parsed = SheetFile.safeParse(value)
  if (!parsed.success) return notOurs(`${parsed.error.issues[0]!.path.join('.') || 'the whole'}: ${parsed.error.issues[0]!.message}`)
  const { caseId, round } = parsed.data
  if (caseId !== one.caseId) return deny(refuse('file-of-another-case', `The file was made for the case ${caseId}, and this is ${one.caseId}. Open that case to send it.`))
  if (round !== workbookRound(one)) return deny(refuse('workbook-closed', 'The file was made for a self-assessment of this case that is closed since. Get the workbook as it is now.'))
  return accept(parsed.data)
}

async function readPortable(ctx: Context, one: Case, bytes: Uint8Array): Promise<Read> {
  const round = workbookRound(one)
  const portable = orRefuse(parsePortable(bytes, one))
  const recorded = new Map((await allChanges(ctx.sql, one.caseId, round, 'self-assessment')).map((change) => [change.changeId, change]))
  const planned = orRefuse(plannedChanges(portable, await against(ctx, one, round, recorded)))
  return { typed: planned.typed, reading: { caseId: one.caseId, format: 'json', fileHash: sha256Hex(bytes), changes: planned.changes, unread: planned.unread, unchanged: planned.unchanged } }
}

/** What the bytes are is told by their beginning. */
async function readFile(ctx: Context, one: Case): Promise<Read> {
  const bytes = await ctx.upload(JSON_BYTES)
  const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1').replace(/^ï»¿/, '').trimStart()
  if (head.startsWith('{')) return readPortable(ctx, one, bytes)
  if (bytes.byteLength > limits.bytes) throw new Refused(refuse('upload-too-large', `The file has ${bytes.byteLength} bytes; a workbook may have ${limits.bytes}.`))
  if (head.startsWith('PK')) return readSpreadsheet(ctx, one, bytes)
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) throw new Refused(refuse('file-protected', 'The file is protected by a password or of an older format (.xls). Save a copy as XLSX without protection and send that.'))
  throw new Refused(refuse('file-format-unknown', 'The file is neither XLSX nor the JSON of a workbook. Save it as XLSX and send that.'))
}

export const workbookFileHandlers: Handlers<typeof workbookFileContract, Context> = {
  async exportWorkbook(ctx, { caseId, format }) {
    const one = await readableCase(ctx, caseId)
    const name = `workbook-${one.siteId}-cycle-${one.cycle}`
    if (format === 'json') return file(JSON.stringify(await asPortable(ctx, one), null, 1), 'application/json; charset=utf-8', `${name}.json`)
    return file(await asSpreadsheet(ctx, one) as Uint8Array<ArrayBuffer>, XLSX, `${name}.xlsx`)
  },

  async previewWorkbookFile(ctx, { caseId }) {
    return (await readFile(ctx, await writableCase(ctx, caseId, false))).reading
  },

  async applyWorkbookFile(ctx, { caseId, leavesUnread }) {
    const one = await writableCase(ctx, caseId)
    const { reading, typed } = await readFile(ctx, one)
    if (reading.unread.length > 0 && leavesUnread !== 'true') {
      throw new Refused(refuse('file-rows-unreadable', `${reading.unread.length} places cannot be read, the first in ${reading.unread[0]!.sheet || 'the file'} line ${reading.unread[0]!.line}. Correct them, or apply the rest with leavesUnread=true.`,
        reading.unread.slice(0, 50).map(({ sheet, line, detail }) => ({ pointer: `${sheet} line ${line}`.trim(), detail }))))
    }
    const { added } = await addChanges(ctx, caseId, workbookRound(one), 'self-assessment', typed.map((change) => taken(ctx, change, 'file')))
    return { ...reading, added: added.length }
  },
}
