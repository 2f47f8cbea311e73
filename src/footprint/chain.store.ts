// Puts together the events a lot's metal went through, as its footprint needs them, from what `provenance/lineage.store.ts`
// reads: one round of queries per generation, none that recurses. Amounts are of the metal each lot is traded for.
import { sql as text } from 'kysely'
import type { TransportLeg } from '#src/custody/event.ts'
import type { LotId, Material, Origin } from '#src/custody/lot.ts'
import { standingLines } from '#src/custody/standing-line.store.ts'
import type { Substance } from '#src/custody/substance.ts'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { BurdenEvent, BurdenFlow } from '#src/provenance/burden.ts'
import type { LineageDraw, LineageEvent, LineageLink, LineageLot } from '#src/provenance/lineage.ts'
import { eventsByNo, findLot, inputsOf, linksOf, lotsByNo, lotsOfEvents } from '#src/provenance/lineage.store.ts'
import type { ChainInput, ChainNode, FootprintChain, NodeKey } from './lot-footprint.ts'

type Row = Record<string, unknown>
const number = (value: unknown): number => Number(value)

export type ChainLot = LineageLot
type HeldEvent = LineageEvent & { readonly process: string | null; readonly legs: readonly TransportLeg[] }
type Details = { readonly process?: string; readonly legs?: TransportLeg[] }

/** A lot by the metal it is traded for, where it counts. @returns undefined where there is no such lot */
export async function findChainLot(sql: Sql, lotId: LotId, knownAt: Instant | null = null): Promise<ChainLot | undefined> {
  const found = await findLot(sql, lotId, knownAt)
  return found === undefined || found.isVoid ? undefined : (await lotsByNo(sql, [found.lotNo], null, knownAt))[0]
}

async function heldEvents(sql: Sql, eventNos: readonly number[]): Promise<HeldEvent[]> {
  const lines = await standingLines(sql, eventNos)
  return (await eventsByNo(sql, eventNos)).map((event) => {
    const line: Details = lines.get(event.eventNo) ?? {}
    return { ...event, process: line.process ?? null, legs: line.legs ?? [] }
  })
}

const flowOf = (lot: ChainLot, amount = lot.amount): BurdenFlow => ({
  metal: lot.metal, material: lot.material, amount, scrapClass: lot.scrapClass,
  grossGrams: lot.grossGrams === null || lot.amount === 0 ? lot.grossGrams : amount === lot.amount ? lot.grossGrams : Math.round(lot.grossGrams * (amount / lot.amount)),
})

/** What was read of a lot's past, by number. */
type Past = {
  readonly lots: Map<number, ChainLot>
  readonly events: Map<number, HeldEvent>
  readonly draws: Map<number, LineageDraw[]>
  readonly links: Map<number, LineageLink[]>
  readonly given: Map<number, ChainLot[]>
}

function grouped<T>(into: Map<number, T[]>, rows: readonly T[], keyOf: (row: T) => number): void {
  for (const row of rows) {
    const list = into.get(keyOf(row))
    if (list === undefined) into.set(keyOf(row), [row])
    else list.push(row)
  }
}

/** Bought scrap begins a new life, whatever a paper says of it. */
const boughtAs = ({ scrapClass }: ChainLot) => scrapClass === 'pre-consumer' || scrapClass === 'post-consumer' ? scrapClass : undefined
const originOf = (lot: ChainLot): Origin => { const scrapClass = boughtAs(lot); return scrapClass === undefined ? lot.origin ?? { kind: 'unknown' } : { kind: 'scrap', scrapClass } }
const fresh = (nos: readonly number[], known: ReadonlyMap<number, unknown>): number[] => [...new Set(nos)].filter((no) => !known.has(no))

/** @returns undefined where the past of the lot is larger than one question may read */
async function gather(sql: Sql, from: readonly number[], knownAt: Instant | null, most: number): Promise<Past | undefined> {
  const past: Past = { lots: new Map(), events: new Map(), draws: new Map(), links: new Map(), given: new Map() }
  let frontier = [...from]
  while (frontier.length > 0) {
    const lots = await lotsByNo(sql, frontier, null, knownAt)
    for (const lot of lots) past.lots.set(lot.lotNo, lot)
    if (past.lots.size > most) return undefined
    const links = await linksOf(sql, lots.filter((lot) => boughtAs(lot) === undefined).map(({ lotNo }) => lotNo), null, knownAt)
    grouped(past.links, links, ({ receiveLotNo }) => receiveLotNo)
    const events = await heldEvents(sql, fresh([...lots.map(({ eventNo }) => eventNo), ...links.map(({ shipEventNo }) => shipEventNo)], past.events))
    for (const event of events) past.events.set(event.eventNo, event)
    const drawing = events.filter(({ kind }) => kind !== 'extract' && kind !== 'receive').map(({ eventNo }) => eventNo)
    const draws = await inputsOf(sql, drawing, null)
    grouped(past.draws, draws, ({ eventNo }) => eventNo)
    grouped(past.given, await lotsOfEvents(sql, events.filter(({ kind }) => kind !== 'receive' && kind !== 'ship').map(({ eventNo }) => eventNo), null, knownAt), ({ eventNo }) => eventNo)
    // A shipment draws more than came here: what else it took is needed for its weight only.
    const shipped = draws.filter(({ eventNo }) => past.events.get(eventNo)!.kind === 'ship').map(({ lotNo }) => lotNo)
    frontier = fresh([...draws.filter(({ eventNo }) => past.events.get(eventNo)!.kind !== 'ship').map(({ lotNo }) => lotNo), ...links.map(({ shipLotNo }) => shipLotNo)], past.lots)
    for (const lot of await lotsByNo(sql, fresh(shipped, past.lots).filter((no) => !frontier.includes(no)), null, knownAt)) past.given.set(-lot.lotNo, [lot])
  }
  return past
}

const keyOfLot = (past: Past, lot: ChainLot): NodeKey => past.events.get(lot.eventNo)!.kind === 'receive' ? `l${lot.lotNo}` : `e${lot.eventNo}`
/** A lot of the way, or one that only travelled along. */
const lotIn = (past: Past, lotNo: number): ChainLot => past.lots.get(lotNo) ?? past.given.get(-lotNo)![0]!

function receivedNode(past: Past, lot: ChainLot, event: HeldEvent): ChainNode {
  const links = past.links.get(lot.lotNo) ?? []
  const rest = Math.max(0, lot.amount - links.reduce((sum, { amount }) => sum + amount, 0))
  const inputs = links.map((link): ChainInput => {
    const source = past.lots.get(link.shipLotNo)!
    return { node: keyOfLot(past, source), metal: source.metal, amount: link.amount, via: `e${link.shipEventNo}` }
  })
  const flow = flowOf(lot)
  const entering = rest === 0 ? [] : [{ ...flowOf(lot, rest), origin: originOf(lot) }]
  return { key: `l${lot.lotNo}`, inputs, event: { ...event, inputs: links.map((link) => flowOf(past.lots.get(link.shipLotNo)!, link.amount)), entering, outputs: [flow] } }
}

function eventNode(past: Past, event: HeldEvent): ChainNode {
  const draws = past.draws.get(event.eventNo) ?? []
  const flows = draws.map(({ lotNo, amount }) => flowOf(lotIn(past, lotNo), amount))
  const inputs = event.kind === 'ship' ? [] : draws.map(({ lotNo, amount }): ChainInput => {
    const source = past.lots.get(lotNo)!
    return { node: keyOfLot(past, source), metal: source.metal, amount, via: null }
  })
  return { key: `e${event.eventNo}`, inputs, event: { ...event, inputs: flows, entering: [], outputs: event.kind === 'ship' ? [] : (past.given.get(event.eventNo) ?? []).map((lot) => flowOf(lot)) } }
}

export type ReadChain = { readonly nodes: ReadonlyMap<NodeKey, ChainNode>; readonly lots: readonly ChainLot[]; readonly eventNos: readonly number[]; chainOf(lotNo: number): FootprintChain }

/** The past of lots, as a footprint is worked out from it. @returns undefined where it is larger than one question may read */
export async function readChain(sql: Sql, lotNos: readonly number[], knownAt: Instant | null = null, most = 200_000): Promise<ReadChain | undefined> {
  const past = await gather(sql, lotNos, knownAt, most)
  if (past === undefined) return undefined
  const nodes = new Map<NodeKey, ChainNode>()
  for (const event of past.events.values()) if (event.kind !== 'receive') nodes.set(`e${event.eventNo}`, eventNode(past, event))
  for (const lot of past.lots.values()) {
    const event = past.events.get(lot.eventNo)!
    if (event.kind === 'receive') nodes.set(`l${lot.lotNo}`, receivedNode(past, lot, event))
  }
  return {
    nodes, lots: [...past.lots.values()], eventNos: [...past.events.keys()],
    chainOf: (lotNo) => { const lot = past.lots.get(lotNo)!; return { nodes, target: keyOfLot(past, lot), metal: lot.metal } },
  }
}

export type ShippedLot = { readonly lotNo: number; readonly amount: number }
export type HeldShipment = { readonly shipmentNo: number; readonly ref: string; readonly organisationId: string; readonly siteId: string; readonly shipEventNo: number; readonly state: string; readonly event: BurdenEvent; readonly lots: readonly ShippedLot[]; readonly model: string | null }

/** A shipment of a book with the lots it drew, for the footprint of what travels. */
export async function findChainShipment(sql: Sql, shipmentNo: number): Promise<HeldShipment | undefined> {
  const { rows } = await text<Row>`select s.shipment_no, s.shipment_ref, s.event_no, s.from_site_id, s.state, s.model, k.organisation_id from custody_shipment s join custody_book k on k.book_no = s.book_no
    where s.shipment_no = ${shipmentNo}`.execute(sql)
  const row = rows[0]
  if (row === undefined) return undefined
  const eventNo = number(row['event_no'])
  const [event] = await heldEvents(sql, [eventNo])
  const draws = await inputsOf(sql, [eventNo], null)
  const lots = new Map((await lotsByNo(sql, draws.map(({ lotNo }) => lotNo), null, null)).map((lot) => [lot.lotNo, lot]))
  return {
    shipmentNo: number(row['shipment_no']), ref: row['shipment_ref'] as string, organisationId: row['organisation_id'] as string, siteId: row['from_site_id'] as string, shipEventNo: eventNo, state: row['state'] as string, model: row['model'] as string | null,
    event: { ...event!, inputs: draws.map(({ lotNo, amount }) => flowOf(lots.get(lotNo)!, amount)), entering: [], outputs: [] }, lots: draws.map(({ lotNo, amount }) => ({ lotNo, amount })),
  }
}

/** Events of a book at a site in a period: what figures of that period weigh on. */
export const eventsIn = async (sql: Sql, organisationId: string, siteId: string, from: string, to: string): Promise<number[]> =>
  (await text<Row>`select e.event_no from custody_event e join custody_book k on k.book_no = e.book_no where k.organisation_id = ${organisationId} and e.site_id = ${siteId}
    and e.occurred_at >= ${from}::date and e.occurred_at < ${to}::date + 1`.execute(sql)).rows.map((row) => number(row['event_no']))

/** What left a stage of a site in a period by the records of its book, by the metal lots are traded for: to hold the stated output against. */
export async function recordedOutput(sql: Sql, organisationId: string, siteId: string, from: string, to: string): Promise<{ material: Material; metal: Substance; amount: number }[]> {
  const { rows } = await text<Row>`select l.material, l.metal, sum(m.amount) as amount from custody_lot l join custody_book k on k.book_no = l.book_no left join custody_lot_metal m on m.lot_no = l.lot_no and m.substance = l.metal join custody_event e on e.event_no = l.event_no
    where k.organisation_id = ${organisationId} and l.site_id = ${siteId} and not l.is_void and e.kind in ('extract', 'transform')
      and l.born_at >= ${from}::date and l.born_at < ${to}::date + 1 group by l.material, l.metal order by l.material, l.metal`.execute(sql)
  return rows.map((row) => ({ material: row['material'] as Material, metal: row['metal'] as Substance, amount: number(row['amount']) }))
}

/** What a batch took back or weighed anew: events that no longer stand, and lots that count differently. */
export async function touchedByBatch(sql: Sql, batchNo: number): Promise<{ readonly eventNos: readonly number[]; readonly lotNos: readonly number[] }> {
  // The numbers of a batch lie close together: its bounds keep both questions in an index.
  const { rows: [bounds] } = await text<{ first: string | null; last: string | null }>`select min(event_no) as first, max(event_no) as last from custody_event where batch_no = ${batchNo}`.execute(sql)
  if (bounds?.first == null) return { eventNos: [], lotNos: [] }
  const voided = await text<Row>`select v.event_no from custody_event v join custody_event e on e.event_no = v.voided_by where v.voided_by between ${bounds.first} and ${bounds.last} and e.batch_no = ${batchNo}`.execute(sql)
  const weighed = await text<Row>`select distinct m.lot_no from custody_measurement m join custody_event e using (event_no) where m.event_no between ${bounds.first} and ${bounds.last} and e.batch_no = ${batchNo} and m.change <> 0`.execute(sql)
  return { eventNos: voided.rows.map((row) => number(row['event_no'])), lotNos: weighed.rows.map((row) => number(row['lot_no'])) }
}
