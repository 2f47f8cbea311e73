// The footprint of one lot, exact: what every event on its way added, carried on by mass of the metal it is traded for, so that
// nothing is lost or created; told by stage, scope and what it rests on (custody notes 8, invariants 30, 34 and 36; golden G4).
import type { Substance } from '#src/custody/substance.ts'
import type { BurdenEvent, BurdenStage } from '#src/provenance/burden.ts'
import type { ActivityBurden } from './activity-burden.ts'
import { noBurden, portionOf, scaled, sumOf, type ScopedBurden } from './burden-vector.ts'
import { burdenOfEvent, tonnesOf, type AddedBurden, type MissingBurden } from './event-burden.ts'
import { exactWhole, over, portion, times, type Exact } from './exact.ts'
import type { FactorBook, FootprintRules } from './factor-book.ts'

/** Nodes are named by their event, or by the lot where a receipt took several in. */
export type NodeKey = string
export type ChainInput = { readonly node: NodeKey; readonly metal: Substance; readonly amount: number; /** The shipment it came by. */ readonly via: NodeKey | null }
export type ChainNode = { readonly key: NodeKey; readonly event: BurdenEvent; readonly inputs: readonly ChainInput[] }
export type FootprintChain = { readonly nodes: ReadonlyMap<NodeKey, ChainNode>; readonly target: NodeKey; readonly metal: Substance }

export type FootprintPart = {
  readonly stage: BurdenStage
  readonly label: AddedBurden['label']
  readonly siteId: string
  readonly organisationId: string
  readonly from: ActivityBurden | null
  /** kg CO2e of a tonne of the lot's metal. */
  readonly burden: ScopedBurden
}
/** Per tonne of the metal it is traded for. */
export type Footprint = { readonly parts: readonly FootprintPart[]; readonly total: ScopedBurden; readonly missing: readonly MissingBurden[] }

type Carried = { readonly parts: ReadonlyMap<string, FootprintPart>; readonly missing: ReadonlyMap<string, MissingBurden> }
type Done = { readonly pool: Carried; readonly weights: ReadonlyMap<Substance, Exact>; /** Weighted tonnes of all outputs. */ readonly divisor: Exact; /** Of a shipment: what its way adds to a tonne. */ readonly perTonne: Carried }

const keyOfPart = (part: FootprintPart): string => `${part.stage}/${part.label}/${part.siteId}/${part.organisationId}/${part.from === null ? '' : `${part.from.version.activityId}.${part.from.version.version}`}`
const keyOfMissing = ({ stage, organisationId, siteId, why, metal }: MissingBurden): string => `${stage}/${organisationId}/${siteId}/${why}/${metal ?? ''}`
/** What is missing of one of the outputs goes with that one. */
const missingOf = (missing: ReadonlyMap<string, MissingBurden>, metal: Substance): MissingBurden[] => [...missing.values()].flatMap((one) => one.metal === null || one.metal === metal ? [{ ...one, metal: null }] : [])

function addParts(into: Map<string, FootprintPart>, parts: Iterable<FootprintPart>, change: (burden: ScopedBurden) => ScopedBurden): void {
  for (const part of parts) {
    const key = keyOfPart(part)
    const known = into.get(key)
    into.set(key, { ...part, burden: known === undefined ? change(part.burden) : sumOf(known.burden, change(part.burden)) })
  }
}
function addMissing(into: Map<string, MissingBurden>, missing: Iterable<MissingBurden>, share: Exact): void {
  for (const one of missing) {
    const sum = (into.get(keyOfMissing(one))?.share ?? 0n) + times(one.share, share)
    into.set(keyOfMissing(one), { ...one, share: sum > ALL ? ALL : sum })
  }
}
const ALL = exactWhole(1)

/** @throws Error where the chain names a node that it does not hold, or goes in a circle */
export function footprintOf(chain: FootprintChain, book: FactorBook, rules: FootprintRules): Footprint {
  const done = new Map<NodeKey, Done>()
  const open = new Set<NodeKey>()
  const stack = [chain.target]
  while (stack.length > 0) {
    const key = stack.at(-1)!
    if (done.has(key)) { stack.pop(); continue }
    const node = chain.nodes.get(key)
    if (node === undefined) throw new Error(`the chain does not hold ${key}`)
    const waiting = node.inputs.flatMap(({ node: input, via }) => via === null ? [input] : [input, via]).filter((above) => !done.has(above))
    if (waiting.length === 0 || isShipment(node)) { done.set(key, worked(node, done, book, rules)); stack.pop(); continue }
    if (open.has(key)) throw new Error(`the chain goes in a circle at ${key}`)
    open.add(key)
    stack.push(...waiting)
  }
  const { pool, weights, divisor } = done.get(chain.target)!
  const weight = weights.get(chain.metal) ?? 0n
  const parts = [...pool.parts.values()].map((part) => ({ ...part, burden: divisor === 0n ? noBurden : portionOf(part.burden, weight, divisor) }))
  return { parts, total: sumOf(...parts.map(({ burden }) => burden)), missing: missingOf(pool.missing, chain.metal) }
}

/** A shipment adds its way alone: what it carries is asked of the lots it drew. */
const isShipment = ({ event }: ChainNode): boolean => event.kind === 'ship'

function worked(node: ChainNode, done: ReadonlyMap<NodeKey, Done>, book: FactorBook, rules: FootprintRules): Done {
  const { event, inputs } = node
  const own = burdenOfEvent(book, event, rules)
  const parts = new Map<string, FootprintPart>()
  const missing = new Map<string, MissingBurden>()
  const entering = event.entering.reduce((sum, { metal, amount }) => sum + tonnesOf(amount, metal), 0n)
  const coming = inputs.reduce((sum, { metal, amount }) => sum + tonnesOf(amount, metal), entering)
  for (const { node: from, metal, amount, via } of isShipment(node) ? [] : inputs) {
    const tonnes = tonnesOf(amount, metal)
    const source = done.get(from)!
    const share = coming === 0n ? 0n : over(tonnes, coming)
    const weight = source.weights.get(metal) ?? 0n
    if (source.divisor !== 0n) addParts(parts, source.pool.parts.values(), (burden) => portionOf(burden, times(weight, tonnes), source.divisor))
    addMissing(missing, missingOf(source.pool.missing, metal), share)
    if (via === null) continue
    const way = done.get(via)!.perTonne
    addParts(parts, way.parts.values(), (burden) => scaled(burden, tonnes))
    addMissing(missing, way.missing.values(), share)
  }
  addParts(parts, own.added.map((added): FootprintPart => ({ stage: added.stage, label: added.label, siteId: event.siteId, organisationId: event.organisationId, from: added.from, burden: added.burden })), (burden) => burden)
  addMissing(missing, own.missing, ALL)
  const loads = event.outputs.length > 0 ? event.outputs : event.inputs
  const divisor = loads.reduce((sum, { metal, amount }) => sum + times(own.weights.get(metal) ?? (event.outputs.length > 0 ? 0n : ALL), tonnesOf(amount, metal)), 0n)
  return { pool: { parts, missing }, weights: own.weights, divisor, perTonne: isShipment(node) ? perTonneOf(parts, missing, divisor) : nothing }
}

const nothing: Carried = { parts: new Map(), missing: new Map() }
const perTonneOf = (parts: ReadonlyMap<string, FootprintPart>, missing: ReadonlyMap<string, MissingBurden>, tonnes: Exact): Carried =>
  ({ parts: new Map([...parts].map(([key, part]) => [key, { ...part, burden: tonnes === 0n ? noBurden : portionOf(part.burden, ALL, tonnes) }])), missing })

/** Σ of a footprint per tonne over tonnes of metal. */
export const footprintTimes = ({ parts, total, missing }: Footprint, tonnes: Exact): Footprint =>
  ({ parts: parts.map((part) => ({ ...part, burden: scaled(part.burden, tonnes) })), total: scaled(total, tonnes), missing })

/** What several lots carry together; the missing parts by their share of the metal. */
export function footprintsTogether(list: readonly { readonly footprint: Footprint; readonly tonnes: Exact }[]): Footprint {
  const parts = new Map<string, FootprintPart>()
  const missing = new Map<string, MissingBurden>()
  const all = list.reduce((sum, { tonnes }) => sum + tonnes, 0n)
  for (const { footprint, tonnes } of list) {
    addParts(parts, footprint.parts, (burden) => scaled(burden, tonnes))
    addMissing(missing, footprint.missing, all === 0n ? 0n : portion(ALL, tonnes, all))
  }
  return { parts: [...parts.values()], total: sumOf(...[...parts.values()].map(({ burden }) => burden)), missing: [...missing.values()] }
}
