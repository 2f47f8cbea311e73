// The mass of a lot on paper reads as on its screen: 312 g of gold, 600 kg of copper, never a tonne with zeros before it.
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#src/access/actor.ts'
import { insertParticipant } from '#src/parties/participant.store.ts'
import { handlers } from '#src/platform/handlers.ts'
import { newLot, partyWith, record, siteNo } from '#test/custody.ts'
import { readPdf } from '#test/pdf-text.ts'
import { testWorld, type World } from '#test/world.ts'

let world: World
let mine: Actor
const MINE = siteNo(1)
const plain = (text: string): string => text.replaceAll('\u00a0', ' ')
const bytesOf = async (answer: unknown): Promise<Uint8Array> => new Uint8Array(await (await answer as Response).arrayBuffer())
const release = { holder: true, mass: true, madeAt: false, origins: 'nothing', awardedShare: false, recycled: false, footprint: false, identifiers: false }

beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z' })
  mine = await partyWith(world, 'org_mine', [MINE])
  await insertParticipant(world.house.database.sql, { organisationId: 'org_mine', name: 'Mine', country: 'CHL', allSitesBy: null, createdAt: '2026-01-01T00:00:00.000Z' })
  const answers = await record(world, mine, 'org_mine', [{
    kind: 'extract', event: 'M-1', at: '2026-02-01T00:00:00.000Z', site: MINE,
    outputs: [newLot('AU', '312 g', { metal: 'gold', contained: { gold: '312 g' } }), newLot('CU', '600 kg'), newLot('BIG', '1250.5 t')],
  }])
  expect(answers.map(({ refusal, state }) => refusal?.detail ?? state)).toEqual(['recorded'])
}, 60_000)
afterAll(() => world.close())

describe.each([['AU', '312 g gold', '312 g of gold'], ['CU', '600 kg copper', '600 kg of copper'], ['BIG', '1,250.5 t copper', '1,250.5 t of copper']])('lot %s', (lot, inAnswer, inPaper) => {
  const lotId = `org_mine:${lot}`
  it('stands in its PDF in the unit a person reads, in the summary and by origin', async () => {
    const text = plain(readPdf(await bytesOf(world.read(mine, (ctx) => handlers.exportLotOrigins(ctx, { lotId, format: 'pdf' } as never)))).text)
    expect(text).toContain(inAnswer)
    expect(text.split('\n')).toContain(inAnswer.slice(0, inAnswer.lastIndexOf(' ')))
  })
  it('and in its pack of evidence and its passport', async () => {
    const files = unzipSync(await bytesOf(world.read(mine, (ctx) => handlers.exportLotPack(ctx, { lotId }))))
    expect(plain(new TextDecoder().decode(files['index.html']))).toContain(inPaper)
    const product = { lotId, product: 'Metal', description: null, release }
    const { passportId } = await world.transact(mine, (ctx) => handlers.issuePassport(ctx, product as never)) as { passportId: string }
    expect(plain(readPdf(await bytesOf(world.read(mine, (ctx) => handlers.printPassport(ctx, { passportId } as never)))).text)).toContain(inPaper)
  })
})
