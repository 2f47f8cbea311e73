import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assessedCase, rate, type AssessedCase } from '#test/assessed-case.ts'
import { MINUTES, calling, codeOf, decided } from '#test/decide.ts'
import { actor, addPerson, giveGrants, grant } from '#test/people.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { readCase } from '#src/assurance/case.store.ts'
import { moveCase } from '#src/assurance/case-move.handlers.ts'
import { insertParticipant } from '#src/parties/participant.store.ts'
import { sitesHandlers } from '#src/registry/sites.handlers.ts'
import { statisticsHandlers } from '#src/registry/statistics.handlers.ts'
import { awardFact } from './award.ts'
import { awardHandlers } from './award.handlers.ts'
import { whenGrievanceDecided } from './award-report.handlers.ts'
import { proposeFromClocks } from './award-sweep.handlers.ts'
import { awardsOfSite } from './award.store.ts'
import { milestoneFact } from './milestone.ts'

let world: World
beforeAll(async () => { world = await testWorld({ now: '2026-06-15T12:00:00.000Z', loadsShipped: true }) }, 60_000)
afterAll(async () => {
  expect(world.faults).toEqual([])
  expect((await world.fsck()).findings).toEqual([])
  await world.close()
})
const sql = () => world.house.database.sql
const act = () => calling(world, awardHandlers)
const at = (day: string) => { world.setNow(`${day}T12:00:00.000Z`) }
const publicAwards = async (siteId: string) => [...(await world.house.facts.read(sql())).of(awardFact)].filter(([, { value }]) => value.siteId === siteId)
const milestonesOf = async (siteId: string) => [...(await world.house.facts.read(sql())).of(milestoneFact).values()].filter(({ value }) => value.siteId === siteId)
  .map(({ value }) => [value.kind, value.mark, value.date.from]).sort()
const standing = async (siteId: string) => {
  const site = await world.read({ kind: 'public' }, (ctx) => sitesHandlers.getSite(ctx, { siteId, mark: [], markUnknown: false } as never)) as { standing: { marks: { mark: string; status: string; validUntil: string; condition: string | null }[] } }
  return Object.fromEntries(site.standing.marks.map(({ mark, status }) => [mark, status]))
}
const awardOf = async (siteId: string, mark = 'copper') => (await awardsOfSite(sql(), siteId)).find((award) => award.mark === mark && award.state !== 'replaced' && award.state !== 'transferred')!
/** The site's own people hold their grants in the tables, so that conflicts are found. */
const conditional = async (except: Record<string, string> = { 'climate-action': 'partially-meets' }): Promise<AssessedCase> => {
  const assessed = await assessedCase(world, except)
  await giveGrants(world, assessed.people.owner.userId, [grant('site-owner', 'site', assessed.one.siteId)])
  await decided(world, assessed)
  return assessed
}
const vote = async (who: AssessedCase['people']['members'], matterId: string, cast: 'for' | 'against' = 'for') => {
  for (const member of who.slice(0, 3)) await act()(member, 'voteOnAwardMatter', { matterId, vote: cast })
}
const decide = async ({ people }: AssessedCase, matterId: string, outcome: 'as-proposed' | 'kept' = 'as-proposed') =>
  act()(people.members[0]!, 'decideAwardMatter', { matterId, outcome, minutes: MINUTES })

describe('an award', () => {
  test('comes from a decision: one a mark, conditional, three years, and the registry changes by itself', async () => {
    at('2026-06-15')
    const before = (await world.read({ kind: 'public' }, (ctx) => statisticsHandlers.getStatistics(ctx, {} as never))) as unknown as object
    const { one } = await conditional()
    const awards = (await publicAwards(one.siteId)).map(([, { value }]) => value)
    expect(awards.map(({ mark }) => mark).sort()).toEqual(['copper', 'molybdenum'])
    expect(awards[0]).toMatchObject({ validUntil: '2029-06-15', isConditional: true, followUpDueOn: '2027-06-15', state: 'in-force', participant: 'Invented Smelting', underReviewSince: null })
    expect(awards[0]!.conditionalWording).toMatch(/improvement plan/)
    expect(awards[0]!.history).toMatchObject([{ change: 'awarded', reasonClass: 'assessment', on: '2026-06-15' }])
    expect(await standing(one.siteId)).toEqual({ copper: 'conditional', molybdenum: 'conditional' })
    expect(await milestonesOf(one.siteId)).toEqual([['award', 'copper', '2026-06-15'], ['award', 'molybdenum', '2026-06-15']])
    const after = (await world.read({ kind: 'public' }, (ctx) => statisticsHandlers.getStatistics(ctx, {} as never))) as unknown as object
    expect(JSON.stringify(after)).not.toBe(JSON.stringify(before))
    expect(JSON.stringify(awards)).not.toContain('private')
  })

  test('is cleared by a follow-up, to the same last day', async () => {
    at('2026-06-15')
    const assessed = await conditional()
    const { one, people } = assessed
    at('2027-05-10')
    await world.transact(people.operator, async (ctx) => {
      const after = await moveCase(ctx, (await readCase(ctx.sql, one.caseId, true))!, 'follow-up.opened')
      await moveCase(ctx, after, 'report.submitted')
    })
    await rate(world, one, 2, {}, people.lead.userId, ['climate-action'])
    await decided(world, { one: (await readCase(sql(), one.caseId))!, people })
    expect(await awardOf(one.siteId)).toMatchObject({ isConditional: false, followUpDueOn: null, validUntil: '2029-06-15', state: 'in-force' })
    expect(await standing(one.siteId)).toEqual({ copper: 'live-awarded', molybdenum: 'live-awarded' })
    expect((await publicAwards(one.siteId))[0]![1].value.history.map(({ change }) => change)).toEqual(['awarded', 'condition-cleared'])
  })

  test('of the next cycle replaces the one before', async () => {
    at('2026-06-15')
    const first = await conditional({})
    at('2029-03-01')
    const second = await assessedCase(world, {}, { cycle: 2, siteId: first.one.siteId, previousCaseId: first.one.caseId })
    await decided(world, second)
    expect((await awardsOfSite(sql(), first.one.siteId)).map(({ mark, cycle, state }) => [mark, cycle, state]).sort()).toEqual(
      [['copper', 1, 'replaced'], ['copper', 2, 'in-force'], ['molybdenum', 1, 'replaced'], ['molybdenum', 2, 'in-force']])
    expect((await readCase(sql(), first.one.caseId))!.state).toBe('closed')
    expect((await milestonesOf(first.one.siteId)).filter(([kind]) => kind === 're-award')).toHaveLength(2)
  })

  test('is not given for a mark without a register, and due diligence leads to no award', async () => {
    at('2026-06-15')
    const example = await assessedCase(world, {}, { under: [{ standard: 'example-performance-areas', standardVersion: 'draft-1', marks: ['example'] }] })
    expect(await codeOf(decided(world, example))).toBe('mark-not-awardable')
    const diligence = await assessedCase(world, {}, { under: [{ standard: 'joint-due-diligence-standard', standardVersion: '2022', marks: [] }] })
    await decided(world, diligence)
    expect(await publicAwards(diligence.one.siteId)).toEqual([])
    expect(await milestonesOf(diligence.one.siteId)).toEqual([['due-diligence-conformance', undefined, '2026-06-15']])
  })

  test('carries special conditions bound to a document to come, and says when they are met', async () => {
    at('2026-06-15')
    const assessed = await assessedCase(world)
    await decided(world, assessed, { specialConditions: [{ text: 'River tailings as the guidance will ask', boundTo: 'Guidance on river tailings' }] })
    const award = await awardOf(assessed.one.siteId)
    const [condition] = award.specialConditions
    const meet = (metOn: string) => act()(assessed.people.operator, 'meetSpecialCondition', { awardId: award.awardId, conditionId: condition!.conditionId, metOn, text: 'Report seen' })
    expect(await codeOf(meet('2026-06-16'))).toBe('day-ahead')
    const file = await meet('2026-06-15')
    expect(file.specialConditions).toMatchObject([{ metOn: '2026-06-15' }])
    expect(file.history.map(({ change }) => change)).toEqual(['awarded', 'special-condition-set', 'special-condition-met'])
    expect(await codeOf(meet('2026-06-15'))).toBe('condition-met')
    expect(await codeOf(act()(assessed.people.operator, 'meetSpecialCondition', { awardId: award.awardId, conditionId: 'scn_no', metOn: '2026-06-15', text: 'x' }))).toBe('condition-absent')
  })
})

describe('a clock', () => {
  test('proposes and never suspends; the body decides after the site had its time', async () => {
    at('2026-06-15')
    const assessed = await conditional()
    const { one, people } = assessed
    at('2027-06-15')
    const sweep = () => world.transact(operator, proposeFromClocks)
    await sweep()
    expect((await act()(people.operator, 'getAwardFile', { awardId: (await awardOf(one.siteId)).awardId })).matters).toEqual([])
    at('2027-06-16')
    await sweep()
    const again = await sweep()
    expect(again.proposed).toBe(0)
    const award = await awardOf(one.siteId)
    expect(award).toMatchObject({ state: 'in-force', isConditional: true })
    expect(await standing(one.siteId)).toMatchObject({ copper: 'conditional' })
    const file = await act()(people.owner, 'getAwardFile', { awardId: award.awardId })
    expect(file.matters).toMatchObject([{ proposal: 'suspend', reasonClass: 'plan-overdue', origin: 'clock', respondBy: '2027-07-16', may: { answer: true, vote: false, record: false } }])
    const { matterId } = file.matters[0]!
    expect(await codeOf(act()(people.members[0]!, 'voteOnAwardMatter', { matterId, vote: 'for' }))).toBe('response-period-runs')
    expect(await codeOf(decide(assessed, matterId))).toBe('response-period-runs')
    expect(await codeOf(act()(people.members[0]!, 'answerAwardMatter', { matterId, text: 'x', evidenceIds: [] }))).toBe('permit-missing')
    await act()(people.owner, 'answerAwardMatter', { matterId, text: 'We need three months more', evidenceIds: [] })
    expect(await codeOf(act()(people.owner, 'answerAwardMatter', { matterId, text: 'Again', evidenceIds: [] }))).toBe('response-given')
    expect(await codeOf(decide(assessed, matterId))).toBe('quorum-missing')
    await vote(people.members, matterId)
    expect(await codeOf(decide(assessed, matterId, 'kept'))).toBe('majority-missing')
    const after = await decide(assessed, matterId)
    expect(after).toMatchObject({ state: 'suspended', history: [{ change: 'awarded' }, { change: 'suspended', reasonClass: 'plan-overdue', on: '2027-06-16' }] })
    expect(await codeOf(decide(assessed, matterId))).toBe('matter-closed')
    expect(await standing(one.siteId)).toMatchObject({ copper: 'suspended', molybdenum: 'conditional' })
    expect(await codeOf(act()(actor('z', grant('site-owner', 'site', 'CHL-OTHER')), 'getAwardFile', { awardId: award.awardId }))).toBe('award-absent')
    expect(await codeOf(act()(actor('z', grant('site-owner', 'site', 'CHL-OTHER')), 'lodgeAppeal', { matterId, grounds: 'x' }))).toBe('matter-absent')
    const site = await act()(people.owner, 'getAwardFile', { awardId: award.awardId })
    expect(JSON.stringify(site)).not.toContain(MINUTES)
    expect(site.matters[0]).toMatchObject({ votes: [], decidedBy: [], may: { appeal: true } })
  })

  test('holds from a day that is over where the body says so, and not from before the last change', async () => {
    at('2026-06-15')
    const assessed = await conditional({})
    const { one, people } = assessed
    const award = await awardOf(one.siteId)
    at('2026-09-01')
    const propose = (input: object) => act()(people.operator, 'proposeAwardChange', { awardId: award.awardId, proposal: 'suspend', reasonClass: 'serious-event', reason: 'A dam failed in July', respondDays: 0, ...input } as never)
    expect(await codeOf(propose({ asOf: '2026-09-02' }))).toBe('day-ahead')
    expect(await codeOf(propose({ asOf: '2026-06-14' }))).toBe('day-before-change')
    const [matter] = (await propose({ asOf: '2026-07-04' })).matters
    expect(matter).toMatchObject({ terms: { asOf: '2026-07-04' } })
    at('2026-09-02')
    await vote(people.members, matter!.matterId)
    expect(await decide(assessed, matter!.matterId)).toMatchObject({ state: 'suspended', history: [{ change: 'awarded' }, { change: 'suspended', on: '2026-07-04' }] })
    expect(await milestonesOf(one.siteId)).toContainEqual(['suspension', 'copper', '2026-07-04'])
  })

  test('ends a term after its last day, and a suspension is lifted by a verified remedy', async () => {
    at('2026-06-15')
    const assessed = await conditional({})
    const { one, people } = assessed
    const award = await awardOf(one.siteId)
    const propose = (input: object) => act()(people.operator, 'proposeAwardChange', { awardId: award.awardId, reasonClass: 'serious-event', reason: 'A dam failed', ...input } as never)
    const [first] = (await propose({ proposal: 'suspend', respondDays: 0 })).matters
    expect(await codeOf(propose({ proposal: 'suspend' }))).toBe('matter-open')
    expect(await codeOf(propose({ proposal: 'reinstate' }))).toBe('award-state-forbids')
    at('2026-06-16')
    await vote(people.members, first!.matterId)
    await decide(assessed, first!.matterId)
    at('2026-08-01')
    const [second] = (await propose({ proposal: 'reinstate', reasonClass: 'verified-remedy', reason: 'The dam was rebuilt and inspected' })).matters
    await vote(people.members, second!.matterId)
    await decide(assessed, second!.matterId)
    expect(await standing(one.siteId)).toMatchObject({ copper: 'live-awarded' })
    expect(await codeOf(propose({ proposal: 'extend', reasonClass: 'correction', validUntil: '2029-06-15' }))).toBe('terms-missing')
    expect(await codeOf(propose({ proposal: 'extend', reasonClass: 'correction', validUntil: '2031-01-01' }))).toBe('extension-too-long')
    const third = (await propose({ proposal: 'extend', reasonClass: 're-assessment', validUntil: '2029-09-15' })).matters.find(({ proposal }) => proposal === 'extend')
    await vote(people.members, third!.matterId)
    await decide(assessed, third!.matterId)
    at('2029-09-15')
    await world.transact(operator, proposeFromClocks)
    expect((await awardOf(one.siteId)).state).toBe('in-force')
    expect(await standing(one.siteId)).toMatchObject({ copper: 'live-awarded', molybdenum: 'expired' })
    at('2029-09-16')
    expect(await standing(one.siteId)).toMatchObject({ copper: 'expired' })
    await world.transact(operator, proposeFromClocks)
    expect(await awardOf(one.siteId)).toMatchObject({ state: 'expired' })
    expect((await awardOf(one.siteId)).history.at(-1)).toMatchObject({ change: 'expired', reasonClass: 'term-ended', on: '2029-09-16' })
  })
})

describe('an appeal', () => {
  test('is lodged in time, heard by people who did not decide, and puts the award back', async () => {
    at('2026-06-15')
    const assessed = await conditional({})
    const { one, people } = assessed
    const award = await awardOf(one.siteId)
    const [matter] = (await act()(people.operator, 'proposeAwardChange', { awardId: award.awardId, proposal: 'withdraw', reasonClass: 'false-claim', reason: 'A claim was false', respondDays: 0 })).matters
    const { matterId } = matter!
    expect(await codeOf(act()(people.owner, 'lodgeAppeal', { matterId, grounds: 'No' }))).toBe('nothing-to-appeal')
    at('2026-06-16')
    const assessor = { ...people.lead, ...actor(people.lead.userId, grant('decision-member')) }
    await giveGrants(world, people.lead.userId, [grant('decision-member')])
    expect(await codeOf(act()(assessor, 'voteOnAwardMatter', { matterId, vote: 'for' }))).toBe('decider-conflicted')
    await vote(people.members, matterId)
    await decide(assessed, matterId)
    expect(await standing(one.siteId)).toMatchObject({ copper: 'withdrawn' })
    expect((await world.transact(operator, proposeFromClocks)).closed).toBe(0)
    at('2026-07-16')
    const lodged = await act()(people.owner, 'lodgeAppeal', { matterId, grounds: 'The label was another company\'s' })
    expect(await codeOf(act()(people.owner, 'lodgeAppeal', { matterId, grounds: 'Again' }))).toBe('appeal-lodged')
    const { appealId } = lodged.matters[0]!.appeal!
    expect(await codeOf(act()(people.members[0]!, 'voteOnAppeal', { appealId, vote: 'for' }))).toBe('appeal-heard-by-decider')
    expect(await codeOf(act()(people.members[0]!, 'decideAppeal', { appealId, outcome: 'rejected', text: MINUTES }))).toBe('appeal-heard-by-decider')
    const others = [people.members[3]!, await addPerson(world, 'Fifth Member', [grant('decision-member')]), await addPerson(world, 'Sixth Member', [grant('decision-member')])]
    for (const other of others.slice(0, 2)) await act()(other, 'voteOnAppeal', { appealId, vote: 'for' })
    expect(await codeOf(act()(others[0]!, 'decideAppeal', { appealId, outcome: 'upheld', text: MINUTES }))).toBe('quorum-missing')
    await act()(others[2]!, 'voteOnAppeal', { appealId, vote: 'against' })
    expect(await codeOf(act()(others[0]!, 'decideAppeal', { appealId, outcome: 'rejected', text: MINUTES }))).toBe('majority-missing')
    const file = await act()(others[0]!, 'decideAppeal', { appealId, outcome: 'upheld', text: MINUTES })
    expect(file).toMatchObject({ state: 'in-force' })
    expect(file.history.map(({ change, reasonClass }) => [change, reasonClass])).toEqual([['awarded', 'assessment'], ['withdrawn', 'false-claim'], ['reinstated', 'appeal']])
    expect(await codeOf(act()(others[0]!, 'decideAppeal', { appealId, outcome: 'upheld', text: MINUTES }))).toBe('appeal-closed')
    expect(await standing(one.siteId)).toMatchObject({ copper: 'live-awarded' })
  })

  test('comes too late after the days of the scheme, and then the cycle of a withdrawn award ends', async () => {
    at('2026-06-15')
    const assessed = await assessedCase(world, {}, { under: [{ standard: 'risk-readiness-assessment', standardVersion: '3.0', marks: ['copper'] }] })
    await decided(world, assessed)
    const award = await awardOf(assessed.one.siteId)
    const [matter] = (await act()(assessed.people.operator, 'proposeAwardChange', { awardId: award.awardId, proposal: 'withdraw', reasonClass: 'site-left', reason: 'It closed', respondDays: 0 })).matters
    at('2026-06-16')
    await vote(assessed.people.members, matter!.matterId)
    await decide(assessed, matter!.matterId)
    at('2026-07-17')
    expect(await codeOf(act()(assessed.people.owner, 'lodgeAppeal', { matterId: matter!.matterId, grounds: 'Late' }))).toBe('appeal-too-late')
    await world.transact(operator, proposeFromClocks)
    expect((await readCase(sql(), assessed.one.caseId))!.state).toBe('closed')
  })
})

describe('what happens at an awarded site', () => {
  test('opens a review that the public reads of only after the site knows', async () => {
    at('2026-06-15')
    const { one, people } = await conditional({})
    const award = await awardOf(one.siteId)
    const report = (who: typeof people.owner, input: object = {}) => act()(who, 'reportAwardEvent', { awardId: award.awardId, kind: 'serious-event', happenedOn: '2026-06-14', text: 'A person died', ...input } as never)
    expect(await codeOf(report(people.owner, { happenedOn: '2026-06-16' }))).toBe('day-ahead')
    expect(await codeOf(report(people.lead))).toBe('award-absent')
    await report(people.operator)
    expect((await act()(people.owner, 'getAwardFile', { awardId: award.awardId })).reports).toEqual([])
    const { reportId } = (await act()(people.operator, 'getAwardFile', { awardId: award.awardId })).reports[0]!
    const since = async () => (await publicAwards(one.siteId)).find(([id]) => id === award.awardId)![1].value.underReviewSince
    expect(await codeOf(act()(people.operator, 'publishAwardReview', { reportId }))).toBe('review-not-open')
    expect(await codeOf(act()(people.owner, 'acknowledgeAwardReview', { reportId }))).toBe('report-absent')
    await act()(people.operator, 'openAwardReview', { reportId })
    expect(await codeOf(act()(people.operator, 'openAwardReview', { reportId }))).toBe('report-closed')
    expect(await since()).toBeNull()
    expect(await codeOf(act()(people.operator, 'publishAwardReview', { reportId }))).toBe('site-not-told')
    await world.transact(operator, proposeFromClocks)
    expect(await since()).toBeNull()
    await act()(people.owner, 'acknowledgeAwardReview', { reportId })
    await act()(people.operator, 'publishAwardReview', { reportId })
    expect(await since()).toBe('2026-06-15')
    expect(await codeOf(act()(people.operator, 'publishAwardReview', { reportId }))).toBe('review-public')
    const closed = await act()(people.operator, 'closeAwardReport', { reportId, outcome: 'answered', text: 'The cause was outside the site' })
    expect(closed.underReviewSince).toBeNull()
    expect(closed.history.map(({ change }) => change)).toEqual(['awarded', 'review-opened', 'review-closed'])
    expect(JSON.stringify(await publicAwards(one.siteId))).not.toContain('died')
  })

  test('is shown by the sweep once the site had time to know; a significant change asks for an early re-assessment', async () => {
    at('2026-06-15')
    const { one, people } = await conditional({})
    const award = await awardOf(one.siteId)
    const file = await act()(people.owner, 'reportAwardEvent', { awardId: award.awardId, kind: 'significant-change', happenedOn: '2026-06-01', text: 'A second furnace' })
    expect(file.reports).toMatchObject([{ source: 'site', text: 'A second furnace' }])
    const asked = await act()(people.operator, 'askEarlyReassessment', { reportId: file.reports[0]!.reportId, text: 'Please open it by autumn' })
    expect(asked.history.at(-1)).toMatchObject({ change: 'early-re-assessment-asked', reasonClass: 'significant-change' })
    await world.transact(operator, (ctx) => whenGrievanceDecided(ctx, { kind: 'grievance.decided', subject: 'grv_1', isPublic: false, body: { siteId: one.siteId, touchesAward: true, outcome: 'upheld' } }))
    const found = (await act()(people.operator, 'getAwardFile', { awardId: award.awardId })).reports.find(({ source }) => source === 'found')!
    expect((await act()(people.owner, 'getAwardFile', { awardId: award.awardId })).reports.some(({ source }) => source === 'found')).toBe(false)
    await act()(people.operator, 'openAwardReview', { reportId: found.reportId })
    at('2026-06-17')
    await world.transact(operator, proposeFromClocks)
    expect((await awardOf(one.siteId)).underReviewSince).toBe('2026-06-15')
  })

  test('follows a site to its new owner under a number of its own', async () => {
    at('2026-06-15')
    const assessed = await conditional({})
    const { one, people } = assessed
    const award = await awardOf(one.siteId)
    const propose = (organisationId?: string) => act()(people.operator, 'proposeAwardChange', { awardId: award.awardId, proposal: 'transfer', reasonClass: 'site-sold', reason: 'Sold', respondDays: 0, ...(organisationId === undefined ? {} : { organisationId }) })
    expect(await codeOf(propose())).toBe('terms-missing')
    expect(await codeOf(propose('org_none'))).toBe('participant-unknown')
    await insertParticipant(sql(), { organisationId: 'org_new', name: 'New Owner Metals', country: 'CHL', allSitesBy: null, createdAt: world.house.clock.now() })
    const [matter] = (await propose('org_new')).matters
    await act()(people.owner, 'answerAwardMatter', { matterId: matter!.matterId, text: 'Agreed', evidenceIds: [] })
    await vote(people.members, matter!.matterId)
    const file = await decide(assessed, matter!.matterId)
    expect(file).toMatchObject({ participant: 'New Owner Metals', state: 'in-force', validUntil: award.validUntil })
    expect(file.awardId).not.toBe(award.awardId)
    expect((await publicAwards(one.siteId)).find(([id]) => id === award.awardId)![1].value.state).toBe('transferred')
    expect(await standing(one.siteId)).toMatchObject({ copper: 'live-awarded' })
  })
})
