import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyDay, anyRegistry, CHILE, factsOf, PERU, smallRegistry, ZAMBIA } from '#test/registry-facts.ts'
import { readCsv } from '#src/exchange/csv/read-csv.ts'
import { readTable } from '#src/exchange/spreadsheet/table.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { chooseColumns, exportColumns, exportSites } from './site-export.ts'
import { filterSites, SiteFilter } from './site-filter.ts'
import { siteIndexOf } from './site-index.ts'

const index = siteIndexOf(factsOf(smallRegistry()))
const exported = async (format: 'csv' | 'xlsx' | 'json' | 'geojson', columns = exportColumns, query: Record<string, string> = {}) => {
  const filter = SiteFilter.parse(query)
  return exportSites(index, filterSites(index, filter, '2026-01-01'), { format, columns, day: '2026-01-01', focus: undefined, publicUrl: 'https://registry.example.org' })
}
const json = async (query: Record<string, string> = {}) => JSON.parse((await exported('json', exportColumns, query)).body as string) as { total: number; items: Record<string, unknown>[] }

describe('an export', () => {
  test('has the rows of the list, each with its sources, licence and address', async () => {
    const { total, items } = await json()
    expect(total).toBe(3)
    expect(items.map(({ siteId }) => siteId)).toEqual([PERU, CHILE, ZAMBIA])
    expect(items[1]).toMatchObject({
      name: 'Cerro Inventado', types: 'mine; sx-ew', status: 'awarded', marks: 'copper: awarded', lastAwardMark: 'copper', lastAwardTo: '2021-03-10',
      lastAwardSourceUrl: 'https://example.org/source', licences: 'CC BY 4.0', attributions: 'Invented for tests',
      page: `https://registry.example.org/sites/${CHILE}`, asOf: '2026-01-01', logPosition: 7,
      statement: 'last award found: copper, 2021-03-10, Invented source, page 1 (https://example.org/source); no later source found',
    })
    expect(items[2]).toMatchObject({ statement: 'zinc: commitment or participation found, no award found in our sources', lastAwardMark: null })
  })

  test('knows the columns asked for, and refuses others by name', async () => {
    const columns = orRefuse(chooseColumns('name, siteId,name'))
    expect((await exported('csv', columns)).body).toBe(`\uFEFFname,siteId\r\nÁnimas,${PERU}\r\nCerro Inventado,${CHILE}\r\nZebra,${ZAMBIA}\r\n`)
    expect(orRefuse(chooseColumns(undefined))).toEqual(exportColumns)
    const refused = chooseColumns('name,colour')
    expect(refused).toMatchObject({ accepted: false, refusal: { code: 'export-column-unknown' } })
    expect(refused.accepted ? '' : refused.refusal.detail).toContain('"colour"')
    expect(chooseColumns('constructor')).toMatchObject({ accepted: false })
  })

  test('as GeoJSON keeps sites without coordinates', async () => {
    const { features } = JSON.parse((await exported('geojson')).body as string) as { features: { id: string; geometry: unknown }[] }
    expect(features.map(({ id, geometry }) => [id, geometry])).toEqual([
      [PERU, { type: 'Point', coordinates: [-69.3, -23.9] }], [CHILE, { type: 'Point', coordinates: [-69.1, -23.5] }], [ZAMBIA, null],
    ])
  })

  test('as XLSX is a workbook with the same rows', async () => {
    const { body, fileName } = await exported('xlsx')
    expect(fileName).toBe('sites-2026-01-01.xlsx')
    const { columns, rows } = orRefuse(await readTable(body as Uint8Array, fileName))
    expect(columns).toEqual(exportColumns)
    expect(rows.map(({ cells: [siteId, name] }) => [siteId, name])).toEqual([[PERU, 'Ánimas'], [CHILE, 'Cerro Inventado'], [ZAMBIA, 'Zebra']])
  })

  test('counts what the list counts, and no cell of it is a formula', async () => {
    await fc.assert(fc.asyncProperty(anyRegistry, anyDay, async (lines, day) => {
      const any = siteIndexOf(factsOf(lines))
      const sites = filterSites(any, {}, day)
      const asked = { columns: exportColumns, day, focus: undefined, publicUrl: 'https://registry.example.org' }
      const csv = (await exportSites(any, sites, { ...asked, format: 'csv' })).body as string
      const records = orRefuse(readCsv(csv, 1000))
      expect(records).toHaveLength(sites.length + 1)
      // A number may begin with its sign; text may not.
      expect(csv).not.toMatch(/(^|[\r\n,])"?[=+@]/)
      expect(csv).not.toMatch(/(^|[\r\n,])"?-(?![\d.e+-]+("|,|\r))/)
      const { items } = JSON.parse((await exportSites(any, sites, { ...asked, format: 'json' })).body as string) as { items: unknown[] }
      expect(items).toHaveLength(sites.length)
    }), { numRuns: 40 })
  })
})
