// A mark that an import gives, changes or ends: claims and passports that rest on it are looked at as after a decision.
import { sql as text } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { milestoneFact, type Milestone } from '#src/awards/milestone.ts'
import { siteFact } from '#src/parties/site.ts'
import { sweep } from '#src/platform/sweep.ts'
import { factSet, putFact, retractFact } from '#src/transparency/fact.ts'
import { clerkOf, publishSite, type Clerk } from '#test/balance.ts'
import { extract, recordedAs, siteNo } from '#test/custody.ts'
import { actor, grant } from '#test/people.ts'
import { testWorld, type World } from '#test/world.ts'
import { standingsMoved } from './standing-review.handlers.ts'

const ORG = 'org_standing'
const [MINE, OTHER] = [siteNo(931), siteNo(932)]
let world: World
let clerk: Clerk
beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z' })
  await publishSite(world, MINE, ['mine'], ORG)
  await publishSite(world, OTHER, ['mine'], ORG)
  clerk = await clerkOf(world, ORG)
  const owner = actor('standing', grant('site-owner', 'organisation', ORG))
  expect(await recordedAs(world, owner, ORG, [extract('X-1', MINE, 'L-1', '10 t', { at: '2026-03-01T08:00:00Z' })])).toEqual(['recorded'])
})
afterAll(async () => {
  const { findings } = await world.fsck()
  expect(world.faults).toEqual([])
  await world.close()
  expect(findings).toEqual([])
}, 60_000)

const asOperator = async <T>(path: string, body: unknown): Promise<T> => {
  const isFile = typeof body === 'string'
  const answer = await world.fetch(`/api/v1${path}`, { method: 'POST', asOperator: true, headers: isFile ? {} : { 'content-type': 'application/json' }, body: isFile ? body : JSON.stringify(body) })
  const read = await answer.json() as T
  expect([answer.status < 300, read]).toEqual([true, read])
  return read
}
const HEAD = 'Site,Company,Country,Mark,Status,Date,Valid until,Conditions'
const line = (siteId: string) => `Invented mine ${siteId},,Chile,Copper,Awarded,2025-06-01,2028-05-31,`
let count = 0
/** An import of the list of the mark's owner; what it lists no more is withdrawn. */
async function imported(sites: readonly string[], ended?: string): Promise<string> {
  const { importId } = await asOperator<{ importId: string }>(`/imports?filename=owner${++count}.csv&kind=mark-owner&title=Invented%20Mark`, [HEAD, ...sites.map((siteId) => siteId === ended ? line(siteId).replace('Awarded,2025-06-01', 'Suspended,2026-05-01') : line(siteId))].join('\n'))
  for (const [i, siteId] of sites.entries()) await asOperator(`/imports/${importId}/rows/${i + 2}/decision`, { decision: 'match', siteId })
  await asOperator(`/imports/${importId}/publication`, { absent: 'withdraw', undecided: 'new' })
  return importId
}
const claim = async () => (((await clerk.get('/claims')).body['items'] as unknown as { review: { reason: string } | null }[])[0])!
const told = async (kind: string): Promise<number> => (await text<{ n: number }>`select count(*)::int as n from notice where user_id = ${clerk.userId} and kind = ${kind}`.execute(world.house.database.sql)).rows[0]!.n

describe('a mark by an import', () => {
  it('that ends it flags the claim, tells its owner, and puts the passport under review; one that says the same of it does not', async () => {
    await imported([MINE, OTHER])
    const issued = await clerk.post('/claims', { subject: { kind: 'site', id: MINE }, template: 'site-award', audience: 'business' })
    expect([issued.status, JSON.stringify(issued.body)]).toEqual([201, expect.any(String)])
    const passport = await clerk.post('/passports', { lotId: `${ORG}:L-1`, product: 'Parcel 1', description: null, release: {} })
    expect(passport.status).toBe(201)
    const passportState = async () => ((await clerk.get('/passports')).body['items'] as unknown as { state: string }[])[0]!.state
    await imported([OTHER, MINE])
    expect([(await claim()).review, await told('claim-needs-review')]).toEqual([null, 0])
    world.setNow('2026-06-16T12:00:00.000Z')
    const ending = await imported([OTHER, MINE], MINE)
    expect([(await claim()).review?.reason, await told('claim-needs-review')]).toEqual(['award-changed', 1])
    await sweep(world.house)
    expect([await passportState(), await told('passport.under-review')]).toEqual(['under-review', 1])
    // Undone, it is another standing again.
    world.setNow('2026-06-17T12:00:00.000Z')
    await asOperator(`/imports/${ending}/reversal`, {})
    expect([(await claim()).review?.reason, await told('claim-needs-review')]).toEqual(['award-changed', 2])
  })
})

describe('the standing of a site', () => {
  const of = (more: Partial<Milestone> = {}): Milestone => ({
    siteId: MINE, subjectAsFound: 'M', register: 'mark', kind: 'award', mark: 'copper', date: { from: '2025-06-01', to: '2025-06-01', precision: 'day', printed: 'June 2025' }, asFound: 'Awarded', origin: 'mark-owner', dataset: 'd', citations: [{ text: 'c' }], ...more,
  })
  const facts = factSet(1, [{ kind: milestoneFact.kind, id: 'a', value: of() }, { kind: siteFact.kind, id: OTHER, value: { mergedInto: MINE } }])
  const moved = (...lines: Parameters<typeof standingsMoved>[1]) => [...standingsMoved(facts, lines)]
  it('is another by what holds, from the first day it speaks of; wording, numbers and promises change none', () => {
    expect(moved(putFact(milestoneFact, 'a', of({ asFound: 'Has the mark', citations: [{ text: 'other' }] })))).toEqual([])
    expect(moved(retractFact(milestoneFact, 'a', 'renumbered'), putFact(milestoneFact, 'b', of()))).toEqual([])
    expect(moved(putFact(milestoneFact, 'c', of({ kind: 'commitment' })))).toEqual([])
    expect(moved(retractFact(milestoneFact, 'a', 'ended'))).toEqual([[MINE, '2025-06-01']])
    expect(moved(putFact(milestoneFact, 'a', of({ validUntil: '2026-01-01' })))).toEqual([[MINE, '2025-06-01']])
    expect(moved(putFact(milestoneFact, 's', of({ kind: 'suspension', siteId: OTHER, date: { from: null, to: '2026-01-01', precision: 'by', printed: 'by 2026' } })))).toEqual([[MINE, null]])
  })
})
