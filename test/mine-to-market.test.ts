// From mine to market through the front door: four parties pass copper on, a passport is issued for the reel, a pack of
// evidence travels with the shipment, an award is suspended as of a past day, and what was issued says so.
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#src/access/actor.ts'
import { publicActor } from '#src/access/actor.ts'
import { milestoneFact } from '#src/awards/milestone.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { insertParticipant } from '#src/parties/participant.store.ts'
import { handlers } from '#src/platform/handlers.ts'
import { sweep } from '#src/platform/sweep.ts'
import { putFact } from '#src/transparency/fact.ts'
import { newLot, partyWith, record, siteNo } from './custody.ts'
import { pdf } from './files.ts'
import { operator, testWorld, type World } from './world.ts'

const [ALTA, BAJA, SMELTER, MILL, CABLE] = [siteNo(1), siteNo(2, 'PER'), siteNo(3, 'DEU'), siteNo(4, 'FRA'), siteNo(5, 'FRA')]
const at = (day: number): string => new Date(Date.UTC(2026, 1, day)).toISOString()
const award = (siteId: string, kind: 'award' | 'suspension', day: string) => putFact(milestoneFact, `${siteId}.${kind}`, {
  siteId, subjectAsFound: 'invented', register: 'mark', kind, mark: 'copper', date: { from: day, to: day, precision: 'day', printed: day }, asFound: kind, origin: 'decided', dataset: 'invented', citations: [{ text: 'invented for a test' }],
} as never)

let world: World
let parties: Record<'alta' | 'baja' | 'smelter' | 'mill' | 'cable', Actor>
const coa = pdf('Certificate of analysis')

const all = async (who: Actor, organisationId: string, lines: readonly unknown[]): Promise<void> => {
  expect((await record(world, who, organisationId, lines)).map(({ refusal }) => refusal?.code).filter((code) => code !== undefined)).toEqual([])
}
const shipped = async (from: Actor, organisationId: string, to: Actor, day: number, line: object, toSite: string, lots: readonly object[]): Promise<string> => {
  await all(from, organisationId, [{ kind: 'ship', event: `S-${organisationId}-${day}`, at: at(day), ...line }])
  const { items } = await world.read(to, (ctx) => handlers.listShipments(ctx, { direction: 'incoming', limit: 10 } as never)) as { items: { shipmentId: string; state: string }[] }
  const { shipmentId } = items.find(({ state }) => state === 'offered')!
  await world.transact(to, (ctx) => handlers.acceptShipment(ctx, { shipmentId, at: at(day + 1), site: toSite, lots } as never))
  return shipmentId
}

beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z' })
  parties = {
    alta: await partyWith(world, 'org_alta', [ALTA]), baja: await partyWith(world, 'org_baja', [BAJA]), smelter: await partyWith(world, 'org_smelter', [SMELTER]),
    mill: await partyWith(world, 'org_mill', [MILL]), cable: await partyWith(world, 'org_cable', [CABLE], 'partner'),
  }
  for (const [organisationId, country] of [['org_alta', 'CHL'], ['org_baja', 'PER'], ['org_smelter', 'DEU'], ['org_mill', 'FRA'], ['org_cable', 'FRA']] as const) await insertParticipant(world.house.database.sql, { organisationId, name: organisationId, country, allSitesBy: null, createdAt: at(1) })
  await world.publish([award(ALTA, 'award', '2025-01-10'), award(SMELTER, 'award', '2025-02-01'), award(MILL, 'award', '2025-02-01')])
  const { alta, baja, smelter, mill, cable } = parties
  await all(alta, 'org_alta', [{ kind: 'extract', event: 'M-1', at: at(1), site: ALTA, outputs: [newLot('A-1', '300 t', { documents: [{ kind: 'certificate-of-analysis', ref: 'CoA 7' }] })] }])
  await world.transact(alta, (ctx) => handlers.attachLotDocument({ ...ctx, upload: async () => coa }, { lotId: 'org_alta:A-1', filename: 'coa.pdf', kind: 'certificate-of-analysis', ref: 'CoA 7' }))
  await all(baja, 'org_baja', [{ kind: 'extract', event: 'M-1', at: at(1), site: BAJA, outputs: [newLot('B-1', '100 t')] }])
  await shipped(alta, 'org_alta', smelter, 2, { site: ALTA, shipment: 'SH-A', to: { organisationId: 'org_smelter' }, inputs: [{ lot: 'A-1' }] }, SMELTER, [{ sentAs: 'A-1', lot: 'IN-A' }])
  await shipped(baja, 'org_baja', smelter, 2, { site: BAJA, shipment: 'SH-B', to: { organisationId: 'org_smelter' }, inputs: [{ lot: 'B-1' }] }, SMELTER, [{ sentAs: 'B-1', lot: 'IN-B' }])
  await all(smelter, 'org_smelter', [{ kind: 'transform', event: 'T-1', at: at(5), site: SMELTER, inputs: [{ lot: 'IN-A' }, { lot: 'IN-B' }], outputs: [newLot('K-1', '396 t', { material: 'cathode' })], losses: { copper: '4 t' } }])
  await shipped(smelter, 'org_smelter', mill, 6, { site: SMELTER, shipment: 'SH-K', to: { organisationId: 'org_mill' }, inputs: [{ lot: 'K-1', take: '100 t' }] }, MILL, [{ sentAs: 'K-1', lot: 'IN-K' }])
  await all(mill, 'org_mill', [{ kind: 'transform', event: 'T-1', at: at(8), site: MILL, inputs: [{ lot: 'IN-K' }], outputs: [newLot('ROD', '99.5 t', { material: 'rod' })], losses: { copper: '0.5 t' } }])
  await shipped(mill, 'org_mill', cable, 9, { site: MILL, shipment: 'SH-R', to: { organisationId: 'org_cable' }, inputs: [{ lot: 'ROD', take: '10 t' }] }, CABLE, [{ sentAs: 'ROD', lot: 'IN-R' }])
  await all(cable, 'org_cable', [{ kind: 'transform', event: 'T-1', at: at(12), site: CABLE, inputs: [{ lot: 'IN-R' }], outputs: [newLot('REEL-7', '10 t', { material: 'cable', identifiers: { drum: 'D-7' } })] }])
}, 120_000)
afterAll(() => world.close())

type Content = { awardedShare: { mines: { low: number; high: number } }; origins: object; holder: object }
const passportOf = (passportId: string) => world.read(publicActor, (ctx) => handlers.getPassport(ctx, { passportId })) as Promise<{ state: string; stateReason: string | null; current: { version: number; content: Content } }>
const product = (release: object = {}) => ({ lotId: 'org_cable:REEL-7', product: 'Cable 4x16', description: null, release: { holder: true, mass: false, madeAt: false, origins: 'site', awardedShare: true, recycled: true, footprint: true, identifiers: true, ...release } })

describe('from mine to market', () => {
  it('a passport tells no supplier while nobody upstream releases one, and says so', async () => {
    const content = await world.read(parties.cable, (ctx) => handlers.previewPassport(ctx, product() as never)) as unknown as Content
    const told = JSON.stringify(content)
    for (const secret of [ALTA, BAJA, SMELTER, MILL, 'org_alta', 'org_smelter', 'org_mill', 'A-1', 'K-1', 'ROD"']) expect(told).not.toContain(secret)
    expect(told).toContain('"withheld"')
    expect(content.holder).toEqual({ name: 'org_cable' })
  })

  let passportId = ''
  it('a mine that releases itself to the public is named, and the awarded share is told', async () => {
    for (const [who, organisationId] of [[parties.alta, 'org_alta'], [parties.baja, 'org_baja'], [parties.smelter, 'org_smelter'], [parties.mill, 'org_mill']] as const) {
      for (const field of ['origin', 'shares'] as const) await world.transact(who, (ctx) => handlers.setDisclosure(ctx, { organisationId, partner: 'public', field, level: 'site', isDropped: false }))
    }
    const issued = await world.transact(parties.cable, (ctx) => handlers.issuePassport(ctx, product() as never)) as { passportId: string }
    passportId = issued.passportId
    const { current, state } = await passportOf(passportId)
    expect(state).toBe('valid')
    expect(current.content.awardedShare.mines.low).toBeCloseTo(0.75, 9)
    expect(JSON.stringify(current.content.origins)).toContain(ALTA)
    expect(JSON.stringify(current.content)).not.toContain('A-1')
  })

  it('a pack of evidence travels with the shipment: the receiver checks it without us', async () => {
    await world.transact(parties.alta, (ctx) => handlers.setDisclosure(ctx, { organisationId: 'org_alta', partner: 'org_smelter', field: 'documents', level: 'site', isDropped: false }))
    const { items } = await world.read(parties.smelter, (ctx) => handlers.listShipments(ctx, { direction: 'incoming', limit: 10 } as never)) as { items: { shipmentId: string }[] }
    const packs = await Promise.all(items.map(async ({ shipmentId }) => await world.read(parties.smelter, (ctx) => handlers.exportShipmentPack(ctx, { shipmentId })) as Response))
    const files = (await Promise.all(packs.map(async (pack) => unzipSync(new Uint8Array(await pack.arrayBuffer()))))).find((one) => Object.keys(one).some((path) => path.startsWith('documents/')))!
    const paper = Object.entries(files).find(([path]) => path.startsWith('documents/'))!
    expect(paper[1]).toEqual(coa)
    const text = new TextDecoder().decode(files['index.html'])
    expect(text).toContain('A-1')
    expect(new TextDecoder().decode(files.SHA256SUMS)).toContain(sha256Hex(coa))
    const answer = await world.read(publicActor, async (ctx) => handlers.checkEvidencePack({ ...ctx, upload: async () => new Uint8Array(await (await world.read(parties.alta, (own) => handlers.exportLotPack(own, { lotId: 'org_alta:A-1' })) as Response).arrayBuffer()) }, {})) as { isWhole: boolean }
    expect(answer.isWhole).toBe(true)
  })

  it('a stranger gets no pack, and cannot tell the lot from one that is not there', async () => {
    const code = (lotId: string) => world.read(parties.baja, (ctx) => handlers.exportLotPack(ctx, { lotId })).then(() => 'given', (error: { refusal?: { code: string } }) => error.refusal?.code)
    expect([await code('org_alta:A-1'), await code('org_alta:A-99')]).toEqual(['lot-absent', 'lot-absent'])
  })

  it('an award suspended as of a past day puts the passport under review; nothing in it changes until it is renewed', async () => {
    world.setNow('2026-06-20T12:00:00.000Z')
    await world.transact(operator, async (ctx) => { ctx.publish([award(ALTA, 'suspension', '2026-01-15')], { kind: 'award.changed', subject: ALTA, isPublic: true, body: { on: '2026-01-15' } }) })
    await sweep(world.house)
    const before = await passportOf(passportId)
    expect(before).toMatchObject({ state: 'under-review', stateReason: 'records-changed', current: { version: 1 } })
    expect(before.current.content.awardedShare.mines.low).toBeCloseTo(0.75, 9)
    expect(await world.transact(parties.cable, (ctx) => handlers.confirmPassport(ctx, { passportId, reason: 'looked' })).then(() => 'confirmed', (error: { refusal?: { code: string } }) => error.refusal?.code)).toBe('passport-outdated')
    const { lotId: _lot, ...again } = product()
    await world.transact(parties.cable, (ctx) => handlers.renewPassport(ctx, { passportId, because: 'the award of a mine was suspended', ...again } as never))
    const after = await passportOf(passportId)
    expect(after).toMatchObject({ state: 'valid', current: { version: 2 } })
    expect(after.current.content.awardedShare.mines.high).toBe(0)
  })

  it('fsck finds nothing', async () => { expect(await world.fsck()).toMatchObject({ findings: [] }) })
})
