// A body of 100 MB with one bad line in its middle: that it is answered line by line while the memory of the server stays
// bounded, that a sender whose connection drops finds its place again, and that all of it stands or falls together where
// that is asked for. Run once by `npm run bench -- ingest-large`.
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { siteIdFrom } from '#src/kernel/id.ts'
import { ORGANISATION, prepared, served, stopped } from './ingest.ts'
import { writePage } from './page-section.ts'

const BYTES = 100 * 1024 * 1024
const SITE = siteIdFrom('CHL', Uint8Array.of(0, 0, 0, 1))

/** An event of one lot with the papers of a cargo: some 2.5 kB. */
const lineOf = (prefix: string, i: number): string => JSON.stringify({
  kind: 'extract', event: `${prefix}-${i}`, at: new Date(Date.UTC(2026, 0, 1) + i * 1000).toISOString(), site: SITE,
  outputs: [{ lot: `${prefix}L-${i}`, material: 'concentrate', metal: 'copper', contained: { copper: `${1000 + i} g` }, documents: Array.from({ length: 15 }, (_, n) => ({ kind: 'certificate-of-analysis', ref: `invented paper ${i}/${n}, ${'x'.repeat(90)}` })) }],
})
const EACH = lineOf('E', 100_000).length + 1
const LINES = Math.ceil(BYTES / EACH)
const BAD = Math.floor(LINES / 2)

async function writeLines(file: string, prefix: string, badAt: number | null): Promise<void> {
  const out = createWriteStream(file)
  for (let i = 1; i <= LINES; i++) {
    const text = i === badAt ? '{"event":"cut off' : lineOf(prefix, i)
    if (!out.write(`${text}\n`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}

type Answer = { readonly line: number; readonly state: string; readonly refusal?: { readonly code: string } }
type Sending = { readonly api: string; readonly key: string; readonly file: string; readonly mode: 'line' | 'all' }

/** Sends the lines of a file from one on. @param dropAfter answers, or bytes where all wait for the end, after which the connection is cut */
async function send({ api, key, file, mode }: Sending, firstLine: number, onAnswer: (answer: Answer) => void, dropAfter?: number): Promise<void> {
  const asked = request(`${api}/custody/events?organisationId=${ORGANISATION}&mode=${mode}&firstLine=${firstLine}`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' } })
  let isCut = false
  const cut = (): void => { isCut = true; asked.destroy() }
  const ended = new Promise<void>((resolve, reject) => {
    asked.on('error', (error) => { if (isCut) resolve(); else reject(error) })
    asked.on('close', () => { if (isCut) resolve() })
    asked.on('response', (response) => {
      let answered = 0
      const lines = createInterface({ input: response })
      lines.on('line', (text) => {
        if (isCut || text === '') return
        onAnswer(JSON.parse(text) as Answer)
        answered += 1
        if (mode === 'line' && answered === dropAfter) cut()
      })
      lines.on('close', resolve)
      // The cut itself; anything else is missed among the answers.
      lines.on('error', () => {})
    })
  })
  let [number, bytes] = [0, 0]
  for await (const text of createInterface({ input: createReadStream(file) })) {
    number += 1
    if (isCut || number < firstLine) continue
    bytes += text.length
    if (mode === 'all' && dropAfter !== undefined && bytes > dropAfter) { cut(); break }
    if (!asked.write(`${text}\n`)) await Promise.race([once(asked, 'drain').catch(() => {}), ended.catch(() => {})])
  }
  if (!isCut) asked.end()
  await ended
}

const residentMb = (pid: number): number => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)![1]) / 1024

type Measured = { readonly what: string; readonly seconds: number; readonly peakMb: number; readonly found: string }

async function watched(pid: number, what: string, work: () => Promise<string>): Promise<Measured> {
  let peakMb = 0
  const watch = setInterval(() => { peakMb = Math.max(peakMb, residentMb(pid)) }, 100)
  const began = performance.now()
  try {
    const found = await work()
    return { what, seconds: (performance.now() - began) / 1000, peakMb, found }
  } finally { clearInterval(watch) }
}

function tally(answers: ReadonlyMap<number, Answer>, expected: Readonly<Record<string, number>>): string {
  const counts: Record<string, number> = {}
  for (const { state, refusal } of answers.values()) counts[refusal?.code ?? state] = (counts[refusal?.code ?? state] ?? 0) + 1
  const [is, should] = [counts, expected].map((one) => JSON.stringify(Object.entries(one).sort()))
  if (is !== should) throw new Error(`answered ${is}, not ${should}`)
  return Object.entries(counts).map(([code, count]) => `${count.toLocaleString('en')} ${code}`).join(', ')
}

async function lineByLine(to: Omit<Sending, 'file' | 'mode'>, pid: number, folder: string): Promise<Measured[]> {
  const sending = { ...to, file: join(folder, 'lines-line'), mode: 'line' } as const
  await writeLines(sending.file, 'E', BAD)
  const answers = new Map<number, Answer>()
  const note = (answer: Answer) => { answers.set(answer.line, answer) }
  let place = 0
  return [
    await watched(pid, 'line by line, connection cut after a third of the answers', async () => {
      await send(sending, 1, note, Math.floor(LINES / 3))
      place = answers.size
      return `${place.toLocaleString('en')} lines answered`
    }),
    await watched(pid, 'the rest, from the line after the last answered one', async () => {
      await send(sending, place + 1, note)
      // What was recorded just before the cut, unanswered, is known already and said so.
      const again = [...answers.values()].filter(({ state }) => state === 'already-recorded').length
      return tally(answers, { recorded: LINES - 1 - again, 'line-not-json': 1, ...(again === 0 ? {} : { 'already-recorded': again }) })
    }),
  ]
}

async function together(to: Omit<Sending, 'file' | 'mode'>, pid: number, folder: string): Promise<Measured[]> {
  const [bad, good] = [{ ...to, file: join(folder, 'lines-bad'), mode: 'all' }, { ...to, file: join(folder, 'lines-good'), mode: 'all' }] as const
  await writeLines(bad.file, 'A', BAD)
  await writeLines(good.file, 'A', null)
  const all = async (sending: Sending): Promise<Map<number, Answer>> => {
    const answers = new Map<number, Answer>()
    await send(sending, 1, (answer) => { answers.set(answer.line, answer) })
    return answers
  }
  return [
    await watched(pid, 'all or nothing, with the bad line', async () => tally(await all(bad), { 'batch-refused': LINES - 1, 'line-not-json': 1 })),
    await watched(pid, 'all or nothing, connection cut in the middle', async () => { await send(good, 1, () => {}, BYTES / 2); return 'no answer' }),
    // All are recorded only now: nothing was left of the two before.
    await watched(pid, 'all or nothing, without the bad line, sent again', async () => tally(await all(good), { recorded: LINES })),
  ]
}

function written(rows: readonly Measured[], idleMb: number, load: number): string {
  return `## A body of 100 MB

Measured by \`npm run bench -- ingest-large\` on ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, load ${load.toFixed(1)} at its beginning: ${LINES.toLocaleString('en')} lines of ${(EACH / 1000).toFixed(1)} kB
(an event of one lot with 15 papers), line ${BAD.toLocaleString('en')} cut off in its middle, sent to a fresh server that held ${Math.round(idleMb)} MB before.

| what | answers | seconds | most resident memory of the server, MB |
|---|---|---|---|
${rows.map(({ what, found, seconds, peakMb }) => `| ${what} | ${found} | ${seconds.toFixed(1)} | ${Math.round(peakMb)} |`).join('\n')}`
}

export async function benchIngestLarge(say: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-ingest-large-'))
  const children: ChildProcess[] = []
  const load = loadavg()[0]!
  try {
    const data = join(folder, 'data')
    const { key } = await prepared(data, [SITE])
    const api = await served(data, children)
    const pid = children[0]!.pid!
    const idleMb = residentMb(pid)
    const rows = [...await lineByLine({ api, key }, pid, folder), ...await together({ api, key }, pid, folder)]
    const section = written(rows, idleMb, load)
    writePage(undefined, { 'ingest-large': section })
    say(section)
  } finally {
    await stopped(children)
    rmSync(folder, { recursive: true, force: true })
  }
}
