// Hand-overs on PostgreSQL: two books, one shipment, in whatever order its two sides arrive.
import { sql as text } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#src/access/actor.ts'
import { Refused } from '#src/kernel/refusal.ts'
import { insertParticipant } from '#src/parties/participant.store.ts'
import { sweep } from '#src/platform/sweep.ts'
import { extract, newLot, nextAt, partyWith, record, recordedAs, siteNo } from '#test/custody.ts'
import { addPerson, grant } from '#test/people.ts'
import { testWorld, type World } from '#test/world.ts'
import { shipmentHandlers } from './shipment.handlers.ts'
import type { ShipmentView } from './shipment.ts'

let world: World
let mine: Actor, smelter: Actor & { userId: string }, third: Actor
const [A, B, C] = ['org_wyre', 'org_halmoor', 'org_third'] as const
const [SA, SB, SC] = [siteNo(11), siteNo(12), siteNo(13)]
const NOW = '2026-06-15T12:00:00.000Z'
beforeAll(async () => {
  world = await testWorld({ now: NOW })
  mine = await partyWith(world, A, [SA])
  await partyWith(world, B, [SB])
  third = await partyWith(world, C, [SC])
  for (const [organisationId, name] of [[A, 'Wyreford Mine'], [B, 'Halmoor Smelting'], [C, 'Third Metals']] as const) await world.transact(mine, (ctx) => insertParticipant(ctx.sql, { organisationId, name, country: 'CHL', allSitesBy: null, createdAt: NOW }))
  smelter = await addPerson(world, 'Sam Smelter', [grant('site-owner', 'organisation', B)])
  await addPerson(world, 'Mia Mine', [grant('site-owner', 'organisation', A)])
})
afterAll(() => world.close())

let n = 0
const next = (prefix: string): string => `${prefix}${++n}`
const ship = (event: string, shipment: string, lot: string, more: object = {}) => ({ kind: 'ship', event, at: nextAt(), site: SA, inputs: [{ lot }], shipment, to: { organisationId: B }, toSite: SB, ...more })
const receive = (event: string, lot: string, mass: string, more: object = {}) => ({ kind: 'receive', event, at: nextAt(), site: SB, from: { organisationId: A }, outputs: [newLot(lot, mass)], ...more })
/** Extracts and ships 100 t. @returns the shipment's number */
async function shipped(more: object = {}): Promise<{ id: string; ref: string; lot: string; event: string }> {
  const [lot, ref, event] = [next('L'), next('S'), next('E')]
  expect(await recordedAs(world, mine, A, [extract(`X${event}`, SA, lot, '100 t'), ship(event, ref, lot, more)])).toEqual(['recorded', 'recorded'])
  return { id: await idOf(ref), ref, lot, event }
}
const idOf = async (ref: string): Promise<string> => `shp_${(await text<{ shipment_no: number }>`select shipment_no from custody_shipment where shipment_ref = ${ref}`.execute(world.house.database.sql)).rows[0]!.shipment_no}`
const get = (who: Actor, shipmentId: string) => world.read(who, (ctx) => shipmentHandlers.getShipment(ctx, { shipmentId })) as Promise<ShipmentView>
type Accepting = Parameters<typeof shipmentHandlers.acceptShipment>[1]
const accept = (who: Actor, shipmentId: string, more: Partial<Accepting> = {}) => world.transact(who, (ctx) => shipmentHandlers.acceptShipment(ctx, { shipmentId, at: nextAt(), site: SB, ...more })) as Promise<ShipmentView>
const codeOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => { if (error instanceof Refused) return error.refusal.code; throw error })
const links = async (ref: string) => (await text<{ lot_ref: string; amount: number }>`select r.lot_ref, k.amount from custody_link k join custody_receipt r on r.lot_no = k.receive_lot_no join custody_shipment s on s.event_no = k.ship_event_no where s.shipment_ref = ${ref} and not k.is_void order by 1`.execute(world.house.database.sql)).rows.map((row) => [row.lot_ref, row.amount])
const toldTo = async (userId: string, kind: string): Promise<number> => (await text<{ n: number }>`select count(*)::int as n from notice where user_id = ${userId} and kind = ${kind}`.execute(world.house.database.sql)).rows[0]!.n

describe('a shipment', () => {
  it('is offered, seen by its two sides alone, and accepted in one step', async () => {
    const { id, lot, ref } = await shipped()
    expect(await toldTo(smelter.userId, 'shipment.offered')).toBeGreaterThan(0)
    const offered = await get(smelter, id)
    expect([offered.state, offered.otherParty.name, offered.shippedLots.map((one) => [one.lot, one.shipped.copper]), offered.may.accept]).toEqual(['offered', 'Wyreford Mine', [[lot, 100_000_000]], true])
    expect(await codeOf(get(third, id))).toBe('shipment-absent')
    expect((await world.read(third, (ctx) => shipmentHandlers.listShipments(ctx, { direction: 'incoming', limit: 100 })) as { items: unknown[] }).items).toEqual([])
    expect(await codeOf(accept(third, id))).toBe('shipment-absent')
    expect(await codeOf(accept(mine, id))).toBe('permit-missing')
    const view = await accept(smelter, id)
    expect([view.state, view.received, view.difference!.copper, view.receipts[0]!.lot]).toEqual(['accepted', 100_000_000, 0, lot])
    expect((await get(mine, id)).receipts[0]!.lot).toBeNull()
    expect(await codeOf(accept(smelter, id, { event: 'again' }))).toBe('shipment-already-answered')
    expect(await links(ref)).toEqual([[lot, 100_000_000]])
  })

  it('is accepted with other weights: the difference is shown to both, and no quantity changes', async () => {
    const { id, lot } = await shipped()
    const view = await accept(smelter, id, { lots: [{ sentAs: lot, lot: `${lot}-in`, contained: { copper: '98.5 t' } }] })
    expect([view.receivedTotal!.copper, view.difference!.copper]).toEqual([98_500_000, 1_500_000])
    expect((await get(mine, id)).difference!.copper).toBe(1_500_000)
  })

  it('is not taken in as scrap that its sender does not call so, by whichever way and whoever comes first', async () => {
    const scrap = (scrapClass: string) => ({ material: 'scrap', scrapClass })
    const from = (shipment: string, more: object = {}) => (lot: string, of: object) => ({ kind: 'receive', event: next('G'), at: nextAt(), site: SB, from: { organisationId: A }, shipment, outputs: [newLot(lot, '100 t', of)], ...more })
    const { id, ref, lot } = await shipped()
    // The receipt comes second.
    expect(await codeOf(accept(smelter, id, { lots: [{ sentAs: lot, ...scrap('post-consumer') as { scrapClass: 'post-consumer'; material: 'scrap' } }] }))).toBe('link-scrap-differs')
    const declared = { origin: { kind: 'scrap', scrapClass: 'pre-consumer' } }
    expect(await recordedAs(world, smelter, B, [from(ref)(next('R'), scrap('pre-consumer')), from(ref)(next('R'), declared)])).toEqual(['link-scrap-differs', 'link-scrap-differs'])
    // By hand, of a receipt that named no shipment.
    const [old, later] = [next('R'), next('S')]
    const [hand, waiting] = [next('G'), next('G')]
    expect(await recordedAs(world, smelter, B, [{ kind: 'receive', event: hand, at: nextAt(), site: SB, outputs: [newLot(old, '100 t', scrap('post-consumer'))] }])).toEqual(['recorded'])
    const receiptOf = async (ref: string): Promise<string> => `rcp_${(await text<{ lot_no: number }>`select lot_no from custody_receipt where lot_ref = ${ref}`.execute(world.house.database.sql)).rows[0]!.lot_no}`
    const byHand = await receiptOf(old)
    expect(await codeOf(world.transact(smelter, (ctx) => shipmentHandlers.linkReceipt(ctx, { shipmentId: id, receipt: byHand })))).toBe('link-scrap-differs')
    // The sender comes second: its record stands, the link is not made, and the receiver reads why.
    const [wrong, source] = [next('R'), next('L')]
    const cathode = ship(next('E'), later, source)
    expect(await recordedAs(world, mine, A, [extract(next('X'), SA, source, '100 t', { at: '2025-12-01T00:00:00Z' })])).toEqual(['recorded'])
    expect(await recordedAs(world, smelter, B, [{ ...from(later)(wrong, scrap('post-consumer')), event: waiting }])).toEqual(['recorded'])
    expect([await recordedAs(world, mine, A, [cathode]), await links(later)]).toEqual([['recorded'], []])
    const open = await world.read(smelter, (ctx) => shipmentHandlers.listOpenReceipts(ctx, { limit: 50 })) as { items: { lot: string; because: { code: string } | null; candidates: { shipment: string }[] }[] }
    const told = open.items.find((one) => one.lot === wrong)!
    expect([told.because?.code, told.candidates.filter(({ shipment }) => shipment === later), open.items.some((one) => one.lot === old)]).toEqual(['link-scrap-differs', [], false])
    // Corrected to what it is, it is linked.
    const instead = { ...from(later)(wrong, { material: 'cathode' }), event: undefined }
    expect([await recordedAs(world, smelter, B, [{ kind: 'correct', event: next('C'), at: nextAt(), site: SB, corrects: waiting, reason: 'it is no scrap', instead: { ...instead, outputs: [newLot(wrong, '100 t', scrap('pre-consumer'))] } }]), await links(later)]).toEqual([['link-scrap-differs'], []])
    expect([await recordedAs(world, smelter, B, [{ kind: 'correct', event: next('C'), at: nextAt(), site: SB, corrects: waiting, reason: 'it is no scrap', instead }]), await links(later)]).toEqual([['recorded'], [[wrong, 100_000_000]]])
  })

  it('of scrap is taken in as that scrap, by itself', async () => {
    const [lot, ref, bought] = [next('L'), next('S'), next('G')]
    expect(await recordedAs(world, mine, A, [{ kind: 'receive', event: bought, at: nextAt(), site: SA, from: { name: 'Old Wire Yard' }, outputs: [newLot(lot, '100 t', { material: 'scrap', scrapClass: 'post-consumer' })] }, ship(next('E'), ref, lot)])).toEqual(['recorded', 'recorded'])
    expect((await accept(smelter, await idOf(ref), { lots: [{ sentAs: lot, lot: `${lot}-in` }] })).state).toBe('accepted')
    expect(await links(ref)).toEqual([[`${lot}-in`, 100_000_000]])
  })

  it('refuses an unknown party, a number that is taken, a stronger model, and a receipt before it left', async () => {
    const { ref, id, lot } = await shipped({ model: 'mass-balance' })
    expect(await recordedAs(world, mine, A, [extract('XQ1', SA, 'LQ1', '1 t'), ship('Q1', ref, 'LQ1'), ship('Q2', 'SQ2', 'LQ1', { to: { organisationId: 'org_nobody' } }), ship('Q3', 'SQ3', 'LQ1', { model: 'segregated' })]))
      .toEqual(['recorded', 'shipment-ref-taken', 'counterparty-absent', 'model-stronger-than-input'])
    expect(await codeOf(accept(smelter, id, { lots: [{ sentAs: lot, model: 'segregated' }] }))).toBe('model-stronger-than-input')
    expect(await codeOf(accept(smelter, id, { at: '2025-01-01T00:00:00.000Z' }))).toBe('link-reverses-time')
    expect(await codeOf(accept(smelter, id, { lots: [{ sentAs: 'other' }] }))).toBe('shipped-lot-absent')
    expect((await get(smelter, id)).state).toBe('offered')
  })

  it('is accepted once, by whoever comes first', async () => {
    const { id, ref } = await shipped()
    const codes = await Promise.all([accept(smelter, id, { event: next('P') }), accept(smelter, id, { event: next('P') })].map(codeOf))
    expect(codes.sort()).toEqual(['done', 'shipment-already-answered'])
    expect((await links(ref)).length).toBe(1)
  })

  it('to a party without a book here is one-sided and says so', async () => {
    const { id } = await shipped({ to: { name: 'Far Away Trading' }, toSite: undefined })
    const view = await get(mine, id)
    expect([view.otherParty, view.answerBy, view.may]).toEqual([{ organisationId: null, name: 'Far Away Trading', isHere: false }, null, { accept: false, dispute: false, settle: false, link: false, unlink: false }])
  })
})

describe('a receipt before the shipment', () => {
  it('is of unknown origin, and linked by itself when the ship line comes, at the same or another time', async () => {
    const [ref, lot] = [next('S'), next('L')]
    const at = nextAt()
    expect(await recordedAs(world, smelter, B, [receive(next('E'), `${lot}-in`, '60 t', { shipment: ref }), receive(next('E'), `${lot}-in2`, '60 t', { shipment: ref })])).toEqual(['recorded', 'recorded'])
    const open = async () => (await world.read(smelter, (ctx) => shipmentHandlers.listOpenReceipts(ctx, { limit: 100 })) as { items: { lot: string; unknown: { copper?: number }; candidates: { shipment: string }[] }[] }).items
    expect((await open()).filter((one) => one.lot.startsWith(lot)).map((one) => one.unknown.copper)).toEqual([60_000_000, 60_000_000])
    expect(await recordedAs(world, mine, A, [extract(next('E'), SA, lot, '100 t', { at }), ship(next('E'), ref, lot, { at })])).toEqual(['recorded', 'recorded'])
    expect(await links(ref)).toEqual([[`${lot}-in`, 60_000_000], [`${lot}-in2`, 40_000_000]])
    expect((await open()).filter((one) => one.lot.startsWith(lot)).map((one) => one.unknown.copper)).toEqual([20_000_000])
    expect((await get(mine, await idOf(ref))).state).toBe('accepted')
  })

  it('is linked when both sides record at the same moment', async () => {
    for (let i = 0; i < 5; i++) {
      const [ref, lot, at] = [next('S'), next('L'), nextAt()]
      await recordedAs(world, mine, A, [extract(next('E'), SA, lot, '10 t', { at })])
      await Promise.all([recordedAs(world, mine, A, [ship(next('E'), ref, lot, { at })]), recordedAs(world, smelter, B, [receive(next('E'), `${lot}-in`, '10 t', { shipment: ref })])])
      expect(await links(ref)).toEqual([[`${lot}-in`, 10_000_000]])
    }
  })

  it('that names no shipment is linked by hand, once; two that fight for it share no gram', async () => {
    const { id, ref, lot } = await shipped()
    await record(world, smelter, B, [receive(next('E'), `${lot}-a`, '100 t'), receive(next('E'), `${lot}-b`, '100 t')])
    const open = (await world.read(smelter, (ctx) => shipmentHandlers.listOpenReceipts(ctx, { limit: 100 })) as { items: { lot: string; receipt: string; candidates: { shipment: string }[] }[] }).items.filter((one) => one.lot.startsWith(`${lot}-`))
    expect(open.every(({ candidates }) => candidates.some(({ shipment }) => shipment === ref))).toBe(true)
    const link = (receipt: string) => codeOf(world.transact(smelter, (ctx) => shipmentHandlers.linkReceipt(ctx, { shipmentId: id, receipt })))
    expect((await Promise.all(open.map(({ receipt }) => link(receipt)))).sort()).toEqual(['done', 'shipment-already-linked'])
    expect((await links(ref)).map(([, amount]) => amount)).toEqual([100_000_000])
    expect(await codeOf(world.transact(third, (ctx) => shipmentHandlers.linkReceipt(ctx, { shipmentId: id, receipt: open[0]!.receipt })))).toBe('shipment-absent')
  })

  it('that two senders filled shows each its own part, and a settlement with one leaves what the other sent', async () => {
    const [lot, foreign, mixed] = [next('L'), next('S'), next('L')]
    const ref = next('S')
    expect(await recordedAs(world, mine, A, [extract(next('E'), SA, lot, '60 t'), ship(next('E'), ref, lot)])).toEqual(['recorded', 'recorded'])
    expect(await recordedAs(world, third, C, [extract(next('E'), SC, lot, '40 t'), ship(next('E'), foreign, lot, { site: SC })])).toEqual(['recorded', 'recorded'])
    expect(await recordedAs(world, smelter, B, [{ ...receive(next('E'), mixed, '100 t'), from: undefined }])).toEqual(['recorded'])
    const { receipt } = (await world.read(smelter, (ctx) => shipmentHandlers.listOpenReceipts(ctx, { limit: 100 })) as { items: { lot: string; receipt: string }[] }).items.find((one) => one.lot === mixed)!
    const [here, there] = [await idOf(ref), await idOf(foreign)]
    for (const shipmentId of [here, there]) expect(await codeOf(world.transact(smelter, (ctx) => shipmentHandlers.linkReceipt(ctx, { shipmentId, receipt })))).toBe('done')
    const seen = async (who: Actor, shipmentId: string) => { const view = await get(who, shipmentId); return [view.received, view.difference!.copper, view.receipts.map((one) => [one.contained.copper, one.linked.copper])] }
    expect(await seen(mine, here)).toEqual([60_000_000, 0, [[60_000_000, 60_000_000]]])
    expect(await seen(third, there)).toEqual([40_000_000, 0, [[40_000_000, 40_000_000]]])
    const weights = [{ lot, contained: { copper: '59 t' } }]
    await world.transact(smelter, (ctx) => shipmentHandlers.disputeShipment(ctx, { shipmentId: here, weights, reason: 'weighed less' }))
    await world.transact(mine, (ctx) => shipmentHandlers.settleShipment(ctx, { shipmentId: here, weights }))
    await world.transact(smelter, (ctx) => shipmentHandlers.settleShipment(ctx, { shipmentId: here, weights, adjustment: { event: next('J'), at: nextAt(), site: SB } }))
    expect((await text<{ amount: number }>`select m.amount from custody_lot l join custody_lot_metal m using (lot_no) where l.lot_ref = ${mixed}`.execute(world.house.database.sql)).rows).toEqual([{ amount: 99_000_000 }])
  })

  it('is weighed again in its own words: the other side hears that, and not the note', async () => {
    const { id, lot } = await shipped()
    await accept(smelter, id, { lots: [{ sentAs: lot, lot: `${lot}-in` }] })
    expect(await recordedAs(world, smelter, B, [{ kind: 'adjust', event: next('J'), at: nextAt(), site: SB, lot: `${lot}-in`, contained: { copper: '97 t' }, basis: 'weight', by: 'own', isSettlement: true, note: 'Do not tell the mine.' }])).toEqual(['recorded'])
    expect((await get(mine, id)).steps.at(-1)).toMatchObject({ step: 'corrected', side: 'receiver', reason: null })
  })

  it('is unlinked with a reason, after which the sender can take its shipment back', async () => {
    const { id, event, lot } = await shipped()
    await accept(smelter, id)
    const take = () => recordedAs(world, mine, A, [{ kind: 'void', event: next('V'), at: nextAt(), site: SA, voids: event, reason: 'wrong lot' }])
    expect(await take()).toEqual(['shipment-linked'])
    const view = await world.transact(mine, (ctx) => shipmentHandlers.unlinkReceipt(ctx, { shipmentId: id, reason: 'wrong lot was loaded' })) as ShipmentView
    expect([view.state, view.received, view.steps.at(-1)!.reason]).toEqual(['offered', null, 'wrong lot was loaded'])
    expect(await codeOf(world.transact(mine, (ctx) => shipmentHandlers.unlinkReceipt(ctx, { shipmentId: id, reason: 'once more' })))).toBe('custody-link-absent')
    expect(await take()).toEqual(['recorded'])
    expect((await get(smelter, id)).state).toBe('void')
    expect(await toldTo(smelter.userId, 'custody.corrected')).toBeGreaterThan(0)
    expect((await world.read(smelter, (ctx) => shipmentHandlers.listOpenReceipts(ctx, { limit: 100 })) as { items: { lot: string }[] }).items.map((one) => one.lot)).toContain(lot)
  })
})

describe('a dispute', () => {
  it('keeps both weights, settles when both propose the same, and each adjusts its own book', async () => {
    const { id, lot } = await shipped()
    await accept(smelter, id, { lots: [{ sentAs: lot, lot: `${lot}-in`, contained: { copper: '96 t' } }] })
    const weights = (mass: string) => [{ lot, contained: { copper: mass } }]
    expect(await codeOf(world.transact(smelter, (ctx) => shipmentHandlers.disputeShipment(ctx, { shipmentId: id, weights: [], reason: 'weighed less' })))).toBe('weights-missing')
    expect(await codeOf(world.transact(mine, (ctx) => shipmentHandlers.disputeShipment(ctx, { shipmentId: id, weights: weights('96 t'), reason: 'weighed less' })))).toBe('permit-missing')
    const disputed = await world.transact(smelter, (ctx) => shipmentHandlers.disputeShipment(ctx, { shipmentId: id, weights: weights('96 t'), reason: 'weighed less' })) as ShipmentView
    expect([disputed.state, disputed.dispute!.receiver[0]!.contained.copper, disputed.shippedTotal.copper]).toEqual(['disputed', 96_000_000, 100_000_000])
    const settle = (who: Actor, more: object) => world.transact(who, (ctx) => shipmentHandlers.settleShipment(ctx, { shipmentId: id, ...more })) as Promise<ShipmentView>
    expect((await settle(mine, { weights: weights('98 t') })).state).toBe('disputed')
    expect(await codeOf(settle(smelter, { adjustment: { event: next('J'), at: nextAt(), site: SB } }))).toBe('nothing-settled')
    const settled = await settle(smelter, { weights: weights('98000 kg'), adjustment: { event: next('J'), at: nextAt(), site: SB } })
    expect([settled.state, settled.dispute!.agreed![0]!.contained.copper]).toEqual(['settled', 98_000_000])
    const amount = await text<{ amount: number }>`select m.amount from custody_lot l join custody_lot_metal m using (lot_no) where l.lot_ref = ${`${lot}-in`}`.execute(world.house.database.sql)
    expect(amount.rows).toEqual([{ amount: 98_000_000 }])
    expect(await codeOf(settle(mine, { adjustment: { event: next('J'), at: nextAt(), site: SA } }))).toBe('lot-overdrawn')
  })
})

describe('time', () => {
  it('lets an unanswered shipment lapse: both are told, and it can still be accepted', async () => {
    const { id } = await shipped()
    world.setNow('2026-06-22T12:00:00.000Z')
    await sweep(world.house)
    expect([(await get(smelter, id)).state, await toldTo(smelter.userId, 'reminder.shipment') > 0]).toEqual(['offered', true])
    world.setNow('2026-06-25T12:00:01.000Z')
    await sweep(world.house)
    expect([(await get(smelter, id)).state, await toldTo(smelter.userId, 'shipment.lapsed') > 0]).toEqual(['lapsed', true])
    expect((await accept(smelter, id)).state).toBe('accepted')
  })

  it('refuses the link that would close a circle at one instant, also when four are made at once', async () => {
    const parties = await Promise.all([0, 1, 2, 3].map(async (i) => ({ organisationId: `org_ring_${i}`, site: siteNo(50 + i), who: await partyWith(world, `org_ring_${i}`, [siteNo(50 + i)]) })))
    for (const { organisationId, who } of parties) await world.transact(who, (ctx) => insertParticipant(ctx.sql, { organisationId, name: organisationId, country: 'CHL', allSitesBy: null, createdAt: NOW }))
    const at = nextAt()
    const before = (i: number) => parties[(i + 3) % 4]!
    const after = (i: number) => parties[(i + 1) % 4]!
    // Everybody received from nowhere and handed on at one instant; then each names the shipment before it.
    for (const [i, { organisationId, who, site }] of parties.entries()) {
      expect(await recordedAs(world, who, organisationId, [
        { kind: 'receive', event: 'R', at, site, from: { organisationId: before(i).organisationId }, outputs: [newLot('L', '10 t')] },
        { kind: 'ship', event: 'S', at, site, inputs: [{ lot: 'L' }], shipment: `RING-${i}`, to: { organisationId: after(i).organisationId } },
      ])).toEqual(['recorded', 'recorded'])
    }
    const codes = await Promise.all(parties.map(async ({ who }, i) => {
      const [open] = (await world.read(who, (ctx) => shipmentHandlers.listOpenReceipts(ctx, { limit: 10 })) as { items: { receipt: string }[] }).items
      const shipmentId = await idOf(`RING-${(i + 3) % 4}`)
      return codeOf(world.transact(who, (ctx) => shipmentHandlers.linkReceipt(ctx, { shipmentId, receipt: open!.receipt })))
    }))
    expect(codes.sort()).toEqual(['done', 'done', 'done', 'link-makes-cycle'])
  })
})

describe('three books', () => {
  it('end with the same links and lots in whatever order they are heard, each keeping its own sequence', async () => {
    const orders = [[0, 0, 0, 0, 1, 1, 1, 1, 2, 2], [2, 2, 1, 1, 1, 1, 0, 0, 0, 0], [1, 0, 2, 1, 0, 1, 0, 2, 1, 0], [0, 1, 2, 0, 1, 2, 0, 1, 0, 1]]
    const outcomes = []
    for (const [run, order] of orders.entries()) outcomes.push(await told(run, order))
    for (const outcome of outcomes.slice(1)) expect(outcome).toEqual(outcomes[0])
  })

  /** A mine ships twice to a smelter, which hands on to a mill; everybody records in its own order. */
  async function told(run: number, order: readonly number[]): Promise<unknown> {
    const names = [`org_m${run}`, `org_s${run}`, `org_w${run}`]
    const [M, S, W] = names as [string, string, string]
    const sites = [0, 1, 2].map((i) => siteNo(100 + run * 3 + i))
    const people: Actor[] = []
    for (const [i, organisationId] of names.entries()) {
      people.push(await partyWith(world, organisationId, [sites[i]!]))
      await world.transact(people[i]!, (ctx) => insertParticipant(ctx.sql, { organisationId, name: organisationId, country: 'CHL', allSitesBy: null, createdAt: NOW }))
    }
    const of = (party: number, hour: number, event: string) => ({ event, at: `2026-03-01T${String(hour).padStart(2, '0')}:00:00.000Z`, site: sites[party]! })
    const queues: object[][] = [[
      { kind: 'extract', ...of(0, 1, 'E1'), outputs: [newLot('A', '100 t'), newLot('B', '50 t')] },
      { kind: 'ship', ...of(0, 2, 'E2'), inputs: [{ lot: 'A' }, { lot: 'B', take: '20 t' }], shipment: 'S1', to: { organisationId: S } },
      { kind: 'ship', ...of(0, 3, 'E3'), inputs: [{ lot: 'B', take: '30 t' }], shipment: 'S2', to: { organisationId: S } },
      { kind: 'extract', ...of(0, 4, 'E4'), outputs: [newLot('C', '1 t')] },
    ], [
      { kind: 'receive', ...of(1, 5, 'E1'), from: { organisationId: M }, shipment: 'S1', outputs: [newLot('R1', '70 t'), newLot('R2', '60 t')] },
      { kind: 'receive', ...of(1, 6, 'E2'), from: { organisationId: M }, shipment: 'S2', outputs: [{ ...newLot('R3', '29 t'), sentAs: 'B' }] },
      { kind: 'merge', ...of(1, 7, 'E3'), inputs: [{ lot: 'R1' }, { lot: 'R2' }, { lot: 'R3' }], outputs: [newLot('X', '159 t')] },
      { kind: 'ship', ...of(1, 8, 'E4'), inputs: [{ lot: 'X' }], shipment: 'S1', to: { organisationId: W } },
    ], [
      { kind: 'receive', ...of(2, 9, 'E1'), from: { organisationId: S }, shipment: 'S1', outputs: [newLot('K1', '100 t')] },
      { kind: 'receive', ...of(2, 10, 'E2'), from: { organisationId: S }, shipment: 'S1', outputs: [newLot('K2', '58 t')] },
    ]]
    for (const party of order) expect(await recordedAs(world, people[party]!, names[party]!, [queues[party]!.shift()])).toEqual(['recorded'])
    const links = await text<object>`select left(r.organisation_id, 5) as of, r.lot_ref as received, l.lot_ref as sent, k.amount from custody_link k
      join custody_receipt r on r.lot_no = k.receive_lot_no join custody_lot l on l.lot_no = k.ship_lot_no where not k.is_void and r.organisation_id in (${S}, ${W}) order by 1, 2, 3`.execute(world.house.database.sql)
    const lots = await text<object>`select l.lot_ref, m.amount, m.left_over from custody_lot l join custody_lot_metal m using (lot_no) join custody_book b using (book_no)
      where b.organisation_id in (${M}, ${S}, ${W}) order by left(b.organisation_id, 5), l.lot_ref`.execute(world.house.database.sql)
    expect(links.rows.length).toBeGreaterThan(4)
    return { links: links.rows, lots: lots.rows }
  }
})

describe('counterparties', () => {
  it('are found by name among those who can answer', async () => {
    const found = await world.read(mine, (ctx) => shipmentHandlers.searchCounterparties(ctx, { name: 'halmoor', limit: 10 }))
    expect(found).toEqual({ items: [{ organisationId: B, name: 'Halmoor Smelting', country: 'CHL' }], next: null })
  })
})

it('leaves books that agree with their log, and links that never exceed what was shipped', async () => {
  expect((await world.fsck()).findings).toEqual([])
  const { rows } = await text<object>`select p.ship_event_no, p.lot_no, p.substance from custody_shipped p left join custody_link k
    on k.ship_event_no = p.ship_event_no and k.ship_lot_no = p.lot_no and k.substance = p.substance and not k.is_void group by 1, 2, 3, p.linked having p.linked <> coalesce(sum(k.amount), 0)`.execute(world.house.database.sql)
  expect(rows).toEqual([])
})
