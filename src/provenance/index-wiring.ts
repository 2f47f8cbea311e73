// What the platform gives the index: where burdens come from, and threads to mix on. Set once, before the house opens.
import type { Context } from '#src/access/context.ts'
import type { LotId } from '#src/custody/lot.ts'
import type { Instant } from '#src/kernel/time.ts'
import { noBurdens, type BurdenSource } from './burden.ts'
import type { MixPlan } from './kernel-dense32.ts'
import type { LotFootprint } from './lot-answer.ts'

/** The exact footprint of a lot, with what is missing in it; null where nothing is known, undefined where its past is too large to be read. */
export type FootprintOfLot = (ctx: Context, lotId: LotId, knownAt: Instant | null) => Promise<LotFootprint | null | undefined>

export type IndexWiring = {
  readonly burdens: BurdenSource
  readonly footprintOf: FootprintOfLot
  /** Mixes the first rows of a plan on other threads. */
  readonly mixOnThreads?: (plan: MixPlan, rows: number) => Promise<void>
}

let wired: IndexWiring = { burdens: noBurdens, footprintOf: async () => null }
export const wireIndex = (wiring: IndexWiring): void => { wired = wiring }
export const indexWiring = (): IndexWiring => wired
