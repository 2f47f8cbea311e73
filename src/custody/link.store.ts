// SQL of links and of receipts: what came from somebody else, and which shipment it is.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import { arrayText, columnText, linesText } from '#src/kernel/sql-array.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { CustodyModel, ScrapClass } from './custody-model.ts'
import { bornAs, type Link, type ReceivedLot } from './law-link.ts'
import type { Origin, Ref } from './lot.ts'
import type { HandOver, Places } from './shipment.store.ts'
import type { Contained, Substance } from './substance.ts'

// Links ----------------------------------------------------------------------------------------------------------------

type LinkRow = { receive_event_no: number; receive_lot_no: number; ship_event_no: number; ship_lot_no: number; substance: Substance; amount: number; is_by_hand: boolean; linked_at: Instant }
export type StandingLink = Link & { readonly isByHand: boolean; readonly linkedAt: Instant }
const linkFrom = (row: LinkRow): StandingLink => ({ receiveEventNo: row.receive_event_no, receiveLotNo: row.receive_lot_no, shipEventNo: row.ship_event_no, shipLotNo: row.ship_lot_no, substance: row.substance, amount: row.amount, isByHand: row.is_by_hand, linkedAt: row.linked_at })

/** Of these events, those that a standing link holds on either side. */
export async function linkedAmong(sql: Sql, eventNos: readonly number[]): Promise<number[]> {
  const events = arrayText(eventNos)
  const { rows } = await text<{ event_no: number }>`select ship_event_no as event_no from custody_link where ship_event_no = any(${events}::bigint[]) and not is_void
    union select receive_event_no from custody_link where receive_event_no = any(${events}::bigint[]) and not is_void`.execute(sql)
  return rows.map((row) => row.event_no)
}

export async function linksOfShipEvents(sql: Sql, eventNos: readonly number[]): Promise<StandingLink[]> {
  if (eventNos.length === 0) return []
  const { rows } = await text<LinkRow>`select receive_event_no, receive_lot_no, ship_event_no, ship_lot_no, substance, amount, is_by_hand, linked_at from custody_link
    where ship_event_no = any(${arrayText(eventNos)}::bigint[]) and not is_void order by receive_lot_no, ship_lot_no, substance`.execute(sql)
  return rows.map(linkFrom)
}

export async function linksOfReceiveLots(sql: Sql, lotNos: readonly number[]): Promise<StandingLink[]> {
  if (lotNos.length === 0) return []
  const { rows } = await text<LinkRow>`select receive_event_no, receive_lot_no, ship_event_no, ship_lot_no, substance, amount, is_by_hand, linked_at from custody_link
    where receive_lot_no = any(${arrayText(lotNos)}::bigint[]) and not is_void order by receive_lot_no, ship_lot_no, substance`.execute(sql)
  return rows.map(linkFrom)
}

/** A link that was taken back and is made again stands under its old row. */
export async function putLinks(sql: Sql, links: readonly Link[], at: Instant, isByHand: boolean): Promise<void> {
  if (links.length === 0) return
  await text`insert into custody_link (receive_event_no, receive_lot_no, ship_event_no, ship_lot_no, substance, amount, linked_at, is_by_hand)
    select receive_event_no, receive_lot_no, ship_event_no, ship_lot_no, substance, amount, ${at}::timestamptz, ${isByHand}::boolean from unnest(
      ${columnText(links, (one) => one.receiveEventNo)}::bigint[], ${columnText(links, (one) => one.receiveLotNo)}::bigint[], ${columnText(links, (one) => one.shipEventNo)}::bigint[],
      ${columnText(links, (one) => one.shipLotNo)}::bigint[], ${columnText(links, (one) => one.substance)}::text[], ${columnText(links, (one) => one.amount)}::bigint[])
      as l (receive_event_no, receive_lot_no, ship_event_no, ship_lot_no, substance, amount)
    on conflict (receive_lot_no, ship_event_no, ship_lot_no, substance) do update
      set receive_event_no = excluded.receive_event_no, amount = excluded.amount, linked_at = excluded.linked_at, is_by_hand = excluded.is_by_hand, is_void = false`.execute(sql)
}

export async function voidLinks(sql: Sql, links: readonly Link[]): Promise<void> {
  if (links.length === 0) return
  await text`update custody_link l set is_void = true from unnest(
      ${columnText(links, (one) => one.receiveLotNo)}::bigint[], ${columnText(links, (one) => one.shipEventNo)}::bigint[], ${columnText(links, (one) => one.shipLotNo)}::bigint[], ${columnText(links, (one) => one.substance)}::text[])
      as v (receive_lot_no, ship_event_no, ship_lot_no, substance)
    where l.receive_lot_no = v.receive_lot_no and l.ship_event_no = v.ship_event_no and l.ship_lot_no = v.ship_lot_no and l.substance = v.substance`.execute(sql)
}

/** Links between events of one instant are made one after another: only they could close a circle. */
export async function lockLinkOrder(sql: Sql): Promise<void> {
  await text`select 1 from custody_link_order for update`.execute(sql)
}

/** The events of one instant that take what these gave: in the book, by drawing a lot of theirs, or across books, by a link. */
export async function eventsAfter(sql: Sql, eventNos: readonly number[], at: Instant): Promise<number[]> {
  const events = arrayText(eventNos)
  const { rows } = await text<{ event_no: number }>`
    select d.event_no from custody_lot l join custody_draw d on d.lot_no = l.lot_no and not d.is_void join custody_event e on e.event_no = d.event_no and e.occurred_at = ${at}::timestamptz where l.event_no = any(${events}::bigint[])
    union select k.receive_event_no from custody_link k join custody_event e on e.event_no = k.receive_event_no and e.occurred_at = ${at}::timestamptz where k.ship_event_no = any(${events}::bigint[]) and not k.is_void`.execute(sql)
  return rows.map((row) => row.event_no)
}

// Receipts -------------------------------------------------------------------------------------------------------------

export type Receipt = ReceivedLot & {
  readonly event: Ref; readonly site: string; readonly fromOrganisationId: string | null; readonly fromName: string | null; readonly shipment: Ref | null; readonly origin: Origin; readonly unlinkedBecause: string | null
}
type ReceiptRow = {
  lot_no: number; event_no: number; event_ref: Ref; position: number; organisation_id: string; site_id: string; lot_ref: Ref; metal: Substance; model: CustodyModel; received_at: Instant
  from_organisation_id: string | null; from_name: string | null; shipment_ref: Ref | null; sent_as: Ref | null; origin: Origin; contained: Contained; unlinked_because: string | null; scrap_class: ScrapClass | null
}
const receiptFrom = (row: ReceiptRow): Receipt => ({
  lotNo: row.lot_no, eventNo: row.event_no, event: row.event_ref, position: row.position, organisationId: row.organisation_id, site: row.site_id, lot: row.lot_ref, metal: row.metal, model: row.model, at: row.received_at,
  fromOrganisationId: row.from_organisation_id, fromName: row.from_name, shipment: row.shipment_ref, sentAs: row.sent_as, origin: row.origin, bornAs: bornAs({ scrapClass: row.scrap_class, origin: row.origin }), contained: row.contained, unlinkedBecause: row.unlinked_because,
})
const columns = text.raw('r.lot_no, r.event_no, r.event_ref, r.position, r.organisation_id, r.site_id, r.lot_ref, r.metal, r.model, r.received_at, r.from_organisation_id, r.from_name, r.shipment_ref, r.sent_as, r.origin, r.contained, r.unlinked_because, (select l.scrap_class from custody_lot l where l.lot_no = r.lot_no) as scrap_class')

/** How a lot is scrap stands with the lot. */
type NewReceipt = Omit<Receipt, 'unlinkedBecause' | 'bornAs'>

/** A lot that stands on under a corrected event keeps its row. */
export async function putReceipts(sql: Sql, receipts: readonly NewReceipt[]): Promise<void> {
  if (receipts.length === 0) return
  const column = (of: (one: NewReceipt) => string | number | null) => columnText(receipts, of)
  await text`insert into custody_receipt (lot_no, event_no, event_ref, position, organisation_id, site_id, lot_ref, metal, model, received_at, from_organisation_id, from_name, shipment_ref, sent_as, origin, contained)
    select lot_no, event_no, event_ref, position, organisation_id, site_id, lot_ref, metal, model, received_at, from_organisation_id, from_name, shipment_ref, sent_as, more::jsonb -> 'origin', more::jsonb -> 'contained' from unnest(
      ${column((one) => one.lotNo)}::bigint[], ${column((one) => one.eventNo)}::bigint[], ${column((one) => one.event)}::text[], ${column((one) => one.position)}::int[], ${column((one) => one.organisationId)}::text[],
      ${column((one) => one.site)}::text[], ${column((one) => one.lot)}::text[], ${column((one) => one.metal)}::text[], ${column((one) => one.model)}::text[], ${column((one) => one.at)}::timestamptz[],
      ${column((one) => one.fromOrganisationId)}::text[], ${column((one) => one.fromName)}::text[], ${column((one) => one.shipment)}::text[], ${column((one) => one.sentAs)}::text[],
      string_to_array(${linesText(receipts.map(({ origin, contained }) => JSON.stringify({ origin, contained })))}, chr(10)))
      as r (lot_no, event_no, event_ref, position, organisation_id, site_id, lot_ref, metal, model, received_at, from_organisation_id, from_name, shipment_ref, sent_as, more)
    on conflict (lot_no) do update set event_no = excluded.event_no, event_ref = excluded.event_ref, position = excluded.position, site_id = excluded.site_id, metal = excluded.metal, model = excluded.model,
      received_at = excluded.received_at, from_organisation_id = excluded.from_organisation_id, from_name = excluded.from_name, shipment_ref = excluded.shipment_ref, sent_as = excluded.sent_as, origin = excluded.origin,
      contained = excluded.contained, unlinked_because = null, is_void = false`.execute(sql)
}

export async function receiptsMet(sql: Sql, handOvers: readonly HandOver[]): Promise<Receipt[]> {
  if (handOvers.length === 0) return []
  const { rows } = await text<ReceiptRow>`select ${columns} from custody_receipt r join (select distinct * from unnest(${columnText(handOvers, (one) => one.organisationId)}::text[], ${columnText(handOvers, (one) => one.shipment)}::text[]) as u (organisation_id, ref)) as k
    on r.from_organisation_id = k.organisation_id and r.shipment_ref = k.ref where not r.is_void order by r.event_no, r.position`.execute(sql)
  return rows.map(receiptFrom)
}

export async function receiptsOfEvents(sql: Sql, eventNos: readonly number[]): Promise<Receipt[]> {
  if (eventNos.length === 0) return []
  const { rows } = await text<ReceiptRow>`select ${columns} from custody_receipt r where r.event_no = any(${arrayText(eventNos)}::bigint[]) and not r.is_void order by r.event_no, r.position`.execute(sql)
  return rows.map(receiptFrom)
}

export async function receiptsByLot(sql: Sql, lotNos: readonly number[]): Promise<Receipt[]> {
  if (lotNos.length === 0) return []
  const { rows } = await text<ReceiptRow>`select ${columns} from custody_receipt r where r.lot_no = any(${arrayText(lotNos)}::bigint[]) and not r.is_void order by r.event_no, r.position`.execute(sql)
  return rows.map(receiptFrom)
}

/** Locks the receipts of hand-overs and of events, in one order, so that each is linked, or taken back, by one writer at a time. */
export async function lockReceipts(sql: Sql, of: { readonly handOvers?: readonly HandOver[]; readonly eventNos?: readonly number[]; readonly lotNos?: readonly number[] }): Promise<void> {
  const { handOvers = [], eventNos = [], lotNos = [] } = of
  if (handOvers.length + eventNos.length + lotNos.length === 0) return
  await text`select 1 from custody_receipt r where r.lot_no in (
      select lot_no from custody_receipt where event_no = any(${arrayText(eventNos)}::bigint[])
      union select unnest(${arrayText(lotNos)}::bigint[])
      union select m.lot_no from custody_receipt m join unnest(${columnText(handOvers, (one) => one.organisationId)}::text[], ${columnText(handOvers, (one) => one.shipment)}::text[]) as k (organisation_id, ref)
        on m.from_organisation_id = k.organisation_id and m.shipment_ref = k.ref and not m.is_void)
    and not r.is_void order by r.lot_no for no key update`.execute(sql)
}

export async function voidReceipts(sql: Sql, eventNos: readonly number[]): Promise<void> {
  if (eventNos.length === 0) return
  await text`update custody_receipt set is_void = true where event_no = any(${arrayText(eventNos)}::bigint[])`.execute(sql)
}

/** @param because null lets it be linked by itself again */
export async function holdReceipts(sql: Sql, lotNos: readonly number[], because: string | null): Promise<void> {
  if (lotNos.length === 0) return
  await text`update custody_receipt set unlinked_because = ${because} where lot_no = any(${arrayText(lotNos)}::bigint[])`.execute(sql)
}

/** Names the shipment of a receipt that named none, or another. */
export async function nameShipment(sql: Sql, lotNo: number, handOver: HandOver, sentAs: Ref | null): Promise<void> {
  await text`update custody_receipt set from_organisation_id = ${handOver.organisationId}, shipment_ref = ${handOver.shipment}, sent_as = ${sentAs}, unlinked_because = null where lot_no = ${lotNo}`.execute(sql)
}

/** Lots of unknown origin that no shipment accounts for in full, and scrap whose sender's record stands and accounts for none of it; newest first. */
export async function openReceiptRows(sql: Sql, places: Places, query: { readonly before?: number | undefined; readonly limit: number }): Promise<(Receipt & { readonly linked: Contained })[]> {
  const { rows } = await text<ReceiptRow & { linked: Contained | null }>`select ${columns}, k.linked from custody_receipt r
    left join lateral (select jsonb_object_agg(substance, amount) as linked, sum(amount) filter (where substance = r.metal) as of_metal
      from (select substance, sum(amount) as amount from custody_link where receive_lot_no = r.lot_no and not is_void group by substance) s) k on true
    where not r.is_void and (r.origin ->> 'kind' = 'unknown' or (r.origin ->> 'kind' = 'scrap' and k.of_metal is null and exists (select 1 from custody_shipment s
        where s.organisation_id = r.from_organisation_id and s.shipment_ref = r.shipment_ref and s.to_organisation_id = r.organisation_id and s.state <> 'void')))
      and (r.organisation_id = any(${arrayText(places.organisations)}::text[]) or r.site_id = any(${arrayText(places.sites)}::text[]))
      and coalesce(k.of_metal, 0) < (r.contained ->> r.metal)::bigint ${query.before === undefined ? text`` : text`and r.lot_no < ${query.before}`}
    order by r.lot_no desc limit ${query.limit}`.execute(sql)
  return rows.map((row) => ({ ...receiptFrom(row), linked: row.linked ?? {} }))
}

// To be checked --------------------------------------------------------------------------------------------------------

export type CheckedLink = Link & { readonly isBroken: boolean; readonly isReversed: boolean }
/** Standing links; broken where one of its events was taken back, reversed where it arrived before it left. */
export async function allStandingLinks(sql: Sql): Promise<CheckedLink[]> {
  const { rows } = await text<LinkRow & { is_broken: boolean; is_reversed: boolean }>`select k.*, r.voided_by is not null or s.voided_by is not null as is_broken, r.occurred_at < s.occurred_at as is_reversed
    from custody_link k join custody_event r on r.event_no = k.receive_event_no join custody_event s on s.event_no = k.ship_event_no where not k.is_void`.execute(sql)
  return rows.map((row) => ({ receiveEventNo: row.receive_event_no, receiveLotNo: row.receive_lot_no, shipEventNo: row.ship_event_no, shipLotNo: row.ship_lot_no, substance: row.substance, amount: row.amount, isBroken: row.is_broken, isReversed: row.is_reversed }))
}

export type CheckedReceived = { readonly lotNo: number; readonly substance: string; readonly contained: number | null; readonly weighed: number }
/** Metals of received lots that a link stands on: as the receipt has them, and as the lot was before any settlement. */
export async function allLinkedReceived(sql: Sql): Promise<CheckedReceived[]> {
  return (await text<CheckedReceived>`select m.lot_no as "lotNo", m.substance, (r.contained ->> m.substance)::bigint as contained,
      m.amount - coalesce((select sum(s.change)::bigint from custody_measurement s where s.lot_no = m.lot_no and s.substance = m.substance and not s.is_void), 0) as weighed
    from custody_lot_metal m left join custody_receipt r on r.lot_no = m.lot_no
    where exists (select 1 from custody_link k where k.receive_lot_no = m.lot_no and k.substance = m.substance and not k.is_void)`.execute(sql)).rows
}
