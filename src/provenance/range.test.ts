// The truth of simulated chains lies within the bounds, and so do even mixing and first-in-first-out (users G6).
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chain, type Chain } from '#test/lineage-rows.ts'
import { factSet } from '#src/transparency/fact.ts'
import { sharesBySource } from './exact.ts'
import { boundsOf, firstInFirstOut, widestMixing, type Column } from './range.ts'
import { standingsOf } from './standing.ts'

const nobody = { standings: standingsOf(factSet(0, [])), asOf: null }
const MINES = ['CHL-000001A', 'PER-000002B', 'ZMB-000003C']
const columns: readonly Column[] = MINES.map((siteId) => ({ isIn: (leaf) => leaf.siteId === siteId, isChain: false }))
const evenly = (world: Chain, lot: string): number[] => {
  const shares = sharesBySource(world.of(lot), nobody)
  return MINES.map((siteId) => [...shares].filter(([{ leaf }]) => leaf.siteId === siteId).reduce((sum, [, share]) => sum + share, 0))
}

/** Grams one by one, taken by chance: the truth that records do not tell. */
function simulated(seed: number) {
  let state = seed || 1
  const next = (below: number): number => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return state % below }
  const world = chain()
  const grams = new Map<string, string[]>()
  const all: string[] = []
  const at = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString()
  for (const [i, site] of MINES.entries()) {
    const amount = 20 + next(60)
    world.add('extract', { site, at: at(i), lots: [{ name: `m${i}`, amount }] })
    grams.set(`m${i}`, Array.from({ length: amount }, () => site))
    all.push(`m${i}`)
  }
  const take = (lot: string, amount: number): string[] => Array.from({ length: amount }, () => { const left = grams.get(lot)!; return left.splice(next(left.length), 1)[0]! })
  const born: Record<string, string[]> = {}
  for (let step = 0; step < 8; step++) {
    const open = all.filter((lot) => grams.get(lot)!.length > 3)
    const from = [...new Set([open[next(open.length)]!, open[next(open.length)]!, open[next(open.length)]!])].map((lot) => ({ lot, amount: 1 + next(grams.get(lot)!.length - 1) }))
    const pool = from.flatMap(({ lot, amount }) => take(lot, amount))
    const lost = next(Math.ceil(pool.length / 10) + 1)
    for (let i = 0; i < lost; i++) pool.splice(next(pool.length), 1)
    const first = pool.length > 1 ? 1 + next(pool.length - 1) : pool.length
    const parts = [first, pool.length - first].filter((amount) => amount > 0)
    world.add('transform', { at: at(10 + step), from, lots: parts.map((amount, k) => ({ name: `l${step}.${k}`, amount })) })
    for (const [k, amount] of parts.entries()) {
      const name = `l${step}.${k}`
      const mine = Array.from({ length: amount }, () => pool.splice(next(pool.length), 1)[0]!)
      grams.set(name, mine)
      born[name] = [...mine]
      all.push(name)
    }
  }
  return { world, born }
}

describe('the range of a share', () => {
  it('holds the truth, even mixing and first-in-first-out, whatever the chain', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1 << 30 }), (seed) => {
      const { world, born } = simulated(seed)
      for (const [lot, grams] of Object.entries(born)) {
        const bounds = boundsOf(world.of(lot), columns, nobody)
        const [even, first] = [evenly(world, lot), firstInFirstOut(world.of(lot), columns, nobody)]
        for (const [i, site] of MINES.entries()) {
          const truth = grams.filter((gram) => gram === site).length / grams.length
          for (const share of [truth, even[i]!, first[i]!]) {
            expect(share).toBeGreaterThanOrEqual(bounds[i]!.low - 1e-9)
            expect(share).toBeLessThanOrEqual(bounds[i]!.high + 1e-9)
          }
        }
        expect(first.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
      }
    }), { seed: 7, numRuns: 150 })
  })

  it('has no width where nothing was mixed, or the blend is known', () => {
    const pure = chain().add('extract', { site: MINES[0]!, lots: [{ name: 'a', amount: 100 }] }).add('transform', { from: [{ lot: 'a', amount: 60 }], lots: [{ name: 'b', amount: 55 }] })
    expect(boundsOf(pure.of('b'), columns, nobody)[0]).toEqual({ low: 1, high: 1 })
    const blended = (model: 'controlled-blending' | 'mass-balance') => chain().add('extract', { site: MINES[0]!, lots: [{ name: 'a', amount: 100 }] }).add('extract', { site: MINES[1]!, lots: [{ name: 'b', amount: 100 }] })
      .add('transform', { from: [{ lot: 'a', amount: 100 }, { lot: 'b', amount: 100 }], lots: [{ name: 'x', amount: 50, model }, { name: 'y', amount: 150, model }] })
    expect(boundsOf(blended('controlled-blending').of('x'), columns, nobody)[0]).toEqual({ low: 0.5, high: 0.5 })
    expect(boundsOf(blended('mass-balance').of('x'), columns, nobody)[0]).toEqual({ low: 0, high: 1 })
    expect(boundsOf(blended('mass-balance').of('y'), columns, nobody)[0]!.low).toBeCloseTo(1 / 3, 12)
    expect(firstInFirstOut(blended('mass-balance').of('x'), columns, nobody)).toEqual([1, 0, 0])
  })

  it('a set that all sources belong to has no width, however they mix', () => {
    const { world } = simulated(11)
    expect(boundsOf(world.of('l7.0'), [{ isIn: () => true, isChain: false }], nobody)[0]).toEqual({ low: 1, high: 1 })
  })

  it('names the mixing whose measurement narrows it most', () => {
    const world = chain().add('extract', { site: MINES[0]!, lots: [{ name: 'a', amount: 100 }] }).add('extract', { site: MINES[1]!, lots: [{ name: 'b', amount: 100 }] })
      .add('merge', { from: [{ lot: 'a', amount: 100 }, { lot: 'b', amount: 100 }], lots: [{ name: 'pile', amount: 200 }] })
      .add('split', { from: [{ lot: 'pile', amount: 40 }], lots: [{ name: 'cut', amount: 40 }] })
    const lineage = world.of('cut')
    expect(widestMixing(lineage, columns[0]!, lineage.nodes, nobody)).toMatchObject({ width: 1, node: { event: { kind: 'merge' } } })
  })
})
