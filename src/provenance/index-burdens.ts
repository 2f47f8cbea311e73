// What events add to footprints, as columns: parts with their step, scope and size, by event, of a receipt by lot.
import type { Burden, BurdenPart } from './burden.ts'
import { withRoom } from './column-array.ts'
import { codeOfSubstance, eventOfPart, type Graph } from './graph.ts'

type PartKind = Omit<BurdenPart, 'kgCo2e'>
export type Burdens = {
  /** Number of the record of an event plus one, and of a received node plus one; 0 where nothing is added. */
  ofEvent: Uint32Array<ArrayBuffer>
  ofNode: Uint32Array<ArrayBuffer>
  count: number
  /** Parts of record r: start[r] to start[r + 1]. */
  start: Uint32Array<ArrayBuffer>
  partKind: Uint16Array<ArrayBuffer>
  partKg: Float64Array<ArrayBuffer>
  kinds: PartKind[]
  kindCode: Map<string, number>
  /** By event: shares of the outputs by substance, where they are not by mass. */
  allocation: Map<number, Float64Array>
}

export const newBurdens = (): Burdens => ({
  ofEvent: new Uint32Array(0), ofNode: new Uint32Array(0), count: 0, start: new Uint32Array(1), partKind: new Uint16Array(0), partKg: new Float64Array(0), kinds: [], kindCode: new Map(), allocation: new Map(),
})

/** Said again of the same event or lot, the newer counts. */
export function addBurden(burdens: Burdens, g: Graph, burden: Burden, lotNo: number | null): void {
  const b = burdens
  const record = b.count++
  const first = b.start[record]!
  b.start = withRoom(b.start, record + 2)
  b.partKind = withRoom(b.partKind, first + burden.parts.length)
  b.partKg = withRoom(b.partKg, first + burden.parts.length)
  for (const [i, { kgCo2e, ...kind }] of burden.parts.entries()) {
    b.partKind[first + i] = kindCode(b, kind)
    b.partKg[first + i] = kgCo2e
  }
  b.start[record + 1] = first + burden.parts.length
  const shares = Object.entries(burden.allocation)
  if (shares.length > 1) b.allocation.set(burden.eventNo, shares.reduce((by, [substance, share]) => { by[codeOfSubstance(substance as Parameters<typeof codeOfSubstance>[0])] = share; return by }, new Float64Array(16)))
  if (lotNo === null) {
    b.ofEvent = withRoom(b.ofEvent, Math.max(burden.eventNo, g.lastEvent) + 1)
    b.ofEvent[burden.eventNo] = record + 1
    return
  }
  const part = (g.lotPart[lotNo] ?? 0) - 1
  if (part < 0 || eventOfPart(g, part) !== burden.eventNo) return
  b.ofNode = withRoom(b.ofNode, g.nodeCount)
  b.ofNode[g.partNode[part]!] = record + 1
}

function kindCode(b: Burdens, kind: PartKind): number {
  const key = JSON.stringify([kind.stage, kind.scope, kind.isPrimary, kind.label])
  const known = b.kindCode.get(key)
  if (known !== undefined) return known
  b.kindCode.set(key, b.kinds.length)
  return b.kinds.push(kind) - 1
}

/** @param record as in `ofEvent` and `ofNode` */
export function kgOf(b: Burdens, record: number): { kg: number; primary: number } {
  let kg = 0
  let primary = 0
  if (record === 0) return { kg, primary }
  for (let at = b.start[record - 1]!, end = b.start[record]!; at < end; at++) {
    kg += b.partKg[at]!
    if (b.kinds[b.partKind[at]!]!.isPrimary) primary += b.partKg[at]!
  }
  return { kg, primary }
}

export const partsOfRecord = (b: Burdens, record: number): BurdenPart[] =>
  record === 0 ? [] : Array.from({ length: b.start[record]! - b.start[record - 1]! }, (_, i) => ({ ...b.kinds[b.partKind[b.start[record - 1]! + i]!]!, kgCo2e: b.partKg[b.start[record - 1]! + i]! }))
