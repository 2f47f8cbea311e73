// The index as it is asked: `ProvenanceIndex` over the engine. Numbers inside become what the field calls them.
import type { Substance } from '#src/custody/substance.ts'
import type { Atom, OriginShare } from './atom.ts'
import { ENGINE_VERSION, type Engine } from './index-engine.ts'
import {
  codeOfSubstance, eventOfLot, isEvent, isLiveLink, isLot, isVoidEvent, kindAt, kindOfCode, leftOf, lotNamed, nameOfLot, partOf, partsOfEvent, partsOfLot, recoveryOf, substanceOfCode,
  KIND, type Graph,
} from './graph.ts'
import type { ColumnName, Contribution, IndexedEvent, IndexedInput, IndexedLot, IndexState, ProvenanceIndex, TraceOptions } from './provenance-index.ts'
import { recallLots } from './recall.ts'
import { footprintParts } from './trace-footprint.ts'
import { bestPaths } from './trace-path.ts'
import { pastOf, sweepDown, sweepUp, type Ancestry } from './trace-sweep.ts'
import { countryOfSite } from './atom.ts'

const instantOf = (at: number): string => new Date(at).toISOString()

/** @throws RangeError for a number that is no lot of the index */
const tradedPart = (g: Graph, lot: number): number => {
  if (!isLot(g, lot)) throw new RangeError(`no lot ${lot} in the index`)
  return g.lotPart[lot]! - 1
}
const partFor = (g: Graph, lot: number, substance: Substance | undefined): number => substance === undefined ? tradedPart(g, lot) : partOf(g, lot, codeOfSubstance(substance))

export const indexOf = (engine: Engine): ProvenanceIndex => ({
  get version() { return { logPosition: engine.logPosition, factorVersion: engine.circumstances.factorVersion, engineVersion: ENGINE_VERSION } },
  get state() { return stateOf(engine) },
  get atoms() { return engine.atoms.atoms },
  lotAt: (lotId) => lotNamed(engine.graph, lotId),
  lot: (lot) => isLot(engine.graph, lot) ? indexedLot(engine.graph, lot) : undefined,
  event: (event) => isEvent(engine.graph, event) ? indexedEvent(engine.graph, event) : undefined,
  eventOf: (lot) => isLot(engine.graph, lot) ? eventOfLot(engine.graph, lot) : undefined,
  inputsOf: (event) => isEvent(engine.graph, event) ? indexedInputs(engine.graph, event) : [],
  outputsOf: (event) => isEvent(engine.graph, event) && !isVoidEvent(engine.graph, event) ? [...new Set(partsOfEvent(engine.graph, event).map((part) => engine.graph.partLot[part]!))] : [],
  usesOf: (lot) => isLot(engine.graph, lot) ? usesOf(engine.graph, lot) : [],
  shares: (lot, substance) => sharesOf(engine, partFor(engine.graph, lot, substance)),
  value: (column, lot) => valueOf(engine, column, lot),
  weighed: (lot, weigh, substance) => weighed(engine, partFor(engine.graph, lot, substance), (atom, of) => weigh(atom, of)),
  chainShare: (lot, isInStanding, substance) => chainShare(engine, partFor(engine.graph, lot, substance), isInStanding),
  footprintParts: (lot) => footprintParts(engine, tradedPart(engine.graph, lot)).map(({ event, ...part }) => ({ ...part, siteId: engine.graph.sites[engine.graph.eventSite[event]!]! })),
  pastOf: (lot) => pastOf(engine.graph, tradedPart(engine.graph, lot)),
  traceUp: (lot, options) => contributions(engine, lot, sweepUp(engine, tradedPart(engine.graph, lot)), options, 'up'),
  traceDown: (lot, options) => contributions(engine, lot, sweepDown(engine, tradedPart(engine.graph, lot)), options, 'down'),
  paths: (lot, options = {}) => {
    const offset = options.offset ?? 0
    const { paths, hasMore } = bestPaths(engine, tradedPart(engine.graph, lot), options.minShare ?? 0, offset + (options.limit ?? 20))
    return { items: paths.slice(offset).map(({ share, events, atom }) => ({ share, events, atom: engine.atoms.atoms[atom]! })), hasMore }
  },
  recall: (question) => recallLots(engine, question),
})

function indexedLot(g: Graph, lotNo: number): IndexedLot {
  const eventNo = eventOfLot(g, lotNo)
  const parts = partsOfLot(g, lotNo)
  const by = (amount: (part: number) => number) => Object.fromEntries(parts.map((part) => [substanceOfCode(g.partSubstance[part]!), amount(part)])) as IndexedLot['contained']
  return {
    lotNo, lotId: nameOfLot(g, lotNo), organisationId: g.books[g.eventBook[eventNo]!]!, siteId: g.sites[g.eventSite[eventNo]!]!, eventNo, bornAt: instantOf(g.eventAt[eventNo]!),
    metal: substanceOfCode(g.partSubstance[g.lotPart[lotNo]! - 1]!), contained: by((part) => g.partAmount[part]!), left: by((part) => leftOf(g, part)), isVoid: isVoidEvent(g, eventNo),
  }
}

const indexedEvent = (g: Graph, eventNo: number): IndexedEvent => ({
  eventNo, kind: kindOfCode(kindAt(g, eventNo)), organisationId: g.books[g.eventBook[eventNo]!]!, siteId: g.sites[g.eventSite[eventNo]!]!, at: instantOf(g.eventAt[eventNo]!), isVoid: isVoidEvent(g, eventNo),
})

function indexedInputs(g: Graph, event: number): IndexedInput[] {
  if (isVoidEvent(g, event)) return []
  const inputs: IndexedInput[] = []
  for (let draw = g.eventDraw[event]!, end = draw + g.eventDraws[event]!; draw < end; draw++) {
    const part = g.drawPart[draw]!
    inputs.push({ lot: g.partLot[part]!, substance: substanceOfCode(g.partSubstance[part]!), amount: g.drawAmount[draw]!, recovery: recoveryOf(g, draw), via: null, into: null })
  }
  if (kindAt(g, event) !== KIND.receive) return inputs
  for (const part of partsOfEvent(g, event)) {
    for (let link = g.partLink[part]!; link !== 0; link = g.linkNextOfPart[link - 1]!) {
      if (!isLiveLink(g, link - 1)) continue
      const draw = g.linkDraw[link - 1]!
      inputs.push({ lot: g.partLot[g.drawPart[draw]!]!, substance: substanceOfCode(g.partSubstance[part]!), amount: g.linkAmount[link - 1]!, recovery: 1, via: g.drawEvent[draw]!, into: g.partLot[part]! })
    }
  }
  return inputs
}

function usesOf(g: Graph, lot: number): number[] {
  const events = new Set<number>()
  for (const part of partsOfLot(g, lot)) for (let draw = g.partDraw[part]!; draw !== 0; draw = g.drawNext[draw - 1]!) if (!isVoidEvent(g, g.drawEvent[draw - 1]!)) events.add(g.drawEvent[draw - 1]!)
  return [...events].sort((a, b) => a - b)
}

// Columns -------------------------------------------------------------------------------------------------------------

const rowOf = ({ graph, rows }: Engine, part: number): number => rows.nodeRow[graph.partNode[part]!]!

function sharesOf(engine: Engine, part: number): OriginShare[] {
  if (part < 0) return []
  const shares: OriginShare[] = []
  const { atoms } = engine.atoms
  if (engine.vectors.precision === 'sparse') {
    engine.vectors.eachShare(rowOf(engine, part), (number, share) => { shares.push({ atom: atoms[number]!, share }) })
    return shares.sort((a, b) => b.share - a.share)
  }
  // Put in by falling share as they come: they are few, and no comparison is called.
  engine.vectors.eachShare(rowOf(engine, part), (number, share) => {
    const one = { atom: atoms[number]!, share }
    let at = shares.length
    while (at > 0 && shares[at - 1]!.share < share) { shares[at] = shares[at - 1]!; at -= 1 }
    shares[at] = one
  })
  return shares
}

function weighed(engine: Engine, part: number, weigh: (atom: Atom, substance: Substance) => number): number {
  if (part < 0) return 0
  const substance = substanceOfCode(engine.graph.partSubstance[part]!)
  let sum = 0
  engine.vectors.eachShare(rowOf(engine, part), (atom, share) => { sum += share * weigh(engine.atoms.atoms[atom]!, substance) })
  return sum
}

const isFlagged = (atom: Atom, flagged: ReadonlySet<string>): boolean =>
  atom.kind === 'site' ? flagged.has(atom.siteId) || flagged.has(countryOfSite(atom.siteId)) : atom.kind === 'country' && flagged.has(atom.country)

function valueOf(engine: Engine, column: ColumnName, lot: number): number {
  const { graph, columns, circumstances } = engine
  const part = tradedPart(graph, lot)
  const node = graph.partNode[part]!
  switch (column) {
    case 'recycled-pre-consumer': return weighed(engine, part, (atom) => atom.kind === 'scrap' && atom.scrapClass === 'pre-consumer' ? 1 : 0)
    case 'recycled-post-consumer': return weighed(engine, part, (atom) => atom.kind === 'scrap' && atom.scrapClass === 'post-consumer' ? 1 : 0)
    case 'unknown': return weighed(engine, part, (atom) => atom.kind === 'unknown' || atom.kind === 'other' ? 1 : 0)
    case 'flagged': return weighed(engine, part, (atom) => isFlagged(atom, circumstances.flagged) ? 1 : 0)
    case 'chain-awarded': return columns.chain[node]!
    case 'kg-co2e': return columns.kg[node]!
    case 'primary-kg-co2e': return columns.primaryKg[node]!
  }
}

function chainShare(engine: Engine, part: number, isInStanding: (siteId: string, at: string, substance: Substance) => boolean): number {
  if (part < 0) return 0
  const { graph: g } = engine
  const substance = substanceOfCode(g.partSubstance[part]!)
  let sum = 0
  sweepUp(engine, part, {
    pass: (event) => kindAt(g, event) === KIND.ship || isInStanding(g.sites[g.eventSite[event]!]!, instantOf(g.eventAt[event]!), substance) ? 1 : 0,
    enter: (event, node, share) => {
      const origin = g.origins[g.nodeOrigin[node]!]
      if (origin?.kind === 'site' && (kindAt(g, event) === KIND.extract || isInStanding(origin.siteId, instantOf(g.eventAt[event]!), substance))) sum += share
    },
  })
  return sum
}

// Genealogy -----------------------------------------------------------------------------------------------------------

function contributions(engine: Engine, lot: number, { events, shares }: Ancestry, { minShare = 0, limit = 100, offset = 0 }: TraceOptions = {}, way: 'up' | 'down'): { items: Contribution[]; total: number } {
  const { graph } = engine
  const chosen = events.map((_, i) => i).filter((i) => shares[i]! >= minShare)
  if (way === 'up') chosen.sort((a, b) => shares[b]! - shares[a]!)
  const onWay = new Set(events)
  const items = chosen.slice(offset, offset + limit).map((i): Contribution => ({
    event: indexedEvent(graph, events[i]!), share: shares[i]!, lots: way === 'up' ? lotsOnWay(graph, events[i]!, onWay, lot) : reachedLots(graph, events[i]!),
  }))
  return { items, total: chosen.length }
}

/** Lots of an event that went into what lies on the way, or are the asked one; of a shipment, those it took. */
function lotsOnWay(g: Graph, event: number, onWay: ReadonlySet<number>, asked: number): number[] {
  if (kindAt(g, event) === KIND.ship) return [...new Set(indexedInputs(g, event).map(({ lot }) => lot))]
  return reachedLots(g, event).filter((lot) => lot === asked || usesOf(g, lot).some((use) => onWay.has(use)))
}

const reachedLots = (g: Graph, event: number): number[] => [...new Set(partsOfEvent(g, event).map((part) => g.partLot[part]!))]

/** Bytes of all columns, as they lie in memory. */
function bytesOf(value: object): number {
  let bytes = 0
  for (const one of Object.values(value)) if (ArrayBuffer.isView(one)) bytes += one.byteLength
  return bytes
}

const stateOf = (engine: Engine): IndexState => ({
  lots: engine.graph.lotCount, events: engine.graph.eventCount, draws: engine.graph.drawCount, vectors: engine.rows.count, atoms: engine.atoms.atoms.length, precision: engine.vectors.precision,
  bytes: bytesOf(engine.graph) + bytesOf(engine.graph.ids) + bytesOf(engine.rows) + bytesOf(engine.columns) + bytesOf(engine.burdens) + bytesOf(engine) + engine.vectors.bytes,
})
