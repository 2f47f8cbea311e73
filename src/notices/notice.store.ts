// SQL of notices: the inbox of each person and what is to be mailed.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { Notice } from './notice.ts'

export type NoticeTable = {
  notice_id: string; user_id: string; kind: string; params: Record<string, unknown>; link: string; case_id: string | null; due_on: Day | null
  created_at: Instant; dedupe_key: string; read_at: Instant | null; done_at: Instant | null; snoozed_until: Day | null
  mail_state: 'waiting' | 'held' | 'sent' | 'failed' | 'none'; mail_tries: number; mailed_at: Instant | null
}
const tables = (sql: Sql) => sql.withTables<{ notice: NoticeTable }>()

/** Adds notices; the same matter to the same person once. */
export async function addNotices(sql: Sql, notices: readonly (Notice & { noticeId: string; createdAt: Instant })[]): Promise<void> {
  for (const one of notices) {
    await tables(sql).insertInto('notice').values({
      notice_id: one.noticeId, user_id: one.userId, kind: one.kind, params: text<Record<string, unknown>>`${JSON.stringify(one.params)}::jsonb` as never, link: one.link, case_id: one.caseId ?? null,
      due_on: one.dueOn ?? null, created_at: one.createdAt, dedupe_key: one.dedupeKey, read_at: null, done_at: null, snoozed_until: null,
      mail_state: 'waiting', mail_tries: 0, mailed_at: null,
    }).onConflict((conflict) => conflict.columns(['user_id', 'dedupe_key']).doNothing()).execute()
  }
}

/** The thing was done, or is somebody else's now: nothing more is said of it. @param prefix of the dedupe key */
export async function closeNotices(sql: Sql, prefix: string, at: Instant, userId?: string): Promise<void> {
  let query = tables(sql).updateTable('notice').set({ done_at: at }).where(text<boolean>`starts_with(dedupe_key, ${prefix})`).where('done_at', 'is', null)
  if (userId !== undefined) query = query.where('user_id', '=', userId)
  await query.execute()
}
