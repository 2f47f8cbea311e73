// What corrections reach, and what their page tells of before and now: settlements, restated events, factors of a book, awards
// of a site that only a paper names, and awards of a site that is held back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newLot, partyWith, record, siteNo } from '#test/custody.ts'
import { addPerson, grant } from '#test/people.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import type { Actor } from '#src/access/actor.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { houseActor } from '#src/platform/house.ts'
import { milestoneFact } from '#src/awards/milestone.ts'
import { handlers } from '#src/platform/handlers.ts'
import { sweep } from '#src/platform/sweep.ts'
import { putFact } from '#src/transparency/fact.ts'
import { workOutImpacts } from './impact.handlers.ts'
import type { Impact } from './impact.ts'
import type { LotAnswer } from './lot-answer.ts'

let world: World
let [mine, mill]: Actor[] = []
const [HIDDEN, PAPER, LATER, MILL] = [siteNo(1), siteNo(2, 'PER'), siteNo(3, 'PER'), siteNo(6, 'FRA')]
const at = (day: number): string => new Date(Date.UTC(2026, 1, day)).toISOString()
let minute = 0
const later = (): void => world.setNow(new Date(Date.UTC(2026, 5, 15, 12, 5 * ++minute)).toISOString())
const recorded = async (who: Actor, organisationId: string, lines: readonly unknown[]) => {
  const answers = await record(world, who, organisationId, lines)
  expect(answers.map(({ refusal }) => refusal).filter((one) => one !== undefined)).toEqual([])
}
const impacts = async (lot?: string): Promise<Impact[]> => (await world.read(mill!, async (ctx) => await handlers.listImpacts(ctx, { organisationId: 'org_mill', limit: 50, ...(lot === undefined ? {} : { lotId: `org_mill:${lot}` }) }) as { items: Impact[] })).items
const awardChanged = (siteId: string, on: string, facts = [putFact(milestoneFact, `${siteId}.award`, {
  siteId, subjectAsFound: 'invented', register: 'mark', kind: 'award', mark: 'copper', date: { from: on, to: on, precision: 'day', printed: on }, asFound: 'award', origin: 'decided', dataset: 'invented', citations: [{ text: 'invented for a test' }],
} as never)]) => world.transact(operator, async (ctx) => { ctx.publish(facts, { kind: 'award.changed', subject: siteId, isPublic: true, body: { on } }) })
const swept = async (): Promise<void> => { later(); await sweep(world.house) }

beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z' })
  mine = await partyWith(world, 'org_mine', [HIDDEN])
  mill = await partyWith(world, 'org_mill', [MILL])
  await partyWith(world, 'org_paper', [PAPER, LATER])
  await world.publish(['org_mine', 'org_mill'].map((id) => putFact(organisationFact, id, { name: `Invented ${id}`, aliases: [], dataset: 'invented', citations: [{ text: 'invented for a test' }] })))
  await recorded(mine, 'org_mine', [
    { kind: 'extract', event: 'M-1', at: at(1), site: HIDDEN, outputs: [newLot('L', '100 t')] },
    { kind: 'ship', event: 'S-1', at: at(2), site: HIDDEN, inputs: [{ lot: 'L' }], shipment: 'SH-1', to: { organisationId: 'org_mill' }, toSite: MILL },
  ])
  later()
  await recorded(mill, 'org_mill', [
    { kind: 'receive', event: 'R-1', at: at(5), site: MILL, from: { organisationId: 'org_mine' }, shipment: 'SH-1', outputs: [{ ...newLot('linked', '100 t'), sentAs: 'L' }] },
    { kind: 'receive', event: 'R-2', at: at(5), site: MILL, outputs: [newLot('papered', '50 t', { origin: { kind: 'site', siteId: PAPER } })] },
    { kind: 'receive', event: 'R-3', at: at(5), site: MILL, outputs: [newLot('stray', '50 t')] },
    { kind: 'split', event: 'H-1', at: at(6), site: MILL, inputs: [{ lot: 'papered', take: '40 t' }], outputs: [newLot('half', '40 t')] },
    { kind: 'split', event: 'H-2', at: at(7), site: MILL, inputs: [{ lot: 'half', take: '20 t' }], outputs: [newLot('quarter', '20 t')] },
  ])
  later()
}, 60_000)
afterAll(() => world.close())

describe('what was known before', () => {
  it('is told with the weight that counted before a settlement', async () => {
    await recorded(mill!, 'org_mill', [{ kind: 'adjust', event: 'A-1', at: at(8), site: MILL, lot: 'linked', contained: { copper: '125 t' }, basis: 'weight', by: 'own', isSettlement: true }])
    await swept()
    expect(await impacts('linked')).toMatchObject([{ cause: 'lot-adjusted', hasChanged: true, before: { unknown: { share: 0 } }, after: { unknown: { share: 0.2 } } }])
  })

  it('is told as not known where an event was stated anew, and refused where it is asked for', async () => {
    const before = '2026-06-15T12:10:00.000Z'
    const asked = (knownAt: string) => world.read(mill!, async (ctx) => await handlers.getLotOrigins(ctx, { lotId: 'org_mill:stray', knownAt }) as LotAnswer)
    expect((await asked(before)).unknown.share).toMatchObject({ share: 1 })
    await recorded(mill!, 'org_mill', [{ kind: 'correct', event: 'C-1', at: at(9), site: MILL, corrects: 'R-3', reason: 'the paper came later', instead: { kind: 'receive', outputs: [newLot('stray', '50 t', { origin: { kind: 'country', country: 'PER' } })] } }])
    await swept()
    expect(await impacts('stray')).toMatchObject([{ cause: 'event-corrected', before: null, after: { unknown: { share: 0 } }, hasChanged: true }])
    await expect(asked(before)).rejects.toMatchObject({ refusal: { code: 'records-restated' } })
  })
})

describe('whom a change reaches', () => {
  it('a revised factor of a book reaches the lots of that book', async () => {
    const factor = { organisationId: 'org_mill', factor: 'invented.grid', name: 'Invented grid', kind: 'electricity', basis: 'location', country: 'FRA', kgCo2e: '0.2', unit: 'kWh', gwp: 'AR6', quality: 'found', source: 'invented for a test' } as const
    await world.transact(mill!, (ctx) => handlers.recordEmissionFactor(ctx, factor as never))
    await swept()
    expect((await impacts()).filter(({ cause }) => cause === 'factor-revised')).toEqual([])
    await world.transact(mill!, (ctx) => handlers.recordEmissionFactor(ctx, { ...factor, kgCo2e: '0.3', reason: 'another year' } as never))
    await swept()
    const told = (await impacts()).filter(({ cause }) => cause === 'factor-revised')
    expect(told.map(({ lotId }) => lotId.split(':')[1]).toSorted()).toEqual(['half', 'linked', 'papered', 'quarter', 'stray'])
    expect(told[0]).toMatchObject({ hasChanged: true, siteId: null, factorVersion: 2 })
  })

  it('an award of a site that a paper names reaches what came in with it, and names the site', async () => {
    await awardChanged(PAPER, '2026-01-01')
    await swept()
    const told = (await impacts()).filter(({ cause }) => cause === 'award-changed')
    expect(told.map(({ lotId }) => lotId.split(':')[1]).toSorted()).toEqual(['half', 'papered', 'quarter'])
    expect(told[0]).toMatchObject({ siteId: PAPER, effectiveOn: '2026-01-01', hasChanged: true, before: { awardedMine: { share: 0 } }, after: { awardedMine: { share: 1 } } })
  })

  it('an award that changed before a lot was recorded reaches it not: nothing else was ever said of it', async () => {
    await awardChanged(LATER, '2026-02-03')
    later()
    await recorded(mill!, 'org_mill', [{ kind: 'receive', event: 'R-4', at: at(5), site: MILL, outputs: [newLot('late', '5 t', { origin: { kind: 'site', siteId: LATER } })] }])
    await swept()
    expect(await impacts('late')).toEqual([])
  })

  it('an award of a site that is held back is not told by its day, nor where no figure changed', async () => {
    await awardChanged(HIDDEN, '2026-01-01', [])
    await swept()
    expect((await impacts('linked')).map(({ cause }) => cause)).not.toContain('award-changed')
    await awardChanged(HIDDEN, '2026-01-01')
    await swept()
    expect((await impacts('linked'))[0]).toMatchObject({ cause: 'award-changed', siteId: null, effectiveOn: null, hasChanged: true })
    expect(JSON.stringify(await impacts('linked'))).not.toContain(HIDDEN)
  })

  it('a notice goes to those alone who may see the change of a lot, and counts none that they may not', async () => {
    const [miner, miller] = [await addPerson(world, 'Owner Miner', [grant('site-owner', 'organisation', 'org_mine')]), await addPerson(world, 'Owner Miller', [grant('site-owner', 'organisation', 'org_mill')])]
    const told = async (who: Actor): Promise<{ kind: string; text: string }[]> => (await world.read(who, async (ctx) => await handlers.listNotices(ctx, { limit: 50 } as never) as { items: { kind: string; text: string }[] })).items.filter(({ kind }) => kind === 'provenance.changed')
    await awardChanged(HIDDEN, '2026-01-01', [])
    await swept()
    expect(await told(miller)).toEqual([])
    expect((await told(miner)).map(({ text }) => text)).toEqual([expect.stringContaining('At least one lot of your book')])
    await awardChanged(HIDDEN, '2026-01-01', [putFact(milestoneFact, `${HIDDEN}.suspension`, {
      siteId: HIDDEN, subjectAsFound: 'invented', register: 'mark', kind: 'suspension', mark: 'copper', date: { from: '2026-01-01', to: '2026-01-01', precision: 'day', printed: '2026-01-01' }, asFound: 'suspension', origin: 'decided', dataset: 'invented', citations: [{ text: 'invented for a test' }],
    } as never)])
    await swept()
    expect((await impacts('linked'))[0]).toMatchObject({ cause: 'award-changed', siteId: null, hasChanged: true })
    expect((await told(miller)).map(({ text }) => text)).toEqual([expect.stringContaining('At least one lot of your book')])
  })

  it('whom it may be told is found out over several sweeps where there are many lots', async () => {
    const told = async (): Promise<number> => (await impacts()).filter(({ cause, changedAt }) => cause === 'award-changed' && changedAt === started).length
    later()
    await awardChanged(PAPER, '2026-01-03', [])
    const started = await world.read(mill!, async (ctx) => ctx.now)
    later()
    const stepped = (): Promise<void> => world.transact(houseActor, (ctx) => workOutImpacts(ctx, [], 20_000, 1))
    await stepped()
    expect(await told()).toBe(0)
    await stepped()
    expect(await told()).toBe(3)
  })

  it('a change that reaches more lots than one sweep follows goes on in the next, and is told when it is whole', async () => {
    const count = async () => (await impacts()).filter(({ cause, changedAt }) => cause === 'award-changed' && changedAt === started).length
    later()
    await awardChanged(PAPER, '2026-01-02')
    const started = (await world.read(mill!, async (ctx) => ctx.now))
    later()
    const stepped = (): Promise<void> => world.transact(houseActor, (ctx) => workOutImpacts(ctx, [], 1))
    await stepped()
    expect(await count()).toBe(0)
    for (let step = 0; step < 4; step++) await stepped()
    expect(await count()).toBe(3)
  })
})

describe('a link that was undone', () => {
  it('is told with what it said before', async () => {
    later()
    await world.transact(mill!, async (ctx) => {
      const { items } = await handlers.listShipments(ctx, { direction: 'incoming', organisationId: 'org_mill', limit: 10 }) as { items: { shipmentId: string }[] }
      await handlers.unlinkReceipt(ctx, { shipmentId: items[0]!.shipmentId, reason: 'the wrong lot, for this test' })
    })
    await swept()
    expect((await impacts('linked')).find(({ cause }) => cause === 'link-undone')).toMatchObject({ hasChanged: true, before: { unknown: { share: 0.2 } }, after: { unknown: { share: 1 } } })
  })
})
