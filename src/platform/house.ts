// Puts the house together: database, migrations, standards, starter registry, accounts, handlers. The server, the CLI and
// the tests all open the same house.
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { localOperator, type Actor } from '#src/access/actor.ts'
import { openAccounts, type Accounts } from './accounts.ts'
import { systemClock, type Clock } from './clock.ts'
import type { Config } from './config.ts'
import { openDatabase, type Connection, type Database } from './database.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts'
import { openFiles } from './files.ts'
import { openFactMemory } from './fact-memory.ts'
import { openFollowed, openSnapshots } from './followed.ts'
import { forgetOldKeys } from './idempotency.store.ts'
import { systemIds, type IdSource } from './ids.ts'
import { openLanguages } from './languages.ts'
import { migrate, readMigrations } from './migrate.ts'
import { englishTitles } from './problems.ts'
import { prepareRowSecurity } from './row-security.ts'
import { loadShipped } from './shipped.ts'
import type { House } from './transaction.ts'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version

/** The actor of what the program itself does at its start. */
export const houseActor: Actor = localOperator('cupel')

export type OpenHouse = { readonly house: House; readonly accounts: Accounts; readonly wasAdopted: boolean; close(): Promise<void> }
export type HouseOptions = { readonly clock?: Clock; readonly ids?: IdSource; readonly token?: string; readonly databaseName?: string; readonly loadsShipped?: boolean; readonly afterMigrate?: (database: Database) => Promise<void> }

/** The text files of a folder by their path below it. */
export function textsOf(folder: string, endings: readonly string[]): Record<string, string> {
  if (!existsSync(folder)) return {}
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => endings.some((ending) => name.endsWith(ending))).sort()
  return Object.fromEntries(names.map((name) => [relative(folder, join(folder, name)), readFileSync(join(folder, name), 'utf8')]))
}

/** @throws StartRefused */
export async function openHouse(config: Config, options: HouseOptions = {}): Promise<OpenHouse> {
  const embedded: EmbeddedPostgres | undefined = config.databaseUrl === undefined ? await startEmbeddedPostgres(config.dataFolder) : undefined
  try {
    const connection: Connection = embedded === undefined ? { connectionString: config.databaseUrl! } : embedded.connection
    return await openHouseOn(connection, config, { databaseName: 'cupel', ...options }, embedded)
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}

export async function openHouseOn(connection: Connection, config: Config, options: HouseOptions, embedded?: EmbeddedPostgres): Promise<OpenHouse> {
  const clock = options.clock ?? systemClock
  const database = await openDatabase(connection, options.databaseName === undefined ? {} : { name: options.databaseName })
  const accountPool = new pg.Pool({ ...connection, ...('connectionString' in connection || options.databaseName === undefined ? {} : { database: options.databaseName }), max: 4, application_name: 'cupel accounts' })
  accountPool.on('connect', (client) => client.on('error', () => {}))
  accountPool.on('error', () => {})
  try {
    await migrate(database.pool, readMigrations(join(root, 'db', 'migrations')))
    database.hasRowSecurity = await prepareRowSecurity(database.pool)
    await options.afterMigrate?.(database)
    const accounts = openAccounts(accountPool, config, options.token ?? `local_${randomBytes(24).toString('base64url')}`)
    const house: House = { database, clock, ids: options.ids ?? systemIds(clock), timeZone: config.timeZone, publicUrl: config.publicUrl, facts: await openFactMemory(database), followed: openFollowed(database, openSnapshots(join(config.dataFolder, 'snapshots'))), accounts, files: openFiles(config), isMailOn: config.smtpUrl !== undefined, languages: openLanguages([join(root, 'languages'), join(config.dataFolder, 'languages')], { problem: englishTitles }) }
    if (options.loadsShipped !== false) await loadShipped(house, { standards: textsOf(join(root, 'standards'), ['.yaml']), recognition: textsOf(join(root, 'recognition'), ['.yaml']), starter: textsOf(join(root, 'data'), ['.csv', '.yaml']) })
    await forgetOldKeys(database.sql, clock.now())
    return {
      house, accounts, wasAdopted: embedded?.wasAdopted ?? false,
      close: async () => {
        await Promise.all([database.close(), accountPool.end()])
        await embedded?.stop()
      },
    }
  } catch (error) {
    await Promise.allSettled([database.close(), accountPool.end()])
    throw error
  }
}
