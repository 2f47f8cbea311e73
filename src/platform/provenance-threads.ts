// Mixes a plan on two threads, each with half of the columns. Threads live only while they are needed: an index is put
// together at start and after a rebuild.
import { Worker } from 'node:worker_threads'
import type { Block, MixPlan } from '#src/provenance/kernel-dense32.ts'

const THREADS = 2
const file = new URL('./provenance-thread.ts', import.meta.url)

/** Blocks handed out so that each thread has about as many columns; a lone wide block stays whole. */
export function dividedBlocks(blocks: readonly Block[], threads = THREADS): Block[][] {
  const parts: Block[][] = Array.from({ length: threads }, () => [])
  const columns = new Array<number>(threads).fill(0)
  for (const block of blocks.toSorted((a, b) => b.width - a.width)) {
    const least = columns.indexOf(Math.min(...columns))
    parts[least]!.push(block)
    columns[least]! += block.width
  }
  return parts.filter((part) => part.length > 0)
}

export type MixThreads = { mix(plan: MixPlan, rows: number): Promise<void>; close(): Promise<void> }

export function openThreads(): MixThreads {
  const workers = Array.from({ length: THREADS }, () => new Worker(file, { execArgv: ['--disable-warning=ExperimentalWarning'] }))
  return {
    mix: async (plan, rows) => {
      await Promise.all(dividedBlocks(plan.blocks).map((blocks, i) => new Promise<void>((resolve, reject) => {
        const worker = workers[i]!
        const settle = (done: () => void) => { worker.off('message', onMessage); worker.off('error', onError); done() }
        const onMessage = () => settle(resolve)
        const onError = (error: Error) => settle(() => reject(error))
        worker.once('message', onMessage)
        worker.once('error', onError)
        worker.postMessage({ plan: { ...plan, blocks }, rows })
      })))
    },
    close: async () => { await Promise.all(workers.map((worker) => worker.terminate())) },
  }
}

/** One mixing on threads of its own. */
export async function mixOnThreads(plan: MixPlan, rows: number): Promise<void> {
  const threads = openThreads()
  try { await threads.mix(plan, rows) } finally { await threads.close() }
}
