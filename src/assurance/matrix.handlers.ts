// The equivalence matrix in use: reading it with the names of its requirements, writing, approving and revoking rows, and
// the rows that come with the program. What was approved is never taken out, as a decision may stand on it.
import type { Context } from '#src/access/context.ts'
import { can } from '#src/access/policy.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { page, type Page } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addMonths, type Day } from '#src/kernel/time.ts'
import { wordingFor } from '#src/standards/language-pack.ts'
import { standardLibrary } from '#src/standards/library.store.ts'
import type { LoadedStandard } from '#src/standards/standard-view.ts'
import { namesOf, personOf } from './acting-person.ts'
import { equivalenceStateOn, soundEquivalence, type Equivalence, type EquivalenceStatement } from './equivalence.ts'
import { readMatrixFile, type WrittenEquivalence } from './equivalence-file.ts'
import { deleteEquivalence, equivalences, insertEquivalence, readEquivalence, updateEquivalence, type EquivalenceQuery } from './equivalence.store.ts'
import type { EquivalenceRow } from './recognition.contract.ts'
import { approvalMonthsSetting } from './settings-recognition.ts'

const library = standardLibrary()

const loadedIn = (all: readonly LoadedStandard[], standard: string, version: string): LoadedStandard | undefined =>
  all.find((one) => one.standard.standard === standard && one.standard.version === version)

export type CriterionWords = (standard: string, version: string, criterion: string | null) => { number: number; title: string } | null

/** What criteria are called in the reader's language; nothing for standards that are not ours. */
export async function criterionWords(ctx: Context): Promise<CriterionWords> {
  const all = await library.read(ctx.sql)
  return (standard, version, criterion) => {
    const loaded = loadedIn(all, standard, version)
    const found = loaded?.standard.criteria.find(({ slug }) => slug === criterion)
    return loaded === undefined || found === undefined ? null
      : { number: found.number, title: wordingFor(loaded.standard, loaded.packs, ctx.language).criterion(found.slug, found).title }
  }
}

export async function equivalenceRows(ctx: Context, rows: readonly Equivalence[]): Promise<EquivalenceRow[]> {
  const words = await criterionWords(ctx)
  const names = can(ctx.actor, 'recognition:write') ? await namesOf(ctx, rows.flatMap(({ approvedBy }) => approvedBy ?? [])) : {}
  return rows.map((row) => ({
    ...row, criterionTitle: words(row.standard, row.standardVersion, row.criterion)?.title ?? null, approverName: row.approvedBy === null ? null : names[row.approvedBy] ?? null,
  }))
}
const rowOf = async (ctx: Context, equivalenceId: string): Promise<EquivalenceRow> => (await equivalenceRows(ctx, [(await readEquivalence(ctx.sql, equivalenceId, ctx.today))!]))[0]!

const keyOf = (row: Equivalence): string => [row.standard, row.standardVersion, row.criterion ?? '', row.externalScheme, row.externalVersion, row.equivalenceId].join(' ')

export async function matrixPage(ctx: Context, query: EquivalenceQuery & { criterion?: string | undefined; state?: string | undefined; text?: string | undefined; limit: number; cursor?: string | undefined }): Promise<Page<EquivalenceRow>> {
  const words = query.text?.trim().toLowerCase() ?? ''
  const rows = await equivalenceRows(ctx, await equivalences(ctx.sql, ctx.today, query))
  const found = rows.filter((row) => (query.criterion === undefined || row.criterion === query.criterion) && (query.state === undefined || row.state === query.state)
    && (words === '' || [row.criterion, row.criterionTitle, row.externalScheme, row.gap, row.part, row.note, row.equivalenceId].some((text) => text?.toLowerCase().includes(words) === true)))
  return page(found.sort((a, b) => keyOf(a) < keyOf(b) ? -1 : 1), keyOf, query)
}

/** @throws Refused `equivalence-absent`, `equivalence-changed` */
async function rowFor(ctx: Context, equivalenceId: string, version?: number): Promise<Equivalence> {
  const found = await readEquivalence(ctx.sql, equivalenceId, ctx.today, version !== undefined)
  if (found === undefined) throw new Refused(refuse('equivalence-absent', `The matrix has no row ${equivalenceId}.`))
  if (version !== undefined && found.version !== version) throw new Refused(refuse('equivalence-changed', `The row is at version ${found.version}, and version ${version} was read. Load it again.`))
  return found
}
export const readRow = async (ctx: Context, equivalenceId: string): Promise<EquivalenceRow> => { await rowFor(ctx, equivalenceId); return rowOf(ctx, equivalenceId) }

/** @throws Refused `requirement-absent` where a standard of ours has no such criterion */
function requireRequirement(all: readonly LoadedStandard[], one: EquivalenceStatement): void {
  const own = all.filter(({ standard }) => standard.standard === one.standard)
  if (own.length === 0) return
  const loaded = own.find(({ standard }) => standard.version === one.standardVersion)
  const isKnown = loaded !== undefined && (one.criterion === null || loaded.standard.criteria.some(({ slug }) => slug === one.criterion))
  if (!isKnown) throw new Refused(refuse('requirement-absent', `${one.standard} ${one.standardVersion} has no criterion ${one.criterion ?? ''} in this installation.`))
}
async function requireSound(ctx: Context, one: EquivalenceStatement): Promise<void> {
  orRefuse(soundEquivalence(one))
  requireRequirement(await library.read(ctx.sql), one)
}

const unapproved = { approvedBy: null, approvedOn: null, validUntil: null, revokedOn: null, revocationReason: null, state: 'proposed' } as const
const newRow = (ctx: Context, equivalenceId: string, statement: EquivalenceStatement, isExample: boolean): Equivalence =>
  ({ equivalenceId, ...statement, ...unapproved, isExample, version: 1, changedAt: ctx.now })

const statementOf = (one: Equivalence): EquivalenceStatement => ({
  standard: one.standard, standardVersion: one.standardVersion, criterion: one.criterion, part: one.part, externalScheme: one.externalScheme, externalVersion: one.externalVersion,
  clauses: one.clauses, value: one.value, direction: one.direction, conditions: one.conditions, gap: one.gap, evidenceRequired: one.evidenceRequired, alignment: one.alignment, note: one.note,
})
const flat = (value: unknown): string | number | boolean | null => typeof value === 'object' && value !== null ? JSON.stringify(value) : value as string | number | boolean | null

/** The fields in which two statements differ. */
function differences(before: EquivalenceStatement, after: EquivalenceStatement): { field: string; before: ReturnType<typeof flat>; after: ReturnType<typeof flat> }[] {
  return (Object.keys(before) as (keyof EquivalenceStatement)[]).map((field) => ({ field, before: flat(before[field]), after: flat(after[field]) }))
    // Keys of conditions may come in another order from a file.
    .filter((one) => one.field === 'conditions' ? conditionText(before) !== conditionText(after) : one.before !== one.after)
}
const conditionText = ({ conditions: c }: EquivalenceStatement): string => JSON.stringify([c.validAtAssessment, c.sameBoundary, c.accreditedBody, c.maxAgeMonths])

export async function addRow(ctx: Context, statement: EquivalenceStatement): Promise<EquivalenceRow> {
  await requireSound(ctx, statement)
  const row = newRow(ctx, ctx.newId('eqv'), statement, false)
  await insertEquivalence(ctx.sql, row)
  ctx.record({ kind: 'equivalence.added', subject: row.equivalenceId, isPublic: false, body: { statement } })
  return rowOf(ctx, row.equivalenceId)
}

/** A changed row is no example any more, and what was approved was the row as it stood. @returns whether anything differs */
async function changeRow(ctx: Context, before: Equivalence, statement: EquivalenceStatement, isExample: boolean): Promise<boolean> {
  const changes = differences(statementOf(before), statement)
  if (changes.length === 0) return false
  await updateEquivalence(ctx.sql, { ...before, ...statement, ...unapproved, isExample, changedAt: ctx.now })
  ctx.record({ kind: 'equivalence.changed', subject: before.equivalenceId, isPublic: false, body: { changes, approvalBefore: before.state } })
  return true
}

export async function updateRow(ctx: Context, equivalenceId: string, version: number, changes: { readonly [K in keyof EquivalenceStatement]?: EquivalenceStatement[K] | undefined }): Promise<EquivalenceRow> {
  const before = await rowFor(ctx, equivalenceId, version)
  const statement = { ...statementOf(before), ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) } as EquivalenceStatement
  await requireSound(ctx, statement)
  await changeRow(ctx, before, statement, false)
  return rowOf(ctx, equivalenceId)
}

export async function removeRow(ctx: Context, equivalenceId: string): Promise<{ equivalenceId: string }> {
  const row = await rowFor(ctx, equivalenceId)
  if (row.approvedOn !== null) throw new Refused(refuse('equivalence-approved', `The row was approved on ${row.approvedOn}. Revoke its approval instead.`))
  await deleteEquivalence(ctx.sql, equivalenceId)
  ctx.record({ kind: 'equivalence.removed', subject: equivalenceId, isPublic: false, body: { statement: statementOf(row) } })
  return { equivalenceId }
}

export async function approveRow(ctx: Context, equivalenceId: string, version: number, asked: Day | undefined): Promise<EquivalenceRow> {
  const before = await rowFor(ctx, equivalenceId, version)
  await requireSound(ctx, before)
  const validUntil = asked ?? addMonths(ctx.today, await ctx.setting(approvalMonthsSetting))
  if (validUntil < ctx.today) throw new Refused(refuse('approval-day-past', `The approval would end on ${validUntil}, and today is ${ctx.today}.`))
  await updateEquivalence(ctx.sql, { ...before, isExample: false, approvedBy: personOf(ctx), approvedOn: ctx.today, validUntil, revokedOn: null, revocationReason: null, changedAt: ctx.now })
  ctx.record({
    kind: 'equivalence.approved', subject: equivalenceId, isPublic: false,
    body: { statement: statementOf(before), wasExample: before.isExample, changes: [{ field: 'state', before: before.state, after: 'approved' }, { field: 'validUntil', before: before.validUntil, after: validUntil }] },
  })
  return rowOf(ctx, equivalenceId)
}

export async function revokeRow(ctx: Context, equivalenceId: string, version: number, reason: string): Promise<EquivalenceRow> {
  const before = await rowFor(ctx, equivalenceId, version)
  if (before.state !== 'approved' && before.state !== 'expired') throw new Refused(refuse('equivalence-not-approved', `The row is ${before.state}. There is no approval to revoke.`))
  await updateEquivalence(ctx.sql, { ...before, revokedOn: ctx.today, revocationReason: reason, changedAt: ctx.now })
  ctx.record({ kind: 'equivalence.revoked', subject: equivalenceId, isPublic: false, body: { reason, changes: [{ field: 'state', before: before.state, after: 'revoked' }] } })
  return rowOf(ctx, equivalenceId)
}

export async function importRows(ctx: Context, rows: readonly WrittenEquivalence[]): Promise<{ added: string[]; changed: string[]; unchanged: string[] }> {
  const standards = await library.read(ctx.sql)
  const known = new Map((await equivalences(ctx.sql, ctx.today, { ids: rows.map(({ equivalenceId }) => equivalenceId) })).map((row) => [row.equivalenceId, row]))
  const done = { added: [] as string[], changed: [] as string[], unchanged: [] as string[] }
  for (const { equivalenceId, statement } of rows) {
    requireRequirement(standards, statement)
    const before = known.get(equivalenceId)
    if (before === undefined) {
      await insertEquivalence(ctx.sql, newRow(ctx, equivalenceId, statement, false))
      ctx.record({ kind: 'equivalence.added', subject: equivalenceId, isPublic: false, body: { statement } })
      done.added.push(equivalenceId)
    } else done[await changeRow(ctx, before, statement, false) ? 'changed' : 'unchanged'].push(equivalenceId)
  }
  return done
}

/** Takes over the examples that ship: new ones, and newer words of those that nobody here touched. */
export async function loadExampleEquivalences(ctx: Context, files: Readonly<Record<string, string>>): Promise<void> {
  const rows = Object.entries(files).flatMap(([name, text]) => orRefuse(readMatrixFile(name, text)))
  const known = new Map((await equivalences(ctx.sql, ctx.today, { ids: rows.map(({ equivalenceId }) => equivalenceId) })).map((row) => [row.equivalenceId, row]))
  const standards = await library.read(ctx.sql)
  for (const { equivalenceId, statement } of rows) {
    requireRequirement(standards, statement)
    const before = known.get(equivalenceId)
    if (before === undefined) {
      await insertEquivalence(ctx.sql, newRow(ctx, equivalenceId, statement, true))
      ctx.record({ kind: 'equivalence.added', subject: equivalenceId, isPublic: false, body: { statement, isExample: true } })
    } else if (before.isExample && equivalenceStateOn(before, ctx.today) === 'proposed') await changeRow(ctx, before, statement, true)
  }
}
