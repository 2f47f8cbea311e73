// What an event adds to the footprint of metal, as the index asks for it. Factors, rules and figures are the footprint
// slice's, which gives a `BurdenSource`; it is wired in the platform. The law of carrying them on is here: what the inputs
// carry and what the event adds is handed to the outputs by shares that sum to one, so that nothing is lost or created
// (custody notes 4, invariant 30). A footprint is told per quantum of the metal a lot is traded for.
import { z } from 'zod'
import type { EventKind, TransportLeg } from '#src/custody/event.ts'
import type { Material, Origin } from '#src/custody/lot.ts'
import type { Substance } from '#src/custody/substance.ts'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'

/** The steps a footprint is told in. `entering`: what metal carries that comes into the records without a linked sender. */
export const BurdenStage = z.enum(['mining', 'concentrating', 'smelting', 'refining', 'leaching', 'rod-making', 'wire-drawing', 'fabrication', 'recycling', 'freight', 'entering', 'other'])
export type BurdenStage = z.infer<typeof BurdenStage>

/** Metal that moves in or out of an event: `amount` quanta of the metal it is traded for. */
export type BurdenFlow = { readonly metal: Substance; readonly material: Material; readonly amount: number; readonly grossGrams: number | null; readonly scrapClass: string | null }

export type BurdenEvent = {
  readonly eventNo: number
  /** Of a receipt every lot is asked for by itself, since each comes from elsewhere. */
  readonly lotNo?: number | null
  readonly kind: EventKind
  readonly organisationId: string
  readonly siteId: string
  readonly at: Instant
  readonly process: string | null
  readonly legs: readonly TransportLeg[]
  readonly inputs: readonly BurdenFlow[]
  /** Metal that comes into the records here: extracted, or received and to the amount that no link accounts for. */
  readonly entering: readonly (BurdenFlow & { readonly origin: Origin })[]
  readonly outputs: readonly BurdenFlow[]
}

/** One part of what an event adds. Parts sum to the whole; a credit is negative. */
export type BurdenPart = { readonly stage: BurdenStage; readonly scope: 1 | 2 | 3; readonly kgCo2e: number; readonly isPrimary: boolean; readonly label: string }

export type Burden = {
  readonly eventNo: number
  readonly parts: readonly BurdenPart[]
  /** How the outputs share what came in and what was added, by the metal they are traded for; sums to one. */
  readonly allocation: Readonly<Partial<Record<Substance, number>>>
  /** The rule behind it, to be printed beside the number: `mass`, `economic`, `system-expansion`. */
  readonly rule: string
}

export type BurdenSource = {
  /** Changes whenever any burden may: then all are asked for again. With `knownAt`, the one that stood then. */
  version(sql: Sql, knownAt?: Instant): Promise<string>
  /** One answer for each event, in their order. */
  burdensOf(sql: Sql, events: readonly BurdenEvent[]): Promise<readonly Burden[]>
}

/** Where no footprint is known: nothing is added. */
export const noBurdens: BurdenSource = { version: async () => 'none', burdensOf: async () => [] }

/** By mass of the metals the outputs are traded for: the rule where none is stated. */
export function massAllocation(outputs: readonly Pick<BurdenFlow, 'metal' | 'amount'>[]): Partial<Record<Substance, number>> {
  const grams: Partial<Record<Substance, number>> = {}
  let all = 0
  for (const { metal, amount } of outputs) {
    const mass = metal === 'gold' || metal === 'silver' ? amount / 1000 : amount
    grams[metal] = (grams[metal] ?? 0) + mass
    all += mass
  }
  return Object.fromEntries(Object.entries(grams).map(([metal, mass]) => [metal, mass / all]))
}
