import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#src/access/actor.ts'
import { sweep } from '#src/platform/sweep.ts'
import { call, codeOf, openCase, RRA, type Answer, type Assessed } from '#test/assessment.ts'
import { loadShippedStandards } from '#test/cycle.ts'
import { pdf } from '#test/files.ts'
import { actor, giveGrants, grant } from '#test/people.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { putClocks } from './case.store.ts'
import { loadExampleEquivalences } from './matrix.handlers.ts'
import type { Rating } from './rating.ts'
import { scopingOf, unapprovedRecognitions } from './scoping.handlers.ts'

let world: World
let known: Assessed, stranger: Assessed
let lead: Actor
const examples = Object.fromEntries(['iso-14001-2015.yaml', 'iso-45001-2018.yaml'].map((name) => [name, readFileSync(join(import.meta.dirname, '..', '..', 'recognition', name), 'utf8')]))
const WASTE = 'example-iso-14001-waste-management'

const assessmentDue = (caseId: string, dueOn: string) => putClocks(world.house.database.sql, caseId, [{ clock: 'site-assessment', startedOn: '2026-01-01', firstDueOn: dueOn, dueOn, ownerRole: 'lead-assessor', doneOn: null, droppedOn: null }])
let number = 0
const certificate = (more: Record<string, unknown> = {}) => ({
  caseId: known.one.caseId, scheme: 'iso-14001', schemeVersion: '2015', number: `E ${++number}`, body: 'Halden Certification', accreditation: 'Invented accreditation body', scopeText: 'Smelting and refining of copper',
  boundary: 'same' as const, validFrom: '2026-01-01', validUntil: '2027-06-30', evidenceId: null, ...more,
})
const approve = async (equivalenceId: string, validUntil?: string) => {
  const { version } = await call(world, operator, 'getEquivalence', { equivalenceId })
  return call(world, operator, 'approveEquivalence', { equivalenceId, version, validUntil })
}
const scopingOfCase = (who: string | Actor = known.owner) => call(world, who, 'getScoping', { caseId: known.one.caseId })
const lineOf = (scoping: Answer<'getScoping'>, criterion: string) => scoping.lines.find((one) => one.standard === RRA.standard && one.criterion === criterion)!

beforeAll(async () => {
  world = await testWorld()
  await loadShippedStandards(world)
  await world.transact(operator, (ctx) => loadExampleEquivalences(ctx, examples))
  known = await openCase(world)
  stranger = await openCase(world)
  lead = actor('lena', grant('lead-assessor', 'case', known.one.caseId))
  await giveGrants(world, 'lena', [grant('lead-assessor', 'case', known.one.caseId)])
  await assessmentDue(known.one.caseId, '2027-01-31')
}, 120_000)
afterAll(async () => {
  expect(world.faults).toEqual([])
  await world.close()
})

describe('an example', () => {
  test('shows what would be covered, and is used in no decision until it is approved here', async () => {
    const one = await call(world, known.owner, 'addCertificate', certificate())
    const before = lineOf(await scopingOfCase(), 'waste-management')
    expect(before).toMatchObject({ standing: 'covered', isApproved: false, certificateIds: [one.certificateId], title: 'Waste Management' })
    expect((await scopingOfCase()).assessmentScope.deskOnly).toEqual([])
    const rating: Rating = {
      caseId: known.one.caseId, round: 1, ...RRA, criterion: 'waste-management', level: 'fully-meets', isApplicable: true, rationale: 'On recognition.', certificateId: one.certificateId, evidenceIds: [], ratedBy: 'lena', ratedAt: '2026-06-15T12:00:00.000Z',
    }
    const unapproved = () => world.read(operator, (ctx) => unapprovedRecognitions(ctx, known.one, [rating, { ...rating, certificateId: null }]))
    expect(await unapproved()).toEqual([rating])
    expect(await call(world, operator, 'listEquivalences', { state: 'proposed', criterion: 'waste-management' })).toMatchObject({ items: [{ equivalenceId: WASTE, isExample: true, approvedBy: null }] })
    expect(await approve(WASTE)).toMatchObject({ state: 'approved', isExample: false, approvedOn: '2026-06-15', validUntil: '2029-06-15' })
    expect(await unapproved()).toEqual([])
    const after = await scopingOfCase()
    expect(lineOf(after, 'waste-management')).toMatchObject({ standing: 'covered', isApproved: true, lapsesOn: '2027-06-30' })
    expect(after.assessmentScope.deskOnly).toEqual([{ standard: RRA.standard, criterion: 'waste-management' }])
    expect(after.lastChange).toMatchObject({ cause: { kind: 'equivalence.approved', subject: WASTE }, changes: [{ criterion: 'waste-management', before: { place: 'inFull' }, after: { place: 'deskOnly' } }] })
    await call(world, known.owner, 'withdrawCertificate', { caseId: known.one.caseId, certificateId: one.certificateId, version: 1, reason: 'Test over.' })
  })

  test('that was approved or changed here is kept as it is when a later release says otherwise', async () => {
    const other = Object.fromEntries(Object.entries(examples).map(([name, text]) => [name, text.replaceAll('maxAgeMonths: 36', 'maxAgeMonths: 24')]))
    await world.transact(operator, (ctx) => loadExampleEquivalences(ctx, other))
    expect((await call(world, operator, 'getEquivalence', { equivalenceId: WASTE })).conditions.maxAgeMonths).toBe(36)
    expect((await call(world, operator, 'getEquivalence', { equivalenceId: 'example-iso-14001-pollution' })).conditions.maxAgeMonths).toBe(24)
    await world.transact(operator, (ctx) => loadExampleEquivalences(ctx, examples))
  })
})

describe('a certificate whose end date changes', () => {
  test('changes scope, plan and evidence, with a difference and a reason a line', async () => {
    const file = await call(world, known.owner, 'uploadEvidence', { organisationId: known.one.organisationId, siteId: known.one.siteId, title: 'Certificate', kind: 'certificate', layer: 'assessor', filename: 'c.pdf' }, pdf('certificate'))
    await approve('example-iso-45001-occupational-health-and-safety')
    const one = await call(world, known.owner, 'addCertificate', certificate({ scheme: 'iso-45001', schemeVersion: '2018', evidenceId: file.evidenceId }))
    const before = await scopingOfCase()
    expect(lineOf(before, 'occupational-health-and-safety')).toMatchObject({ standing: 'covered', lapsesOn: '2027-06-30', evidenceIds: [file.evidenceId] })
    expect(before.evidence.find(({ evidenceId }) => evidenceId === file.evidenceId)).toMatchObject({ title: 'Certificate', criteria: expect.arrayContaining(['occupational-health-and-safety']) as string[] })
    await call(world, known.owner, 'updateCertificate', { caseId: known.one.caseId, certificateId: one.certificateId, version: 1, validUntil: '2027-01-30' })
    const after = await scopingOfCase(lead)
    const line = lineOf(after, 'occupational-health-and-safety')
    expect(line).toMatchObject({ standing: 'not-covered', certificateIds: [], evidenceIds: [] })
    expect(line.reasons).toMatchObject([{ code: 'certificate-lapses-before', certificateId: one.certificateId, on: '2027-01-30' }])
    expect(after.assessmentScope.deskOnly).not.toContainEqual({ standard: RRA.standard, criterion: 'occupational-health-and-safety' })
    expect(after.assessmentScope.inFull).toContainEqual({ standard: RRA.standard, criterion: 'occupational-health-and-safety' })
    expect(after.lastChange).toMatchObject({
      cause: { kind: 'certificate.changed', subject: one.certificateId, changes: [{ field: 'validUntil', before: '2027-06-30', after: '2027-01-30' }] },
      evidence: { added: [], removed: [file.evidenceId] },
    })
    const changed = after.lastChange!.changes.find(({ criterion }) => criterion === 'occupational-health-and-safety')!
    expect(changed).toMatchObject({ before: { standing: 'covered', place: 'deskOnly', evidenceIds: [file.evidenceId] }, after: { standing: 'not-covered', place: 'inFull', evidenceIds: [] }, reasons: [{ code: 'certificate-lapses-before' }] })
    const told = await world.house.database.pool.query<{ user_id: string }>('select distinct user_id from notice where kind = $1 and case_id = $2 order by user_id', ['scoping.changed', known.one.caseId])
    expect(told.rows.map((row) => row.user_id)).toEqual(['lena', known.owner])
    const sets = (await call(world, known.owner, 'listScopingChanges', { caseId: known.one.caseId })).items
    expect(sets[0]!.sequence).toBe(after.lastChange!.sequence)
    expect((await call(world, known.owner, 'listLeanings', { evidenceId: file.evidenceId })).items.map(({ kind }) => kind)).toEqual(['certificate'])
    // What the other parts of the house read is the same law.
    expect((await world.read(operator, (ctx) => scopingOf(ctx, known.one))).find(({ criterion }) => criterion === 'occupational-health-and-safety')?.standing).toBe('not-covered')
  })

  test('changes nothing where nothing is changed', async () => {
    const one = await call(world, known.owner, 'addCertificate', certificate())
    const sequence = (await scopingOfCase()).lastChange!.sequence
    expect((await call(world, known.owner, 'updateCertificate', { caseId: known.one.caseId, certificateId: one.certificateId, version: 1, validUntil: '2027-06-30' })).version).toBe(1)
    expect((await scopingOfCase()).lastChange!.sequence).toBe(sequence)
    await call(world, known.owner, 'withdrawCertificate', { caseId: known.one.caseId, certificateId: one.certificateId, version: 1, reason: 'Test over.' })
  })

  test('is refused, each reason by its code', async () => {
    const { certificateId, number: printed } = await call(world, known.owner, 'addCertificate', certificate())
    const change = (more: Record<string, unknown>) => codeOf(call(world, known.owner, 'updateCertificate', { caseId: known.one.caseId, certificateId, version: 1, ...more }))
    expect(await change({ validUntil: '2025-12-31' })).toBe('certificate-days-reversed')
    expect(await change({ version: 9, body: 'Other' })).toBe('certificate-changed')
    expect(await change({ evidenceId: 'evd_none' })).toBe('certificate-evidence-unfit')
    const hidden = await call(world, known.owner, 'uploadEvidence', { organisationId: known.one.organisationId, siteId: known.one.siteId, title: 'Private', filename: 'p.pdf' }, pdf('private'))
    expect(await change({ evidenceId: hidden.evidenceId })).toBe('certificate-evidence-unfit')
    expect(await codeOf(call(world, known.owner, 'addCertificate', certificate({ number: printed })))).toBe('certificate-known')
    expect(await codeOf(call(world, stranger.owner, 'addCertificate', certificate()))).toBe('case-absent')
    expect(await codeOf(call(world, stranger.owner, 'updateCertificate', { caseId: stranger.one.caseId, certificateId, version: 1, body: 'Mine' }))).toBe('certificate-absent')
    expect(await codeOf(call(world, lead, 'addCertificate', certificate()))).toBe('permit-missing')
    await call(world, known.owner, 'withdrawCertificate', { caseId: known.one.caseId, certificateId, version: 1, reason: 'Replaced.' })
    expect(await change({ body: 'Other' })).toBe('certificate-withdrawn')
  })
})

describe('time', () => {
  test('takes a recognition away when an approval has run out, and the sweep says so', async () => {
    await approve('example-iso-14001-pollution', '2026-07-31')
    const before = (await scopingOfCase()).lastChange!.sequence
    await assessmentDue(known.one.caseId, '2026-07-15')
    await call(world, known.owner, 'addCertificate', certificate({ number: 'LONG' }))
    world.setNow('2026-07-31T23:59:00.000Z')
    await sweep(world.house)
    expect(lineOf(await scopingOfCase(), 'pollution')).toMatchObject({ standing: 'partly', isApproved: true })
    world.setNow('2026-08-01T00:01:00.000Z')
    await sweep(world.house)
    const after = await scopingOfCase()
    expect(lineOf(after, 'pollution').standing).toBe('not-covered')
    expect(after.lastChange).toMatchObject({ cause: { kind: 'day.passed', subject: null }, changes: [{ criterion: 'pollution' }] })
    expect(after.lastChange!.sequence).toBeGreaterThan(before)
    const { sequence } = after.lastChange!
    await sweep(world.house)
    expect((await scopingOfCase()).lastChange!.sequence).toBe(sequence)
    world.setNow('2026-06-15T12:00:00.000Z')
  })
})

describe('the matrix', () => {
  const statement = {
    standard: RRA.standard, standardVersion: RRA.standardVersion, criterion: 'water-stewardship', part: null, externalScheme: 'water-scheme', externalVersion: '2', clauses: ['1'], value: 'partial' as const, direction: 'both' as const,
    conditions: { validAtAssessment: true, sameBoundary: true, accreditedBody: false, maxAgeMonths: 12 }, gap: 'The catchment.', evidenceRequired: ['Balance'], alignment: 'close-match' as const, note: null,
  }

  test('is the operator\'s to write and everybody\'s in a case to read', async () => {
    expect(await codeOf(call(world, known.owner, 'addEquivalence', statement))).not.toBe('permit-missing')
    const response = await world.fetch('/api/v1/equivalences', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(statement) })
    expect(response.status).toBe(401)
    expect((await call(world, known.owner, 'listEquivalences', { externalScheme: 'iso-45001' })).items.length).toBe(3)
  })

  test('drops an approval when the row is changed, and says who changed what', async () => {
    const { equivalenceId } = await call(world, operator, 'addEquivalence', statement)
    const approved = await approve(equivalenceId)
    const changed = await call(world, operator, 'updateEquivalence', { equivalenceId, version: approved.version, gap: 'The catchment and its users.' })
    expect(changed).toMatchObject({ state: 'proposed', approvedBy: null, validUntil: null })
    expect(await codeOf(call(world, operator, 'updateEquivalence', { equivalenceId, version: approved.version, gap: 'x' }))).toBe('equivalence-changed')
    expect(await codeOf(call(world, operator, 'updateEquivalence', { equivalenceId, version: changed.version, gap: null }))).toBe('equivalence-unsound')
    expect(await codeOf(call(world, operator, 'updateEquivalence', { equivalenceId, version: changed.version, criterion: 'nothing' }))).toBe('requirement-absent')
    expect(await codeOf(call(world, operator, 'revokeEquivalence', { equivalenceId, version: changed.version, reason: 'x' }))).toBe('equivalence-not-approved')
    expect(await codeOf(call(world, operator, 'approveEquivalence', { equivalenceId, version: changed.version, validUntil: '2026-06-14' }))).toBe('approval-day-past')
    const again = await approve(equivalenceId, '2026-06-15')
    expect(await codeOf(call(world, operator, 'removeEquivalence', { equivalenceId }))).toBe('equivalence-approved')
    expect(await call(world, operator, 'revokeEquivalence', { equivalenceId, version: again.version, reason: 'The other standard was replaced.' })).toMatchObject({ state: 'revoked', revocationReason: 'The other standard was replaced.' })
    expect(await approve(equivalenceId)).toMatchObject({ state: 'approved', revokedOn: null })
  })

  test('goes out as YAML and comes back without a change', async () => {
    const out = await call(world, operator, 'exportEquivalences', {}) as unknown as Response
    const bytes = new Uint8Array(await out.arrayBuffer())
    const back = await call(world, operator, 'importEquivalences', {}, bytes)
    expect(back).toMatchObject({ added: [], changed: [] })
    expect(back.unchanged.length).toBeGreaterThan(6)
    const text = new TextDecoder().decode(bytes).replace('id: example-iso-14001-management-system', 'id: imported-row')
    expect(await call(world, operator, 'importEquivalences', {}, new TextEncoder().encode(text))).toMatchObject({ added: ['imported-row'], changed: [] })
    expect(await codeOf(call(world, operator, 'importEquivalences', {}, new TextEncoder().encode('form: x')))).toBe('matrix-file-invalid')
    expect(await call(world, operator, 'removeEquivalence', { equivalenceId: 'imported-row' })).toEqual({ equivalenceId: 'imported-row' })
    expect(await codeOf(call(world, operator, 'getEquivalence', { equivalenceId: 'imported-row' }))).toBe('equivalence-absent')
  })

  test('goes out as OSCAL, with what that cannot say', async () => {
    const out = await call(world, operator, 'exportEquivalences', { format: 'oscal' }) as unknown as Response
    const { 'mapping-collection': made } = await out.json() as { 'mapping-collection': { metadata: { remarks: string }; mappings: { maps: { relationship: string }[] }[] } }
    expect(made.metadata.remarks).toMatch(/example-iso-14001-from-emas.*example-iso-14001-emergency-preparedness/s)
    expect(made.mappings.flatMap(({ maps }) => maps.map(({ relationship }) => relationship))).toContain('subset-of')
  })
})

describe('a request', () => {
  test('goes from received over review to its answer, and both sides are told', async () => {
    const asked = await call(world, known.owner, 'requestEquivalence', { caseId: known.one.caseId, schemeName: 'Clean River Standard', schemeVersion: '2', webAddress: 'https://example.org/river', words: 'It covers our water criterion.' })
    expect(asked).toMatchObject({ state: 'received', siteName: 'Marrick Smelter' })
    const { requestId } = asked
    const answer = (version: number) => call(world, operator, 'answerRecognitionRequest', { requestId, version, outcome: 'recognised-in-part', answer: 'For water stewardship, in part.' })
    expect(await codeOf(answer(1))).toBe('recognition-request-not-open')
    expect(await call(world, operator, 'takeUpRecognitionRequest', { requestId, version: 1 })).toMatchObject({ state: 'under-review', version: 2 })
    expect(await codeOf(call(world, operator, 'takeUpRecognitionRequest', { requestId, version: 2 }))).toBe('recognition-request-not-open')
    expect(await codeOf(answer(1))).toBe('recognition-request-changed')
    expect(await answer(2)).toMatchObject({ state: 'answered', outcome: 'recognised-in-part', answeredOn: '2026-06-15' })
    expect((await call(world, known.owner, 'listRecognitionRequests', { caseId: known.one.caseId })).items.map((one) => one.requestId)).toEqual([requestId])
    expect((await call(world, stranger.owner, 'listRecognitionRequests', {})).items).toEqual([])
    expect(await codeOf(call(world, stranger.owner, 'listRecognitionRequests', { caseId: known.one.caseId }))).toBe('case-absent')
    expect(await codeOf(call(world, lead, 'requestEquivalence', { caseId: known.one.caseId, schemeName: 'x', schemeVersion: '1', words: 'x' }))).toBe('permit-missing')
    const told = await world.house.database.pool.query<{ kind: string }>('select kind from notice where user_id = $1 and kind like $2 order by kind', [known.owner, 'recognition-request.%'])
    expect(told.rows.map((row) => row.kind)).toEqual(['recognition-request.answered', 'recognition-request.taken-up'])
  })
})
