// The second lock on books: a question that forgets the policy finds nothing of another party's book; what goes across says so.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#src/access/actor.ts'
import { actor, grant } from './people.ts'
import { extract, partyWith, recordedAs, siteNo } from './custody.ts'
import { operator, testWorld, type World } from './world.ts'

const [A, B] = [siteNo(1), siteNo(2)]
let world: World
let [ana, ben]: Actor[] = []
beforeAll(async () => {
  world = await testWorld()
  ana = await partyWith(world, 'org_a', [A])
  ben = await partyWith(world, 'org_b', [B])
  expect(await recordedAs(world, ana, 'org_a', [extract('M-1', A, 'L-1', '1 t')])).toEqual(['recorded'])
  expect(await recordedAs(world, ben, 'org_b', [extract('M-1', B, 'L-1', '1 t')])).toEqual(['recorded'])
})
afterAll(() => world.close())

const lots = (ctx: { sql: World['house']['database']['sql'] }) => sql<{ site_id: string }>`select site_id from custody_lot order by lot_no`.execute(ctx.sql).then(({ rows }) => rows.map((row) => row.site_id))

describe('row security of books', () => {
  it('shows a party its own book, and somebody of a site what stands there', async () => {
    expect(await world.read(operator, lots)).toEqual([A, B])
    expect(await world.read(ana!, lots)).toEqual([A])
    expect(await world.read(actor('s', grant('site-contributor', 'site', B)), lots)).toEqual([B])
    expect(await world.read(actor('f', grant('firm-admin', 'firm', 'f')), lots)).toEqual([])
  })
  it('goes across books on purpose, and is bound again afterwards, refused or not', async () => {
    expect(await world.read(ben!, (ctx) => ctx.acrossBooks((all) => ctx.acrossBooks(() => lots({ sql: all as never }))))).toEqual([A, B])
    expect(await world.read(ben!, async (ctx) => {
      await ctx.acrossBooks(() => Promise.reject(new Error('refused'))).catch(() => {})
      return lots(ctx as never)
    })).toEqual([B])
  })
  it('keeps a member from writing into another book', async () => {
    await expect(world.transact(ben!, (ctx) => sql`update custody_lot set is_void = true`.execute(ctx.sql).then(() => sql`insert into custody_lot select nextval('custody_lot_no'), 1, 'X', event_no, born_at, ${A}, material, metal, model, scrap_class, root, gross_g, origin, is_void from custody_lot`.execute(ctx.sql)))).rejects.toThrow(/row-level security/)
    expect(await world.read(operator, (ctx) => sql<{ count: number }>`select count(*)::int as count from custody_lot where is_void`.execute(ctx.sql).then(({ rows }) => rows[0]!.count))).toBe(0)
  })
})
