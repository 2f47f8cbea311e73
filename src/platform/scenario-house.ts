// A house for one scenario: a PostgreSQL of its own in a temporary folder, gone when the scenario has ended. No other database
// is opened, so that nothing of a story can come among real records.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Scenario } from '#src/exchange/scenario/scenario.ts'
import { readConfig } from './config.ts'
import { createDatabase, type Connection } from './database.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { openHouseOn } from './house.ts'
import { newPlay, play, type Played } from './scenario-run.ts'
import { reportOf, type ScenarioReport } from './scenario-report.ts'
import { openStage, storyClock } from './scenario-stage.ts'

export type ScenarioOutcome = Played & { readonly report: ScenarioReport }

/** Plays a scenario on a database that is empty. */
export async function playOn(connection: Connection, scenario: Scenario, hasReport = true): Promise<ScenarioOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-scenario-'))
  const config = readConfig({ CUPEL_DATA: folder, LOG_LEVEL: 'silent', CUPEL_SECRET: 'the secret of a scenario, gone with it' }, folder)
  const clock = storyClock()
  const { house, close } = await openHouseOn(connection, config, { clock, loadsShipped: false })
  try {
    const onStage = newPlay(openStage(house, clock))
    const played = await play(onStage, scenario)
    return { ...played, report: hasReport ? await reportOf(onStage) : { isSimulated: true, lots: [], accounts: [], shipments: [] } }
  } finally {
    await close()
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function playInScratch(scenario: Scenario): Promise<ScenarioOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-scratch-'))
  try {
    const server = await startEmbeddedPostgres(folder)
    try {
      await createDatabase(server.connection, 'scenario')
      return await playOn({ ...server.connection, database: 'scenario' }, scenario)
    } finally { await server.stop() }
  } finally { rmSync(folder, { recursive: true, force: true }) }
}
