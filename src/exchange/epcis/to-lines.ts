// EPCIS events as custody lines, where they say enough to be booked. What cannot be booked is kept as an event with the reason
// said; nothing is lost and nothing is guessed (custody notes 2.7 and 3; CBV 2.0 business steps).
import { refuse, type Refusal } from '#src/kernel/refusal.ts'
import { prefixesOf, type Prefixes } from './context.ts'
import { compact, ownFields, without, worded, type LineValue, type LotValue } from './custody-line.ts'
import { canonicalName } from './digital-link.ts'
import type { ReadEvent } from './document.ts'
import { timeText } from './event-hash.ts'
import type { JsonObject } from './event.ts'
import { childLots, drawsOf, massOfLot, newLots, parentLot, saysNothing, type Things } from './lots-in.ts'
import { Contradicted, NotBooked, type WeighedLot, type Mapping, type Reason } from './mapping.ts'
import { errorRefOf, eventRefOf, organisationIn, partyIn, shipmentIn, siteIn } from './names.ts'
import { bareWord } from './vocabulary.ts'

export type Mapped =
  | { readonly outcome: 'line'; readonly line: LineValue }
  /** Told by the line of another event: the corrective half of a correction. */
  | { readonly outcome: 'with'; readonly index: number; readonly ref: string }
  | { readonly outcome: 'kept'; readonly reason: Reason }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }

type Told = { readonly event: JsonObject; readonly eventId: string; readonly prefixes: Prefixes; readonly own: JsonObject }

/** @param eventIds as they are called after hashing: every event has one */
export function linesOf(events: readonly ReadEvent[], eventIds: readonly string[], mapping: Mapping): Mapped[] {
  const born = new Map<string, WeighedLot>()
  const refs = new Set<string>()
  const view: Mapping = { ...mapping, lotOf: (ref) => born.get(ref) ?? mapping.lotOf(ref), hasEvent: (ref) => refs.has(ref) || mapping.hasEvent(ref) }
  const told = events.map((read, i): Told => {
    const prefixes = prefixesOf(read.context)
    return { event: read.original, eventId: eventIds[i]!, prefixes, own: ownFields(read.original, prefixes) }
  })
  const mapped: Mapped[] = []
  const learn = (line: LineValue): void => {
    refs.add(line.event)
    for (const lot of line.outputs ?? []) { const known = massOfLot(lot, mapping.quantumOf); if (known !== undefined) born.set(lot.lot, known) }
  }
  for (const [i, one] of told.entries()) {
    if (mapped[i] !== undefined) continue
    const partner = correctiveOf(told, i)
    mapped[i] = attempt(() => one.event['errorDeclaration'] === undefined ? lineOf(one, view) : partner === undefined || mapped[partner] !== undefined ? voidOf(one, view) : correctionOf(one, told[partner]!, view))
    const result = mapped[i]
    if (result.outcome !== 'line') continue
    if (result.line.kind === 'correct') {
      mapped[partner!] = { outcome: 'with', index: i, ref: result.line.event }
      learn({ ...result.line['instead'] as JsonObject, event: result.line.event } as LineValue)
    } else learn(result.line)
  }
  return mapped
}

function attempt(work: () => LineValue): Mapped {
  try {
    return { outcome: 'line', line: work() }
  } catch (error) {
    if (error instanceof NotBooked) return { outcome: 'kept', reason: error.reason }
    if (error instanceof Contradicted) return { outcome: 'refused', refusal: error.refusal }
    if (error instanceof RangeError) return { outcome: 'refused', refusal: refuse('epcis-quantity-inexact', `A mass of the event cannot be booked: ${error.message}.`) }
    throw error
  }
}

// Errors --------------------------------------------------------------------------------------------------------------

const declarationOf = ({ event }: Told): JsonObject => event['errorDeclaration'] as JsonObject

/** The one corrective event of the same document, if there is exactly one. */
function correctiveOf(told: readonly Told[], at: number): number | undefined {
  const one = told[at]!
  if (one.event['errorDeclaration'] === undefined) return undefined
  const ids = (declarationOf(one)['correctiveEventIDs'] ?? []) as readonly string[]
  if (ids.length !== 1) return undefined
  const found = told.findIndex((other, i) => i !== at && other.eventId === ids[0] && other.event['errorDeclaration'] === undefined)
  return found < 0 ? undefined : found
}

function takenBack(told: Told, view: Mapping): { readonly ref: string; readonly common: JsonObject; readonly own: JsonObject } {
  const ref = refOf(told, view)
  if (!view.hasEvent(ref)) throw new NotBooked('epcis-original-unknown', 'The event that is declared wrong is not in this book: the declaration is kept, and takes nothing back.')
  const declaration = declarationOf(told)
  const own = ownFields(declaration, told.prefixes)
  const reason = typeof own['reason'] === 'string' && own['reason'] !== '' ? own['reason'] : `declared in error by EPCIS: ${declaration['reason'] === undefined ? 'no reason given' : bareWord('errorReason', String(declaration['reason']))}`
  return { ref, own, common: compact({ at: timeText(String(declaration['declarationTime'])), site: own['site'] ?? placeOf(told, view), reason, note: own['note'], documents: own['documents'] }) }
}

function voidOf(told: Told, view: Mapping): LineValue {
  const { ref, common, own } = takenBack(told, view)
  return { kind: 'void', event: worded(own['event'] ?? errorRefOf(told.eventId, String(declarationOf(told)['declarationTime']))), ...common, voids: ref } as unknown as LineValue
}

function correctionOf(told: Told, corrective: Told, view: Mapping): LineValue {
  const { ref, common } = takenBack(told, view)
  const line = lineOf(corrective, view)
  return { kind: 'correct', event: line.event, ...common, corrects: ref, instead: without(line, 'event') } as unknown as LineValue
}

// Lines ---------------------------------------------------------------------------------------------------------------

const refOf = ({ eventId, own }: Told, view: Mapping): string => typeof own['event'] === 'string' ? own['event'] : eventRefOf(view.names, eventId)

function placeOf({ event, own }: Told, view: Mapping): string {
  const named = ['bizLocation', 'readPoint'].map((field) => (event[field] as JsonObject | undefined)?.['id']).filter((id): id is string => typeof id === 'string')
  const site = typeof own['site'] === 'string' ? own['site'] : named.map((id) => siteIn(view.names, id)).find((found) => found !== undefined)
  if (site !== undefined) return site
  throw new NotBooked('epcis-place-unknown', named.length === 0 ? 'The event names no place: say it in bizLocation.' : `The place ${named[0]} is no site here: call it ${view.names.publicUrl}/sites/ and its number, or give the site its GLN.`)
}

const word = (event: JsonObject, field: 'bizStep' | 'disposition'): string => event[field] === undefined ? '' : bareWord(field, String(event[field]))
const STEPS: Readonly<Record<string, string>> = { commissioning: 'extract', creating_class_instance: 'extract', receiving: 'receive', accepting: 'receive', shipping: 'ship', retail_selling: 'sell' }
const ACTIONS: Readonly<Record<string, readonly string[]>> = { extract: ['ADD'], receive: ['ADD', 'OBSERVE'], ship: ['OBSERVE'], sell: ['OBSERVE', 'DELETE'] }
const WEIGHINGS = ['inspecting', 'sampling', 'stock_taking', 'cycle_counting']

/** What an event does to a book. @throws NotBooked */
function kindOf({ event, own }: Told): string {
  const step = word(event, 'bizStep')
  const keep = (detail: string): never => { throw new NotBooked('epcis-kind-not-booked', detail) }
  switch (event['type']) {
    case 'TransformationEvent':
      if (saysNothing(event, 'inputEPCList', 'inputQuantityList') || saysNothing(event, 'outputEPCList', 'outputQuantityList')) keep('A transformation told in several events, joined by its transformationID, is kept and not booked: tell inputs and outputs in one.')
      return own['kind'] === 'merge' ? 'merge' : 'transform'
    case 'AggregationEvent':
      if (event['action'] === 'OBSERVE') keep('An aggregation that is observed changes nothing in a book.')
      if (saysNothing(event, 'childEPCs', 'childQuantityList')) keep('What the whole was parted into is not named.')
      return event['action'] === 'ADD' ? 'aggregate' : 'split'
    case 'ObjectEvent': {
      if (own['basis'] !== undefined && WEIGHINGS.includes(step)) return 'adjust'
      const kind = STEPS[step] ?? (word(event, 'disposition') === 'retail_sold' ? 'sell' : undefined)
      if (kind === undefined) return keep(`The business step ${step === '' ? '(none)' : step} changes nothing in a custody book.`)
      if (!ACTIONS[kind]!.includes(String(event['action']))) keep(`The business step ${step} with the action ${String(event['action'])} changes nothing in a custody book.`)
      if (saysNothing(event, 'epcList', 'quantityList')) keep('The event names no lot.')
      return kind
    }
    default: return keep(`A${event['type'] === 'AssociationEvent' ? 'n' : ''} ${String(event['type'])} changes nothing in a custody book.`)
  }
}

const COMMON_EXTENSIONS = ['documents', 'note'] as const
const picked = (own: JsonObject, ...names: readonly string[]): JsonObject => compact(Object.fromEntries(names.map((name) => [name, own[name]])))

/** A party by the strongest claim on the goods that the list makes. */
function partyOf(told: Told, view: Mapping, key: 'source' | 'destination', types: readonly string[], country: unknown): JsonObject | undefined {
  const list = ((told.event[`${key}List`] ?? []) as readonly JsonObject[]).map((one) => ({ type: bareWord('partyType', String(one['type'])), uri: String(one[key]) }))
  const uri = types.map((type) => list.find((one) => one.type === type)?.uri).find((found) => found !== undefined)
  if (uri === undefined) return undefined
  const organisationId = organisationIn(view.names, uri)
  return organisationId === undefined ? compact({ name: partyIn(canonicalName(uri)).slice(0, 200), country }) : { organisationId }
}

const TRANSACTIONS = ['desadv', 'bol', 'recadv', 'inv', 'po']
function shipmentOf(told: Told, view: Mapping): string | undefined {
  if (typeof told.own['shipment'] === 'string') return told.own['shipment']
  const list = ((told.event['bizTransactionList'] ?? []) as readonly JsonObject[]).map((one) => ({ type: one['type'] === undefined ? '' : bareWord('bizTransactionType', String(one['type'])), uri: String(one['bizTransaction']) }))
  const uri = TRANSACTIONS.map((type) => list.find((one) => one.type === type)?.uri).find((found) => found !== undefined)
  return uri === undefined ? undefined : shipmentIn(view.names, uri)
}
function siteTo(told: Told, view: Mapping): string | undefined {
  const place = ((told.event['destinationList'] ?? []) as readonly JsonObject[]).find((one) => bareWord('partyType', String(one['type'])) === 'location')
  return place === undefined ? undefined : siteIn(view.names, String(place['destination']))
}

function lineOf(told: Told, view: Mapping): LineValue {
  const kind = kindOf(told)
  const { event, own } = told
  const common = { kind, event: refOf(told, view), at: timeText(String(event['eventTime'])), site: placeOf(told, view), ...picked(own, ...COMMON_EXTENSIONS) }
  const things: Things = { event, own, ilmd: ownFields(event['ilmd'], told.prefixes), mapping: view }
  const line = (more: JsonObject): LineValue => ({ ...common, ...compact(more) }) as LineValue
  switch (kind) {
    case 'extract': return line({ outputs: newLots(things, 'epcList', 'quantityList') })
    case 'transform': return line({ inputs: drawsOf(things, 'inputEPCList', 'inputQuantityList'), outputs: newLots(things, 'outputEPCList', 'outputQuantityList'), ...picked(own, 'losses', 'stockChange', 'process') })
    case 'merge': return line({ inputs: drawsOf(things, 'inputEPCList', 'inputQuantityList'), outputs: newLots(things, 'outputEPCList', 'outputQuantityList') })
    case 'aggregate': { const inputs = drawsOf(things, 'childEPCs', 'childQuantityList'); return line({ inputs, outputs: [parentLot(things, inputs)] }) }
    case 'split': { const { input, outputs } = childLots(things); return line({ inputs: [input], outputs }) }
    case 'ship': return line({
      inputs: drawsOf(things, 'epcList', 'quantityList'), shipment: shipmentOf(told, view) ?? common.event,
      to: partyOf(told, view, 'destination', ['possessing_party', 'owning_party', 'location'], own['toCountry']) ?? unknownParty(), toSite: siteTo(told, view), ...picked(own, 'legs', 'model'),
    })
    case 'receive': return line({
      from: partyOf(told, view, 'source', ['possessing_party', 'owning_party', 'location'], own['fromCountry']), shipment: shipmentOf(told, view),
      outputs: newLots(things, 'epcList', 'quantityList', true) as readonly LotValue[], ...picked(own, 'legs'),
    })
    case 'sell': return line({ inputs: drawsOf(things, 'epcList', 'quantityList'), market: typeof own['market'] === 'string' ? own['market'] : 'end market', buyer: partyOf(told, view, 'destination', ['owning_party', 'possessing_party'], own['buyerCountry']) })
    default: return line({ lot: drawsOf(things, 'epcList', 'quantityList', true)[0]!.lot, ...picked(own, 'measured', 'contained', 'basis', 'by', 'isSettlement') })
  }
}

const unknownParty = (): never => { throw new NotBooked('epcis-party-missing', 'The event does not say to whom it was shipped: name the party in destinationList.') }
