// Refusals of the computed figures: statistics, shares of production, the emission curve.
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const figureRefusals = {
  'metal-without-mark': {
    kind: 'invalid',
    title: 'No mark exists for this metal',
    meaning: 'A share of production is computed of sites that hold the mark of a metal. Marks exist for copper, molybdenum, nickel and zinc; lead is covered by due diligence only, and other metals by nothing. Ask for one of the four.',
  },
} as const satisfies RefusalCatalogue
