// SQL of shipments: where the two sides meet, what was shipped, and what happened to it. Links and receipts stand in
// `link.store.ts`.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import { arrayText, columnText, linesText } from '#src/kernel/sql-array.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { CustodyModel, ScrapClass } from './custody-model.ts'
import type { TransportLeg } from './event.ts'
import type { ShippedSide } from './law-link.ts'
import { linkedAmong } from './link.store.ts'
import type { DocumentRef, Ref } from './lot.ts'
import type { WeightDispute, ShipmentState, ShipmentStep, Side } from './shipment.ts'
import type { Substance } from './substance.ts'

/** Of these events, those that are one side of a hand-over both sides recorded: they are not taken back before it is undone. */
export async function linkedEvents(sql: Sql, eventNos: readonly number[]): Promise<Set<number>> {
  if (eventNos.length === 0) return new Set()
  const { rows } = await text<{ event_no: number }>`select event_no from custody_shipment where event_no = any(${arrayText(eventNos)}::bigint[]) and state in ('accepted', 'settled')`.execute(sql)
  return new Set([...await linkedAmong(sql, eventNos), ...rows.map((row) => row.event_no)])
}

/** Whose shipment, by which number. */
export type HandOver = { readonly organisationId: string; readonly shipment: Ref }

/** Locks the places where two sides meet, in one order, so that both see what the other recorded before. */
export async function meet(sql: Sql, handOvers: readonly HandOver[]): Promise<void> {
  if (handOvers.length === 0) return
  const keys = [...new Map(handOvers.map((one) => [`${one.organisationId} ${one.shipment}`, one])).entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
  const [from, refs] = [columnText(keys, (one) => one.organisationId), columnText(keys, (one) => one.shipment)]
  await text`insert into custody_hand_over (from_organisation_id, shipment_ref) select * from unnest(${from}::text[], ${refs}::text[]) on conflict do nothing`.execute(sql)
  await text`select 1 from custody_hand_over h join unnest(${from}::text[], ${refs}::text[]) as k (organisation_id, ref) on h.from_organisation_id = k.organisation_id and h.shipment_ref = k.ref
    order by h.from_organisation_id collate "C", h.shipment_ref for update of h`.execute(sql)
}

export type Shipment = {
  readonly shipmentNo: number; readonly bookNo: number; readonly organisationId: string; readonly shipment: Ref; readonly eventNo: number; readonly event: Ref; readonly shippedAt: Instant
  readonly fromSite: string; readonly toOrganisationId: string | null; readonly toName: string | null; readonly toSite: string | null; readonly model: CustodyModel | null
  readonly state: ShipmentState; readonly offeredAt: Instant; readonly answerBy: Instant | null; readonly answeredAt: Instant | null; readonly dispute: WeightDispute | null
  readonly isSimulated: boolean; readonly note: string | null; readonly documents: readonly DocumentRef[]; readonly legs: readonly TransportLeg[]
}
type Row = {
  shipment_no: number; book_no: number; organisation_id: string; shipment_ref: Ref; event_no: number; event_ref: Ref; shipped_at: Instant; from_site_id: string
  to_organisation_id: string | null; to_name: string | null; to_site_id: string | null; model: CustodyModel | null; state: ShipmentState; offered_at: Instant; answer_by: Instant | null
  answered_at: Instant | null; dispute: WeightDispute | null; is_simulated: boolean; note: string | null; documents: DocumentRef[]; legs: TransportLeg[]
}
const fromRow = (row: Row): Shipment => ({
  shipmentNo: row.shipment_no, bookNo: row.book_no, organisationId: row.organisation_id, shipment: row.shipment_ref, eventNo: row.event_no, event: row.event_ref, shippedAt: row.shipped_at,
  fromSite: row.from_site_id, toOrganisationId: row.to_organisation_id, toName: row.to_name, toSite: row.to_site_id, model: row.model, state: row.state, offeredAt: row.offered_at,
  answerBy: row.answer_by, answeredAt: row.answered_at, dispute: row.dispute, isSimulated: row.is_simulated, note: row.note, documents: row.documents, legs: row.legs,
})

export type NewShipment = Pick<Shipment, 'bookNo' | 'organisationId' | 'shipment' | 'eventNo' | 'event' | 'shippedAt' | 'fromSite' | 'toOrganisationId' | 'toName' | 'toSite' | 'model' | 'offeredAt' | 'answerBy' | 'isSimulated' | 'note' | 'documents' | 'legs'>

/**
 * Puts shipments up; one that was taken back is offered anew under its number.
 * @returns those that stand, by event; a number that is in use already is left as it is
 */
export async function putShipments(sql: Sql, shipments: readonly NewShipment[]): Promise<Map<number, number>> {
  if (shipments.length === 0) return new Map()
  const texts = linesText(shipments.map(({ note, documents, legs }) => JSON.stringify({ note, documents, legs })))
  const column = (of: (one: NewShipment) => string | number | boolean | null) => columnText(shipments, of)
  const { rows } = await text<{ shipment_no: number; event_no: number }>`
    insert into custody_shipment (book_no, organisation_id, shipment_ref, event_no, event_ref, shipped_at, from_site_id, to_organisation_id, to_name, to_site_id, model, state, offered_at, answer_by, is_simulated, note, documents, legs)
    select book_no, organisation_id, shipment_ref, event_no, event_ref, shipped_at, from_site_id, to_organisation_id, to_name, to_site_id, model, 'offered', offered_at, answer_by, is_simulated,
      more::jsonb ->> 'note', more::jsonb -> 'documents', more::jsonb -> 'legs'
    from unnest(${column((one) => one.bookNo)}::int[], ${column((one) => one.organisationId)}::text[], ${column((one) => one.shipment)}::text[], ${column((one) => one.eventNo)}::bigint[], ${column((one) => one.event)}::text[],
      ${column((one) => one.shippedAt)}::timestamptz[], ${column((one) => one.fromSite)}::text[], ${column((one) => one.toOrganisationId)}::text[], ${column((one) => one.toName)}::text[], ${column((one) => one.toSite)}::text[],
      ${column((one) => one.model)}::text[], ${column((one) => one.offeredAt)}::timestamptz[], ${column((one) => one.answerBy)}::timestamptz[], ${column((one) => one.isSimulated)}::boolean[], string_to_array(${texts}, chr(10)))
      as s (book_no, organisation_id, shipment_ref, event_no, event_ref, shipped_at, from_site_id, to_organisation_id, to_name, to_site_id, model, offered_at, answer_by, is_simulated, more)
    on conflict (book_no, shipment_ref) do update set event_no = excluded.event_no, event_ref = excluded.event_ref, shipped_at = excluded.shipped_at, from_site_id = excluded.from_site_id,
      to_organisation_id = excluded.to_organisation_id, to_name = excluded.to_name, to_site_id = excluded.to_site_id, model = excluded.model, state = 'offered', offered_at = excluded.offered_at,
      answer_by = excluded.answer_by, answered_at = null, dispute = null, note = excluded.note, documents = excluded.documents, legs = excluded.legs
      where custody_shipment.state = 'void'
    returning shipment_no, event_no`.execute(sql)
  return new Map(rows.map((row) => [row.event_no, row.shipment_no]))
}

export type ShippedRowIn = { readonly shipEventNo: number; readonly lotNo: number; readonly substance: Substance; readonly position: number; readonly lot: Ref; readonly metal: Substance; readonly model: CustodyModel; readonly amount: number }

export async function putShipped(sql: Sql, rows: readonly ShippedRowIn[]): Promise<void> {
  if (rows.length === 0) return
  await text`insert into custody_shipped (ship_event_no, lot_no, substance, position, lot_ref, metal, model, amount) select * from unnest(
    ${columnText(rows, (row) => row.shipEventNo)}::bigint[], ${columnText(rows, (row) => row.lotNo)}::bigint[], ${columnText(rows, (row) => row.substance)}::text[], ${columnText(rows, (row) => row.position)}::int[],
    ${columnText(rows, (row) => row.lot)}::text[], ${columnText(rows, (row) => row.metal)}::text[], ${columnText(rows, (row) => row.model)}::text[], ${columnText(rows, (row) => row.amount)}::bigint[])`.execute(sql)
}

/** Moves what is linked of shipped parts; the constraint refuses more than was shipped. */
export async function moveLinked(sql: Sql, changes: readonly { readonly shipEventNo: number; readonly shipLotNo: number; readonly substance: Substance; readonly amount: number }[]): Promise<void> {
  if (changes.length === 0) return
  await text`update custody_shipped s set linked = s.linked + c.amount from (select ship_event_no, lot_no, substance, sum(amount)::bigint as amount from unnest(
    ${columnText(changes, (one) => one.shipEventNo)}::bigint[], ${columnText(changes, (one) => one.shipLotNo)}::bigint[], ${columnText(changes, (one) => one.substance)}::text[], ${columnText(changes, (one) => one.amount)}::bigint[])
    as u (ship_event_no, lot_no, substance, amount) group by 1, 2, 3) c where s.ship_event_no = c.ship_event_no and s.lot_no = c.lot_no and s.substance = c.substance`.execute(sql)
}

/** Shipments by whose they are and by number; `void` ones are left out. */
export async function shipmentsMet(sql: Sql, handOvers: readonly HandOver[]): Promise<Shipment[]> {
  if (handOvers.length === 0) return []
  const { rows } = await text<Row>`select distinct s.* from custody_shipment s join unnest(${columnText(handOvers, (one) => one.organisationId)}::text[], ${columnText(handOvers, (one) => one.shipment)}::text[]) as k (organisation_id, ref)
    on s.organisation_id = k.organisation_id and s.shipment_ref = k.ref where s.state <> 'void'`.execute(sql)
  return rows.map(fromRow)
}

/** Numbers of shipments that stand in a book, with the event of each. */
export async function shipmentNumbers(sql: Sql, bookNo: number, refs: readonly Ref[]): Promise<(readonly [Ref, Ref])[]> {
  if (refs.length === 0) return []
  const { rows } = await text<{ shipment_ref: Ref; event_ref: Ref }>`select shipment_ref, event_ref from custody_shipment where book_no = ${bookNo} and shipment_ref = any(${arrayText(refs)}::text[]) and state <> 'void'`.execute(sql)
  return rows.map((row) => [row.shipment_ref, row.event_ref] as const)
}

/** The senders' sides of shipments, as links are decided on. */
export async function shippedSides(sql: Sql, shipments: readonly Shipment[]): Promise<Map<number, ShippedSide>> {
  const sides = new Map<number, ShippedSide & { parts: ShippedSide['parts'][number][] }>(shipments.map((one) => [one.eventNo, { eventNo: one.eventNo, organisationId: one.organisationId, toOrganisationId: one.toOrganisationId, shipment: one.shipment, at: one.shippedAt, model: one.model, parts: [] }]))
  if (shipments.length === 0) return sides
  const { rows } = await text<{ ship_event_no: number; lot_no: number; lot_ref: Ref; metal: Substance; model: CustodyModel; scrap_class: ScrapClass | null; substance: Substance; amount: number }>`select ship_event_no, lot_no, lot_ref, metal, model, substance, amount,
      (select l.scrap_class from custody_lot l where l.lot_no = p.lot_no) as scrap_class
    from custody_shipped p where ship_event_no = any(${columnText(shipments, (one) => one.eventNo)}::bigint[]) order by ship_event_no, position, substance`.execute(sql)
  for (const row of rows) sides.get(row.ship_event_no)!.parts.push({ lotNo: row.lot_no, lot: row.lot_ref, metal: row.metal, model: row.model, scrapClass: row.scrap_class, substance: row.substance, amount: row.amount })
  return sides
}

export async function shipmentByNo(sql: Sql, shipmentNo: number, isForUpdate = false): Promise<Shipment | undefined> {
  const { rows } = isForUpdate
    ? await text<Row>`select * from custody_shipment where shipment_no = ${shipmentNo} for no key update`.execute(sql)
    : await text<Row>`select * from custody_shipment where shipment_no = ${shipmentNo}`.execute(sql)
  return rows[0] === undefined ? undefined : fromRow(rows[0])
}

export async function shipmentsOfEvents(sql: Sql, eventNos: readonly number[]): Promise<Shipment[]> {
  if (eventNos.length === 0) return []
  const { rows } = await text<Row>`select * from custody_shipment where event_no = any(${arrayText(eventNos)}::bigint[]) order by shipment_no`.execute(sql)
  return rows.map(fromRow)
}

/** Shipments that a lot of the sender went into: by its number. */
export async function shipmentsOfLots(sql: Sql, lotNos: readonly number[]): Promise<{ readonly lotNo: number; readonly shipment: Shipment }[]> {
  if (lotNos.length === 0) return []
  const { rows } = await text<Row & { of_lot_no: number }>`select distinct on (p.lot_no, s.shipment_no) p.lot_no as of_lot_no, s.* from custody_shipped p join custody_shipment s on s.event_no = p.ship_event_no
    where p.lot_no = any(${arrayText(lotNos)}::bigint[]) and s.state <> 'void'`.execute(sql)
  return rows.map((row) => ({ lotNo: row.of_lot_no, shipment: fromRow(row) }))
}

export type StateChange = { readonly state: ShipmentState; readonly answeredAt?: Instant | null; readonly answerBy?: Instant | null; readonly dispute?: WeightDispute | null }
export async function setShipmentState(sql: Sql, shipmentNos: readonly number[], change: StateChange): Promise<void> {
  if (shipmentNos.length === 0) return
  await text`update custody_shipment set state = ${change.state}
    ${change.answeredAt === undefined ? text`` : text`, answered_at = ${change.answeredAt}`}
    ${change.answerBy === undefined ? text`` : text`, answer_by = ${change.answerBy}`}
    ${change.dispute === undefined ? text`` : text`, dispute = ${change.dispute === null ? null : JSON.stringify(change.dispute)}::jsonb`}
    where shipment_no = any(${arrayText(shipmentNos)}::bigint[])`.execute(sql)
}

export type NewStep = { readonly shipmentNo: number; readonly step: ShipmentStep; readonly at: Instant; readonly side: Side | 'time'; readonly userId: string | null; readonly reason: string | null }
export async function addSteps(sql: Sql, steps: readonly NewStep[]): Promise<void> {
  if (steps.length === 0) return
  await text`insert into custody_shipment_step (shipment_no, step, at, side, user_id, reason) select shipment_no, step, at, side, user_id, reason from unnest(
    ${columnText(steps, (one) => one.shipmentNo)}::bigint[], ${columnText(steps, (one) => one.step)}::text[], ${columnText(steps, (one) => one.at)}::timestamptz[], ${columnText(steps, (one) => one.side)}::text[],
    ${columnText(steps, (one) => one.userId)}::text[], ${columnText(steps, (one) => one.reason)}::text[]) with ordinality as u (shipment_no, step, at, side, user_id, reason, nth) order by nth`.execute(sql)
}

export async function stepsOf(sql: Sql, shipmentNo: number): Promise<{ readonly step: ShipmentStep; readonly at: Instant; readonly side: Side | 'time'; readonly reason: string | null }[]> {
  const { rows } = await text<{ step: ShipmentStep; at: Instant; side: Side | 'time'; reason: string | null }>`select step, at, side, reason from custody_shipment_step where shipment_no = ${shipmentNo} order by step_no`.execute(sql)
  return rows
}

// Lists ----------------------------------------------------------------------------------------------------------------

/** For which places somebody acts: whole organisations, and single sites. */
export type Places = { readonly organisations: readonly string[]; readonly sites: readonly string[]; /** Those whose sites these are: what is sent to no site of theirs in particular is for them too. */ readonly organisationsOfSites: readonly string[] }
export type ShipmentQuery = { readonly side: Side; readonly states?: readonly ShipmentState[] | undefined; readonly organisationId?: string | undefined; readonly before?: number | undefined; readonly limit: number }

const reached = (side: Side, places: Places) => {
  const [organisation, site] = side === 'sender' ? [text`organisation_id`, text`from_site_id`] : [text`to_organisation_id`, text`to_site_id`]
  return text`(${organisation} = any(${arrayText(places.organisations)}::text[]) or ${site} = any(${arrayText(places.sites)}::text[]) or (${site} is null and ${organisation} = any(${arrayText(places.organisationsOfSites)}::text[])))`
}

/** Newest first. */
export async function listShipmentRows(sql: Sql, places: Places, query: ShipmentQuery): Promise<Shipment[]> {
  const { rows } = await text<Row>`select * from custody_shipment where ${reached(query.side, places)}
    ${query.organisationId === undefined ? text`` : text`and ${query.side === 'sender' ? text`organisation_id` : text`to_organisation_id`} = ${query.organisationId}`}
    ${query.states === undefined ? text`` : text`and state = any(${arrayText(query.states)}::text[])`}
    ${query.before === undefined ? text`` : text`and shipment_no < ${query.before}`}
    order by shipment_no desc limit ${query.limit}`.execute(sql)
  return rows.map(fromRow)
}

/** Shipped to an organisation by another, still with something free of a metal. */
export async function shipmentsWithFree(sql: Sql, toOrganisationIds: readonly string[], limit: number): Promise<Shipment[]> {
  const { rows } = await text<Row>`select * from custody_shipment s where to_organisation_id = any(${arrayText(toOrganisationIds)}::text[]) and state <> 'void'
    and exists (select 1 from custody_shipped p where p.ship_event_no = s.event_no and p.linked < p.amount) order by shipment_no desc limit ${limit}`.execute(sql)
  return rows.map(fromRow)
}

/** Sums of a list: lots, traded metal, and what of it was shipped. */
export async function shippedSums(sql: Sql, eventNos: readonly number[]): Promise<Map<number, { readonly lots: number; readonly metal: Substance; readonly amount: number }>> {
  if (eventNos.length === 0) return new Map()
  const { rows } = await text<{ ship_event_no: number; lots: number; metal: Substance; amount: string }>`select ship_event_no, count(distinct lot_no)::int as lots, (array_agg(metal order by position))[1] as metal,
      sum(amount) filter (where substance = metal)::text as amount
    from custody_shipped where ship_event_no = any(${arrayText(eventNos)}::bigint[]) group by ship_event_no`.execute(sql)
  return new Map(rows.map((row) => [row.ship_event_no, { lots: row.lots, metal: row.metal, amount: Number(row.amount ?? 0) }]))
}

/** Not answered by their day. */
export async function overdueShipments(sql: Sql, now: Instant): Promise<Shipment[]> {
  const { rows } = await text<Row>`select * from custody_shipment where state = 'offered' and to_organisation_id is not null and answer_by <= ${now} order by shipment_no limit 5000 for no key update`.execute(sql)
  return rows.map(fromRow)
}

/** Waiting for an answer that is due by an instant. */
export async function shipmentsDue(sql: Sql, until: Instant): Promise<Shipment[]> {
  const { rows } = await text<Row>`select * from custody_shipment where state = 'offered' and to_organisation_id is not null and answer_by <= ${until} order by shipment_no`.execute(sql)
  return rows.map(fromRow)
}

export type CheckedPart = { readonly shipEventNo: number; readonly lotNo: number; readonly substance: string; readonly amount: number; readonly linked: number; readonly drawn: number | null }
/** Shipped parts that a link was ever taken of: to be checked. */
export async function allLinkedParts(sql: Sql): Promise<CheckedPart[]> {
  return (await text<CheckedPart>`select ship_event_no as "shipEventNo", lot_no as "lotNo", substance, amount, linked,
      (select d.amount from custody_draw d where d.event_no = p.ship_event_no and d.lot_no = p.lot_no and d.substance = p.substance) as drawn from custody_shipped p
    where linked <> 0 or exists (select 1 from custody_link k where k.ship_event_no = p.ship_event_no and k.ship_lot_no = p.lot_no and k.substance = p.substance and not k.is_void)`.execute(sql)).rows
}
