// SQL of changes of cases to other versions of their standards.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import { MigrationOutcome, MigrationTrace } from './version-change.ts'

export type Migration = {
  readonly migrationId: string; readonly caseId: string; readonly standard: string; readonly fromVersion: string; readonly toVersion: string
  readonly reason: string; readonly migratedAt: Instant; readonly migratedBy: string; readonly outcome: MigrationOutcome; readonly trace: MigrationTrace
  readonly undoneAt: Instant | null; readonly undoneBy: string | null; readonly undoReason: string | null
}
type MigrationTable = {
  migration_id: string; case_id: string; standard: string; from_version: string; to_version: string; reason: string; migrated_at: Instant; migrated_by: string
  outcome: unknown; trace: unknown; undone_at: Instant | null; undone_by: string | null; undo_reason: string | null
}
const tables = (sql: Sql) => sql.withTables<{ case_migration: MigrationTable }>()
const json = (value: unknown): never => text`${JSON.stringify(value)}::jsonb` as never

const fromRow = (row: MigrationTable): Migration => ({
  migrationId: row.migration_id, caseId: row.case_id, standard: row.standard, fromVersion: row.from_version, toVersion: row.to_version, reason: row.reason,
  migratedAt: row.migrated_at, migratedBy: row.migrated_by, outcome: MigrationOutcome.parse(row.outcome), trace: MigrationTrace.parse(row.trace),
  undoneAt: row.undone_at, undoneBy: row.undone_by, undoReason: row.undo_reason,
})

export async function insertMigration(sql: Sql, one: Migration): Promise<void> {
  await tables(sql).insertInto('case_migration').values({
    migration_id: one.migrationId, case_id: one.caseId, standard: one.standard, from_version: one.fromVersion, to_version: one.toVersion, reason: one.reason,
    migrated_at: one.migratedAt, migrated_by: one.migratedBy, outcome: json(one.outcome), trace: json(one.trace), undone_at: null, undone_by: null, undo_reason: null,
  }).execute()
}

/** Those of a case, the newest first. */
export async function migrationsOf(sql: Sql, caseId: string): Promise<Migration[]> {
  return (await tables(sql).selectFrom('case_migration').selectAll().where('case_id', '=', caseId).orderBy('migrated_at', 'desc').orderBy('migration_id', 'desc').execute()).map(fromRow)
}

/** Those that stand between two versions, the newest first. */
export async function migrationsBetween(sql: Sql, standard: string, from: string, to: string): Promise<Migration[]> {
  const rows = await tables(sql).selectFrom('case_migration').selectAll().where('standard', '=', standard).where('from_version', '=', from).where('to_version', '=', to)
    .where('undone_at', 'is', null).orderBy('migrated_at', 'desc').orderBy('migration_id', 'desc').execute()
  return rows.map(fromRow)
}

export async function readMigration(sql: Sql, caseId: string, migrationId: string): Promise<Migration | undefined> {
  const row = await tables(sql).selectFrom('case_migration').selectAll().where('case_id', '=', caseId).where('migration_id', '=', migrationId).forUpdate().executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

export async function markUndone(sql: Sql, migrationId: string, at: Instant, by: string, reason: string): Promise<void> {
  await tables(sql).updateTable('case_migration').set({ undone_at: at, undone_by: by, undo_reason: reason }).where('migration_id', '=', migrationId).execute()
}
