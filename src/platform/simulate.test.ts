import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { siteNo } from '#test/custody.ts'
import { actor, grant } from '#test/people.ts'
import { testWorld, type World } from '#test/world.ts'
import { recordLines } from '#src/custody/record.handlers.ts'
import { simulatedColumns } from '#src/custody/simulated-world-flow.ts'
import { simulatedLines } from '#src/custody/simulated-world-lines.ts'
import { siteFact } from '#src/parties/site.ts'
import { simulateInto } from './simulate.ts'

let world: World
const options = { lots: 1500, seed: 3, shape: 'standard' } as const
beforeAll(async () => { world = await testWorld() })
afterAll(async () => { await world.close() })

describe('a simulated world in a database', () => {
  it('is recorded whole, every shipment linked, and called simulated', async () => {
    const report = await simulateInto(world.house, options)
    expect(report.refused).toEqual([])
    expect(report.lines).toBe([...simulatedLines(simulatedColumns(options))].length)
    const { rows } = await world.house.database.pool.query<{ lots: number; real: number; open: number; moved: number }>(`select (select count(*)::int from custody_lot) as lots,
      (select count(*)::int from custody_book where not is_simulated) as real, (select count(*)::int from custody_shipment where state <> 'accepted') as open, (select count(*)::int from custody_link where not is_void) as moved`)
    expect(rows[0]).toMatchObject({ lots: report.lots, real: 0, open: 0 })
    expect(rows[0]!.moved).toBeGreaterThan(20)
    const sites = [...(await world.read(actor('u'), (ctx) => ctx.facts())).of(siteFact).values()]
    expect(sites.every(({ value }) => value.dataset === 'simulated' && value.name.endsWith('(simulated)'))).toBe(true)
    expect((await world.fsck()).findings).toEqual([])
  }, 60_000)

  it('comes once: the same seed changes nothing', async () => {
    const before = await world.house.database.pool.query('select count(*) from custody_event')
    expect((await simulateInto(world.house, options)).refused).toEqual([])
    expect((await world.house.database.pool.query('select count(*) from custody_event')).rows).toEqual(before.rows)
  }, 60_000)

  it('never comes among real books', async () => {
    const line = { kind: 'extract', event: 'X-1', at: '2026-01-01T08:00:00Z', site: siteNo(1), outputs: [{ lot: 'L-1', material: 'concentrate', metal: 'copper', contained: { copper: '5 t' } }] }
    await world.transact(actor('u1', grant('site-owner', 'organisation', 'org_real')), (ctx) => recordLines(ctx, 'org_real', [line], { source: 'scenario', isAllOrNothing: true }))
    await expect(simulateInto(world.house, { ...options, seed: 4 })).rejects.toThrow('simulation-into-real')
  })
})
