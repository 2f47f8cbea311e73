// Keeps the provenance index by following the log: `ctx.followed(provenanceFollower)` gives it with every committed entry. It
// starts from a snapshot where a good one of this very log lies there, else from the ledger.
import { settingOf } from '#src/access/scheme-setting.store.ts'
import { entriesFrom, readHead, type Head } from '#src/transparency/log.store.ts'
import type { FollowedEntry, Follower, SnapshotStore } from '#src/transparency/follower.ts'
import type { Sql } from '#src/kernel/sql.ts'
import { drawsOfEvents, eventsNumbered, eventsOfBatches, eventsVoidedBy, linksOfReceipts, lotsMeasuredBy, lotsOfEvents, type ReadDraw, type ReadEvent, type ReadLink, type ReadLot } from '#src/custody/index-reading.store.ts'
import { noBurdens, type BurdenSource } from './burden.ts'
import { appendDraws, appendLink, appendMade, codeOfSubstance, eventOfPart, isLot, kindAt, KIND, partOf, setAmount, voidEvent, voidLink, type Graph } from './graph.ts'
import { newBurdens } from './index-burdens.ts'
import { differencesBetween, type IndexDifference } from './index-compare.ts'
import { compiled, engineOf, goOn, putTogether, type IndexChange, type Engine } from './index-engine.ts'
import { byEvent, circumstancesOf, fillBurdens, graphEvent, inOneMoment, isChanged, linkedBy, pagesOf, readBurdens, readGraph, readTold, type TakenBurden, type Told } from './index-load.handlers.ts'
import { indexOf } from './index-reading.ts'
import { flaggedPlacesSetting } from './index-setting.ts'
import { precisionFor } from './index-vectors.ts'
import { indexWiring } from './index-wiring.ts'
import { dense32, planFor, writeRows } from './kernel-dense32.ts'
import type { ProvenanceIndex } from './provenance-index.ts'
import { readSnapshot, snapshotParts } from './snapshot.ts'

const KINDS = ['custody.recorded', 'custody.linked', 'custody.unlinked'] as const
const NAME = 'provenance'

type Kept = { readonly engine: Engine; publicSize: number; flaggedVersion: string; sql: Sql }
type Made = Omit<Kept, 'sql'>
const engines = new WeakMap<ProvenanceIndex, Kept>()
/** The engine behind an index, for the check of the house and for measuring. */
export const engineBehind = (index: ProvenanceIndex): Engine => engines.get(index)!.engine

function shown(kept: Kept): ProvenanceIndex {
  const index = indexOf(kept.engine)
  engines.set(index, kept)
  return index
}

export const provenanceFollower: Follower<ProvenanceIndex> = {
  name: NAME,
  kinds: KINDS,
  start: async (sql, snapshots) => {
    const kept = { ...await inOneMoment(sql, async (moment) => await fromSnapshot(moment, snapshots) ?? await fromLedger(moment)), sql }
    return { state: shown(kept), size: kept.engine.logPosition }
  },
  follow: async (index, sql, entries, size) => {
    const kept = engines.get(index)!
    await catchUp(kept, sql, entries, size)
    return index
  },
  save: async (index, _size, snapshots) => saveIndex(index, snapshots),
}

const digestAt = async (sql: Sql, size: number): Promise<string> => size === 0 ? '' : (await entriesFrom(sql, size - 1, 1))[0]?.leaf_hash.toString('hex') ?? 'none'

/** The digest is of the entry the index has seen last, kept when it saw it. */
const digests = new WeakMap<Engine, string>()

export async function saveIndex(index: ProvenanceIndex, snapshots: SnapshotStore): Promise<void> {
  const { engine } = engines.get(index)!
  const logDigest = digests.get(engine)
  if (logDigest === undefined || engine.graph.eventCount === 0) return
  await snapshots.write(NAME, snapshotParts({ graph: engine.graph, burdens: engine.burdens, logPosition: engine.logPosition, logDigest, factorVersion: engine.circumstances.factorVersion }))
}

async function fromSnapshot(sql: Sql, snapshots: SnapshotStore): Promise<Made | undefined> {
  const bytes = await snapshots.read(NAME)
  const read = bytes === undefined ? undefined : readSnapshot(bytes)
  if (read === undefined || !read.isGood) return undefined
  const { graph, burdens, logPosition, logDigest, factorVersion } = read.snapshot
  const head = await readHead(sql)
  if (logPosition > head.size || await digestAt(sql, logPosition) !== logDigest) return undefined
  const told = await readTold(sql, head.size)
  const version = await indexWiring().burdens.version(sql)
  const fresh = version === factorVersion ? burdens : newBurdens()
  if (version !== factorVersion) await fillBurdens(sql, indexWiring().burdens, graph, fresh)
  return keep(await opened(graph, told, version, fresh, logPosition), head.publicSize, told, logDigest)
}

/** Everything anew from the tables. */
export async function fromLedger(sql: Sql): Promise<Made> {
  const head = await readHead(sql)
  const source = indexWiring().burdens
  const told = await readTold(sql, head.size)
  const version = await source.version(sql)
  const graph = await readGraph(sql)
  const burdens = newBurdens()
  if (source !== noBurdens) await fillBurdens(sql, source, graph, burdens)
  return keep(await opened(graph, told, version, burdens, head.size), head.publicSize, told, await digestAt(sql, head.size))
}

function keep(engine: Engine, publicSize: number, told: Told, digest: string): Made {
  digests.set(engine, digest)
  return { engine, publicSize, flaggedVersion: told.flaggedVersion }
}

/** Puts the index together, its vectors on threads where there are many and threads are given. */
async function opened(graph: Graph, told: Told, factorVersion: string, burdens: ReturnType<typeof newBurdens>, logPosition: number): Promise<Engine> {
  const circumstances = circumstancesOf(told, factorVersion)
  const { mixOnThreads } = indexWiring()
  if (mixOnThreads === undefined) return engineOf(graph, circumstances, burdens, logPosition)
  const engine = engineOf(graph, circumstances, burdens, logPosition, undefined, true)
  const made = compiled(engine)
  const atoms = made.atoms.atoms.length
  if (precisionFor(made.rows.count, atoms) !== 'float32') { putTogether(engine, made); return engine }
  const plan = planFor(Math.ceil(made.rows.count * 1.1) + 64, Math.ceil(made.rows.edgeCount * 1.1) + 64, atoms)
  writeRows(plan, made.rows, 0)
  await mixOnThreads(plan, made.rows.count)
  putTogether(engine, { ...made, vectors: dense32(made.rows, atoms, plan) })
  return engine
}

/**
 * Makes the index anew from the ledger, compares, and puts it in the place of the running one in one step.
 * @returns what the running one said differently of the same entries
 */
export async function rebuild(index: ProvenanceIndex, isCheckOnly: boolean): Promise<IndexDifference[]> {
  const kept = engines.get(index)!
  for (;;) {
    const made = await inOneMoment(kept.sql, fromLedger)
    // Entries may have come while it was made: whichever is behind is brought up before both are compared.
    if (made.engine.logPosition > kept.engine.logPosition) await catchUp(kept, kept.sql, await entriesSince(kept.sql, [], kept.engine.logPosition, kept.engine.logPosition, made.engine.logPosition), made.engine.logPosition)
    if (made.engine.logPosition < kept.engine.logPosition) continue
    const differences = differencesBetween(kept.engine, made.engine)
    if (!isCheckOnly) {
      const digest = digests.get(made.engine)!
      Object.assign(kept.engine, made.engine)
      Object.assign(kept, { publicSize: made.publicSize, flaggedVersion: made.flaggedVersion })
      digests.set(kept.engine, digest)
    }
    return differences
  }
}

// Catching up ---------------------------------------------------------------------------------------------------------

const numberIn = (subject: string): number => Number(subject.slice(4))

async function entriesSince(sql: Sql, given: readonly FollowedEntry[], from: number, size: number, head: number): Promise<FollowedEntry[]> {
  const entries = given.filter(({ position }) => position >= from)
  for (let position = Math.max(size, from); position < head;) {
    const more = await entriesFrom(sql, position, 500)
    if (more.length === 0) break
    entries.push(...more.filter(({ kind }) => KINDS.includes(kind as typeof KINDS[number])))
    position = more.at(-1)!.position + 1
  }
  return entries
}

/** Reads what came since in one moment, then changes the index in one step. */
async function catchUp(kept: Kept, sql: Sql, given: readonly FollowedEntry[], size: number): Promise<void> {
  const { engine } = kept
  if (size <= engine.logPosition) return
  const news = await inOneMoment(sql, (moment) => readNews(kept, moment, given, size))
  applyNews(kept, news)
}

type News = {
  readonly head: Head
  readonly events: readonly ReadEvent[]
  readonly lots: readonly ReadLot[]
  readonly draws: readonly ReadDraw[]
  readonly measured: readonly ReadLot[]
  /** Older events that were taken back. */
  readonly voided: readonly number[]
  readonly links: readonly ReadLink[]
  readonly told: Told | undefined
  readonly digest: string
  readonly factorVersion: string
  readonly burdens: readonly TakenBurden[]
  readonly isNewFactors: boolean
}

async function readNews(kept: Kept, sql: Sql, given: readonly FollowedEntry[], size: number): Promise<News> {
  const { engine } = kept
  const head = await readHead(sql)
  const entries = await entriesSince(sql, given, engine.logPosition, size, head.size)
  const events = await eventsOfBatches(sql, entries.filter(({ kind }) => kind === 'custody.recorded').map(({ subject }) => numberIn(subject)))
  const numbers = events.map(({ eventNo }) => eventNo)
  const voided = numbers.length === 0 ? [] : (await eventsVoidedBy(sql, numbers)).filter((event) => !numbers.includes(event))
  const receipts = [...new Set(entries.filter(({ kind }) => kind !== 'custody.recorded').map(({ subject }) => numberIn(subject)))]
  const [lots, draws, measured] = numbers.length === 0 ? [[], [], []] : [await lotsOfEvents(sql, numbers), await drawsOfEvents(sql, numbers), await lotsMeasuredBy(sql, [...numbers, ...voided])]
  const links = receipts.length === 0 ? [] : await linksOfReceipts(sql, receipts)
  const told = head.publicSize === kept.publicSize && (await settingVersion(sql)) === kept.flaggedVersion ? undefined : await readTold(sql, head.size)
  return { head, events, lots, draws, measured, voided, links, told, digest: await digestAt(sql, head.size), ...await readNewBurdens(kept, sql, events, receipts, linkedBy(links, engine.graph)) }
}

const settingVersion = async (sql: Sql): Promise<string> => JSON.stringify(await settingOf(sql, flaggedPlacesSetting))

/** Burdens of what is new; of everything, where the factors changed. */
async function readNewBurdens(kept: Kept, sql: Sql, events: News['events'], receipts: readonly number[], linked: (lotNo: number) => number): Promise<{ factorVersion: string; burdens: TakenBurden[]; isNewFactors: boolean }> {
  const source = indexWiring().burdens
  const factorVersion = await source.version(sql)
  const isNewFactors = factorVersion !== kept.engine.circumstances.factorVersion
  if (source === noBurdens) return { factorVersion, burdens: [], isNewFactors: false }
  if (isNewFactors) return { factorVersion, burdens: await allBurdens(sql, source, linked), isNewFactors }
  const relinked = receipts.filter((receipt) => !events.some(({ eventNo }) => eventNo === receipt))
  const asked = [...events, ...relinked.length === 0 ? [] : await eventsNumbered(sql, relinked)]
  return { factorVersion, burdens: await readBurdens(sql, source, asked, linked), isNewFactors }
}

/** New events are among them: everything is read in the same moment. */
async function allBurdens(sql: Sql, source: BurdenSource, linked: (lotNo: number) => number): Promise<TakenBurden[]> {
  const all: TakenBurden[] = []
  for await (const events of pagesOf(sql)) all.push(...await readBurdens(sql, source, events, linked))
  return all
}

function applyNews(kept: Kept, news: News): void {
  const { engine } = kept
  const { graph } = engine
  let isPast = false
  const lots = byEvent(news.lots)
  const draws = byEvent(news.draws)
  for (const event of news.events) {
    if (lots(event.eventNo).some(({ lotNo }) => isLot(graph, lotNo))) isPast = true
    appendMade(graph, graphEvent(event, lots(event.eventNo)))
    if (event.isVoid) voidEvent(graph, event.eventNo)
  }
  for (const event of news.events) appendDraws(graph, event.eventNo, draws(event.eventNo))
  for (const event of news.voided) if (voidEvent(graph, event)) isPast = true
  const received: number[] = []
  for (const lot of news.measured) if (weigh(engine, lot, received)) isPast = true
  for (const link of news.links) {
    const part = link.isVoid ? voidLink(graph, link) : appendLink(graph, link)
    if (part >= 0) received.push(part)
  }
  kept.publicSize = news.head.publicSize
  if (news.told !== undefined) kept.flaggedVersion = news.told.flaggedVersion
  digests.set(engine, news.digest)
  goOn(engine, { events: news.events.map(({ eventNo }) => eventNo), received, isPast, burdens: news.burdens, isNewFactors: news.isNewFactors, logPosition: news.head.size, circumstances: circumstancesAfter(engine, news) })
}

function circumstancesAfter({ circumstances, graph }: Engine, { told, factorVersion }: News): IndexChange['circumstances'] {
  if (told !== undefined && isChanged(circumstances, told, graph)) return circumstancesOf(told, factorVersion)
  return factorVersion === circumstances.factorVersion ? undefined : { ...circumstances, factorVersion }
}

/** @returns whether more than the rest of a receipt changes: a metal found anew, or a footprint told per another mass */
function weigh({ graph, burdens }: Engine, { lotNo, contained }: News['measured'][number], received: number[]): boolean {
  let isPast = burdens.count > 0
  for (const [substance, amount] of contained) {
    const part = partOf(graph, lotNo, codeOfSubstance(substance))
    if (part < 0) isPast = true
    else if (graph.partAmount[part] !== amount && kindAt(graph, eventOfPart(graph, part)) === KIND.receive) received.push(part)
    setAmount(graph, lotNo, substance, amount)
  }
  return isPast
}
