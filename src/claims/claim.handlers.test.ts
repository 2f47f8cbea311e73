// Claims over HTTP, on PostgreSQL: golden G5, G5b, G5c to the printed digits, every refusal with its code, two at one credit.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import golden from '#test/fixtures/custody-golden.json' with { type: 'json' }
import { awarded, clerkOf, inCustody, opened, paper, publishSite, publishStanding, type Answer, type Clerk } from '#test/balance.ts'
import { record, siteNo } from '#test/custody.ts'
import { actor, grant } from '#test/people.ts'
import { testWorld, type World } from '#test/world.ts'
import { sql as text } from 'kysely'
import { shippedFactors } from '#src/platform/shipped-lists.ts'
import { claimHandlers } from './claim.handlers.ts'

let world: World
let clerk: Clerk
let stranger: Clerk
const [ORG, OTHER] = ['org_chain', 'org_buyer']
const [MINE, SMELTER, REFINERY, BARE, TRADER] = [siteNo(1), siteNo(2), siteNo(3, 'DEU'), siteNo(4), siteNo(5, 'FRA')]
const owner = actor('owner', grant('site-owner', 'organisation', ORG))
const codeOf = ({ status, body }: Answer): string | number => body.code ?? status

const line = (kind: string, scope: number, amount: string, unit: string, isPrimary: boolean, kgCo2e?: string, per = 'period') =>
  ({ name: kind, kind, scope, amount, unit, isPrimary, per, ...(kgCo2e === undefined ? {} : { factor: { kgCo2e, source: 'invented for a test' } }) })
const period = { from: '2026-01-01', to: '2026-12-31' }
const figures = [
  { siteId: MINE, stage: 'mining', lines: [line('fuel', 1, '15000000', 'l', true, '2.66155'), line('electricity', 2, '220000', 'MWh', true, '200'), line('upstream', 3, '12000', 't CO2e', false)], outputs: [{ substance: 'copper', tonnes: '28000', unitValue: '8500' }, { substance: 'molybdenum', tonnes: '600', unitValue: '40000' }] },
  { siteId: SMELTER, stage: 'smelting', lines: [line('direct', 1, '12000', 't CO2e', true), line('electricity', 2, '60000', 'MWh', true, '233'), line('upstream', 3, '5000', 't CO2e', false)], outputs: [{ substance: 'copper', tonnes: '27300' }] },
  { siteId: REFINERY, stage: 'refining', lines: [line('electricity', 2, '350', 'kWh', true, '0.233', 'tonne'), line('heat', 1, '1500', 't CO2e', true)], outputs: [{ substance: 'copper', tonnes: '27259.05' }] },
]
const lot = (ref: string, material: string, copper: string, more: object = {}) => ({ lot: ref, material, metal: 'copper', contained: { copper }, ...more })
const ship = (event: string, shipment: string, at: string, tonnes = '500 t') => ({ kind: 'ship', event, at, site: REFINERY, shipment, to: { name: 'Invented Wire' }, inputs: [{ lot: 'CATH', take: tonnes }], legs: [{ mode: 'sea', km: 9000 }, { mode: 'road', km: 200 }] })
const blended = { model: 'controlled-blending' }
const lines = [
  { kind: 'extract', event: 'E1', at: '2026-02-01T00:00:00Z', site: MINE, outputs: [{ lot: 'CONC', material: 'concentrate', metal: 'copper', measured: { gross: `${(100_000 / 0.915).toFixed(6)} t`, moisture: '0.085', assay: { copper: '0.28' } }, ...blended }] },
  { kind: 'ship', event: 'E2', at: '2026-02-02T00:00:00Z', site: MINE, shipment: 'S0', to: { organisationId: ORG }, toSite: SMELTER, inputs: [{ lot: 'CONC' }], legs: [{ mode: 'sea', km: 12000 }, { mode: 'road', km: 150 }], ...blended },
  { kind: 'receive', event: 'E3', at: '2026-03-02T00:00:00Z', site: SMELTER, from: { organisationId: ORG }, shipment: 'S0', outputs: [lot('CONC-R', 'concentrate', '28000 t', { sentAs: 'CONC', ...blended })] },
  { kind: 'transform', event: 'E4', at: '2026-04-02T00:00:00Z', site: SMELTER, inputs: [{ lot: 'CONC-R' }], outputs: [lot('ANODE', 'anode', '27300 t', blended)], losses: { copper: '700 t' } },
  { kind: 'transform', event: 'E5', at: '2026-04-10T00:00:00Z', site: REFINERY, inputs: [{ lot: 'ANODE' }], outputs: [lot('CATH', 'cathode', '27259.05 t', { ...blended, measured: undefined })] },
  ship('E6', 'S1', '2026-04-11T00:00:00Z'), ship('E7', 'S2', '2026-04-12T00:00:00Z'), ship('E8', 'S3', '2026-04-13T00:00:00Z'), ship('E9', 'S4', '2026-04-14T00:00:00Z'),
  { kind: 'extract', event: 'E10', at: '2026-02-01T00:00:00Z', site: BARE, outputs: [lot('BARE', 'concentrate', '100 t')] },
  { kind: 'receive', event: 'E11', at: '2026-02-02T00:00:00Z', site: SMELTER, outputs: [lot('BLIND', 'cathode', '10 t')] },
  { kind: 'receive', event: 'E12', at: '2026-02-02T00:00:00Z', site: REFINERY, outputs: [lot('SCRAP', 'scrap', '20 t', { scrapClass: 'post-consumer' })] },
  { kind: 'receive', event: 'E13', at: '2026-02-02T00:00:00Z', site: REFINERY, outputs: [{ lot: 'GOLD', material: 'refined', metal: 'gold', contained: { gold: '1 kg' } }] },
  { ...ship('E14', 'MIXED', '2026-04-15T00:00:00Z', '1 t'), inputs: [{ lot: 'CATH', take: '1 t' }, { lot: 'GOLD' }] },
  ship('E15', 'S5', '2026-04-16T00:00:00Z', '1 t'),
]
const shipments = new Map<string, string>()

const serials = (from: string, to: string, more: object = {}) => ({ registry: 'VCS', project: 'Invented forest', series: 'VCS-1', serialFrom: from, serialTo: to, vintage: 2024, type: 'removal', retiredOn: '2026-06-01', beneficiary: 'Invented Wire', ...more })
const neutral = (retirements: object[], more: object = {}) => ({ standard: 'iso-14068-1', baseline: 'shipments of 2023', reductions: [], retirements, ...more })
const about = (kind: string, id: string, template: string, more: object = {}) => ({ subject: { kind, id }, template, audience: 'business', ...more })
const shipment = (ref: string, retirements: object[], more: object = {}, terms: object = {}) => about('shipment', shipments.get(ref)!, 'carbon-neutral-shipment', { neutral: neutral(retirements, terms), ...more })
const issue = (ask: object) => clerk.post('/claims', ask)
type Issued = { claim: { body: Record<string, never> & { claimId: string; words: { en: { statement: string } }; neutral: { numbers: object } }; digest: string; state: string; review: { reason: string } | null }; address: string }
const claimIn = ({ body }: Answer): Issued => body as unknown as Issued

beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z' })
  for (const [siteId, kind] of [[MINE, 'mine'], [SMELTER, 'smelter'], [REFINERY, 'refinery'], [BARE, 'mine']] as const) await publishSite(world, siteId, [kind], ORG)
  await publishSite(world, TRADER, ['refinery'], OTHER)
  await awarded(world, MINE)
  for (const siteId of [MINE, REFINERY]) await inCustody(world, siteId)
  await awarded(world, REFINERY)
  ;[clerk, stranger] = [await clerkOf(world, ORG), await clerkOf(world, OTHER)]
  const answers = await record(world, owner, ORG, lines, { isAllOrNothing: true })
  expect(answers.map(({ state, refusal }) => refusal?.code ?? state)).toEqual(lines.map(() => 'recorded'))
  for (const one of figures) expect(codeOf(await clerk.post('/site-activities', { organisationId: ORG, ...period, ...one }))).toBe(201)
  const { rows } = await text<{ shipment_no: number; shipment_ref: string }>`select shipment_no, shipment_ref from custody_shipment`.execute(world.house.database.sql)
  for (const row of rows) shipments.set(row.shipment_ref, `shp_${row.shipment_no}`)
})
afterAll(async () => {
  const { findings } = await world.fsck()
  await world.close()
  expect(findings).toEqual([])
}, 60_000)

describe('golden G5 and G5b over HTTP', () => {
  it('works out the shipment, retires whole credits, and never lets them be used again', async () => {
    const want = golden.G5_shipment
    const short = await clerk.post('/claim-previews', shipment('S1', [serials('0001', '2499')]))
    expect(short.body).toMatchObject({ mayBeIssued: false, faults: [{ code: 'credits-short' }], gate: { result: 'allow', conditions: ['iso-14068-1-report', 'disclosures', 'legal-review'] } })
    const first = await issue(shipment('S1', [serials('0001', '2500')]))
    expect(codeOf(first)).toBe(201)
    const { claim, address } = claimIn(first)
    expect(claim.body.neutral.numbers).toMatchObject({ grossTonnes: want.total, creditsNeeded: want.creditsToRetire, creditsRetired: want.creditsToRetire, surplusTonnes: want.surplus })
    expect(claim.body.words.en.statement).toContain(`For S1, ${want.total} t CO2e were emitted and 2500 carbon credits were retired under ISO 14068-1:2023`)
    expect(golden.G5b_double_use.serials).toEqual(['VCS-1:0001-2500'])
    expect(codeOf(await issue(shipment('S2', [serials('0001', '2500')])))).toBe('credit-already-used')
    expect(codeOf(await issue(shipment('S2', [serials('2500', '5000', { registry: ' vcs', series: 'vcs 1:' })])))).toBe('credit-already-used')
    expect(codeOf(await issue(shipment('S1', [serials('2501', '5000')])))).toBe('claim-already-issued')
    expect((await clerk.get('/carbon-credits')).body['items']).toMatchObject([{ claimId: claim.body.claimId, units: '2500' }])
    const read = await world.fetch(new URL(address).pathname.replace('/claims/', '/api/v1/public-claims/') + new URL(address).search)
    expect(read.status).toBe(200)
    expect((await world.fetch(`/api/v1/public-claims/${claim.body.claimId}`)).status).toBe(404)
    expect((await world.fetch(`/api/v1/public-claims/${claim.body.claimId}?key=wrong`)).status).toBe(404)
  })
  it('prints it in four languages, to whoever has the address', async () => {
    const [{ body }] = (await clerk.get('/claims')).body['items'] as unknown as [Issued['claim']]
    const { address } = (await clerk.get(`/claims/${body.claimId}`)).body as unknown as { address: string }
    const key = new URL(address).searchParams.get('key')
    for (const [language, words] of [['en', 'Carbon-neutral shipment'], ['es', 'Envío neutro en carbono'], ['zh', '碳中和货运'], ['fr', 'Expédition neutre en carbone']] as const) {
      const text = await world.fetch(`/api/v1/public-claims/${body.claimId}/text?key=${key}&language=${language}`)
      const { document } = await text.json() as { document: { title: string; blocks: { text?: string; name?: string; caption?: string; facts?: { name: string }[] }[] } }
      expect(document.title).toBe(words)
      const unsaid = document.blocks.flatMap(({ text: one, caption, facts }) => [one ?? '', caption ?? '', ...(facts ?? []).map(({ name }) => name)]).filter((one) => /^[a-z-]+(\.[a-z-]+)+$/.test(one))
      expect(unsaid, language).toEqual([])
    }
    const pdf = await world.fetch(`/api/v1/public-claims/${body.claimId}/document?key=${key}`)
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    expect((await world.fetch(`/api/v1/public-claims/${body.claimId}/document`)).status).toBe(404)
  })
  it('hands its credits to the claim that takes its place, and to no other', async () => {
    const [{ body }] = (await clerk.get('/claims')).body['items'] as unknown as [Issued['claim']]
    const again = await issue(shipment('S1', [serials('0001', '2500')], { supersedes: body.claimId, note: 'the partner asked for another baseline' }))
    expect(codeOf(again)).toBe(201)
    expect((await clerk.get(`/claims/${body.claimId}`)).body['claim']).toMatchObject({ state: 'superseded', supersededBy: claimIn(again).claim.body.claimId })
    await clerk.post(`/claims/${claimIn(again).claim.body.claimId}/withdrawal`, { reason: 'a trial' })
    expect(codeOf(await issue(shipment('S1', [serials('0001', '2500')])))).toBe('credit-already-used')
    expect(codeOf(await issue(shipment('S1', [serials('800001', '802500')])))).toBe(201)
  })
  it('takes over the credits of the claim before and adds those that are new', async () => {
    const standing = ((await clerk.get('/claims')).body['items'] as unknown as [Issued['claim']]).find(({ state, body }) => state === 'issued' && (body as unknown as { template: string }).template === 'carbon-neutral-shipment')!
    const more = await issue(shipment('S1', [serials('800001', '802600'), serials('900001', '900100')], { supersedes: standing.body.claimId }))
    expect(codeOf(more)).toBe(201)
    const { claimId } = claimIn(more).claim.body
    const rows = ((await clerk.get('/carbon-credits')).body['items'] as unknown as { claimId: string; serialFrom: string; serialTo: string; units: string }[]).filter((row) => row.claimId === claimId)
    expect(rows.map(({ serialFrom, serialTo, units }) => [serialFrom, serialTo, units]).sort()).toEqual([['800001', '802500', '2500'], ['802501', '802600', '100'], ['900001', '900100', '100']])
    expect(codeOf(await issue(shipment('S2', [serials('802600', '805200')])))).toBe('credit-already-used')
  })
  it('leaves the footprint as it was', async () => {
    const answer = await clerk.get(`/lot-footprints/${encodeURIComponent(`${ORG}:CATH`)}`)
    expect((Number(answer.body['kgCo2ePerTonne']) / 1000).toFixed(6)).toBe(golden.G4_chain.cathodePCF)
  })
  it('lets one of two win who claim with the same serials at once', async () => {
    const answers = await Promise.all([issue(shipment('S2', [serials('10001', '12500')])), issue(shipment('S3', [serials('12500', '15000')]))])
    expect(answers.map(codeOf).sort()).toEqual([201, 'credit-already-used'])
    const twice = await Promise.all([1, 2].map((n) => issue(shipment('S4', [serials(`${n}00001`, `${n}02500`)]))))
    expect(twice.map(codeOf).sort()).toEqual([201, 'claim-already-issued'])
  })
})

describe('golden G5c over HTTP: the gate at issue, shown before', () => {
  const ask = (audience: string, more: object = {}) => shipment('S1', [serials('30001', '32500', { retiredOn: '2026-09-01' })], { audience, ...more })
  const preview = async (audience: string, on: string, more: object = {}) => { world.setNow(`${on}T12:00:00.000Z`); return clerk.post('/claim-previews', ask(audience, more)) }
  afterAll(() => world.setNow('2026-06-15T12:00:00.000Z'))
  it('warns before, blocks from the day of the setting', async () => {
    const [warn, block, business] = golden.G5c_claim_gate
    expect((await preview('eu-consumer', warn!.date!)).body['gate']).toMatchObject({ result: warn!.result, blocksFrom: '2026-09-27' })
    const blocked = await preview('eu-consumer', block!.date!)
    expect(blocked.body).toMatchObject({ gate: { result: block!.result }, mayBeIssued: false })
    expect((blocked.body['faults'] as unknown as { code: string; detail: string }[]).find(({ code }) => code === 'claim-blocked-by-setting')!.detail).toContain('Blocked by this scheme\'s setting')
    expect((await preview('business', business!.date!)).body['gate']).toMatchObject({ result: 'allow', conditions: ['iso-14068-1-report', 'disclosures', 'legal-review'] })
  })
  it('ends before the day from which it would be blocked', async () => {
    world.setNow('2026-06-15T12:00:00.000Z')
    const ends = shipment('S5', [serials('40001', '40100')], { audience: 'eu-consumer' })
    expect((await clerk.post('/claim-previews', ends)).body).toMatchObject({ mayBeIssued: true, validUntil: '2026-09-26' })
    expect(codeOf(await issue({ ...ends, validUntil: '2026-09-27' }))).toBe('claim-validity-invalid')
    expect((await clerk.post('/claim-previews', { ...ends, audience: 'business' })).body['validUntil']).toBe('2027-06-15')
  })
  it('never lets a net value into the field of a footprint', async () => {
    world.setNow('2026-06-15T12:00:00.000Z')
    const refs = [...shipments.keys()]
    expect(refs).toContain('S0')
    const net = await issue(about('shipment', shipments.get('S0')!, 'carbon-neutral-shipment', { neutral: neutral([serials('500001', '700000')], { statedFootprintTonnes: '0' }) }))
    expect(codeOf(net)).toBe('net-footprint-refused')
  })
})

describe('laws of claims', () => {
  it('never makes a claim about metal of the award of a site', async () => {
    expect(codeOf(await issue(about('site', MINE, 'site-award')))).toBe(201)
    expect(codeOf(await issue(about('site', MINE, 'share-from-awarded-sites')))).toBe('claim-without-custody')
    expect(codeOf(await issue(about('lot', `${ORG}:BLIND`, 'origin-country')))).toBe('claim-without-custody')
    expect(codeOf(await issue(about('site', BARE, 'site-award')))).toBe('claim-mark-not-held')
    expect(codeOf(await issue(about('lot', `${ORG}:CATH`, 'site-award')))).toBe('claim-subject-unfit')
    expect(codeOf(await issue(about('site', MINE, 'responsiblesteel-input-material')))).toBe(201)
  })
  it('never claims more than the model and the shares of the records', async () => {
    const share = await issue(about('lot', `${ORG}:CATH`, 'share-from-awarded-sites'))
    expect(claimIn(share).claim.body.words.en.statement).toBe('100.00 % of the copper in CATH comes from sites that held a mark when it was extracted (controlled blending).')
    expect(codeOf(await issue(about('lot', `${ORG}:CATH`, 'made-at-awarded-sites')))).toBe('claim-stronger-than-model')
    expect(codeOf(await issue(about('lot', `${ORG}:CATH`, 'share-from-awarded-sites', { model: 'segregated' })))).toBe('claim-stronger-than-model')
    expect(codeOf(await issue(about('lot', `${ORG}:BARE`, 'recycled-content')))).toBe('claim-share-short')
    expect(claimIn(await issue(about('lot', `${ORG}:SCRAP`, 'recycled-content'))).claim.body.words.en.statement).toContain('100.00 % post-consumer')
    expect(claimIn(await issue(about('lot', `${ORG}:CATH`, 'origin-country'))).claim.body.words.en.statement).toBe('The copper in CATH was mined in: Chile (100.00 %). Unknown: 0.00 %.')
    expect(codeOf(await issue(about('lot', `${ORG}:BARE`, 'product-footprint')))).toBe('claim-footprint-incomplete')
    expect(claimIn(await issue(about('lot', `${ORG}:CATH`, 'product-footprint'))).claim.body.words.en.statement).toContain('4946.74 kg CO2e per tonne of copper')
  })
  it('debits an account exactly once, and gives back what is withdrawn', async () => {
    const accountId = await opened(clerk, ORG, REFINERY, 'twelve-month-credit', { recovery: '0.97', recoveryDocument: 'audit' })
    await clerk.post(`/balance-accounts/${accountId}/credits`, { on: '2026-02-01', source: paper(MINE, '100 t') })
    const ask = (quantity: string) => about('lot', `${ORG}:CATH`, 'mass-balance-quantity', { account: { accountId, quantity } })
    expect(codeOf(await issue(about('lot', `${ORG}:CATH`, 'mass-balance-quantity')))).toBe('claim-account-missing')
    expect(codeOf(await issue(ask('30000 t')))).toBe('claim-above-quantity')
    expect(codeOf(await issue(ask('98 t')))).toBe('balance-overdrawn')
    const done = await issue(ask('60 t'))
    expect(codeOf(done)).toBe(201)
    expect(claimIn(done).claim.body.words.en.statement).toBe(`60.000 t of copper in CATH is claimed under mass balance from the account of ${REFINERY} (mined, from awarded sites). It may not be in this product.`)
    const open = await (await world.fetch(new URL(claimIn(done).address).pathname.replace('/claims/', '/api/v1/public-claims/') + new URL(claimIn(done).address).search)).json() as { body: Record<string, object> }
    expect([open.body['account'], open.body['evidence']]).toEqual([{ quantity: '60.000 t', siteId: REFINERY, characteristic: 'awarded-mined' }, undefined])
    expect(codeOf(await issue(ask('10 t')))).toBe('claim-already-issued')
    const left = async () => (await clerk.get(`/balance-accounts/${accountId}`)).body['meter']
    expect(await left()).toMatchObject({ left: '37.000 t' })
    const more = await issue({ ...ask('70 t'), supersedes: claimIn(done).claim.body.claimId })
    expect(codeOf(more)).toBe(201)
    expect(await left()).toMatchObject({ left: '27.000 t' })
    expect(codeOf(await clerk.post(`/claims/${claimIn(more).claim.body.claimId}/withdrawal`, { reason: 'sold elsewhere' }))).toBe(200)
    expect(await left()).toMatchObject({ left: '97.000 t' })
    expect(codeOf(await clerk.post(`/claims/${claimIn(more).claim.body.claimId}/withdrawal`, { reason: 'again' }))).toBe('claim-ended')
  })
  it('debits no account of another metal or book, nor tells one from none', async () => {
    const nickel = await opened(clerk, ORG, REFINERY, 'twelve-month-credit', { metal: 'nickel', recovery: '0.97', recoveryDocument: 'audit' })
    const theirs = await opened(stranger, OTHER, TRADER, 'twelve-month-credit', { recovery: '0.97', recoveryDocument: 'audit' })
    const answers = await Promise.all([nickel, theirs, 'acc_none'].map((accountId) => issue(about('lot', `${ORG}:CATH`, 'mass-balance-quantity', { account: { accountId, quantity: '1 t' } }))))
    expect(answers.map(codeOf)).toEqual(['claim-account-unfit', 'claim-account-unfit', 'claim-account-unfit'])
    expect(answers[1]!.body.detail).toBe(answers[2]!.body.detail)
    const preview = await clerk.post('/claim-previews', about('lot', `${ORG}:CATH`, 'mass-balance-quantity', { account: { accountId: nickel, quantity: '1 t' } }))
    expect((preview.body['faults'] as unknown as { code: string }[]).map(({ code }) => code)).toEqual(['claim-account-unfit'])
  })
  it('says a sentence of one metal of one metal', async () => {
    expect(codeOf(await issue(about('shipment', shipments.get('MIXED')!, 'recycled-content')))).toBe('claim-metals-mixed')
  })
  it('answers hostile input with a refusal of its own', async () => {
    expect(codeOf(await clerk.get('/possible-claims?kind=shipment&id=shp_x'))).toBe('claim-subject-absent')
    expect(codeOf(await clerk.get('/shipments/shp_x/evidence-pack'))).toBe('input-invalid')
    expect(codeOf(await issue(about('lot', `${ORG}:CATH`, 'mass-balance-quantity', { account: { accountId: 'acc_1', quantity: '999999999999999 t' } })))).toBe('input-invalid')
    for (const cursor of ['2026-01-01Tzz x', '2026-01-01T00:00:00Z']) expect(codeOf(await clerk.get(`/claims?cursor=${Buffer.from(cursor).toString('base64url')}`)), cursor).toBe('cursor-invalid')
  })
  const cases: [string, () => object][] = [
    ['claim-template-unknown', () => about('lot', `${ORG}:CATH`, 'nothing')],
    ['claim-subject-absent', () => about('lot', `${ORG}:NONE`, 'origin-country')],
    ['claim-audience-unfit', () => about('site', REFINERY, 'responsiblesteel-input-material', { audience: 'public' })],
    ['claim-partner-missing', () => about('site', REFINERY, 'site-award', { audience: 'named-partner' })],
    ['claim-validity-invalid', () => about('site', REFINERY, 'site-award', { validUntil: '2027-06-16' })],
    ['claim-terms-missing', () => about('shipment', shipments.get('S0')!, 'carbon-neutral-shipment')],
    ['standard-withdrawn', () => shipment('S0', [serials('500001', '700000')], {}, { standard: 'pas-2060' })],
    ['credit-outside-window', () => shipment('S0', [serials('500001', '700000', { retiredOn: '2025-06-01' })])],
    ['credit-serials-invalid', () => shipment('S0', [serials('700000', '500001')])],
    ['claim-supersedes-unfit', () => about('site', REFINERY, 'site-award', { supersedes: 'clm_00000000000000000000000000' })],
  ]
  it.each(cases)('refuses with %s', async (code, ask) => {
    expect(codeOf(await issue(ask()))).toBe(code)
  })
  it('is the matter of the party in whose book the metal stands', async () => {
    expect(codeOf(await stranger.post('/claims', about('lot', `${ORG}:CATH`, 'origin-country')))).toBe('claim-subject-absent')
    expect(codeOf(await stranger.get(`/possible-claims?kind=lot&id=${encodeURIComponent(`${ORG}:CATH`)}`))).toBe('claim-subject-absent')
    expect((await stranger.get('/claims')).body['items']).toEqual([])
    const [mine] = (await clerk.get('/claims')).body['items'] as unknown as { body: { claimId: string } }[]
    expect(codeOf(await stranger.get(`/claims/${mine!.body.claimId}`))).toBe('claim-absent')
    const helper = await clerkOf(world, ORG, 'site-contributor')
    expect(codeOf(await helper.post('/claims', about('lot', `${ORG}:CATH`, 'origin-country')))).toBe('permit-missing')
  })
  it('says which statements fit, and why the others do not', async () => {
    const items = (await clerk.get(`/possible-claims?kind=lot&id=${encodeURIComponent(`${ORG}:BARE`)}`)).body['items'] as unknown as { template: string; mayBeIssued: boolean; faults: { code: string }[] }[]
    expect(Object.fromEntries(items.map(({ template, mayBeIssued, faults }) => [template, mayBeIssued || faults[0]!.code]))).toEqual({
      'carbon-neutral-shipment': 'claim-subject-unfit', 'made-at-awarded-sites': 'claim-stronger-than-model', 'mass-balance-quantity': 'claim-account-missing', 'origin-country': true, 'product-footprint': 'claim-footprint-incomplete',
      'recycled-content': 'claim-share-short', 'responsiblesteel-input-material': 'claim-subject-unfit', 'share-from-awarded-sites': 'claim-stronger-than-model', 'site-award': 'claim-subject-unfit',
    })
  })
})

describe('what a claim rests on changes', () => {
  const underReview = async () => ((await clerk.get('/claims?needsReview=true')).body['items'] as unknown as Issued['claim'][]).map(({ body, review }) => [(body as unknown as { template: string }).template, review!.reason])
  const named = async (template: string) => ((await clerk.get('/claims')).body['items'] as unknown as Issued['claim'][]).find(({ body, state }) => (body as unknown as { template: string }).template === template && state === 'issued')!
  it('is flagged with its reason, told, and never changed', async () => {
    expect(await underReview()).toEqual([])
    const [{ activityId, activity }] = (await clerk.get(`/site-activities?organisationId=${ORG}&siteId=${SMELTER}`)).body['items'] as unknown as [{ activityId: string; activity: { lines: object[] } }]
    const before = await named('product-footprint')
    await clerk.post(`/site-activities/${activityId}/versions`, { replaces: 1, reason: 'meter', ...activity, lines: [line('direct', 1, '13000', 't CO2e', true), ...activity.lines.slice(1)] })
    expect((await underReview()).map(([template]) => template)).toContain('product-footprint')
    const after = await named('product-footprint')
    expect([after.digest, after.body]).toEqual([before.digest, before.body])
    const detail = await clerk.get(`/claims/${after.body.claimId}`)
    expect(detail.body['today']).toMatchObject({ faults: [], changed: ['kgPerTonne', 'primary'] })
    expect(codeOf(await clerk.post(`/claims/${after.body.claimId}/review`, { reason: 'looked' }))).toBe('claim-outdated')
    const { rows } = await text<{ kind: string }>`select kind from notice where kind = 'claim-needs-review'`.execute(world.house.database.sql)
    expect(rows.length).toBeGreaterThan(0)
    await clerk.post(`/site-activities/${activityId}/versions`, { replaces: 2, reason: 'back', ...activity })
    expect(codeOf(await clerk.post(`/claims/${after.body.claimId}/review`, { reason: 'it is as it was' }))).toBe(200)
    expect(codeOf(await clerk.post(`/claims/${after.body.claimId}/review`, { reason: 'again' }))).toBe('claim-not-under-review')
  })
  it('a weight that settles anew flags every claim on its way', async () => {
    const answers = await record(world, owner, ORG, [{ kind: 'adjust', event: 'E20', at: '2026-05-01T00:00:00Z', site: REFINERY, lot: 'CATH', contained: { copper: '27260 t' }, basis: 'weight', by: 'own', isSettlement: true }])
    expect(answers.map(({ state, refusal }) => refusal?.code ?? state)).toEqual(['recorded'])
    expect((await underReview()).filter(([, reason]) => reason!.includes('records-changed')).map(([template]) => template)).toEqual(expect.arrayContaining(['origin-country', 'share-from-awarded-sites', 'carbon-neutral-shipment']))
  })
  it('is flagged by the first figures of a stage that weighs on it, and not by those of another year', async () => {
    const held = await named('product-footprint')
    if (held.review !== null) await clerk.post(`/claims/${held.body.claimId}/withdrawal`, { reason: 'anew' })
    const claim = held.review === null ? held : claimIn(await issue(about('lot', `${ORG}:CATH`, 'product-footprint'))).claim
    const first = (year: string) => clerk.post('/site-activities', { organisationId: ORG, siteId: MINE, stage: 'concentrating', from: `${year}-01-01`, to: `${year}-12-31`, lines: [line('direct', 1, '7', 't CO2e', true)], outputs: [{ substance: 'copper', tonnes: '28000' }] })
    const review = async () => ((await clerk.get(`/claims/${claim.body.claimId}`)).body['claim'] as unknown as Issued['claim']).review
    expect(codeOf(await first('2027'))).toBe(201)
    expect(await review()).toBeNull()
    expect(codeOf(await first('2026'))).toBe(201)
    expect(await review()).toMatchObject({ reason: 'figures-changed' })
    expect(codeOf(await clerk.post(`/claims/${claim.body.claimId}/review`, { reason: 'looked' }))).toBe('claim-outdated')
  })
  it('stays readable where its statement is no longer shipped', async () => {
    const { body: { claimId } } = await named('origin-country')
    const bare = claimHandlers({ templates: [], factors: shippedFactors })
    expect(await world.read(owner, (ctx) => bare.getClaim(ctx, { claimId }))).toMatchObject({ claim: { state: 'issued' }, today: { faults: [{ code: 'claim-template-unknown' }], changed: ['template'] } })
  })
  it('expires by itself, and may then be said again', async () => {
    world.setNow('2027-07-01T12:00:00.000Z')
    const listed = ((await clerk.get('/claims')).body['items'] as unknown as Issued['claim'][]).find(({ body }) => (body as unknown as { template: string }).template === 'site-award')!
    expect(listed.state).toBe('expired')
    expect(codeOf(await issue(about('site', MINE, 'site-award', { supersedes: listed.body.claimId })))).toBe('claim-supersedes-unfit')
    expect(codeOf(await issue(about('site', MINE, 'site-award')))).toBe(201)
    await publishStanding(world, MINE, { register: 'mark', kind: 'suspension', mark: 'copper' }, '2027-06-30')
    expect(codeOf(await issue(about('site', MINE, 'responsiblesteel-input-material')))).toBe('claim-mark-not-held')
    world.setNow('2026-06-15T12:00:00.000Z')
  })
})
