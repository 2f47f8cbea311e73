// The custody ledger as columns: events with what they took and what they made, in the order of the log, and the links
// between books. Event and lot numbers are those of the tables. A lot is one part for each substance in it; parts made by one
// event of one substance share a node, since composition belongs to the event (architecture section 1.5). Parts of a receipt
// have a node each: every received lot has a sender of its own.
import { EventKind } from '#src/custody/event.ts'
import { lotIdOf, type LotId, type Origin, type Ref } from '#src/custody/lot.ts'
import { Substance } from '#src/custody/substance.ts'
import { withRoom } from './column-array.ts'
import { addId, findId, newIdTable, refAt, type IdTable } from './id-table.ts'

export type GraphLot = {
  readonly lotNo: number
  readonly ref: Ref
  readonly metal: Substance
  /** Where it came into the records; null for what was made here of other lots. */
  readonly origin: Origin | null
  /** Quanta as first recorded; the traded metal must be among them. */
  readonly contained: readonly (readonly [Substance, number])[]
}
export type GraphDraw = { readonly lotNo: number; readonly substance: Substance; readonly amount: number; readonly recovery: number }
export type GraphEvent = {
  readonly eventNo: number
  readonly kind: EventKind
  readonly organisationId: string
  readonly siteId: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly lots: readonly GraphLot[]
  readonly draws: readonly GraphDraw[]
}
export type GraphLink = { readonly receiveLotNo: number; readonly shipEventNo: number; readonly shipLotNo: number; readonly substance: Substance; readonly amount: number }

const VOID = 0x80
const kinds = EventKind.options
const substances = Substance.options
const substanceCode = new Map(substances.map((name, code) => [name, code]))
const kindCode = new Map(kinds.map((name, code) => [name, code + 1]))
export const codeOfSubstance = (substance: Substance): number => substanceCode.get(substance)!
export const substanceOfCode = (code: number): Substance => substances[code]!
/** Kinds by code, for the inner loops. */
export const KIND = Object.fromEntries(kinds.map((name, code) => [name, code + 1])) as Readonly<Record<EventKind, number>>

export type Graph = {
  lastEvent: number; lastLot: number; eventCount: number; lotCount: number; partCount: number; nodeCount: number; drawCount: number; linkCount: number
  /** By event number. */
  eventKind: Uint8Array<ArrayBuffer>; eventSite: Uint32Array<ArrayBuffer>; eventBook: Uint32Array<ArrayBuffer>; eventAt: Float64Array<ArrayBuffer>
  eventPart: Uint32Array<ArrayBuffer>; eventParts: Uint16Array<ArrayBuffer>; eventDraw: Uint32Array<ArrayBuffer>; eventDraws: Uint16Array<ArrayBuffer>
  /** By lot number: its first part plus one, 0 where there is no such lot; the traded metal comes first. */
  lotPart: Uint32Array<ArrayBuffer>; lotParts: Uint8Array<ArrayBuffer>
  partSubstance: Uint8Array<ArrayBuffer>; partAmount: Float64Array<ArrayBuffer>; partLot: Uint32Array<ArrayBuffer>; partNode: Uint32Array<ArrayBuffer>
  /** Chains: the newest draw of a part and link into it, plus one. */
  partDraw: Uint32Array<ArrayBuffer>; partLink: Uint32Array<ArrayBuffer>
  nodeEvent: Uint32Array<ArrayBuffer>; nodeSubstance: Uint8Array<ArrayBuffer>; nodeOrigin: Uint32Array<ArrayBuffer>
  drawPart: Uint32Array<ArrayBuffer>; drawAmount: Float64Array<ArrayBuffer>; drawEvent: Uint32Array<ArrayBuffer>; drawNext: Uint32Array<ArrayBuffer>; drawLink: Uint32Array<ArrayBuffer>
  /** Empty while every recovery is one. */
  drawRecovery: Float64Array<ArrayBuffer>
  linkDraw: Uint32Array<ArrayBuffer>; linkPart: Uint32Array<ArrayBuffer>; linkAmount: Float64Array<ArrayBuffer>; linkNextOfPart: Uint32Array<ArrayBuffer>; linkNextOfDraw: Uint32Array<ArrayBuffer>; linkVoid: Uint8Array<ArrayBuffer>
  sites: string[]; siteCode: Map<string, number>
  books: string[]; bookCode: Map<string, number>
  /** Number 0 is none: made of what the event took. */
  origins: (Origin | null)[]; originCode: Map<string, number>
  /** Parts that a later assay added to a lot, and parts that came to an event later: of a restated lot. */
  latePart: Map<number, number[]>; latePartOfEvent: Map<number, number[]>
  ids: IdTable
  /** Some event rests on one with a greater number: the order of numbers is not an order of making. */
  isDisordered: boolean
}

export type GraphSize = { readonly lots: number; readonly events: number; readonly parts: number; readonly draws: number; readonly links: number }
const none: GraphSize = { lots: 0, events: 0, parts: 0, draws: 0, links: 0 }

/** An empty graph, with room for what is known to come. */
export function newGraph(size: GraphSize = none): Graph {
  const u32 = (length: number) => new Uint32Array(length)
  return {
    lastEvent: 0, lastLot: 0, eventCount: 0, lotCount: 0, partCount: 0, nodeCount: 0, drawCount: 0, linkCount: 0,
    eventKind: new Uint8Array(size.events + 1), eventSite: u32(size.events + 1), eventBook: u32(size.events + 1), eventAt: new Float64Array(size.events + 1),
    eventPart: u32(size.events + 1), eventParts: new Uint16Array(size.events + 1), eventDraw: u32(size.events + 1), eventDraws: new Uint16Array(size.events + 1),
    lotPart: u32(size.lots + 1), lotParts: new Uint8Array(size.lots + 1),
    partSubstance: new Uint8Array(size.parts), partAmount: new Float64Array(size.parts), partLot: u32(size.parts), partNode: u32(size.parts), partDraw: u32(size.parts), partLink: u32(size.parts),
    nodeEvent: u32(size.events), nodeSubstance: new Uint8Array(size.events), nodeOrigin: u32(size.events),
    drawPart: u32(size.draws), drawAmount: new Float64Array(size.draws), drawEvent: u32(size.draws), drawNext: u32(size.draws), drawLink: u32(size.draws), drawRecovery: new Float64Array(0),
    linkDraw: u32(size.links), linkPart: u32(size.links), linkAmount: new Float64Array(size.links), linkNextOfPart: u32(size.links), linkNextOfDraw: u32(size.links), linkVoid: new Uint8Array(size.links),
    sites: [], siteCode: new Map(), books: [], bookCode: new Map(), origins: [null], originCode: new Map([['null', 0]]),
    latePart: new Map(), latePartOfEvent: new Map(), ids: newIdTable(size.lots), isDisordered: false,
  }
}

function codeIn<T>(list: T[], codes: Map<string, number>, key: string, value: T): number {
  const known = codes.get(key)
  if (known !== undefined) return known
  codes.set(key, list.length)
  return list.push(value) - 1
}

function makeRoom(g: Graph, event: Omit<GraphEvent, 'draws'>): void {
  const events = event.eventNo + 1
  g.eventKind = withRoom(g.eventKind, events); g.eventSite = withRoom(g.eventSite, events); g.eventBook = withRoom(g.eventBook, events); g.eventAt = withRoom(g.eventAt, events)
  g.eventPart = withRoom(g.eventPart, events); g.eventParts = withRoom(g.eventParts, events); g.eventDraw = withRoom(g.eventDraw, events); g.eventDraws = withRoom(g.eventDraws, events)
  roomForParts(g, g.partCount + event.lots.reduce((sum, lot) => sum + lot.contained.length, 0))
}

function roomForDraws(g: Graph, draws: number): void {
  g.drawPart = withRoom(g.drawPart, draws); g.drawAmount = withRoom(g.drawAmount, draws); g.drawEvent = withRoom(g.drawEvent, draws); g.drawNext = withRoom(g.drawNext, draws); g.drawLink = withRoom(g.drawLink, draws)
}

function roomForParts(g: Graph, parts: number): void {
  g.partSubstance = withRoom(g.partSubstance, parts); g.partAmount = withRoom(g.partAmount, parts); g.partLot = withRoom(g.partLot, parts); g.partNode = withRoom(g.partNode, parts)
  g.partDraw = withRoom(g.partDraw, parts); g.partLink = withRoom(g.partLink, parts)
}

/** Adds an event with what it took and made. @throws RangeError where it draws of a lot that is not there */
export function appendEvent(g: Graph, event: GraphEvent): void {
  appendMade(g, event)
  appendDraws(g, event.eventNo, event.draws)
}

/** What an event made. What it took is added after all events that come with it, since a restated lot is younger than its draws. */
export function appendMade(g: Graph, event: Omit<GraphEvent, 'draws'>): void {
  makeRoom(g, event)
  const { eventNo } = event
  g.eventKind[eventNo] = kindCode.get(event.kind)!
  g.eventSite[eventNo] = codeIn(g.sites, g.siteCode, event.siteId, event.siteId)
  const book = g.eventBook[eventNo] = codeIn(g.books, g.bookCode, event.organisationId, event.organisationId)
  g.eventAt[eventNo] = event.at
  g.eventPart[eventNo] = g.partCount
  const firstNode = g.nodeCount
  for (const lot of event.lots) {
    if (isLot(g, lot.lotNo)) restateLot(g, eventNo, lot)
    else appendLot(g, eventNo, book, lot, event.kind === 'receive' ? g.nodeCount : firstNode)
  }
  g.eventParts[eventNo] = g.partCount - g.eventPart[eventNo]!
  g.eventCount += 1
  if (eventNo > g.lastEvent) g.lastEvent = eventNo
}

export function appendDraws(g: Graph, eventNo: number, draws: readonly GraphDraw[]): void {
  roomForDraws(g, g.drawCount + draws.length)
  g.eventDraw[eventNo] = g.drawCount
  g.eventDraws[eventNo] = draws.length
  for (const draw of draws) appendDraw(g, eventNo, draw)
}

function appendDraw(g: Graph, eventNo: number, draw: GraphDraw): void {
  const part = partOf(g, draw.lotNo, codeOfSubstance(draw.substance))
  if (part < 0) throw new RangeError(`event ${eventNo} draws ${draw.substance} of lot ${draw.lotNo}, which the log has not made before it`)
  const at = g.drawCount++
  g.drawPart[at] = part
  g.drawAmount[at] = draw.amount
  g.drawEvent[at] = eventNo
  g.drawNext[at] = g.partDraw[part]!
  g.partDraw[part] = at + 1
  if (draw.recovery !== 1 && g.drawRecovery.length === 0) g.drawRecovery = new Float64Array(g.drawPart.length).fill(1)
  if (g.drawRecovery.length > 0) {
    const before = g.drawRecovery.length
    g.drawRecovery = withRoom(g.drawRecovery, at + 1)
    if (g.drawRecovery.length > before) g.drawRecovery.fill(1, before)
    g.drawRecovery[at] = draw.recovery
  }
  if (g.nodeEvent[g.partNode[part]!]! >= eventNo) g.isDisordered = true
}

function appendLot(g: Graph, eventNo: number, book: number, lot: GraphLot, fromNode: number): void {
  g.lotPart = withRoom(g.lotPart, lot.lotNo + 1)
  g.lotParts = withRoom(g.lotParts, lot.lotNo + 1)
  g.lotPart[lot.lotNo] = g.partCount + 1
  g.lotParts[lot.lotNo] = lot.contained.length
  const origin = codeIn(g.origins, g.originCode, JSON.stringify(lot.origin), lot.origin)
  const [traded, ...others] = lot.contained[0]?.[0] === lot.metal ? lot.contained : lot.contained.toSorted(([a], [b]) => Number(b === lot.metal) - Number(a === lot.metal))
  appendPart(g, eventNo, lot.lotNo, traded!, origin, fromNode)
  for (const other of others) appendPart(g, eventNo, lot.lotNo, other, origin, fromNode)
  g.lotCount += 1
  if (lot.lotNo > g.lastLot) g.lastLot = lot.lotNo
  addId(g.ids, (known) => bookOfLot(g, known), book, lot.ref, lot.lotNo)
}

function appendPart(g: Graph, eventNo: number, lotNo: number, [substance, amount]: readonly [Substance, number], origin: number, fromNode: number): number {
  const code = codeOfSubstance(substance)
  const part = g.partCount++
  g.partSubstance[part] = code
  g.partAmount[part] = amount
  g.partLot[part] = lotNo
  g.partNode[part] = nodeFor(g, eventNo, code, origin, fromNode)
  return part
}

function nodeFor(g: Graph, eventNo: number, substance: number, origin: number, fromNode: number): number {
  for (let node = fromNode; node < g.nodeCount; node++) if (g.nodeSubstance[node] === substance && g.nodeEvent[node] === eventNo && g.nodeOrigin[node] === origin) return node
  const node = g.nodeCount++
  g.nodeEvent = withRoom(g.nodeEvent, g.nodeCount); g.nodeSubstance = withRoom(g.nodeSubstance, g.nodeCount); g.nodeOrigin = withRoom(g.nodeOrigin, g.nodeCount)
  g.nodeEvent[node] = eventNo
  g.nodeSubstance[node] = substance
  g.nodeOrigin[node] = origin
  return node
}

/** Takes an event back with all it drew and made. @returns whether something that is not void drew of what it made */
export function voidEvent(g: Graph, eventNo: number): boolean {
  g.eventKind[eventNo] = g.eventKind[eventNo]! | VOID
  if (g.eventDraws[eventNo] === 0 && g.eventParts[eventNo] === 0) return false
  for (let at = g.eventDraw[eventNo]!, end = at + g.eventDraws[eventNo]!; at < end; at++) if (g.drawLink[at] !== 0) return true
  return partsOfEvent(g, eventNo).some((part) => isDrawn(g, part))
}

export function isDrawn(g: Graph, part: number): boolean {
  for (let draw = g.partDraw[part]!; draw !== 0; draw = g.drawNext[draw - 1]!) if (!isVoidEvent(g, g.drawEvent[draw - 1]!)) return true
  return false
}

/** What a lot holds by a settlement weight: its composition stays, and what no link of a receipt accounts for changes. */
export function setAmount(g: Graph, lotNo: number, substance: Substance, amount: number): void {
  const code = codeOfSubstance(substance)
  const part = partOf(g, lotNo, code)
  if (part >= 0) { g.partAmount[part] = amount; return }
  const first = g.lotPart[lotNo]! - 1
  addLatePart(g, eventOfPart(g, first), lotNo, [substance, amount], g.nodeOrigin[g.partNode[first]!]!)
}

function addLatePart(g: Graph, eventNo: number, lotNo: number, contained: readonly [Substance, number], origin: number): void {
  roomForParts(g, g.partCount + 1)
  const part = appendPart(g, eventNo, lotNo, contained, origin, g.nodeCount)
  g.latePart.set(lotNo, [...g.latePart.get(lotNo) ?? [], part])
  listLatePart(g, eventNo, part)
}
const listLatePart = (g: Graph, eventNo: number, part: number): void => { g.latePartOfEvent.set(eventNo, [...g.latePartOfEvent.get(eventNo) ?? [], part]) }

/** A lot that was drawn from already, as a correction states it: it is of the new event, and its draws stay. */
function restateLot(g: Graph, eventNo: number, lot: GraphLot): void {
  const origin = codeIn(g.origins, g.originCode, JSON.stringify(lot.origin), lot.origin)
  const stated = new Map(lot.contained)
  for (const part of partsOfLot(g, lot.lotNo)) {
    const code = g.partSubstance[part]!
    g.partAmount[part] = stated.get(substanceOfCode(code)) ?? 0
    stated.delete(substanceOfCode(code))
    g.partNode[part] = nodeFor(g, eventNo, code, origin, g.nodeCount)
    listLatePart(g, eventNo, part)
  }
  for (const other of stated) addLatePart(g, eventNo, lot.lotNo, other, origin)
  g.isDisordered = true
}

/** @returns the part of the received lot whose composition changes; -1 where the link names nothing that is here */
export function appendLink(g: Graph, link: GraphLink): number {
  const code = codeOfSubstance(link.substance)
  const part = partOf(g, link.receiveLotNo, code)
  const draw = drawOf(g, link.shipEventNo, link.shipLotNo, code)
  if (part < 0 || draw < 0) return -1
  const known = linkBetween(g, part, draw)
  if (known >= 0) {
    g.linkVoid[known] = 0
    g.linkAmount[known] = link.amount
    return part
  }
  const at = g.linkCount++
  g.linkDraw = withRoom(g.linkDraw, g.linkCount); g.linkPart = withRoom(g.linkPart, g.linkCount); g.linkAmount = withRoom(g.linkAmount, g.linkCount)
  g.linkNextOfPart = withRoom(g.linkNextOfPart, g.linkCount); g.linkNextOfDraw = withRoom(g.linkNextOfDraw, g.linkCount); g.linkVoid = withRoom(g.linkVoid, g.linkCount)
  g.linkDraw[at] = draw
  g.linkPart[at] = part
  g.linkAmount[at] = link.amount
  g.linkNextOfPart[at] = g.partLink[part]!
  g.partLink[part] = at + 1
  g.linkNextOfDraw[at] = g.drawLink[draw]!
  g.drawLink[draw] = at + 1
  if (link.shipEventNo >= eventOfPart(g, part)) g.isDisordered = true
  return part
}

/** @returns the part of the received lot whose composition changes; -1 where there is no such link */
export function voidLink(g: Graph, link: Omit<GraphLink, 'amount'>): number {
  const code = codeOfSubstance(link.substance)
  const part = partOf(g, link.receiveLotNo, code)
  const draw = drawOf(g, link.shipEventNo, link.shipLotNo, code)
  const known = part < 0 || draw < 0 ? -1 : linkBetween(g, part, draw)
  if (known < 0) return -1
  g.linkVoid[known] = 1
  return part
}

function linkBetween(g: Graph, part: number, draw: number): number {
  for (let link = g.partLink[part]!; link !== 0; link = g.linkNextOfPart[link - 1]!) if (g.linkDraw[link - 1] === draw) return link - 1
  return -1
}

function drawOf(g: Graph, eventNo: number, lotNo: number, substance: number): number {
  if (eventNo > g.lastEvent) return -1
  for (let at = g.eventDraw[eventNo]!, end = at + g.eventDraws[eventNo]!; at < end; at++) {
    const part = g.drawPart[at]!
    if (g.partLot[part] === lotNo && g.partSubstance[part] === substance) return at
  }
  return -1
}

// Reading -------------------------------------------------------------------------------------------------------------

/** @returns -1 where the lot holds no such substance, or is not there */
export function partOf(g: Graph, lotNo: number, substance: number): number {
  const first = g.lotPart[lotNo] ?? 0
  if (first === 0) return -1
  for (let part = first - 1, end = part + g.lotParts[lotNo]!; part < end; part++) if (g.partSubstance[part] === substance) return part
  return g.latePart.get(lotNo)?.find((part) => g.partSubstance[part] === substance) ?? -1
}
export const isEvent = (g: Graph, eventNo: number): boolean => (g.eventKind[eventNo] ?? 0) !== 0
export const isVoidEvent = (g: Graph, eventNo: number): boolean => (g.eventKind[eventNo]! & VOID) !== 0
/** Code of its kind, whether it counts or not. */
export const kindAt = (g: Graph, eventNo: number): number => g.eventKind[eventNo]! & ~VOID
export const kindOfCode = (code: number): EventKind => kinds[code - 1]!
export const eventOfPart = (g: Graph, part: number): number => g.nodeEvent[g.partNode[part]!]!
export const eventOfLot = (g: Graph, lotNo: number): number => eventOfPart(g, g.lotPart[lotNo]! - 1)
const bookOfLot = (g: Graph, lotNo: number): number => g.eventBook[eventOfLot(g, lotNo)]!
export const isLot = (g: Graph, lotNo: number): boolean => (g.lotPart[lotNo] ?? 0) !== 0

export function partsOfLot(g: Graph, lotNo: number): number[] {
  const first = g.lotPart[lotNo]! - 1
  return [...Array.from({ length: g.lotParts[lotNo]! }, (_, i) => first + i), ...g.latePart.get(lotNo) ?? []]
}
/** What it made, without lots that a correction took over. */
export function partsOfEvent(g: Graph, eventNo: number): number[] {
  return [...Array.from({ length: g.eventParts[eventNo]! }, (_, i) => g.eventPart[eventNo]! + i), ...g.latePartOfEvent.get(eventNo) ?? []]
    .filter((part) => eventOfPart(g, part) === eventNo)
}

/** What is left of a part after every draw that counts. */
export function leftOf(g: Graph, part: number): number {
  let left = g.partAmount[part]!
  for (let draw = g.partDraw[part]!; draw !== 0; draw = g.drawNext[draw - 1]!) if (!isVoidEvent(g, g.drawEvent[draw - 1]!)) left -= g.drawAmount[draw - 1]!
  return left
}

export const recoveryOf = (g: Graph, draw: number): number => g.drawRecovery.length === 0 ? 1 : g.drawRecovery[draw]!
export const isLiveLink = (g: Graph, link: number): boolean => g.linkVoid[link] === 0 && !isVoidEvent(g, g.drawEvent[g.linkDraw[link]!]!)

/** The number of the lot of that name; undefined where there is none, or it was taken back. */
export function lotNamed(g: Graph, lotId: LotId): number | undefined {
  const cut = lotId.indexOf(':')
  const book = g.bookCode.get(lotId.slice(0, cut))
  if (book === undefined) return undefined
  const lot = findId(g.ids, (known) => bookOfLot(g, known), book, lotId.slice(cut + 1))
  return lot === 0 || isVoidEvent(g, eventOfLot(g, lot)) ? undefined : lot
}
export const nameOfLot = (g: Graph, lotNo: number): LotId => lotIdOf(g.books[bookOfLot(g, lotNo)]!, refAt(g.ids, lotNo))
