// What every operation on imports needs: the batch it is about, and the shapes in which batches and rows are answered.
import { setImmediate as giveWay } from 'node:timers/promises'
import type { Context } from '#src/access/context.ts'
import { fromCursor } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { readFacts } from '#src/transparency/fact.store.ts'
import type { FactSet } from '#src/transparency/fact.ts'
import { readHead } from '#src/transparency/log.store.ts'
import type { ImportBatch, ImportDetail, ImportRow } from './import.contract.ts'
import { stageRows, type Mapping, type RawRow, type StagedReading } from './import-staging.ts'
import * as store from './import.store.ts'
import { siteIndex } from './site-index.ts'

/** @throws Refused `import-unknown` */
export async function batchOf(ctx: Context, importId: string, isLocked = false): Promise<store.BatchRecord> {
  const batch = await store.findBatch(ctx.sql, importId, isLocked)
  if (batch !== undefined) return batch
  throw new Refused(refuse('import-unknown', `No import has the number ${importId}. Check that it is complete.`))
}

const noCounts: store.BatchCounts =
  { rows: 0, errors: 0, warnings: 0, matched: 0, new: 0, doubtful: 0, joined: 0, merging: 0, rejected: 0, published: 0 }

const withoutEmpty = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null && part !== undefined)) as T

export const batchAnswer = (batch: store.BatchRecord, counts: store.BatchCounts = noCounts): ImportBatch => ({
  importId: batch.import_id, state: batch.state, filename: batch.filename, sha256: batch.sha256, byteCount: batch.byte_count,
  directory: batch.directory, columns: batch.columns, roles: batch.roles.map(withoutEmpty), defaults: batch.defaults,
  mappingFrom: batch.mapping_from,
  uploadedAt: batch.uploaded_at, publishedAt: batch.published_at, reversedAt: batch.reversed_at, repeats: batch.repeats, counts,
})

const SAMPLE_CELLS = 5

export async function detailAnswer(ctx: Context, batch: store.BatchRecord): Promise<ImportDetail> {
  const counts = await store.countRows(ctx.sql, [batch.import_id])
  const first = await store.firstCells(ctx.sql, batch.import_id, SAMPLE_CELLS)
  return {
    ...batchAnswer(batch, counts.get(batch.import_id)),
    problems: await store.countProblems(ctx.sql, batch.import_id),
    samples: batch.columns.map((column, i) =>
      ({ column, cells: first.map((cells) => (cells[i] ?? '').slice(0, 120).toWellFormed()) })),
  }
}

export const rowAnswer = (columns: readonly string[], row: store.RowRecord): ImportRow => ({
  line: row.line, state: row.state, decidedBy: row.decided_by, siteId: row.site_id, mergedSiteId: row.merged_site_id,
  joinsLine: row.joins_line, publishedSiteId: row.published_site_id,
  cells: row.cells.map((text, i) => ({ column: columns[i] ?? `cell ${i + 1}`, text })),
  corrections: row.corrections, clean: row.clean, problems: row.problems, candidates: row.candidates,
})

export const mappingOf = ({ roles, defaults, directory }: store.BatchRecord): Mapping =>
  ({ roles, defaults, directory })

/** The facts as this transaction sees them: those of the process may lag behind a publication that has just ended. */
export async function freshFacts(ctx: Context): Promise<FactSet> {
  const facts = await ctx.facts()
  const { publicSize } = await readHead(ctx.sql)
  return publicSize === facts.position ? facts : readFacts(ctx.sql, publicSize)
}

/** Rows read or matched before other requests get their turn. */
const ROWS_A_TURN = 100

/** Reads and matches rows against facts, letting other requests in between. */
export async function readAndMatch(
  ctx: Context, facts: FactSet, batch: Pick<store.BatchRecord, 'columns' | 'dataset_id'>, mapping: Mapping, rows: readonly RawRow[],
): Promise<Map<number, StagedReading>> {
  const remembered = await store.rememberedEntries(ctx.sql, batch.dataset_id)
  const staging = stageRows(batch.columns, rows, mapping, siteIndex(facts), remembered, ctx.today)
  for (let step = 1; ; step++) {
    const { done, value } = staging.next()
    if (done === true) return value
    if (step % ROWS_A_TURN === 0) await giveWay()
  }
}

/** A fresh reading as it is stored. */
export function stagedRow({ reading, plan }: StagedReading): store.Reread {
  const problems = [...reading.problems, ...plan.problems]
  return {
    line: plan.line, clean: reading.clean ?? null, problems, entry_key: reading.entryKey, candidates: [...plan.candidates],
    state: plan.state,
    has_error: plan.state === 'error', has_warning: problems.some(({ severity }) => severity === 'warning'),
    decided_by: 'matching', site_id: plan.siteId ?? null, joins_line: plan.joinsLine ?? null, merged_site_id: null,
  }
}

/** What a person decided stays, unless the row can no longer be read. */
export function keepDecision(fresh: store.Reread, row: store.RowRecord): store.Reread {
  if (row.decided_by === 'matching' || (fresh.state === 'error' && row.state !== 'rejected')) return fresh
  return {
    ...fresh, state: row.state, decided_by: 'person', site_id: row.site_id, merged_site_id: row.merged_site_id, joins_line: row.joins_line,
  }
}

export const toCursor = (...parts: readonly (string | number)[]): string =>
  Buffer.from(parts.join(' '), 'utf8').toString('base64url')

/** The whole numbers of a cursor. @throws Refused `cursor-invalid` */
export function numbersIn(cursor: string | undefined, count: number): number[] | undefined {
  if (cursor === undefined) return undefined
  const parts = fromCursor(cursor).split(' ')
  if (parts.length === count && parts.every((part) => /^\d{1,9}$/.test(part))) return parts.map(Number)
  throw new Refused(refuse('cursor-invalid', 'This cursor was not given by this list. Begin again without it.'))
}
