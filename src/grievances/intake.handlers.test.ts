// Concerns and grievances over HTTP, from people without an account to the published outcome.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertCase } from '#src/assurance/case.store.ts'
import type { Case } from '#src/assurance/case.ts'
import { assessmentNoticeFact } from '#src/assurance/published.ts'
import type { Actor } from '#src/access/actor.ts'
import { siteIdFrom } from '#src/kernel/id.ts'
import { siteFact } from '#src/parties/site.ts'
import { putFact } from '#src/transparency/fact.ts'
import { actor, grant } from '#test/people.ts'
import { testWorld, operator, type World } from '#test/world.ts'
import { concernHandlers } from './concern.handlers.ts'
import { grievanceHandlers } from './grievance.handlers.ts'
import { eraseOldIntakes } from './intake.handlers.ts'

let world: World
const siteId = siteIdFrom('CHL', Uint8Array.of(0, 0, 0, 1))
const caseId = 'cas_00000000000000000000000001'
const noticeId = `${caseId}.1`
const assessor = actor('assessor', grant('lead-assessor', 'case', caseId))
const otherAssessor = actor('other', grant('lead-assessor', 'case', 'cas_00000000000000000000000002'))
const owner = actor('owner', grant('site-owner', 'organisation', 'org_halmoor'))
const member = actor('body', grant('decision-member'))
const standards = [{ standard: 'risk-readiness-assessment', standardVersion: '3.0', marks: ['copper'], isGoverning: true }]
const said = { language: 'es', group: 'worker', statement: 'The showers of the night shift are closed.' }

beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z', loadsShipped: true })
  const site = { name: 'Halmoor Mine', aliases: [], identifiers: [], types: ['mine' as const], country: 'CHL', metals: ['copper' as const], dataset: 'test', citations: [{ text: 'test', urls: [] }] }
  const one: Case = {
    caseId, siteId, organisationId: 'org_halmoor', cycle: 1, state: 'announced', round: 1, roundKind: 'assessment', siteName: 'Halmoor Mine', country: 'CHL', siteTypes: ['mine'], metals: ['copper'],
    standards, firmId: null, cohort: null, appliedOn: '2026-01-01', letterSignedOn: '2026-01-02', previousCaseId: null, version: 1, openedAt: '2026-01-01T00:00:00.000Z', changedAt: '2026-01-01T00:00:00.000Z',
  }
  await world.transact(operator, async (ctx) => { await insertCase(ctx.sql, one) })
  await world.publish([
    { op: 'put', kind: siteFact.kind, id: siteId, value: site },
    putFact(assessmentNoticeFact, noticeId, {
      siteId, siteName: 'Halmoor Mine', cycle: 1, standards, publishedOn: '2026-06-01', visitFrom: '2026-07-01', visitTo: '2026-07-03', firmName: 'Wyre Assurance', languages: ['es'], text: 'Write to us.', concernsUntil: '2026-06-30',
    }),
  ])
})
afterAll(() => world.close())

const post = (path: string, body: object, asOperator = false) => world.fetch(`/api/v1${path}`, {
  method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' }, asOperator,
})
const codeOf = async (response: Response): Promise<string> => ((await response.json()) as { type: string }).type.split('/').at(-1)!
const refusalOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'nothing', (error: { refusal?: { code: string } }) => error.refusal?.code ?? String(error))
const list = (who: Actor) => world.read(who, (ctx) => concernHandlers.listConcerns(ctx, { caseId }) as Promise<{ items: { concernId: string; group: string; statement: string | null; contact: string | null }[]; counts: unknown }>)
type Listed = { items: { grievanceId: string; version: number; state: string }[] }

describe('a concern', () => {
  it('is taken in without an account, tells nothing in headers, and comes back by its receipt', async () => {
    const before = (await world.fetch('/api/v1/log')).headers.get('log-position')
    const response = await post('/concerns', { noticeId, ...said, contact: 'rosa@example.org' })
    expect(response.status).toBe(201)
    expect(response.headers.get('log-position')).toBe(before)
    const { receipt, isInTime } = await response.json() as { receipt: string; isInTime: boolean }
    expect(isInTime).toBe(true)
    const [concern] = (await list(assessor)).items
    expect(concern).toMatchObject({ group: 'too-few-to-tell', statement: said.statement, contact: null })
    expect((await list(operator)).items[0]!.contact).toBe('rosa@example.org')
    expect(await refusalOf(world.transact(assessor, (ctx) => concernHandlers.disposeConcern(ctx, { concernId: concern!.concernId, disposition: 'considered', text: 'We looked at the showers.', criteria: ['no-such'] })))).toBe('concern-criterion-unknown')
    expect(await refusalOf(world.transact(assessor, (ctx) => concernHandlers.disposeConcern(ctx, { concernId: concern!.concernId, disposition: 'considered', text: 'We looked at the showers.', criteria: [] })))).toBe('concern-criteria-missing')
    await world.transact(assessor, (ctx) => concernHandlers.disposeConcern(ctx, { concernId: concern!.concernId, disposition: 'considered', text: 'We looked at the showers.', criteria: ['employment-terms'] }))
    expect(await refusalOf(world.transact(assessor, (ctx) => concernHandlers.disposeConcern(ctx, { concernId: concern!.concernId, disposition: 'outside-scope', text: 'We changed our minds.', criteria: [] })))).toBe('concern-disposed')
    const standing = await (await post('/intakes/lookups', { receipt })).json()
    expect(standing).toMatchObject({ kind: 'concern', receivedOn: '2026-06-15', concern: { disposition: 'considered', text: 'We looked at the showers.', criteria: ['employment-terms'] } })
    expect((await post('/intakes/messages', { receipt, text: 'They are open now.' })).status).toBe(201)
  })
  it('is nobody else\'s: neither the site nor an assessor of another case sees that there is one', async () => {
    expect(await refusalOf(list(owner))).toBe('permit-missing')
    expect(await refusalOf(list(otherAssessor))).toBe('case-absent')
    const { concernId } = (await list(operator)).items[0]!
    expect(await refusalOf(world.transact(otherAssessor, (ctx) => concernHandlers.writeToSource(ctx, { concernId, text: 'Who are you?' })))).toBe('concern-absent')
  })
  it('names a group only where enough of it spoke', async () => {
    for (let i = 0; i < 5; i++) await post('/concerns', { noticeId, ...said, group: 'community', statement: `The river is brown, ${i}.` })
    const { items, counts } = await list(assessor)
    expect(counts).toEqual([{ group: 'too-few-to-tell', count: 6 }])
    expect(new Set(items.map(({ group }) => group))).toEqual(new Set(['too-few-to-tell']))
  })
  it.each([
    [{ ...said }, 'concern-subject-missing'], [{ ...said, noticeId: 'cas_x.1' }, 'notice-absent'], [{ ...said, siteId: siteIdFrom('CHL', Uint8Array.of(0, 0, 0, 2)) }, 'site-unknown'],
    [{ ...said, noticeId, statement: 'short' }, 'input-invalid'], [{ ...said, noticeId, group: 'spy' }, 'input-invalid'],
  ])('is refused by its own code: %j', async (body, code) => { expect(await codeOf(await post('/concerns', body))).toBe(code) })
  it('with a receipt that nobody has is not found', async () => {
    expect(await codeOf(await post('/intakes/lookups', { receipt: 'aaaaa-aaaaa-aaaaa-aaaaa-aaaaa' }))).toBe('receipt-unknown')
  })
})

describe('a grievance', () => {
  const all = async (who: Actor): Promise<Listed['items']> => ((await world.read(who, (ctx) => grievanceHandlers.listGrievances(ctx, {}))) as Listed).items
  const version = async (who: Actor, grievanceId: string): Promise<number> => (await all(who)).find((one) => one.grievanceId === grievanceId)!.version

  it('goes through its steps; the site answers, and the outcome names nobody', async () => {
    const { receipt } = await (await post('/grievances', { subject: 'site', siteId, subjectText: 'Dust at the crusher', ...said, statement: 'I, Rosa, cough every night because of the dust.' })).json() as { receipt: string }
    const { grievanceId } = (await all(operator))[0]!
    expect(await all(owner)).toEqual([])
    await world.transact(operator, (ctx) => grievanceHandlers.admitGrievance(ctx, { grievanceId, version: 1 }))
    expect(await refusalOf(world.transact(operator, (ctx) => grievanceHandlers.admitGrievance(ctx, { grievanceId, version: 1 })))).toBe('grievance-changed')
    const decide = { grievanceId, outcome: 'upheld' as const, text: 'Dust was not kept down at night.', touchesAward: true, namesNobody: true as const }
    expect(await refusalOf(world.transact(operator, async (ctx) => grievanceHandlers.decideGrievance(ctx, { ...decide, version: 2 })))).toBe('site-not-heard')
    await world.transact(operator, (ctx) => grievanceHandlers.askSiteAboutGrievance(ctx, { grievanceId, version: 2, summary: 'Dust is said to leave the crusher at night.' }))
    const told = await world.read(owner, (ctx) => grievanceHandlers.listGrievancesForSite(ctx, {})) as { items: object[] }
    expect(told.items).toHaveLength(1)
    expect(JSON.stringify(told)).not.toMatch(/Rosa|2026-06-15/)
    expect(await refusalOf(world.transact(otherAssessor, (ctx) => grievanceHandlers.answerGrievance(ctx, { grievanceId, answer: 'It is not true at all.' })))).toBe('grievance-absent')
    await world.transact(owner, (ctx) => grievanceHandlers.answerGrievance(ctx, { grievanceId, answer: 'We water the road since May.' }))
    await world.transact(operator, async (ctx) => grievanceHandlers.decideGrievance(ctx, { ...decide, version: await version(operator, grievanceId) }))
    expect(await (await post('/intakes/lookups', { receipt })).json()).toMatchObject({ grievance: { state: 'decided', outcome: null } })
    await world.transact(operator, async (ctx) => grievanceHandlers.publishGrievanceOutcome(ctx, { grievanceId, version: await version(operator, grievanceId) }))
    const outcomes = await (await world.fetch(`/api/v1/grievance-outcomes?siteId=${siteId}`)).text()
    expect(outcomes).toContain('Dust was not kept down at night.')
    expect(outcomes).not.toMatch(/Rosa|cough/)
    expect((await post('/intakes/messages', { receipt, text: 'Thank you.' })).status).toBe(409)
    world.setNow('2032-06-15T12:00:00.000Z')
    expect(await world.transact(operator, (ctx) => eraseOldIntakes(ctx))).toBeGreaterThan(0)
    world.setNow('2026-06-15T12:00:00.000Z')
    expect(await world.fsck()).toMatchObject({ findings: [] })
  })
  it('against the scheme is judged by the body, which sees no other', async () => {
    await post('/grievances', { subject: 'scheme', subjectText: 'The fee', ...said, statement: 'The fee is not the same for all.' })
    const seen = await all(member)
    expect(seen).toHaveLength(1)
    const { grievanceId } = seen[0]!
    await world.transact(operator, (ctx) => grievanceHandlers.admitGrievance(ctx, { grievanceId, version: 1 }))
    const decide = { grievanceId, version: 2, outcome: 'not-upheld' as const, text: 'The fee follows the published table.', touchesAward: false, namesNobody: true as const }
    expect(await refusalOf(world.transact(operator, (ctx) => grievanceHandlers.decideGrievance(ctx, decide)))).toBe('grievance-judges-itself')
    await world.transact(member, (ctx) => grievanceHandlers.decideGrievance(ctx, decide))
    expect(await refusalOf(world.read(assessor, (ctx) => grievanceHandlers.getGrievance(ctx, { grievanceId })))).toBe('grievance-absent')
  })
})
