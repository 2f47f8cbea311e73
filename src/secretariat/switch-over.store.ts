// SQL of switch-overs: what was taken over from which row, and the taking back of a case in which nothing happened since.
import { sql as text } from 'kysely'
import { canonicalText } from '#src/kernel/canonical.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { TableRows } from './case-file.ts'
import { CarriedCase, ChosenDues, type ChosenDue, type SwitchOver } from './switch-over.ts'

type RunTable = {
  switch_over_id: string; file_hash: string; applied_at: Instant; applied_by: string; note: string; choices: unknown; made: { participants: string[] }
  undone_at: Instant | null; undone_by: string | null; undo_reason: string | null
}
type CaseTable = {
  switch_over_id: string; own_key: string; case_id: string; site_name: string; sequence: number; content: unknown; rows_hash: string
  facts: { kind: string; id: string }[]; evidence_ids: string[]; is_undone: boolean
}
const tables = (sql: Sql) => sql.withTables<{ switch_over: RunTable; switch_over_case: CaseTable }>()
const json = (value: unknown): never => text`${JSON.stringify(value)}::jsonb` as never

export type CarriedRow = {
  readonly switchOverId: string; readonly key: string; readonly caseId: string; readonly siteName: string; readonly sequence: number; readonly content: CarriedCase
  readonly rowsHash: string; readonly facts: readonly { kind: string; id: string }[]; readonly evidenceIds: readonly string[]
}
const fromRow = (row: CaseTable): CarriedRow => ({
  switchOverId: row.switch_over_id, key: row.own_key, caseId: row.case_id, siteName: row.site_name, sequence: row.sequence, content: CarriedCase.parse(row.content),
  rowsHash: row.rows_hash, facts: row.facts, evidenceIds: row.evidence_ids,
})

/** What stands of all switch-overs, by the key of the operator's list. */
export async function carriedRows(sql: Sql): Promise<Map<string, CarriedRow>> {
  const rows = await tables(sql).selectFrom('switch_over_case').selectAll().where('is_undone', '=', text<boolean>`false`).orderBy('switch_over_id').orderBy('sequence').execute()
  return new Map(rows.map((row) => [row.own_key, fromRow(row)]))
}

export async function insertSwitchOver(sql: Sql, one: { switchOverId: string; fileHash: string; appliedAt: Instant; appliedBy: string; note: string; choices: readonly ChosenDue[]; participants: readonly string[] }): Promise<void> {
  await tables(sql).insertInto('switch_over').values({
    switch_over_id: one.switchOverId, file_hash: one.fileHash, applied_at: one.appliedAt, applied_by: one.appliedBy, note: one.note, choices: json(one.choices),
    made: json({ participants: one.participants }), undone_at: null, undone_by: null, undo_reason: null,
  }).execute()
}

export async function insertCarriedRow(sql: Sql, one: CarriedRow): Promise<void> {
  await tables(sql).insertInto('switch_over_case').values({
    switch_over_id: one.switchOverId, own_key: one.key, case_id: one.caseId, site_name: one.siteName, sequence: one.sequence, content: json(one.content), rows_hash: one.rowsHash,
    facts: json(one.facts), evidence_ids: [...one.evidenceIds], is_undone: false,
  }).execute()
}

/** The newest first. */
export async function allSwitchOvers(sql: Sql): Promise<{ readonly run: SwitchOver; readonly participants: readonly string[] }[]> {
  const runs = await tables(sql).selectFrom('switch_over').selectAll().orderBy('applied_at', 'desc').orderBy('switch_over_id', 'desc').execute()
  const rows = await tables(sql).selectFrom('switch_over_case').selectAll().orderBy('sequence').execute()
  return runs.map((run) => ({ participants: run.made.participants, run: {
    switchOverId: run.switch_over_id, fileHash: run.file_hash, appliedAt: run.applied_at, appliedBy: run.applied_by, note: run.note, isUndone: run.undone_at !== null, undoReason: run.undo_reason,
    cases: rows.filter((row) => row.switch_over_id === run.switch_over_id).map((row) => ({ key: row.own_key, caseId: row.case_id, siteName: row.site_name })),
    kept: ChosenDues.parse(run.choices).filter(({ choice }) => choice === 'keep').length,
  } }))
}

/** The rows of one switch-over, the last made first. */
export async function rowsToUndo(sql: Sql, switchOverId: string): Promise<CarriedRow[]> {
  return (await tables(sql).selectFrom('switch_over_case').selectAll().where('switch_over_id', '=', switchOverId).orderBy('sequence', 'desc').execute()).map(fromRow)
}

export async function markSwitchOverUndone(sql: Sql, switchOverId: string, at: Instant, by: string, reason: string): Promise<void> {
  await tables(sql).updateTable('switch_over').set({ undone_at: at, undone_by: by, undo_reason: reason }).where('switch_over_id', '=', switchOverId).execute()
  await tables(sql).updateTable('switch_over_case').set({ is_undone: true }).where('switch_over_id', '=', switchOverId).execute()
}

/** Two switch-overs at once wait for one another. */
export const lockSwitchOvers = async (sql: Sql): Promise<void> => { await text`select pg_advisory_xact_lock(hashtextextended('switch-over', 0))`.execute(sql) }

/** One hash over every row that is of the case alone, whatever its table: anything that happens in the case alters it. */
export function rowsHashOf(rows: readonly TableRows[], caseId: string): string {
  const own = rows.filter(({ table }) => table !== 'switch_over_case').flatMap(({ table, rows: some }) => some.filter((row) => row['case_id'] === caseId).map((row) => [table, row]))
  return sha256Hex(canonicalText(own))
}

/** What a switch-over writes of a case, so that what points at a row goes before it. */
const written = ['award', 'award_decision', 'improvement_gap', 'rating', 'assessment_report', 'case_extension', 'case_clock', 'case_event', 'letter_file', 'case_contact', 'application', 'case_standard', 'assurance_case'] as const

/** Takes the rows of a case away. Whether anything happened since is the caller's to ask (`rowsHashOf`). */
export async function removeCase(sql: Sql, caseId: string): Promise<void> {
  for (const table of written) await text`delete from ${text.ref(table)} where case_id = ${caseId}`.execute(sql)
}

/** Takes away participants of which no case speaks. */
export async function removeIdleParticipants(sql: Sql, organisationIds: readonly string[]): Promise<void> {
  await text`delete from ${text.ref('participant')} p where p.organisation_id = any(${[...organisationIds]}) and not exists (select 1 from ${text.ref('assurance_case')} c where c.organisation_id = p.organisation_id)`.execute(sql)
}
