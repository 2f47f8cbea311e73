import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { awardFact } from '#src/awards/award.ts'
import { letterFact } from '#src/assurance/published.ts'
import { putFact, retractFact, withholdFact } from '#src/transparency/fact.ts'
import { clearedAward, inventedAwardId, inventedCaseId, inventedNoticeId, inventedPublicSet, inventedReportId, inventedSite, inventedSiteId } from '#test/published-set.ts'
import type { Case } from '#src/assurance/case.ts'
import { readCase, updateCase } from '#src/assurance/case.store.ts'
import { insertLetter } from '#src/assurance/letter.store.ts'
import { putRating } from '#src/assurance/rating.store.ts'
import { addSubmission, markSubmitted, putReport } from '#src/assurance/report.store.ts'
import { call, codeOf, engage, openCase, RRA } from '#test/assessment.ts'
import { readPdf } from '#test/pdf-text.ts'
import { testWorld, type World } from '#test/world.ts'

let world: World
const get = async (path: string, init?: RequestInit) => {
  const response = await world.fetch(`/api/v1${path}`, init)
  return { status: response.status, headers: response.headers, body: await response.json() as Record<string, never> & { code?: string; items?: readonly Record<string, unknown>[] } }
}

beforeAll(async () => {
  world = await testWorld({ loadsShipped: true, now: '2026-04-01T12:00:00.000Z' })
  await world.publish(inventedSite())
  await world.publish(inventedPublicSet())
})
afterAll(() => world.close())

describe('what is published', () => {
  test('an award is listed with its status, and found by mark, country, word and status', async () => {
    for (const query of ['', '?mark=copper', '?country=CHL', '?q=rio%20claro', '?status=conditional', `?siteId=${inventedSiteId}`, '?q=valle']) {
      expect((await get(`/awards${query}`)).body).toMatchObject({ total: 1, items: [{ awardId: inventedAwardId, status: 'conditional', firmName: 'Example Assurance Ltd', reportId: inventedReportId }] })
    }
    for (const query of ['?mark=zinc', '?country=PER', '?q=nowhere', '?status=suspended', '?asOf=2026-01-14']) expect((await get(`/awards${query}`)).body).toMatchObject({ total: 0, items: [] })
  })

  test('on an earlier day things stand as they stood then', async () => {
    expect((await get(`/assessment-notices?asOf=2025-09-01`)).body.items).toMatchObject([{ phase: 'upcoming', isBeforeVisit: true, hearing: `/concerns/${inventedNoticeId}` }])
    expect((await get(`/assessment-notices?asOf=2025-10-07`)).body.items).toMatchObject([{ phase: 'under-way', isBeforeVisit: false }])
    expect((await get(`/assessment-notices?phase=past`)).body).toMatchObject({ total: 1 })
    expect((await get(`/letters?asOf=2025-02-02`)).body).toMatchObject({ total: 0 })
    expect((await get(`/granted-extensions`)).body.items).toMatchObject([{ clock: 'self-assessment', dueBefore: '2025-08-03', dueAfter: '2025-09-03' }])
    expect((await get(`/improvement-plans?siteId=${inventedSiteId}`)).body.items).toMatchObject([{ counts: { open: 0, 'in-progress': 1, closed: 0, verified: 0 } }])
    expect((await get(`/summary-reports`)).body.items).toMatchObject([{ reportId: inventedReportId, levels: { 'fully-meets': 1, 'partially-meets': 1, 'not-applicable': 1 } }])
  })

  test('the site page has all of it in one answer, and its marks say the same', async () => {
    const { body } = await get(`/sites/${inventedSiteId}`)
    expect(body).toMatchObject({
      standing: { status: 'conditional', basis: 'live' },
      assurance: { awards: [{ awardId: inventedAwardId }], letters: [{ letterId: inventedCaseId }], notices: [{ noticeId: inventedNoticeId }], reports: [{ reportId: inventedReportId }], plans: [{}], extensions: [{}] },
    })
  })

  test('awards go out as CSV, one row each', async () => {
    const response = await world.fetch('/api/v1/awards/export')
    expect(response.headers.get('content-type')).toContain('text/csv')
    const lines = (await response.text()).trim().split('\r\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain(`${inventedAwardId},conditional,${inventedSiteId}`)
  })
})

describe('a document', () => {
  const documents = [
    `/awards/${inventedAwardId}/certificate`, `/summary-reports/${inventedReportId}/document`, `/letters/${inventedCaseId}/document`, `/improvement-plans/${inventedCaseId}/document`,
  ]
  test.each(documents)('%s is a tagged PDF in four languages, below 300 kB', async (path) => {
    for (const language of ['en', 'es', 'zh', 'fr']) {
      const response = await world.fetch(`/api/v1${path}?language=${language}`)
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf'])
      const bytes = new Uint8Array(await response.arrayBuffer())
      expect(bytes.byteLength).toBeLessThan(300_000)
      const pdf = readPdf(bytes)
      expect(pdf.plain).toContain(`/Lang (${language})`)
      expect(pdf.text).toContain('Fundición Río Claro')
      expect(pdf.tags['H1']).toBe(1)
    }
  })

  test('on the page says the same as in print', async () => {
    const { body } = await get(`/awards/${inventedAwardId}`)
    const response = await world.fetch(`/api/v1/awards/${inventedAwardId}/certificate`)
    const text = readPdf(new Uint8Array(await response.arrayBuffer())).text.replace(/\s+/g, '')
    const { document } = body as unknown as { document: { title: string; blocks: { kind: string; facts?: { name: string; value: string }[] }[] } }
    expect(text).toContain(document.title.replace(/\s+/g, ''))
    for (const { name, value } of document.blocks.flatMap(({ facts }) => facts ?? [])) {
      expect(text).toContain(name.replace(/\s+/g, ''))
      expect(text).toContain(value.replace(/\s+/g, ''))
    }
  })

  test.each(['..%2f..%2fetc', '<script>alert(1)</script>', '%00', 'a'.repeat(500), ' ', "';drop table award;--"])('with the hostile number %j is refused', async (id) => {
    for (const path of [`/awards/${encodeURIComponent(id)}`, `/summary-reports/${encodeURIComponent(id)}`, `/letters/${encodeURIComponent(id)}/document`]) {
      expect(await get(path)).toMatchObject({ status: 422, body: { code: 'input-invalid' } })
    }
  })

  test.each(['/awards/awd_none', '/awards/awd_none/certificate', '/summary-reports/none', '/letters/none', '/improvement-plans/none/document', '/assessment-notices/none', `/awards/${inventedAwardId}?asOf=2025-12-31`])(
    '%s that was not public is absent', async (path) => { expect(await get(path)).toMatchObject({ status: 404, body: { code: 'published-absent' } }) })
})

describe('the hash of a certificate', () => {
  test('is of the version that was published, and an earlier one is told from the current one', async () => {
    const before = (await get(`/awards/${inventedAwardId}`)).body as unknown as { award: { contentHash: string }; position: number }
    world.setNow('2026-12-01T12:00:00.000Z')
    await world.publish([putFact(awardFact, inventedAwardId, clearedAward)])
    const after = (await get(`/awards/${inventedAwardId}`)).body as unknown as { award: { contentHash: string; status: string }; versions: unknown[] }
    expect(after.award.status).toBe('live-awarded')
    expect(after.award.contentHash).not.toBe(before.award.contentHash)
    expect(after.versions).toHaveLength(2)
    expect((await get(`/awards/${inventedAwardId}/versions/${before.award.contentHash}`)).body).toMatchObject({ isCurrent: false, supersededOn: '2026-12-01T12:00:00.000Z' })
    expect((await get(`/awards/${inventedAwardId}/versions/${after.award.contentHash.toUpperCase()}`)).body).toMatchObject({ isCurrent: true, supersededOn: null })
    expect(await get(`/awards/${inventedAwardId}/versions/${'0'.repeat(64)}`)).toMatchObject({ status: 404, body: { code: 'award-hash-unknown' } })
    expect((await get(`/awards/${inventedAwardId}/versions/not-a-hash`)).body.code).toBe('input-invalid')
  })

  test('and everything else are answered as they were known on a day', async () => {
    const then = (await get(`/awards/${inventedAwardId}?asOf=2026-04-01&knownAt=2026-04-02`)).body as unknown as { award: { status: string; history: unknown[] }; versions: { isCurrent: boolean }[] }
    expect(then.award.status).toBe('conditional')
    expect(then.award.history).toHaveLength(1)
    expect(then.versions).toEqual([expect.objectContaining({ isCurrent: true })])
  })
})

describe('documents for the parties', () => {
  const readAs = async (userId: string, name: 'exportAssessmentReport' | 'exportSignedLetter', input: never): Promise<string> => {
    try { return readPdf(new Uint8Array(await (await call(world, userId, name, input) as unknown as Response).arrayBuffer())).text } catch (error) { return await codeOf(Promise.reject(error)) }
  }

  test('the full report is its assessors\' as a draft, the reviewers\' once submitted, the site\'s once final', async () => {
    const opened = await openCase(world)
    await engage(world, opened)
    const { sql } = world.house.database
    const caseId = opened.one.caseId
    const now = world.house.clock.now()
    const stand = async (state: Case['state']) => { const one = (await readCase(sql, caseId))!; await updateCase(sql, { ...one, state, round: 1, roundKind: 'assessment' }) }
    await stand('assessed')
    const report = (userId: string) => readAs(userId, 'exportAssessmentReport', { caseId, round: 1 } as never)
    expect(await report(opened.lead)).toContain('Draft')
    await putReport(sql, caseId, 1, { assessedFrom: '2026-03-02', assessedTo: '2026-03-05', summary: 'Seen whole.', strengths: '', goodPractices: [] }, 1, opened.lead, now)
    await putRating(sql, { caseId, round: 1, ...RRA, criterion: 'business-integrity', level: 'fully-meets', isApplicable: true, rationale: 'Records sampled.', certificateId: null, evidenceIds: [], ratedBy: opened.lead, ratedAt: now })
    expect(await report(opened.lead)).toContain('Records sampled.')
    for (const other of [opened.owner, opened.reviewer]) expect(await report(other)).toBe('report-absent')
    expect(await report(opened.admin)).toBe('case-absent')
    await markSubmitted(sql, caseId, 1, opened.lead, now, 1, { minor: 1 })
    const finding = { findingId: 'f1', grade: 'minor', statement: 'Two records were missing.', clauses: [{ standard: RRA.standard, criterion: 'business-integrity' }], evidenceIds: [] }
    await addSubmission(sql, { caseId, round: 1, submission: 1, submittedAt: now, recordHash: 'ab'.repeat(32), record: JSON.stringify({ findings: [finding] }) })
    await stand('in-review')
    expect(await report(opened.reviewer)).toContain('Records sampled.')
    expect(await report(opened.owner)).toBe('report-absent')
    await stand('final')
    expect(await report(opened.owner)).toContain('Records sampled.')
    expect(await report(opened.owner)).toContain('Two records were missing.')
  })

  test('the signed letter names its signatory to the site, not to the assessors', async () => {
    const opened = await openCase(world)
    await engage(world, opened)
    const { one: { caseId, siteId } } = opened
    const letter = (userId: string) => readAs(userId, 'exportSignedLetter', { caseId } as never)
    expect(await letter(opened.owner)).toBe('published-absent')
    const document = {
      form: 'cupel-letter-1' as const, caseId, siteId, siteName: 'Marrick Smelter', country: 'CHL', siteTypes: ['smelter' as const], metals: ['copper' as const], cycle: 1, participant: 'Marrick Metals',
      standards: [{ ...RRA, marks: ['copper'], isGoverning: true }], texts: { en: { title: 'Letter of commitment', opening: 'We commit.', promises: ['We will meet them.'], closing: 'Public.' } },
    }
    await insertLetter(world.house.database.sql, {
      caseId, document, documentHash: 'ef'.repeat(32), way: 'in-application', fileHash: null, signedOn: '2026-02-01', signedAt: world.house.clock.now(), signedBy: opened.owner, signerName: 'Ana Roja', signerRole: 'Manager',
    })
    expect(await letter(opened.owner)).toContain('Ana Roja, Manager')
    expect(await letter(opened.lead)).not.toContain('Ana Roja')
    expect(await letter(opened.lead)).toContain('We will meet them.')
    expect(await letter(opened.admin)).toBe('case-absent')
  })
})

describe('what ended', () => {
  test('says until when it was public and why, and is read as it was known', async () => {
    await world.publish([retractFact(letterFact, inventedCaseId, 'site-left')])
    const { status, body } = await get(`/letters/${inventedCaseId}`)
    expect([status, body.code]).toEqual([404, 'published-ended'])
    expect((body as unknown as { detail: string }).detail).toContain('was public until 2026-12-01. Why it ended: site-left.')
    expect((await get(`/letters/${inventedCaseId}?knownAt=2026-04-02`)).status).toBe(200)
    const page = await world.fetch(`/letters/${inventedCaseId}`)
    expect(page.status).toBe(410)
    expect(await page.text()).toContain('site-left')
  })
})

describe('what is not public', () => {
  test('the full report and the signed letter are not there for the public or for another site', async () => {
    for (const path of [`/cases/${inventedCaseId}/reports/1/document`, `/cases/${inventedCaseId}/letter/document`]) {
      expect((await get(path)).status).toBe(401)
      expect(await world.fetch(`/api/v1${path}`, { asOperator: true }).then((response) => response.json())).toMatchObject({ code: 'case-absent' })
    }
  })

  test('an award removed by law is gone from every day and every state of knowledge', async () => {
    await world.publish([withholdFact(awardFact, inventedAwardId, 'court order')])
    for (const query of ['', '?asOf=2026-04-01&knownAt=2026-04-02']) expect((await get(`/awards/${inventedAwardId}${query}`)).body.code).toBe('published-absent')
    expect((await get('/awards')).body).toMatchObject({ total: 0 })
    expect(await world.fsck()).toMatchObject({ findings: [] })
  })
})
