// Transfer statements over HTTP: one debit and one credit, accepted once, void for ever, told to nobody who does not hold the paper.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { awarded, clerkOf, inCustody, opened, paper, publishSite, type Answer, type Clerk } from '#test/balance.ts'
import { extract, siteNo } from '#test/custody.ts'
import { testWorld, type World } from '#test/world.ts'
import { recordLines } from './record.handlers.ts'
import { actor, grant } from '#test/people.ts'
import { StatementNumber, statementNumberFrom } from './transfer-statement.ts'
import { sql } from 'kysely'

let world: World
let [smelter, mill, other]: Clerk[] = []
const [MINE, PLANT, MILL] = [siteNo(801), siteNo(802, 'DEU'), siteNo(803, 'FRA')]
let from: string
let to: string
const codeOf = ({ status, body }: Answer): string | number => body.code ?? status
const left = async (clerk: Clerk, accountId: string): Promise<string> => ((await clerk.get(`/balance-accounts/${accountId}`)).body['meter'] as unknown as { left: string }).left
const issue = (quantity: string, more: object = {}) => smelter!.post('/transfer-statements', { accountId: from, quantity, dispatchOn: '2026-05-04', to: { organisationId: 'org_mill' }, ...more })
const numberOf = ({ body }: Answer): string => body['number'] as unknown as string
const accept = (number: string, more: object = {}, clerk = mill!) => clerk.post(`/transfer-statements/${number}/acceptances`, { accountId: to, ...more })
const voids = (number: string, clerk = smelter!) => clerk.post(`/transfer-statements/${number}/voids`, { reason: 'Wrong weight' })
const check = (number: string, digest: string) => world.fetch(`/api/v1/transfer-statements/${number}/digests/${digest}`)

beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z' })
  ;[smelter, mill, other] = [await clerkOf(world, 'org_plant'), await clerkOf(world, 'org_mill'), await clerkOf(world, 'org_else')]
  await publishSite(world, MINE, ['mine'])
  await publishSite(world, PLANT, ['smelter'], 'org_plant')
  await publishSite(world, MILL, ['rod-mill'], 'org_mill')
  for (const siteId of [MINE, PLANT]) { await awarded(world, siteId); await inCustody(world, siteId) }
  from = await opened(smelter, 'org_plant', PLANT, 'twelve-month-credit')
  to = await opened(mill, 'org_mill', MILL, 'twelve-month-credit')
  await smelter.post(`/balance-accounts/${from}/credits`, { on: '2026-02-01', source: paper(MINE, '1000 t') })
})
afterAll(async () => {
  const { findings } = await world.fsck()
  await world.close()
  expect(findings).toEqual([])
}, 60_000)

describe('a statement', () => {
  it('takes here what it gives there, once', async () => {
    const before = [await left(smelter!, from), await left(mill!, to)]
    const issued = await issue('100 t', { product: 'cathode', netMass: '100.1 t', originLevel: 'country', origin: ['CHL'] })
    const number = numberOf(issued)
    expect(issued.body).toMatchObject({ state: 'issued', role: 'issuer', mayVoid: true, mayAccept: false, document: { quantity: '100.000 t', receiver: { organisationId: 'org_mill' }, supersedes: null } })
    expect([await left(smelter!, from), await left(mill!, to)]).toEqual(['900.000 t', before[1]])
    const seen = await mill!.get(`/transfer-statements/${number}`)
    expect(seen.body).toMatchObject({ role: 'receiver', mayAccept: true, mayVoid: false, document: { accountId: '' } })
    expect((await accept(number)).body).toMatchObject({ state: 'accepted', acceptedAccountId: to })
    expect([await left(smelter!, from), await left(mill!, to)]).toEqual(['900.000 t', '100.000 t'])
    expect(codeOf(await accept(number))).toBe('statement-accepted')
    expect(codeOf(await voids(number))).toBe('statement-accepted')
    expect(await left(mill!, to)).toBe('100.000 t')
    const told = (await mill!.get('/notices')).body
    expect(JSON.stringify(told)).toContain(number)
  })

  it('that is void gives its quantity back, is accepted by nobody, and is replaced by one that names it', async () => {
    const before = await left(smelter!, from)
    const issued = await issue('50 t')
    const number = numberOf(issued)
    expect(codeOf(await issue('50 t', { supersedes: number }))).toBe('statement-not-void')
    expect(codeOf(await voids(number, mill))).toBe('permit-missing')
    expect((await voids(number)).body).toMatchObject({ state: 'void', voidReason: 'Wrong weight' })
    expect(await left(smelter!, from)).toBe(before)
    expect(codeOf(await accept(number))).toBe('statement-void')
    expect(codeOf(await voids(number))).toBe('statement-void')
    const again = await issue('49 t', { supersedes: number })
    expect(codeOf(again)).toBe(201)
    expect(codeOf(await issue('49 t', { supersedes: number }))).toBe('statement-not-void')
    expect((await smelter!.get(`/transfer-statements/${number}`)).body['supersededBy']).toBe(numberOf(again))
    const digest = (one: Answer): string => one.body['digest'] as unknown as string
    expect(await (await check(number, digest(issued))).json()).toEqual({ number, standing: 'superseded' })
    expect(await (await check(numberOf(again), digest(again))).json()).toEqual({ number: numberOf(again), standing: 'valid' })
    await voids(numberOf(again))
    expect(await (await check(numberOf(again), digest(again))).json()).toEqual({ number: numberOf(again), standing: 'void' })
    expect((await check(numberOf(again), digest(issued))).status).toBe(404)
    expect(await (await check('TS-0000000000-0'.replace(/.$/, statementNumberFrom('0000000000').at(-1)!), digest(issued))).json()).toMatchObject({ type: expect.stringContaining('statement-unknown') as string })
  })

  it('takes no more than is there, needs a status, a day that came, and a known account', async () => {
    expect(codeOf(await issue('100000 t'))).toBe('balance-overdrawn')
    expect(codeOf(await issue('1 t', { dispatchOn: '2026-06-16' }))).toBe('entry-in-future')
    expect(codeOf(await issue('1 t', { dispatchOn: '2025-12-01' }))).toBe('entry-before-account')
    expect(codeOf(await issue('1 t', { accountId: to }))).toBe('balance-account-absent')
    expect(codeOf(await issue('1 t', { to: { organisationId: 'A mill by its name' } }))).toBe('counterparty-absent')
    expect(codeOf(await issue('1 t', { shipment: 'NO-SUCH' }))).toBe('statement-shipment-absent')
    expect(codeOf(await issue('1 t', { supersedes: statementNumberFrom('abcdefghjk') }))).toBe('transfer-statement-absent')
    const weak = await clerkOf(world, 'org_weak')
    const site = siteNo(810, 'DEU')
    await publishSite(world, site, ['smelter'], 'org_weak')
    const account = await opened(weak, 'org_weak', site, 'twelve-month-credit')
    await weak.post(`/balance-accounts/${account}/credits`, { on: '2026-02-01', source: paper(MINE, '10 t') })
    expect(codeOf(await weak.post('/transfer-statements', { accountId: account, quantity: '1 t', dispatchOn: '2026-05-01', to: { name: 'A mill' } }))).toBe('owner-not-eligible')
  })

  it('is accepted by its receiver alone, into an account of its kind, not before its dispatch', async () => {
    const number = numberOf(await issue('10 t'))
    expect(codeOf(await accept(number, {}, other))).toBe('transfer-statement-absent')
    expect(codeOf(await other!.get(`/transfer-statements/${number}`))).toBe('transfer-statement-absent')
    expect(codeOf(await accept(number, { accountId: from }))).toBe('balance-account-absent')
    expect(codeOf(await accept(number, { accountId: from }, smelter))).toBe('statement-for-another')
    const zinc = await opened(mill!, 'org_mill', MILL, 'twelve-month-credit', { metal: 'zinc' })
    expect(codeOf(await accept(number, { accountId: zinc }))).toBe('statement-not-for-account')
    const elsewhere = await opened(mill!, 'org_mill', MILL, 'three-month-no-carry')
    expect(codeOf(await accept(number, { accountId: elsewhere }))).toBe('statement-not-for-account')
    expect(codeOf(await accept(number, { on: '2026-05-03' }))).toBe('acceptance-before-dispatch')
    expect(codeOf(await accept(number, { on: '2026-05-04' }))).toBe(201)
    expect((await other!.get('/transfer-statements')).body['items']).toEqual([])
    expect(((await mill!.get('/transfer-statements?direction=in&state=accepted')).body['items'] as unknown as unknown[]).length).toBeGreaterThan(0)
    expect((await mill!.get('/transfer-statements?direction=out')).body['items']).toEqual([])
  })

  it('on paper is accepted by nobody here, and anybody who holds it may check it without learning more', async () => {
    const issued = await issue('5 t', { to: { name: 'A mill that is not here', country: 'ITA' } })
    expect(codeOf(await smelter!.post(`/transfer-statements/${numberOf(issued)}/acceptances`, { accountId: from }))).toBe('statement-for-another')
    const answer = await check(numberOf(issued), issued.body['digest'] as unknown as string)
    expect(Object.keys(await answer.json() as object).sort()).toEqual(['number', 'standing'])
    expect(issued.body['checkAddress']).toContain(`/statement-check/${numberOf(issued)}/`)
  })

  it('is kept by the database as it was issued', async () => {
    const number = numberOf(await issue('1 t'))
    for (const change of [`update transfer_statement set quantity = 2000000 where number = '${number}'`, `delete from transfer_statement where number = '${number}'`, `update transfer_statement set state = 'issued' where number = '${number}'`]) {
      await expect(sql.raw(change).execute(world.house.database.sql)).rejects.toMatchObject({ code: '23001' })
    }
  })

  it('is accepted once, whoever is fastest', async () => {
    const number = numberOf(await issue('7 t'))
    const before = await left(mill!, to)
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => i % 3 === 2 ? voids(number) : accept(number)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    const isAccepted = answers.some(({ status }, i) => status === 201 && i % 3 !== 2)
    expect(Number.parseFloat(await left(mill!, to)) - Number.parseFloat(before)).toBe(isAccepted ? 7 : 0)
    expect(world.faults).toEqual([])
  })
})

describe('with shipments of the book', () => {
  it('states no more than is shipped, and what is credited by lot is not credited by statement', async () => {
    const owner = actor('mine-owner', grant('site-owner', 'organisation', 'org_plant'))
    await world.transact(owner, (ctx) => recordLines(ctx, 'org_plant', [
      extract('E-1', PLANT, 'L-1', '30 t'), { kind: 'ship', event: 'S-1', at: '2026-05-01T08:00:00Z', site: PLANT, inputs: [{ lot: 'L-1' }], shipment: 'SH-1', to: { organisationId: 'org_mill' } },
    ], { source: 'form', isAllOrNothing: true }))
    expect(codeOf(await issue('31 t', { shipment: 'SH-1' }))).toBe('statement-above-shipment')
    expect(codeOf(await issue('10 t', { shipment: 'SH-1', to: { organisationId: 'org_else' } }))).toBe('statement-for-another')
    const issued = await issue('20 t', { shipment: 'SH-1' })
    expect(issued.body['document']).toMatchObject({ shipment: 'org_plant:SH-1', lots: ['L-1'] })
    expect(codeOf(await issue('11 t', { shipment: 'SH-1' }))).toBe('statement-above-shipment')
    expect(codeOf(await issue('10 t', { shipment: 'SH-1' }))).toBe(201)
  })

  it('suggests receipts of eligible mines, and credits one by its lot', async () => {
    const site = siteNo(820, 'DEU')
    await publishSite(world, site, ['smelter'], 'org_plant')
    await inCustody(world, site)
    await publishSite(world, MINE, ['mine'], 'org_mine')
    const [mine, plant] = [actor('m', grant('site-owner', 'organisation', 'org_mine')), actor('p', grant('site-owner', 'organisation', 'org_plant'))]
    await world.transact(mine, (ctx) => recordLines(ctx, 'org_mine', [
      extract('E-1', MINE, 'C-1', '30 t'), { kind: 'ship', event: 'S-1', at: '2026-05-01T08:00:00Z', site: MINE, inputs: [{ lot: 'C-1' }], shipment: 'SH-7', to: { organisationId: 'org_plant' }, toSite: site },
    ], { source: 'form', isAllOrNothing: true }))
    await world.transact(plant, (ctx) => recordLines(ctx, 'org_plant', [
      { kind: 'receive', event: 'R-1', at: '2026-05-05T08:00:00Z', site, from: { organisationId: 'org_mine' }, shipment: 'SH-7', outputs: [{ lot: 'IN-1', material: 'concentrate', metal: 'copper', contained: { copper: '30 t' }, sentAs: 'C-1' }] },
    ], { source: 'form', isAllOrNothing: true }))
    const account = await opened(smelter!, 'org_plant', site, 'twelve-month-credit', { recovery: '0.97', recoveryDocument: 'Audit' })
    const suggested = (await smelter!.get(`/balance-accounts/${account}/credit-suggestions`)).body['items'] as unknown as { lot: string; wouldCredit: string; supplierSite: string }[]
    expect(suggested).toMatchObject([{ lot: 'IN-1', supplierSite: MINE, wouldCredit: '29.100 t' }])
    expect((await smelter!.post(`/balance-accounts/${account}/credits`, { on: '2026-05-05', source: { kind: 'lot', lot: 'IN-1' } })).body.account.meter.left).toBe('29.100 t')
    expect((await smelter!.get(`/balance-accounts/${account}/credit-suggestions`)).body['items']).toEqual([])
    expect(codeOf(await smelter!.post(`/balance-accounts/${account}/credits`, { on: '2026-05-05', source: { kind: 'lot', lot: 'IN-1' } }))).toBe('source-already-credited')
    expect(codeOf(await smelter!.post(`/balance-accounts/${from}/credits`, { on: '2026-05-05', source: { kind: 'lot', lot: 'IN-1' } }))).toBe('source-lot-elsewhere')
  })
})

describe('its number', () => {
  it('carries a check character that every wrong character fails', () => fc.assert(fc.property(fc.stringMatching(/^[0-9a-hjkmnp-tv-z]{10}$/), fc.integer({ min: 0, max: 9 }), fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'), (id, at, wrong) => {
    const number = statementNumberFrom(id)
    expect(StatementNumber.safeParse(number).success).toBe(true)
    const changed = number.slice(0, 3 + at) + wrong + number.slice(4 + at)
    expect(StatementNumber.safeParse(changed).success).toBe(changed === number)
  })))
})
