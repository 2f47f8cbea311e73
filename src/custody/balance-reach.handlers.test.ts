// What an account reads of others' books, and what its owners are told when a supplier's standing is taken back.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { awarded, clerkOf, inCustody, opened, paper, publishSite, publishStanding, type Clerk } from '#test/balance.ts'
import { extract, partyWith, recordedAs, siteNo } from '#test/custody.ts'
import { addPerson, actor, grant } from '#test/people.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { sweep } from '#src/platform/sweep.ts'

const [SENDER, RECEIVER] = ['org_reach_mine', 'org_reach_plant']
const [MINE, PLANT] = [siteNo(801), siteNo(802, 'DEU')]
let world: World
let clerk: Clerk
beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z' })
  clerk = await clerkOf(world, RECEIVER)
  for (const organisation of [{ id: SENDER, site: MINE }, { id: RECEIVER, site: PLANT }]) await partyWith(world, organisation.id, [organisation.site])
  await publishSite(world, MINE, ['mine'], SENDER)
  await publishSite(world, PLANT, ['smelter'], RECEIVER)
  await awarded(world, MINE)
  for (const site of [MINE, PLANT]) await inCustody(world, site)
})
afterAll(() => world.close())

describe('somebody of one site', () => {
  it('is suggested, and may credit, what came by a shipment that names no site', async () => {
    const miner = actor('miner', grant('site-owner', 'organisation', SENDER))
    expect(await recordedAs(world, miner, SENDER, [
      extract('M-1', MINE, 'L-1', '10 t', { at: '2026-03-01T00:00:00Z' }),
      { kind: 'ship', event: 'S-1', at: '2026-03-02T00:00:00Z', site: MINE, inputs: [{ lot: 'L-1', take: '10 t' }], shipment: 'BL-1', to: { organisationId: RECEIVER } },
    ])).toEqual(['recorded', 'recorded'])
    const keeper = await addPerson(world, 'Keeper of the plant', [grant('site-owner', 'site', PLANT)])
    expect(await recordedAs(world, actor('plant', grant('site-owner', 'organisation', RECEIVER)), RECEIVER, [
      { kind: 'receive', event: 'R-1', at: '2026-03-09T00:00:00Z', site: PLANT, from: { organisationId: SENDER }, shipment: 'BL-1', outputs: [{ lot: 'IN-1', material: 'concentrate', metal: 'copper', contained: { copper: '10 t' } }] },
    ])).toEqual(['recorded'])
    const accountId = await opened(clerk, RECEIVER, PLANT, 'twelve-month-credit')
    const { key } = await world.house.accounts.createKey(keeper.userId, { name: 'site', reach: 'write', expiresInDays: undefined })
    const asked = (path: string, body?: unknown) => world.fetch(`/api/v1/balance-accounts/${accountId}/${path}`, {
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    })
    expect(await (await asked('credit-suggestions')).json()).toMatchObject({ items: [{ lot: 'IN-1', supplierSite: MINE, shipment: `${SENDER}:BL-1`, contained: '10.000 t' }] })
    const credited = await asked('credits', { on: '2026-03-09', source: { kind: 'lot', lot: 'IN-1' } })
    expect(credited.status, await credited.clone().text()).toBe(201)
    // It is bound again afterwards: the sender's book itself stays out of reach.
    expect((await world.fetch(`/api/v1/custody/lots/${SENDER}:L-1`, { headers: { authorization: `Bearer ${key}` } })).status).toBe(404)
  })
})

describe('a supplier that lost its standing', () => {
  const told = async (): Promise<{ user_id: string; params: Record<string, unknown> }[]> =>
    world.read(operator, async (ctx) => (await sql<{ user_id: string; params: Record<string, unknown> }>`select user_id, params from notice where kind = 'balance.credits-in-doubt' and user_id = ${clerk.userId} order by (params ->> 'count')::int`.execute(ctx.sql)).rows)
  it('is told to the owners of accounts that were credited by it, once, and again where there is more', async () => {
    await sweep(world.house)
    expect(await told()).toEqual([])
    const [row] = (await clerk.get('/balance-accounts')).body['items'] as unknown as { account: { accountId: string } }[]
    const { accountId } = row!.account
    expect((await clerk.post(`/balance-accounts/${accountId}/credits`, { on: '2026-04-10', source: paper(MINE, '5 t') })).status).toBe(201)
    await publishStanding(world, MINE, { register: 'mark', kind: 'suspension', mark: 'copper' }, '2026-04-01')
    await sweep(world.house)
    await sweep(world.house)
    expect((await told()).map(({ params }) => params)).toMatchObject([{ day: '2026-04-10', count: 1 }])
    await publishStanding(world, MINE, { register: 'mark', kind: 'suspension', mark: 'copper' }, '2026-03-01')
    await sweep(world.house)
    expect((await told()).map(({ params }) => params)).toMatchObject([{ day: '2026-04-10', count: 1 }, { day: '2026-03-09', count: 2 }])
    // What was entered stays as it was.
    expect((await clerk.get(`/balance-accounts/${accountId}`)).body['meter' as 'account']).toMatchObject({ balance: '15.000 t' })
  })
})
