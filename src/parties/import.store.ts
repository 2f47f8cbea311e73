// SQL of imports: batches, staged rows, what a publication changed, what became of each entry, remembered mappings.
import { sql as text, type RawBuilder } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { ColumnRole, Directory, DirectoryKind, DirectoryRow, RowDefaults, RowProblem } from './directory.ts'
import type { MatchCandidate, RememberedEntry, RowState } from './import-plan.ts'

export type BatchRecord = {
  import_id: string; sequence: number; state: 'staged' | 'published' | 'reversed'; filename: string; sha256: string; byte_count: number
  directory: Directory; dataset_id: string; columns: string[]; signature: string; roles: ColumnRole[]; defaults: RowDefaults
  mapping_from: 'guessed' | 'remembered' | 'given'; matched_at: number
  uploaded_at: Instant; published_at: Instant | null; reversed_at: Instant | null; repeats: string | null
}
export type RowRecord = {
  import_id: string; line: number; cells: string[]; corrections: Record<string, string>; clean: DirectoryRow | null; problems: RowProblem[]
  has_error: boolean; has_warning: boolean; entry_key: string; candidates: MatchCandidate[]
  state: RowState; decided_by: 'matching' | 'person'
  site_id: string | null; merged_site_id: string | null; joins_line: number | null; published_site_id: string | null
}
type Tables = {
  import_batch: BatchRecord
  import_row: RowRecord
  import_change: { import_id: string; kind: string; fact_id: string; before: string | null; after: string | null }
  directory_entry: {
    dataset_id: string; entry_key: string; import_id: string
    outcome: RememberedEntry['outcome']; site_id: string | null; row_hash: string
  }
  column_mapping: {
    signature: string; kind: DirectoryKind; roles: ColumnRole[]; defaults: RowDefaults; directory: Directory; saved_at: Instant
  }
}
const tables = (sql: Sql) => sql.withTables<Tables>()

const json = <T>(value: T): RawBuilder<T> => text<T>`${JSON.stringify(value)}::jsonb`

/** Rows sent in one statement. */
const AT_ONCE = 1000
const portions = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / AT_ONCE) }, (_, i) => rows.slice(i * AT_ONCE, (i + 1) * AT_ONCE))

export async function rememberedMapping(sql: Sql, signature: string, kind: DirectoryKind) {
  return tables(sql).selectFrom('column_mapping').select(['roles', 'defaults', 'directory'])
    .where('signature', '=', signature).where('kind', '=', kind).executeTakeFirst()
}

export async function rememberMapping(
  sql: Sql, { signature, directory, roles, defaults }: BatchRecord, now: Instant,
): Promise<void> {
  await text`insert into column_mapping (signature, kind, roles, defaults, directory, saved_at)
    values (${signature}, ${directory.kind}, ${json(roles)}, ${json(defaults)}, ${json(directory)}, ${now})
    on conflict (signature, kind) do update
    set roles = excluded.roles, defaults = excluded.defaults, directory = excluded.directory, saved_at = excluded.saved_at`.execute(sql)
}

/** One upload, mapping, publication, undoing or merging at a time: each must see what the one before it left. Readers do not wait. */
export async function takeTurn(sql: Sql): Promise<void> {
  await text`lock table import_batch in share row exclusive mode`.execute(sql)
}

/** After `takeTurn`, so that two uploads cannot take one number. */
export async function insertBatch(sql: Sql, batch: Omit<BatchRecord, 'sequence'>): Promise<void> {
  const last = await tables(sql).selectFrom('import_batch').select((e) => e.fn.max('sequence').as('sequence')).executeTakeFirst()
  await tables(sql).insertInto('import_batch').values({
    ...batch, sequence: (last?.sequence ?? 0) + 1,
    directory: json(batch.directory), roles: json(batch.roles), defaults: json(batch.defaults),
  }).execute()
}

export async function saveMapping(sql: Sql, batch: BatchRecord): Promise<void> {
  await tables(sql).updateTable('import_batch').set({
    directory: json(batch.directory), dataset_id: batch.dataset_id, roles: json(batch.roles), defaults: json(batch.defaults),
    mapping_from: batch.mapping_from,
  }).where('import_id', '=', batch.import_id).execute()
}

export async function saveBatchState(
  sql: Sql, importId: string, change: Partial<Pick<BatchRecord, 'state' | 'matched_at' | 'published_at' | 'reversed_at'>>,
): Promise<void> {
  await tables(sql).updateTable('import_batch').set(change).where('import_id', '=', importId).execute()
}

/** @param isLocked holds the batch until the transaction ends, so that one import is changed by one request at a time */
export async function findBatch(sql: Sql, importId: string, isLocked = false): Promise<BatchRecord | undefined> {
  const query = tables(sql).selectFrom('import_batch').selectAll().where('import_id', '=', importId)
  return (isLocked ? query.forUpdate() : query).executeTakeFirst()
}

/** The newest import of the same bytes in one state. */
export async function batchOfBytes(
  sql: Sql, sha256: string, kind: DirectoryKind, state: BatchRecord['state'],
): Promise<BatchRecord | undefined> {
  return tables(sql).selectFrom('import_batch').selectAll().where('sha256', '=', sha256).where('state', '=', state)
    .where(text<boolean>`directory->>'kind' = ${kind}`).orderBy('sequence', 'desc').limit(1).executeTakeFirst()
}

export async function listBatches(
  sql: Sql, state: BatchRecord['state'] | undefined, before: number | undefined, limit: number,
): Promise<BatchRecord[]> {
  let query = tables(sql).selectFrom('import_batch').selectAll().orderBy('sequence', 'desc').limit(limit)
  if (state !== undefined) query = query.where('state', '=', state)
  if (before !== undefined) query = query.where('sequence', '<', before)
  return query.execute()
}

export type StagedRow = Omit<RowRecord, 'import_id' | 'published_site_id' | 'corrections'>

const READ_COLUMNS = text`line int, clean jsonb, problems jsonb, has_error bool, has_warning bool, entry_key text, candidates jsonb,
  state text, decided_by text, site_id text, merged_site_id text, joins_line int`

export async function insertRows(sql: Sql, importId: string, rows: readonly StagedRow[]): Promise<void> {
  for (const some of portions(rows)) {
    await text`insert into import_row
        (import_id, cells, line, clean, problems, has_error, has_warning, entry_key, candidates, state, decided_by, site_id,
          merged_site_id, joins_line)
      select ${importId}, r.* from jsonb_to_recordset(${JSON.stringify(some)}::jsonb) as r(cells jsonb, ${READ_COLUMNS})`.execute(sql)
  }
}

export type Reread = Omit<StagedRow, 'cells'> & Pick<RowRecord, 'merged_site_id'>

const asReread = (row: Reread): Reread => ({
  line: row.line, clean: row.clean, problems: row.problems, has_error: row.has_error, has_warning: row.has_warning,
  entry_key: row.entry_key, candidates: row.candidates, state: row.state, decided_by: row.decided_by,
  site_id: row.site_id, merged_site_id: row.merged_site_id, joins_line: row.joins_line,
})

/** Writes again what was read from the cells and what becomes of the rows; cells and corrections stay. */
export async function updateRows(sql: Sql, importId: string, rows: readonly Reread[]): Promise<void> {
  for (const some of portions(rows)) {
    await text`update import_row t
      set clean = r.clean, problems = r.problems, has_error = r.has_error, has_warning = r.has_warning, entry_key = r.entry_key,
        candidates = r.candidates, state = r.state, decided_by = r.decided_by, site_id = r.site_id,
        merged_site_id = r.merged_site_id, joins_line = r.joins_line
      from jsonb_to_recordset(${JSON.stringify(some.map(asReread))}::jsonb) as r(${READ_COLUMNS})
      where t.import_id = ${importId} and t.line = r.line`.execute(sql)
  }
}

export async function saveCorrections(
  sql: Sql, importId: string, line: number, corrections: Record<string, string>,
): Promise<void> {
  await tables(sql).updateTable('import_row').set({ corrections: json(corrections) })
    .where('import_id', '=', importId).where('line', '=', line).execute()
}

export const findRow = (sql: Sql, importId: string, line: number): Promise<RowRecord | undefined> =>
  tables(sql).selectFrom('import_row').selectAll().where('import_id', '=', importId).where('line', '=', line).executeTakeFirst()

export const allRows = (sql: Sql, importId: string): Promise<RowRecord[]> =>
  tables(sql).selectFrom('import_row').selectAll().where('import_id', '=', importId).orderBy('line').execute()

export const firstCells = async (sql: Sql, importId: string, count: number): Promise<string[][]> =>
  (await tables(sql).selectFrom('import_row').select('cells').where('import_id', '=', importId).orderBy('line').limit(count).execute())
    .map(({ cells }) => cells)

export type RowQuery = { readonly filter: string; readonly problem: string | undefined; readonly after: number; readonly limit: number }

export async function pageOfRows(
  sql: Sql, importId: string, { filter, problem, after, limit }: RowQuery,
): Promise<{ rows: RowRecord[]; total: number }> {
  let query = tables(sql).selectFrom('import_row').where('import_id', '=', importId)
  if (filter === 'error') query = query.where('has_error', '=', true)
  else if (filter === 'warning') query = query.where('has_warning', '=', true)
  else if (filter === 'published') query = query.where('published_site_id', 'is not', null)
  else if (filter === 'unpublished') query = query.where('published_site_id', 'is', null)
  else if (filter !== 'all') query = query.where('state', '=', filter as RowState)
  if (problem !== undefined) query = query.where(text<boolean>`problems @> ${JSON.stringify([{ code: problem }])}::jsonb`)
  const { total } = await query.select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return { rows: await query.selectAll().where('line', '>', after).orderBy('line').limit(limit).execute(), total }
}

export type BatchCounts = Readonly<Record<'rows' | 'errors' | 'warnings' | 'published' | Exclude<RowState, 'error'>, number>>

export async function countRows(sql: Sql, importIds: readonly string[]): Promise<Map<string, BatchCounts>> {
  const { rows } = await text<BatchCounts & { import_id: string }>`
    select import_id, count(*) as rows, count(*) filter (where has_error) as errors, count(*) filter (where has_warning) as warnings,
      count(*) filter (where state = 'matched') as matched, count(*) filter (where state = 'new') as new,
      count(*) filter (where state = 'doubtful') as doubtful,
      count(*) filter (where state = 'joined') as joined, count(*) filter (where state = 'merging') as merging,
      count(*) filter (where state = 'rejected') as rejected, count(published_site_id) as published
    from import_row where import_id = any(${[...importIds]}::text[]) group by import_id`.execute(sql)
  return new Map(rows.map(({ import_id, ...counts }) => [import_id, counts]))
}

export async function countProblems(
  sql: Sql, importId: string,
): Promise<{ code: RowProblem['code']; severity: RowProblem['severity']; rows: number }[]> {
  const { rows } = await text<{ code: RowProblem['code']; severity: RowProblem['severity']; rows: number }>`
    select p->>'code' as code, p->>'severity' as severity, count(distinct line) as rows
    from import_row cross join lateral jsonb_array_elements(problems) as p where import_id = ${importId}
    group by 1, 2 order by 2, 3 desc, 1`.execute(sql)
  return rows
}

export async function markPublished(
  sql: Sql, importId: string, rows: readonly { readonly line: number; readonly siteId: string }[],
): Promise<void> {
  for (const some of portions(rows)) {
    await text`update import_row t set published_site_id = r."siteId"
      from jsonb_to_recordset(${JSON.stringify(some)}::jsonb) as r(line int, "siteId" text)
      where t.import_id = ${importId} and t.line = r.line`.execute(sql)
  }
}

export type ChangeRecord = {
  readonly kind: string
  readonly factId: string
  /** Canonical text; null where there was or is none. */
  readonly before: string | null
  readonly after: string | null
}

/** A batch published in parts keeps what stood before its first part. */
export async function saveChanges(sql: Sql, importId: string, changes: readonly ChangeRecord[]): Promise<void> {
  for (const some of portions(changes)) {
    await text`insert into import_change (import_id, kind, fact_id, before, after)
      select ${importId}, r.*
      from jsonb_to_recordset(${JSON.stringify(some)}::jsonb) as r(kind text, "factId" text, before text, after text)
      on conflict (import_id, kind, fact_id) do update set after = excluded.after`.execute(sql)
  }
}

export const changesOf = async (sql: Sql, importId: string): Promise<ChangeRecord[]> =>
  (await tables(sql).selectFrom('import_change').selectAll().where('import_id', '=', importId).execute())
    .map(({ kind, fact_id, before, after }) => ({ kind, factId: fact_id, before, after }))

/** What became of each entry of a directory, by its newest import. */
export async function rememberedEntries(sql: Sql, datasetId: string): Promise<Map<string, RememberedEntry>> {
  const { rows } = await text<{ entry_key: string; outcome: RememberedEntry['outcome']; site_id: string | null; row_hash: string }>`
    select distinct on (e.entry_key) e.entry_key, e.outcome, e.site_id, e.row_hash
    from directory_entry e join import_batch b on b.import_id = e.import_id
    where e.dataset_id = ${datasetId} order by e.entry_key, b.sequence desc`.execute(sql)
  return new Map(rows.map((row) => [row.entry_key, { outcome: row.outcome, siteId: row.site_id, rowHash: row.row_hash }]))
}

export async function rememberEntries(
  sql: Sql, importId: string, datasetId: string, entries: readonly (RememberedEntry & { readonly entryKey: string })[],
): Promise<void> {
  const once = [...new Map(entries.map((entry) => [entry.entryKey, entry])).values()]
  for (const some of portions(once)) {
    await text`insert into directory_entry (dataset_id, import_id, entry_key, outcome, site_id, row_hash)
      select ${datasetId}, ${importId}, r.*
      from jsonb_to_recordset(${JSON.stringify(some)}::jsonb) as r("entryKey" text, outcome text, "siteId" text, "rowHash" text)
      on conflict (dataset_id, entry_key, import_id) do update
      set outcome = excluded.outcome, site_id = excluded.site_id, row_hash = excluded.row_hash`.execute(sql)
  }
}

/** An import that is undone is forgotten: its rows are no longer published, its entries go where the one before put them. */
export async function forgetPublication(sql: Sql, importId: string): Promise<void> {
  await tables(sql).deleteFrom('directory_entry').where('import_id', '=', importId).execute()
  await tables(sql).updateTable('import_row').set({ published_site_id: null }).where('import_id', '=', importId).execute()
}

export type Review = RowRecord & Pick<BatchRecord, 'filename' | 'directory' | 'columns' | 'sequence'>

/** Doubtful rows, each entry of a directory once: as it stands in the newest import. */
export async function pageOfReviews(
  sql: Sql, datasetId: string | undefined, after: { sequence: number; line: number }, limit: number,
): Promise<{ rows: Review[]; total: number }> {
  const open = text`from import_row r join import_batch b on b.import_id = r.import_id
    where r.state = 'doubtful' and r.published_site_id is null and b.state <> 'reversed'
    and (${datasetId ?? null}::text is null or b.dataset_id = ${datasetId ?? null})
    and not exists (select 1 from import_row n join import_batch c on c.import_id = n.import_id
      where n.entry_key = r.entry_key and c.dataset_id = b.dataset_id and c.sequence > b.sequence and c.state <> 'reversed')`
  const counted = await text<{ total: number }>`select count(*) as total ${open}`.execute(sql)
  const { rows } = await text<Review>`select r.*, b.filename, b.directory, b.columns, b.sequence ${open}
    and (b.sequence, r.line) > (${after.sequence}, ${after.line}) order by b.sequence, r.line limit ${limit}`.execute(sql)
  return { rows, total: counted.rows[0]!.total }
}

/** Takes what imports kept of a fact that was removed by law: its versions before and after, and the row it came from. */
export async function forgetImportedFact(sql: Sql, kind: string, factId: string): Promise<void> {
  await tables(sql).deleteFrom('import_change').where('kind', '=', kind).where('fact_id', '=', factId).execute()
  if (kind !== 'site') return
  await text`update import_row set cells = '[]', corrections = '{}', clean = null, problems = '[]', candidates = '[]', state = 'rejected',
    site_id = null, merged_site_id = null, joins_line = null where published_site_id = ${factId}`.execute(sql)
}
