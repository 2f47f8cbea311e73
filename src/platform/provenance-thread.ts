// A thread that mixes blocks of columns of the provenance index. Blocks do not know each other, so that threads need no lock.
import { parentPort } from 'node:worker_threads'
import { mixPlan, type MixPlan } from '#src/provenance/kernel-dense32.ts'
import { openKernel, type Kernel } from '#src/provenance/kernel-wasm.ts'

/** First the plan with the blocks of this thread, then how many rows to mix, as often as wanted. */
export type ThreadMessage = { readonly plan: MixPlan } | { readonly rows: number }

let mine: { readonly plan: MixPlan; readonly kernel: Kernel } | undefined

parentPort?.on('message', (message: ThreadMessage) => {
  if ('plan' in message) mine = { plan: message.plan, kernel: openKernel(message.plan.memory) }
  else mixPlan(mine!.kernel, mine!.plan, 0, message.rows)
  parentPort!.postMessage('done') // oxlint-disable-line unicorn/require-post-message-target-origin -- a thread, no window
})
