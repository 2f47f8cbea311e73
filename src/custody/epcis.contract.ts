// EPCIS 2.0 for a book: capture of documents and events, and the query of events. The standard's own addresses and headers
// are put over these operations under /epcis (`platform/epcis-mount.ts`).
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { pageOf, PageQuery } from '#src/kernel/page.ts'
import { Instant } from '#src/kernel/time.ts'
import { lineCodes } from './ledger.contract.ts'
import { epcisRefusals } from './refusals-epcis.ts'

const Book = z.string().min(1).max(100).optional().describe('the organisation whose book it is; may be left out by who holds one only')
const Reason = z.object({ code: z.string(), detail: z.string() })

/** What became of one event of a document. */
export const CaptureAnswer = z.object({
  /** Its place in the document, from 1. */
  event: z.number().int(),
  eventId: z.string(),
  /** `booked`: it is in the ledger. `kept`: it is kept as an event, and changed nothing. */
  state: z.enum(['booked', 'kept', 'already-captured', 'refused', 'held-back']),
  /** The number of the event in the book, where it was booked. */
  ref: z.string().nullable(),
  reason: Reason.nullable(),
})
export type CaptureAnswer = z.infer<typeof CaptureAnswer>

export const Capture = z.object({
  captureId: z.string(), organisationId: z.string(), errorBehaviour: z.enum(['rollback', 'proceed']), createdAt: Instant, finishedAt: Instant.nullable(),
  isRunning: z.boolean(), isSuccess: z.boolean(), events: z.number().int(), answers: z.array(CaptureAnswer),
})
export type Capture = z.infer<typeof Capture>

const ShownEvent = z.object({ event: z.record(z.string(), z.unknown()), context: z.unknown() })
const Terms = z.enum(['event-types', 'epcs', 'biz-steps', 'biz-locations', 'read-points', 'dispositions'])
export type Terms = z.infer<typeof Terms>

const book = ['book-absent', 'epcis-book-unnamed'] as const
const documents = ['epcis-document-malformed', 'epcis-document-too-deep', 'epcis-document-invalid', 'epcis-context-wrong', 'epcis-events-too-many', 'epcis-event-invalid', 'epcis-quantity-invalid'] as const
const asked = ['epcis-query-invalid', 'epcis-query-unsupported', 'epcis-page-token-invalid', 'epcis-page-token-expired', 'epcis-result-too-large'] as const
/** Every code with which one event is refused or kept. */
export const eventCodes = Object.keys(epcisRefusals).filter((code) => ![...book, ...documents, ...asked].includes(code as never))

export const epcisContract = {
  captureEpcisDocument: operation({
    method: 'POST', path: '/epcis/captures', summary: 'Capture an EPCIS 2.0 document', tag: 'EPCIS', permit: 'custody:write', stream: 'upload', status: 202,
    description: 'The body is an EPCISDocument in JSON of at most 10,000 events and 20 MB. Events that say enough are booked; all others are kept as they came, with the reason. Up to 1,000 events are captured before the answer; more wait for their turn.',
    input: z.object({ organisationId: Book, errorBehaviour: z.enum(['rollback', 'proceed']).default('rollback').describe('rollback: one refused event keeps all out; proceed: the others are captured') }),
    result: Capture, refusals: [...book, ...documents, 'epcis-capture-running'],
  }),
  listEpcisCaptures: operation({
    method: 'GET', path: '/epcis/captures', summary: 'List the documents captured into a book, newest first', tag: 'EPCIS', permit: 'custody:read',
    input: PageQuery.extend({ organisationId: Book }), result: pageOf(Capture), refusals: [...book],
  }),
  getEpcisCapture: operation({
    method: 'GET', path: '/epcis/captures/{captureId}', summary: 'Read what became of a captured document', tag: 'EPCIS', permit: 'custody:read',
    input: z.object({ captureId: z.string().max(100) }), result: Capture, refusals: ['epcis-capture-absent'],
  }),
  captureEpcisEvent: operation({
    method: 'POST', path: '/epcis/events', summary: 'Capture one EPCIS 2.0 event', tag: 'EPCIS', permit: 'custody:write', stream: 'upload', status: 201,
    description: 'The body is one event in JSON, with its @context.',
    input: z.object({ organisationId: Book }),
    result: CaptureAnswer, refusals: [...new Set([...book, ...documents, ...eventCodes.filter((code) => code !== 'epcis-capture-absent' && code !== 'epcis-event-absent'), ...lineCodes])],
  }),
  listEpcisEvents: operation({
    method: 'GET', path: '/epcis/events', summary: 'List the events of a book in EPCIS', tag: 'EPCIS', permit: 'custody:read',
    description: 'Every event of the book, however it was recorded, and what others shipped to it. `query` holds the parameters of the EPCIS query language, as they stand in an address: `EQ_bizStep=shipping&GE_eventTime=2026-01-01T00:00:00Z&perPage=50`.',
    input: z.object({ organisationId: Book, query: z.string().max(8000).default('') }),
    result: z.object({ items: z.array(ShownEvent), next: z.string().nullable(), expiresAt: Instant.nullable() }), refusals: [...book, ...asked],
  }),
  getEpcisEvent: operation({
    method: 'GET', path: '/epcis/events/{eventId}', summary: 'Read one event in EPCIS, with its error declarations', tag: 'EPCIS', permit: 'custody:read',
    input: z.object({ organisationId: Book, eventId: z.string().min(1).max(2000) }), result: z.object({ items: z.array(ShownEvent) }), refusals: [...book, 'epcis-event-absent'],
  }),
  listEpcisTerms: operation({
    method: 'GET', path: '/epcis/terms', summary: 'List the words and names that events of a book use', tag: 'EPCIS', permit: 'custody:read',
    input: PageQuery.extend({ organisationId: Book, of: Terms }), result: pageOf(z.string()), refusals: [...book],
  }),
  getEpcisInterface: operation({
    method: 'GET', path: '/epcis', summary: 'Say what of EPCIS 2.0 is supported here', tag: 'EPCIS', permit: 'registry:read',
    input: z.object({}), result: z.object({ versions: z.record(z.string(), z.string()), supported: z.array(z.string()), unsupported: z.array(z.string()), queryParameters: z.array(z.string()), limits: z.record(z.string(), z.number()) }),
  }),
} as const
