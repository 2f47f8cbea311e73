// SQL of concerns.
import type { Sql } from '#src/kernel/sql.ts'
import type { Day } from '#src/kernel/time.ts'
import type { Concern, Disposition } from './concern.ts'

type ConcernTable = {
  intake_id: string; site_id: string; case_id: string | null; round: number | null; topics: string[]; is_in_time: boolean; disposition: Disposition | null
  disposition_text: string | null; criteria: string[]; disposed_on: Day | null; disposed_by: string | null; received_on: Day
}
const tables = (sql: Sql) => sql.withTables<{ concern: ConcernTable }>()

const fromRow = (row: ConcernTable): Concern => ({
  concernId: row.intake_id, siteId: row.site_id, caseId: row.case_id, round: row.round, topics: row.topics, isInTime: row.is_in_time, receivedOn: row.received_on,
  disposition: row.disposition, dispositionText: row.disposition_text, criteria: row.criteria, disposedOn: row.disposed_on, disposedBy: row.disposed_by,
})
const all = (sql: Sql) => tables(sql).selectFrom('concern').selectAll()

export async function insertConcern(sql: Sql, one: Concern): Promise<void> {
  await tables(sql).insertInto('concern').values({
    intake_id: one.concernId, site_id: one.siteId, case_id: one.caseId, round: one.round, topics: one.topics, is_in_time: one.isInTime, disposition: one.disposition,
    disposition_text: one.dispositionText, criteria: one.criteria, disposed_on: one.disposedOn, disposed_by: one.disposedBy, received_on: one.receivedOn,
  }).execute()
}

export async function readConcern(sql: Sql, concernId: string, isForUpdate = false): Promise<Concern | undefined> {
  const query = all(sql).where('intake_id', '=', concernId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

export async function updateConcern(sql: Sql, one: Concern): Promise<void> {
  await tables(sql).updateTable('concern').set({
    disposition: one.disposition, disposition_text: one.dispositionText, criteria: one.criteria, disposed_on: one.disposedOn, disposed_by: one.disposedBy,
  }).where('intake_id', '=', one.concernId).execute()
}

/** By day of receipt and a number that holds no time, so that the order within a day tells nothing. */
export async function concernsOfCase(sql: Sql, caseId: string): Promise<Concern[]> {
  return (await all(sql).where('case_id', '=', caseId).orderBy('received_on').orderBy('intake_id').execute()).map(fromRow)
}

/** Concerns that name a site and no case: the secretariat passes them on or answers them. */
export async function concernsWithoutCase(sql: Sql): Promise<Concern[]> {
  return (await all(sql).where('case_id', 'is', null).orderBy('received_on').orderBy('intake_id').execute()).map(fromRow)
}
