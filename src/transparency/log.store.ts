// SQL of the log: head, entries and lines. Positions are gapless because the head row is locked last, just before commit.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { EntryRow, LineRow, SealedEntry, SealedLine } from './entry.ts'

export type Head = { readonly size: number; readonly publicSize: number; readonly recordedAt: Instant }

type Tables = {
  log_head: { is_head: boolean; size: number; public_size: number; recorded_at: string }
  log_entry: EntryRow
  log_line: LineRow
}
const tables = (sql: Sql) => sql.withTables<Tables>()

export async function readHead(sql: Sql, lock = false): Promise<Head> {
  let query = tables(sql).selectFrom('log_head').select(['size', 'public_size', 'recorded_at'])
  if (lock) query = query.forUpdate()
  const row = await query.executeTakeFirstOrThrow()
  return { size: row.size, publicSize: row.public_size, recordedAt: row.recorded_at }
}

export async function appendEntry(sql: Sql, position: number, entry: SealedEntry, row: { kind: string; subject: string; isPublic: boolean; recordedAt: Instant }): Promise<void> {
  await tables(sql).insertInto('log_entry').values({
    position, header: entry.header, leaf_hash: entry.leafHash, payload: entry.payload,
    kind: row.kind, subject: row.subject, is_public: row.isPublic, recorded_at: row.recordedAt,
  }).execute()
}

export async function appendLines(sql: Sql, position: number, lines: readonly SealedLine[]): Promise<void> {
  for (let start = 0; start < lines.length; start += 5000) {
    const part = lines.slice(start, start + 5000)
    await text`insert into log_line (position, line, leaf_hash, kind, fact_id, text)
      select ${position}::bigint, * from unnest(${part.map((_, i) => start + i)}::int[], ${part.map((l) => l.leafHash)}::bytea[],
        ${part.map((l) => l.kind)}::text[], ${part.map((l) => l.factId)}::text[], ${part.map((l) => l.text)}::text[])`.execute(sql)
  }
}

export async function moveHead(sql: Sql, head: Head): Promise<void> {
  await tables(sql).updateTable('log_head').set({ size: head.size, public_size: head.publicSize, recorded_at: head.recordedAt }).execute()
}

/** How many entries had been recorded by an instant: the log position that `knownAt` means. */
export async function sizeKnownAt(sql: Sql, knownAt: Instant): Promise<number> {
  const row = await tables(sql).selectFrom('log_entry').select(({ fn }) => fn.max('position').as('last')).where('recorded_at', '<=', knownAt).executeTakeFirst()
  return row?.last === null || row?.last === undefined ? 0 : row.last + 1
}

/** When entries were recorded, by position. */
export async function instantsAt(sql: Sql, positions: readonly number[]): Promise<ReadonlyMap<number, Instant>> {
  if (positions.length === 0) return new Map()
  const rows = await tables(sql).selectFrom('log_entry').select(['position', 'recorded_at']).where('position', 'in', positions).execute()
  return new Map(rows.map((row) => [row.position, row.recorded_at]))
}

export const entriesFrom = (sql: Sql, position: number, limit: number): Promise<EntryRow[]> =>
  tables(sql).selectFrom('log_entry').selectAll().where('position', '>=', position).orderBy('position').limit(limit).execute()

/** Entries about one subject, newest first. */
export const entriesAbout = (sql: Sql, subject: string, limit: number): Promise<EntryRow[]> =>
  tables(sql).selectFrom('log_entry').selectAll().where('subject', '=', subject).orderBy('position', 'desc').limit(limit).execute()

/** Entries about some subjects that were recorded by an instant, oldest first. */
export const entriesAboutUntil = (sql: Sql, subjects: readonly string[], until: Instant): Promise<EntryRow[]> =>
  tables(sql).selectFrom('log_entry').selectAll().where(text<boolean>`subject collate "C" = any(${[...subjects]}::text[])`).where('recorded_at', '<=', until).orderBy('position').execute()

export type EntryFilter = {
  readonly subject?: string | undefined
  /** A kind, or the part of it before the dot. */
  readonly kind?: string | undefined
  /** As the log names the actor, without its role kind. */
  readonly userId?: string | undefined
  readonly from?: Instant | undefined
  readonly before?: Instant | undefined
}

/** Entries that fit a filter, newest first, below a position where one is given. */
export async function entriesMatching(sql: Sql, filter: EntryFilter, below: number | undefined, limit: number): Promise<EntryRow[]> {
  let query = tables(sql).selectFrom('log_entry').selectAll()
  if (filter.subject !== undefined) query = query.where('subject', '=', filter.subject)
  if (filter.kind !== undefined) query = query.where(text<boolean>`(kind = ${filter.kind} or starts_with(kind, ${`${filter.kind}.`}))`)
  if (filter.userId !== undefined) query = query.where(text<boolean>`(payload::json)->>'actor' in (${`operator:${filter.userId}`}, ${`member:${filter.userId}`})`)
  if (filter.from !== undefined) query = query.where('recorded_at', '>=', filter.from)
  if (filter.before !== undefined) query = query.where('recorded_at', '<', filter.before)
  if (below !== undefined) query = query.where('position', '<', below)
  return query.orderBy('position', 'desc').limit(limit).execute()
}

export const linesOf = (sql: Sql, position: number): Promise<LineRow[]> =>
  tables(sql).selectFrom('log_line').selectAll().where('position', '=', position).orderBy('line').execute()

/** Erases by law what was said of one fact: the hashes stay, and the tree with them. Only puts say anything; fsck counts on it. */
export async function eraseLines(sql: Sql, kind: string, factId: string): Promise<void> {
  await tables(sql).updateTable('log_line').set({ text: null }).where('kind', '=', kind).where('fact_id', '=', factId).where('text', 'is not', null)
    .where(text<boolean>`(text::json)->>'op' = 'put'`).execute()
}

/** What an actor decided, by position: for the person's own copy. The payload holds the actor; nothing else is told of it. */
export async function entriesBy(sql: Sql, actors: readonly string[]): Promise<{ position: number; kind: string; subject: string; recordedAt: Instant }[]> {
  const rows = await tables(sql).selectFrom('log_entry').select(['position', 'kind', 'subject', 'recorded_at'])
    .where(text<string>`payload::json->>'actor'`, 'in', [...actors]).orderBy('position').execute()
  return rows.map((row) => ({ position: row.position, kind: row.kind, subject: row.subject, recordedAt: row.recorded_at }))
}
