// Golden G4, G4b through the front door, versions and refusals of figures, on PostgreSQL.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { partyWith, record, siteNo } from '#test/custody.ts'
import { actor, addPerson, grant } from '#test/people.ts'
import { callerOf } from '#test/sign-in.ts'
import { testWorld, type World } from '#test/world.ts'
import type { Actor } from '#src/access/actor.ts'
import { Refused } from '#src/kernel/refusal.ts'
import { answerAbout } from '#src/provenance/answer.handlers.ts'
import type { LotFootprint } from '#src/provenance/lot-answer.ts'
import { provenanceFollower } from '#src/provenance/index-follower.handlers.ts'
import { handlers as all } from '#src/platform/handlers.ts'
import { shippedFactors } from '#src/platform/shipped-lists.ts'
import { burdenSource } from './burden-source.store.ts'
import { footprintHandlers } from './footprint.handlers.ts'
import type { footprintContract } from './footprint.contract.ts'
import type { InputOf, ResultOf } from '#src/kernel/operation.ts'

const golden = JSON.parse(readFileSync(join(import.meta.dirname, '../../test/fixtures/custody-golden.json'), 'utf8')) as Record<string, Record<string, string> & { sharePct: Record<string, string> }>
const [MINE, SMELTER, REFINERY, MILL] = [siteNo(1), siteNo(2), siteNo(3, 'DEU'), siteNo(4, 'FRA')]
const ORG = 'org_chain'
const handlers = footprintHandlers(shippedFactors)
let world: World
let owner: Actor

type Ops = typeof footprintContract
const ask = <K extends keyof Ops>(name: K, input: unknown, who: Actor = owner): Promise<ResultOf<Ops[K]>> =>
  world.transact(who, (ctx) => (handlers[name] as (c: typeof ctx, i: InputOf<Ops[K]>) => Promise<ResultOf<Ops[K]>>)(ctx, input as InputOf<Ops[K]>))
const codeOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', (error: unknown) => error instanceof Refused ? error.refusal.code : Promise.reject(error))

const line = (name: string, kind: string, scope: number, amount: string, unit: string, isPrimary: boolean, kgCo2e?: string, per = 'period') =>
  ({ name, kind, scope, amount, unit, isPrimary, per, ...(kgCo2e === undefined ? {} : { factor: { kgCo2e, source: 'invented for a test' } }) })
const period = { from: '2026-01-01', to: '2026-12-31', boundary: 'gate to gate', gwp: 'AR6' }
const mine = { organisationId: ORG, siteId: MINE, stage: 'mining', ...period, lines: [
  { ...line('diesel', 'fuel', 1, '15000000', 'l', true), factor: { factor: 'fuel.diesel' } }, line('power', 'electricity', 2, '220000', 'MWh', true, '200'), line('upstream', 'upstream', 3, '12000', 't CO2e', false),
], outputs: [{ substance: 'copper', tonnes: '28000', unitValue: '8500' }, { substance: 'molybdenum', tonnes: '600', unitValue: '40000' }] }
const smelter = { organisationId: ORG, siteId: SMELTER, stage: 'smelting', ...period, lines: [
  line('direct', 'direct', 1, '12000', 't CO2e', true), { ...line('power', 'electricity', 2, '60000', 'MWh', true), factor: { factor: 'electricity.eu' } }, line('upstream', 'upstream', 3, '5000', 't CO2e', false),
], outputs: [{ substance: 'copper', tonnes: '27300' }] }
const refinery = { organisationId: ORG, siteId: REFINERY, stage: 'refining', ...period, lines: [line('power', 'electricity', 2, '350', 'kWh', true, '0.233', 'tonne'), line('heat', 'heat', 1, '1500', 't CO2e', true)], outputs: [{ substance: 'copper', tonnes: '27259.05' }] }
const mill = { organisationId: ORG, siteId: MILL, stage: 'rod-making', ...period, lines: [
  { ...line('gas', 'fuel', 1, '550', 'kWh', true, undefined, 'tonne'), factor: { factor: 'fuel.natural-gas' } }, line('power', 'electricity', 2, '90', 'kWh', true, '0.233', 'tonne'), line('other', 'direct', 1, '0.010', 't CO2e', true, undefined, 'tonne'),
], outputs: [{ substance: 'copper', tonnes: '199' }] }

const lot = (ref: string, material: string, copper: string, more: object = {}) => ({ lot: ref, material, metal: 'copper', contained: { copper }, ...more })
const wmt = `${(100_000 / 0.915).toFixed(6)} t`
const lines = [
  { kind: 'extract', event: 'E1', at: '2026-02-01T00:00:00Z', site: MINE, outputs: [
    { lot: 'CONC', material: 'concentrate', metal: 'copper', measured: { gross: wmt, moisture: '0.085', assay: { copper: '0.28' } } }, { lot: 'MO', material: 'concentrate', metal: 'molybdenum', contained: { molybdenum: '600 t' } }] },
  { kind: 'ship', event: 'E2', at: '2026-02-02T00:00:00Z', site: MINE, shipment: 'S1', to: { organisationId: ORG }, toSite: SMELTER, inputs: [{ lot: 'CONC' }], legs: [{ mode: 'sea', km: 12000 }, { mode: 'road', km: 150 }] },
  { kind: 'receive', event: 'E3', at: '2026-03-02T00:00:00Z', site: SMELTER, from: { organisationId: ORG }, shipment: 'S1', outputs: [lot('CONC-R', 'concentrate', '28000 t', { sentAs: 'CONC' })] },
  { kind: 'transform', event: 'E4', at: '2026-04-02T00:00:00Z', site: SMELTER, inputs: [{ lot: 'CONC-R' }], outputs: [lot('ANODE', 'anode', '27300 t')], losses: { copper: '700 t' } },
  { kind: 'transform', event: 'E5', at: '2026-04-10T00:00:00Z', site: REFINERY, inputs: [{ lot: 'ANODE' }], outputs: [lot('CATH', 'cathode', '27259.05 t')] },
  { kind: 'receive', event: 'E6', at: '2026-04-11T00:00:00Z', site: MILL, outputs: [lot('SCRAP', 'scrap', '20 t', { scrapClass: 'pre-consumer' })] },
  { kind: 'transform', event: 'E7', at: '2026-04-12T00:00:00Z', site: MILL, inputs: [{ lot: 'CATH', take: '180 t' }, { lot: 'SCRAP' }], outputs: [lot('ROD', 'rod', '199 t')] },
]

beforeAll(async () => {
  world = await testWorld()
  owner = await partyWith(world, ORG, [MINE, SMELTER, REFINERY, MILL])
  const answers = await record(world, owner, ORG, lines, { isAllOrNothing: true })
  expect(answers.map(({ state, refusal }) => refusal?.code ?? state)).toEqual(lines.map(() => 'recorded'))
  for (const one of [mine, smelter, refinery, mill]) await ask('recordActivity', one)
})
afterAll(() => world.close())

describe('golden G4 and G4b, recorded', () => {
  it('gives the printed digits of the cathode, by stage', async () => {
    const want = golden['G4_chain']!
    const answer = await ask('getLotFootprint', { lotId: `${ORG}:CATH` })
    expect((Number(answer.kgCo2ePerTonne) / 1000).toFixed(6)).toBe(want['cathodePCF'])
    expect(Number(answer.tonnesCo2e).toFixed(3)).toBe(want['total'])
    expect(Object.fromEntries(answer.stages.map(({ stage, share }) => [stage, share]))).toEqual({ mining: want.sharePct['mine'], freight: want.sharePct['freight'], smelting: want.sharePct['smelter'], refining: want.sharePct['refinery'] })
    expect((Number(answer.perTonne.primaryShare) * 100).toFixed(4)).toBe(want['primaryDataSharePct'])
    expect(answer).toMatchObject({ isAtLeast: false, missing: [], method: { gwp: ['AR6'], basis: 'location', rules: ['mass', 'single-product'], offsets: 'not counted' } })
    expect(answer.method.own.find(({ stage }) => stage === 'mining')!.allocation).toMatchObject({ applied: 'mass', valueRatio: want['valueRatio'] })
  })
  it('gives the rod of cathode and scrap', async () => {
    const answer = await ask('getLotFootprint', { lotId: `${ORG}:ROD` })
    expect((Number(answer.kgCo2ePerTonne) / 1000).toFixed(6)).toBe(golden['G4b_rod']!['pcf10pct'])
  })
  it('gives the index the same burdens', async () => {
    const [burden] = await burdenSource(shippedFactors).burdensOf(world.house.database.sql, [{
      eventNo: 1, kind: 'transform', organisationId: ORG, siteId: SMELTER, at: '2026-04-02T00:00:00.000Z', process: null, legs: [], inputs: [], entering: [],
      outputs: [{ metal: 'copper', material: 'anode', amount: 27_300_000_000, grossGrams: null, scrapClass: null }],
    }])
    expect(burden!.parts.reduce((sum, { kgCo2e }) => sum + kgCo2e, 0)).toBeCloseTo(30_980_000, 3)
    expect(burden!.allocation).toEqual({ copper: 1 })
  })
  it('the index carries the same number for every lot', async () => {
    const index = await world.read(owner, (ctx) => ctx.followed(provenanceFollower))
    for (const ref of ['CONC', 'CONC-R', 'ANODE', 'CATH', 'ROD']) {
      const { kgCo2ePerTonne } = await ask('getLotFootprint', { lotId: `${ORG}:${ref}` })
      expect(index.value('kg-co2e', index.lotAt(`${ORG}:${ref}`)!) * 1e6, ref).toBeCloseTo(Number(kgCo2ePerTonne), 4)
    }
  })
  it('is reached by HTTP with the same digits', async () => {
    const asked = (how: object) => world.fetch(`/api/v1/lot-footprints/${encodeURIComponent(`${ORG}:CATH`)}`, how)
    expect((await asked({ asOperator: true })).status).toBe(403)
    const person = await addPerson(world, 'Mira Clerk', [grant('site-owner', 'organisation', ORG)])
    const { status, body } = await (await callerOf(world, person.userId)).json('GET', `/lot-footprints/${encodeURIComponent(`${ORG}:CATH`)}`)
    expect(status).toBe(200)
    expect((Number(body['kgCo2ePerTonne']) / 1000).toFixed(6)).toBe(golden['G4_chain']!['cathodePCF'])
  })
})

describe('the answer about a lot', () => {
  const answerFor = (ref: string) => world.read(owner, (ctx) => answerAbout(ctx, `${ORG}:${ref}`, { kind: 'organisation', organisationId: ORG }))
  it('carries the exact footprint, to the printed digits', async () => {
    expect(await answerFor('CATH')).toMatchObject({ footprint: { isAtLeast: false, missing: [] } })
    const { footprint } = (await answerFor('CATH'))! as { footprint: LotFootprint }
    expect((footprint.kgCo2ePerTonne / 1000).toFixed(6)).toBe(golden['G4_chain']!['cathodePCF'])
    expect((footprint.stages as { kgCo2ePerTonne: number }[]).reduce((sum, { kgCo2ePerTonne }) => sum + kgCo2ePerTonne, 0)).toBeCloseTo(footprint.kgCo2ePerTonne, 9)
  })
  it('says "at least" and what is missing where metal came in without a record', async () => {
    await record(world, owner, ORG, [
      { kind: 'receive', event: 'B1', at: '2026-04-13T00:00:00Z', site: MILL, outputs: [lot('BLIND', 'cathode', '10 t')] },
      { kind: 'transform', event: 'B2', at: '2026-04-14T00:00:00Z', site: MILL, inputs: [{ lot: 'BLIND' }], outputs: [lot('BLIND-ROD', 'rod', '10 t')] },
    ], { isAllOrNothing: true })
    expect(await answerFor('BLIND-ROD')).toMatchObject({ footprint: { isAtLeast: true, missing: [{ stage: 'entering', why: 'no-record', share: 1 }], stages: [{ stage: 'rod-making' }] } })
    expect(await answerFor('BLIND')).toMatchObject({ footprint: null })
  })
  it('beside that of another lot says field by field why their numbers cannot be compared', async () => {
    const compared = (otherLotId: string) => world.read(owner, async (ctx) => (await all.compareLots(ctx, { lotId: `${ORG}:CATH`, otherLotId: `${ORG}:${otherLotId}` }) as { differs: string[] }).differs)
    expect(await compared('ROD')).toEqual([])
    expect(await compared('BLIND-ROD')).toEqual(['allocation-rule', 'missing-parts'])
    expect(await compared('BLIND')).toEqual([])
  })
})

describe('bought scrap', () => {
  it('begins a new life where a paper names its origin too', async () => {
    await record(world, owner, ORG, [{ kind: 'receive', event: 'B9', at: '2026-04-13T00:00:00Z', site: MILL, outputs: [lot('SCRAP-9', 'scrap', '10 t', { scrapClass: 'post-consumer', origin: { kind: 'country', country: 'DEU' } })] }], { isAllOrNothing: true })
    const { missing, stages } = await ask('getLotFootprint', { lotId: `${ORG}:SCRAP-9` })
    expect([missing, stages.map(({ stage }) => stage)]).toEqual([[], ['entering']])
  })
})

describe('versions of figures', () => {
  it('never edits: an answer can be given again as of an earlier factor version', async () => {
    const { items } = await ask('listActivities', { organisationId: ORG, siteId: SMELTER, withOldVersions: false, limit: 10 })
    const { activityId } = items[0]!
    const before = await ask('getLotFootprint', { lotId: `${ORG}:CATH` })
    const { organisationId: _, ...figures } = smelter
    const revised = await ask('reviseActivity', { activityId, replaces: 1, reason: 'meter was read wrong', ...figures, lines: [line('direct', 'direct', 1, '13000', 't CO2e', true), ...figures.lines.slice(1)] })
    expect(revised.impact.map(({ lotId }) => lotId).sort()).toEqual([`${ORG}:ANODE`, `${ORG}:CATH`, `${ORG}:ROD`])
    const after = await ask('getLotFootprint', { lotId: `${ORG}:CATH` })
    expect(Number(after.tonnesCo2e) - Number(before.tonnesCo2e)).toBeCloseTo(1000, 5)
    const again = await ask('getLotFootprint', { lotId: `${ORG}:CATH`, factorVersion: before.method.factors.version })
    expect({ ...again, logPosition: 0 }).toEqual({ ...before, logPosition: 0 })
    expect(await codeOf(ask('reviseActivity', { activityId, replaces: 1, reason: 'late', ...figures }))).toBe('activity-version-stale')
    expect(await codeOf(ask('getLotFootprint', { lotId: `${ORG}:CATH`, factorVersion: 9999 }))).toBe('factor-version-unknown')
    expect((await ask('getFactorImpact', { version: after.method.factors.version, organisationId: ORG })).items).toHaveLength(3)
    await ask('reviseActivity', { activityId, replaces: 2, reason: 'back to the first reading', ...figures })
  })
  it('takes another rule of the split as a version too', async () => {
    const chosen = await ask('chooseAllocation', { organisationId: ORG, siteId: MINE, stage: 'mining', rule: 'economic', because: 'asked for by the buyer' })
    expect(chosen.impact.length).toBeGreaterThan(0)
    expect((Number((await ask('getLotFootprint', { lotId: `${ORG}:CATH` })).kgCo2ePerTonne) / 1000).toFixed(6)).toBe(golden['G4_chain']!['cathodePCF_econMine'])
    await ask('chooseAllocation', { organisationId: ORG, siteId: MINE, stage: 'mining', rule: 'by-value-ratio', because: 'back' })
  })
  it('lets a party enter its own factor with its source, and says which was used', async () => {
    const own = { organisationId: ORG, factor: 'electricity.chl', name: 'Grid, Chile', kind: 'electricity', basis: 'location', country: 'CHL', kgCo2e: '0.2', unit: 'kWh', gwp: 'AR6', quality: 'found', source: 'invented for a test' }
    expect((await ask('recordEmissionFactor', own)).version).toBe(1)
    expect(await codeOf(ask('recordEmissionFactor', own))).toBe('emission-factor-reason-missing')
    expect(await codeOf(ask('recordEmissionFactor', { ...own, reason: 'none' }))).toBe('emission-factor-unchanged')
    expect((await ask('recordEmissionFactor', { ...own, kgCo2e: '0.21', reason: 'newer year' })).version).toBe(2)
    expect(await codeOf(ask('recordEmissionFactor', { ...own, factor: 'x.y', basis: undefined }))).toBe('factor-invalid')
    expect((await ask('listEmissionFactors', { organisationId: ORG, limit: 100 })).items.find(({ factor }) => factor === 'electricity.chl')).toMatchObject({ kgCo2e: '0.21', version: 2 })
  })
})

describe('a way that metals of two units share', () => {
  it('weighs by mass on both, in the index as in the exact answer', async () => {
    const gold = (ref: string, more: object = {}) => ({ lot: ref, material: 'refined', metal: 'gold', contained: { gold: '1 t' }, ...more })
    await record(world, owner, ORG, [
      { kind: 'receive', event: 'G1', at: '2026-04-13T00:00:00Z', site: MILL, outputs: [gold('GOLD')] },
      { kind: 'ship', event: 'G2', at: '2026-04-14T00:00:00Z', site: MILL, shipment: 'SG', to: { organisationId: ORG }, toSite: REFINERY, inputs: [{ lot: 'ROD', take: '10 t' }, { lot: 'GOLD' }], legs: [{ mode: 'sea', km: 9000 }] },
      { kind: 'receive', event: 'G3', at: '2026-04-15T00:00:00Z', site: REFINERY, from: { organisationId: ORG }, shipment: 'SG', outputs: [lot('ROD-R', 'rod', '10 t', { sentAs: 'ROD' }), gold('GOLD-R', { sentAs: 'GOLD' })] },
    ], { isAllOrNothing: true })
    const index = await world.read(owner, (ctx) => ctx.followed(provenanceFollower))
    for (const [ref, perTonne] of [['ROD-R', 1e6], ['GOLD-R', 1e9]] as const) {
      const { kgCo2ePerTonne, stages } = await ask('getLotFootprint', { lotId: `${ORG}:${ref}` })
      expect(Number(stages.find(({ stage }) => stage === 'freight')!.perTonne.total), ref).toBeGreaterThan(0)
      expect(index.value('kg-co2e', index.lotAt(`${ORG}:${ref}`)!) * perTonne, ref).toBeCloseTo(Number(kgCo2ePerTonne), 4)
      expect(index.footprintParts(index.lotAt(`${ORG}:${ref}`)!).reduce((sum, { kgCo2e }) => sum + kgCo2e, 0) * perTonne, ref).toBeCloseTo(Number(kgCo2ePerTonne), 3)
    }
  })
})

describe('a correction that does not say process and way again', () => {
  it('leaves them as they were, in the index as in the exact answer', async () => {
    const shipped = { kind: 'ship', inputs: [{ lot: 'EW' }], shipment: 'S20', to: { organisationId: ORG }, toSite: MILL }
    const made = { kind: 'transform', inputs: [{ lot: 'EW-R' }], outputs: [lot('SEMI', 'cathode', '10 t')] }
    expect((await record(world, owner, ORG, [
      { kind: 'extract', event: 'K1', at: '2026-04-13T00:00:00Z', site: MINE, outputs: [lot('EW', 'cathode', '10 t')] },
      { ...shipped, event: 'K2', at: '2026-04-14T00:00:00Z', site: MINE, legs: [{ mode: 'sea', km: 9000 }] },
      { kind: 'correct', event: 'K3', at: '2026-04-15T00:00:00Z', site: MINE, corrects: 'K2', reason: 'another number', instead: shipped },
      { kind: 'receive', event: 'K4', at: '2026-04-16T00:00:00Z', site: MILL, from: { organisationId: ORG }, shipment: 'S20', outputs: [lot('EW-R', 'cathode', '10 t', { sentAs: 'EW' })] },
      { ...made, event: 'K5', at: '2026-04-17T00:00:00Z', site: MILL, process: 'rod making' },
      { kind: 'correct', event: 'K6', at: '2026-04-18T00:00:00Z', site: MILL, corrects: 'K5', reason: 'another number', instead: made },
    ])).map(({ state, refusal }) => refusal?.code ?? state)).toEqual(Array.from({ length: 6 }, () => 'recorded'))
    const { kgCo2ePerTonne, stages } = await ask('getLotFootprint', { lotId: `${ORG}:SEMI` })
    expect(stages.map(({ stage }) => stage)).toEqual(['mining', 'freight', 'rod-making'])
    const carried = await world.read(owner, (ctx) => ctx.followed(provenanceFollower))
    const { state: anew } = await provenanceFollower.start(world.house.database.sql, { read: async () => undefined, write: async () => {} })
    for (const index of [carried, anew]) expect(index.value('kg-co2e', index.lotAt(`${ORG}:SEMI`)!) * 1e6).toBeCloseTo(Number(kgCo2ePerTonne), 4)
  })
})

describe('figures that are refused', () => {
  const other = { ...refinery, from: '2027-01-01', to: '2027-12-31' }
  const cases: [string, string, unknown][] = [
    ['activity-overlaps', 'a day has two sets of figures', { ...refinery, from: '2026-12-31', to: '2027-12-31' }],
    ['activity-invalid', 'the period ends before it begins', { ...other, from: '2028-01-01' }],
    ['emission-factor-unknown', 'a factor is not there', { ...other, lines: [{ ...line('power', 'electricity', 2, '1', 'kWh', true), factor: { factor: 'electricity.per' } }] }],
    ['factor-unit-differs', 'units measure different things', { ...other, lines: [{ ...line('diesel', 'fuel', 1, '1', 't', true), factor: { factor: 'fuel.diesel' } }] }],
    ['output-missing', 'nothing came out', { ...other, outputs: [{ substance: 'copper', tonnes: '0' }] }],
    ['output-value-missing', 'the ratio of values is not known', { ...other, outputs: [{ substance: 'copper', tonnes: '1' }, { substance: 'nickel', tonnes: '1' }] }],
    ['displaced-product-missing', 'nothing is displaced', { ...other, allocation: 'system-expansion', outputs: [{ substance: 'copper', tonnes: '1' }, { substance: 'nickel', tonnes: '1' }] }],
  ]
  it.each(cases)('%s: %s', async (code, _why, input) => {
    expect(await codeOf(ask('recordActivity', input))).toBe(code)
  })
  it('of a book that is not one\'s own, as if it were not there', async () => {
    const stranger = actor('stranger', grant('site-owner', 'organisation', 'org_other'))
    const neighbour = actor('neighbour', grant('site-contributor', 'site', MINE))
    expect(await codeOf(ask('recordActivity', other, stranger))).toBe('footprint-site-absent')
    expect(await codeOf(ask('getLotFootprint', { lotId: `${ORG}:CATH` }, stranger))).toBe('footprint-lot-absent')
    expect(await codeOf(ask('recordActivity', { ...mine, organisationId: 'org_other', from: '2027-01-01', to: '2027-02-01' }, neighbour))).toBe('footprint-site-absent')
    expect(await codeOf(ask('recordActivity', { ...mine, from: '2027-01-01', to: '2027-02-01' }, neighbour))).toBe('accepted')
  })
})
