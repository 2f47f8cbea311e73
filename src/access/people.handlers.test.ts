// Who sees whom, who brings whom in, how a role ends, and how a person goes: on a real database.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#src/access/actor.ts'
import { publicActor } from '#src/access/actor.ts'
import { Refused } from '#src/kernel/refusal.ts'
import { handlers } from '#src/platform/handlers.ts'
import { sweepPersons } from '#src/platform/personal-data.ts'
import type { Case } from '#src/assurance/case.ts'
import { insertCase } from '#src/assurance/case.store.ts'
import { insertFirm } from '#src/parties/assessor-firm.store.ts'
import { insertParticipant } from '#src/parties/participant.store.ts'
import { putFact } from '#src/transparency/fact.ts'
import { siteFact } from '#src/parties/site.ts'
import { actor, addPerson, giveGrants, grant } from '#test/people.ts'
import { aSite, CHILE, PERU } from '#test/registry-facts.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { house, Role, scopesOf, type Scope } from './role.ts'
import type { Context } from './context.ts'

type Names = keyof typeof handlers
type Input<N extends Names> = Parameters<(typeof handlers)[N]>[1]
type Result<N extends Names> = Exclude<Awaited<ReturnType<(typeof handlers)[N]>>, Response>

let world: World
const ORG = 'org_halmoor', OTHER = 'org_wyreford', FIRM = `frm_${'0'.repeat(26)}`, FIRM2 = `frm_${'1'.repeat(26)}`
const PASSWORD = 'a password for tests'
const call = async <N extends Names>(who: Actor, name: N, input: Input<N>, options?: { isDryRun?: boolean }): Promise<Result<N>> =>
  await world.transact(who, (ctx) => (handlers[name] as (ctx: Context, input: Input<N>) => Promise<Result<N>>)(ctx, input), options)
const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try { await work; return 'accepted' } catch (error) { if (error instanceof Refused) return error.refusal.code; throw error }
}
const tokenOf = (sent: { link: string | null }): string => sent.link!.split('/').at(-1)!
const site = (id: string): Scope => ({ kind: 'site', id })
const organisation = (id: string): Scope => ({ kind: 'organisation', id })
const firm = (id: string): Scope => ({ kind: 'firm', id })

const owner = actor('own', grant('site-owner', 'organisation', ORG))
const siteOwner = actor('sow', grant('site-owner', 'site', CHILE))
const firmAdmin = actor('adm', grant('firm-admin', 'firm', FIRM))

beforeAll(async () => {
  world = await testWorld()
  await world.publish([putFact(siteFact, CHILE, aSite({ name: 'Halmoor Smelter', organisationId: ORG })), putFact(siteFact, PERU, aSite({ name: 'Wyreford Mine', organisationId: OTHER }))])
  await world.transact(operator, async ({ sql, now }) => {
    for (const [organisationId, name] of [[ORG, 'Halmoor Copper'], [OTHER, 'Wyreford Metals']] as const) await insertParticipant(sql, { organisationId, name, country: 'CHL', allSitesBy: null, createdAt: now })
    for (const [firmId, name] of [[FIRM, 'Tallow Assurance'], [FIRM2, 'Brackwell Assurance']] as const) {
      await insertFirm(sql, { firmId, name, country: 'CHL', website: null, version: 1, registeredAt: now })
    }
  })
})
afterAll(() => world.close())

describe('who may invite whom', () => {
  const scopes: readonly Scope[] = [house, organisation(ORG), organisation(OTHER), site(CHILE), site(PERU), firm(FIRM), firm(FIRM2)]
  const own: Readonly<Record<string, ReadonlySet<string>>> = {
    organisation: new Set([`site-owner ${ORG}`, `site-contributor ${ORG}`, `site-owner ${CHILE}`, `site-contributor ${CHILE}`]),
    site: new Set([`site-owner ${CHILE}`, `site-contributor ${CHILE}`]),
    firm: new Set([`firm-admin ${FIRM}`, `assessor ${FIRM}`]),
  }
  test.each([
    ['an owner of an organisation', owner, own['organisation']!], ['an owner of a site', siteOwner, own['site']!], ['an administrator of a firm', firmAdmin, own['firm']!],
  ])('%s: its own and nothing else', async (_, who, may) => {
    for (const role of Role.options) for (const scope of scopes) {
      const code = await codeOf(call(who, 'invitePerson', { email: `${role}.${scope.kind}@example.org`, role, scope }, { isDryRun: true }))
      const wanted = may.has(`${role} ${scope.id}`)
      expect({ role, scope, isAccepted: code === 'accepted' }).toEqual({ role, scope, isAccepted: wanted })
      if (!wanted) expect(['scope-absent', 'scope-not-of-role', 'grant-by-assignment', 'role-not-yours-to-give']).toContain(code)
    }
  })
  test('an operator: every role that is not an assignment, where it is held', async () => {
    for (const role of Role.options) for (const scope of scopes) {
      const code = await codeOf(call(operator, 'invitePerson', { email: 'somebody@example.org', role, scope }, { isDryRun: true }))
      expect({ role, scope, code }).toEqual({ role, scope, code: role === 'lead-assessor' ? 'grant-by-assignment' : scopesOf[role].includes(scope.kind) ? 'accepted' : 'scope-not-of-role' })
    }
  })
  test.each([
    ['a foreign organisation is not there', organisation(OTHER), 'site-owner', 'scope-absent'], ['nor a foreign site', site(PERU), 'site-contributor', 'scope-absent'],
    ['nor a foreign firm', firm(FIRM), 'assessor', 'scope-absent'], ['a site of one, not the whole', organisation(ORG), 'site-owner', 'scope-absent'],
    ['no other role', site(CHILE), 'assessor', 'scope-not-of-role'], ['no operator', house, 'operator', 'role-not-yours-to-give'],
  ] as const)('for an owner of a site, %s', async (_, scope, role, code) => {
    expect(await codeOf(call(siteOwner, 'invitePerson', { email: 'eve@example.org', role, scope }))).toBe(code)
  })
  test('the places offered are those', async () => {
    expect((await call(owner, 'listOfferedScopes', {})).items.map(({ scope, roles }) => [scope.id, roles])).toEqual([[ORG, ['site-owner', 'site-contributor']]])
    expect((await call(firmAdmin, 'listOfferedScopes', {})).items.map(({ place, roles }) => [place, roles])).toEqual([['Tallow Assurance', ['firm-admin', 'assessor']]])
  })
})

describe('an invitation', () => {
  const offer = { email: 'Bela@Example.org', role: 'site-contributor', scope: site(CHILE) } as const

  test('makes an account with its role, once; its secret stands nowhere', async () => {
    const sent = await call(owner, 'invitePerson', offer)
    const token = tokenOf(sent)
    const { rows } = await world.house.database.pool.query('select row_to_json(i)::text as text from invitation i union all select payload from log_entry')
    expect(rows.map(({ text }) => text).join()).not.toContain(token)
    expect(await call(publicActor, 'getInvitation', { token })).toMatchObject({ email: 'bela@example.org', role: 'site-contributor', place: 'Halmoor Smelter', hasAccount: false, isYours: false })
    expect(await codeOf(call(publicActor, 'acceptInvitation', { token }))).toBe('invitation-needs-account')
    const { userId } = await call(publicActor, 'acceptInvitation', { token, name: 'Bela', password: PASSWORD })
    expect((await world.house.accounts.people([userId])).get(userId)).toMatchObject({ name: 'Bela', email: 'bela@example.org' })
    expect(await codeOf(call(publicActor, 'acceptInvitation', { token, name: 'Eve', password: PASSWORD }))).toBe('invitation-used')
    expect(await codeOf(call(publicActor, 'getInvitation', { token }))).toBe('invitation-used')
    expect(await codeOf(call(owner, 'invitePerson', offer))).toBe('grant-held')
    const seen = await call(owner, 'listPeople', { limit: 100 })
    expect(seen.items.map(({ name, grants }) => [name, grants.map(({ role, place, isYoursToEnd }) => [role, place, isYoursToEnd])])).toEqual([['Bela', [['site-contributor', 'Halmoor Smelter', true]]]])
  })

  test('leads nowhere when guessed, replaced, taken back or expired', async () => {
    const early = await call(owner, 'invitePerson', { ...offer, email: 'cora@example.org' })
    const again = await call(owner, 'invitePerson', { ...offer, email: 'cora@example.org' })
    expect(again.invitationId).toBe(early.invitationId)
    const accept = (token: string) => codeOf(call(publicActor, 'acceptInvitation', { token, name: 'Cora', password: PASSWORD }))
    expect(await accept(tokenOf(early))).toBe('invitation-absent')
    expect(await accept('a-guess-that-is-long-enough')).toBe('invitation-absent')
    world.setNow('2026-06-29T12:00:00.000Z')
    expect(await accept(tokenOf(again))).toBe('invitation-expired')
    const renewed = await call(owner, 'renewInvitation', { invitationId: again.invitationId })
    expect(renewed.expiresAt).toBe('2026-07-13T12:00:00.000Z')
    await call(owner, 'revokeInvitation', { invitationId: again.invitationId })
    expect(await accept(tokenOf(renewed))).toBe('invitation-revoked')
    expect(await codeOf(call(owner, 'renewInvitation', { invitationId: again.invitationId }))).toBe('invitation-revoked')
    expect(await world.house.accounts.personByEmail('cora@example.org')).toBeUndefined()
    world.setNow('2026-06-15T12:00:00.000Z')
  })

  test('is seen, renewed and taken back where one may invite, and is absent elsewhere', async () => {
    const { invitationId } = await call(operator, 'invitePerson', { email: 'dora@example.org', role: 'firm-admin', scope: firm(FIRM) })
    const listed = async (who: Actor) => (await call(who, 'listInvitations', { limit: 100 })).items.some((one) => one.invitationId === invitationId)
    expect([await listed(operator), await listed(firmAdmin), await listed(owner)]).toEqual([true, true, false])
    for (const name of ['renewInvitation', 'revokeInvitation'] as const) expect(await codeOf(call(owner, name, { invitationId }))).toBe('invitation-absent')
    expect((await call(firmAdmin, 'revokeInvitation', { invitationId })).state).toBe('revoked')
  })

  test('adds to the account that is signed in, if the address is its own', async () => {
    const emil = await addPerson(world, 'Emil'), fay = await addPerson(world, 'Fay')
    const token = tokenOf(await call(operator, 'invitePerson', { email: emil.email, role: 'technical-reviewer', scope: house }))
    expect(await codeOf(call(publicActor, 'acceptInvitation', { token, name: 'Emil', password: PASSWORD }))).toBe('invitation-needs-sign-in')
    expect(await codeOf(call(fay, 'acceptInvitation', { token }))).toBe('invitation-for-another')
    expect(await call(emil, 'acceptInvitation', { token })).toMatchObject({ userId: emil.userId, role: 'technical-reviewer' })
    expect(await codeOf(call(emil, 'acceptInvitation', { token }))).toBe('invitation-used')
  })

  test('to oneself, and one whose sender lost the role, gives nothing', async () => {
    const gert = await addPerson(world, 'Gert', [grant('site-owner', 'site', CHILE)])
    expect(await codeOf(call(gert, 'invitePerson', { email: 'GERT@example.org', role: 'site-contributor', scope: site(CHILE) }))).toBe('grant-to-self')
    const token = tokenOf(await call(gert, 'invitePerson', { email: 'hugo@example.org', role: 'site-owner', scope: site(CHILE) }))
    const [held] = (await call(operator, 'listPeople', { limit: 1000 })).items.find(({ userId }) => userId === gert.userId)!.grants
    await call(operator, 'revokeRole', { grantId: held!.grantId, reason: 'left the company' })
    expect(await codeOf(call(publicActor, 'acceptInvitation', { token, name: 'Hugo', password: PASSWORD }))).toBe('invitation-revoked')
  })

  test('is changed by nothing in a dry run', async () => {
    expect((await call(owner, 'invitePerson', { ...offer, email: 'ines@example.org' }, { isDryRun: true })).link).toBeNull()
    const token = tokenOf(await call(owner, 'invitePerson', { ...offer, email: 'ines@example.org' }))
    await call(publicActor, 'acceptInvitation', { token, name: 'Ines', password: PASSWORD }, { isDryRun: true })
    expect(await world.house.accounts.personByEmail('ines@example.org')).toBeUndefined()
  })
})

describe('a role', () => {
  test('is given to another, not to oneself, not twice, not past one’s own', async () => {
    const [ida, olga] = [await addPerson(world, 'Ida', [grant('site-contributor', 'site', CHILE)]), await addPerson(world, 'Olga', [grant('operator')])]
    const give = (who: Actor, userId: string, role: Role, scope: Scope) => codeOf(call(who, 'grantRole', { userId, role, scope, reason: 'for a test' }))
    expect(await give(olga, olga.userId, 'decision-member', house)).toBe('grant-to-self')
    expect(await give(owner, ida.userId, 'site-owner', site(CHILE))).toBe('accepted')
    expect(await give(owner, ida.userId, 'site-owner', site(CHILE))).toBe('grant-held')
    expect(await give(owner, ida.userId, 'operator', house)).toBe('role-not-yours-to-give')
    expect(await give(owner, olga.userId, 'site-owner', site(CHILE))).toBe('person-absent')
    expect(await give(firmAdmin, ida.userId, 'assessor', firm(FIRM2))).toBe('scope-absent')
    expect(await give(operator, ida.userId, 'assessor', { kind: 'case', id: 'cas_none' })).toBe('scope-absent')
  })

  test('ends with a reason, by who may end it; the last operator stays', async () => {
    const grantsOf = async (userId: string) => (await call(operator, 'listPeople', { limit: 1000 })).items.find((one) => one.userId === userId)!.grants
    const kim = await addPerson(world, 'Kim', [grant('assessor', 'firm', FIRM)])
    const [held] = await grantsOf(kim.userId)
    expect(await codeOf(call(owner, 'revokeRole', { grantId: held!.grantId, reason: 'no' }))).toBe('grant-absent')
    await call(firmAdmin, 'revokeRole', { grantId: held!.grantId, reason: 'retired' })
    expect(await codeOf(call(firmAdmin, 'revokeRole', { grantId: held!.grantId, reason: 'retired' }))).toBe('grant-absent')
    const operators = (await call(operator, 'listPeople', { limit: 1000 })).items.flatMap(({ grants }) => grants).filter(({ role }) => role === 'operator')
    for (const [index, { grantId }] of operators.entries()) {
      expect(await codeOf(call(operator, 'revokeRole', { grantId, reason: 'for a test' }))).toBe(index === operators.length - 1 ? 'operator-last' : 'accepted')
    }
  })

  test('of other places is not seen', async () => {
    const people = async (who: Actor) => JSON.stringify((await call(who, 'listPeople', { limit: 1000 })).items)
    expect(await people(firmAdmin)).not.toMatch(/Ida|Halmoor/)
    expect(await people(actor('new', grant('firm-admin', 'firm', FIRM2)))).toBe('[]')
    expect(await people(siteOwner)).toMatch(/Ida/)
  })
})

describe('own data', () => {
  test('is listed for everybody, by kind, with purpose and time', async () => {
    const listed = await world.fetch('/api/v1/personal-data-kinds')
    expect(listed.status).toBe(200)
    const { items } = await listed.json() as { items: { kind: string; purpose: string; retention: string; erasure: string }[] }
    expect(new Set(items.map(({ kind }) => kind)).size).toBe(items.length)
    for (const one of items) expect([one.purpose, one.retention, one.erasure].every((text) => text.length > 10)).toBe(true)
  })

  test('is copied whole, without a secret, and of nobody else', async () => {
    const lena = await addPerson(world, 'Lena', [grant('site-owner', 'site', CHILE)])
    await call(lena, 'invitePerson', { email: 'mona@example.org', role: 'site-contributor', scope: site(CHILE) })
    const copy = await call(lena, 'exportOwnData', {})
    const text = JSON.stringify(copy)
    expect(copy.kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['account', 'sign-in', 'api-key', 'role', 'invitation', 'preference', 'notice', 'decision']))
    expect(text).toMatch(/lena@example\.org/)
    expect(text).toMatch(/invitation\.sent/)
    expect(text).not.toMatch(/Ida|token|hash"|password"/)
  })

  test('goes with the account; what others need stays, by a number that names nobody', async () => {
    const nora = await addPerson(world, 'Nora', [grant('site-contributor', 'site', CHILE)])
    await call(operator, 'invitePerson', { email: nora.email, role: 'site-owner', scope: site(CHILE) })
    const { key } = await world.house.accounts.createKey(nora.userId, { name: 'k', reach: 'write', expiresInDays: 1 })
    expect(await codeOf(call({ ...nora, via: 'api-key' } as Actor, 'eraseOwnAccount', { email: nora.email }))).toBe('key-by-key')
    expect(await codeOf(call(nora, 'eraseOwnAccount', { email: 'other@example.org' }))).toBe('address-wrong')
    expect(await codeOf(call(nora, 'eraseOwnAccount', { email: nora.email }, { isDryRun: true }))).toBe('accepted')
    expect((await world.house.accounts.people([nora.userId])).size).toBe(1)
    await call(nora, 'eraseOwnAccount', { email: nora.email })
    expect((await world.house.accounts.people([nora.userId])).size).toBe(0)
    expect((await world.fetch('/api/v1/me', { headers: { authorization: `Bearer ${key}` } })).status).toBe(401)
    const { rows } = await world.house.database.pool.query<{ text: string }>(`select row_to_json(i)::text as text from invitation i union all select row_to_json(g)::text from role_grant g where revoked_at is null
      union all select payload from log_entry union all select row_to_json(u)::text from "user" u`)
    expect(rows.filter(({ text }) => /nora/i.test(text))).toEqual([])
    expect(await codeOf(call(operator, 'erasePerson', { userId: nora.userId, reason: 'again' }))).toBe('person-absent')
    expect((await world.fsck()).findings).toEqual([])
  })

  test('stays while somebody is named in a running case, or is its only owner', async () => {
    const aCase: Case = {
      caseId: `cas_${'0'.repeat(26)}`, siteId: PERU, organisationId: OTHER, cycle: 1, state: 'announced', round: 0, roundKind: null, siteName: 'Wyreford Mine', country: 'PER',
      siteTypes: ['mine'], metals: ['copper'], standards: [{ standard: 'risk-readiness-assessment', standardVersion: '3.0', marks: ['copper'], isGoverning: true }], firmId: null, cohort: null,
      appliedOn: '2026-01-10', letterSignedOn: '2026-02-01', previousCaseId: null, version: 1, openedAt: '2026-01-10T09:00:00.000Z', changedAt: '2026-02-01T09:00:00.000Z',
    }
    await world.transact(operator, ({ sql }) => insertCase(sql, aCase))
    const lead = await addPerson(world, 'Rolf', [grant('lead-assessor', 'case', aCase.caseId)]), only = await addPerson(world, 'Sina', [grant('site-owner', 'organisation', OTHER)])
    for (const userId of [lead.userId, only.userId]) expect(await codeOf(call(operator, 'erasePerson', { userId, reason: 'for a test' }))).toBe('duties-open')
    expect(await codeOf(call(only, 'eraseOwnAccount', { email: only.email }))).toBe('duties-open')
    const [held] = (await call(operator, 'listPeople', { limit: 1000 })).items.find(({ userId }) => userId === lead.userId)!.grants
    expect(await codeOf(call(operator, 'revokeRole', { grantId: held!.grantId, reason: 'past the assignment' }))).toBe('grant-by-assignment')
    await addPerson(world, 'Tove', [grant('site-owner', 'site', PERU)])
    expect(await codeOf(call(only, 'eraseOwnAccount', { email: only.email }))).toBe('accepted')
  })

  test('of the last operator stays', async () => {
    const { items } = await call(operator, 'listPeople', { limit: 1000 })
    const last = items.find(({ grants }) => grants.some(({ role }) => role === 'operator'))!
    expect(await codeOf(call(operator, 'erasePerson', { userId: last.userId, reason: 'for a test' }))).toBe('operator-last')
  })

  test('past its time is swept', async () => {
    const idle = await addPerson(world, 'Otto'), held = await addPerson(world, 'Petra')
    await giveGrants(world, held.userId, [grant('partner', 'organisation', ORG)])
    await world.house.database.pool.query(`update "user" set "createdAt" = now() - interval '900 days', "updatedAt" = now() - interval '900 days' where id = any($1)`, [[idle.userId, held.userId]])
    world.setNow('2027-01-15T12:00:00.000Z')
    expect(await world.transact(operator, sweepPersons)).toMatchObject({ account: 1 })
    expect([...(await world.house.accounts.people([idle.userId, held.userId])).keys()]).toEqual([held.userId])
    const { rows } = await world.house.database.pool.query('select count(*)::int as left from invitation where email is not null')
    expect(rows[0].left).toBe(0)
  })
})
