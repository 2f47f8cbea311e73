// What each side sees of a shipment: both weights and the lots as the sender calls them; of the other's book nothing else.
// Who may see neither side gets what does not exist.
import type { Context } from '#src/access/context.ts'
import { grantsOf } from '#src/access/actor.ts'
import { canOn } from '#src/access/policy.ts'
import type { Subject } from '#src/access/role.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { dayOf } from '#src/kernel/time.ts'
import { lossOf, without, type ShippedSide } from './law-link.ts'
import { namesOf } from './ledger.handlers.ts'
import { linksOfReceiveLots, linksOfShipEvents, receiptsByLot, type Receipt, type StandingLink } from './link.store.ts'
import type { Ref } from './lot.ts'
import { organisationsReached } from './reach.handlers.ts'
import { linkIdOf, numberIn, shipmentIdOf, takes, type ShipmentRow, type ShipmentView, type Side } from './shipment.ts'
import { shipmentByNo, shippedSides, shippedSums, stepsOf, type Places, type Shipment } from './shipment.store.ts'
import { substancesIn, type Contained, type Substance } from './substance.ts'

export const shipmentAbsent = (): Refused => new Refused(refuse('shipment-absent', 'There is no such shipment, or this account may not see it.'))

/** Where an account acts in custody. */
export async function placesOf(ctx: Context, permit: string): Promise<Places> {
  const held = (kind: 'organisation' | 'site') => grantsOf(ctx.actor).filter(({ scope }) => scope.kind === kind).map(({ scope }) => scope.id)
  const organisations = held('organisation').filter((organisationId) => canOn(ctx.actor, permit, { organisationId }))
  const sites = held('site').filter((siteId) => canOn(ctx.actor, permit, { siteId }))
  return { organisations, sites, organisationsOfSites: await organisationsReached(ctx, permit) }
}

/** Which sides of a shipment an account acts for. */
export async function sidesOf(ctx: Context, shipment: Shipment, permit: string): Promise<Side[]> {
  const may = (subject: Subject): boolean => canOn(ctx.actor, permit, subject)
  const { toOrganisationId: to, toSite } = shipment
  const isReceiver = to !== null && (may({ organisationId: to, ...(toSite === null ? {} : { siteId: toSite }) }) || (toSite === null && (await organisationsReached(ctx, permit)).includes(to)))
  const isSender = may({ organisationId: shipment.organisationId, siteId: shipment.fromSite })
  return [...isReceiver ? ['receiver' as const] : [], ...isSender ? ['sender' as const] : []]
}

/** @throws Refused `shipment-absent` */
export async function seenShipment(ctx: Context, shipmentId: string): Promise<{ shipment: Shipment; side: Side }> {
  const shipment = await shipmentByNo(ctx.sql, numberIn(shipmentId))
  const [side] = shipment === undefined ? [] : await sidesOf(ctx, shipment, 'custody:read')
  if (shipment === undefined || side === undefined) throw shipmentAbsent()
  return { shipment, side }
}

/** The side from which an account may act; the sides are tried in this order. @throws Refused `shipment-absent`, `permit-missing` */
export async function actingSide(ctx: Context, shipment: Shipment, wanted: readonly Side[]): Promise<Side> {
  const seen = await sidesOf(ctx, shipment, 'custody:read')
  if (seen.length === 0) throw shipmentAbsent()
  const may = await sidesOf(ctx, shipment, 'custody:write')
  const side = wanted.find((one) => may.includes(one))
  if (side === undefined) throw new Refused(refuse('permit-missing', 'Your side of this shipment does not take this step, or this account only reads.'))
  return side
}

// Rows and the whole ---------------------------------------------------------------------------------------------------

/** A received lot and all its links: what came with another shipment is not told of this one. */
type ReceiptOf = { readonly receipt: Receipt; readonly links: readonly StandingLink[] }

/** Received lots that a shipment accounts for, each as far as no other shipment does. */
const receivedWith = (eventNo: number, all: readonly ReceiptOf[]): Receipt[] => all.map(({ receipt, links }) => without(receipt, links.filter(({ shipEventNo }) => shipEventNo !== eventNo)))

async function receiptsAmong(ctx: Context, links: readonly StandingLink[]): Promise<Map<number, ReceiptOf>> {
  const receipts = await receiptsByLot(ctx.sql, [...new Set(links.map(({ receiveLotNo }) => receiveLotNo))])
  const byLot = Map.groupBy(await linksOfReceiveLots(ctx.sql, receipts.map(({ lotNo }) => lotNo)), (link) => link.receiveLotNo)
  return new Map(receipts.map((receipt) => [receipt.lotNo, { receipt, links: byLot.get(receipt.lotNo) ?? [] }]))
}

/** The received lots of one shipment: as far as it accounts for them, and in whole. */
export async function receiptsWith(ctx: Context, eventNo: number): Promise<{ readonly receipts: readonly Receipt[]; readonly whole: ReadonlyMap<number, Receipt> }> {
  const all = await receiptsAmong(ctx, await linksOfShipEvents(ctx.sql, [eventNo]))
  return { receipts: receivedWith(eventNo, [...all.values()]), whole: new Map([...all].map(([lotNo, { receipt }]) => [lotNo, receipt])) }
}

type Known = { readonly names: ReadonlyMap<string, string>; readonly links: ReadonlyMap<number, readonly StandingLink[]>; readonly receipts: ReadonlyMap<number, ReceiptOf>; readonly sums: Awaited<ReturnType<typeof shippedSums>> }

async function knownOf(ctx: Context, shipments: readonly Shipment[]): Promise<Known> {
  const eventNos = shipments.map(({ eventNo }) => eventNo)
  const links = await linksOfShipEvents(ctx.sql, eventNos)
  return {
    names: await namesOf(ctx, [...new Set(shipments.flatMap((one) => [one.organisationId, ...one.toOrganisationId === null ? [] : [one.toOrganisationId]]))]),
    links: Map.groupBy(links, (link) => link.shipEventNo), receipts: await receiptsAmong(ctx, links), sums: await shippedSums(ctx.sql, eventNos),
  }
}

const receiptsOf = (known: Known, shipment: Shipment): Receipt[] =>
  receivedWith(shipment.eventNo, [...new Set((known.links.get(shipment.eventNo) ?? []).map(({ receiveLotNo }) => receiveLotNo))].flatMap((lotNo) => known.receipts.get(lotNo) ?? []))

function rowOf(known: Known, shipment: Shipment, side: Side): ShipmentRow {
  const sums = known.sums.get(shipment.eventNo) ?? { lots: 0, metal: 'copper' as Substance, amount: 0 }
  const receipts = receiptsOf(known, shipment)
  const { organisationId, toOrganisationId: to } = shipment
  return {
    shipmentId: shipmentIdOf(shipment.shipmentNo), shipment: shipment.shipment, side, state: shipment.state, organisationId: side === 'sender' ? organisationId : to!,
    otherParty: side === 'receiver' ? { organisationId, name: known.names.get(organisationId)!, isHere: true } : { organisationId: to, name: to === null ? shipment.toName ?? '' : known.names.get(to)!, isHere: to !== null },
    site: side === 'sender' ? shipment.fromSite : shipment.toSite, shippedAt: shipment.shippedAt,
    answerBy: shipment.state === 'offered' ? shipment.answerBy : null, answerByDay: shipment.state === 'offered' && shipment.answerBy !== null ? dayOf(shipment.answerBy) : null,
    isSimulated: shipment.isSimulated, lots: sums.lots, metal: sums.metal, shipped: sums.amount,
    received: receipts.length === 0 ? null : receipts.reduce((sum, { contained }) => sum + (contained[sums.metal] ?? 0), 0),
  }
}

export async function rowsOf(ctx: Context, shipments: readonly Shipment[], side: Side): Promise<ShipmentRow[]> {
  const known = await knownOf(ctx, shipments)
  return shipments.map((one) => rowOf(known, one, side))
}

const added = (all: readonly Contained[]): Contained => {
  const sum: Partial<Record<Substance, number>> = {}
  for (const one of all) for (const substance of substancesIn(one)) sum[substance] = (sum[substance] ?? 0) + one[substance]!
  return sum
}

/** Lots of the sender, each with what it held and what the receiver weighed for it. */
export function shippedLots(side: ShippedSide, receipts: readonly Receipt[]): ShipmentView['shippedLots'] {
  const byLot = Map.groupBy(side.parts, (part) => part.lot)
  return [...byLot].map(([lot, parts]) => {
    const shipped: Contained = Object.fromEntries(parts.map(({ substance, amount }) => [substance, amount]))
    const own = receiptsFor(lot, byLot.size, receipts)
    const received = own.length === 0 ? null : added(own.map(({ contained }) => contained))
    return { lot, metal: parts[0]!.metal, model: parts[0]!.model, shipped, received, difference: received === null ? null : lossOf(shipped, received) }
  })
}

/** A receipt belongs to the lot it names, or to the only one there is. */
export const receiptsFor = (lot: Ref, lots: number, receipts: readonly Receipt[]): Receipt[] => receipts.filter(({ sentAs }) => sentAs === lot || (sentAs === null && lots === 1))

export async function viewOf(ctx: Context, shipment: Shipment, side: Side): Promise<ShipmentView> {
  const known = await knownOf(ctx, [shipment])
  const shippedSide = (await shippedSides(ctx.sql, [shipment])).get(shipment.eventNo)!
  const links = known.links.get(shipment.eventNo) ?? []
  const receipts = receiptsOf(known, shipment)
  const lots = shippedLots(shippedSide, receipts)
  const shippedTotal = added(lots.map(({ shipped }) => shipped))
  const receivedTotal = receipts.length === 0 ? null : added(receipts.map(({ contained }) => contained))
  const { dispute } = shipment
  return {
    ...rowOf(known, shipment, side), model: shipment.model, note: shipment.note, documents: [...shipment.documents], legs: [...shipment.legs], answeredAt: shipment.answeredAt,
    fromSite: shipment.fromSite, toSite: shipment.toSite, shippedLots: lots, shippedTotal, receivedTotal, difference: receivedTotal === null ? null : lossOf(shippedTotal, receivedTotal),
    receipts: receipts.map((one) => ({
      link: linkIdOf(one.eventNo), receivedAt: one.at, contained: one.contained, lot: side === 'receiver' ? one.lot : null,
      linked: added(links.filter(({ receiveLotNo }) => receiveLotNo === one.lotNo).map(({ substance, amount }) => ({ [substance]: amount }))),
    })),
    dispute: dispute === null ? null : {
      reason: dispute.reason, receiver: [...dispute.receiver], proposedBySender: dispute.proposedBySender === undefined ? null : [...dispute.proposedBySender],
      proposedByReceiver: dispute.proposedByReceiver === undefined ? null : [...dispute.proposedByReceiver], agreed: dispute.agreed === undefined ? null : [...dispute.agreed],
    },
    steps: (await stepsOf(ctx.sql, shipment.shipmentNo)).map(({ step, at, side: by, reason }) => ({ step, at, side: by, reason })),
    may: await mayOf(ctx, shipment, links.length > 0),
  }
}

async function mayOf(ctx: Context, shipment: Shipment, isLinked: boolean): Promise<ShipmentView['may']> {
  const sides = await sidesOf(ctx, shipment, 'custody:write')
  const may = (answer: Parameters<typeof takes>[1]): boolean => sides.some((side) => takes(shipment.state, answer, side))
  return { accept: may('accept') && !isLinked, dispute: may('dispute'), settle: may('settle'), link: may('link'), unlink: isLinked && sides.length > 0 }
}
