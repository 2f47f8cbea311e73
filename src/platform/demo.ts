// The demonstration at the rim: how a database becomes one, its clock, its sign-ins, its reset. Only an embedded database
// in a folder of its own, on a loopback address; a database that was not created as one never becomes one.
import { createHmac } from 'node:crypto'
import pg from 'pg'
import type { Demo, DemoPerson } from '#src/access/demo.ts'
import type { Accounts } from './accounts.ts'
import type { Clock } from './clock.ts'
import { StartRefused, type Config } from './config.ts'
import { createDatabase, waitFor, type Connection, type Database } from './database.ts'
import { readSetting, writeSetting } from './setting.store.ts'
import type { House } from './transaction.ts'

const SEEDED = 'cupel_demo'
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1'])

/** A clock that runs like the system's, some time away from it. */
export type DemoClock = Clock & { moveTo(instant: string): void; offset(): number; setOffset(milliseconds: number): void }

export function demoClock(): DemoClock {
  let offset = 0
  return {
    now: () => new Date(Date.now() + offset).toISOString(),
    moveTo: (instant) => { offset = Date.parse(instant) - Date.now() },
    offset: () => offset,
    setOffset: (milliseconds) => { offset = milliseconds },
  }
}

/** @throws StartRefused where a demonstration may not be started */
export function checkDemoConfig(config: Config): void {
  if (config.databaseUrl !== undefined) throw new StartRefused('--demo uses the embedded database only: unset DATABASE_URL, or start without --demo.')
  if (!LOOPBACK.has(config.host)) throw new StartRefused(`--demo answers on this machine only: HOST is "${config.host}". Unset HOST, or start without --demo.`)
}

/**
 * Marks a new database as a demonstration, or checks that this one is.
 * @throws StartRefused where a database with real entries would become one
 */
export async function markDemo(database: Database): Promise<void> {
  if (await readSetting(database.sql, 'demo') === 'true') return
  const { rows } = await database.pool.query('select size from log_head')
  if (rows[0]?.size !== 0) throw new StartRefused('This data folder was not created as a demonstration. Name another folder by CUPEL_DATA, or start without --demo.')
  await writeSetting(database.sql, 'demo', 'true')
}

export const isDemo = async (database: Database): Promise<boolean> => await readSetting(database.sql, 'demo') === 'true'
export const keepOffset = (database: Database, clock: DemoClock): Promise<void> => writeSetting(database.sql, 'demo-clock', String(clock.offset()))
export const keptOffset = async (database: Database): Promise<number> => Number(await readSetting(database.sql, 'demo-clock') ?? 0)

/** The same password for everybody in a demonstration, known to the server alone. */
export const demoPassword = (config: Config): string => createHmac('sha256', config.secret).update('demonstration').digest('base64url')

async function onServer<T>(connection: Connection, work: (client: pg.Client) => Promise<T>): Promise<T> {
  await waitFor(connection)
  const client = new pg.Client({ ...connection })
  await client.connect()
  try { return await work(client) } finally { await client.end() }
}

/** Whether the year was told once and kept. */
export const isSeeded = (connection: Connection): Promise<boolean> =>
  onServer(connection, async (client) => (await client.query('select 1 from pg_database where datname = $1', [SEEDED])).rowCount === 1)

/** Keeps the database as it stands now, to begin anew from. Nothing may be connected to it. */
export const keepSeed = (connection: Connection): Promise<void> => createDatabase(connection, SEEDED, 'cupel')

/** Begins anew from what was kept. Nothing may be connected to it. */
export async function restoreSeed(connection: Connection): Promise<void> {
  await onServer(connection, (client) => client.query('drop database if exists cupel with (force)'))
  await createDatabase(connection, 'cupel', SEEDED)
}

export type DemoActs = {
  readonly people: readonly (DemoPerson & { readonly email: string })[]
  /** What the timers would do now: reminders, lapses. */
  readonly sweep: () => Promise<void>
  readonly askReset: () => void
}

export function openDemo(house: House, accounts: Accounts, config: Config, clock: DemoClock, acts: DemoActs): Demo {
  return {
    people: acts.people.map(({ key, name, role, organisation }) => ({ key, name, role, organisation })),
    enter: async (key) => {
      const person = acts.people.find((one) => one.key === key)
      if (person === undefined) return undefined
      // The session goes into the cookie alone: a token in the body could be read by a script.
      const entered = await accounts.enter(person.email, demoPassword(config))
      const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' })
      for (const cookie of entered.headers.getSetCookie()) headers.append('set-cookie', cookie)
      return new Response(JSON.stringify({ person: key }), { status: entered.status, headers })
    },
    moveTo: async (day) => {
      clock.moveTo(`${day}T08:00:00.000Z`)
      await keepOffset(house.database, clock)
      await acts.sweep()
    },
    reset: acts.askReset,
  }
}
