// Whether two indexes say the same of every lot: the running one and one put together anew (issue paragraph 4.c).
import { atomKey } from './atom.ts'
import { isLot, isVoidEvent, eventOfLot, leftOf, nameOfLot, partsOfLot } from './graph.ts'
import type { Engine } from './index-engine.ts'

export type IndexDifference = { readonly lotId: string; readonly what: string }

const MOST = 20

/** @returns the first differences; none where they agree within what their precision holds */
export function differencesBetween(a: Engine, b: Engine): IndexDifference[] {
  const tolerance = a.vectors.precision === 'float64' && b.vectors.precision === 'float64' ? 1e-9 : 1e-4
  const found: IndexDifference[] = []
  for (let lot = 1; lot <= Math.max(a.graph.lastLot, b.graph.lastLot) && found.length < MOST; lot++) {
    const [inA, inB] = [isCounted(a, lot), isCounted(b, lot)]
    if (inA !== inB) found.push({ lotId: nameOfLot((inA ? a : b).graph, lot), what: 'is in one of them only' })
    else if (inA) found.push(...lotDifferences(a, b, lot, tolerance))
  }
  return found
}

const isCounted = ({ graph }: Engine, lot: number): boolean => isLot(graph, lot) && !isVoidEvent(graph, eventOfLot(graph, lot))

function lotDifferences(a: Engine, b: Engine, lot: number, tolerance: number): IndexDifference[] {
  const lotId = nameOfLot(b.graph, lot)
  const [partsA, partsB] = [bySubstance(a, lot), bySubstance(b, lot)]
  const found: IndexDifference[] = []
  for (const [substance, part] of partsB) {
    const other = partsA.get(substance)
    if (other === undefined || a.graph.partAmount[other] !== b.graph.partAmount[part] || leftOf(a.graph, other) !== leftOf(b.graph, part)) { found.push({ lotId, what: 'holds another quantity' }); continue }
    if (!isSame(sharesOf(a, other), sharesOf(b, part), tolerance)) found.push({ lotId, what: 'has another composition' })
    const [nodeA, nodeB] = [a.graph.partNode[other]!, b.graph.partNode[part]!]
    if (Math.abs(a.columns.chain[nodeA]! - b.columns.chain[nodeB]!) > tolerance) found.push({ lotId, what: 'has another share by awarded sites' })
    const [kgA, kgB] = [a.columns.kg[nodeA]!, b.columns.kg[nodeB]!]
    if (Math.abs(kgA - kgB) > tolerance * Math.max(1e-9, Math.abs(kgB))) found.push({ lotId, what: 'has another footprint' })
  }
  return found
}

/** Parts that hold something. */
const bySubstance = ({ graph }: Engine, lot: number): Map<number, number> =>
  new Map(partsOfLot(graph, lot).filter((part) => graph.partAmount[part]! > 0).map((part) => [graph.partSubstance[part]!, part]))

function sharesOf(engine: Engine, part: number): Map<string, number> {
  const shares = new Map<string, number>()
  engine.vectors.eachShare(engine.rows.nodeRow[engine.graph.partNode[part]!]!, (atom, share) => { shares.set(atomKey(engine.atoms.atoms[atom]!), share) })
  return shares
}

const isSame = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>, tolerance: number): boolean =>
  [...new Set([...a.keys(), ...b.keys()])].every((key) => Math.abs((a.get(key) ?? 0) - (b.get(key) ?? 0)) <= tolerance)

/** Lots whose shares do not sum to one. */
export function unsummed(engine: Engine): IndexDifference[] {
  const found: IndexDifference[] = []
  const ones = new Float64Array(engine.atoms.atoms.length).fill(1)
  const tolerance = engine.vectors.precision === 'float64' ? 1e-9 : 1e-4
  for (let lot = 1; lot <= engine.graph.lastLot && found.length < MOST; lot++) {
    if (!isCounted(engine, lot)) continue
    for (const part of partsOfLot(engine.graph, lot)) {
      const sum = engine.vectors.dot(engine.rows.nodeRow[engine.graph.partNode[part]!]!, ones)
      if (Math.abs(sum - 1) > tolerance) found.push({ lotId: nameOfLot(engine.graph, lot), what: `has shares that sum to ${sum}` })
    }
  }
  return found
}
