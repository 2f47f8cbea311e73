import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { createDatabase } from '#src/platform/database.ts'
import { simulationHouse } from './house.ts'
import { simulate } from './simulation.ts'

const failing = JSON.parse(readFileSync(join(import.meta.dirname, 'failing-seeds.json'), 'utf8')) as { seed: number; steps: number }[]
const fixed = [{ seed: 1, steps: 100 }, { seed: 2, steps: 100 }]

describe('several parties against a naive ledger', () => {
  it.each([...fixed, ...failing])('agree, whatever arrives (seed $seed, $steps steps)', async ({ seed, steps }) => {
    const connection = inject('postgres')
    const name = `simulation_${process.pid}_${seed}`
    await createDatabase(connection, name, 'cupel_template')
    const told = await simulate(() => simulationHouse({ ...connection, database: name }), seed, steps)
    expect(told.recorded).toBeGreaterThan(steps / 2)
    expect(Object.keys(told.codes).length).toBeGreaterThan(5)
    expect(told.links).toBeGreaterThan(0)
  }, 120_000)
})
