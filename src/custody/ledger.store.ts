// SQL of the ledger: books, batches, events, lots and draws. Writers of one book take its row first and hold it to the end, so
// that the book has one order; a batch is written set by set, never row by row.
import { sql as text, type RawBuilder } from 'kysely'
import { whileBusy, type Sql } from '#src/kernel/sql.ts'
import { arrayText, columnText, linesText } from '#src/kernel/sql-array.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { EventRows, LotRows, Numbers } from './batch-rows.ts'
import type { CustodyModel, ScrapClass } from './custody-model.ts'
import type { EventKind } from './event.ts'
import type { Drawn, EventState, LotChange, Measurement } from './law.ts'
import type { LineSource } from './line-answer.ts'
import type { LotState, Material, Ref } from './lot.ts'
import type { Substance } from './substance.ts'

export type Book = { readonly bookNo: number; readonly organisationId: string; readonly tolerance: number; readonly isSimulated: boolean; readonly openedAt: Instant }
type BookRow = { book_no: number; organisation_id: string; tolerance: string; is_simulated: boolean; opened_at: Instant }
const bookFrom = (row: BookRow): Book => ({ bookNo: row.book_no, organisationId: row.organisation_id, tolerance: Number(row.tolerance), isSimulated: row.is_simulated, openedAt: row.opened_at })
const bookTable = (sql: Sql) => sql.withTables<{ custody_book: { book_no: number; organisation_id: string; tolerance: string; is_simulated: boolean; opened_at: Instant } }>()

export async function findBook(sql: Sql, organisationId: string): Promise<Book | undefined> {
  const row = await bookTable(sql).selectFrom('custody_book').selectAll().where('organisation_id', '=', organisationId).executeTakeFirst()
  return row === undefined ? undefined : bookFrom(row)
}

/** Opened books by number: whose they are. */
export async function booksByNo(sql: Sql, bookNos: readonly number[]): Promise<Map<number, Book>> {
  const { rows } = await text<BookRow>`select * from custody_book where book_no = any(${arrayText(bookNos)}::int[])`.execute(sql)
  return new Map(rows.map((row) => [row.book_no, bookFrom(row)]))
}

export async function booksOf(sql: Sql, organisationIds: readonly string[]): Promise<Book[]> {
  const { rows } = await text<BookRow>`select * from custody_book where organisation_id = any(${arrayText(organisationIds)}::text[]) order by organisation_id`.execute(sql)
  return rows.map(bookFrom)
}

/** The book, locked until the transaction ends; opened where it is not there. Its lock comes before every other of the ledger. */
export async function lockBook(sql: Sql, organisationId: string, opening: { readonly tolerance: number; readonly isSimulated: boolean; readonly openedAt: Instant }): Promise<Book> {
  const lock = async (): Promise<Book | undefined> => {
    const { rows } = await text<BookRow>`select * from custody_book where organisation_id = ${organisationId} for no key update`.execute(sql)
    return rows[0] === undefined ? undefined : bookFrom(rows[0])
  }
  const known = await lock()
  if (known !== undefined) return known
  await text`insert into custody_book (organisation_id, tolerance, is_simulated, opened_at)
    values (${organisationId}, ${opening.tolerance}, ${opening.isSimulated}, ${opening.openedAt}) on conflict (organisation_id) do nothing`.execute(sql)
  return (await lock())!
}

// What a batch needs to know --------------------------------------------------------------------------------------------

export type KnownEvent = { readonly eventNo: number; readonly text: string | null }

/** Events of the book by reference, for idempotency. */
export async function knownEvents(sql: Sql, bookNo: number, refs: readonly Ref[]): Promise<Map<Ref, KnownEvent>> {
  if (refs.length === 0) return new Map()
  const { rows } = await text<{ event_no: number; event_ref: Ref; text: string | null }>`select event_no, event_ref, text from custody_event
    where book_no = ${bookNo} and event_ref = any(${arrayText(refs)}::text[])`.execute(sql)
  return new Map(rows.map((row) => [row.event_ref, { eventNo: row.event_no, text: row.text }]))
}

export type KnownLot = { readonly lotNo: number; readonly state: LotState }
type LotStateRow = {
  lot_no: number; lot_ref: Ref; site_id: string; material: Material; metal: Substance; model: CustodyModel; scrap_class: ScrapClass | null; root: string | null
  born_at: Instant; born_by: Ref; is_made: boolean; is_void: boolean; substances: Substance[]; amounts: number[]; lefts: number[]; last_increase_at: Instant | null
}

/** Lots by reference as the law sees them; of a reference that was freed by a void, the one that counts, else the newest. */
export async function knownLots(sql: Sql, bookNo: number, refs: readonly Ref[]): Promise<Map<Ref, KnownLot>> {
  if (refs.length === 0) return new Map()
  // The event is asked for row by row: joined, it would be planned as a reading of all events, since how many of the references are known is a guess.
  const { rows } = await text<LotStateRow>`select l.lot_no, l.lot_ref, l.site_id, l.material, l.metal, l.model, l.scrap_class, l.root, l.born_at,
      (select e.event_ref from custody_event e where e.event_no = l.event_no) as born_by, l.origin is null as is_made, l.is_void,
      m.substances, m.amounts, m.lefts, m.last_increase_at
    from custody_lot l
    cross join lateral (select array_agg(substance) as substances, array_agg(amount::float8) as amounts, array_agg(left_over::float8) as lefts, max(last_increase_at) as last_increase_at
      from custody_lot_metal where lot_no = l.lot_no) m
    where l.book_no = ${bookNo} and l.lot_ref = any(${arrayText(refs)}::text[]) order by l.is_void desc, l.lot_no`.execute(sql)
  return new Map(rows.map((row) => [row.lot_ref, { lotNo: row.lot_no, state: lotStateFrom(row) }]))
}

const lotStateFrom = (row: LotStateRow): LotState => ({
  ref: row.lot_ref, siteId: row.site_id, material: row.material, metal: row.metal, model: row.model, scrapClass: row.scrap_class, root: row.root,
  bornAt: row.born_at, bornBy: row.born_by, isMade: row.is_made, isVoid: row.is_void, lastIncreaseAt: row.last_increase_at,
  amount: Object.fromEntries(row.substances.map((substance, i) => [substance, row.amounts[i]!])),
  left: Object.fromEntries(row.substances.map((substance, i) => [substance, row.lefts[i]!])),
})

/** What lots are, by their number. */
export async function lotsByNo(sql: Sql, lotNos: readonly number[]): Promise<Map<number, { readonly lotNo: number; readonly ref: Ref; readonly metal: Substance; readonly model: CustodyModel; readonly material: Material; readonly scrapClass: ScrapClass | null; readonly siteId: string; readonly bookNo: number }>> {
  const { rows } = await text<{ lot_no: number; lot_ref: Ref; metal: Substance; model: CustodyModel; material: Material; scrap_class: ScrapClass | null; site_id: string; book_no: number }>`select lot_no, lot_ref, metal, model, material, scrap_class, site_id, book_no
    from custody_lot where lot_no = any(${arrayText(lotNos)}::bigint[])`.execute(sql)
  return new Map(rows.map((row) => [row.lot_no, { lotNo: row.lot_no, ref: row.lot_ref, metal: row.metal, model: row.model, material: row.material, scrapClass: row.scrap_class, siteId: row.site_id, bookNo: row.book_no }]))
}

/** Every change of these lots that counts, in the order of the book. */
export async function changesOfLots(sql: Sql, lots: readonly KnownLot[]): Promise<Map<Ref, LotChange[]>> {
  const changes = new Map<Ref, LotChange[]>(lots.map(({ state }) => [state.ref, []]))
  if (lots.length === 0) return changes
  const refs = new Map(lots.map(({ lotNo, state }) => [lotNo, state.ref]))
  const numbers = columnText(lots, ({ lotNo }) => lotNo)
  const { rows } = await text<{ lot_no: number; event_ref: Ref; occurred_at: Instant; substance: Substance; delta: number; is_settlement: boolean }>`
    select c.lot_no, e.event_ref, e.occurred_at, c.substance, c.delta, c.is_settlement from (
      select event_no, lot_no, substance, -amount as delta, false as is_settlement from custody_draw where lot_no = any(${numbers}::bigint[]) and not is_void
      union all select event_no, lot_no, substance, change, true from custody_measurement where lot_no = any(${numbers}::bigint[]) and not is_void and change <> 0
    ) c join custody_event e on e.event_no = c.event_no order by c.event_no`.execute(sql)
  for (const row of rows) changes.get(refs.get(row.lot_no)!)!.push({ event: row.event_ref, at: row.occurred_at, substance: row.substance, delta: row.delta, ...(row.is_settlement ? { isSettlement: true } : {}) })
  return changes
}

const byEvent = (row: { readonly event_no: number }): number => row.event_no

/** Events as they can be taken back: with all they did. Whether another party's record is linked to them is the links' to say. */
export async function eventStates(sql: Sql, bookNo: number, refs: readonly Ref[], linked: (eventNos: readonly number[]) => Promise<ReadonlySet<number>>): Promise<Map<Ref, EventState & { readonly eventNo: number }>> {
  if (refs.length === 0) return new Map()
  const { rows } = await text<{ event_no: number; event_ref: Ref; kind: EventKind; occurred_at: Instant; voided_by: number | null }>`select event_no, event_ref, kind, occurred_at, voided_by
    from custody_event where book_no = ${bookNo} and event_ref = any(${arrayText(refs)}::text[])`.execute(sql)
  const numbers = columnText(rows, (row) => row.event_no)
  const drawn = await text<{ event_no: number; lot_ref: Ref; substance: Substance; amount: number; recovery: string | null }>`select d.event_no, l.lot_ref, d.substance, d.amount, d.recovery
    from custody_draw d join custody_lot l on l.lot_no = d.lot_no where d.event_no = any(${numbers}::bigint[]) order by d.event_no, d.lot_no, d.substance`.execute(sql)
  const measured = await text<{ event_no: number; lot_ref: Ref; substance: Substance; amount: number; change: number; basis: string; measured_by: string; is_settlement: boolean }>`
    select m.*, l.lot_ref from custody_measurement m join custody_lot l on l.lot_no = m.lot_no where m.event_no = any(${numbers}::bigint[])`.execute(sql)
  const born = await text<{ event_no: number; lot_ref: Ref }>`select event_no, lot_ref from custody_lot where event_no = any(${numbers}::bigint[]) order by lot_no`.execute(sql)
  const links = await linked(rows.map((row) => row.event_no))
  const [drawnBy, bornBy, measuredBy] = [Map.groupBy(drawn.rows, byEvent), Map.groupBy(born.rows, byEvent), Map.groupBy(measured.rows, byEvent)]
  return new Map(rows.map((row) => [row.event_ref, {
    eventNo: row.event_no, ref: row.event_ref, kind: row.kind, at: row.occurred_at, isVoid: row.voided_by !== null, isLinked: links.has(row.event_no),
    drawn: (drawnBy.get(row.event_no) ?? []).map((one): Drawn => ({ lot: one.lot_ref, substance: one.substance, amount: one.amount, recovery: one.recovery })),
    born: (bornBy.get(row.event_no) ?? []).map((one) => one.lot_ref),
    measured: (measuredBy.get(row.event_no) ?? []).map((one): Measurement => ({ lot: one.lot_ref, substance: one.substance, amount: one.amount, change: one.change, basis: one.basis, by: one.measured_by, isSettlement: one.is_settlement })),
  }]))
}

// Writing ---------------------------------------------------------------------------------------------------------------

/** Opens a batch and takes the numbers of its events and lots. */
export async function openBatch(sql: Sql, batch: { readonly bookNo: number; readonly source: LineSource; readonly recordedAt: Instant; readonly recordedBy: string; readonly salt: string; readonly events: number; readonly lots: number }): Promise<Numbers & { readonly batchNo: number }> {
  const { rows } = await text<{ batch_no: number; events: string; lots: string }>`insert into custody_batch (book_no, source, recorded_at, recorded_by, line_count, salt)
    values (${batch.bookNo}, ${batch.source}, ${batch.recordedAt}, ${batch.recordedBy}, ${batch.events}, ${batch.salt})
    returning batch_no,
      (select string_agg(nextval('custody_event_no')::text, ',') from generate_series(1, ${batch.events}::int)) as events,
      (select coalesce(string_agg(nextval('custody_lot_no')::text, ','), '') from generate_series(1, ${batch.lots}::int)) as lots`.execute(sql)
  const numbers = (list: string): number[] => list === '' ? [] : list.split(',').map(Number)
  return { batchNo: rows[0]!.batch_no, events: numbers(rows[0]!.events), lots: numbers(rows[0]!.lots) }
}

type Statement = RawBuilder<unknown>

/**
 * Writes what a batch did. Constraints of the tables hold the same laws again.
 * @param texts the lines of the events, joined by line breaks
 * @param rest worked out while the events are written
 */
export async function writeRows(sql: Sql, book: Book, batchNo: number, front: EventRows, texts: string, rest: () => LotRows): Promise<LotRows> {
  await takeBack(sql, front)
  const begun = () => {
    const rows = rest()
    const statements = statementsOf(book, rows)
    return { rows, statements, first: statements[0]?.() }
  }
  const [, { rows, statements, first }] = await Promise.all([insertEvents(book, batchNo, front, texts).execute(sql), whileBusy(begun)])
  if (first !== undefined) await inTurn(sql, first, statements.slice(1))
  if (rows.moved.length > 0) await moveLots(sql, rows)
  for (const lot of rows.restated) {
    await text`update custody_lot set event_no = ${lot.eventNo}, born_at = ${lot.bornAt}, site_id = ${lot.siteId}, material = ${lot.material}, model = ${lot.model}, scrap_class = ${lot.scrapClass},
      gross_g = ${lot.grossGrams}, origin = ${lot.origin}::jsonb, is_void = ${lot.isVoid} where lot_no = ${lot.lotNo}`.execute(sql)
  }
  return rows
}

function statementsOf(book: Book, rows: LotRows): (() => Statement)[] {
  const statements: (() => Statement)[] = []
  if (rows.lots.length > 0) statements.push(() => insertLots(book, rows))
  if (rows.metals.length > 0) statements.push(() => insertMetals(rows))
  if (rows.draws.length > 0) statements.push(() => insertDraws(rows))
  if (rows.losses.length > 0) statements.push(() => insertLosses(rows))
  if (rows.measurements.length > 0) statements.push(() => insertMeasurements(rows))
  return statements
}

/** One statement after another, each put together while the one before it runs. */
async function inTurn(sql: Sql, first: Statement, following: readonly (() => Statement)[]): Promise<void> {
  let statement: Statement | undefined = first
  for (let i = 0; statement !== undefined; i++) {
    const [, next]: [unknown, Statement | undefined] = await Promise.all([statement.execute(sql), whileBusy(() => following[i]?.())])
    statement = next
  }
}

const insertMetals = ({ metals }: LotRows): Statement => text`insert into custody_lot_metal (lot_no, substance, amount, left_over, last_increase_at) select * from unnest(
  ${columnText(metals, (row) => row.lotNo)}::bigint[], ${columnText(metals, (row) => row.substance)}::text[], ${columnText(metals, (row) => row.amount)}::bigint[],
  ${columnText(metals, (row) => row.left)}::bigint[], ${columnText(metals, (row) => row.lastIncreaseAt)}::timestamptz[])`

const insertDraws = ({ draws }: LotRows): Statement => text`insert into custody_draw (event_no, lot_no, substance, amount, recovery, is_void) select * from unnest(
  ${columnText(draws, (row) => row.eventNo)}::bigint[], ${columnText(draws, (row) => row.lotNo)}::bigint[], ${columnText(draws, (row) => row.substance)}::text[],
  ${columnText(draws, (row) => row.amount)}::bigint[], ${columnText(draws, (row) => row.recovery)}::numeric[], ${columnText(draws, (row) => row.isVoid)}::boolean[])`

const insertLosses = ({ losses }: LotRows): Statement => text`insert into custody_loss (event_no, substance, amount, stated) select * from unnest(
  ${columnText(losses, (row) => row.eventNo)}::bigint[], ${columnText(losses, (row) => row.substance)}::text[], ${columnText(losses, (row) => row.amount)}::bigint[],
  ${columnText(losses, (row) => row.stated)}::bigint[])`

function insertEvents(book: Book, batchNo: number, { events }: EventRows, texts: string): Statement {
  return text`insert into custody_event (event_no, batch_no, line, book_no, event_ref, kind, site_id, occurred_at, text, voided_by)
    select event_no, ${batchNo}::bigint, line - 1, ${book.bookNo}::int, event_ref, kind, site_id, occurred_at, line_text, voided_by from unnest(
      ${columnText(events, (row) => row.eventNo)}::bigint[], ${columnText(events, (row) => row.ref)}::text[], ${columnText(events, (row) => row.kind)}::text[], ${columnText(events, (row) => row.siteId)}::text[],
      ${columnText(events, (row) => row.at)}::timestamptz[], string_to_array(${texts}, chr(10)), ${columnText(events, (row) => row.voidedBy)}::bigint[])
    with ordinality as e (event_no, event_ref, kind, site_id, occurred_at, line_text, voided_by, line)`
}

function insertLots(book: Book, { lots }: LotRows): Statement {
  return text`insert into custody_lot (lot_no, book_no, lot_ref, event_no, born_at, site_id, material, metal, model, scrap_class, root, gross_g, origin, is_void)
    select lot_no, ${book.bookNo}::int, lot_ref, event_no, born_at, site_id, material, metal, model, scrap_class, root, gross_g, nullif(origin, '')::jsonb, is_void from unnest(
      ${columnText(lots, (row) => row.lotNo)}::bigint[], ${columnText(lots, (row) => row.ref)}::text[], ${columnText(lots, (row) => row.eventNo)}::bigint[], ${columnText(lots, (row) => row.bornAt)}::timestamptz[],
      ${columnText(lots, (row) => row.siteId)}::text[], ${columnText(lots, (row) => row.material)}::text[], ${columnText(lots, (row) => row.metal)}::text[], ${columnText(lots, (row) => row.model)}::text[],
      ${columnText(lots, (row) => row.scrapClass)}::text[], ${columnText(lots, (row) => row.root)}::text[], ${columnText(lots, (row) => row.grossGrams)}::bigint[],
      string_to_array(${linesText(lots.map((row) => row.origin ?? ''))}, chr(10)), ${columnText(lots, (row) => row.isVoid)}::boolean[])
    as l (lot_no, lot_ref, event_no, born_at, site_id, material, metal, model, scrap_class, root, gross_g, origin, is_void)`
}

function insertMeasurements({ measurements }: LotRows): Statement {
  return text`insert into custody_measurement (event_no, lot_no, substance, amount, change, basis, measured_by, is_settlement, is_void) select * from unnest(
    ${columnText(measurements, (row) => row.eventNo)}::bigint[], ${columnText(measurements, (row) => row.lotNo)}::bigint[], ${columnText(measurements, (row) => row.substance)}::text[],
    ${columnText(measurements, (row) => row.amount)}::bigint[], ${columnText(measurements, (row) => row.change)}::bigint[], ${columnText(measurements, (row) => row.basis)}::text[],
    ${columnText(measurements, (row) => row.by)}::text[], ${columnText(measurements, (row) => row.isSettlement)}::boolean[], ${columnText(measurements, (row) => row.isVoid)}::boolean[])`
}

/** By difference, so that the constraint `left_over >= 0` holds whoever else wrote. A second assay may find a metal anew. */
async function moveLots(sql: Sql, { moved }: LotRows): Promise<void> {
  const [lots, substances] = [columnText(moved, (row) => row.lotNo), columnText(moved, (row) => row.substance)]
  const raised = moved.filter((row) => row.amount > 0)
  if (raised.length > 0) await text`insert into custody_lot_metal (lot_no, substance, amount, left_over) select *, 0, 0 from unnest(
    ${columnText(raised, (row) => row.lotNo)}::bigint[], ${columnText(raised, (row) => row.substance)}::text[]) on conflict do nothing`.execute(sql)
  await text`update custody_lot_metal m set amount = m.amount + d.amount, left_over = m.left_over + d.left_over, last_increase_at = greatest(m.last_increase_at, d.last_increase_at)
    from unnest(${lots}::bigint[], ${substances}::text[], ${columnText(moved, (row) => row.amount)}::bigint[], ${columnText(moved, (row) => row.left)}::bigint[],
      ${columnText(moved, (row) => row.lastIncreaseAt)}::timestamptz[]) as d (lot_no, substance, amount, left_over, last_increase_at)
    where m.lot_no = d.lot_no and m.substance = d.substance`.execute(sql)
}

/** Events of earlier batches lose their effect; their rows stay. Comes first, since a correction may use a lot's name again. */
async function takeBack(sql: Sql, { takenBack }: EventRows): Promise<void> {
  if (takenBack.length === 0) return
  const events = columnText(takenBack, (row) => row.eventNo)
  await text`update custody_event e set voided_by = t.by_no from unnest(${events}::bigint[], ${columnText(takenBack, (row) => row.by)}::bigint[]) as t (event_no, by_no) where e.event_no = t.event_no`.execute(sql)
  await text`update custody_lot set is_void = true where event_no = any(${events}::bigint[])`.execute(sql)
  await text`update custody_draw set is_void = true where event_no = any(${events}::bigint[])`.execute(sql)
  await text`update custody_measurement set is_void = true where event_no = any(${events}::bigint[])`.execute(sql)
}

// Reading ---------------------------------------------------------------------------------------------------------------

type Amount = { readonly lot: Ref; readonly substance: Substance; readonly amount: number }
export type EventListRow = {
  event_no: number; event_ref: Ref; kind: EventKind; occurred_at: Instant; site_id: string; recorded_at: Instant; recorded_by: string; source: LineSource; batch_no: number
  voided_by: Ref | null; text: string | null; drawn: Amount[] | null; born: Amount[] | null
}
const EVENT = text`e.event_no, e.event_ref, e.kind, e.occurred_at, e.site_id, e.text, b.recorded_at, b.recorded_by, b.source, b.batch_no, v.event_ref as voided_by,
  (select json_agg(json_build_object('lot', l.lot_ref, 'substance', d.substance, 'amount', d.amount) order by d.lot_no, d.substance) from custody_draw d join custody_lot l on l.lot_no = d.lot_no where d.event_no = e.event_no) as drawn,
  (select json_agg(json_build_object('lot', l.lot_ref, 'substance', m.substance, 'amount', m.amount) order by l.lot_no, m.substance) from custody_lot l join custody_lot_metal m on m.lot_no = l.lot_no where l.event_no = e.event_no) as born
  from custody_event e join custody_batch b on b.batch_no = e.batch_no left join custody_event v on v.event_no = e.voided_by`

export type EventQuery = { readonly limit: number; readonly after: number | null; readonly sites: readonly string[] | null; readonly siteId?: string | undefined; readonly kind?: string | undefined; readonly lot?: Ref | undefined; readonly q?: string | undefined; readonly from?: string | undefined; readonly to?: string | undefined }

/** Newest first; one more than asked for, to know whether there are more. */
export async function eventsOf(sql: Sql, bookNo: number, query: EventQuery): Promise<EventListRow[]> {
  const when = (condition: boolean, clause: ReturnType<typeof text>) => condition ? clause : text``
  const { rows } = await text<EventListRow>`select ${EVENT} where e.book_no = ${bookNo}
    ${when(query.after !== null, text`and e.event_no < ${query.after}`)}
    ${when(query.sites !== null, text`and e.site_id = any(${arrayText(query.sites ?? [])}::text[])`)}
    ${when(query.siteId !== undefined, text`and e.site_id = ${query.siteId}`)}
    ${when(query.kind !== undefined, text`and e.kind = ${query.kind}`)}
    ${when(query.q !== undefined, text`and starts_with(e.event_ref, ${query.q ?? ''})`)}
    ${when(query.from !== undefined, text`and e.occurred_at >= ${`${query.from}T00:00:00Z`}::timestamptz`)}
    ${when(query.to !== undefined, text`and e.occurred_at < ${`${query.to}T00:00:00Z`}::timestamptz + interval '1 day'`)}
    ${when(query.lot !== undefined, text`and e.event_no in (select event_no from custody_lot where book_no = ${bookNo} and lot_ref = ${query.lot}
      union select d.event_no from custody_draw d join custody_lot l on l.lot_no = d.lot_no where l.book_no = ${bookNo} and l.lot_ref = ${query.lot}
      union select m.event_no from custody_measurement m join custody_lot l on l.lot_no = m.lot_no where l.book_no = ${bookNo} and l.lot_ref = ${query.lot})`)}
    order by e.event_no desc limit ${query.limit + 1}`.execute(sql)
  return rows
}

export async function eventOf(sql: Sql, bookNo: number, ref: Ref): Promise<EventListRow | undefined> {
  return (await text<EventListRow>`select ${EVENT} where e.book_no = ${bookNo} and e.event_ref = ${ref}`.execute(sql)).rows[0]
}

export type BatchListRow = { batch_no: number; source: LineSource; recorded_at: Instant; recorded_by: string; line_count: number; first_event: Ref; last_event: Ref }
export async function batchesOf(sql: Sql, bookNo: number, after: number | null, limit: number): Promise<BatchListRow[]> {
  return (await text<BatchListRow>`select b.batch_no, b.source, b.recorded_at, b.recorded_by, b.line_count,
      (select event_ref from custody_event where batch_no = b.batch_no order by line limit 1) as first_event, (select event_ref from custody_event where batch_no = b.batch_no order by line desc limit 1) as last_event
    from custody_batch b where b.book_no = ${bookNo} and (${after}::bigint is null or b.batch_no < ${after}) order by b.batch_no desc limit ${limit}`.execute(sql)).rows
}
