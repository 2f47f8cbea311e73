// SQL of improvement plans: gaps and the notes on how far they are.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { Gap, GapNote, GapStatus } from './improvement-plan.ts'

type GapTable = {
  gap_id: string; case_id: string; round: number; standard: string; standard_version: string; criterion: string; level_found: string; level_asked: string
  root_cause: string | null; action: string | null; owner_user_id: string | null; due_on: Day | null; percent: number; status: GapStatus
  closing_evidence: string[]; closing_text: string | null; closed_on: Day | null; closed_by: string | null
  verified_on: Day | null; verified_by: string | null; verification_text: string | null; version: number; opened_on: Day; changed_at: Instant
}
type NoteTable = { note_id: string; gap_id: string; percent: number; text: string; author: string; at: Instant }
const tables = (sql: Sql) => sql.withTables<{ improvement_gap: GapTable; improvement_note: NoteTable }>()

const fromRow = (row: GapTable): Gap => ({
  gapId: row.gap_id, caseId: row.case_id, round: row.round, standard: row.standard, standardVersion: row.standard_version, criterion: row.criterion,
  levelFound: row.level_found, levelAsked: row.level_asked, rootCause: row.root_cause, action: row.action, ownerUserId: row.owner_user_id, dueOn: row.due_on,
  percent: row.percent, status: row.status, closingEvidence: row.closing_evidence, closingText: row.closing_text, closedOn: row.closed_on, closedBy: row.closed_by,
  verifiedOn: row.verified_on, verifiedBy: row.verified_by, verificationText: row.verification_text, version: row.version, openedOn: row.opened_on, changedAt: row.changed_at,
})
const toRow = (one: Gap): GapTable => ({
  gap_id: one.gapId, case_id: one.caseId, round: one.round, standard: one.standard, standard_version: one.standardVersion, criterion: one.criterion,
  level_found: one.levelFound, level_asked: one.levelAsked, root_cause: one.rootCause, action: one.action, owner_user_id: one.ownerUserId, due_on: one.dueOn,
  percent: one.percent, status: one.status, closing_evidence: [...one.closingEvidence], closing_text: one.closingText, closed_on: one.closedOn, closed_by: one.closedBy,
  verified_on: one.verifiedOn, verified_by: one.verifiedBy, verification_text: one.verificationText, version: one.version, opened_on: one.openedOn, changed_at: one.changedAt,
})

/** The gaps of cases by case, in order of standard and criterion. */
export async function gapsOfCases(sql: Sql, caseIds: readonly string[]): Promise<Map<string, Gap[]>> {
  const found = new Map<string, Gap[]>(caseIds.map((caseId) => [caseId, []]))
  if (caseIds.length === 0) return found
  const rows = await tables(sql).selectFrom('improvement_gap').selectAll().where('case_id', '=', text<string>`any(${[...caseIds]})`).orderBy('standard').orderBy('criterion').execute()
  for (const row of rows) found.get(row.case_id)?.push(fromRow(row))
  return found
}
export const gapsOf = async (sql: Sql, caseId: string): Promise<Gap[]> => (await gapsOfCases(sql, [caseId])).get(caseId)!

/** @param isForUpdate locks the row, so that two writers follow one another */
export async function readGap(sql: Sql, caseId: string, gapId: string, isForUpdate = false): Promise<Gap | undefined> {
  const query = tables(sql).selectFrom('improvement_gap').selectAll().where('gap_id', '=', gapId).where('case_id', '=', caseId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

export async function insertGaps(sql: Sql, gaps: readonly Gap[]): Promise<void> {
  if (gaps.length > 0) await tables(sql).insertInto('improvement_gap').values(gaps.map(toRow)).execute()
}

/** `version` counts up. */
export async function updateGap(sql: Sql, one: Gap): Promise<void> {
  const { gap_id: gapId, ...row } = toRow({ ...one, version: one.version + 1 })
  await tables(sql).updateTable('improvement_gap').set(row).where('gap_id', '=', gapId).execute()
}

export async function addNote(sql: Sql, note: GapNote): Promise<void> {
  await tables(sql).insertInto('improvement_note').values({ note_id: note.noteId, gap_id: note.gapId, percent: note.percent, text: note.text, author: note.author, at: note.at }).execute()
}

/** Notes on gaps, the oldest first. */
export async function notesOf(sql: Sql, gapIds: readonly string[]): Promise<GapNote[]> {
  if (gapIds.length === 0) return []
  const rows = await tables(sql).selectFrom('improvement_note').selectAll().where('gap_id', '=', text<string>`any(${[...gapIds]})`).orderBy('at').orderBy('note_id').execute()
  return rows.map((row) => ({ noteId: row.note_id, gapId: row.gap_id, percent: row.percent, text: row.text, author: row.author, at: row.at }))
}
