import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { luckOf, naiveShares, randomLedger, type RandomLedger } from '#test/random-ledger.ts'
import { atomKey, type Epoch } from './atom.ts'
import { appendEvent, appendLink, eventOfPart, newGraph, voidEvent, voidLink, type Graph } from './graph.ts'
import { newBurdens } from './index-burdens.ts'
import { engineOf, goOn, putTogether, type Circumstances, type Engine } from './index-engine.ts'
import { indexOf } from './index-reading.ts'
import type { Precision } from './index-vectors.ts'
import { readSnapshot, snapshotParts } from './snapshot.ts'

const plain: Circumstances = { epochsOf: () => [], factorVersion: 'none', flagged: new Set() }
const awarded = (from: string | null, to: string | null, isHeld: boolean): Epoch => ({ from, to, standing: { surely: isHeld ? ['copper'] : [], possibly: [] } })
/** Sites of even number were awarded until March 2025. */
const changing: Circumstances = { ...plain, epochsOf: (siteId) => siteId.endsWith('0') ? [awarded(null, '2025-03-01', true), awarded('2025-03-02', null, false)] : [awarded(null, null, true)] }

function whole(ledger: RandomLedger): Graph {
  const graph = newGraph()
  for (const event of ledger.events) appendEvent(graph, event)
  for (const link of ledger.links) appendLink(graph, link)
  return graph
}
const sharesBy = (engine: Engine, lot: number): Map<string, number> => new Map(indexOf(engine).shares(lot).map(({ atom, share }) => [atomKey(atom), share]))
function expectSame(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>, tolerance: number): void {
  for (const key of new Set([...a.keys(), ...b.keys()])) expect(Math.abs((a.get(key) ?? 0) - (b.get(key) ?? 0)), key).toBeLessThanOrEqual(tolerance)
}
const lotsOf = (ledger: RandomLedger) => ledger.events.flatMap(({ lots }) => lots.map(({ lotNo }) => lotNo))

/** Event by event, links when they come: as the follower does it. */
function stepByStep(ledger: RandomLedger, circumstances: Circumstances, precision?: Precision): Engine {
  const graph = newGraph()
  const engine = engineOf(graph, circumstances, newBurdens(), 0, precision)
  for (let from = 0; from < ledger.events.length;) {
    const events = ledger.events.slice(from, from + 1 + from % 3)
    for (const event of events) appendEvent(graph, event)
    const links = ledger.links.filter(({ after }) => after > from && after <= from + events.length)
    const received = links.map((link) => appendLink(graph, link))
    from += events.length
    goOn(engine, { events: events.map(({ eventNo }) => eventNo), received: received.filter((part) => part >= 0), isPast: false, burdens: [], logPosition: from })
  }
  const late = ledger.links.filter(({ after }) => after > ledger.events.length).map((link) => appendLink(graph, link))
  goOn(engine, { events: [], received: late, isPast: false, burdens: [], logPosition: ledger.events.length })
  return engine
}

describe('composition', () => {
  it('of every lot is what walking its past gives, and sums to one', () => {
    fc.assert(fc.property(fc.integer(), (seed) => {
      const ledger = randomLedger(seed, 80)
      const engine = engineOf(whole(ledger), plain)
      for (const lot of lotsOf(ledger)) {
        const shares = sharesBy(engine, lot)
        expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
        expectSame(shares, naiveShares(ledger, lot), 1e-12)
      }
    }), { numRuns: 40 })
  })

  it.each<[Precision, number]>([['float32', 2e-6], ['sparse', 1e-3]])('is the same in %s within its tolerance', (precision, tolerance) => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const ledger = randomLedger(seed, 150)
      const engine = engineOf(whole(ledger), changing, newBurdens(), 0, precision)
      const reference = engineOf(whole(ledger), changing)
      for (const lot of lotsOf(ledger)) {
        const shares = sharesBy(engine, lot)
        expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5)
        if (precision === 'float32') expectSame(shares, sharesBy(reference, lot), tolerance)
      }
    }
  })

  it('going on with what comes gives what putting together anew gives', () => {
    fc.assert(fc.property(fc.integer(), fc.constantFrom<Precision | undefined>(undefined, 'float32', 'sparse'), (seed, precision) => {
      const ledger = randomLedger(seed, 90)
      const engine = stepByStep(ledger, changing, precision)
      const anew = engineOf(whole(ledger), changing, newBurdens(), 0, precision)
      for (const lot of lotsOf(ledger)) {
        expectSame(sharesBy(engine, lot), sharesBy(anew, lot), precision === undefined ? 1e-12 : 1e-4)
        expect(indexOf(engine).value('chain-awarded', lot)).toBeCloseTo(indexOf(anew).value('chain-awarded', lot), 12)
      }
    }), { numRuns: 40 })
  })

  it('does not depend on the order in which books come in', () => {
    fc.assert(fc.property(fc.integer(), (seed) => {
      const ledger = randomLedger(seed, 60)
      const luck = luckOf(seed)
      // Numbers are given in the order of arrival: each book keeps its own order, books are interleaved anew.
      const queues = Map.groupBy(ledger.events, ({ organisationId }) => organisationId)
      const arrival: number[] = []
      while ([...queues.values()].some((queue) => queue.length > 0)) {
        const open = [...queues.values()].filter((queue) => queue.length > 0)
        arrival.push(open[Math.floor(luck() * open.length)]!.shift()!.eventNo)
      }
      const numberOf = new Map(arrival.map((eventNo, i) => [eventNo, i + 1]))
      const other: RandomLedger = {
        events: arrival.map((eventNo) => ({ ...ledger.events[eventNo - 1]!, eventNo: numberOf.get(eventNo)! })),
        links: ledger.links.map((link) => ({ ...link, shipEventNo: numberOf.get(link.shipEventNo)!, after: Infinity })),
      }
      const [a, b] = [engineOf(whole(ledger), changing), stepByStep(other, changing)]
      for (const lot of lotsOf(ledger)) {
        expectSame(sharesBy(a, lot), sharesBy(b, lot), 1e-12)
        expect(indexOf(b).value('chain-awarded', lot)).toBeCloseTo(indexOf(a).value('chain-awarded', lot), 12)
        expect(new Set(indexOf(b).traceUp(lot, { limit: 1000 }).items.map(({ event }) => event.at))).toEqual(new Set(indexOf(a).traceUp(lot, { limit: 1000 }).items.map(({ event }) => event.at)))
      }
    }), { numRuns: 25 })
  })

  it('merging then attributing is attributing then merging', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 1_000_000 })), { minLength: 2, maxLength: 12 }), (sources) => {
      const graph = newGraph()
      for (const [i, [site, amount]] of sources.entries()) appendEvent(graph, mined(i + 1, `SIT-${site}`, amount))
      const all = sources.reduce((sum, [, amount]) => sum + amount, 0)
      appendEvent(graph, { eventNo: 100, kind: 'merge', organisationId: 'org', siteId: 'SIT-1', at: 100, lots: [{ lotNo: 100, ref: 'M', metal: 'copper', origin: null, contained: [['copper', all]] }], draws: sources.map(([, amount], i) => ({ lotNo: i + 1, substance: 'copper', amount, recovery: 1 })) })
      const merged = indexOf(engineOf(graph, plain)).shares(100)
      for (const { atom, share } of merged) {
        if (atom.kind !== 'site') throw new Error(atom.kind)
        const own = sources.filter(([site]) => `SIT-${site}` === atom.siteId).reduce((sum, [, amount]) => sum + amount, 0)
        expect(share).toBeCloseTo(own / all, 12)
      }
    }))
  })

  it('of a voided event is gone, and of what is left unchanged', () => {
    const ledger = randomLedger(7, 60)
    const graph = whole(ledger)
    const engine = engineOf(graph, plain)
    const before = lotsOf(ledger).map((lot) => sharesBy(engine, lot))
    appendEvent(graph, mined(1000, 'SIT-9', 500, 1000))
    goOn(engine, { events: [1000], received: [], isPast: false, burdens: [], logPosition: 1 })
    expect(indexOf(engine).lotAt('org:L-1000')).toBe(1000)
    goOn(engine, { events: [], received: [], isPast: voidEvent(graph, 1000), burdens: [], logPosition: 2 })
    expect(indexOf(engine).lotAt('org:L-1000')).toBeUndefined()
    lotsOf(ledger).forEach((lot, i) => expect(sharesBy(engine, lot)).toEqual(before[i]))
  })

  it('follows a link that is taken back', () => {
    const ledger = randomLedger(11, 80)
    const graph = whole(ledger)
    const engine = engineOf(graph, plain)
    const link = ledger.links.find(({ receiveLotNo }) => indexOf(engine).usesOf(receiveLotNo).length > 0)!
    const part = voidLink(graph, link)
    goOn(engine, { events: [], received: [part], isPast: false, burdens: [], logPosition: 9 })
    const without = { ...ledger, links: ledger.links.filter((one) => one !== link) }
    for (const lot of lotsOf(ledger)) expectSame(sharesBy(engine, lot), naiveShares(without, lot), 1e-12)
    expect(eventOfPart(graph, part)).toBeGreaterThan(0)
  })
})

const mined = (eventNo: number, siteId: string, amount: number, lotNo = eventNo) => ({ eventNo, kind: 'extract' as const, organisationId: 'org', siteId, at: eventNo, draws: [], lots: [{ lotNo, ref: `L-${lotNo}`, metal: 'copper' as const, origin: { kind: 'site' as const, siteId }, contained: [['copper', amount] as const] }] })
const transformed = (eventNo: number, lotNo: number, amount: number, draws: readonly (readonly [number, number, number])[]) => ({
  eventNo, kind: 'transform' as const, organisationId: 'org', siteId: 'SIT-8', at: eventNo, draws: draws.map(([lot, drawn, recovery]) => ({ lotNo: lot, substance: 'copper' as const, amount: drawn, recovery })),
  lots: [{ lotNo, ref: `L-${lotNo}`, metal: 'copper' as const, origin: null, contained: [['copper', amount] as const] }],
})
const bought = (eventNo: number, scrapClass: 'pre-consumer' | 'post-consumer', amount: number) => ({ ...mined(eventNo, 'SIT-8', amount), kind: 'receive' as const, lots: [{ lotNo: eventNo, ref: `L-${eventNo}`, metal: 'copper' as const, origin: { kind: 'scrap' as const, scrapClass }, contained: [['copper', amount] as const] }] })

describe('golden numbers', () => {
  const t = (tonnes: number) => Math.round(tonnes * 1e6)
  const sources = [mined(1, 'SIT-A', t(2562)), mined(2, 'SIT-B', t(1392.3)), mined(3, 'SIT-C', t(3312)), bought(4, 'post-consumer', t(480))]
  const graphOf = (events: readonly Parameters<typeof appendEvent>[1][]) => { const graph = newGraph(); for (const event of events) appendEvent(graph, event); return indexOf(engineOf(graph, plain)) }
  const told = (index: ReturnType<typeof graphOf>, lot: number) => Object.fromEntries(index.shares(lot).map(({ atom, share }) => [atom.kind === 'site' ? atom.siteId : atom.kind === 'scrap' ? atom.scrapClass : atom.kind, share.toFixed(8)]))

  it('G3: equal recovery', () => {
    const index = graphOf([...sources, transformed(5, 5, t(7700), [[1, t(2562), 1], [2, t(1392.3), 1], [3, t(3312), 1], [4, t(480), 1]])])
    expect(told(index, 5)).toEqual({ 'SIT-A': '0.33073855', 'SIT-B': '0.17973742', 'SIT-C': '0.42755896', 'post-consumer': '0.06196507' })
  })
  it('G3b and G3d: a recovery for each source, and rod of it with electrowon cathode and prompt scrap', () => {
    const index = graphOf([
      ...sources, transformed(5, 5, t(7507.7625), [[1, t(2562), 0.975], [2, t(1392.3), 0.975], [3, t(3312), 0.96], [4, t(480), 0.985]]),
      mined(6, 'SIT-D', t(30)), bought(7, 'pre-consumer', t(20)), transformed(8, 8, t(199), [[5, t(150), 1], [6, t(30), 1], [7, t(20), 1]]),
    ])
    expect(told(index, 5)).toEqual({ 'SIT-A': '0.33271564', 'SIT-B': '0.18081186', 'SIT-C': '0.42349768', 'post-consumer': '0.06297482' })
    expect(told(index, 8)).toEqual({ 'SIT-A': '0.24953673', 'SIT-B': '0.13560889', 'SIT-C': '0.31762326', 'post-consumer': '0.04723112', 'SIT-D': '0.15000000', 'pre-consumer': '0.10000000' })
    expect(index.value('recycled-post-consumer', 8).toFixed(6)).toBe('0.047231')
    expect(index.value('recycled-pre-consumer', 8)).toBeCloseTo(0.1, 12)
  })
})

describe('genealogy', () => {
  it('upwards and downwards meets the events that walking meets, and shares of what enters sum to one', () => {
    fc.assert(fc.property(fc.integer(), (seed) => {
      const ledger = randomLedger(seed, 70)
      const index = indexOf(engineOf(whole(ledger), plain))
      const made = new Map(ledger.events.flatMap((event) => event.lots.map((lot) => [lot.lotNo, event] as const)))
      const above = (lot: number, seen = new Set<number>()): Set<number> => {
        const event = made.get(lot)!
        seen.add(event.eventNo)
        for (const { lotNo } of event.draws) above(lotNo, seen)
        if (event.lots.find(({ lotNo }) => lotNo === lot)!.origin?.kind !== 'scrap') for (const link of ledger.links.filter(({ receiveLotNo }) => receiveLotNo === lot)) { seen.add(link.shipEventNo); above(link.shipLotNo, seen) }
        return seen
      }
      const lots = lotsOf(ledger)
      const aboveOf = new Map(lots.map((lot) => [lot, above(lot)]))
      for (const lot of lots.slice(-10)) {
        const up = index.traceUp(lot, { limit: 10_000 })
        expect(new Set(up.items.map(({ event }) => event.eventNo))).toEqual(aboveOf.get(lot))
        expect(new Set(index.pastOf(lot))).toEqual(aboveOf.get(lot))
        const paths = index.paths(lot, { limit: 100_000 })
        expect(paths.items.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9)
        expect(paths.items.every(({ share }, i) => i === 0 || share <= paths.items[i - 1]!.share + 1e-15)).toBe(true)
        const byAtom = new Map<string, number>()
        for (const { atom, share } of paths.items) byAtom.set(atomKey(atom), (byAtom.get(atomKey(atom)) ?? 0) + share)
        expectSame(byAtom, naiveShares(ledger, lot), 1e-9)
      }
      for (const lot of lots.slice(0, 10)) {
        const down = new Set(index.traceDown(lot, { limit: 10_000 }).items.map(({ event }) => event.eventNo))
        const reaches = (other: number): boolean => other === lot || made.get(other)!.draws.some(({ lotNo }) => reaches(lotNo))
          || (made.get(other)!.lots.find(({ lotNo }) => lotNo === other)!.origin?.kind !== 'scrap' && ledger.links.some((link) => link.receiveLotNo === other && reaches(link.shipLotNo)))
        const below = new Set<number>()
        for (const event of ledger.events) if (event.draws.some(({ lotNo }) => reaches(lotNo)) || (event.kind === 'receive' && event.lots.some(({ lotNo }) => lotNo !== lot && reaches(lotNo)))) below.add(event.eventNo)
        expect(down).toEqual(below)
      }
    }), { numRuns: 15 })
  })

  it('a recall finds the lots that looking at each finds', () => {
    const ledger = randomLedger(3, 300)
    const index = indexOf(engineOf(whole(ledger), changing))
    const isSought = (atom: { kind: string; siteId?: string }) => atom.kind === 'site' && atom.siteId === 'SIT-10'
    const [from, to] = ['2025-02-01', '2025-05-01']
    const recalled = index.recall({ isSought, minShare: 0.05, from, to, substance: 'copper', limit: 10_000 })
    const scanned = lotsOf(ledger).filter((lot) => {
      const one = index.lot(lot)!
      return one.bornAt >= from && one.bornAt < '2025-05-02' && index.shares(lot).filter(({ atom }) => isSought(atom)).reduce((sum, { share }) => sum + share, 0) > 0.05
    })
    expect(recalled.items.map(({ lot }) => lot)).toEqual(scanned)
    expect(recalled.total).toBe(scanned.length)
    // A book among many is not lost behind the others: what is not wanted counts for nothing.
    const later = scanned.filter((lot) => lot > scanned[3]!)
    expect(index.recall({ isSought, isWanted: (lot) => lot > scanned[3]!, minShare: 0.05, from, to, substance: 'copper', limit: 2 })).toMatchObject({ items: later.slice(0, 2).map((lot) => ({ lot })), total: later.length })
    expect(scanned.length).toBeGreaterThan(3)
  })

  it('the chain column is what walking the past with the standing of each site gives', () => {
    const ledger = randomLedger(5, 200)
    const index = indexOf(engineOf(whole(ledger), changing))
    for (const lot of lotsOf(ledger)) {
      const walked = index.chainShare(lot, (siteId, at) => changing.epochsOf(siteId).find(({ to }) => to === null || at.slice(0, 10) <= to)!.standing.surely.length > 0)
      expect(index.value('chain-awarded', lot)).toBeCloseTo(walked, 9)
    }
  })
})

describe('a snapshot', () => {
  const ledger = randomLedger(2, 40)
  const graph = whole(ledger)
  const bytesOf = () => new Uint8Array(Buffer.concat(snapshotParts({ graph, burdens: newBurdens(), logPosition: 12, logDigest: 'ab', factorVersion: 'f1' })))

  it('brings back the very same index', () => {
    const read = readSnapshot(bytesOf())
    if (!read.isGood) throw new Error(read.because)
    expect(read.snapshot).toMatchObject({ logPosition: 12, logDigest: 'ab', factorVersion: 'f1' })
    const [a, b] = [engineOf(graph, plain), engineOf(read.snapshot.graph, plain)]
    for (const lot of lotsOf(ledger)) expect(sharesBy(b, lot)).toEqual(sharesBy(a, lot))
    expect(indexOf(b).lotAt('org_1:L-1')).toBe(indexOf(a).lotAt('org_1:L-1'))
    // It goes on from there like any other.
    appendEvent(read.snapshot.graph, mined(500, 'SIT-9', 5, 500))
    goOn(b, { events: [500], received: [], isPast: false, burdens: [], logPosition: 13 })
    putTogether(b)
    expect(indexOf(b).shares(500)).toHaveLength(1)
  })
  it('is refused whichever bit is turned, and wherever it is cut', () => {
    const good = bytesOf()
    const luck = luckOf(4)
    for (let i = 0; i < 400; i++) {
      const changed = good.slice()
      const at = i < 128 ? i : Math.floor(luck() * good.length)
      changed[at] = changed[at]! ^ (1 << Math.floor(luck() * 8))
      expect(readSnapshot(changed).isGood, `byte ${at}`).toBe(false)
    }
    for (const length of [0, 10, 64, 200, good.length - 1]) expect(readSnapshot(good.slice(0, length)).isGood).toBe(false)
    expect(readSnapshot(new Uint8Array([...good, 0])).isGood).toBe(false)
  })
})
