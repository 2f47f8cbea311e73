import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { grantsOn } from '#src/access/grant.store.ts'
import { JDDS, RRA, actorOf, call, codeOf, engage, openCase } from '#test/assessment.ts'
import { giveGrants, grant } from '#test/people.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { readCase, updateCase } from './case.store.ts'

let world: World
beforeAll(async () => { world = await testWorld({ loadsShipped: true }) }, 120_000)
afterAll(async () => {
  expect(world.faults).toEqual([])
  await world.close()
})

const teamOf = async (caseId: string) => (await grantsOn(world.house.database.sql, { kind: 'case', id: caseId }, ['lead-assessor', 'assessor'])).map(({ userId, role }) => `${role} ${userId}`).sort()
const propose = (caseId: string, firmId: string) => call(world, operator, 'proposeEngagement', { caseId, firmId })

describe('the handshake', () => {
  test('goes from proposal over the team and the site to confirmation, and gives the team its rights on the case', async () => {
    const { one, firmId, owner, admin, lead, second } = await openCase(world)
    const proposed = await call(world, owner, 'proposeEngagement', { caseId: one.caseId, firmId, message: 'May we ask you?' })
    expect(proposed).toMatchObject({ state: 'proposed', asked: { siteName: 'Marrick Smelter' }, team: [] })
    expect((await call(world, admin, 'listFirmEngagements', { firmId })).items).toMatchObject([{ engagementId: proposed.engagementId, may: { answer: true, judge: false, confirm: false } }])
    const { engagementId } = proposed
    const accepted = await call(world, admin, 'acceptEngagement', { engagementId, leadUserId: lead, assessorUserIds: [second, lead], isIndependent: true, version: 1 })
    expect(accepted.team.map(({ userId, role }) => [role, userId])).toEqual([['lead-assessor', lead], ['assessor', second]])
    expect(await teamOf(one.caseId)).toEqual([])
    const objected = await call(world, owner, 'objectToTeam', { engagementId, reason: 'One of them audits our neighbour this month.' })
    expect(objected.state).toBe('objected')
    const again = await call(world, admin, 'acceptEngagement', { engagementId, leadUserId: lead, isIndependent: true, version: objected.version })
    await call(world, owner, 'acceptTeam', { engagementId, version: again.version })
    expect(await call(world, operator, 'confirmEngagement', { engagementId })).toMatchObject({ state: 'confirmed', confirmedOn: '2026-06-15' })
    expect(await teamOf(one.caseId)).toEqual([`lead-assessor ${lead}`])
    expect((await readCase(world.house.database.sql, one.caseId))?.firmId).toBe(firmId)
  })

  test('another team takes over, and the one before loses its rights', async () => {
    const known = await openCase(world)
    await engage(world, known)
    const { engagementId } = await propose(known.one.caseId, known.firmId)
    await call(world, known.admin, 'acceptEngagement', { engagementId, leadUserId: known.second, isIndependent: true, version: 1 })
    await call(world, known.owner, 'acceptTeam', { engagementId, version: 2 })
    await call(world, operator, 'confirmEngagement', { engagementId })
    expect(await teamOf(known.one.caseId)).toEqual([`lead-assessor ${known.second}`])
    expect(await codeOf(call(world, known.lead, 'listEngagements', { caseId: known.one.caseId }))).toBe('case-absent')
    expect((await call(world, operator, 'listEngagements', { caseId: known.one.caseId })).items.map(({ state }) => state).sort()).toEqual(['confirmed', 'ended'])
  })

  test('is refused to the wrong person, each with its own code', async () => {
    const { one, firmId, owner, admin, lead, reviewer } = await openCase(world)
    const stranger = await openCase(world)
    expect(await codeOf(call(world, reviewer, 'proposeEngagement', { caseId: one.caseId, firmId }))).toBe('permit-missing')
    expect(await codeOf(call(world, stranger.owner, 'proposeEngagement', { caseId: one.caseId, firmId }))).toBe('case-absent')
    const { engagementId } = await propose(one.caseId, firmId)
    expect(await codeOf(propose(one.caseId, stranger.firmId))).toBe('engagement-under-way')
    const team = { engagementId, leadUserId: lead, isIndependent: true as const, version: 1 }
    expect(await codeOf(call(world, owner, 'acceptEngagement', team))).toBe('permit-missing')
    expect(await codeOf(call(world, stranger.admin, 'acceptEngagement', team))).toBe('engagement-absent')
    expect(await codeOf(call(world, lead, 'acceptEngagement', team))).toBe('engagement-absent')
    expect(await codeOf(call(world, admin, 'acceptTeam', { engagementId, version: 1 }))).toBe('permit-missing')
    expect(await codeOf(call(world, owner, 'acceptTeam', { engagementId, version: 1 }))).toBe('engagement-state-forbids')
    expect(await codeOf(call(world, admin, 'acceptEngagement', { ...team, version: 7 }))).toBe('engagement-changed')
    expect(await codeOf(call(world, admin, 'acceptEngagement', { ...team, leadUserId: stranger.lead }))).toBe('assessor-not-of-firm')
    expect(await codeOf(call(world, operator, 'confirmEngagement', { engagementId }))).toBe('engagement-state-forbids')
    expect(await codeOf(call(world, owner, 'confirmEngagement', { engagementId }))).toBe('permit-missing')
    expect(await codeOf(call(world, admin, 'listFirmEngagements', { firmId: stranger.firmId }))).toBe('firm-absent')
    expect(await call(world, admin, 'declineEngagement', { engagementId, reason: 'No team is free before autumn.' })).toMatchObject({ state: 'declined' })
    expect(await codeOf(call(world, admin, 'acceptEngagement', { ...team, version: 2 }))).toBe('engagement-state-forbids')
    await updateCase(world.house.database.sql, { ...(await readCase(world.house.database.sql, one.caseId))!, state: 'in-review' })
    expect(await codeOf(propose(one.caseId, firmId))).toBe('case-state-forbids')
  })
})

describe('what blocks an assignment', () => {
  test('an approval that lapsed, with who and when', async () => {
    const { one, firmId, admin, lead, second } = await openCase(world)
    const { engagementId } = await propose(one.caseId, firmId)
    for (const { approvals } of (await call(world, operator, 'getFirm', { firmId })).people.filter(({ userId }) => userId === lead)) {
      for (const approval of approvals.filter(({ subject }) => subject === RRA.standard)) await call(world, operator, 'withdrawApproval', { approvalId: approval.approvalId, reason: 'replaced' })
    }
    await call(world, operator, 'grantApproval', { firmId, userId: lead, matter: 'standard', subject: RRA.standard, validFrom: '2024-01-01', validUntil: '2026-06-14' })
    const check = await call(world, admin, 'checkTeam', { engagementId, leadUserId: lead, assessorUserIds: [second] })
    expect(check).toMatchObject({ isFit: false, conflicts: [], strangers: [] })
    const refused = await call(world, admin, 'acceptEngagement', { engagementId, leadUserId: lead, assessorUserIds: [second], isIndependent: true, version: 1 }).catch((error: unknown) => error) as { refusal: { code: string; detail: string } }
    expect(refused.refusal.code).toBe('assessor-not-approved')
    expect(refused.refusal.detail).toContain(lead)
  })

  test('a firm whose approval for one of the standards lapsed is not even proposed', async () => {
    const { one, firmId } = await openCase(world)
    world.setNow('2028-01-01T12:00:00.000Z')
    const refused = await propose(one.caseId, firmId).catch((error: unknown) => error) as { refusal: { code: string; detail: string } }
    world.setNow('2026-06-15T12:00:00.000Z')
    expect(refused.refusal).toMatchObject({ code: 'assessor-not-approved' })
    expect(refused.refusal.detail).toContain(`the approval for ${JDDS.standard} ${JDDS.standardVersion} lapsed on 2027-12-31`)
  })

  test('a parent company shared by firm and organisation, even for the operator', async () => {
    const { one, firmId } = await openCase(world)
    const holding = { kind: 'company', id: 'x', name: 'Alder Group' } as const
    await call(world, operator, 'recordShareholding', { holder: holding, held: { kind: 'firm', id: firmId, name: 'Halden Assurance' }, percent: 60, source: 'register' })
    await call(world, operator, 'recordShareholding', { holder: { ...holding, id: 'y', name: 'ALDER Group' }, held: { kind: 'organisation', id: one.organisationId, name: 'Marrick Metals' }, percent: 30, source: 'register' })
    const refused = await propose(one.caseId, firmId).catch((error: unknown) => error) as { refusal: { code: string; detail: string } }
    expect(refused.refusal.code).toBe('conflict-found')
    expect(refused.refusal.detail).toContain('Alder Group')
  })

  test('a conflict declared between acceptance and confirmation', async () => {
    const { one, firmId, owner, admin, lead } = await openCase(world)
    const { engagementId } = await propose(one.caseId, firmId)
    await call(world, admin, 'acceptEngagement', { engagementId, leadUserId: lead, isIndependent: true, version: 1 })
    await call(world, owner, 'acceptTeam', { engagementId, version: 2 })
    await call(world, lead, 'declareConflict', { firmId, userId: lead, about: { kind: 'site', id: one.siteId }, kind: 'family', note: 'A brother works at the gate.' })
    expect(await codeOf(call(world, operator, 'confirmEngagement', { engagementId }))).toBe('conflict-found')
    expect(await codeOf(call(world, operator, 'confirmEngagement', { engagementId, overrideReason: 'He is on leave.' }))).toBe('conflict-override-off')
    expect(await teamOf(one.caseId)).toEqual([])
  })

  test('an account of the site, and a lead of too many cycles in a row', async () => {
    const known = await openCase(world)
    const { firmId, admin, lead, one } = known
    const employed = { userId: 'two-hats' }
    await giveGrants(world, employed.userId, [grant('assessor', 'firm', firmId), grant('site-contributor', 'site', one.siteId)])
    await call(world, operator, 'grantApproval', { firmId, userId: employed.userId, matter: 'standard', subject: RRA.standard, validFrom: '2025-01-01', validUntil: '2027-12-31' })
    const { engagementId } = await propose(one.caseId, firmId)
    const check = await call(world, admin, 'checkTeam', { engagementId, leadUserId: lead, assessorUserIds: [employed.userId] })
    expect(check.conflicts).toMatchObject([{ kind: 'employment', basis: 'found', userId: employed.userId }])
    await call(world, operator, 'withdrawEngagement', { engagementId, reason: 'begins anew' })
    for (const cycle of [1, 2]) {
      await engage(world, { ...known, one: cycle === 1 ? one : (await next(known, cycle)) })
      await close(world, known.one.siteId)
    }
    const third = await next(known, 3)
    const again = await propose(third.caseId, firmId)
    expect(await codeOf(call(world, admin, 'acceptEngagement', { engagementId: again.engagementId, leadUserId: lead, isIndependent: true, version: 1 }))).toBe('conflict-found')
    expect(await codeOf(call(world, admin, 'acceptEngagement', { engagementId: again.engagementId, leadUserId: known.second, isIndependent: true, version: 1 }))).toMatch(/^accepted/)
  })
})

async function close(at: World, siteId: string): Promise<void> {
  await at.house.database.pool.query(`update assurance_case set state = 'closed' where site_id = $1`, [siteId])
}
async function next(known: Awaited<ReturnType<typeof openCase>>, cycle: number) {
  return (await openCase(world, { siteId: known.one.siteId, organisationId: known.one.organisationId, cycle })).one
}

describe('declared conflicts', () => {
  test('are seen by their assessor, the administrator and the operator; a colleague sees those of the firm', async () => {
    const { one, firmId, admin, lead, second, owner } = await openCase(world)
    const own = await call(world, lead, 'declareConflict', { firmId, userId: lead, about: { kind: 'organisation', id: one.organisationId }, kind: 'consulting', endedOn: '2020-05-05' })
    await call(world, admin, 'declareConflict', { firmId, about: { kind: 'site', id: one.siteId }, kind: 'other', note: 'Same landlord.' })
    const seen = async (who: string) => (await call(world, who, 'listConflicts', { firmId })).items.length
    expect([await seen(lead), await seen(second), await seen(admin)]).toEqual([2, 1, 2])
    expect(await codeOf(call(world, owner, 'listConflicts', { firmId }))).toBe('firm-absent')
    expect(await codeOf(call(world, second, 'declareConflict', { firmId, userId: lead, about: { kind: 'site', id: one.siteId }, kind: 'other' }))).toBe('declaration-of-another')
    expect(await codeOf(call(world, second, 'endConflict', { declarationId: own.declarationId, endedOn: '2021-01-01' }))).toBe('declaration-absent')
    expect(await codeOf(call(world, lead, 'endConflict', { declarationId: own.declarationId, endedOn: '2021-01-01' }))).toBe('declaration-ended')
    const fresh = await call(world, lead, 'declareConflict', { firmId, userId: lead, about: { kind: 'site', id: one.siteId }, kind: 'employment' })
    expect(await codeOf(call(world, lead, 'endConflict', { declarationId: fresh.declarationId, endedOn: '2026-06-16' }))).toBe('day-ahead')
    expect(await call(world, lead, 'endConflict', { declarationId: fresh.declarationId, endedOn: '2026-06-15' })).toMatchObject({ endedOn: '2026-06-15' })
    expect(await codeOf(call(world, await actorOf(world, admin), 'withdrawConflict', { declarationId: fresh.declarationId, reason: 'error' }))).toBe('permit-missing')
  })

  test('leave no words in the log', async () => {
    const { rows } = await world.house.database.pool.query<{ payload: string }>(`select payload from log_entry where kind like 'conflict.%'`)
    expect(rows.length).toBeGreaterThan(0)
    for (const { payload } of rows) expect(payload).not.toMatch(/brother|landlord/)
  })
})
