// SQL of intakes: the erasable rows behind concerns and grievances, and the messages with their sources.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day } from '#src/kernel/time.ts'
import type { Intake, IntakeKind, IntakeMessage, SourceGroup } from './intake.ts'

type IntakeTable = {
  intake_id: string; kind: IntakeKind; receipt_hash: string; language: string; source_group: SourceGroup; statement: string | null
  contact: string | null; shares_contact: boolean; received_on: Day; closed_on: Day | null; erased_on: Day | null
}
type MessageTable = { intake_id: string; sequence: number; direction: IntakeMessage['direction']; text: string | null; sent_on: Day }
const tables = (sql: Sql) => sql.withTables<{ intake: IntakeTable; intake_message: MessageTable }>()

const fromRow = (row: IntakeTable): Intake => ({
  intakeId: row.intake_id, kind: row.kind, receiptHash: row.receipt_hash, language: row.language, group: row.source_group, statement: row.statement,
  contact: row.contact, sharesContact: row.shares_contact, receivedOn: row.received_on, closedOn: row.closed_on, erasedOn: row.erased_on,
})

export async function insertIntake(sql: Sql, one: Intake): Promise<void> {
  await tables(sql).insertInto('intake').values({
    intake_id: one.intakeId, kind: one.kind, receipt_hash: one.receiptHash, language: one.language, source_group: one.group, statement: one.statement,
    contact: one.contact, shares_contact: one.sharesContact, received_on: one.receivedOn, closed_on: one.closedOn, erased_on: one.erasedOn,
  }).execute()
}

export async function intakesByIds(sql: Sql, intakeIds: readonly string[]): Promise<Map<string, Intake>> {
  if (intakeIds.length === 0) return new Map()
  const rows = await tables(sql).selectFrom('intake').selectAll().where('intake_id', '=', text<string>`any(${[...intakeIds]})`).execute()
  return new Map(rows.map((row) => [row.intake_id, fromRow(row)]))
}

export async function intakeByReceipt(sql: Sql, receiptHash: string): Promise<Intake | undefined> {
  const row = await tables(sql).selectFrom('intake').selectAll().where('receipt_hash', '=', receiptHash).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

export async function closeIntake(sql: Sql, intakeId: string, on: Day): Promise<void> {
  await tables(sql).updateTable('intake').set({ closed_on: on }).where('intake_id', '=', intakeId).where('closed_on', 'is', null).execute()
}

/** Takes the words and the contact away for good; that there was something to take away stays. */
export async function eraseIntake(sql: Sql, intakeId: string, on: Day): Promise<void> {
  await tables(sql).updateTable('intake').set({ statement: null, contact: null, erased_on: on }).where('intake_id', '=', intakeId).execute()
  await tables(sql).updateTable('intake_message').set({ text: null }).where('intake_id', '=', intakeId).execute()
}

/** Closed on or before a day and not yet erased: their time is over. */
export async function intakesClosedBy(sql: Sql, day: Day): Promise<string[]> {
  const rows = await tables(sql).selectFrom('intake').select('intake_id').where('closed_on', '<=', day).where('erased_on', 'is', null).orderBy('intake_id').limit(500).execute()
  return rows.map((row) => row.intake_id)
}

export async function messagesOf(sql: Sql, intakeIds: readonly string[]): Promise<Map<string, IntakeMessage[]>> {
  const found = new Map<string, IntakeMessage[]>(intakeIds.map((id) => [id, []]))
  if (intakeIds.length === 0) return found
  const rows = await tables(sql).selectFrom('intake_message').selectAll().where('intake_id', '=', text<string>`any(${[...intakeIds]})`).orderBy('intake_id').orderBy('sequence').execute()
  for (const row of rows) found.get(row.intake_id)?.push({ direction: row.direction, text: row.text, sentOn: row.sent_on })
  return found
}

/** @returns false where there are as many messages as are allowed */
export async function addMessage(sql: Sql, intakeId: string, message: IntakeMessage, most: number): Promise<boolean> {
  const last = await tables(sql).selectFrom('intake_message').select((one) => one.fn.max('sequence').as('last')).where('intake_id', '=', intakeId).executeTakeFirst()
  const sequence = (last?.last ?? 0) + 1
  if (sequence > most) return false
  await tables(sql).insertInto('intake_message').values({ intake_id: intakeId, sequence, direction: message.direction, text: message.text, sent_on: message.sentOn }).execute()
  return true
}
