import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql as text } from 'kysely'
import { actor, grant } from '#test/people.ts'
import { extract, nextAt, newLot, partyWith, record, recordedAs, sell, siteNo } from '#test/custody.ts'
import { luckOf } from '#test/random-ledger.ts'
import { testWorld, type World } from '#test/world.ts'
import type { Actor } from '#src/access/actor.ts'

let world: World
let owner: Actor
const ORG = 'org_andes'
const MINE = siteNo(1)
beforeAll(async () => {
  world = await testWorld()
  owner = await partyWith(world, ORG, [MINE, siteNo(2)])
  await partyWith(world, 'org_other', [siteNo(3)])
})
afterAll(() => world.close())

const lots = async () => (await text<{ lot_ref: string; amount: number; left_over: number; substance: string; is_void: boolean }>`select l.lot_ref, l.is_void, m.substance, m.amount, m.left_over from custody_lot l join custody_lot_metal m using (lot_no) order by l.lot_no, m.substance`.execute(world.house.database.sql)).rows
const leftOf = async (ref: string) => (await lots()).filter((one) => one.lot_ref === ref && !one.is_void).map(({ left_over }) => left_over)

describe('recording lines', () => {
  it('opens the book with the first line, and lines of one batch see each other', async () => {
    expect(await recordedAs(world, owner, ORG, [extract('E1', MINE, 'L1', '100 t'), sell('E2', MINE, 'L1', '40 t'), sell('E3', MINE, 'L1', '61 t'), sell('E4', MINE, 'L1', '60 t')]))
      .toEqual(['recorded', 'recorded', 'lot-overdrawn', 'recorded'])
    expect(await leftOf('L1')).toEqual([0])
  })

  it('takes the same line again as the same event, and another line of its number as another', async () => {
    const line = extract('E10', MINE, 'L10', '1 t')
    expect(await recordedAs(world, owner, ORG, [line, line])).toEqual(['recorded', 'already-recorded'])
    expect(await recordedAs(world, owner, ORG, [JSON.stringify({ ...line, at: line.at.replace('.000', '') })])).toEqual(['already-recorded'])
    expect(await recordedAs(world, owner, ORG, [{ ...line, note: 'other' }])).toEqual(['event-ref-taken'])
  })

  it('keeps a whole batch out where it is to stand or fall together', async () => {
    expect(await recordedAs(world, owner, ORG, [extract('E20', MINE, 'L20', '1 t'), sell('E21', MINE, 'L20', '2 t')], { isAllOrNothing: true })).toEqual(['batch-refused', 'lot-overdrawn'])
    expect(await leftOf('L20')).toEqual([])
    expect(await recordedAs(world, owner, ORG, [extract('E20', MINE, 'L20', '1 t'), sell('E21', MINE, 'L20', '1 t')], { isAllOrNothing: true })).toEqual(['recorded', 'recorded'])
  })

  it('decides a long batch piece by piece as it decides many short ones', async () => {
    const luck = luckOf(11)
    const draw = (below: number): number => Math.floor(luck() * below)
    const lines = (site: string): object[] => Array.from({ length: 1300 }, (_, i) => {
      const [event, at, old] = [`P-${i}`, new Date(Date.UTC(2026, 2, 1) + 60_000 * i).toISOString(), draw(Math.max(1, i))]
      const of = (kind: string, more: object): object => ({ kind, event, at, site, ...more })
      switch (i < 60 ? 0 : draw(8)) {
        case 0: return of('extract', { outputs: [newLot(`P${i}`, `${1 + draw(9)} t`)] })
        case 1: return of('adjust', { lot: `P${draw(60)}`, contained: { copper: `${1 + draw(9)} t` }, basis: 'weight', by: 'own', isSettlement: true })
        case 2: return of('void', { voids: `P-${old}`, reason: 'not so' })
        case 3: return of('correct', { corrects: `P-${old}`, reason: 'weighed anew', instead: { inputs: [{ lot: `P${draw(60)}`, take: '1 t' }] } })
        case 4: return of('split', { inputs: [{ lot: `P${draw(60)}`, take: '1 t' }], outputs: [newLot(`P${i}`, '1 t')] })
        default: return of('sell', { inputs: [{ lot: `P${draw(i)}`, take: `${1 + draw(3)}00 kg` }], market: 'wire' })
      }
    })
    const [long, short] = [siteNo(4), siteNo(5)]
    const whole = lines(long)
    const parts = whole.map((line) => ({ ...line, site: short }))
    const [one, other] = [await partyWith(world, 'org_long', [long]), await partyWith(world, 'org_short', [short])]
    const first = await recordedAs(world, one, 'org_long', whole.slice(0, 40))
    first.push(...await recordedAs(world, one, 'org_long', whole.slice(40)))
    const second: string[] = []
    for (let start = 0; start < parts.length; start += 90) second.push(...await recordedAs(world, other, 'org_short', parts.slice(start, start + 90)))
    expect(first).toEqual(second)
    const codes = new Set(first)
    expect(['recorded', 'lot-overdrawn', 'lot-absent', 'event-has-successors'].filter((code) => !codes.has(code))).toEqual([])
    const held = async (organisationId: string) => (await text`select l.lot_ref, l.is_void, m.amount, m.left_over from custody_lot l join custody_lot_metal m using (lot_no) join custody_book k using (book_no)
      where k.organisation_id = ${organisationId} order by l.lot_ref, l.lot_no`.execute(world.house.database.sql)).rows
    expect(await held('org_long')).toEqual(await held('org_short'))
  })

  it('asks for the place of each line', async () => {
    const contributor = actor('u-site', grant('site-contributor', 'site', MINE))
    expect(await recordedAs(world, contributor, ORG, [extract('E30', MINE, 'L30', '1 t'), extract('E31', siteNo(2), 'L31', '1 t')])).toEqual(['recorded', 'site-not-yours'])
    expect(await recordedAs(world, owner, ORG, [extract('E32', siteNo(3), 'L32', '1 t'), extract('E33', siteNo(99), 'L33', '1 t')])).toEqual(['site-not-yours', 'site-absent'])
    expect(await recordedAs(world, owner, ORG, [{ ...extract('E34', MINE, 'L34', '1 t'), at: '2026-06-15T12:00:00.001Z' }])).toEqual(['event-in-future'])
  })

  it('takes back what was recorded, in the same batch and in a later one', async () => {
    expect(await recordedAs(world, owner, ORG, [extract('E40', MINE, 'L40', '10 t'), sell('E41', MINE, 'L40', '4 t'), { kind: 'void', event: 'E42', at: nextAt(), site: MINE, voids: 'E41', reason: 'not sold' }])).toEqual(['recorded', 'recorded', 'recorded'])
    expect(await leftOf('L40')).toEqual([10_000_000])
    expect(await recordedAs(world, owner, ORG, [sell('E43', MINE, 'L40', '4 t')])).toEqual(['recorded'])
    expect(await recordedAs(world, owner, ORG, [{ kind: 'void', event: 'E44', at: nextAt(), site: MINE, voids: 'E40', reason: 'x' }])).toEqual(['event-has-successors'])
    expect(await recordedAs(world, owner, ORG, [{ kind: 'correct', event: 'E45', at: nextAt(), site: MINE, corrects: 'E40', reason: 'weighed wrong', instead: { outputs: [newLot('L40', '12 t')] } }])).toEqual(['recorded'])
    expect(await leftOf('L40')).toEqual([8_000_000])
    expect(await recordedAs(world, owner, ORG, [{ kind: 'void', event: 'E46', at: nextAt(), site: MINE, voids: 'E43', reason: 'x' }, { kind: 'void', event: 'E47', at: nextAt(), site: MINE, voids: 'E45', reason: 'x' }, extract('E48', MINE, 'L40', '3 t')])).toEqual(['recorded', 'recorded', 'recorded'])
    expect(await leftOf('L40')).toEqual([3_000_000])
  })

  it('settles a second weight, and never lets a backdated draw take what came later', async () => {
    const line = extract('E50', MINE, 'L50', '10 t')
    const [early, late] = [nextAt(), nextAt()]
    expect(await recordedAs(world, owner, ORG, [line, { kind: 'adjust', event: 'E51', at: late, site: MINE, lot: 'L50', contained: { copper: '12 t', gold: '3 g' }, basis: 'assay', by: 'umpire', isSettlement: true }])).toEqual(['recorded', 'recorded'])
    expect((await lots()).filter((one) => one.lot_ref === 'L50').map(({ substance, amount }) => [substance, amount])).toEqual([['copper', 12_000_000], ['gold', 3_000]])
    expect(await recordedAs(world, owner, ORG, [sell('E52', MINE, 'L50', '11 t', { at: early }), sell('E53', MINE, 'L50', '11 t')])).toEqual(['lot-overdrawn', 'recorded'])
    expect((await record(world, owner, ORG, [sell('E54', MINE, 'L50', 'all')], { hasEffects: true }))[0]!.effect!.drawn.map(({ substance, amount, left }) => [substance, amount, left])).toContainEqual(['copper', 1_000_000, 0])
  })

  it('keeps void what a correction restated and the same batch took back', async () => {
    expect(await recordedAs(world, owner, ORG, [extract('E60', MINE, 'L60', '100 t'), sell('E61', MINE, 'L60', '10 t')])).toEqual(['recorded', 'recorded'])
    const taking = (kind: object) => ({ at: nextAt(), site: MINE, reason: 'x', ...kind })
    expect(await recordedAs(world, owner, ORG, [
      taking({ kind: 'correct', event: 'E62', corrects: 'E60', instead: { outputs: [newLot('L60', '100 t')] } }),
      taking({ kind: 'void', event: 'E63', voids: 'E61' }), taking({ kind: 'void', event: 'E64', voids: 'E62' }),
    ])).toEqual(['recorded', 'recorded', 'recorded'])
    expect(await leftOf('L60')).toEqual([])
    expect(await recordedAs(world, owner, ORG, [sell('E65', MINE, 'L60', '1 t')])).toEqual(['lot-void'])
  })

  it('answers for lots and events of another place as for what is not there, and never lets it be recorded twice', async () => {
    const there = siteNo(2)
    const clerk = actor('u-clerk', grant('site-contributor', 'site', MINE))
    expect(await recordedAs(world, owner, ORG, [extract('E70', there, 'L70', '10 t'), extract('E71', MINE, 'L71', '10 t'), sell('E72', there, 'L71', '1 t')])).toEqual(['recorded', 'recorded', 'recorded'])
    const taking = (kind: object) => ({ at: nextAt(), site: MINE, ...kind })
    expect(await recordedAs(world, clerk, ORG, [
      sell('E73', MINE, 'L70', '99 t'),
      taking({ kind: 'adjust', event: 'E74', lot: 'L70', contained: { copper: '12 t' }, basis: 'assay', by: 'umpire', isSettlement: true }),
      taking({ kind: 'void', event: 'E75', voids: 'E70', reason: 'x' }),
      taking({ kind: 'correct', event: 'E76', corrects: 'E71', reason: 'x', instead: { kind: 'sell', inputs: [{ lot: 'L70', take: 'all' }], outputs: undefined, market: 'm' } }),
      // Drawn at the other place: the whole book says so, though this account sees only a part of it.
      taking({ kind: 'void', event: 'E77', voids: 'E71', reason: 'x' }),
      extract('E70', MINE, 'L78', '1 t'), extract('E79', MINE, 'L70', '1 t'),
      sell('E80', MINE, 'L71', '2 t'),
    ])).toEqual(['lot-absent', 'lot-absent', 'event-absent', 'lot-absent', 'event-has-successors', 'event-ref-taken', 'lot-already-recorded', 'recorded'])
    expect((await record(world, clerk, ORG, [sell('E81', MINE, 'L70', '99 t')]))[0]!.refusal!.detail).toBe((await record(world, clerk, ORG, [sell('E82', MINE, 'L99', '99 t')]))[0]!.refusal!.detail.replace('L99', 'L70'))
  })
})
