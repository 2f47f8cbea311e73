// Metal through the books of several parties: what its holder sees of the others by default, what they release, what a recall
// finds, and what corrections tell whom.
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newLot, partyWith, record, siteNo } from '#test/custody.ts'
import { testWorld, type World } from '#test/world.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { putFact } from '#src/transparency/fact.ts'
import { handlers } from '#src/platform/handlers.ts'
import { sweep } from '#src/platform/sweep.ts'
import type { Actor } from '#src/access/actor.ts'
import { isWithheld, type LotAnswer } from './lot-answer.ts'

let world: World
const MINES = [siteNo(1), siteNo(2, 'PER'), siteNo(3, 'ZMB')] as const
const [PLANT, MILL] = [siteNo(5, 'DEU'), siteNo(6, 'FRA')]
const people: Record<string, Actor> = {}
const at = (day: number): string => new Date(Date.UTC(2026, 1, day)).toISOString()
const allRecorded = async (organisationId: string, lines: readonly unknown[]) => {
  const answers = await record(world, people[organisationId]!, organisationId, lines)
  expect(answers.map(({ refusal }) => refusal).filter((one) => one !== undefined)).toEqual([])
}
const origins = (organisationId: string, lot: string, more: object = {}) => world.read(people[organisationId]!, async (ctx) => await handlers.getLotOrigins(ctx, { lotId: `${organisationId}:${lot}`, ...more }) as LotAnswer)
const choose = (organisationId: string, field: string, level: string, partner = 'everyone') =>
  world.transact(people[organisationId]!, async (ctx) => handlers.setDisclosure(ctx, { organisationId, partner, field, level, isDropped: false } as never))
const recall = (siteId: string) => world.read(people['org_mill']!, async (ctx) => await handlers.recallLots(ctx, { organisationId: 'org_mill', siteId, minShare: 0, substance: 'copper', limit: 100 }) as { items: { lotId: string }[] })

beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z' })
  for (const [i, site] of MINES.entries()) people[`org_mine${i}`] = await partyWith(world, `org_mine${i}`, [site])
  people['org_plant'] = await partyWith(world, 'org_plant', [PLANT])
  people['org_mill'] = await partyWith(world, 'org_mill', [MILL])
  await world.publish(Object.keys(people).map((id) => putFact(organisationFact, id, { name: `Invented ${id}`, aliases: [], dataset: 'invented', citations: [{ text: 'invented for a test' }] })))
  for (const [i, site] of MINES.entries()) {
    await allRecorded(`org_mine${i}`, [
      { kind: 'extract', event: 'M-1', at: at(1), site, outputs: [newLot('L', '100 t')] },
      { kind: 'ship', event: 'S-1', at: at(2), site, inputs: [{ lot: 'L' }], shipment: `SH-${i}`, to: { organisationId: 'org_plant' }, toSite: PLANT },
    ])
    world.setNow(`2026-06-15T12:0${i + 1}:00.000Z`)
    await allRecorded('org_plant', [{ kind: 'receive', event: `R-${i}`, at: at(5), site: PLANT, from: { organisationId: `org_mine${i}` }, shipment: `SH-${i}`, outputs: [{ ...newLot(`in-${i}`, '100 t'), sentAs: 'L' }] }])
  }
  world.setNow('2026-06-15T12:10:00.000Z')
  await allRecorded('org_plant', [
    { kind: 'transform', event: 'T-1', at: at(8), site: PLANT, inputs: [{ lot: 'in-0' }, { lot: 'in-1', take: '50 t' }], outputs: [newLot('two', '150 t', { material: 'cathode' })] },
    { kind: 'transform', event: 'T-2', at: at(9), site: PLANT, inputs: [{ lot: 'two', take: '90 t' }, { lot: 'in-2', take: '60 t' }], outputs: [newLot('three', '150 t', { material: 'cathode' })] },
    { kind: 'ship', event: 'S-9', at: at(10), site: PLANT, inputs: [{ lot: 'two', take: '40 t' }, { lot: 'three', take: '120 t' }], shipment: 'OUT-1', to: { organisationId: 'org_mill' }, toSite: MILL },
  ])
  world.setNow('2026-06-15T12:15:00.000Z')
  await allRecorded('org_mill', [
    { kind: 'receive', event: 'R-1', at: at(12), site: MILL, from: { organisationId: 'org_plant' }, shipment: 'OUT-1', outputs: [{ ...newLot('k2', '40 t', { material: 'cathode' }), sentAs: 'two' }, { ...newLot('k3', '120 t', { material: 'cathode' }), sentAs: 'three' }] },
    { kind: 'receive', event: 'R-2', at: at(12), site: MILL, outputs: [newLot('stray', '40 t', { material: 'cathode' })] },
    { kind: 'transform', event: 'T-1', at: at(13), site: MILL, inputs: [{ lot: 'k2' }, { lot: 'k3' }, { lot: 'stray' }], outputs: [newLot('rod', '200 t', { material: 'rod' })] },
  ])
}, 60_000)
afterAll(() => world.close())

describe('by default', () => {
  it('a holder sees no names of others, bands where two parties stand behind, exact shares where three do', async () => {
    const [two, three, rod] = [await origins('org_mill', 'k2'), await origins('org_mill', 'k3'), await origins('org_mill', 'rod')]
    expect(two.origins).toMatchObject([{ origin: { kind: 'withheld' }, share: { state: 'banded', from: 0.9, to: 1 }, quanta: null }])
    expect(three.origins).toMatchObject([{ origin: { kind: 'withheld' }, share: { state: 'exact', share: 1 } }])
    // Of the own book the mill knows what came without a link, and how much.
    expect(rod.unknown.share).toMatchObject({ state: 'exact', share: 0.2 })
    expect(rod.unknown.parts).toMatchObject([{ lotId: 'org_mill:stray', because: 'not-linked' }])
    expect(rod.handling.some(({ site }) => isWithheld(site))).toBe(true)
    expect(JSON.stringify([two, three, rod])).not.toMatch(/CHL-|PER-|ZMB-|DEU-|org_mine|org_plant/)
  })

  it('nothing leaks by ways, flow, tracing or recall', async () => {
    const asked = await world.read(people['org_mill']!, async (ctx) => [
      await handlers.listLotPaths(ctx, { lotId: 'org_mill:rod', limit: 20 }), await handlers.getLotFlow(ctx, { lotId: 'org_mill:rod' }),
      await handlers.traceLotUp(ctx, { lotId: 'org_mill:rod', minShare: 0, limit: 100 }), await handlers.getLotDemand(ctx, { lotId: 'org_mill:rod' }),
      await handlers.traceLotDown(ctx, { lotId: 'org_mill:k3', minShare: 0, limit: 100 }),
    ])
    expect(JSON.stringify(asked)).not.toMatch(/CHL-|PER-|ZMB-|DEU-|org_mine|org_plant/)
    for (const site of MINES) expect((await recall(site)).items).toEqual([])
  })

  it('what an amount needed is told of the own book up to what others handed over', async () => {
    const { items } = await world.read(people['org_mill']!, async (ctx) => await handlers.getLotDemand(ctx, { lotId: 'org_mill:rod', quanta: 100_000_000 }) as { items: { lotId: string; origin: { kind: string }; quanta: number }[] })
    expect(items.map(({ lotId, origin, quanta }) => [lotId, origin.kind, quanta]).toSorted()).toEqual([['org_mill:k2', 'withheld', 20_000_000], ['org_mill:k3', 'withheld', 60_000_000], ['org_mill:stray', 'unknown', 20_000_000]])
  })

  it('a holder sees by no preview and no pack what upstream tells its partner alone', async () => {
    const fields = ['origin', 'handling', 'shares', 'documents', 'footprint']
    for (const field of fields) { await choose('org_mine0', field, 'site', 'org_mill'); await choose('org_plant', field, 'site', 'org_mill') }
    const preview = await world.read(people['org_plant']!, async (ctx) => await handlers.previewDisclosure(ctx, { lotId: 'org_plant:two', partner: 'org_mill' }) as LotAnswer)
    expect(preview.origins).toMatchObject([{ origin: { kind: 'withheld' }, share: { state: 'banded', from: 0.9, to: 1 } }])
    const pack = await world.read(people['org_plant']!, async (ctx) => await handlers.exportLotPack(ctx, { lotId: 'org_plant:two', viewer: 'org_mill' }) as Response)
    const files = unzipSync(new Uint8Array(await pack.arrayBuffer()))
    expect(Object.keys(files)).toContain('lots/two.json')
    expect(JSON.stringify([preview, ...Object.values(files).map((bytes) => new TextDecoder().decode(bytes))])).not.toMatch(/CHL-|org_mine/)
    // Its partner sees it on its own page.
    expect((await origins('org_mill', 'k2')).origins.map(({ origin }) => origin.kind)).toContain('site')
    for (const organisationId of ['org_mine0', 'org_plant']) for (const field of fields) await world.transact(people[organisationId]!, async (ctx) => handlers.setDisclosure(ctx, { organisationId, partner: 'org_mill', field, level: 'nothing', isDropped: true } as never))
  })

  it('a party upstream sees nothing of the books below it', async () => {
    const down = await world.read(people['org_mine0']!, async (ctx) => await handlers.traceLotDown(ctx, { lotId: 'org_mine0:L', minShare: 0, limit: 100 }) as { items: unknown[]; isShipped: boolean })
    expect(down).toMatchObject({ items: [], isShipped: true })
  })
})

describe('what is released', () => {
  it('is told where every party on the way releases it, and a recall finds it', async () => {
    await choose('org_mine0', 'origin', 'site')
    expect((await origins('org_mill', 'k3')).origins.some(({ origin }) => origin.kind === 'site')).toBe(false)
    await choose('org_plant', 'origin', 'site')
    const some = await origins('org_mill', 'k3')
    expect(some.origins.map(({ origin }) => origin.kind).toSorted()).toEqual(['site', 'withheld'])
    expect(some.origins.every(({ share }) => share.state === 'banded')).toBe(true)
    for (const mine of ['org_mine1', 'org_mine2']) await choose(mine, 'origin', 'site')
    const all = await origins('org_mill', 'rod')
    expect(Object.fromEntries(all.origins.map(({ origin, share }) => [origin.kind === 'site' ? origin.siteId : origin.kind, share.state === 'exact' ? share.text : 'band'])))
      .toEqual({ [MINES[0]]: '0.37333333', [MINES[1]]: '0.18666667', [MINES[2]]: '0.24000000', unknown: '0.20000000' })
    expect((await recall(MINES[0])).items.map(({ lotId }) => lotId)).toEqual(['org_mill:k2', 'org_mill:k3', 'org_mill:rod'])
  })
})

describe('acid', () => {
  it('comes from where the metal comes from that it was won with, by the index and by its own ancestors', async () => {
    await allRecorded('org_mine0', [
      { kind: 'extract', event: 'M-2', at: at(1), site: MINES[0], outputs: [newLot('A', '60 t')] },
      { kind: 'receive', event: 'R-2', at: at(1), site: MINES[0], outputs: [newLot('B', '20 t')] },
      { kind: 'transform', event: 'T-2', at: at(3), site: MINES[0], inputs: [{ lot: 'A' }, { lot: 'B' }], outputs: [newLot('plate', '80 t', { material: 'cathode' }), { lot: 'acid', material: 'acid', metal: 'sulphuric-acid', contained: { 'sulphuric-acid': '200 t' } }] },
      { kind: 'split', event: 'H-2', at: at(4), site: MINES[0], inputs: [{ lot: 'acid', take: '50 t' }], outputs: [{ lot: 'tank', material: 'acid', metal: 'sulphuric-acid', contained: { 'sulphuric-acid': '50 t' } }] },
    ])
    const { origins: lines } = await origins('org_mine0', 'tank')
    expect(lines.map(({ origin, share }) => [origin.kind === 'site' ? origin.siteId : origin.kind, share.state === 'exact' ? [share.share, share.low, share.high] : 'band'])).toEqual([[MINES[0], [0.75, 0, 1]], ['unknown', [0.25, 0, 1]]])
    const found = await world.read(people['org_mine0']!, async (ctx) => await handlers.recallLots(ctx, { organisationId: 'org_mine0', siteId: MINES[0], minShare: 0.5, substance: 'sulphuric-acid', limit: 10 }) as { items: { lotId: string; share: object }[] })
    expect(found.items).toMatchObject([{ lotId: 'org_mine0:acid', share: { share: 0.75 } }, { lotId: 'org_mine0:tank', share: { share: 0.75 } }])
    const demand = await world.read(people['org_mine0']!, async (ctx) => await handlers.getLotDemand(ctx, { lotId: 'org_mine0:tank' }) as { items: unknown[] })
    expect(demand.items).toEqual([])
  })
})

describe('corrections', () => {
  it('a second weight reaches what was made of the lot, and its owner is shown before and after', async () => {
    world.setNow('2026-06-16T12:00:00.000Z')
    await allRecorded('org_mill', [{ kind: 'adjust', event: 'A-1', at: at(14), site: MILL, lot: 'rod', contained: { copper: '199 t' }, basis: 'weight', by: 'own', isSettlement: true }])
    world.setNow('2026-06-16T12:05:00.000Z')
    await sweep(world.house)
    const { items } = await world.read(people['org_mill']!, async (ctx) => await handlers.listImpacts(ctx, { organisationId: 'org_mill', limit: 20 }) as { items: { cause: string; lotId: string }[] })
    expect(items).toMatchObject([{ cause: 'lot-adjusted', lotId: 'org_mill:rod', hasChanged: false }])
    await expect(world.read(people['org_plant']!, async (ctx) => handlers.listImpacts(ctx, { organisationId: 'org_mill', limit: 20 }))).rejects.toMatchObject({ refusal: { code: 'book-unseen' } })
  })
})
