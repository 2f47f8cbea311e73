// EPCIS documents: what comes in is read with limits before it is understood, and what goes out is an EPCISQueryDocument
// (EPCIS 2.0 section 10). Nothing that a document names is fetched.
import { z } from 'zod'
import { refuse, type Fault, type Refusal } from '#src/kernel/refusal.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { isStorable } from '#src/kernel/text.ts'
import { contextFault, joinedContext, type JsonLdContext } from './context.ts'
import { EpcisEvent, Timestamp, type JsonObject } from './event.ts'

/** Bytes of a document, events in it, levels of nesting, and values in one document. */
export const LIMITS = { bytes: 20 * 1024 * 1024, events: 10_000, depth: 24, values: 2_000_000 } as const

const Envelope = z.looseObject({
  '@context': z.unknown().optional(),
  type: z.literal('EPCISDocument', 'a document is of the type EPCISDocument'),
  schemaVersion: z.string().regex(/^2(\.\d+)*$/, 'EPCIS 2.0 is read here; send schemaVersion 2.0'),
  creationDate: Timestamp,
  epcisBody: z.looseObject({ eventList: z.array(z.unknown()).optional(), event: z.unknown().optional() }),
})

/** One event as it came, and what it says; `fault` where it is not of the form of EPCIS. */
export type ReadEvent = { readonly at: number; readonly original: JsonObject; readonly context: unknown; readonly event?: EpcisEvent; readonly fault?: Refusal }
export type ReadDocument = { readonly context: unknown; readonly events: readonly ReadEvent[] }

const pointer = (path: readonly PropertyKey[]): string => path.map((part) => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('')
function faultsOf(issues: readonly z.core.$ZodIssue[], under: string): Fault[] {
  return issues.slice(0, 20).map((issue) => ({ pointer: under + pointer(issue.path), detail: issue.message }))
}
const firstOf = (faults: readonly Fault[]): string => faults[0] === undefined ? 'it does not have the form' : `${faults[0].pointer || '/'}: ${faults[0].detail}`

/** Parses bytes that may be hostile. @returns refusals `epcis-document-malformed`, `epcis-document-too-deep` */
export function readJsonBytes(bytes: Uint8Array): Outcome<unknown> {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    return deny(refuse('epcis-document-malformed', `This is no JSON in UTF-8: ${(error as Error).message.slice(0, 200)}.`))
  }
  const fault = hostility(value)
  return fault === undefined ? accept(value) : deny(fault)
}

/** Walks without recursion, since a hostile text nests deeper than the stack. */
function hostility(root: unknown): Refusal | undefined {
  let level: unknown[] = [root]
  let seen = 0
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > LIMITS.depth) return refuse('epcis-document-too-deep', `Values are nested deeper than ${LIMITS.depth} levels.`)
    const next: unknown[] = []
    for (const value of level) {
      if (typeof value === 'string' && !isStorable(value)) return refuse('epcis-document-malformed', 'A text holds a character that cannot be stored.')
      if (typeof value !== 'object' || value === null) continue
      for (const [key, inner] of Object.entries(value)) {
        if (key === '__proto__' || !isStorable(key) || key.length > 2000) return refuse('epcis-document-malformed', 'A field has a name that cannot be kept.')
        next.push(inner)
      }
    }
    seen += next.length
    if (seen > LIMITS.values) return refuse('epcis-document-too-deep', `The document holds more than ${LIMITS.values} values.`)
    level = next
  }
  return undefined
}

/** Reads one event. @param context of the document around it, where there is one */
export function readEvent(original: unknown, at: number, context: unknown, under: string): ReadEvent {
  const isObject = typeof original === 'object' && original !== null && !Array.isArray(original)
  const own = isObject ? (original as JsonObject)['@context'] : undefined
  const joined = own === undefined ? context : context === undefined ? own : [context, own].flat()
  const base = { at, original: (isObject ? original : {}) as JsonObject, context: joined }
  const parsed = EpcisEvent.safeParse(original)
  if (parsed.success) return { ...base, event: parsed.data }
  const faults = faultsOf(parsed.error.issues, under)
  const isQuantity = parsed.error.issues.every(({ path }) => path.at(-1) === 'quantity')
  return { ...base, fault: refuse(isQuantity ? 'epcis-quantity-invalid' : 'epcis-event-invalid', `Event ${at + 1} is not of the form of EPCIS 2.0: ${firstOf(faults)}.`, faults) }
}

/** Reads a whole document. @returns refusals `epcis-document-invalid`, `epcis-context-wrong`, `epcis-events-too-many` */
export function readDocument(value: unknown): Outcome<ReadDocument> {
  const parsed = Envelope.safeParse(value)
  if (!parsed.success) {
    const faults = faultsOf(parsed.error.issues, '')
    return deny(refuse('epcis-document-invalid', `This is no EPCIS 2.0 document: ${firstOf(faults)}.`, faults))
  }
  const { '@context': context, epcisBody } = parsed.data
  const wrong = contextFault(context)
  if (wrong !== undefined) return deny(refuse('epcis-context-wrong', `The @context is not as EPCIS 2.0 has it: ${wrong}.`))
  const list = epcisBody.eventList ?? (epcisBody.event === undefined ? [] : [epcisBody.event])
  const under = epcisBody.eventList === undefined ? () => '/epcisBody/event' : (i: number) => `/epcisBody/eventList/${i}`
  if (list.length === 0) return deny(refuse('epcis-document-invalid', 'The document holds no event.', [{ pointer: '/epcisBody/eventList', detail: 'at least one event' }]))
  if (list.length > LIMITS.events) return deny(refuse('epcis-events-too-many', `The document holds ${list.length} events; at most ${LIMITS.events} are captured at once. Split it.`))
  return accept({ context, events: list.map((one, i) => readEvent(one, i, context, under(i))) })
}

/** Reads an event that is sent by itself: it names its context. @returns refusals `epcis-context-wrong`, `epcis-event-invalid`, `epcis-quantity-invalid` */
export function readSingleEvent(value: unknown): Outcome<ReadEvent> {
  const context = typeof value === 'object' && value !== null ? (value as JsonObject)['@context'] : undefined
  const wrong = contextFault(context)
  if (wrong !== undefined) return deny(refuse('epcis-context-wrong', `The @context is not as EPCIS 2.0 has it: ${wrong}.`))
  const read = readEvent(value, 0, undefined, '')
  return read.fault === undefined ? accept(read) : deny(read.fault)
}

/** An event as it goes out, and the context it came under. */
export type ShownEvent = { readonly event: JsonObject; readonly context: unknown }

/** The answer of a query. Events whose prefixes mean something else than those of the others carry their own context. */
export function queryDocument(shown: readonly ShownEvent[], createdAt: string, queryName = 'SimpleEventQuery'): JsonObject {
  const { context, fits } = joinedContext(shown.map((one) => one.context))
  return {
    '@context': context, type: 'EPCISQueryDocument', schemaVersion: '2.0', creationDate: createdAt,
    epcisBody: { queryResults: { queryName, resultsBody: { eventList: shown.map(({ event, context: own }) => fits(own) ? event : { ...event, '@context': own as JsonLdContext }) } } },
  }
}
