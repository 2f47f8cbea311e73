// A simulated world of metal: invented organisations and places, shaped like the trade (few big mines, custom smelters
// that mix, warehouses, mills, cable plants, scrap that comes back). One seed gives one world, whole and always the same.
// It has two faces: columns (`simulated-world-flow.ts`) and lines for books (`simulated-world-lines.ts`). Shapes of stages and masses:
// custody notes 3.1. Everything made of it is called simulated wherever it is shown.
import { containedOf } from '#src/kernel/mass.ts'
import { chance } from './simulated-world-chance.ts'
import type { SimulatedSite } from './simulated-world-places.ts'

/** `primary` has no scrap, in `standard` a part of what was sold comes back after 80 days, `heavy` mixes often and little. */
export type WorldShape = 'standard' | 'primary' | 'heavy'
export type WorldOptions = { readonly lots: number; readonly seed: number; readonly shape: WorldShape }

/** Days over which the metal flows; a few more where the last lots take longer. */
export const SIMULATED_DAYS = 1000

/**
 * What happens in the world. All but `extract` have inputs; those with one input pass its composition on. A `move` is a
 * shipment and its receipt, at the receiver's site; a `return` is scrap that came back, and begins a new life.
 */
export const simulatedKinds = ['extract', 'move', 'blend', 'smelt', 'refine', 'split', 'merge', 'cast', 'draw', 'cable', 'cut', 'return'] as const
export type SimulatedKind = typeof simulatedKinds[number]
export const simulatedMaterials = ['concentrate', 'anode', 'cathode', 'rod', 'wire', 'cable', 'scrap'] as const
export type SimulatedMaterial = typeof simulatedMaterials[number]
export const simulatedScrap = ['none', 'pre-consumer', 'post-consumer'] as const

/**
 * Everything that happened, in order of time: the numbers of events and lots are their order. Inputs of event `e` are
 * `inPtr[e]` to `inPtr[e + 1]`, the lots it made `outPtr[e]` to `outPtr[e + 1]`. What goes in is what comes out and what is lost.
 */
export type WorldColumns = {
  readonly options: WorldOptions
  readonly sites: readonly SimulatedSite[]
  readonly events: number
  readonly lots: number
  readonly inputs: number
  /** Events with more than one input. */
  readonly blends: number
  readonly kind: Uint8Array
  readonly site: Uint16Array
  readonly day: Uint16Array
  /** Days on the way, of a move. */
  readonly transit: Uint8Array
  readonly inPtr: Uint32Array
  readonly inLot: Uint32Array
  /** Grams of copper, whole. */
  readonly inGrams: Float64Array
  readonly outPtr: Uint32Array
  readonly lotEvent: Uint32Array
  readonly lotGrams: Float64Array
  readonly lotMaterial: Uint8Array
  readonly lotScrap: Uint8Array
}

/** The name of a lot in the book of the organisation that has it. */
export const simulatedRef = (columns: WorldColumns, lot: number): string =>
  `${PREFIX[columns.lotMaterial[lot]!]}${lot.toString(36).toUpperCase().padStart(5, '0')}`
const PREFIX = ['CON-', 'AN-', 'CU-', 'ROD-', 'WR-', 'CAB-', 'SCR-'] as const

/** The name of a lot for the whole house. */
export const simulatedLotId = (columns: WorldColumns, lot: number): string =>
  `${columns.sites[columns.site[columns.lotEvent[lot]!]!]!.organisationId}:${simulatedRef(columns, lot)}`

/** Weight and assay of a lot of concentrate; its copper follows from them to the gram. */
export type Weighed = { readonly grossTonnes: number; readonly moisture: string; readonly grade: string; readonly grams: number }
export function weighedConcentrate(seed: number, ordinal: number): Weighed {
  const { below } = chance(seed ^ Math.imul(ordinal + 1, 0x9e3779b1))
  const grossTonnes = 110 + below(180)
  const moisture = `0.0${75 + below(20)}`
  const grade = `0.${2400 + below(1000)}`
  return { grossTonnes, moisture, grade, grams: containedOf(grossTonnes * 1_000_000, moisture, grade, 'g').contained }
}
