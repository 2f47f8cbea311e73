// Every operation of this part of the cycle in every state: it does its thing, or gives its documented refusal and changes
// nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, codeOf } from '#test/assessment.ts'
import { loadShippedStandards, noon } from '#test/cycle.ts'
import { actor, grant } from '#test/people.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { insertApplication, putContact } from './application.store.ts'
import type { Case } from './case.ts'
import { insertCase } from './case.store.ts'
import { CaseState, endStates } from './cycle.ts'
import { insertParticipant } from '#src/parties/participant.store.ts'

let world: World
beforeAll(async () => {
  world = await testWorld({ now: noon('2025-01-31') })
  await loadShippedStandards(world)
  await call(world, operator, 'createCohort', { cohort: 'open', title: 'Open', clockMonths: {}, withoutClocks: [], isCounted: true, isOpen: true, note: null })
})
afterAll(() => world.close())

const caseIn = async (state: CaseState): Promise<Case> => {
  const { ids, database: { sql }, clock } = world.house
  const now = clock.now()
  const one: Case = {
    caseId: ids.newId('cas'), siteId: ids.newSiteId('CHL'), organisationId: ids.newId('org'), cycle: 1, state, round: 0, roundKind: null, siteName: 'Every State Smelter', country: 'CHL',
    siteTypes: ['smelter'], metals: ['copper'], standards: [{ standard: 'risk-readiness-assessment', standardVersion: '3.0', marks: ['copper'], isGoverning: true }], firmId: null,
    cohort: null, appliedOn: '2025-01-10', letterSignedOn: null, previousCaseId: null, version: 1, openedAt: now, changedAt: now,
  }
  await insertParticipant(sql, { organisationId: one.organisationId, name: 'Every State Company', country: 'CHL', allSitesBy: null, createdAt: now })
  await insertCase(sql, one)
  await insertApplication(sql, {
    caseId: one.caseId, isNewSite: true, place: null, participantName: 'Every State Company', participantCountry: 'CHL', allSitesBy: null, allSitesCount: null,
    isContactResourced: true, language: 'en', note: null, decidedOn: null, isEligible: null, reason: null,
  }, 'public')
  await putContact(sql, one.caseId, { name: 'Ana Invented', email: 'ana@example.org', phone: null }, '2025-01-10')
  return one
}

type Attempt = (one: Case) => Promise<unknown>
const owner = (one: Case) => actor('owner', grant('site-owner', 'site', one.siteId))
const attempts: readonly (readonly [name: string, from: readonly CaseState[], attempt: Attempt])[] = [
  ['decideEligibility, accepting', ['applied'], (one) => call(world, operator, 'decideEligibility', { caseId: one.caseId, isEligible: true, reason: 'Yes.' })],
  ['decideEligibility, declining', ['applied'], (one) => call(world, operator, 'decideEligibility', { caseId: one.caseId, isEligible: false, reason: 'No.' })],
  ['signLetter', ['eligible'], async (one) => call(world, owner(one), 'signLetter', {
    caseId: one.caseId, documentHash: (await call(world, owner(one), 'getLetter', { caseId: one.caseId })).documentHash, name: 'P', role: 'D',
  })],
  ['uploadLetterFile', ['eligible'], (one) => call(world, owner(one), 'uploadLetterFile', { caseId: one.caseId, filename: 'a.pdf' }, new TextEncoder().encode('%PDF-1.4\n%%EOF\n'))],
  ['assignCohort', ['applied', 'eligible'], (one) => call(world, operator, 'assignCohort', { caseId: one.caseId, cohort: 'open' })],
  ['setContact', CaseState.options.filter((state) => !endStates.includes(state)), (one) =>
    call(world, owner(one), 'setContact', { caseId: one.caseId, contact: { name: 'Bo', email: 'bo@example.org', phone: null }, isResourced: true })],
  ['leaveCase', CaseState.options.filter((state) => !endStates.includes(state)), (one) => call(world, owner(one), 'leaveCase', { caseId: one.caseId, reasonClass: 'site-left', reason: 'x' })],
  ['openReassessment', ['conditional', 'awarded'], (one) => call(world, owner(one), 'openReassessment', { caseId: one.caseId, cause: 'end-of-validity', reason: 'x' })],
]
const row = async (one: Case) => (await world.house.database.pool.query('select * from assurance_case where case_id = $1', [one.caseId])).rows
const entries = async () => (await world.house.database.pool.query<{ n: number }>('select count(*)::int as n from log_entry')).rows[0]!.n

describe.each(attempts)('%s', (_, from, attempt) => {
  it.each(CaseState.options)('in "%s"', async (state) => {
    const one = await caseIn(state)
    const [before, logged] = [await row(one), await entries()]
    const code = await codeOf(attempt(one))
    if (from.includes(state)) {
      expect(code).toMatch(/^accepted/)
      expect(await entries()).toBeGreaterThan(logged)
    } else {
      expect(code).toBe('case-state-forbids')
      expect(await row(one)).toEqual(before)
      expect(await entries()).toBe(logged)
    }
  })
})

describe('reading a case', () => {
  it.each(CaseState.options)('in "%s" is possible for its parties, and absent for others', async (state) => {
    const one = await caseIn(state)
    const stranger = actor('stranger', grant('site-owner', 'organisation', 'org_other'))
    for (const name of ['getCase', 'listClocks', 'getCaseHistory', 'getLetter', 'listExtensions', 'getApplication'] as const) {
      expect(await codeOf(call(world, owner(one), name, { caseId: one.caseId }))).toMatch(/^accepted/)
      expect(await codeOf(call(world, stranger, name, { caseId: one.caseId }))).toBe('case-absent')
    }
  })
})
