// The connection to PostgreSQL and its one parser seam: `int8` is a number (asserted safe), `date` stays text, an instant is ISO text.
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { waitForSending } from '#src/kernel/sql.ts'
import { StartRefused } from './config.ts'

/** In which a statement of a megabyte goes out: a socket takes it piece by piece, each when the loop comes by. */
const SENDING_MS = 3

export type Connection = { readonly host: string; readonly port: number; readonly user: string; readonly database: string } | { readonly connectionString: string }

const INT8 = 20, DATE = 1082, TIMESTAMPTZ = 1184

function asSafeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is past the integers that JavaScript keeps exactly`)
  return value
}

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return asSafeInteger
    if (oid === DATE) return (text: string) => text
    if (oid === TIMESTAMPTZ) return (text: string) => new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString()
    return pg.types.getTypeParser(oid, format as 'text')
  }) as pg.CustomTypesConfig['getTypeParser'],
}

export type Database = {
  readonly sql: Kysely<unknown>
  readonly pool: pg.Pool
  /** Whether the role of row security is there; known once the migrations ran. */
  hasRowSecurity: boolean
  close(): Promise<void>
}

const poolOf = (connection: Connection, max: number): pg.Pool => {
  const pool = new pg.Pool({ ...connection, max, types, application_name: 'cupel', connectionTimeoutMillis: 10_000, statement_timeout: 120_000, options: '-c timezone=UTC' })
  pool.on('connect', (client) => client.on('error', () => {})) // a backend that dies inside a transaction fails its next query, not the process
  pool.on('error', () => {}) // an idle connection that died is replaced at the next use; the query that meets it says so
  return pool
}

const STARTING_UP = '57P03'
const ABSENT = '3D000'

/** Waits until the server has started up. */
export async function waitFor(connection: Connection): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000 })
    try {
      await client.connect()
      await client.query('select 1')
      await client.end()
      return
    } catch (error) {
      await client.end().catch(() => {})
      if ((error as { code?: string }).code === STARTING_UP && attempt < 300) { await new Promise((resolve) => setTimeout(resolve, 100)); continue }
      throw error
    }
  }
}

/**
 * Opens the database, creating it on the embedded server where it is absent.
 * @throws StartRefused one line that says what was tried
 */
export async function openDatabase(connection: Connection, options: { name?: string; max?: number } = {}): Promise<Database> {
  waitForSending(() => new Promise((resolve) => { setTimeout(resolve, SENDING_MS) }))
  const target = options.name === undefined || 'connectionString' in connection ? connection : { ...connection, database: options.name }
  try {
    await waitFor(target).catch(async (error: { code?: string }) => {
      if (error.code !== ABSENT || options.name === undefined) throw error
      await createDatabase(connection, options.name)
    })
  } catch (error) {
    const where = 'connectionString' in connection ? 'the server of DATABASE_URL' : 'the embedded database'
    throw new StartRefused(`Cannot reach ${where}: ${(error as Error).message.replace(/postgres(ql)?:\/\/\S+/g, '…') || String((error as { code?: string }).code)}. Check that it runs and that the name and password are right.`)
  }
  const pool = poolOf(target, options.max ?? 16)
  return { pool, hasRowSecurity: false, sql: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }), close: () => pool.end() }
}

/** Creates a database, from a template where one is named. @param name letters, digits and `_` only */
export async function createDatabase(connection: Connection, name: string, template = 'template0'): Promise<void> {
  if (!/^[a-z0-9_]+$/.test(name) || !/^[a-z0-9_]+$/.test(template)) throw new Error(`not a database name: ${name}`)
  await waitFor(connection)
  const client = new pg.Client({ ...connection })
  await client.connect()
  try {
    await client.query(`create database ${name} template ${template}`)
  } finally { await client.end() }
}
