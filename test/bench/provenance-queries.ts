// Questions to the index: one lot by its name, in process and by HTTP; the past of a lot against a recursive query of PostgreSQL
// over the same edges; a recall. Answers are compared before times are.
import { createServer } from 'node:http'
import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import { readConfig } from '#src/platform/config.ts'
import { openHouse } from '#src/platform/house.ts'
import { eachSourceEvent } from '#src/provenance/index-rows.ts'
import type { Graph } from '#src/provenance/graph.ts'
import type { Engine } from '#src/provenance/index-engine.ts'
import { indexOf } from '#src/provenance/index-reading.ts'
import { sweepDown, sweepUp } from '#src/provenance/trace-sweep.ts'
import type { World } from './provenance-world.ts'
import { spread, type Spread } from './provenance-mixing.ts'

export type Quantiles = { readonly p50: number; readonly p99: number }
const quantiles = (times: number[]): Quantiles => {
  const sorted = times.sort((a, b) => a - b)
  return { p50: sorted[Math.floor(sorted.length * 0.5)]!, p99: sorted[Math.floor(sorted.length * 0.99)]! }
}

/** Numbers that look random and are the same each time. */
function picks(count: number, below: number): number[] {
  let state = 12345
  return Array.from({ length: count }, () => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return 1 + state % below })
}

/** In microseconds: from the name of a lot to its origins, falling and summing to one. */
export function measureComposition(world: World, engine: Engine, times = 200_000): Quantiles {
  const index = indexOf(engine)
  const names = picks(times, engine.graph.lastLot).map((lot) => world.lotId(lot))
  const took: number[] = []
  let worst = 0
  for (let round = 0; round < 2; round++) {
    took.length = 0
    for (const name of names) {
      const began = process.hrtime.bigint()
      const shares = index.shares(index.lotAt(name)!)
      took.push(Number(process.hrtime.bigint() - began) / 1000)
      if (round === 0) worst = Math.max(worst, Math.abs(shares.reduce((sum, { share }) => sum + share, 0) - 1))
    }
  }
  if (worst > 1e-5) throw new Error(`shares sum to one within ${worst}`)
  return quantiles(took)
}

/** In milliseconds, one after another over one connection: the bytes of the composition as JSON. */
export async function measureHttp(world: World, engine: Engine, times = 3000): Promise<Quantiles> {
  const index = indexOf(engine)
  const server = createServer((request, response) => {
    const lot = index.lotAt(decodeURIComponent(request.url!.slice(1)))
    const shares = lot === undefined ? [] : index.shares(lot).map(({ atom, share }) => ({ ...atom, share }))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ ...index.version, shares }))
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const took: number[] = []
  for (const lot of picks(times, engine.graph.lastLot)) {
    const began = performance.now()
    const answer = await (await fetch(url + encodeURIComponent(world.lotId(lot)))).json() as { shares: unknown[] }
    took.push(performance.now() - began)
    if (answer.shares.length === 0) throw new Error('a lot without shares')
  }
  server.close()
  return quantiles(took.slice(200))
}

const isScrapReceipt = (graph: Graph, event: number): boolean => graph.eventParts[event]! > 0 && graph.origins[graph.nodeOrigin[graph.partNode[graph.eventPart[event]!]!]!]?.kind === 'scrap'

export type TraceMeasured = { readonly events: number; readonly ours: Spread; readonly peer: Spread; readonly ratio: number; /** Of the first call each, its data not in the caches of the processor. */ readonly coldRatio: number; readonly down: Spread }

/** Finished lots, newest first: their whole past as a set of events. */
export async function measureTrace(engine: Engine, folder: string, asked = 25): Promise<TraceMeasured> {
  const { graph } = engine
  const index = indexOf(engine)
  const open = await openHouse(readConfig({ CUPEL_DATA: join(folder, 'trace'), LOG_LEVEL: 'error' }, folder), { loadsShipped: false })
  try {
    const { pool } = open.house.database
    await pool.query('create table bench_source (event int not null, source int not null)')
    let [events, sources]: [number[], number[]] = [[], []]
    const flush = async () => { await pool.query('insert into bench_source select * from unnest($1::int[], $2::int[])', [events, sources]); [events, sources] = [[], []] }
    for (let event = 1; event <= graph.lastEvent; event++) {
      const own = new Set<number>()
      // Bought scrap begins a new life: nothing lies above it, for either side.
      if (!isScrapReceipt(graph, event)) eachSourceEvent(graph, event, (source) => own.add(source))
      for (const source of own) { events.push(event); sources.push(source) }
      if (events.length > 50_000) await flush()
    }
    await flush()
    await pool.query('create index on bench_source (event, source)')
    await pool.query('vacuum analyze bench_source')
    const [ours, peer, ratios, sizes, cold]: number[][] = [[], [], [], [], []]
    const lots = picks(asked * 40, Math.floor(graph.lastLot / 50)).map((back) => graph.lastLot - back).filter((lot) => graph.partDraw[graph.lotPart[lot]! - 1] === 0).slice(0, asked)
    for (const lot of lots) for (let i = 0; i < 200; i++) index.pastOf(lot)
    for (const lot of lots) {
      const event = graph.nodeEvent[graph.partNode[graph.lotPart[lot]! - 1]!]!
      const query = { name: 'past', text: 'with recursive past (event) as (select $1::int union select s.source from past p join bench_source s on s.event = p.event) select count(*)::int as events from past', values: [event] }
      const [peerTimes, ownTimes]: number[][] = [[], []]
      let rows: { events: number }[] = []
      let found: readonly number[] = []
      // In turns, and each as often as it takes to find its data where it left it; then the median.
      for (let turn = 0; turn < 5; turn++) {
        const peerBegan = performance.now()
        rows = (await pool.query<{ events: number }>(query)).rows
        peerTimes!.push(performance.now() - peerBegan)
        for (let i = 0; i < 5; i++) {
          const began = performance.now()
          found = index.pastOf(lot)
          ownTimes!.push(performance.now() - began)
        }
      }
      const [peerMs, ms] = [spread(peerTimes!).median, spread(ownTimes!).median]
      if (found.length !== rows[0]!.events) throw new Error(`lot ${lot}: ${found.length} events by the index, ${rows[0]!.events} by PostgreSQL`)
      ours!.push(ms); peer!.push(peerMs); ratios!.push(peerMs / ms); cold!.push(peerTimes![0]! / ownTimes![0]!); sizes!.push(found.length)
    }
    const downs = picks(25, 2000).map((lot) => { const began = performance.now(); sweepDown(engine, graph.lotPart[lot]! - 1); return performance.now() - began })
    return { events: spread(sizes!).median, ours: spread(ours!), peer: spread(peer!), ratio: spread(ratios!).median, coldRatio: spread(cold!).median, down: spread(downs) }
  } finally { await open.close() }
}

/** Every lot with more than 0.1 % of one mine, in a hundred days. */
export function measureRecall(world: World, engine: Engine): { readonly ms: Spread; readonly found: number } {
  const index = indexOf(engine)
  const { siteId } = world.columns.sites[0]!
  let found = 0
  const took = Array.from({ length: 5 }, () => {
    const began = performance.now()
    found = index.recall({ isSought: (atom) => atom.kind === 'site' && atom.siteId === siteId, minShare: 0.001, from: '2024-06-01', to: '2024-09-08', substance: 'copper', limit: 100 }).total
    return performance.now() - began
  })
  return { ms: spread(took), found }
}

export function measureWholePast(engine: Engine): { readonly ms: Spread; readonly events: number } {
  const { graph } = engine
  const lots = picks(40, Math.floor(graph.lastLot / 50)).map((back) => graph.lastLot - back)
  const sizes: number[] = []
  const took = lots.map((lot) => { const began = performance.now(); sizes.push(sweepUp(engine, graph.lotPart[lot]! - 1).events.length); return performance.now() - began })
  return { ms: spread(took.slice(5)), events: spread(sizes).median }
}
