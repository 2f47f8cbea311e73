// Every scenario that ships with the program is played on a real PostgreSQL; the golden ones hold the printed digits.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { faultText, readScenario, writeScenario } from '#src/exchange/scenario/read.ts'
import { createDatabase } from '#src/platform/database.ts'
import { playOn } from '#src/platform/scenario-house.ts'
import { scenarioWords } from '#src/platform/scenario-words.ts'

const folder = join(import.meta.dirname, '..', 'scenarios')
const files = readdirSync(folder).filter((name) => name.endsWith('.scenario')).sort()
let count = 0

async function played(text: string, hasReport = false) {
  const { scenario, faults } = readScenario(text, scenarioWords)
  expect(faults.map(faultText)).toEqual([])
  const database = `scenario_${process.pid}_${++count}`
  await createDatabase(inject('postgres'), database, 'cupel_template')
  return playOn({ ...inject('postgres'), database }, scenario, hasReport)
}

describe('a scenario that ships with the program', () => {
  it.each(files)('meets what it expects: %s', async (file) => {
    const { failures, expectations } = await played(readFileSync(join(folder, file), 'utf8'))
    expect(failures).toEqual([])
    expect(expectations).toBeGreaterThan(1)
  }, 60_000)

  it.each(files)('is written as it is read: %s', (file) => {
    const first = readScenario(readFileSync(join(folder, file), 'utf8'), scenarioWords).scenario
    const again = readScenario(writeScenario(first, scenarioWords), scenarioWords)
    expect(again.faults.map(faultText)).toEqual([])
    expect(writeScenario(again.scenario, scenarioWords)).toBe(writeScenario(first, scenarioWords))
  })
})

describe('a scenario that does not hold', () => {
  it('is told by line, with what was expected and what was found', async () => {
    const { failures } = await played('mine Alta in CHL\n2026-01-05 Alta extracts lot A: 5 t copper\nexpect lot A 6 t copper\nexpect refusal lot-overdrawn: 2026-01-06 Alta sells 5 t of A in market\nexpect share of Beta in A 1')
    expect(failures).toEqual([
      { line: 3, expected: '6 t', found: '5 t (5)' },
      { line: 4, expected: 'the refusal lot-overdrawn', found: 'it was accepted' },
      { line: 5, expected: '1', found: '0 (0)' },
    ])
  })

  it('ends where something is refused that nobody expected', async () => {
    const { failures } = await played('mine Alta in CHL\n2026-01-05 Alta extracts lot A: 5 t copper\n2026-01-06 Alta sells 6 t of A in market\nexpect lot A 6 t copper')
    expect(failures.map(({ line, found }) => [line, found.split(':')[0]])).toEqual([[3, 'lot-overdrawn']])
  })

  it('says whose book is not theirs, and who is not there', async () => {
    const { failures } = await played('mine Alta in CHL\nmine Baja in CHL\nexpect refusal book-absent: 2026-01-05 Baja in the book of Alta extracts lot A: 5 t copper\n2026-01-06 Cima extracts lot C: 5 t copper')
    expect(failures.map(({ line, found }) => [line, found.split(':')[0]])).toEqual([[4, 'scenario-unplayable']])
  })

  it('reports every lot with its composition, and every shipment', async () => {
    const { report } = await played('mine Alta in CHL\nsmelter Norte in DEU\n2026-01-01 Alta discloses site to everyone\n2026-01-05 Alta extracts lot A: 5 t copper\n2026-01-06 Alta ships A to Norte as SH-1\n2026-01-09 Norte receives SH-1', true)
    expect(report.lots.map(({ lotId, tonnes, left, origins }) => [lotId, tonnes, left, origins])).toEqual([
      ['org-alta:A', '5.000000', '0.000000', [{ origin: 'Alta', share: '1.00000000' }]], ['org-norte:A', '5.000000', '5.000000', [{ origin: 'Alta', share: '1.00000000' }]],
    ])
    expect(report.shipments).toEqual([{ party: 'Alta', shipment: 'SH-1', state: 'accepted', shipped: '5.000000', received: '5.000000' }])
  })
})
