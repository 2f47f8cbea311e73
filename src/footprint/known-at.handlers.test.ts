// An answer is given again as it was: whatever is revised, settled, linked, undone or taken back later, asked with `knownAt`
// the answer of each day is that day's, digit for digit (issue paragraph 2.1; custody notes 8, invariants 32 and 36).
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newLot, partyWith, recordedAs, siteNo } from '#test/custody.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import type { Actor } from '#src/access/actor.ts'
import { Refused } from '#src/kernel/refusal.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { handlers } from '#src/platform/handlers.ts'
import { shippedFactors } from '#src/platform/shipped-lists.ts'
import { putFact } from '#src/transparency/fact.ts'
import type { LotAnswer, LotFootprint } from '#src/provenance/lot-answer.ts'
import { takeUpEdition } from './factor-edition.handlers.ts'
import type { LotFootprintAnswer } from './footprint-answer.ts'
import { footprintHandlers } from './footprint.handlers.ts'

const [MINE, PLANT, MILL] = [siteNo(1), siteNo(2), siteNo(4, 'FRA')]
let world: World
const people: Record<string, Actor> = {}
type Name = keyof typeof handlers
const act = <T>(who: string, name: Name, input: unknown): Promise<T> => world.transact(who === 'operator' ? operator : people[who]!, (ctx) => (handlers[name] as (c: typeof ctx, i: unknown) => Promise<T>)(ctx, input))
const read = <T>(name: Name, input: unknown): Promise<T> => world.read(people['org_plant']!, (ctx) => (handlers[name] as (c: typeof ctx, i: unknown) => Promise<T>)(ctx, input))
const codeOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', (error: unknown) => error instanceof Refused ? error.refusal.code : Promise.reject(error))
const recorded = async (who: string, ...lines: readonly unknown[]): Promise<void> => { expect(await recordedAs(world, people[who]!, who, lines)).toEqual(lines.map(() => 'recorded')) }

let day = 0
const dayOf = (number: number): string => new Date(Date.UTC(2026, 5, number)).toISOString().slice(0, 10)
const at = (number: number): string => new Date(Date.UTC(2026, 1, number)).toISOString()
const nextDay = (): void => { day += 1; world.setNow(`${dayOf(day)}T10:00:00.000Z`) }

const line = (name: string, kind: string, scope: number, amount: string, unit: string, more: object = {}) => ({ name, kind, scope, amount, unit, isPrimary: true, per: 'period', ...more })
const period = { from: '2026-01-01', to: '2026-12-31', boundary: 'gate to gate', gwp: 'AR6' }
const own = (kgCo2e: string) => ({ kgCo2e, source: 'invented for a test' })
const mine = { siteId: MINE, stage: 'mining', ...period, lines: [line('diesel', 'fuel', 1, '15000', 'l', { factor: { factor: 'fuel.diesel' } })], outputs: [{ substance: 'copper', tonnes: '100', unitValue: '8500' }, { substance: 'molybdenum', tonnes: '3', unitValue: '40000' }] }
const plant = { siteId: PLANT, stage: 'smelting', ...period, lines: [line('power', 'electricity', 2, '60', 'MWh', { factor: own('300'), marketFactor: own('20') })], outputs: [{ substance: 'copper', tonnes: '100' }] }
const mill = { siteId: MILL, stage: 'rod-making', ...period, lines: [line('gas', 'direct', 1, '7', 't CO2e')], outputs: [{ substance: 'copper', tonnes: '90' }] }
const measuredLot = (ref: string) => ({ ...newLot(ref, '100 t'), contained: undefined, measured: { gross: '400 t', moisture: '0', assay: { copper: '0.25' } } })

const LOTS = ['IN', 'ANODE', 'ROD', 'ROD-2'] as const
type Told = { readonly footprints: LotFootprintAnswer[]; readonly origins: LotAnswer[] }
async function told(knownAt?: string, lots: readonly string[] = LOTS): Promise<Told> {
  const ask = <T>(name: Name): Promise<T[]> => Promise.all(lots.map((lot) => read<T>(name, { lotId: `org_plant:${lot}`, ...(knownAt === undefined ? {} : { knownAt }) })))
  return { footprints: await ask('getLotFootprint'), origins: await ask('getLotOrigins') }
}
/** But for the instant that was asked for. */
const plain = ({ footprints, origins }: Told) => ({ footprints: footprints.map((one) => ({ ...one, knownAt: null })), origins: origins.map((one) => ({ ...one, knownAt: null })) })
const days = new Map<number, Told>()
const numbersOf = ({ footprints }: Told): string[] => footprints.map(({ kgCo2ePerTonne, tonnesCo2e }) => `${kgCo2ePerTonne} ${tonnesCo2e}`)

let [activityId, shipmentId] = ['', '']
const setTo = (name: string, value: string) => act('operator', 'changeSetting', { name, value, reason: 'for this test', seenAt: null })
const unlinked = () => act('org_plant', 'unlinkReceipt', { shipmentId, reason: 'the wrong lot, for this test' })
const linked = async () => act('org_plant', 'linkReceipt', { shipmentId, receipt: (await read<{ items: { receipt: string }[] }>('listOpenReceipts', { limit: 10 })).items[0]!.receipt })
const shipped = { kind: 'ship', inputs: [{ lot: 'L' }], shipment: 'SH-1', to: { organisationId: 'org_plant' }, toSite: PLANT, legs: [{ mode: 'sea', km: 9000 }] }
const factor = { organisationId: 'org_mine', factor: 'fuel.diesel', name: 'Invented diesel', kind: 'fuel', kgCo2e: '3', unit: 'l', gwp: 'AR6', quality: 'found', source: 'invented for a test' }

beforeAll(async () => {
  world = await testWorld({ now: `${dayOf(1)}T08:00:00.000Z` })
  people['org_mine'] = await partyWith(world, 'org_mine', [MINE])
  people['org_plant'] = await partyWith(world, 'org_plant', [PLANT, MILL])
  await world.publish(['org_mine', 'org_plant'].map((id) => putFact(organisationFact, id, { name: `Invented ${id}`, aliases: [], dataset: 'invented', citations: [{ text: 'invented for a test' }] })))
  for (const field of ['footprint', 'origin', 'handling']) await act('org_mine', 'setDisclosure', { organisationId: 'org_mine', partner: 'everyone', field, level: 'site', isDropped: false })
  nextDay()
  await recorded('org_mine', { kind: 'extract', event: 'M-1', at: at(1), site: MINE, outputs: [measuredLot('L'), newLot('MO', '3 t', { metal: 'molybdenum', contained: { molybdenum: '3 t' } })] },
    { ...shipped, event: 'S-1', at: at(2), site: MINE })
  await recorded('org_plant', { kind: 'receive', event: 'R-1', at: at(5), site: PLANT, from: { organisationId: 'org_mine' }, shipment: 'SH-1', outputs: [{ ...measuredLot('IN'), sentAs: 'L' }] },
    { kind: 'transform', event: 'T-1', at: at(6), site: PLANT, inputs: [{ lot: 'IN', take: '90 t' }], outputs: [newLot('ANODE', '89 t', { material: 'anode' })], losses: { copper: '1 t' } },
    { kind: 'transform', event: 'T-2', at: at(7), site: MILL, inputs: [{ lot: 'ANODE', take: '40 t' }], outputs: [newLot('ROD', '30 t', { material: 'rod' }), newLot('ROD-2', '10 t', { material: 'rod' })] })
  for (const [who, one] of [['org_mine', mine], ['org_plant', plant], ['org_plant', mill]] as const) {
    const { activityId: id } = await act<{ activityId: string }>(who, 'recordActivity', { organisationId: who, ...one })
    if (one === mine) activityId = id
  }
  shipmentId = (await read<{ items: { shipmentId: string }[] }>('listShipments', { direction: 'incoming', organisationId: 'org_plant', limit: 10 })).items[0]!.shipmentId
}, 60_000)
afterAll(() => world.close())

describe('every kind of change', () => {
  const changes: readonly [string, () => Promise<unknown>, { readonly isGone: boolean }?][] = [
    ['an activity figure is revised', () => act('org_mine', 'reviseActivity', { activityId, replaces: 1, reason: 'meter was read wrong', ...mine, lines: [line('diesel', 'fuel', 1, '16000', 'l', { factor: { factor: 'fuel.diesel' } })] })],
    ['a party enters a factor of its own', () => act('org_mine', 'recordEmissionFactor', factor)],
    ['and revises it', () => act('org_mine', 'recordEmissionFactor', { ...factor, kgCo2e: '3.5', reason: 'another year' })],
    ['the scheme sets another cut-off of values', () => setTo('footprint.value-ratio-cut-off', '4')],
    ['the scheme sets another basis of electricity', () => setTo('footprint.electricity-basis', 'market')],
    ['a party chooses another allocation', () => act('org_mine', 'chooseAllocation', { organisationId: 'org_mine', siteId: MINE, stage: 'mining', rule: 'mass', because: 'asked for by the buyer' })],
    ['an assay is settled', () => recorded('org_plant', { kind: 'adjust', event: 'A-1', at: at(8), site: PLANT, lot: 'IN', contained: { copper: '104 t' }, basis: 'assay', by: 'umpire', isSettlement: true })],
    ['the settlement is taken back', () => recorded('org_plant', { kind: 'void', event: 'V-1', at: at(9), site: PLANT, voids: 'A-1', reason: 'recorded by mistake, for this test' })],
    ['a hand-over is undone', unlinked],
    ['and is linked again', linked],
    ['the way of a shipment is corrected', async () => {
      await unlinked()
      await recorded('org_mine', { kind: 'correct', event: 'C-0', at: at(9), site: MINE, corrects: 'S-1', reason: 'another port', instead: { ...shipped, legs: [{ mode: 'sea', km: 5000 }] } })
    }],
    ['a lot is taken back', () => recorded('org_plant', { kind: 'void', event: 'V-2', at: at(9), site: MILL, voids: 'T-2', reason: 'recorded by mistake, for this test' }), { isGone: true }],
  ]
  it.each(changes)('%s: the answer of the day before is given again', async (_what, change, { isGone } = { isGone: false }) => {
    const before = await told()
    days.set(day, before)
    nextDay()
    await change()
    expect((before.origins[2]!.footprint as LotFootprint).kgCo2ePerTonne).toBeCloseTo(Number(before.footprints[2]!.kgCo2ePerTonne), 5)
    if (!isGone) expect(numbersOf(await told())).not.toEqual(numbersOf(before))
    else expect(await codeOf(read('getLotFootprint', { lotId: 'org_plant:ROD' }))).toBe('footprint-lot-absent')
    const again = await told(dayOf(day - 1))
    expect(plain(again)).toEqual(plain(before))
    expect(again.footprints[0]!.knownAt).toBe(`${dayOf(day - 1)}T23:59:59.999Z`)
  })

  it('and so is the answer of every day before, after all of them', async () => {
    expect(days.size).toBe(changes.length)
    for (const [number, first] of days) expect(plain(await told(dayOf(number))), dayOf(number)).toEqual(plain(first))
    expect(new Set([...days.values()].map((one) => numbersOf(one).join())).size).toBeGreaterThan(7)
  })

  it('is given with an earlier factor version, and not with one that was reached later', async () => {
    const first = days.get(3)!.footprints[2]!
    const { version } = first.method.factors
    const again = await read<LotFootprintAnswer>('getLotFootprint', { lotId: 'org_plant:ROD', knownAt: dayOf(3), factorVersion: version - 1 })
    expect(again.kgCo2ePerTonne).toBe(days.get(2)!.footprints[2]!.kgCo2ePerTonne)
    expect(await codeOf(read('getLotFootprint', { lotId: 'org_plant:ROD', knownAt: dayOf(3), factorVersion: version + 1 }))).toBe('factor-version-unknown')
  })
})

describe('what the tables no longer hold', () => {
  it('is refused: an event that was stated anew, with the lots that stayed and those that went', async () => {
    nextDay()
    await recorded('org_plant', { kind: 'transform', event: 'T-3', at: at(10), site: MILL, inputs: [{ lot: 'ANODE', take: '40 t' }], outputs: [newLot('USED', '30 t', { material: 'rod' }), newLot('FREE', '10 t', { material: 'rod' })] },
      { kind: 'split', event: 'T-4', at: at(11), site: MILL, inputs: [{ lot: 'USED', take: '5 t' }], outputs: [newLot('PART', '5 t', { material: 'rod' })] })
    nextDay()
    await recorded('org_plant', { kind: 'correct', event: 'C-1', at: at(12), site: MILL, corrects: 'T-3', reason: 'weights were exchanged', instead: { kind: 'transform', inputs: [{ lot: 'ANODE', take: '41 t' }], outputs: [newLot('USED', '30 t', { material: 'rod' }), newLot('FREE', '11 t', { material: 'rod' })] } })
    const asked = (name: Name, lot: string) => codeOf(read(name, { lotId: `org_plant:${lot}`, knownAt: dayOf(day - 1) }))
    for (const lot of ['USED', 'FREE', 'PART']) expect([lot, await asked('getLotFootprint', lot), await asked('getLotOrigins', lot)]).toEqual([lot, 'records-restated', 'records-restated'])
  })
  it('is refused: a lot that was recorded later; one that nobody recorded is absent, also to a stranger', async () => {
    const asked = (lot: string, knownAt: string) => codeOf(read('getLotFootprint', { lotId: `org_plant:${lot}`, knownAt }))
    expect(await asked('ROD', '2026-05-01')).toBe('records-restated')
    expect(await asked('NONE', dayOf(day))).toBe('footprint-lot-absent')
    expect(await asked('ROD', dayOf(day))).toBe('footprint-lot-absent')
    expect(await codeOf(world.read(people['org_mine']!, async (ctx) => handlers.getLotFootprint(ctx, { lotId: 'org_plant:ROD', knownAt: dayOf(2) })))).toBe('footprint-lot-absent')
  })
})

describe('another edition of the shipped factors', () => {
  const next = { edition: '2099-01', factors: shippedFactors.factors.map((one) => one.factor === 'freight.sea' ? { ...one, kgCo2e: '1' } : one), earlier: [shippedFactors] }
  const asked = (list: typeof next | { edition: string; factors: typeof next.factors }, knownAt?: string) => world.read(people['org_plant']!, async (ctx) => await footprintHandlers(list).getLotFootprint(ctx, { lotId: 'org_plant:ANODE', ...(knownAt === undefined ? {} : { knownAt }) }) as LotFootprintAnswer)
  it('takes a factor version as it is taken up, once, and answers of before are given with the one before', async () => {
    const before = await asked(next)
    nextDay()
    for (const _ of [1, 2]) await world.transact(operator, (ctx) => takeUpEdition(ctx, next))
    const after = await asked(next)
    expect([before.method.factors.edition, after.method.factors.edition, after.method.factors.version - before.method.factors.version]).toEqual([shippedFactors.edition, '2099-01', 1])
    expect(after.kgCo2ePerTonne).not.toBe(before.kgCo2ePerTonne)
    expect({ ...await asked(next, dayOf(day - 1)), knownAt: null }).toEqual(before)
    expect((await world.read(people['org_plant']!, async (ctx) => await footprintHandlers(next).getLotFootprint(ctx, { lotId: 'org_plant:ANODE', factorVersion: before.method.factors.version }) as LotFootprintAnswer)).kgCo2ePerTonne).toBe(before.kgCo2ePerTonne)
  })
  it('is refused by its own code where this release no longer holds it', async () => {
    expect(await codeOf(asked({ edition: next.edition, factors: next.factors }, dayOf(day)))).toBe('accepted')
    expect(await codeOf(asked({ edition: '2100-01', factors: next.factors }, dayOf(day)))).toBe('factor-edition-absent')
  })
})
