// The kernel against SciPy's sparse LU and against the memory of the machine: same rows, same run, in turns.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Worker } from 'node:worker_threads'
import { openThreads } from '#src/platform/provenance-threads.ts'
import type { Rows } from '#src/provenance/index-rows.ts'
import { mixPlan, mixPlanPlainly, planFor, writeRows, type MixPlan } from '#src/provenance/kernel-dense32.ts'
import { openKernel } from '#src/provenance/kernel-wasm.ts'

const ROUNDS = 7
const COPY_BYTES = 128 << 20
const COPIES = 4

export type Spread = { readonly median: number; readonly least: number; readonly most: number }
export type MixingMeasured = { readonly rows: number; readonly edges: number; readonly columns: number; readonly scipy: Spread | null; readonly scipySolve: Spread | null; readonly wasm2: Spread; readonly wasm1: Spread; readonly plain: Spread; readonly copyGbs: Spread; readonly boundMs: number; readonly boundRatio: number; readonly worst: number | null; readonly worstSum: number; readonly worstPlain: number }

export const spread = (values: readonly number[]): Spread => {
  const sorted = values.toSorted((a, b) => a - b)
  return { median: sorted[Math.floor(sorted.length / 2)]!, least: sorted[0]!, most: sorted.at(-1)! }
}

export async function measureMixing(rows: Rows, atoms: number, say: (line: string) => void): Promise<MixingMeasured> {
  const plan = planFor(rows.count, rows.edgeCount, atoms)
  writeRows(plan, rows, 0)
  const folder = mkdtempSync(join(tmpdir(), 'cupel-mixing-'))
  const [threads, copier] = [openThreads(), openCopier()]
  const peer = hasScipy() ? await openPeer(folder, rows, atoms) : undefined
  const kernel = openKernel(plan.memory)
  await threads.prepare(plan)
  const times: Record<'scipy' | 'solve' | 'wasm2' | 'wasm1' | 'plain' | 'copy', number[]> = { scipy: [], solve: [], wasm2: [], wasm1: [], plain: [], copy: [] }
  const timed = async (into: number[], work: () => unknown) => { const began = performance.now(); await work(); into.push(performance.now() - began) }
  try {
    // Two rounds to warm up are not counted: threads compile, pages are touched.
    for (let round = -2; round < ROUNDS; round++) {
      const into = round < 0 ? { wasm2: [], wasm1: [], plain: [], copy: [], scipy: [], solve: [] } as typeof times : times
      await timed(into.copy, () => copier.copy())
      await timed(into.wasm2, () => threads.mix(rows.count))
      if (peer !== undefined && (round >= 0 || round === -1)) { const told = await peer.run(); into.scipy.push(told.factor + told.solve); into.solve.push(told.solve) }
      await timed(into.wasm1, () => { mixPlan(kernel, plan, 0, rows.count) })
      await timed(into.plain, () => { mixPlanPlainly(plan, rows, 0, rows.count) })
      say(`  round ${round}: ${Object.entries(into).map(([name, list]) => `${name} ${list.at(-1)?.toFixed(1) ?? ''}`).join(', ')}`)
    }
    const worst = peer === undefined ? null : worstAgainst(plan, rows, atoms, await peer.found())
    mixPlan(kernel, plan, 0, rows.count)
    const [ours, worstSum] = [valuesOf(plan, rows, atoms), sumsOff(plan, rows)]
    mixPlanPlainly(plan, rows, 0, rows.count)
    const worstPlain = worstAgainst(plan, rows, atoms, Float64Array.from(ours))
    const copyGbs = spread(times.copy.map((ms) => 2 * 2 * COPIES * COPY_BYTES / ms / 1e6))
    const compulsory = rows.edgeCount * 8 + rows.count * 4 + 2 * rows.count * atoms * 4
    const boundMs = compulsory / copyGbs.median / 1e6
    const wasm2 = spread(times.wasm2)
    return { rows: rows.count, edges: rows.edgeCount, columns: atoms, scipy: peer === undefined ? null : spread(times.scipy), scipySolve: peer === undefined ? null : spread(times.solve), wasm2, wasm1: spread(times.wasm1), plain: spread(times.plain), copyGbs, boundMs, boundRatio: boundMs / wasm2.median, worst, worstSum, worstPlain }
  } finally {
    peer?.close()
    await Promise.all([threads.close(), copier.close()])
    rmSync(folder, { recursive: true, force: true })
  }
}

function openCopier(): { copy(): Promise<void>; close(): Promise<void> } {
  const workers = [0, 1].map(() => ({ worker: new Worker(new URL('./provenance-copy.ts', import.meta.url)), from: new SharedArrayBuffer(COPY_BYTES), to: new SharedArrayBuffer(COPY_BYTES) }))
  for (const { from } of workers) new Uint8Array(from).fill(1)
  return {
    copy: async () => {
      await Promise.all(workers.map(({ worker, from, to }) => new Promise<void>((resolve) => {
        worker.once('message', () => resolve())
        worker.postMessage({ from, to, times: COPIES }) // oxlint-disable-line unicorn/require-post-message-target-origin -- a thread, no window
      })))
    },
    close: async () => { await Promise.all(workers.map(({ worker }) => worker.terminate())) },
  }
}

const hasScipy = (): boolean => spawnSync('python3', ['-c', 'import scipy, numpy']).status === 0

type Peer = { run(): Promise<{ factor: number; solve: number }>; found(): Promise<Float64Array>; close(): void }
async function openPeer(folder: string, rows: Rows, atoms: number): Promise<Peer> {
  const write = (name: string, column: ArrayBufferView) => { writeFileSync(join(folder, name), new Uint8Array(column.buffer, column.byteOffset, column.byteLength)) }
  write('ptr', rows.ptr.slice(0, rows.count + 1))
  write('source', rows.source.slice(0, rows.edgeCount))
  write('weight', rows.weight.slice(0, rows.edgeCount))
  write('atom', rows.rowAtom.slice(0, rows.count))
  const child: ChildProcess = spawn('python3', [join(import.meta.dirname, 'provenance-peer.py'), folder, String(atoms)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  const line = async (): Promise<string> => (await lines.next()).value as string
  if (await line() !== 'ready') throw new Error('the peer did not start')
  return {
    run: async () => { child.stdin!.write('run\n'); const [factor, solve] = (await line()).split(' ').map(Number); return { factor: factor!, solve: solve! } },
    found: async () => { child.stdin!.write('write\n'); await line(); const bytes = readFileSync(join(folder, 'found')); return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)) },
    close: () => { child.kill('SIGKILL') },
  }
}

const blocksOf = (plan: MixPlan) => plan.blocks.map((block) => ({ ...block, values: new Float32Array(plan.memory.buffer, block.at, plan.rowRoom * block.width) }))

function valuesOf(plan: MixPlan, rows: Rows, atoms: number): Float32Array {
  const all = new Float32Array(rows.count * atoms)
  for (const { values, width, firstAtom } of blocksOf(plan)) for (let row = 0; row < rows.count; row++) for (let column = 0; column < width && firstAtom + column < atoms; column++) all[row * atoms + firstAtom + column] = values[row * width + column]!
  return all
}
function worstAgainst(plan: MixPlan, rows: Rows, atoms: number, found: Float64Array): number {
  const ours = valuesOf(plan, rows, atoms)
  let worst = 0
  for (let i = 0; i < ours.length; i++) worst = Math.max(worst, Math.abs(ours[i]! - found[i]!))
  return worst
}
function sumsOff(plan: MixPlan, rows: Rows): number {
  const sums = new Float64Array(rows.count)
  for (const { values, width } of blocksOf(plan)) for (let row = 0; row < rows.count; row++) for (let column = 0; column < width; column++) sums[row] = sums[row]! + values[row * width + column]!
  return sums.reduce((worst, sum) => Math.max(worst, Math.abs(sum - 1)), 0)
}
