// A thread that mixes blocks of columns of the provenance index. Blocks do not know each other, so that threads need no lock.
import { parentPort } from 'node:worker_threads'
import type { MixPlan } from '#src/provenance/kernel-dense32.ts'
import { mixPlan } from '#src/provenance/kernel-dense32.ts'
import { openKernel } from '#src/provenance/kernel-wasm.ts'

export type MixJob = { readonly plan: MixPlan; readonly rows: number }

parentPort?.on('message', ({ plan, rows }: MixJob) => {
  mixPlan(openKernel(plan.memory), plan, 0, rows)
  parentPort!.postMessage('mixed')
})
