// Genealogy by sweeps: up and down the order of making over a bitmap of events, each visited once however many ways lead to it.
// A sweep carries shares: upwards how much of the asked lot came by an event, downwards how much of an event's output is of it.
import { isTraded } from './column.ts'
import { eventAtRank, rankOf, type Engine } from './index-engine.ts'
import { KIND, eventOfPart, isLiveLink, isVoidEvent, kindAt, partsOfEvent, recoveryOf, type Graph } from './graph.ts'
import { sourceSubstance } from './index-rows.ts'

type Scratch = { bits: Uint32Array; node: Float64Array; ship: Float64Array }
const scratches = new WeakMap<Graph, Scratch>()

/** All zero between sweeps. */
function scratchOf({ graph, rankCount }: Engine): Scratch {
  const words = (Math.max(graph.lastEvent, rankCount) >>> 5) + 1
  const known = scratches.get(graph)
  if (known !== undefined && known.bits.length >= words && known.node.length >= graph.nodeCount && known.ship.length > graph.lastEvent) return known
  const fresh = { bits: new Uint32Array(words + (words >>> 3)), node: new Float64Array(Math.ceil(graph.nodeCount * 1.1)), ship: new Float64Array(Math.ceil(graph.lastEvent * 1.1) + 1) }
  scratches.set(graph, fresh)
  return fresh
}

/** Events of a lot's past from the newest to the oldest, and the share of the lot that came by each. */
export type Ancestry = { readonly events: readonly number[]; readonly shares: readonly number[] }

/** What a sweep meets. */
export type Meeting = {
  /** An event that metal passed, with its share; answers the part of it that goes on, 1 where all does. */
  readonly pass?: (event: number, share: number) => number
  /** Metal that came into the records here: mined, or received and to the share that no link accounts for. */
  readonly enter?: (event: number, node: number, share: number) => void
  /** Reaches every event that added to its footprint: by the metals its sources are traded for. Shares mean nothing then. */
  readonly byTraded?: boolean
}

type Sweep = { readonly g: Graph; readonly node: Float64Array; readonly ship: Float64Array; readonly meeting: Meeting; give(node: number, share: number): void; mark(event: number): void }

/** Upwards from a part of a lot. */
export function sweepUp(engine: Engine, part: number, meeting: Meeting = {}): Ancestry {
  const { graph } = engine
  const { bits, node, ship } = scratchOf(engine)
  const events: number[] = []
  const shares: number[] = []
  const mark = (event: number) => { const rank = rankOf(engine, event); bits[rank >>> 5] = bits[rank >>> 5]! | (1 << (rank & 31)) }
  const sweep: Sweep = { g: graph, node, ship, meeting, mark, give: (at, share) => { node[at] = node[at]! + share; mark(graph.nodeEvent[at]!) } }
  sweep.give(graph.partNode[part]!, 1)
  for (let word = rankOf(engine, eventOfPart(graph, part)) >>> 5; word >= 0; word--) {
    while (bits[word] !== 0) {
      const bit = 31 - Math.clz32(bits[word]!)
      bits[word] = bits[word]! & ~(1 << bit)
      const event = eventAtRank(engine, word * 32 + bit)
      events.push(event)
      shares.push(passEvent(sweep, event))
    }
  }
  return { events, shares }
}

/** Takes what lies at the nodes of an event, and gives it to its sources. @returns the share that passed */
function passEvent(sweep: Sweep, event: number): number {
  const { g, ship, meeting } = sweep
  const shipped = ship[event]!
  if (shipped > 0) { ship[event] = 0; meeting.pass?.(event, shipped); return shipped }
  let all = 0
  for (let part = g.eventPart[event]!, end = part + g.eventParts[event]!; part < end; part++) all += passPart(sweep, event, part)
  if (g.latePartOfEvent.size > 0) for (const part of g.latePartOfEvent.get(event) ?? []) all += passPart(sweep, event, part)
  return all
}

function passPart(sweep: Sweep, event: number, part: number): number {
  const { g, node: shareOf, meeting } = sweep
  const node = g.partNode[part]!
  const share = shareOf[node]!
  if (share === 0 || g.nodeEvent[node] !== event) return 0
  shareOf[node] = 0
  const on = meeting.pass === undefined ? share : share * meeting.pass(event, share)
  if (on === 0) return share
  const kind = kindAt(g, event)
  if (kind === KIND.extract) meeting.enter?.(event, node, on)
  else if (kind === KIND.receive) upFromReceipt(sweep, event, part, on)
  else if (meeting.byTraded === true) upFromTraded(sweep, event)
  else upFromMade(sweep, event, node, on)
  return share
}

function upFromMade({ g, give, meeting }: Sweep, event: number, node: number, share: number): void {
  const first = g.eventDraw[event]!
  const end = first + g.eventDraws[event]!
  if (end === first + 1) { give(g.partNode[g.drawPart[first]!]!, share); return }
  const substance = sourceSubstance(g, event, g.nodeSubstance[node]!)
  let all = 0
  for (let draw = first; draw < end; draw++) if (g.partSubstance[g.drawPart[draw]!] === substance) all += g.drawAmount[draw]! * recoveryOf(g, draw)
  if (all === 0) { meeting.enter?.(event, node, share); return }
  for (let draw = first; draw < end; draw++) {
    const part = g.drawPart[draw]!
    if (g.partSubstance[part] === substance) give(g.partNode[part]!, share * g.drawAmount[draw]! * recoveryOf(g, draw) / all)
  }
}

function upFromTraded({ g, give }: Sweep, event: number): void {
  for (let draw = g.eventDraw[event]!, end = draw + g.eventDraws[event]!; draw < end; draw++) if (isTraded(g, g.drawPart[draw]!)) give(g.partNode[g.drawPart[draw]!]!, 1)
}

function upFromReceipt({ g, ship, give, mark, meeting }: Sweep, event: number, part: number, share: number): void {
  const node = g.partNode[part]!
  const isNewLife = g.origins[g.nodeOrigin[node]!]?.kind === 'scrap'
  let linked = 0
  if (!isNewLife) for (let link = g.partLink[part]!; link !== 0; link = g.linkNextOfPart[link - 1]!) if (isLiveLink(g, link - 1)) linked += g.linkAmount[link - 1]!
  const all = Math.max(linked, g.partAmount[part]!)
  if (linked < all || all === 0) meeting.enter?.(event, node, all === 0 ? share : share * (all - linked) / all)
  if (linked === 0) return
  for (let link = g.partLink[part]!; link !== 0; link = g.linkNextOfPart[link - 1]!) {
    if (!isLiveLink(g, link - 1)) continue
    const draw = g.linkDraw[link - 1]!
    const by = share * g.linkAmount[link - 1]! / all
    ship[g.drawEvent[draw]!] = ship[g.drawEvent[draw]!]! + by
    mark(g.drawEvent[draw]!)
    give(g.partNode[g.drawPart[draw]!]!, by)
  }
}

type Past = { readonly seenNode: Uint32Array; readonly seenEvent: Uint32Array; stamp: number }
const pasts = new WeakMap<Graph, Past>()
function pastScratch(g: Graph): Past {
  const known = pasts.get(g)
  if (known !== undefined && known.seenNode.length >= g.nodeCount && known.seenEvent.length > g.lastEvent && known.stamp < 0xfffffffe) return known
  const fresh = { seenNode: new Uint32Array(Math.ceil(g.nodeCount * 1.1)), seenEvent: new Uint32Array(Math.ceil(g.lastEvent * 1.1) + 1), stamp: 0 }
  pasts.set(g, fresh)
  return fresh
}

/** Every event of a part's past, in no order and without shares: the same events as `sweepUp` meets, sooner. */
export function pastOf(g: Graph, part: number): number[] {
  const past = pastScratch(g)
  const { seenNode, seenEvent } = past
  const stamp = ++past.stamp
  const hasRestated = g.latePartOfEvent.size > 0
  const events: number[] = []
  const open: number[] = [g.partNode[part]!]
  seenNode[open[0]!] = stamp
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const event = g.nodeEvent[node]!
    if (seenEvent[event] !== stamp) { seenEvent[event] = stamp; events.push(event) }
    const kind = kindAt(g, event)
    if (kind === KIND.extract) continue
    if (kind !== KIND.receive) {
      const first = g.eventDraw[event]!
      const end = first + g.eventDraws[event]!
      const substance = end === first + 1 ? -1 : sourceSubstance(g, event, g.nodeSubstance[node]!)
      for (let draw = first; draw < end; draw++) {
        const at = g.drawPart[draw]!
        const source = g.partNode[at]!
        if (seenNode[source] === stamp || (substance >= 0 && g.partSubstance[at] !== substance)) continue
        seenNode[source] = stamp
        open.push(source)
      }
      continue
    }
    if (g.origins[g.nodeOrigin[node]!]?.kind === 'scrap') continue
    const received = hasRestated ? receivedPart(g, event, node) : g.eventPart[event]! + node - g.partNode[g.eventPart[event]!]!
    for (let link = g.partLink[received]!; link !== 0; link = g.linkNextOfPart[link - 1]!) {
      if (!isLiveLink(g, link - 1)) continue
      const draw = g.linkDraw[link - 1]!
      const ship = g.drawEvent[draw]!
      if (seenEvent[ship] !== stamp) { seenEvent[ship] = stamp; events.push(ship) }
      const source = g.partNode[g.drawPart[draw]!]!
      if (seenNode[source] === stamp) continue
      seenNode[source] = stamp
      open.push(source)
    }
  }
  return events
}

/** A received lot's part has a node of its own. */
export const receivedPart = (g: Graph, event: number, node: number): number => partsOfEvent(g, event).find((part) => g.partNode[part] === node)!

/** Downwards from a lot's part: events its metal went into in the order of making, and how much of each one's output is of it. */
export function sweepDown(engine: Engine, part: number): Ancestry {
  const { graph } = engine
  const { bits, node: shareOfNode } = scratchOf(engine)
  const events: number[] = []
  const shares: number[] = []
  const touched: number[] = []
  const mark = (event: number) => { const rank = rankOf(engine, event); bits[rank >>> 5] = bits[rank >>> 5]! | (1 << (rank & 31)) }
  const follow = (from: number) => { followPart(graph, from, mark) }
  const shareOfPart = (at: number): number => at === part ? 1 : shareOfNode[graph.partNode[at]!]!
  follow(part)
  for (let word = rankOf(engine, eventOfPart(graph, part)) >>> 5; word < bits.length; word++) {
    while (bits[word] !== 0) {
      const bit = 31 - Math.clz32(bits[word]! & -bits[word]!)
      bits[word] = bits[word]! & ~(1 << bit)
      const event = eventAtRank(engine, word * 32 + bit)
      const share = reachEvent(graph, event, shareOfNode, shareOfPart, follow, touched)
      if (share === 0) continue
      events.push(event)
      shares.push(share)
    }
  }
  for (const node of touched) shareOfNode[node] = 0
  return { events, shares }
}

/** Events that drew of a part, and receipts that its shipped draws account for. */
function followPart(g: Graph, part: number, mark: (event: number) => void): void {
  for (let draw = g.partDraw[part]!; draw !== 0; draw = g.drawNext[draw - 1]!) {
    const event = g.drawEvent[draw - 1]!
    if (isVoidEvent(g, event)) continue
    mark(event)
    for (let link = g.drawLink[draw - 1]!; link !== 0; link = g.linkNextOfDraw[link - 1]!) {
      const receipt = eventOfPart(g, g.linkPart[link - 1]!)
      if (isLiveLink(g, link - 1) && !isVoidEvent(g, receipt)) mark(receipt)
    }
  }
}

function reachEvent(g: Graph, event: number, shareOfNode: Float64Array, shareOfPart: (part: number) => number, follow: (part: number) => void, touched: number[]): number {
  const parts = partsOfEvent(g, event)
  if (parts.length === 0) return drawnShare(g, event, -1, shareOfPart)
  let most = 0
  for (const part of parts) {
    const node = g.partNode[part]!
    if (shareOfNode[node] === 0) {
      const share = kindAt(g, event) === KIND.receive ? receivedShare(g, part, shareOfPart) : drawnShare(g, event, sourceSubstance(g, event, g.nodeSubstance[node]!), shareOfPart)
      if (share === 0) continue
      shareOfNode[node] = share
      touched.push(node)
    }
    most = Math.max(most, shareOfNode[node]!)
    follow(part)
  }
  return most
}

/** @param substance -1: of all that was drawn, each metal for itself and the largest told */
function drawnShare(g: Graph, event: number, substance: number, shareOfPart: (part: number) => number): number {
  const sum = new Float64Array(16)
  const all = new Float64Array(16)
  for (let draw = g.eventDraw[event]!, end = draw + g.eventDraws[event]!; draw < end; draw++) {
    const part = g.drawPart[draw]!
    const metal = g.partSubstance[part]!
    if (substance >= 0 && metal !== substance) continue
    const weight = g.drawAmount[draw]! * recoveryOf(g, draw)
    sum[metal] = sum[metal]! + weight * shareOfPart(part)
    all[metal] = all[metal]! + weight
  }
  return sum.reduce((most, one, metal) => one > 0 ? Math.max(most, one / all[metal]!) : most, 0)
}

function receivedShare(g: Graph, part: number, shareOfPart: (part: number) => number): number {
  if (g.origins[g.nodeOrigin[g.partNode[part]!]!]?.kind === 'scrap') return 0
  let sum = 0
  let linked = 0
  for (let link = g.partLink[part]!; link !== 0; link = g.linkNextOfPart[link - 1]!) {
    if (!isLiveLink(g, link - 1)) continue
    linked += g.linkAmount[link - 1]!
    sum += g.linkAmount[link - 1]! * shareOfPart(g.drawPart[g.linkDraw[link - 1]!]!)
  }
  return linked === 0 ? 0 : sum / Math.max(linked, g.partAmount[part]!)
}
