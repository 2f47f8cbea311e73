// What the mapping of events to custody lines is given, and the two ways in which an event does not become a line: kept with a
// reason, or refused.
import type { Quantum } from '#src/kernel/mass.ts'
import { refuse, type Refusal } from '#src/kernel/refusal.ts'
import type { Names } from './names.ts'

/** A lot as the mapping must know it to turn a weight into contained metal. */
export type WeighedLot = { readonly material: string; readonly metal: string; readonly model: string; readonly grossGrams: number | null; /** Quanta of the metal it is traded for. */ readonly amount: number }

export type Mapping = {
  readonly names: Names
  readonly lotOf: (ref: string) => WeighedLot | undefined
  /** Whether the book has an event of that reference. */
  readonly hasEvent: (ref: string) => boolean
  readonly quantumOf: (metal: string) => Quantum
}

export type Reason = { readonly code: string; readonly detail: string }
/** Why an event is kept without effect on the book. */
export class NotBooked extends Error {
  readonly reason: Reason
  constructor(code: string, detail: string) { super(detail); this.reason = { code, detail } }
}
/** What is wrong with an event that would be booked. */
export class Contradicted extends Error {
  readonly refusal: Refusal
  constructor(code: string, detail: string) { super(detail); this.refusal = refuse(code, detail) }
}
