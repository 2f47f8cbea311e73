// A table from a spreadsheet as events of the book: partners by name, lots of several metals, and no cell passed over in silence.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { organisationFact } from '#src/parties/organisation.ts'
import { putFact } from '#src/transparency/fact.ts'
import { partyWith, siteNo } from '#test/custody.ts'
import { addPerson, grant } from '#test/people.ts'
import { testWorld, type World } from '#test/world.ts'
import type { FileAnswer } from './custody-file.contract.ts'

const ORG = 'org_table'
const SITE = siteNo(1)
let world: World
let key: string
beforeAll(async () => {
  world = await testWorld()
  await partyWith(world, ORG, [SITE])
  const keyOf = async (id: string) => (await world.house.accounts.createKey((await addPerson(world, `Clerk ${id}`, [grant('site-owner', 'organisation', id)])).userId, { name: 'table', reach: 'write', expiresInDays: undefined })).key
  key = await keyOf(ORG)
  const named = (id: string, name: string) => putFact(organisationFact, id, { name, aliases: [], dataset: 'invented', citations: [{ text: 'invented for a test' }] })
  await world.publish([named('org_norte', 'Fundición Norte S.A.'), named('org_twin_a', 'Twin Metals'), named('org_twin_b', 'TWIN METALS'), named('org_listed', 'Listed Only')])
  for (const id of ['org_norte', 'org_twin_a', 'org_twin_b']) await keyOf(id)
})
afterAll(async () => {
  expect(world.faults).toEqual([])
  await world.close()
})

type Sent = { status: number; code: string | undefined; detail: string; items: FileAnswer[] }
async function send(columns: string, rows: readonly string[], isDryRun = false): Promise<Sent> {
  const response = await world.fetch(`/api/v1/custody/files?organisationId=${ORG}&filename=month.csv&mode=line`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream', ...(isDryRun ? { 'dry-run': 'true' } : {}) }, body: [columns, ...rows].join('\n') })
  const body = await response.json() as { type?: string; detail?: string; items?: FileAnswer[] }
  return { status: response.status, code: response.status < 400 ? undefined : body.type?.split('/').at(-1), detail: body.detail ?? '', items: body.items ?? [] }
}
const words = ({ items, code }: Sent): string[] => code === undefined ? items.map(({ answer }) => answer.refusal?.code ?? answer.state) : [code]
const lineOf = async (event: string): Promise<Record<string, unknown>> => ((await (await world.fetch(`/api/v1/custody/books/${ORG}/events/${event}`, { headers: { authorization: `Bearer ${key}` } })).json()) as { line: Record<string, unknown> }).line
const EXTRACTS = 'event,kind,at,site,output lot,material,metal,gross,moisture,assay,contained,unit,certificate'
const extracted = (event: string, lot: string) => `${event},extract,2026-02-01,${SITE},${lot},concentrate,copper,,,,10,t,`

describe('a partner in a table', () => {
  const SHIPS = 'event,kind,at,site,input lot,take,unit,shipment,partner'
  const ship = (n: number, partner: string) => `P${n},ship,2026-02-02,${SITE},P-LOT,1,t,SH-${n},${partner}`
  it('is found by its name, and it is said of whom nobody or several are here', async () => {
    expect(words(await send(EXTRACTS, [extracted('P0', 'P-LOT')]))).toEqual(['recorded'])
    const rows = [ship(1, 'fundicion norte s.a.'), ship(2, 'Twin Metals'), ship(3, 'Listed Only'), ship(4, 'Nobody Known'), ship(5, 'org_norte')]
    const looked = await send(SHIPS, rows, true)
    expect(looked.items.map(({ answer, partner }) => [answer.state, partner?.standing, partner?.name])).toEqual([['recorded', 'here', 'Fundición Norte S.A.'], ['recorded', 'several', null], ['recorded', 'absent', null], ['recorded', 'absent', null], ['recorded', 'here', 'org_norte']])
    expect(words(await send(SHIPS, rows))).toEqual(['recorded', 'recorded', 'recorded', 'recorded', 'recorded'])
    expect([await lineOf('P1'), await lineOf('P2'), await lineOf('P5')].map(({ to }) => to)).toEqual([{ organisationId: 'org_norte' }, { name: 'Twin Metals' }, { organisationId: 'org_norte' }])
    expect(words(await send(SHIPS, rows))).toEqual(Array.from({ length: 5 }, () => 'already-recorded'))
  })
  it('that came here after its event was recorded leaves it the same event', async () => {
    const rows = [ship(6, 'Late Works')]
    expect(words(await send(SHIPS, rows))).toEqual(['recorded'])
    await world.publish([putFact(organisationFact, 'org_late', { name: 'Late Works', aliases: [], dataset: 'invented', citations: [{ text: 'invented for a test' }] })])
    await addPerson(world, 'Late', [grant('site-owner', 'organisation', 'org_late')])
    expect(words(await send(SHIPS, [...rows, ship(7, 'Late Works')]))).toEqual(['already-recorded', 'recorded'])
    expect((await lineOf('P7'))['to']).toEqual({ organisationId: 'org_late' })
  })
})

describe('rows of one lot', () => {
  it('make a lot of several metals', async () => {
    expect(words(await send(EXTRACTS, [`M1,extract,2026-02-01,${SITE},M-LOT,concentrate,copper,100,8 %,28 %,,t,CoA-1`, ',,,,M-LOT,,gold,,,0.000012,,t,CoA-2', ',,,,,,silver,,,0.0003,,t,']))).toEqual(['recorded'])
    expect((await lineOf('M1'))['outputs']).toMatchObject([{ lot: 'M-LOT', metal: 'copper', measured: { gross: '100 t', moisture: '0.08', assay: { copper: '0.28', gold: '0.000012', silver: '0.0003' } }, documents: [{ ref: 'CoA-1' }, { ref: 'CoA-2' }] }])
  })
  const ADJUSTS = 'event,kind,at,site,input lot,metal,contained,unit'
  it('weigh it again, metal by metal, also to nothing', async () => {
    const { items } = await send(ADJUSTS, [`M2,adjust,2026-02-03,${SITE},M-LOT,copper,25,t`, ',,,,,gold,0,kg', ',,,,M-LOT,silver,27,kg'])
    expect(items.map(({ answer, rows }) => [answer.state, rows, answer.effect?.measured.map(({ substance, amount }) => [substance, amount])])).toEqual([['recorded', [2, 3, 4], [['copper', 25_000_000], ['gold', 0], ['silver', 27_000_000]]]])
    expect(words(await send(ADJUSTS, [`M3,adjust,2026-02-04,${SITE},M-LOT,copper,0,t`, ',,,,,silver,0,kg']))).toEqual(['lot-empty'])
  })
  it.each<[string, string, string[], RegExp]>([
    ['two lots weighed in one event', ADJUSTS, [`D1,adjust,2026-02-03,${SITE},M-LOT,copper,25,t`, `D1,,,,P-LOT,copper,9,t`], /Lines 2 and 3: one event weighs one lot/],
    ['a metal twice', EXTRACTS, [extracted('D2', 'D-2'), ',,,,D-2,,copper,,,,5,t,'], /Lines 2 and 3: the contained of copper is said twice/],
    ['two weights of one lot', EXTRACTS, [`D3,extract,2026-02-01,${SITE},D-3,concentrate,copper,100,,28 %,,t,`, ',,,,D-3,,gold,90,,0.00001,,t,'], /gross is "100" and "90"/],
    ['two kinds of one event', EXTRACTS, [extracted('D4', 'D-4'), `D4,receive,2026-02-01,${SITE},D-5,concentrate,copper,,,,1,t,`], /kind is "extract" and "receive"/],
    ['a quantity of no lot', EXTRACTS, [`D6,extract,2026-02-01,${SITE},,concentrate,copper,,,,1,t,`], /Line 2: a quantity stands here and no lot/],
    ['an amount drawn in another column', 'event,kind,at,site,input lot,contained,unit,market', [`D7,sell,2026-02-05,${SITE},M-LOT,1,t,wire`], /under "take"/],
    ['an input of what is extracted', `${EXTRACTS},input lot`, [`${extracted('D8', 'D-8')},M-LOT`], /takes no input lot/],
  ])('%s is told, with its lines, and nothing is recorded', async (_, columns, rows, said) => {
    const sent = await send(columns, [...rows, ...columns === EXTRACTS ? [extracted('GOOD', 'GOOD')] : []])
    expect([sent.status, sent.code]).toEqual([422, 'custody-file-rows-disagree'])
    expect(sent.detail).toMatch(said)
    expect((await lineOf('GOOD'))).toBeUndefined()
  })
})

it('a mass that could be two numbers is refused with both', async () => {
  const sent = await send(EXTRACTS, [`A1,extract,2026-02-01,${SITE},A-1,concentrate,copper,,,,"1,234",t,`, `A2,extract,2026-02-01,${SITE},A-2,concentrate,copper,,,,"1,234 t",,`, `A3,extract,2026-02-01,${SITE},A-3,concentrate,copper,,,,"12,34",t,`])
  expect(words(sent)).toEqual(['mass-ambiguous', 'mass-ambiguous', 'recorded'])
  expect(sent.items[0]!.answer.refusal!.detail).toContain('can be read as 1234 t or as 1.234 t: write one of these')
})
