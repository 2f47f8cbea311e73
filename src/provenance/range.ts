// How far physical mixing may lie from the even mixing that shares assume (issue paragraph 2.2; users G6). Records say what
// went in and what came out, not which gram went where. For a source: the least and the most that any assignment of the
// physical metal allows, and what first-in-first-out would give. Lots that are declared to be of known composition
// (identity preserved, controlled blending) are even by declaration.
//
// Bounds, node by node: of metal T with between a and b of a source in it, a lot of mass m holds at most min(m, b) and at
// least max(0, m - (T - a)). Drawing from a lot is the same step again. They hold for every assignment, so the truth lies
// within; they need not be the narrowest, since a lot that is drawn twice is bounded twice.
import type { CustodyModel } from '#src/custody/custody-model.ts'
import { fractionsOf, isHandlerAwarded, type Asking } from './exact.ts'
import type { Leaf, Lineage, LineageInput, LineageNode } from './lineage.ts'

export const isEven = (model: CustodyModel): boolean => model === 'identity-preserved' || model === 'controlled-blending'

/** What is asked: the metal of which leaves, and whether only unbroken awarded handling counts. */
export type Column = { readonly isIn: (leaf: Leaf) => boolean; readonly isChain: boolean }
export type Bounds = { readonly low: number; readonly high: number }

export type Mixing = {
  /** Nodes taken as mixed evenly whatever their model: what a measured blend would mean. */
  readonly evenNodes: ReadonlySet<number>
}
/** Bounds of what one node took of another, as they may be told; of the target where nothing is below it. */
export type Telling = (above: number, below: number | null, bounds: Bounds) => Bounds
const asTheyAre: Telling = (_above, _below, bounds) => bounds
const asRecorded: Mixing = { evenNodes: new Set() }

const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, value))

/** Share of a source in a lot, from its share in the whole it was taken from. */
const takenFrom = (whole: number, mass: number, share: Bounds, even: boolean): Bounds => {
  if (even || mass >= whole || mass <= 0) return share
  return { low: clamp(mass - (1 - share.low) * whole, mass) / mass, high: Math.min(mass, share.high * whole) / mass }
}

/** Of each lot of a node: its bounds. @returns shares by lot number */
export function boundsOf(lineage: Lineage, columns: readonly Column[], asking: Pick<Asking, 'standings' | 'asOf'>, mixing: Mixing = asRecorded, tell: Telling = asTheyAre): Bounds[] {
  const made: (readonly Bounds[])[] = []
  for (const node of lineage.nodes) made.push(boundsOfNode(lineage, node, made, columns, asking, mixing, tell))
  const target = lineage.nodes.at(-1)!
  return made.at(-1)!.map((bounds) => tell(target.index, null, ofLot(lineage, target, lineage.target.lotNo, bounds, mixing)))
}

/** A lot of a node, from the node's whole. */
function ofLot(lineage: Lineage, node: LineageNode, lotNo: number, whole: Bounds, mixing: Mixing): Bounds {
  const lot = lineage.lots.get(lotNo)!
  const total = node.given.reduce((sum, { amount }) => sum + amount, 0)
  return takenFrom(total, lot.amount, whole, isEven(lot.model) || mixing.evenNodes.has(node.index))
}

function drawnBounds(lineage: Lineage, input: LineageInput, whole: Bounds, mixing: Mixing): Bounds {
  const lot = lineage.lots.get(input.lotNo)!
  const node = lineage.nodes[input.node]!
  return takenFrom(lot.amount, input.amount, ofLot(lineage, node, input.lotNo, whole, mixing), isEven(lot.model) || mixing.evenNodes.has(node.index))
}

function boundsOfNode(lineage: Lineage, node: LineageNode, made: readonly (readonly Bounds[])[], columns: readonly Column[], asking: Pick<Asking, 'standings' | 'asOf'>, mixing: Mixing, tell: Telling): Bounds[] {
  const fractions = fractionsOf(node)
  const awarded = isHandlerAwarded(node, asking)
  // Metal that is lost need not be lost evenly: what came out is taken from what went in.
  const into = node.inputs.reduce((sum, { amount, recovery }) => sum + amount * recovery, node.leafAmount)
  const out = node.event.kind === 'receive' || node.isFormed ? into : node.given.reduce((sum, { amount }) => sum + amount, 0)
  const even = mixing.evenNodes.has(node.index) || node.lots.every(({ model }) => isEven(model))
  return columns.map((column, c) => {
    if (column.isChain && !awarded) return { low: 0, high: 0 }
    const isLeafIn = node.leaf !== null && column.isIn(node.leaf)
    let [low, high] = isLeafIn ? [fractions.leaf, fractions.leaf] : [0, 0]
    for (const [i, input] of node.inputs.entries()) {
      const bounds = tell(input.node, node.index, drawnBounds(lineage, input, made[input.node]![c]!, mixing))
      low += fractions.inputs[i]! * bounds.low
      high += fractions.inputs[i]! * bounds.high
    }
    return takenFrom(into, out, { low: clamp(low, 1), high: clamp(high, 1) }, even)
  })
}

// First in, first out ---------------------------------------------------------------------------------------------------

/** A layer of metal of one composition, in the order it came in. */
type Layer = { readonly mass: number; readonly shares: readonly number[] }

/** More layers than this are joined, so that long histories stay small. */
const MOST_LAYERS = 48

const evenOf = (layers: readonly Layer[], width: number): number[] => {
  const total = layers.reduce((sum, { mass }) => sum + mass, 0)
  const shares = Array.from({ length: width }, () => 0)
  if (total > 0) for (const { mass, shares: of } of layers) for (let c = 0; c < width; c++) shares[c]! += of[c]! * mass / total
  return shares
}

function joined(layers: readonly Layer[], width: number): Layer[] {
  if (layers.length <= MOST_LAYERS) return [...layers]
  const size = Math.ceil(layers.length / MOST_LAYERS)
  return Array.from({ length: Math.ceil(layers.length / size) }, (_, i) => {
    const group = layers.slice(i * size, (i + 1) * size)
    return { mass: group.reduce((sum, { mass }) => sum + mass, 0), shares: evenOf(group, width) }
  })
}

/** What lies between two depths of a pile. */
function between(layers: readonly Layer[], from: number, to: number): Layer[] {
  const found: Layer[] = []
  let top = 0
  for (const layer of layers) {
    const [a, b] = [Math.max(from, top), Math.min(to, top + layer.mass)]
    if (b > a) found.push({ mass: b - a, shares: layer.shares })
    top += layer.mass
  }
  return found
}

const scaled = (layers: readonly Layer[], mass: number): Layer[] => {
  const total = layers.reduce((sum, layer) => sum + layer.mass, 0)
  return total === 0 ? [] : layers.map((layer) => ({ ...layer, mass: layer.mass * mass / total }))
}

/** What a draw takes when the oldest leaves first. */
function drawnLayers(lineage: Lineage, input: LineageInput, content: readonly Layer[], width: number): Layer[] {
  const lot = lineage.lots.get(input.lotNo)!
  if (isEven(lot.model) || lot.amount === 0) return [{ mass: input.amount, shares: evenOf(content, width) }]
  let before = 0
  for (const draw of lineage.draws.get(input.lotNo) ?? []) {
    if (draw.eventNo === input.drawnBy) break
    before += draw.amount
  }
  const taken = between(content, before, before + input.amount)
  return taken.length === 0 ? [{ mass: input.amount, shares: evenOf(content, width) }] : scaled(taken, input.amount)
}

/** Shares of the target where every stock gives out what it took in first. */
export function firstInFirstOut(lineage: Lineage, columns: readonly Column[], asking: Pick<Asking, 'standings' | 'asOf'>): number[] {
  const width = columns.length
  const lots = new Map<number, Layer[]>()
  for (const node of lineage.nodes) {
    const awarded = isHandlerAwarded(node, asking)
    const queue: Layer[] = []
    const ordered = [...node.inputs].sort((a, b) => (lineage.lots.get(a.lotNo)!.bornAt < lineage.lots.get(b.lotNo)!.bornAt ? -1 : lineage.lots.get(a.lotNo)!.bornAt > lineage.lots.get(b.lotNo)!.bornAt ? 1 : a.lotNo - b.lotNo))
    for (const input of ordered) queue.push(...scaled(drawnLayers(lineage, input, lots.get(input.lotNo) ?? [], width), input.amount * input.recovery))
    if (node.leaf !== null) queue.push({ mass: node.leafAmount, shares: columns.map(({ isIn }) => isIn(node.leaf!) ? 1 : 0) })
    const passed = awarded ? queue : queue.map((layer) => ({ ...layer, shares: layer.shares.map((share, c) => columns[c]!.isChain ? 0 : share) }))
    const total = node.given.reduce((sum, { amount }) => sum + amount, 0)
    const pile = scaled(passed, total)
    let top = 0
    for (const { lotNo, amount } of node.given) {
      const lot = lineage.lots.get(lotNo)
      if (lot !== undefined) lots.set(lotNo, isEven(lot.model) || amount === 0 ? [{ mass: amount, shares: evenOf(pile, width) }] : joined(between(pile, top, top + amount), width))
      top += amount
    }
  }
  return evenOf(lots.get(lineage.target.lotNo) ?? [], width)
}

// What would narrow it --------------------------------------------------------------------------------------------------

export type Narrower = { readonly node: LineageNode; readonly width: number }

/**
 * The mixing whose measurement would narrow one column most: each candidate is taken as even, and the rest asked again.
 * @param candidates nodes to try, at most a few dozen
 */
export function widestMixing(lineage: Lineage, column: Column, candidates: readonly LineageNode[], asking: Pick<Asking, 'standings' | 'asOf'>, tell: Telling = asTheyAre): Narrower | undefined {
  const widthOf = (mixing: Mixing): number => { const [bounds] = boundsOf(lineage, [column], asking, mixing, tell); return bounds!.high - bounds!.low }
  const whole = widthOf(asRecorded)
  let best: Narrower | undefined
  for (const node of candidates) {
    const width = whole - widthOf({ evenNodes: new Set([node.index]) })
    if (width > 1e-9 && (best === undefined || width > best.width)) best = { node, width }
  }
  return best
}
