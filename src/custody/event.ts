// What a party writes into its book: one line, one event. The same shape by form, file, bulk and EPCIS; the line's canonical
// text is what the log keeps (custody notes 2.7 and 3; EPCIS events are mapped to these at the border).
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { Fraction, Mass } from '#src/kernel/mass.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { Instant } from '#src/kernel/time.ts'
import { Country } from '#src/parties/site.ts'
import { CustodyModel } from './custody-model.ts'
import { DocumentRef, Measured, NewLot, Origin, Ref } from './lot.ts'
import { Substance } from './substance.ts'

/** Takes from a lot: all of it, an amount of its own metal (others in proportion), or amounts by metal. */
export const Draw = z.strictObject({
  lot: Ref,
  take: z.union([z.literal('all'), Mass]).default('all'),
  contained: z.partialRecord(Substance, Mass).optional(),
  /** How much of this source is won, where sources differ: it weighs the source's share in the output. */
  recovery: Fraction.optional(),
})
export type Draw = z.infer<typeof Draw>

/** One stretch of a transport. The factor is looked up by mode unless a figure of the carrier is stated. */
export const TransportLeg = z.strictObject({ mode: z.enum(['sea', 'rail', 'road', 'inland-water', 'air', 'pipeline']), km: z.number().positive().max(50_000), kgCo2ePerTkm: z.number().nonnegative().max(10).optional() })
export type TransportLeg = z.infer<typeof TransportLeg>

/** The first year of the ledger: the database has no year 0, and no metal that is traded today was weighed before. */
const FIRST_YEAR = '1900'

/** An instant with its milliseconds, so that times compare as text; undefined where the calendar has no such time, or it lies before 1900. */
export function wholeInstant(at: Instant): Instant | undefined {
  const time = Date.parse(at)
  if (Number.isNaN(time) || at < FIRST_YEAR) return undefined
  const whole = new Date(time).toISOString()
  return whole.startsWith(at.slice(0, 19)) ? whole : undefined
}

const common = {
  /** The party's own number of this event: the same number with the same line is the same event (idempotent). */
  event: Ref,
  at: Instant,
  site: SiteId,
  documents: z.array(DocumentRef).max(20).optional(),
  note: longText(500).optional(),
}
const inputs = z.array(Draw).min(1).max(500)
const outputs = z.array(NewLot).min(1).max(2000)
const losses = z.partialRecord(Substance, Mass)

/** The other side of a hand-over: an organisation here, or a name where it keeps no book here. */
export const Counterparty = z.union([z.strictObject({ organisationId: z.string().min(1).max(100) }), z.strictObject({ name: shortText(200), country: Country.optional() })])
export type Counterparty = z.infer<typeof Counterparty>

export const EventLine = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('extract'), ...common, outputs }),
  z.strictObject({ kind: z.literal('transform'), ...common, inputs, outputs, losses: losses.optional(), stockChange: z.partialRecord(Substance, z.string().regex(/^-?\d{1,15}(\.\d{1,9})? ?(t|kg|g|mg|lb|oz)$/)).optional(), process: shortText(80).optional() }),
  z.strictObject({ kind: z.literal('split'), ...common, inputs: z.array(Draw).length(1), outputs }),
  z.strictObject({ kind: z.literal('merge'), ...common, inputs, outputs: z.array(NewLot).length(1) }),
  /** Puts lots together without mixing them: bundles to a shipment, coils to a pallet. */
  z.strictObject({ kind: z.literal('aggregate'), ...common, inputs, outputs: z.array(NewLot).length(1) }),
  z.strictObject({ kind: z.literal('ship'), ...common, inputs, shipment: Ref, to: Counterparty, toSite: SiteId.optional(), legs: z.array(TransportLeg).max(20).optional(), model: CustodyModel.optional() }),
  /** `shipment` names the sender's shipment where it is known; without it the origin is what the papers say, else unknown. */
  z.strictObject({ kind: z.literal('receive'), ...common, from: Counterparty.optional(), shipment: Ref.optional(), outputs: z.array(NewLot.extend({ /** The lot as the sender calls it. */ sentAs: Ref.optional(), origin: Origin.optional() })).min(1).max(2000), legs: z.array(TransportLeg).max(20).optional() }),
  z.strictObject({ kind: z.literal('sell'), ...common, inputs, market: shortText(120), buyer: Counterparty.optional() }),
  /** A second weight or assay. Both are kept; the one marked as settlement is what counts. */
  z.strictObject({ kind: z.literal('adjust'), ...common, lot: Ref, measured: Measured.optional(), contained: z.partialRecord(Substance, Mass).optional(), basis: z.enum(['weight', 'assay', 'moisture', 'stock-take']), by: z.enum(['own', 'counterparty', 'umpire']), isSettlement: z.boolean() }),
  /** Takes an event back, so that nothing of it counts; the reason stays with it. */
  z.strictObject({ kind: z.literal('void'), ...common, voids: Ref, reason: longText(500) }),
  /** Takes an event back and records what it should have been, in one step. */
  z.strictObject({ kind: z.literal('correct'), ...common, corrects: Ref, reason: longText(500), instead: z.record(z.string(), z.unknown()) }),
])
export type EventLine = z.infer<typeof EventLine>
export type EventKind = EventLine['kind']
export const EventKind = z.enum(['extract', 'transform', 'split', 'merge', 'aggregate', 'ship', 'receive', 'sell', 'adjust', 'void', 'correct'])
