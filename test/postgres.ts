// One real PostgreSQL for a whole test run, in a temporary folder, with a migrated template that each world clones.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { createDatabase, openDatabase } from '#src/platform/database.ts'
import { startEmbeddedPostgres } from '#src/platform/embedded-postgres.ts'
import { migrate, readMigrations } from '#src/platform/migrate.ts'

declare module 'vitest' {
  export interface ProvidedContext { postgres: { host: string; port: number; user: string; database: string } }
}

export const TEMPLATE = 'cupel_template'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  const server = await startEmbeddedPostgres(folder)
  await createDatabase(server.connection, TEMPLATE)
  const database = await openDatabase({ ...server.connection, database: TEMPLATE }, { max: 1 })
  await migrate(database.pool, readMigrations(join(import.meta.dirname, '..', 'db', 'migrations')))
  await database.close()
  project.provide('postgres', { ...server.connection })
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
