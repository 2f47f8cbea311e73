// Brings the links of shipments in line with what both sides recorded, and tells what changed. Runs under the locks of
// `meet`; what is written is the difference between the links that stand and those that follow (`law-link.ts`).
import type { Context } from '#src/access/context.ts'
import { closesCircle, linkChanges, linksOf, without, type Link, type ShippedSide } from './law-link.ts'
import { eventsAfter, linksOfReceiveLots, linksOfShipEvents, lockLinkOrder, putLinks, receiptsMet, voidLinks, type Receipt, type StandingLink } from './link.store.ts'
import { linkIdOf, type Side } from './shipment.ts'
import { addSteps, moveLinked, setShipmentState, shipmentsMet, shippedSides, type HandOver, type NewStep, type Shipment } from './shipment.store.ts'
import { tellAnswered } from './shipment-notice.handlers.ts'

export const userOf = (ctx: Context): string | null => ctx.actor.kind === 'public' ? null : ctx.actor.userId

type Changed = { readonly shipment: Shipment; readonly make: readonly Link[]; readonly takeBack: readonly Link[] }

/** @param by the side whose record or act set it off */
export async function relink(ctx: Context, handOvers: readonly HandOver[], by: Side): Promise<void> {
  const shipments = (await shipmentsMet(ctx.sql, handOvers)).filter(({ toOrganisationId }) => toOrganisationId !== null)
  if (shipments.length === 0) return
  const met = await receiptsMet(ctx.sql, handOvers)
  const receipts = Map.groupBy(met, (one) => `${one.fromOrganisationId} ${one.shipment}`)
  const elsewhere = Map.groupBy(await linksOfReceiveLots(ctx.sql, met.map(({ lotNo }) => lotNo)), (link) => link.receiveLotNo)
  const sides = await shippedSides(ctx.sql, shipments)
  const standing = Map.groupBy(await linksOfShipEvents(ctx.sql, shipments.map(({ eventNo }) => eventNo)), (link) => link.shipEventNo)
  const changed: Changed[] = []
  for (const shipment of shipments.sort((a, b) => a.shipmentNo - b.shipmentNo)) {
    const waiting = (receipts.get(`${shipment.organisationId} ${shipment.shipment}`) ?? []).filter(({ unlinkedBecause }) => unlinkedBecause === null)
      .map((one) => without(one, (elsewhere.get(one.lotNo) ?? []).filter(({ shipEventNo }) => shipEventNo !== shipment.eventNo)))
    const change = await changeOf(ctx, shipment, sides.get(shipment.eventNo)!, waiting, standing.get(shipment.eventNo) ?? [])
    if (change.make.length + change.takeBack.length > 0) changed.push({ shipment, ...change })
  }
  await applyLinks(ctx, changed, by, false)
}

async function changeOf(ctx: Context, shipment: Shipment, side: ShippedSide, receipts: readonly Receipt[], standing: readonly StandingLink[]): Promise<Omit<Changed, 'shipment'>> {
  const byHand = standing.filter(({ isByHand }) => isByHand)
  const byItself = standing.filter(({ isByHand }) => !isByHand)
  const known = new Set(standing.map(({ receiveEventNo }) => receiveEventNo))
  const barred = new Set<number>()
  for (const eventNo of new Set(receipts.filter(({ at, eventNo }) => at === shipment.shippedAt && !known.has(eventNo)).map(({ eventNo }) => eventNo))) {
    if (await makesCircle(ctx, eventNo, shipment)) barred.add(eventNo)
  }
  return linkChanges(byItself, linksOf(side, receipts, byHand, ({ eventNo }) => barred.has(eventNo)).links)
}

/** Asked only of events of one instant; the lock holds until the commit, so that two such links see each other. */
export async function makesCircle(ctx: Context, receiveEventNo: number, shipment: Shipment): Promise<boolean> {
  await lockLinkOrder(ctx.sql)
  return closesCircle(receiveEventNo, shipment.eventNo, (events) => eventsAfter(ctx.sql, events, shipment.shippedAt))
}

const minus = (link: Link): Link => ({ ...link, amount: -link.amount })

/** Writes links made and taken back, what shipments stand at after them, and the log. */
export async function applyLinks(ctx: Context, changed: readonly Changed[], by: Side, isByHand: boolean): Promise<void> {
  if (changed.length === 0) return
  const [make, takeBack] = [changed.flatMap((one) => one.make), changed.flatMap((one) => one.takeBack)]
  await voidLinks(ctx.sql, takeBack)
  await moveLinked(ctx.sql, takeBack.map(minus))
  await putLinks(ctx.sql, make, ctx.now, isByHand)
  await moveLinked(ctx.sql, make)
  const linked = changed.filter((one) => one.make.length > 0).map(({ shipment }) => shipment)
  const answered = linked.filter(({ state }) => state === 'offered' || state === 'lapsed')
  await setShipmentState(ctx.sql, answered.map(({ shipmentNo }) => shipmentNo), { state: 'accepted', answeredAt: ctx.now })
  const step = (shipment: Shipment): NewStep => ({ shipmentNo: shipment.shipmentNo, step: answered.includes(shipment) ? 'accepted' : 'linked', at: ctx.now, side: by, userId: userOf(ctx), reason: null })
  await addSteps(ctx.sql, linked.map(step))
  for (const one of changed) recordLinks(ctx, one)
  await tellAnswered(ctx, linked, by)
}

/** One entry per receipt and direction: which of its lots account for what. */
function recordLinks(ctx: Context, { make, takeBack }: Changed): void {
  for (const [kind, links] of [['custody.unlinked', takeBack], ['custody.linked', make]] as const) {
    for (const [receiveEventNo, own] of Map.groupBy(links, (link) => link.receiveEventNo)) {
      ctx.record({
        kind, subject: linkIdOf(receiveEventNo), isPublic: false,
        body: { receiveEventNo, shipEventNo: own[0]!.shipEventNo, links: own.map(({ receiveLotNo, shipLotNo, substance, amount }) => ({ receiveLotNo, shipLotNo, substance, amount })) },
      })
    }
  }
}
