// The index on disk, so that a start need not read the ledger again: a header, then every column as it lies in memory. It says
// of which log it was made and up to where; a torn or changed file, another engine or another log is not read, and the index is
// made from the ledger instead. Vectors are not kept: they are mixed faster than read.
import { hash } from 'node:crypto'
import { trimmed, type NumberColumn } from './column-array.ts'
import { newGraph, type Graph } from './graph.ts'
import { newBurdens, type Burdens } from './index-burdens.ts'
import { ENGINE_VERSION } from './index-engine.ts'

const MAGIC = 'CUPELIDX'
const FORMAT = 1
const PREFIX = 64
const STEP = 64

export type SnapshotOf = { readonly graph: Graph; readonly burdens: Burdens; readonly logPosition: number; /** Leaf hash of the last entry it has seen, in hex. */ readonly logDigest: string; readonly factorVersion: string }

const types = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f32: Float32Array, f64: Float64Array } as const
type TypeName = keyof typeof types
const typeOf = (column: NumberColumn): TypeName => (Object.keys(types) as TypeName[]).find((name) => column instanceof types[name])!

type Section = { readonly name: string; readonly type: TypeName; readonly length: number; readonly sha256: string }
type Header = Omit<SnapshotOf, 'graph' | 'burdens'> & {
  readonly engineVersion: string
  readonly numbers: Readonly<Record<string, number>>
  readonly isDisordered: boolean
  readonly sites: string[]; readonly books: string[]; readonly origins: Graph['origins']
  readonly latePart: [number, number[]][]; readonly latePartOfEvent: [number, number[]][]
  readonly idsUsed: number; readonly idsByteCount: number
  readonly burdenCount: number; readonly burdenKinds: Burdens['kinds']; readonly allocation: [number, number[]][]
  readonly sections: readonly Section[]
}

const NUMBERS = ['lastEvent', 'lastLot', 'eventCount', 'lotCount', 'partCount', 'nodeCount', 'drawCount', 'linkCount'] as const

/** Columns by name, cut to what is in them. */
function columnsOf(g: Graph, b: Burdens): [string, NumberColumn][] {
  const perEvent = ['eventKind', 'eventSite', 'eventBook', 'eventAt', 'eventPart', 'eventParts', 'eventDraw', 'eventDraws'] as const
  const perLot = ['lotPart', 'lotParts'] as const
  const perPart = ['partSubstance', 'partAmount', 'partLot', 'partNode', 'partDraw', 'partLink'] as const
  const perNode = ['nodeEvent', 'nodeSubstance', 'nodeOrigin'] as const
  const perDraw = ['drawPart', 'drawAmount', 'drawEvent', 'drawNext', 'drawLink'] as const
  const perLink = ['linkDraw', 'linkPart', 'linkAmount', 'linkNextOfPart', 'linkNextOfDraw', 'linkVoid'] as const
  const cut = (names: readonly (keyof Graph)[], length: number): [string, NumberColumn][] => names.map((name) => [name, trimmed(g[name] as NumberColumn, length)])
  const parts = b.start[b.count]!
  return [
    ...cut(perEvent, g.lastEvent + 1), ...cut(perLot, g.lastLot + 1), ...cut(perPart, g.partCount), ...cut(perNode, g.nodeCount), ...cut(perDraw, g.drawCount), ...cut(perLink, g.linkCount),
    ['drawRecovery', g.drawRecovery.length === 0 ? g.drawRecovery : trimmed(g.drawRecovery, g.drawCount)],
    ['ids.slots', g.ids.slots], ['ids.start', trimmed(g.ids.start, Math.min(g.ids.start.length, g.lastLot + 1))], ['ids.bytes', trimmed(g.ids.bytes, g.ids.byteCount)],
    ['burdens.ofEvent', b.ofEvent], ['burdens.ofNode', b.ofNode], ['burdens.start', trimmed(b.start, b.count + 1)], ['burdens.partKind', trimmed(b.partKind, parts)], ['burdens.partKg', trimmed(b.partKg, parts)],
  ]
}

const padded = (bytes: number): number => Math.ceil(bytes / STEP) * STEP
const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex')

/** The file in parts, as `SnapshotStore.write` takes them. */
export function snapshotParts({ graph, burdens, logPosition, logDigest, factorVersion }: SnapshotOf): Uint8Array<ArrayBuffer>[] {
  const columns = columnsOf(graph, burdens)
  const bodies = columns.map(([, column]) => {
    const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength)
    return bytes.length % STEP === 0 ? bytes : concatenated(bytes, new Uint8Array(padded(bytes.length) - bytes.length))
  })
  const header: Header = {
    logPosition, logDigest, factorVersion, engineVersion: ENGINE_VERSION, numbers: Object.fromEntries(NUMBERS.map((name) => [name, graph[name]])), isDisordered: graph.isDisordered,
    sites: graph.sites, books: graph.books, origins: graph.origins, latePart: [...graph.latePart], latePartOfEvent: [...graph.latePartOfEvent], idsUsed: graph.ids.used, idsByteCount: graph.ids.byteCount,
    burdenCount: burdens.count, burdenKinds: burdens.kinds, allocation: [...burdens.allocation].map(([event, shares]) => [event, [...shares]]),
    sections: columns.map(([name, column], i) => ({ name, type: typeOf(column), length: column.length, sha256: sha256(bodies[i]!) })),
  }
  const text = new TextEncoder().encode(JSON.stringify(header))
  const head = new Uint8Array(padded(text.length)).fill(0x20)
  head.set(text)
  const prefix = new Uint8Array(PREFIX)
  prefix.set(new TextEncoder().encode(MAGIC))
  new DataView(prefix.buffer).setUint32(8, FORMAT)
  new DataView(prefix.buffer).setUint32(12, head.length)
  prefix.set(hash('sha256', concatenated(prefix.subarray(0, 16), head), 'buffer'), 16)
  return [prefix, head, ...bodies]
}

function concatenated(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

export type SnapshotRead = { readonly isGood: true; readonly snapshot: SnapshotOf } | { readonly isGood: false; readonly because: 'torn' | 'changed' | 'other-engine' }
const bad = (because: 'torn' | 'changed' | 'other-engine'): SnapshotRead => ({ isGood: false, because })

/** Reads a snapshot; its columns are views of the same bytes. Whose log it is the caller compares. */
export function readSnapshot(bytes: Uint8Array<ArrayBuffer>): SnapshotRead {
  if (bytes.length < PREFIX || bytes.byteOffset % 8 !== 0) return bad('torn')
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  if (new TextDecoder().decode(bytes.subarray(0, 8)) !== MAGIC || view.getUint32(8) !== FORMAT) return bad('other-engine')
  const headEnd = PREFIX + view.getUint32(12)
  if (headEnd > bytes.length) return bad('torn')
  const stated = bytes.subarray(16, 48)
  if (!hash('sha256', concatenated(bytes.subarray(0, 16), bytes.subarray(PREFIX, headEnd)), 'buffer').equals(stated) || bytes.subarray(48, PREFIX).some((byte) => byte !== 0)) return bad('changed')
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(PREFIX, headEnd))) as Header
  if (header.engineVersion !== ENGINE_VERSION) return bad('other-engine')
  const columns = new Map<string, NumberColumn>()
  let at = headEnd
  for (const { name, type, length, sha256: expected } of header.sections) {
    const size = length * types[type].BYTES_PER_ELEMENT
    const end = at + padded(size)
    if (end > bytes.length) return bad('torn')
    if (sha256(bytes.subarray(at, end)) !== expected) return bad('changed')
    columns.set(name, new types[type](bytes.buffer, bytes.byteOffset + at, length))
    at = end
  }
  return at === bytes.length ? { isGood: true, snapshot: restored(header, columns) } : bad('torn')
}

function restored(header: Header, columns: ReadonlyMap<string, NumberColumn>): SnapshotOf {
  const graph = newGraph()
  const burdens = newBurdens()
  const into = graph as unknown as Record<string, unknown>
  for (const name of NUMBERS) into[name] = header.numbers[name]!
  for (const [name, column] of columns) {
    const [of, field] = name.includes('.') ? name.split('.') as [string, string] : ['', name]
    const target = of === 'ids' ? graph.ids : of === 'burdens' ? burdens : graph
    ;(target as unknown as Record<string, unknown>)[field] = column
  }
  graph.isDisordered = header.isDisordered
  graph.ids.used = header.idsUsed
  graph.ids.byteCount = header.idsByteCount
  graph.sites.push(...header.sites); graph.books.push(...header.books); graph.origins.splice(0, 1, ...header.origins)
  graph.siteCode = new Map(header.sites.map((site, code) => [site, code]))
  graph.bookCode = new Map(header.books.map((book, code) => [book, code]))
  graph.originCode = new Map(header.origins.map((origin, code) => [JSON.stringify(origin), code]))
  graph.latePart = new Map(header.latePart)
  graph.latePartOfEvent = new Map(header.latePartOfEvent)
  burdens.count = header.burdenCount
  burdens.kinds.push(...header.burdenKinds)
  for (const [code, { stage, scope, isPrimary, label }] of header.burdenKinds.entries()) burdens.kindCode.set(JSON.stringify([stage, scope, isPrimary, label]), code)
  for (const [event, shares] of header.allocation) burdens.allocation.set(event, Float64Array.from(shares))
  return { graph, burdens, logPosition: header.logPosition, logDigest: header.logDigest, factorVersion: header.factorVersion }
}
