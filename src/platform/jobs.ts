// Work that repeats while the server runs: one at a time, the next a while after the last one ended.
export type Job = {
  /** Waits for what runs now. */
  stop(): Promise<void>
}

/** Runs at once, then again and again. A fault is told and ends nothing. */
export function repeat(everyMs: number, work: () => Promise<unknown>, onFault: (error: unknown) => void): Job {
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const turn = async (): Promise<void> => {
    await work().catch(onFault)
    if (!isStopped) timer = setTimeout(() => { running = turn() }, everyMs)
  }
  running = turn()
  return {
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}
