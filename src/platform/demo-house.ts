// Starts a demonstration: tells its year once, keeps the database as it stood then, and opens the doors that only a
// demonstration has.
import { addMonths } from '#src/kernel/time.ts'
import { createDatabase } from './database.ts'
import { StartRefused, type Config } from './config.ts'
import { demoClock, isDemo, isSeeded, keepOffset, keepSeed, keptOffset, markDemo, openDemo, restoreSeed, type DemoClock } from './demo.ts'
import { demoPeople, tellDemoYear } from './demo-year.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { openHouseOn, type OpenHouse } from './house.ts'
import { sweep } from './sweep.ts'
import type { House } from './transaction.ts'

/** How long before today the year begins, so that it ends today with work open. */
const MONTHS_BEFORE = 20

/**
 * Tells the year where that was not done yet, or goes back to its end.
 * @param isAnew a reset was asked for
 */
export async function prepareDemo(config: Config, isAnew: boolean, print: (line: string) => void): Promise<{ clock: DemoClock }> {
  const embedded = await startEmbeddedPostgres(config.dataFolder)
  const clock = demoClock()
  try {
    if (!await isSeeded(embedded.connection)) {
      print('Telling the year of the demonstration (once, about half a minute)…')
      await createDatabase(embedded.connection, 'cupel').catch((error: { code?: string }) => { if (error.code !== '42P04') throw error })
      const today = clock.now()
      clock.moveTo(`${addMonths(today.slice(0, 10), -MONTHS_BEFORE)}T07:00:00.000Z`)
      const open = await openHouseOn(embedded.connection, config, { databaseName: 'cupel', clock, afterMigrate: markDemo })
      try {
        await tellDemoYear(open, config, clock, today)
        clock.setOffset(0)
        await keepOffset(open.house.database, clock)
      } finally { await open.close() }
      await keepSeed(embedded.connection)
    } else if (isAnew) await restoreSeed(embedded.connection)
  } finally { await embedded.stop() }
  return { clock }
}

/** Opens the doors of a demonstration on an open house. */
export async function enterDemoHouse({ house, accounts }: OpenHouse, config: Config, clock: DemoClock, askReset: () => void): Promise<void> {
  if (!await isDemo(house.database)) throw new StartRefused('This data folder was not created as a demonstration. Name another folder by CUPEL_DATA, or start without --demo.')
  clock.setOffset(await keptOffset(house.database))
  house.demo = openDemo(house, accounts, config, clock, { people: demoPeople, sweep: async () => { await sweep(house) }, askReset })
}

/** A demonstration is never served as if it were real. @throws StartRefused */
export async function refuseDemo(house: House): Promise<void> {
  if (await isDemo(house.database)) throw new StartRefused('This data folder is a demonstration. Start it with --demo, or name another folder by CUPEL_DATA.')
}

