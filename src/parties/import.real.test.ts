// The four open site files, 3,937 rows with the traps their notes tell of, imported one after another into the starter
// registry; then all of them again, which changes nothing. Runs where the open data stands beside the checkout.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasOpenData, openDataPath } from '#test/open-data.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { readTable } from '#src/exchange/spreadsheet/table.ts'
import { dependentFacts } from '#src/registry/dependent-facts.ts'
import { importsHandlers } from './import.handlers.ts'
import type { ImportDetail, ImportRow, Publication } from './import.contract.ts'
import type { RowProblemCode } from './directory.ts'
import { siteFact, type Site } from './site.ts'

const handlers = importsHandlers(dependentFacts)
const FILES = ['icmm_sites_base_metals', 'climatetrace_copper_mines_2024', 'usgs_minfac_2003_2008_base_metals', 'fineprint_facilities'] as const

describe.skipIf(!hasOpenData)('the four open site files (skipped where they are not beside the checkout)', () => {
  let world: World
  let starter: [string, Site][]
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
    starter = [...(await world.read(operator, (ctx) => ctx.facts())).of(siteFact)].map(([id, { value }]) => [id, value])
    for (const name of FILES) first[name] = await importFile(name)
  }, 120_000)
  afterAll(() => world.close())

  test('import in one run under 30 s, each row read', () => {
    const all = Object.values(first)
    expect(all.map(({ batch }) => batch.counts.rows)).toEqual([1802, 914, 942, 279])
    expect(all.map(({ batch }) => batch.counts.errors)).toEqual([0, 0, 0, 0])
    expect(all.reduce((sum, { milliseconds }) => sum + milliseconds, 0)).toBeLessThan(30_000)
    for (const { batch: { counts } } of all) expect(counts.matched + counts.new + counts.doubtful + counts.joined).toBe(counts.rows)
  })

  test('warn of sites far from their country and in the sea, and of none beyond 180 degrees', async () => {
    const far = (await rowsWith(FILES[0], 'far-from-country')).map(({ clean }) => clean!.name)
    expect(far).toEqual(expect.arrayContaining(['Mount Isa Copper', 'Nifty', 'Osborne']))
    expect(far).not.toContain('Cerro Verde')
    expect(far.length).toBeGreaterThanOrEqual(14)
    expect((await rowsWith(FILES[0], 'at-sea')).length).toBeGreaterThanOrEqual(14)
    const russian = [...await rowsWith(FILES[0], 'at-sea'), ...await rowsWith(FILES[2], 'at-sea')].filter(({ clean }) => clean!.country === 'RUS' && clean!.position!.latitude < 69.5)
    expect(russian).toEqual([])
  })

  test('warn of repeated rows and of rows without a name', async () => {
    expect((await rowsWith(FILES[2], 'row-repeats')).length).toBeGreaterThanOrEqual(40)
    expect((await rowsWith(FILES[0], 'name-repeats')).map(({ clean }) => clean!.name)).toEqual(expect.arrayContaining(['Boddington', 'Santander']))
    expect((await rowsWith(FILES[2], 'name-composed')).length).toBe(213)
  })

  test('bring together what the crosswalk brings together', async () => {
    const crosswalk = await readTable(readFileSync(openDataPath('sites/site_crosswalk_to_icmm.csv')), 'crosswalk')
    if (!crosswalk.accepted) throw new Error(crosswalk.refusal.detail)
    const cell = (cells: readonly string[], name: string): string => cells[crosswalk.value.columns.indexOf(name)]!
    const plain = crosswalk.value.rows.map(({ cells }) => cells).filter((cells) => cell(cells, 'source') === 'climatetrace' && cell(cells, 'quality') === 'match'
      && Number(cell(cells, 'name_similarity')) >= 0.9 && Number(cell(cells, 'distance_km')) <= 2.5)
    const sites = [...(await world.read(operator, (ctx) => ctx.facts())).of(siteFact).values()]
    const siteOf = (value: string): string | undefined => sites.find(({ value: { identifiers } }) => identifiers.some((one) => one.value === value))?.id
    const placed = plain.filter((cells) => siteOf(cell(cells, 'source_id')) !== undefined)
    const agreed = placed.filter((cells) => siteOf(cell(cells, 'source_id')) === siteOf(cell(cells, 'icmm_id')))
    // The rest is left to people: the list has two of that name, stands under another country, or another row fits better.
    expect(placed.length / plain.length).toBeGreaterThan(0.8)
    expect(agreed.length / placed.length).toBeGreaterThan(0.96)
  })

  test('import again with the same result, and change nothing', async () => {
    const size = (await world.read(operator, (ctx) => ctx.facts())).of(siteFact).size
    for (const name of FILES) {
      const { batch, publication } = await importFile(name)
      expect(batch).toMatchObject({ sha256: first[name]!.batch.sha256, repeats: first[name]!.batch.importId })
      expect(publication).toMatchObject({ facts: 0, newSites: 0, changedSites: 0, left: first[name]!.publication.left })
    }
    expect((await world.read(operator, (ctx) => ctx.facts())).of(siteFact).size).toBe(size)
    expect((await world.fsck()).findings).toEqual([])
  }, 90_000)

  test('are undone in turn, down to the starter registry', async () => {
    for (const name of [...FILES].reverse()) {
      await world.transact(operator, (ctx) => handlers.reverseImport(ctx, { importId: first[name]!.batch.importId, reason: 'test' }))
    }
    const facts = await world.read(operator, (ctx) => ctx.facts())
    expect([...facts.of(siteFact)].map(([id, { value }]) => [id, value])).toEqual(starter)
  }, 90_000)
})
