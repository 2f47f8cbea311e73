// What lies in a pack of evidence: papers handed in for a lot, told to whom they are told; what a correction leaves unsaid; and
// nobody else's file, whatever hash a line names.
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#src/access/actor.ts'
import { handlers } from '#src/platform/handlers.ts'
import { insertParticipant } from '#src/parties/participant.store.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import type { LotAnswer } from '#src/provenance/lot-answer.ts'
import { newLot, partyWith, record, siteNo } from '#test/custody.ts'
import { pdf } from '#test/files.ts'
import { testWorld, type World } from '#test/world.ts'

let world: World
let [mine, smelter]: Actor[] = []
let shipmentId = ''
const [MINE, SMELTER] = [siteNo(1), siteNo(2, 'DEU')]
const at = (day: number): string => new Date(Date.UTC(2026, 1, day)).toISOString()
const [analysis, ticket, secret] = [pdf('Analysis'), pdf('Ticket'), pdf('Contract of the mine')]
const all = async (who: Actor, organisationId: string, lines: readonly unknown[]) =>
  expect((await record(world, who, organisationId, lines)).map(({ state, refusal }) => refusal?.code ?? state)).toEqual(lines.map(() => 'recorded'))
const attach = (who: Actor, lotId: string, kind: string, ref: string, bytes: Uint8Array) =>
  world.transact(who, (ctx) => handlers.attachLotDocument({ ...ctx, upload: async () => bytes }, { lotId, filename: `${ref}.pdf`, kind, ref } as never))
const papersIn = async (response: Promise<unknown>): Promise<Record<string, string>> => {
  const files = unzipSync(new Uint8Array(await (await response as Response).arrayBuffer()))
  return Object.fromEntries(Object.entries(files).filter(([path]) => path.startsWith('documents/')).map(([path, bytes]) => [path, sha256Hex(bytes)]))
}
const lotPack = (who: Actor, lotId: string) => papersIn(world.read(who, (ctx) => handlers.exportLotPack(ctx, { lotId })))
const shipmentPack = (who: Actor) => papersIn(world.read(who, (ctx) => handlers.exportShipmentPack(ctx, { shipmentId })))

beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z' })
  ;[mine, smelter] = [await partyWith(world, 'org_mine', [MINE]), await partyWith(world, 'org_smelter', [SMELTER])]
  for (const [organisationId, country] of [['org_mine', 'CHL'], ['org_smelter', 'DEU']] as const) await insertParticipant(world.house.database.sql, { organisationId, name: organisationId, country, allSitesBy: null, createdAt: at(1) })
  await all(mine!, 'org_mine', [
    { kind: 'extract', event: 'M-1', at: at(1), site: MINE, documents: [{ kind: 'other', ref: 'Plan' }], outputs: [newLot('A-1', '100 t', { identifiers: { drum: 'D-1' }, documents: [{ kind: 'certificate-of-analysis', ref: 'CoA 7' }] })] },
    { kind: 'correct', event: 'M-2', at: at(1), site: MINE, corrects: 'M-1', reason: 'weighed wrong', instead: { outputs: [newLot('A-1', '101 t', { identifiers: { drum: 'D-2', billOfLading: 'BL-9', weighbridge: 'WB-9', certificateOfAnalysis: 'CA-9' }, documents: [{ kind: 'certificate-of-analysis', ref: 'CoA 7' }] })] } },
  ])
  await attach(mine!, 'org_mine:A-1', 'certificate-of-analysis', 'CoA 7', analysis)
  await all(mine!, 'org_mine', [{ kind: 'ship', event: 'S-1', at: at(2), site: MINE, shipment: 'SH-1', to: { organisationId: 'org_smelter' }, inputs: [{ lot: 'A-1' }], documents: [{ kind: 'weighbridge-ticket', ref: 'W 1' }] }])
  const { items } = await world.read(smelter!, (ctx) => handlers.listShipments(ctx, { direction: 'incoming', limit: 10 } as never)) as { items: { shipmentId: string }[] }
  shipmentId = items[0]!.shipmentId
  await world.transact(smelter!, (ctx) => handlers.acceptShipment(ctx, { shipmentId, at: at(3), site: SMELTER, lots: [{ sentAs: 'A-1', lot: 'IN' }] } as never))
}, 60_000)
afterAll(() => world.close())

describe('the papers of a pack', () => {
  const coa = { 'documents/certificate-of-analysis-CoA-7.pdf': sha256Hex(analysis) }
  it('are those handed in for the lot, also after a correction', async () => {
    expect(await lotPack(mine!, 'org_mine:A-1')).toEqual(coa)
    const answer = await world.read(mine!, (ctx) => handlers.getLotOrigins(ctx, { lotId: 'org_mine:A-1' } as never)) as LotAnswer
    expect(answer.documents).toMatchObject([{ kind: 'certificate-of-analysis', ref: 'CoA 7', sha256: sha256Hex(analysis), lotId: 'org_mine:A-1' }, { kind: 'other', ref: 'Plan', sha256: null }])
  })
  it('reach a receiver where the sender tells its papers, and not before', async () => {
    for (const who of [mine!, smelter!]) expect(await shipmentPack(who)).toEqual({})
    await world.transact(mine!, (ctx) => handlers.setDisclosure(ctx, { organisationId: 'org_mine', partner: 'org_smelter', field: 'documents', level: 'site', isDropped: false }))
    for (const who of [mine!, smelter!]) expect(await shipmentPack(who)).toEqual(coa)
  })
  it('are never a file of somebody else, whose hash a line names', async () => {
    await attach(mine!, 'org_mine:A-1', 'other', 'Contract', secret)
    await all(smelter!, 'org_smelter', [{ kind: 'receive', event: 'R-9', at: at(4), site: SMELTER, outputs: [newLot('X', '1 t', { documents: [{ kind: 'other', ref: 'Mine', sha256: sha256Hex(secret) }, { kind: 'weighbridge-ticket', ref: 'T', sha256: sha256Hex(ticket) }] })] }])
    expect(await lotPack(smelter!, 'org_smelter:X')).toEqual({})
    await attach(smelter!, 'org_smelter:X', 'weighbridge-ticket', 'T', ticket)
    expect(await lotPack(smelter!, 'org_smelter:X')).toEqual({ 'documents/weighbridge-ticket-T.pdf': sha256Hex(ticket) })
  })
})

describe('what stands after a correction', () => {
  it('is read by passports and balances: names, losses', async () => {
    const product = { lotId: 'org_mine:A-1', product: 'Concentrate', description: null, release: { holder: true, mass: true, madeAt: false, origins: 'nothing', awardedShare: false, recycled: false, footprint: false, identifiers: true } }
    expect(await world.read(mine!, (ctx) => handlers.previewPassport(ctx, product as never))).toMatchObject({ mass: { tonnes: '101.000000' }, identifiers: { marks: [{ name: 'drum', value: 'D-2' }] } })
    await all(smelter!, 'org_smelter', [
      { kind: 'transform', event: 'T-1', at: at(5), site: SMELTER, inputs: [{ lot: 'IN' }], outputs: [newLot('K', '100 t', { material: 'cathode' })], losses: { copper: '1 t' }, process: 'refining' },
      { kind: 'correct', event: 'T-2', at: at(6), site: SMELTER, corrects: 'T-1', reason: 'weighed wrong', instead: { inputs: [{ lot: 'IN' }], outputs: [newLot('K', '99.5 t', { material: 'cathode' })], losses: { copper: '1.5 t' } } },
    ])
    const { metals } = await world.read(smelter!, (ctx) => handlers.checkSiteBalance(ctx, { organisationId: 'org_smelter', siteId: SMELTER, from: '2026-01-01', to: '2026-12-31' } as never)) as { metals: { substance: string; lost: number; unexplained: number }[] }
    expect(metals.find(({ substance }) => substance === 'copper')).toMatchObject({ lost: 1_500_000, unexplained: 0 })
  })
})
