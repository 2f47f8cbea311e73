// The exact composition of one lot, walked from its own ancestors in float64: what is issued rests on this, not on the
// columns of the index (custody notes 7, golden G3 to G3d; architecture section 4). A draw weighs by amount times recovery;
// every node's parts sum to one, so the lot's do.
import { dayOf, type Day } from '#src/kernel/time.ts'
import { isAwarded, type Standings } from './standing.ts'
import { mostRestrictive, type Choices, type DisclosureLevel, type Viewer } from './disclosure.ts'
import type { Leaf, Lineage, LineageNode } from './lineage.ts'

/** What metal is traced to, with the party whose book says so. */
export type Source = {
  readonly key: string
  readonly leaf: Leaf
  readonly epochFrom: Day | null
  readonly epochTo: Day | null
  /** Held a mark when it came in, or on the day that is asked for. */
  readonly isAwarded: boolean
}

/** A share of a lot's metal: its source, whether only awarded sites handled it, and how far the parties on its way tell it. */
export type Part = { readonly source: Source; readonly isChainAwarded: boolean; readonly level: DisclosureLevel; readonly isOpen: boolean; readonly share: number }

/** A lot of somebody else's book that the asking party received; its parts are disclosed once, and then mixed in the own book. */
export type Boundary = {
  readonly node: LineageNode
  /** Share of the asked lot that came by it, with and without awarded handling from there on. */
  readonly weight: { readonly awarded: number; readonly other: number }
  readonly parts: readonly Part[]
  /** Nothing above it was recorded or linked after it was handed over. */
  readonly isSettled: boolean
  /** Who learns of it and knows its own part: counted among nobody that could hide in a sum. */
  readonly readers: readonly string[]
}

export type Composition = { readonly sources: readonly Source[]; readonly own: readonly Part[]; readonly boundaries: readonly Boundary[] }

export type Asking = {
  readonly standings: Standings
  /** Null: each site as it stood when it handled the metal. */
  readonly asOf: Day | null
  /** Null: everything is seen, as for the figures of the house itself. */
  readonly viewer: Viewer | null
  readonly choices: Choices
  /** The party that looks at, or hands over, what the viewer may see of its lot, and so must learn no more than it knows. */
  readonly readBy?: string | undefined
}

const LEVELS: readonly DisclosureLevel[] = ['nothing', 'region', 'country', 'site']

/** Inputs of a node and its leaf as fractions of its metal. */
export function fractionsOf(node: LineageNode): { readonly inputs: readonly number[]; readonly leaf: number } {
  const weights = node.inputs.map(({ amount, recovery }) => amount * recovery)
  const total = weights.reduce((sum, weight) => sum + weight, node.leafAmount)
  if (total === 0) return { inputs: weights.map(() => 0), leaf: 0 }
  return { inputs: weights.map((weight) => weight / total), leaf: node.leafAmount / total }
}

export const isOwnNode = (node: LineageNode, viewer: Viewer | null): boolean =>
  viewer === null || (viewer.kind !== 'public' && node.event.organisationId === viewer.organisationId)

/** Nodes of the viewer's own book that the target came by without leaving it. Own metal that comes back by another's book does not count: it tells how the other mixed. */
export function ownReach({ nodes }: Pick<Lineage, 'nodes'>, viewer: Viewer | null): boolean[] {
  const reached = nodes.map(() => false)
  if (!isOwnNode(nodes.at(-1)!, viewer)) return reached
  reached[nodes.length - 1] = true
  for (let i = nodes.length - 1; i >= 0; i--) {
    if (reached[i]) for (const { node } of nodes[i]!.inputs) if (isOwnNode(nodes[node]!, viewer)) reached[node] = true
  }
  return reached
}

export function sourceOf(leaf: Leaf, { standings, asOf }: Pick<Asking, 'standings' | 'asOf'>): Source {
  if (leaf.kind !== 'site') {
    const place = leaf.kind === 'unknown' ? `${leaf.lotNo}` : leaf.country ?? leaf.scrapClass ?? ''
    return { key: `${leaf.kind}:${place}:${leaf.basis}:${leaf.organisationId}`, leaf, epochFrom: null, epochTo: null, isAwarded: false }
  }
  const epoch = standings.epochOn(leaf.siteId!, dayOf(leaf.at))
  return {
    key: `site:${leaf.siteId}:${epoch.from ?? ''}:${leaf.basis}:${leaf.organisationId}`, leaf, epochFrom: epoch.from, epochTo: epoch.to,
    isAwarded: isAwarded(asOf === null ? epoch.standing : standings.on(leaf.siteId!, asOf)),
  }
}

/** Whether a site that handled metal held a mark then. */
export const isHandlerAwarded = ({ event }: LineageNode, { standings, asOf }: Pick<Asking, 'standings' | 'asOf'>): boolean => isAwarded(standings.on(event.siteId, asOf ?? dayOf(event.at)))

// Parts of one node are kept as numbers: source, chain, level and openness in one whole number.
const codeOf = (source: number, isChain: boolean, level: number, isOpen: boolean): number => ((source * 2 + (isChain ? 1 : 0)) * 4 + level) * 2 + (isOpen ? 1 : 0)
const uncode = (code: number) => ({ isOpen: code % 2 === 1, level: Math.floor(code / 2) % 4, isChain: Math.floor(code / 8) % 2 === 1, source: Math.floor(code / 16) })

type Parts = Map<number, number>
const add = (parts: Parts, code: number, share: number): void => { parts.set(code, (parts.get(code) ?? 0) + share) }

/** What a party lets through of what comes by its book. */
function letThrough(parts: Parts, organisationId: string, { viewer, choices }: Asking): Parts {
  if (viewer === null) return parts
  const level = LEVELS.indexOf(choices.levelFor(organisationId, viewer, 'origin'))
  const isOpen = choices.levelFor(organisationId, viewer, 'shares') === 'site'
  const passed: Parts = new Map()
  for (const [code, share] of parts) {
    const at = uncode(code)
    add(passed, codeOf(at.source, at.isChain, LEVELS.indexOf(mostRestrictive(LEVELS[at.level]!, LEVELS[level]!)), at.isOpen && isOpen), share)
  }
  return passed
}

function mixed(lineage: Lineage, node: LineageNode, made: readonly Parts[], sourceIndex: (leaf: Leaf) => number, asking: Asking, sources: readonly Source[]): Parts {
  const fractions = fractionsOf(node)
  const awarded = isHandlerAwarded(node, asking)
  const parts: Parts = new Map()
  const pour = (from: Parts, fraction: number): void => {
    for (const [code, share] of from) {
      const at = uncode(code)
      add(parts, codeOf(at.source, at.isChain && awarded, at.level, at.isOpen), share * fraction)
    }
  }
  for (const [i, input] of node.inputs.entries()) {
    const above = lineage.nodes[input.node]!
    const from = made[input.node]!
    pour(above.event.organisationId === node.event.organisationId ? from : letThrough(from, above.event.organisationId, asking), fractions.inputs[i]!)
  }
  if (node.leaf !== null && fractions.leaf > 0) {
    const source = sourceIndex(node.leaf)
    pour(new Map([[codeOf(source, sources[source]!.isAwarded, 3, true), 1]]), fractions.leaf)
  }
  return parts
}

/** When the newest record or link above each node was made. */
function newestAbove(lineage: Lineage): string[] {
  const newest: string[] = []
  for (const node of lineage.nodes) {
    let latest = node.event.recordedAt
    for (const input of node.inputs) for (const at of [input.knownAt, newest[input.node]!]) if (at > latest) latest = at
    newest.push(latest)
  }
  return newest
}

const partsOf = (parts: Parts, sources: readonly Source[]): Part[] => [...parts].map(([code, share]) => {
  const at = uncode(code)
  return { source: sources[at.source]!, isChainAwarded: at.isChain, level: LEVELS[at.level]!, isOpen: at.isOpen, share }
})

/**
 * The composition of the target, in what the asking party knows of its own book and what it received.
 * @param holder whose own book counts as known, where it is not the viewer's
 */
export function compositionOf(lineage: Lineage, asking: Asking, holder: Viewer | null = asking.viewer): Composition {
  const sources: Source[] = []
  const index = new Map<string, number>()
  const sourceIndex = (leaf: Leaf): number => {
    const source = sourceOf(leaf, asking)
    const known = index.get(source.key)
    if (known !== undefined) return known
    index.set(source.key, sources.length)
    sources.push(source)
    return sources.length - 1
  }
  const made: Parts[] = []
  for (const node of lineage.nodes) made.push(mixed(lineage, node, made, sourceIndex, asking, sources))
  return { sources, ...gathered(lineage, made, sources, sourceIndex, asking, holder) }
}

/** From the target up through the own book, to its own sources and to what was received of others. */
function gathered(lineage: Lineage, made: readonly Parts[], sources: readonly Source[], sourceIndex: (leaf: Leaf) => number, asking: Asking, holder: Viewer | null): Omit<Composition, 'sources'> {
  const last = lineage.nodes.length - 1
  const target = lineage.nodes[last]!
  const newest = newestAbove(lineage)
  const boundaries = new Map<number, { awarded: number; other: number; since: string }>()
  const own: Parts = new Map()
  const weights: { awarded: number; other: number }[] = lineage.nodes.map(() => ({ awarded: 0, other: 0 }))
  if (!isOwnNode(target, holder)) boundaries.set(last, { awarded: 1, other: 0, since: target.event.recordedAt })
  else weights[last]!.awarded = 1
  for (let i = last; i >= 0; i--) {
    const [node, weight] = [lineage.nodes[i]!, weights[i]!]
    if (weight.awarded + weight.other === 0) continue
    const passed = isHandlerAwarded(node, asking) ? weight : { awarded: 0, other: weight.awarded + weight.other }
    const fractions = fractionsOf(node)
    for (const [k, input] of node.inputs.entries()) {
      const fraction = fractions.inputs[k]!
      if (isOwnNode(lineage.nodes[input.node]!, holder)) {
        weights[input.node]!.awarded += passed.awarded * fraction
        weights[input.node]!.other += passed.other * fraction
        continue
      }
      const known = boundaries.get(input.node) ?? { awarded: 0, other: 0, since: input.knownAt }
      boundaries.set(input.node, { awarded: known.awarded + passed.awarded * fraction, other: known.other + passed.other * fraction, since: known.since < input.knownAt ? known.since : input.knownAt })
    }
    if (node.leaf === null || fractions.leaf === 0) continue
    const source = sourceIndex(node.leaf)
    const isGood = sources[source]!.isAwarded
    add(own, codeOf(source, isGood, 3, true), passed.awarded * fractions.leaf)
    add(own, codeOf(source, false, 3, true), passed.other * fractions.leaf)
  }
  // What the holder knows, as it lets the viewer see it.
  const toViewer = (parts: Parts): Parts => holder === asking.viewer ? parts : letThrough(parts, target.event.organisationId, asking)
  const readers = [asking.readBy, ...asking.viewer === null || asking.viewer.kind === 'public' ? [] : [asking.viewer.organisationId]].filter((one) => one !== undefined)
  return {
    own: partsOf(toViewer(own), sources).filter(({ share }) => share > 0),
    boundaries: [...boundaries].filter(([, { awarded, other }]) => awarded + other > 0).map(([i, { awarded, other, since }]) => {
      const node = lineage.nodes[i]!
      return { node, weight: { awarded, other }, parts: partsOf(toViewer(letThrough(made[i]!, node.event.organisationId, asking)), sources), isSettled: newest[i]! <= since, readers }
    }),
  }
}

/** Shares by source, everything seen. */
export function sharesBySource(lineage: Lineage, asking: Omit<Asking, 'viewer' | 'choices'>): Map<Source, number> {
  const all = compositionOf(lineage, { ...asking, viewer: null, choices: { levelFor: () => 'site' } })
  const shares = new Map<Source, number>()
  for (const { source, share } of all.own) shares.set(source, (shares.get(source) ?? 0) + share)
  return shares
}

/** Metal of a source that was needed for an amount of the lot, losses on the way included (golden G3c). @param own which nodes are looked at; all where it is left out */
export type Demand = { readonly lotNo: number; /** Null: handed over by another, who knows whence. */ readonly leaf: Leaf | null; readonly quanta: number; /** Of what came in by that lot. */ readonly fraction: number }

export function demandOf(lineage: Lineage, quanta: number, own?: readonly boolean[]): Demand[] {
  const needed = lineage.nodes.map(() => 0)
  needed[lineage.nodes.length - 1] = quanta
  const demands: Demand[] = []
  for (let i = lineage.nodes.length - 1; i >= 0; i--) {
    const node = lineage.nodes[i]!
    const given = Math.max(node.given.reduce((sum, { amount }) => sum + amount, 0), node.event.kind === 'receive' ? node.inputs.reduce((sum, { amount }) => sum + amount, node.leafAmount) : 0)
    if (needed[i] === 0 || given === 0 || own?.[i] === false) continue
    const fraction = needed[i]! / given
    const demand = (lotNo: number, leaf: Leaf | null, amount: number): void => {
      demands.push({ lotNo, leaf, quanta: fraction * amount, fraction: fraction * amount / Math.max(1, lineage.lots.get(lotNo)?.amount ?? amount) })
    }
    const handedOver = own === undefined ? 0 : node.inputs.reduce((sum, input) => own[input.node]! ? sum : sum + input.amount, 0)
    if (handedOver > 0) demand(node.lots[0]!.lotNo, null, handedOver)
    // Acid needs no metal: what it is formed of is wanted for the metal.
    if (!node.isFormed) for (const input of node.inputs) needed[input.node]! += fraction * input.amount
    if (node.leaf !== null) demand(node.leaf.lotNo, node.leaf, node.leafAmount)
  }
  return demands
}

/** A share with eight digits, rounded half up. Lines rounded one by one may miss one by a digit; grams never do. */
export const shareText = (share: number): string => share.toFixed(8)

/** A whole number of quanta by shares: floors, then one more to the largest remainders, so that none is lost or invented. */
export function quantaByShares(quanta: number, shares: readonly number[]): number[] {
  const exact = shares.map((share) => share * quanta)
  const parts = exact.map((value) => Math.floor(value + 1e-9))
  let rest = Math.round(exact.reduce((sum, value) => sum + value, 0)) - parts.reduce((sum, value) => sum + value, 0)
  const order = exact.map((value, i) => ({ i, remainder: value - parts[i]! })).sort((a, b) => b.remainder - a.remainder || a.i - b.i)
  for (const { i } of order) { if (rest <= 0) break; parts[i]! += 1; rest -= 1 }
  return parts
}
