// Imports: upload a directory, say what its columns are, look at it. Staging happens in the upload's own transaction, so that
// a process killed in between leaves a whole import or none.
import type { Context } from '#src/access/context.ts'
import { readTable, type Table } from '#src/exchange/spreadsheet/table.ts'
import { tableLimits } from '#src/exchange/spreadsheet/limits.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { FactSet } from '#src/transparency/fact.ts'
import { columnSignature } from './directory-columns.ts'
import type { Directory, DirectoryKind } from './directory.ts'
import type { DependentFacts } from './dependent-facts.ts'
import { batchAnswer, batchOf, detailAnswer, keepDecision, numbersIn, readAndMatch, stagedRow, toCursor } from './import-batch.handlers.ts'
import { publicationHandlers } from './import-publication.handlers.ts'
import { reviewHandlers } from './import-review.handlers.ts'
import { freeDatasetId, guessMapping, storableCell, type Mapping } from './import-staging.ts'
import type { importsContract } from './import.contract.ts'
import * as store from './import.store.ts'
import { datasetFact } from './source.ts'

type Upload = { readonly filename: string; readonly kind: DirectoryKind; readonly title?: string | undefined }

/** A dataset number is in use where facts of another origin stand under it. */
async function takenDatasets(ctx: Context, kind: DirectoryKind): Promise<(datasetId: string) => boolean> {
  const datasets = (await ctx.facts()).of(datasetFact)
  const own = kind === 'mark-owner' ? 'mark-owner' : 'imported'
  return (datasetId) => { const known = datasets.get(datasetId); return known !== undefined && known.value.origin !== own }
}

/** The mapping that was used for a list with these columns, or a guess. A title that was given is kept. */
async function firstMapping(
  ctx: Context, table: Table, signature: string, { filename, kind, title }: Upload,
): Promise<{ mapping: Mapping; from: 'remembered' | 'guessed' }> {
  const isTaken = await takenDatasets(ctx, kind)
  const remembered = await store.rememberedMapping(ctx.sql, signature, kind)
  if (remembered === undefined) {
    return { mapping: guessMapping(table, title ?? filename, filename, kind, isTaken), from: 'guessed' }
  }
  const { directory } = remembered
  if (title === undefined || title === directory.title) return { mapping: remembered, from: 'remembered' }
  const other = guessMapping(table, title, filename, kind, isTaken)
  return { mapping: { ...remembered, directory: { ...directory, title, datasetId: other.directory.datasetId } }, from: 'remembered' }
}

async function stageUpload(
  ctx: Context, bytes: Uint8Array, sha256: string, upload: Upload,
): Promise<store.BatchRecord> {
  const table = orRefuse(await readTable(bytes, upload.filename, tableLimits))
  const columns = table.columns.map(storableCell)
  const signature = columnSignature(columns)
  const { mapping, from } = await firstMapping(ctx, { ...table, columns }, signature, upload)
  const facts = await ctx.facts()
  const importId = ctx.newId('imp')
  const { directory } = mapping
  const rows = table.rows.map(({ line, cells }) => ({ line, cells: cells.map(storableCell), corrections: {} }))
  const staged = await readAndMatch(ctx, facts, { columns, dataset_id: directory.datasetId }, mapping, rows)
  const earlier = await store.batchOfBytes(ctx.sql, sha256, upload.kind, 'published')
  await store.insertBatch(ctx.sql, {
    import_id: importId, state: 'staged', filename: upload.filename, sha256, byte_count: bytes.length,
    directory, dataset_id: directory.datasetId,
    columns, signature, roles: mapping.roles, defaults: mapping.defaults, mapping_from: from, matched_at: facts.position,
    uploaded_at: ctx.now, published_at: null, reversed_at: null, repeats: earlier?.import_id ?? null,
  })
  await store.insertRows(ctx.sql, importId, rows.map(({ line, cells }) => ({ ...stagedRow(staged.get(line)!), cells })))
  ctx.record({ kind: 'import.staged', subject: importId, body: { filename: upload.filename, sha256, rows: rows.length }, isPublic: false })
  return batchOf(ctx, importId)
}

type Roles = store.BatchRecord['roles']

/** Roles for the columns that are named; the others stay as they are. @throws Refused `column-unknown` */
function changedRoles(batch: store.BatchRecord, roles: Roles | undefined): Roles {
  if (roles === undefined) return batch.roles
  const unknown = roles.find(({ column }) => !batch.columns.includes(column))
  if (unknown !== undefined) {
    throw new Refused(refuse('column-unknown',
      `The table has no column "${unknown.column.slice(0, 80).toWellFormed()}". Its columns are: `
      + `${batch.columns.slice(0, 40).join(', ')}.`))
  }
  const given = new Map(roles.map((role) => [role.column, role]))
  return batch.roles.map((role) => {
    const changed = given.get(role.column) ?? role
    const { column, field } = changed
    return field === 'identifier' ? { column, field, scheme: changed.scheme ?? role.scheme ?? batch.dataset_id } : { column, field }
  })
}

type DirectoryChange = { readonly [K in keyof Directory]?: Directory[K] | null | undefined }

/** @throws Refused `dataset-not-importable` */
async function changedDirectory(
  ctx: Context, before: Directory, change: DirectoryChange | undefined,
): Promise<Directory> {
  if (change === undefined) return before
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const merged = { ...before, ...given } as DirectoryChange
  const directory = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)) as Directory
  const isTaken = await takenDatasets(ctx, directory.kind)
  if (isTaken(directory.datasetId)) {
    const free = freeDatasetId(directory.datasetId, isTaken)
    throw new Refused(refuse('dataset-not-importable',
      `The dataset ${directory.datasetId} holds facts of another origin. Choose another number, such as ${free}.`))
  }
  return directory
}

async function mapAgain(ctx: Context, facts: FactSet, batch: store.BatchRecord): Promise<void> {
  const rows = await store.allRows(ctx.sql, batch.import_id)
  const staged = await readAndMatch(ctx, facts, batch, batch, rows)
  await store.updateRows(ctx.sql, batch.import_id, rows.map((row) => keepDecision(stagedRow(staged.get(row.line)!), row)))
}

/** @param below what imports touch in the slices below parties */
export const importsHandlers = (below: DependentFacts): Handlers<typeof importsContract, Context> => ({
  async createImport(ctx, input) {
    const bytes = await ctx.upload(tableLimits.bytes)
    const sha256 = sha256Hex(bytes)
    await store.takeTurn(ctx.sql)
    const open = await store.batchOfBytes(ctx.sql, sha256, input.kind, 'staged')
    return detailAnswer(ctx, open ?? await stageUpload(ctx, bytes, sha256, input))
  },

  async listImports(ctx, { state, limit, cursor }) {
    const before = numbersIn(cursor, 1)?.[0]
    const found = await store.listBatches(ctx.sql, state, before, limit + 1)
    const batches = found.slice(0, limit)
    const counts = await store.countRows(ctx.sql, batches.map(({ import_id }) => import_id))
    const last = batches.at(-1)
    return {
      items: batches.map((batch) => batchAnswer(batch, counts.get(batch.import_id))),
      next: last !== undefined && found.length > limit ? toCursor(last.sequence) : null,
    }
  },

  async getImport(ctx, { importId }) {
    return detailAnswer(ctx, await batchOf(ctx, importId))
  },

  async mapImportColumns(ctx, { importId, roles, defaults, directory }) {
    await store.takeTurn(ctx.sql)
    const batch = await batchOf(ctx, importId, true)
    if (batch.state !== 'staged') {
      throw new Refused(refuse('import-already-published',
        `The import ${importId} is ${batch.state}. Undo it, or upload the file again.`))
    }
    const changed = await changedDirectory(ctx, batch.directory, directory)
    const mapped: store.BatchRecord = {
      ...batch, directory: changed, dataset_id: changed.datasetId, roles: changedRoles(batch, roles as Roles | undefined),
      defaults: defaults ?? batch.defaults, mapping_from: 'given',
    }
    await store.saveMapping(ctx.sql, mapped)
    const facts = await ctx.facts()
    await store.saveBatchState(ctx.sql, importId, { matched_at: facts.position })
    await store.rememberMapping(ctx.sql, mapped, ctx.now)
    await mapAgain(ctx, facts, mapped)
    ctx.record({ kind: 'import.mapped', subject: importId, body: { datasetId: changed.datasetId, kind: changed.kind }, isPublic: false })
    return detailAnswer(ctx, mapped)
  },

  ...reviewHandlers,
  ...publicationHandlers(below),
})
