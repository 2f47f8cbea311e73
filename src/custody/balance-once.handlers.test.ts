// The same metal is credited once: whatever is taken back, renamed, unlinked, linked in part, or opened later (custody invariants
// 16 to 18 and 23).
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { awarded, clerkOf, inCustody, opened, paper, publishSite, type Answer, type Clerk } from '#test/balance.ts'
import { atOnce, extract, newLot, recordedAs, siteNo } from '#test/custody.ts'
import { actor, grant } from '#test/people.ts'
import { testWorld, type World } from '#test/world.ts'
import type { Actor } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { Refused } from '#src/kernel/refusal.ts'
import { custodyProfiles } from '#src/platform/custody-profiles.ts'
import { balanceHandlers } from './balance.handlers.ts'

const [MINERS, PLANT] = ['org_once_mine', 'org_once_plant']
let world: World
let [miners, plant]: Clerk[] = []
let [mineOwner, plantOwner]: Actor[] = []
let number = 700
const codeOf = ({ status, body }: Answer): string | number => body.code ?? status
const handlers = balanceHandlers(custodyProfiles)
type Work = readonly [Actor, (ctx: Context) => Promise<unknown>]
/** Both in transactions of their own, the first committing last. */
const codes = async (first: Work, second: Work): Promise<string[]> =>
  Promise.all((await atOnce(world, first, second)).map((work) => work.then(() => 'done', (error: unknown) => { if (error instanceof Refused) return error.refusal.code; throw error })))
const onDay = (day: string) => ({ at: `${day}T08:00:00.000Z` })

/** A site with a mark and a custody status. */
async function site(type: 'mine' | 'smelter', organisationId: string): Promise<ReturnType<typeof siteNo>> {
  const siteId = siteNo(++number, type === 'mine' ? 'CHL' : 'DEU')
  await publishSite(world, siteId, [type], organisationId)
  await awarded(world, siteId)
  await inCustody(world, siteId)
  return siteId
}
const credit = (clerk: Clerk, accountId: string, lot: string, more: object = {}) => clerk.post(`/balance-accounts/${accountId}/credits`, { on: '2026-03-09', source: { kind: 'lot', lot }, ...more })
const balance = async (clerk: Clerk, accountId: string): Promise<string> => ((await clerk.get(`/balance-accounts/${accountId}`)).body['meter'] as unknown as { balance: string }).balance
const entryOf = ({ body }: Answer): string => body['entryId'] as unknown as string
const correctTo = (clerk: Clerk, accountId: string, entryId: string, eligible: string) => clerk.post(`/balance-accounts/${accountId}/adjustments`, { on: '2026-03-10', entryId, eligible, reason: 'Recorded wrongly' })
const ship = (ref: string, from: string, lot: string, take: string, to = PLANT) => ({ kind: 'ship', event: `S-${ref}`, ...onDay('2026-03-02'), site: from, inputs: [{ lot, take }], shipment: ref, to: { organisationId: to } })
const receive = (ref: string, at: string, shipment: string | undefined, mass: string, more: object = {}) => ({ kind: 'receive', event: `R-${ref}`, ...onDay('2026-03-08'), site: at, from: { organisationId: MINERS }, ...(shipment === undefined ? {} : { shipment }), outputs: [newLot(ref, mass, more)] })
const mined = (lines: readonly unknown[]) => recordedAs(world, mineOwner!, MINERS, lines)
const atPlant = (lines: readonly unknown[]) => recordedAs(world, plantOwner!, PLANT, lines)

beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z' })
  ;[miners, plant] = [await clerkOf(world, MINERS), await clerkOf(world, PLANT)]
  ;[mineOwner, plantOwner] = [actor('once-mine', grant('site-owner', 'organisation', MINERS)), actor('once-plant', grant('site-owner', 'organisation', PLANT))]
})
afterAll(async () => {
  const { findings } = await world.fsck()
  await world.close()
  expect(findings).toEqual([])
}, 60_000)

describe('an event whose lot is credited', () => {
  const voided = (event: string, at: string, voids: string) => ({ kind: 'void', event, ...onDay('2026-03-11'), site: at, voids, reason: 'Wrong' })
  const corrected = (event: string, at: string, corrects: string, lot: object) => ({ kind: 'correct', event, ...onDay('2026-03-11'), site: at, corrects, reason: 'Wrong', instead: { kind: 'extract', outputs: [lot] } })

  it('is not taken back, nor its lot renamed, so that the metal is recorded and credited again', async () => {
    const mine = await site('mine', MINERS)
    const accountId = await opened(miners!, MINERS, mine, 'twelve-month-credit')
    expect(await mined([extract('V-1', mine, 'VL-1', '100 t', onDay('2026-03-01'))])).toEqual(['recorded'])
    const credited = await credit(miners!, accountId, 'VL-1')
    expect(codeOf(credited)).toBe(201)
    expect(await mined([voided('V-2', mine, 'V-1')])).toEqual(['event-has-successors'])
    expect(await mined([corrected('V-3', mine, 'V-1', newLot('VL-2', '100 t'))])).toEqual(['event-has-successors'])
    expect(await mined([corrected('V-4', mine, 'V-1', newLot('VL-1', '99 t'))])).toEqual(['event-has-successors'])
    // As long as the lot is what was credited, what else was wrong is put right; also twice in one batch.
    expect(await mined([corrected('V-5', mine, 'V-1', newLot('VL-1', '101 t')), corrected('V-6', mine, 'V-5', newLot('VL-1', '100 t')), voided('V-7', mine, 'V-6')])).toEqual(['recorded', 'recorded', 'event-has-successors'])
    expect(codeOf(await correctTo(miners!, accountId, entryOf(credited), '0'))).toBe(201)
    expect(await mined([voided('V-8', mine, 'V-6'), extract('V-9', mine, 'VL-2', '100 t', onDay('2026-03-01'))])).toEqual(['recorded', 'recorded'])
    expect(codeOf(await credit(miners!, accountId, 'VL-2'))).toBe(201)
    expect(await balance(miners!, accountId)).toBe('100.000 t')
  })

  it('whoever is first, the credit or the void: never both', async () => {
    const mine = await site('mine', MINERS)
    const accountId = await opened(miners!, MINERS, mine, 'twelve-month-credit')
    for (let turn = 0; turn < 6; turn++) {
      await mined([extract(`X-${turn}`, mine, `XL-${turn}`, '10 t', onDay('2026-03-01'))])
      const [credited, [taken]] = await Promise.all([credit(miners!, accountId, `XL-${turn}`), mined([voided(`XV-${turn}`, mine, `X-${turn}`)])])
      expect([codeOf(credited), taken]).toEqual(codeOf(credited) === 201 ? [201, 'event-has-successors'] : ['source-lot-absent', 'recorded'])
    }
    expect(world.faults).toEqual([])
  })
})

describe('a lot that came by a shipment', () => {
  it('is not unlinked while it is credited, so that another lot is linked and credited in its place', async () => {
    const [mine, smelter] = [await site('mine', MINERS), await site('smelter', PLANT)]
    await mined([extract('U-1', mine, 'UL-1', '100 t', onDay('2026-03-01')), ship('USH-1', mine, 'UL-1', '100 t')])
    expect(await atPlant([receive('UIN-1', smelter, 'USH-1', '100 t')])).toEqual(['recorded'])
    const accountId = await opened(plant!, PLANT, smelter, 'twelve-month-credit')
    const credited = await credit(plant!, accountId, 'UIN-1')
    expect(codeOf(credited)).toBe(201)
    const [shipment] = (await plant!.get('/custody/shipments')).body['items'] as unknown as { shipmentId: string }[]
    const unlink = (clerk: Clerk) => clerk.post(`/custody/shipments/${shipment!.shipmentId}/link-withdrawals`, { reason: 'Wrong lot' })
    expect([codeOf(await unlink(plant!)), codeOf(await unlink(miners!))]).toEqual(['link-relied-on', 'link-relied-on'])
    await correctTo(plant!, accountId, entryOf(credited), '0')
    expect(codeOf(await unlink(plant!))).toBe(201)
    // Nothing accounts for it now.
    expect(codeOf(await correctTo(plant!, accountId, entryOf(credited), '100 t'))).toBe('supplier-unknown')
  })

  it('is credited as far as the shipment accounts for it, and for more once more of it is linked', async () => {
    const [mine, smelter] = [await site('mine', MINERS), await site('smelter', PLANT)]
    await mined([extract('P-1', mine, 'PL-1', '1 t', onDay('2026-03-01')), ship('PSH-1', mine, 'PL-1', '1 t'), extract('P-2', mine, 'PL-2', '60 t', onDay('2026-03-01')), ship('PSH-2', mine, 'PL-2', '60 t')])
    expect(await atPlant([receive('PIN-1', smelter, 'PSH-1', '100 t')])).toEqual(['recorded'])
    const accountId = await opened(plant!, PLANT, smelter, 'twelve-month-credit')
    expect((await plant!.get(`/balance-accounts/${accountId}/credit-suggestions`)).body['items']).toMatchObject([{ lot: 'PIN-1', contained: '1.000 t', wouldCredit: '1.000 t' }])
    expect(codeOf(await credit(plant!, accountId, 'PIN-1', { eligible: '100 t' }))).toBe('credit-above-source')
    const credited = await credit(plant!, accountId, 'PIN-1')
    expect(await balance(plant!, accountId)).toBe('1.000 t')
    expect(codeOf(await correctTo(plant!, accountId, entryOf(credited), '2 t'))).toBe('adjustment-too-large')
    const [open] = (await plant!.get('/custody/open-receipts')).body['items'] as unknown as { receipt: string; candidates: { shipmentId: string; shipment: string }[] }[]
    const linked = await plant!.post(`/custody/shipments/${open!.candidates.find(({ shipment }) => shipment === 'PSH-2')!.shipmentId}/links`, { receipt: open!.receipt })
    expect(linked.status, JSON.stringify(linked.body)).toBe(201)
    expect(codeOf(await correctTo(plant!, accountId, entryOf(credited), '61.001 t'))).toBe('adjustment-too-large')
    expect(codeOf(await correctTo(plant!, accountId, entryOf(credited), '61 t'))).toBe(201)
    expect(await balance(plant!, accountId)).toBe('61.000 t')
  })
})

describe('a supplier', () => {
  it('that is no mine is not its own source, whatever mark it holds', async () => {
    const smelter = await site('smelter', PLANT)
    const accountId = await opened(plant!, PLANT, smelter, 'twelve-month-credit')
    await atPlant([extract('O-1', smelter, 'OL-1', '100 t', onDay('2026-03-01'))])
    expect(codeOf(await credit(plant!, accountId, 'OL-1'))).toBe('statement-needed')
    expect(codeOf(await plant!.post(`/balance-accounts/${accountId}/credits`, { on: '2026-03-09', source: paper(smelter, '10 t') }))).toBe('statement-needed')
  })

  it('that opens its own account does so after what was credited of it without one', async () => {
    const [mine, smelter] = [await site('mine', MINERS), await site('smelter', PLANT)]
    await mined([extract('A-1', mine, 'AL-1', '100 t', onDay('2026-03-01'))])
    const accountId = await opened(plant!, PLANT, smelter, 'twelve-month-credit')
    const credited = await plant!.post(`/balance-accounts/${accountId}/credits`, { on: '2026-03-09', source: paper(mine, '100 t') })
    expect(codeOf(credited)).toBe(201)
    const open = (beginsOn: string, more: object = {}) => miners!.post('/balance-accounts', { organisationId: MINERS, siteId: mine, profile: 'twelve-month-credit', metal: 'copper', characteristic: 'awarded-mined', beginsOn, ...more })
    expect(codeOf(await open('2026-03-01'))).toBe('supplier-credited-elsewhere')
    expect((await open('2026-03-01')).body.detail).not.toContain(smelter)
    // Another profile is another book-keeping.
    expect(codeOf(await open('2026-03-01', { profile: 'three-month-no-carry' }))).toBe(201)
    expect(codeOf(await open('2026-04-01'))).toBe(201)
    const [own] = ((await miners!.get(`/balance-accounts?siteId=${mine}`)).body['items'] as unknown as { account: { accountId: string; profile: string } }[]).filter(({ account }) => account.profile === 'twelve-month-credit')
    // What it extracted before then is no later credit either.
    expect(codeOf(await credit(miners!, own!.account.accountId, 'AL-1', { on: '2026-04-02' }))).toBe('entry-before-account')
    const other = await site('mine', MINERS)
    const taken = await plant!.post(`/balance-accounts/${accountId}/credits`, { on: '2026-03-09', source: paper(other, '5 t') })
    await correctTo(plant!, accountId, entryOf(taken), '0')
    expect(codeOf(await open('2026-03-01', { siteId: other }))).toBe(201)
  })

  it('opens its own account while its metal is credited without one: whoever comes second sees what the first did', async () => {
    const smelter = await site('smelter', PLANT)
    const accountId = await opened(plant!, PLANT, smelter, 'twelve-month-credit')
    const asked = (mine: string) => {
      const credits = (ctx: Context) => handlers.creditAccount(ctx, { accountId, on: '2026-03-09', source: { model: 'mass-balance' as const, ...paper(mine, '100 t') } as Parameters<typeof handlers.creditAccount>[1]['source'] })
      const opens = (ctx: Context) => handlers.openAccount(ctx, {
        organisationId: MINERS, siteId: mine, profile: 'twelve-month-credit', metal: 'copper', characteristic: 'awarded-mined', model: 'mass-balance', beginsOn: '2026-01-01', recovery: '1', opening: [{ quantity: '100 t', periodsOld: 1 }],
      })
      return { credits: [plantOwner!, credits] as const, opens: [mineOwner!, opens] as const }
    }
    const first = asked(await site('mine', MINERS))
    expect(await codes(first.credits, first.opens)).toEqual(['done', 'supplier-credited-elsewhere'])
    const second = asked(await site('mine', MINERS))
    expect(await codes(second.opens, second.credits)).toEqual(['done', 'statement-needed'])
  })

  it('that opened its account after a credit on paper was corrected to nothing is not credited again by raising it', async () => {
    const [mine, smelter] = [await site('mine', MINERS), await site('smelter', PLANT)]
    const accountId = await opened(plant!, PLANT, smelter, 'twelve-month-credit')
    const credited = await plant!.post(`/balance-accounts/${accountId}/credits`, { on: '2026-03-09', source: paper(mine, '100 t') })
    expect(codeOf(await correctTo(plant!, accountId, entryOf(credited), '0'))).toBe(201)
    expect(codeOf(await correctTo(plant!, accountId, entryOf(credited), '40 t'))).toBe(201)
    expect(codeOf(await correctTo(plant!, accountId, entryOf(credited), '0'))).toBe(201)
    await opened(miners!, MINERS, mine, 'twelve-month-credit', { opening: [{ quantity: '100 t', periodsOld: 1 }] })
    expect(codeOf(await correctTo(plant!, accountId, entryOf(credited), '100 t'))).toBe('statement-needed')
  })

  it('begins no account so long ago that nobody can count its periods', async () => {
    const mine = await site('mine', MINERS)
    const open = (beginsOn: string) => miners!.post('/balance-accounts', { organisationId: MINERS, siteId: mine, profile: 'three-month-no-carry', metal: 'copper', characteristic: 'awarded-mined', beginsOn })
    expect(codeOf(await open('1999-12-01'))).toBe('begin-day-too-early')
    expect(codeOf(await open('0100-01-01'))).toBe('begin-day-too-early')
    expect(codeOf(await open('2000-01-01'))).toBe(201)
  })
})

describe('what cannot be counted exactly', () => {
  it('is not entered, in one entry or in the sum, nor opened with; the account is told as before', async () => {
    const [mine, smelter] = [await site('mine', MINERS), await site('smelter', PLANT)]
    const accountId = await opened(plant!, PLANT, smelter, 'one-year-overdraw-fifth')
    const credits = (contained: string) => plant!.post(`/balance-accounts/${accountId}/credits`, { on: '2026-03-09', source: paper(mine, contained) })
    expect(codeOf(await credits('2000000000 t'))).toBe(201)
    expect(codeOf(await credits('2000000000 t'))).toBe('mass-not-countable')
    expect(codeOf(await credits('9007199255 t'))).toBe('mass-not-countable')
    expect(codeOf(await credits('5 t'))).toBe(201)
    expect(codeOf(await plant!.post(`/balance-accounts/${accountId}/throughputs`, { on: '2026-03-10', output: '9000000000 t' }))).toBe('mass-not-countable')
    expect(await balance(plant!, accountId)).toMatch(/^2000000005\.000 t$/)
    const half = { quantity: '4000000000 t', periodsOld: 1 }
    const open = await plant!.post('/balance-accounts', { organisationId: PLANT, siteId: smelter, profile: 'twelve-month-credit', metal: 'copper', characteristic: 'awarded-mined', beginsOn: '2026-01-01', opening: [half, { ...half, periodsOld: 2 }] })
    expect(codeOf(open)).toBe('mass-not-countable')
    expect(world.faults).toEqual([])
  })
})

describe('one shipment', () => {
  const state = (accountId: string, shipment: string, quantity: string) => miners!.post('/transfer-statements', { accountId, quantity, dispatchOn: '2026-03-02', shipment, to: { organisationId: PLANT } })

  it('is stated once by two accounts at the same time, and once more under another profile', async () => {
    const mine = await site('mine', MINERS)
    await mined([extract('T-1', mine, 'TL-1', '10 t', onDay('2026-03-01')), ship('TSH-1', mine, 'TL-1', '10 t')])
    const opening = { opening: [{ quantity: '100 t', periodsOld: 1 }] }
    const accounts = [await opened(miners!, MINERS, mine, 'twelve-month-credit', opening), await opened(miners!, MINERS, mine, 'twelve-month-credit', { ...opening, characteristic: 'recycled-post-consumer' })]
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => state(accounts[i % 2]!, 'TSH-1', '10 t')))
    expect(answers.map(codeOf).filter((code) => code === 201)).toHaveLength(1)
    expect(new Set(answers.map(codeOf))).toEqual(new Set([201, 'statement-above-shipment']))
    const other = await opened(miners!, MINERS, mine, 'one-year-overdraw-fifth', opening)
    expect(codeOf(await state(other, 'TSH-1', '10 t'))).toBe(201)
    expect(codeOf(await state(other, 'TSH-1', '1 g'))).toBe('statement-above-shipment')
    expect(world.faults).toEqual([])
  })
})
