// Operations of a book: recording events by form, bulk and program, and reading them again.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { pageOf, PageQuery } from '#src/kernel/page.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { SiteId } from '#src/kernel/id.ts'
import { EventKind } from './event.ts'
import { LineAnswer, LineSource, withheldAnswers } from './line-answer.ts'
import { MOST_LINE_BYTES, preparedLine } from './line-reading.ts'
import { Ref } from './lot.ts'
import { lawRefusals, lineRefusals } from './refusals-ledger.ts'

export const OrganisationId = z.string().min(1).max(100).describe('the organisation whose book it is')

/** Taking back what was recorded (`law-correction.ts`). */
const correctionCodes = ['event-absent', 'event-already-void', 'event-not-reversible', 'event-has-successors', 'shipment-linked', 'correction-invalid', 'shipment-ref-taken', 'counterparty-absent', 'link-scrap-differs'] as const
/** Every code that a line can be answered with. */
export const lineCodes: readonly string[] = [...Object.keys(lineRefusals), ...Object.keys(lawRefusals), ...correctionCodes]

const RecordInput = z.object({
  organisationId: OrganisationId,
  events: z.array(z.unknown()).max(1000).default([]).describe('events as /custody/event-schemas describes them'),
  mode: z.enum(['line', 'all']).default('line').describe('line: refused lines leave the others recorded; all: one refused line keeps all out'),
  source: LineSource.extract(['form', 'file', 'bulk']).default('bulk').describe('by which way the lines came'),
  hasEffects: z.stringbool().or(z.boolean()).default(false).describe('also say what each line does to the book'),
  firstLine: z.coerce.number().int().min(1).default(1).describe('the number of the first line sent, where a file is continued'),
})

export const BookView = z.object({
  organisationId: z.string(), name: z.string(), isSimulated: z.boolean(), tolerance: z.number(), openedAt: Instant.nullable(),
  mayWrite: z.boolean(),
  sites: z.array(z.object({ siteId: SiteId, name: z.string() })),
})
export type BookView = z.infer<typeof BookView>

export const EventRecord = z.object({
  event: Ref, kind: EventKind, at: Instant, siteId: SiteId, siteName: z.string(), recordedAt: Instant, recordedBy: z.string(), source: LineSource, batch: z.number().int(),
  voidedBy: Ref.nullable(),
  drawn: z.array(z.object({ lot: z.string(), substance: z.string(), amount: z.number().int() })),
  born: z.array(z.object({ lot: z.string(), substance: z.string(), amount: z.number().int() })),
})
export type EventRecord = z.infer<typeof EventRecord>

export const BatchRecord = z.object({ batch: z.number().int(), source: LineSource, recordedAt: Instant, recordedBy: z.string(), lines: z.number().int(), firstEvent: z.string(), lastEvent: z.string() })
export type BatchRecord = z.infer<typeof BatchRecord>

export const ledgerContract = {
  recordEvents: operation({
    method: 'POST', path: '/custody/events', summary: 'Record custody events in the book of an organisation', tag: 'Custody', permit: 'custody:write',
    description: 'As JSON up to 1,000 events, or as lines (application/x-ndjson) any number: read as they come, recorded in batches, answered line by line. The same event number with the same line is the same event, so that a body that was cut off is sent again, whole or from the line after the last answered one (`firstLine`).',
    input: RecordInput,
    result: z.object({ items: z.array(LineAnswer) }),
    refusals: ['book-absent', ...lineCodes],
    lines: {
      field: 'events', answers: 'items', mostLineBytes: MOST_LINE_BYTES, prepare: preparedLine,
      firstLine: ({ firstLine }) => firstLine, isTogether: ({ mode }) => mode === 'all', withheld: withheldAnswers,
    },
  }),
  getEventSchema: operation({
    method: 'GET', path: '/custody/event-schemas', summary: 'Get the JSON Schema of a custody event', tag: 'Custody', permit: 'registry:read',
    input: z.object({}), result: z.record(z.string(), z.unknown()),
  }),
  listBooks: operation({
    method: 'GET', path: '/custody/books', summary: 'List the books this account may read, with their sites', tag: 'Custody', permit: 'custody-book:read',
    input: PageQuery, result: pageOf(BookView), refusals: [],
  }),
  listEvents: operation({
    method: 'GET', path: '/custody/events', summary: 'List the events of a book, newest first', tag: 'Custody', permit: 'custody-book:read',
    input: PageQuery.extend({ organisationId: OrganisationId, siteId: SiteId.optional(), kind: EventKind.optional(), lot: Ref.optional(), q: z.string().max(80).optional().describe('beginning of an event number'), from: Day.optional(), to: Day.optional() }),
    result: pageOf(EventRecord), refusals: ['book-absent'],
  }),
  getEvent: operation({
    method: 'GET', path: '/custody/books/{organisationId}/events/{event}', summary: 'Get one event of a book with its line', tag: 'Custody', permit: 'custody-book:read',
    input: z.object({ organisationId: OrganisationId, event: Ref }),
    result: EventRecord.extend({ line: z.record(z.string(), z.unknown()).nullable() }), refusals: ['book-absent', 'event-not-found'],
  }),
  listBatches: operation({
    method: 'GET', path: '/custody/batches', summary: 'List the batches of a book, newest first', tag: 'Custody', permit: 'custody-book:read',
    input: PageQuery.extend({ organisationId: OrganisationId }), result: pageOf(BatchRecord), refusals: ['book-absent'],
  }),
} as const
