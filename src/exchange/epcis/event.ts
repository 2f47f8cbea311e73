// EPCIS 2.0 events in JSON: what each of the five kinds must hold (EPCIS 2.0 section 7.4 and its JSON Schema). Fields that are
// not named here are extensions of the sender; they are kept as they came.
import { z } from 'zod'
import { isStorable } from '#src/kernel/text.ts'
import { isWord } from './vocabulary.ts'

const text = (most: number) => z.string().min(1).max(most).refine(isStorable, 'the text holds a character that cannot be stored')
/** An address or a URN; prefixes of the context count as such. */
const Uri = text(2000).regex(/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/, 'an identifier is an address or a URN')
const word = (family: Parameters<typeof isWord>[0], what: string) => text(500).refine((value) => isWord(family, value), `no ${what} of the Core Business Vocabulary, and no address of one's own`)

/** ISO 8601 with an offset; the day must exist, and not lie before 1900: the database has no year 0. */
export const Timestamp = z.string().max(40).regex(/^\d{4}-(0\d|1[0-2])-[0-3]\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)$/, 'a time is written as 2026-06-15T08:30:00+02:00')
  .refine((value) => value >= '1900' && !Number.isNaN(Date.parse(value)) && new Date(Date.UTC(Number(value.slice(0, 4)), Number(value.slice(5, 7)) - 1, Number(value.slice(8, 10)))).getUTCDate() === Number(value.slice(8, 10)), 'no such time in the calendar')
const Offset = z.string().regex(/^[+-]((0\d|1[0-3]):[0-5]\d|14:00)$/, 'an offset is written as +02:00')
export const Action = z.enum(['ADD', 'OBSERVE', 'DELETE'])

const Names = z.array(Uri).max(10_000)
const Amount = z.number().positive('a quantity is above zero').max(1e15)
const Uom = z.string().regex(/^[A-Z0-9]{2,3}$/, 'a unit is a code of Recommendation 20, such as KGM')
export const QuantityElement = z.looseObject({ epcClass: Uri, quantity: Amount.optional(), uom: Uom.optional() })
  .refine((one) => one.uom === undefined || one.quantity !== undefined, 'a unit stands with a quantity')
export type QuantityElement = z.infer<typeof QuantityElement>
const Quantities = z.array(QuantityElement).max(10_000)

const Place = z.looseObject({ id: Uri })
const BizTransaction = z.looseObject({ type: word('bizTransactionType', 'type of a business transaction').optional(), bizTransaction: Uri })
const Source = z.looseObject({ type: word('partyType', 'type of a source'), source: Uri })
const Destination = z.looseObject({ type: word('partyType', 'type of a destination'), destination: Uri })
const SensorReport = z.looseObject({ type: text(500).optional(), exception: text(500).optional(), value: z.number().optional(), uom: text(20).optional(), time: Timestamp.optional() })
  .refine((report) => report.type !== undefined || report.exception !== undefined, 'a report says what was measured')
const SensorElement = z.looseObject({ sensorMetadata: z.looseObject({ time: Timestamp.optional(), startTime: Timestamp.optional(), endTime: Timestamp.optional() }).optional(), sensorReport: z.array(SensorReport).min(1).max(1000) })
const Ilmd = z.looseObject({})
export const ErrorDeclaration = z.looseObject({ declarationTime: Timestamp, reason: word('errorReason', 'reason of an error').optional(), correctiveEventIDs: Names.optional() })

const Common = z.looseObject({
  '@context': z.unknown().optional(),
  eventTime: Timestamp,
  eventTimeZoneOffset: Offset,
  recordTime: Timestamp.optional(),
  eventID: Uri.optional(),
  errorDeclaration: ErrorDeclaration.optional(),
  certificationInfo: z.union([Uri, z.array(Uri).max(100)]).optional(),
  bizStep: word('bizStep', 'business step').optional(),
  disposition: word('disposition', 'disposition').optional(),
  persistentDisposition: z.looseObject({ set: z.array(word('disposition', 'disposition')).max(100).optional(), unset: z.array(word('disposition', 'disposition')).max(100).optional() }).optional(),
  readPoint: Place.optional(),
  bizLocation: Place.optional(),
  bizTransactionList: z.array(BizTransaction).max(1000).optional(),
  sourceList: z.array(Source).max(1000).optional(),
  destinationList: z.array(Destination).max(1000).optional(),
  sensorElementList: z.array(SensorElement).max(1000).optional(),
})
const common = Common.shape

const one = <T extends z.ZodRawShape>(type: string, shape: T) => z.looseObject({ ...common, type: z.literal(type), ...shape })
const ObjectEvent = one('ObjectEvent', { action: Action, epcList: Names.optional(), quantityList: Quantities.optional(), ilmd: Ilmd.optional() })
const AggregationEvent = one('AggregationEvent', { action: Action, parentID: Uri.optional(), childEPCs: Names.optional(), childQuantityList: Quantities.optional() })
const TransactionEvent = one('TransactionEvent', { action: Action, parentID: Uri.optional(), epcList: Names.optional(), quantityList: Quantities.optional(), bizTransactionList: z.array(BizTransaction).min(1).max(1000) })
const AssociationEvent = one('AssociationEvent', { action: Action, parentID: Uri, childEPCs: Names.optional(), childQuantityList: Quantities.optional() })
const TransformationEvent = one('TransformationEvent', {
  inputEPCList: Names.optional(), inputQuantityList: Quantities.optional(), outputEPCList: Names.optional(), outputQuantityList: Quantities.optional(),
  transformationID: Uri.optional(), ilmd: Ilmd.optional(),
})
export const EventType = z.enum(['ObjectEvent', 'AggregationEvent', 'TransactionEvent', 'TransformationEvent', 'AssociationEvent'])
export type EventType = z.infer<typeof EventType>

const some = (list: readonly unknown[] | undefined): boolean => list !== undefined && list.length > 0

type Loose = Readonly<Record<string, unknown>>
/** What the standard asks of fields together. */
function faultBetweenFields(event: Loose): { readonly path: string; readonly message: string } | undefined {
  const has = (name: string) => some(event[name] as unknown[] | undefined)
  const isAdd = event['action'] === 'ADD'
  switch (event['type']) {
    case 'ObjectEvent':
      if (event['ilmd'] !== undefined && !isAdd) return { path: 'ilmd', message: 'master data of lots stands with the action ADD only' }
      if (!has('epcList') && !has('quantityList') && !has('sensorElementList')) return { path: 'epcList', message: 'an ObjectEvent names things, quantities or measurements' }
      return undefined
    case 'AggregationEvent': case 'AssociationEvent':
      if (event['parentID'] === undefined && event['action'] !== 'OBSERVE') return { path: 'parentID', message: 'the whole is named where parts are added or taken away' }
      if (!has('childEPCs') && !has('childQuantityList') && event['action'] !== 'DELETE') return { path: 'childEPCs', message: 'the parts are named' }
      return undefined
    case 'TransformationEvent':
      if (event['transformationID'] !== undefined) return undefined
      if (!has('inputEPCList') && !has('inputQuantityList')) return { path: 'inputQuantityList', message: 'without a transformationID the inputs are named' }
      if (!has('outputEPCList') && !has('outputQuantityList')) return { path: 'outputQuantityList', message: 'without a transformationID the outputs are named' }
      return undefined
    default: return undefined
  }
}

export const EpcisEvent = z.discriminatedUnion('type', [ObjectEvent, AggregationEvent, TransactionEvent, TransformationEvent, AssociationEvent], 'an event is an ObjectEvent, AggregationEvent, TransactionEvent, TransformationEvent or AssociationEvent')
  .superRefine((event, ctx) => {
    const fault = faultBetweenFields(event)
    if (fault !== undefined) ctx.addIssue({ code: 'custom', path: [fault.path], message: fault.message })
  })
export type EpcisEvent = z.infer<typeof EpcisEvent>
export type JsonObject = Readonly<Record<string, unknown>>

/** Every field that the standard names, whatever the kind: what else stands in an event is an extension. */
export const STANDARD_FIELDS: ReadonlySet<string> = new Set([...Object.keys(common), 'type', 'action', 'epcList', 'quantityList', 'ilmd', 'parentID', 'childEPCs', 'childQuantityList', 'inputEPCList', 'inputQuantityList', 'outputEPCList', 'outputQuantityList', 'transformationID'])
