// Ways from origins to a lot by falling share: the best open way is taken one step further until enough have reached their
// origin. A way's share only falls, so that they come out in order, and never more are walked than were asked for.
import type { Engine } from './index-engine.ts'
import { KIND, isLiveLink, kindAt, recoveryOf } from './graph.ts'
import { receivedPart } from './trace-sweep.ts'
import { sourceSubstance } from './index-rows.ts'
import { originAtom, UNKNOWN } from './atom-list.ts'

/** A way that is still open at a node, or has reached an atom. */
type Way = { readonly share: number; readonly node: number; readonly atom: number; readonly event: number; readonly before: Way | undefined }
export type WalkedPath = { readonly share: number; readonly events: readonly number[]; readonly atom: number }

/** Steps after which the search gives up on further ways. */
const MOST_STEPS = 200_000

export function bestPaths(engine: Engine, part: number, minShare: number, wanted: number): { readonly paths: WalkedPath[]; readonly hasMore: boolean } {
  const { graph } = engine
  const heap: Way[] = []
  push(heap, { share: 1, node: graph.partNode[part]!, atom: -1, event: graph.nodeEvent[graph.partNode[part]!]!, before: undefined })
  const paths: WalkedPath[] = []
  for (let steps = 0; heap.length > 0 && steps < MOST_STEPS; steps++) {
    const way = pop(heap)
    if (way.share < minShare) return { paths, hasMore: false }
    if (way.atom >= 0) {
      if (paths.length === wanted) return { paths, hasMore: true }
      paths.push({ share: way.share, events: eventsOf(way), atom: way.atom })
    } else expand(engine, way, heap)
  }
  return { paths, hasMore: heap.length > 0 }
}

function eventsOf(way: Way): number[] {
  const events: number[] = []
  for (let at: Way | undefined = way; at !== undefined; at = at.before) if (events.at(-1) !== at.event) events.push(at.event)
  return events
}

function expand(engine: Engine, way: Way, heap: Way[]): void {
  const { graph } = engine
  const { node, event, share } = way
  const end = (atom: number, part: number) => { push(heap, { share: share * part, node: -1, atom, event, before: way }) }
  const kind = kindAt(graph, event)
  if (kind === KIND.extract) { end(originAtom(engine.atoms, graph.origins[graph.nodeOrigin[node]!]!, graph.eventAt[event]!, true), 1); return }
  if (kind === KIND.receive) { expandReceipt(engine, way, heap, end); return }
  const substance = sourceSubstance(graph, event, graph.nodeSubstance[node]!)
  const bySource = new Map<number, number>()
  let all = 0
  for (let draw = graph.eventDraw[event]!, last = draw + graph.eventDraws[event]!; draw < last; draw++) {
    const part = graph.drawPart[draw]!
    if (graph.partSubstance[part] !== substance) continue
    const weight = graph.drawAmount[draw]! * recoveryOf(graph, draw)
    bySource.set(graph.partNode[part]!, (bySource.get(graph.partNode[part]!) ?? 0) + weight)
    all += weight
  }
  if (all === 0) { end(UNKNOWN, 1); return }
  for (const [source, weight] of bySource) push(heap, { share: share * weight / all, node: source, atom: -1, event: graph.nodeEvent[source]!, before: way })
}

function expandReceipt(engine: Engine, way: Way, heap: Way[], end: (atom: number, part: number) => void): void {
  const { graph } = engine
  const part = receivedPart(graph, way.event, way.node)
  const origin = graph.origins[graph.nodeOrigin[way.node]!]!
  const own = originAtom(engine.atoms, origin, graph.eventAt[way.event]!, false)
  const links: number[] = []
  if (origin?.kind !== 'scrap') for (let link = graph.partLink[part]!; link !== 0; link = graph.linkNextOfPart[link - 1]!) if (isLiveLink(graph, link - 1)) links.push(link - 1)
  const linked = links.reduce((sum, link) => sum + graph.linkAmount[link]!, 0)
  const all = Math.max(linked, graph.partAmount[part]!)
  if (linked === 0) { end(own, 1); return }
  if (linked < all) end(own, (all - linked) / all)
  for (const link of links) {
    const draw = graph.linkDraw[link]!
    const source = graph.partNode[graph.drawPart[draw]!]!
    const shipped = { share: way.share * graph.linkAmount[link]! / all, node: source, atom: -1, event: graph.drawEvent[draw]!, before: way }
    push(heap, { ...shipped, event: graph.nodeEvent[source]!, before: shipped })
  }
}

// A binary heap, the largest share on top.
function push(heap: Way[], way: Way): void {
  let at = heap.push(way) - 1
  while (at > 0) {
    const up = (at - 1) >> 1
    if (heap[up]!.share >= way.share) break
    heap[at] = heap[up]!
    at = up
  }
  heap[at] = way
}

function pop(heap: Way[]): Way {
  const top = heap[0]!
  const last = heap.pop()!
  if (heap.length === 0) return top
  let at = 0
  for (;;) {
    let child = at * 2 + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && heap[child + 1]!.share > heap[child]!.share) child += 1
    if (heap[child]!.share <= last.share) break
    heap[at] = heap[child]!
    at = child
  }
  heap[at] = last
  return top
}
