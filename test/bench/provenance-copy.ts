// One thread of the memory bound: copies one half of a shared memory to the other when told.
import { parentPort } from 'node:worker_threads'

parentPort!.on('message', ({ from, to, times }: { from: SharedArrayBuffer; to: SharedArrayBuffer; times: number }) => {
  const [a, b] = [new Uint8Array(from), new Uint8Array(to)]
  for (let i = 0; i < times; i++) b.set(a)
  parentPort!.postMessage('copied') // oxlint-disable-line unicorn/require-post-message-target-origin -- a thread, no window
})
