// SQL of concerns.
import type { Sql } from '#src/kernel/sql.ts'
import type { Day } from '#src/kernel/time.ts'
import type { Concern, Disposition } from './concern.ts'

type ConcernTable = {
  intake_id: string; site_id: string; case_id: string | null; round: number | null; topics: string[]; is_in_time: boolean; disposition: Disposition | null
  disposition_text: string | null; criteria: string[]; disposed_on: Day | null; disposed_by: string | null
}
type Tables = { concern: ConcernTable; intake: { intake_id: string; received_on: Day } }
const tables = (sql: Sql) => sql.withTables<Tables>()

const fromRow = (row: ConcernTable & { received_on: Day }): Concern => ({
  concernId: row.intake_id, siteId: row.site_id, caseId: row.case_id, round: row.round, topics: row.topics, isInTime: row.is_in_time, receivedOn: row.received_on,
  disposition: row.disposition, dispositionText: row.disposition_text, criteria: row.criteria, disposedOn: row.disposed_on, disposedBy: row.disposed_by,
})
const joined = (sql: Sql) => tables(sql).selectFrom('concern').innerJoin('intake', 'intake.intake_id', 'concern.intake_id').selectAll('concern').select('intake.received_on')

export async function insertConcern(sql: Sql, one: Concern): Promise<void> {
  await tables(sql).insertInto('concern').values({
    intake_id: one.concernId, site_id: one.siteId, case_id: one.caseId, round: one.round, topics: one.topics, is_in_time: one.isInTime, disposition: one.disposition,
    disposition_text: one.dispositionText, criteria: one.criteria, disposed_on: one.disposedOn, disposed_by: one.disposedBy,
  }).execute()
}

export async function readConcern(sql: Sql, concernId: string, isForUpdate = false): Promise<Concern | undefined> {
  const query = joined(sql).where('concern.intake_id', '=', concernId)
  const row = await (isForUpdate ? query.forUpdate('concern') : query).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

export async function updateConcern(sql: Sql, one: Concern): Promise<void> {
  await tables(sql).updateTable('concern').set({
    disposition: one.disposition, disposition_text: one.dispositionText, criteria: one.criteria, disposed_on: one.disposedOn, disposed_by: one.disposedBy,
  }).where('intake_id', '=', one.concernId).execute()
}

/** By day of receipt and a number that holds no time, so that the order within a day tells nothing. */
export async function concernsOfCase(sql: Sql, caseId: string): Promise<Concern[]> {
  return (await joined(sql).where('concern.case_id', '=', caseId).orderBy('intake.received_on').orderBy('concern.intake_id').execute()).map(fromRow)
}

/** Concerns that name a site and no case: the secretariat passes them on or answers them. */
export async function concernsWithoutCase(sql: Sql): Promise<Concern[]> {
  return (await joined(sql).where('concern.case_id', 'is', null).orderBy('intake.received_on').orderBy('concern.intake_id').execute()).map(fromRow)
}
