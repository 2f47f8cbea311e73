// The ways of metal into a lot: how much of it passed each event, the paths by falling contribution, and the flow as nodes and
// links. What lies in others' books is shown as far as everybody on the way lets it through; a share that rests on them is
// told in the bands of disclosure (issue paragraph 2.3).
import { labelOf, bandOf, isToldExactly, type BandRule } from './disclosure-shares.ts'
import type { DisclosureLevel } from './disclosure.ts'
import { compositionOf, fractionsOf, ownReach, shareText, type Asking } from './exact.ts'
import type { Lineage, LineageNode } from './lineage.ts'
import type { Share } from './lot-answer.ts'
import { reachOf } from './reach.ts'

export const exactShare = (share: number): Share => {
  const clear = Math.max(0, Math.min(1, share))
  return { state: 'exact', share: clear, text: shareText(clear), firstIn: null, low: clear, high: clear }
}

/** What may be shown of each node: its place, whether it is of the own book, and whether its shares may be told as they are. */
export type Sight = { readonly level: readonly DisclosureLevel[]; readonly isOwn: readonly boolean[]; readonly isExact: readonly boolean[] }

/** Of others' metal a share is told as it is only where all that lies above is released: of several, the rest would follow by subtraction. */
export function sightOf(lineage: Lineage, asking: Asking): Sight {
  const isOwn = ownReach(lineage, asking.viewer)
  const [level, origin, shares] = (['handling', 'origin', 'shares'] as const).map((field) => reachOf(lineage, field, asking.viewer, asking.choices))
  const isWhole: boolean[] = []
  for (const { index, inputs } of lineage.nodes) isWhole.push([level, origin, shares].every((of) => of![index] === 'site') && inputs.every(({ node }) => isWhole[node]!))
  return { level: level!, isOwn, isExact: isOwn.map((own, i) => own || isWhole[i]!) }
}

/** From a node up as far as shares may be told: what passed each node, what came by one lot, and what was handed over where sight ends. */
type Walked = { readonly passed: readonly number[]; readonly byLot: number; readonly entries: ReadonlyMap<number, number> }

function walkedUp(lineage: Lineage, start: number, isExact: (node: number) => boolean, lotNo?: number): Walked {
  const passed = lineage.nodes.map(() => 0)
  const entries = new Map<number, number>()
  let byLot = 0
  const enter = (node: number, share: number): void => { if (isExact(node)) passed[node]! += share; else entries.set(node, (entries.get(node) ?? 0) + share) }
  enter(start, 1)
  for (let i = start; i >= 0; i--) {
    if (passed[i] === 0) continue
    const node = lineage.nodes[i]!
    const fractions = fractionsOf(node)
    for (const [k, input] of node.inputs.entries()) {
      const share = passed[i]! * fractions.inputs[k]!
      if (input.lotNo === lotNo) byLot += share
      else enter(input.node, share)
    }
  }
  return { passed, byLot, entries }
}

const everywhere = (): boolean => true
/** So many steps within what others handed over are walked for one question; beyond, their shares are told as anything. */
const MOST_WITHIN = 20_000_000

type Told = { readonly from: number; readonly to: number }
const toldShare = ({ from, to }: Told): Share => to - from > 1e-9 ? { state: 'banded', from: Math.min(1, from), to: Math.min(1, to) } : exactShare(from)

/** Share of the target's metal that passed each node: through what others handed over by the band of each hand-over, so that no other mix tells more. */
export function passedShares(lineage: Lineage, { isExact }: Pick<Sight, 'isExact'>, rule: BandRule): Share[] {
  const { passed, entries } = walkedUp(lineage, lineage.nodes.length - 1, (node) => isExact[node]!)
  const told = passed.map((share) => ({ from: share, to: share }))
  const isShort = entries.size * lineage.nodes.length <= MOST_WITHIN
  for (const [entry, weight] of entries) {
    if (!isShort) { for (let i = 0; i <= entry; i++) told[i]!.to += weight; continue }
    for (const [i, share] of walkedUp(lineage, entry, everywhere).passed.entries()) {
      const band = bandOf(share, rule)
      told[i]!.from += weight * band.from
      told[i]!.to += weight * band.to
    }
  }
  return told.map(toldShare)
}

/** Share of the target's metal that came by one of the viewer's lots: by bands where it went through others' books. */
export function shareByLot(lineage: Lineage, { isExact }: Pick<Sight, 'isExact'>, lotNo: number, rule: BandRule): Share {
  if (lineage.target.lotNo === lotNo) return exactShare(1)
  const { byLot, entries } = walkedUp(lineage, lineage.nodes.length - 1, (node) => isExact[node]!, lotNo)
  const told = { from: byLot, to: byLot }
  const isShort = entries.size * lineage.nodes.length <= MOST_WITHIN
  for (const [entry, weight] of entries) {
    const band = isShort ? bandOf(walkedUp(lineage, entry, everywhere, lotNo).byLot, rule) : { from: 0, to: 1 }
    told.from += weight * band.from
    told.to += weight * band.to
  }
  return toldShare(told)
}

export type FoundPath = { readonly share: number; readonly nodes: readonly number[]; readonly isCutOff: boolean }

/** So many steps are looked at before a list of paths ends early. */
const MOST_STEPS = 200_000

type Open = { readonly share: number; readonly node: number; readonly before: Open | null; readonly isEnd: boolean; readonly isCutOff: boolean }

const trail = (open: Open): number[] => {
  const nodes: number[] = []
  for (let at: Open | null = open; at !== null; at = at.before) if (nodes.at(-1) !== at.node) nodes.push(at.node)
  return nodes.reverse()
}

/** The paths with the largest contribution, best first: a path never gains by going on, so the best open one is extended. */
export function pathsOf(lineage: Lineage, count: number, isOpen: (node: number) => boolean): FoundPath[] {
  const heap: Open[] = []
  const push = (one: Open): void => {
    heap.push(one)
    for (let i = heap.length - 1; i > 0;) {
      const above = (i - 1) >> 1
      if (heap[above]!.share >= heap[i]!.share) break
      ;[heap[above], heap[i]] = [heap[i]!, heap[above]!]
      i = above
    }
  }
  const pop = (): Open => {
    const [top, last] = [heap[0]!, heap.pop()!]
    if (heap.length > 0) {
      heap[0] = last
      for (let i = 0; ;) {
        const [left, right] = [2 * i + 1, 2 * i + 2]
        let best = i
        if (left < heap.length && heap[left]!.share > heap[best]!.share) best = left
        if (right < heap.length && heap[right]!.share > heap[best]!.share) best = right
        if (best === i) break
        ;[heap[best], heap[i]] = [heap[i]!, heap[best]!]
        i = best
      }
    }
    return top
  }
  push({ share: 1, node: lineage.nodes.length - 1, before: null, isEnd: false, isCutOff: false })
  const found: FoundPath[] = []
  for (let steps = 0; heap.length > 0 && found.length < count && steps < MOST_STEPS; steps++) {
    const open = pop()
    if (open.isEnd) { found.push({ share: open.share, nodes: trail(open), isCutOff: open.isCutOff }); continue }
    if (!isOpen(open.node)) { push({ ...open, isEnd: true, isCutOff: true }); continue }
    const node = lineage.nodes[open.node]!
    const fractions = fractionsOf(node)
    if (fractions.leaf > 0) push({ share: open.share * fractions.leaf, node: open.node, before: open, isEnd: true, isCutOff: false })
    for (const [k, input] of node.inputs.entries()) if (fractions.inputs[k]! > 0) push({ share: open.share * fractions.inputs[k]!, node: input.node, before: open, isEnd: false, isCutOff: false })
  }
  return found
}

// The flow ------------------------------------------------------------------------------------------------------------

export type FlowStop = { readonly id: string; readonly kind: 'origin' | 'hand-over' | 'site' | 'lot'; readonly node: LineageNode | null; readonly label: ReturnType<typeof labelOf> | null; readonly depth: number }
export type Flow = { readonly stops: ReadonlyMap<string, FlowStop>; readonly links: ReadonlyMap<string, { readonly from: string; readonly to: string; readonly share: Share }> }

/** Sites and stages of the own book and of what is open to it; what was received of others stands as one hand-over each, with its origins. */
export function flowOf(lineage: Lineage, asking: Asking, rule: BandRule): Flow {
  const composition = compositionOf(lineage, asking)
  const own = ownReach(lineage, asking.viewer)
  const { passed } = walkedUp(lineage, lineage.nodes.length - 1, (node) => own[node]!)
  const depth = depthsOf(lineage)
  const stops = new Map<string, FlowStop>()
  const sums = new Map<string, { from: string; to: string; low: number; high: number; isBanded: boolean }>()
  const add = (from: string, to: string, low: number, high: number): void => {
    if (from === to || high <= 0) return
    const known = sums.get(`${from} ${to}`) ?? { from, to, low: 0, high: 0, isBanded: false }
    sums.set(`${from} ${to}`, { from, to, low: known.low + low, high: known.high + high, isBanded: known.isBanded || high - low > 1e-9 })
  }
  const last = lineage.nodes.length - 1
  const stopOf = (i: number): string => {
    const node = lineage.nodes[i]!
    const id = i === last ? 'lot' : own[i]! ? `site:${node.event.siteId}:${node.lots[0]!.material}` : `received:${i}`
    const known = stops.get(id)
    if (known === undefined || known.depth < depth[i]!) stops.set(id, { id, kind: i === last ? 'lot' : own[i]! ? 'site' : 'hand-over', node, label: null, depth: depth[i]! })
    return id
  }
  const origin = (part: Parameters<typeof labelOf>[0], at: number): string => {
    const label = labelOf(part)
    const id = `origin:${label.key}`
    stops.set(id, { id, kind: 'origin', node: null, label, depth: Math.max(at, stops.get(id)?.depth ?? 0) })
    return id
  }
  for (let i = last; i >= 0; i--) {
    const node = lineage.nodes[i]!
    if (passed[i] === 0) continue
    const fractions = fractionsOf(node)
    for (const [k, input] of node.inputs.entries()) add(stopOf(input.node), stopOf(i), passed[i]! * fractions.inputs[k]!, passed[i]! * fractions.inputs[k]!)
    if (node.leaf !== null && fractions.leaf > 0) {
      const source = composition.own.find(({ source: { leaf } }) => leaf.lotNo === node.leaf!.lotNo || sameLeaf(leaf, node.leaf!))
      if (source !== undefined) add(origin(source, depth[i]! + 1), stopOf(i), passed[i]! * fractions.leaf, passed[i]! * fractions.leaf)
    }
  }
  for (const boundary of composition.boundaries) {
    const weight = boundary.weight.awarded + boundary.weight.other
    const isExact = isToldExactly(boundary, rule, asking.standings)
    const shares = new Map<string, { part: (typeof boundary.parts)[number]; share: number }>()
    for (const part of boundary.parts) {
      const { key } = labelOf(part)
      shares.set(key, { part, share: (shares.get(key)?.share ?? 0) + part.share })
    }
    for (const { part, share } of shares.values()) {
      const told = isExact ? { from: share, to: share } : bandOf(share, rule)
      add(origin(part, depth[boundary.node.index]! + 1), stopOf(boundary.node.index), weight * told.from, weight * told.to)
    }
  }
  return { stops, links: new Map([...sums].map(([key, { from, to, low, high, isBanded }]) => [key, { from, to, share: isBanded ? { state: 'banded', from: Math.min(1, low), to: Math.min(1, high) } : exactShare(low) }])) }
}

const sameLeaf = (a: { kind: string; siteId: string | null; country: string | null; scrapClass: string | null; basis: string; at: string }, b: typeof a): boolean =>
  a.kind === b.kind && a.siteId === b.siteId && a.country === b.country && a.scrapClass === b.scrapClass && a.basis === b.basis

/** Steps from the lot, the longest way. */
function depthsOf(lineage: Lineage): number[] {
  const depth = lineage.nodes.map(() => 0)
  for (let i = lineage.nodes.length - 1; i >= 0; i--) for (const { node } of lineage.nodes[i]!.inputs) depth[node] = Math.max(depth[node]!, depth[i]! + 1)
  return depth
}
