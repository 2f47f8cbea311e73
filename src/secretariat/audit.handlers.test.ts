// The audit trail: the secretariat reads all, a party what it may know of its case.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertCase } from '#src/assurance/case.store.ts'
import type { Case } from '#src/assurance/case.ts'
import { actor, addPerson, grant } from '#test/people.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { auditHandlers } from './audit.handlers.ts'
import { isShownTo, type AuditEntry } from './audit.ts'

let world: World
const caseId = 'cas_00000000000000000000000001'
const one: Case = {
  caseId, siteId: 'CHL-0000019', organisationId: 'org_1', cycle: 1, state: 'assessed', round: 1, roundKind: 'assessment', siteName: 'Halmoor Mine', country: 'CHL', siteTypes: ['mine'], metals: ['copper'],
  standards: [{ standard: 'risk-readiness-assessment', standardVersion: '3.0', marks: ['copper'], isGoverning: true }],
  firmId: null, cohort: null, appliedOn: '2026-01-01', letterSignedOn: null, previousCaseId: null, version: 1, openedAt: '2026-01-01T00:00:00.000Z', changedAt: '2026-01-01T00:00:00.000Z',
}
const page = { limit: 2 }
type Listed = { items: AuditEntry[]; next: string | null }

beforeAll(async () => {
  world = await testWorld()
  const rater = await addPerson(world, 'Ada Wyre', [grant('lead-assessor', 'case', caseId)])
  await world.transact(operator, async (ctx) => { await insertCase(ctx.sql, one); ctx.record({ kind: 'extension.granted', subject: caseId, isPublic: false, body: { from: '2026-06-01', to: '2026-09-01', reason: 'flood' } }) })
  await world.transact(rater, async (ctx) => { ctx.record({ kind: 'rating.changed', subject: caseId, isPublic: false, body: { old: 'fully-meets', new: 'partially-meets', reason: 'the pond' } }) })
  await world.transact(operator, async (ctx) => { ctx.record({ kind: 'conflict.found', subject: caseId, isPublic: false, body: { reason: 'shared parent' } }) })
})
afterAll(() => world.close())

describe('the audit trail', () => {
  it('tells who, when, what and why, newest first, page by page', async () => {
    const first = await world.read(operator, (ctx) => auditHandlers.listAuditTrail(ctx, { subject: caseId, ...page })) as Listed
    expect(first.items.map(({ kind, reason, actorName }) => [kind, reason, actorName])).toEqual([['conflict.found', 'shared parent', null], ['rating.changed', 'the pond', 'Ada Wyre']])
    const second = await world.read(operator, (ctx) => auditHandlers.listAuditTrail(ctx, { subject: caseId, ...page, cursor: first.next! })) as Listed
    expect(second.items.map(({ kind, body }) => [kind, body])).toEqual([['extension.granted', { from: '2026-06-01', to: '2026-09-01', reason: 'flood' }]])
    expect(second.next).toBeNull()
  })
  it('finds by kind, part of a kind, account and day', async () => {
    const count = async (filter: object) => ((await world.read(operator, (ctx) => auditHandlers.listAuditTrail(ctx, { limit: 50, ...filter }))) as Listed).items.filter(({ subject }) => subject === caseId).length
    expect(await count({ kind: 'rating' })).toBe(1)
    expect(await count({ kind: 'rat' })).toBe(0)
    expect(await count({ actor: 'tester' })).toBe(2)
    expect(await count({ from: '2026-06-15', to: '2026-06-15' })).toBe(3)
    expect(await count({ to: '2026-06-14' })).toBe(0)
  })
  it('shows a site nothing of a rating or a conflict, and the assessor the rating but not the conflict', async () => {
    const kinds = async (who: Parameters<typeof world.read>[0]) => ((await world.read(who, (ctx) => auditHandlers.listCaseAudit(ctx, { caseId, limit: 50 }))) as Listed).items.map(({ kind }) => kind)
    expect(await kinds(actor('s', grant('site-owner', 'organisation', 'org_1')))).toEqual(['extension.granted'])
    expect(await kinds(actor('a', grant('lead-assessor', 'case', caseId)))).toEqual(['rating.changed', 'extension.granted'])
    expect(await kinds(operator)).toHaveLength(3)
    await expect(kinds(actor('x', grant('site-owner', 'organisation', 'org_2')))).rejects.toMatchObject({ refusal: { code: 'case-absent' } })
  })
  it('is the secretariat\'s as a whole', async () => {
    expect((await world.fetch('/api/v1/audit-trail')).status).toBe(401)
    const csv = await world.fetch(`/api/v1/audit-trail/exports?subject=${caseId}`, { asOperator: true })
    expect((await csv.text()).split('\r\n')).toHaveLength(5)
  })
  it('keeps what it does not know from the parties', () => {
    expect(isShownTo('vote.cast', 'assessor')).toBe(false)
    expect(isShownTo('concern.disposed', 'site')).toBe(false)
    expect(isShownTo('anything.new', 'operator')).toBe(true)
  })
})
