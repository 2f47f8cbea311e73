import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, codeOf, engage, JDDS, openCase, RRA, type Assessed } from '#test/assessment.ts'
import { giveGrants, grant } from '#test/people.ts'
import { addEvidence, answerAll, link, linkEvidence, linesOfCase } from '#test/workbook.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import type { Case } from './case.ts'
import { clocksOf, putClocks, readCase, updateCase } from './case.store.ts'
import { commentsBy, eraseCommentsBy } from './comment.store.ts'
import { insertCertificate } from './certificate.store.ts'
import { insertEquivalence } from './equivalence.store.ts'
import { putRating } from './rating.store.ts'

let world: World
beforeAll(async () => { world = await testWorld({ loadsShipped: true }) }, 120_000)
afterAll(async () => {
  expect(world.faults).toEqual([])
  await world.close()
})

const committed = (change: Partial<Case> = {}) => openCase(world, { state: 'committed', ...change })
const colleague = async ({ one }: Assessed, name: string): Promise<string> => {
  const userId = `${name}-${one.caseId}`
  await giveGrants(world, userId, [grant('site-contributor', 'site', one.siteId)])
  return userId
}
let count = 0
const change = (criterion: string, field: string, value: string | null, parents: string[] = [], standard: string = RRA.standard) =>
  ({ changeId: `change_${++count}_typed`, key: { standard, criterion, field }, value, parents })
const save = (who: string, one: Case, ...changes: ReturnType<typeof change>[]) => call(world, who, 'saveChanges', { caseId: one.caseId, changes })
const workbook = (who: string | typeof operator, one: Case) => call(world, who, 'getWorkbook', { caseId: one.caseId })
const criterionIn = async (who: string, one: Case, criterion: string) => (await workbook(who, one)).criteria.find((found) => found.criterion === criterion)!
const noticesOf = async (userId: string): Promise<string[]> =>
  (await world.house.database.pool.query<{ kind: string }>('select kind from notice where user_id = $1 order by created_at, notice_id', [userId])).rows.map(({ kind }) => kind)
const logged = async (caseId: string) =>
  (await world.house.database.pool.query<{ kind: string }>('select kind from log_entry where subject = $1 order by position', [caseId])).rows.map(({ kind }) => kind)

describe('the workbook', () => {
  test('holds every criterion of every standard of the case, with all that one needs to answer it', async () => {
    const { one, owner } = await committed()
    const book = await workbook(owner, one)
    expect(book.standards.map(({ standard }) => standard)).toEqual([RRA.standard, JDDS.standard])
    expect(book.criteria.length).toBe((await linesOfCase(world, one)).length)
    expect(book).toMatchObject({ mayWrite: true, maySubmit: true, mayReturn: false, isOfSite: true, round: 0, me: owner })
    expect(book.progress).toMatchObject({ criteria: book.criteria.length, answered: 0, unanswered: book.criteria.length })
    expect(book.criteria[0]).toMatchObject({ state: 'unanswered', last: null, recognition: null, evidence: [], answer: { rating: { value: null, heads: [], conflict: [] } } })
    expect(book.criteria.every(({ meaning, title }) => meaning.length > 0 && title.length > 0)).toBe(true)
  })

  test('autosaves: what was sent again changes nothing, what builds on it replaces it', async () => {
    const { one, owner } = await committed()
    const first = change('legal-compliance', 'rationale', 'We keep a register of laws.')
    expect((await save(owner, one, first)).added).toEqual([first.changeId])
    expect((await save(owner, one, first)).added).toEqual([])
    const second = change('legal-compliance', 'rationale', 'We keep a register of laws and review it.', [first.changeId])
    expect((await save(owner, one, first, second)).cells).toMatchObject([{ criterion: 'legal-compliance', field: 'rationale', cell: { value: second.value, heads: [second.changeId], conflict: [] } }])
    const history = await call(world, owner, 'listCellChanges', { caseId: one.caseId, ...first.key, field: 'rationale' })
    expect(history.items.map(({ value }) => value)).toEqual([first.value, second.value])
    expect(await logged(one.caseId)).toEqual([])
  })

  test('keeps both values of two people, says so, and lets one of them settle it', async () => {
    const { one, owner, ...people } = await committed()
    const other = await colleague({ one, owner, ...people }, 'ines')
    const base = change('legal-compliance', 'rationale', 'base')
    await save(owner, one, base)
    const mine = change('legal-compliance', 'rationale', 'mine', [base.changeId])
    const theirs = change('legal-compliance', 'rationale', 'theirs', [base.changeId])
    await save(owner, one, mine)
    expect((await save(other, one, theirs)).cells[0]!.cell.conflict.map(({ value, author }) => [value, author])).toEqual([['mine', owner], ['theirs', other]])
    expect(await criterionIn(owner, one, 'legal-compliance')).toMatchObject({ state: 'conflict' })
    const settle = (heads: string[], value = 'both of us', changeId = 'change_settles_it') =>
      call(world, owner, 'settleConflict', { caseId: one.caseId, standard: RRA.standard, criterion: 'legal-compliance', field: 'rationale', changeId, heads, value })
    expect(await codeOf(settle([mine.changeId]))).toBe('conflict-moved')
    expect(await codeOf(settle([mine.changeId, 'change_nobody_made']))).toBe('conflict-moved')
    expect((await settle([mine.changeId, theirs.changeId])).cells[0]!.cell).toMatchObject({ value: 'both of us', conflict: [] })
    expect((await settle([mine.changeId, theirs.changeId])).added).toEqual([])
    // The losing change arrives once more, late: it stays settled.
    await save(other, one, theirs)
    expect((await criterionIn(owner, one, 'legal-compliance')).answer.rationale).toMatchObject({ value: 'both of us', conflict: [] })
    expect(await codeOf(settle(['change_settles_it'], 'again', 'change_again_again'))).toBe('conflict-absent')
    const history = await call(world, owner, 'listCellChanges', { caseId: one.caseId, standard: RRA.standard, criterion: 'legal-compliance', field: 'rationale' })
    expect(history.items.map(({ value }) => value).toSorted()).toEqual(['base', 'both of us', 'mine', 'theirs'])
  })

  test('says no to what cannot be written, and is unchanged by it', async () => {
    const { one, owner, lead } = await committed()
    const sample = change('legal-compliance', 'rationale', 'x')
    await save(owner, one, sample)
    const before = (await workbook(owner, one)).contentHash
    expect(await codeOf(save(owner, one, change('legal-compliance', 'rating', 'splendid')))).toBe('workbook-value-invalid')
    expect(await codeOf(save(owner, one, change('no-such-criterion', 'rating', null)))).toBe('workbook-value-invalid')
    expect(await codeOf(save(owner, one, { ...sample, value: 'other words' }))).toBe('change-altered')
    expect(await codeOf(save(owner, one, change('legal-compliance', 'rationale', 'y', ['change_nobody_made'])))).toBe('change-parent-unknown')
    expect(await codeOf(save(lead, one, change('legal-compliance', 'rationale', 'y')))).toBe('case-absent')
    expect(await codeOf(call(world, operator, 'saveChanges', { caseId: one.caseId, changes: [change('legal-compliance', 'rationale', 'y')] }))).toBe('permit-missing')
    expect((await workbook(owner, one)).contentHash).toBe(before)
    const planned = await openCase(world, { state: 'planned', round: 1 })
    expect(await codeOf(save(planned.owner, planned.one, sample))).toBe('workbook-closed')
  })

  test('shows a draft to the site and the secretariat alone, and notes to the site alone', async () => {
    const known = await committed()
    const { one, owner, reviewer } = known
    await save(owner, one, change('legal-compliance', 'note', 'ask the lawyer'), change('legal-compliance', 'rationale', 'x'))
    expect(await codeOf(workbook(reviewer, one))).toBe('workbook-not-submitted')
    expect(await codeOf(workbook((await committed()).owner, one))).toBe('case-absent')
    expect((await criterionIn(owner, one, 'legal-compliance')).answer.note).toMatchObject({ value: 'ask the lawyer' })
    const seen = await workbook(operator, one)
    expect(seen.criteria.every(({ answer }) => answer.note === null && answer.assignee === null)).toBe(true)
    expect(JSON.stringify(seen)).not.toContain('ask the lawyer')
    expect(await codeOf(call(world, operator, 'listCellChanges', { caseId: one.caseId, standard: RRA.standard, criterion: 'legal-compliance', field: 'note' }))).toBe('cell-private')
    const file = await world.read(operator, async (ctx) => (await import('./workbook-file.handlers.ts')).workbookFileHandlers.exportWorkbook(ctx, { caseId: one.caseId, format: 'json' })) as Response
    expect(await file.text()).not.toContain('ask the lawyer')
  })

  test('shows evidence to whom its layer shows it, and checks all of it', async () => {
    const { one, owner } = await committed()
    const secret = await addEvidence(world, one, { title: 'Board minutes', layer: 'private' })
    const open = await addEvidence(world, one, { title: 'Register of laws', validUntil: '2026-01-31' })
    for (const item of [secret, open]) await link(world, one, item, RRA.standard, 'legal-compliance')
    await save(owner, one, change('legal-compliance', 'rating', 'fully-meets'), change('legal-compliance', 'rationale', 'x'))
    const titles = async (who: string | typeof operator) => (await workbook(who, one)).criteria.find(({ criterion }) => criterion === 'legal-compliance')!.evidence.map(({ title, state }) => [title, state])
    expect(await titles(owner)).toEqual([['Board minutes', 'valid'], ['Register of laws', 'lapsed']])
    expect(await titles(operator)).toEqual([['Register of laws', 'lapsed']])
    const { findings, isClear } = await call(world, owner, 'getQualityCheck', { caseId: one.caseId })
    expect(isClear).toBe(false)
    expect(findings.filter(({ criterion }) => criterion === 'legal-compliance').map(({ code, evidenceId }) => [code, evidenceId]))
      .toEqual([['evidence-private', secret.evidenceId], ['evidence-lapsed', open.evidenceId]])
  })

  test('shows what is recognised from certificates, which then needs no evidence of its own', async () => {
    const { one, owner } = await committed()
    const sql = world.house.database.sql
    await insertCertificate(sql, {
      certificateId: world.house.ids.newId('crt'), siteId: one.siteId, organisationId: one.organisationId, scheme: 'iso-14001', schemeVersion: '2015', number: 'C 1', body: 'Norra Cert',
      accreditation: 'NA 7', scopeText: 'Smelting', boundary: 'same', validFrom: '2025-01-01', validUntil: '2027-12-31', evidenceId: null, withdrawnOn: null, withdrawalReason: null,
      state: 'valid', version: 1, addedAt: '2026-06-01T00:00:00Z', addedBy: owner,
    })
    await insertEquivalence(sql, {
      externalScheme: 'iso-14001', externalVersion: '2015', ...RRA, clauses: [], value: 'full', part: null, gap: null, alignment: null, note: null, direction: 'both',
      equivalenceId: 'waste-by-iso-14001', criterion: 'waste-management', conditions: { validAtAssessment: true, sameBoundary: true, accreditedBody: true, maxAgeMonths: null },
      evidenceRequired: [], isExample: false, state: 'approved', approvedBy: 'tester', approvedOn: '2026-01-01', validUntil: '2027-12-31', revokedOn: null, revocationReason: null,
      version: 1, changedAt: '2026-01-01T00:00:00Z',
    })
    await save(owner, one, change('waste-management', 'rating', 'fully-meets'), change('waste-management', 'rationale', 'Certified.'))
    expect((await criterionIn(owner, one, 'waste-management')).recognition).toMatchObject({ standing: 'covered', isApproved: true, lapsesOn: '2027-12-31' })
    expect((await criterionIn(owner, one, 'legal-compliance')).recognition).toMatchObject({ standing: 'not-covered' })
    expect((await call(world, owner, 'getQualityCheck', { caseId: one.caseId })).findings.filter(({ criterion }) => criterion === 'waste-management')).toEqual([])
  })

  test('brings the answers and ratings of the cycle before', async () => {
    const first = await openCase(world, { state: 'closed', round: 1, roundKind: 'assessment' })
    await answerAll(world, first.one, first.owner, 0, 'partially-meets')
    await putRating(world.house.database.sql, {
      caseId: first.one.caseId, round: 1, ...RRA, criterion: 'legal-compliance', level: 'fully-meets', isApplicable: true, rationale: 'Seen on site.', certificateId: null,
      evidenceIds: [], ratedBy: 'a', ratedAt: '2026-02-01T00:00:00.000Z',
    })
    const { one, owner } = await committed({ previousCaseId: first.one.caseId, cycle: 2, siteId: first.one.siteId, organisationId: first.one.organisationId })
    expect((await criterionIn(owner, one, 'legal-compliance')).last).toMatchObject({ cycle: 1, rating: 'partially-meets', assessed: { level: 'fully-meets', rationale: 'Seen on site.' } })
    const other = await openCase(world, { state: 'closed', round: 1, roundKind: 'assessment' })
    await answerAll(world, other.one, other.owner)
    const sold = await committed({ previousCaseId: other.one.caseId, cycle: 2, siteId: other.one.siteId })
    await giveGrants(world, 'buyer', [grant('site-owner', 'organisation', sold.one.organisationId)])
    expect((await criterionIn('buyer', sold.one, 'legal-compliance')).last).toBeNull()
  })

  test('of a remediation begins anew beside what was submitted', async () => {
    const { one, owner } = await committed()
    await answerAll(world, one, owner, 0, 'partially-meets')
    await updateCase(world.house.database.sql, { ...one, state: 'remediation', round: 1, roundKind: 'assessment' })
    await save(owner, one, change('legal-compliance', 'rationale', 'Gap closed.'))
    expect(await criterionIn(owner, one, 'legal-compliance')).toMatchObject({ answer: { rationale: { value: 'Gap closed.' }, rating: { value: null } }, last: { rating: 'partially-meets' } })
  })
})

describe('colleagues', () => {
  test('are given criteria and told once; others are not', async () => {
    const known = await committed()
    const { one, owner, reviewer } = known
    const ines = await colleague(known, 'ines')
    const criteria = [{ standard: RRA.standard, criterion: 'legal-compliance' }, { standard: RRA.standard, criterion: 'business-integrity' }]
    const given = await call(world, owner, 'assignCriteria', { caseId: one.caseId, criteria, userId: ines })
    expect(given.cells.map(({ cell }) => cell.value)).toEqual([ines, ines])
    expect((await call(world, owner, 'assignCriteria', { caseId: one.caseId, criteria, userId: ines })).added).toEqual([])
    expect(await noticesOf(ines)).toEqual(['workbook.assigned'])
    expect(await codeOf(call(world, owner, 'assignCriteria', { caseId: one.caseId, criteria, userId: reviewer }))).toBe('assignee-unfit')
    expect(await codeOf(call(world, owner, 'assignCriteria', { caseId: one.caseId, criteria: [{ standard: RRA.standard, criterion: 'nothing' }], userId: ines }))).toBe('workbook-value-invalid')
    expect((await call(world, ines, 'assignCriteria', { caseId: one.caseId, criteria, userId: null })).cells.map(({ cell }) => cell.value)).toEqual([null, null])
  })

  test('talk in threads that stay among them, or with everybody on the case', async () => {
    const known = await committed()
    const { one, owner, lead } = known
    const ines = await colleague(known, 'ines')
    await engage(world, { ...known, one: { ...one } }).catch(() => undefined)
    const at = { caseId: one.caseId, standard: RRA.standard, criterion: 'legal-compliance' }
    const inside = await call(world, owner, 'addComment', { ...at, text: 'Where is the register?', mentions: [ines] })
    await call(world, ines, 'addComment', { ...at, threadId: inside.threadId, text: 'In the office.', audience: 'all' })
    const open = await call(world, operator, 'addComment', { ...at, text: 'Please link the register.', audience: 'all' })
    expect(await noticesOf(ines)).toEqual(['workbook.mentioned'])
    expect(await noticesOf(owner)).toContain('workbook.answered')
    const texts = async (who: string | typeof operator) => (await call(world, who, 'listComments', { caseId: one.caseId })).items.map(({ text }) => text)
    expect(await texts(owner)).toEqual(['Where is the register?', 'In the office.', 'Please link the register.'])
    expect(await texts(operator)).toEqual(['Please link the register.'])
    expect((await criterionIn(owner, one, 'legal-compliance'))).toMatchObject({ comments: 3, openThreads: 2 })
    expect((await workbook(operator, one)).criteria.find(({ criterion }) => criterion === 'legal-compliance')).toMatchObject({ comments: 1, openThreads: 1 })
    expect(await codeOf(call(world, operator, 'addComment', { ...at, threadId: inside.threadId, text: 'And?' }))).toBe('comment-absent')
    expect(await codeOf(call(world, operator, 'addComment', { ...at, text: 'psst', audience: 'site' }))).toBe('comment-audience-closed')
    expect(await codeOf(call(world, owner, 'addComment', { ...at, text: 'x', mentions: [lead] }))).toBe('mention-unfit')
    expect(await codeOf(call(world, operator, 'resolveComment', { caseId: one.caseId, threadId: inside.threadId }))).toBe('comment-absent')
    await call(world, operator, 'resolveComment', { caseId: one.caseId, threadId: open.threadId })
    expect(await criterionIn(owner, one, 'legal-compliance')).toMatchObject({ openThreads: 1 })
    expect(await codeOf(call(world, ines, 'withdrawComment', { caseId: one.caseId, commentId: inside.commentId }))).toBe('comment-absent')
    await call(world, owner, 'withdrawComment', { caseId: one.caseId, commentId: inside.commentId })
    expect(await texts(owner)).toContain(null)
    const sql = world.house.database.sql
    expect((await commentsBy(sql, ines)).map(({ text, caseId }) => [text, caseId])).toEqual([['In the office.', one.caseId]])
    expect(await eraseCommentsBy(sql, ines)).toBe(1)
    expect(await texts(owner)).toEqual([null, null, 'Please link the register.'])
  })
})

describe('a submission', () => {
  const check = (who: string, one: Case) => call(world, who, 'getQualityCheck', { caseId: one.caseId })
  const submit = (who: string | typeof operator, one: Case, contentHash: string) => call(world, who, 'submitSelfAssessment', { caseId: one.caseId, contentHash })

  test('waits for every answer, every conflict and every point that blocks', async () => {
    const known = await committed()
    const { one, owner } = known
    const ines = await colleague(known, 'ines')
    expect(await codeOf(submit(owner, one, (await check(owner, one)).contentHash))).toBe('criteria-unanswered')
    await answerAll(world, one, owner)
    expect(await check(owner, one)).toMatchObject({ isClear: true, findings: [] })
    const stale = (await check(owner, one)).contentHash
    const heads = (await criterionIn(owner, one, 'legal-compliance')).answer.rationale.heads
    await save(ines, one, change('legal-compliance', 'rationale', 'one', heads))
    expect(await codeOf(submit(owner, one, stale))).toBe('workbook-changed')
    await save(owner, one, change('legal-compliance', 'rationale', 'other', heads))
    expect(await codeOf(submit(owner, one, (await check(owner, one)).contentHash))).toBe('conflicts-unsettled')
    const standing = (await criterionIn(owner, one, 'legal-compliance')).answer
    await call(world, owner, 'settleConflict', { caseId: one.caseId, standard: RRA.standard, criterion: 'legal-compliance', field: 'rationale', changeId: 'change_settled_x', heads: standing.rationale.heads, value: null })
    expect(await codeOf(submit(owner, one, (await check(owner, one)).contentHash))).toBe('quality-check-open')
    await save(owner, one, change('legal-compliance', 'rationale', 'said again', ['change_settled_x']), change('legal-compliance', 'rating', 'fully-meets', standing.rating.heads))
    expect(await codeOf(submit(owner, one, (await check(owner, one)).contentHash))).toBe('quality-check-open')
    await link(world, one, await addEvidence(world, one), RRA.standard, 'legal-compliance')
    expect(await codeOf(submit(ines, one, (await check(ines, one)).contentHash))).toBe('permit-missing')
    expect(await submit(owner, one, (await check(owner, one)).contentHash)).toMatchObject({ state: 'self-assessed' })
    expect(await logged(one.caseId)).toEqual(['self-assessment.submitted'])
    expect((await readCase(world.house.database.sql, one.caseId))!.state).toBe('self-assessed')
  })

  test('closes the workbook and stops its clock; a return opens it and lets the clock run on', async () => {
    const known = await committed()
    const { one, owner, reviewer } = known
    const sql = world.house.database.sql
    await putClocks(sql, one.caseId, [{ clock: 'self-assessment', startedOn: '2026-02-01', firstDueOn: '2026-08-01', dueOn: '2026-08-01', ownerRole: 'site-owner', doneOn: null, droppedOn: null }])
    await answerAll(world, one, owner)
    expect((await workbook(owner, one)).dueOn).toBe('2026-08-01')
    await submit(owner, one, (await check(owner, one)).contentHash)
    expect((await clocksOf(sql, one.caseId))[0]!.doneOn).toBe('2026-06-15')
    expect(await codeOf(save(owner, one, change('legal-compliance', 'rationale', 'late')))).toBe('workbook-closed')
    expect(await codeOf(submit(owner, one, 'x'))).toBe('case-state-forbids')
    expect((await workbook(reviewer, one)).progress.unanswered).toBe(0)
    expect(await codeOf(call(world, owner, 'returnSelfAssessment', { caseId: one.caseId, reason: 'x' }))).toBe('permit-missing')
    await call(world, operator, 'returnSelfAssessment', { caseId: one.caseId, reason: 'The water data of 2025 are missing.' })
    expect((await clocksOf(sql, one.caseId))[0]!.doneOn).toBeNull()
    expect(await noticesOf(owner)).toEqual(['self-assessment.returned'])
    expect(await codeOf(workbook(reviewer, one))).toBe('workbook-not-submitted')
    await save(owner, one, change('legal-compliance', 'note', 'returned'))
    expect(await codeOf(call(world, operator, 'returnSelfAssessment', { caseId: one.caseId, reason: 'again' }))).toBe('case-state-forbids')
    expect((await world.fsck()).findings).toEqual([])
  })
})

test('a large workbook costs few queries', async () => {
  const { one, owner } = await committed()
  await answerAll(world, one, owner)
  await linkEvidence(world, one, await linesOfCase(world, one), 20)
  await workbook(owner, one)
  let queries = 0
  const pool = world.house.database.pool as unknown as { query: (...of: unknown[]) => unknown; connect: (...of: unknown[]) => Promise<{ query: (...of: unknown[]) => unknown; counted?: true }> }
  const connect = pool.connect.bind(pool)
  pool.connect = async (...of) => {
    const client = await connect(...of)
    if (client.counted !== true) { const query = client.query.bind(client); client.query = (...inner: unknown[]) => { queries += 1; return query(...inner) }; client.counted = true }
    return client
  }
  const started = process.hrtime.bigint()
  const book = await workbook(owner, one)
  const milliseconds = Number(process.hrtime.bigint() - started) / 1e6
  pool.connect = connect
  expect(book.criteria.every(({ evidence }) => evidence.length === 20)).toBe(true)
  expect(queries).toBeLessThanOrEqual(20)
  expect(milliseconds).toBeLessThan(1000)
}, 60_000)
