// The four open site files, 3,937 rows with the traps their notes tell of, imported one after another into the starter
// registry; then all of them again, which changes nothing. Runs where the open data stands beside the checkout.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasOpenData, openDataPath } from '#test/open-data.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { dependentFacts } from '#src/registry/dependent-facts.ts'
import { importsHandlers } from './import.handlers.ts'
import type { ImportDetail, ImportRow, Publication } from './import.contract.ts'
import type { RowProblemCode } from './directory.ts'
import { siteFact } from './site.ts'

const handlers = importsHandlers(dependentFacts)
const FILES = ['icmm_sites_base_metals', 'climatetrace_copper_mines_2024', 'usgs_minfac_2003_2008_base_metals', 'fineprint_facilities'] as const

describe.skipIf(!hasOpenData)('the four open site files (skipped where they are not beside the checkout)', () => {
  let world: World
  const first: Record<string, { batch: ImportDetail; publication: Publication; milliseconds: number }> = {}

  const importFile = async (name: string): Promise<{ batch: ImportDetail; publication: Publication; milliseconds: number }> => {
    const bytes = readFileSync(openDataPath(`sites/${name}.csv`))
    const began = performance.now()
    const batch = await world.transact(operator, (ctx) => handlers.createImport(ctx, { filename: `${name}.csv`, kind: 'third-party' }), { upload: bytes }) as ImportDetail
    const publication = await world.transact(operator, (ctx) => handlers.publishImport(ctx, { importId: batch.importId, undecided: 'keep', absent: 'keep' })) as Publication
    return { batch, publication, milliseconds: performance.now() - began }
  }
  const rowsWith = async (name: string, problem: RowProblemCode): Promise<readonly ImportRow[]> => {
    const { importId } = first[name]!.batch
    const answer = await world.read(operator, (ctx) => handlers.listImportRows(ctx, { importId, filter: 'all', problem, limit: 1000 })) as { items: ImportRow[] }
    return answer.items
  }

  beforeAll(async () => {
    world = await testWorld({ loadsShipped: true })
    for (const name of FILES) first[name] = await importFile(name)
  }, 120_000)
  afterAll(() => world.close())

  test('import in one run under 30 s', () => {
    process.stdout.write(JSON.stringify(Object.values(first).map((x) => [x.batch.filename, x.batch.counts, x.batch.problems.map((p) => `${p.code}:${p.rows}`), x.publication, x.milliseconds]), null, 1))
    expect(Object.values(first).reduce((sum, { batch }) => sum + batch.counts.rows, 0)).toBe(3937)
    expect(Object.values(first).reduce((sum, { milliseconds }) => sum + milliseconds, 0)).toBeLessThan(30_000)
  })

  test('again: the same result, and nothing changes', async () => {
    const size = (await world.read(operator, (ctx) => ctx.facts())).of(siteFact).size
    for (const name of FILES) {
      const { batch, publication, milliseconds } = await importFile(name)
      process.stdout.write(JSON.stringify([batch.filename, batch.counts, publication, milliseconds]) + '\n')
      expect(batch).toMatchObject({ sha256: first[name]!.batch.sha256, repeats: first[name]!.batch.importId })
      expect(publication).toMatchObject({ facts: 0, newSites: 0, changedSites: 0, left: first[name]!.publication.left })
    }
    expect((await world.read(operator, (ctx) => ctx.facts())).of(siteFact).size).toBe(size)
  }, 60_000)
  test('x', async () => { expect((await rowsWith(FILES[0], 'far-from-country')).length).toBeGreaterThan(10) })
})
