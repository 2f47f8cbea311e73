// SQL of notices: the inbox of each person, and what of it is to be mailed. One row is both, so that what was done before
// its mail left is never mailed.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { Notice } from './notice.ts'
import type { OpenReminder } from './reminder.ts'

export type MailState = 'waiting' | 'held' | 'sent' | 'failed' | 'none'
export type NoticeTable = {
  notice_id: string; user_id: string; kind: string; params: Record<string, unknown>; link: string; case_id: string | null; due_on: Day | null
  created_at: Instant; dedupe_key: string; read_at: Instant | null; done_at: Instant | null; snoozed_until: Day | null
  mail_state: MailState; mail_tries: number; mailed_at: Instant | null; mail_due_at: Instant | null; mail_problem: string | null; is_reminder: boolean
}
const tables = (sql: Sql) => sql.withTables<{ notice: NoticeTable }>()

export type StoredNotice = {
  readonly noticeId: string; readonly userId: string; readonly kind: string; readonly params: Readonly<Record<string, unknown>>; readonly link: string
  readonly caseId: string | null; readonly dueOn: Day | null; readonly createdAt: Instant; readonly readAt: Instant | null; readonly doneAt: Instant | null
  readonly snoozedUntil: Day | null; readonly mailTries: number; readonly isReminder: boolean
}
const fromRow = (row: NoticeTable): StoredNotice => ({
  noticeId: row.notice_id, userId: row.user_id, kind: row.kind, params: row.params, link: row.link, caseId: row.case_id, dueOn: row.due_on,
  createdAt: row.created_at, readAt: row.read_at, doneAt: row.done_at, snoozedUntil: row.snoozed_until, mailTries: row.mail_tries, isReminder: row.is_reminder,
})

/** Adds notices; the same matter to the same person once. */
export async function addNotices(sql: Sql, notices: readonly (Notice & { noticeId: string; createdAt: Instant; isReminder?: boolean })[]): Promise<void> {
  for (const one of notices) {
    await tables(sql).insertInto('notice').values({
      notice_id: one.noticeId, user_id: one.userId, kind: one.kind, params: text<Record<string, unknown>>`${JSON.stringify(one.params)}::jsonb` as never, link: one.link, case_id: one.caseId ?? null,
      due_on: one.dueOn ?? null, created_at: one.createdAt, dedupe_key: one.dedupeKey, read_at: null, done_at: null, snoozed_until: null,
      mail_state: 'waiting', mail_tries: 0, mailed_at: null, mail_due_at: null, mail_problem: null, is_reminder: one.isReminder ?? false,
    }).onConflict((conflict) => conflict.columns(['user_id', 'dedupe_key']).doNothing()).execute()
  }
}

/** The thing was done, or is somebody else's now: nothing more is said of it. @param prefix of the dedupe key */
export async function closeNotices(sql: Sql, prefix: string, at: Instant, userId?: string): Promise<void> {
  let query = tables(sql).updateTable('notice').set({ done_at: at }).where(text<boolean>`starts_with(dedupe_key, ${prefix})`).where('done_at', 'is', null)
  if (userId !== undefined) query = query.where('user_id', '=', userId)
  await query.execute()
}

/** A person's notices, newest first. @param before a cursor: the instant and id of the last one shown */
export async function noticesOf(sql: Sql, userId: string, query: { isOpenOnly: boolean; today: Day; limit: number; before?: { at: Instant; noticeId: string } | undefined }): Promise<StoredNotice[]> {
  let rows = tables(sql).selectFrom('notice').selectAll().where('user_id', '=', userId)
  if (query.isOpenOnly) rows = rows.where('done_at', 'is', null).where((where) => where.or([where('snoozed_until', 'is', null), where('snoozed_until', '<=', query.today)]))
  const { before } = query
  if (before !== undefined) rows = rows.where(text<boolean>`(created_at, notice_id) < (${before.at}, ${before.noticeId})`)
  return (await rows.orderBy('created_at', 'desc').orderBy('notice_id', 'desc').limit(query.limit).execute()).map(fromRow)
}

export async function unreadCount(sql: Sql, userId: string, today: Day): Promise<number> {
  const row = await tables(sql).selectFrom('notice').select((one) => one.fn.countAll<number>().as('count'))
    .where('user_id', '=', userId).where('done_at', 'is', null).where('read_at', 'is', null)
    .where((where) => where.or([where('snoozed_until', 'is', null), where('snoozed_until', '<=', today)])).executeTakeFirstOrThrow()
  return Number(row.count)
}

/** @returns whether it is this person's */
export async function markNoticeRead(sql: Sql, userId: string, noticeId: string, at: Instant | null): Promise<boolean> {
  return (await tables(sql).updateTable('notice').set({ read_at: at }).where('user_id', '=', userId).where('notice_id', '=', noticeId).returning('notice_id').execute()).length === 1
}
export async function markAllRead(sql: Sql, userId: string, at: Instant): Promise<number> {
  return (await tables(sql).updateTable('notice').set({ read_at: at }).where('user_id', '=', userId).where('read_at', 'is', null).where('done_at', 'is', null).returning('notice_id').execute()).length
}

export async function readNotice(sql: Sql, userId: string, noticeId: string): Promise<StoredNotice | undefined> {
  const row = await tables(sql).selectFrom('notice').selectAll().where('user_id', '=', userId).where('notice_id', '=', noticeId).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

/** Asleep until a day: out of the inbox, unread when it wakes, and no mail of it before. */
export async function putToSleep(sql: Sql, noticeId: string, until: Day | null): Promise<void> {
  await tables(sql).updateTable('notice').set({ snoozed_until: until, read_at: null }).where('notice_id', '=', noticeId).execute()
}

/** Whoever slept until today is told again. */
export async function wakeNotices(sql: Sql, today: Day): Promise<void> {
  await tables(sql).updateTable('notice').set({ snoozed_until: null, read_at: null, mail_state: 'waiting', mail_tries: 0, mail_due_at: null })
    .where('done_at', 'is', null).where('snoozed_until', '<=', today).execute()
}

/** Reminders that stand open. @param caseId of one case only */
export async function openReminders(sql: Sql, caseId?: string): Promise<(OpenReminder & { noticeId: string })[]> {
  let query = tables(sql).selectFrom('notice').select(['notice_id', 'user_id', 'dedupe_key', 'snoozed_until']).where('is_reminder', '=', true).where('done_at', 'is', null)
  if (caseId !== undefined) query = query.where('case_id', '=', caseId)
  return (await query.execute()).map((row) => ({ noticeId: row.notice_id, userId: row.user_id, dedupeKey: row.dedupe_key, snoozedUntil: row.snoozed_until }))
}

export async function closeReminders(sql: Sql, closed: readonly OpenReminder[], at: Instant): Promise<void> {
  for (const { userId, dedupeKey } of closed) {
    await tables(sql).updateTable('notice').set({ done_at: at }).where('user_id', '=', userId).where('dedupe_key', '=', dedupeKey).where('done_at', 'is', null).execute()
  }
}

/** Adds a reminder, or opens it again where it was closed and the matter is this person's once more. */
export async function addReminder(sql: Sql, notice: Notice & { noticeId: string; createdAt: Instant }): Promise<void> {
  await tables(sql).insertInto('notice').values({
    notice_id: notice.noticeId, user_id: notice.userId, kind: notice.kind, params: text<Record<string, unknown>>`${JSON.stringify(notice.params)}::jsonb` as never, link: notice.link,
    case_id: notice.caseId ?? null, due_on: notice.dueOn ?? null, created_at: notice.createdAt, dedupe_key: notice.dedupeKey, read_at: null, done_at: null, snoozed_until: null,
    mail_state: 'waiting', mail_tries: 0, mailed_at: null, mail_due_at: null, mail_problem: null, is_reminder: true,
  }).onConflict((conflict) => conflict.columns(['user_id', 'dedupe_key']).doUpdateSet({
    done_at: null, read_at: null, created_at: notice.createdAt, mail_state: 'waiting', mail_tries: 0, mail_due_at: null,
  }).where('notice.done_at', 'is not', null)).execute()
}

export type MailCounts = { readonly waiting: number; readonly held: number; readonly failed: number }

/** What waits, what is held back, and what could not be delivered. */
export async function mailCounts(sql: Sql): Promise<MailCounts> {
  const rows = await tables(sql).selectFrom('notice').select(['mail_state', (one) => one.fn.countAll<number>().as('count')])
    .where('mail_state', 'in', ['waiting', 'held', 'failed']).where('done_at', 'is', null).groupBy('mail_state').execute()
  const of = (state: MailState): number => Number(rows.find((row) => row.mail_state === state)?.count ?? 0)
  return { waiting: of('waiting'), held: of('held'), failed: of('failed') }
}

/** Moves every mail of one state into another. @returns how many */
export async function moveMail(sql: Sql, from: MailState, to: MailState): Promise<number> {
  const moved = await tables(sql).updateTable('notice').set({ mail_state: to, mail_tries: 0, mail_due_at: null, mail_problem: null })
    .where('mail_state', '=', from).returning('notice_id').execute()
  return moved.length
}

/** What was done before its mail left needs none. */
export async function dropDoneMail(sql: Sql): Promise<void> {
  await tables(sql).updateTable('notice').set({ mail_state: 'none' }).where('mail_state', 'in', ['waiting', 'held']).where('done_at', 'is not', null).execute()
}

/** Whom mail waits for. */
export async function peopleToMail(sql: Sql, now: Instant): Promise<string[]> {
  const rows = await tables(sql).selectFrom('notice').select('user_id').distinct().where('mail_state', '=', 'waiting').where('snoozed_until', 'is', null)
    .where((where) => where.or([where('mail_due_at', 'is', null), where('mail_due_at', '<=', now)])).orderBy('user_id').execute()
  return rows.map((row) => row.user_id)
}

/** A person's waiting mail, oldest first, locked: another server passes over it. */
export async function claimMail(sql: Sql, userId: string, now: Instant, most: number): Promise<StoredNotice[]> {
  const rows = await tables(sql).selectFrom('notice').selectAll().where('user_id', '=', userId).where('mail_state', '=', 'waiting').where('snoozed_until', 'is', null).where('done_at', 'is', null)
    .where((where) => where.or([where('mail_due_at', 'is', null), where('mail_due_at', '<=', now)]))
    .orderBy('created_at').orderBy('notice_id').limit(most).forUpdate().skipLocked().execute()
  return rows.map(fromRow)
}

export async function markMail(sql: Sql, noticeIds: readonly string[], mark: { state: MailState; at?: Instant; tries?: number; nextAt?: Instant; problem?: string }): Promise<void> {
  await tables(sql).updateTable('notice').set({
    mail_state: mark.state, mailed_at: mark.at ?? null, mail_due_at: mark.nextAt ?? null, mail_problem: mark.problem ?? null,
    ...(mark.tries === undefined ? {} : { mail_tries: mark.tries }),
  }).where('notice_id', '=', text<string>`any(${[...noticeIds]})`).execute()
}

/** Notices go with the account they were for. */
export async function forgetNotices(sql: Sql, userId: string): Promise<void> {
  await tables(sql).deleteFrom('notice').where('user_id', '=', userId).execute()
}
