// Laws of order, on a real database: in whatever order the parties' facts arrive, each party's own order kept, the same stands at
// the end; and what is taken back leaves nothing behind (custody notes 8; issue paragraph 4.b).
import { describe, expect, inject, it } from 'vitest'
import { readLine } from '#src/custody/line-reading.ts'
import { recordLines } from '#src/custody/record.handlers.ts'
import { chance } from '#src/custody/simulated-world-chance.ts'
import { localOperator } from '#src/access/actor.ts'
import { createDatabase } from '#src/platform/database.ts'
import { write, type House } from '#src/platform/transaction.ts'
import { clerkOf, type Written } from './clerk.ts'
import { standing } from './compare.ts'
import { simulationHouse } from './house.ts'
import { NaiveLedger } from './naive.ts'
import { parties, publishParties } from './simulation.ts'

const actor = localOperator('simulation')
let count = 0
async function fresh<T>(work: (house: House) => Promise<T>): Promise<T> {
  const database = `order_${process.pid}_${++count}`
  await createDatabase(inject('postgres'), database, 'cupel_template')
  const { house, close } = await simulationHouse({ ...inject('postgres'), database })
  try { await publishParties(house); return await work(house) } finally { await close() }
}
const record = async (house: House, org: string, lines: readonly unknown[]) =>
  (await write(house, { actor }, (ctx) => recordLines(ctx, org, lines, { source: 'scenario', isAllOrNothing: false, isSimulated: true }))).answer

/** What each party writes, in its own order: nothing is taken back. */
function stories(seed: number, lines: number): Map<string, Written[]> {
  const ledger = new NaiveLedger()
  const luck = chance(seed)
  const clerk = clerkOf(luck, ledger, parties)
  const told = new Map<string, Written[]>(parties.map(({ org }) => [org, []]))
  for (let i = 0; i < lines; i++) {
    const by = parties[luck.below(parties.length)]!
    const line = clerk.write(by)
    if (line.kind === 'void' || line.kind === 'correct') continue
    const outcome = readLine(line)
    if (!outcome.accepted) throw new Error(outcome.refusal.detail)
    ledger.record(by.org, [outcome.value], false)
    told.get(by.org)!.push(line)
  }
  return told
}

/** @param order 0: party after party; else by chance */
async function standingAfter(told: ReadonlyMap<string, readonly Written[]>, order: number): Promise<string[]> {
  return fresh(async (house) => {
    const rest = new Map([...told].map(([org, lines]) => [org, [...lines]]))
    const luck = chance(order)
    while ([...rest.values()].some((lines) => lines.length > 0)) {
      const open = [...rest].filter(([, lines]) => lines.length > 0)
      const [org, lines] = open[order === 0 ? 0 : luck.below(open.length)]!
      await record(house, org, lines.splice(0, order === 0 ? lines.length : 1 + luck.below(6)))
    }
    return standing(house)
  })
}

describe('the order in which parties write', () => {
  it.each([11, 12])('changes nothing: lots, what is left of them, and links are the same (seed %s)', async (seed) => {
    const told = stories(seed, 120)
    const first = await standingAfter(told, 0)
    expect(first.some((line) => line.startsWith('link'))).toBe(true)
    expect(await standingAfter(told, 1)).toEqual(first)
    expect(await standingAfter(new Map([...told].reverse()), 0)).toEqual(first)
  }, 60_000)
})

describe('a void', () => {
  it('leaves everything as it stood before the line', async () => {
    const told = stories(21, 60)
    await fresh(async (house) => {
      for (const [org, lines] of told) await record(house, org, lines)
      const before = await standing(house)
      let taken = 0
      for (const [org, lines] of told) {
        const [site] = lines.map((line) => line['site'])
        if (site === undefined) continue
        const fact = { kind: 'extract', event: 'EXTRA', at: '2026-06-01T08:00:00Z', site, outputs: [{ lot: 'EXTRA-LOT', material: 'concentrate', metal: 'copper', contained: { copper: '7 t' } }] }
        expect((await record(house, org, [fact]))[0]!.state).toBe('recorded')
        expect(await standing(house)).not.toEqual(before)
        expect((await record(house, org, [{ kind: 'void', event: 'EXTRA-VOID', at: '2026-06-02T08:00:00Z', site, voids: 'EXTRA', reason: 'Never happened.' }]))[0]!.state).toBe('recorded')
        expect(await standing(house)).toEqual(before)
        taken += 1
      }
      expect(taken).toBeGreaterThan(3)
    })
  }, 60_000)
})
