// From the tables of the ledger to the index: all of it at the start, and what came since. Everything is read in one snapshot
// of the database, so that what is shown is of one moment, and it is put into the index in one step afterwards.
import { milestonesBySite, survivorOf } from '#src/awards/holding.ts'
import { settingOf } from '#src/access/scheme-setting.store.ts'
import { siteFact } from '#src/parties/site.ts'
import { readFacts } from '#src/transparency/fact.store.ts'
import type { FactSet } from '#src/transparency/fact.ts'
import type { Sql } from '#src/kernel/sql.ts'
import type { Origin } from '#src/custody/lot.ts'
import {
  drawsOfEvents, drawsOfEventsBetween, eventsAfter, ledgerCounts, linksOfReceiptsBetween, lotsOfEvents, lotsOfEventsBetween, type ReadDraw, type ReadEvent, type ReadLink, type ReadLot,
} from '#src/custody/index-reading.store.ts'
import type { Burden, BurdenEvent, BurdenFlow, BurdenSource } from './burden.ts'
import type { Epoch } from './atom.ts'
import type { EpochsOf } from './atom-list.ts'
import { appendDraws, appendLink, appendMade, isLiveLink, newGraph, voidEvent, type Graph, type GraphEvent, type GraphLot } from './graph.ts'
import { addBurden, type Burdens } from './index-burdens.ts'
import type { Circumstances } from './index-engine.ts'
import { flaggedPlacesSetting } from './index-setting.ts'
import { epochsOf } from './standing.ts'

/** Events read at once. */
const PAGE = 20_000

/** One moment of the database for all that is read. */
export const inOneMoment = <T>(sql: Sql, read: (sql: Sql) => Promise<T>): Promise<T> =>
  sql.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read)

// Ledger --------------------------------------------------------------------------------------------------------------

/** Bought scrap begins a new life whatever a paper says of it. */
function originOf(lot: ReadLot, event: ReadEvent): Origin | null {
  const isBought = lot.scrapClass === 'pre-consumer' || lot.scrapClass === 'post-consumer'
  return event.kind === 'receive' && isBought ? { kind: 'scrap', scrapClass: lot.scrapClass as 'pre-consumer' | 'post-consumer' } : lot.origin
}

export const graphEvent = (event: ReadEvent, lots: readonly ReadLot[]): Omit<GraphEvent, 'draws'> => ({
  eventNo: event.eventNo, kind: event.kind, organisationId: event.organisationId, siteId: event.siteId, at: Date.parse(event.at),
  lots: lots.map((lot): GraphLot => ({ lotNo: lot.lotNo, ref: lot.ref, metal: lot.metal, origin: originOf(lot, event), contained: lot.contained })),
})

/** Rows come in the order of their events; so they are handed out. */
export function byEvent<T extends { readonly eventNo: number }>(rows: readonly T[]): (eventNo: number) => readonly T[] {
  const grouped = Map.groupBy(rows, ({ eventNo }) => eventNo)
  return (eventNo) => grouped.get(eventNo) ?? []
}

/** The whole ledger. */
export async function readGraph(sql: Sql): Promise<Graph> {
  const counts = await ledgerCounts(sql)
  const graph = newGraph({ lots: counts.lastLot, events: counts.lastEvent, parts: counts.parts, draws: counts.draws, links: counts.links })
  const pages: { readonly first: number; readonly last: number }[] = []
  for (let after = 0; ;) {
    const events = await eventsAfter(sql, after, PAGE)
    if (events.length === 0) break
    const [first, last] = [events[0]!.eventNo, events.at(-1)!.eventNo]
    const lots = byEvent(await lotsOfEventsBetween(sql, first, last))
    for (const event of events) {
      appendMade(graph, graphEvent(event, lots(event.eventNo)))
      if (event.isVoid) voidEvent(graph, event.eventNo)
    }
    pages.push({ first, last })
    after = last
  }
  for (const { first, last } of pages) for (const [eventNo, draws] of Map.groupBy(await drawsOfEventsBetween(sql, first, last), (draw) => draw.eventNo)) appendDraws(graph, eventNo, draws)
  for (const { first, last } of pages) for (const link of await linksOfReceiptsBetween(sql, first, last)) appendLink(graph, link)
  return graph
}

export const pagesOf = async function* (sql: Sql): AsyncGenerator<ReadEvent[]> {
  for (let after = 0; ;) {
    const events = await eventsAfter(sql, after, PAGE)
    if (events.length === 0) return
    yield events
    after = events.at(-1)!.eventNo
  }
}

// Circumstances -------------------------------------------------------------------------------------------------------

export type Told = { readonly epochs: (siteId: string) => readonly Epoch[]; readonly flagged: ReadonlySet<string>; readonly flaggedVersion: string }

export async function readTold(sql: Sql, size: number): Promise<Told> {
  const facts = await readFacts(sql, size)
  const flagged = await settingOf(sql, flaggedPlacesSetting)
  return { epochs: epochsIn(facts), flagged: new Set([...flagged.countries, ...flagged.sites]), flaggedVersion: JSON.stringify(flagged) }
}

function epochsIn(facts: FactSet): EpochsOf {
  const bySite = milestonesBySite(facts)
  const sites = facts.of(siteFact)
  const kept = new Map<string, readonly Epoch[]>()
  return (siteId) => {
    const known = kept.get(siteId)
    if (known !== undefined) return known
    const epochs = epochsOf(bySite.get(survivorOf(sites, siteId)) ?? [])
    kept.set(siteId, epochs)
    return epochs
  }
}

export const circumstancesOf = (told: Told, factorVersion: string): Circumstances => ({ epochsOf: told.epochs, flagged: told.flagged, factorVersion })

/** Whether the index would be another by what is told now. */
export function isChanged(before: Circumstances, now: Told, graph: Graph): boolean {
  const sites = new Set([...graph.sites, ...graph.origins.flatMap((origin) => origin?.kind === 'site' ? [origin.siteId] : [])])
  for (const siteId of sites) if (JSON.stringify(before.epochsOf(siteId)) !== JSON.stringify(now.epochs(siteId))) return true
  return before.flagged.size !== now.flagged.size || [...now.flagged].some((place) => !before.flagged.has(place))
}

// Burdens -------------------------------------------------------------------------------------------------------------

const flowOf = (lot: Pick<ReadLot, 'metal' | 'material' | 'scrapClass' | 'grossGrams'>, all: number, amount: number): BurdenFlow => ({
  metal: lot.metal, material: lot.material, scrapClass: lot.scrapClass, amount, grossGrams: lot.grossGrams === null || all === 0 ? lot.grossGrams : amount === all ? lot.grossGrams : Math.round(lot.grossGrams * (amount / all)),
})
const tradedAmount = (lot: ReadLot): number => lot.contained.find(([substance]) => substance === lot.metal)?.[1] ?? 0

/** What to ask of these events: of a receipt lot by lot. `linked` says how much of a lot links account for. */
export function burdenEvents(events: readonly ReadEvent[], lots: (eventNo: number) => readonly ReadLot[], draws: (eventNo: number) => readonly ReadDraw[], linked: (lotNo: number) => number): BurdenEvent[] {
  return events.filter(({ isVoid }) => !isVoid).flatMap((event): BurdenEvent[] => {
    const common = { eventNo: event.eventNo, kind: event.kind, organisationId: event.organisationId, siteId: event.siteId, at: event.at, process: event.process, legs: event.legs }
    const made = lots(event.eventNo)
    const inputs = draws(event.eventNo).filter(({ substance, metal }) => substance === metal).map((draw) => flowOf(draw, draw.lotAmount, draw.amount))
    if (event.kind !== 'receive') return made.length === 0 && event.kind !== 'ship' ? [] : [{ ...common, inputs, entering: [], outputs: made.map((lot) => flowOf(lot, tradedAmount(lot), tradedAmount(lot))) }]
    return made.map((lot): BurdenEvent => {
      const amount = tradedAmount(lot)
      const rest = Math.max(0, amount - linked(lot.lotNo))
      const origin = originOf(lot, event) ?? { kind: 'unknown' as const }
      const enters = origin.kind === 'scrap' ? amount : rest
      return { ...common, lotNo: lot.lotNo, inputs: [], entering: enters === 0 ? [] : [{ ...flowOf(lot, amount, enters), origin }], outputs: [flowOf(lot, amount, amount)] }
    })
  })
}

export type TakenBurden = { readonly lotNo: number | null; readonly burden: Burden }

/** Asks for the burdens of events that stand in the graph. */
export async function readBurdens(sql: Sql, source: BurdenSource, events: readonly ReadEvent[], links: (lotNo: number) => number): Promise<TakenBurden[]> {
  if (events.length === 0) return []
  const numbers = events.map(({ eventNo }) => eventNo)
  const asked = burdenEvents(events, byEvent(await lotsOfEvents(sql, numbers)), byEvent(await drawsOfEvents(sql, numbers)), links)
  const burdens = await source.burdensOf(sql, asked)
  return burdens.flatMap((burden, i) => burden.parts.length === 0 && Object.keys(burden.allocation).length < 2 ? [] : [{ lotNo: asked[i]!.lotNo ?? null, burden }])
}

/** How much of the traded metal of a lot live links account for. */
export const linkedIn = (graph: Graph) => (lotNo: number): number => {
  const part = (graph.lotPart[lotNo] ?? 0) - 1
  let sum = 0
  if (part >= 0) for (let link = graph.partLink[part]!; link !== 0; link = graph.linkNextOfPart[link - 1]!) if (isLiveLink(graph, link - 1)) sum += graph.linkAmount[link - 1]!
  return sum
}
export const linkedBy = (links: readonly ReadLink[], graph: Graph) => {
  const read = Map.groupBy(links.filter(({ isVoid }) => !isVoid), ({ receiveLotNo }) => receiveLotNo)
  const known = new Set(links.map(({ receiveLotNo }) => receiveLotNo))
  const inGraph = linkedIn(graph)
  return (lotNo: number): number => known.has(lotNo) ? (read.get(lotNo) ?? []).reduce((sum, { amount }) => sum + amount, 0) : inGraph(lotNo)
}

/** All burdens, page by page. */
export async function fillBurdens(sql: Sql, source: BurdenSource, graph: Graph, burdens: Burdens): Promise<void> {
  for await (const events of pagesOf(sql)) for (const { lotNo, burden } of await readBurdens(sql, source, events, linkedIn(graph))) addBurden(burdens, graph, burden, lotNo)
}
