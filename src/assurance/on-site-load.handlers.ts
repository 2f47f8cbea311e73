// Loads the on-site record of a case with few queries over whole sets: its standards, the cells, and which criteria the
// round looks at.
import { grantsOf } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { rolesOn } from '#src/access/role.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { LoadedStandard } from '#src/standards/standard-view.ts'
import { subjectOf, type Case } from './case.ts'
import { caseFor } from './case-move.handlers.ts'
import { recordStates } from './on-site.ts'
import { openCriteria } from './rating.ts'
import { standingRatings } from './rating.store.ts'
import type { Rating } from './rating.ts'
import type { Change } from './sheet.ts'
import { readCells } from './sheet.store.ts'
import { draftStates, keyOfLine, lineKey, linesOf, type WorkbookLine } from './workbook.ts'
import { loadedStandards } from './workbook-load.handlers.ts'

/** The round whose record is written or was written last. */
export const recordRound = (one: Case): number => Math.max(1, one.round)

export type LoadedRecord = {
  readonly case: Case
  readonly round: number
  readonly loaded: readonly LoadedStandard[]
  /** Every criterion that applies to the site, by `standard/criterion`. */
  readonly lines: ReadonlyMap<string, WorkbookLine>
  /** The criteria of this round: all in the first, the open ones later. */
  readonly inRound: ReadonlySet<string>
  readonly cells: Map<string, Change[]>
  /** What stands from the rounds before. */
  readonly earlier: ReadonlyMap<string, Rating>
}

export async function loadRecord(ctx: Context, one: Case, round = recordRound(one)): Promise<LoadedRecord> {
  const loaded = await loadedStandards(ctx, one)
  const lines = new Map(linesOf(one, loaded.map(({ standard }) => standard)).map((line) => [keyOfLine(line), line]))
  const standing = round > 1 ? await standingRatings(ctx.sql, one.caseId, round - 1) : []
  const top = new Map(loaded.map(({ standard }) => [standard.standard, standard.ratingScale.levels.at(-1)!.slug]))
  return {
    case: one, round, loaded, lines, cells: await readCells(ctx.sql, one.caseId, round, 'on-site'),
    inRound: new Set(round > 1 ? openCriteria(standing, top).map(lineKey) : lines.keys()),
    earlier: new Map(standing.map((rating) => [lineKey(rating), rating])),
  }
}

export const isRecordOpen = (one: Case): boolean => recordStates.includes(one.state) && one.round >= 1

/** A case whose record the actor may write now, locked. @throws Refused `case-absent`, `permit-missing`, `round-not-on-site` */
export async function recordableCase(ctx: Context, caseId: string, permit: string, isForUpdate = true): Promise<Case> {
  const one = await caseFor(ctx, caseId, permit, isForUpdate)
  if (isRecordOpen(one)) return one
  throw new Refused(refuse('round-not-on-site', `The record is written in ${recordStates.map((state) => `"${state}"`).join(', ')}; the case is in state "${one.state}".`
    + (one.state === 'in-review' ? ' A reviewer can return the report.' : '')))
}

export const isLead = (ctx: Context, one: Case): boolean => rolesOn(grantsOf(ctx.actor), subjectOf(one)).has('lead-assessor')
export const isAssessor = (ctx: Context, one: Case): boolean => {
  const roles = rolesOn(grantsOf(ctx.actor), subjectOf(one))
  return roles.has('lead-assessor') || roles.has('assessor')
}

/** What the site said of itself, as it was submitted last; a draft is not shown to assessors. */
export const submittedAnswers = async (ctx: Context, one: Case, round: number): Promise<Map<string, Change[]>> =>
  draftStates.includes(one.state) ? new Map() : readCells(ctx.sql, one.caseId, round > 1 && one.roundKind === 'remediation' ? round - 1 : 0, 'self-assessment')
