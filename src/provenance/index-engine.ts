// The index as it stands in memory: ledger, rows, vectors and columns. It goes on by adding what is new at its end, and is put
// together anew where something in the past changed; both give the same (a law, held by tests). Each change is one step without
// a pause: nobody sees half of it.
import { isAwarded } from './standing.ts'
import type { Burden } from './burden.ts'
import { newAtomList, numberOf, type AtomList, type EpochsOf } from './atom-list.ts'
import { columnsOfEvent, fitColumns, newNodeColumns, type IsAwardedAt, type NodeColumns } from './column.ts'
import { withRoom } from './column-array.ts'
import { eventOfPart, isDrawn, isVoidEvent, type Graph } from './graph.ts'
import { addBurden, newBurdens, type Burdens } from './index-burdens.ts'
import { NO_ROW, compileEvent, compilePart, eachSourceEvent, eventOrder, fitNodes, newRows, type Rows } from './index-rows.ts'
import { precisionFor, vectorsOf, type Precision, type Vectors } from './index-vectors.ts'

/** Changes with the laws below: a snapshot of another engine is not read, and every answer names it. */
export const ENGINE_VERSION = '1'

/** What an index rests on besides the ledger. Where one changes, rows or columns are made anew. */
export type Circumstances = {
  readonly epochsOf: EpochsOf
  readonly factorVersion: string
  /** Sites and countries a scheme flags: by site number, or by country. */
  readonly flagged: ReadonlySet<string>
}

export type Engine = {
  readonly graph: Graph
  circumstances: Circumstances
  atoms: AtomList
  rows: Rows
  vectors: Vectors
  burdens: Burdens
  columns: NodeColumns
  /** Place of an event in the order of making; empty where its number is that. */
  rank: Uint32Array<ArrayBuffer>
  ranked: Uint32Array<ArrayBuffer>
  rankCount: number
  /** Number of log entries it has seen. */
  logPosition: number
  /** Only for measuring and tests: vectors laid out so whatever their number. */
  readonly precision: Precision | undefined
}

/** Puts an index together from a ledger. @param isLater it is put together by the caller */
export function engineOf(graph: Graph, circumstances: Circumstances, burdens: Burdens = newBurdens(), logPosition = 0, precision?: Precision, isLater = false): Engine {
  const engine: Engine = {
    graph, circumstances, burdens, logPosition, precision,
    atoms: newAtomList(circumstances.epochsOf), rows: newRows(), vectors: vectorsOf(newRows(), 1, 'float64', 0), columns: newNodeColumns(), rank: new Uint32Array(0), ranked: new Uint32Array(0), rankCount: 0,
  }
  if (!isLater) putTogether(engine)
  return engine
}

/** Standings of handling sites by their number, so that an event costs a comparison or two. */
function awardedBy({ epochsOf }: Circumstances, graph: Graph): IsAwardedAt {
  const course = (siteId: string) => {
    const told = epochsOf(siteId)
    return { until: Float64Array.from(told, ({ to }) => to === null ? Infinity : Date.parse(to) + DAY), held: Uint8Array.from(told, ({ standing }) => isAwarded(standing) ? 1 : 0) }
  }
  const bySite: (ReturnType<typeof course> | undefined)[] = []
  const on = ({ until, held }: ReturnType<typeof course>, at: number): boolean => {
    let epoch = 0
    while (epoch < until.length && at >= until[epoch]!) epoch += 1
    return held[epoch] === 1
  }
  return {
    atEvent: (event) => on(bySite[graph.eventSite[event]!] ??= course(graph.sites[graph.eventSite[event]!]!), graph.eventAt[event]!),
    atSite: (siteId, at) => on(course(siteId), at),
  }
}
const DAY = 86_400_000

/** Makes rows, vectors and columns anew from the ledger. */
export function putTogether(engine: Engine, mixed?: Compiled & { readonly vectors?: Vectors }): void {
  const { atoms, rows, order } = mixed ?? compiled(engine)
  const precision = engine.precision ?? precisionFor(rows.count, atoms.atoms.length)
  const other = precision === 'sparse' ? numberOf(atoms, { kind: 'other' }) : 0
  engine.atoms = atoms
  engine.rows = rows
  engine.vectors = mixed?.vectors ?? vectorsOf(rows, atoms.atoms.length, precision, other)
  rankEvents(engine, order)
  fillColumns(engine, order)
}

/** Rows of the whole ledger, not mixed yet. */
export type Compiled = { readonly atoms: AtomList; readonly rows: Rows; readonly order: Uint32Array<ArrayBuffer> }

export function compiled(engine: Engine): Compiled {
  const { graph, circumstances } = engine
  const atoms = newAtomList(circumstances.epochsOf)
  const order = eventOrder(graph)
  const rows = newRows(graph.nodeCount)
  for (const event of order) compileEvent(rows, graph, atoms, event)
  return { atoms, rows, order }
}

function rankEvents(engine: Engine, order: Uint32Array<ArrayBuffer>): void {
  if (!engine.graph.isDisordered) { engine.rank = engine.ranked = new Uint32Array(0); engine.rankCount = 0; return }
  engine.rank = new Uint32Array(engine.graph.lastEvent + 1)
  engine.ranked = order
  engine.rankCount = order.length
  for (const [at, event] of order.entries()) engine.rank[event] = at
}

function fillColumns(engine: Engine, order: Uint32Array): void {
  engine.columns = newNodeColumns(engine.graph.nodeCount)
  const isAwardedAt = awardedBy(engine.circumstances, engine.graph)
  for (const event of order) columnsOfEvent(engine.columns, engine.graph, engine.burdens, isAwardedAt, event)
}

/** Where an event stands in the order of making, and which event stands at a place. */
export const rankOf = (engine: Engine, event: number): number => engine.rank.length === 0 ? event : engine.rank[event]!
export const eventAtRank = (engine: Engine, rank: number): number => engine.rank.length === 0 ? rank : engine.ranked[rank]!

/** What came since: the ledger has it already, the rest follows. */
export type IndexChange = {
  readonly events: readonly number[]
  /** Received parts whose links or amount changed. */
  readonly received: readonly number[]
  /** Something in the past changed that others were made of. */
  readonly isPast: boolean
  readonly burdens: readonly { readonly lotNo: number | null; readonly burden: Burden }[]
  readonly logPosition: number
  /** Set where one of them changed. */
  readonly circumstances?: Circumstances | undefined
  /** All burdens are told anew. */
  readonly isNewFactors?: boolean
}

export function goOn(engine: Engine, change: IndexChange): void {
  const { graph } = engine
  if (change.isNewFactors === true) engine.burdens = newBurdens()
  for (const { lotNo, burden } of change.burdens) addBurden(engine.burdens, graph, burden, lotNo)
  engine.logPosition = change.logPosition
  if (change.circumstances !== undefined) engine.circumstances = change.circumstances
  const fresh = new Set(change.events)
  const late = change.received.filter((part) => !fresh.has(eventOfPart(graph, part)))
  const needsAll = change.isPast || change.circumstances !== undefined || change.isNewFactors === true || late.some((part) => isDrawn(graph, part)) || breaksOrder(engine, change, late)
  if (needsAll || !addAtEnd(engine, change.events, late)) putTogether(engine)
}

/** Whether what came cannot simply stand behind what is there: a late receipt of a later shipment, numbers out of order. */
function breaksOrder(engine: Engine, { events }: IndexChange, late: readonly number[]): boolean {
  const { graph, rank } = engine
  if (rank.length === 0) return graph.isDisordered
  if (late.length > 0) return true
  const placed = new Set<number>()
  for (const event of [...events].sort((a, b) => a - b)) {
    let isPlaced = true
    eachSourceEvent(graph, event, (source) => { if (!placed.has(source) && !isRanked(engine, source)) isPlaced = false })
    if (!isPlaced) return true
    placed.add(event)
  }
  return false
}
const isRanked = ({ rank, ranked }: Engine, event: number): boolean => event < rank.length && ranked[rank[event]!] === event

/** @returns false where rows or atoms outgrew their layout */
function addAtEnd(engine: Engine, events: readonly number[], late: readonly number[]): boolean {
  const { graph, rows, atoms } = engine
  const before = rows.count
  const ordered = [...events].sort((a, b) => a - b)
  fitNodes(rows, graph)
  for (const event of ordered) compileEvent(rows, graph, atoms, event)
  for (const part of late) {
    rows.nodeRow[graph.partNode[part]!] = NO_ROW
    compilePart(rows, graph, atoms, eventOfPart(graph, part), part)
  }
  if (!engine.vectors.fits(rows, atoms.atoms.length)) return false
  engine.vectors.mix(rows, before)
  if (engine.rank.length > 0) for (const event of ordered) {
    engine.rank = withRoom(engine.rank, event + 1)
    engine.ranked = withRoom(engine.ranked, engine.rankCount + 1)
    engine.rank[event] = engine.rankCount
    engine.ranked[engine.rankCount++] = event
  }
  fitColumns(engine.columns, graph.nodeCount)
  const isAwardedAt = awardedBy(engine.circumstances, engine.graph)
  for (const event of new Set([...ordered, ...late.map((part) => eventOfPart(graph, part))])) if (!isVoidEvent(graph, event)) columnsOfEvent(engine.columns, graph, engine.burdens, isAwardedAt, event)
  return true
}
