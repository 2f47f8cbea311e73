// Writing the workbook: autosave, settling, assigning. Outside the log on purpose: a draft is its site's, and the sheet
// itself keeps every value with who and when.
import type { Context } from '#src/access/context.ts'
import { holdersOn } from '#src/access/grant.store.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { notify } from '#src/notices/notify.handlers.ts'
import { subjectOf, type Case } from './case.ts'
import { settles, keyText, readingOf, type Change, type ChangeSource, type TypedChange } from './sheet.ts'
import { addChanges, changesByIds, readCells, type AddedChanges } from './sheet.store.ts'
import { acceptable, keyOfLine, lineKey, linesOf, workbookRound, type WorkbookField, type WorkbookLine } from './workbook.ts'
import type { workbookContract } from './workbook.contract.ts'
import { loadedStandards, writableCase } from './workbook-load.handlers.ts'
import { siteRoles } from './workbook-reading.handlers.ts'
import { cellView, type CellOfSheet } from './workbook-view.ts'

/** The criteria of a case by `standard/criterion`. */
export async function linesByKey(ctx: Context, one: Case): Promise<Map<string, WorkbookLine>> {
  return new Map(linesOf(one, (await loadedStandards(ctx, one)).map(({ standard }) => standard)).map((line) => [keyOfLine(line), line]))
}

/** A change as it is kept: who sent it, and when it arrived. */
export const taken = (ctx: Context, change: TypedChange, source: ChangeSource): Change =>
  ({ ...change, author: ctx.actor.kind === 'public' ? 'public' : ctx.actor.userId, at: ctx.now, source })

const savedView = ({ added, heads }: AddedChanges): { added: string[]; cells: CellOfSheet[] } => ({
  added: [...added],
  cells: [...heads.values()].filter((cell) => cell.length > 0).map((cell) => {
    const { standard, criterion, field } = cell[0]!.key
    return { standard, criterion, field: field as WorkbookField, cell: cellView(readingOf(cell)) }
  }),
})

type All = Handlers<typeof workbookContract, Context>

export const workbookWritings: Pick<All, 'saveChanges' | 'settleConflict' | 'assignCriteria'> = {
  async saveChanges(ctx, { caseId, changes }) {
    const one = await writableCase(ctx, caseId)
    const typed = orRefuse(acceptable(await linesByKey(ctx, one), changes))
    return savedView(await addChanges(ctx, caseId, workbookRound(one), 'self-assessment', typed.map((change) => taken(ctx, change, 'screen'))))
  },

  async settleConflict(ctx, { caseId, standard, criterion, field, changeId, heads, value }) {
    const one = await writableCase(ctx, caseId)
    const round = workbookRound(one)
    const key = { standard, criterion, field }
    const [typed] = orRefuse(acceptable(await linesByKey(ctx, one), [{ changeId, key, value, parents: heads }]))
    const isKnown = (await changesByIds(ctx.sql, caseId, round, 'self-assessment', [changeId])).has(changeId)
    const standing = (await readCells(ctx.sql, caseId, round, 'self-assessment')).get(keyText(key)) ?? []
    // Sent again after the answer was lost, it is what it was.
    if (!isKnown && !readingOf(standing).isConflict) throw new Refused(refuse('conflict-absent', `One value stands in ${lineKey(key)} ${field}; there is nothing to settle. Load the workbook again.`))
    if (!isKnown && !settles(standing, heads)) {
      throw new Refused(refuse('conflict-moved', `Meanwhile ${standing.length} changes stand in ${lineKey(key)} ${field}, not those you saw. Look at all of them, then settle.`))
    }
    return savedView(await addChanges(ctx, caseId, round, 'self-assessment', [taken(ctx, typed!, 'screen')]))
  },

  async assignCriteria(ctx, { caseId, criteria, userId }) {
    const one = await writableCase(ctx, caseId)
    const lines = await linesByKey(ctx, one)
    const absent = criteria.find((criterion) => !lines.has(lineKey(criterion)))
    if (absent !== undefined) throw new Refused(refuse('workbook-value-invalid', `${lineKey(absent)} is no criterion of this workbook. Load it again.`))
    if (userId !== null && !(await holdersOn(ctx.sql, siteRoles, subjectOf(one))).includes(userId)) {
      throw new Refused(refuse('assignee-unfit', 'Only people who work for this site can be given a criterion. Invite them to the site first.'))
    }
    const round = workbookRound(one)
    const cells = await readCells(ctx.sql, caseId, round, 'self-assessment')
    const changes = [...new Map(criteria.map((criterion) => [lineKey(criterion), criterion])).values()].flatMap((criterion): Change[] => {
      const key = { ...criterion, field: 'assignee' }
      const heads = cells.get(keyText(key)) ?? []
      const standing = readingOf(heads)
      if (!standing.isConflict && standing.value === userId) return []
      return [taken(ctx, { changeId: ctx.newId('chg'), key, value: userId, parents: heads.map(({ changeId }) => changeId) }, 'screen')]
    })
    if (userId !== null && changes.length > 0 && !(ctx.actor.kind !== 'public' && ctx.actor.userId === userId)) await tellAssignee(ctx, one, userId, changes)
    return savedView(await addChanges(ctx, caseId, round, 'self-assessment', changes))
  },
}

async function tellAssignee(ctx: Context, one: Case, userId: string, changes: readonly Change[]): Promise<void> {
  const first = changes[0]!
  await notify(ctx, [userId], {
    kind: 'workbook.assigned', params: { site: one.siteName, count: changes.length }, caseId: one.caseId,
    link: changes.length === 1 ? `/cases/${one.caseId}/workbook/${first.key.standard}/${first.key.criterion}` : `/cases/${one.caseId}/workbook?show=mine`,
    dedupeKey: `case:${one.caseId}:workbook:assigned:${first.changeId}`,
  })
}
