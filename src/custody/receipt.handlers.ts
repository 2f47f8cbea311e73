// Receipts of unknown origin, linking them to a shipment by hand, and undoing a link.
import type { Context } from '#src/access/context.ts'
import { canOn } from '#src/access/policy.ts'
import type { InputOf } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { creditedLots } from './balance-entry.store.ts'
import { decideLink, freeOf, lossOf, tooManyLinks, without, type ShippedSide } from './law-link.ts'
import { namesOf } from './ledger.handlers.ts'
import { holdReceipts, linksOfReceiveLots, linksOfShipEvents, lockReceipts, nameShipment, openReceiptRows, receiptsByLot, type Receipt } from './link.store.ts'
import { lotIdOf } from './lot.ts'
import { applyLinks, makesCircle, relink, userOf } from './relink.handlers.ts'
import { lockedShipment } from './shipment-answer.handlers.ts'
import type { shipmentContract } from './shipment.contract.ts'
import { tell } from './shipment-notice.handlers.ts'
import { placesOf, viewOf } from './shipment-view.handlers.ts'
import { answerDaysSetting, numberIn, receiptIdOf, shipmentIdOf, takes, type OpenReceipt, type ShipmentView } from './shipment.ts'
import { addSteps, setShipmentState, shipmentByNo, shipmentsMet, shipmentsWithFree, shippedSides, type Shipment } from './shipment.store.ts'
import { substancesIn, type Contained } from './substance.ts'
import { statementsRestingOn } from './transfer-statement.store.ts'

/** How many shipments are looked at for candidates, newest first. */
const MOST_LOOKED_AT = 500
const MOST_SHOWN = 5

export async function openReceipts(ctx: Context, query: { readonly before?: number | undefined; readonly limit: number }): Promise<(OpenReceipt & { lotNo: number })[]> {
  const rows = await openReceiptRows(ctx.sql, await placesOf(ctx, 'custody:read'), query)
  const shipments = await shipmentsWithFree(ctx.sql, [...new Set(rows.map(({ organisationId }) => organisationId))], MOST_LOOKED_AT)
  const named = await shipmentsMet(ctx.sql, rows.flatMap(({ fromOrganisationId, shipment }) => fromOrganisationId === null || shipment === null ? [] : [{ organisationId: fromOrganisationId, shipment }]))
  const all = [...new Map([...named, ...shipments].map((one) => [one.shipmentNo, one])).values()]
  const sides = await shippedSides(ctx.sql, all)
  const links = Map.groupBy(await linksOfShipEvents(ctx.sql, all.map(({ eventNo }) => eventNo)), (link) => link.shipEventNo)
  const names = await namesOf(ctx, [...new Set([...all.map(({ organisationId }) => organisationId), ...rows.flatMap(({ fromOrganisationId }) => fromOrganisationId ?? [])])])
  return rows.map((row) => {
    const unknown = positive(lossOf(row.contained, row.linked))
    const open = { ...row, contained: unknown }
    const fits = all.filter((one) => one.toOrganisationId === row.organisationId).map((one) => ({ one, side: sides.get(one.eventNo)!, decided: decideLink(sides.get(one.eventNo)!, sentAsIn(open, one), freeOf(sides.get(one.eventNo)!, links.get(one.eventNo) ?? [])) }))
    const own = fits.find(({ one }) => one.organisationId === row.fromOrganisationId && one.shipment === row.shipment)
    const unlinked = own === undefined ? undefined : own.decided.accepted ? tooManyLinks(own.side, row, links.get(own.one.eventNo)?.length ?? 0) : own.decided.refusal
    return {
      lotNo: row.lotNo, receipt: receiptIdOf(row.lotNo), lot: row.lot, event: row.event, site: row.site, receivedAt: row.at, metal: row.metal, model: row.model, contained: row.contained,
      from: row.fromOrganisationId === null ? row.fromName : names.get(row.fromOrganisationId)!, fromOrganisationId: row.fromOrganisationId, shipment: row.shipment, sentAs: row.sentAs, unknown,
      because: unlinked === undefined ? null : { code: unlinked.code, detail: unlinked.detail },
      candidates: fits.filter(({ decided }) => decided.accepted).map(({ one, side }) => ({ one, free: freeIn(side, links.get(one.eventNo) ?? []) }))
        .sort((a, b) => nearness(open, a) - nearness(open, b)).slice(0, MOST_SHOWN)
        .map(({ one, free }) => ({ shipmentId: shipmentIdOf(one.shipmentNo), shipment: one.shipment, from: names.get(one.organisationId)!, shippedAt: one.shippedAt, free })),
    }
  })
}

const positive = (contained: Contained): Contained => Object.fromEntries(substancesIn(contained).filter((substance) => contained[substance]! > 0).map((substance) => [substance, contained[substance]!]))

/** The sender's name of a lot counts for the shipment it was given for. */
const sentAsIn = <T extends Receipt>(receipt: T, shipment: Shipment): T =>
  receipt.fromOrganisationId === shipment.organisationId && receipt.shipment === shipment.shipment ? receipt : { ...receipt, sentAs: null }

function freeIn(side: ShippedSide, links: Parameters<typeof freeOf>[1]): Contained {
  const free = freeOf(side, links)
  const sum: Partial<Record<string, number>> = {}
  for (const part of side.parts) sum[part.substance] = (sum[part.substance] ?? 0) + free.of(part)
  return sum as Contained
}

/** The sender that the papers name first, then the amount that comes nearest. */
function nearness(receipt: Receipt, { one, free }: { one: Shipment; free: Contained }): number {
  const [there, wanted] = [free[receipt.metal] ?? 0, receipt.contained[receipt.metal] ?? 0]
  return (receipt.fromOrganisationId === one.organisationId ? 0 : 10) + Math.abs(there - wanted) / Math.max(there, wanted, 1)
}

// By hand --------------------------------------------------------------------------------------------------------------

const receiptAbsent = (): Refused => new Refused(refuse('receipt-absent', 'There is no such receipt, or this account may not see it.'))

export async function linkReceipt(ctx: Context, { shipmentId, receipt: receiptId, sentAs }: InputOf<typeof shipmentContract.linkReceipt>): Promise<ShipmentView> {
  const { shipment, side, parts } = await lockedShipment(ctx, shipmentId, ['receiver'], false)
  // As it stands now that nobody else links it or takes it back.
  await lockReceipts(ctx.sql, { lotNos: [numberIn(receiptId)] })
  const [seen] = await receiptsByLot(ctx.sql, [numberIn(receiptId)])
  if (seen === undefined || seen.organisationId !== shipment.toOrganisationId || !canOn(ctx.actor, 'custody:write', { organisationId: seen.organisationId, siteId: seen.site })) throw receiptAbsent()
  if (!takes(shipment.state, 'link', side)) throw new Refused(refuse('shipment-state-forbids', `Shipment ${shipment.shipment} was taken back by its sender.`))
  const others = await linksOfReceiveLots(ctx.sql, [seen.lotNo])
  const receipt = without(sentAs === undefined ? sentAsIn(seen, shipment) : { ...seen, sentAs }, others)
  const standing = await linksOfShipEvents(ctx.sql, [shipment.eventNo])
  const crowded = tooManyLinks(parts, receipt, standing.length)
  if (crowded !== undefined) throw new Refused(crowded)
  const make = orRefuse(decideLink(parts, receipt, freeOf(parts, standing)))
  if (seen.at === shipment.shippedAt && await makesCircle(ctx, seen.eventNo, shipment)) throw new Refused(refuse('link-makes-cycle', `At ${seen.at} shipment ${shipment.shipment} was itself made of what lot ${seen.lot} brought in. Correct one of the times.`))
  if (others.length === 0) await nameShipment(ctx.sql, seen.lotNo, shipment, receipt.sentAs)
  await applyLinks(ctx, [{ shipment, make, takeBack: [] }], side, true)
  return viewOf(ctx, (await shipmentByNo(ctx.sql, shipment.shipmentNo))!, side)
}

export async function unlinkReceipt(ctx: Context, { shipmentId, link, reason }: InputOf<typeof shipmentContract.unlinkReceipt>): Promise<ShipmentView> {
  const { shipment, side } = await lockedShipment(ctx, shipmentId, ['receiver', 'sender'], false)
  const standing = await linksOfShipEvents(ctx.sql, [shipment.eventNo])
  await lockReceipts(ctx.sql, { handOvers: [shipment], lotNos: standing.map(({ receiveLotNo }) => receiveLotNo) })
  const takeBack = link === undefined ? standing : standing.filter(({ receiveEventNo }) => receiveEventNo === numberIn(link))
  if (takeBack.length === 0) throw new Refused(refuse('custody-link-absent', `Nothing of that is linked to shipment ${shipment.shipment}.`))
  const [statement] = await statementsRestingOn(ctx.sql, lotIdOf(shipment.organisationId, shipment.shipment))
  if (statement !== undefined) throw new Refused(refuse('link-relied-on', `Transfer statement ${statement} was issued for shipment ${shipment.shipment}. Void it first.`))
  const lots = await receiptsByLot(ctx.sql, [...new Set(takeBack.map(({ receiveLotNo }) => receiveLotNo))])
  const credited = await creditedLots(ctx.sql, lots.map((one) => lotIdOf(one.organisationId, one.lot)))
  if (credited.size > 0) throw new Refused(refuse('link-relied-on', `What is linked to shipment ${shipment.shipment} is credited in a balance account of its receiver. That credit is corrected to 0 first.`))
  await applyLinks(ctx, [{ shipment, make: [], takeBack }], side, false)
  await holdReceipts(ctx.sql, [...new Set(takeBack.map(({ receiveLotNo }) => receiveLotNo))], reason.trim())
  await addSteps(ctx.sql, [{ shipmentNo: shipment.shipmentNo, step: 'unlinked', at: ctx.now, side, userId: userOf(ctx), reason: reason.trim() }])
  if (takeBack.length === standing.length && (shipment.state === 'accepted' || shipment.state === 'settled')) {
    const answerBy = new Date(Date.parse(ctx.now) + await ctx.setting(answerDaysSetting) * 86_400_000).toISOString()
    await setShipmentState(ctx.sql, [shipment.shipmentNo], { state: 'offered', answeredAt: null, answerBy })
  }
  await relink(ctx, [shipment], side)
  await tell(ctx, 'shipment.unlinked', side === 'sender' ? 'receiver' : 'sender', [shipment], ctx.now)
  return viewOf(ctx, (await shipmentByNo(ctx.sql, shipment.shipmentNo))!, side)
}
