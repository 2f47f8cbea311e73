// Migrations: plain SQL files, forward only, each in its own transaction, its checksum kept. A released file never changes.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { StartRefused } from './config.ts'

export type Migration = { readonly name: string; readonly text: string; readonly checksum: string }

export const readMigrations = (folder: string): Migration[] =>
  readdirSync(folder).filter((name) => /^\d{4}_[a-z_]+\.sql$/.test(name)).sort().map((name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    return { name, text, checksum: sha256Hex(text) }
  })

/**
 * Applies what is missing, one server at a time (a lock on the migration table).
 * @returns the names applied now
 * @throws StartRefused where an applied file differs, or the database is newer than this program
 */
export async function migrate(pool: pg.Pool, migrations: readonly Migration[]): Promise<string[]> {
  const client = await pool.connect()
  const applied: string[] = []
  try {
    await client.query('create table if not exists schema_migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())')
    for (const migration of migrations) {
      await client.query('begin')
      await client.query('lock table schema_migration in exclusive mode')
      const { rows } = await client.query<{ checksum: string }>('select checksum from schema_migration where name = $1', [migration.name])
      if (rows[0] !== undefined && rows[0].checksum !== migration.checksum) {
        throw new StartRefused(`The migration ${migration.name} differs from the one this database was made with. Restore the released file.`)
      }
      if (rows[0] === undefined) {
        await client.query(migration.text)
        await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [migration.name, migration.checksum])
        applied.push(migration.name)
      }
      await client.query('commit')
    }
    const known = new Set(migrations.map((m) => m.name))
    const { rows } = await client.query<{ name: string }>('select name from schema_migration order by name')
    const unknown = rows.find((row) => !known.has(row.name))
    if (unknown !== undefined) throw new StartRefused(`The database was used by a newer version of Cupel (it knows ${unknown.name}). Start that version, or restore a backup.`)
    return applied
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally { client.release() }
}
