import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storeSetting } from '#src/access/scheme-setting.store.ts'
import { call, codeOf } from '#test/assessment.ts'
import { accepted, applied, clockDays, committed, loadShippedStandards, move, moves, noon, wayToReport } from '#test/cycle.ts'
import { actor, grant } from '#test/people.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { extensionFact, letterFact } from './published.ts'

let world: World
beforeAll(async () => {
  world = await testWorld({ now: noon('2024-01-31') })
  await loadShippedStandards(world)
})
afterAll(async () => {
  expect((await world.fsck()).findings).toEqual([])
  await world.close()
})
const facts = () => world.read(operator, (ctx) => ctx.facts())
const on = async <T>(day: string, work: () => Promise<T>): Promise<T> => {
  world.setNow(noon(day))
  try { return await work() } finally { world.setNow(noon('2024-01-31')) }
}
const awarded = async (outcome: 'awarded' | 'conditional' = 'awarded') => {
  const one = await committed(world)
  await on('2024-06-30', async () => {
    await moves(world, one.caseId, ...wayToReport)
    await move(world, one.caseId, 'case.decided', outcome)
  })
  return one
}

describe('an extension', () => {
  const ask = (one: Awaited<ReturnType<typeof committed>>, more: object = {}) =>
    call(world, one.owner, 'requestExtension', { caseId: one.caseId, clock: 'full-conformance', until: '2026-07-31', reasonClass: 'investment-under-way', reason: 'The new filter of Mr Secret arrives late.', ...more } as never)

  it('is asked by the site, decided by the scheme, and public without its words', async () => {
    const one = await committed(world)
    const asked = await ask(one)
    expect(asked).toMatchObject({ state: 'asked', clock: 'full-conformance', askedUntil: '2026-07-31' })
    expect((await call(world, operator, 'listAskedExtensions', {})).items.map(({ extensionId }) => extensionId)).toContain(asked.extensionId)
    expect(await call(world, operator, 'decideExtension', { caseId: one.caseId, extensionId: asked.extensionId, isGranted: true, text: 'The order was shown.' }))
      .toMatchObject({ state: 'granted', dueBefore: '2026-01-31', grantedUntil: '2026-07-31', approvedBy: null })
    expect((await clockDays(world, one.caseId))['full-conformance']).toEqual(['2026-07-31', '2026-01-31', null])
    expect((await facts()).of(extensionFact).get(asked.extensionId)!.value).toEqual({
      siteId: one.siteId, siteName: 'Marrick Smelter', cycle: 1, clock: 'full-conformance', dueBefore: '2026-01-31', dueAfter: '2026-07-31', reasonClass: 'investment-under-way', grantedOn: '2024-01-31',
    })
    expect(JSON.stringify((await world.house.database.pool.query('select payload from log_entry')).rows)).not.toMatch(/Mr Secret/)
    const assessor = actor('assessor', grant('assessor', 'case', one.caseId))
    expect((await call(world, assessor, 'listExtensions', { caseId: one.caseId })).items).toMatchObject([{ reason: null, decisionText: null, reasonClass: 'investment-under-way' }])
    expect((await call(world, one.owner, 'getCaseHistory', { caseId: one.caseId })).items.slice(-2)).toMatchObject([{ event: 'extension.requested', side: 'site' }, { event: 'extension.granted', side: 'scheme' }])
  })

  it('may follow another, up to the longest time of the standard, and beyond it with a body that approved', async () => {
    const one = await committed(world)
    const first = await ask(one)
    await call(world, operator, 'decideExtension', { caseId: one.caseId, extensionId: first.extensionId, isGranted: true, until: '2026-05-31', text: 'Less than asked.' })
    expect((await call(world, operator, 'listExtensions', { caseId: one.caseId })).latest).toContainEqual({ clock: 'full-conformance', dueOn: '2026-05-31', latest: '2027-01-31' })
    const second = await ask(one, { until: '2027-06-30' })
    const decide = (more: object) => call(world, operator, 'decideExtension', { caseId: one.caseId, extensionId: second.extensionId, isGranted: true, text: 'Why.', ...more })
    expect(await codeOf(decide({}))).toBe('extension-too-long')
    expect(await codeOf(decide({ approvedBy: '   ' }))).toBe('extension-too-long')
    expect((await clockDays(world, one.caseId))['full-conformance']?.[0]).toBe('2026-05-31')
    expect(await decide({ approvedBy: 'The board' })).toMatchObject({ state: 'granted', approvedBy: 'The board', dueBefore: '2026-05-31' })
    expect((await call(world, one.owner, 'listExtensions', { caseId: one.caseId })).items).toHaveLength(2)
  })

  it('that is refused or taken back changes no day', async () => {
    const one = await committed(world)
    const first = await ask(one)
    expect(await codeOf(ask(one))).toBe('extension-asked')
    expect(await call(world, one.owner, 'withdrawExtension', { caseId: one.caseId, extensionId: first.extensionId })).toMatchObject({ state: 'withdrawn' })
    expect(await codeOf(call(world, operator, 'decideExtension', { caseId: one.caseId, extensionId: first.extensionId, isGranted: true, text: 'x' }))).toBe('extension-decided')
    const second = await ask(one)
    expect(await call(world, operator, 'decideExtension', { caseId: one.caseId, extensionId: second.extensionId, isGranted: false, text: 'No order was shown.' })).toMatchObject({ state: 'refused' })
    expect(await codeOf(call(world, one.owner, 'withdrawExtension', { caseId: one.caseId, extensionId: second.extensionId }))).toBe('extension-decided')
    expect((await clockDays(world, one.caseId))['full-conformance']?.[0]).toBe('2026-01-31')
    expect((await facts()).of(extensionFact).has(second.extensionId)).toBe(false)
    expect((await call(world, operator, 'eraseExtensionReason', { caseId: one.caseId, extensionId: second.extensionId })).reason).toBeNull()
  })

  it('is refused for wrong days, clocks and persons', async () => {
    const one = await committed(world)
    expect(await codeOf(ask(one, { until: '2026-01-31' }))).toBe('extension-not-later')
    expect(await codeOf(ask(one, { clock: 'award-validity' }))).toBe('clock-not-running')
    expect(await codeOf(call(world, operator, 'requestExtension', { caseId: one.caseId, clock: 'full-conformance', until: '2026-07-31', reasonClass: 'other', reason: 'x' }))).toBe('permit-missing')
    const asked = await ask(one, { clock: 'self-assessment', until: '2024-09-30' })
    expect(await codeOf(call(world, one.owner, 'decideExtension', { caseId: one.caseId, extensionId: asked.extensionId, isGranted: true, text: 'x' }))).toBe('permit-missing')
    const other = await committed(world)
    expect(await codeOf(call(world, operator, 'decideExtension', { caseId: other.caseId, extensionId: asked.extensionId, isGranted: true, text: 'x' }))).toBe('extension-absent')
    await move(world, one.caseId, 'self-assessment.submitted')
    expect(await codeOf(call(world, operator, 'decideExtension', { caseId: one.caseId, extensionId: asked.extensionId, isGranted: true, text: 'x' }))).toBe('clock-not-running')
    expect((await call(world, operator, 'listAskedExtensions', {})).items.map(({ extensionId }) => extensionId)).not.toContain(asked.extensionId)
  })
})

describe('a site that leaves', () => {
  it('ends the case, its clocks and its letter, with the reason', async () => {
    const one = await committed(world)
    expect(await call(world, one.owner, 'leaveCase', { caseId: one.caseId, reasonClass: 'site-closed', reason: 'The ore is mined out.' })).toMatchObject({ state: 'left', nextDue: null })
    expect((await facts()).of(letterFact).has(one.caseId)).toBe(false)
    const history = (await call(world, operator, 'getCaseHistory', { caseId: one.caseId })).items
    expect(history.at(-1)).toMatchObject({ event: 'case.left', reason: 'The ore is mined out.', fromState: 'committed' })
    expect(await codeOf(call(world, one.owner, 'leaveCase', { caseId: one.caseId, reasonClass: 'site-closed', reason: 'Again.' }))).toBe('case-state-forbids')
  })
  it('is let go by its owner or the scheme alone', async () => {
    const one = await committed(world)
    const colleague = actor('colleague', grant('site-contributor', 'site', one.siteId))
    expect(await codeOf(call(world, colleague, 'leaveCase', { caseId: one.caseId, reasonClass: 'site-left', reason: 'x' }))).toBe('permit-missing')
    expect(await codeOf(call(world, actor('other', grant('site-owner', 'organisation', 'org_x')), 'leaveCase', { caseId: one.caseId, reasonClass: 'site-left', reason: 'x' }))).toBe('case-absent')
  })
})

describe('the next cycle', () => {
  const open = (one: { caseId: string; owner: Parameters<typeof call>[1] }, more: object = {}) =>
    call(world, one.owner, 'openReassessment', { caseId: one.caseId, cause: 'end-of-validity', reason: 'The award ends.', ...more })

  it('opens from a setting of months before the end of validity, under the newest version, without a new letter', async () => {
    const one = await awarded()
    expect(await clockDays(world, one.caseId)).toMatchObject({ 'award-validity': ['2027-06-30', '2027-06-30', null], 're-assessment': ['2027-06-30', '2027-06-30', null] })
    expect(await on('2026-06-29', () => codeOf(open(one)))).toBe('re-assessment-too-early')
    const next = await on('2026-06-30', () => open(one))
    expect(next).toMatchObject({ state: 'committed', cycle: 2, previousCaseId: one.caseId, round: 0, standards: [{ standardVersion: '3.0', marks: ['copper'] }], letterSignedOn: null })
    expect(await clockDays(world, next.caseId)).toEqual({
      'self-assessment': ['2026-12-30', '2026-12-30', null], 'site-assessment': ['2027-06-30', '2027-06-30', null], 'full-conformance': ['2028-06-30', '2028-06-30', null],
    })
    expect((await clockDays(world, one.caseId))['re-assessment']?.[2]).toBe('2026-06-30')
    expect(await call(world, operator, 'getCase', { caseId: one.caseId })).toMatchObject({ state: 'awarded', nextCaseId: next.caseId })
    expect(await on('2026-07-01', () => codeOf(open(one)))).toBe('re-assessment-open')
    await on('2027-05-01', async () => {
      await moves(world, next.caseId, ...wayToReport)
      await move(world, next.caseId, 'case.decided', 'conditional')
    })
    expect(await call(world, operator, 'getCase', { caseId: one.caseId })).toMatchObject({ state: 'closed', nextDue: null })
  })

  it('opens at once on a significant change, which only the scheme states', async () => {
    const one = await awarded('conditional')
    expect(await on('2024-08-01', () => codeOf(open(one, { cause: 'significant-change' })))).toBe('re-assessment-too-early')
    const next = await on('2024-08-01', () => open({ caseId: one.caseId, owner: operator }, { cause: 'significant-change', reason: 'A second furnace.' }))
    expect(next).toMatchObject({ cycle: 2, state: 'committed' })
    expect(await codeOf(move(world, one.caseId, 'follow-up.opened'))).toBe('case-state-forbids')
  })

  it('that is not gone through leaves the award due for renewal again', async () => {
    const one = await awarded()
    const next = await on('2026-12-01', () => open(one))
    await on('2026-12-02', () => call(world, one.owner, 'leaveCase', { caseId: next.caseId, reasonClass: 'site-left', reason: 'Not now.' }))
    expect((await clockDays(world, one.caseId))['re-assessment']?.[2]).toBeNull()
    expect((await on('2027-01-05', () => open(one))).cycle).toBe(2)
  })

  it('goes with the site when an awarded one leaves', async () => {
    const one = await awarded()
    const next = await on('2026-12-01', () => open(one))
    await on('2026-12-02', () => call(world, one.owner, 'leaveCase', { caseId: one.caseId, reasonClass: 'site-sold', reason: 'Sold.' }))
    expect(await call(world, operator, 'getCase', { caseId: next.caseId })).toMatchObject({ state: 'left' })
  })

  it('begins with a letter where the scheme asks for one', async () => {
    await storeSetting(world.house.database.sql, 're-assessment.needs-letter', true, noon('2024-01-31'), 'test')
    const one = await awarded()
    const next = await on('2026-12-01', () => open(one))
    expect(next).toMatchObject({ state: 'eligible', clocks: [] })
    await on('2026-12-05', async () => {
      const { documentHash } = await call(world, one.owner, 'getLetter', { caseId: next.caseId })
      await call(world, one.owner, 'signLetter', { caseId: next.caseId, documentHash, name: 'P', role: 'D' })
    })
    expect((await clockDays(world, next.caseId))['self-assessment']?.[0]).toBe('2027-06-05')
    await storeSetting(world.house.database.sql, 're-assessment.needs-letter', false, noon('2024-01-31'), 'test')
  })

  it('does not open from a case that is not awarded', async () => {
    const one = await committed(world)
    expect(await codeOf(open(one))).toBe('case-state-forbids')
  })

  it('of an awarded site is no new application', async () => {
    const one = await awarded()
    const again = await applied(world, { site: { siteId: one.siteId } })
    expect(await codeOf(call(world, operator, 'decideEligibility', { caseId: again.caseId, isEligible: true, reason: 'Yes.' }))).toBe('site-has-case')
  })
})

describe('cohorts', () => {
  const rules = { title: 'Fabricators, pilot', clockMonths: { 'self-assessment': 2 }, withoutClocks: ['full-conformance'], isCounted: false, isOpen: true, note: null }
  it('give the clocks of their cases other lengths', async () => {
    await call(world, operator, 'createCohort', { cohort: 'fabricators', ...rules })
    const one = await accepted(world)
    await call(world, operator, 'assignCohort', { caseId: one.caseId, cohort: 'fabricators' })
    const letter = await call(world, one.owner, 'getLetter', { caseId: one.caseId })
    expect(letter.dueOn.map(({ clock, dueOn }) => [clock, dueOn])).toEqual([['self-assessment', '2024-03-31'], ['site-assessment', '2025-01-31']])
    await call(world, one.owner, 'signLetter', { caseId: one.caseId, documentHash: letter.documentHash, name: 'P', role: 'D' })
    expect(Object.keys(await clockDays(world, one.caseId)).toSorted()).toEqual(['self-assessment', 'site-assessment'])
    expect(await codeOf(call(world, operator, 'assignCohort', { caseId: one.caseId, cohort: null }))).toBe('case-state-forbids')
    expect((await call(world, operator, 'listCohorts', {})).items.find(({ cohort }) => cohort === 'fabricators')).toMatchObject({ caseCount: 1, openCount: 1, awardedCount: 0, isCounted: false })
  })
  it('are changed by one person at a time, and take cases while they are open', async () => {
    await call(world, operator, 'createCohort', { cohort: 'small', ...rules, title: 'Small' })
    expect(await codeOf(call(world, operator, 'createCohort', { cohort: 'small', ...rules }))).toBe('cohort-exists')
    expect(await codeOf(call(world, operator, 'createCohort', { cohort: 'odd', ...rules, clockMonths: { 'no-such-clock': 3 } }))).toBe('cohort-clock-unknown')
    await call(world, operator, 'changeCohort', { cohort: 'small', version: 1, ...rules, isOpen: false })
    expect(await codeOf(call(world, operator, 'changeCohort', { cohort: 'small', version: 1, ...rules }))).toBe('cohort-changed')
    const one = await accepted(world)
    expect(await codeOf(call(world, operator, 'assignCohort', { caseId: one.caseId, cohort: 'small' }))).toBe('cohort-closed')
    expect(await codeOf(call(world, one.owner, 'assignCohort', { caseId: one.caseId, cohort: 'fabricators' }))).toBe('permit-missing')
  })
})

describe('a company that committed all its sites', () => {
  it('is shown how far it is, and when it is late', async () => {
    const first = await committed(world)
    const { organisationId, owner } = first
    await call(world, owner, 'setAllSitesCommitment', { organisationId, allSitesBy: '2025-06-30', allSitesCount: 2 })
    const second = await applied(world, { organisationId: undefined })
    await call(world, operator, 'decideEligibility', { caseId: second.caseId, isEligible: true, reason: 'Same company.', organisationId })
    expect((await call(world, owner, 'getParticipant', { organisationId })).progress).toEqual({ declaredSites: 2, knownSites: 2, committedSites: 1, awardedSites: 0, dueOn: '2025-06-30', daysLeft: 516, isReached: false, isOverdue: false })
    expect(await on('2025-07-01', () => call(world, operator, 'getParticipant', { organisationId }))).toMatchObject({ progress: { isOverdue: true, daysLeft: -1 } })
    const { documentHash } = await call(world, owner, 'getLetter', { caseId: second.caseId })
    await call(world, owner, 'signLetter', { caseId: second.caseId, documentHash, name: 'P', role: 'D' })
    expect(await on('2025-07-01', () => call(world, operator, 'getParticipant', { organisationId }))).toMatchObject({ progress: { committedSites: 2, isReached: true, isOverdue: false }, sites: [{ state: 'committed' }, { state: 'committed' }] })
  })
  it('is seen by the scheme and by itself', async () => {
    const { organisationId, owner } = await accepted(world)
    const other = actor('other', grant('site-owner', 'organisation', 'org_other'))
    expect(await codeOf(call(world, other, 'getParticipant', { organisationId }))).toBe('participant-absent')
    expect((await call(world, owner, 'listParticipants', {})).items.map((one) => one.organisationId)).toEqual([organisationId])
    expect(await codeOf(call(world, owner, 'setAllSitesCommitment', { organisationId, allSitesBy: '2024-01-30', allSitesCount: null }))).toBe('commitment-past')
    const colleague = actor('colleague', grant('site-contributor', 'organisation', organisationId))
    expect(await codeOf(call(world, colleague, 'setAllSitesCommitment', { organisationId, allSitesBy: null, allSitesCount: null }))).toBe('permit-missing')
  })
})
