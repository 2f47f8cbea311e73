// How every part of the on-site record is written: what the writer saw, what may stand there, who may change a rating,
// and what of it goes into the log. Screens and files come through here alike.
import type { Context } from '#src/access/context.ts'
import { evidenceByIds } from '#src/evidence/evidence.store.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse, type Fault } from '#src/kernel/refusal.ts'
import { personOf } from './acting-person.ts'
import { isLead, type LoadedRecord } from './on-site-load.handlers.ts'
import { partOf, ratingFields, readAt, recordFault, seenOf, type Part } from './on-site.ts'
import { ratingChange } from './rating.ts'
import { keyText, readingOf, type CellKey, type Change, type ChangeSource, type TypedChange } from './sheet.ts'
import { addChanges } from './sheet.store.ts'

export type WrittenRow = {
  readonly part: Part
  readonly standard: string
  readonly criterion: string
  /** By field; fields that are left out stay as they are. */
  readonly values: Readonly<Record<string, TypedChange['value'] | undefined>>
  /** The changes that stood in the row when it was read. */
  readonly seen: readonly string[]
}

const isEmpty = (value: TypedChange['value']): boolean => value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0)

/** The changes that make a row say this. @throws Refused `record-changed` */
export function changesFor(ctx: Pick<Context, 'newId'>, { cells }: LoadedRecord, row: WrittenRow): TypedChange[] {
  const standing = seenOf(cells, row.part, row.standard, row.criterion)
  if (canonicalText(standing) !== canonicalText([...row.seen].toSorted())) {
    throw new Refused(refuse('record-changed', `${row.standard}/${row.criterion} was written meanwhile. Read it again; what was written and what you typed can then be settled.`))
  }
  return Object.entries(row.values).flatMap(([field, typed]): TypedChange[] => {
    if (typed === undefined) return []
    const value = isEmpty(typed) ? null : typed
    const reading = readAt(cells, row.standard, row.criterion, field)
    if (!reading.isConflict && canonicalText(reading.value) === canonicalText(value)) return []
    return [{ changeId: ctx.newId('chg'), key: { standard: row.standard, criterion: row.criterion, field }, value, parents: reading.heads.map(({ changeId }) => changeId) }]
  })
}

/** @throws Refused `record-value-wrong`, `round-criterion-closed` */
export async function requireFitting(ctx: Context, record: LoadedRecord, changes: readonly TypedChange[]): Promise<void> {
  const faults = changes.flatMap(({ key, value }, index): Fault[] => {
    const detail = recordFault(record.lines, key, value)
    return detail === undefined ? [] : [{ pointer: `/changes/${index}/value`, detail: `${keyText(key)}: ${detail}` }]
  })
  const named = [...new Set(changes.flatMap(({ key, value }) => key.field === 'evidence' && Array.isArray(value) ? value as string[] : []))]
  const known = await evidenceByIds(ctx.sql, named, ctx.today)
  for (const evidenceId of named) {
    const item = known.get(evidenceId)
    if (item === undefined || item.organisationId !== record.case.organisationId || item.layer === 'private') {
      faults.push({ pointer: '/evidence', detail: `${evidenceId} is no evidence of this site that assessors see` })
    }
  }
  if (faults.length > 0) throw new Refused(refuse('record-value-wrong', `${faults[0]!.detail}. Nothing was saved.`, faults))
  const closed = changes.find(({ key }) => partOf(key) === 'criterion' && !record.inRound.has(`${key.standard}/${key.criterion}`))
  if (closed !== undefined) {
    throw new Refused(refuse('round-criterion-closed', `${closed.key.standard}/${closed.key.criterion} was fully met or does not apply; this round looks at the criteria that were not.`))
  }
}

type RatingMove = { readonly key: CellKey; readonly before: TypedChange['value']; readonly after: TypedChange['value']; readonly reason: string | null }

/** Who may change which rating, and why. @throws Refused `rating-of-another`, `rating-reason-missing` */
export function ratingMoves(ctx: Context, record: LoadedRecord, changes: readonly TypedChange[], reasonOf: (change: TypedChange) => string | null): RatingMove[] {
  const by = personOf(ctx)
  return changes.filter(({ key }) => partOf(key) === 'criterion' && ratingFields.has(key.field)).flatMap((change) => {
    const { key, value, parents } = change
    // What the writer names as parent is what they replace; what they never saw stands beside it and is settled later.
    const replaced = (record.cells.get(keyText(key)) ?? []).filter(({ changeId }) => parents.includes(changeId))
    const before = replaced.length === 0 ? null : readingOf(replaced).value
    const told = (one: TypedChange['value']): string | null => one === null ? null : typeof one === 'string' ? one : canonicalText(one)
    const moves = orRefuse(ratingChange({
      place: `${key.standard}/${key.criterion}`, before: told(before), beforeBy: [...new Set(replaced.map(({ author }) => author))], after: told(value), by,
      isLead: isLead(ctx, record.case), reason: reasonOf(change),
    }))
    return moves ? [{ key, before, after: value, reason: reasonOf(change) }] : []
  })
}

/**
 * Adds changes to the record and logs what is a decision in them: ratings with old and new value and the reason, findings by
 * grade and clause. Words stay out of the log.
 */
export async function addToRecord(ctx: Context, record: LoadedRecord, changes: readonly TypedChange[], source: ChangeSource, reasonOf: (change: TypedChange) => string | null): Promise<readonly string[]> {
  await requireFitting(ctx, record, changes)
  const moves = ratingMoves(ctx, record, changes, reasonOf)
  const taken = changes.map((change): Change => ({ ...change, author: personOf(ctx), at: ctx.now, source }))
  const { added } = await addChanges(ctx, record.case.caseId, record.round, 'on-site', taken)
  const isNew = new Set(added)
  const fresh = changes.filter(({ changeId }) => isNew.has(changeId))
  const { case: { caseId }, round } = record
  for (const { key, before, after, reason } of moves.filter((move) => fresh.some((change) => keyText(change.key) === keyText(move.key)))) {
    const { standard, criterion, field } = key
    if (field === 'not-applicable-reason') continue
    ctx.record({ kind: 'rating.changed', subject: caseId, isPublic: false, body: { round, standard, criterion, field, from: before, to: after, reason, source } })
  }
  for (const [findingId, own] of Map.groupBy(fresh.filter(({ key }) => partOf(key) === 'finding'), ({ key }) => key.criterion)) {
    const change = (field: string) => own.find(({ key }) => key.field === field)
    const before = readAt(record.cells, own[0]!.key.standard, findingId, 'grade').value
    ctx.record({
      kind: before === null ? 'finding.recorded' : 'finding.changed', subject: caseId, isPublic: false,
      body: {
        round, findingId, fields: own.map(({ key }) => key.field).toSorted(), source,
        ...(change('grade') === undefined ? {} : { from: before, to: change('grade')!.value }), ...(change('clauses') === undefined ? {} : { clauses: change('clauses')!.value }),
        ...(change('withdrawn-reason') === undefined ? {} : { isWithdrawn: change('withdrawn-reason')!.value !== null }),
      },
    })
  }
  return added
}

/** Writes rows as a screen sends them. */
export async function writeRows(ctx: Context, record: LoadedRecord, rows: readonly WrittenRow[], reason: string | null = null): Promise<readonly string[]> {
  return addToRecord(ctx, record, rows.flatMap((row) => changesFor(ctx, record, row)), 'screen', () => reason)
}
