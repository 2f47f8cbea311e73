// SQL of assessor firms and approvals.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import { foldName } from '#src/kernel/text.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { Approval, AssessorFirm } from './assessor-firm.ts'

type FirmTable = { firm_id: string; name: string; folded_name: string; country: string; website: string | null; version: number; registered_at: Instant }
type ApprovalTable = {
  approval_id: string; firm_id: string; user_id: string | null; matter: 'standard' | 'language'; subject: string; standard_version: string | null
  valid_from: Day; valid_until: Day; granted_at: Instant; granted_by: string; withdrawn_on: Day | null; withdrawal_reason: string | null
}
const tables = (sql: Sql) => sql.withTables<{ assessor_firm: FirmTable; assessor_approval: ApprovalTable }>()

const firmFromRow = (row: FirmTable): AssessorFirm =>
  ({ firmId: row.firm_id, name: row.name, country: row.country, website: row.website, version: row.version, registeredAt: row.registered_at })
const approvalFromRow = (row: ApprovalTable): Approval => ({
  approvalId: row.approval_id, firmId: row.firm_id, userId: row.user_id, matter: row.matter, subject: row.subject, standardVersion: row.standard_version,
  validFrom: row.valid_from, validUntil: row.valid_until, grantedAt: row.granted_at, withdrawnOn: row.withdrawn_on, withdrawalReason: row.withdrawal_reason,
})

/** @returns false where a firm of that name is registered in that country */
export async function insertFirm(sql: Sql, firm: AssessorFirm): Promise<boolean> {
  const made = await tables(sql).insertInto('assessor_firm').values({
    firm_id: firm.firmId, name: firm.name, folded_name: foldName(firm.name), country: firm.country, website: firm.website, version: firm.version, registered_at: firm.registeredAt,
  }).onConflict((conflict) => conflict.columns(['folded_name', 'country']).doNothing()).returning('firm_id').execute()
  return made.length === 1
}

/** Another firm of that name in that country. */
export async function firmNamed(sql: Sql, name: string, country: string): Promise<AssessorFirm | undefined> {
  const row = await tables(sql).selectFrom('assessor_firm').selectAll().where('folded_name', '=', foldName(name)).where('country', '=', country).executeTakeFirst()
  return row === undefined ? undefined : firmFromRow(row)
}

export async function updateFirm(sql: Sql, firm: AssessorFirm): Promise<void> {
  await tables(sql).updateTable('assessor_firm')
    .set({ name: firm.name, folded_name: foldName(firm.name), country: firm.country, website: firm.website, version: firm.version }).where('firm_id', '=', firm.firmId).execute()
}

export async function readFirm(sql: Sql, firmId: string, isForUpdate = false): Promise<AssessorFirm | undefined> {
  const query = tables(sql).selectFrom('assessor_firm').selectAll().where('firm_id', '=', firmId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : firmFromRow(row)
}

/** By id; those that do not exist are left out. */
export async function firmsOf(sql: Sql, firmIds: readonly string[]): Promise<Map<string, AssessorFirm>> {
  if (firmIds.length === 0) return new Map()
  const rows = await tables(sql).selectFrom('assessor_firm').selectAll().where('firm_id', '=', text<string>`any(${[...firmIds]})`).execute()
  return new Map(rows.map((row) => [row.firm_id, firmFromRow(row)]))
}

export async function allFirms(sql: Sql): Promise<AssessorFirm[]> {
  return (await tables(sql).selectFrom('assessor_firm').selectAll().orderBy('name').orderBy('firm_id').execute()).map(firmFromRow)
}

/** Approvals of a firm and of its assessors, also those that lapsed or were withdrawn. */
export async function approvalsOf(sql: Sql, firmIds: readonly string[]): Promise<Approval[]> {
  if (firmIds.length === 0) return []
  const rows = await tables(sql).selectFrom('assessor_approval').selectAll().where('firm_id', '=', text<string>`any(${[...firmIds]})`)
    .orderBy('matter', 'desc').orderBy('subject').orderBy('valid_from').orderBy('approval_id').execute()
  return rows.map(approvalFromRow)
}

export async function insertApproval(sql: Sql, approval: Approval, by: string): Promise<void> {
  await tables(sql).insertInto('assessor_approval').values({
    approval_id: approval.approvalId, firm_id: approval.firmId, user_id: approval.userId, matter: approval.matter, subject: approval.subject,
    standard_version: approval.standardVersion, valid_from: approval.validFrom, valid_until: approval.validUntil, granted_at: approval.grantedAt, granted_by: by,
    withdrawn_on: null, withdrawal_reason: null,
  }).execute()
}

export async function readApproval(sql: Sql, approvalId: string, isForUpdate = false): Promise<Approval | undefined> {
  const query = tables(sql).selectFrom('assessor_approval').selectAll().where('approval_id', '=', approvalId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : approvalFromRow(row)
}

export async function endApproval(sql: Sql, approvalId: string, on: Day, reason: string): Promise<void> {
  await tables(sql).updateTable('assessor_approval').set({ withdrawn_on: on, withdrawal_reason: reason }).where('approval_id', '=', approvalId).execute()
}
