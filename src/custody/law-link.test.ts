// Links: each quantum once, the same whatever order facts arrive in, never back in time, never in a circle.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closesCircle, decideLink, freeOf, linkChanges, linksOf, lossOf, MOST_LINKS, type Link, type ReceivedLot, type ShippedSide } from './law-link.ts'
import type { Contained } from './substance.ts'

const ship = (parts: readonly (readonly [lot: string, contained: Contained])[], more: Partial<ShippedSide> = {}): ShippedSide => ({
  eventNo: 1, organisationId: 'org_a', toOrganisationId: 'org_b', shipment: 'S1', at: '2026-01-02T00:00:00.000Z', model: null, ...more,
  parts: parts.flatMap(([lot, contained], i) => Object.entries(contained).map(([substance, amount]) => ({ lotNo: i + 1, lot, metal: 'copper' as const, model: 'segregated' as const, scrapClass: null, substance: substance as 'copper', amount }))),
})
const got = (lotNo: number, copper: number, sentAs: string | null = null, more: Partial<ReceivedLot> = {}): ReceivedLot =>
  ({ lotNo, lot: `R${lotNo}`, eventNo: 100 + lotNo, position: 0, organisationId: 'org_b', at: '2026-01-03T00:00:00.000Z', sentAs, metal: 'copper', model: 'mass-balance', bornAs: null, contained: { copper }, ...more })
const codeOf = (side: ShippedSide, lot: ReceivedLot, links: readonly Link[] = []): string => { const decided = decideLink(side, lot, freeOf(side, links)); return decided.accepted ? 'linked' : decided.refusal.code }
const amounts = (links: readonly Link[]) => links.map(({ receiveLotNo, shipLotNo, amount }) => [receiveLotNo, shipLotNo, amount])

describe('a link', () => {
  const side = ship([['A', { copper: 100 }], ['B', { copper: 50, gold: 7 }]])

  it('takes the named lot, or all in proportion', () => {
    expect(amounts(linksOf(side, [got(1, 40, 'A')]).links)).toEqual([[1, 1, 40]])
    expect(amounts(linksOf(side, [got(1, 75)]).links)).toEqual([[1, 1, 50], [1, 2, 25]])
  })

  it('leaves what came beyond the shipment unknown, and what did not come as a loss', () => {
    const { links } = linksOf(side, [got(1, 130, 'A')])
    expect(amounts(links)).toEqual([[1, 1, 100]])
    expect(lossOf({ copper: 100 }, { copper: 130 })).toEqual({ copper: -30 })
    expect(lossOf({ copper: 100, gold: 7 }, { copper: 97 })).toEqual({ copper: 3, gold: 7 })
  })

  it.each<[string, ShippedSide, ReceivedLot]>([
    ['shipment-absent', side, got(1, 10, null, { organisationId: 'org_c' })],
    ['shipment-absent', ship([['A', { copper: 1 }]], { toOrganisationId: null }), got(1, 1)],
    ['link-reverses-time', side, got(1, 10, null, { at: '2026-01-01T23:59:59.999Z' })],
    ['shipped-lot-absent', side, got(1, 10, 'C')],
    ['link-substance-differs', side, got(1, 0, null, { metal: 'nickel', contained: { nickel: 5 } })],
    ['model-stronger-than-input', side, got(1, 10, null, { model: 'identity-preserved' })],
    ['model-stronger-than-input', ship([['A', { copper: 100 }]], { model: 'mass-balance' }), got(1, 10, null, { model: 'segregated' })],
  ])('is refused: %s', (code, of, lot) => { expect(codeOf(of, lot)).toBe(code) })

  it('begins no metal anew that its sender does not call scrap of that class; scrap taken in as something else keeps its origin', () => {
    const classed = (...classes: (ShippedSide['parts'][number]['scrapClass'])[]): ShippedSide => { const of = ship(classes.map((_, i) => [`L${i}`, { copper: 10 }] as const)); return { ...of, parts: of.parts.map((part, i) => ({ ...part, scrapClass: classes[i]! })) } }
    const as = (bornAs: ReceivedLot['bornAs'], sentAs: string | null = null) => got(1, 10, sentAs, { bornAs })
    expect(([null, 'internal', 'pre-consumer', 'post-consumer'] as const).map((sent) => ([null, 'pre-consumer', 'post-consumer'] as const).map((received) => codeOf(classed(sent), as(received))))).toEqual([
      ['linked', 'link-scrap-differs', 'link-scrap-differs'],
      ['linked', 'link-scrap-differs', 'link-scrap-differs'],
      ['linked', 'linked', 'link-scrap-differs'],
      ['linked', 'link-scrap-differs', 'linked'],
    ])
    const mixed = classed(null, 'post-consumer')
    expect([codeOf(mixed, as('post-consumer')), codeOf(mixed, as('post-consumer', 'L1')), codeOf(mixed, as('post-consumer', 'L0'))]).toEqual(['link-scrap-differs', 'linked', 'link-scrap-differs'])
  })

  it('is refused where nothing is free', () => {
    const { links } = linksOf(side, [got(1, 150)])
    expect(codeOf(side, got(2, 1), links)).toBe('shipment-already-linked')
    expect(codeOf(side, got(2, 1, 'A', { at: side.at }))).toBe('linked')
  })

  it('makes itself a bounded number of times where receipts name no lot; a named one is always linked', () => {
    const many = ship(Array.from({ length: 500 }, (_, i) => [`L${i}`, { copper: 2_001_000 }] as const))
    const { links, unlinked } = linksOf(many, [...Array.from({ length: 2000 }, (_, i) => got(i + 1, 500_000)), got(2001, 1000, 'L7')])
    expect([links.length, new Set(links.map(({ receiveLotNo }) => receiveLotNo)).size]).toEqual([MOST_LINKS + 1, MOST_LINKS / 500 + 1])
    expect([unlinked.length, [...new Set(unlinked.map(({ code }) => code))]]).toEqual([2000 - MOST_LINKS / 500, ['shipped-lot-unnamed']])
    expect(amounts(links).at(-1)).toEqual([2001, 8, 1000])
  })

  it('never gives a quantum twice, nor more than was received', () => {
    fc.assert(fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 5 }), fc.array(fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.option(fc.nat(6))), { maxLength: 12 }), (shipped, received) => {
      const of = ship(shipped.filter((amount) => amount > 0).map((copper, i) => [`L${i}`, { copper }]))
      const lots = received.map(([copper, named], i) => got(i + 1, copper, named === null ? null : `L${named}`))
      const { links } = linksOf(of, lots)
      for (const part of of.parts) expect(links.filter(({ shipLotNo }) => shipLotNo === part.lotNo).reduce((sum, { amount }) => sum + amount, 0)).toBeLessThanOrEqual(part.amount)
      for (const lot of lots) expect(links.filter(({ receiveLotNo }) => receiveLotNo === lot.lotNo).reduce((sum, { amount }) => sum + amount, 0)).toBeLessThanOrEqual(lot.contained.copper!)
      expect(links.every(({ amount }) => amount > 0)).toBe(true)
    }))
  })
})

describe('links of several parties', () => {
  type Fact = { readonly kind: 'ship'; readonly side: ShippedSide } | { readonly kind: 'receive'; readonly lot: ReceivedLot; readonly from: string; readonly shipment: string }
  /** What the store does: after each fact, the links of its shipment are brought in line. */
  function settled(order: readonly Fact[]): Link[] {
    const ships = new Map<string, ShippedSide>()
    const receipts = new Map<string, ReceivedLot[]>()
    const standing = new Map<string, Link[]>()
    for (const fact of order) {
      const key = fact.kind === 'ship' ? `${fact.side.organisationId} ${fact.side.shipment}` : `${fact.from} ${fact.shipment}`
      if (fact.kind === 'ship') ships.set(key, fact.side)
      else receipts.set(key, [...receipts.get(key) ?? [], fact.lot])
      const side = ships.get(key)
      if (side === undefined) continue
      const { make, takeBack } = linkChanges(standing.get(key) ?? [], linksOf(side, receipts.get(key) ?? []).links)
      standing.set(key, [...(standing.get(key) ?? []).filter((link) => !takeBack.includes(link)), ...make])
    }
    return [...standing.values()].flat().sort((a, b) => a.receiveLotNo - b.receiveLotNo || a.shipEventNo - b.shipEventNo || a.shipLotNo - b.shipLotNo)
  }
  /** Merges the parties' sequences in an order of choice; each keeps its own. */
  function arrived(parties: readonly (readonly Fact[])[], choices: readonly number[]): Fact[] {
    const queues = parties.map((facts) => [...facts])
    const order: Fact[] = []
    for (let i = 0; queues.some((queue) => queue.length > 0); i++) {
      const open = queues.filter((queue) => queue.length > 0)
      order.push(open[(choices[i % choices.length] ?? 0) % open.length]!.shift()!)
    }
    return order
  }

  it('come out the same in whatever order the parties are heard, each keeping its own sequence', () => {
    const hop = fc.record({ shipped: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 3 }), received: fc.array(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.option(fc.nat(2))), { maxLength: 4 }) })
    fc.assert(fc.property(fc.array(hop, { minLength: 1, maxLength: 4 }), fc.array(fc.nat(7), { minLength: 8, maxLength: 40 }), fc.array(fc.nat(7), { minLength: 8, maxLength: 40 }), (hops, first, second) => {
      const parties: Fact[][] = Array.from({ length: hops.length + 1 }, () => [])
      hops.forEach(({ shipped, received }, i) => {
        const side = ship(shipped.map((copper, n) => [`L${n}`, { copper }]), { eventNo: i + 1, organisationId: `org_${i}`, toOrganisationId: `org_${i + 1}`, shipment: `S${i}` })
        parties[i]!.push({ kind: 'ship', side })
        received.forEach(([copper, named], n) => parties[i + 1]!.push({ kind: 'receive', from: `org_${i}`, shipment: `S${i}`, lot: got(i * 10 + n + 1, copper, named === null ? null : `L${named}`, { organisationId: `org_${i + 1}` }) }))
      })
      const links = settled(arrived(parties, first))
      expect(settled(arrived(parties, second))).toEqual(links)
      expect(shares(hops.length, parties.flat(), settled(arrived(parties, second)))).toEqual(shares(hops.length, parties.flat(), links))
    }))
  })

  /** A naive attribution: of each received lot, how much comes of which shipped lot, the rest unknown. */
  const shares = (hops: number, facts: readonly Fact[], links: readonly Link[]): Record<string, Record<string, number>> => Object.fromEntries(facts.flatMap((fact) => {
    if (fact.kind !== 'receive') return []
    const own = links.filter(({ receiveLotNo }) => receiveLotNo === fact.lot.lotNo)
    const known = own.reduce((sum, { amount }) => sum + amount, 0)
    return [[`${hops} ${fact.lot.lot}`, { unknown: fact.lot.contained.copper! - known, ...Object.fromEntries(own.map((link) => [`${link.shipEventNo} ${link.shipLotNo}`, link.amount])) }]]
  }))
})

describe('a circle', () => {
  const edges = new Map([[1, [2]], [2, [3, 4]], [4, [5]]])
  const after = async (events: readonly number[]) => events.flatMap((event) => edges.get(event) ?? [])
  it('is found among events of one instant, however long the way', async () => {
    expect(await closesCircle(1, 5, after)).toBe(true)
    expect(await closesCircle(3, 1, after)).toBe(false)
    expect(await closesCircle(5, 5, after)).toBe(true)
  })
  it('ends where the events already run in one', async () => {
    const loop = async (events: readonly number[]) => events.map((event) => event % 4 + 1)
    expect(await closesCircle(1, 9, loop)).toBe(false)
  })
})
