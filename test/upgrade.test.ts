// An installation of the first version comes along: its accounts become operators, its registry stays as it was.
import { join } from 'node:path'
import pg from 'pg'
import { expect, inject, it } from 'vitest'
import { createDatabase } from '#src/platform/database.ts'
import { migrate, readMigrations } from '#src/platform/migrate.ts'

const FIRST_VERSION = '0300_error_report'

it('makes an account of the first version an operator, once', async () => {
  const connection = inject('postgres')
  const database = `upgrade_${process.pid}`
  await createDatabase(connection, database)
  const pool = new pg.Pool({ ...connection, database })
  try {
    const all = readMigrations(join(import.meta.dirname, '..', 'db', 'migrations'))
    await migrate(pool, all.filter(({ name }) => name.replace(/\.sql$/, '') <= FIRST_VERSION))
    await pool.query(`insert into "user" (id, name, email, "emailVerified") values ('u1', 'Ines Calder', 'ines@example.org', true)`)
    await pool.query(`insert into log_entry (position, header, leaf_hash, payload, kind, subject, is_public, recorded_at) values (0, 'h', decode(repeat('00', 32), 'hex'), 'p', 'test.noted', 's', true, now())`)
    await migrate(pool, all)
    await migrate(pool, all)
    expect((await pool.query('select user_id, role, scope_kind, revoked_at from role_grant')).rows).toEqual([{ user_id: 'u1', role: 'operator', scope_kind: 'house', revoked_at: null }])
    expect((await pool.query('select header from log_entry')).rows).toEqual([{ header: 'h' }])
  } finally { await pool.end() }
})
