// A case goes from one installation to another and loses nothing; what is not a case file is refused by its own code.
import { strToU8, unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addEvent, clocksOf, eventsOf, insertCase, putClocks, readCase } from '#src/assurance/case.store.ts'
import type { Case } from '#src/assurance/case.ts'
import { letterFact } from '#src/assurance/published.ts'
import { putRating, ratingsOf } from '#src/assurance/rating.store.ts'
import { siteIdFrom } from '#src/kernel/id.ts'
import { insertParticipant, participantsOf } from '#src/parties/participant.store.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { caseFileHandlers } from './case-file.handlers.ts'

let origin: World, other: World
const siteId = siteIdFrom('CHL', Uint8Array.of(0, 0, 0, 1))
const caseId = 'cas_00000000000000000000000001'
const one: Case = {
  caseId, siteId, organisationId: 'org_1', cycle: 1, state: 'committed', round: 0, roundKind: null, siteName: 'Halmoor Mine', country: 'CHL', siteTypes: ['mine'], metals: ['copper'],
  standards: [{ standard: 'risk-readiness-assessment', standardVersion: '3.0', marks: ['copper'], isGoverning: true }],
  firmId: null, cohort: null, appliedOn: '2026-01-01', letterSignedOn: '2026-01-02', previousCaseId: null, version: 1, openedAt: '2026-01-01T00:00:00.000Z', changedAt: '2026-01-01T00:00:00.000Z',
}
const rating = { caseId, round: 1, standard: 'risk-readiness-assessment', standardVersion: '3.0', criterion: 'legal-compliance', level: 'fully-meets', isApplicable: true, rationale: 'Seen.', certificateId: null, evidenceIds: [], ratedBy: 'u1', ratedAt: '2026-01-02T00:00:00.000Z' }

beforeAll(async () => {
  [origin, other] = [await testWorld(), await testWorld()]
  await origin.transact(operator, async (ctx) => {
    await insertParticipant(ctx.sql, { organisationId: 'org_1', name: 'Halmoor Copper', country: 'CHL', allSitesBy: null, createdAt: ctx.now })
    await insertCase(ctx.sql, one)
    await addEvent(ctx.sql, caseId, { event: 'letter.signed', fromState: 'eligible', toState: 'committed', round: 0, happenedOn: '2026-01-02', recordedAt: ctx.now, actor: 'member:u1', reason: null })
    await putClocks(ctx.sql, caseId, [{ clock: 'self-assessment', startedOn: '2026-01-02', firstDueOn: '2026-07-02', dueOn: '2026-07-02', ownerRole: 'site-owner', doneOn: null, droppedOn: null }])
    await putRating(ctx.sql, rating)
    ctx.record({ kind: 'test.noted', subject: caseId, isPublic: false, body: { from: 'eligible' } })
    ctx.publish([{ op: 'put', kind: letterFact.kind, id: caseId, value: {
      siteId, siteName: 'Halmoor Mine', cycle: 1, participant: 'Halmoor Copper', country: 'CHL', siteTypes: ['mine'], metals: ['copper'], standards: one.standards, signedOn: '2026-01-02',
      promises: { en: ['Meet all criteria.'] }, documentHash: 'a'.repeat(64), dueOn: [],
    } }], { kind: 'letter.published', subject: caseId, isPublic: true, body: {} })
  })
})
afterAll(() => Promise.all([origin.close(), other.close()]))

const exported = async (): Promise<Uint8Array<ArrayBuffer>> => {
  const answer = await origin.read(operator, (ctx) => caseFileHandlers.exportCaseFile(ctx, { caseId })) as Response
  return new Uint8Array(await answer.arrayBuffer())
}
const taken = (upload: Uint8Array, options = {}) => other.transact(operator, (ctx) => caseFileHandlers.importCaseFile(ctx, {}), { upload, ...options })
const refusalOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'nothing', (error: { refusal?: { code: string } }) => error.refusal?.code ?? String(error))
const changed = async (path: string, bytes: Uint8Array<ArrayBuffer> | null): Promise<Uint8Array<ArrayBuffer>> => {
  const entries: Record<string, Uint8Array<ArrayBuffer>> = unzipSync(await exported()) as never
  if (bytes === null) delete entries[path]
  else entries[path] = bytes
  return zipSync(entries)
}

describe('a case file', () => {
  it('is the same bytes for the same case', async () => { expect(await exported()).toEqual(await exported()) })

  it('is refused whole where anything in it is wrong', async () => {
    const table = Object.keys(unzipSync(await exported())).find((path) => path.endsWith('-assurance_case.json'))!
    expect(await refusalOf(taken(strToU8('not a zip')))).toBe('case-file-invalid')
    expect(await refusalOf(taken(await changed(table, strToU8('[]'))))).toBe('case-file-altered')
    expect(await refusalOf(taken(await changed(table, null)))).toBe('case-file-invalid')
    expect(await refusalOf(taken(await changed('../../etc/passwd', strToU8('x'))))).toBe('case-file-invalid')
    expect(await refusalOf(taken(await changed('tables/99-role_grant.json', strToU8('[]'))))).toBe('case-file-invalid')
    expect(await refusalOf(taken(await changed('manifest.json', strToU8('{"form":"other"}'))))).toBe('case-file-invalid')
    expect(await other.read(operator, (ctx) => readCase(ctx.sql, caseId))).toBeUndefined()
  })

  it('can be tried first, and then leaves nothing', async () => {
    expect(await taken(await exported(), { isDryRun: true })).toMatchObject({ caseId, siteName: 'Halmoor Mine', published: 1 })
    expect(await other.read(operator, (ctx) => readCase(ctx.sql, caseId))).toBeUndefined()
  })

  it('is taken in once, with everything that was in it', async () => {
    await taken(await exported())
    const read = <T>(world: World, work: (sql: Parameters<typeof readCase>[0]) => Promise<T>): Promise<T> => world.read(operator, (ctx) => work(ctx.sql))
    for (const work of [
      (sql: Parameters<typeof readCase>[0]) => readCase(sql, caseId), (sql: Parameters<typeof readCase>[0]) => eventsOf(sql, caseId), (sql: Parameters<typeof readCase>[0]) => clocksOf(sql, caseId),
      (sql: Parameters<typeof readCase>[0]) => ratingsOf(sql, caseId, 1), (sql: Parameters<typeof readCase>[0]) => participantsOf(sql, ['org_1']),
    ]) expect(await read<unknown>(other, work)).toEqual(await read<unknown>(origin, work))
    expect((await other.house.facts.read(other.house.database.sql)).of(letterFact).get(caseId)?.value.signedOn).toBe('2026-01-02')
    expect(await refusalOf(taken(await exported()))).toBe('case-exists')
    expect((await other.fsck()).findings).toEqual([])
  })
})
