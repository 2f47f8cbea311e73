// `npm run bench`: ratios against a named baseline inside one run, since absolute numbers move with the machine. Writes
// docs/benchmarks.md. Rounds are interleaved and the median is told, so that a disturbance meets both sides.
import autocannon from 'autocannon'
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '#src/platform/config.ts'
import { houseActor, openHouse, root, version } from '#src/platform/house.ts'
import { write } from '#src/platform/transaction.ts'
import { measureCases } from './cases.ts'
import { inventedSites } from './invented-sites.ts'
import { benchIngest } from './ingest.ts'
import { benchIngestLarge } from './ingest-large.ts'
import { writePage } from './page-section.ts'
import { benchProvenance } from './provenance.ts'
import { measureScreens } from './screens.ts'

const SITES = 4000
const ROUNDS = 5
const SECONDS = 3
const CONNECTIONS = 50
const LIST = '/api/v1/sites?limit=100'

type Load = { readonly perSecond: number; readonly p50: number; readonly p99: number }
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
const say = (line: string) => process.stdout.write(`${line}\n`)

const folder = mkdtempSync(join(tmpdir(), 'cupel-bench-'))
const children: ChildProcess[] = []
function node(file: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, file), ...args], { env: { ...process.env, LOG_LEVEL: 'error', CUPEL_DATA: join(folder, 'data'), ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  return child
}
const firstMatch = (child: ChildProcess, pattern: RegExp): Promise<RegExpMatchArray> => new Promise((resolve, reject) => {
  let text = ''
  child.stdout!.on('data', (part: Buffer) => { text += part.toString(); const match = text.match(pattern); if (match) resolve(match) })
  child.once('exit', (code) => reject(new Error(`ended with ${code}: ${text}`)))
})

async function load(url: string, seconds = SECONDS): Promise<Load> {
  const result = await autocannon({ url, connections: CONNECTIONS, duration: seconds })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} errors`)
  return { perSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 }
}

/** Interleaved rounds of ours and the bare handler answering the same bytes. */
async function against(ours: string, type: string): Promise<{ ratio: number; ours: Load; bare: Load }> {
  const answer = await fetch(ours, { headers: { 'accept-encoding': 'identity' } })
  const file = join(folder, 'answer')
  writeFileSync(file, new Uint8Array(await answer.arrayBuffer()))
  const baseline = node('test/bench/bare.ts', [file, type])
  const bareUrl = `http://127.0.0.1:${(await firstMatch(baseline, /^(\d+)\n/))[1]}/`
  await load(ours, 1)
  await load(bareUrl, 1)
  const rounds: { ours: Load; bare: Load }[] = []
  for (let i = 0; i < ROUNDS; i++) rounds.push(i % 2 === 0 ? { ours: await load(ours), bare: await load(bareUrl) } : { bare: await load(bareUrl), ours: await load(ours) })
  baseline.kill('SIGKILL')
  const middle = (side: 'ours' | 'bare'): Load => ({ perSecond: median(rounds.map((r) => r[side].perSecond)), p50: median(rounds.map((r) => r[side].p50)), p99: median(rounds.map((r) => r[side].p99)) })
  return { ratio: median(rounds.map((round) => round.ours.perSecond / round.bare.perSecond)), ours: middle('ours'), bare: middle('bare') }
}

const residentMb = (pid: number): number => Math.round(Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)?.[1] ?? '0') / 1024)

async function startServer(): Promise<{ child: ChildProcess; url: string; ms: number }> {
  const began = performance.now()
  const port = String(30_000 + process.pid % 20_000)
  const child = node('src/platform/main.ts', [], { PORT: port })
  await firstMatch(child, /Ready in/)
  return { child, url: `http://127.0.0.1:${port}`, ms: performance.now() - began }
}
const stop = (child: ChildProcess) => new Promise((resolve) => { child.once('exit', resolve); child.kill('SIGTERM') })

async function fill(): Promise<number> {
  const open = await openHouse(readConfig({ CUPEL_DATA: join(folder, 'data') }, folder), {})
  const began = performance.now()
  await write(open.house, { actor: houseActor }, async (ctx) => { ctx.publish(inventedSites(SITES), { kind: 'bench.published', subject: 'bench', isPublic: true, body: {} }) })
  const ms = performance.now() - began
  await open.close()
  return ms
}

async function uncached(url: string): Promise<{ p50: number; p99: number }> {
  const times: number[] = []
  for (let i = 0; i < 300; i++) {
    const began = performance.now()
    await (await fetch(`${url}/api/v1/sites?limit=100&q=ridge%20${i}`)).arrayBuffer()
    times.push(performance.now() - began)
  }
  const sorted = times.toSorted((a, b) => a - b)
  return { p50: sorted[150]!, p99: sorted[297]! }
}

async function run(): Promise<void> {
  say('filling…')
  const fillMs = await fill()
  const starts: number[] = []
  for (let i = 0; i < 3; i++) { const one = await startServer(); starts.push(one.ms); await stop(one.child) }
  const server = await startServer()
  say('site list…')
  const list = await against(`${server.url}${LIST}`, 'application/json')
  say('home page…')
  const home = await against(`${server.url}/`, 'text/html')
  const cold = await uncached(server.url)
  const resident = residentMb(server.child.pid!)
  say('screens…')
  const screens = await measureScreens(server.url)
  await stop(server.child)
  say('cases…')
  const cases = await measureCases(join(folder, 'cases'))
  const row = (name: string, { ratio, ours, bare }: Awaited<ReturnType<typeof against>>) =>
    `| ${name} | ${ratio.toFixed(2)} | ${Math.round(ours.perSecond)} | ${Math.round(bare.perSecond)} | ${ours.p50.toFixed(0)} / ${ours.p99.toFixed(0)} | ${bare.p50.toFixed(0)} / ${bare.p99.toFixed(0)} |`
  const page = `# Benchmarks

Measured by \`npm run bench\` with version ${version} on ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}. Server, load and
baseline share the machine, so that only ratios inside one run mean anything: the baseline is a bare Hono handler on the same
adapter that answers the same bytes and does nothing else. ${ROUNDS} interleaved rounds of ${SECONDS} s at ${CONNECTIONS} connections, medians.
The registry holds the starter registry and ${SITES} invented sites.

| answer | requests/s, ratio to bare Hono | ours, requests/s | bare, requests/s | ours, ms p50 / p99 | bare, ms p50 / p99 |
|---|---|---|---|---|---|
${row('site list, 100 of 4,000 rows, kept bytes', list)}
${row('home page', home)}

| what | measured | goal |
|---|---|---|
| site list against bare Hono | ${list.ratio.toFixed(2)} | at least 0.5 |
| site list, p99 at ${CONNECTIONS} connections | ${list.ours.p99.toFixed(0)} ms | under 20 ms |
| a search never asked before, one at a time, p50 / p99 | ${cold.p50.toFixed(1)} / ${cold.p99.toFixed(1)} ms | |
| start of the server process on existing data, median of 3 | ${(median(starts) / 1000).toFixed(2)} s | under 3 s |
| resident memory of the server after the load | ${resident} MB | under 300 MB |
| publishing ${SITES} sites in one transaction, log and facts | ${(fillMs / 1000).toFixed(1)} s | |

Frames in the browser of the journeys (no graphics card here: the map is drawn by the processor), all sites on the map and in the table:

| screen | frames | ms between frames, p50 | p95 | longest | tasks of the page over 50 ms | longest task, ms | goal |
|---|---|---|---|---|---|---|---|
${screens.map(({ what, frames, p50, p95, longest, longTasks, longestTask }) => `| ${what} | ${frames} | ${p50.toFixed(0)} | ${p95.toFixed(0)} | ${longest.toFixed(0)} | ${longTasks} | ${longestTask.toFixed(0)} | under 50 |`).join('\n')}

The cycle with 2,000 cases, 33 criteria and 20 pieces of evidence each (1.3 million links), asked through the whole server in
process; the baseline is the bare SQL of the same rows, asked in turns:

| answer | ms p50 | ms p95 | bare query, ms p50 | ratio | goal |
|---|---|---|---|---|---|
${cases.map(({ what, p50, p95, bareP50, ratio, goal }) => `| ${what} | ${p50.toFixed(1)} | ${p95.toFixed(1)} | ${bareP50.toFixed(1)} | ${ratio.toFixed(2)} | ${goal} |`).join('\n')}

To repeat: \`npm run bench\` on a quiet machine; it writes this page down to here and the part that follows. The parts below it take
longer and are written by commands of their own.
`
  writePage(page, {})
  say(page)
  await benchIngest(say)
}

const parts: Readonly<Record<string, (say: (line: string) => void) => Promise<void>>> = { ingest: benchIngest, provenance: benchProvenance, 'ingest-large': benchIngestLarge }
try { await (parts[process.argv[2] ?? ''] ?? run)(say) } finally {
  for (const child of children) child.kill('SIGKILL')
  await new Promise((resolve) => setTimeout(resolve, 200))
  rmSync(folder, { recursive: true, force: true })
}
