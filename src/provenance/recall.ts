// Recall: every lot with more than a share of the sought origins, by one pass over the vectors and one over the lots.
import type { Engine } from './index-engine.ts'
import { codeOfSubstance, eventOfPart, isLot, isVoidEvent, partOf } from './graph.ts'
import type { Recalled, RecallQuestion } from './provenance-index.ts'

const DAY = 86_400_000
const MOST = 500

export function recallLots(engine: Engine, question: RecallQuestion): { items: Recalled[]; total: number; amount: number } {
  const { graph, rows, vectors, atoms } = engine
  const weights = Float64Array.from(atoms.atoms, (atom) => question.isSought(atom) ? 1 : 0)
  const shareOfRow = new Float64Array(rows.count)
  for (let row = 0; row < rows.count; row++) shareOfRow[row] = vectors.dot(row, weights)
  const from = question.from === undefined ? -Infinity : Date.parse(question.from)
  const until = question.to === undefined ? Infinity : Date.parse(question.to) + DAY
  const substance = codeOfSubstance(question.substance)
  const offset = question.offset ?? 0
  const limit = question.limit ?? MOST
  const items: Recalled[] = []
  let total = 0
  let amount = 0
  for (let lot = 1; lot <= graph.lastLot; lot++) {
    if (!isLot(graph, lot)) continue
    const part = partOf(graph, lot, substance)
    if (part < 0) continue
    const share = shareOfRow[rows.nodeRow[graph.partNode[part]!]!]!
    if (share <= question.minShare || question.isWanted?.(lot) === false) continue
    const event = eventOfPart(graph, part)
    const at = graph.eventAt[event]!
    if (at < from || at >= until || isVoidEvent(graph, event)) continue
    if (total >= offset && items.length < limit) items.push({ lot, share, amount: graph.partAmount[part]! })
    total += 1
    amount += graph.partAmount[part]!
  }
  return { items, total, amount }
}
