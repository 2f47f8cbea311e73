// Every operation as every role, on one's own case and on somebody else's. Whoever may not see a thing is told exactly
// what is told of a thing that does not exist; whoever lacks a permit is told that; and no list, count or export of
// theirs holds a word of another's case. Each call is a dry run, so that one story serves them all.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actorWith, publicActor, type Actor } from '#src/access/actor.ts'
import { can, holdersOf } from '#src/access/policy.ts'
import type { Grant, Role } from '#src/access/role.ts'
import { addDays } from '#src/kernel/time.ts'
import { contract } from '#src/platform/contract.ts'
import { announce, answer, apply, decide, engage, improve, plan, rate, report, review, reviewDesk, sign, submit, visit, type StorySite } from '#src/platform/demo-cycle.ts'
import { teller, type Teller } from '#src/platform/demo-teller.ts'
import { routesOf, type Route } from '#src/platform/operations.ts'
import { ask as askWorld, leastInput, type Answered } from './asked.ts'
import { grant } from './people.ts'
import { testWorld, type World } from './world.ts'

const START = '2025-01-10'
const routes = routesOf(contract).toSorted((a, b) => a.name < b.name ? -1 : 1)
let world: World
let ids: Record<string, string> = {}
let people: Record<string, Actor> = {}
let scopes: { caseId: string; siteId: string; organisationId: string; firmId: string }

const site: StorySite = {
  name: 'Halmoor Smelter', place: 'Halmoor', country: 'CHL', types: ['smelter'], metals: ['copper', 'molybdenum'], participant: 'Halmoor Metals', owner: 'owner',
  contact: { name: 'Tomas Secretcontact', email: 'secretcontact@example.org' },
}
/** Words that stand in this case alone and were never published. */
const secrets = ['secretcontact', 'Secretcontact', 'Management handbook of', 'records of the last year are missing', 'Practised, but not recorded', 'Who looks at the handbook', 'I advised the site', 'Which records were drawn']

async function cast(tell: Teller): Promise<string> {
  for (const who of ['operator', 'owner', 'firm', 'lead', 'assessor', 'reviewer', 'member-a', 'member-b', 'member-c', 'member-d']) {
    const email = who === 'owner' ? site.contact.email : `${who}@example.org`
    tell.isPlayedBy(who, (await world.house.accounts.createPerson({ name: who, email, password: 'a password for tests' })).userId)
  }
  const give = (who: string, role: Role, kind: 'house' | 'firm', id: string) => tell.act('secretariat', 'grantRole', { userId: tell.userOf(who), role, scope: { kind, id }, reason: 'For the test.' })
  await give('operator', 'operator', 'house', '')
  for (const who of ['member-a', 'member-b', 'member-c', 'member-d']) await give(who, 'decision-member', 'house', '')
  const { firmId } = await tell.act('operator', 'registerFirm', { name: 'Wyre Assurance', country: 'GBR' })
  await give('firm', 'firm-admin', 'firm', firmId)
  for (const who of ['lead', 'assessor']) await give(who, 'assessor', 'firm', firmId)
  for (const userId of [null, tell.userOf('lead'), tell.userOf('assessor')]) {
    const approval = { firmId, userId, validFrom: START, validUntil: '2029-01-01' }
    await tell.act('operator', 'grantApproval', { ...approval, matter: 'standard', subject: 'risk-readiness-assessment', standardVersion: '3.0' })
    for (const subject of ['en', 'es']) await tell.act('operator', 'grantApproval', { ...approval, matter: 'language', subject })
  }
  return firmId
}

/** One whole cycle, so that there is something of everything. */
async function story(tell: Teller): Promise<void> {
  const firmId = await cast(tell)
  const { caseId, organisationId, siteId } = await apply(tell, site)
  await sign(tell, caseId, site)
  const levels = { 'circular-economy': 'partially-meets' }
  await answer(tell, caseId, site, organisationId, levels)
  await submit(tell, caseId, site)
  await engage(tell, caseId, site, firmId)
  const visitFrom = addDays(START, 90)
  await plan(tell, caseId, site, visitFrom)
  await announce(tell, caseId, site, addDays(START, 60))
  await tell.act('public', 'createConcern', { noticeId: `${caseId}.1`, language: 'en', group: 'worker', statement: 'The showers are cold in winter.', topics: [], sharesContact: false })
  tell.on(addDays(START, 80))
  await reviewDesk(tell, caseId, site)
  tell.on(addDays(visitFrom, 2))
  await rate(tell, caseId, levels)
  await visit(tell, caseId)
  await report(tell, caseId, visitFrom, addDays(visitFrom, 2))
  await review(tell, caseId)
  await decide(tell, caseId, ['member-a', 'member-b', 'member-c'], { who: 'member-d', reason: 'I advised the site two years ago.' })
  await improve(tell, caseId, site, organisationId, 0)
  scopes = { caseId, siteId, organisationId, firmId }
  const found = async (text: string): Promise<string> => String((await world.house.database.pool.query(text)).rows[0]?.id ?? 'none')
  ids = {
    ...scopes,
    evidenceId: await found('select min(evidence_id) as id from evidence'), linkId: await found('select min(link_id) as id from evidence_link'), revision: '1',
    engagementId: await found('select min(engagement_id) as id from engagement'), questionId: await found('select min(question_id) as id from desk_question'),
    decisionId: await found('select min(decision_id) as id from award_decision'), gapId: await found('select min(gap_id) as id from improvement_gap'), awardId: await found('select min(award_id) as id from award'),
    concernId: await found('select min(intake_id) as id from concern'), userId: tell.userOf('lead'), standard: 'risk-readiness-assessment', version: '3.0', criterion: 'circular-economy', round: '1', page: 'imprint', part: 'guidance', key: 'all', language: 'en', name: 'decision.quorum',
  }
  people = Object.fromEntries(['operator', 'owner', 'firm', 'lead', 'assessor', 'reviewer', 'member-a'].map((who) => [who, publicActor as Actor]))
  for (const who of Object.keys(people)) {
    const { rows } = await world.house.database.pool.query('select role, scope_kind, scope_id from role_grant where user_id = $1 and revoked_at is null', [tell.userOf(who)])
    people[who] = actorWith({ userId: tell.userOf(who), via: 'session', grants: rows.map((row): Grant => ({ role: row.role, scope: { kind: row.scope_kind, id: row.scope_id } })) })
  }
}

beforeAll(async () => {
  world = await testWorld({ loadsShipped: true, now: `${START}T08:00:00.000Z` })
  await story(teller(world.house, world.setNow))
}, 120_000)
afterAll(() => world.close())

/** People of the same roles elsewhere: none of their scopes reaches this case. */
const strangers: Readonly<Record<string, Actor>> = Object.fromEntries(([
  ['site-owner', 'organisation', 'org_elsewhere'], ['site-contributor', 'site', 'CHL-ELSEWHE'], ['firm-admin', 'firm', 'firm_elsewhere'], ['lead-assessor', 'case', 'cas_elsewhere'],
  ['assessor', 'firm', 'firm_elsewhere'], ['technical-reviewer', 'case', 'cas_elsewhere'], ['partner', 'organisation', 'org_partner'],
] as const).map(([role, kind, id]) => [role, actorWith({ userId: `stranger-${role}`, via: 'session', grants: [grant(role, kind, id)] })]))

/** The numbers in the address are taken out of the answer, so that two answers can be compared. */
const ask = (route: Route, actor: Actor, parameters: Readonly<Record<string, string>>): Promise<Answered> => askWorld(world, route, actor,
  { ...leastInput(route), ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, /^\d+$/.test(value) ? Number(value) : value])) }, { hidden: Object.values(parameters) })

const parametersOf = (route: Route): Record<string, string> => Object.fromEntries(route.parameters.map((name) => [name, ids[name] ?? 'none']))
/** The same numbers, but of things that are not there. */
const absentOf = (route: Route): Record<string, string> => Object.fromEntries(Object.entries(parametersOf(route)).map(([name, value]) =>
  [name, ['standard', 'version', 'criterion', 'round', 'revision', 'page', 'part', 'key', 'language', 'name'].includes(name) ? value : value.replace(/[0-9a-hjkmnp-tv-z]{8}$/i, 'zzzzzzzz')]))
const isOfCase = (route: Route): boolean => route.parameters.some((name) => ['caseId', 'evidenceId', 'engagementId', 'questionId', 'decisionId', 'gapId', 'awardId', 'concernId', 'organisationId'].includes(name))
const isPublic = (route: Route): boolean => can(publicActor, route.meta.permit)

describe('a stranger with the same role', () => {
  it('is told of somebody else\'s thing what is told of nothing', async () => {
    const wrong: string[] = []
    let compared = 0
    for (const route of routes.filter((one) => isOfCase(one) && !isPublic(one))) {
      for (const [role, actor] of Object.entries(strangers)) {
        if (!can(actor, route.meta.permit)) continue
        compared += 1
        const [there, nowhere] = [await ask(route, actor, parametersOf(route)), await ask(route, actor, absentOf(route))]
        if (there.code === 'answered' && nowhere.code === 'answered' && there.text === nowhere.text) continue
        if (there.code === nowhere.code && there.text === nowhere.text && there.code !== 'answered' && there.code !== 'fault') continue
        wrong.push(`${route.name} as ${role}: ${there.code} "${there.text.slice(0, 120)}" against ${nowhere.code} "${nowhere.text.slice(0, 120)}"`)
      }
    }
    expect(wrong).toEqual([])
    // So that a change of the story or the policy cannot empty this test.
    expect(compared).toBeGreaterThan(150)
  }, 120_000)
  it('finds no word of it in any list, count or export', async () => {
    const wrong: string[] = []
    for (const route of routes.filter(({ method, parameters }) => method === 'GET' && parameters.length === 0)) {
      for (const [role, actor] of [...Object.entries(strangers), ['public', publicActor] as const]) {
        if (!can(actor, route.meta.permit)) continue
        const { text } = await ask(route, actor, {})
        for (const secret of [...secrets, ...(isPublic(route) ? [] : [scopes.caseId])]) if (text.includes(secret)) wrong.push(`${route.name} as ${role} shows "${secret}"`)
      }
    }
    expect(wrong).toEqual([])
  }, 120_000)
})

describe('whoever lacks the permit', () => {
  it('is stopped at the front door, by the code that says so', async () => {
    const wrong: string[] = []
    for (const route of routes.filter((one) => !isPublic(one))) {
      for (const [role, actor] of [...Object.entries(strangers), ['public', publicActor] as const]) {
        if (can(actor, route.meta.permit)) continue
        const { code } = await ask(route, actor, parametersOf(route))
        if (code !== (actor.kind === 'public' ? 'sign-in-required' : 'permit-missing')) wrong.push(`${route.name} as ${role}: ${code}`)
      }
    }
    expect(wrong).toEqual([])
  }, 120_000)
})

describe('whoever holds the permit here', () => {
  const played: Readonly<Record<string, Role>> = { operator: 'operator', owner: 'site-owner', lead: 'lead-assessor', reviewer: 'technical-reviewer', 'member-a': 'decision-member' }
  it('is not told that there is no such case', async () => {
    const wrong: string[] = []
    for (const route of routes.filter((one) => one.parameters.includes('caseId') && !isPublic(one))) {
      const holders = holdersOf(route.meta.permit)
      for (const [who, role] of Object.entries(played)) {
        if (typeof holders === 'string' || !holders.includes(role)) continue
        const { code, text } = await ask(route, people[who]!, parametersOf(route))
        if (['case-absent', 'sign-in-required', 'fault'].includes(code)) wrong.push(`${route.name} as ${role}: ${code} ${text.slice(0, 200)}`)
      }
    }
    expect(wrong).toEqual([])
  }, 120_000)
  it('never finds a fault: whatever is asked gets an answer or a refusal that its contract declares', async () => {
    const wrong: string[] = []
    for (const route of routes) {
      const { code, text } = await ask(route, people['operator']!, parametersOf(route))
      if (code === 'fault') wrong.push(`${route.name}: ${text.slice(0, 200)}`)
    }
    expect(wrong).toEqual([])
  }, 120_000)
})
