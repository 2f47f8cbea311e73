// What can be asked of the provenance index: composition, columns and genealogy of any lot, from memory. Answers are of one
// moment, told by `version`, and can be asked again at it. What is issued is computed anew from the entries, exactly.
import type { EventKind } from '#src/custody/event.ts'
import type { LotId } from '#src/custody/lot.ts'
import type { Substance } from '#src/custody/substance.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { Atom, OriginShare } from './atom.ts'
import type { BurdenStage } from './burden.ts'

export type { Atom, OriginShare } from './atom.ts'

/** Goes with every answer. */
export type IndexVersion = {
  /** Number of log entries the index has seen. */
  readonly logPosition: number
  /** The newest footprint factors it was made with. */
  readonly factorVersion: string
  readonly engineVersion: string
}

/** Row numbers of `custody_lot` and `custody_event`. */
export type LotNo = number
export type EventNo = number

export type IndexedLot = {
  readonly lotNo: LotNo
  readonly lotId: LotId
  readonly organisationId: string
  readonly siteId: string
  readonly eventNo: EventNo
  readonly bornAt: Instant
  /** Metal it is traded for. */
  readonly metal: Substance
  /** Quanta by substance, as settled, and what was not drawn of it. */
  readonly contained: Readonly<Partial<Record<Substance, number>>>
  readonly left: Readonly<Partial<Record<Substance, number>>>
  readonly isVoid: boolean
}

export type IndexedEvent = {
  readonly eventNo: EventNo
  readonly kind: EventKind
  readonly organisationId: string
  readonly siteId: string
  readonly at: Instant
  readonly isVoid: boolean
}

/** One thing an event took: a draw, or for a receipt the linked draw of the shipment that it accounts for. */
export type IndexedInput = { readonly lot: LotNo; readonly substance: Substance; readonly amount: number; readonly recovery: number; /** The event that shipped it, where it came by a link. */ readonly via: EventNo | null; /** The received lot it went to, where it came by a link. */ readonly into: LotNo | null }

/** `kg-co2e` and `primary-kg-co2e` are per quantum of the metal the lot is traded for; the others are shares of it. */
export type ColumnName = 'recycled-pre-consumer' | 'recycled-post-consumer' | 'unknown' | 'chain-awarded' | 'flagged' | 'kg-co2e' | 'primary-kg-co2e'

/** An event a lot rests on (or, downwards, leads to), and the share of the asked lot's metal that passed through it. */
export type Contribution = { readonly event: IndexedEvent; readonly share: number; readonly lots: readonly LotNo[] }
/** The way from an origin to the lot: the share it brings, the events in the order of time, and what it begins with. */
export type TracePath = { readonly share: number; readonly events: readonly EventNo[]; readonly atom: Atom }
export type FootprintPart = { readonly stage: BurdenStage; readonly scope: 1 | 2 | 3; readonly siteId: string; readonly kgCo2e: number; readonly isPrimary: boolean; readonly label: string }

export type TraceOptions = {
  /** Leaves out what contributes less. */
  readonly minShare?: number
  readonly limit?: number
  readonly offset?: number
}

export type RecallQuestion = {
  /** Any of these origins; an atom counts where the test holds. */
  readonly isSought: (atom: Atom) => boolean
  /** Of all lots, those that are asked for: a book, a place to go on from. Asked of lots above the share only. */
  readonly isWanted?: (lot: LotNo) => boolean
  readonly minShare: number
  /** Born from, up to and with. */
  readonly from?: Day
  readonly to?: Day
  readonly substance: Substance
  readonly limit?: number
  readonly offset?: number
}
export type Recalled = { readonly lot: LotNo; readonly share: number; readonly amount: number }

export type IndexState = { readonly lots: number; readonly events: number; readonly draws: number; readonly vectors: number; readonly atoms: number; readonly bytes: number; readonly precision: 'float64' | 'float32' | 'sparse' }

export type ProvenanceIndex = {
  readonly version: IndexVersion
  readonly state: IndexState
  /** By its name in the whole house, such as `org_1:L-7`; undefined where there is none that counts. */
  lotAt(lotId: LotId): LotNo | undefined
  lot(lot: LotNo): IndexedLot | undefined
  event(event: EventNo): IndexedEvent | undefined
  eventOf(lot: LotNo): EventNo | undefined
  inputsOf(event: EventNo): readonly IndexedInput[]
  outputsOf(event: EventNo): readonly LotNo[]
  /** Events that drew of a lot. */
  usesOf(lot: LotNo): readonly EventNo[]
  /** Origins by falling share, summing to one; of the metal it is traded for where no substance is named. */
  shares(lot: LotNo, substance?: Substance): readonly OriginShare[]
  value(column: ColumnName, lot: LotNo): number
  /** Sum of shares times what the weighing gives each atom: an award as of a day, a flag, anything that mixes with metal. */
  weighed(lot: LotNo, weigh: (atom: Atom, substance: Substance) => number, substance?: Substance): number
  /**
   * OriginShare of the metal that every handling site was in good standing for at the time, judged by the caller: as known at
   * another log position, for instance. Computed for this lot, in float64.
   */
  chainShare(lot: LotNo, isInStanding: (siteId: string, at: Instant, substance: Substance) => boolean, substance?: Substance): number
  /** The footprint of one quantum of its metal by the events that added to it; sums to `value('kg-co2e', lot)`. */
  footprintParts(lot: LotNo): readonly FootprintPart[]
  /** Every event of its past, in no order: what a correction or an award may touch. */
  pastOf(lot: LotNo): readonly EventNo[]
  /** Events it rests on, by falling contribution. */
  traceUp(lot: LotNo, options?: TraceOptions): { readonly items: readonly Contribution[]; readonly total: number }
  /** Events its metal went into, in the order of time. `share`: of the output of that event, this lot's metal. */
  traceDown(lot: LotNo, options?: TraceOptions): { readonly items: readonly Contribution[]; readonly total: number }
  /** Ways from origins to the lot by falling share; never more than were asked for. */
  paths(lot: LotNo, options?: TraceOptions): { readonly items: readonly TracePath[]; readonly hasMore: boolean }
  /** Lots with more than a share of the sought origins. */
  recall(question: RecallQuestion): { readonly items: readonly Recalled[]; readonly total: number; readonly amount: number }
  /** Origins met so far. */
  readonly atoms: readonly Atom[]
}
