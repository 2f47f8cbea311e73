// Totals of a site's metal in the books of others: of three parties or withheld, in bands, to the owner of the site alone.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newLot, partyWith, record, siteNo } from '#test/custody.ts'
import { testWorld, type World } from '#test/world.ts'
import type { Actor } from '#src/access/actor.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { handlers } from '#src/platform/handlers.ts'
import { putFact } from '#src/transparency/fact.ts'
import { coarseBand, recallTotalOf, type RecallTotal } from './recall-total.ts'

let world: World
const people: Record<string, Actor> = {}
const at = (day: number): string => new Date(Date.UTC(2026, 1, day)).toISOString()
let place = 0
const siteOf: Record<string, string> = {}
const party = async (id: string): Promise<string> => {
  siteOf[id] = siteNo(++place)
  people[id] = await partyWith(world, id, [siteOf[id] as never])
  await world.publish([putFact(organisationFact, id, { name: `Invented ${id}`, aliases: [], dataset: 'invented', citations: [{ text: 'invented for a test' }] })])
  return id
}
const recorded = async (id: string, lines: readonly unknown[]) => {
  expect((await record(world, people[id]!, id, lines)).map(({ refusal }) => refusal).filter((one) => one !== undefined)).toEqual([])
}
let minute = 0
/** A mine that ships 100 t to each partner, and what each partner sells of it. */
async function chain(mine: string, sold: Readonly<Record<string, string | null>>): Promise<void> {
  await party(mine)
  const site = siteOf[mine]
  for (const [i, partner] of Object.keys(sold).entries()) {
    await party(partner)
    await recorded(mine, [
      { kind: 'extract', event: `M-${i}`, at: at(1), site, outputs: [newLot(`L-${i}`, '100 t')] },
      { kind: 'ship', event: `S-${i}`, at: at(2), site, inputs: [{ lot: `L-${i}` }], shipment: `${mine}-${i}`, to: { organisationId: partner }, toSite: siteOf[partner] },
    ])
    world.setNow(new Date(Date.UTC(2026, 5, 15, 12, ++minute)).toISOString())
    await recorded(partner, [{ kind: 'receive', event: 'R', at: at(5), site: siteOf[partner], from: { organisationId: mine }, shipment: `${mine}-${i}`, outputs: [{ ...newLot('in', '100 t'), sentAs: `L-${i}` }] }])
    if (sold[partner] !== null) await recorded(partner, [{ kind: 'sell', event: 'X', at: at(6), site: siteOf[partner], inputs: [{ lot: 'in', take: sold[partner] }], market: 'wire' }])
  }
}
const total = async (who: string, asked: object = {}): Promise<Omit<RecallTotal, 'versions'>> => {
  const { versions: _, ...told } = await world.read(people[who]!, async (ctx) => await handlers.getRecallTotal(ctx, { organisationId: who, siteId: siteOf[who], substance: 'copper', ...asked } as never) as RecallTotal)
  return told
}

beforeAll(async () => { world = await testWorld({ now: '2026-06-15T12:00:00.000Z' }) }, 60_000)
afterAll(() => world.close())

const held = (organisationId: string, lots: number, kept: number, sold: number) => ({ organisationId, lots, held: kept * 1e6, sold: sold * 1e6 })

describe('a figure', () => {
  it('lies in one band of a fixed grid', () => {
    expect([1, 1.99, 2, 4.999, 5, 9, 10, 0.3, 0.05, 999, 1000].map((value) => coarseBand(value))).toEqual([
      [1, 2], [1, 2], [2, 5], [2, 5], [5, 10], [5, 10], [10, 20], [0.2, 0.5], [0.05, 0.1], [500, 1000], [1000, 2000]].map(([from, to]) => ({ from, to })))
    fc.assert(fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (value) => {
      const { from, to } = coarseBand(value)
      expect(from).toBeLessThanOrEqual(value * (1 + 1e-8))
      expect(value).toBeLessThan(to)
    }))
  })

  it('rests on three parties of its own: two that sold are not told among three that hold', () => {
    expect(recallTotalOf([held('a', 2, 10, 5), held('b', 1, 10, 5), held('c', 1, 30, 0)], { parties: 3 }, 1e6)).toEqual({
      lots: { state: 'banded', from: 2, to: 5 }, organisations: { state: 'banded', from: 2, to: 5 }, tonnes: { state: 'banded', from: 50, to: 100 }, tonnesSold: { state: 'withheld' } })
  })

  it('of nobody is withheld as one of two is, so that the first of them is not told by a change', () => {
    const none = recallTotalOf([], { parties: 3 }, 1e6)
    expect(none).toEqual(recallTotalOf([held('a', 1, 10, 5), held('b', 1, 10, 5)], { parties: 3 }, 1e6))
    expect(Object.values(none)).toEqual(Array.from({ length: 4 }, () => ({ state: 'withheld' })))
  })
})

describe('two worlds that differ by what one partner did are answered alike', { timeout: 60_000 }, () => {
  it('of three partners: another volume sold stays within the band', async () => {
    await chain('org_mine', { org_a: '40 t', org_b: '40 t', org_c: '40 t' })
    await chain('org_twin', { org_d: '70 t', org_e: '40 t', org_f: '60 t' })
    expect(await total('org_mine')).toEqual({ lots: { state: 'banded', from: 2, to: 5 }, organisations: { state: 'banded', from: 2, to: 5 }, tonnes: { state: 'banded', from: 200, to: 500 }, tonnesSold: { state: 'banded', from: 100, to: 200 }, isWhole: true })
    expect(await total('org_twin')).toEqual(await total('org_mine'))
  })

  it('of two partners: nothing is told, whatever they sold', async () => {
    await chain('org_small', { org_g: '90 t', org_h: '10 t' })
    await chain('org_still', { org_i: null, org_j: null })
    expect(await total('org_small')).toMatchObject({ lots: { state: 'withheld' }, organisations: { state: 'withheld' }, tonnes: { state: 'withheld' }, tonnesSold: { state: 'withheld' } })
    expect(await total('org_still')).toEqual(await total('org_small'))
  })

  it('and days or a least share change no answer', async () => {
    expect(await total('org_mine', { from: '2026-02-06', to: '2026-02-06', minShare: 0.9 })).toEqual(await total('org_mine'))
  })
})

describe('who may ask', () => {
  it('the owner of the site alone: of another\'s site and of another\'s book nothing is told', async () => {
    await expect(total('org_a', { siteId: siteOf['org_mine'] })).rejects.toMatchObject({ refusal: { code: 'site-not-yours' } })
    await expect(total('org_a', { organisationId: 'org_mine', siteId: siteOf['org_mine'] })).rejects.toMatchObject({ refusal: { code: 'book-unseen' } })
  })
})
