// `npm run bench -- provenance`: the provenance index at ten million lots against its peers and against the machine. Writes its
// section of docs/benchmarks.md.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, openSync, rmSync, writeSync, closeSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { newBurdens } from '#src/provenance/index-burdens.ts'
import { compiled, engineOf, putTogether, type Engine } from '#src/provenance/index-engine.ts'
import { indexOf } from '#src/provenance/index-reading.ts'
import { snapshotParts } from '#src/provenance/snapshot.ts'
import { measureMixing, type MixingMeasured, type Spread } from './provenance-mixing.ts'
import { writePage } from './page-section.ts'
import { measureComposition, measureHttp, measureRecall, measureTrace, measureWholePast } from './provenance-queries.ts'
import { simulatedGraph, type World } from './provenance-world.ts'

const LOTS = 10_000_000
const TRACED = 1_000_000

type Started = { readonly readMs: number; readonly checkMs: number; readonly openMs: number; readonly allMs: number; readonly residentMb: number; readonly bytes: number; readonly lots: number }

function indexed(world: World, precision?: 'float32'): Engine {
  return engineOf(world.graph, { epochsOf: () => [], factorVersion: 'none', flagged: new Set() }, newBurdens(), 1, precision)
}

/** Three starts, each in a process of its own. */
function starts(world: World, engine: Engine, folder: string): Started[] {
  const file = join(folder, 'provenance.snapshot')
  const handle = openSync(file, 'w')
  for (const part of snapshotParts({ graph: engine.graph, burdens: engine.burdens, logPosition: 1, logDigest: 'bench', factorVersion: 'none' })) for (let at = 0; at < part.length;) at += writeSync(handle, part, at, Math.min(part.length - at, 1 << 30))
  closeSync(handle)
  return [1, 2, 3].map(() => {
    const { stdout, status } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'provenance-start.ts'), file, world.lotId(4_711)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
    if (status !== 0) throw new Error('a start failed')
    return JSON.parse(stdout) as Started
  })
}

const ms = ({ median, least, most }: Spread, digits = 1): string => `${median.toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`

function mixingTable(m: MixingMeasured): string {
  const times = (of: Spread): string => m.scipy === null ? 'SciPy is not installed here' : `${(m.scipy.median / of.median).toFixed(0)}`
  const ofSolve = (of: Spread): string => m.scipySolve === null ? '' : ` (${(m.scipySolve.median / of.median).toFixed(0)} against its solving alone)`
  return `| way | ms, median (least to most) | times faster than SciPy | goal |
|---|---|---|---|
| SciPy sparse LU, factor and solve, float64 | ${m.scipy === null ? 'not installed' : ms(m.scipy, 0)} | 1 | |
| plain TypeScript, one thread, float32 | ${ms(m.plain)} | ${times(m.plain)}${ofSolve(m.plain)} | at least 5 |
| WebAssembly, one thread, float32 | ${ms(m.wasm1)} | ${times(m.wasm1)}${ofSolve(m.wasm1)} | |
| WebAssembly, two threads, float32 | ${ms(m.wasm2)} | ${times(m.wasm2)}${ofSolve(m.wasm2)} | at least 40 |

${m.rows.toLocaleString('en')} vectors of ${m.columns} origins from ${m.edges.toLocaleString('en')} edges. Results agree first: largest difference to SciPy
${m.worst === null ? 'not compared' : m.worst.toExponential(1)}, plain to WebAssembly ${m.worstPlain.toExponential(1)}, largest |sum of shares - 1| ${m.worstSum.toExponential(1)}. Copying memory on two threads in the same rounds moved
${ms(m.copyGbs)} GB/s; the least traffic (edges once, each vector read once and written once) then takes ${m.boundMs.toFixed(1)} ms: two threads reach
**${m.boundRatio.toFixed(2)}** of that bound, one thread ${(m.boundMs / m.wasm1.median).toFixed(2)} (goal: 0.5).`
}

export async function benchProvenance(say: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-provenance-'))
  const load = loadavg()[0]!
  try {
    say('trace at 1 million lots…')
    const small = simulatedGraph(TRACED, 'standard')
    const trace = await measureTrace(indexed(small), folder)
    say('ten million lots…')
    const world = simulatedGraph(LOTS, 'standard')
    const engine = engineOf(world.graph, { epochsOf: () => [], factorVersion: 'none', flagged: new Set() }, newBurdens(), 1, undefined, true)
    const began = performance.now()
    const made = compiled(engine)
    const compileMs = performance.now() - began
    putTogether(engine, made)
    say('one lot…')
    const composition = measureComposition(world, engine)
    const http = await measureHttp(world, engine)
    say('mixing…')
    const mixing = await measureMixing(made.rows, made.atoms.atoms.length, say)
    say('one lot again, with the copies of the other ways of mixing in the process…')
    const again = measureComposition(world, engine)
    say('questions…')
    const recall = measureRecall(world, engine)
    const past = measureWholePast(engine)
    const state = indexOf(engine).state
    say('starts…')
    const started = starts(world, engine, folder)
    const start = started.toSorted((a, b) => a.allMs - b.allMs)[1]!
    const section = `## The provenance index

Measured by \`npm run bench -- provenance\` on ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, load ${load.toFixed(1)} at its beginning; the ledger is that of the simulator
(standard shape, seed 7): ${state.lots.toLocaleString('en')} lots, ${state.events.toLocaleString('en')} events, ${state.draws.toLocaleString('en')} draws. Ways are run in turns in one run; medians of seven rounds.

Composition of all lots anew:

${mixingTable(mixing)}

| what | measured | goal |
|---|---|---|
| from the ledger in memory to rows, before mixing | ${compileMs.toFixed(0)} ms | |
| one lot by its name, in process, p50 / p99 of 200,000; after mixing, with gigabytes of copies in the process | ${composition.p50.toFixed(1)} / ${composition.p99.toFixed(1)} µs; ${again.p50.toFixed(1)} / ${again.p99.toFixed(1)} µs | p99 under 10 µs |
| the same as JSON by HTTP, one at a time, p50 / p99 | ${http.p50.toFixed(2)} / ${http.p99.toFixed(2)} ms | p99 under 5 ms |
| whole past of a finished lot at 1 million lots (${trace.events} events), same events as PostgreSQL's recursive query | ${ms(trace.ours, 3)} ms against ${ms(trace.peer, 2)} ms: **${trace.ratio.toFixed(0)} times** (median of ratios; ${trace.coldRatio.toFixed(0)} at the first call of each) | at least 30 |
| events one lot went into, at 1 million lots | ${ms(trace.down, 3)} ms | |
| whole past at ${(LOTS / 1e6).toFixed(0)} million lots (${past.events} events) | ${ms(past.ms, 2)} ms | |
| recall: lots with more than 0.1 % of a mine in 100 days (${recall.found.toLocaleString('en')} found) | ${ms(recall.ms, 0)} ms | seconds |
| start from a snapshot, median of 3 processes: read, check, open | ${(start.allMs / 1000).toFixed(2)} s (${start.readMs.toFixed(0)}, ${start.checkMs.toFixed(0)}, ${start.openMs.toFixed(0)} ms) | under 3 s |
| columns in memory, by lot | ${(state.bytes / state.lots).toFixed(0)} bytes | under 120 bytes |
| the whole process after such a start, by lot | ${(start.residentMb * 1e6 / start.lots).toFixed(0)} bytes (${start.residentMb} MB) | |`
    writePage(undefined, { provenance: section })
    say(section)
  } finally { rmSync(folder, { recursive: true, force: true }) }
}
