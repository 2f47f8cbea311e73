// SQL of work that repeats: one row each, locked while it runs.
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'

type JobTable = { name: string; ran_at: Instant | null; ran_on: Day | null }
const tables = (sql: Sql) => sql.withTables<{ job: JobTable }>()

/** @returns when it ran last; nothing where another server runs it now */
export async function claimJob(sql: Sql, name: string): Promise<{ ranAt: Instant | null; ranOn: Day | null } | undefined> {
  const row = await tables(sql).selectFrom('job').selectAll().where('name', '=', name).forUpdate().skipLocked().executeTakeFirst()
  return row === undefined ? undefined : { ranAt: row.ran_at, ranOn: row.ran_on }
}

export async function finishJob(sql: Sql, name: string, at: Instant, on: Day): Promise<void> {
  await tables(sql).updateTable('job').set({ ran_at: at, ran_on: on }).where('name', '=', name).execute()
}
