// Columns that events change on the way, one number a node: the footprint carried and added, and the share that every handling
// site was in good standing for. Both are one pass in the order of making:
// value = (sum of inputs by amount + added) / what came out (custody invariants 30 and 33).
import { withRoom } from './column-array.ts'
import { KIND, isLiveLink, isVoidEvent, kindAt, recoveryOf, substanceOfCode, type Graph } from './graph.ts'
import { kgOf, type Burdens } from './index-burdens.ts'
import { sourceSubstance } from './index-rows.ts'

export type NodeColumns = {
  /** Kilograms CO2e per quantum of the traded metal, and of them by primary figures. */
  kg: Float64Array<ArrayBuffer>
  primaryKg: Float64Array<ArrayBuffer>
  chain: Float64Array<ArrayBuffer>
}
export const newNodeColumns = (nodes = 0): NodeColumns => ({ kg: new Float64Array(nodes), primaryKg: new Float64Array(nodes), chain: new Float64Array(nodes) })

export function fitColumns(columns: NodeColumns, nodes: number): void {
  columns.kg = withRoom(columns.kg, nodes)
  columns.primaryKg = withRoom(columns.primaryKg, nodes)
  columns.chain = withRoom(columns.chain, nodes)
}

/** Whether a site held a mark when it handled metal, or brought it into the records. */
export type IsAwardedAt = { atEvent(event: number): boolean; atSite(siteId: string, at: number): boolean }

/** Whether a part is the metal its lot is traded for: what a footprint is told per unit of. */
export const isTraded = (g: Graph, part: number): boolean => g.lotPart[g.partLot[part]!] === part + 1

/** Fills the columns of the nodes of an event; its sources must be filled. */
export function columnsOfEvent(columns: NodeColumns, g: Graph, burdens: Burdens, isAwarded: IsAwardedAt, event: number): void {
  if (isVoidEvent(g, event)) return
  const late = g.latePartOfEvent.size === 0 ? undefined : g.latePartOfEvent.get(event)
  const first = g.eventPart[event]!
  const end = first + g.eventParts[event]!
  if (first === end && late === undefined) return
  if (kindAt(g, event) === KIND.receive) {
    for (let part = first; part < end; part++) receivedColumns(columns, g, burdens, isAwarded, event, part)
    for (const part of late ?? []) receivedColumns(columns, g, burdens, isAwarded, event, part)
    return
  }
  chainOfMade(columns, g, isAwarded, event, first, end, late)
  if (burdens.count > 0) footprintOfMade(columns, g, burdens, event)
}

function chainOfMade(columns: NodeColumns, g: Graph, isAwarded: IsAwardedAt, event: number, first: number, end: number, late: readonly number[] | undefined): void {
  let before = -1
  const now = isAwarded.atEvent(event)
  const fill = (part: number) => {
    const node = g.partNode[part]!
    if (node === before || g.nodeEvent[node] !== event) return
    before = node
    const substance = g.nodeSubstance[node]!
    columns.chain[node] = !now ? 0 : kindAt(g, event) === KIND.extract ? 1 : mixedChain(columns, g, event, sourceSubstance(g, event, substance))
  }
  for (let part = first; part < end; part++) fill(part)
  for (const part of late ?? []) fill(part)
}

function mixedChain(columns: NodeColumns, g: Graph, event: number, substance: number): number {
  let sum = 0
  let all = 0
  for (let draw = g.eventDraw[event]!, end = draw + g.eventDraws[event]!; draw < end; draw++) {
    const part = g.drawPart[draw]!
    if (g.partSubstance[part] !== substance) continue
    const weight = g.drawAmount[draw]! * recoveryOf(g, draw)
    sum += weight * columns.chain[g.partNode[part]!]!
    all += weight
  }
  return all === 0 ? 0 : sum / all
}

/** Outputs by traded metal: their quanta, and the node of each. */
export type Outputs = { readonly amount: Float64Array; readonly node: Int32Array; readonly substances: number[] }

export function outputsByMetal(g: Graph, event: number): Outputs {
  const amount = new Float64Array(16)
  const node = new Int32Array(16).fill(-1)
  const substances: number[] = []
  const count = (part: number) => {
    if (g.nodeEvent[g.partNode[part]!] !== event || !isTraded(g, part)) return
    const substance = g.partSubstance[part]!
    if (node[substance] === -1) substances.push(substance)
    amount[substance] = amount[substance]! + g.partAmount[part]!
    node[substance] = g.partNode[part]!
  }
  for (let part = g.eventPart[event]!, end = part + g.eventParts[event]!; part < end; part++) count(part)
  for (const part of g.latePartOfEvent.get(event) ?? []) count(part)
  return { amount, node, substances }
}

export const grams = (substance: number, quanta: number): number => substanceOfCode(substance) === 'gold' || substanceOfCode(substance) === 'silver' ? quanta / 1000 : quanta

/** Shares of the outputs by metal: as the burden says, else by mass. Sums to one over what came out. */
export function allocationOf(burdens: Burdens, event: number, outputs: Outputs): Float64Array {
  const told = burdens.allocation.get(event)
  const weight = new Float64Array(16)
  let all = 0
  for (const substance of outputs.substances) all += weight[substance] = told === undefined ? grams(substance, outputs.amount[substance]!) : told[substance]!
  for (const substance of outputs.substances) weight[substance] = all === 0 ? 1 / outputs.substances.length : weight[substance]! / all
  return weight
}

function footprintOfMade(columns: NodeColumns, g: Graph, burdens: Burdens, event: number): void {
  let { kg, primary } = kgOf(burdens, burdens.ofEvent[event] ?? 0)
  for (let draw = g.eventDraw[event]!, end = draw + g.eventDraws[event]!; draw < end; draw++) {
    const part = g.drawPart[draw]!
    if (!isTraded(g, part)) continue
    kg += g.drawAmount[draw]! * columns.kg[g.partNode[part]!]!
    primary += g.drawAmount[draw]! * columns.primaryKg[g.partNode[part]!]!
  }
  const outputs = outputsByMetal(g, event)
  const share = allocationOf(burdens, event, outputs)
  for (const substance of outputs.substances) {
    const node = outputs.node[substance]!
    columns.kg[node] = kg * share[substance]! / outputs.amount[substance]!
    columns.primaryKg[node] = primary * share[substance]! / outputs.amount[substance]!
  }
}

/** What a shipment adds to each gram shipped: its transport, by the mass of the traded metals it carries. */
export function shippedPerGram(g: Graph, event: number): number {
  let all = 0
  for (let draw = g.eventDraw[event]!, end = draw + g.eventDraws[event]!; draw < end; draw++) if (isTraded(g, g.drawPart[draw]!)) all += grams(g.partSubstance[g.drawPart[draw]!]!, g.drawAmount[draw]!)
  return all === 0 ? 0 : 1 / all
}

function receivedColumns(columns: NodeColumns, g: Graph, burdens: Burdens, isAwarded: IsAwardedAt, event: number, part: number): void {
  const node = g.partNode[part]!
  if (g.nodeEvent[node] !== event) return
  let { kg, primary } = kgOf(burdens, burdens.ofNode[node] ?? 0)
  let chain = 0
  let linked = 0
  const origin = g.origins[g.nodeOrigin[node]!]
  const isNewLife = origin?.kind === 'scrap'
  const counts = burdens.count > 0 && isTraded(g, part)
  for (let link = isNewLife ? 0 : g.partLink[part]!; link !== 0; link = g.linkNextOfPart[link - 1]!) {
    if (!isLiveLink(g, link - 1)) continue
    const draw = g.linkDraw[link - 1]!
    const source = g.partNode[g.drawPart[draw]!]!
    const amount = g.linkAmount[link - 1]!
    const ship = g.drawEvent[draw]!
    linked += amount
    chain += amount * columns.chain[source]!
    if (!counts || !isTraded(g, g.drawPart[draw]!)) continue
    const added = kgOf(burdens, burdens.ofEvent[ship] ?? 0)
    const way = added.kg === 0 ? 0 : grams(g.partSubstance[g.drawPart[draw]!]!, amount) * shippedPerGram(g, ship)
    kg += amount * columns.kg[source]! + added.kg * way
    primary += amount * columns.primaryKg[source]! + added.primary * way
  }
  const all = Math.max(linked, g.partAmount[part]!)
  if (origin?.kind === 'site' && all > linked && isAwarded.atSite(origin.siteId, g.eventAt[event]!)) chain += all - linked
  columns.chain[node] = all > 0 && isAwarded.atEvent(event) ? chain / all : 0
  columns.kg[node] = counts && g.partAmount[part]! > 0 ? kg / g.partAmount[part]! : 0
  columns.primaryKg[node] = counts && g.partAmount[part]! > 0 ? primary / g.partAmount[part]! : 0
}
