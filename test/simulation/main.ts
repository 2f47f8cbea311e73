// `npm run sim -- --seed 7 --steps 400`: one seed, or with `--seeds 20` so many from it on. Starts a PostgreSQL of its own. A seed
// that fails is printed and kept in `failing-seeds.json`, which the tests run too.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createDatabase } from '#src/platform/database.ts'
import { startEmbeddedPostgres } from '#src/platform/embedded-postgres.ts'
import { simulationHouse } from './house.ts'
import { Disagreement, simulate } from './simulation.ts'

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, steps: { type: 'string', default: '300' }, seeds: { type: 'string', default: '1' } } })
const [first, steps, seeds] = [Number(values.seed), Number(values.steps), Number(values.seeds)]
const kept = join(import.meta.dirname, 'failing-seeds.json')

function keep(seed: number): void {
  const failing = JSON.parse(readFileSync(kept, 'utf8')) as { seed: number; steps: number }[]
  if (!failing.some((one) => one.seed === seed && one.steps === steps)) writeFileSync(kept, `${JSON.stringify([...failing, { seed, steps }])}\n`)
}

const folder = mkdtempSync(join(tmpdir(), 'cupel-sim-'))
const server = await startEmbeddedPostgres(folder)
try {
  for (let seed = first; seed < first + seeds; seed++) {
    const database = `simulation_${seed}`
    await createDatabase(server.connection, database)
    const began = Date.now()
    try {
      const told = await simulate(() => simulationHouse({ ...server.connection, database }), seed, steps)
      process.stdout.write(`seed ${seed}: ${told.recorded} lines recorded, ${told.refused} refused (${Object.entries(told.codes).sort(([, a], [, b]) => b - a).map(([code, count]) => `${code} ${count}`).join(', ')}), ${told.links} links, ${told.restarts} restarts, ${told.crashes} crashes, ${((Date.now() - began) / 1000).toFixed(1)} s\n`)
    } catch (error) {
      process.stdout.write(`seed ${seed} with ${steps} steps fails: ${error instanceof Disagreement ? error.message : (error as Error).stack}\n`)
      keep(seed)
      process.exitCode = 1
    }
  }
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
