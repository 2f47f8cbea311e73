// Imports over HTTP on a real PostgreSQL: what is staged, decided, published and undone, and that nothing else changes.
import { readFileSync } from 'node:fs'
import { strToU8, zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CHILE, PERU, ZAMBIA, smallRegistry } from '#test/registry-facts.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { milestoneFact } from '#src/awards/milestone.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { putFact } from '#src/transparency/fact.ts'
import { writeXlsx } from '#src/exchange/spreadsheet/write.ts'
import { dependentFacts } from '#src/registry/dependent-facts.ts'
import type { ImportDetail, ImportRow, Publication } from './import.contract.ts'
import { importsHandlers } from './import.handlers.ts'
import { siteFact, type Site } from './site.ts'
import { datasetFact } from './source.ts'

const fixture = (name: string): string => readFileSync(new URL(`../../test/fixtures/directory/${name}`, import.meta.url), 'utf8')
const OWN = fixture('own-list.csv')
const OWNER = fixture('owner-list.csv')

let world: World
beforeEach(async () => {
  world = await testWorld()
  await world.publish(smallRegistry())
})
afterEach(async () => {
  expect(world.faults).toEqual([])
  await world.close()
})

type Problem = { code: string; detail: string; status: number; errors?: { detail: string }[] }
async function call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<{ status: number; answer: T }> {
  const isBytes = typeof body === 'string' || body instanceof Uint8Array
  const response = await world.fetch(`/api/v1${path}`, {
    method, asOperator: true, headers: { ...(isBytes || body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: isBytes ? new Uint8Array(Buffer.from(body as string)) : JSON.stringify(body) }),
  })
  return { status: response.status, answer: await response.json() as T }
}
async function ok<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T> {
  const { status, answer } = await call<T>(method, path, body, headers)
  expect([status, answer]).toEqual([expect.toSatisfy((code: number) => code < 300), answer])
  return answer
}
async function refused(method: string, path: string, body?: unknown): Promise<Problem> {
  const { status, answer } = await call<Problem>(method, path, body)
  expect(status).toBeGreaterThanOrEqual(400)
  return answer
}
const upload = (body: string | Uint8Array, query = 'filename=own-list.csv'): Promise<ImportDetail> => ok('POST', `/imports?${query}`, body)
const rowsOf = async (importId: string, query = ''): Promise<ImportRow[]> => (await ok<{ items: ImportRow[] }>('GET', `/imports/${importId}/rows?${query}`)).items
const publish = (importId: string, body: object = {}, headers?: Record<string, string>): Promise<Publication> => ok('POST', `/imports/${importId}/publication`, body, headers)
const decide = (importId: string, line: number, body: object): Promise<ImportRow> => ok('POST', `/imports/${importId}/rows/${line}/decision`, body)
const sites = async (): Promise<Map<string, Site>> => new Map([...(await world.read(operator, (ctx) => ctx.facts())).of(siteFact)].map(([id, { value }]) => [id, value]))
const everything = async (): Promise<string> => {
  const facts = await world.read(operator, (ctx) => ctx.facts())
  return canonicalText([siteFact, milestoneFact, datasetFact].map((kind) => [...facts.of(kind as typeof siteFact)].map(([id, { value }]) => [id, value])))
}
const named = async (name: string): Promise<string> => [...await sites()].find(([, site]) => site.name === name)![0]

describe('an upload', () => {
  test('is read, checked and matched, and changes nothing public', async () => {
    const before = await everything()
    const batch = await upload(OWN)
    expect(batch).toMatchObject({
      state: 'staged', mappingFrom: 'guessed', repeats: null, directory: { kind: 'third-party', datasetId: 'own-list', title: 'own-list', licence: 'not stated' },
      counts: { rows: 17, errors: 4, published: 0 },
    })
    expect(batch.roles.map(({ field, scheme }) => scheme ?? field)).toEqual(['list', 'name', 'alias', 'country', 'latitude', 'longitude', 'type', 'metal', 'operator', 'activity'])
    expect(batch.samples[1]!.cells[0]).toBe('Cerro Inventado')
    expect(await everything()).toBe(before)
  })

  test('tells of each row what becomes of it and what is wrong', async () => {
    const { importId, problems } = await upload(OWN)
    const told = (await rowsOf(importId)).map((row) => [row.line, row.state, row.problems.map(({ code }) => code).join(' ')])
    expect(told).toEqual([
      [2, 'matched', ''], [3, 'new', ''], [4, 'doubtful', ''], [5, 'new', 'far-from-country sign-lost at-sea'], [6, 'new', 'far-from-country at-sea'], [7, 'new', ''],
      [8, 'new', 'null-island'], [9, 'new', ''], [10, 'joined', 'row-repeats'], [11, 'new', 'markup-in-text'], [12, 'new', 'formula-in-text'],
      [13, 'doubtful', expect.any(String)], [14, 'error', 'country-unknown'], [15, 'error', 'coordinate-impossible'], [16, 'error', 'identifier-repeated'],
      [17, 'new', 'name-composed'], [18, 'error', 'name-missing'],
    ])
    expect(problems.find(({ code }) => code === 'country-unknown')).toEqual({ code: 'country-unknown', severity: 'error', rows: 1 })
    expect((await rowsOf(importId, 'filter=error')).map(({ line }) => line)).toEqual([14, 15, 16, 18])
    expect((await rowsOf(importId, 'problem=sign-lost'))[0]!.problems[1]!.suggestion).toEqual({ Latitude: '-16.5012', Longitude: '-71.5034' })
    expect((await rowsOf(importId, 'filter=doubtful'))[0]!.candidates[0]).toMatchObject({ siteId: ZAMBIA, siteName: 'Zebra', reasons: expect.arrayContaining([expect.objectContaining({ code: 'place-unknown' })]) })
  })

  test('pages through rows and imports', async () => {
    const { importId } = await upload(OWN)
    const first = await ok<{ items: ImportRow[]; next: string; total: number }>('GET', `/imports/${importId}/rows?limit=10`)
    const second = await ok<{ items: ImportRow[]; next: null }>('GET', `/imports/${importId}/rows?limit=10&cursor=${first.next}`)
    expect([first.total, first.items.length, second.items[0]!.line, second.next]).toEqual([17, 10, 12, null])
    await upload(OWNER, 'filename=owner.csv&kind=mark-owner')
    const imports = await ok<{ items: ImportDetail[]; next: string }>('GET', '/imports?limit=1')
    expect(imports.items[0]!.filename).toBe('owner.csv')
    expect((await ok<{ items: ImportDetail[] }>('GET', `/imports?limit=1&cursor=${imports.next}`)).items[0]!.importId).toBe(importId)
    expect((await refused('GET', `/imports/${importId}/rows?cursor=${Buffer.from('x').toString('base64url')}`)).code).toBe('cursor-invalid')
  })

  test('of the same bytes answers with the import that is still open', async () => {
    const first = await upload(OWN)
    expect((await upload(OWN, 'filename=renamed.csv')).importId).toBe(first.importId)
  })

  test('with columns in another order, or as XLSX, says the same', async () => {
    const { importId } = await upload(OWN)
    const clean = (rows: ImportRow[]) => rows.map(({ state, clean: row, candidates }) => [state, row, candidates])
    const expected = clean(await rowsOf(importId))
    const lines = OWN.trim().split('\n').map((line) => [...line.matchAll(/("[^"]*(?:""[^"]*)*"|[^,]*)(?:,|$)/g)].map((found) => found[1]!.replace(/^"(.*)"$/, '$1').replaceAll('""', '"')).slice(0, 10))
    const turned = lines.map((cells) => [...cells.slice(4), ...cells.slice(0, 4)])
    const batch = await upload(await writeXlsx('list', turned[0]!, turned.slice(1)), 'filename=own-list.xlsx&title=own-list')
    expect(clean(await rowsOf(batch.importId))).toEqual(expected)
  })
})

describe('hostile files are refused by name, and the registry is unchanged', () => {
  test.each<[string, () => Uint8Array, string, number]>([
    ['200 MB of CSV', () => new Uint8Array(200_000_000).fill(0x61), 'upload-too-large', 413],
    ['a zip bomb', () => zipSync({ 'xl/workbook.xml': strToU8('<a/>'), 'xl/worksheets/sheet1.xml': new Uint8Array(60_000_000) }), 'archive-too-large', 413],
    ['Latin-1', () => Buffer.from('name,country\nChañaral,Chile', 'latin1'), 'encoding-unknown', 422],
    ['an encrypted workbook', () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]), 'file-protected', 422],
    ['an open quotation mark', () => Buffer.from('name,country\n"Cerro,Chile'), 'table-malformed', 422],
    ['nothing', () => new Uint8Array(), 'upload-missing', 422],
    ['a line of column names', () => Buffer.from('name,country\n'), 'table-empty', 422],
  ])('%s', async (_name, body, code, status) => {
    const before = await everything()
    const problem = await refused('POST', '/imports?filename=hostile', body())
    expect([problem.code, problem.status]).toEqual([code, status])
    expect(await everything()).toBe(before)
    expect((await ok<{ items: unknown[] }>('GET', '/imports')).items).toEqual([])
  })

  test('the public may neither see nor make imports', async () => {
    expect((await world.fetch('/api/v1/imports')).status).toBe(401)
    expect((await world.fetch('/api/v1/imports?filename=x', { method: 'POST', body: OWN })).status).toBe(401)
  })
})

describe('a mapping', () => {
  test('is corrected, read again, and remembered for the same columns', async () => {
    const { importId } = await upload(OWN)
    const mapped = await ok<ImportDetail>('PUT', `/imports/${importId}/mapping`, {
      roles: [{ column: 'Operator', field: 'owner' }], directory: { title: 'Own list', datasetId: 'own', licence: 'CC BY 4.0', attribution: 'Us', url: 'https://example.org/list' },
    })
    expect(mapped).toMatchObject({ mappingFrom: 'given', directory: { datasetId: 'own', licence: 'CC BY 4.0' } })
    expect((await rowsOf(importId))[1]!.clean).toMatchObject({ owners: 'Fingida SpA' })
    const next = await upload(`${OWN}L099,Nueva Mina,,Chile,-29.1,-69.9,Mine,Copper,X,Operating\n`, 'filename=next-year.csv')
    expect(next).toMatchObject({ mappingFrom: 'remembered', directory: { datasetId: 'own', url: 'https://example.org/list' } })
    expect(next.roles.find(({ column }) => column === 'Operator')!.field).toBe('owner')
  })

  test('is refused for an unknown column, for the dataset of others, and once published', async () => {
    const { importId } = await upload(OWN)
    expect((await refused('PUT', `/imports/${importId}/mapping`, { roles: [{ column: 'Nope', field: 'name' }] })).code).toBe('column-unknown')
    expect((await refused('PUT', `/imports/${importId}/mapping`, { directory: { datasetId: 'invented' } })).code).toBe('dataset-not-importable')
    await publish(importId)
    expect((await refused('PUT', `/imports/${importId}/mapping`, { roles: [] })).code).toBe('import-already-published')
    expect((await refused('PUT', '/imports/imp_none/mapping', { roles: [] })).code).toBe('import-unknown')
  })
})

describe('a row is decided', () => {
  test('as this site, as new, as none of ours, and as one with another record', async () => {
    const { importId } = await upload(OWN)
    expect(await decide(importId, 4, { decision: 'match', siteId: ZAMBIA })).toMatchObject({ state: 'matched', siteId: ZAMBIA, decidedBy: 'person' })
    expect(await decide(importId, 13, { decision: 'new' })).toMatchObject({ state: 'new', siteId: null })
    expect(await decide(importId, 8, { decision: 'reject' })).toMatchObject({ state: 'rejected' })
    expect(await decide(importId, 3, { decision: 'merge', siteId: CHILE, mergedSiteId: PERU })).toMatchObject({ state: 'merging', siteId: CHILE, mergedSiteId: PERU })
    expect(await decide(importId, 8, { decision: 'undecided' })).toMatchObject({ state: 'new', decidedBy: 'matching' })
  })

  test('after its cells were corrected; what came stays beside it', async () => {
    const { importId } = await upload(OWN)
    const row = await decide(importId, 14, { decision: 'undecided', corrections: { Country: 'CHL' } })
    expect(row).toMatchObject({ state: 'new', problems: [], corrections: { Country: 'CHL' }, clean: { country: 'CHL' } })
    expect(row.cells.find(({ column }) => column === 'Country')!.text).toBe('Chlie')
    expect((await decide(importId, 14, { decision: 'undecided', corrections: {} })).state).toBe('error')
  })

  test.each<[string, number, object, string]>([
    ['with errors', 14, { decision: 'new' }, 'row-has-errors'],
    ['without a site', 4, { decision: 'match' }, 'site-needed'],
    ['with a site that is none', 4, { decision: 'match', siteId: 'CHL-0000000' }, 'input-invalid'],
    ['with two records that are one', 4, { decision: 'merge', siteId: CHILE, mergedSiteId: CHILE }, 'merge-with-itself'],
    ['that is not there', 99, { decision: 'new' }, 'row-unknown'],
    ['with a column that is not there', 4, { decision: 'new', corrections: { Nope: '' } }, 'column-unknown'],
  ])('not %s', async (_name, line, body, code) => {
    const { importId } = await upload(OWN)
    expect((await refused('POST', `/imports/${importId}/rows/${line}/decision`, body)).code).toBe(code)
  })

  test('not against an identifier that another site carries', async () => {
    await publish((await upload(OWN)).importId)
    const { importId } = await upload(OWN.replace('L002,Quebrada Fingida', 'L002,Quebrada Fingida II'))
    expect((await refused('POST', `/imports/${importId}/rows/3/decision`, { decision: 'match', siteId: ZAMBIA })).code).toBe('identifier-elsewhere')
  })
})

describe('a publication', () => {
  test('publishes what is decided, in one entry, and leaves doubts and errors behind', async () => {
    const { importId } = await upload(OWN)
    expect(await publish(importId)).toMatchObject({ state: 'published', newSites: 9, changedSites: 1, left: { doubtful: 2, errors: 4 }, statements: 0 })
    const after = await sites()
    expect(after.get(CHILE)).toMatchObject({ name: 'Cerro Inventado', dataset: 'invented', identifiers: [{ scheme: 'list', value: 'L001' }] })
    expect(after.get(await named('Cerro Repetido'))).toMatchObject({ metals: ['copper', 'silver'], dataset: 'own-list', citations: [{ text: 'own-list, list L008' }] })
    expect([...after.values()].find(({ name }) => name.includes('script'))!.name).toBe('<script>alert(1)</script>')
    const published = (await rowsOf(importId, 'filter=published')).map(({ line, publishedSiteId }) => [line, publishedSiteId])
    expect(published).toHaveLength(11)
    expect((await world.fsck()).findings).toEqual([])
  })

  test('with dry-run says what would change, and changes nothing', async () => {
    const { importId } = await upload(OWN)
    const before = await everything()
    expect(await publish(importId, {}, { 'dry-run': 'true' })).toMatchObject({ newSites: 9 })
    expect(await everything()).toBe(before)
    expect(await ok('GET', `/imports/${importId}`)).toMatchObject({ state: 'staged' })
  })

  test('takes doubtful rows as new only when told to', async () => {
    const { importId } = await upload(OWN)
    expect(await publish(importId, { undecided: 'new' })).toMatchObject({ newSites: 11, left: { doubtful: 0, errors: 4 } })
  })

  test('goes on with what was decided later, from the queue of reviews', async () => {
    const { importId } = await upload(OWN)
    await publish(importId)
    const reviews = await ok<{ items: { importId: string; row: ImportRow }[]; total: number }>('GET', '/match-reviews')
    expect(reviews.items.map(({ row }) => row.line)).toEqual([4, 13])
    await decide(importId, 4, { decision: 'match', siteId: ZAMBIA })
    expect(await publish(importId)).toMatchObject({ newSites: 0, changedSites: 1, left: { doubtful: 1 } })
    expect((await sites()).get(ZAMBIA)).toMatchObject({ position: { latitude: -12.8123, citation: { text: 'own-list, list L003' } } })
    expect((await ok<{ total: number }>('GET', '/match-reviews')).total).toBe(1)
    expect((await refused('POST', `/imports/${importId}/rows/4/decision`, { decision: 'new' })).code).toBe('row-published')
  })

  test('of the same list again changes nothing, asks nothing twice, and undoes no correction', async () => {
    const first = await upload(OWN)
    await decide(first.importId, 4, { decision: 'match', siteId: ZAMBIA })
    await decide(first.importId, 8, { decision: 'reject' })
    await publish(first.importId)
    const fingida = await named('Quebrada Fingida')
    await world.publish([putFact(siteFact, fingida, { ...(await sites()).get(fingida)!, operator: 'Corrected since' })])
    const before = await everything()
    const again = await upload(OWN, 'filename=again.csv&title=own-list')
    expect(again).toMatchObject({ repeats: first.importId, counts: { new: 0, rejected: 1, doubtful: 1 } })
    expect(await publish(again.importId)).toMatchObject({ newSites: 0, changedSites: 0, mergedSites: 0 })
    expect((await sites()).get(fingida)!.operator).toBe('Corrected since')
    expect((await everything()).replaceAll('again.csv', 'own-list.csv')).toBe(before)
  })

  test('matches again what nobody decided where facts have changed since', async () => {
    const [one, two] = [await upload(OWN), await upload(OWN.replaceAll('L0', 'M0').replaceAll('list_id', 'other_id'), 'filename=other.csv')]
    expect(two.counts.new).toBe(one.counts.new)
    await publish(one.importId)
    expect(await publish(two.importId)).toMatchObject({ newSites: 0, left: { errors: 4 } })
  })

  test('of a list whose process dies in the middle leaves none of it', async () => {
    const { importId } = await upload(OWN)
    const before = await everything()
    const handlers = importsHandlers(dependentFacts)
    world.house.database.pool.on('acquire', (client) => client.once('error', () => {}))
    await expect(world.transact(operator, async (ctx) => {
      await handlers.publishImport(ctx, { importId, undecided: 'keep', absent: 'keep' })
      const { sql } = await import('kysely')
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(ctx.sql)
    })).rejects.toThrow()
    expect(await everything()).toBe(before)
    expect(await ok('GET', `/imports/${importId}`)).toMatchObject({ state: 'staged', counts: { published: 0 } })
    expect(await publish(importId)).toMatchObject({ newSites: 9 })
  })
})

describe('the list of the mark’s owner', () => {
  test('supersedes compiled facts site by site, keeps addresses and history, and states what is live', async () => {
    const compiled = (await world.read(operator, (ctx) => ctx.facts())).of(milestoneFact).size
    const { importId, counts } = await upload(OWNER, 'filename=owner.csv&kind=mark-owner&title=Invented%20Mark')
    expect(counts).toMatchObject({ rows: 5, errors: 1, joined: 1 })
    await decide(importId, 2, { decision: 'match', siteId: CHILE })
    await decide(importId, 4, { decision: 'match', siteId: ZAMBIA })
    expect(await publish(importId)).toMatchObject({ newSites: 1, changedSites: 2, statements: 4, absent: { statements: 0, sites: [] } })
    const facts = await world.read(operator, (ctx) => ctx.facts())
    expect(facts.of(siteFact).get(CHILE)!.value).toMatchObject({ name: 'Cerro Inventado Complex', dataset: 'invented-mark', aliases: expect.arrayContaining([{ name: 'Cerro Inventado', kind: 'name' }]) })
    expect(facts.of(datasetFact).get('invented-mark')!.value.origin).toBe('mark-owner')
    const live = [...facts.of(milestoneFact).values()].filter(({ value }) => value.origin === 'mark-owner').map(({ value }) => [value.siteId, value.mark, value.kind, value.validUntil ?? null, value.condition ?? null])
    expect(live).toEqual(expect.arrayContaining([[CHILE, 'copper', 'award', '2028-02-29', null], [CHILE, 'molybdenum', 'participation', null, null], [ZAMBIA, 'zinc', 'award', '2027-01-14', 'Close two findings']]))
    expect(facts.of(milestoneFact).size).toBe(compiled + 4)
    const seen = await ok<{ standing: { basis: string; marks: { mark: string; status: string; basis: string }[] } }>('GET', `/sites/${CHILE}`)
    expect(seen.standing.marks.find(({ mark }) => mark === 'copper')).toMatchObject({ basis: 'live', status: 'live-awarded' })
  })

  test('says what it no longer says, and withdraws it only when asked', async () => {
    const first = await upload(OWNER, 'filename=owner.csv&kind=mark-owner&title=Invented%20Mark')
    await decide(first.importId, 2, { decision: 'match', siteId: CHILE })
    await publish(first.importId)
    const second = await upload(OWNER.replace('2025-03-01', '2025-03-02').split('\n').filter((line) => !line.startsWith('Mina Verosimil')).join('\n'), 'filename=owner2.csv&kind=mark-owner')
    expect(second.directory.title).toBe('Invented Mark')
    expect(await publish(second.importId, {}, { 'dry-run': 'true' })).toMatchObject({ statements: 1, absent: { statements: 1, sites: [{ name: 'Mina Verosimil' }] } })
    expect(await publish(second.importId, { absent: 'withdraw' })).toMatchObject({ statements: 2, absent: { statements: 1 } })
    const awards = [...(await world.read(operator, (ctx) => ctx.facts())).of(milestoneFact).values()].filter(({ value }) => value.siteId === CHILE && value.origin === 'mark-owner' && value.kind === 'award')
    expect(awards.map(({ value }) => value.date.from)).toEqual(['2025-03-02'])
  })
})

describe('undoing', () => {
  test('restores what stood before, for ever visible in the history', async () => {
    const before = await everything()
    const { importId } = await upload(OWN)
    await publish(importId)
    expect(await ok('POST', `/imports/${importId}/reversal`, {})).toMatchObject({ state: 'reversed', facts: 11 })
    expect(await everything()).toBe(before)
    expect((await refused('POST', `/imports/${importId}/reversal`, {})).code).toBe('import-not-published')
    expect((await refused('POST', `/imports/${importId}/publication`, {})).code).toBe('import-reversed')
    expect((await upload(OWN, 'filename=anew.csv')).counts).toMatchObject({ published: 0, new: 9 })
    expect((await world.fsck()).findings).toEqual([])
  })

  test('is refused where something later rests on it, and says what', async () => {
    const { importId } = await upload(OWN)
    await publish(importId)
    const fingida = await named('Quebrada Fingida')
    await world.publish([putFact(siteFact, fingida, { ...(await sites()).get(fingida)!, place: 'Corrected' })])
    const problem = await refused('POST', `/imports/${importId}/reversal`, {})
    expect([problem.code, problem.errors]).toEqual(['import-superseded', [{ pointer: '', detail: `site ${fingida}` }]])
  })

  test('is refused where another fact speaks of a site that would be gone', async () => {
    const { importId } = await upload(OWN)
    await publish(importId)
    const fingida = await named('Quebrada Fingida')
    const [milestone] = [...(await world.read(operator, (ctx) => ctx.facts())).of(milestoneFact).values()]
    await world.publish([putFact(milestoneFact, 'later', { ...milestone!.value, siteId: fingida })])
    expect((await refused('POST', `/imports/${importId}/reversal`, {})).errors).toEqual([{ pointer: '', detail: 'milestone later' }])
  })
})

describe('merging two sites', () => {
  test('leads the address on for ever', async () => {
    expect(await ok('POST', `/sites/${PERU}/merge`, { into: CHILE, reason: 'one plant' })).toEqual({ siteId: PERU, redirectTo: CHILE, name: 'Cerro Inventado' })
    expect(await ok('GET', `/sites/${PERU}`)).toMatchObject({ outcome: 'merged', redirectTo: CHILE })
    expect(await ok('GET', `/sites/${CHILE}`)).toMatchObject({ mergedFrom: expect.arrayContaining([PERU]), aliases: expect.arrayContaining([expect.objectContaining({ name: 'Ánimas' })]) })
    await ok('POST', `/sites/${CHILE}/merge`, { into: ZAMBIA, reason: 'test of a chain' })
    expect(await ok('GET', `/sites/${PERU}`)).toMatchObject({ redirectTo: ZAMBIA })
  })

  test.each<[string, string, string, string]>([
    ['into itself', CHILE, CHILE, 'merge-with-itself'],
    ['an unknown site', 'CHL-0000000', CHILE, 'input-invalid'],
  ])('is refused %s', async (_name, siteId, into, code) => {
    expect((await refused('POST', `/sites/${siteId}/merge`, { into, reason: 'x' })).code).toBe(code)
  })

  test('is refused twice, and in a ring', async () => {
    await ok('POST', `/sites/${PERU}/merge`, { into: CHILE, reason: 'x' })
    expect((await refused('POST', `/sites/${PERU}/merge`, { into: ZAMBIA, reason: 'x' })).code).toBe('site-already-merged')
    expect((await refused('POST', `/sites/${CHILE}/merge`, { into: PERU, reason: 'x' })).code).toBe('merge-with-itself')
  })
})
