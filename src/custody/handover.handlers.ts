// What a hand-over takes from lines that were recorded: a ship line offers a shipment, a receive line answers one or waits
// for it, and what is taken back is taken out of both. Called set-based by the one write path, in its transaction, after
// the lines are written. Links by themselves where papers and records agree; never refuses a line (issue paragraph 1.3).
import type { Context } from '#src/access/context.ts'
import type { CustodyModel } from './custody-model.ts'
import type { EventLine } from './event.ts'
import { lockMeetings } from './handover-lock.handlers.ts'
import { holdReceipts, linksOfReceiveLots, putReceipts, receiptsByLot, receiptsMet, voidReceipts } from './link.store.ts'
import { booksOf } from './ledger.store.ts'
import type { Origin, Ref } from './lot.ts'
import { relink, userOf } from './relink.handlers.ts'
import { tell } from './shipment-notice.handlers.ts'
import { answerDaysSetting, type Side } from './shipment.ts'
import { addSteps, putShipments, putShipped, setShipmentState, shipmentsOfEvents, shipmentsOfLots, type HandOver, type NewShipment, type Shipment } from './shipment.store.ts'
import type { Substance } from './substance.ts'

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

/** A lot that counts anew: by a settlement weight, by one that was taken back, or as a corrected event states it. */
export type RestatedRow = { readonly lotNo: number; readonly event: Ref; readonly reason: string | null }

const fromIn = (line: ReceivedRow['line']): string | null => line.from !== undefined && 'organisationId' in line.from ? line.from.organisationId : null

/** Locks every place of a batch where two sides meet, before anything is looked up; in one order for all writers. */
export async function lockHandOvers(ctx: Context, organisationId: string, batch: { readonly takenBack: readonly TakenBackRow[]; readonly shipped: readonly ShippedRow[]; readonly received: readonly ReceivedRow[] }): Promise<void> {
  const takenBack = batch.takenBack.map(({ eventNo }) => eventNo)
  const now = [...batch.shipped.map(({ line }): HandOver => ({ organisationId, shipment: line.shipment })), ...batch.received.flatMap(({ line }) => met(fromIn(line), line.shipment))]
  await lockMeetings(ctx, now, takenBack)
}

const met = (organisationId: string | null, shipment: Ref | null | undefined): HandOver[] => organisationId === null || shipment === null || shipment === undefined ? [] : [{ organisationId, shipment }]

/** Offers each shipment to whom it is addressed, and links it to what was received before it was recorded. */
export async function afterShipped(ctx: Context, organisationId: string, rows: readonly ShippedRow[]): Promise<void> {
  const [book] = await booksOf(ctx.sql, [organisationId])
  const answerBy = new Date(Date.parse(ctx.now) + await ctx.setting(answerDaysSetting) * 86_400_000).toISOString()
  const put = await putShipments(ctx.sql, rows.map(({ eventNo, bookNo, line }): NewShipment => ({
    bookNo, organisationId, shipment: line.shipment, eventNo, event: line.event, shippedAt: line.at, fromSite: line.site, ...addressee(line), toSite: line.toSite ?? null, model: line.model ?? null,
    offeredAt: ctx.now, answerBy: 'organisationId' in line.to ? answerBy : null, isSimulated: book!.isSimulated, note: line.note ?? null, documents: line.documents ?? [], legs: line.legs ?? [],
  })))
  const offered = rows.filter(({ eventNo }) => put.has(eventNo))
  await putShipped(ctx.sql, offered.flatMap(({ eventNo, drawn }) => drawn.map((one, position) => ({ ...one, shipEventNo: eventNo, position }))))
  await addSteps(ctx.sql, offered.map(({ eventNo }) => ({ shipmentNo: put.get(eventNo)!, step: 'offered', at: ctx.now, side: 'sender', userId: userOf(ctx), reason: null })))
  const handOvers = offered.map(({ line }) => ({ organisationId, shipment: line.shipment }))
  // What is shipped anew, after a link was undone, is looked at anew.
  await holdReceipts(ctx.sql, (await receiptsMet(ctx.sql, handOvers)).filter(({ unlinkedBecause }) => unlinkedBecause !== null).map(({ lotNo }) => lotNo), null)
  await relink(ctx, handOvers, 'sender')
  const waiting = (await shipmentsOfEvents(ctx.sql, offered.map(({ eventNo }) => eventNo))).filter(({ state, toOrganisationId }) => state === 'offered' && toOrganisationId !== null)
  await tell(ctx, 'shipment.offered', 'receiver', waiting, ctx.now)
}

const addressee = (line: ShippedRow['line']): { toOrganisationId: string | null; toName: string | null } =>
  'organisationId' in line.to ? { toOrganisationId: line.to.organisationId, toName: null } : { toOrganisationId: null, toName: line.to.name }

const unknown: Origin = { kind: 'unknown' }

/** Links what was received to the shipment it names; what finds none waits as of unknown origin. */
export async function afterReceived(ctx: Context, organisationId: string, rows: readonly ReceivedRow[]): Promise<void> {
  await putReceipts(ctx.sql, rows.flatMap(({ eventNo, line, lots }) => lots.map((one, position) => {
    const stated = line.outputs.find(({ lot }) => lot === one.lot)
    const scrap = stated?.scrapClass === 'pre-consumer' || stated?.scrapClass === 'post-consumer' ? { kind: 'scrap', scrapClass: stated.scrapClass } as const : unknown
    return {
      lotNo: one.lotNo, eventNo, event: line.event, position, organisationId, site: line.site, lot: one.lot, metal: one.metal, model: one.model, at: line.at, sentAs: one.sentAs, contained: one.contained,
      fromOrganisationId: fromIn(line), fromName: line.from !== undefined && 'name' in line.from ? line.from.name : null, shipment: line.shipment ?? null, origin: stated?.origin ?? scrap,
    }
  })))
  await relink(ctx, rows.flatMap(({ line }) => met(fromIn(line), line.shipment)), 'receiver')
}

/** Takes hand-overs out that were taken back, and tells the other side. Called before the two above. */
export async function afterTakenBack(ctx: Context, _organisationId: string, rows: readonly TakenBackRow[]): Promise<void> {
  const eventNos = rows.map(({ eventNo }) => eventNo)
  const reasons = new Map(rows.map(({ eventNo, reason }) => [eventNo, reason]))
  const shipments = (await shipmentsOfEvents(ctx.sql, eventNos)).filter(({ state }) => state !== 'void')
  await setShipmentState(ctx.sql, shipments.map(({ shipmentNo }) => shipmentNo), { state: 'void', answerBy: null })
  await addSteps(ctx.sql, shipments.map((one) => ({ shipmentNo: one.shipmentNo, step: 'void', at: ctx.now, side: 'sender', userId: userOf(ctx), reason: reasons.get(one.eventNo) ?? null })))
  await tell(ctx, 'custody.corrected', 'receiver', shipments.filter(({ toOrganisationId }) => toOrganisationId !== null), rows[0]!.by)
  await voidReceipts(ctx.sql, eventNos)
}

/** Tells the other side of a hand-over that a lot of it counts anew: what it was sent, or what was received of it. */
export async function afterRestated(ctx: Context, rows: readonly RestatedRow[]): Promise<void> {
  const lotNos = rows.map(({ lotNo }) => lotNo)
  const byLot = new Map(rows.map((row) => [row.lotNo, row]))
  const sent = await shipmentsOfLots(ctx.sql, lotNos)
  const links = await linksOfReceiveLots(ctx.sql, (await receiptsByLot(ctx.sql, lotNos)).map(({ lotNo }) => lotNo))
  const linked = new Map((await shipmentsOfEvents(ctx.sql, [...new Set(links.map(({ shipEventNo }) => shipEventNo))])).map((one) => [one.eventNo, one]))
  const received = links.flatMap((link) => { const shipment = linked.get(link.shipEventNo); return shipment === undefined ? [] : [{ lotNo: link.receiveLotNo, shipment }] })
  for (const [side, touched] of [['sender', sent], ['receiver', received]] as const) {
    const once = [...new Map(touched.map((one) => [one.shipment.shipmentNo, one])).values()]
    await tellRestated(ctx, side, once.map(({ lotNo, shipment }) => ({ shipment, row: byLot.get(lotNo)! })))
  }
}

async function tellRestated(ctx: Context, by: Side, touched: readonly { readonly shipment: Shipment; readonly row: RestatedRow }[]): Promise<void> {
  await addSteps(ctx.sql, touched.map(({ shipment, row }) => ({ shipmentNo: shipment.shipmentNo, step: 'corrected', at: ctx.now, side: by, userId: userOf(ctx), reason: row.reason })))
  const other = by === 'sender' ? 'receiver' : 'sender'
  const shipments = touched.map(({ shipment }) => shipment).filter(({ toOrganisationId }) => toOrganisationId !== null)
  if (shipments.length > 0) await tell(ctx, 'custody.corrected', other, shipments, touched[0]!.row.event)
}
