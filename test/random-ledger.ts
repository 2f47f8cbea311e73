// Random small ledgers for the tests of the index: books that mine, receive, mix, split, ship and link, in an order the law
// would accept, and a naive model of what the index answers.
import type { EventKind } from '#src/custody/event.ts'
import type { Origin } from '#src/custody/lot.ts'
import type { GraphEvent, GraphLink } from '#src/provenance/graph.ts'

export type RandomLedger = { readonly events: readonly GraphEvent[]; readonly links: readonly (GraphLink & { readonly after: number })[] }

/** A small generator of numbers below one, so that a seed gives one ledger. */
export function luckOf(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Lot = { readonly lotNo: number; readonly book: number; left: number }
const START = Date.UTC(2025, 0, 1)

export function randomLedger(seed: number, steps: number): RandomLedger {
  const luck = luckOf(seed)
  const below = (limit: number) => Math.floor(luck() * limit)
  const events: GraphEvent[] = []
  const links: (GraphLink & { after: number })[] = []
  const lots: Lot[] = []
  let lotNo = 0
  const make = (book: number, amount: number): { lotNo: number; lot: Lot } => { const lot = { lotNo: ++lotNo, book, left: amount }; lots.push(lot); return { lotNo: lot.lotNo, lot } }
  const record = (kind: EventKind, book: number, made: readonly { amount: number; origin: Origin | null }[], draws: GraphEvent['draws']): number[] => {
    const eventNo = events.length + 1
    const made2 = made.map(({ amount, origin }) => ({ lotNo: make(book, amount).lotNo, origin, amount }))
    events.push({
      eventNo, kind, organisationId: `org_${book}`, siteId: `SIT-${book}${below(2)}`, at: START + eventNo * 3_600_000 * 20, draws,
      lots: made2.map((one) => ({ lotNo: one.lotNo, ref: `L-${one.lotNo}`, metal: 'copper', origin: one.origin, contained: [['copper', one.amount]] })),
    })
    return made2.map((one) => one.lotNo)
  }
  const drawSome = (book: number, count: number) => {
    const open = lots.filter((lot) => lot.book === book && lot.left > 0)
    const chosen = [...new Set(Array.from({ length: count }, () => open[below(open.length)]!))].filter((lot) => lot !== undefined)
    return chosen.map((lot) => {
      const amount = luck() < 0.4 ? lot.left : Math.max(1, Math.floor(lot.left * luck()))
      lot.left -= amount
      return { lotNo: lot.lotNo, substance: 'copper' as const, amount, recovery: luck() < 0.2 ? 0.9 + below(100) / 1000 : 1 }
    })
  }
  for (let step = 0; step < steps; step++) {
    const book = below(4)
    const at = luck()
    if (at < 0.2) record('extract', book, [{ amount: 1000 + below(5000), origin: { kind: 'site', siteId: `SIT-${book}${below(2)}` } }], [])
    else if (at < 0.3) record('receive', book, [{ amount: 1000 + below(3000), origin: [{ kind: 'unknown' }, { kind: 'country', country: 'PER' }, { kind: 'scrap', scrapClass: 'post-consumer' }, { kind: 'site', siteId: 'SIT-90' }][below(4)] as Origin }], [])
    else if (at < 0.65) {
      const draws = drawSome(book, 1 + below(4))
      const all = draws.reduce((sum, { amount }) => sum + amount, 0)
      if (all > 3) record('transform', book, luck() < 0.5 ? [{ amount: all, origin: null }] : [{ amount: Math.floor(all / 2), origin: null }, { amount: all - Math.floor(all / 2), origin: null }], draws)
    } else {
      const draws = drawSome(book, 1 + below(2)).map((draw) => ({ ...draw, recovery: 1 }))
      if (draws.length === 0) continue
      record('ship', book, [], draws)
      const ship = events.length
      const received = record('receive', (book + 1) % 4, draws.map(({ amount }) => ({ amount: amount + (luck() < 0.3 ? 7 : 0), origin: { kind: 'unknown' } })), [])
      const after = luck() < 0.7 ? events.length : events.length + below(12)
      for (const [i, draw] of draws.entries()) if (luck() < 0.9) links.push({ receiveLotNo: received[i]!, shipEventNo: ship, shipLotNo: draw.lotNo, substance: 'copper', amount: luck() < 0.8 ? draw.amount : Math.ceil(draw.amount / 2), after })
    }
  }
  return { events, links }
}

/** Shares of a lot by walking its past, lot by lot. */
export function naiveShares({ events, links }: RandomLedger, lotNo: number, isVoid: (eventNo: number) => boolean = () => false, keyOf: (siteId: string, isDeclared: boolean, at: number) => string = (siteId, isDeclared) => `site:${siteId}::${isDeclared ? 'declared' : 'recorded'}`): Map<string, number> {
  const byLot = new Map(events.flatMap((event) => event.lots.map((lot) => [lot.lotNo, { event, lot }] as const)))
  const known = new Map<number, Map<string, number>>()
  const of = (no: number): Map<string, number> => {
    const told = known.get(no)
    if (told !== undefined) return told
    const { event, lot } = byLot.get(no)!
    const shares = new Map<string, number>()
    const add = (from: Map<string, number>, share: number) => { for (const [key, one] of from) shares.set(key, (shares.get(key) ?? 0) + one * share) }
    const origin = lot.origin
    const own = origin === null || origin.kind === 'unknown' ? 'unknown' : origin.kind === 'site' ? keyOf(origin.siteId, event.kind === 'receive', event.at) : origin.kind === 'country' ? `country:${origin.country}` : `scrap:${origin.scrapClass}`
    if (event.kind === 'extract' || origin?.kind === 'scrap') add(new Map([[own, 1]]), 1)
    else if (event.kind === 'receive') {
      const mine = links.filter((link) => link.receiveLotNo === no && !isVoid(link.shipEventNo))
      const amount = lot.contained[0]![1]
      const linked = mine.reduce((sum, link) => sum + link.amount, 0)
      const all = Math.max(linked, amount)
      for (const link of mine) add(of(link.shipLotNo), link.amount / all)
      if (all > linked) add(new Map([[own, 1]]), (all - linked) / all)
    } else {
      const all = event.draws.reduce((sum, draw) => sum + draw.amount * draw.recovery, 0)
      for (const draw of event.draws) add(of(draw.lotNo), draw.amount * draw.recovery / all)
    }
    known.set(no, shares)
    return shares
  }
  return of(lotNo)
}
