// What a claim tells an audience of parties upstream: what they released to it, and no more than what they released to the
// claimant (custody notes 2.6; invariants 22 and 33).
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#src/access/actor.ts'
import { handlers } from '#src/platform/handlers.ts'
import type { DisclosureField } from '#src/provenance/disclosure.ts'
import { insertParticipant } from '#src/parties/participant.store.ts'
import { awarded, clerkOf, type Answer, type Clerk } from '#test/balance.ts'
import { newLot, partyWith, record, siteNo } from '#test/custody.ts'
import { testWorld, type World } from '#test/world.ts'

let world: World
let [mine, other, smelter]: Actor[] = []
let clerk: Clerk
const [ALTA, BAJA, SMELTER] = [siteNo(1), siteNo(2, 'PER'), siteNo(3, 'DEU')]
const at = (day: number): string => new Date(Date.UTC(2026, 1, day)).toISOString()
const codeOf = ({ status, body }: Answer): string | number => body.code ?? status
const released = async (who: Actor, organisationId: string, partner: string, fields: readonly DisclosureField[], isDropped = false) => {
  for (const field of fields) await world.transact(who, (ctx) => handlers.setDisclosure(ctx, { organisationId, partner, field, level: 'site', isDropped }))
}
const recorded = async (who: Actor, organisationId: string, lines: readonly unknown[]) => {
  expect((await record(world, who, organisationId, lines)).map(({ state, refusal }) => refusal?.code ?? state)).toEqual(lines.map(() => 'recorded'))
}
const sent = async (from: Actor, organisationId: string, site: string, lot: string, as: string) => {
  await recorded(from, organisationId, [{ kind: 'ship', event: `S-${lot}`, at: at(2), site, shipment: `SH-${lot}`, to: { organisationId: 'org_smelter' }, inputs: [{ lot }] }])
  const { items } = await world.read(smelter!, (ctx) => handlers.listShipments(ctx, { direction: 'incoming', limit: 10 } as never)) as { items: { shipmentId: string; state: string }[] }
  await world.transact(smelter!, (ctx) => handlers.acceptShipment(ctx, { shipmentId: items.find(({ state }) => state === 'offered')!.shipmentId, at: at(3), site: SMELTER, lots: [{ sentAs: lot, lot: as }] } as never))
}
const preview = async (template: string, audience: string, lot = 'K-1') =>
  (await clerk.post('/claim-previews', { subject: { kind: 'lot', id: `org_smelter:${lot}` }, template, audience })).body as unknown as { mayBeIssued: boolean; statement: string; faults: { code: string }[] }
const faults = async (...asked: Parameters<typeof preview>) => (await preview(...asked)).faults.map(({ code }) => code)
const figures = (organisationId: string, siteId: string, stage: string) => ({
  organisationId, siteId, stage, from: '2026-01-01', to: '2026-12-31', lines: [{ name: 'direct', kind: 'direct', scope: 1, amount: '100', unit: 't CO2e', isPrimary: true, per: 'period' }], outputs: [{ substance: 'copper', tonnes: '1000' }],
})
const entered = async (organisationId: string, siteId: string, stage: string) =>
  expect(codeOf(await (organisationId === 'org_smelter' ? clerk : await clerkOf(world, organisationId)).post('/site-activities', figures(organisationId, siteId, stage)))).toBe(201)

beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z' })
  ;[mine, other, smelter] = [await partyWith(world, 'org_alta', [ALTA]), await partyWith(world, 'org_baja', [BAJA]), await partyWith(world, 'org_smelter', [SMELTER])]
  for (const [organisationId, country] of [['org_alta', 'CHL'], ['org_baja', 'PER'], ['org_smelter', 'DEU']] as const) await insertParticipant(world.house.database.sql, { organisationId, name: organisationId, country, allSitesBy: null, createdAt: at(1) })
  await awarded(world, ALTA)
  await recorded(mine!, 'org_alta', [{ kind: 'extract', event: 'M-1', at: at(1), site: ALTA, outputs: [newLot('A-1', '625 t', { model: 'controlled-blending' })] }])
  await recorded(other!, 'org_baja', [{ kind: 'extract', event: 'M-1', at: at(1), site: BAJA, outputs: [newLot('B-1', '375 t', { model: 'controlled-blending' })] }])
  await sent(mine!, 'org_alta', ALTA, 'A-1', 'IN-A')
  await sent(other!, 'org_baja', BAJA, 'B-1', 'IN-B')
  await recorded(smelter!, 'org_smelter', [
    { kind: 'transform', event: 'T-1', at: at(5), site: SMELTER, inputs: [{ lot: 'IN-A' }, { lot: 'IN-B' }], outputs: [newLot('K-1', '1000 t', { material: 'cathode', model: 'controlled-blending' })] },
    { kind: 'receive', event: 'R-9', at: at(5), site: SMELTER, outputs: [newLot('PAPER', '99 t', { origin: { kind: 'site', siteId: ALTA }, model: 'segregated' })] },
    { kind: 'transform', event: 'T-2', at: at(6), site: SMELTER, inputs: [{ lot: 'K-1', take: '1 t' }, { lot: 'PAPER' }], outputs: [newLot('MIX', '100 t', { material: 'cathode', model: 'controlled-blending' })] },
  ])
  clerk = await clerkOf(world, 'org_smelter')
  for (const [organisationId, site, stage] of [['org_alta', ALTA, 'mining'], ['org_smelter', SMELTER, 'smelting'], ['org_smelter', SMELTER, 'refining']] as const) await entered(organisationId, site, stage)
}, 60_000)
afterAll(() => world.close())

describe('what a footprint tells its reader', () => {
  type Told = { stages: { stage: string; perTonne: Record<string, string> }[]; perTonne: Record<string, string>; missing: object[]; method: { periods: object[]; rules: string[] } }
  const footprint = async () => (await clerk.get('/lot-footprints/org_smelter:K-1')).body as unknown as Told
  it('keeps scopes, periods, rules and gaps of parties who do not release them', async () => {
    const { stages, perTonne, missing, method } = await footprint()
    expect(missing).toEqual([{ stage: 'upstream', why: 'withheld', share: null, siteId: null }])
    expect(stages.map(({ stage, perTonne: { scope1, scope3 } }) => [stage, scope1, scope3])).toEqual([['upstream', '0.000000', '62.500000'], ['smelting', '100.000000', '0.000000'], ['refining', '100.000000', '0.000000']])
    expect([perTonne['scope1'], perTonne['scope3'], perTonne['total']]).toEqual(['200.000000', '62.500000', '262.500000'])
    expect([method.periods, method.rules]).toEqual([[{ from: '2026-01-01', to: '2026-12-31' }], ['single-product']])
  })
  it('names a gap to whom it is released', async () => {
    await released(other!, 'org_baja', 'org_smelter', ['footprint'])
    expect((await footprint()).missing).toEqual([{ stage: 'mining', why: 'no-figures', share: '0.375000', siteId: null }, { stage: 'concentrating', why: 'no-figures', share: '0.375000', siteId: null }])
    await entered('org_baja', BAJA, 'mining')
    expect((await footprint()).missing).toEqual([])
  })
})

describe('what a claim tells its audience', () => {
  it('keeps from everybody what was released to the claimant alone', async () => {
    await released(mine!, 'org_alta', 'org_smelter', ['origin', 'shares', 'footprint'])
    await released(other!, 'org_baja', 'org_smelter', ['origin', 'shares', 'footprint'])
    for (const audience of ['public', 'eu-consumer', 'business']) {
      expect((await preview('origin-country', audience)).statement, audience).not.toContain('62.50')
      expect((await preview('origin-country', audience)).statement, audience).not.toContain('Chile')
      expect((await preview('share-from-awarded-sites', audience)).statement, audience).toContain('56.25 %')
      expect(await faults('product-footprint', audience), audience).toEqual(['claim-footprint-withheld'])
    }
  })
  it('tells business what was released to everybody downstream, and not the public', async () => {
    for (const [who, organisationId] of [[mine!, 'org_alta'], [other!, 'org_baja']] as const) await released(who, organisationId, 'everyone', ['origin', 'shares', 'footprint'])
    expect((await preview('origin-country', 'business')).statement).toContain('Chile (62.50 %) and Peru (37.50 %)')
    expect((await preview('share-from-awarded-sites', 'business')).statement).toContain('62.50 %')
    expect(await faults('product-footprint', 'business')).toEqual([])
    expect((await preview('origin-country', 'public')).statement).not.toContain('Chile')
    expect(await faults('product-footprint', 'public')).toEqual(['claim-footprint-withheld'])
  })
  it('tells the public what was released to it, and carries nothing else that was worked out', async () => {
    await released(mine!, 'org_alta', 'public', ['origin', 'shares'])
    await released(other!, 'org_baja', 'public', ['origin', 'shares'])
    const answer = await clerk.post('/claims', { subject: { kind: 'lot', id: 'org_smelter:K-1' }, template: 'origin-country', audience: 'public' })
    const { claim } = answer.body as unknown as { claim: { body: { claimId: string; words: { en: { statement: string } }; values: Record<string, string> } } }
    expect(claim.body.words.en.statement).toBe('The copper in K-1 was mined in: Chile (62.50 %) and Peru (37.50 %). Unknown: 0.00 %.')
    expect(claim.body.values).toEqual({ subject: 'K-1', countries: 'CHL 62.50, PER 37.50', unknown: '0.00' })
    expect(await faults('product-footprint', 'public')).toEqual(['claim-footprint-withheld'])
  })
})

describe('what only a paper states of its origin', () => {
  it('is not awarded metal', async () => {
    expect(await faults('made-at-awarded-sites', 'business', 'MIX')).toContain('claim-share-short')
    expect((await preview('share-from-awarded-sites', 'business', 'MIX')).statement).toContain('0.62 %')
    expect(await faults('share-from-awarded-sites', 'business', 'PAPER')).toContain('claim-without-custody')
  })
})
