// The index over a real ledger: it follows what books record, says the same as one made anew, starts from its snapshot and
// refuses a torn one, and notices awards and links.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newLot, partyWith, record, siteNo } from '#test/custody.ts'
import { actor, grant } from '#test/people.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import type { Actor } from '#src/access/actor.ts'
import { milestoneFact } from '#src/awards/milestone.ts'
import { putFact } from '#src/transparency/fact.ts'
import { entriesFrom } from '#src/transparency/log.store.ts'
import type { SnapshotStore } from '#src/transparency/follower.ts'
import { handlers } from '#src/platform/handlers.ts'
import { engineBehind, provenanceFollower, saveIndex } from './index-follower.handlers.ts'
import type { ProvenanceIndex } from './provenance-index.ts'
import { differencesBetween } from './index-compare.ts'

let world: World
let [mine, smelter]: Actor[] = []
const [MINE, PIT, PLANT] = [siteNo(21), siteNo(22), siteNo(23, 'DEU')]
const at = (day: number): string => new Date(Date.UTC(2026, 1, day)).toISOString()
const allRecorded = async (of: World, who: Actor, organisationId: string, lines: readonly unknown[]): Promise<void> => {
  expect((await record(of, who, organisationId, lines)).flatMap(({ refusal }) => refusal === undefined ? [] : [refusal])).toEqual([])
}
const index = (): Promise<ProvenanceIndex> => world.house.followed.read(provenanceFollower)
const sharesOf = (one: ProvenanceIndex, lotId: string) => Object.fromEntries(one.shares(one.lotAt(lotId)!).map(({ atom, share }) => [atom.kind === 'site' ? atom.siteId : atom.kind === 'scrap' ? atom.scrapClass : atom.kind, Number(share.toFixed(6))]))
const same = async () => expect((await world.transact(operator, (ctx) => handlers.rebuildIndex(ctx, {}), { isDryRun: true }) as { differences: unknown[] }).differences).toEqual([])

const memory = (): SnapshotStore & { bytes: Uint8Array<ArrayBuffer> | undefined } => {
  const store = { bytes: undefined as Uint8Array<ArrayBuffer> | undefined, read: async () => store.bytes?.slice(), write: async (_: string, parts: readonly Uint8Array[]) => { store.bytes = new Uint8Array(Buffer.concat(parts)) } }
  return store
}

beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z' })
  mine = await partyWith(world, 'org_mine', [MINE, PIT])
  smelter = await partyWith(world, 'org_smelter', [PLANT])
}, 60_000)
afterAll(() => world.close())

describe('following', () => {
  it('knows every entry that was committed, and nothing before there is any', async () => {
    expect((await index()).lotAt('org_mine:C-1')).toBeUndefined()
    await allRecorded(world, mine!, 'org_mine', [
      { kind: 'extract', event: 'M-1', at: at(1), site: MINE, outputs: [newLot('C-1', '600 t', { material: 'concentrate' })] },
      { kind: 'extract', event: 'M-2', at: at(1), site: PIT, outputs: [newLot('C-2', '400 t', { material: 'concentrate' })] },
      { kind: 'merge', event: 'B-1', at: at(2), site: MINE, inputs: [{ lot: 'C-1', take: '300 t' }, { lot: 'C-2', take: '100 t' }], outputs: [newLot('C-3', '400 t', { material: 'concentrate' })] },
    ])
    const one = await index()
    expect(sharesOf(one, 'org_mine:C-3')).toEqual({ [MINE]: 0.75, [PIT]: 0.25 })
    expect(one.lot(one.lotAt('org_mine:C-1')!)).toMatchObject({ contained: { copper: 600_000_000 }, left: { copper: 300_000_000 }, siteId: MINE })
    await same()
  })

  it('follows metal to the next book when both sides have recorded the hand-over, whoever came first', async () => {
    await allRecorded(world, smelter!, 'org_smelter', [
      { kind: 'receive', event: 'R-1', at: at(9), site: PLANT, from: { organisationId: 'org_mine' }, shipment: 'S-1', outputs: [newLot('F-1', '400 t', { material: 'concentrate', sentAs: 'C-3' })] },
      { kind: 'receive', event: 'R-2', at: at(9), site: PLANT, outputs: [newLot('F-2', '100 t', { material: 'scrap', scrapClass: 'post-consumer' })] },
      { kind: 'transform', event: 'T-1', at: at(10), site: PLANT, inputs: [{ lot: 'F-1' }, { lot: 'F-2' }], outputs: [newLot('A-1', '490 t', { material: 'anode' })], losses: { copper: '10 t' } },
    ])
    expect(sharesOf(await index(), 'org_smelter:A-1')).toEqual({ unknown: 0.8, 'post-consumer': 0.2 })
    await allRecorded(world, mine!, 'org_mine', [{ kind: 'ship', event: 'SH-1', at: at(5), site: MINE, shipment: 'S-1', inputs: [{ lot: 'C-3' }], to: { organisationId: 'org_smelter' } }])
    const one = await index()
    expect(sharesOf(one, 'org_smelter:A-1')).toEqual({ [MINE]: 0.6, [PIT]: 0.2, 'post-consumer': 0.2 })
    expect(one.traceUp(one.lotAt('org_smelter:A-1')!).items.map(({ event }) => event.kind).sort()).toEqual(['extract', 'extract', 'merge', 'receive', 'receive', 'ship', 'transform'])
    expect(one.paths(one.lotAt('org_smelter:A-1')!).items.map(({ share }) => Number(share.toFixed(6)))).toEqual([0.6, 0.2, 0.2])
    await same()
  })

  it('forgets what is voided, and takes a correction over, also where the lot was used since', async () => {
    await allRecorded(world, mine!, 'org_mine', [
      { kind: 'extract', event: 'M-3', at: at(11), site: PIT, outputs: [newLot('C-9', '50 t', { material: 'concentrate' })] },
      { kind: 'extract', event: 'M-4', at: at(11), site: PIT, outputs: [newLot('C-10', '50 t', { material: 'concentrate' })] },
      { kind: 'split', event: 'B-4', at: at(12), site: PIT, inputs: [{ lot: 'C-10', take: '20 t' }], outputs: [newLot('C-11', '20 t', { material: 'concentrate' })] },
    ])
    expect((await index()).lotAt('org_mine:C-9')).toBeDefined()
    await allRecorded(world, mine!, 'org_mine', [
      { kind: 'void', event: 'V-3', at: at(13), site: PIT, voids: 'M-3', reason: 'recorded by mistake, for this test' },
      { kind: 'correct', event: 'K-4', at: at(13), site: PIT, corrects: 'M-4', reason: 'weighed again, for this test', instead: { outputs: [newLot('C-10', '45 t', { material: 'concentrate' })] } },
    ])
    const one = await index()
    expect(one.lotAt('org_mine:C-9')).toBeUndefined()
    expect(one.lot(one.lotAt('org_mine:C-10')!)).toMatchObject({ contained: { copper: 45_000_000 }, left: { copper: 25_000_000 } })
    expect(sharesOf(one, 'org_mine:C-11')).toEqual({ [PIT]: 1 })
    await same()
    expect((await world.fsck()).findings).toEqual([])
  })

  it('tells epochs apart when an award is recorded as of a past day, and the chain of awarded sites', async () => {
    const lot = (one: ProvenanceIndex) => one.lotAt('org_mine:C-3')!
    expect((await index()).value('chain-awarded', lot(await index()))).toBe(0)
    await world.publish([MINE].map((siteId) => putFact(milestoneFact, `award.${siteId}`, {
      siteId, subjectAsFound: 'invented', register: 'mark', kind: 'award', mark: 'copper', date: { from: '2025-06-01', to: '2025-06-01', precision: 'day', printed: '2025-06-01' }, asFound: 'award', origin: 'decided', dataset: 'invented', citations: [{ text: 'invented for a test' }],
    })))
    const one = await index()
    expect(one.shares(lot(one)).find(({ atom }) => atom.kind === 'site' && atom.siteId === MINE)).toMatchObject({ atom: { epoch: { from: '2025-06-01', standing: { surely: ['copper'] } } }, share: 0.75 })
    // The pit has none; the mine blended both.
    expect(one.value('chain-awarded', lot(one))).toBeCloseTo(0.75, 12)
    await same()
  })
})

describe('the snapshot', () => {
  it('gives the same index, goes on from there, and is refused where it is torn or of another log', async () => {
    const store = memory()
    const { state } = await provenanceFollower.start(world.house.database.sql, store)
    await saveIndex(state, store)
    expect(store.bytes!.length).toBeGreaterThan(1000)
    await allRecorded(world, mine!, 'org_mine', [{ kind: 'extract', event: 'M-20', at: at(20), site: MINE, outputs: [newLot('C-20', '5 t', { material: 'concentrate' })] }])
    const again = await provenanceFollower.start(world.house.database.sql, store)
    expect(again.state.lotAt('org_mine:C-20')).toBeUndefined()
    const now = await index()
    const entries = (await entriesFrom(world.house.database.sql, again.size, 100)).filter(({ kind }) => provenanceFollower.kinds.includes(kind))
    const followed = await provenanceFollower.follow(again.state, world.house.database.sql, entries, now.version.logPosition)
    expect(followed.lotAt('org_mine:C-20')).toBeDefined()
    expect(differencesBetween(engineBehind(followed), engineBehind(now))).toEqual([])
    store.bytes![store.bytes!.length - 9] = store.bytes![store.bytes!.length - 9]! ^ 1
    const anew = await provenanceFollower.start(world.house.database.sql, store)
    expect(anew.size).toBe(now.version.logPosition)
    expect(differencesBetween(engineBehind(anew.state), engineBehind(now))).toEqual([])
  })
})

describe('its state', () => {
  it('is told to the operator, and to nobody else', async () => {
    expect(await world.read(operator, (ctx) => handlers.getIndexState(ctx, {}))).toMatchObject({ precision: 'float64', version: { engineVersion: '1' } })
    expect((await world.fetch('/api/v1/provenance-index', { asOperator: true })).status).toBe(200)
    expect((await world.fetch('/api/v1/provenance-index')).status).toBe(401)
    expect(actor('u1', grant('site-owner', 'organisation', 'org_mine')).kind).toBe('member')
  })
  it('is made anew on demand, and was the same', async () => {
    expect(await world.transact(operator, (ctx) => handlers.rebuildIndex(ctx, {}))).toMatchObject({ isSame: true, differences: [] })
    expect(sharesOf(await index(), 'org_mine:C-3')).toEqual({ [MINE]: 0.75, [PIT]: 0.25 })
  })
})
