// Publishing an import in one transaction, undoing it, and merging two records. Before a publication the rows that nobody
// decided are matched again where facts have changed since, so that no stale match becomes public.
import type { Context } from '#src/access/context.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { putFact, retractFact, type FactKind, type FactLine, type FactSet } from '#src/transparency/fact.ts'
import type { DependentFacts } from './dependent-facts.ts'
import { batchOf, freshFacts, mappingOf, readAndMatch, stagedRow } from './import-batch.handlers.ts'
import { rowHash, type Remembered, type RememberedEntry } from './import-plan.ts'
import { DECIDED, planPublication, type DecidedRow, type PlannedPublication } from './import-publication.ts'
import type { importsContract, Publication } from './import.contract.ts'
import * as store from './import.store.ts'
import { mergedSites } from './site-change.ts'
import { siteIndex, type SiteIndex } from './site-index.ts'
import { siteFact } from './site.ts'
import { datasetFact, type Dataset } from './source.ts'

type Publishing = Pick<typeof importsContract, 'publishImport' | 'reverseImport' | 'mergeSite'>

/** A line and what it changes, by canonical text: null where there was or is nothing. */
type Change = { readonly line: FactLine; readonly before: string | null; readonly after: string | null }

const textOf = (facts: FactSet, kind: FactKind<unknown>, id: string): string | null => {
  const fact = facts.of(kind).get(id)
  return fact === undefined ? null : canonicalText(fact.value)
}

function change(facts: FactSet, kind: FactKind<unknown>, id: string, value: unknown): Change {
  return { line: putFact(kind, id, value), before: textOf(facts, kind, id), after: canonicalText(value) }
}

/**
 * Matches again what nobody decided, unless nothing was published since it was matched. The rows that are published are
 * looked at too, since a row may repeat one of them.
 */
async function rowsToPublish(
  ctx: Context, facts: FactSet, batch: store.BatchRecord, all: readonly store.RowRecord[],
): Promise<store.RowRecord[]> {
  const rows = all.filter(({ published_site_id }) => published_site_id === null)
  if (facts.position === batch.matched_at) return rows
  const placed = new Map(all.map(({ line, published_site_id }) => [line, published_site_id]))
  const staged = await readAndMatch(ctx, facts, batch, mappingOf(batch), all)
  const again = rows.map((row): store.RowRecord => {
    if (row.decided_by === 'person') return row
    const fresh = { ...row, ...stagedRow(staged.get(row.line)!) }
    const site = fresh.joins_line === null ? null : placed.get(fresh.joins_line) ?? null
    return site === null ? fresh : { ...fresh, state: 'matched', site_id: site, joins_line: null }
  })
  await store.updateRows(ctx.sql, batch.import_id, again)
  await store.saveBatchState(ctx.sql, batch.import_id, { matched_at: facts.position })
  return again
}

const decided = (row: store.RowRecord, undecided: 'keep' | 'new'): DecidedRow => ({
  line: row.line, entryKey: row.entry_key, clean: row.clean,
  siteId: row.site_id, mergedSiteId: row.merged_site_id, joinsLine: row.joins_line,
  state: row.state === 'doubtful' && undecided === 'new' ? 'new' : row.state,
})

function datasetOf({ directory, filename }: store.BatchRecord): Dataset {
  const { kind, title, licence, licenceUrl, attribution, url, isShareAlike } = directory
  return {
    title, file: filename, licence, attribution, isShareAlike, origin: kind === 'mark-owner' ? 'mark-owner' : 'imported',
    ...(licenceUrl === undefined ? {} : { licenceUrl }), ...(url === undefined ? {} : { url }),
  }
}

/** What the owner said of a mark before and this list does not say, of the sites it lists. */
function absentStatements(
  facts: FactSet, below: DependentFacts, batch: store.BatchRecord, sites: ReadonlySet<string>, stated: ReadonlySet<string>,
): string[] {
  if (batch.directory.kind !== 'mark-owner') return []
  return [...facts.of(below.statementKind).values()].filter(({ id, value }) => {
    const { dataset, siteId } = value as { dataset?: string; siteId?: string }
    return dataset === batch.dataset_id && siteId !== undefined && sites.has(siteId) && !stated.has(id)
  }).map(({ id }) => id)
}

type Planned = { readonly changes: readonly Change[]; readonly statementChanges: number; readonly absent: readonly string[] }

function changesOf(
  facts: FactSet, below: DependentFacts, batch: store.BatchRecord, all: readonly store.RowRecord[], plan: PlannedPublication,
  absent: 'keep' | 'withdraw',
): Planned {
  const { directory } = batch
  const statements = plan.statements.map(({ siteId, row, statement }) => below.statementFact(siteId, row, statement, directory))
  // Rows of this list that were published before state what they state still.
  const earlier = all.flatMap(({ published_site_id: siteId, clean }) => siteId === null || clean === null ? []
    : clean.statements.map((statement) => below.statementFact(siteId, clean, statement, directory).id))
  const listed = new Set(plan.placed.map(({ siteId }) => siteId))
  const missing = absentStatements(facts, below, batch, listed, new Set([...earlier, ...statements.map(({ id }) => id)]))
  const stated = statements.map(({ id, value }) => change(facts, below.statementKind, id, value))
  const withdrawn: Change[] = absent === 'keep' ? [] : missing.map((id) => ({
    line: retractFact(below.statementKind as FactKind<never>, id, `no longer stated in ${directory.title}`),
    before: textOf(facts, below.statementKind, id),
    after: null,
  }))
  const wanted = [
    ...(plan.placed.length === 0 ? [] : [change(facts, datasetFact as FactKind<unknown>, batch.dataset_id, datasetOf(batch))]),
    ...[...plan.sites].map(([siteId, site]) => change(facts, siteFact as FactKind<unknown>, siteId, site)),
    ...stated, ...withdrawn,
  ]
  const isReal = ({ before, after }: Change): boolean => before !== after
  const statementChanges = uniqueLines([...stated, ...withdrawn].filter(isReal)).length
  return { changes: uniqueLines(wanted.filter(isReal)), statementChanges, absent: missing }
}

/** Two rows may state the same; the later is what is published. */
const uniqueLines = (changes: readonly Change[]): Change[] =>
  [...new Map(changes.map((one) => [`${one.line.kind}\n${one.line.id}`, one])).values()]

/** Sites of this directory in its earlier imports that this one does not list. */
function absentSites(
  remembered: Remembered, index: SiteIndex, batch: store.BatchRecord, listed: ReadonlySet<string>,
): { siteId: string; name: string }[] {
  if (batch.directory.kind !== 'mark-owner') return []
  const before = new Set([...remembered.values()].flatMap(({ siteId }) => (siteId === null ? [] : index.resolve(siteId) ?? [])))
  return [...before].filter((siteId) => !listed.has(siteId)).map((siteId) => ({ siteId, name: index.site(siteId)!.name }))
}

async function publish(
  ctx: Context, below: DependentFacts, batch: store.BatchRecord, undecided: 'keep' | 'new', absent: 'keep' | 'withdraw',
): Promise<Publication> {
  const facts = await freshFacts(ctx)
  const index = siteIndex(facts)
  const all = await store.allRows(ctx.sql, batch.import_id)
  const rows = await rowsToPublish(ctx, facts, batch, all)
  const remembered = await store.rememberedEntries(ctx.sql, batch.dataset_id)
  const ground = { index, facts, remembered, newSiteId: ctx.newSiteId }
  const plan = planPublication(rows.map((row) => decided(row, undecided)), batch.directory, ground)
  const { changes, statementChanges, absent: missing } = changesOf(facts, below, batch, all, plan, absent)
  const listed = new Set([...plan.placed.map(({ siteId }) => siteId), ...all.map(({ published_site_id }) => published_site_id ?? '')])
  const gone = absentSites(remembered, index, batch, listed)
  const changed = new Set(changes.filter(({ line }) => line.kind === siteFact.kind).map(({ line }) => line.id))
  const changedKnown = [...changed].filter((id) => !plan.newSites.has(id) && !plan.mergedSites.has(id)).length
  if (changes.length > 0) {
    ctx.publish(changes.map(({ line }) => line), {
      kind: 'import.published', subject: batch.import_id, isPublic: true,
      body: {
        datasetId: batch.dataset_id, title: batch.directory.title,
        newSites: plan.newSites.size, changedSites: changedKnown, mergedSites: plan.mergedSites.size,
      },
    })
  }
  await keepPublication(ctx, batch, rows, plan, changes)
  return {
    importId: batch.import_id, state: 'published', facts: changes.length, newSites: plan.newSites.size, changedSites: changedKnown,
    unchangedSites: [...plan.sites.keys()].filter((id) => !changed.has(id)).length, mergedSites: plan.mergedSites.size,
    statements: statementChanges,
    left: plan.left, absent: { statements: missing.length, sites: gone },
  }
}

async function keepPublication(
  ctx: Context, batch: store.BatchRecord, rows: readonly store.RowRecord[], plan: PlannedPublication, changes: readonly Change[],
): Promise<void> {
  const placed = new Map(plan.placed.map((one) => [one.line, one]))
  // What was decided and no longer holds is looked at again.
  const lost = rows.filter(({ line, state, clean }) => clean !== null && DECIDED.has(state) && !placed.has(line))
  await store.updateRows(ctx.sql, batch.import_id, lost.map((row) =>
    ({ ...row, state: 'doubtful', decided_by: 'matching', site_id: null, merged_site_id: null })))
  await store.markPublished(ctx.sql, batch.import_id, plan.placed)
  const entries: (RememberedEntry & { entryKey: string })[] = []
  for (const { line, entry_key: entryKey, state, clean } of rows) {
    const place = placed.get(line)
    if (place !== undefined) entries.push({ entryKey, outcome: 'placed', siteId: place.siteId, rowHash: place.rowHash })
    else if (state === 'rejected') entries.push({ entryKey, outcome: 'rejected', siteId: null, rowHash: '' })
    else if (clean !== null && state !== 'error') {
      entries.push({ entryKey, outcome: 'doubtful', siteId: null, rowHash: rowHash(clean, batch.directory) })
    }
  }
  await store.rememberEntries(ctx.sql, batch.import_id, batch.dataset_id, entries)
  await store.saveChanges(ctx.sql, batch.import_id, changes.map(({ line, before, after }) =>
    ({ kind: line.kind, factId: line.id, before, after })))
  await store.saveBatchState(ctx.sql, batch.import_id, { state: 'published', published_at: batch.published_at ?? ctx.now })
  await store.rememberMapping(ctx.sql, batch, ctx.now)
}

/** What was changed again since, or speaks of a site or dataset that would be gone. */
function superseding(facts: FactSet, below: DependentFacts, changes: readonly store.ChangeRecord[]): string[] {
  const kinds = new Map([siteFact, datasetFact, below.statementKind].map((kind) => [kind.kind, kind as FactKind<unknown>]))
  const own = new Set(changes.map(({ kind, factId }) => `${kind} ${factId}`))
  const brought = new Set(changes.filter(({ before }) => before === null).map(({ factId }) => factId))
  const later = changes.filter(({ kind, factId, after }) => textOf(facts, kinds.get(kind)!, factId) !== after)
    .map(({ kind, factId }) => `${kind} ${factId}`)
  const resting = [siteFact as FactKind<unknown>, ...below.kindsAboutSites].flatMap((kind) =>
    [...facts.of(kind)].filter(([, { value }]) => namedIn(value).some((id) => brought.has(id))).map(([id]) => `${kind.kind} ${id}`))
  return [...new Set([...later, ...resting.filter((fact) => !own.has(fact))])]
}

/** The sites and the dataset that a fact speaks of. */
function namedIn(value: unknown): string[] {
  const { siteId, subject, members, mergedInto, dataset } = value as Record<string, string | undefined> & { members?: string[] }
  return [siteId, subject, mergedInto, dataset, ...members ?? []].filter((id) => id !== undefined)
}

async function reverse(ctx: Context, below: DependentFacts, batch: store.BatchRecord, reason: string): Promise<number> {
  if (batch.state !== 'published') {
    throw new Refused(refuse('import-not-published',
      `The import ${batch.import_id} is ${batch.state}; there is nothing to undo.`))
  }
  const changes = await store.changesOf(ctx.sql, batch.import_id)
  const later = superseding(await freshFacts(ctx), below, changes)
  if (later.length > 0) {
    throw new Refused(refuse('import-superseded', `${later.length} later fact(s) rest on this import. Undo or correct them first.`,
      later.slice(0, 50).map((what) => ({ pointer: '', detail: what }))))
  }
  const lines: FactLine[] = changes.map(({ kind, factId, before }) => before === null
    ? { op: 'retract', kind, id: factId, reason } : { op: 'put', kind, id: factId, value: JSON.parse(before) })
  if (lines.length > 0) {
    ctx.publish(lines, {
      kind: 'import.reversed', subject: batch.import_id, isPublic: true,
      body: { datasetId: batch.dataset_id, title: batch.directory.title, reason },
    })
  }
  await store.forgetPublication(ctx.sql, batch.import_id)
  await store.saveBatchState(ctx.sql, batch.import_id, { state: 'reversed', reversed_at: ctx.now })
  return lines.length
}

export const publicationHandlers = (below: DependentFacts): Handlers<Publishing, Context> => ({
  async publishImport(ctx, { importId, undecided, absent }) {
    await store.takeTurn(ctx.sql)
    const batch = await batchOf(ctx, importId, true)
    if (batch.state === 'reversed') {
      throw new Refused(refuse('import-reversed',
        `The import ${importId} was undone. Upload the file again.`))
    }
    return publish(ctx, below, batch, undecided, absent)
  },

  async reverseImport(ctx, { importId, reason }) {
    await store.takeTurn(ctx.sql)
    const facts = await reverse(ctx, below, await batchOf(ctx, importId, true), reason)
    return { importId, state: 'reversed' as const, facts }
  },

  async mergeSite(ctx, { siteId, into, reason }) {
    await store.takeTurn(ctx.sql)
    const facts = await freshFacts(ctx)
    const index = siteIndex(facts)
    const from = facts.of(siteFact).get(siteId)?.value
    const target = index.resolve(into)
    const known = target === undefined ? undefined : index.site(target)
    if (from === undefined || target === undefined || known === undefined) {
      throw new Refused(refuse('site-unknown',
        `No site has the number ${from === undefined ? siteId : into}. Check it, or search by name.`))
    }
    if (target === siteId) {
      throw new Refused(refuse('merge-with-itself',
        `${siteId} and ${into} lead to one record. Name two different sites.`))
    }
    if (from.mergedInto !== undefined) {
      throw new Refused(refuse('site-already-merged',
        `${siteId} leads to ${from.mergedInto} already. Merge that site.`))
    }
    const both = mergedSites(known, from, target)
    ctx.publish([putFact(siteFact, target, both.into), putFact(siteFact, siteId, both.from)], {
      kind: 'site.merged', subject: siteId, isPublic: true, body: { siteId, into: target, reason },
    })
    return { siteId, redirectTo: target, name: both.into.name }
  },
})
