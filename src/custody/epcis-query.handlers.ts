// The query of EPCIS: events that were captured, events of the book that came in by other ways, and what others shipped to its
// organisation, in one order and page by page. The database narrows; whether an event meets the question is decided on the
// event itself.
import type { Context } from '#src/access/context.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { Instant } from '#src/kernel/time.ts'
import { CUPEL_CONTEXT, EPCIS_CONTEXT } from '#src/exchange/epcis/context.ts'
import type { LineValue } from '#src/exchange/epcis/custody-line.ts'
import type { ShownEvent } from '#src/exchange/epcis/document.ts'
import type { JsonObject } from '#src/exchange/epcis/event.ts'
import { eventsOfLine, KIND_SHAPES, type Export } from '#src/exchange/epcis/from-lines.ts'
import { lotIn, readEventUri, siteIn, type Names } from '#src/exchange/epcis/names.ts'
import { indexOf, matches, pageToken, readPageToken, readQuery, type EventQuery, type PagePlace } from '#src/exchange/epcis/query.ts'
import { namesOf } from './epcis-capture.handlers.ts'
import { birthsOf, capturedIds, drawsOfEvents, lineTexts, scanCaptured, scanLedger, scanShipped, type EventRow, type LedgerRow, type Resume, type Scan } from './epcis.store.ts'
import { EventKind } from './event.ts'
import type { Reach } from './reach.handlers.ts'
import { quantumOf } from './substance.ts'

const OWN_CONTEXT = [EPCIS_CONTEXT, CUPEL_CONTEXT]
/** Rows looked at for one page: a page may come out shorter and still have a next one. */
const MOST_SCANNED = 20_000
const BATCH = 200

type Candidate = ShownEvent & { readonly at: Instant; readonly key: string; readonly ids: readonly string[]; readonly recordTime: Instant }
/** In the order of their names: rows of one instant stand captured, ledger, shipped. */
type SourceName = 'c' | 'l' | 's'
const keyFor = (source: SourceName, no: number, part = 0): string => `${source}${String(no).padStart(15, '0')}.${part}`

export const capturedEvent = (row: EventRow): ShownEvent => ({ event: JSON.parse(row.text!) as JsonObject, context: row.context })

const timeOf = (query: EventQuery, eventTime: Instant, recordTime: Instant): Instant => query.orderBy === 'eventTime' ? eventTime : recordTime

// Telling lines in EPCIS --------------------------------------------------------------------------------------------------

/** EPCs that were given to lots, read from the lines by which they came in. */
function epcsIn(births: readonly { lot_ref: string; text: string }[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const { lot_ref: ref, text } of births) {
    const line = JSON.parse(text) as LineValue
    const outputs = (line.kind === 'correct' ? (line['instead'] as JsonObject)['outputs'] : line.outputs) as readonly JsonObject[] | undefined
    const epc = (outputs?.find((lot) => lot['lot'] === ref)?.['identifiers'] as JsonObject | undefined)?.['epc']
    if (typeof epc === 'string' && /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(epc)) found.set(ref, epc)
  }
  return found
}

const lotsIn = (line: JsonObject): string[] => [...(line['inputs'] as JsonObject[] | undefined ?? []), ...(line['outputs'] as JsonObject[] | undefined ?? []), line].flatMap((one) => typeof one['lot'] === 'string' ? [one['lot']] : [])

/** How the lines of one book are told. @param isForReceiver by somebody to whom they were shipped */
async function exportOf(ctx: Context, rows: readonly LedgerRow[], base: Names, isForReceiver: boolean): Promise<Export> {
  const bookNo = rows[0]!.book_no
  const lines = new Map(rows.map((row) => [row.event_ref, JSON.parse(row.text) as LineValue]))
  // A correction of a correction names one before it: follow until nothing new is named.
  for (let wanted = originals(lines.values(), lines); wanted.length > 0; wanted = originals(lines.values(), lines)) {
    const found = await lineTexts(ctx.sql, bookNo, wanted)
    if (found.size === 0) break
    for (const [ref, text] of found) lines.set(ref, JSON.parse(text) as LineValue)
  }
  const draws = new Map((await drawsOfEvents(ctx.sql, rows.map(({ event_no: no }) => no))).map((row) => [`${row.event_no}\n${row.lot_ref}`, row]))
  const numbers = new Map(rows.map((row) => [row.event_ref, row.event_no]))
  const lots = [...new Set([...lines.values()].flatMap((line) => [...lotsIn(line), ...lotsIn((line['instead'] ?? {}) as JsonObject)]))]
  const epcs = epcsIn(await birthsOf(ctx.sql, bookNo, lots))
  const ids = await capturedIds(ctx.sql, rows[0]!.organisation_id, [...lines.keys()].filter((ref) => !numbers.has(ref)))
  return {
    names: { ...base, organisationId: rows[0]!.organisation_id, epcOf: (ref) => epcs.get(ref) }, isForReceiver, lineOf: (ref) => lines.get(ref), eventIdOf: (ref) => ids.get(ref),
    drawnOf: (event, lot) => {
      const row = draws.get(`${numbers.get(event)}\n${lot}`)
      if (row === undefined) return undefined
      const perGram = quantumOf(row.metal) === 'mg' ? 1000 : 1
      return { grossGrams: row.gross_g === null || row.whole === 0 ? null : Math.round(row.gross_g * row.amount / row.whole), containedGrams: row.amount / perGram }
    },
  }
}

const originals = (lines: Iterable<LineValue>, known: ReadonlyMap<string, LineValue>): string[] =>
  [...lines].flatMap((line) => [line['voids'], line['corrects']]).filter((ref): ref is string => typeof ref === 'string' && !known.has(ref))

/** A line may take back what stood at another place: where `reach` is not the whole book, that is not told. */
async function toldEvents(ctx: Context, rows: readonly LedgerRow[], names: Names, reach: Reach, isForReceiver: boolean): Promise<{ row: LedgerRow; events: JsonObject[] }[]> {
  const isTold = (event: JsonObject): boolean => isForReceiver || reach === null || reach.has(siteIn(names, String((event['bizLocation'] as JsonObject)['id'])) ?? '')
  const told: { row: LedgerRow; events: JsonObject[] }[] = []
  for (const ofBook of Map.groupBy(rows, (row) => row.book_no).values()) {
    const how = await exportOf(ctx, ofBook, names, isForReceiver)
    for (const row of ofBook) told.push({ row, events: eventsOfLine(how.lineOf!(row.event_ref)!, how).filter(isTold) })
  }
  return told
}

// Reading by source -------------------------------------------------------------------------------------------------------

/** Kinds of line whose EPCIS form can meet a question. A void tells any kind again. */
function kindsFor(query: EventQuery): string[] {
  const fits = (wanted: readonly string[] | undefined, has: string | undefined): boolean => wanted === undefined || (has !== undefined && wanted.includes(has))
  return EventKind.options.filter((kind) => {
    const shape = KIND_SHAPES[kind]
    return shape === undefined || (fits(query.types, shape.type) && fits(query.actions, shape.action) && fits(query.bizSteps, shape.bizStep) && fits(query.dispositions, shape.disposition))
  })
}

/** Lots that a question names by class, where it names some. */
function lotsFor(query: EventQuery, names: Names): string[] | null {
  const classes = query.terms.find((alternatives) => alternatives.every((term) => /^(class|input-class|output-class|parent):/.test(term)))
  return classes === undefined ? null : [...new Set(classes.map((term) => lotIn(names, term.slice(term.indexOf(':') + 1)).ref))]
}

/** Sites that a question and the reach of the account leave. */
function sitesFor(query: EventQuery, names: Names, reach: Reach): readonly string[] | null {
  const asked = query.bizLocations ?? query.readPoints
  if (asked === undefined) return reach === null ? null : [...reach]
  const sites = asked.flatMap((uri) => siteIn(names, uri) ?? [])
  return reach === null ? sites : sites.filter((site) => reach.has(site))
}

const refsFor = (query: EventQuery, names: Names): string[] | null => query.eventIds === undefined ? null : query.eventIds.flatMap((id) => readEventUri(names, id)?.ref ?? [])

function resumeIn(source: SourceName, place: PagePlace | undefined, query: EventQuery): Resume | undefined {
  if (place === undefined) return undefined
  const own = place.key[0]!
  if (own === source) return { at: place.at, no: Number(place.key.slice(1).split('.')[0]) }
  const comesAfter = query.direction === 'ASC' ? source > own : source < own
  return { at: place.at, no: comesAfter ? (query.direction === 'ASC' ? 0 : Number.MAX_SAFE_INTEGER) : null }
}

type Source = { readonly next: (place: PagePlace | undefined) => Promise<{ candidates: Candidate[]; isLast: boolean }> }

function sourcesOf(ctx: Context, organisationId: string, query: EventQuery, names: Names, reach: Reach): Source[] {
  const sites = sitesFor(query, names, reach)
  const scanOf = (source: SourceName, place: PagePlace | undefined, within: readonly string[] | null): Scan => ({ query, resume: resumeIn(source, place, query), sites: within, limit: BATCH })
  const told = async (source: SourceName, rows: readonly LedgerRow[], isForReceiver: boolean): Promise<Candidate[]> => (await toldEvents(ctx, rows, names, reach, isForReceiver)).flatMap(({ row, events }) => events.map((event, part): Candidate => ({
    event: { ...event, recordTime: row.recorded_at }, context: OWN_CONTEXT, at: timeOf(query, row.occurred_at, row.recorded_at), key: keyFor(source, row.event_no, query.direction === 'ASC' ? part : 1 - part),
    ids: [String(event['eventID'])], recordTime: row.recorded_at,
  })))
  const captured: Source = { next: async (place) => {
    const rows = await scanCaptured(ctx.sql, organisationId, scanOf('c', place, reach === null ? null : [...reach]))
    return { isLast: rows.length < BATCH, candidates: rows.map((row) => ({ ...capturedEvent(row), at: timeOf(query, row.event_time, row.record_time), key: keyFor('c', row.epcis_no), ids: [row.event_id, row.hash], recordTime: row.record_time })) }
  } }
  const ledger: Source = { next: async (place) => {
    const rows = await scanLedger(ctx.sql, organisationId, { ...scanOf('l', place, sites), kinds: kindsFor(query), lots: lotsFor(query, names), refs: refsFor(query, names) })
    return { isLast: rows.length < BATCH, candidates: await told('l', rows, false) }
  } }
  const isShipping = kindsFor(query).includes('ship')
  const shipped: Source = { next: async (place) => {
    // bizLocation of a shipment is the sender's: what a question says of places is asked of the event.
    const rows = isShipping ? await scanShipped(ctx.sql, organisationId, scanOf('s', place, reach === null ? null : [...reach])) : []
    return { isLast: rows.length < BATCH, candidates: await told('s', rows, true) }
  } }
  return [captured, ledger, shipped]
}

// Pages -------------------------------------------------------------------------------------------------------------------

type Page = { readonly items: Candidate[]; readonly next: PagePlace | undefined }

const before = (query: EventQuery) => (a: { at: string; key: string }, b: { at: string; key: string }): number => {
  const order = a.at < b.at ? -1 : a.at > b.at ? 1 : a.key < b.key ? -1 : a.key > b.key ? 1 : 0
  return query.direction === 'ASC' ? order : -order
}

/** Merges the sources in their order until the page is full, or enough was looked at. */
async function pageFrom(sources: readonly Source[], query: EventQuery, from: PagePlace | undefined, want: number): Promise<Page> {
  const compare = before(query)
  let place = from
  const items: Candidate[] = []
  for (let scanned = 0; ;) {
    const batches = await Promise.all(sources.map((source) => source.next(place)))
    const isAfter = (one: Candidate): boolean => place === undefined || compare(one, place) > 0
    // Beyond the last row of a full batch that source may hold more: nothing behind it is certain yet.
    const horizons = batches.flatMap(({ candidates, isLast }) => isLast || candidates.length === 0 ? [] : [candidates.reduce((last, one) => compare(one, last) > 0 ? one : last)])
    const horizon = horizons.length === 0 ? undefined : horizons.reduce((first, one) => compare(one, first) < 0 ? one : first)
    const merged = batches.flatMap(({ candidates }) => candidates).filter((one) => isAfter(one) && (horizon === undefined || compare(one, horizon) <= 0)).sort(compare)
    for (const [i, one] of merged.entries()) {
      scanned += 1
      if (matches(query, indexOf(one.event, one.context), one.ids, one.recordTime)) items.push(one)
      if (items.length === want) {
        const isEnd = horizon === undefined && i === merged.length - 1
        return { items, next: isEnd ? undefined : { at: one.at, key: one.key, shown: (from?.shown ?? 0) + items.length } }
      }
    }
    if (horizon === undefined) return { items, next: undefined }
    place = { at: horizon.at, key: horizon.key, shown: (from?.shown ?? 0) + items.length }
    if (scanned >= MOST_SCANNED) return { items, next: place }
  }
}

export type EventPage = { items: { event: Record<string, unknown>; context: unknown }[]; next: string | null; expiresAt: Instant | null }

/** @throws Refused of the query, of the token, and `epcis-result-too-large` */
export async function queryEvents(ctx: Context, organisationId: string, reach: Reach, text: string): Promise<EventPage> {
  const query = orRefuse(readQuery(text))
  const from = orRefuse(readPageToken(query, ctx.now))
  const sources = sourcesOf(ctx, organisationId, query, await namesOf(ctx, organisationId), reach)
  const left = query.limit === undefined ? query.perPage : Math.min(query.perPage, query.limit - (from?.shown ?? 0))
  if (left <= 0) return { items: [], next: null, expiresAt: null }
  if (query.most !== undefined && from === undefined) await assertFew(sources, query, query.most)
  const { items, next } = await pageFrom(sources, query, from, left)
  const isDone = next === undefined || (query.limit !== undefined && next.shown >= query.limit)
  const token = isDone ? undefined : pageToken(query, next, ctx.now)
  return { items: items.map(({ event, context }) => ({ event: { ...event }, context })), next: token?.token ?? null, expiresAt: token?.expiresAt ?? null }
}

async function assertFew(sources: readonly Source[], query: EventQuery, most: number): Promise<void> {
  let found = 0
  let place: PagePlace | undefined
  do {
    const page: Page = await pageFrom(sources, query, place, Math.min(most + 1 - found, 1000))
    found += page.items.length
    place = page.next
    if (found > most) throw new Refused(refuse('epcis-result-too-large', `More than ${most} events meet the question.`))
  } while (place !== undefined)
}

/** One event of the ledger by its reference, told in EPCIS, and what took it back. */
export async function ledgerEvent(ctx: Context, organisationId: string, reach: Reach, names: Names, refs: readonly string[]): Promise<ShownEvent[]> {
  if (refs.length === 0) return []
  const query = orRefuse(readQuery('orderDirection=ASC'))
  const rows = await scanLedger(ctx.sql, organisationId, { query, resume: undefined, sites: reach === null ? null : [...reach], limit: 100, kinds: EventKind.options, lots: null, refs })
  return (await toldEvents(ctx, rows, names, reach, false)).flatMap(({ row, events }) => events.map((event) => ({ event: { ...event, recordTime: row.recorded_at }, context: OWN_CONTEXT })))
}
