// Custody lines as EPCIS events, so that a partner's EPCIS software can read a book. What EPCIS has a place for stands in that
// place; what it has none for (assay, model, losses) stands in extensions of our own namespace, and comes back from there.
import type { MassUnit } from '#src/kernel/mass.ts'
import { compact, massParts, prefixed, without, type DrawValue, type LineValue, type LotValue } from './custody-line.ts'
import type { JsonObject } from './event.ts'
import { eventUri, lotUri, organisationUri, partyUri, shipmentUri, siteUri, type Names } from './names.ts'
import { uomOf, webWord } from './vocabulary.ts'

/** What was drawn of a lot, as the ledger found it: a draw of "all" does not say how much it was. */
export type DrawnAmount = { readonly grossGrams: number | null; readonly containedGrams: number }

export type Export = {
  readonly names: Names
  /** Lines by reference: what a void or a correction takes back. */
  readonly lineOf?: (event: string) => LineValue | undefined
  readonly drawnOf?: (event: string, lot: string) => DrawnAmount | undefined
  /** The id under which an event was captured; its own address where it was not. */
  readonly eventIdOf?: (event: string) => string | undefined
  /** Another party reads it: what a ship line says to the receiver, and nothing of the sender's own. */
  readonly isForReceiver?: boolean
}

const quantityOf = (mass: unknown): JsonObject => {
  const parts = massParts(mass)
  return parts === undefined || parts.number === 0 ? {} : { quantity: parts.number, uom: uomOf(parts.unit as MassUnit) }
}

const grossOf = (lot: JsonObject): unknown => (lot['measured'] as JsonObject | undefined)?.['gross'] ?? (lot['contained'] as JsonObject | undefined)?.[String(lot['metal'])]

/** A lot that comes in: its weight as weighed, or its contained metal where only that is known. */
const elementOf = (names: Names, lot: LotValue): JsonObject => ({ epcClass: lotUri(names, lot.lot), ...quantityOf(grossOf(lot)) })
const describedLot = (names: Names, lot: LotValue): JsonObject => ({ epcClass: lotUri(names, lot.lot), ...lot })

function drawnElement(how: Export, event: string, draw: DrawValue): JsonObject {
  const amount = how.drawnOf?.(event, draw.lot)
  const grams = amount === undefined ? undefined : amount.grossGrams ?? amount.containedGrams
  const contained = Object.values((draw['contained'] ?? {}) as JsonObject)
  const own = draw.take !== undefined && draw.take !== 'all' ? draw.take : contained.length === 1 ? contained[0] : undefined
  return { epcClass: lotUri(how.names, draw.lot), ...(grams === undefined ? quantityOf(own) : grams === 0 ? {} : { quantity: grams / 1000, uom: 'KGM' }) }
}
const describedDraw = (names: Names, draw: DrawValue): JsonObject => ({ epcClass: lotUri(names, draw.lot), ...draw })

type Party = JsonObject | undefined
const partyName = (names: Names, party: Party): string | undefined => party === undefined ? undefined : party['organisationId'] !== undefined ? organisationUri(names, String(party['organisationId'])) : partyUri(String(party['name']))
const entries = (key: 'source' | 'destination', type: string, uri: string | undefined): JsonObject[] => uri === undefined ? [] : [{ type, [key]: uri }]
const listed = (name: string, list: readonly unknown[]): JsonObject => list.length === 0 ? {} : { [name]: list }

type Shape = { readonly standard: JsonObject; readonly extensions: JsonObject }
const drawsOf = (how: Export, line: LineValue): JsonObject[] => (line.inputs ?? []).map((draw) => drawnElement(how, line.event, draw))
const lotsOf = (how: Export, line: LineValue): JsonObject[] => (line.outputs ?? []).map((lot) => elementOf(how.names, lot))

/** Fields of a line that stand in EPCIS fields of their own. */
const CARRIED = ['kind', 'event', 'at', 'site', 'inputs', 'outputs', 'to', 'toSite', 'from', 'shipment', 'buyer', 'voids', 'corrects', 'reason', 'instead'] as const

function shapeOf(how: Export, line: LineValue): Shape {
  const { names } = how
  const drawn = how.isForReceiver === true ? [] : (line.inputs ?? []).map((draw) => describedDraw(names, draw))
  const lots = (line.outputs ?? []).map((lot) => describedLot(names, lot))
  const described = { lots: [...drawn, ...lots].length === 0 ? undefined : [...drawn, ...lots] }
  const country = (party: Party): unknown => party?.['country']
  switch (line.kind) {
    case 'extract': return { standard: { type: 'ObjectEvent', action: 'ADD', bizStep: 'commissioning', disposition: 'active', quantityList: lotsOf(how, line) }, extensions: described }
    case 'transform': return { standard: { type: 'TransformationEvent', bizStep: 'commissioning', disposition: 'active', inputQuantityList: drawsOf(how, line), outputQuantityList: lotsOf(how, line) }, extensions: described }
    case 'merge': return { standard: { type: 'TransformationEvent', bizStep: 'assembling', disposition: 'active', inputQuantityList: drawsOf(how, line), outputQuantityList: lotsOf(how, line) }, extensions: { kind: 'merge', ...described } }
    case 'aggregate': return { standard: { type: 'AggregationEvent', action: 'ADD', bizStep: 'packing', disposition: 'in_progress', parentID: lotUri(names, line.outputs![0]!.lot), childQuantityList: drawsOf(how, line) }, extensions: described }
    case 'split': return { standard: { type: 'AggregationEvent', action: 'DELETE', bizStep: 'unpacking', disposition: 'in_progress', parentID: lotUri(names, line.inputs![0]!.lot), childQuantityList: lotsOf(how, line) }, extensions: described }
    case 'ship': return {
      standard: {
        type: 'ObjectEvent', action: 'OBSERVE', bizStep: 'shipping', disposition: 'in_transit', quantityList: drawsOf(how, line),
        bizTransactionList: [{ type: 'desadv', bizTransaction: shipmentUri(names, String(line['shipment'])) }],
        sourceList: [{ type: 'possessing_party', source: organisationUri(names, names.organisationId) }],
        destinationList: [...entries('destination', 'possessing_party', partyName(names, line['to'] as Party)), ...entries('destination', 'location', line['toSite'] === undefined ? undefined : siteUri(names, String(line['toSite'])))],
      },
      extensions: { ...described, toCountry: country(line['to'] as Party) },
    }
    case 'receive': return {
      standard: {
        type: 'ObjectEvent', action: 'OBSERVE', bizStep: 'receiving', disposition: 'in_progress', quantityList: lotsOf(how, line),
        ...listed('bizTransactionList', line['shipment'] === undefined ? [] : [{ type: 'desadv', bizTransaction: shipmentUri(names, String(line['shipment']), String((line['from'] as Party)?.['organisationId'] ?? names.organisationId)) }]),
        ...listed('sourceList', entries('source', 'possessing_party', partyName(names, line['from'] as Party))),
        destinationList: [{ type: 'possessing_party', destination: organisationUri(names, names.organisationId) }],
      },
      extensions: { ...described, fromCountry: country(line['from'] as Party) },
    }
    case 'sell': return {
      standard: { type: 'ObjectEvent', action: 'DELETE', bizStep: 'retail_selling', disposition: 'retail_sold', quantityList: drawsOf(how, line), ...listed('destinationList', entries('destination', 'owning_party', partyName(names, line['buyer'] as Party))) },
      extensions: { ...described, buyerCountry: country(line['buyer'] as Party) },
    }
    default: return { standard: { type: 'ObjectEvent', action: 'OBSERVE', bizStep: 'inspecting', quantityList: [{ epcClass: lotUri(names, String(line['lot'])), ...quantityOf(grossOf(line)) }] }, extensions: { kind: 'adjust' } }
  }
}

const shape = (type: string, bizStep: string, disposition?: string, action?: string) => ({
  type, bizStep: webWord('bizStep', bizStep), ...(disposition === undefined ? {} : { disposition: webWord('disposition', disposition) }), ...(action === undefined ? {} : { action }),
})
/** The words with which each kind of line is told: what a question by these words can meet. A void tells any of them again. */
export const KIND_SHAPES: Readonly<Record<string, { readonly type: string; readonly bizStep: string; readonly disposition?: string; readonly action?: string }>> = {
  extract: shape('ObjectEvent', 'commissioning', 'active', 'ADD'), transform: shape('TransformationEvent', 'commissioning', 'active'), merge: shape('TransformationEvent', 'assembling', 'active'),
  aggregate: shape('AggregationEvent', 'packing', 'in_progress', 'ADD'), split: shape('AggregationEvent', 'unpacking', 'in_progress', 'DELETE'), ship: shape('ObjectEvent', 'shipping', 'in_transit', 'OBSERVE'),
  receive: shape('ObjectEvent', 'receiving', 'in_progress', 'OBSERVE'), sell: shape('ObjectEvent', 'retail_selling', 'retail_sold', 'DELETE'), adjust: shape('ObjectEvent', 'inspecting', undefined, 'OBSERVE'),
}

function eventOf(how: Export, line: LineValue): JsonObject {
  const { standard, extensions } = shapeOf(how, line)
  const place = { id: siteUri(how.names, line.site) }
  const rest = how.isForReceiver === true ? {} : without(line, ...CARRIED)
  return {
    type: standard['type'], eventID: how.eventIdOf?.(line.event) ?? eventUri(how.names, line.event), eventTime: line.at, eventTimeZoneOffset: '+00:00', ...without(standard, 'type'), readPoint: place, bizLocation: place,
    ...prefixed(compact({ ...extensions, ...rest })) as JsonObject,
  }
}

/** The line that stands after a correction: what it does not say again is as it was. */
const insteadOf = (line: LineValue, original: LineValue): LineValue => ({ kind: original.kind, at: original.at, site: line.site, ...line['instead'] as JsonObject, event: line.event }) as LineValue

/**
 * The EPCIS events of one line: one, or two of a correction (the old event declared wrong, and the new one).
 * Nothing where the line that it takes back is not at hand.
 */
export function eventsOfLine(line: LineValue, how: Export): JsonObject[] {
  if (line.kind !== 'void' && line.kind !== 'correct') return [eventOf(how, line)]
  const original = how.lineOf?.(String(line.kind === 'void' ? line['voids'] : line['corrects']))
  if (original === undefined) return []
  const standing = original.kind === 'correct' ? correctedLine(original, how) : original
  if (standing === undefined || standing.kind === 'void') return []
  // What was corrected, and why, is the sender's own.
  if (how.isForReceiver === true) return line.kind === 'void' ? [] : [eventOf(how, insteadOf(line, standing))]
  const declaration = {
    declarationTime: line.at, reason: line.kind === 'void' ? 'did_not_occur' : 'incorrect_data',
    ...(line.kind === 'correct' ? { correctiveEventIDs: [eventUri(how.names, line.event)] } : {}),
    ...prefixed(compact({ event: line.event, site: line.site, reason: line['reason'], note: line['note'], documents: line['documents'] })) as JsonObject,
  }
  const wrong = { ...eventOf(how, standing), errorDeclaration: declaration }
  return line.kind === 'void' ? [wrong] : [wrong, eventOf(how, insteadOf(line, standing))]
}

/** What a correction made the line say, however often it was corrected. */
function correctedLine(line: LineValue, how: Export, depth = 0): LineValue | undefined {
  if (line.kind !== 'correct') return line
  const original = depth > 50 ? undefined : how.lineOf?.(String(line['corrects']))
  const standing = original === undefined ? undefined : correctedLine(original, how, depth + 1)
  return standing === undefined ? undefined : insteadOf(line, standing)
}
