// What is recorded of metal is kept: whatever years go by and whoever leaves, a lot can be told with its events and its papers
// (custody invariant 29: at least five years).
import { sql as text } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sweep } from '#src/platform/sweep.ts'
import { clerkOf } from './balance.ts'
import { extract, partyWith, record, sell, siteNo } from './custody.ts'
import { pdf } from './files.ts'
import { addPerson, grant } from './people.ts'
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
