// The on-site record leaves as one file and comes back. Preview and merge read the file by the same code, so that what was
// shown is what happens.
import { zipSync, strToU8 } from 'fflate'
import type { Context } from '#src/access/context.ts'
import { evidenceByIds, linksOfCase } from '#src/evidence/evidence.store.ts'
import { unpackParts } from '#src/exchange/spreadsheet/archive.ts'
import { tableLimits, type TableLimits } from '#src/exchange/spreadsheet/limits.ts'
import { readSheets } from '#src/exchange/spreadsheet/workbook.ts'
import { writeSheets } from '#src/exchange/spreadsheet/write-sheets.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { wordingFor } from '#src/standards/language-pack.ts'
import { caseFor } from './case-move.handlers.ts'
import type { onSiteContract } from './on-site.contract.ts'
import { freshChanges, parseRecord, recordEffects, type RecordFile, type RecordFileReading, type UnreadCell } from './on-site-file.ts'
import { loadRecord, recordableCase, submittedAnswers, type LoadedRecord } from './on-site-load.handlers.ts'
import { onSitePage } from './on-site-page.ts'
import { readRecordSheets, recordSheets, recordVocabulary } from './on-site-sheets.ts'
import { addToRecord, ratingMoves, requireFitting } from './on-site-writing.handlers.ts'
import { interviewRows } from './on-site-reading.handlers.ts'
import type { Change, TypedChange } from './sheet.ts'
import { allChanges } from './sheet.store.ts'
import { answerOf, keyOfLine, mayBeLeftOut, textIn } from './workbook.ts'

/** A record has some hundred rows; what is larger is something else. */
const limits: TableLimits = { ...tableLimits, bytes: 20_000_000, rows: 5000, unpackedBytes: 60_000_000 }
const understood = ['en', 'es', 'zh', 'fr'] as const
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const wordsOf = (ctx: Context, language: string) => ctx.messages('assessment', language)

const file = (body: Uint8Array, mediaType: string, name: string): Response => new Response(body as Uint8Array<ArrayBuffer>, {
  headers: { 'content-type': mediaType, 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' },
})

/** The standards of a record with titles in the reader's language; only the criteria that the round looks at. */
function worded(ctx: Context, record: LoadedRecord) {
  return record.loaded.map(({ standard, packs }) => {
    const wording = wordingFor(standard, packs, ctx.language)
    return {
      standard: standard.standard, title: wording.standard.title,
      levels: standard.ratingScale.levels.map(({ slug, title }) => ({ slug, title: wording.of('levels', slug, title) })),
      criteria: [...record.lines.values()].filter((line) => line.standard === standard && record.inRound.has(keyOfLine(line)))
        .map((line) => ({ criterion: line.criterion.slug, number: line.criterion.number, ...wording.criterion(line.criterion.slug, line.criterion), mayBeExcluded: mayBeLeftOut(line) })),
    }
  })
}

async function portable(ctx: Context, record: LoadedRecord): Promise<RecordFile> {
  const { case: one, round } = record
  const own = await submittedAnswers(ctx, one, round)
  const links = await linksOfCase(ctx.sql, one.caseId, ctx.today)
  const items = [...(await evidenceByIds(ctx.sql, [...new Set(links.map(({ evidenceId }) => evidenceId))], ctx.today)).values()].filter(({ layer }) => layer !== 'private')
  return {
    form: 'cupel-on-site-1', caseId: one.caseId, round, siteName: one.siteName, takenAt: ctx.now, language: ctx.language,
    standards: worded(ctx, record).map((standard) => ({
      ...standard, criteria: standard.criteria.map(({ criterion, number, title, meaning, mayBeExcluded }) => {
        const answer = answerOf(own, `${standard.standard}/${criterion}`)
        const rating = textIn(answer.rating)
        const level = standard.levels.find(({ slug }) => slug === rating)?.title ?? rating
        return { criterion, number, title, meaning, mayBeExcluded, self: [level, textIn(answer.rationale) ?? textIn(answer['not-applicable-reason'])].filter((said) => said !== null).join(' – ').slice(0, 20_000) }
      }),
    })),
    evidence: items.map(({ evidenceId, title }) => ({ evidenceId, title, at: links.filter((link) => link.evidenceId === evidenceId).map(({ standard, criterion }) => `${standard}/${criterion}`) })),
    groups: (await interviewRows(ctx, record)).map(({ group }) => group), changes: await allChanges(ctx.sql, one.caseId, round, 'on-site'), reasons: {},
  }
}

async function archive(ctx: Context, record: LoadedRecord, script: string): Promise<Uint8Array> {
  const taken = await portable(ctx, record)
  const words = wordsOf(ctx, ctx.language)
  const mtime = new Date(ctx.now)
  return zipSync({
    'record.json': [strToU8(JSON.stringify(taken, null, 1)), { mtime }], 'on-site.html': [strToU8(onSitePage(taken, words, script)), { mtime }],
    'README.txt': [strToU8(`${(words['file.readme'] ?? '').replace('{site}', taken.siteName)}\n`), { mtime }],
  })
}

type Read = { readonly format: RecordFileReading['format']; readonly typed: readonly TypedChange[]; readonly all: readonly TypedChange[]; readonly reasons: Readonly<Record<string, string>>; readonly unread: readonly UnreadCell[]; readonly unchanged: number; readonly hash: string }

function readPortable(bytes: Uint8Array, format: 'zip' | 'json', record: LoadedRecord, recorded: ReadonlyMap<string, Change>, hash: string): Read {
  const own = orRefuse(parseRecord(bytes, { caseId: record.case.caseId, round: record.round }))
  // What claims to be recorded and is not as recorded was altered on the way.
  for (const change of own.changes) {
    const before = recorded.get(change.changeId)
    if (before !== undefined && JSON.stringify([before.key.standard, before.key.criterion, before.key.field, before.value]) !== JSON.stringify([change.key.standard, change.key.criterion, change.key.field, change.value])) {
      throw new Refused(refuse('change-altered', `${change.changeId} is recorded with another value or cell. A change is never altered: type the value anew in the page of the archive.`))
    }
  }
  const typed = freshChanges(own, recorded)
  return { format, typed, all: typed, reasons: own.reasons, unread: [], unchanged: own.changes.length - typed.length, hash }
}

async function readSpreadsheet(ctx: Context, bytes: Uint8Array, record: LoadedRecord, recorded: ReadonlyMap<string, Change>, hash: string): Promise<Read> {
  const languages = [...new Set([...understood, ctx.language])]
  const levels = new Map(record.loaded.map(({ standard, packs }) => [standard.standard, standard.ratingScale.levels.map(({ slug, title }) =>
    ({ slug, titles: [title, ...languages.map((language) => wordingFor(standard, packs, language).of('levels', slug, title))] }))]))
  const rows = orRefuse(readRecordSheets(orRefuse(await readSheets(bytes, limits)), recordVocabulary(languages.map((language) => wordsOf(ctx, language)), levels), { caseId: record.case.caseId, round: record.round, recorded }))
  return { format: 'xlsx', typed: rows.changes.filter(({ changeId }) => !recorded.has(changeId)), all: rows.changes, reasons: rows.reasons, unread: rows.unread, unchanged: rows.unchanged, hash }
}

/** What the bytes are is told by what is in them. */
async function readFile(ctx: Context, record: LoadedRecord): Promise<Read & { recorded: ReadonlyMap<string, Change> }> {
  const bytes = await ctx.upload(limits.bytes)
  const hash = sha256Hex(bytes)
  const recorded = new Map((await allChanges(ctx.sql, record.case.caseId, record.round, 'on-site')).map((change) => [change.changeId, change]))
  const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1').replace(/^ï»¿/, '').trimStart()
  if (head.startsWith('{')) return { ...readPortable(bytes, 'json', record, recorded, hash), recorded }
  if (!head.startsWith('PK')) throw new Refused(refuse('file-format-unknown', 'The file is neither the archive, its record.json, nor the XLSX of a record. Send one of these.'))
  const inside = orRefuse(unpackParts(bytes, limits, (name) => name === 'record.json' || /^xl\/workbook\.xml$/i.test(name)))
  const json = inside.get('record.json')
  if (json !== undefined) return { ...readPortable(json, 'zip', record, recorded, hash), recorded }
  if (inside.size > 0) return { ...await readSpreadsheet(ctx, bytes, record, recorded, hash), recorded }
  throw new Refused(refuse('record-archive-invalid', 'The archive holds neither record.json at its top nor sheets. Send the archive as it was taken out, or record.json as the page saved it.'))
}

async function readingOfFile(ctx: Context, record: LoadedRecord): Promise<{ reading: RecordFileReading; read: Read }> {
  const { recorded, ...read } = await readFile(ctx, record)
  await requireFitting(ctx, record, read.typed)
  const titles = new Map(worded(ctx, record).flatMap(({ standard, criteria }) => criteria.map(({ criterion, title }) => [`${standard}/${criterion}`, title] as const)))
  const changes = recordEffects(read.all, { recorded, heads: record.cells, reasons: read.reasons, titleOf: ({ standard, criterion }) => titles.get(`${standard}/${criterion}`) ?? null })
  return { read, reading: { caseId: record.case.caseId, round: record.round, format: read.format, fileHash: read.hash, changes, unread: [...read.unread], unchanged: read.unchanged } }
}

type All = Handlers<typeof onSiteContract, Context>

/** @param script of the archive's page, which runs in a browser and not here */
export const onSiteFiles = (script: string): Pick<All, 'exportOnSiteRecord' | 'previewOnSiteFile' | 'applyOnSiteFile'> => ({
  async exportOnSiteRecord(ctx, { caseId, format }) {
    const record = await loadRecord(ctx, await caseFor(ctx, caseId, 'finding:write'))
    const name = `on-site-${record.case.siteId}-cycle-${record.case.cycle}-round-${record.round}`
    if (format === 'zip') return file(await archive(ctx, record, script), 'application/zip', `${name}.zip`)
    const sheets = recordSheets({
      caseId, round: record.round, cells: record.cells, standards: worded(ctx, record), groups: (await interviewRows(ctx, record)).map(({ group }) => group),
    }, wordsOf(ctx, ctx.language))
    return file(await writeSheets(sheets), XLSX, `${name}.xlsx`)
  },

  async previewOnSiteFile(ctx, { caseId }) {
    const record = await loadRecord(ctx, await recordableCase(ctx, caseId, 'finding:write', false))
    const { reading, read } = await readingOfFile(ctx, record)
    // Shows at once what would be refused; the reason can still be given.
    ratingMoves(ctx, record, read.typed, () => 'given later')
    return reading
  },

  async applyOnSiteFile(ctx, { caseId, reason }) {
    const record = await loadRecord(ctx, await recordableCase(ctx, caseId, 'finding:write'))
    const { reading, read } = await readingOfFile(ctx, record)
    const added = await addToRecord(ctx, record, read.typed, 'file', ({ changeId }) => (read.reasons[changeId] ?? '').trim() === '' ? reason ?? null : read.reasons[changeId]!)
    ctx.record({ kind: 'record-file.merged', subject: caseId, isPublic: false, body: { round: record.round, format: reading.format, fileHash: reading.fileHash, added: added.length, conflicts: reading.changes.filter(({ effect }) => effect === 'conflicts').length } })
    return { ...reading, added: added.length }
  },
})
