// The mass balance of a site by its own book: what came in, went out, was lost and lies in stock, and what none of these
// explains (custody notes 8, invariants 1 and 8; issue paragraph 2.3).
import { z } from 'zod'
import { Substance } from '#src/custody/substance.ts'

const quanta = z.number().int()

export const MetalBalance = z.object({
  substance: Substance,
  opening: quanta.describe('in stock at the beginning of the first day'),
  mined: quanta, received: quanta,
  shipped: quanta, sold: quanta,
  processed: quanta.describe('drawn into processes'),
  won: quanta.describe('given by processes'),
  lost: quanta.describe('stated as lost'),
  stockChange: quanta.describe('stated as left in the plant'),
  settled: quanta.describe('added or taken by second weights and assays'),
  closing: quanta.describe('in stock at the end of the last day'),
  unexplained: quanta.describe('went into processes and was neither won, nor stated as lost or left in the plant'),
})
export type MetalBalance = z.infer<typeof MetalBalance>

export type MetalMovements = Omit<MetalBalance, 'closing' | 'unexplained'>

/** Closing stock follows from the movements; what processes do not account for is unexplained. */
export const balanced = (moved: MetalMovements): MetalBalance => ({
  ...moved,
  closing: moved.opening + moved.mined + moved.received + moved.won + moved.settled - moved.processed - moved.shipped - moved.sold,
  unexplained: moved.processed - moved.won - moved.lost - moved.stockChange,
})
