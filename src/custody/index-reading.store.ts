// The tables of the ledger as the provenance index reads them: what stands now, by event numbers or by batch. It writes nothing.
// Callers read in one snapshot, so that events, lots, draws and links are of one moment.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import { columnText } from '#src/kernel/sql-array.ts'
import type { EventKind, TransportLeg } from './event.ts'
import type { Material, Origin, Ref } from './lot.ts'
import { standingLines } from './standing-line.store.ts'
import type { Substance } from './substance.ts'

export type ReadEvent = { readonly eventNo: number; readonly kind: EventKind; readonly organisationId: string; readonly siteId: string; readonly at: string; readonly isVoid: boolean; readonly process: string | null; readonly legs: readonly TransportLeg[] }
export type ReadLot = {
  readonly lotNo: number; readonly eventNo: number; readonly ref: Ref; readonly metal: Substance; readonly material: Material; readonly scrapClass: string | null; readonly origin: Origin | null
  readonly grossGrams: number | null; readonly contained: readonly (readonly [Substance, number])[]
}
export type ReadDraw = { readonly eventNo: number; readonly lotNo: number; readonly substance: Substance; readonly amount: number; readonly recovery: number; readonly metal: Substance; readonly material: Material; readonly scrapClass: string | null; readonly grossGrams: number | null; readonly lotAmount: number }
export type ReadLink = { readonly receiveEventNo: number; readonly receiveLotNo: number; readonly shipEventNo: number; readonly shipLotNo: number; readonly substance: Substance; readonly amount: number; readonly isVoid: boolean }

type EventRow = { event_no: number; kind: EventKind; organisation_id: string; site_id: string; occurred_at: string; is_void: boolean; process: string | null; legs: TransportLeg[] | null; is_stated_anew: boolean }
/** A line is read for its process and its way; of a correction they may stand in the line that it took back, which is read as everywhere. */
const eventColumns = text`e.event_no, e.kind, b.organisation_id, e.site_id, e.occurred_at, e.voided_by is not null as is_void,
  case when e.kind = 'transform' then e.text::jsonb ->> 'process' end as process, case when e.kind in ('ship', 'receive') then e.text::jsonb -> 'legs' end as legs,
  e.kind in ('transform', 'ship', 'receive') and strpos(e.text, '"corrects":') > 0 as is_stated_anew`
type Said = { readonly process?: string; readonly legs?: TransportLeg[] }

async function eventsWhere(sql: Sql, where: ReturnType<typeof text>): Promise<ReadEvent[]> {
  const { rows } = await text<EventRow>`select ${eventColumns} from custody_event e join custody_book b on b.book_no = e.book_no where ${where}`.execute(sql)
  const lines = await standingLines(sql, rows.filter((row) => row.is_stated_anew).map((row) => row.event_no))
  return rows.map((row) => {
    const { process, legs }: Said = lines.get(row.event_no) ?? {}
    return {
      eventNo: row.event_no, kind: row.kind, organisationId: row.organisation_id, siteId: row.site_id, at: row.occurred_at, isVoid: row.is_void,
      process: row.process ?? (row.kind === 'transform' ? process : undefined) ?? null, legs: row.legs ?? (row.kind === 'transform' ? undefined : legs) ?? [],
    }
  })
}

/** Events after a number, in their order. */
export const eventsAfter = (sql: Sql, eventNo: number, limit: number): Promise<ReadEvent[]> => eventsWhere(sql, text`e.event_no > ${eventNo} order by e.event_no limit ${limit}`)
export const eventsOfBatches = (sql: Sql, batchNos: readonly number[]): Promise<ReadEvent[]> => eventsWhere(sql, text`e.batch_no = any(${columnText(batchNos, (one) => one)}::bigint[]) order by e.event_no`)
export const eventsNumbered = (sql: Sql, eventNos: readonly number[]): Promise<ReadEvent[]> => eventsWhere(sql, text`e.event_no = any(${columnText(eventNos, (one) => one)}::bigint[]) order by e.event_no`)

type LotRow = { lot_no: number; event_no: number; lot_ref: Ref; metal: Substance; material: Material; scrap_class: string | null; origin: Origin | null; gross_g: number | null; substances: Substance[]; amounts: number[] }
/** Lots that events between two numbers made, with what they hold as it now counts. */
const lotsWhere = async (sql: Sql, where: ReturnType<typeof text>): Promise<ReadLot[]> => {
  const { rows } = await text<LotRow>`select l.lot_no, l.event_no, l.lot_ref, l.metal, l.material, l.scrap_class, l.origin, l.gross_g, m.substances, m.amounts
    from custody_lot l cross join lateral (select array_agg(substance order by substance) as substances, array_agg(amount::float8 order by substance) as amounts from custody_lot_metal where lot_no = l.lot_no) m
    where ${where} order by l.event_no, l.lot_no`.execute(sql)
  return rows.map((row) => ({
    lotNo: row.lot_no, eventNo: row.event_no, ref: row.lot_ref, metal: row.metal, material: row.material, scrapClass: row.scrap_class, origin: row.origin, grossGrams: row.gross_g,
    contained: row.substances.map((substance, i) => [substance, row.amounts[i]!] as const),
  }))
}
export const lotsOfEventsBetween = (sql: Sql, first: number, last: number): Promise<ReadLot[]> => lotsWhere(sql, text`l.event_no between ${first} and ${last}`)
export const lotsOfEvents = (sql: Sql, eventNos: readonly number[]): Promise<ReadLot[]> => lotsWhere(sql, text`l.event_no = any(${columnText(eventNos, (one) => one)}::bigint[])`)
/** Lots that measurements of these events weighed, as they now count. */
export const lotsMeasuredBy = (sql: Sql, eventNos: readonly number[]): Promise<ReadLot[]> =>
  lotsWhere(sql, text`l.lot_no in (select lot_no from custody_measurement where event_no = any(${columnText(eventNos, (one) => one)}::bigint[]))`)

type DrawRow = { event_no: number; lot_no: number; substance: Substance; amount: number; recovery: string | null; metal: Substance; material: Material; scrap_class: string | null; gross_g: number | null; lot_amount: number }
const drawsWhere = async (sql: Sql, where: ReturnType<typeof text>): Promise<ReadDraw[]> => {
  const { rows } = await text<DrawRow>`select d.event_no, d.lot_no, d.substance, d.amount, d.recovery, l.metal, l.material, l.scrap_class, l.gross_g, m.amount as lot_amount
    from custody_draw d join custody_lot l on l.lot_no = d.lot_no join custody_lot_metal m on m.lot_no = d.lot_no and m.substance = d.substance
    where ${where} order by d.event_no, d.lot_no, d.substance`.execute(sql)
  return rows.map((row) => ({
    eventNo: row.event_no, lotNo: row.lot_no, substance: row.substance, amount: row.amount, recovery: row.recovery === null ? 1 : Number(row.recovery), metal: row.metal, material: row.material,
    scrapClass: row.scrap_class, grossGrams: row.gross_g, lotAmount: row.lot_amount,
  }))
}
export const drawsOfEventsBetween = (sql: Sql, first: number, last: number): Promise<ReadDraw[]> => drawsWhere(sql, text`d.event_no between ${first} and ${last}`)
export const drawsOfEvents = (sql: Sql, eventNos: readonly number[]): Promise<ReadDraw[]> => drawsWhere(sql, text`d.event_no = any(${columnText(eventNos, (one) => one)}::bigint[])`)

/** Events that these took back. */
export async function eventsVoidedBy(sql: Sql, eventNos: readonly number[]): Promise<number[]> {
  return (await text<{ event_no: number }>`select event_no from custody_event where voided_by = any(${columnText(eventNos, (one) => one)}::bigint[]) order by event_no`.execute(sql)).rows.map((row) => row.event_no)
}

type LinkRow = { receive_event_no: number; receive_lot_no: number; ship_event_no: number; ship_lot_no: number; substance: Substance; amount: number; is_void: boolean }
const linkFrom = (row: LinkRow): ReadLink => ({ receiveEventNo: row.receive_event_no, receiveLotNo: row.receive_lot_no, shipEventNo: row.ship_event_no, shipLotNo: row.ship_lot_no, substance: row.substance, amount: row.amount, isVoid: row.is_void })
/** Links of receipts, void ones too. */
export async function linksOfReceipts(sql: Sql, receiveEventNos: readonly number[]): Promise<ReadLink[]> {
  return (await text<LinkRow>`select * from custody_link where receive_event_no = any(${columnText(receiveEventNos, (one) => one)}::bigint[]) order by receive_event_no, receive_lot_no, ship_event_no, ship_lot_no, substance`.execute(sql)).rows.map(linkFrom)
}
export async function linksOfReceiptsBetween(sql: Sql, first: number, last: number): Promise<ReadLink[]> {
  return (await text<LinkRow>`select * from custody_link where receive_event_no between ${first} and ${last} and not is_void order by receive_event_no, receive_lot_no, ship_event_no, ship_lot_no, substance`.execute(sql)).rows.map(linkFrom)
}

/** What the ledger holds in all, for making room. */
export async function ledgerCounts(sql: Sql): Promise<{ readonly lastEvent: number; readonly lastLot: number; readonly parts: number; readonly draws: number; readonly links: number }> {
  const { rows } = await text<{ last_event: number; last_lot: number; parts: number; draws: number; links: number }>`select
    (select coalesce(max(event_no), 0) from custody_event) as last_event, (select coalesce(max(lot_no), 0) from custody_lot) as last_lot,
    (select count(*) from custody_lot_metal) as parts, (select count(*) from custody_draw) as draws, (select count(*) from custody_link) as links`.execute(sql)
  const row = rows[0]!
  return { lastEvent: row.last_event, lastLot: row.last_lot, parts: row.parts, draws: row.draws, links: row.links }
}

/** What is left of lots that count, by number: after one, up to and with another. */
export async function leftOverOfLots(sql: Sql, after: number, upTo: number): Promise<{ readonly lotNo: number; readonly substance: Substance; readonly left: number }[]> {
  return (await text<{ lot_no: number; substance: Substance; left_over: number }>`select m.lot_no, m.substance, m.left_over from custody_lot_metal m join custody_lot l on l.lot_no = m.lot_no
    where m.lot_no > ${after} and m.lot_no <= ${upTo} and not l.is_void order by m.lot_no, m.substance`.execute(sql)).rows.map((row) => ({ lotNo: row.lot_no, substance: row.substance, left: row.left_over }))
}
