// SQL of technical reviews: who reviews which round, the checklist, the questions and what was said on each.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { Checklist, QuestionState, ReviewMessage, ReviewOutcome, ReviewQuestion, TechnicalReview } from './review.ts'

type ReviewTable = {
  case_id: string; round: number; reviewer: string; assigned_by: string; assigned_at: Instant; due_on: Day | null; checklist: Checklist; version: number
  outcome: ReviewOutcome | null; outcome_text: string | null; concluded_at: Instant | null
}
type QuestionTable = { question_id: string; case_id: string; round: number; standard: string | null; criterion: string | null; state: QuestionState; asked_at: Instant; settled_at: Instant | null }
type MessageTable = { message_id: string; question_id: string; author: string; text: string; at: Instant }
const tables = (sql: Sql) => sql.withTables<{ technical_review: ReviewTable; review_question: QuestionTable; review_message: MessageTable }>()

const fromRow = (row: ReviewTable): TechnicalReview => ({
  caseId: row.case_id, round: row.round, reviewer: row.reviewer, assignedBy: row.assigned_by, assignedAt: row.assigned_at, dueOn: row.due_on, checklist: row.checklist,
  version: row.version, outcome: row.outcome, outcomeText: row.outcome_text, concludedAt: row.concluded_at,
})
const asJson = (value: unknown): never => text`${JSON.stringify(value)}::jsonb` as never

/** A review of a round; a new reviewer takes the place of the one before, and begins the checklist again. */
export async function putReview(sql: Sql, one: TechnicalReview): Promise<void> {
  const row = {
    reviewer: one.reviewer, assigned_by: one.assignedBy, assigned_at: one.assignedAt, due_on: one.dueOn, checklist: asJson(one.checklist), version: one.version + 1,
    outcome: one.outcome, outcome_text: one.outcomeText, concluded_at: one.concludedAt,
  }
  await tables(sql).insertInto('technical_review').values({ case_id: one.caseId, round: one.round, ...row })
    .onConflict((conflict) => conflict.columns(['case_id', 'round']).doUpdateSet(row)).execute()
}

export async function readReview(sql: Sql, caseId: string, round: number): Promise<TechnicalReview | undefined> {
  const row = await tables(sql).selectFrom('technical_review').selectAll().where('case_id', '=', caseId).where('round', '=', round).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

/** Everybody who reviewed any round of a case. */
export async function reviewersOf(sql: Sql, caseId: string): Promise<string[]> {
  const rows = await tables(sql).selectFrom('technical_review').select('reviewer').distinct().where('case_id', '=', caseId).orderBy('reviewer').execute()
  return rows.map((row) => row.reviewer)
}

/** Reviews still to be done by one person. */
export async function openReviewsOf(sql: Sql, userId: string): Promise<TechnicalReview[]> {
  const rows = await tables(sql).selectFrom('technical_review').selectAll().where('reviewer', '=', userId).where('concluded_at', 'is', null).orderBy('due_on').execute()
  return rows.map(fromRow)
}

export async function insertQuestion(sql: Sql, one: Omit<ReviewQuestion, 'messages'>): Promise<void> {
  await tables(sql).insertInto('review_question').values({
    question_id: one.questionId, case_id: one.caseId, round: one.round, standard: one.standard, criterion: one.criterion, state: one.state, asked_at: one.askedAt, settled_at: one.settledAt,
  }).execute()
}

export async function setQuestionState(sql: Sql, questionId: string, state: QuestionState, settledAt: Instant | null): Promise<void> {
  await tables(sql).updateTable('review_question').set({ state, settled_at: settledAt }).where('question_id', '=', questionId).execute()
}

export async function addMessage(sql: Sql, questionId: string, message: ReviewMessage): Promise<void> {
  await tables(sql).insertInto('review_message').values({ message_id: message.messageId, question_id: questionId, author: message.author, text: message.text, at: message.at }).execute()
}

/** Questions of a case with their messages, the oldest first. @param round one round; all where none is given */
export async function questionsOf(sql: Sql, caseId: string, round?: number): Promise<ReviewQuestion[]> {
  let query = tables(sql).selectFrom('review_question').selectAll().where('case_id', '=', caseId)
  if (round !== undefined) query = query.where('round', '=', round)
  const rows = await query.orderBy('asked_at').orderBy('question_id').execute()
  if (rows.length === 0) return []
  const messages = await tables(sql).selectFrom('review_message').selectAll().where('question_id', '=', text<string>`any(${rows.map((row) => row.question_id)})`).orderBy('at').orderBy('message_id').execute()
  return rows.map((row) => ({
    questionId: row.question_id, caseId: row.case_id, round: row.round, standard: row.standard, criterion: row.criterion, state: row.state, askedAt: row.asked_at, settledAt: row.settled_at,
    messages: messages.filter((message) => message.question_id === row.question_id).map((message) => ({ messageId: message.message_id, author: message.author, text: message.text, at: message.at })),
  }))
}
