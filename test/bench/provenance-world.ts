// The simulated world as the ledger the index is made of: a move is a shipment, a receipt and the link between them.
import { simulatedColumns } from '#src/custody/simulated-world-flow.ts'
import { simulatedKinds, simulatedLotId, simulatedRef, type WorldColumns, type WorldShape } from '#src/custody/simulated-world.ts'
import type { Origin } from '#src/custody/lot.ts'
import { appendEvent, appendLink, newGraph, type Graph, type GraphEvent } from '#src/provenance/graph.ts'

export type World = { readonly columns: WorldColumns; readonly graph: Graph; lotId(lot: number): string }

const DAY = 86_400_000
const kindOf = { extract: 'extract', return: 'receive', split: 'split', merge: 'merge' } as const

export function simulatedGraph(lots: number, shape: WorldShape): World {
  const columns = simulatedColumns({ lots, seed: 7, shape })
  const move = simulatedKinds.indexOf('move')
  let moves = 0
  for (const kind of columns.kind) if (kind === move) moves += 1
  const graph = newGraph({ lots: columns.lots, events: columns.events + moves, parts: columns.lots, draws: columns.inputs, links: moves })
  for (let event = 0, number = 0; event < columns.events; event++) number = columns.kind[event] === move ? appendMove(graph, columns, event, number) : appendMade(graph, columns, event, number)
  return { columns, graph, lotId: (lot) => simulatedLotId(columns, lot - 1) }
}

const at = (day: number): number => Date.UTC(2023, 0, 1) + day * DAY
const lotsOf = (w: WorldColumns, event: number, origin: (lot: number) => Origin | null): GraphEvent['lots'] =>
  Array.from({ length: w.outPtr[event + 1]! - w.outPtr[event]! }, (_, i) => w.outPtr[event]! + i).map((lot) => ({ lotNo: lot + 1, ref: simulatedRef(w, lot), metal: 'copper', origin: origin(lot), contained: [['copper', w.lotGrams[lot]!]] }))
const drawsOf = (w: WorldColumns, event: number): GraphEvent['draws'] =>
  Array.from({ length: w.inPtr[event + 1]! - w.inPtr[event]! }, (_, i) => w.inPtr[event]! + i).map((input) => ({ lotNo: w.inLot[input]! + 1, substance: 'copper', amount: w.inGrams[input]!, recovery: 1 }))

function appendMove(graph: Graph, w: WorldColumns, event: number, number: number): number {
  const to = w.sites[w.site[event]!]!
  const from = w.sites[w.site[w.lotEvent[w.inLot[w.inPtr[event]!]!]!]!]!
  const draws = drawsOf(w, event)
  const lots = lotsOf(w, event, (lot) => w.lotScrap[lot] === 1 ? { kind: 'scrap', scrapClass: 'pre-consumer' } : { kind: 'unknown' })
  appendEvent(graph, { eventNo: number + 1, kind: 'ship', organisationId: from.organisationId, siteId: from.siteId, at: at(w.day[event]! - w.transit[event]!), lots: [], draws })
  appendEvent(graph, { eventNo: number + 2, kind: 'receive', organisationId: to.organisationId, siteId: to.siteId, at: at(w.day[event]!), lots, draws: [] })
  appendLink(graph, { receiveLotNo: lots[0]!.lotNo, shipEventNo: number + 1, shipLotNo: draws[0]!.lotNo, substance: 'copper', amount: draws[0]!.amount })
  return number + 2
}

/** What came back is a receipt: it begins a new life. */
function appendMade(graph: Graph, w: WorldColumns, event: number, number: number): number {
  const name = simulatedKinds[w.kind[event]!]!
  const site = w.sites[w.site[event]!]!
  const kind = name in kindOf ? kindOf[name as keyof typeof kindOf] : 'transform'
  const origin: Origin | null = name === 'extract' ? { kind: 'site', siteId: site.siteId } : name === 'return' ? { kind: 'scrap', scrapClass: 'post-consumer' } : null
  appendEvent(graph, { eventNo: number + 1, kind, organisationId: site.organisationId, siteId: site.siteId, at: at(w.day[event]!), lots: lotsOf(w, event, () => origin), draws: name === 'return' ? [] : drawsOf(w, event) })
  return number + 1
}
