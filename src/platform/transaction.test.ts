// Writers that wait for each other: PostgreSQL ends one of them, and it has its turn after the other.
import { sql as text } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Context } from '#src/access/context.ts'
import { houseActor } from './house.ts'
import { write } from './transaction.ts'
import { testWorld, type World } from '#test/world.ts'

let world: World
beforeAll(async () => {
  world = await testWorld()
  await text`create table crossing (row_no integer primary key, passed integer not null)`.execute(world.house.database.sql)
  await text`insert into crossing values (1, 0), (2, 0)`.execute(world.house.database.sql)
})
afterAll(() => world.close())

const pass = (ctx: Context, row: number) => text`update crossing set passed = passed + 1 where row_no = ${row}`.execute(ctx.sql)
/** Both take one row, and then want that of the other. */
async function crossed(isRepeatable: boolean, also: (ctx: Context) => void = () => {}): Promise<string[]> {
  const waiting: (() => void)[] = []
  /** On the second try nobody else comes. */
  const both = (): Promise<void> => new Promise((resolve) => { waiting.push(resolve); if (waiting.length > 1) for (const go of waiting) go() })
  const across = (first: number, second: number) => write(world.house, { actor: houseActor, isRepeatable }, async (ctx) => {
    also(ctx)
    await pass(ctx, first)
    await both()
    await pass(ctx, second)
    ctx.record({ kind: 'test.crossed', subject: `row_${first}`, isPublic: false, body: {} })
  }).then(() => 'written', (error: unknown) => String((error as { code?: string }).code))
  return (await Promise.all([across(1, 2), across(2, 1)])).sort()
}
const passed = async (): Promise<number[]> => (await text<{ passed: number }>`select passed from crossing order by row_no`.execute(world.house.database.sql)).rows.map((row) => row.passed)
const logged = async (): Promise<number> => (await text<{ n: number }>`select count(*)::int as n from log_entry where kind = 'test.crossed'`.execute(world.house.database.sql)).rows[0]!.n

it('does once more what may be done again, and all of it once', async () => {
  expect(await crossed(true)).toEqual(['written', 'written'])
  expect([await passed(), await logged()]).toEqual([[2, 2], 2])
})

it('does nothing twice that consumes a body, or that asked for accounts', async () => {
  expect(await crossed(false)).toEqual(['40P01', 'written'])
  expect(await crossed(true, (ctx) => { void ctx.accounts.newToken() })).toEqual(['40P01', 'written'])
  expect([await passed(), await logged()]).toEqual([[4, 4], 4])
})
