// SQL of the operator's inquiries into books.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { Inquiry } from './inquiry.ts'

type InquiryTable = { inquiry_id: string; organisation_id: string; reason: string; untold_because: string | null; opened_at: Instant; opened_by: string; closes_at: Instant; closed_at: Instant | null; closed_by: string | null }
const tables = (sql: Sql) => sql.withTables<{ custody_inquiry: InquiryTable }>()
const instant = (value: Instant): Instant => new Date(value).toISOString()

const inquiryOf = (row: InquiryTable): Inquiry => ({
  inquiryId: row.inquiry_id, organisationId: row.organisation_id, reason: row.reason, untoldBecause: row.untold_because, openedAt: instant(row.opened_at), openedBy: row.opened_by,
  closesAt: instant(row.closes_at), closedAt: row.closed_at === null ? null : instant(row.closed_at),
})

export async function insertInquiry(sql: Sql, one: Inquiry): Promise<void> {
  await tables(sql).insertInto('custody_inquiry').values({
    inquiry_id: one.inquiryId, organisation_id: one.organisationId, reason: one.reason, untold_because: one.untoldBecause, opened_at: one.openedAt, opened_by: one.openedBy, closes_at: one.closesAt, closed_at: null, closed_by: null,
  }).execute()
}

export async function readInquiry(sql: Sql, inquiryId: string, isForUpdate = false): Promise<Inquiry | undefined> {
  const query = tables(sql).selectFrom('custody_inquiry').selectAll().where('inquiry_id', '=', inquiryId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : inquiryOf(row)
}

export async function closeInquiryRow(sql: Sql, inquiryId: string, at: Instant, by: string): Promise<void> {
  await tables(sql).updateTable('custody_inquiry').set({ closed_at: at, closed_by: by }).where('inquiry_id', '=', inquiryId).execute()
}

/** The inquiry that is open into a book now. */
export async function openInquiryInto(sql: Sql, organisationId: string, now: Instant): Promise<Inquiry | undefined> {
  const row = await tables(sql).selectFrom('custody_inquiry').selectAll().where('organisation_id', '=', organisationId).where('closed_at', 'is', null).where('closes_at', '>', now)
    .orderBy('opened_at', 'desc').limit(1).executeTakeFirst()
  return row === undefined ? undefined : inquiryOf(row)
}

/** The organisations into whose books an inquiry is open now. */
export async function booksInquiredInto(sql: Sql, now: Instant): Promise<string[]> {
  const rows = await tables(sql).selectFrom('custody_inquiry').select('organisation_id').distinct().where('closed_at', 'is', null).where('closes_at', '>', now).execute()
  return rows.map((row) => row.organisation_id)
}

/** Newest first; of one book, those its party was told of. */
export async function inquiriesBefore(sql: Sql, filter: { readonly organisationIds: readonly string[] | null; readonly before: readonly [Instant, string] | null; readonly limit: number }): Promise<Inquiry[]> {
  const { rows } = await text<InquiryTable>`
    select * from custody_inquiry where ${filter.organisationIds === null ? text`true` : text`organisation_id = any(${[...filter.organisationIds]}) and untold_because is null`}
      and ${filter.before === null ? text`true` : text`(opened_at, inquiry_id) < (${filter.before[0]}::timestamptz, ${filter.before[1]})`}
    order by opened_at desc, inquiry_id desc limit ${filter.limit}`.execute(sql)
  return rows.map(inquiryOf)
}
