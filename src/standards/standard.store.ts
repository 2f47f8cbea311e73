// SQL of the standards: versions and the revisions of their files, and the licensed text.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import { placeOf, type LicensedText, type TextPlace } from './licensed-text.ts'

type Status = 'draft' | 'released'
type FileTable = {
  path: string; revision: number; standard: string; version: string; language: string | null
  content_hash: string; text: string; loaded_at: string
}
type TextTable = {
  standard: string; version: string; criterion: string; part: LicensedText['part']; key: string; language: string
  text: string; is_public: boolean; changed_at: string
}
type Tables = {
  standard_version: { standard: string; version: string; status: Status }
  standard_file: FileTable
  standard_text: TextTable
}
const tables = (sql: Sql) => sql.withTables<Tables>()

export type Revision = { readonly revision: number; readonly contentHash: string }
export type FileRevision = {
  readonly path: string
  readonly revision: number
  readonly standard: string
  readonly version: string
  readonly language: string | null
  readonly contentHash: string
  readonly loadedAt: Instant
}

/**
 * Makes the version where it is new and locks it, so that two loads of it follow one another.
 * @returns its status before this load
 */
export async function lockVersion(sql: Sql, standard: string, version: string, status: Status): Promise<Status> {
  await tables(sql).insertInto('standard_version').values({ standard, version, status })
    .onConflict((conflict) => conflict.doNothing()).execute()
  const row = await tables(sql).selectFrom('standard_version').select('status')
    .where('standard', '=', standard).where('version', '=', version).forUpdate().executeTakeFirstOrThrow()
  return row.status
}

export async function releaseVersion(sql: Sql, standard: string, version: string): Promise<void> {
  await tables(sql).updateTable('standard_version').set({ status: 'released' })
    .where('standard', '=', standard).where('version', '=', version).execute()
}

/** Revisions of one file, oldest first. */
export async function revisionsOf(sql: Sql, path: string): Promise<Revision[]> {
  const rows = await tables(sql).selectFrom('standard_file').select(['revision', 'content_hash'])
    .where('path', '=', path).orderBy('revision').execute()
  return rows.map((row) => ({ revision: row.revision, contentHash: row.content_hash }))
}

export async function addRevision(sql: Sql, file: FileRevision & { readonly text: string }): Promise<void> {
  await tables(sql).insertInto('standard_file').values({
    path: file.path, revision: file.revision, standard: file.standard, version: file.version, language: file.language,
    content_hash: file.contentHash, text: file.text, loaded_at: file.loadedAt,
  }).execute()
}

/** The revision of each file that stood at an instant; the newest where none is given. In order of path. */
export async function standingFiles(sql: Sql, knownAt: Instant | undefined): Promise<FileRevision[]> {
  let query = tables(sql).selectFrom('standard_file').distinctOn('path')
    .select(['path', 'revision', 'standard', 'version', 'language', 'content_hash', 'loaded_at'])
  if (knownAt !== undefined) query = query.where('loaded_at', '<=', knownAt)
  const rows = await query.orderBy('path').orderBy('revision', 'desc').execute()
  return rows.map((row) => ({
    path: row.path, revision: row.revision, standard: row.standard, version: row.version, language: row.language,
    contentHash: row.content_hash, loadedAt: row.loaded_at,
  }))
}

export async function fileText(sql: Sql, path: string, revision: number): Promise<string> {
  const row = await tables(sql).selectFrom('standard_file').select('text')
    .where('path', '=', path).where('revision', '=', revision).executeTakeFirstOrThrow()
  return row.text
}

const fromRow = (row: TextTable): LicensedText => ({ ...placeOf(row), text: row.text, isPublic: row.is_public })

/** Every revision of every file with its text, for fsck. */
export async function allRevisions(sql: Sql): Promise<{ path: string; revision: number; contentHash: string; text: string }[]> {
  const rows = await tables(sql).selectFrom('standard_file').select(['path', 'revision', 'content_hash', 'text']).execute()
  return rows.map((row) => ({ path: row.path, revision: row.revision, contentHash: row.content_hash, text: row.text }))
}

export type TextQuery = {
  readonly standard: string
  readonly version: string
  readonly criterion?: string | undefined
  readonly part?: LicensedText['part'] | undefined
  readonly language?: string | undefined
  readonly onlyPublic?: boolean
  /** Texts changed later are left out: what stood before them is not kept. */
  readonly knownAt?: Instant | undefined
}

/** In order of criterion, part, key and language. */
export async function licensedTexts(sql: Sql, query: TextQuery): Promise<LicensedText[]> {
  let rows = tables(sql).selectFrom('standard_text').selectAll()
    .where('standard', '=', query.standard).where('version', '=', query.version)
  if (query.criterion !== undefined) rows = rows.where('criterion', '=', query.criterion)
  if (query.part !== undefined) rows = rows.where('part', '=', query.part)
  if (query.language !== undefined) rows = rows.where('language', '=', query.language)
  if (query.onlyPublic === true) rows = rows.where('is_public', '=', true)
  if (query.knownAt !== undefined) rows = rows.where('changed_at', '<=', query.knownAt)
  const found = await rows.orderBy(text`criterion collate "C"`).orderBy(text`part collate "C"`).orderBy(text`key collate "C"`)
    .orderBy(text`language collate "C"`).execute()
  return found.map(fromRow)
}

/** @returns the text that stood there, if any; the row is locked */
export async function lockText(sql: Sql, place: TextPlace): Promise<LicensedText | undefined> {
  const row = await tables(sql).selectFrom('standard_text').selectAll()
    .where((here) => here.and(placeOf(place))).forUpdate().executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

export async function saveTexts(sql: Sql, texts: readonly LicensedText[], now: Instant): Promise<void> {
  for (let start = 0; start < texts.length; start += 1000) {
    const values = texts.slice(start, start + 1000)
      .map((one) => ({ ...placeOf(one), text: one.text, is_public: one.isPublic, changed_at: now }))
    await tables(sql).insertInto('standard_text').values(values)
      .onConflict((conflict) => conflict.columns(['standard', 'version', 'criterion', 'part', 'key', 'language']).doUpdateSet((row) => ({
        text: row.ref('excluded.text'), is_public: row.ref('excluded.is_public'), changed_at: row.ref('excluded.changed_at'),
      }))).execute()
  }
}

export async function deleteText(sql: Sql, place: TextPlace): Promise<void> {
  await tables(sql).deleteFrom('standard_text').where((here) => here.and(placeOf(place))).execute()
}
