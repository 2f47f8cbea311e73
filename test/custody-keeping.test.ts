// What is recorded of metal is kept: whatever years go by and whoever leaves, a lot can be told with its events and its papers
// (custody invariant 29: at least five years).
import { sql as text } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sweep } from '#src/platform/sweep.ts'
import { awarded, clerkOf, inCustody, opened, publishSite, type Answer } from './balance.ts'
import { extract, newLot, nextAt, partyWith, record, recordedAs, sell, siteNo } from './custody.ts'
import { pdf } from './files.ts'
import { actor, addPerson, grant } from './people.ts'
import { testWorld, type World } from './world.ts'

const ORG = 'org_kept'
const SITE = siteNo(1)
const tables = ['custody_book', 'custody_batch', 'custody_event', 'custody_lot', 'custody_lot_metal', 'custody_draw', 'custody_measurement', 'custody_document', 'epcis_capture', 'epcis_event', 'balance_entry', 'transfer_statement']
let world: World
beforeAll(async () => { world = await testWorld() })
afterAll(async () => {
  expect(world.faults).toEqual([])
  await world.close()
})

const rowsOf = async (): Promise<string[]> => Promise.all(tables.map(async (table) => JSON.stringify((await text`select to_jsonb(t) as row from ${text.table(table)} t order by 1`.execute(world.house.database.sql)).rows)))

it('six years on, its recorder erased, every record and every paper is there, byte for byte', async () => {
  await partyWith(world, ORG, [SITE])
  const clerk = await addPerson(world, 'Leaving Clerk', [grant('site-contributor', 'organisation', ORG)])
  const { key } = await world.house.accounts.createKey(clerk.userId, { name: 'kept', reach: 'write', expiresInDays: undefined })
  await record(world, clerk, ORG, [extract('K-1', SITE, 'K', '10 t'), sell('K-2', SITE, 'K', '4 t')])
  const paper = pdf('assay of K')
  const sent = await world.fetch(`/api/v1/custody/lots/${ORG}:K/documents?kind=assay&ref=A-1&filename=assay.pdf`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' }, body: paper as Uint8Array<ArrayBuffer> })
  expect(sent.status).toBe(200)
  const { documentId } = await sent.json() as { documentId: string }
  const before = await rowsOf()

  const erased = await world.fetch(`/api/v1/people/${clerk.userId}/erasures`, { asOperator: true, method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ reason: 'Left the company.' }) })
  expect(erased.status).toBe(200)
  for (const day of ['2026-12-31', '2029-01-01', '2031-07-01', '2032-07-01']) {
    world.setNow(`${day}T12:00:00.000Z`)
    await sweep(world.house)
  }
  expect(await rowsOf()).toEqual(before)
  const colleague = await clerkOf(world, ORG)
  expect((await colleague.get(`/custody/books/${ORG}/events/K-1`)).body['line']).toMatchObject({ kind: 'extract' })
  expect(await colleague.bytes(`/custody/documents/${documentId}/file`)).toEqual(new Uint8Array(paper))
  expect((await world.fsck()).findings).toEqual([])
})

it('a paper that others were shown stays; one of a lot that is still the party\'s alone goes', async () => {
  world.setNow('2026-06-15T12:00:00.000Z')
  const [SHOWN, MINE] = ['org_shown', siteNo(7)]
  await publishSite(world, MINE, ['mine'], SHOWN)
  await awarded(world, MINE)
  await inCustody(world, MINE)
  const [owner, clerk] = [actor('shown', grant('site-owner', 'organisation', SHOWN)), await clerkOf(world, SHOWN)]
  const { key } = await world.house.accounts.createKey(clerk.userId, { name: 'shown', reach: 'write', expiresInDays: undefined })
  const attached = async (lot: string): Promise<string> => ((await clerk.upload(`/custody/lots/${SHOWN}:${lot}/documents?kind=assay&ref=A-${lot}&filename=assay.pdf`, pdf(`assay of ${lot}`))).body['documentId'] as unknown as string)
  const removed = async (documentId: string): Promise<string | number> => {
    const answer = await world.fetch(`/api/v1/custody/documents/${documentId}`, { method: 'DELETE', headers: { authorization: `Bearer ${key}` } })
    return answer.status === 200 ? 200 : ((await answer.json()) as { type: string }).type.split('/').at(-1)!
  }
  const lots = ['OWN', 'SENT', 'SOLD', 'MADE', 'BACK', 'CREDITED', 'CLAIMED', 'PASSPORT']
  const march = { at: '2026-03-01T08:00:00Z' }
  expect(await recordedAs(world, owner, SHOWN, lots.map((lot) => extract(`X-${lot}`, MINE, lot, '10 t', march)))).toEqual(lots.map(() => 'recorded'))
  const later = (event: string, kind: string, more: object) => ({ kind, event, site: MINE, at: nextAt().replace('2026-01', '2026-04'), ...more })
  const shipped = (lot: string) => later(`S-${lot}`, 'ship', { inputs: [{ lot, take: '1 t' }], shipment: `SH-${lot}`, to: { name: 'Invented buyer' } })
  expect(await recordedAs(world, owner, SHOWN, [
    shipped('SENT'), sell('V-SOLD', MINE, 'SOLD', '1 t', { at: '2026-04-01T00:00:00Z' }), later('T-1', 'transform', { inputs: [{ lot: 'MADE' }], outputs: [newLot('MADE-2', '10 t', { material: 'cathode' })] }), shipped('MADE-2'),
    // It was seen, whatever is written now.
    shipped('BACK'), later('V-BACK', 'void', { voids: 'S-BACK', reason: 'Wrong number' }),
  ])).toEqual(['recorded', 'recorded', 'recorded', 'recorded', 'recorded', 'recorded'])
  const papers = new Map<string, string>()
  for (const lot of lots) papers.set(lot, await attached(lot))
  const made = async (answer: Promise<Answer>): Promise<void> => { const { status, body } = await answer; expect([status, JSON.stringify(body)]).toEqual([201, expect.any(String)]) }
  await made(clerk.post(`/balance-accounts/${await opened(clerk, SHOWN, MINE, 'twelve-month-credit')}/credits`, { on: '2026-03-09', source: { kind: 'lot', lot: 'CREDITED' } }))
  await made(clerk.post('/claims', { subject: { kind: 'lot', id: `${SHOWN}:CLAIMED` }, template: 'origin-country', audience: 'business' }))
  await made(clerk.post('/passports', { lotId: `${SHOWN}:PASSPORT`, product: 'Parcel 1', description: null, release: {} }))
  const answers = new Map<string, string | number>()
  for (const lot of lots) answers.set(lot, await removed(papers.get(lot)!))
  expect(Object.fromEntries(answers)).toEqual({ ...Object.fromEntries(lots.map((lot) => [lot, 'custody-document-shown'])), OWN: 200 })
  for (const lot of lots.slice(1)) expect((await clerk.bytes(`/custody/documents/${papers.get(lot)!}/file`)).length).toBeGreaterThan(0)
})
