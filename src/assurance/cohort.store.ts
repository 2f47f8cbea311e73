// SQL of cohorts.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { Cohort } from './cohort.ts'

type CohortTable = {
  cohort: string; title: string; clock_months: Record<string, number>; without_clocks: string[]; is_counted: boolean; is_open: boolean; note: string | null
  version: number; changed_at: Instant
}
const tables = (sql: Sql) => sql.withTables<{ cohort: CohortTable }>()
const fromRow = (row: CohortTable): Cohort => ({
  cohort: row.cohort, title: row.title, clockMonths: row.clock_months, withoutClocks: row.without_clocks, isCounted: row.is_counted, isOpen: row.is_open,
  note: row.note, version: row.version, changedAt: row.changed_at,
})
const jsonb = (value: unknown) => text<Record<string, number>>`${JSON.stringify(value)}::jsonb` as never

export async function cohortOf(sql: Sql, cohort: string, isForUpdate = false): Promise<Cohort | undefined> {
  const query = tables(sql).selectFrom('cohort').selectAll().where('cohort', '=', cohort)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

export async function allCohorts(sql: Sql): Promise<Cohort[]> {
  return (await tables(sql).selectFrom('cohort').selectAll().orderBy('cohort').execute()).map(fromRow)
}

export async function insertCohort(sql: Sql, one: Cohort): Promise<void> {
  await tables(sql).insertInto('cohort').values({
    cohort: one.cohort, title: one.title, clock_months: jsonb(one.clockMonths), without_clocks: one.withoutClocks, is_counted: one.isCounted, is_open: one.isOpen,
    note: one.note, version: one.version, changed_at: one.changedAt,
  }).execute()
}

export async function updateCohort(sql: Sql, one: Cohort): Promise<void> {
  await tables(sql).updateTable('cohort').set({
    title: one.title, clock_months: jsonb(one.clockMonths), without_clocks: one.withoutClocks, is_counted: one.isCounted, is_open: one.isOpen, note: one.note,
    version: one.version, changed_at: one.changedAt,
  }).where('cohort', '=', one.cohort).execute()
}
