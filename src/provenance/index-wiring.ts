// What the platform gives the index: where burdens come from, and threads to mix on. Set once, before the house opens.
import { noBurdens, type BurdenSource } from './burden.ts'
import type { MixPlan } from './kernel-dense32.ts'

export type IndexWiring = {
  readonly burdens: BurdenSource
  /** Mixes the first rows of a plan on other threads. */
  readonly mixOnThreads?: (plan: MixPlan, rows: number) => Promise<void>
}

let wired: IndexWiring = { burdens: noBurdens }
export const wireIndex = (wiring: IndexWiring): void => { wired = wiring }
export const indexWiring = (): IndexWiring => wired
