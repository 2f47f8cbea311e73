// What a hand-over takes from lines that were recorded: a ship line offers a shipment, a receive line answers one or waits
// for it, and what is taken back is taken out of both. Called set-based by the one write path, in its transaction, after
// the lines are written. Links by themselves where papers and records agree; never refuses a line (issue paragraph 1.3).
import type { Context } from '#src/access/context.ts'
import type { EventLine } from './event.ts'
import type { Ref } from './lot.ts'
import type { Substance } from './substance.ts'
import type { CustodyModel } from './custody-model.ts'

type RecordedLine<K extends EventLine['kind']> = {
  readonly eventNo: number
  readonly bookNo: number
  /** Of a correction: the line that now counts, under the number of the correction. */
  readonly line: Extract<EventLine, { kind: K }>
}

/** Every draw of the ship line, in the order of the line. */
export type ShippedRow = RecordedLine<'ship'> & { readonly drawn: readonly { readonly lotNo: number; readonly lot: Ref; readonly metal: Substance; readonly model: CustodyModel; readonly substance: Substance; readonly amount: number }[] }

/** Every lot of the receive line, in the order of the line. Of a correction: those that were kept as well. */
export type ReceivedRow = RecordedLine<'receive'> & { readonly lots: readonly { readonly lotNo: number; readonly lot: Ref; readonly sentAs: Ref | null; readonly metal: Substance; readonly model: CustodyModel; readonly contained: Readonly<Partial<Record<Substance, number>>> }[] }

/** An event that a void or a correction took back. */
export type TakenBackRow = { readonly eventNo: number; readonly bookNo: number; readonly event: Ref; readonly kind: EventLine['kind']; readonly by: Ref; readonly reason: string }

/** A settlement weight of a lot, on whichever side. */
export type AdjustedRow = RecordedLine<'adjust'> & { readonly lotNo: number }

/** Offers each shipment to whom it is addressed, and links it to what was received before it was recorded. */
export async function afterShipped(_ctx: Context, _organisationId: string, _rows: readonly ShippedRow[]): Promise<void> {}

/** Links what was received to the shipment it names; what finds none waits as of unknown origin. */
export async function afterReceived(_ctx: Context, _organisationId: string, _rows: readonly ReceivedRow[]): Promise<void> {}

/** Takes hand-overs out that were taken back, and tells the other side. Called before the two above. */
export async function afterTakenBack(_ctx: Context, _organisationId: string, _rows: readonly TakenBackRow[]): Promise<void> {}

/** Tells the other side of a linked hand-over that a lot of it was settled anew. */
export async function afterAdjusted(_ctx: Context, _organisationId: string, _rows: readonly AdjustedRow[]): Promise<void> {}
