// The front of EPCIS: captures, their answers, and questions.
import { acrossBooks } from '#src/access/across-books.ts'
import type { Context } from '#src/access/context.ts'
import { actorRef } from '#src/access/actor.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { fromCursor, page, toCursor } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { LIMITS, readDocument, readJsonBytes, readSingleEvent, type ReadDocument } from '#src/exchange/epcis/document.ts'
import { KIND_SHAPES } from '#src/exchange/epcis/from-lines.ts'
import { readEventUri, siteUri } from '#src/exchange/epcis/names.ts'
import { supportedParameters } from '#src/exchange/epcis/query.ts'
import { captureEvents, namesOf, orRefused } from './epcis-capture.handlers.ts'
import { capturedEvent, ledgerEvent, queryEvents } from './epcis-query.handlers.ts'
import type { Capture, CaptureAnswer, epcisContract, Terms } from './epcis.contract.ts'
import { capturedTerms, capturesOf, claimCapture, eventsCalled, finishCapture, insertCapture, ledgerTerms, readCapture, type Behaviour, type CaptureRow } from './epcis.store.ts'
import { bookAbsent, isReached, organisationsReached, reachInBook, type Reach } from './reach.handlers.ts'

/** Events that are captured before the answer; a document of more waits for its turn. */
const IN_REQUEST = 1000

/** The book that is meant. @throws Refused `book-absent`, `epcis-book-unnamed` */
async function bookOf(ctx: Context, named: string | undefined, permit: string): Promise<{ organisationId: string; reach: Reach }> {
  if (named !== undefined) return { organisationId: named, reach: await reachInBook(ctx, named, permit) }
  const [only, ...others] = await organisationsReached(ctx, permit)
  if (only === undefined) throw bookAbsent()
  if (others.length > 0) throw new Refused(refuse('epcis-book-unnamed', `This account reaches the books of ${[only, ...others].slice(0, 20).join(', ')}. Name one by organisationId.`))
  return { organisationId: only, reach: await reachInBook(ctx, only, permit) }
}

const captureFrom = (row: CaptureRow): Capture => ({
  captureId: row.capture_id, organisationId: row.organisation_id, errorBehaviour: row.error_behaviour, createdAt: row.created_at, finishedAt: row.finished_at,
  isRunning: row.finished_at === null, isSuccess: row.is_success ?? true, events: row.event_count, answers: row.answers,
})

/** Under `rollback` a document with an event that is not of the form of EPCIS is refused at once, all its faults told. */
function assertWellFormed({ events }: ReadDocument): void {
  const faults = events.flatMap(({ fault }) => fault === undefined ? [] : [fault])
  if (faults.length === 0) return
  const code = faults.every((fault) => fault.code === 'epcis-quantity-invalid') ? 'epcis-quantity-invalid' : 'epcis-event-invalid'
  throw new Refused(refuse(code, `${faults[0]!.detail}${faults.length === 1 ? '' : ` ${faults.length - 1} more of the ${events.length} events are wrong.`}`, faults.flatMap(({ errors }) => errors ?? []).slice(0, 50)))
}

async function captureDocument(ctx: Context, named: string | undefined, behaviour: Behaviour): Promise<Capture> {
  const { organisationId } = await bookOf(ctx, named, 'custody:write')
  const bytes = await ctx.upload(LIMITS.bytes)
  const document = orRefuse(readDocument(orRefuse(readJsonBytes(bytes))))
  if (behaviour === 'rollback') assertWellFormed(document)
  const row: CaptureRow = {
    capture_id: ctx.newId('cap'), organisation_id: organisationId, error_behaviour: behaviour, created_at: ctx.now, created_by: actorRef(ctx.actor), finished_at: null, is_success: null,
    event_count: document.events.length, answers: [], document: null, sent_by: null,
  }
  if (document.events.length > IN_REQUEST && !ctx.isDryRun) {
    const waiting = { ...row, document: new TextDecoder().decode(bytes), sent_by: { userId: ctx.actor.kind === 'public' ? null : ctx.actor.userId } }
    await insertCapture(ctx.sql, waiting)
    return captureFrom(waiting)
  }
  let done = row
  await captureEvents(ctx, organisationId, row.capture_id, document.events, behaviour, async (answers, isSuccess) => {
    done = { ...row, finished_at: ctx.now, is_success: isSuccess, answers: [...answers] }
    await insertCapture(ctx.sql, done)
  })
  return captureFrom(done)
}

/** Who sent the document that waits the longest. Its transaction is then that account's own. */
export async function waitingCapture(ctx: Context): Promise<{ captureId: string; userId: string | null } | undefined> {
  const row = await claimCapture(ctx.sql)
  return row === undefined ? undefined : { captureId: row.capture_id, ...row.sent_by as { userId: string | null } }
}

/** Captures a document that waited. @returns false where somebody else is at it */
export async function captureWaiting(ctx: Context, captureId: string): Promise<boolean> {
  const row = await claimCapture(ctx.sql)
  if (row === undefined || row.capture_id !== captureId) return false
  const finish = (answers: readonly CaptureAnswer[], isSuccess: boolean) => finishCapture(ctx.sql, captureId, { finishedAt: ctx.now, isSuccess, answers })
  try {
    // Asked again: rights may have ended while it waited.
    await reachInBook(ctx, row.organisation_id, 'custody:write')
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    await finish([{ event: 1, eventId: '', state: 'refused', ref: null, reason: { code: error.refusal.code, detail: error.refusal.detail } }], false)
    return true
  }
  const document = orRefuse(readDocument(JSON.parse(row.document!)))
  await captureEvents(ctx, row.organisation_id, captureId, document.events, row.error_behaviour, finish)
  return true
}

/** Ends a capture that a fault of the program stopped, so that it is not tried for ever. */
export async function failCapture(ctx: Context, captureId: string): Promise<void> {
  await finishCapture(ctx.sql, captureId, { finishedAt: ctx.now, isSuccess: false, answers: [{ event: 1, eventId: '', state: 'refused', ref: null, reason: { code: 'epcis-capture-failed', detail: 'A fault of the program stopped the capture. Send the document again.' } }] })
}

/** @throws Refused `cursor-invalid` */
function placeOf(cursor: string): readonly [string, string] {
  const [, at, captureId] = /^(\d{4}-\d{2}-\d{2}T[\d:.]+Z) (\S+)$/.exec(fromCursor(cursor)) ?? []
  if (at === undefined || Number.isNaN(Date.parse(at))) throw new Refused(refuse('cursor-invalid', 'This cursor was not given by this server. Begin again without it.'))
  return [at, captureId!]
}

const eventAbsent = (): Refused => new Refused(refuse('epcis-event-absent', 'No event of this book is called so, or this account may not see it.'))

async function termsOf(ctx: Context, organisationId: string, reach: Reach, of: Terms): Promise<string[]> {
  const sites = reach === null ? null : [...reach]
  const column = { 'event-types': 'event_type', 'biz-steps': 'biz_step', dispositions: 'disposition', 'biz-locations': 'biz_location', 'read-points': 'read_point', epcs: 'epcs' } as const
  const captured = await capturedTerms(ctx.sql, organisationId, sites, column[of])
  const ledger = of === 'epcs' ? { kinds: [], sites: [] } : await ledgerTerms(ctx.sql, organisationId, sites)
  const names = await namesOf(ctx, organisationId)
  const shapes = ledger.kinds.flatMap((kind) => KIND_SHAPES[kind] ?? [])
  const told = of === 'event-types' ? shapes.map(({ type }) => type) : of === 'biz-steps' ? shapes.map(({ bizStep }) => bizStep) : of === 'dispositions' ? shapes.flatMap(({ disposition }) => disposition ?? [])
    : of === 'epcs' ? [] : ledger.sites.map((site) => siteUri(names, site))
  return [...new Set([...captured, ...told])].sort()
}

const UNSUPPORTED = [
  'named queries and subscriptions (/queries): ask GET /events with the same parameters', 'capture and query in XML, and the SOAP and AS2 bindings of EPCIS 1', 'master data queries',
  'queries by sensor values, by extensions, by ILMD and by attributes (HASATTR, EQATTR, WD_)', 'patterns in MATCH_ parameters: names are compared whole, in their canonical form',
  'translation of identifiers on the way out (GS1-EPC-Format): events come back as they were sent', 'event hashes by other digests than SHA-256', 'GS1 certification',
]

export const epcisHandlers: Handlers<typeof epcisContract, Context> = acrossBooks<typeof epcisContract>({
  captureEpcisDocument: (ctx, { organisationId, errorBehaviour }) => captureDocument(ctx, organisationId, errorBehaviour),
  listEpcisCaptures: async (ctx, { organisationId: named, limit, cursor }) => {
    const { organisationId, reach } = await bookOf(ctx, named, 'custody:read')
    const after = cursor === undefined ? undefined : placeOf(cursor)
    // Who reaches some sites only sees the documents of its own.
    const rows = await capturesOf(ctx.sql, organisationId, reach === null ? null : actorRef(ctx.actor), after, limit + 1)
    const shown = rows.slice(0, limit)
    return { items: shown.map(captureFrom), next: rows.length > limit ? toCursor(`${shown.at(-1)!.created_at} ${shown.at(-1)!.capture_id}`) : null }
  },
  getEpcisCapture: async (ctx, { captureId }) => {
    const row = await readCapture(ctx.sql, captureId)
    const absent = new Refused(refuse('epcis-capture-absent', 'There is no capture of this number, or this account may not see it.'))
    if (row === undefined) throw absent
    const reach = await reachInBook(ctx, row.organisation_id, 'custody:read').catch((error: unknown) => { throw error instanceof Refused ? absent : error })
    if (reach !== null && row.created_by !== actorRef(ctx.actor)) throw absent
    return captureFrom(row)
  },
  captureEpcisEvent: async (ctx, { organisationId: named }) => {
    const { organisationId } = await bookOf(ctx, named, 'custody:write')
    const read = orRefuse(readSingleEvent(orRefuse(readJsonBytes(await ctx.upload(LIMITS.bytes)))))
    const captureId = ctx.newId('cap')
    return orRefused(await captureEvents(ctx, organisationId, captureId, [read], 'rollback', (answers, isSuccess) => insertCapture(ctx.sql, {
      capture_id: captureId, organisation_id: organisationId, error_behaviour: 'rollback', created_at: ctx.now, created_by: actorRef(ctx.actor), finished_at: ctx.now, is_success: isSuccess,
      event_count: 1, answers: [...answers], document: null, sent_by: null,
    })))
  },
  listEpcisEvents: async (ctx, { organisationId: named, query }) => {
    const { organisationId, reach } = await bookOf(ctx, named, 'custody:read')
    return queryEvents(ctx, organisationId, reach, query)
  },
  getEpcisEvent: async (ctx, { organisationId: named, eventId }) => {
    const { organisationId, reach } = await bookOf(ctx, named, 'custody:read')
    const names = await namesOf(ctx, organisationId)
    const captured = (await eventsCalled(ctx.sql, organisationId, [eventId])).filter((row) => reach === null || (row.site_id !== null && isReached(reach, row.site_id)))
    const own = readEventUri(names, eventId) ?? readEventUri(names, `${ctx.publicUrl}/epcis/events/${eventId}`)
    const told = await ledgerEvent(ctx, organisationId, reach, names, own !== undefined && own.organisationId === organisationId ? [own.ref] : [])
    const items = [...captured.map(capturedEvent), ...told]
    if (items.length === 0) throw eventAbsent()
    return { items: items.map(({ event, context }) => ({ event: { ...event }, context })) }
  },
  listEpcisTerms: async (ctx, { organisationId: named, of, limit, cursor }) => {
    const { organisationId, reach } = await bookOf(ctx, named, 'custody:read')
    const { items, next } = page(await termsOf(ctx, organisationId, reach, of), (term) => term, { limit, cursor })
    return { items: [...items], next }
  },
  getEpcisInterface: async () => ({
    versions: { epcis: '2.0', cbv: '2.0', epcFormat: 'Never_Translates' },
    supported: ['capture of documents and single events in JSON and JSON-LD', 'capture jobs, rollback and proceed', 'simple event query with paging', 'queries by resource: event types, EPCs, business steps, locations, read points, dispositions', 'event hash identifiers (SHA-256, CBV 2.0), verified', 'error declarations and corrective events', 'extensions, kept as they came'],
    unsupported: UNSUPPORTED, queryParameters: [...supportedParameters], limits: { events: LIMITS.events, bytes: LIMITS.bytes, depth: LIMITS.depth },
  }),
})
