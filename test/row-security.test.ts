// The second lock: a question of a member that forgets the policy finds no row of others. The operator is not bound.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#src/access/actor.ts'
import { insertCase } from '#src/assurance/case.store.ts'
import type { Case } from '#src/assurance/case.ts'
import { putRating } from '#src/assurance/rating.store.ts'
import { actor, grant } from './people.ts'
import { operator, testWorld, type World } from './world.ts'

let world: World
const caseOf = (number: number, organisationId: string, cycle = 1): Case => ({
  caseId: `cas_${String(number).padStart(26, '0')}`, siteId: `CHL-${organisationId}`, organisationId, cycle, state: 'awarded', round: 1, roundKind: 'assessment', siteName: 'S', country: 'CHL', siteTypes: ['mine'], metals: ['copper'],
  standards: [{ standard: 'x', standardVersion: '1', marks: [], isGoverning: true }], firmId: null, cohort: null, appliedOn: '2026-01-01', letterSignedOn: null, previousCaseId: null, version: 1,
  openedAt: '2026-01-01T00:00:00.000Z', changedAt: '2026-01-01T00:00:00.000Z',
})
const cases = [caseOf(1, 'org_a'), caseOf(2, 'org_b'), caseOf(3, 'org_b', 2)]
const rating = { round: 1, standard: 'x', standardVersion: '1', criterion: 'c', level: 'fully-meets', isApplicable: true, rationale: 'r', certificateId: null, evidenceIds: [], ratedBy: 'u', ratedAt: '2026-01-02T00:00:00.000Z' }

beforeAll(async () => {
  world = await testWorld()
  await world.transact(operator, async (ctx) => {
    for (const one of cases) { await insertCase(ctx.sql, one); await putRating(ctx.sql, { ...rating, caseId: one.caseId }) }
  })
})
afterAll(() => world.close())

/** Every rating there is, asked without any thought of who asks. */
const careless = async (who: Actor): Promise<string[]> => world.read(who, async (ctx) =>
  (await sql<{ case_id: string }>`select case_id from rating order by case_id`.execute(ctx.sql)).rows.map((row) => row.case_id))

describe('row security', () => {
  it('is on in the embedded database', () => { expect(world.house.database.hasRowSecurity).toBe(true) })
  it('shows a member what its scopes reach, with the cycles before', async () => {
    expect(await careless(operator)).toHaveLength(3)
    expect(await careless(actor('a', grant('site-owner', 'organisation', 'org_a')))).toEqual([cases[0]!.caseId])
    expect(await careless(actor('b', grant('lead-assessor', 'case', cases[2]!.caseId)))).toEqual([cases[1]!.caseId, cases[2]!.caseId])
    expect(await careless(actor('b1', grant('lead-assessor', 'case', cases[1]!.caseId)))).toEqual([cases[1]!.caseId])
    expect(await careless(actor('body', grant('decision-member')))).toHaveLength(3)
    expect(await careless(actor('firm', grant('firm-admin', 'firm', 'f')))).toEqual([])
  })
  it('keeps a member from writing into others\' rows', async () => {
    const stranger = actor('a', grant('site-owner', 'organisation', 'org_a'))
    await expect(world.transact(stranger, (ctx) => putRating(ctx.sql, { ...rating, caseId: cases[1]!.caseId, criterion: 'd' }))).rejects.toThrow(/row-level security/)
    expect(await careless(operator)).toHaveLength(3)
  })
  it('ends with the transaction: the next one on the same connection is bound anew', async () => {
    const asked = await Promise.all(Array.from({ length: 40 }, (_, i) => careless(i % 2 === 0 ? operator : actor('a', grant('site-owner', 'organisation', 'org_a')))))
    expect(asked.map(({ length }) => length)).toEqual(asked.map((_, i) => i % 2 === 0 ? 3 : 1))
  })
})
