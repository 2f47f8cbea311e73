// A shipment as a two-sided hand-over: offered by the sender, answered by the receiver, both weights kept (custody notes 3.2:
// two weights always exist; issue paragraph 1.3). States and what each side may do in them.
import { z } from 'zod'
import { schemeSetting } from '#src/access/scheme-setting.ts'
import { shortText } from '#src/kernel/text.ts'
import { SiteId } from '#src/kernel/id.ts'
import { Mass, Fraction } from '#src/kernel/mass.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { CustodyModel, ScrapClass } from './custody-model.ts'
import { TransportLeg } from './event.ts'
import { DocumentRef, Material, Ref } from './lot.ts'
import { Substance } from './substance.ts'

export const ShipmentState = z.enum(['offered', 'accepted', 'disputed', 'lapsed', 'settled', 'void'])
export type ShipmentState = z.infer<typeof ShipmentState>

/** How long a receiver has to answer before the shipment stands as not answered. */
export const answerDaysSetting = schemeSetting('shipment.answer-days', z.number().int().min(1).max(365), 10, 'inferred')
/** On which days before the last the receiver is reminded. */
export const answerReminderSetting = schemeSetting('shipment.answer-reminder-days', z.array(z.number().int().min(0).max(60)).max(10), [3, 0], 'inferred')
export const shipmentSettings = [answerDaysSetting, answerReminderSetting] as const

export type Side = 'sender' | 'receiver'
export type ShipmentStep = 'offered' | 'accepted' | 'linked' | 'unlinked' | 'disputed' | 'settlement-proposed' | 'settled' | 'lapsed' | 'corrected' | 'void'

/** Which answers a state takes, and from which side. A lapsed one can still be answered: facts arrive late. */
const answers: Readonly<Record<ShipmentState, Readonly<Partial<Record<'accept' | 'dispute' | 'settle' | 'link', readonly Side[]>>>>> = {
  offered: { accept: ['receiver'], dispute: ['receiver'], link: ['receiver'] },
  lapsed: { accept: ['receiver'], dispute: ['receiver'], link: ['receiver'] },
  accepted: { dispute: ['receiver'], link: ['receiver'] },
  disputed: { accept: ['receiver'], settle: ['sender', 'receiver'], link: ['receiver'] },
  settled: { accept: ['receiver'], settle: ['sender', 'receiver'], link: ['receiver'] },
  void: {},
}
export type ShipmentAnswer = 'accept' | 'dispute' | 'settle' | 'link'
export const takes = (state: ShipmentState, answer: ShipmentAnswer, side: Side): boolean => answers[state][answer]?.includes(side) ?? false

/** Quanta by substance: grams, milligrams of gold and silver. */
export const Quanta = z.partialRecord(Substance, z.number().int().nonnegative())
export type Quanta = z.infer<typeof Quanta>
const Change = z.partialRecord(Substance, z.number().int())

/** A weight as one side states it, lot by lot, under the sender's names. */
export const StatedWeight = z.object({ lot: Ref, contained: z.partialRecord(Substance, Mass) })
export type StatedWeight = z.infer<typeof StatedWeight>
export type LotWeight = { readonly lot: Ref; readonly contained: Quanta }
export const LotWeight = z.object({ lot: Ref, contained: Quanta })

/** Both weights of a dispute, and what was agreed: kept for good. */
export type WeightDispute = { readonly reason: string; readonly receiver: readonly LotWeight[]; readonly proposedBySender?: readonly LotWeight[]; readonly proposedByReceiver?: readonly LotWeight[]; readonly agreed?: readonly LotWeight[] }

const sameWeights = (a: readonly LotWeight[], b: readonly LotWeight[]): boolean => JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b))
const inOrder = (weights: readonly LotWeight[]) => weights.map(({ lot, contained }) => [lot, Object.entries(contained).filter(([, amount]) => amount !== 0).sort(([a], [b]) => (a < b ? -1 : 1))] as const).sort(([a], [b]) => (a < b ? -1 : 1))

/** A settlement stands when both sides have proposed the same weights. */
export function proposed(dispute: WeightDispute, side: Side, weights: readonly LotWeight[]): WeightDispute {
  const next: WeightDispute = side === 'sender' ? { ...dispute, proposedBySender: weights } : { ...dispute, proposedByReceiver: weights }
  const { proposedBySender: sender, proposedByReceiver: receiver } = next
  return sender !== undefined && receiver !== undefined && sameWeights(sender, receiver) ? { ...next, agreed: weights } : next
}

/** A lot as the receiver took it in: under the sender's name, and under its own. */
export const AcceptedLot = z.object({
  sentAs: Ref,
  lot: Ref.optional().describe('your own reference; the sender’s where none is given'),
  material: Material.optional(),
  contained: z.partialRecord(Substance, Mass).optional().describe('your own contained weight; as shipped where neither this nor measured is given'),
  measured: z.object({ gross: Mass, moisture: Fraction.default('0'), assay: z.partialRecord(Substance, Fraction) }).optional(),
  model: CustodyModel.optional(),
  scrapClass: ScrapClass.optional().describe('of scrap: pre-consumer or post-consumer; as the sender calls it where none is given'),
})
export type AcceptedLot = z.infer<typeof AcceptedLot>

const Party = z.object({
  organisationId: z.string().nullable(), name: z.string(),
  /** Keeps a book or an account here: without one the hand-over is one-sided. */
  isHere: z.boolean(),
})

export const ShipmentRow = z.object({
  shipmentId: z.string(), shipment: Ref, side: z.enum(['sender', 'receiver']), state: ShipmentState,
  organisationId: z.string().describe('your own organisation of it'), otherParty: Party, site: SiteId.nullable().describe('your own place of it'),
  shippedAt: Instant, answerBy: Instant.nullable(), answerByDay: Day.nullable(), isSimulated: z.boolean(), lots: z.number().int(), metal: Substance,
  /** Of the metal it is traded for. */
  shipped: z.number().int(), received: z.number().int().nullable(),
})
export type ShipmentRow = z.infer<typeof ShipmentRow>

export const ShipmentLot = z.object({
  lot: Ref.describe('as the sender calls it'), metal: Substance, model: CustodyModel, shipped: Quanta,
  /** What the receiver weighed for this lot; null where it named none, or has not received. */
  received: Quanta.nullable(),
  /** Shipped less received: a loss in transit, or below zero where more came. */
  difference: Change.nullable(),
})
export const ShipmentReceipt = z.object({
  link: z.string(), receivedAt: Instant, contained: Quanta, linked: Quanta,
  /** The receiver's own reference: for its own eyes. */
  lot: Ref.nullable(),
})

export const ShipmentView = ShipmentRow.extend({
  model: CustodyModel.nullable(), note: z.string().nullable(), documents: z.array(DocumentRef), legs: z.array(TransportLeg), answeredAt: Instant.nullable(),
  fromSite: SiteId, toSite: SiteId.nullable(),
  shippedLots: z.array(ShipmentLot), receipts: z.array(ShipmentReceipt),
  shippedTotal: Quanta, receivedTotal: Quanta.nullable(), difference: Change.nullable(),
  dispute: z.object({
    reason: z.string(), receiver: z.array(LotWeight), proposedBySender: z.array(LotWeight).nullable(), proposedByReceiver: z.array(LotWeight).nullable(), agreed: z.array(LotWeight).nullable(),
  }).nullable(),
  steps: z.array(z.object({ step: z.string(), at: Instant, side: z.enum(['sender', 'receiver', 'time']), reason: z.string().nullable() })),
  may: z.object({ accept: z.boolean(), dispute: z.boolean(), settle: z.boolean(), link: z.boolean(), unlink: z.boolean() }),
})
export type ShipmentView = z.infer<typeof ShipmentView>

export const OpenReceipt = z.object({
  receipt: z.string(), lot: Ref, event: Ref, site: SiteId, receivedAt: Instant, metal: Substance, model: CustodyModel, contained: Quanta,
  from: z.string().nullable(), fromOrganisationId: z.string().nullable(), shipment: Ref.nullable(), sentAs: Ref.nullable(),
  /** What of its metal no shipment accounts for. */
  unknown: Quanta,
  /** Why it is not linked, where a shipment is there and does not fit. */
  because: z.object({ code: z.string(), detail: z.string() }).nullable(),
  candidates: z.array(z.object({ shipmentId: z.string(), shipment: Ref, from: z.string(), shippedAt: Instant, free: Quanta })),
})
export type OpenReceipt = z.infer<typeof OpenReceipt>

export const CounterpartyFound = z.object({ organisationId: z.string(), name: shortText(300), country: z.string() })

export const shipmentIdOf = (shipmentNo: number): string => `shp_${shipmentNo}`
export const linkIdOf = (receiveEventNo: number): string => `lnk_${receiveEventNo}`
export const receiptIdOf = (lotNo: number): string => `rcp_${lotNo}`
export const numberIn = (id: string): number => Number(id.slice(4))
