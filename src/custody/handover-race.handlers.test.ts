// Two sides of a hand-over at the same moment, each in a transaction of its own on PostgreSQL: whoever comes second sees what the
// first recorded, however early it looked.
import { sql as text } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { Refused } from '#src/kernel/refusal.ts'
import { atOnce, extract, newLot, nextAt, partyWith, recordedAs, siteNo } from '#test/custody.ts'
import { testWorld, type World } from '#test/world.ts'
import { recordLines } from './record.handlers.ts'
import { shipmentHandlers } from './shipment.handlers.ts'

let world: World
let mine: Actor, smelter: Actor
const [A, B] = ['org_first', 'org_second'] as const
const [SA, SB] = [siteNo(31), siteNo(32)]
beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z' })
  mine = await partyWith(world, A, [SA])
  smelter = await partyWith(world, B, [SB])
  await recordedAs(world, smelter, B, [extract('OPEN', SB, 'OPEN', '1 t')])
})
afterAll(() => world.close())

let n = 0
const next = (prefix: string): string => `${prefix}${++n}`
const codeOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => { if (error instanceof Refused) return error.refusal.code; throw error })
const rowsOf = async <Row>(query: ReturnType<typeof text<Row>>): Promise<Row[]> => (await query.execute(world.house.database.sql)).rows
const links = async (lot: string): Promise<number[]> => (await rowsOf(text<{ amount: number }>`select k.amount from custody_link k join custody_receipt r on r.lot_no = k.receive_lot_no where r.lot_ref = ${lot} and not k.is_void order by k.amount`)).map(({ amount }) => amount)
const idOf = async (ref: string): Promise<string> => `shp_${(await rowsOf(text<{ shipment_no: number }>`select shipment_no from custody_shipment where shipment_ref = ${ref}`))[0]!.shipment_no}`
const receiptOf = async (lot: string): Promise<string> => `rcp_${(await rowsOf(text<{ lot_no: number }>`select lot_no from custody_receipt where lot_ref = ${lot} and not is_void`))[0]!.lot_no}`

const ship = (event: string, shipment: string, lot: string) => ({ kind: 'ship', event, at: nextAt(), site: SA, inputs: [{ lot }], shipment, to: { organisationId: B }, toSite: SB })
const receive = (event: string, lot: string, more: object = {}) => ({ kind: 'receive', event, at: nextAt(), site: SB, outputs: [newLot(lot, '100 t')], ...more })
const from = (shipment: string) => ({ from: { organisationId: A }, shipment })
const takeBack = (event: string, site: string) => ({ kind: 'void', event: next('V'), at: nextAt(), site, voids: event, reason: 'Written by mistake.' })
const recording = (organisationId: string, line: object) => async (ctx: Context): Promise<string> => {
  const [answer] = await recordLines(ctx, organisationId, [line], { source: 'form', isAllOrNothing: false })
  return answer!.refusal?.code ?? answer!.state
}
const linking = (shipmentId: string, receipt: string) => (ctx: Context) => shipmentHandlers.linkReceipt(ctx, { shipmentId, receipt })
async function shipped(): Promise<{ event: string; ref: string; id: string; lot: string }> {
  const [event, ref, lot] = [next('E'), next('S'), next('L')]
  expect(await recordedAs(world, mine, A, [extract(next('X'), SA, lot, '100 t'), ship(event, ref, lot)])).toEqual(['recorded', 'recorded'])
  return { event, ref, id: await idOf(ref), lot }
}

describe('two sides at once', () => {
  it('a shipment is not taken back while its receipt is recorded, nor a receipt while its shipment is', async () => {
    const { event, ref } = await shipped()
    const [lot, into] = [next('R'), next('G')]
    const [received, voided] = await atOnce(world, [smelter, recording(B, receive(into, lot, from(ref)))], [mine, recording(A, takeBack(event, SA))])
    expect([await received, await voided, await links(lot)]).toEqual(['recorded', 'shipment-linked', [100_000_000]])

    const [early, shipment, source] = [next('G'), next('S'), next('L')]
    const lateShip = ship(next('E'), shipment, source)
    expect(await recordedAs(world, mine, A, [extract(next('X'), SA, source, '100 t', { at: '2026-01-01T00:00:00Z' })])).toEqual(['recorded'])
    expect(await recordedAs(world, smelter, B, [receive(early, `${early}-in`, from(shipment))])).toEqual(['recorded'])
    const [sent, taken] = await atOnce(world, [mine, recording(A, lateShip)], [smelter, recording(B, takeBack(early, SB))])
    expect([await sent, await taken, await links(`${early}-in`)]).toEqual(['recorded', 'shipment-linked', [100_000_000]])
  })

  it('a correction waits for the other side too; a void that comes first is seen by the receipt', async () => {
    const { event, ref, lot: source } = await shipped()
    const lot = next('R')
    const [received, corrected] = await atOnce(world, [smelter, recording(B, receive(next('G'), lot, from(ref)))], [mine, recording(A, { kind: 'correct', event: next('C'), at: nextAt(), site: SA, corrects: event, reason: 'another number', instead: { ...ship('', next('S'), source), event: undefined } })])
    expect([await received, await corrected, await links(lot)]).toEqual(['recorded', 'shipment-linked', [100_000_000]])
    const other = await shipped()
    const [voided, late] = await atOnce(world, [mine, recording(A, takeBack(other.event, SA))], [smelter, recording(B, receive(next('G'), `${lot}-2`, from(other.ref)))])
    expect([await voided, await late, await links(`${lot}-2`)]).toEqual(['recorded', 'recorded', []])
  })

  it('one receipt is linked once, to whichever shipment comes first', async () => {
    const [s1, s2, lot] = [await shipped(), await shipped(), next('R')]
    expect(await recordedAs(world, smelter, B, [receive(next('G'), lot)])).toEqual(['recorded'])
    const receipt = await receiptOf(lot)
    const [one, two] = await atOnce(world, [smelter, linking(s1.id, receipt)], [smelter, linking(s2.id, receipt)])
    expect([await codeOf(one), await codeOf(two), await links(lot)]).toEqual(['done', 'shipment-already-linked', [100_000_000]])
  })

  it('a receipt that is being linked is not taken back, and one that is being taken back is not linked', async () => {
    const [s1, s2, lot, event] = [await shipped(), await shipped(), next('R'), next('G')]
    expect(await recordedAs(world, smelter, B, [receive(event, lot), receive(`${event}-2`, `${lot}-2`)])).toEqual(['recorded', 'recorded'])
    const [linked, voided] = await atOnce(world, [smelter, linking(s1.id, await receiptOf(lot))], [smelter, recording(B, takeBack(event, SB))])
    expect([await codeOf(linked), await voided, await links(lot)]).toEqual(['done', 'shipment-linked', [100_000_000]])
    const [taken, late] = await atOnce(world, [smelter, recording(B, takeBack(`${event}-2`, SB))], [smelter, linking(s2.id, await receiptOf(`${lot}-2`))])
    expect([await taken, await codeOf(late), await links(`${lot}-2`)]).toEqual(['recorded', 'receipt-absent', []])
  })

  it('a receipt that is linked by hand elsewhere is not linked again by the shipment it names', async () => {
    const [s1, lot, late, source] = [await shipped(), next('R'), next('S'), next('L')]
    expect(await recordedAs(world, mine, A, [extract(next('X'), SA, source, '100 t')])).toEqual(['recorded'])
    const lateShip = ship(next('E'), late, source)
    expect(await recordedAs(world, smelter, B, [receive(next('G'), lot, from(late))])).toEqual(['recorded'])
    const [linked, sent] = await atOnce(world, [smelter, linking(s1.id, await receiptOf(lot))], [mine, recording(A, lateShip)])
    expect([await codeOf(linked), await sent, await links(lot)]).toEqual(['done', 'recorded', [100_000_000]])
    expect((await world.fsck()).findings).toEqual([])
  })
})
