// Looking through the rows of an import and deciding them, one by one.
import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { batchOf, freshFacts, mappingOf, numbersIn, readAndMatch, rowAnswer, stagedRow, toCursor } from './import-batch.handlers.ts'
import { decideRow, type Decided } from './import-decision.ts'
import type { importsContract } from './import.contract.ts'
import * as store from './import.store.ts'
import { siteIndex } from './site-index.ts'

type Reviews = Pick<typeof importsContract, 'listImportRows' | 'decideImportRow' | 'listMatchReviews'>

async function rowOf(ctx: Context, batch: store.BatchRecord, line: number): Promise<store.RowRecord> {
  const row = await store.findRow(ctx.sql, batch.import_id, line)
  if (row === undefined) throw new Refused(refuse('row-unknown', `The import has no row on line ${line}.`))
  if (row.published_site_id !== null) {
    throw new Refused(refuse('row-published',
      `Line ${line} is published as ${row.published_site_id}. Undo the import, correct the site, or merge it.`))
  }
  return row
}

/** @throws Refused `column-unknown` */
function checkColumns(batch: store.BatchRecord, corrections: Readonly<Record<string, string>>): void {
  const unknown = Object.keys(corrections).find((column) => !batch.columns.includes(column))
  if (unknown !== undefined) {
    throw new Refused(refuse('column-unknown',
      `The table has no column "${unknown.slice(0, 80).toWellFormed()}". Its columns are: `
      + `${batch.columns.slice(0, 40).join(', ')}.`))
  }
}

const asDecided = ({ state, siteId, mergedSiteId }: Decided) =>
  ({ state, site_id: siteId, merged_site_id: mergedSiteId, joins_line: null, decided_by: 'person' as const })

export const reviewHandlers: Handlers<Reviews, Context> = {
  async listImportRows(ctx, { importId, filter, problem, limit, cursor }) {
    const batch = await batchOf(ctx, importId)
    const after = numbersIn(cursor, 1)?.[0] ?? 0
    const { rows, total } = await store.pageOfRows(ctx.sql, importId, { filter, problem, after, limit: limit + 1 })
    const items = rows.slice(0, limit)
    const next = rows.length > limit ? toCursor(items.at(-1)!.line) : null
    return { items: items.map((row) => rowAnswer(batch.columns, row)), next, total }
  },

  async decideImportRow(ctx, { importId, line, decision, siteId, mergedSiteId, corrections }) {
    const batch = await batchOf(ctx, importId, true)
    const row = await rowOf(ctx, batch, line)
    if (corrections !== undefined) {
      checkColumns(batch, corrections)
      await store.saveCorrections(ctx.sql, importId, line, corrections)
    }
    const raw = { line, cells: row.cells, corrections: corrections ?? row.corrections }
    const facts = await freshFacts(ctx)
    const fresh = stagedRow((await readAndMatch(ctx, facts, batch, mappingOf(batch), [raw])).get(line)!)
    const index = siteIndex(facts)
    const decided = decision === 'undecided' ? fresh
      : { ...fresh, ...asDecided(orRefuse(decideRow(line, fresh.clean, fresh.problems, { decision, siteId, mergedSiteId }, index))) }
    await store.updateRows(ctx.sql, importId, [decided])
    ctx.record({
      kind: 'import-row.decided', subject: importId, isPublic: false,
      body: {
        line, decision, ...(decided.site_id === null ? {} : { siteId: decided.site_id }),
        ...(corrections === undefined ? {} : { corrected: Object.keys(corrections) }),
      },
    })
    return rowAnswer(batch.columns, await rowOf(ctx, batch, line))
  },

  async listMatchReviews(ctx, { datasetId, limit, cursor }) {
    const [sequence = 0, line = 0] = numbersIn(cursor, 2) ?? []
    const { rows, total } = await store.pageOfReviews(ctx.sql, datasetId, { sequence, line }, limit + 1)
    const items = rows.slice(0, limit)
    const last = items.at(-1)
    return {
      items: items.map((row) => ({
        importId: row.import_id, filename: row.filename, datasetId: row.directory.datasetId, title: row.directory.title,
        row: rowAnswer(row.columns, row),
      })),
      next: last !== undefined && rows.length > limit ? toCursor(last.sequence, last.line) : null,
      total,
    }
  },
}
