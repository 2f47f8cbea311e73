// SQL of the desk review: questions with their messages, and checks of what is recognised.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { DeskMessage, DeskQuestion, RecognitionCheck } from './desk-review.ts'

type QuestionTable = {
  question_id: string; case_id: string; round: number; standard: string; criterion: string | null; asked_by: string; asked_on: Day; due_on: Day
  state: DeskQuestion['state']; closed_by: string | null; closed_on: Day | null
}
type MessageTable = { question_id: string; sequence: number; author: string; side: DeskMessage['side']; written_at: Instant; text: string | null }
type CheckTable = {
  case_id: string; round: number; standard: string; criterion: string; certificate_id: string; is_accepted: boolean; note: string; checked_by: string; checked_on: Day
}
const tables = (sql: Sql) => sql.withTables<{ desk_question: QuestionTable; desk_message: MessageTable; recognition_check: CheckTable }>()

async function withMessages(sql: Sql, rows: readonly QuestionTable[]): Promise<DeskQuestion[]> {
  if (rows.length === 0) return []
  const messages = await tables(sql).selectFrom('desk_message').selectAll().where('question_id', '=', text<string>`any(${rows.map((row) => row.question_id)})`).orderBy('sequence').execute()
  return rows.map((row) => ({
    questionId: row.question_id, caseId: row.case_id, round: row.round, standard: row.standard, criterion: row.criterion, askedBy: row.asked_by, askedOn: row.asked_on,
    dueOn: row.due_on, state: row.state, closedOn: row.closed_on,
    messages: messages.filter((one) => one.question_id === row.question_id).map((one) => ({ sequence: one.sequence, author: one.author, side: one.side, writtenAt: one.written_at, text: one.text })),
  }))
}

/** Open ones first, by due day. */
export async function questionsOf(sql: Sql, caseId: string, round: number): Promise<DeskQuestion[]> {
  const rows = await tables(sql).selectFrom('desk_question').selectAll().where('case_id', '=', caseId).where('round', '=', round)
    .orderBy(text`state = 'closed'`).orderBy('due_on').orderBy('question_id').execute()
  return withMessages(sql, rows)
}

export async function readQuestion(sql: Sql, questionId: string, isForUpdate = false): Promise<DeskQuestion | undefined> {
  const query = tables(sql).selectFrom('desk_question').selectAll().where('question_id', '=', questionId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : (await withMessages(sql, [row]))[0]
}

export async function insertQuestion(sql: Sql, one: DeskQuestion): Promise<void> {
  await tables(sql).insertInto('desk_question').values({
    question_id: one.questionId, case_id: one.caseId, round: one.round, standard: one.standard, criterion: one.criterion, asked_by: one.askedBy, asked_on: one.askedOn,
    due_on: one.dueOn, state: one.state, closed_by: null, closed_on: null,
  }).execute()
  for (const message of one.messages) await insertMessage(sql, one.questionId, message)
}

export async function insertMessage(sql: Sql, questionId: string, message: DeskMessage): Promise<void> {
  await tables(sql).insertInto('desk_message').values({
    question_id: questionId, sequence: message.sequence, author: message.author, side: message.side, written_at: message.writtenAt, text: message.text,
  }).execute()
}

export async function setQuestionState(sql: Sql, questionId: string, state: DeskQuestion['state'], closed: { by: string; on: Day } | null = null): Promise<void> {
  await tables(sql).updateTable('desk_question').set({ state, closed_by: closed?.by ?? null, closed_on: closed?.on ?? null }).where('question_id', '=', questionId).execute()
}

export async function recognitionChecksOf(sql: Sql, caseId: string, round: number): Promise<RecognitionCheck[]> {
  const rows = await tables(sql).selectFrom('recognition_check').selectAll().where('case_id', '=', caseId).where('round', '=', round).orderBy('standard').orderBy('criterion').execute()
  return rows.map((row) => ({
    caseId: row.case_id, round: row.round, standard: row.standard, criterion: row.criterion, certificateId: row.certificate_id, isAccepted: row.is_accepted,
    note: row.note, checkedBy: row.checked_by, checkedOn: row.checked_on,
  }))
}

export async function putRecognitionCheck(sql: Sql, one: RecognitionCheck): Promise<void> {
  const row = { certificate_id: one.certificateId, is_accepted: one.isAccepted, note: one.note, checked_by: one.checkedBy, checked_on: one.checkedOn }
  await tables(sql).insertInto('recognition_check').values({ case_id: one.caseId, round: one.round, standard: one.standard, criterion: one.criterion, ...row })
    .onConflict((conflict) => conflict.columns(['case_id', 'round', 'standard', 'criterion']).doUpdateSet(row)).execute()
}
