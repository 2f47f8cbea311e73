// Mixes a plan on two threads, each with half of the columns. Threads live only while they are needed: an index is put
// together at start and after a rebuild.
import { Worker } from 'node:worker_threads'
import type { ColumnBlock, MixPlan } from '#src/provenance/kernel-dense32.ts'
import type { ThreadMessage } from './provenance-thread.ts'

const THREADS = 2
const file = new URL('./provenance-thread.ts', import.meta.url)

/** Blocks handed out so that each thread has about as many columns; a lone wide block stays whole. */
export function dividedBlocks(blocks: readonly ColumnBlock[], threads = THREADS): ColumnBlock[][] {
  const parts: ColumnBlock[][] = Array.from({ length: threads }, () => [])
  const columns = Array.from({ length: threads }, () => 0)
  for (const block of blocks.toSorted((a, b) => b.width - a.width)) {
    const least = columns.indexOf(Math.min(...columns))
    parts[least]!.push(block)
    columns[least]! += block.width
  }
  return parts.filter((part) => part.length > 0)
}

export type MixThreads = { prepare(plan: MixPlan): Promise<void>; mix(rows: number): Promise<void>; close(): Promise<void> }

export function openThreads(): MixThreads {
  const workers = Array.from({ length: THREADS }, () => new Worker(file, { execArgv: ['--disable-warning=ExperimentalWarning'] }))
  let busy: Worker[] = []
  return {
    prepare: async (plan) => {
      const parts = dividedBlocks(plan.blocks)
      busy = workers.slice(0, parts.length)
      await Promise.all(busy.map((worker, i) => asked(worker, { plan: { ...plan, blocks: parts[i]! } })))
    },
    mix: async (rows) => { await Promise.all(busy.map((worker) => asked(worker, { rows }))) },
    close: async () => { await Promise.all(workers.map((worker) => worker.terminate())) },
  }
}

const asked = (worker: Worker, message: ThreadMessage): Promise<void> => new Promise((resolve, reject) => {
  const settle = (done: () => void) => { worker.off('message', onMessage); worker.off('error', onError); done() }
  const onMessage = () => settle(resolve)
  const onError = (error: Error) => settle(() => reject(error))
  worker.once('message', onMessage)
  worker.once('error', onError)
  worker.postMessage(message) // oxlint-disable-line unicorn/require-post-message-target-origin -- a thread, no window
})

/** One mixing on threads of its own. */
export async function mixOnThreads(plan: MixPlan, rows: number): Promise<void> {
  const threads = openThreads()
  try {
    await threads.prepare(plan)
    await threads.mix(rows)
  } finally { await threads.close() }
}
