// SQL of participants: the organisations whose sites take part.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'

export type Participant = { readonly organisationId: string; readonly name: string; readonly country: string; readonly allSitesBy: Day | null; readonly allSitesCount?: number | null; readonly createdAt: Instant }
type ParticipantTable = { organisation_id: string; name: string; country: string; all_sites_by: Day | null; all_sites_count: number | null; created_at: Instant }
const tables = (sql: Sql) => sql.withTables<{ participant: ParticipantTable }>()
const fromRow = (row: ParticipantTable): Participant => ({ organisationId: row.organisation_id, name: row.name, country: row.country, allSitesBy: row.all_sites_by, allSitesCount: row.all_sites_count, createdAt: row.created_at })

export async function insertParticipant(sql: Sql, one: Participant): Promise<void> {
  await tables(sql).insertInto('participant').values({ organisation_id: one.organisationId, name: one.name, country: one.country, all_sites_by: one.allSitesBy, all_sites_count: one.allSitesCount ?? null, created_at: one.createdAt }).execute()
}

/** By id; those that do not exist are left out. */
export async function participantsOf(sql: Sql, organisationIds: readonly string[]): Promise<Map<string, Participant>> {
  if (organisationIds.length === 0) return new Map()
  const rows = await tables(sql).selectFrom('participant').selectAll().where('organisation_id', '=', text<string>`any(${[...organisationIds]})`).execute()
  return new Map(rows.map((row) => [row.organisation_id, fromRow(row)]))
}

export async function allParticipants(sql: Sql): Promise<Participant[]> {
  return (await tables(sql).selectFrom('participant').selectAll().orderBy('name').orderBy('organisation_id').execute()).map(fromRow)
}

/** The commitment of a company to bring in all its sites; null takes it back. @param count how many it says it has */
export async function setAllSitesBy(sql: Sql, organisationId: string, day: Day | null, count: number | null = null): Promise<void> {
  await tables(sql).updateTable('participant').set({ all_sites_by: day, all_sites_count: count }).where('organisation_id', '=', organisationId).execute()
}

/** Those whose name holds a text. */
export async function participantIdsNamed(sql: Sql, part: string): Promise<string[]> {
  const like = `%${part.trim().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  return (await tables(sql).selectFrom('participant').select('organisation_id').where('name', 'ilike', like).execute()).map((row) => row.organisation_id)
}
