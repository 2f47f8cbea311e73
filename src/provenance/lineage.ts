// The ancestors of one lot, read once and walked without recursion: what exact shares, ranges, demand and paths are computed
// from (architecture section 4; custody notes 8, invariants 3, 4 and 9). A node is the event that made lots, or one received
// or extracted lot; composition belongs to the node. Of scrap that was bought a new life begins: nothing lies above it.
import type { CustodyModel, ScrapClass } from '#src/custody/custody-model.ts'
import type { EventKind } from '#src/custody/event.ts'
import type { LotId, Material, Origin, Ref } from '#src/custody/lot.ts'
import type { Substance } from '#src/custody/substance.ts'
import type { Instant } from '#src/kernel/time.ts'

export type LineageLot = {
  readonly lotNo: number
  readonly lotId: LotId
  readonly organisationId: string
  readonly eventNo: number
  readonly siteId: string
  readonly bornAt: Instant
  readonly material: Material
  readonly metal: Substance
  readonly model: CustodyModel
  readonly scrapClass: ScrapClass | null
  /** What the papers say, where it was received or extracted. */
  readonly origin: Origin | null
  readonly grossGrams: number | null
  /** Of the substance asked for, as it now counts. */
  readonly amount: number
  readonly isSimulated: boolean
}

export type LineageEvent = {
  readonly eventNo: number
  readonly ref: Ref
  readonly kind: EventKind
  readonly organisationId: string
  readonly siteId: string
  readonly at: Instant
  readonly recordedAt: Instant
}

export type LineageDraw = { readonly eventNo: number; readonly lotNo: number; readonly amount: number; readonly recovery: number }
/** A received lot and the shipped lot that it accounts for. */
export type LineageLink = { readonly receiveLotNo: number; readonly shipLotNo: number; readonly shipEventNo: number; readonly amount: number; readonly linkedAt: Instant }

export type Leaf = {
  readonly kind: 'site' | 'country' | 'scrap' | 'unknown'
  readonly siteId: string | null
  readonly country: string | null
  readonly scrapClass: 'pre-consumer' | 'post-consumer' | null
  readonly basis: 'recorded' | 'declared'
  /** Whose book says so. */
  readonly organisationId: string
  readonly at: Instant
  readonly lotNo: number
  readonly because: 'not-linked' | 'no-paper' | 'partly-linked'
}

export type LineageInput = { readonly lotNo: number; readonly node: number; readonly amount: number; readonly recovery: number; readonly via: 'draw' | 'link'; readonly knownAt: Instant; readonly drawnBy: number }

export type LineageNode = {
  readonly index: number
  readonly event: LineageEvent
  readonly lots: readonly LineageLot[]
  /** All that the event gave out, also lots that are no ancestors. */
  readonly given: readonly { readonly lotNo: number; readonly amount: number }[]
  readonly inputs: readonly LineageInput[]
  /** What comes into the records here, by how much. */
  readonly leaf: Leaf | null
  readonly leafAmount: number
  /** Formed of another substance than it is of, as acid is of sulphur and air: what went in and what came out are of two measures. */
  readonly isFormed: boolean
}

export type Lineage = {
  readonly substance: Substance
  readonly target: LineageLot
  readonly lots: ReadonlyMap<number, LineageLot>
  /** Ancestors before descendants; the last is the target's. */
  readonly nodes: readonly LineageNode[]
  readonly nodeOf: ReadonlyMap<number, number>
  /** Every draw on these lots, also by events that are no ancestors: first-in-first-out needs what left before. */
  readonly draws: ReadonlyMap<number, readonly (LineageDraw & { readonly at: Instant })[]>
}

export type LineageRows = {
  readonly substance: Substance
  readonly target: number
  readonly lots: readonly LineageLot[]
  readonly events: readonly LineageEvent[]
  readonly inputs: readonly LineageDraw[]
  readonly outputs: readonly { readonly eventNo: number; readonly lotNo: number; readonly amount: number }[]
  readonly links: readonly LineageLink[]
  readonly draws: readonly (LineageDraw & { readonly at: Instant })[]
  /** Events whose inputs are of another substance than what they gave. */
  readonly formed?: ReadonlySet<number>
}

const groupedBy = <T, K>(rows: readonly T[], keyOf: (row: T) => K): Map<K, T[]> => {
  const groups = new Map<K, T[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group === undefined) groups.set(keyOf(row), [row])
    else group.push(row)
  }
  return groups
}

/** Received and extracted lots stand by themselves; what one event made is of one composition. */
const keyOf = (lot: LineageLot, event: LineageEvent): string => event.kind === 'extract' || event.kind === 'receive' ? `l${lot.lotNo}` : `e${event.eventNo}`

/** Bought scrap is counted by its class where it came in, whatever it was before (ISO 14021). */
export const beginsAnew = (lot: LineageLot, event: LineageEvent): boolean => event.kind === 'receive' && (lot.scrapClass === 'pre-consumer' || lot.scrapClass === 'post-consumer')

function leafOf(lot: LineageLot, event: LineageEvent, isPartlyLinked: boolean): Leaf {
  const common = { organisationId: lot.organisationId, at: event.at, lotNo: lot.lotNo, siteId: null, country: null, scrapClass: null, because: isPartlyLinked ? 'partly-linked' : 'not-linked' } as const
  if (event.kind !== 'receive') return { ...common, kind: 'site', siteId: lot.siteId, basis: 'recorded' }
  if (beginsAnew(lot, event)) return { ...common, kind: 'scrap', scrapClass: lot.scrapClass as 'pre-consumer' | 'post-consumer', siteId: lot.siteId, basis: 'recorded' }
  const origin = lot.origin ?? { kind: 'unknown' }
  switch (origin.kind) {
    case 'site': return { ...common, kind: 'site', siteId: origin.siteId, basis: 'declared' }
    case 'country': return { ...common, kind: 'country', country: origin.country, basis: 'declared' }
    case 'scrap': return { ...common, kind: 'scrap', scrapClass: origin.scrapClass, siteId: lot.siteId, basis: 'declared' }
    case 'unknown': return { ...common, kind: 'unknown', basis: 'declared' }
  }
}

type Draft = { key: string; event: LineageEvent; lots: LineageLot[]; inputs: Omit<LineageInput, 'node'>[]; leaf: Leaf | null; leafAmount: number; given: { lotNo: number; amount: number }[]; isFormed: boolean }

function draftsOf(rows: LineageRows): Map<string, Draft> {
  const events = new Map(rows.events.map((event) => [event.eventNo, event]))
  const [inputs, outputs, links] = [groupedBy(rows.inputs, (row) => row.eventNo), groupedBy(rows.outputs, (row) => row.eventNo), groupedBy(rows.links, (row) => row.receiveLotNo)]
  const drafts = new Map<string, Draft>()
  for (const lot of rows.lots) {
    const event = events.get(lot.eventNo)!
    const key = keyOf(lot, event)
    const known = drafts.get(key)
    if (known !== undefined) { known.lots.push(lot); continue }
    if (key.startsWith('e')) {
      const drawn = (inputs.get(event.eventNo) ?? []).map((draw) => ({ lotNo: draw.lotNo, amount: draw.amount, recovery: draw.recovery, via: 'draw' as const, knownAt: event.recordedAt, drawnBy: event.eventNo }))
      const given = (outputs.get(event.eventNo) ?? []).map(({ lotNo, amount }) => ({ lotNo, amount }))
      const total = given.reduce((sum, { amount }) => sum + amount, 0)
      const isMade = drawn.length === 0
      drafts.set(key, { key, event, lots: [lot], inputs: drawn, leaf: isMade ? leafOf(lot, event, false) : null, leafAmount: isMade ? total : 0, given, isFormed: rows.formed?.has(event.eventNo) ?? false })
      continue
    }
    const linked = beginsAnew(lot, event) || event.kind === 'extract' ? [] : (links.get(lot.lotNo) ?? [])
    const sum = linked.reduce((total, { amount }) => total + amount, 0)
    const rest = Math.max(0, lot.amount - sum)
    drafts.set(key, {
      key, event, lots: [lot], given: [{ lotNo: lot.lotNo, amount: lot.amount }], isFormed: false,
      inputs: linked.map((link) => ({ lotNo: link.shipLotNo, amount: link.amount, recovery: 1, via: 'link' as const, knownAt: link.linkedAt, drawnBy: link.shipEventNo })),
      // A lot of nothing (all of it corrected away) is still told by what it was.
      leaf: rest > 0 || linked.length === 0 ? leafOf(lot, event, linked.length > 0) : null, leafAmount: rest > 0 ? rest : linked.length === 0 ? 1 : 0,
    })
  }
  return drafts
}

/** @throws Error where the records hold a circle, which the law of links excludes */
export function lineageOf(rows: LineageRows): Lineage {
  const lots = new Map(rows.lots.map((lot) => [lot.lotNo, lot]))
  const drafts = draftsOf(rows)
  const byLot = new Map<number, string>()
  for (const [key, draft] of drafts) for (const { lotNo } of draft.lots) byLot.set(lotNo, key)
  const order = ancestorsFirst(drafts, byLot, byLot.get(rows.target)!)
  const index = new Map(order.map((key, i) => [key, i]))
  const nodes = order.map((key, i): LineageNode => {
    const { event, lots, inputs, leaf, leafAmount, given, isFormed } = drafts.get(key)!
    return { index: i, event, lots, given, leaf, leafAmount, isFormed, inputs: inputs.map((input) => ({ ...input, node: index.get(byLot.get(input.lotNo)!)! })) }
  })
  return {
    substance: rows.substance, target: lots.get(rows.target)!, lots, nodes, draws: groupedBy(rows.draws, (row) => row.lotNo),
    nodeOf: new Map([...byLot].flatMap(([lotNo, key]) => index.has(key) ? [[lotNo, index.get(key)!] as const] : [])),
  }
}

function ancestorsFirst(drafts: ReadonlyMap<string, Draft>, byLot: ReadonlyMap<number, string>, target: string): string[] {
  const order: string[] = []
  const state = new Map<string, 'open' | 'done'>()
  const stack: string[] = [target]
  while (stack.length > 0) {
    const key = stack.at(-1)!
    if (state.get(key) === 'done') { stack.pop(); continue }
    if (state.get(key) === 'open') { state.set(key, 'done'); order.push(key); stack.pop(); continue }
    state.set(key, 'open')
    for (const { lotNo } of drafts.get(key)!.inputs) {
      const above = byLot.get(lotNo)!
      if (state.get(above) === 'open') throw new Error(`the records of lot ${lotNo} go in a circle`)
      if (state.get(above) === undefined) stack.push(above)
    }
  }
  return order
}
