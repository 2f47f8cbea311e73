// SQL of the equivalence matrix.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import { equivalenceStateOn, type Equivalence } from './equivalence.ts'

type EquivalenceTable = {
  equivalence_id: string; standard: string; standard_version: string; criterion: string | null; part: string | null; external_scheme: string; external_version: string
  clauses: string[]; value: Equivalence['value']; direction: Equivalence['direction']; valid_at_assessment: boolean; same_boundary: boolean; accredited_body: boolean
  max_age_months: number | null; gap: string | null; evidence_required: string[]; alignment: Equivalence['alignment']; note: string | null; is_example: boolean
  approved_by: string | null; approved_on: Day | null; valid_until: Day | null; revoked_on: Day | null; revocation_reason: string | null; version: number; changed_at: Instant
}
const tables = (sql: Sql) => sql.withTables<{ equivalence: EquivalenceTable }>()

const fromRow = (row: EquivalenceTable, today: Day): Equivalence => {
  const approval = { approvedBy: row.approved_by, approvedOn: row.approved_on, validUntil: row.valid_until, revokedOn: row.revoked_on, revocationReason: row.revocation_reason }
  return {
    equivalenceId: row.equivalence_id, standard: row.standard, standardVersion: row.standard_version, criterion: row.criterion, part: row.part,
    externalScheme: row.external_scheme, externalVersion: row.external_version, clauses: row.clauses, value: row.value, direction: row.direction,
    conditions: { validAtAssessment: row.valid_at_assessment, sameBoundary: row.same_boundary, accreditedBody: row.accredited_body, maxAgeMonths: row.max_age_months },
    gap: row.gap, evidenceRequired: row.evidence_required, alignment: row.alignment, note: row.note, isExample: row.is_example, ...approval,
    state: equivalenceStateOn(approval, today), version: row.version, changedAt: row.changed_at,
  }
}
const toRow = (one: Equivalence): EquivalenceTable => ({
  equivalence_id: one.equivalenceId, standard: one.standard, standard_version: one.standardVersion, criterion: one.criterion, part: one.part,
  external_scheme: one.externalScheme, external_version: one.externalVersion, clauses: one.clauses, value: one.value, direction: one.direction,
  valid_at_assessment: one.conditions.validAtAssessment, same_boundary: one.conditions.sameBoundary, accredited_body: one.conditions.accreditedBody,
  max_age_months: one.conditions.maxAgeMonths, gap: one.gap, evidence_required: one.evidenceRequired, alignment: one.alignment, note: one.note, is_example: one.isExample,
  approved_by: one.approvedBy, approved_on: one.approvedOn, valid_until: one.validUntil, revoked_on: one.revokedOn, revocation_reason: one.revocationReason,
  version: one.version, changed_at: one.changedAt,
})

export async function insertEquivalence(sql: Sql, one: Equivalence): Promise<void> {
  await tables(sql).insertInto('equivalence').values(toRow(one)).execute()
}

/** `version` counts up. */
export async function updateEquivalence(sql: Sql, one: Equivalence): Promise<void> {
  const { equivalence_id: id, ...row } = toRow({ ...one, version: one.version + 1 })
  await tables(sql).updateTable('equivalence').set(row).where('equivalence_id', '=', id).execute()
}

export async function deleteEquivalence(sql: Sql, equivalenceId: string): Promise<void> {
  await tables(sql).deleteFrom('equivalence').where('equivalence_id', '=', equivalenceId).execute()
}

export async function readEquivalence(sql: Sql, equivalenceId: string, today: Day, isForUpdate = false): Promise<Equivalence | undefined> {
  const query = tables(sql).selectFrom('equivalence').selectAll().where('equivalence_id', '=', equivalenceId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row, today)
}

export type EquivalenceQuery = {
  readonly standard?: string | undefined; readonly standardVersion?: string | undefined
  readonly externalScheme?: string | undefined; readonly externalVersion?: string | undefined
  readonly ids?: readonly string[] | undefined
}

/** In order of requirement, external standard and number: the whole matrix, or a part of it. */
export async function equivalences(sql: Sql, today: Day, query: EquivalenceQuery = {}): Promise<Equivalence[]> {
  let rows = tables(sql).selectFrom('equivalence').selectAll()
  if (query.standard !== undefined) rows = rows.where('standard', '=', query.standard)
  if (query.standardVersion !== undefined) rows = rows.where('standard_version', '=', query.standardVersion)
  if (query.externalScheme !== undefined) rows = rows.where('external_scheme', '=', query.externalScheme)
  if (query.externalVersion !== undefined) rows = rows.where('external_version', '=', query.externalVersion)
  if (query.ids !== undefined) rows = rows.where('equivalence_id', '=', text<string>`any(${[...query.ids]})`)
  const found = await rows.orderBy('standard').orderBy('standard_version').orderBy('criterion').orderBy('external_scheme').orderBy('external_version').orderBy('equivalence_id').execute()
  return found.map((row) => fromRow(row, today))
}
