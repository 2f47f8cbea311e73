import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publicActor } from '#src/access/actor.ts'
import { call, codeOf } from '#test/assessment.ts'
import { accepted, anApplication, applied, loadShippedStandards, noon } from '#test/cycle.ts'
import { actor, addPerson, grant } from '#test/people.ts'
import { CHILE, MERGED, siteNumber, smallRegistry, ZAMBIA } from '#test/registry-facts.ts'
import { operator, testWorld, type World } from '#test/world.ts'

let world: World
beforeAll(async () => {
  world = await testWorld({ now: noon('2025-01-31') })
  await loadShippedStandards(world)
  await world.publish(smallRegistry())
})
afterAll(async () => {
  expect((await world.fsck()).findings).toEqual([])
  expect(world.faults).toEqual([])
  await world.close()
})
const sql = () => world.house.database
const logText = async () => JSON.stringify((await sql().pool.query('select payload from log_entry')).rows)
const post = (path: string, body: unknown) => world.fetch(`/api/v1${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })

describe('an application', () => {
  it('needs no account, and answers with a number that shows what became of it', async () => {
    const response = await post('/applications', anApplication())
    expect(response.status).toBe(201)
    const { caseId } = await response.json() as { caseId: string }
    expect(await (await world.fetch(`/api/v1/applications/${caseId}`)).json()).toEqual({ caseId, receivedOn: '2025-01-31', standing: 'received', decidedOn: null })
    expect((await world.fetch(`/api/v1/cases/${caseId}`)).status).toBe(401)
  })

  it('keeps the contact out of the log, and shows it to the scheme alone', async () => {
    const one = await applied(world, { note: 'Call in the morning' })
    expect(await logText()).not.toMatch(/Ana Invented|ana@example|5555|Call in the morning/)
    expect(await call(world, operator, 'getApplication', { caseId: one.caseId })).toMatchObject({ contact: { email: 'ana@example.org' }, note: 'Call in the morning', participantName: 'Marrick Metals' })
    const stranger = actor('stranger', grant('site-owner', 'organisation', 'org_other'))
    expect(await codeOf(call(world, stranger, 'getApplication', { caseId: one.caseId }))).toBe('case-absent')
  })

  it('is under the version in force on the day, with the marks that fit the metals', async () => {
    const { caseId } = await applied(world, { standards: [{ standard: 'risk-readiness-assessment', marks: ['copper', 'molybdenum'] }, { standard: 'joint-due-diligence-standard', marks: [] }] })
    const view = await call(world, operator, 'getCase', { caseId })
    expect(view.standards).toEqual([
      { standard: 'risk-readiness-assessment', standardVersion: '3.0', marks: ['copper', 'molybdenum'], isGoverning: true },
      { standard: 'joint-due-diligence-standard', standardVersion: '2022', marks: [], isGoverning: false },
    ])
    expect(view).toMatchObject({ state: 'applied', cycle: 1, participantName: 'Marrick Metals', moves: ['application.accepted', 'application.rejected', 'case.left'] })
  })

  const refusals: [string, Record<string, unknown>, string][] = [
    ['for a mark of a metal it does not handle', { metals: ['copper'], standards: [{ standard: 'risk-readiness-assessment', marks: ['nickel'] }] }, 'marks-not-open'],
    ['for a mark that the standard does not have', { standards: [{ standard: 'risk-readiness-assessment', marks: ['gold'] }] }, 'marks-not-open'],
    ['for no mark of a standard that awards marks', { standards: [{ standard: 'risk-readiness-assessment', marks: [] }] }, 'marks-not-open'],
    ['with a mark under a standard that has none', { standards: [{ standard: 'joint-due-diligence-standard', marks: ['copper'] }] }, 'marks-not-open'],
    ['under the same standard twice', { standards: [{ standard: 'risk-readiness-assessment', marks: ['copper'] }, { standard: 'risk-readiness-assessment', marks: ['copper'] }] }, 'marks-not-open'],
    ['under a standard that is not loaded', { standards: [{ standard: 'no-such-standard', marks: [] }] }, 'standard-absent'],
    ['under a draft', { standards: [{ standard: 'example-performance-areas', marks: ['example'] }] }, 'standard-not-in-force'],
    ['for a site that the registry does not have', { site: { siteId: siteNumber('CHL', 999) } }, 'registry-site-absent'],
    ['in the name of a participant that the sender does not speak for', { organisationId: 'org_marrick' }, 'participant-absent'],
  ]
  for (const [what, change, code] of refusals) {
    it(`${what} is refused with ${code}`, async () => {
      const before = await sql().pool.query('select count(*)::int as n from application')
      expect(await codeOf(call(world, publicActor, 'createApplication', anApplication(change) as never))).toBe(code)
      expect((await sql().pool.query('select count(*)::int as n from application')).rows).toEqual(before.rows)
    })
  }
  it('that is malformed names each fault', async () => {
    const response = await post('/applications', { ...anApplication(), contact: { name: '', email: 'nobody', phone: 'call me' }, metals: [], participantCountry: 'Chile' })
    const problem = await response.json() as { code: string; errors: { pointer: string }[] }
    expect(problem.code).toBe('input-invalid')
    expect(problem.errors.map(({ pointer }) => pointer).toSorted()).toEqual(['/contact/email', '/contact/name', '/contact/phone', '/metals', '/participantCountry'])
  })
  it('for a merged record is for the record it leads to', async () => {
    expect((await applied(world, { site: { siteId: MERGED } })).siteId).toBe(CHILE)
  })
  it('for a site of somebody else stands in nobody’s way', async () => {
    const first = await applied(world, { site: { siteId: ZAMBIA }, metals: ['zinc'], standards: [{ standard: 'risk-readiness-assessment', marks: ['zinc'] }] })
    const second = await accepted(world, { site: { siteId: ZAMBIA }, metals: ['zinc'], standards: [{ standard: 'risk-readiness-assessment', marks: ['zinc'] }] })
    expect(await codeOf(call(world, operator, 'decideEligibility', { caseId: first.caseId, isEligible: true, reason: 'Also.' }))).toBe('site-has-case')
    expect((await call(world, operator, 'getApplication', { caseId: first.caseId })).checks.find(({ check }) => check === 'site-free')).toEqual({ check: 'site-free', isMet: false, names: [second.caseId] })
  })
})

describe('the check of an application', () => {
  it('tells what can be told without a person', async () => {
    const { caseId } = await applied(world, { site: { name: 'Cerro Inventado Mine', country: 'CHL' }, isContactResourced: false })
    const { checks, alikeSites } = await call(world, operator, 'getApplication', { caseId })
    expect(checks).toEqual([
      { check: 'covered-metal', isMet: true, names: ['copper', 'molybdenum'] },
      { check: 'criteria-apply', isMet: true, names: [] },
      { check: 'version-in-force', isMet: true, names: [] },
      { check: 'contact-resourced', isMet: false, names: [] },
      { check: 'site-free', isMet: true, names: [] },
      { check: 'site-alike', isMet: null, names: ['Cerro Inventado'] },
    ])
    expect(alikeSites).toMatchObject([{ siteId: CHILE }])
  })
  it('says that no covered metal is handled', async () => {
    const { caseId } = await applied(world, { metals: ['lead'], standards: [{ standard: 'joint-due-diligence-standard', marks: [] }] })
    expect((await call(world, operator, 'getApplication', { caseId })).checks[0]).toEqual({ check: 'covered-metal', isMet: true, names: ['lead'] })
    const other = await applied(world, { metals: ['gold'], standards: [{ standard: 'joint-due-diligence-standard', marks: [] }] })
    expect((await call(world, operator, 'getApplication', { caseId: other.caseId })).checks[0]).toEqual({ check: 'covered-metal', isMet: false, names: [] })
  })
})

describe('the decision on eligibility', () => {
  it('makes the participant, keeps the reason and opens the letter', async () => {
    const one = await accepted(world, { allSitesBy: '2027-12-31', allSitesCount: 3 })
    expect(await call(world, operator, 'getCase', { caseId: one.caseId })).toMatchObject({ state: 'eligible', clocks: [] })
    expect(await call(world, one.owner, 'getParticipant', { organisationId: one.organisationId })).toMatchObject({
      name: 'Marrick Metals', allSitesBy: '2027-12-31', progress: { declaredSites: 3, knownSites: 1, committedSites: 0, isReached: false, isOverdue: false },
    })
    expect((await call(world, one.owner, 'getCaseHistory', { caseId: one.caseId })).items).toMatchObject([
      { event: 'application.received', side: 'applicant', fromState: null, toState: 'applied', actorName: null },
      { event: 'application.accepted', side: 'scheme', fromState: 'applied', toState: 'eligible', reason: 'Handles copper.', actorName: null },
    ])
    expect(await call(world, publicActor, 'trackApplication', { caseId: one.caseId })).toMatchObject({ standing: 'accepted', decidedOn: '2025-01-31' })
  })
  it('offers the contact the role of site owner, once', async () => {
    const { caseId, organisationId } = await applied(world, { contact: { name: 'Iva Invented', email: 'Iva@Example.org', phone: null } })
    const { invitation } = await call(world, operator, 'decideEligibility', { caseId, isEligible: true, reason: 'Yes.' })
    expect(invitation).toMatchObject({ isMailed: false, link: expect.stringMatching(/\/invitations\//) as string })
    const { rows } = await sql().pool.query('select email, role, scope_kind, scope_id from invitation where invitation_id = $1', [invitation!.invitationId])
    expect(rows).toEqual([{ email: 'iva@example.org', role: 'site-owner', scope_kind: 'organisation', scope_id: organisationId }])
    const owner = await addPerson(world, 'Known Contact', [grant('site-owner', 'organisation', organisationId)])
    const second = await applied(world, { contact: { name: 'Known Contact', email: owner.email, phone: null } })
    expect((await call(world, operator, 'decideEligibility', { caseId: second.caseId, isEligible: true, reason: 'Yes.', organisationId })).invitation).toBeNull()
  })
  it('of a site that cannot take part ends the case', async () => {
    const { caseId } = await applied(world)
    await call(world, operator, 'decideEligibility', { caseId, isEligible: false, reason: 'Handles no covered metal.' })
    expect(await call(world, operator, 'getCase', { caseId })).toMatchObject({ state: 'rejected', moves: [] })
    expect(await codeOf(call(world, operator, 'decideEligibility', { caseId, isEligible: true, reason: 'Second thoughts.' }))).toBe('case-state-forbids')
  })
  it('joins an application to a participant, a record and a cohort that are there', async () => {
    await call(world, operator, 'createCohort', { cohort: 'pilot-2025', title: 'Pilot 2025', clockMonths: { 'self-assessment': 3 }, withoutClocks: [], isCounted: false, isOpen: true, note: null })
    const { caseId } = await applied(world)
    const view = await call(world, operator, 'decideEligibility', { caseId, isEligible: true, reason: 'Known to us.', organisationId: 'invented-copper', siteId: MERGED, cohort: 'pilot-2025' })
    expect(view).toMatchObject({ siteId: CHILE, siteName: 'Cerro Inventado', organisationId: 'invented-copper', participantName: 'Invented Copper', cohort: 'pilot-2025' })
  })
  const refusals: [string, Record<string, unknown>, string][] = [
    ['an unknown participant', { organisationId: 'org_nobody' }, 'participant-absent'],
    ['an unknown record', { siteId: siteNumber('CHL', 999) }, 'registry-site-absent'],
    ['an unknown cohort', { cohort: 'no-such-cohort' }, 'cohort-absent'],
  ]
  for (const [what, change, code] of refusals) {
    it(`with ${what} is refused with ${code}, and changes nothing`, async () => {
      const { caseId } = await applied(world)
      expect(await codeOf(call(world, operator, 'decideEligibility', { caseId, isEligible: true, reason: 'Yes.', ...change }))).toBe(code)
      expect(await call(world, operator, 'getCase', { caseId })).toMatchObject({ state: 'applied' })
    })
  }
  it('is the operator’s alone', async () => {
    const one = await applied(world)
    expect(await codeOf(call(world, one.owner, 'decideEligibility', { caseId: one.caseId, isEligible: true, reason: 'Mine.' }))).toBe('permit-missing')
    const response = await post(`/cases/${one.caseId}/eligibility`, { isEligible: true, reason: 'Anybody.' })
    expect([response.status, (await response.json() as { code: string }).code]).toEqual([401, 'sign-in-required'])
  })
})

describe('the contact person', () => {
  it('is named anew by the site, and erased by the scheme', async () => {
    const one = await accepted(world)
    await call(world, one.owner, 'setContact', { caseId: one.caseId, contact: { name: 'Bo Invented', email: 'bo@example.org', phone: null }, isResourced: true })
    expect((await call(world, one.owner, 'getApplication', { caseId: one.caseId })).contact).toEqual({ name: 'Bo Invented', email: 'bo@example.org', phone: null })
    expect(await codeOf(call(world, one.owner, 'eraseContact', { caseId: one.caseId }))).toBe('permit-missing')
    await call(world, operator, 'eraseContact', { caseId: one.caseId })
    expect(await call(world, operator, 'getApplication', { caseId: one.caseId })).toMatchObject({ contact: null, contactErasedOn: '2025-01-31' })
    expect(await codeOf(call(world, operator, 'eraseContact', { caseId: one.caseId }))).toBe('contact-erased')
    expect(JSON.stringify((await sql().pool.query('select * from case_contact where case_id = $1', [one.caseId])).rows)).not.toMatch(/Invented|example/)
    expect(await logText()).not.toMatch(/Bo Invented|bo@example/)
  })
  it('is needed to accept', async () => {
    const { caseId } = await applied(world)
    await call(world, operator, 'eraseContact', { caseId })
    expect(await codeOf(call(world, operator, 'decideEligibility', { caseId, isEligible: true, reason: 'Yes.' }))).toBe('contact-erased')
  })
})

describe('lists of cases', () => {
  it('hold what an account may see, page by page, and are filtered', async () => {
    const one = await accepted(world, { participantName: 'Lone Participant', site: { name: '100 % Copper_Works', country: 'CHL' } })
    expect((await call(world, one.owner, 'listCases', {})).items.map(({ caseId }) => caseId)).toEqual([one.caseId])
    expect((await call(world, actor('nobody', grant('partner', 'organisation', one.organisationId)), 'listCases', {}).catch((error: { refusal: { code: string } }) => error.refusal.code))).toMatchObject({ items: [] })
    const all = (await call(world, operator, 'listCases', { limit: 1000 })).items
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const found = await call(world, operator, 'listCases', { limit: 4, ...(cursor === undefined ? {} : { cursor }) })
      seen.push(...found.items.map(({ caseId }) => caseId))
      cursor = found.next ?? undefined
    } while (cursor !== undefined)
    expect(seen).toEqual(all.map(({ caseId }) => caseId))
    for (const text of ['100 % copper_', one.caseId, one.siteId, 'lone part']) {
      expect((await call(world, operator, 'listCases', { text })).items.map(({ caseId }) => caseId)).toEqual([one.caseId])
    }
    expect((await call(world, operator, 'listCases', { state: 'rejected' })).items.every(({ state }) => state === 'rejected')).toBe(true)
    expect(await codeOf(call(world, operator, 'listCases', { cursor: Buffer.from('x').toString('base64url') }))).toBe('cursor-invalid')
  })
})
