// Bytes of a file go when the last record lets go of them, and only with the commit.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { insertCase } from '#src/assurance/case.store.ts'
import type { Case } from '#src/assurance/case.ts'
import { addLetterFile, dropFiles } from '#src/assurance/letter.store.ts'
import { operator, testWorld, type World } from './world.ts'

let world: World
const caseId = 'cas_00000000000000000000000001'
const one: Case = {
  caseId, siteId: 'CHL-0000000', organisationId: 'org_a', cycle: 1, state: 'eligible', round: 0, roundKind: null, siteName: 'S', country: 'CHL', siteTypes: ['mine'], metals: ['copper'],
  standards: [{ standard: 'x', standardVersion: '1', marks: [], isGoverning: true }], firmId: null, cohort: null, appliedOn: '2026-01-01', letterSignedOn: null, previousCaseId: null, version: 1,
  openedAt: '2026-01-01T00:00:00.000Z', changedAt: '2026-01-01T00:00:00.000Z',
}
const bytes = new TextEncoder().encode('%PDF-1.4 a signed letter')
let sha256: string

beforeAll(async () => {
  world = await testWorld()
  sha256 = await world.transact(operator, async (ctx) => {
    await insertCase(ctx.sql, one)
    const kept = await ctx.files.put(bytes)
    await addLetterFile(ctx.sql, caseId, { sha256: kept, filename: 'letter.pdf', mediaType: 'application/pdf', byteCount: bytes.byteLength, uploadedAt: ctx.now }, 'u1')
    return kept
  })
})
afterAll(() => world.close())

const isThere = async (): Promise<boolean> => await world.house.files.read(sha256) !== undefined

it('stay while another record names them', async () => {
  await world.transact(operator, (ctx) => ctx.files.remove(sha256))
  expect(await isThere()).toBe(true)
})
it('stay where what let go of them was rolled back, or was a dry run', async () => {
  const letGo = async (ctx: Parameters<Parameters<World['transact']>[1]>[0]) => { await dropFiles(ctx.sql, caseId); await ctx.files.remove(sha256) }
  await world.transact(operator, letGo, { isDryRun: true })
  await expect(world.transact(operator, async (ctx) => { await letGo(ctx); throw new Error('after all') })).rejects.toThrow('after all')
  expect(await isThere()).toBe(true)
})
it('go with the commit of the last that let go', async () => {
  await world.transact(operator, async (ctx) => { for (const hash of await dropFiles(ctx.sql, caseId)) await ctx.files.remove(hash) })
  expect(await isThere()).toBe(false)
})
