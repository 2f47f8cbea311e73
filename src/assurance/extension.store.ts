// SQL of extensions of clocks.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day } from '#src/kernel/time.ts'
import type { ExtensionReason, StoredExtension } from './extension.ts'

type ExtensionTable = {
  extension_id: string; case_id: string; clock: string; asked_on: Day; asked_until: Day; reason_class: ExtensionReason; reason: string | null
  decided_on: Day | null; granted_until: Day | null; decided_by: string | null; decision_text: string | null; withdrawn_on: Day | null
  asked_by: string | null; approved_by: string | null; due_before: Day | null
}
const tables = (sql: Sql) => sql.withTables<{ case_extension: ExtensionTable }>()
const fromRow = (row: ExtensionTable): StoredExtension => ({
  extensionId: row.extension_id, caseId: row.case_id, clock: row.clock, askedOn: row.asked_on, askedUntil: row.asked_until, reasonClass: row.reason_class,
  reason: row.reason, decidedOn: row.decided_on, dueBefore: row.due_before, grantedUntil: row.granted_until, approvedBy: row.approved_by,
  decisionText: row.decision_text, withdrawnOn: row.withdrawn_on,
})

/** Extensions of cases by case, the newest first. */
export async function extensionsOfCases(sql: Sql, caseIds: readonly string[]): Promise<Map<string, StoredExtension[]>> {
  const found = new Map<string, StoredExtension[]>(caseIds.map((caseId) => [caseId, []]))
  if (caseIds.length === 0) return found
  const rows = await tables(sql).selectFrom('case_extension').selectAll().where('case_id', '=', text<string>`any(${[...caseIds]})`)
    .orderBy('asked_on', 'desc').orderBy('extension_id', 'desc').execute()
  for (const row of rows) found.get(row.case_id)?.push(fromRow(row))
  return found
}

/** Requests that nobody decided or took back, the longest waiting first. */
export async function openExtensions(sql: Sql): Promise<StoredExtension[]> {
  const rows = await tables(sql).selectFrom('case_extension').selectAll().where('decided_on', 'is', null).where('withdrawn_on', 'is', null).orderBy('asked_on').orderBy('extension_id').execute()
  return rows.map(fromRow)
}

export async function extensionOf(sql: Sql, caseId: string, extensionId: string): Promise<StoredExtension | undefined> {
  const row = await tables(sql).selectFrom('case_extension').selectAll().where('case_id', '=', caseId).where('extension_id', '=', extensionId).forUpdate().executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

export async function insertExtension(sql: Sql, one: StoredExtension, askedBy: string): Promise<void> {
  await tables(sql).insertInto('case_extension').values({
    extension_id: one.extensionId, case_id: one.caseId, clock: one.clock, asked_on: one.askedOn, asked_until: one.askedUntil, reason_class: one.reasonClass,
    reason: one.reason, decided_on: one.decidedOn, granted_until: one.grantedUntil, decided_by: null, decision_text: one.decisionText, withdrawn_on: one.withdrawnOn,
    asked_by: askedBy, approved_by: one.approvedBy, due_before: one.dueBefore,
  }).execute()
}

/** @param decidedBy null for a request that is taken back */
export async function updateExtension(sql: Sql, one: StoredExtension, decidedBy: string | null): Promise<void> {
  await tables(sql).updateTable('case_extension').set({
    decided_on: one.decidedOn, granted_until: one.grantedUntil, decided_by: decidedBy, decision_text: one.decisionText, withdrawn_on: one.withdrawnOn,
    approved_by: one.approvedBy, due_before: one.dueBefore, reason: one.reason,
  }).where('extension_id', '=', one.extensionId).execute()
}
