// The operator looks into one book while an inquiry is open, by HTTP: it reads, never writes; a closed inquiry, one that ran
// out, and another book are answered as what does not exist.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { extract, partyWith, recordedAs, siteNo } from '#test/custody.ts'
import { addPerson, grant } from '#test/people.ts'
import { testWorld, type World } from '#test/world.ts'

const [ORG, OTHER] = ['org_inquired', 'org_quiet']
const [MINE, PIT] = [siteNo(30), siteNo(31)]
let world: World
let key: string

beforeAll(async () => {
  world = await testWorld({ now: '2026-04-01T08:00:00.000Z' })
  for (const [organisationId, site] of [[ORG, MINE], [OTHER, PIT]] as const) {
    const owner = await partyWith(world, organisationId, [site])
    await recordedAs(world, owner, organisationId, [extract('E-1', site, 'L-1', '5 t')])
  }
  const { userId } = await addPerson(world, 'Operator', [grant('operator')])
  key = (await world.house.accounts.createKey(userId, { name: 'desk', reach: 'write', expiresInDays: undefined })).key
})
afterAll(() => world.close())

async function ask(path: string, method = 'GET', body?: object): Promise<{ status: number; code: string | undefined; json: Record<string, unknown> }> {
  const response = await world.fetch(`/api/v1${path}`, { method, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const json = await response.json() as Record<string, unknown>
  return { status: response.status, code: json['code'] as string | undefined, json }
}
const READS = (organisationId: string, site: string): readonly [path: string, absent: string][] => [
  [`/custody/lots?organisationId=${organisationId}`, 'book-absent'], [`/custody/lots/${organisationId}:L-1`, 'lot-not-found'], [`/custody/events?organisationId=${organisationId}`, 'book-absent'],
  [`/custody/stock-reports?organisationId=${organisationId}&from=2026-01-01&to=2026-12-31`, 'book-absent'], [`/lots/${organisationId}:L-1/origins`, 'lot-unseen'],
  [`/lot-recalls?organisationId=${organisationId}&siteId=${site}`, 'book-unseen'], [`/site-balances/${site}?organisationId=${organisationId}&from=2026-01-01&to=2026-12-31`, 'book-unseen'],
  [`/provenance-impacts?organisationId=${organisationId}`, 'book-unseen'],
]
const answersTo = async (reads: readonly [string, string][]) => Promise.all(reads.map(async ([path]) => { const { status, code } = await ask(path); return code ?? status }))
const refusedAll = (reads: readonly [string, string][]) => reads.map(([, code]) => code)
const booksListed = async () => ((await ask('/custody/books')).json['items'] as { organisationId: string; mayWrite: boolean }[]).map(({ organisationId, mayWrite }) => ({ organisationId, mayWrite }))
const open = async (): Promise<string> => String((await ask('/custody-inquiries', 'POST', { organisationId: ORG, reason: 'A buyer reported a doubtful bundle.' })).json['inquiryId'])

describe('the operator', () => {
  it('reads the one book an inquiry is open into, writes nothing, and finds no other', async () => {
    expect(await answersTo(READS(ORG, MINE))).toEqual(refusedAll(READS(ORG, MINE)))
    expect(await booksListed()).toEqual([])
    const inquiryId = await open()
    expect(await answersTo(READS(ORG, MINE))).toEqual(READS(ORG, MINE).map(() => 200))
    expect(await booksListed()).toEqual([{ organisationId: ORG, mayWrite: false }])
    expect((await ask(`/custody/lots?organisationId=${ORG}`)).json['items']).toMatchObject([{ lot: 'L-1' }])
    expect((await ask('/custody/events', 'POST', { organisationId: ORG, events: [extract('E-2', MINE, 'L-2', '1 t')] })).code).toBe('permit-missing')
    expect(await answersTo(READS(OTHER, PIT))).toEqual(refusedAll(READS(OTHER, PIT)))
    await ask(`/custody-inquiries/${inquiryId}/closing`, 'POST', {})
    expect(await answersTo(READS(ORG, MINE))).toEqual(refusedAll(READS(ORG, MINE)))
    expect(await booksListed()).toEqual([])
  })
  it('reads no more once the time of the inquiry has run out', async () => {
    await open()
    expect((await ask(`/custody/lots?organisationId=${ORG}`)).status).toBe(200)
    world.setNow('2026-05-01T08:00:00.000Z')
    expect(await answersTo(READS(ORG, MINE))).toEqual(refusedAll(READS(ORG, MINE)))
  })
})
