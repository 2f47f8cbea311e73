// The query language of EPCIS 2.0 as far as it is supported here: parameters read from an address, and whether an event
// meets them (EPCIS 2.0 section 8.2.7 and the REST bindings). An event is looked at by its index, so that a database can
// narrow by the same words.
import { refuse } from '#src/kernel/refusal.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { prefixesOf, splitCurie, type Prefixes } from './context.ts'
import { worded } from './custody-line.ts'
import { canonicalName } from './digital-link.ts'
import { timeText } from './event-hash.ts'
import { EventType, Timestamp, type JsonObject } from './event.ts'
import { webWord } from './vocabulary.ts'

/** What an event is found by. Words are in their web form, identifiers canonical. */
export type EventIndex = {
  readonly type: string
  readonly eventTime: string
  readonly action: string | null
  readonly bizStep: string | null
  readonly disposition: string | null
  readonly readPoint: string | null
  readonly bizLocation: string | null
  /** `kind:value`, one for everything else it is found by. */
  readonly terms: readonly string[]
}

const list = (value: unknown): readonly unknown[] => Array.isArray(value) ? value as unknown[] : value === undefined || value === null ? [] : [value]
const object = (value: unknown): JsonObject => typeof value === 'object' && value !== null ? value as JsonObject : {}
const nameIn = (prefixes: Prefixes) => (value: unknown): string => {
  const text = worded(value)
  const curie = splitCurie(text, prefixes)
  return canonicalName(curie === undefined ? text : curie.namespace + curie.name)
}

export function indexOf(event: JsonObject, context: unknown): EventIndex {
  const named = nameIn(prefixesOf(context))
  const place = (name: string): string | null => object(event[name])['id'] === undefined ? null : named(object(event[name])['id'])
  const step = (name: 'bizStep' | 'disposition'): string | null => event[name] === undefined ? null : named(webWord(name, String(event[name])))
  const terms = new Set<string>()
  const add = (kind: string, values: readonly unknown[]): void => { for (const value of values) terms.add(`${kind}:${named(value)}`) }
  const classes = (kind: string, field: string): void => add(kind, list(event[field]).map((one) => object(one)['epcClass']))
  add('epc', [...list(event['epcList']), ...list(event['childEPCs'])])
  add('parent', list(event['parentID']))
  add('input', list(event['inputEPCList']))
  add('output', list(event['outputEPCList']))
  classes('class', 'quantityList')
  classes('class', 'childQuantityList')
  classes('input-class', 'inputQuantityList')
  classes('output-class', 'outputQuantityList')
  add('transformation', list(event['transformationID']))
  for (const one of list(event['bizTransactionList']).map(object)) terms.add(`transaction:${one['type'] === undefined ? '' : named(webWord('bizTransactionType', String(one['type'])))}=${named(one['bizTransaction'])}`)
  for (const [field, key] of [['sourceList', 'source'], ['destinationList', 'destination']] as const)
    for (const one of list(event[field]).map(object)) terms.add(`${key}:${named(webWord('partyType', String(one['type'])))}=${named(one[key])}`)
  for (const way of ['set', 'unset'] as const) add(`disposition-${way}`, list(object(event['persistentDisposition'])[way]).map((one) => webWord('disposition', String(one))))
  const error = event['errorDeclaration']
  if (error !== undefined) {
    terms.add('error:declared')
    add('error-reason', list(object(error)['reason']).map((one) => webWord('errorReason', String(one))))
    add('corrective', list(object(error)['correctiveEventIDs']))
  }
  return {
    type: String(event['type']), eventTime: timeText(String(event['eventTime'])), action: event['action'] === undefined ? null : worded(event['action']),
    bizStep: step('bizStep'), disposition: step('disposition'), readPoint: place('readPoint'), bizLocation: place('bizLocation'), terms: [...terms].sort(),
  }
}

export type EventQuery = {
  readonly types?: readonly string[]
  readonly actions?: readonly string[]
  readonly bizSteps?: readonly string[]
  readonly dispositions?: readonly string[]
  readonly readPoints?: readonly string[]
  readonly bizLocations?: readonly string[]
  readonly eventIds?: readonly string[]
  readonly fromEventTime?: string
  readonly beforeEventTime?: string
  readonly fromRecordTime?: string
  readonly beforeRecordTime?: string
  /** Each list is met by one of its terms. */
  readonly terms: readonly (readonly string[])[]
  readonly orderBy: 'eventTime' | 'recordTime'
  readonly direction: 'ASC' | 'DESC'
  readonly perPage: number
  /** At most so many events over all pages. */
  readonly limit?: number
  /** More than this many is an error. */
  readonly most?: number
  readonly token?: string
  /** Of everything but the token: a token belongs to one question. */
  readonly fingerprint: string
}

const within = (wanted: readonly string[] | undefined, value: string | null): boolean => wanted === undefined || (value !== null && wanted.includes(value))

/** Whether an event meets a question. @param eventId and @param recordTime as the repository knows them */
export function matches(query: EventQuery, event: EventIndex, eventIds: readonly string[], recordTime: string): boolean {
  return within(query.types, event.type) && within(query.actions, event.action) && within(query.bizSteps, event.bizStep) && within(query.dispositions, event.disposition)
    && within(query.readPoints, event.readPoint) && within(query.bizLocations, event.bizLocation)
    && (query.eventIds === undefined || query.eventIds.some((id) => eventIds.includes(id)))
    && (query.fromEventTime === undefined || event.eventTime >= query.fromEventTime) && (query.beforeEventTime === undefined || event.eventTime < query.beforeEventTime)
    && (query.fromRecordTime === undefined || recordTime >= query.fromRecordTime) && (query.beforeRecordTime === undefined || recordTime < query.beforeRecordTime)
    && query.terms.every((alternatives) => alternatives.some((term) => event.terms.includes(term)))
}

type Draft = { -readonly [K in keyof EventQuery]?: EventQuery[K] } & { terms: (readonly string[])[] }
type Setter = (draft: Draft, values: readonly string[], name: string) => string | void

const values = (key: 'actions' | 'bizSteps' | 'dispositions' | 'readPoints' | 'bizLocations' | 'eventIds', read: (text: string) => string): Setter => (draft, found) => { draft[key] = found.map(read) }
const time = (key: 'fromEventTime' | 'beforeEventTime' | 'fromRecordTime' | 'beforeRecordTime'): Setter => (draft, [value = ''], name) => {
  // A plus sign of an offset arrives as a space where it was not escaped.
  const text = value.replace(/ (?=\d{2}:\d{2}$)/, '+')
  if (!Timestamp.safeParse(text).success) return `${name} is a time such as 2026-06-15T08:30:00Z`
  draft[key] = timeText(text)
}
const whole = (key: 'perPage' | 'limit' | 'most', most: number): Setter => (draft, [value = ''], name) => {
  if (!/^\d{1,9}$/.test(value) || Number(value) < 1 || Number(value) > most) return `${name} is a number from 1 to ${most}`
  draft[key] = Number(value)
}
const terms = (...kinds: readonly string[]): Setter => (draft, found) => { draft.terms.push(found.flatMap((value) => kinds.map((kind) => `${kind}:${canonicalName(value)}`))) }
const exists = (term: string): Setter => (draft) => { draft.terms.push([term]) }
const oneOf = (key: 'orderBy' | 'direction', allowed: readonly string[]): Setter => (draft, [value = ''], name) => {
  if (!allowed.includes(value)) return `${name} is one of ${allowed.join(', ')}`
  Object.assign(draft, { [key]: value })
}

/** Parameters by their names in the standard. */
const parameters: Readonly<Record<string, Setter>> = {
  eventType: (draft, found) => {
    const wrong = found.find((type) => !EventType.safeParse(type).success)
    if (wrong !== undefined) return `${wrong} is no kind of event`
    draft.types = found
  },
  GE_eventTime: time('fromEventTime'), LT_eventTime: time('beforeEventTime'), GE_recordTime: time('fromRecordTime'), LT_recordTime: time('beforeRecordTime'),
  EQ_action: values('actions', (text) => text), EQ_bizStep: values('bizSteps', (text) => webWord('bizStep', text)), EQ_disposition: values('dispositions', (text) => webWord('disposition', text)),
  EQ_readPoint: values('readPoints', canonicalName), EQ_bizLocation: values('bizLocations', canonicalName), EQ_eventID: values('eventIds', (text) => text),
  EQ_transformationID: terms('transformation'),
  MATCH_epc: terms('epc'), MATCH_parentID: terms('parent'), MATCH_inputEPC: terms('input'), MATCH_outputEPC: terms('output'), MATCH_anyEPC: terms('epc', 'parent', 'input', 'output'),
  MATCH_epcClass: terms('class'), MATCH_inputEPCClass: terms('input-class'), MATCH_outputEPCClass: terms('output-class'), MATCH_anyEPCClass: terms('class', 'input-class', 'output-class'),
  EXISTS_errorDeclaration: exists('error:declared'), EQ_correctiveEventID: terms('corrective'),
  EQ_errorReason: (draft, found) => { draft.terms.push(found.map((value) => `error-reason:${webWord('errorReason', value)}`)) },
  EQ_persistentDisposition_set: (draft, found) => { draft.terms.push(found.map((value) => `disposition-set:${webWord('disposition', value)}`)) },
  EQ_persistentDisposition_unset: (draft, found) => { draft.terms.push(found.map((value) => `disposition-unset:${webWord('disposition', value)}`)) },
  orderBy: oneOf('orderBy', ['eventTime', 'recordTime']), orderDirection: oneOf('direction', ['ASC', 'DESC']),
  perPage: whole('perPage', 1000), eventCountLimit: whole('limit', 1_000_000), maxEventCount: whole('most', 1_000_000),
  nextPageToken: (draft, [token = '']) => { if (token.length > 600) return 'a token of a page is not that long'; draft.token = token },
}
const families = [['EQ_bizTransaction_', 'transaction', 'bizTransactionType'], ['EQ_source_', 'source', 'partyType'], ['EQ_destination_', 'destination', 'partyType']] as const

/** Parameters of the standard that are not supported, by how they begin: told apart from misspelt ones. */
const UNSUPPORTED = ['WD_', 'HASATTR_', 'EQATTR_', 'EQ_INNER', 'EQ_ILMD', 'EQ_ilmd', 'GT_', 'GE_', 'LT_', 'LE_', 'EXISTS_', 'EQ_SENSOR', 'EQ_sensor', 'EQ_type', 'EQ_value', 'EQ_quantity', 'EQ_']

function setterOf(name: string): Setter | undefined {
  if (Object.hasOwn(parameters, name)) return parameters[name]
  for (const [start, kind, family] of families) if (name.startsWith(start)) return (draft, found) => {
    draft.terms.push(found.map((value) => `${kind}:${webWord(family, name.slice(start.length))}=${canonicalName(value)}`))
  }
  return undefined
}

export const supportedParameters: readonly string[] = [...Object.keys(parameters), ...families.map(([start]) => `${start}…`)]

/** Reads the parameters of an address. @returns refusals `epcis-query-unsupported`, `epcis-query-invalid` */
export function readQuery(text: string): Outcome<EventQuery> {
  if (text.length > 8000) return deny(refuse('epcis-query-invalid', 'The question is longer than 8000 characters. Ask for less at once.'))
  const draft: Draft = { terms: [] }
  const given = new URLSearchParams(text)
  for (const name of new Set(given.keys())) {
    const setter = setterOf(name)
    if (setter === undefined) {
      const isKnown = UNSUPPORTED.some((start) => name.startsWith(start))
      return deny(refuse(isKnown ? 'epcis-query-unsupported' : 'epcis-query-invalid', isKnown ? `The parameter ${name} is of EPCIS, and not supported here. Supported are ${supportedParameters.join(', ')}.` : `There is no parameter ${name}.`))
    }
    const found = given.getAll(name).flatMap((value) => value.split('|')).filter((value) => value !== '')
    if (found.length > 200) return deny(refuse('epcis-query-invalid', `${name} names more than 200 values.`))
    const wrong = setter(draft, found, name)
    if (typeof wrong === 'string') return deny(refuse('epcis-query-invalid', `${wrong}.`))
  }
  if (draft.limit !== undefined && draft.most !== undefined) return deny(refuse('epcis-query-invalid', 'Ask by eventCountLimit or by maxEventCount, not by both.'))
  const { token, ...rest } = draft
  const fingerprint = sha256Hex(JSON.stringify([...given].filter(([name]) => name !== 'nextPageToken').sort())).slice(0, 16)
  return accept({ orderBy: 'eventTime', direction: 'DESC', perPage: 30, ...rest, ...(token === undefined ? {} : { token }), fingerprint })
}

/** Where the next page goes on: the place of the last event shown, and how many were shown. */
export type PagePlace = { readonly at: string; readonly key: string; readonly shown: number }
const TOKEN_HOURS = 24

export const pageToken = (query: EventQuery, place: PagePlace, now: string): { readonly token: string; readonly expiresAt: string } => {
  const expiresAt = new Date(Date.parse(now) + TOKEN_HOURS * 3_600_000).toISOString()
  return { token: Buffer.from(JSON.stringify([query.fingerprint, place.at, place.key, place.shown, expiresAt])).toString('base64url'), expiresAt }
}

/** @returns refusals `epcis-page-token-invalid`, `epcis-page-token-expired` */
export function readPageToken(query: EventQuery, now: string): Outcome<PagePlace | undefined> {
  if (query.token === undefined) return accept(undefined)
  const invalid = deny(refuse('epcis-page-token-invalid', 'This token was not given for this question. Begin again without it.'))
  try {
    const read: unknown = JSON.parse(Buffer.from(query.token, 'base64url').toString('utf8'))
    if (!Array.isArray(read)) return invalid
    const [fingerprint, at, key, shown, expiresAt] = read as [string, string, string, number, string]
    if (fingerprint !== query.fingerprint || typeof key !== 'string' || key.length > 100 || !Number.isSafeInteger(shown) || shown < 0) return invalid
    if (!Timestamp.safeParse(at).success || !Timestamp.safeParse(expiresAt).success) return invalid
    return expiresAt < now ? deny(refuse('epcis-page-token-expired', `This token was good until ${expiresAt}. Begin again without it.`)) : accept({ at, key, shown })
  } catch {
    return invalid
  }
}
