// SQL of comments on the criteria of a workbook.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { Audience, Comment } from './comment.ts'

type CommentTable = {
  comment_id: string; case_id: string; standard: string; criterion: string; thread_id: string; audience: Audience; author: string
  text: string | null; mentions: string[]; made_at: Instant; resolved_at: Instant | null; resolved_by: string | null
}
const tables = (sql: Sql) => sql.withTables<{ workbook_comment: CommentTable }>()

const fromRow = (row: CommentTable): Comment => ({
  commentId: row.comment_id, standard: row.standard, criterion: row.criterion, threadId: row.thread_id, audience: row.audience, author: row.author,
  text: row.text, mentions: row.mentions, at: row.made_at, resolvedAt: row.resolved_at, resolvedBy: row.resolved_by,
})

export async function addComment(sql: Sql, caseId: string, one: Comment): Promise<void> {
  await tables(sql).insertInto('workbook_comment').values({
    comment_id: one.commentId, case_id: caseId, standard: one.standard, criterion: one.criterion, thread_id: one.threadId, audience: one.audience,
    author: one.author, text: one.text, mentions: [...one.mentions], made_at: one.at, resolved_at: one.resolvedAt, resolved_by: one.resolvedBy,
  }).execute()
}

export type CommentQuery = { readonly standard?: string | undefined; readonly criterion?: string | undefined; readonly threadId?: string | undefined }

/** Comments of a case in the order in which they were made. @param audiences those the reader belongs to */
export async function commentsOf(sql: Sql, caseId: string, audiences: readonly Audience[], query: CommentQuery = {}): Promise<Comment[]> {
  let rows = tables(sql).selectFrom('workbook_comment').selectAll().where('case_id', '=', caseId).where('audience', 'in', [...audiences])
  if (query.standard !== undefined) rows = rows.where('standard', '=', query.standard)
  if (query.criterion !== undefined) rows = rows.where('criterion', '=', query.criterion)
  if (query.threadId !== undefined) rows = rows.where('thread_id', '=', query.threadId)
  return (await rows.orderBy('made_at').orderBy('comment_id').execute()).map(fromRow)
}

export type CommentCount = { readonly standard: string; readonly criterion: string; readonly comments: number; readonly openThreads: number }

/** How many comments and open threads each criterion has. */
export async function commentCounts(sql: Sql, caseId: string, audiences: readonly Audience[]): Promise<CommentCount[]> {
  const rows = await tables(sql).selectFrom('workbook_comment').select(['standard', 'criterion'])
    .select([text<number>`count(*)`.as('comments'), text<number>`count(*) filter (where comment_id = thread_id and resolved_at is null)`.as('open')])
    .where('case_id', '=', caseId).where('audience', 'in', [...audiences]).groupBy(['standard', 'criterion']).execute()
  return rows.map((row) => ({ standard: row.standard, criterion: row.criterion, comments: row.comments, openThreads: row.open }))
}

export async function resolveThread(sql: Sql, threadId: string, at: Instant | null, by: string | null): Promise<void> {
  await tables(sql).updateTable('workbook_comment').set({ resolved_at: at, resolved_by: by }).where('comment_id', '=', threadId).execute()
}

/** Takes the words away; that something was said stays. */
export async function eraseComment(sql: Sql, commentId: string): Promise<void> {
  await tables(sql).updateTable('workbook_comment').set({ text: null, mentions: [] }).where('comment_id', '=', commentId).execute()
}

/** What somebody wrote, for the copy of their own data. */
export async function commentsBy(sql: Sql, userId: string): Promise<(Comment & { readonly caseId: string })[]> {
  const rows = await tables(sql).selectFrom('workbook_comment').selectAll().where('author', '=', userId).orderBy('made_at').orderBy('comment_id').execute()
  return rows.map((row) => ({ ...fromRow(row), caseId: row.case_id }))
}

/** Takes away the words of somebody who asked for it, and every mention of them. @returns how many comments were touched */
export async function eraseCommentsBy(sql: Sql, userId: string): Promise<number> {
  const own = await tables(sql).updateTable('workbook_comment').set({ text: null, mentions: [] }).where('author', '=', userId).where('text', 'is not', null).returning('comment_id').execute()
  await tables(sql).updateTable('workbook_comment').set({ mentions: text<string[]>`array_remove(mentions, ${userId})` }).where(text<boolean>`${userId} = any(mentions)`).execute()
  return own.length
}

/** Comments of a criterion go to the one that continues it, or back. */
export async function moveComments(sql: Sql, caseId: string, commentIds: readonly string[], criterion: string): Promise<void> {
  await tables(sql).updateTable('workbook_comment').set({ criterion }).where('case_id', '=', caseId).where('comment_id', '=', text<string>`any(${[...commentIds]})`).execute()
}
