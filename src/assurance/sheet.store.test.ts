import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCase } from '#test/assessment.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { addChanges, allChanges, historyOf, readCells } from './sheet.store.ts'
import { cellsOf, headsOf, type Change } from './sheet.ts'

let world: World
beforeAll(async () => { world = await testWorld({ loadsShipped: true }) }, 120_000)
afterAll(async () => { await world.close() })

const keyOf = (field: string) => ({ standard: 'risk-readiness-assessment', criterion: 'legal-compliance', field })
const change = (changeId: string, value: Change['value'], parents: string[] = [], field = 'rationale', author = 'u1'): Change =>
  ({ changeId, key: keyOf(field), value, parents, author, at: '2026-03-01T00:00:00.000Z', source: 'screen' })
const write = (caseId: string, changes: Change[]) => world.transact(operator, (ctx) => addChanges(ctx, caseId, 0, 'self-assessment', changes))
const codeOf = (work: Promise<unknown>) => work.then(() => 'accepted', (error: { refusal?: { code: string } }) => error.refusal?.code ?? String(error))

test('the heads that the store keeps are those of the law, whatever batches arrive in whatever order', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.record({ parents: fc.array(fc.nat(20), { maxLength: 3 }), value: fc.nat(3), field: fc.constantFrom('rating', 'rationale') }), { maxLength: 20 }), fc.integer({ min: 1, max: 5 }), async (script, size) => {
    const { one: { caseId } } = await openCase(world)
    const made: Change[] = []
    for (const [at, { parents, value, field }] of script.entries()) {
      const same = made.filter(({ key }) => key.field === field)
      made.push(change(`change_${at}`, `value ${value}`, [...new Set(parents.flatMap((parent) => same[parent]?.changeId ?? []))], field))
    }
    for (let from = 0; from < made.length; from += size) await write(caseId, made.slice(Math.max(0, from - 2), from + size).reverse())
    const sql = world.house.database.sql
    const kept = await readCells(sql, caseId, 0, 'self-assessment')
    const ids = (heads: readonly Change[]) => heads.map(({ changeId }) => changeId).toSorted()
    expect(new Map([...kept].map(([key, heads]) => [key, ids(heads)]).toSorted() as [string, string[]][]))
      .toEqual(new Map([...cellsOf(made)].map(([key, cell]) => [key, ids(headsOf(cell))]).toSorted() as [string, string[]][]))
    expect((await allChanges(sql, caseId, 0, 'self-assessment')).map(({ changeId, value }) => `${changeId} ${String(value)}`).toSorted())
      .toEqual(made.map(({ changeId, value }) => `${changeId} ${String(value)}`).toSorted())
  }), { numRuns: 25 })
}, 60_000)

test('two writers at once both stand, and neither is lost', async () => {
  const { one: { caseId } } = await openCase(world)
  await write(caseId, [change('change_base', 'base')])
  await Promise.all(['a', 'b', 'c', 'd'].map((name) => write(caseId, [change(`change_by_${name}`, name, ['change_base'])])))
  const heads = (await readCells(world.house.database.sql, caseId, 0, 'self-assessment')).get('risk-readiness-assessment/legal-compliance/rationale')!
  expect(heads.map(({ value }) => value).toSorted()).toEqual(['a', 'b', 'c', 'd'])
  expect((await historyOf(world.house.database.sql, caseId, 0, 'self-assessment', keyOf('rationale'))).map(({ value }) => value)).toContain('base')
})

test('what cannot be recorded leaves the sheet as it was', async () => {
  const { one: { caseId } } = await openCase(world)
  await write(caseId, [change('change_1', 'a')])
  expect(await codeOf(write(caseId, [change('change_2', 'b', ['change_1']), change('change_1', 'other')]))).toBe('change-altered')
  expect(await codeOf(write(caseId, [change('change_2', 'b', ['change_1']), change('change_3', 'c', ['change_gone'])]))).toBe('change-parent-unknown')
  expect(await codeOf(write(caseId, [change('change_2', 'b', ['change_1'], 'rating')]))).toBe('change-parent-unknown')
  expect((await allChanges(world.house.database.sql, caseId, 0, 'self-assessment')).map(({ changeId }) => changeId)).toEqual(['change_1'])
})

test('values of every JSON kind come back as they were, and sheets and rounds stand apart', async () => {
  const { one: { caseId } } = await openCase(world)
  const values: Change['value'][] = [null, 'text', 7, true, ['evd_1', 'evd_2'], { from: '2026-01-01' }]
  await world.transact(operator, (ctx) => addChanges(ctx, caseId, 1, 'on-site', values.map((value, at) => change(`change_${at}_x`, value))))
  expect((await allChanges(world.house.database.sql, caseId, 1, 'on-site')).map(({ value }) => value)).toEqual(values)
  expect(await allChanges(world.house.database.sql, caseId, 2, 'on-site')).toEqual([])
  expect(await readCells(world.house.database.sql, caseId, 1, 'self-assessment')).toEqual(new Map())
})
