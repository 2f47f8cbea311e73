// From the ledger to rows that mix: which vector each node has. A node with one source shares its source's row (a split, a
// shipment, a draw), so that only true mixtures have a row of their own; the first rows of an origin are the origin itself.
// Rows are in an order of making: every source stands before what is made of it.
import { withRoom } from './column-array.ts'
import { originAtom, UNKNOWN, type AtomList } from './atom-list.ts'
import { KIND, eventOfPart, isEvent, isLiveLink, isVoidEvent, kindAt, recoveryOf, substanceOfCode, type Graph } from './graph.ts'
import { isConserved } from '#src/custody/substance.ts'

export type Rows = {
  count: number
  edgeCount: number
  /** Edges of row r: ptr[r] to ptr[r + 1]. */
  ptr: Uint32Array<ArrayBuffer>
  source: Uint32Array<ArrayBuffer>
  /** Sums to one in each row. */
  weight: Float64Array<ArrayBuffer>
  /** The atom of a row that is an origin itself, plus one; 0 of a mixture. */
  rowAtom: Uint32Array<ArrayBuffer>
  /** Row of an atom, plus one. */
  atomRow: Uint32Array<ArrayBuffer>
  /** Row by node. */
  nodeRow: Uint32Array<ArrayBuffer>
  /** Scratch: where in the open row a source stands, plus one. */
  place: Uint32Array<ArrayBuffer>
}

export const NO_ROW = 0xffffffff

export function newRows(nodes = 0): Rows {
  const rows: Rows = {
    count: 0, edgeCount: 0, ptr: new Uint32Array(64), source: new Uint32Array(64), weight: new Float64Array(64), rowAtom: new Uint32Array(64), atomRow: new Uint32Array(64),
    nodeRow: new Uint32Array(nodes).fill(NO_ROW), place: new Uint32Array(64),
  }
  atomRow(rows, UNKNOWN)
  return rows
}

function addRow(rows: Rows, atom: number): number {
  const row = rows.count++
  rows.ptr = withRoom(rows.ptr, row + 2)
  rows.rowAtom = withRoom(rows.rowAtom, row + 1)
  rows.place = withRoom(rows.place, row + 1)
  rows.ptr[row + 1] = rows.edgeCount
  rows.rowAtom[row] = atom + 1
  return row
}

function atomRow(rows: Rows, atom: number): number {
  rows.atomRow = withRoom(rows.atomRow, atom + 1)
  const known = rows.atomRow[atom]!
  if (known !== 0) return known - 1
  const row = addRow(rows, atom)
  rows.atomRow[atom] = row + 1
  return row
}

/** Room for the nodes the graph has; new ones have no row yet. */
export function fitNodes(rows: Rows, graph: Graph): void {
  const before = rows.nodeRow.length
  rows.nodeRow = withRoom(rows.nodeRow, graph.nodeCount)
  rows.nodeRow.fill(NO_ROW, before)
}

/** Sources of the row that is being put together: they stand behind the edges already there. */
function addSource(rows: Rows, from: number, row: number, weight: number): void {
  const known = rows.place[row]!
  if (known > from) { rows.weight[known - 1] = rows.weight[known - 1]! + weight; return }
  const at = rows.edgeCount++
  if (at >= rows.source.length) { rows.source = withRoom(rows.source, at + 1); rows.weight = withRoom(rows.weight, at + 1) }
  rows.source[at] = row
  rows.weight[at] = weight
  rows.place[row] = at + 1
}

/** @returns the row of what was put together: its one source's, or a new one */
function closeRow(rows: Rows, from: number): number {
  const to = rows.edgeCount
  let sum = 0
  for (let at = from; at < to; at++) { sum += rows.weight[at]!; rows.place[rows.source[at]!] = 0 }
  if (to === from || sum <= 0) { rows.edgeCount = from; return atomRow(rows, UNKNOWN) }
  if (to === from + 1) { rows.edgeCount = from; return rows.source[from]! }
  for (let at = from; at < to; at++) rows.weight[at] = rows.weight[at]! / sum
  return addRow(rows, -1)
}

function mixedRow(rows: Rows, g: Graph, event: number, substance: number): number {
  const from = rows.edgeCount
  for (let draw = g.eventDraw[event]!, end = draw + g.eventDraws[event]!; draw < end; draw++) {
    const part = g.drawPart[draw]!
    if (g.partSubstance[part] === substance) addSource(rows, from, rows.nodeRow[g.partNode[part]!]!, g.drawAmount[draw]! * recoveryOf(g, draw))
  }
  return closeRow(rows, from)
}

/** What was not drawn but made, such as acid of sulphur and air, is of the metal most of which was drawn. */
export function leadingSubstance(g: Graph, event: number): number {
  const grams = new Float64Array(16)
  let most = -1
  for (let draw = g.eventDraw[event]!, end = draw + g.eventDraws[event]!; draw < end; draw++) {
    const substance = g.partSubstance[g.drawPart[draw]!]!
    if (!isConserved(substanceOfCode(substance))) continue
    grams[substance] = grams[substance]! + g.drawAmount[draw]! / (substanceOfCode(substance) === 'gold' || substanceOfCode(substance) === 'silver' ? 1000 : 1)
    if (most < 0 || grams[substance]! > grams[most]!) most = substance
  }
  return most
}

export function isDrawnIn(g: Graph, event: number, substance: number): boolean {
  for (let draw = g.eventDraw[event]!, end = draw + g.eventDraws[event]!; draw < end; draw++) if (g.partSubstance[g.drawPart[draw]!] === substance) return true
  return false
}

/** The substance whose draws make up a node: its own where any was drawn. -1 where nothing was. */
export const sourceSubstance = (g: Graph, event: number, substance: number): number => isDrawnIn(g, event, substance) ? substance : leadingSubstance(g, event)

function receivedRow(rows: Rows, g: Graph, atoms: AtomList, event: number, part: number): number {
  const node = g.partNode[part]!
  const origin = g.origins[g.nodeOrigin[node]!]!
  const own = atomRow(rows, originAtom(atoms, origin, g.eventAt[event]!, false))
  // Bought scrap begins a new life; its links are for tracing.
  if (origin?.kind === 'scrap') return own
  const from = rows.edgeCount
  let linked = 0
  for (let link = g.partLink[part]!; link !== 0; link = g.linkNextOfPart[link - 1]!) {
    if (!isLiveLink(g, link - 1)) continue
    addSource(rows, from, rows.nodeRow[g.partNode[g.drawPart[g.linkDraw[link - 1]!]!]!]!, g.linkAmount[link - 1]!)
    linked += g.linkAmount[link - 1]!
  }
  if (linked === 0) return own
  const rest = g.partAmount[part]! - linked
  if (rest > 0) addSource(rows, from, own, rest)
  return closeRow(rows, from)
}

/** Gives every node of an event its row. Its sources must have theirs. */
export function compileEvent(rows: Rows, g: Graph, atoms: AtomList, event: number): void {
  for (let part = g.eventPart[event]!, end = part + g.eventParts[event]!; part < end; part++) compilePart(rows, g, atoms, event, part)
  if (g.latePartOfEvent.size > 0) for (const part of g.latePartOfEvent.get(event) ?? []) compilePart(rows, g, atoms, event, part)
}

export function compilePart(rows: Rows, g: Graph, atoms: AtomList, event: number, part: number): void {
  const node = g.partNode[part]!
  if (g.nodeEvent[node] !== event || rows.nodeRow[node] !== NO_ROW) return
  const kind = kindAt(g, event)
  if (kind === KIND.receive) rows.nodeRow[node] = receivedRow(rows, g, atoms, event, part)
  else if (kind === KIND.extract) rows.nodeRow[node] = atomRow(rows, originAtom(atoms, g.origins[g.nodeOrigin[node]!]!, g.eventAt[event]!, true))
  else rows.nodeRow[node] = mixedRow(rows, g, event, sourceSubstance(g, event, g.nodeSubstance[node]!))
}

/** Events in an order of making: by number where that is one, else by what rests on what. @throws Error where they go in a circle */
export function eventOrder(g: Graph): Uint32Array<ArrayBuffer> {
  const order = new Uint32Array(g.eventCount)
  let count = 0
  if (!g.isDisordered) {
    for (let event = 1; event <= g.lastEvent; event++) if (isEvent(g, event)) order[count++] = event
    return order
  }
  const state = new Uint8Array(g.lastEvent + 1)
  const open: number[] = []
  for (let root = 1; root <= g.lastEvent; root++) {
    if (!isEvent(g, root) || state[root] === 2) continue
    open.push(root)
    while (open.length > 0) {
      const event = open.at(-1)!
      if (state[event] === 2) { open.pop(); continue }
      if (state[event] === 1) { state[event] = 2; order[count++] = event; open.pop(); continue }
      state[event] = 1
      eachSourceEvent(g, event, (source) => {
        if (state[source] === 1 && source !== event) throw new Error(`events ${source} and ${event} of the ledger rest on each other`)
        if (state[source] === 0) open.push(source)
      })
    }
  }
  return order
}

/** Events whose lots an event took, or whose shipped lots its links account for. Void ones take nothing. */
export function eachSourceEvent(g: Graph, event: number, visit: (source: number) => void): void {
  if (isVoidEvent(g, event)) return
  for (let draw = g.eventDraw[event]!, end = draw + g.eventDraws[event]!; draw < end; draw++) visit(eventOfPart(g, g.drawPart[draw]!))
  if (kindAt(g, event) !== KIND.receive) return
  const visitLinks = (part: number) => {
    if (g.nodeEvent[g.partNode[part]!] !== event) return
    for (let link = g.partLink[part]!; link !== 0; link = g.linkNextOfPart[link - 1]!) if (isLiveLink(g, link - 1)) visit(g.drawEvent[g.linkDraw[link - 1]!]!)
  }
  for (let part = g.eventPart[event]!, end = part + g.eventParts[event]!; part < end; part++) visitLinks(part)
  for (const part of g.latePartOfEvent.get(event) ?? []) visitLinks(part)
}
