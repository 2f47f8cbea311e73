// How a receiver answers a shipment, and how both sides come to one weight. A party writes in its own book only: accepting
// records a receipt there, a settlement weight an adjustment. Locks are taken book first, then the hand-over.
import type { Context } from '#src/access/context.ts'
import type { InputOf } from '#src/kernel/operation.ts'
import { quantaOf, splitWhole } from '#src/kernel/mass.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { loosestOf } from './custody-model.ts'
import { decideLink, freeOf, type ShippedPart, type ShippedSide } from './law-link.ts'
import { knownLots, lockBook, lotsByNo } from './ledger.store.ts'
import { linksOfShipEvents, receiptsMet, type Receipt } from './link.store.ts'
import type { Ref } from './lot.ts'
import { recordLines } from './record.handlers.ts'
import { userOf } from './relink.handlers.ts'
import { toleranceSetting } from './settings-custody.ts'
import type { shipmentContract } from './shipment.contract.ts'
import { tell } from './shipment-notice.handlers.ts'
import { actingSide, receiptsFor, receiptsWith, shipmentAbsent, viewOf } from './shipment-view.handlers.ts'
import { numberIn, proposed, shipmentIdOf, takes, type AcceptedLot, type LotWeight, type ShipmentView, type Side, type StatedWeight } from './shipment.ts'
import { addSteps, meet, setShipmentState, shipmentByNo, shippedSides, type Shipment } from './shipment.store.ts'
import { quantumOf, substancesIn, type Contained, type Substance } from './substance.ts'

const no = (code: string, detail: string): never => { throw new Refused(refuse(code, detail)) }

/**
 * A shipment that is acted on, and the side that acts: with its book locked where it writes there, then the hand-over.
 * @throws Refused `shipment-absent`, `permit-missing`
 */
export async function lockedShipment(ctx: Context, shipmentId: string, wanted: readonly Side[], writesBook: boolean): Promise<{ shipment: Shipment; side: Side; parts: ShippedSide }> {
  const seen = await shipmentByNo(ctx.sql, numberIn(shipmentId))
  if (seen === undefined) throw shipmentAbsent()
  const side = await actingSide(ctx, seen, wanted)
  if (writesBook) await lockBook(ctx.sql, side === 'sender' ? seen.organisationId : seen.toOrganisationId!, { tolerance: await ctx.setting(toleranceSetting), isSimulated: seen.isSimulated, openedAt: ctx.now })
  await meet(ctx.sql, [seen])
  const shipment = (await shipmentByNo(ctx.sql, seen.shipmentNo, true))!
  return { shipment, side, parts: (await shippedSides(ctx.sql, [shipment])).get(shipment.eventNo)! }
}

export async function recordedOrRefused(ctx: Context, organisationId: string, lines: readonly unknown[]): Promise<void> {
  const answers = await recordLines(ctx, organisationId, lines, { source: 'form', isAllOrNothing: true })
  const refused = answers.find(({ refusal }) => refusal !== undefined && refusal.code !== 'batch-refused')?.refusal
  if (refused !== undefined) throw new Refused(refused.errors === undefined ? refuse(refused.code, refused.detail) : refuse(refused.code, refused.detail, refused.errors))
}

// Accepting ------------------------------------------------------------------------------------------------------------

const massText = (amount: number, substance: Substance): string => `${amount} ${quantumOf(substance)}`
const partsOf = (side: ShippedSide, lot: Ref): ShippedPart[] => {
  const parts = side.parts.filter((part) => part.lot === lot)
  return parts.length > 0 ? parts : no('shipped-lot-absent', `Shipment ${side.shipment} holds no lot ${lot}.`)
}

async function receivedLots(ctx: Context, side: ShippedSide, stated: readonly AcceptedLot[] | undefined): Promise<unknown[]> {
  const lots = stated ?? [...new Set(side.parts.map(({ lot }) => lot))].map((sentAs): AcceptedLot => ({ sentAs }))
  const known = await lotsByNo(ctx.sql, side.parts.map(({ lotNo }) => lotNo))
  return lots.map((one) => {
    const parts = partsOf(side, one.sentAs)
    const sent = known.get(parts[0]!.lotNo)!
    const asShipped = Object.fromEntries(parts.map(({ substance, amount }) => [substance, massText(amount, substance)]))
    const material = one.material ?? sent.material
    // Scrap that its sender melts again itself has no class that it could be bought as: the receiver says what it is.
    const scrapClass = one.scrapClass ?? (sent.scrapClass === 'internal' ? undefined : sent.scrapClass ?? undefined)
    return {
      lot: one.lot ?? one.sentAs, sentAs: one.sentAs, material, metal: sent.metal, model: one.model ?? loosestOf([...side.model === null ? [] : [side.model], parts[0]!.model]),
      ...one.measured === undefined ? {} : { measured: one.measured },
      ...one.contained !== undefined ? { contained: one.contained } : one.measured === undefined ? { contained: asShipped } : {},
      ...scrapClass === undefined ? {} : { scrapClass },
    }
  })
}

export async function acceptShipment(ctx: Context, input: InputOf<typeof shipmentContract.acceptShipment>): Promise<ShipmentView> {
  const { shipment, side, parts } = await lockedShipment(ctx, input.shipmentId, ['receiver'], true)
  if (!takes(shipment.state, 'accept', side)) no('shipment-already-answered', `Shipment ${shipment.shipment} is ${shipment.state} already. Read it again.`)
  const organisationId = shipment.toOrganisationId!
  const event = input.event ?? `RCV-${shipment.shipment}`.slice(0, 80)
  const line = {
    kind: 'receive', event, at: input.at, site: input.site, from: { organisationId: shipment.organisationId }, shipment: shipment.shipment, outputs: await receivedLots(ctx, parts, input.lots),
    ...input.documents === undefined ? {} : { documents: input.documents }, ...input.note === undefined ? {} : { note: input.note },
  }
  await recordedOrRefused(ctx, organisationId, [line])
  await assertAllLinked(ctx, shipment, parts, event)
  if (shipment.state === 'disputed') {
    await setShipmentState(ctx.sql, [shipment.shipmentNo], { state: 'accepted', answeredAt: ctx.now })
    await addSteps(ctx.sql, [{ shipmentNo: shipment.shipmentNo, step: 'accepted', at: ctx.now, side, userId: userOf(ctx), reason: null }])
  }
  ctx.record({ kind: 'shipment.accepted', subject: input.shipmentId, isPublic: false, body: { bookNo: shipment.bookNo, shipment: shipment.shipment, by: organisationId, event } })
  return viewOf(ctx, (await shipmentByNo(ctx.sql, shipment.shipmentNo))!, side)
}

/** What was accepted is linked, all of it: else the reason why not is the answer, and nothing is recorded. */
async function assertAllLinked(ctx: Context, shipment: Shipment, side: ShippedSide, event: Ref): Promise<void> {
  const standing = await linksOfShipEvents(ctx.sql, [shipment.eventNo])
  const linked = new Set(standing.map(({ receiveLotNo }) => receiveLotNo))
  for (const receipt of (await receiptsMet(ctx.sql, [shipment])).filter((one) => one.event === event && one.organisationId === shipment.toOrganisationId)) {
    if (linked.has(receipt.lotNo)) continue
    const decided = decideLink(side, receipt, freeOf(side, standing))
    throw new Refused(decided.accepted ? refuse('link-makes-cycle', `At ${receipt.at} shipment ${shipment.shipment} was itself made of what lot ${receipt.lot} brings in. Give the receipt the time at which it arrived.`) : decided.refusal)
  }
}

// Weights --------------------------------------------------------------------------------------------------------------

/** @throws Refused `weights-missing`, `shipped-lot-absent`, `quantity-invalid` */
function weightsIn(side: ShippedSide, stated: readonly StatedWeight[]): LotWeight[] {
  const weights = stated.map(({ lot, contained }) => {
    partsOf(side, lot)
    return { lot, contained: Object.fromEntries(Object.entries(contained).map(([substance, mass]) => [substance, quantaIn(mass, substance as Substance, lot)])) }
  })
  if (!weights.some(({ contained }) => Object.keys(contained).length > 0)) no('weights-missing', 'State the weight of at least one lot.')
  return weights
}

function quantaIn(mass: string, substance: Substance, lot: Ref): number {
  try {
    return quantaOf(mass, quantumOf(substance))
  } catch (error) {
    return no('quantity-invalid', `Lot ${lot}: ${(error as Error).message}.`)
  }
}

export async function disputeShipment(ctx: Context, input: InputOf<typeof shipmentContract.disputeShipment>): Promise<ShipmentView> {
  const { shipment, side, parts } = await lockedShipment(ctx, input.shipmentId, ['receiver'], false)
  if (!takes(shipment.state, 'dispute', side)) no('shipment-state-forbids', `Shipment ${shipment.shipment} is ${shipment.state}: no dispute is raised now.`)
  const dispute = { reason: input.reason.trim(), receiver: weightsIn(parts, input.weights) }
  await setShipmentState(ctx.sql, [shipment.shipmentNo], { state: 'disputed', answeredAt: ctx.now, dispute })
  await stepped(ctx, shipment, 'disputed', side, dispute.reason)
  ctx.record({ kind: 'shipment.disputed', subject: input.shipmentId, isPublic: false, body: { bookNo: shipment.bookNo, shipment: shipment.shipment, by: shipment.toOrganisationId!, ...dispute } })
  await tell(ctx, 'shipment.disputed', 'sender', [shipment], ctx.now)
  return viewOf(ctx, { ...shipment, state: 'disputed', answeredAt: ctx.now, dispute }, side)
}

const stepped = (ctx: Context, shipment: Shipment, step: 'disputed' | 'settlement-proposed' | 'settled', side: Side, reason: string | null): Promise<void> =>
  addSteps(ctx.sql, [{ shipmentNo: shipment.shipmentNo, step, at: ctx.now, side, userId: userOf(ctx), reason }])

export async function settleShipment(ctx: Context, input: InputOf<typeof shipmentContract.settleShipment>): Promise<ShipmentView> {
  if (input.weights === undefined && input.adjustment === undefined) no('weights-missing', 'State the weights to settle on, or record the settled ones in your book.')
  const seen = await lockedShipment(ctx, input.shipmentId, ['receiver', 'sender'], input.adjustment !== undefined)
  const { side, parts } = seen
  if (!takes(seen.shipment.state, 'settle', side)) no('shipment-state-forbids', `Shipment ${seen.shipment.shipment} is ${seen.shipment.state}: there is no dispute to settle.`)
  const shipment = input.weights === undefined ? seen.shipment : await withProposal(ctx, seen.shipment, side, weightsIn(parts, input.weights))
  if (input.adjustment !== undefined) {
    const agreed = shipment.state === 'settled' ? shipment.dispute?.agreed : undefined
    if (agreed === undefined) no('nothing-settled', `Both sides of shipment ${shipment.shipment} propose the same weights first.`)
    const lines = side === 'receiver' ? await receiverLines(ctx, shipment, parts, agreed!) : await senderLines(ctx, shipment, parts, agreed!)
    if (lines.length === 0) no('nothing-to-adjust', `No lot of shipment ${shipment.shipment} in your book differs from what was settled.`)
    const { event, at, site } = input.adjustment
    await recordedOrRefused(ctx, side === 'receiver' ? shipment.toOrganisationId! : shipment.organisationId, lines.map(({ lot, contained }, i) => ({
      kind: 'adjust', event: lines.length === 1 ? event : `${event}-${i + 1}`, at, site, lot, basis: 'weight', by: 'own', isSettlement: true, note: `Settlement of shipment ${shipment.shipment}`,
      contained: Object.fromEntries(substancesIn(contained).map((substance) => [substance, massText(contained[substance]!, substance)])),
    })))
  }
  return viewOf(ctx, (await shipmentByNo(ctx.sql, shipment.shipmentNo))!, side)
}

async function withProposal(ctx: Context, shipment: Shipment, side: Side, weights: readonly LotWeight[]): Promise<Shipment> {
  if (shipment.state !== 'disputed') no('shipment-state-forbids', `Shipment ${shipment.shipment} is ${shipment.state}: its weights stand. The receiver can raise a new dispute.`)
  const dispute = proposed(shipment.dispute!, side, weights)
  const isSettled = dispute.agreed !== undefined
  const state = isSettled ? 'settled' as const : shipment.state
  await setShipmentState(ctx.sql, [shipment.shipmentNo], { state, dispute })
  await stepped(ctx, shipment, isSettled ? 'settled' : 'settlement-proposed', side, null)
  const kind = isSettled ? 'shipment.settled' as const : 'shipment.settlement-proposed' as const
  ctx.record({ kind, subject: shipmentIdOf(shipment.shipmentNo), isPublic: false, body: { bookNo: shipment.bookNo, shipment: shipment.shipment, side, weights } })
  await tell(ctx, kind, side === 'sender' ? 'receiver' : 'sender', [shipment], ctx.now)
  return { ...shipment, state, dispute }
}

/** What the receiver's lots count by the settlement; several lots for one of the sender's share it as they were weighed. */
async function receiverLines(ctx: Context, shipment: Shipment, side: ShippedSide, agreed: readonly LotWeight[]): Promise<LotWeight[]> {
  const { receipts, whole } = await receiptsWith(ctx, shipment.eventNo)
  // What came with other shipments stays as it was weighed.
  const besides = (receipt: Receipt, substance: Substance): number => (whole.get(receipt.lotNo)!.contained[substance] ?? 0) - (receipt.contained[substance] ?? 0)
  const lots = new Set(side.parts.map(({ lot }) => lot)).size
  return agreed.flatMap(({ lot, contained }) => {
    const own = receiptsFor(lot, lots, receipts)
    return own.map((receipt, i): LotWeight => ({ lot: receipt.lot, contained: Object.fromEntries(substancesIn(contained).flatMap((substance) => {
      const share = shareOf(own, substance, contained[substance]!)[i]! + besides(receipt, substance)
      return share > 0 ? [[substance, share]] : []
    })) })).filter((weight) => Object.keys(weight.contained).length > 0)
  })
}

function shareOf(receipts: readonly Receipt[], substance: Substance, amount: number): number[] {
  const weights = receipts.map(({ contained }) => contained[substance] ?? 0)
  return weights.every((weight) => weight === 0) ? splitWhole(amount, receipts.map(() => 1)) : splitWhole(amount, weights)
}

/** What the sender's lots count by the settlement: by as much more or less as the shipment did. */
async function senderLines(ctx: Context, shipment: Shipment, side: ShippedSide, agreed: readonly LotWeight[]): Promise<LotWeight[]> {
  const known = await knownLots(ctx.sql, shipment.bookNo, agreed.map(({ lot }) => lot))
  return agreed.flatMap(({ lot, contained }) => {
    const amount: Contained = known.get(lot)?.state.amount ?? {}
    const changed = substancesIn(contained).flatMap((substance) => {
      const shipped = side.parts.find((part) => part.lot === lot && part.substance === substance)?.amount ?? 0
      const difference = contained[substance]! - shipped
      return difference === 0 ? [] : [[substance, Math.max(0, (amount[substance] ?? 0) + difference)] as const]
    })
    return changed.length === 0 ? [] : [{ lot, contained: Object.fromEntries(changed) }]
  })
}
