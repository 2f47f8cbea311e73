// A file of figures through its handler: looked at, recorded whole, known again, refused whole, and by whom.
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#src/access/actor.ts'
import { Refused } from '#src/kernel/refusal.ts'
import { handlers } from '#src/platform/handlers.ts'
import { partyWith, siteNo } from '#test/custody.ts'
import { actor, grant } from '#test/people.ts'
import { testWorld, type World } from '#test/world.ts'
import { FIGURE_COLUMNS, type FigureReading } from './activity-file.ts'

const [MINE, SMELTER, FOREIGN] = [siteNo(1), siteNo(2, 'DEU'), siteNo(3)]
let world: World
let owner: Actor
const head = 'row,site,stage,from,to,name,amount,unit,kind,measured,factor,source\n'
const mine = (site: string = MINE, amount = '1000') => `line,${site},mining,2026-01-01,2026-12-31,diesel,${amount},l,fuel,yes,fuel.diesel,meter\noutput,Invented site ${MINE},mining,2026-01-01,2026-12-31,copper,100,,,,,\n`.replace(`Invented site ${MINE}`, site)
const smelter = `line,Invented site ${SMELTER},smelting,2026-01-01,2026-12-31,stack,50,t CO2e,direct,yes,,\noutput,Invented site ${SMELTER},smelting,2026-01-01,2026-12-31,copper,90,,,,,\n`
const send = (text: string | Uint8Array, who: Actor = owner, isDryRun = false, organisationId = 'org_plant') => {
  const run = isDryRun ? world.read : world.transact
  return run(who, (ctx) => handlers.importActivities({ ...ctx, isDryRun, upload: async () => typeof text === 'string' ? new TextEncoder().encode(text) : text }, { organisationId, filename: 'figures.csv' })) as Promise<FigureReading>
}
const codeOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', (error: unknown) => error instanceof Refused ? error.refusal.code : Promise.reject(error))
const recorded = async (): Promise<number> => (await world.read(owner, (ctx) => handlers.listActivities(ctx, { organisationId: 'org_plant', withOldVersions: true, limit: 100 } as never)) as { items: unknown[] }).items.length

beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z' })
  owner = await partyWith(world, 'org_plant', [MINE, SMELTER])
  await partyWith(world, 'org_other', [FOREIGN])
}, 60_000)
afterAll(() => world.close())

describe('a file of activity figures', () => {
  it('is refused whole where one set is wrong, each by its own word', async () => {
    const reading = send(`${head}${mine()}${smelter.replace('copper,90', 'copper,0')}${mine(FOREIGN)}`)
    await expect(reading).rejects.toMatchObject({ refusal: { code: 'activity-rows-wrong', errors: [{ detail: expect.stringContaining('output-missing') as string }, { detail: expect.stringContaining('footprint-site-absent') as string }] } })
    expect(await recorded()).toBe(0)
    expect(await codeOf(send('a,b\n1,2\n'))).toBe('activity-columns-missing')
    expect(await codeOf(send(head))).toBe('table-empty')
  })
  it('is recorded whole, and changes nothing the second time', async () => {
    const reading = await send(`${head}${mine()}${smelter}`)
    expect(reading).toMatchObject({ recorded: 2, known: 0, wrong: 0, sets: [{ state: 'recorded', rows: [2, 3] }, { state: 'recorded', rows: [4, 5], tonnesCo2e: '50.000000' }] })
    expect(await send(`${head}${mine()}${smelter}`)).toMatchObject({ recorded: 0, known: 2, wrong: 0 })
    expect(await recorded()).toBe(2)
    // Other figures of a period that has some are a revision, with its reason.
    await expect(send(`${head}${mine(MINE, '2000')}`)).rejects.toMatchObject({ refusal: { code: 'activity-rows-wrong', errors: [{ detail: expect.stringContaining('activity-overlaps') as string }] } })
  })
  it('is not taken from others: another party, and a site that one does not write', async () => {
    const stranger = actor('stranger', grant('site-owner', 'organisation', 'org_other'))
    expect(await codeOf(send(`${head}${mine()}`, stranger))).toBe('footprint-site-absent')
    const clerk = actor('clerk', grant('site-contributor', 'site', SMELTER))
    await expect(send(`${head}${mine().replaceAll('2026', '2025')}`, clerk)).rejects.toMatchObject({ refusal: { code: 'activity-rows-wrong', errors: [{ detail: expect.stringContaining('footprint-site-absent') as string }] } })
    expect(await send(`${head}${smelter.replaceAll('2026', '2025').replaceAll(`Invented site ${SMELTER}`, SMELTER)}`, clerk)).toMatchObject({ recorded: 1 })
  })
  it('has a template of its columns', async () => {
    const bytes = new Uint8Array(await (await world.read(owner, (ctx) => handlers.getActivityTemplate(ctx, { organisationId: 'org_plant' })) as Response).arrayBuffer())
    const sheets = Object.values(unzipSync(bytes)).map((part) => new TextDecoder().decode(part)).join('')
    for (const column of FIGURE_COLUMNS) expect(sheets).toContain(`>${column}<`)
    expect(await codeOf(send(bytes))).toBe('table-empty')
  })
})
