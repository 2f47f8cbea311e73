// Golden numbers G3, G3b, G3c and G3d of the custody notes, through the domain, to the printed digits.
import { describe, expect, it } from 'vitest'
import { chain } from '#test/lineage-rows.ts'
import golden from '#test/fixtures/custody-golden.json' with { type: 'json' }
import { containedOf } from '#src/kernel/mass.ts'
import { demandOf, quantaByShares, sharesBySource, shareText } from './exact.ts'
import type { Lineage } from './lineage.ts'
import { factSet } from '#src/transparency/fact.ts'
import { standingsOf } from './standing.ts'

const nobody = { standings: standingsOf(factSet(0, [])), asOf: null }
const G = 1_000_000
const tonnes = (quanta: number): string => (quanta / G).toFixed(6)
const MINES = { A: 'CHL-000001A', B: 'CHL-000002B', C: 'PER-000003C', D: 'CHL-000004D' } as const

const sharesOf = (lineage: Lineage): Record<string, string> => Object.fromEntries([...sharesBySource(lineage, nobody)].map(([{ leaf }, share]) =>
  [Object.entries(MINES).find(([, site]) => site === leaf.siteId)?.[0] ?? (leaf.scrapClass === 'pre-consumer' ? 'P' : 'S'), shareText(share)]))

function mined(withScrap: boolean, recoveries: Readonly<Record<string, number>> = {}) {
  const world = chain()
  const amounts = { A: 2_562 * G, B: 1_392.3 * G, C: 3_312 * G }
  for (const [name, amount] of Object.entries(amounts)) world.add('extract', { site: MINES[name as 'A'], lots: [{ name, amount }] })
  if (withScrap) world.add('receive', { lots: [{ name: 'S', amount: 480 * G, scrapClass: 'post-consumer' }] })
  const from = [...Object.entries(amounts), ...withScrap ? [['S', 480 * G] as const] : []].map(([lot, amount]) => ({ lot, amount, recovery: recoveries[lot] ?? 1 }))
  const out = from.reduce((sum, { amount, recovery }) => sum + amount * recovery, 0)
  return { world: world.add('transform', { from, lots: [{ name: 'anode', amount: Math.round(out) }] }), out: Math.round(out) }
}
const recoveries = { A: 0.975, B: 0.975, C: 0.96, S: 0.985 }

describe('golden G3: a cathode lot of several mines', () => {
  it('shares by contained metal, mined only and with scrap', () => {
    expect(sharesOf(mined(false).world.of('anode'))).toEqual(golden.G3_equal.sharesMinedOnly)
    expect(sharesOf(mined(true).world.of('anode'))).toEqual(golden.G3_equal.sharesWithScrap)
  })

  it('holds so much of each source, and no gram is lost', () => {
    const { contained } = containedOf(25 * G, '0', '0.999935', 'g')
    expect(tonnes(contained)).toBe(golden.G3_equal.lotCu)
    const shares = [...sharesBySource(mined(true).world.of('anode'), nobody).values()]
    const parts = quantaByShares(contained, shares)
    expect(parts.map(tonnes)).toEqual(Object.values(golden.G3_equal.lotCuBySource))
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(contained)
  })

  it('G3b: weighs each source by its recovery', () => {
    const { world, out } = mined(true, recoveries)
    expect((out / G).toFixed(4)).toBe(golden.G3b_recovery_by_source.total)
    expect(sharesOf(world.of('anode'))).toEqual(golden.G3b_recovery_by_source.shares)
  })

  it('G3c: tells what was needed upstream for a lot of 25 t', () => {
    const { world, out } = mined(true, recoveries)
    const cathode = Math.round(out * 0.9985)
    const lineage = world.add('transform', { from: [{ lot: 'anode', amount: out }], lots: [{ name: 'cathode', amount: cathode }] }).of('cathode')
    const demands = demandOf(lineage, 24.998375 * G)
    const contained = new Map(demands.map(({ leaf, quanta }) => [Object.entries(MINES).find(([, site]) => site === leaf!.siteId)?.[0] ?? 'S', quanta]))
    expect(Object.fromEntries([...contained].map(([name, quanta]) => [name, tonnes(quanta)]))).toEqual(golden.G3c_upstream_demand.containedCuNeeded)
    const dmt = { A: 9_150, B: 5_460, C: 11_040 }
    const fractions = new Map(demands.map(({ leaf, fraction }) => [leaf!.siteId, fraction]))
    expect(Object.fromEntries(Object.entries(dmt).map(([name, dry]) => [name, (dry * fractions.get(MINES[name as 'A'])!).toFixed(6)]))).toEqual(golden.G3c_upstream_demand.dmtNeeded)
  })

  it('G3d: a rod of cathode, electrowon cathode and prompt scrap', () => {
    const { world, out } = mined(true, recoveries)
    world.add('split', { from: [{ lot: 'anode', amount: out }], lots: [{ name: 'K', amount: 150 * G }, { name: 'rest', amount: out - 150 * G }] })
      .add('extract', { site: MINES.D, lots: [{ name: 'D', amount: 30 * G }] })
      .add('receive', { lots: [{ name: 'P', amount: 20 * G, scrapClass: 'pre-consumer' }] })
      .add('transform', { from: [{ lot: 'K', amount: 150 * G }, { lot: 'D', amount: 30 * G }, { lot: 'P', amount: 20 * G }], lots: [{ name: 'rod', amount: 199 * G }] })
    expect(sharesOf(world.of('rod'))).toEqual(golden.G3d_rod.composition)
    const shares = [...sharesBySource(world.of('rod'), nobody)]
    expect(shares.reduce((sum, [, share]) => sum + share, 0).toFixed(8)).toBe(golden.G3d_rod.sum)
    const ofScrap = (scrapClass: string) => (100 * shares.filter(([{ leaf }]) => leaf.scrapClass === scrapClass).reduce((sum, [, share]) => sum + share, 0)).toFixed(4)
    expect([ofScrap('post-consumer'), ofScrap('pre-consumer')]).toEqual([golden.G3d_rod.postConsumerPct, golden.G3d_rod.preConsumerPct])
  })
})
