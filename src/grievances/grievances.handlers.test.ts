import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHILE, MERGED, PERU, siteNumber, smallRegistry } from '#test/registry-facts.ts'
import { testWorld, type World } from '#test/world.ts'

let world: World
beforeAll(async () => {
  world = await testWorld({ now: '2025-01-31T09:00:00.000Z' })
  await world.publish(smallRegistry())
})
afterAll(async () => {
  expect(world.faults).toEqual([])
  await world.close()
})

type Body = Record<string, unknown> & { code?: string }
async function call(method: string, path: string, body?: unknown, asOperator = true) {
  const response = await world.fetch(`/api/v1${path}`, {
    method, asOperator, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  return { status: response.status, body: await response.json() as Body }
}
const record = async (query = '') => (await call('GET', `/sites/${CHILE}${query}`, undefined, false)).body
const reportOf = async (body: object) => (await call('POST', `/sites/${CHILE}/error-reports`, body, false)).body as { reportId: string }

describe('a report of an error', () => {
  test('needs no account, has a clock, and keeps words and sender from the public', async () => {
    const sent = await call('POST', `/sites/${MERGED}/error-reports`,
      { text: 'The award was made a year later', email: 'reader@example.org', about: { kind: 'milestone', factId: 'm1' } }, false)
    expect(sent).toMatchObject({ status: 201, body: { siteId: CHILE, receivedOn: '2025-01-31', dueOn: '2025-03-02', state: 'open', outcome: null } })
    const seen = await call('GET', `/error-reports/${String(sent.body['reportId'])}`, undefined, false)
    expect(seen.body).toEqual(sent.body)
    expect(JSON.stringify(seen.body)).not.toMatch(/year later|example\.org/)
    expect((await call('GET', '/error-reports', undefined, false)).body.code).toBe('sign-in-required')
    const listed = await call('GET', '/error-reports?state=open')
    expect(listed.body['items']).toMatchObject([{ text: 'The award was made a year later', email: 'reader@example.org' }])
  })

  test('leaves neither words nor sender in the log', async () => {
    await reportOf({ text: 'A secret that a worker told', email: 'worker@example.org' })
    const { rows } = await world.house.database.pool.query<{ payload: string; is_public: boolean }>(
      `select payload, is_public from log_entry where kind = 'error-report.received'`)
    expect(rows.length).toBeGreaterThan(0)
    for (const { payload, is_public: isPublic } of rows) {
      expect(payload).not.toMatch(/secret|example\.org/)
      expect(isPublic).toBe(false)
    }
  })

  test.each([
    ['of no site', `/sites/${siteNumber('AUS', 9)}/error-reports`, { text: 'There is no such site' }, 'site-unknown'],
    ['about a fact of another site', `/sites/${PERU}/error-reports`, { text: 'This award is wrong', about: { kind: 'milestone', factId: 'm1' } }, 'fact-unknown'],
    ['without words', `/sites/${CHILE}/error-reports`, { text: '  no  ' }, 'input-invalid'],
    ['with a character that cannot be stored', `/sites/${CHILE}/error-reports`, { text: 'ten characters and\u0000' }, 'input-invalid'],
    ['with an address that is none', `/sites/${CHILE}/error-reports`, { text: 'The date is wrong', email: 'me' }, 'input-invalid'],
  ])('is refused %s', async (_, path, body, code) => {
    expect((await call('POST', path, body, false)).body.code).toBe(code)
  })

  test('gets an outcome once, and the outcome is public', async () => {
    const { reportId } = await reportOf({ text: 'The award was made a year later', about: { kind: 'milestone', factId: 'm1' } })
    const outcome = { outcome: 'rejected', text: 'The source prints the day' }
    expect((await call('POST', `/error-reports/${reportId}/outcome`, outcome, false)).body.code).toBe('sign-in-required')
    expect((await call('POST', `/error-reports/${reportId}/outcome`, outcome)).body).toMatchObject({ state: 'decided', decidedOn: '2025-01-31' })
    expect((await call('POST', `/error-reports/${reportId}/outcome`, outcome)).body.code).toBe('error-report-decided')
    expect((await call('POST', '/error-reports/rep_none/outcome', outcome)).body.code).toBe('error-report-unknown')
    expect((await call('GET', `/error-reports/${reportId}`, undefined, false)).body).toMatchObject({ outcome: 'rejected', outcomeText: 'The source prints the day' })
    expect((await record())['reportOutcomes']).toMatchObject([{ reportId, outcome: 'rejected', about: { factId: 'm1' } }])
  })

  test('is overdue when its day has passed, the longest due first, page by page', async () => {
    world.setNow('2025-04-01T09:00:00.000Z')
    await reportOf({ text: 'Sent when others were overdue' })
    const overdue = (await call('GET', '/error-reports?state=overdue')).body['items'] as { dueOn: string }[]
    expect(overdue).toHaveLength(2)
    const seen: unknown[] = []
    let next: unknown = null
    do {
      const page: Body = (await call('GET', `/error-reports?limit=1${typeof next === 'string' ? `&cursor=${next}` : ''}`)).body
      seen.push(...page['items'] as unknown[])
      next = page['next']
    } while (next !== null)
    expect(seen).toHaveLength(4)
    expect((seen as { dueOn: string }[]).map(({ dueOn }) => dueOn)).toEqual(['2025-03-02', '2025-03-02', '2025-03-02', '2025-05-01'])
    expect((await call('GET', '/error-reports?cursor=YWJj')).body.code).toBe('cursor-invalid')
    world.setNow('2025-01-31T10:00:00.000Z')
  })

  test('can be erased, and its clock and outcome stay', async () => {
    const { reportId } = await reportOf({ text: 'Please forget these words', email: 'me@example.org' })
    expect((await call('POST', `/error-reports/${reportId}/erasure`, {})).body).toMatchObject({ text: null, email: null, erasedOn: '2025-01-31', state: 'open' })
    expect((await call('POST', `/error-reports/${reportId}/erasure`, {})).body.code).toBe('error-report-erased')
    const { rows } = await world.house.database.pool.query('select statement, email from error_report where report_id = $1', [reportId])
    expect(rows).toEqual([{ statement: null, email: null }])
  })
})

describe('a dispute', () => {
  test('opens with a report that ends as disputed, stands beside the fact, and closes once', async () => {
    const { reportId } = await reportOf({ text: 'The output is of another year', about: { kind: 'production', factId: 'p1' } })
    await call('POST', `/error-reports/${reportId}/outcome`, { outcome: 'disputed', text: 'The company disputes the year' })
    const shown = await record()
    expect(shown).toMatchObject({ isDisputed: true, production: [{ factId: 'p1', isDisputed: true }] })
    const [{ disputeId }] = shown['disputes'] as [{ disputeId: string }]
    expect((await call('GET', '/sites?disputed=true', undefined, false)).body).toMatchObject({ total: 1, items: [{ siteId: CHILE, isDisputed: true }] })
    const resolution = { resolution: 'The year was corrected' }
    expect((await call('POST', `/disputes/${disputeId}/resolution`, resolution)).body).toMatchObject({ closedOn: '2025-01-31' })
    expect((await call('POST', `/disputes/${disputeId}/resolution`, resolution)).body.code).toBe('dispute-closed')
    expect((await call('POST', '/disputes/dsp_none/resolution', resolution)).body.code).toBe('dispute-unknown')
    expect(await record()).toMatchObject({ isDisputed: false, disputes: [{ resolution: 'The year was corrected' }] })
  })

  test('can be opened by the operator alone', async () => {
    expect((await call('POST', `/sites/${PERU}/disputes`, { text: 'contested' }, false)).body.code).toBe('sign-in-required')
    expect((await call('POST', `/sites/${PERU}/disputes`, { text: 'contested' })).status).toBe(201)
  })
})

test('a signed reply is shown as it was received', async () => {
  const reply = { organisation: 'Invented Copper', signedBy: 'A. Person', role: 'General counsel', signedOn: '2025-01-30', text: 'We see it otherwise.' }
  expect((await call('POST', `/sites/${CHILE}/replies`, reply)).status).toBe(201)
  expect((await call('POST', `/sites/${CHILE}/replies`, { ...reply, signedOn: '2025-02-01' })).body.code).toBe('reply-signed-later')
  expect((await record())['replies']).toMatchObject([reply])
})

describe('a statement removed by law', () => {
  test('is gone at every time, and its place and the reason stay', async () => {
    const before = world.house.clock.now()
    world.setNow('2025-02-10T09:00:00.000Z')
    expect((await call('POST', '/facts/milestone/m5/withholding', { reason: 'Court order 1/25' })).status).toBe(200)
    for (const query of ['', `?knownAt=${before}`]) {
      const shown = await record(query)
      expect(shown['dueDiligence']).toEqual([])
      expect(shown['withheld']).toEqual([{ kind: 'milestone', factId: 'm5', reason: 'Court order 1/25', withheldOn: '2025-02-10' }])
    }
    const { items } = (await call('GET', `/sites/${CHILE}/history`, undefined, false)).body as { items: { factId: string; change: string; fields: unknown[] }[] }
    expect(items.find(({ factId }) => factId === 'm5')).toMatchObject({ change: 'withheld', reason: 'Court order 1/25', fields: [] })
    expect((await world.fsck()).findings).toEqual([])
  })

  test.each([
    ['twice', '/facts/milestone/m5/withholding', 'fact-withheld'], ['of nothing', '/facts/milestone/none/withholding', 'fact-unknown'],
    ['of its own notice', '/facts/withholding/milestone.m5/withholding', 'fact-not-withholdable'],
  ])('is refused %s', async (_, path, code) => {
    expect((await call('POST', path, { reason: 'Court order' })).body.code).toBe(code)
  })

  test('may be a whole record', async () => {
    expect((await call('POST', `/facts/site/${PERU}/withholding`, { reason: 'Court order 2/25' })).status).toBe(200)
    expect((await call('GET', `/sites/${PERU}`, undefined, false)).body).toEqual({ outcome: 'withheld', siteId: PERU, reason: 'Court order 2/25', withheldOn: '2025-02-10' })
    expect((await world.fetch(`/sites/${PERU}`)).status).toBe(410)
  })
})
