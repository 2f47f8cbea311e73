// SQL of EPCIS: captures and captured events. Of the ledger it reads events in the order of a query, never writes.
import { sql as text, type RawBuilder } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import { arrayText } from '#src/kernel/sql-array.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { EventIndex, EventQuery } from '#src/exchange/epcis/query.ts'
import type { CaptureAnswer } from './epcis.contract.ts'
import type { Substance } from './substance.ts'

// Captures --------------------------------------------------------------------------------------------------------------

export type Behaviour = 'rollback' | 'proceed'
export type CaptureRow = {
  capture_id: string; organisation_id: string; error_behaviour: Behaviour; created_at: Instant; created_by: string; finished_at: Instant | null; is_success: boolean | null
  event_count: number; answers: CaptureAnswer[]; document: string | null; sent_by: unknown
}
const tables = (sql: Sql) => sql.withTables<{ epcis_capture: CaptureRow }>()

export async function insertCapture(sql: Sql, row: CaptureRow): Promise<void> {
  await tables(sql).insertInto('epcis_capture').values({ ...row, answers: JSON.stringify(row.answers) as unknown as CaptureAnswer[], sent_by: row.sent_by === null ? null : JSON.stringify(row.sent_by) }).execute()
}
export async function readCapture(sql: Sql, captureId: string): Promise<CaptureRow | undefined> {
  return tables(sql).selectFrom('epcis_capture').selectAll().where('capture_id', '=', captureId).executeTakeFirst()
}
/** The oldest document that waits, locked; nothing where none waits or others are at them. */
export async function claimCapture(sql: Sql): Promise<CaptureRow | undefined> {
  return tables(sql).selectFrom('epcis_capture').selectAll().where('finished_at', 'is', null).orderBy('created_at').limit(1).forUpdate().skipLocked().executeTakeFirst()
}
export async function finishCapture(sql: Sql, captureId: string, done: { finishedAt: Instant; isSuccess: boolean; answers: readonly CaptureAnswer[] }): Promise<void> {
  await text`update epcis_capture set finished_at = ${done.finishedAt}, is_success = ${done.isSuccess}, answers = ${JSON.stringify(done.answers)}::jsonb, document = null, sent_by = null where capture_id = ${captureId}`.execute(sql)
}
/** Newest first. @param after the capture the last page ended with */
export async function capturesOf(sql: Sql, organisationId: string, createdBy: string | null, after: readonly [Instant, string] | undefined, limit: number): Promise<CaptureRow[]> {
  const { rows } = await text<CaptureRow>`select capture_id, organisation_id, error_behaviour, created_at, created_by, finished_at, is_success, event_count, answers, null as document, null as sent_by from epcis_capture
    where organisation_id = ${organisationId} ${createdBy === null ? text`` : text`and created_by = ${createdBy}`}
      ${after === undefined ? text`` : text`and (created_at, capture_id) < (${after[0]}::timestamptz, ${after[1]})`}
    order by created_at desc, capture_id desc limit ${limit}`.execute(sql)
  return rows
}

// Captured events -------------------------------------------------------------------------------------------------------

export type CapturedEvent = {
  readonly eventId: string; readonly declaredAt: string; readonly hash: string; readonly index: EventIndex; readonly text: string; readonly context: unknown
  readonly ref: string | null; readonly keptCode: string | null; readonly keptDetail: string | null; readonly siteId: string | null
}
/** @returns false where another capture keeps one of them at this moment */
export async function insertEvents(sql: Sql, of: { organisationId: string; captureId: string; recordTime: Instant }, events: readonly CapturedEvent[]): Promise<boolean> {
  if (events.length === 0) return true
  const rows = events.map(({ index, ...one }) => ({ ...one, ...index }))
  const { numAffectedRows } = await text`insert into epcis_event (organisation_id, capture_id, record_time, event_id, declared_at, hash, event_type, event_time, action, biz_step, disposition, read_point, biz_location, terms, text, context, event_ref, kept_code, kept_detail, site_id)
    select ${of.organisationId}, ${of.captureId}, ${of.recordTime}::timestamptz, e."eventId", e."declaredAt", e.hash, e.type, e."eventTime", e.action, e."bizStep", e.disposition, e."readPoint", e."bizLocation",
      array(select jsonb_array_elements_text(e.terms)), e.text, e.context, e.ref, e."keptCode", e."keptDetail", e."siteId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e ("eventId" text, "declaredAt" text, hash text, type text, "eventTime" timestamptz, action text, "bizStep" text, disposition text,
      "readPoint" text, "bizLocation" text, terms jsonb, text text, context jsonb, ref text, "keptCode" text, "keptDetail" text, "siteId" text)
    on conflict do nothing`.execute(sql)
  return Number(numAffectedRows) === events.length
}

export type EventRow = {
  epcis_no: number; event_id: string; declared_at: string; hash: string; event_type: string; event_time: Instant; record_time: Instant; action: string | null; biz_step: string | null; disposition: string | null
  read_point: string | null; biz_location: string | null; terms: string[]; text: string | null; context: unknown; event_ref: string | null; kept_code: string | null; kept_detail: string | null; site_id: string | null
}
const COLUMNS = text`epcis_no, event_id, declared_at, hash, event_type, event_time, record_time, action, biz_step, disposition, read_point, biz_location, terms, text, context, event_ref, kept_code, kept_detail, site_id`

/** Events by what they are called: their id, or their hash; each with who sent it in. */
export async function eventsCalled(sql: Sql, organisationId: string, names: readonly string[]): Promise<(EventRow & { readonly created_by: string })[]> {
  if (names.length === 0) return []
  const list = arrayText(names)
  return (await text<EventRow & { created_by: string }>`select e.*, c.created_by from (
    select capture_id, ${COLUMNS} from epcis_event where organisation_id = ${organisationId} and text is not null and event_id = any(${list}::text[])
    union select capture_id, ${COLUMNS} from epcis_event where organisation_id = ${organisationId} and text is not null and hash = any(${list}::text[])
  ) e join epcis_capture c on c.capture_id = e.capture_id order by e.epcis_no`.execute(sql)).rows
}

/** Where a page goes on in one source: rows at that time from that number on, and all that lie behind. */
export type Resume = { readonly at: Instant; readonly no: number | null }
export type Scan = { readonly query: EventQuery; readonly resume: Resume | undefined; readonly sites: readonly string[] | null; readonly limit: number }

const both = (...conditions: (RawBuilder<unknown> | undefined)[]): RawBuilder<unknown> => {
  const some = conditions.filter((one) => one !== undefined)
  return some.length === 0 ? text`true` : text.join(some, text` and `)
}
const isOneOf = (column: RawBuilder<unknown>, values: readonly string[] | undefined) => values === undefined ? undefined : text`${column} = any(${arrayText(values)}::text[])`
const atSites = (column: RawBuilder<unknown>, sites: readonly string[] | null) => isOneOf(column, sites ?? undefined)
const since = (column: RawBuilder<unknown>, from: string | undefined, before: string | undefined) => both(from === undefined ? undefined : text`${column} >= ${from}::timestamptz`, before === undefined ? undefined : text`${column} < ${before}::timestamptz`)

function going(direction: EventQuery['direction'], time: RawBuilder<unknown>, no: RawBuilder<unknown>, resume: Resume | undefined): { where: RawBuilder<unknown> | undefined; order: RawBuilder<unknown> } {
  const isUp = direction === 'ASC'
  const order = isUp ? text`${time}, ${no}` : text`${time} desc, ${no} desc`
  if (resume === undefined) return { where: undefined, order }
  const [strict, from] = isUp ? [text`>`, text`>=`] : [text`<`, text`<=`]
  // The first half is what an index on the time alone can begin at.
  const where = resume.no === null ? text`${time} ${strict} ${resume.at}::timestamptz` : text`${time} ${from} ${resume.at}::timestamptz and (${time}, ${no}) ${from} (${resume.at}::timestamptz, ${resume.no}::bigint)`
  return { where, order }
}

export async function scanCaptured(sql: Sql, organisationId: string, { query, resume, sites, limit }: Scan): Promise<EventRow[]> {
  const time = query.orderBy === 'eventTime' ? text`event_time` : text`record_time`
  const { where, order } = going(query.direction, time, text`epcis_no`, resume)
  const { rows } = await text<EventRow>`select ${COLUMNS} from epcis_event where organisation_id = ${organisationId} and text is not null and ${both(
    where, atSites(text`site_id`, sites),
    isOneOf(text`event_type`, query.types), isOneOf(text`action`, query.actions), isOneOf(text`biz_step`, query.bizSteps), isOneOf(text`disposition`, query.dispositions),
    isOneOf(text`read_point`, query.readPoints), isOneOf(text`biz_location`, query.bizLocations),
    since(text`event_time`, query.fromEventTime, query.beforeEventTime), since(text`record_time`, query.fromRecordTime, query.beforeRecordTime),
    query.eventIds === undefined ? undefined : text`(event_id = any(${arrayText(query.eventIds)}::text[]) or hash = any(${arrayText(query.eventIds)}::text[]))`,
    ...query.terms.map((alternatives) => text`terms && ${arrayText(alternatives)}::text[]`),
  )} order by ${order} limit ${limit}`.execute(sql)
  return rows
}

// Of the ledger -----------------------------------------------------------------------------------------------------------

export type LedgerRow = { event_no: number; event_ref: string; book_no: number; organisation_id: string; kind: string; site_id: string; occurred_at: Instant; recorded_at: Instant; text: string }
export type LedgerScan = Scan & { readonly kinds: readonly string[]; readonly lots: readonly string[] | null; readonly refs: readonly string[] | null }

const LEDGER = text`e.event_no, e.event_ref, e.book_no, e.kind, e.site_id, e.occurred_at, b.recorded_at, e.text`
const TAKEN_BACK = text`e.kind in ('void', 'correct')`

/**
 * Events of a book that did not come in by EPCIS. What takes another back tells that one again, at another time. The book is
 * one value, so that its rows come in the order of an index, and a page reads no more than it shows.
 */
export async function scanLedger(sql: Sql, organisationId: string, { query, resume, sites, limit, kinds, lots, refs }: LedgerScan): Promise<LedgerRow[]> {
  const time = query.orderBy === 'eventTime' ? text`e.occurred_at` : text`b.recorded_at`
  const { where, order } = going(query.direction, time, text`e.event_no`, resume)
  const touching = lots === null ? undefined : text`(${TAKEN_BACK} or e.event_no in (
    select l.event_no from custody_lot l where l.book_no = e.book_no and l.lot_ref = any(${arrayText(lots)}::text[])
    union select d.event_no from custody_draw d join custody_lot l on l.lot_no = d.lot_no where l.book_no = e.book_no and l.lot_ref = any(${arrayText(lots)}::text[])
    union select m.event_no from custody_measurement m join custody_lot l on l.lot_no = m.lot_no where l.book_no = e.book_no and l.lot_ref = any(${arrayText(lots)}::text[])))`
  const book = text`(select book_no from custody_book where organisation_id = ${organisationId})`
  const { rows } = await text<LedgerRow>`select ${LEDGER}, ${organisationId} as organisation_id from custody_event e join custody_batch b on b.batch_no = e.batch_no
    where e.book_no = ${book} and b.book_no = ${book} and e.text is not null and ${both(
    where, text`e.kind = any(${arrayText(kinds)}::text[])`, atSites(text`e.site_id`, sites), touching, isOneOf(text`e.event_ref`, refs ?? undefined),
    text`(${TAKEN_BACK} or ${since(text`e.occurred_at`, query.fromEventTime, query.beforeEventTime)})`, since(text`b.recorded_at`, query.fromRecordTime, query.beforeRecordTime),
    text`not exists (select from epcis_event x where x.organisation_id = ${organisationId} and x.event_ref = e.event_ref)`,
  )} order by ${order} limit ${limit}`.execute(sql)
  return rows
}

/** What others shipped to an organisation. */
export async function scanShipped(sql: Sql, organisationId: string, { query, resume, sites, limit }: Scan): Promise<LedgerRow[]> {
  const time = query.orderBy === 'eventTime' ? text`e.occurred_at` : text`b.recorded_at`
  const { where, order } = going(query.direction, time, text`e.event_no`, resume)
  const { rows } = await text<LedgerRow>`select ${LEDGER}, k.organisation_id from custody_shipment s join custody_event e on e.event_no = s.event_no join custody_batch b on b.batch_no = e.batch_no join custody_book k on k.book_no = e.book_no
    where s.to_organisation_id = ${organisationId} and s.state <> 'void' and e.voided_by is null and k.organisation_id <> ${organisationId} and e.text is not null and ${both(
    where, atSites(text`s.to_site_id`, sites),
    since(text`e.occurred_at`, query.fromEventTime, query.beforeEventTime), since(text`b.recorded_at`, query.fromRecordTime, query.beforeRecordTime),
  )} order by ${order} limit ${limit}`.execute(sql)
  return rows
}

/** Lines of events by reference: what is taken back is told with what took it back. */
export async function lineTexts(sql: Sql, bookNo: number, refs: readonly string[]): Promise<Map<string, string>> {
  if (refs.length === 0) return new Map()
  const { rows } = await text<{ event_ref: string; text: string | null }>`select event_ref, text from custody_event where book_no = ${bookNo} and event_ref = any(${arrayText(refs)}::text[])`.execute(sql)
  return new Map(rows.flatMap((row) => row.text === null ? [] : [[row.event_ref, row.text]]))
}

export type DrawRow = { event_no: number; lot_ref: string; metal: Substance; amount: number; whole: number; gross_g: number | null }
/** What was drawn of lots, by the metal each is traded for, and the whole it was drawn of. */
export async function drawsOfEvents(sql: Sql, eventNos: readonly number[]): Promise<DrawRow[]> {
  if (eventNos.length === 0) return []
  return (await text<DrawRow>`select d.event_no, l.lot_ref, l.metal, d.amount, m.amount as whole, l.gross_g from custody_draw d join custody_lot l on l.lot_no = d.lot_no
    join custody_lot_metal m on m.lot_no = l.lot_no and m.substance = d.substance where d.event_no = any(${arrayText(eventNos)}::bigint[]) and d.substance = l.metal`.execute(sql)).rows
}

export type LotRow = { lot_ref: string; material: string; metal: Substance; model: string; gross_g: number | null; amount: number }
/** Lots as a weight is understood by them. @param sites where they stand; `null`: anywhere */
export async function lotsByWeight(sql: Sql, organisationId: string, sites: readonly string[] | null, refs: readonly string[]): Promise<Map<string, LotRow>> {
  if (refs.length === 0) return new Map()
  const { rows } = await text<LotRow>`select l.lot_ref, l.material, l.metal, l.model, l.gross_g, m.amount from custody_lot l join custody_book k on k.book_no = l.book_no
    join custody_lot_metal m on m.lot_no = l.lot_no and m.substance = l.metal
    where k.organisation_id = ${organisationId} and not l.is_void and l.lot_ref = any(${arrayText(refs)}::text[]) and ${both(atSites(text`l.site_id`, sites))}`.execute(sql)
  return new Map(rows.map((row) => [row.lot_ref, row]))
}

/** Which of these events the book has. @param sites where they happened; `null`: anywhere */
export async function eventsWithin(sql: Sql, organisationId: string, sites: readonly string[] | null, refs: readonly string[]): Promise<ReadonlySet<string>> {
  if (refs.length === 0) return new Set()
  const { rows } = await text<{ event_ref: string }>`select e.event_ref from custody_event e join custody_book k on k.book_no = e.book_no
    where k.organisation_id = ${organisationId} and e.event_ref = any(${arrayText(refs)}::text[]) and ${both(atSites(text`e.site_id`, sites))}`.execute(sql)
  return new Set(rows.map((row) => row.event_ref))
}

/** Lines by which lots came in: the EPC of a lot stands there. */
export async function birthsOf(sql: Sql, bookNo: number, lots: readonly string[]): Promise<{ lot_ref: string; text: string }[]> {
  if (lots.length === 0) return []
  return (await text<{ lot_ref: string; text: string }>`select l.lot_ref, e.text from custody_lot l join custody_event e on e.event_no = l.event_no
    where l.book_no = ${bookNo} and not l.is_void and l.lot_ref = any(${arrayText(lots)}::text[]) and e.text like '%"epc":%'`.execute(sql)).rows
}

/** Which words and names stand in the captured events of a book. */
export async function capturedTerms(sql: Sql, organisationId: string, sites: readonly string[] | null, of: 'event_type' | 'biz_step' | 'disposition' | 'read_point' | 'biz_location' | 'epcs'): Promise<string[]> {
  const where = both(text`organisation_id = ${organisationId}`, text`text is not null`, atSites(text`site_id`, sites))
  const { rows } = of === 'epcs'
    ? await text<{ term: string }>`select distinct substr(term, strpos(term, ':') + 1) as term from epcis_event, unnest(terms) as term where ${where} and split_part(term, ':', 1) in ('epc', 'parent', 'input', 'output')`.execute(sql)
    : await text<{ term: string | null }>`select distinct ${text.ref(of)} as term from epcis_event where ${where}`.execute(sql)
  return rows.flatMap(({ term }) => term === null ? [] : [term])
}
export async function ledgerTerms(sql: Sql, organisationId: string, sites: readonly string[] | null): Promise<{ kinds: string[]; sites: string[] }> {
  const { rows } = await text<{ kind: string; site_id: string }>`select distinct e.kind, e.site_id from custody_event e join custody_book k on k.book_no = e.book_no
    where ${both(text`k.organisation_id = ${organisationId}`, atSites(text`e.site_id`, sites))}`.execute(sql)
  return { kinds: [...new Set(rows.map(({ kind }) => kind))], sites: [...new Set(rows.map(({ site_id }) => site_id))] }
}

/** The ids under which events of the ledger were captured. */
export async function capturedIds(sql: Sql, organisationId: string, refs: readonly string[]): Promise<Map<string, string>> {
  if (refs.length === 0) return new Map()
  const { rows } = await text<{ event_ref: string; event_id: string }>`select event_ref, event_id from epcis_event where organisation_id = ${organisationId} and declared_at = '' and event_ref = any(${arrayText(refs)}::text[])`.execute(sql)
  return new Map(rows.map((row) => [row.event_ref, row.event_id]))
}

/** Texts of the events of captures, each capture's in their order; null where one was erased by law: to be checked. */
export async function allCapturedTexts(sql: Sql): Promise<Map<string, (string | null)[]>> {
  const { rows } = await text<{ capture_id: string; text: string | null }>`select capture_id, text from epcis_event order by epcis_no`.execute(sql)
  return new Map([...Map.groupBy(rows, (row) => row.capture_id)].map(([captureId, of]) => [captureId, of.map((row) => row.text)]))
}
