// What a book says of a lot that is to be credited: where it came in, how, how much of the metal it holds, and whose shipment
// it is linked to. One question over five tables; reads only.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import { dayOf, type Day, type Instant } from '#src/kernel/time.ts'
import type { CustodyModel, ScrapClass } from './custody-model.ts'
import { lotIdOf, type LotId, type Origin, type Ref } from './lot.ts'

export type Receipt = {
  readonly lot: string
  readonly siteId: string
  readonly on: Day
  /** `receive` or `extract` bring metal in; of anything else it was made here. */
  readonly kind: string
  readonly contained: number
  /** How much of it linked shipments account for. */
  readonly linked: number
  readonly model: CustodyModel
  readonly scrapClass: ScrapClass | null
  readonly origin: Origin | null
  /** Sites that sent it, as linked, each with the shipment `book:reference`. */
  readonly sent: readonly { readonly siteId: string; readonly shipment: string }[]
}
type ReceiptRow = { lot_ref: string; site_id: string; model: CustodyModel; scrap_class: ScrapClass | null; origin: Origin | null; kind: string; occurred_at: Instant; amount: number; linked: number; sent: Receipt['sent'] }

const fromRow = (row: ReceiptRow): Receipt => ({
  lot: row.lot_ref, siteId: row.site_id, on: dayOf(row.occurred_at), kind: row.kind, contained: row.amount, linked: row.linked, model: row.model,
  scrapClass: row.scrap_class, origin: row.origin, sent: row.sent,
})

/** How much of a lot comes from the sites that it is linked to; all of it where the book itself says where it comes from. */
export const fromSenders = ({ sent, contained, linked }: Pick<Receipt, 'sent' | 'contained' | 'linked'>): number => sent.length === 0 ? contained : Math.min(contained, linked)

const columns = text`l.lot_ref, l.site_id, l.model, l.scrap_class, l.origin, e.kind, e.occurred_at, m.amount,
  (select coalesce(sum(k.amount), 0)::bigint from custody_link k where k.receive_lot_no = l.lot_no and k.substance = m.substance and not k.is_void) as linked,
  coalesce((select json_agg(distinct jsonb_build_object('siteId', s.from_site_id, 'shipment', sb.organisation_id || ':' || s.shipment_ref))
    from custody_link k join custody_shipment s on s.event_no = k.ship_event_no join custody_book sb on sb.book_no = s.book_no
    where k.receive_lot_no = l.lot_no and k.substance = m.substance and not k.is_void), '[]'::json) as sent`
const tables = text`custody_book b join custody_lot l on l.book_no = b.book_no join custody_event e on e.event_no = l.event_no join custody_lot_metal m on m.lot_no = l.lot_no`

export async function receiptOf(sql: Sql, organisationId: string, lot: string, metal: string): Promise<Receipt | undefined> {
  const { rows } = await text<ReceiptRow>`select ${columns} from ${tables}
    where b.organisation_id = ${organisationId} and l.lot_ref = ${lot} and m.substance = ${metal} and m.amount > 0 and not l.is_void`.execute(sql)
  return rows[0] === undefined ? undefined : fromRow(rows[0])
}

/** What a site extracted, or received by a linked shipment, in a span of days; the newest first. */
export async function receiptsAt(sql: Sql, organisationId: string, siteId: string, metal: string, from: Day, most: number): Promise<Receipt[]> {
  const { rows } = await text<ReceiptRow>`select ${columns} from ${tables}
    where b.organisation_id = ${organisationId} and l.site_id = ${siteId} and m.substance = ${metal} and m.amount > 0 and not l.is_void and e.occurred_at >= ${`${from}T00:00:00Z`}
      and e.kind in ('receive', 'extract') order by e.occurred_at desc, l.lot_no desc limit ${most}`.execute(sql)
  return rows.map(fromRow)
}

/** Keeps a book as it is until the transaction ends: whoever records in it waits, or is waited for. */
export async function holdBook(sql: Sql, organisationId: string): Promise<void> {
  await text`select 1 from custody_book where organisation_id = ${organisationId} for share`.execute(sql)
}

/** Lots that these events of a book brought in, with the origin they were given. */
export async function lotsBornBy(sql: Sql, bookNo: number, events: readonly Ref[]): Promise<Map<LotId, { readonly origin: Origin | null }>> {
  if (events.length === 0) return new Map()
  const { rows } = await text<{ organisation_id: string; lot_ref: Ref; origin: Origin | null }>`
    select b.organisation_id, l.lot_ref, l.origin from custody_event e join custody_lot l on l.event_no = e.event_no join custody_book b on b.book_no = e.book_no
    where e.book_no = ${bookNo} and e.event_ref = any(${[...events]}) and not l.is_void`.execute(sql)
  return new Map(rows.map((row) => [lotIdOf(row.organisation_id, row.lot_ref), { origin: row.origin }]))
}

/** What a shipment of a book holds of a metal, and from which site; nothing where it is none or was taken back. */
export async function shippedOf(sql: Sql, organisationId: string, shipment: string, metal: string): Promise<{ readonly siteId: string; readonly contained: number; readonly on: Day; readonly toOrganisationId: string | null; readonly lots: readonly string[] } | undefined> {
  const { rows } = await text<{ from_site_id: string; shipped_at: Instant; to_organisation_id: string | null; contained: number; lots: string[] }>`
    select s.from_site_id, s.shipped_at, s.to_organisation_id, coalesce(sum(d.amount), 0)::bigint as contained, coalesce(array_agg(l.lot_ref order by l.lot_no) filter (where l.lot_ref is not null), '{}') as lots
    from custody_book b join custody_shipment s on s.book_no = b.book_no
    left join custody_draw d on d.event_no = s.event_no and d.substance = ${metal} and not d.is_void left join custody_lot l on l.lot_no = d.lot_no
    where b.organisation_id = ${organisationId} and s.shipment_ref = ${shipment} and s.state <> 'void' group by s.shipment_no`.execute(sql)
  const row = rows[0]
  return row === undefined ? undefined : { siteId: row.from_site_id, on: dayOf(row.shipped_at), toOrganisationId: row.to_organisation_id, contained: row.contained, lots: row.lots }
}
