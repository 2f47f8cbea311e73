// Reads the ancestors of a lot from the custody tables, one round of queries per generation and none that recurses. With
// `knownAt`, as the records stood at that instant: what was recorded later is not there, what was taken back later still is.
// Footprints read the same lots, events, draws and links here.
import { sql as text } from 'kysely'
import type { LotId, Origin } from '#src/custody/lot.ts'
import { lotIdOf, lotIdParts } from '#src/custody/lot.ts'
import { linkIdOf } from '#src/custody/shipment.ts'
import { standingLines } from '#src/custody/standing-line.store.ts'
import { isConserved, quantumOf, type Substance } from '#src/custody/substance.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import { entriesAboutUntil } from '#src/transparency/log.store.ts'
import type { LineageDraw, LineageEvent, LineageLink, LineageLot, LineageRows } from './lineage.ts'

type Row = Record<string, unknown>
const instant = (value: unknown): Instant => new Date(value as string).toISOString()
const number = (value: unknown): number => Number(value)

const eventOf = (row: Row): LineageEvent => ({
  eventNo: number(row['event_no']), ref: row['event_ref'] as string, kind: row['kind'] as LineageEvent['kind'], organisationId: row['organisation_id'] as string,
  siteId: row['site_id'] as string, at: instant(row['occurred_at']), recordedAt: instant(row['recorded_at']),
})
const lotOf = (row: Row): LineageLot => ({
  lotNo: number(row['lot_no']), lotId: lotIdOf(row['organisation_id'] as string, row['lot_ref'] as string), organisationId: row['organisation_id'] as string,
  eventNo: number(row['event_no']), siteId: row['site_id'] as string, bornAt: instant(row['born_at']), material: row['material'] as LineageLot['material'],
  metal: row['metal'] as Substance, model: row['model'] as LineageLot['model'], scrapClass: row['scrap_class'] as LineageLot['scrapClass'],
  origin: row['origin'] as Origin | null, grossGrams: row['gross_g'] === null ? null : number(row['gross_g']), amount: number(row['amount'] ?? 0), isSimulated: row['is_simulated'] as boolean,
})
const drawOf = (row: Row): LineageDraw => ({ eventNo: number(row['event_no']), lotNo: number(row['lot_no']), amount: number(row['amount']), recovery: row['recovery'] === null ? 1 : number(row['recovery']) })

/** Whether an event counts: not taken back, or (as known at an instant) recorded by then and not yet taken back. */
const counts = (knownAt: Instant | null) => knownAt === null ? text`e.voided_by is null`
  : text`b.recorded_at <= ${knownAt} and not exists (select 1 from custody_event v join custody_batch w on w.batch_no = v.batch_no where v.event_no = e.voided_by and w.recorded_at <= ${knownAt})`

/** A lot of a book by its reference; as known at an instant, the one that stood then, else one that was recorded or stated anew since. */
export async function findLot(sql: Sql, lotId: LotId, knownAt: Instant | null = null): Promise<{ lotNo: number; metal: Substance; organisationId: string; siteId: string; isVoid: boolean } | undefined> {
  const { organisationId, ref } = lotIdParts(lotId)
  const of = text`custody_lot l join custody_book k on k.book_no = l.book_no`
  const { rows } = knownAt === null
    ? await text<Row>`select l.lot_no, l.metal, l.site_id, l.is_void from ${of} where k.organisation_id = ${organisationId} and l.lot_ref = ${ref} order by l.is_void, l.lot_no desc limit 1`.execute(sql)
    : await text<Row>`select l.lot_no, l.metal, l.site_id, not (${counts(knownAt)}) and b.recorded_at <= ${knownAt} as is_void from ${of} join custody_event e on e.event_no = l.event_no join custody_batch b on b.batch_no = e.batch_no
        where k.organisation_id = ${organisationId} and l.lot_ref = ${ref} order by (${counts(knownAt)}) desc, 4, l.lot_no desc limit 1`.execute(sql)
  const row = rows[0]
  return row === undefined ? undefined : { lotNo: number(row['lot_no']), metal: row['metal'] as Substance, organisationId, siteId: row['site_id'] as string, isVoid: row['is_void'] as boolean }
}

/** What a lot held: as it now counts, or as known at an instant, without what settlements changed since. */
const amountAs = (knownAt: Instant | null) => knownAt === null ? text`m.amount`
  : text`m.amount - coalesce((select sum(s.change * ((not s.is_void)::int - (${counts(knownAt)})::int)) from custody_measurement s join custody_event e on e.event_no = s.event_no join custody_batch b on b.batch_no = e.batch_no
      where s.lot_no = m.lot_no and s.substance = m.substance and s.change <> 0), 0)`

/** Of the metal asked for; null: each lot of the one it is traded for. */
export type OfMetal = Substance | null

const lotsWhere = async (sql: Sql, where: ReturnType<typeof text>, substance: OfMetal, knownAt: Instant | null): Promise<LineageLot[]> => {
  const { rows } = await text<Row>`
    select l.lot_no, l.lot_ref, l.event_no, l.site_id, l.born_at, l.material, l.metal, l.model, l.scrap_class, l.gross_g, l.origin, k.organisation_id, k.is_simulated, ${amountAs(knownAt)} as amount
    from custody_lot l join custody_book k on k.book_no = l.book_no left join custody_lot_metal m on m.lot_no = l.lot_no and m.substance = ${substance === null ? text`l.metal` : text`${substance}`}
    where ${where} order by l.lot_no`.execute(sql)
  return rows.map(lotOf)
}
export const lotsByNo = async (sql: Sql, lotNos: readonly number[], substance: OfMetal, knownAt: Instant | null): Promise<LineageLot[]> =>
  lotNos.length === 0 ? [] : lotsWhere(sql, text`l.lot_no = any(${[...lotNos]})`, substance, knownAt)
export const lotsOfEvents = async (sql: Sql, eventNos: readonly number[], substance: OfMetal, knownAt: Instant | null): Promise<LineageLot[]> =>
  eventNos.length === 0 ? [] : lotsWhere(sql, text`l.event_no = any(${[...eventNos]})`, substance, knownAt)
/** The newest lots of a book that still count. */
export const newestLots = async (sql: Sql, organisationId: string, limit: number): Promise<LineageLot[]> =>
  lotsWhere(sql, text`l.lot_no in (select n.lot_no from custody_lot n join custody_book o on o.book_no = n.book_no where o.organisation_id = ${organisationId} and not n.is_void order by n.lot_no desc limit ${limit})`, null, null)

export async function eventsByNo(sql: Sql, eventNos: readonly number[]): Promise<LineageEvent[]> {
  if (eventNos.length === 0) return []
  const { rows } = await text<Row>`
    select e.event_no, e.event_ref, e.kind, e.site_id, e.occurred_at, b.recorded_at, k.organisation_id
    from custody_event e join custody_batch b on b.batch_no = e.batch_no join custody_book k on k.book_no = e.book_no where e.event_no = any(${[...eventNos]})`.execute(sql)
  return rows.map(eventOf)
}

/**
 * Whether one of these events was recorded after an instant, or stated anew: a correction states lots anew in place, so that
 * what stood before it is in the log and not in the tables. What a void took back lies where it was; a shipment has no lots.
 */
export async function isRestatedSince(sql: Sql, eventNos: readonly number[], knownAt: Instant): Promise<boolean> {
  const { rows } = await text`
    select 1 from custody_event e join custody_batch b on b.batch_no = e.batch_no left join custody_event v on v.event_no = e.voided_by
    where e.event_no = any(${[...eventNos]}) and (b.recorded_at > ${knownAt} or v.kind not in ('void', 'ship')) limit 1`.execute(sql)
  return rows.length > 0
}

export const inputsOf = async (sql: Sql, eventNos: readonly number[], substance: OfMetal): Promise<LineageDraw[]> => eventNos.length === 0 ? []
  : (await text<Row>`select d.event_no, d.lot_no, d.amount, d.recovery from custody_draw d ${substance === null ? text`join custody_lot l on l.lot_no = d.lot_no and l.metal = d.substance` : text``}
    where d.event_no = any(${[...eventNos]}) ${substance === null ? text`` : text`and d.substance = ${substance}`} order by d.event_no, d.lot_no`.execute(sql)).rows.map(drawOf)

async function outputsOf(sql: Sql, eventNos: readonly number[], substance: Substance, knownAt: Instant | null): Promise<{ eventNo: number; lotNo: number; amount: number }[]> {
  const { rows } = await text<Row>`
    select l.event_no, l.lot_no, ${amountAs(knownAt)} as amount from custody_lot l join custody_lot_metal m on m.lot_no = l.lot_no and m.substance = ${substance}
    where l.event_no = any(${[...eventNos]}) order by l.event_no, l.lot_no`.execute(sql)
  return rows.map((row) => ({ eventNo: number(row['event_no']), lotNo: number(row['lot_no']), amount: number(row['amount']) }))
}

/** Links of received lots; as known at an instant, those that stood then. */
export async function linksOf(sql: Sql, lotNos: readonly number[], substance: OfMetal, knownAt: Instant | null): Promise<LineageLink[]> {
  if (lotNos.length === 0) return []
  const moved = knownAt === null ? [] : await receiptsLinkedAnew(sql, lotNos, knownAt)
  const { rows } = await text<Row>`
    select n.receive_lot_no, n.ship_lot_no, n.ship_event_no, n.amount, n.linked_at
    from custody_link n join custody_event e on e.event_no = n.ship_event_no join custody_batch b on b.batch_no = e.batch_no ${substance === null ? text`join custody_lot l on l.lot_no = n.ship_lot_no and l.metal = n.substance` : text``}
    where n.receive_lot_no = any(${[...lotNos]}) ${substance === null ? text`` : text`and n.substance = ${substance}`} and not n.is_void
      and ${knownAt === null ? text`true` : text`n.linked_at <= ${knownAt} and n.receive_event_no <> all(${moved})`} and ${counts(knownAt)}
    order by n.receive_lot_no, n.ship_lot_no`.execute(sql)
  const standing = rows.map((row) => ({ receiveLotNo: number(row['receive_lot_no']), shipLotNo: number(row['ship_lot_no']), shipEventNo: number(row['ship_event_no']), amount: number(row['amount']), linkedAt: instant(row['linked_at']) }))
  if (knownAt === null || moved.length === 0) return standing
  const told = (await linksToldUntil(sql, moved, knownAt)).filter((link) => lotNos.includes(link.receiveLotNo))
  const metals = substance === null ? new Map((await lotsByNo(sql, told.map(({ shipLotNo }) => shipLotNo), null, knownAt)).map(({ lotNo, metal }) => [lotNo, metal])) : undefined
  return [...standing, ...told.filter((link) => link.substance === (substance ?? metals!.get(link.shipLotNo)))].toSorted((a, b) => a.receiveLotNo - b.receiveLotNo || a.shipLotNo - b.shipLotNo)
}

/** Receipts whose links were made or undone since: a link keeps one row, so that the log alone says what stood before. */
async function receiptsLinkedAnew(sql: Sql, lotNos: readonly number[], knownAt: Instant): Promise<number[]> {
  const { rows } = await text<Row>`select distinct receive_event_no from custody_link where receive_lot_no = any(${[...lotNos]}) and (is_void or linked_at > ${knownAt})`.execute(sql)
  return rows.map((row) => number(row['receive_event_no']))
}

type ToldLink = LineageLink & { readonly substance: Substance }
type LinkEntry = { readonly kind: string; readonly at: Instant; readonly body: { readonly shipEventNo: number; readonly links: readonly { readonly receiveLotNo: number; readonly shipLotNo: number; readonly substance: Substance; readonly amount: number }[] } }

/** Links of receipts as the log had made and undone them by an instant. @throws Refused `records-restated` */
async function linksToldUntil(sql: Sql, receiveEventNos: readonly number[], knownAt: Instant): Promise<ToldLink[]> {
  const told = new Map<string, ToldLink>()
  for (const { payload } of await entriesAboutUntil(sql, receiveEventNos.map(linkIdOf), knownAt)) {
    if (payload === null) throw new Refused(refuse('records-restated', `What was linked by ${knownAt} was erased by law. Ask of a later instant.`))
    const { kind, at, body: { shipEventNo, links } } = JSON.parse(payload) as LinkEntry
    for (const link of links) {
      const key = `${link.receiveLotNo} ${shipEventNo} ${link.shipLotNo} ${link.substance}`
      if (kind === 'custody.linked') told.set(key, { ...link, shipEventNo, linkedAt: at })
      else told.delete(key)
    }
  }
  return [...told.values()]
}

async function drawsOn(sql: Sql, lotNos: readonly number[], substance: Substance, knownAt: Instant | null): Promise<LineageRows['draws']> {
  const { rows } = await text<Row>`
    select d.event_no, d.lot_no, d.amount, d.recovery, e.occurred_at from custody_draw d join custody_event e on e.event_no = d.event_no join custody_batch b on b.batch_no = e.batch_no
    where d.lot_no = any(${[...lotNos]}) and d.substance = ${substance} and ${counts(knownAt)} order by d.lot_no, e.occurred_at, d.event_no`.execute(sql)
  return rows.map((row) => ({ ...drawOf(row), at: instant(row['occurred_at']) }))
}

/** What was not drawn but formed, such as acid of sulphur and air, is of the metal most of which was drawn; the index has the same law. */
async function formedOf(sql: Sql, eventNos: readonly number[]): Promise<(LineageDraw & { substance: Substance })[]> {
  if (eventNos.length === 0) return []
  const { rows } = await text<Row>`select event_no, lot_no, substance, amount, recovery from custody_draw where event_no = any(${[...eventNos]}) order by event_no, lot_no`.execute(sql)
  const draws = rows.map((row) => ({ ...drawOf(row), substance: row['substance'] as Substance })).filter(({ substance }) => isConserved(substance))
  return [...Map.groupBy(draws, ({ eventNo }) => eventNo).values()].flatMap((all) => {
    const grams = new Map<Substance, number>()
    for (const { substance, amount } of all) grams.set(substance, (grams.get(substance) ?? 0) + amount / (quantumOf(substance) === 'mg' ? 1000 : 1))
    const [leading] = [...grams].reduce((most, one) => one[1] > most[1] ? one : most)
    return all.filter(({ substance }) => substance === leading)
  })
}

type Frontier = Map<Substance, Set<number>>
const put = (frontier: Frontier, substance: Substance, lotNo: number): void => { frontier.set(substance, (frontier.get(substance) ?? new Set<number>()).add(lotNo)) }

/** Everything a lot's metal rests on. @param most generations and lots are bounded by it, so that one question cannot take the house down */
export async function readLineage(sql: Sql, lotNo: number, substance: Substance, knownAt: Instant | null, most = 200_000): Promise<LineageRows | undefined> {
  const lots: LineageLot[] = []
  const events: LineageEvent[] = []
  const inputs: LineageDraw[] = []
  const outputs: { eventNo: number; lotNo: number; amount: number }[] = []
  const links: LineageLink[] = []
  const [seenEvents, formed] = [new Set<number>(), new Set<number>()]
  const seen: Frontier = new Map()
  let frontier: Frontier = new Map([[substance, new Set([lotNo])]])
  while (frontier.size > 0) {
    const above: Frontier = new Map()
    for (const [of, wanted] of frontier) {
      const asked = [...wanted]
      for (const no of asked) put(seen, of, no)
      const found = await lotsByNo(sql, asked, of, knownAt)
      lots.push(...found)
      if (lots.length > most) return undefined
      const fresh = [...new Set(found.map(({ eventNo }) => eventNo))].filter((eventNo) => !seenEvents.has(eventNo))
      for (const eventNo of fresh) seenEvents.add(eventNo)
      const [eventRows, inputRows, outputRows, linkRows] = fresh.length === 0 ? [[], [], [], await linksOf(sql, asked, of, knownAt)]
        : await Promise.all([eventsByNo(sql, fresh), inputsOf(sql, fresh, of), outputsOf(sql, fresh, of, knownAt), linksOf(sql, asked, of, knownAt)])
      const drawn = new Set(inputRows.map(({ eventNo }) => eventNo))
      const formedRows = isConserved(of) ? [] : await formedOf(sql, fresh.filter((eventNo) => !drawn.has(eventNo)))
      for (const { eventNo } of formedRows) formed.add(eventNo)
      events.push(...eventRows); inputs.push(...inputRows, ...formedRows); outputs.push(...outputRows); links.push(...linkRows)
      for (const row of inputRows) put(above, of, row.lotNo)
      for (const row of formedRows) put(above, row.substance, row.lotNo)
      for (const row of linkRows) put(above, of, row.shipLotNo)
    }
    const isSeen = (no: number): boolean => [...seen.values()].some((known) => known.has(no))
    frontier = new Map([...above].map(([of, wanted]) => [of, new Set([...wanted].filter((no) => !isSeen(no)))] as const).filter(([, wanted]) => wanted.size > 0))
  }
  const draws = await Promise.all([...seen].map(([of, asked]) => drawsOn(sql, [...asked], of, knownAt)))
  return { substance, target: lotNo, lots, events, inputs, outputs, links, formed, draws: draws.flat() }
}

/** The lots made of lots in one step: by an event that drew of them, or a receipt linked to their shipment. */
export async function lotsMadeOf(sql: Sql, lotNos: readonly number[], substance: Substance | null): Promise<number[]> {
  const of = substance === null ? text`true` : text`d.substance = ${substance}`
  const { rows } = await text<Row>`
    select l.lot_no from custody_draw d join custody_lot l on l.event_no = d.event_no and not l.is_void where d.lot_no = any(${[...lotNos]}) and not d.is_void and ${of}
    union select n.receive_lot_no from custody_draw d join custody_link n on n.ship_event_no = d.event_no and n.ship_lot_no = d.lot_no and not n.is_void where d.lot_no = any(${[...lotNos]}) and ${of}`.execute(sql)
  return rows.map((row) => number(row['lot_no']))
}

/** The lots that lots' metal went into, generation by generation. */
export async function lotsBelow(sql: Sql, lotNos: readonly number[], substance: Substance, most: number): Promise<{ readonly lotNos: readonly number[]; readonly isWhole: boolean }> {
  const seen = new Set<number>(lotNos)
  let frontier = [...lotNos]
  while (frontier.length > 0 && seen.size < most) {
    frontier = (await lotsMadeOf(sql, frontier, substance)).filter((lotNo) => !seen.has(lotNo))
    for (const lotNo of frontier) seen.add(lotNo)
  }
  return { lotNos: [...seen], isWhole: frontier.length === 0 }
}

/** The lots a change starts from, after a place: those that came by a site since a day, also by a paper that names it, or all of a book. */
export async function lotsStartedAt(sql: Sql, from: { readonly siteId: string; readonly since: Instant | null } | { readonly organisationId: string }, after: number, limit: number): Promise<number[]> {
  const since = 'siteId' in from && from.since !== null ? text`born_at >= ${from.since}` : text`true`
  const { rows } = await ('siteId' in from ? text<Row>`
    select lot_no from custody_lot where site_id = ${from.siteId} and lot_no > ${after} and not is_void and ${since}
    union select lot_no from custody_lot where origin ->> 'siteId' = ${from.siteId} and lot_no > ${after} and not is_void and ${since} order by lot_no limit ${limit}`
    : text<Row>`select l.lot_no from custody_lot l join custody_book k on k.book_no = l.book_no where k.organisation_id = ${from.organisationId} and l.lot_no > ${after} and not l.is_void order by l.lot_no limit ${limit}`).execute(sql)
  return rows.map((row) => number(row['lot_no']))
}

/** Lots of a book below a lot, with what is left of them, in the order they came into the book. */
export async function lotsOfBook(sql: Sql, organisationId: string, lotNos: readonly number[], substance: Substance): Promise<{ lotNo: number; lotId: LotId; siteId: string; material: LineageLot['material']; metal: Substance; bornAt: Instant; quanta: number; left: number }[]> {
  if (lotNos.length === 0) return []
  const { rows } = await text<Row>`
    select l.lot_no, l.lot_ref, l.site_id, l.material, l.metal, l.born_at, coalesce(m.amount, 0) as amount, coalesce(m.left_over, 0) as left_over
    from custody_lot l join custody_book k on k.book_no = l.book_no left join custody_lot_metal m on m.lot_no = l.lot_no and m.substance = ${substance}
    where k.organisation_id = ${organisationId} and l.lot_no = any(${[...lotNos]}) and not l.is_void order by l.lot_no`.execute(sql)
  return rows.map((row) => ({
    lotNo: number(row['lot_no']), lotId: lotIdOf(organisationId, row['lot_ref'] as string), siteId: row['site_id'] as string, material: row['material'] as LineageLot['material'],
    metal: row['metal'] as Substance, bornAt: instant(row['born_at']), quanta: number(row['amount']), left: number(row['left_over']),
  }))
}

export const hasBook = async (sql: Sql, organisationId: string): Promise<boolean> =>
  (await text<Row>`select 1 from custody_book where organisation_id = ${organisationId}`.execute(sql)).rows.length > 0

/** Dry mass of lots as they came in, where they were weighed: the wet mass less the moisture of the line. */
export async function readDryGrams(sql: Sql, lotNos: readonly number[]): Promise<Map<number, number>> {
  if (lotNos.length === 0) return new Map()
  const { rows } = await text<Row>`select lot_no, lot_ref, gross_g, event_no from custody_lot where lot_no = any(${[...lotNos]}) and gross_g is not null`.execute(sql)
  const lines = await standingLines(sql, rows.map((row) => number(row['event_no'])))
  return new Map(rows.flatMap((row) => {
    const outputs = lines.get(number(row['event_no']))?.['outputs'] as readonly { lot: string; measured?: { moisture?: string } }[] | undefined
    const output = outputs?.find(({ lot }) => lot === row['lot_ref'])
    return output === undefined ? [] : [[number(row['lot_no']), number(row['gross_g']) * (1 - Number(output.measured?.moisture ?? 0))] as const]
  }))
}

/** What a batch took back or settled anew: the lots its corrections stand for, and those its measurements changed. */
export async function correctedIn(sql: Sql, batchNo: number): Promise<{ corrected: number[]; adjusted: number[] }> {
  const { rows: corrected } = await text<Row>`select l.lot_no from custody_event e join custody_event v on v.voided_by = e.event_no join custody_lot l on l.event_no in (e.event_no, v.event_no) where e.batch_no = ${batchNo}`.execute(sql)
  const { rows: adjusted } = await text<Row>`select m.lot_no from custody_measurement m join custody_event e on e.event_no = m.event_no where e.batch_no = ${batchNo} and m.is_settlement`.execute(sql)
  const distinct = (rows: readonly Row[]): number[] => [...new Set(rows.map((row) => number(row['lot_no'])))]
  return { corrected: distinct(corrected), adjusted: distinct(adjusted) }
}

/** Lots of a receipt that was recorded before this instant. */
export const lotsOfReceipt = async (sql: Sql, eventNo: number, before: Instant): Promise<number[]> =>
  (await text<Row>`select l.lot_no from custody_lot l join custody_event e on e.event_no = l.event_no join custody_batch b on b.batch_no = e.batch_no where l.event_no = ${eventNo} and b.recorded_at < ${before}`.execute(sql)).rows.map((row) => number(row['lot_no']))

/** The shipments that took of lots, as sender and number. */
export async function shipmentsOfLots(sql: Sql, lotIds: readonly LotId[]): Promise<{ lotId: LotId; organisationId: string; shipment: string }[]> {
  if (lotIds.length === 0) return []
  const parts = lotIds.map(lotIdParts)
  const { rows } = await text<Row>`
    select distinct k.organisation_id, l.lot_ref, s.shipment_ref from custody_lot l join custody_book k on k.book_no = l.book_no
      join unnest(${parts.map(({ organisationId }) => organisationId)}::text[], ${parts.map(({ ref }) => ref)}::text[]) as asked (organisation_id, lot_ref) on asked.organisation_id = k.organisation_id and asked.lot_ref = l.lot_ref
      join custody_draw d on d.lot_no = l.lot_no and not d.is_void join custody_shipment s on s.event_no = d.event_no where not l.is_void`.execute(sql)
  return rows.map((row) => ({ lotId: lotIdOf(row['organisation_id'] as string, row['lot_ref'] as string), organisationId: row['organisation_id'] as string, shipment: row['shipment_ref'] as string }))
}
