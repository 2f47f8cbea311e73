// A house on a database of its own that can be closed and opened again, as a process that ends and starts.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '#src/platform/config.ts'
import type { Connection } from '#src/platform/database.ts'
import { openHouseOn } from '#src/platform/house.ts'
import type { OpenedHouse } from './simulation.ts'

export async function simulationHouse(connection: Connection): Promise<OpenedHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-simulation-'))
  const config = readConfig({ CUPEL_DATA: folder, LOG_LEVEL: 'silent', CUPEL_SECRET: 'a secret of a simulation, long enough' }, folder)
  const { house, close } = await openHouseOn(connection, config, { clock: { now: () => '2027-06-15T12:00:00.000Z' }, loadsShipped: false })
  return { house, close: async () => { await close(); rmSync(folder, { recursive: true, force: true }) } }
}
