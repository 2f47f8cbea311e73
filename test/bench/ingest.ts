// Ingest: events by HTTP bulk, validated, decided and in the log, against the bare set-based inserts of the same rows into the
// same tables, log entry included, in the same run on the same database. The lines are those of the simulator.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql as text } from 'kysely'
import { addGrant } from '#src/access/grant.store.ts'
import { batchRows, lotsBorn, type Accepted, type BatchRows } from '#src/custody/batch-rows.ts'
import { decideEvent } from '#src/custody/law.ts'
import { writeRows, type Book } from '#src/custody/ledger.store.ts'
import { linesText } from '#src/kernel/sql-array.ts'
import { readLine } from '#src/custody/line-reading.ts'
import { simulatedColumns } from '#src/custody/simulated-world-flow.ts'
import { simulatedLines } from '#src/custody/simulated-world-lines.ts'
import { workingBook } from '#src/custody/working-book.ts'
import { siteFact } from '#src/parties/site.ts'
import { readConfig } from '#src/platform/config.ts'
import { houseActor, openHouse, root } from '#src/platform/house.ts'
import { write, type House } from '#src/platform/transaction.ts'
import { putFact } from '#src/transparency/fact.ts'
import { sealEntry } from '#src/transparency/entry.ts'
import { appendEntry, moveHead, readHead } from '#src/transparency/log.store.ts'
import { writePage } from './page-section.ts'

export const ORGANISATION = 'org_bench'
const BARE = 'org_bare'
/** As many lines as the server takes in one transaction. */
const BATCH = 4000

export type IngestMeasured = { readonly load: number; readonly batch: number; readonly events: number; readonly rounds: number; readonly oursPerSecond: number; readonly barePerSecond: number; readonly ratio: number; readonly lotsPerEvent: number; readonly drawsPerEvent: number; readonly bytesPerEvent: number }
type Batch = { readonly rows: BatchRows; readonly texts: readonly string[] }
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

/**
 * The lines of a simulated world as one party would record them all. A move between two parties is none here: hand-overs are
 * tables of their own, which the bare side does not write either.
 */
function linesOf(lots: number): { lines: string[]; siteIds: string[] } {
  const lines: string[] = []
  const siteIds = new Set<string>()
  const stays = new Map<string, string>()
  const nameOf = (lot: string): string => stays.get(lot) ?? lot
  for (const { line } of simulatedLines(simulatedColumns({ lots, seed: 7, shape: 'primary' }))) {
    if (line.kind === 'ship') continue
    if (line.kind === 'receive' && line.shipment !== undefined) { for (const { lot, sentAs } of line.outputs) stays.set(lot, nameOf(sentAs!)); continue }
    siteIds.add(line.site)
    lines.push(JSON.stringify('inputs' in line ? { ...line, inputs: merged(line.inputs.map((draw) => ({ ...draw, lot: nameOf(draw.lot) }))) } : line))
  }
  return { lines, siteIds: [...siteIds] }
}

/** Two cargoes of one lot are one draw of it. */
function merged<D extends { readonly lot: string; readonly contained?: { readonly copper?: string | undefined } | undefined }>(draws: readonly D[]): D[] {
  const grams = new Map<string, number>()
  for (const { lot, contained } of draws) grams.set(lot, (grams.get(lot) ?? 0) + Number(contained!.copper!.replace(' g', '')))
  return [...new Map(draws.map((draw) => [draw.lot, { ...draw, contained: { copper: `${grams.get(draw.lot)} g` } }])).values()]
}

/** What the lines leave in the tables, worked out beforehand. @param bareFrom numbers far above those of the sequences */
function rowsOf(lines: readonly string[], bareFrom: number): Batch[] {
  const book = workingBook({ organisationId: BARE, tolerance: 0.02, lot: () => undefined, event: () => undefined, changesOf: () => [] })
  const lotNos = new Map<string, number>()
  let [eventNo, lotNo] = [bareFrom, bareFrom]
  const batches: Batch[] = []
  for (let start = 0; start < lines.length; start += BATCH) {
    const accepted: Accepted[] = []
    for (const raw of lines.slice(start, start + BATCH)) {
      const read = readLine(raw)
      if (!read.accepted) throw new Error(read.refusal.detail)
      const outcome = decideEvent(book, read.value.line)
      if (!outcome.accepted) throw new Error(outcome.refusal.detail)
      book.apply(outcome.value)
      accepted.push({ sent: read.value.line, posting: outcome.value, text: read.value.text, siteId: read.value.line.site, takenBack: null, keptBefore: [] })
    }
    const numbers = { events: accepted.map(() => eventNo++), lots: Array.from({ length: lotsBorn(accepted) }, () => lotNo++) }
    const rows = batchRows(accepted, numbers, { lotNo: (ref) => lotNos.get(ref), eventNo: () => undefined })
    for (const lot of rows.lots) lotNos.set(lot.ref, lot.lotNo)
    batches.push({ rows, texts: accepted.map((one) => one.text) })
  }
  return batches
}

/** The bare rate: rows that are there already go in by `unnest`, with the log entry, in one transaction a batch. */
async function insertBare(house: House, book: Book, batches: readonly Batch[]): Promise<void> {
  for (const { rows, texts } of batches) {
    await house.database.sql.transaction().execute(async (sql) => {
      const { rows: [batch] } = await text<{ batch_no: number }>`insert into custody_batch (book_no, source, recorded_at, recorded_by, line_count, salt) values (${book.bookNo}, 'bulk', now(), 'bench', ${texts.length}, 'salt') returning batch_no`.execute(sql)
      await writeRows(sql, book, batch!.batch_no, rows, linesText(texts), () => rows)
      const head = await readHead(sql, true)
      const at = house.clock.now()
      await appendEntry(sql, head.size, sealEntry(head.size, { version: 1, kind: 'bench.recorded', subject: `bat_${batch!.batch_no}`, at, actor: 'bench', salt: 'salt', body: { lines: texts.length } }), { kind: 'bench.recorded', subject: 'bench', isPublic: false, recordedAt: at })
      await moveHead(sql, { ...head, size: head.size + 1, recordedAt: at })
    })
  }
}

export async function prepared(folder: string, siteIds: readonly string[]): Promise<{ key: string }> {
  const open = await openHouse(readConfig({ CUPEL_DATA: folder, LOG_LEVEL: 'error' }, folder), { loadsShipped: false })
  try {
    const { userId } = await open.house.accounts.createPerson({ name: 'Bench', email: 'bench@example.org', password: 'a password of the benchmark' })
    await addGrant(open.house.database.sql, { grantId: 'grt_bench', userId, role: 'site-owner', scope: { kind: 'organisation', id: ORGANISATION }, grantedAt: open.house.clock.now(), grantedBy: 'bench' })
    const { key } = await open.house.accounts.createKey(userId, { name: 'bench', reach: 'write', expiresInDays: undefined })
    await write(open.house, { actor: houseActor }, async (ctx) => {
      ctx.publish(siteIds.map((siteId) => putFact(siteFact, siteId, { name: `Bench ${siteId}`, aliases: [], identifiers: [], types: ['mine'], country: siteId.slice(0, 3), metals: ['copper'], organisationId: ORGANISATION, dataset: 'bench', citations: [{ text: 'invented' }] })), { kind: 'bench.published', subject: 'bench', isPublic: true, body: {} })
    })
    await text`insert into custody_book (organisation_id, opened_at) values (${BARE}, now())`.execute(open.house.database.sql)
    return { key }
  } finally { await open.close() }
}

export async function served(folder: string, children: ChildProcess[]): Promise<string> {
  const port = String(31_000 + process.pid % 20_000)
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'src/platform/main.ts')], { env: { ...process.env, LOG_LEVEL: 'error', CUPEL_DATA: folder, PORT: port }, stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  await new Promise<void>((resolve, reject) => {
    let out = ''
    child.stdout!.on('data', (part: Buffer) => { out += part.toString(); if (out.includes('Ready in')) resolve() })
    child.once('exit', (code) => { reject(new Error(`the server ended with ${code}: ${out}`)) })
  })
  return `http://127.0.0.1:${port}/api/v1`
}

export async function stopped(children: readonly ChildProcess[]): Promise<void> {
  for (const child of children) { child.kill('SIGTERM'); await new Promise((resolve) => { child.once('exit', resolve); setTimeout(resolve, 5000).unref() }) }
}

async function sendBulk(api: string, key: string, lines: readonly string[]): Promise<void> {
  const response = await fetch(`${api}/custody/events?organisationId=${ORGANISATION}`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' }, body: `${lines.join('\n')}\n` })
  const answers = (await response.text()).trim().split('\n')
  const wrong = answers.find((answer) => !answer.includes('"state":"recorded"'))
  if (!response.ok || wrong !== undefined || answers.length !== lines.length) throw new Error(`${response.status}, ${answers.length} of ${lines.length} answers: ${wrong ?? ''}`)
}

/** @param folder an empty data folder. Rounds of both are interleaved; the median is told. */
export async function measureIngest(folder: string, rounds = 5, lots = 400_000): Promise<IngestMeasured> {
  const load = loadavg()[0]!
  const { lines, siteIds } = linesOf(lots)
  const batches = rowsOf(lines, 1_000_000_000_000)
  const { key } = await prepared(folder, siteIds)
  const children: ChildProcess[] = []
  try {
    const api = await served(folder, children)
    const open = await openHouse(readConfig({ CUPEL_DATA: folder, LOG_LEVEL: 'error' }, folder), { loadsShipped: false })
    try {
      const bookNo = (await text<{ book_no: number }>`select book_no from custody_book where organisation_id = ${BARE}`.execute(open.house.database.sql)).rows[0]!.book_no
      const book: Book = { bookNo, organisationId: BARE, tolerance: 0.02, isSimulated: false, openedAt: '2026-01-01T00:00:00.000Z' }
      const each = Math.floor(batches.length / (rounds + 1))
      const timed = async (work: () => Promise<void>): Promise<number> => { const began = performance.now(); await work(); return performance.now() - began }
      const pairs: { ours: number; bare: number }[] = []
      // The first round warms both up and is not counted.
      for (let round = 0; round <= rounds; round++) {
        const [from, to] = [round * each, (round + 1) * each]
        const ours = () => timed(() => sendBulk(api, key, lines.slice(from * BATCH, to * BATCH)))
        const bare = () => timed(() => insertBare(open.house, book, batches.slice(from, to)))
        const pair = round % 2 === 0 ? { ours: await ours(), bare: await bare() } : { bare: await bare(), ours: await ours() }
        if (round === 0) await text`analyze`.execute(open.house.database.sql)
        else pairs.push(pair)
      }
      const per = (ms: number): number => each * BATCH / ms * 1000
      const rows = batches.flatMap((batch) => [batch.rows])
      return {
        load, batch: BATCH, events: each * BATCH * rounds, rounds, oursPerSecond: median(pairs.map(({ ours }) => per(ours))), barePerSecond: median(pairs.map(({ bare }) => per(bare))), ratio: median(pairs.map(({ ours, bare }) => bare / ours)),
        lotsPerEvent: rows.reduce((sum, one) => sum + one.lots.length, 0) / lines.length, drawsPerEvent: rows.reduce((sum, one) => sum + one.draws.length, 0) / lines.length,
        bytesPerEvent: lines.reduce((sum, line) => sum + line.length, 0) / lines.length,
      }
    } finally { await open.close() }
  } finally {
    await stopped(children)
  }
}

/** @param say what is told on the way */
export async function benchIngest(say: (line: string) => void): Promise<void> {
  say('ingest…')
  const folder = mkdtempSync(join(tmpdir(), 'cupel-ingest-'))
  try {
    const section = written(await measureIngest(folder))
    writePage(undefined, { ingest: section })
    say(section)
  } finally { rmSync(folder, { recursive: true, force: true }) }
}

const written = (ingest: IngestMeasured): string => `## Recording events

Custody events by HTTP bulk (NDJSON, one connection, one key of a member), against the bare rate, in turns on the same database of
the same run; ${ingest.rounds} rounds, ${ingest.events} events, ${ingest.lotsPerEvent.toFixed(1)} lots, ${ingest.drawsPerEvent.toFixed(1)} draws and ${Math.round(ingest.bytesPerEvent)} bytes an event, lines of the simulator without
hand-overs, measured by \`npm run bench -- ingest\` on
${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, load ${ingest.load.toFixed(1)} at its beginning. Ours: a server of its own reads, validates and hashes each line, looks up what the book
knows, decides, writes under row security, appends the log entry, runs the reactions and answers line by line. Bare: rows worked
out beforehand go by \`unnest\` into the same tables with the same indexes and keys, and a log entry. Both: ${ingest.batch} events a transaction,
one connection to the database, every commit on disk (fsync on):

| what | measured | goal |
|---|---|---|
| by HTTP bulk, events/s | ${Math.round(ingest.oursPerSecond)} | 10,000 |
| bare inserts, events/s | ${Math.round(ingest.barePerSecond)} | |
| ratio, median of the rounds | ${ingest.ratio.toFixed(2)} | at least 0.7 |`

if (process.argv[1]?.endsWith('ingest.ts') === true) {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-ingest-'))
  try { process.stdout.write(`${JSON.stringify(await measureIngest(folder, Number(process.argv[2] ?? 5), Number(process.argv[3] ?? 400_000)), null, 2)}\n`) } finally { rmSync(folder, { recursive: true, force: true }) }
}
