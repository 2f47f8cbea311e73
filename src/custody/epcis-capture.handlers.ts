// Capturing EPCIS: events are read, identified, mapped to custody lines and recorded by the one way into a book; what is not
// booked is kept as it came (issue paragraph 1.5; EPCIS 2.0 section 12.6).
import type { Context } from '#src/access/context.ts'
import { actorRef } from '#src/access/actor.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { Refused, refuse, type Refusal } from '#src/kernel/refusal.ts'
import { siteFact } from '#src/parties/site.ts'
import { prefixesOf } from '#src/exchange/epcis/context.ts'
import { ownFields, type LineValue } from '#src/exchange/epcis/custody-line.ts'
import type { ReadEvent } from '#src/exchange/epcis/document.ts'
import { eventHashId, isHashId, timeText } from '#src/exchange/epcis/event-hash.ts'
import type { JsonObject } from '#src/exchange/epcis/event.ts'
import type { Mapping } from '#src/exchange/epcis/mapping.ts'
import { eventRefOf, lotIn, siteIn, type Names } from '#src/exchange/epcis/names.ts'
import { indexOf } from '#src/exchange/epcis/query.ts'
import { linesOf, type Mapped } from '#src/exchange/epcis/to-lines.ts'
import type { CaptureAnswer } from './epcis.contract.ts'
import { eventsCalled, eventsWithin, insertEvents, lotsByWeight, type Behaviour, type CapturedEvent } from './epcis.store.ts'
import { rootOfTexts } from './handover-check.ts'
import { isReached, reachInBook, type Reach } from './reach.handlers.ts'
import { recordLines } from './record.handlers.ts'
import { quantumOf, type Substance } from './substance.ts'

/** How things of a book are called here. */
export async function namesOf(ctx: Context, organisationId: string): Promise<Names> {
  const sites = (await ctx.facts()).of(siteFact)
  let byGln: Map<string, string> | undefined
  const siteOf = (name: string): string | undefined => {
    const [, gln] = /^https:\/\/id\.gs1\.org\/414\/(\d{13})$/.exec(name) ?? []
    byGln ??= new Map([...sites.values()].flatMap(({ id, value }) => value.identifiers.filter(({ scheme }) => scheme.toLowerCase() === 'gln').map((one) => [one.value, id] as const)))
    return gln === undefined ? undefined : byGln.get(gln)
  }
  return { publicUrl: ctx.publicUrl, organisationId, siteOf }
}

type Named = { readonly read: ReadEvent; readonly eventId: string; readonly hash: string; readonly declaredAt: string; readonly text: string }
type State = { refusal?: Refusal; isKnown?: true; ref?: string | null; mapped?: Mapped; line?: LineValue }

const declaredAt = (event: JsonObject): string => event['errorDeclaration'] === undefined ? '' : timeText(String((event['errorDeclaration'] as JsonObject)['declarationTime']))
const keyOf = (one: { readonly eventId: string; readonly declaredAt: string }): string => `${one.eventId}\n${one.declaredAt}`

function named(read: ReadEvent): Named {
  const prefixes = prefixesOf(read.context)
  const hash = read.fault === undefined ? eventHashId(read.original, prefixes) : ''
  const given = read.original['eventID']
  const eventId = typeof given === 'string' ? given : hash
  return { read, eventId, hash, declaredAt: read.fault === undefined ? declaredAt(read.original) : '', text: read.fault === undefined ? comparedText(read.original, eventId) : '' }
}

/** What two tellings of one event have in common: also where the id was given here. */
const comparedText = (event: JsonObject, eventID: string): string => canonicalText({ ...event, eventID, recordTime: null, '@context': null })

/** What is wrong with an event before it is understood. */
function faultOf(ctx: Context, one: Named, seen: Set<string>): Refusal | undefined {
  const { read, eventId, hash } = one
  if (read.fault !== undefined) return read.fault
  const which = `Event ${read.at + 1}`
  if (isHashId(eventId) && eventId !== hash) return refuse('event-hash-differs', `${which} is called ${eventId}, and its hash is ${hash}.`)
  if (timeText(String(read.original['eventTime'])) > ctx.now || (one.declaredAt !== '' && one.declaredAt > ctx.now)) return refuse('epcis-event-in-future', `${which} is of ${String(read.original['eventTime'])}, which has not come yet.`)
  if (seen.has(keyOf(one))) return refuse('epcis-event-id-twice', `${which} has the eventID of an event before it, ${eventId.slice(0, 200)}.`)
  seen.add(keyOf(one))
  return undefined
}

/** An event of another place than the account's has its id, and is not known here. */
async function whatIsThere(ctx: Context, organisationId: string, reach: Reach, all: readonly Named[], states: readonly State[]): Promise<void> {
  const known = new Map((await eventsCalled(ctx.sql, organisationId, [...new Set(all.map(({ eventId }) => eventId))])).map((row) => [`${row.event_id}\n${row.declared_at}`, row]))
  for (const [i, one] of all.entries()) {
    const row = states[i]!.refusal === undefined ? known.get(keyOf(one)) : undefined
    if (row === undefined) continue
    const isSeen = reach === null || (row.site_id === null ? row.created_by === actorRef(ctx.actor) : isReached(reach, row.site_id))
    const isSame = isSeen && comparedText(JSON.parse(row.text!) as JsonObject, one.eventId) === one.text
    if (isSame) Object.assign(states[i]!, { isKnown: true, ref: row.event_ref })
    else states[i]!.refusal = refuse('epcis-event-id-taken', `Event ${one.read.at + 1} has the eventID ${one.eventId.slice(0, 200)}, under which another event was captured.`)
  }
}

const listed = (event: JsonObject, ...fields: readonly string[]): string[] => fields.flatMap((field) => {
  const value = event[field]
  return (Array.isArray(value) ? value as unknown[] : [value]).map((one) => typeof one === 'object' && one !== null ? (one as JsonObject)['epcClass'] : one).filter((one) => typeof one === 'string')
})

/** Lots and events as the account may know them: those of other places than its own are as if they were not there. */
async function mappingOf(ctx: Context, organisationId: string, reach: Reach, events: readonly Named[]): Promise<Mapping> {
  const names = await namesOf(ctx, organisationId)
  const lots = new Set<string>()
  const refs = new Set<string>()
  for (const { read, eventId } of events) {
    const own = ownFields(read.original, prefixesOf(read.context))
    for (const uri of listed(read.original, 'epcList', 'quantityList', 'childEPCs', 'childQuantityList', 'inputEPCList', 'inputQuantityList', 'parentID')) lots.add(lotIn(names, uri).ref)
    for (const lot of Array.isArray(own['lots']) ? own['lots'] as (JsonObject | null)[] : []) if (typeof lot?.['lot'] === 'string') lots.add(lot['lot'])
    if (read.original['errorDeclaration'] !== undefined) refs.add(typeof own['event'] === 'string' ? own['event'] : eventRefOf(names, eventId))
  }
  const sites = reach === null ? null : [...reach]
  const known = await eventsWithin(ctx.sql, organisationId, sites, [...refs])
  const weights = await lotsByWeight(ctx.sql, organisationId, sites, [...lots])
  return {
    names, hasEvent: (ref) => known.has(ref), quantumOf: (metal) => quantumOf(metal as Substance),
    lotOf: (ref) => { const row = weights.get(ref); return row === undefined ? undefined : { material: row.material, metal: row.metal, model: row.model, grossGrams: row.gross_g, amount: row.amount } },
  }
}

/**
 * Captures events into a book.
 * @returns one answer per event, in their order; under `rollback` nothing is kept where one is refused
 * @throws Refused `epcis-capture-running`, `book-absent`
 */
export async function captureEvents(ctx: Context, organisationId: string, captureId: string, events: readonly ReadEvent[], behaviour: Behaviour, keepCapture: (answers: readonly CaptureAnswer[], isSuccess: boolean) => Promise<void>): Promise<CaptureAnswer[]> {
  const reach = await reachInBook(ctx, organisationId, 'custody:write')
  const all = events.map(named)
  const seen = new Set<string>()
  const states: State[] = all.map((one) => { const refusal = faultOf(ctx, one, seen); return refusal === undefined ? {} : { refusal } })
  await whatIsThere(ctx, organisationId, reach, all, states)
  const fresh = all.map((_, i) => i).filter((i) => states[i]!.refusal === undefined && states[i]!.isKnown === undefined)
  const mapping = await mappingOf(ctx, organisationId, reach, fresh.map((i) => all[i]!))
  const mapped = linesOf(fresh.map((i) => all[i]!.read), fresh.map((i) => all[i]!.eventId), mapping)
  for (const [k, i] of fresh.entries()) {
    const one = mapped[k]!
    states[i]!.mapped = one
    const foreign = one.outcome === 'kept' && reach !== null ? placesIn(mapping.names, all[i]!.read.original).find((site) => !reach.has(site)) : undefined
    if (one.outcome === 'refused') states[i]!.refusal = one.refusal
    else if (foreign !== undefined) states[i]!.refusal = refuse('site-not-yours', `This account does not record what happens at ${foreign}.`)
  }
  const isRollback = behaviour === 'rollback'
  if (!isRollback || states.every(({ refusal }) => refusal === undefined)) await book(ctx, organisationId, states, fresh, mapped, isRollback)
  const isRefused = states.some(({ refusal }) => refusal !== undefined)
  const isHeldBack = isRollback && isRefused
  const answers = all.map((one, i) => answerOf(one, states[i]!, isHeldBack))
  const kept = isHeldBack ? [] : fresh.filter((i) => states[i]!.refusal === undefined)
  await keepCapture(answers, !isRefused)
  const captured = kept.map((i) => capturedEvent(all[i]!, states[i]!, mapping.names))
  const isAlone = await insertEvents(ctx.sql, { organisationId, captureId, recordTime: ctx.now }, captured)
  if (!isAlone) throw new Refused(refuse('epcis-capture-running', 'Another request captured one of these events at this moment. Send them again: what is there is known.'))
  ctx.record({
    kind: 'epcis.captured', subject: captureId, isPublic: false,
    body: { organisationId, by: actorRef(ctx.actor), events: all.length, kept: kept.length, root: rootOfTexts(captured.map((one) => one.text)) },
  })
  return answers
}

/** Hands the lines to the ledger, and its answers back to the events. */
async function book(ctx: Context, organisationId: string, states: readonly State[], fresh: readonly number[], mapped: readonly Mapped[], isAllOrNothing: boolean): Promise<void> {
  const booked = fresh.filter((_, k) => mapped[k]!.outcome === 'line')
  const lines = booked.map((i) => (states[i]!.mapped as Extract<Mapped, { outcome: 'line' }>).line)
  if (lines.length === 0) return
  const answers = await recordLines(ctx, organisationId, lines, { source: 'epcis', isAllOrNothing })
  for (const [n, answer] of answers.entries()) {
    const state = states[booked[n]!]!
    if (answer.state === 'refused') { if (answer.refusal!.code !== 'batch-refused') state.refusal = refuse(answer.refusal!.code, answer.refusal!.detail) }
    else state.ref = answer.event
    state.line = lines[n]!
  }
  for (const [k, i] of fresh.entries()) {
    const one = mapped[k]!
    if (one.outcome !== 'with') continue
    const told = states[fresh[one.index]!]!
    if (told.refusal !== undefined) states[i]!.refusal = told.refusal
    else if (told.ref !== undefined) states[i]!.ref = one.ref
  }
}

function answerOf({ read, eventId }: Named, state: State, isHeldBack: boolean): CaptureAnswer {
  const base = { event: read.at + 1, eventId: eventId.slice(0, 2000), ref: null, reason: null }
  if (state.refusal !== undefined) return { ...base, state: 'refused', reason: { code: state.refusal.code, detail: state.refusal.detail } }
  if (isHeldBack) return { ...base, state: 'held-back', reason: { code: 'epcis-event-refused', detail: 'Nothing is wrong with this event. It was to be captured with all others or not at all.' } }
  if (state.isKnown === true) return { ...base, state: 'already-captured', ref: state.ref ?? null }
  if (state.mapped?.outcome === 'kept') return { ...base, state: 'kept', reason: { code: state.mapped.reason.code, detail: `Kept, not booked: ${state.mapped.reason.detail}` } }
  return { ...base, state: 'booked', ref: state.ref ?? null }
}

/** The sites here that an event names as its place. */
const placesIn = (names: Names, event: JsonObject): string[] =>
  ['bizLocation', 'readPoint'].map((field) => (event[field] as JsonObject | undefined)?.['id']).flatMap((id) => typeof id === 'string' ? siteIn(names, id) ?? [] : [])

function capturedEvent(one: Named, state: State, names: Names): CapturedEvent {
  const { read, eventId, hash } = one
  const event = read.original['eventID'] === undefined ? { ...read.original, eventID: eventId } : read.original
  const reason = state.mapped?.outcome === 'kept' ? state.mapped.reason : undefined
  return {
    eventId, declaredAt: one.declaredAt, hash, index: indexOf(event, read.context), text: JSON.stringify(event), context: read.context,
    ref: reason === undefined ? state.ref ?? null : null, keptCode: reason?.code ?? null, keptDetail: reason?.detail ?? null,
    siteId: state.line?.site ?? placesIn(names, event)[0] ?? null,
  }
}

/** The one answer of a single event, or its refusal. @throws Refused */
export function orRefused(answers: readonly CaptureAnswer[]): CaptureAnswer {
  const [answer] = answers
  if (answer?.state === 'refused') throw new Refused(refuse(answer.reason!.code, answer.reason!.detail))
  return answer!
}
