import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertEvidence } from '#src/evidence/evidence.store.ts'
import { handlers } from '#src/platform/handlers.ts'
import { JDDS, RRA, actorOf, call, codeOf, engage, openCase, type Assessed } from '#test/assessment.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { readCase } from './case.store.ts'
import { insertCertificate } from './certificate.store.ts'
import { insertEquivalence } from './equivalence.store.ts'
import { assessmentNoticeFact } from './published.ts'
import { ratersOf, ratingsOf } from './rating.store.ts'
import type { RecordFile } from './on-site-file.ts'
import type { PlanContent } from './plan.ts'

let world: World
beforeAll(async () => { world = await testWorld({ loadsShipped: true }) }, 120_000)
afterAll(async () => {
  expect(world.faults).toEqual([])
  await world.close()
})

const plan: PlanContent = {
  visitFrom: '2026-08-03', visitTo: '2026-08-07', personDays: 8, areas: [{ area: 'Furnace hall', what: 'dust and safety' }], documentSampling: 'Every third permit.',
  interviews: [
    { group: 'management', size: 6, planned: 3, reason: null }, { group: 'employees', size: 100, planned: 10, reason: null }, { group: 'contractors', size: 9, planned: 3, reason: null },
    { group: 'worker-representatives', size: 2, planned: 2, reason: null }, { group: 'community', size: null, planned: 5, reason: null }, { group: 'authorities', size: null, planned: 0, reason: 'None has an office nearby.' },
  ],
  languages: ['es', 'pt-BR'], interpreted: ['pt'], mediaScan: 'Two papers, five words.',
}

async function planned(known: Assessed): Promise<void> {
  const { caseId } = known.one
  await call(world, known.lead, 'savePlan', { caseId, plan, version: 0 })
  await call(world, known.owner, 'confirmPlan', { caseId, version: 1 })
  await call(world, operator, 'approvePlan', { caseId, version: 1 })
}
const announce = (known: Assessed) => call(world, operator, 'publishNotice', { caseId: known.one.caseId, text: 'An assessment takes place.', languages: ['es', 'en'], concernsUntil: '2026-07-31' })

/** A case whose visit is under way, with one evidence item of its site. */
async function onSite(change: Parameters<typeof openCase>[1] = {}): Promise<Assessed & { evidenceId: string }> {
  world.setNow('2026-06-15T12:00:00.000Z')
  const known = await openCase(world, change)
  await engage(world, known)
  await planned(known)
  await announce(known)
  await call(world, known.lead, 'completeDeskReview', { caseId: known.one.caseId })
  world.setNow('2026-08-07T12:00:00.000Z')
  const evidenceId = world.house.ids.newId('evd')
  await insertEvidence(world.house.database.sql, {
    evidenceId, organisationId: known.one.organisationId, siteId: known.one.siteId, title: 'Permit', kind: 'permit', writtenIn: 'en', ownerId: known.owner, validFrom: null, validUntil: null,
    layer: 'assessor', state: 'valid', supersededBy: null, supersededOn: null, withdrawnOn: null, withdrawalReason: null, version: 1, addedAt: '2026-06-01T00:00:00Z', addedBy: known.owner,
    file: { revision: 1, sha256: 'a'.repeat(64), byteCount: 1, mediaType: 'application/pdf', filename: 'permit.pdf', scan: 'not-scanned', erasedOn: null, addedAt: '2026-06-01T00:00:00Z', addedBy: known.owner },
  })
  return { ...known, evidenceId }
}
const criterionOf = async (known: Assessed, slug: string, who = known.lead, under: string = RRA.standard) =>
  (await call(world, who, 'getOnSiteRecord', { caseId: known.one.caseId })).criteria.find(({ standard, criterion }) => standard === under && criterion === slug)!
const rate = async (known: Assessed & { evidenceId: string }, criterion: string, rating: string, more: Partial<Parameters<typeof call<'rateCriterion'>>[3]> = {}, who = known.lead) => {
  const at = await criterionOf(known, criterion, who, more.standard === 'no-such' ? undefined : more.standard)
  return call(world, who, 'rateCriterion', { caseId: known.one.caseId, standard: at.standard, criterion, rating, rationale: 'Seen on site.', evidenceIds: [known.evidenceId], seen: at.seen, ...more })
}
const rateAll = async (known: Assessed & { evidenceId: string }): Promise<void> => {
  for (const { standard, criterion, isInRound, state } of (await call(world, known.lead, 'getOnSiteRecord', { caseId: known.one.caseId })).criteria) {
    if (isInRound && state !== 'rated') await rate(known, criterion, 'fully-meets', { standard })
  }
}
async function finishVisit(known: Assessed): Promise<void> {
  const { caseId } = known.one
  for (const { group, planned: count } of plan.interviews) {
    await call(world, known.lead, 'recordInterviews', { caseId, group, count, seen: [] })
  }
  await call(world, known.lead, 'recordClosingMeeting', { caseId, heldOn: '2026-08-07', attendees: [{ role: 'site manager', count: 1 }], differences: '', seen: [] })
  await call(world, known.second, 'recordMediaFind', { caseId, source: 'Regional paper', searchedOn: '2026-08-01', words: 'spill', found: 'nothing', relevance: 'none', seen: [] })
  await call(world, known.lead, 'completeSiteVisit', { caseId })
}
const report = { assessedFrom: '2026-08-03', assessedTo: '2026-08-07', summary: 'A well-run smelter.', strengths: 'Safety.', goodPractices: [{ standard: RRA.standard, criterion: 'child-labor', text: 'Age is checked at the gate.' }] }

describe('the plan', () => {
  test('says what it lacks, is confirmed by the site, approved by the secretariat, and announced in public', async () => {
    const known = await openCase(world)
    const { caseId } = known.one
    expect((await call(world, known.owner, 'getPlan', { caseId })).gaps.map(({ code }) => code)).toContain('team')
    await engage(world, known)
    const short = { ...plan, visitTo: '2026-08-01', languages: ['zh'], interviews: plan.interviews.map((row) => row.group === 'employees' ? { ...row, planned: 9 } : row) }
    const saved = await call(world, known.lead, 'savePlan', { caseId, plan: short, version: 0 })
    expect(saved.gaps.map(({ code, subject }) => [code, subject])).toEqual([['visit-days', null], ['interviews', 'employees'], ['language-uncovered', 'zh']])
    expect(saved.coverage.find(({ group }) => group === 'employees')).toEqual({ group: 'employees', isEmployees: true, size: 100, planned: 9, least: 10, isCovered: false })
    expect(await codeOf(call(world, known.owner, 'confirmPlan', { caseId, version: 1 }))).toBe('plan-incomplete')
    expect(await codeOf(call(world, known.lead, 'savePlan', { caseId, plan, version: 0 }))).toBe('plan-changed')
    expect((await call(world, known.lead, 'savePlan', { caseId, plan, version: 1 })).gaps).toEqual([])
    expect(await codeOf(call(world, operator, 'approvePlan', { caseId, version: 2 }))).toBe('plan-not-confirmed')
    await call(world, known.owner, 'confirmPlan', { caseId, version: 2 })
    await call(world, known.lead, 'savePlan', { caseId, plan: { ...plan, personDays: 9 }, version: 2 })
    expect(await codeOf(call(world, operator, 'approvePlan', { caseId, version: 3 }))).toBe('plan-not-confirmed')
    await call(world, known.owner, 'confirmPlan', { caseId, version: 3 })
    await call(world, operator, 'approvePlan', { caseId, version: 3 })
    expect(await readCase(world.house.database.sql, caseId)).toMatchObject({ state: 'planned', round: 1, roundKind: 'assessment' })
    expect(await codeOf(call(world, operator, 'publishNotice', { caseId, text: 'x', languages: ['es'], concernsUntil: '2026-06-01' }))).toBe('notice-dates-wrong')
    expect((await announce(known)).notice).toMatchObject({ visitFrom: '2026-08-03', firmName: expect.stringContaining('Halden'), concernsUntil: '2026-07-31' })
    expect((await world.read(operator, (ctx) => ctx.facts())).of(assessmentNoticeFact).get(`${caseId}.1`)?.value).toMatchObject({ siteName: 'Marrick Smelter' })
    await call(world, operator, 'reopenPlan', { caseId, reason: 'The visit moves.' })
    expect((await world.read(operator, (ctx) => ctx.facts())).of(assessmentNoticeFact).has(`${caseId}.1`)).toBe(false)
    expect(await readCase(world.house.database.sql, caseId)).toMatchObject({ state: 'self-assessed' })
  })

  test('is refused to the wrong person and in the wrong state', async () => {
    const known = await openCase(world)
    const { caseId } = known.one
    const stranger = await openCase(world)
    await engage(world, known)
    expect(await codeOf(call(world, known.owner, 'savePlan', { caseId, plan, version: 0 }))).toBe('permit-missing')
    expect(await codeOf(call(world, known.second, 'savePlan', { caseId, plan, version: 0 }))).toBe('permit-missing')
    expect(await codeOf(call(world, stranger.lead, 'savePlan', { caseId, plan, version: 0 }))).toBe('case-absent')
    expect(await codeOf(call(world, known.owner, 'confirmPlan', { caseId, version: 0 }))).toBe('plan-absent')
    expect(await codeOf(call(world, operator, 'reopenPlan', { caseId, reason: 'no' }))).toBe('case-state-forbids')
    expect(await codeOf(announce(known))).toBe('case-state-forbids')
    expect(await codeOf(call(world, known.lead, 'approvePlan', { caseId, version: 0 }))).toBe('permit-missing')
  })

  test('whose visit begins before the notice has stood its days is not announced', async () => {
    const known = await openCase(world)
    await engage(world, known)
    await planned(known)
    world.setNow('2026-07-20T12:00:00.000Z')
    expect(await codeOf(announce(known))).toBe('notice-dates-wrong')
    world.setNow('2026-06-15T12:00:00.000Z')
  })

  test('whose visit ends after an approval lapses is not complete', async () => {
    const known = await openCase(world)
    await engage(world, known)
    const saved = await call(world, known.lead, 'savePlan', { caseId: known.one.caseId, plan: { ...plan, visitFrom: '2027-12-30', visitTo: '2028-01-02' }, version: 0 })
    expect(saved.gaps.filter(({ code }) => code === 'approval-lapses').length).toBeGreaterThan(1)
  })
})

describe('the desk review', () => {
  test('threads questions and ends when all are closed', async () => {
    const known = await openCase(world)
    const { caseId } = known.one
    await engage(world, known)
    await planned(known)
    await announce(known)
    const asked = await call(world, known.lead, 'askDeskQuestion', { caseId, standard: RRA.standard, criterion: 'child-labor', text: 'How is age checked?' })
    expect(asked).toMatchObject({ state: 'open', dueOn: '2026-06-29' })
    const { questionId } = asked
    expect(await codeOf(call(world, known.owner, 'closeDeskQuestion', { questionId }))).toBe('permit-missing')
    expect(await codeOf(call(world, known.owner, 'askDeskQuestion', { caseId, standard: RRA.standard, text: 'And you?' }))).toBe('permit-missing')
    expect(await codeOf(call(world, known.admin, 'answerDeskQuestion', { questionId, text: 'x' }))).toBe('desk-question-absent')
    expect(await codeOf(call(world, known.lead, 'askDeskQuestion', { caseId, standard: RRA.standard, criterion: 'no-such', text: 'x' }))).toBe('criterion-unknown')
    expect(await call(world, known.owner, 'answerDeskQuestion', { questionId, text: 'By passport.' })).toMatchObject({ state: 'answered', messages: [{ side: 'assessor' }, { side: 'site' }] })
    expect(await call(world, known.second, 'answerDeskQuestion', { questionId, text: 'Always?' })).toMatchObject({ state: 'open' })
    expect(await codeOf(call(world, known.lead, 'completeDeskReview', { caseId }))).toBe('desk-questions-open')
    await call(world, known.lead, 'closeDeskQuestion', { questionId })
    expect(await codeOf(call(world, known.owner, 'answerDeskQuestion', { questionId, text: 'One more thing.' }))).toBe('desk-question-closed')
    expect(await codeOf(call(world, known.second, 'completeDeskReview', { caseId }))).toBe('permit-missing')
    await call(world, known.lead, 'completeDeskReview', { caseId })
    expect(await readCase(world.house.database.sql, caseId)).toMatchObject({ state: 'desk-reviewed' })
    const { rows } = await world.house.database.pool.query<{ payload: string }>(`select payload from log_entry where kind like 'desk-question.%'`)
    for (const { payload } of rows) expect(payload).not.toMatch(/passport|age/)
  })

  test('checks what an approved equivalence covers, and nothing else is accepted on recognition', async () => {
    const known = await openCase(world)
    const { caseId, siteId } = known.one
    await engage(world, known)
    await planned(known)
    await announce(known)
    const sql = world.house.database.sql
    const certificateId = world.house.ids.newId('crt')
    await insertCertificate(sql, {
      certificateId, siteId, organisationId: known.one.organisationId, scheme: 'iso-14001', schemeVersion: '2015', number: 'X-1', body: 'Vesper Certification', accreditation: 'accredited', scopeText: 'Smelting',
      boundary: 'same', validFrom: '2025-01-01', validUntil: '2027-12-31', evidenceId: null, withdrawnOn: null, withdrawalReason: null, state: 'valid', version: 1, addedAt: '2026-06-01T00:00:00Z', addedBy: known.owner,
    })
        await insertEquivalence(sql, {
      externalScheme: 'iso-14001', externalVersion: '2015', ...RRA, clauses: [], value: 'full', part: null, gap: null, alignment: null, note: null, direction: 'both', equivalenceId: 'waste-by-iso-14001', criterion: 'waste-management', conditions: { validAtAssessment: true, sameBoundary: true, accreditedBody: true, maxAgeMonths: null }, evidenceRequired: [], isExample: false,
      state: 'approved', approvedBy: 'tester', approvedOn: '2026-01-01', validUntil: '2027-12-31', revokedOn: null, revocationReason: null, version: 1, changedAt: '2026-01-01T00:00:00Z',
    })
    const desk = await call(world, known.lead, 'getDeskReview', { caseId })
    expect(desk.recognised).toMatchObject([{ criterion: 'waste-management', certificateIds: [certificateId], check: null }])
    expect(await codeOf(call(world, known.lead, 'completeDeskReview', { caseId }))).toBe('desk-checks-missing')
    const check = { caseId, standard: RRA.standard, certificateId, isAccepted: true, note: 'Certificate and scope looked at.' }
    expect(await codeOf(call(world, known.lead, 'checkRecognition', { ...check, criterion: 'child-labor' }))).toBe('recognition-not-usable')
    await call(world, known.lead, 'checkRecognition', { ...check, criterion: 'waste-management' })
    await call(world, known.lead, 'completeDeskReview', { caseId })
    const withIt = { ...known, evidenceId: '' }
    expect(await codeOf(rate(withIt, 'child-labor', 'fully-meets', { certificateId, evidenceIds: [] }))).toBe('recognition-not-usable')
    expect(await rate(withIt, 'waste-management', 'fully-meets', { certificateId, evidenceIds: [] })).toMatchObject({ rating: 'fully-meets', certificateId })
  })
})

describe('the on-site record', () => {
  test('rates with rationale and reason, and lets only its assessor or the lead change a rating', async () => {
    const known = await onSite()
    const { caseId } = known.one
    expect(await codeOf(rate(known, 'child-labor', 'fully-meets', { rationale: ' ' }))).toBe('rating-rationale-missing')
    expect(await codeOf(rate(known, 'child-labor', 'splendid'))).toBe('rating-level-unknown')
    expect(await codeOf(rate(known, 'child-labor', 'not-applicable', { notApplicableReason: 'No children here.' }))).toBe('record-value-wrong')
    expect(await codeOf(rate(known, 'child-labor', 'fully-meets', { evidenceIds: ['evd_of_another'] }))).toBe('record-value-wrong')
    expect(await codeOf(rate(known, 'child-labor', 'fully-meets', { standard: 'no-such' }))).toBe('criterion-unknown')
    await rate(known, 'child-labor', 'partially-meets', {}, known.second)
    expect(await codeOf(rate(known, 'child-labor', 'fully-meets', {}, known.second))).toBe('rating-reason-missing')
    const { seen } = await criterionOf(known, 'child-labor')
    await rate(known, 'child-labor', 'fully-meets', { reason: 'A second permit was shown.' }, known.lead)
    expect(await codeOf(rate(known, 'child-labor', 'partially-meets', { reason: 'No.' }, known.second))).toBe('rating-of-another')
    expect(await codeOf(call(world, known.lead, 'rateCriterion', { caseId, standard: RRA.standard, criterion: 'child-labor', rating: 'does-not-meet', rationale: 'x', reason: 'x', seen }))).toBe('record-changed')
    for (const who of [known.owner, known.reviewer]) expect(await codeOf(call(world, who, 'rateCriterion', { caseId, standard: RRA.standard, criterion: 'child-labor', rating: 'fully-meets', rationale: 'x', seen: [] }))).toBe('permit-missing')
    expect(await codeOf(call(world, operator, 'rateCriterion', { caseId, standard: RRA.standard, criterion: 'child-labor', rating: 'fully-meets', rationale: 'x', seen: [] }))).toBe('permit-missing')
    expect(await codeOf(call(world, known.owner, 'getOnSiteRecord', { caseId }))).toBe('permit-missing')
    const { rows } = await world.house.database.pool.query<{ payload: { body: unknown } }>(`select payload::jsonb as payload from log_entry where kind = 'rating.changed' and subject = $1 order by position`, [caseId])
    expect(rows.map(({ payload }) => payload.body)).toMatchObject([
      { criterion: 'child-labor', from: null, to: 'partially-meets' }, { criterion: 'child-labor', from: 'partially-meets', to: 'fully-meets', reason: 'A second permit was shown.' },
    ])
  })

  test('ties a finding to clauses of every standard, proposes the mapped ones, and one change reaches both reports', async () => {
    const known = await onSite()
    const { caseId } = known.one
    const proposed = await call(world, known.lead, 'proposeClauses', { caseId, standard: RRA.standard, criterion: 'responsible-supply-chains' })
    expect(proposed.items.length).toBeGreaterThan(0)
    expect(new Set(proposed.items.map(({ standard }) => standard))).toEqual(new Set([JDDS.standard]))
    const clauses = [{ standard: RRA.standard, criterion: 'responsible-supply-chains' }, { standard: JDDS.standard, criterion: proposed.items[0]!.criterion }]
    expect(await codeOf(call(world, known.lead, 'recordFinding', { caseId, grade: 'minor', statement: 'No list.', clauses: [], seen: [] }))).toBe('finding-clause-missing')
    expect(await codeOf(call(world, known.lead, 'recordFinding', { caseId, grade: 'minor', statement: 'No list.', clauses: [{ standard: RRA.standard, criterion: 'no-such' }], seen: [] }))).toBe('record-value-wrong')
    const made = await call(world, known.second, 'recordFinding', { caseId, grade: 'minor', statement: 'No list of suppliers.', clauses, seen: [] })
    await call(world, known.lead, 'recordFinding', { caseId, findingId: made.findingId, grade: 'minor', statement: 'The list of suppliers is a year old.', clauses, seen: made.seen })
    expect(await codeOf(call(world, known.second, 'recordFinding', { caseId, findingId: made.findingId, grade: 'major', statement: 'x', clauses, seen: made.seen }))).toBe('record-changed')
    await rateAll(known)
    await finishVisit(known)
    await call(world, known.lead, 'saveReport', { caseId, report, version: 0 })
    await call(world, known.lead, 'submitReport', { caseId, version: 1 })
    for (const standard of [RRA.standard, JDDS.standard]) {
      expect((await call(world, known.lead, 'getStandardReport', { caseId, standard })).findings).toMatchObject([{ findingId: made.findingId, statement: 'The list of suppliers is a year old.' }])
    }
    const { rows } = await world.house.database.pool.query<{ payload: string }>(`select payload from log_entry where subject = $1`, [caseId])
    for (const { payload } of rows) expect(payload).not.toMatch(/list of suppliers|furnace/i)
  })

  test('ends with a closing meeting and enough interviews, and shows small groups to nobody but the team', async () => {
    const known = await onSite()
    const { caseId } = known.one
    expect(await codeOf(call(world, known.lead, 'completeSiteVisit', { caseId }))).toBe('closing-meeting-missing')
    expect(await codeOf(call(world, known.lead, 'recordClosingMeeting', { caseId, heldOn: '2026-08-08', attendees: [], differences: '', seen: [] }))).toBe('day-ahead')
    await call(world, known.lead, 'recordClosingMeeting', { caseId, heldOn: '2026-08-07', attendees: [{ role: 'site manager', count: 1 }], differences: 'None.', seen: [] })
    expect(await codeOf(call(world, known.lead, 'completeSiteVisit', { caseId }))).toBe('interviews-short')
    for (const { group, planned: count } of plan.interviews) await call(world, known.lead, 'recordInterviews', { caseId, group, count: group === 'contractors' ? 2 : count, shortfallReason: group === 'contractors' ? 'One was off sick.' : null, seen: [] })
    expect(await codeOf(call(world, known.second, 'completeSiteVisit', { caseId }))).toBe('permit-missing')
    await call(world, known.lead, 'completeSiteVisit', { caseId })
    const seenBy = async (who: string) => Object.fromEntries((await call(world, who, 'getOnSiteRecord', { caseId })).interviews.map(({ group, count }) => [group, count]))
    expect(await seenBy(known.lead)).toMatchObject({ employees: 10, contractors: 2 })
    expect(await seenBy(known.reviewer)).toMatchObject({ employees: 10, contractors: null, 'worker-representatives': null, community: 5, authorities: 0 })
    expect(await codeOf(call(world, known.lead, 'completeSiteVisit', { caseId }))).toBe('case-state-forbids')
  })
})

describe('the record as a file', () => {
  const taken = async (known: Assessed, who: string, format: 'zip' | 'xlsx' = 'zip'): Promise<Uint8Array> => {
    const response = await world.read(await actorOf(world, who), (ctx) => handlers.exportOnSiteRecord(ctx, { caseId: known.one.caseId, format })) as Response
    return new Uint8Array(await response.arrayBuffer())
  }
  const edited = (archive: Uint8Array, edit: (record: RecordFile) => void): Uint8Array => {
    const files = unzipSync(archive)
    const record = JSON.parse(strFromU8(files['record.json']!)) as RecordFile
    edit(record)
    return zipSync({ ...files, 'record.json': strToU8(JSON.stringify(record)) })
  }
  const at = (criterion: string, field: string) => ({ standard: RRA.standard as string, criterion, field })
  const parentsOf = (record: RecordFile, key: ReturnType<typeof at>) => {
    const own = record.changes.filter((change) => change.key.criterion === key.criterion && change.key.field === key.field)
    const replaced = new Set(own.flatMap(({ parents }) => parents))
    return own.map(({ changeId }) => changeId).filter((id) => !replaced.has(id))
  }
  const type = (record: RecordFile, changeId: string, key: ReturnType<typeof at>, value: RecordFile['changes'][number]['value']) => { record.changes.push({ changeId, key, value, parents: parentsOf(record, key) }) }

  test('comes back from two assessors without loss; what both wrote is shown and settled', async () => {
    const known = await onSite()
    const { caseId } = known.one
    await rate(known, 'forced-labor', 'partially-meets', {}, known.second)
    const archive = await taken(known, known.lead)
    const page = strFromU8(unzipSync(archive)['on-site.html']!)
    expect(page).toContain("default-src 'none'")
    expect(page).not.toMatch(/src=|https?:\/\//)
    const ofLead = edited(archive, (record) => {
      type(record, 'lead-change-1', at('child-labor', 'rating'), 'fully-meets')
      type(record, 'lead-change-2', at('child-labor', 'rationale'), 'Ages are checked.')
      type(record, 'lead-finding-1', { standard: 'on-site-finding', criterion: 'fin_lead', field: 'grade' }, 'minor')
      type(record, 'lead-finding-2', { standard: 'on-site-finding', criterion: 'fin_lead', field: 'statement' }, 'A sign is missing.')
      type(record, 'lead-finding-3', { standard: 'on-site-finding', criterion: 'fin_lead', field: 'clauses' }, [{ standard: RRA.standard, criterion: 'child-labor' }])
    })
    const ofSecond = edited(archive, (record) => {
      type(record, 'second-change-1', at('child-labor', 'rating'), 'partially-meets')
      type(record, 'second-change-2', at('waste-management', 'notes'), 'Look at the ponds.')
      type(record, 'second-count-1', { standard: 'on-site-interviews', criterion: 'employees', field: 'count' }, 7)
    })
    
    expect(await call(world, known.lead, 'applyOnSiteFile', { caseId }, ofLead)).toMatchObject({ added: 5, format: 'zip' })
    const second = await call(world, known.second, 'applyOnSiteFile', { caseId }, ofSecond)
    expect(second.changes.map(({ changeId, effect }) => [changeId, effect])).toEqual([['second-change-1', 'conflicts'], ['second-change-2', 'changes'], ['second-count-1', 'changes']])
    expect(await call(world, known.second, 'applyOnSiteFile', { caseId }, ofSecond)).toMatchObject({ added: 0 })
    const record = await call(world, known.lead, 'getOnSiteRecord', { caseId })
    expect(record.conflicts).toMatchObject([{ criterion: 'child-labor', field: 'rating', values: [{ value: 'fully-meets', author: known.lead }, { value: 'partially-meets', author: known.second }] }])
    expect(record.findings).toMatchObject([{ findingId: 'fin_lead', grade: 'minor', statement: 'A sign is missing.' }])
    expect(record.criteria.find(({ criterion }) => criterion === 'waste-management')?.notes).toBe('Look at the ponds.')
    expect(record.interviews.find(({ group }) => group === 'employees')?.count).toBe(7)
    await rate(known, 'child-labor', 'partially-meets', { reason: 'We agreed on it.' })
    expect((await call(world, known.lead, 'getOnSiteRecord', { caseId })).conflicts).toEqual([])
  })

  test('asks for the reason of a changed rating, takes it from the file, and lets nobody change a colleague’s', async () => {
    const known = await onSite()
    const { caseId } = known.one
    await rate(known, 'child-labor', 'fully-meets', {}, known.lead)
    const archive = await taken(known, known.lead)
    const lower = (reason: string | null) => edited(archive, (record) => {
      type(record, 'lower-rating', at('child-labor', 'rating'), 'does-not-meet')
      if (reason !== null) record.reasons['lower-rating'] = reason
    })
    expect(await codeOf(call(world, known.second, 'applyOnSiteFile', { caseId, reason: 'mine' }, lower(null)))).toBe('rating-of-another')
    expect(await codeOf(call(world, known.lead, 'applyOnSiteFile', { caseId }, lower(null)))).toBe('rating-reason-missing')
    expect(await call(world, known.lead, 'applyOnSiteFile', { caseId }, lower('A child was seen.'))).toMatchObject({ added: 1 })
    expect((await criterionOf(known, 'child-labor')).rating).toBe('does-not-meet')
  })

  test('goes out as sheets and comes back, with a finding added in a spare row', async () => {
    const known = await onSite()
    const { caseId } = known.one
    const { readSheets } = await import('#src/exchange/spreadsheet/workbook.ts')
    const { writeSheets } = await import('#src/exchange/spreadsheet/write-sheets.ts')
    const { tableLimits } = await import('#src/exchange/spreadsheet/limits.ts')
    const out = await taken(known, known.lead, 'xlsx')
    const read = await readSheets(out, tableLimits)
    if (!read.accepted) throw new Error(read.refusal.detail)
    const fill = (sheet: string, row: number, column: string, text: string) => {
      const { rows } = read.value.find(({ name, rows }) => name === sheet || rows[0]!.includes(sheet))!
      ;(rows[row] as string[])[rows[0]!.indexOf(column)] = text
    }
    const words = await world.read(operator, async (ctx) => ctx.messages('assessment', 'en'))
    fill(words['column.rationale']!, 11, words['column.rating']!, 'Partially meets')
    fill(words['column.rationale']!, 11, words['column.rationale']!, 'Two of three were seen.')
    fill(words['column.statement']!, 1, words['column.grade']!, words['grade.major']!)
    fill(words['column.statement']!, 1, words['column.statement']!, 'A tank leaks.')
    fill(words['column.statement']!, 1, words['column.clauses']!, `${RRA.standard}/pollution; ${RRA.standard}/waste-management`)
    fill(words['column.count']!, 1, words['column.count']!, '4')
    const back = await writeSheets(read.value.map(({ name, rows }) => ({ name, columns: rows[0]!.map((title) => ({ title, width: 10 })), rows: rows.slice(1).map((row) => row.map((cell) => cell === '' ? null : cell)) })))
    const applied = await call(world, known.lead, 'applyOnSiteFile', { caseId }, back)
    expect(applied.unread).toEqual([])
    expect(applied.added).toBe(6)
    expect(await call(world, known.second, 'applyOnSiteFile', { caseId }, back)).toMatchObject({ added: 0 })
    const record = await call(world, known.lead, 'getOnSiteRecord', { caseId })
    expect(record.findings).toMatchObject([{ grade: 'major', statement: 'A tank leaks.', clauses: [{ criterion: 'pollution' }, { criterion: 'waste-management' }] }])
    expect(record.criteria.filter(({ rating }) => rating === 'partially-meets')).toHaveLength(1)
  })

  test.each([
    ['another case', (record: RecordFile) => { record.caseId = `cas_${'9'.repeat(26)}` }, 'record-archive-of-another'],
    ['a foreign form', (record: RecordFile) => { (record as { form: string }).form = 'other' }, 'record-archive-invalid'],
    ['a parent that nobody knows', (record: RecordFile) => { record.changes.push({ changeId: 'orphan-change', key: at('child-labor', 'notes'), value: 'x', parents: ['never-recorded'] }) }, 'change-parent-unknown'],
    ['a recorded change with another value', (record: RecordFile) => { record.changes[0] = { ...record.changes[0]!, value: 'altered' } }, 'change-altered'],
    ['a field that does not exist', (record: RecordFile) => { record.changes.push({ changeId: 'wrong-field', key: at('child-labor', 'verdict'), value: 'x', parents: [] }) }, 'record-value-wrong'],
    ['a level that is not on the scale', (record: RecordFile) => { record.changes.push({ changeId: 'wrong-level', key: at('child-labor', 'rating'), value: 'ten', parents: [] }) }, 'record-value-wrong'],
  ])('is refused with %s, and nothing changes', async (_, edit, code) => {
    const known = await onSite()
    await rate(known, 'waste-management', 'fully-meets')
    const before = await call(world, known.lead, 'getOnSiteRecord', { caseId: known.one.caseId })
    expect(await codeOf(call(world, known.lead, 'applyOnSiteFile', { caseId: known.one.caseId }, edited(await taken(known, known.lead), edit)))).toBe(code)
    expect(await call(world, known.lead, 'getOnSiteRecord', { caseId: known.one.caseId })).toEqual(before)
  })

  test('is refused as a bomb, as another archive and as anything else', async () => {
    const known = await onSite()
    const send = (bytes: Uint8Array, who = known.lead) => codeOf(call(world, who, 'applyOnSiteFile', { caseId: known.one.caseId }, bytes))
    expect(await send(zipSync({ 'record.json': new Uint8Array(80_000_000) }))).toBe('archive-too-large')
    expect(await send(zipSync({ '../record.json': strToU8('{}') }))).toBe('record-archive-invalid')
    expect(await send(strToU8('PK\u0003\u0004 not an archive'))).toBe('archive-damaged')
    expect(await send(strToU8('MZ program'))).toBe('file-format-unknown')
    expect(await send(strToU8('{"form":'))).toBe('record-archive-invalid')
    expect(await send(strToU8('{}'), known.owner)).toBe('permit-missing')
    expect(await codeOf(world.read(await actorOf(world, known.owner), (ctx) => handlers.exportOnSiteRecord(ctx, { caseId: known.one.caseId, format: 'zip' })))).toBe('permit-missing')
  })
})

describe('the report', () => {
  test('is submitted when complete, freezes its ratings, is returned, and rates only what is open in a later round', async () => {
    const known = await onSite()
    const { caseId } = known.one
    const sql = world.house.database.sql
    await rate(known, 'waste-management', 'partially-meets')
    expect(await codeOf(call(world, known.lead, 'submitReport', { caseId, version: 0 }))).toBe('case-state-forbids')
    await finishVisit(known)
    await call(world, known.second, 'saveReport', { caseId, report, version: 0 })
    expect(await codeOf(call(world, known.lead, 'saveReport', { caseId, report, version: 0 }))).toBe('report-changed')
    expect(await codeOf(call(world, known.lead, 'submitReport', { caseId, version: 1 }))).toBe('report-incomplete')
    expect(await codeOf(call(world, known.owner, 'getReport', { caseId }))).toBe('report-absent')
    await rateAll(known)
    const finding = await call(world, known.lead, 'recordFinding', { caseId, grade: 'major', statement: 'A tank leaks.', clauses: [{ standard: RRA.standard, criterion: 'pollution' }], seen: [] })
    expect((await call(world, known.lead, 'getReport', { caseId })).gaps).toMatchObject([{ code: 'finding-contradicts', criterion: 'pollution' }])
    await rate(known, 'pollution', 'partially-meets', { reason: 'The leak.' })
    expect(await codeOf(call(world, known.second, 'submitReport', { caseId, version: 1 }))).toBe('permit-missing')
    expect(await call(world, known.lead, 'submitReport', { caseId, version: 1 })).toMatchObject({ state: 'submitted', submissions: 1, findingCounts: { major: 1 } })
    const frozen = await ratingsOf(sql, caseId, 1)
    expect(frozen.filter(({ level }) => level === 'partially-meets').map(({ criterion }) => criterion).sort()).toEqual(['pollution', 'waste-management'])
    expect(await ratersOf(sql, caseId)).toEqual([known.lead])
    expect(await codeOf(rate(known, 'pollution', 'fully-meets', { reason: 'x' }))).toBe('round-not-on-site')
    expect(await codeOf(call(world, known.lead, 'recordFinding', { caseId, findingId: finding.findingId, grade: 'minor', statement: 'x', clauses: finding.clauses, seen: finding.seen }))).toBe('round-not-on-site')
    await world.house.database.pool.query(`update assurance_case set state = 'assessed' where case_id = $1`, [caseId])
    expect(await call(world, known.lead, 'getReport', { caseId })).toMatchObject({ state: 'returned', may: { write: true, submit: true } })
    await call(world, known.lead, 'submitReport', { caseId, version: 1 })
    await world.house.database.pool.query(`update assurance_case set state = 'conditional' where case_id = $1`, [caseId])
    expect(await call(world, known.owner, 'getReport', { caseId })).toMatchObject({ state: 'final' })
    expect(await call(world, known.owner, 'requestRound', { caseId, text: 'All is closed.' })).toMatchObject({ requestedOn: '2026-08-07' })
    expect(await codeOf(call(world, known.lead, 'openFollowUp', { caseId, path: 'desk', reason: 'asked' }))).toBe('permit-missing')
    expect(await codeOf(call(world, operator, 'openRemediation', { caseId, path: 'desk', reason: 'asked' }))).toBe('case-state-forbids')
    expect(await call(world, operator, 'openFollowUp', { caseId, path: 'desk', reason: 'The site asked.' })).toMatchObject({ state: 'assessed', round: 2, roundKind: 'follow-up' })
    const second = await call(world, known.lead, 'getOnSiteRecord', { caseId })
    expect(second.criteria.filter(({ isInRound }) => isInRound).map(({ criterion }) => criterion).sort()).toEqual(['pollution', 'waste-management'])
    expect(await codeOf(rate(known, 'child-labor', 'fully-meets'))).toBe('round-criterion-closed')
    await rateAll(known)
    await call(world, known.lead, 'saveReport', { caseId, report: { ...report, goodPractices: [] }, version: 0 })
    await call(world, known.lead, 'submitReport', { caseId, version: 1 })
    expect((await ratingsOf(sql, caseId, 2)).map(({ criterion, level }) => [criterion, level])).toEqual([['pollution', 'fully-meets'], ['waste-management', 'fully-meets']])
    const whole = await call(world, known.lead, 'getStandardReport', { caseId, standard: RRA.standard })
    expect(whole.ratings.length).toBe(frozen.filter(({ standard }) => standard === RRA.standard).length)
    expect(whole.ratings.every(({ level }) => level === 'fully-meets')).toBe(true)
  })
})

describe('calibration', () => {
  test('is seen by the operator and the assessor concerned alone', async () => {
    const { lead, second } = await onSite()
    const of = { standard: RRA.standard, version: RRA.standardVersion }
    expect(await call(world, lead, 'getCalibration', of)).toMatchObject({ userId: lead, overall: { standing: 'too-few', peers: null } })
    expect(await codeOf(call(world, lead, 'getCalibration', { ...of, userId: second }))).toBe('calibration-hidden')
    expect(await call(world, operator, 'getCalibration', { ...of, userId: lead })).toMatchObject({ userId: lead })
    expect(await codeOf(call(world, lead, 'getCalibration', { ...of, version: '9.9' }))).toBe('standard-absent')
    expect((await (await world.fetch(`/api/v1/calibrations/${of.standard}/${of.version}`)).json() as { code: string }).code).toBe('sign-in-required')
  })
})
