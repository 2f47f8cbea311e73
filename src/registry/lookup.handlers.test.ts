import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHILE, smallRegistry } from '#test/registry-facts.ts'
import { testWorld, type World } from '#test/world.ts'
import { readTable } from '#src/exchange/spreadsheet/table.ts'
import { writeXlsx } from '#src/exchange/spreadsheet/write.ts'
import { readHead } from '#src/transparency/log.store.ts'
import type { LookupAnswer } from './lookup.contract.ts'

let world: World
beforeAll(async () => {
  world = await testWorld()
  await world.publish(smallRegistry())
})
afterAll(() => world.close())

const post = (path: string, body: unknown): Promise<Response> =>
  world.fetch(`/api/v1${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

describe('anyone looks up names', () => {
  test('as a list or as pasted text, and nothing is logged', async () => {
    const before = await readHead(world.house.database.sql)
    const answer = await (await post('/lookups', { names: ['CERINV'], text: 'Animas\nUnheard of' })).json() as LookupAnswer
    expect(answer.counts).toEqual({ asked: 3, match: 2, possible: 0, none: 1 })
    expect(answer.items[0]).toMatchObject({ asked: 'CERINV', outcome: 'match', finds: [{ by: { kind: 'brand', maker: 'Invented Copper' }, doubts: [], site: { siteId: CHILE, standing: { basis: 'compiled' } } }] })
    expect(answer.items[0]!.finds[0]!.site.standing.marks[0]!.lastAward).toMatchObject({ date: { from: '2021-03-10' }, source: { url: 'https://example.org/source' } })
    expect(await readHead(world.house.database.sql)).toEqual(before)
  })

  test('as of a day', async () => {
    const answer = await (await post('/lookups', { names: ['CERINV'], asOf: '2020-12-31' })).json() as LookupAnswer
    expect(answer.items[0]!.finds[0]!.site.standing.status).toBe('committed')
  })

  test('from a file, under its own or no heading', async () => {
    for (const columns of ['Supplier', 'Animas']) {
      const response = await world.fetch('/api/v1/lookups/file?filename=suppliers.xlsx', { method: 'POST', body: new Uint8Array(await writeXlsx('x', [columns], [['CERINV'], ['Nobody']])) })
      expect((await response.json() as LookupAnswer).counts).toMatchObject({ asked: columns === 'Supplier' ? 2 : 3, none: 1 })
    }
  })

  test.each<[string, object, string]>([
    ['none', { names: [' '] }, 'lookup-empty'], ['more than 500 lines', { text: 'x\n'.repeat(501) }, 'lookup-too-many'], ['more than 500 names', { names: Array(501).fill('x') }, 'input-invalid'],
  ])('but not %s', async (_name, body, code) => {
    expect((await (await post('/lookups', body)).json() as { code: string }).code).toBe(code)
  })

  test('and takes the answer away as a file whose text runs nowhere', async () => {
    for (const format of ['csv', 'xlsx']) {
      const response = await post('/lookups/export', { names: ['CERINV', '=cmd|calc'], format })
      const bytes = new Uint8Array(await response.arrayBuffer())
      const table = await readTable(bytes, `lookup.${format}`)
      if (!table.accepted) throw new Error(table.refusal.detail)
      const column = (name: string) => table.value.rows.map(({ cells }) => cells[table.value.columns.indexOf(name)])
      expect(column('asked')).toEqual(['CERINV', '=cmd|calc'])
      expect(column('outcome')).toEqual(['match', 'none'])
      expect(column('statement')[0]).toMatch(/last award found: copper, 2021-03-10/)
      if (format === 'csv') expect(Buffer.from(bytes).toString()).toContain("\r\n'=cmd|calc,none")
    }
  })
})
