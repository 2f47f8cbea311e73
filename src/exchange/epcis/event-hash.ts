// The event hash identifier of the Core Business Vocabulary 2.0 (section 8.9): one text for one event, however its JSON is
// ordered or spaced, and SHA-256 over it. Checked against the vectors that the algorithm's authors publish (MIT licence,
// github.com/RalphTro/epcis-event-hash-generator).
import { sha256Hex } from '#src/kernel/merkle.ts'
import { splitCurie, type Prefixes } from './context.ts'
import { worded } from './custody-line.ts'
import { canonicalName } from './digital-link.ts'
import { webAlert, webMeasurement, webWord } from './vocabulary.ts'

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): readonly unknown[] => Array.isArray(value) ? value as unknown[] : value === undefined || value === null ? [] : [value]
const sorted = (texts: readonly string[]): string => texts.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).join('')

const NUMERIC = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
function numberText(text: string): string {
  const value = Number(text)
  if (!Number.isFinite(value)) return text
  return Number.isInteger(value) ? BigInt(value).toString() : String(value)
}

/** In UTC, to the millisecond. */
export const timeText = (text: string): string => {
  const at = Date.parse(text)
  return Number.isNaN(at) ? text : new Date(at).toISOString()
}

function plainText(value: unknown, prefixes: Prefixes): string {
  const text = worded(value).trim()
  if (NUMERIC.test(text)) return numberText(text)
  const curie = splitCurie(text, prefixes)
  return canonicalName(curie === undefined ? text : curie.namespace + curie.name)
}

type Reading = (value: unknown, prefixes: Prefixes) => string
const asTime: Reading = (value) => timeText(String(value).trim())
const asWord = (family: Parameters<typeof webWord>[0]): Reading => (value, prefixes) => plainText(webWord(family, String(value).trim()), prefixes)
const asMeasurement: Reading = (value, prefixes) => plainText(webMeasurement(String(value).trim()), prefixes)
const asAlert: Reading = (value, prefixes) => plainText(webAlert(String(value).trim()), prefixes)
const asIs: Reading = (value) => String(value).trim()

/** A field, and how its value is read. */
type Field = readonly [name: string, read?: Reading]
const QUANTITY: readonly Field[] = [['epcClass'], ['quantity'], ['uom', asIs]]
const METADATA: readonly Field[] = [['time', asTime], ['startTime', asTime], ['endTime', asTime], ['deviceID'], ['deviceMetadata'], ['rawData'], ['dataProcessingMethod'], ['bizRules']]
const REPORT: readonly Field[] = [['type', asMeasurement], ['exception', asAlert], ['deviceID'], ['deviceMetadata'], ['rawData'], ['dataProcessingMethod'], ['time', asTime], ['microorganism'], ['chemicalSubstance'], ['value'], ['component', asWord('component')], ['stringValue'], ['booleanValue'], ['hexBinaryValue'], ['uriValue'], ['minValue'], ['maxValue'], ['meanValue'], ['sDev'], ['percRank'], ['percValue'], ['uom', asIs], ['coordinateReferenceSystem']]
const typed = (name: string, family: 'bizTransactionType' | 'partyType'): readonly Field[] => [['type', asWord(family)], [name]]

function fieldsText(object: Json, fields: readonly Field[], prefixes: Prefixes): string {
  return fields.map(([name, read = plainText]) => {
    const values = listOf(object[name]).filter((value) => typeof value !== 'object' || value === null).map((value) => read(value, prefixes)).filter((text) => text !== '')
    return sorted(values.map((text) => `${name}=${text}`))
  }).join('')
}

type Part = (event: Json, prefixes: Prefixes) => string
const field = (name: string, read?: Reading): Part => (event, prefixes) => fieldsText(event, [[name, read]].map(([n, r]) => r === undefined ? [n] : [n, r]) as readonly Field[], prefixes)
const names = (name: string): Part => (event, prefixes) => {
  const found = listOf(event[name]).map((epc) => `epc=${plainText(epc, prefixes)}`)
  return found.length === 0 ? '' : name + sorted(found)
}
const objects = (name: string, element: string, fields: readonly Field[]): Part => (event, prefixes) => {
  const found = listOf(event[name]).filter(isObject).map((one) => element + fieldsText(one, fields, prefixes))
  return found.length === 0 ? '' : name + sorted(found)
}
const place = (name: string): Part => (event, prefixes) => isObject(event[name]) ? name + fieldsText(event[name], [['id']], prefixes) : ''
const persistent: Part = (event, prefixes) => {
  const found = event['persistentDisposition']
  return isObject(found) ? `persistentDisposition${fieldsText(found, [['set', asWord('disposition')], ['unset', asWord('disposition')]], prefixes)}` : ''
}
const sensors: Part = (event, prefixes) => sorted(listOf(event['sensorElementList']).filter(isObject).map((element) => {
  const metadata = isObject(element['sensorMetadata']) ? fieldsText(element['sensorMetadata'], METADATA, prefixes) : ''
  const reports = sorted(listOf(element['sensorReport']).filter(isObject).map((report) => `sensorReport${fieldsText(report, REPORT, prefixes)}`))
  return `sensorElement${metadata === '' ? '' : `sensorMetadata${metadata}`}${reports}`
}))

/** The order of the standard. */
const order: readonly Part[] = [
  field('eventTime', asTime), field('eventTimeZoneOffset', asIs), names('epcList'), field('parentID'), names('inputEPCList'), names('childEPCs'),
  objects('quantityList', 'quantityElement', QUANTITY), objects('childQuantityList', 'quantityElement', QUANTITY), objects('inputQuantityList', 'quantityElement', QUANTITY),
  names('outputEPCList'), objects('outputQuantityList', 'quantityElement', QUANTITY), field('action', asIs), field('transformationID'), field('bizStep', asWord('bizStep')),
  field('disposition', asWord('disposition')), persistent, place('readPoint'), place('bizLocation'),
  objects('bizTransactionList', '', typed('bizTransaction', 'bizTransactionType')), objects('sourceList', '', typed('source', 'partyType')),
  objects('destinationList', '', typed('destination', 'partyType')), sensors,
]
const REGULAR = new Set(['eventTime', 'eventTimeZoneOffset', 'epcList', 'parentID', 'inputEPCList', 'childEPCs', 'quantityList', 'childQuantityList', 'inputQuantityList', 'outputEPCList',
  'outputQuantityList', 'action', 'transformationID', 'bizStep', 'disposition', 'persistentDisposition', 'readPoint', 'bizLocation', 'bizTransactionList', 'sourceList', 'destinationList', 'sensorElementList'])
/** Not of the event itself: who recorded it, how it is called, and that it was taken back. */
const LEFT_OUT = new Set(['@context', 'type', 'recordTime', 'eventID', 'errorDeclaration', 'certificationInfo', 'comment', 'rdfs:comment'])

const keyText = (key: string, prefixes: Prefixes): string => {
  const curie = splitCurie(key, prefixes)
  return curie === undefined ? key : `{${curie.namespace}}${curie.name}`
}

/** An extension with all that is in it, sorted at every level. */
function extensionTexts(key: string, value: unknown, prefixes: Prefixes): string[] {
  const name = keyText(key, prefixes)
  return (Array.isArray(value) ? value as unknown[] : [value]).map((one) => {
    if (isObject(one)) return name + sorted(Object.entries(one).filter(([inner]) => inner !== '#text').flatMap(([inner, deeper]) => extensionTexts(inner, deeper, prefixes)))
    if (Array.isArray(one)) return name + sorted(one.flatMap((deeper: unknown) => extensionTexts('', deeper, prefixes)))
    const text = one === null || one === undefined ? '' : plainText(one, prefixes)
    return text === '' ? name : `${name}=${text}`
  })
}

const beyond = (object: unknown, known: readonly string[], prefixes: Prefixes): string[] =>
  isObject(object) ? Object.entries(object).filter(([key]) => !known.includes(key) && key !== '@context').flatMap(([key, value]) => extensionTexts(key, value, prefixes)) : []
const wrapped = (name: string, inner: readonly string[]): string[] => inner.length === 0 ? [] : [name + sorted(inner)]
const namesOf = (fields: readonly Field[]): string[] => fields.map(([name]) => name)

function restTexts(event: Json, prefixes: Prefixes): string[] {
  const quantities = ['quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList']
    .flatMap((name) => wrapped(name, listOf(event[name]).flatMap((one) => wrapped('quantityElement', beyond(one, namesOf(QUANTITY), prefixes)))))
  const measured = listOf(event['sensorElementList']).filter(isObject).flatMap((element) => wrapped('sensorElement', [
    ...wrapped('sensorMetadata', beyond(element['sensorMetadata'], namesOf(METADATA), prefixes)),
    ...listOf(element['sensorReport']).flatMap((report) => wrapped('sensorReport', beyond(report, namesOf(REPORT), prefixes))),
    ...beyond(element, ['sensorMetadata', 'sensorReport'], prefixes),
  ]))
  const own = Object.entries(event).filter(([key]) => !REGULAR.has(key) && !LEFT_OUT.has(key)).flatMap(([key, value]) => extensionTexts(key, value, prefixes))
  return [...['readPoint', 'bizLocation'].flatMap((name) => wrapped(name, beyond(event[name], ['id'], prefixes))), ...quantities, ...measured, ...own]
}

/** The text that is hashed. @param prefixes of the event's context */
export function preHash(event: Json, prefixes: Prefixes): string {
  return `eventType=${String(event['type'])}${order.map((part) => part(event, prefixes)).join('')}${sorted(restTexts(event, prefixes))}`
}

const HASH_ID = /^ni:\/\/\/sha-256;[0-9a-f]{64}\?ver=CBV2\.0$/
export const isHashId = (eventId: string): boolean => HASH_ID.test(eventId)
/** Of another digest or another version of the vocabulary: kept as a name, and not checked. */
export const isForeignHashId = (eventId: string): boolean => eventId.startsWith('ni:///') && !isHashId(eventId)

/** `ni:///sha-256;<hash>?ver=CBV2.0` */
export const eventHashId = (event: Json, prefixes: Prefixes): string => `ni:///sha-256;${sha256Hex(Buffer.from(preHash(event, prefixes)))}?ver=CBV2.0`
