// The ends of a case: the site leaves, the next cycle opens, the next cycle is decided and takes over.
import type { Context, Decision } from '#src/access/context.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { closeNotices } from '#src/notices/notice.store.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import { retractFact } from '#src/transparency/fact.ts'
import { chosenStandards, type AskedStandard } from './application.ts'
import { subjectOf, type Case } from './case.ts'
import { reopenable, type DepartureReason, type ReassessmentCause } from './case-end.ts'
import { caseFor, clockLawOf, mayOn, moveCase, openCase } from './case-move.handlers.ts'
import { clocksOf, putClocks, readCase, successorOf } from './case.store.ts'
import { started } from './clock.ts'
import { awardedStates, openStates } from './cycle.ts'
import { letterFact } from './published.ts'
import { reassessmentMonthsBefore, reassessmentNeedsLetter } from './settings-cycle.ts'
import { standardsForNewCases } from './version-rule.handlers.ts'

/** The clock of an awarded case that the opening of the next cycle answers. */
const RENEWAL = 're-assessment'

const setRenewal = async (ctx: Context, caseId: string, doneOn: string | null): Promise<void> => {
  const clock = (await clocksOf(ctx.sql, caseId)).find((one) => one.clock === RENEWAL && one.droppedOn === null)
  if (clock === undefined) return
  await putClocks(ctx.sql, caseId, [{ ...clock, doneOn }])
  if (doneOn !== null) await closeNotices(ctx.sql, `case:${caseId}:clock:${RENEWAL}`, ctx.now)
}

async function leave(ctx: Context, one: Case, reasonClass: DepartureReason, reason: string): Promise<Case> {
  const after = await moveCase(ctx, one, 'case.left', { reason, body: { reasonClass } })
  if ((await ctx.facts()).of(letterFact).has(one.caseId)) {
    ctx.publish([retractFact(letterFact, one.caseId, reasonClass)], { kind: 'letter.ended', subject: one.siteId, isPublic: true, body: { caseId: one.caseId, reasonClass } })
  }
  await closeNotices(ctx.sql, `case:${one.caseId}:`, ctx.now)
  await notifyRoles(ctx, ['operator', 'site-owner', 'lead-assessor'], subjectOf(one), {
    kind: `case.left.${reasonClass}`, params: { site: one.siteName }, link: `/cases/${one.caseId}`, caseId: one.caseId, dedupeKey: `left:${one.caseId}`,
  })
  return after
}

/** A site that leaves leaves with the cycle that is under way, too; an award that only loses its next cycle is due for renewal again. */
export async function leaveCase(ctx: Context, caseId: string, reasonClass: DepartureReason, reason: string): Promise<Case> {
  const one = await caseFor(ctx, caseId, 'case:leave', true)
  const successorId = await successorOf(ctx.sql, caseId)
  const after = await leave(ctx, one, reasonClass, reason)
  const successor = successorId === undefined ? undefined : await readCase(ctx.sql, successorId, true)
  if (successor !== undefined && openStates.includes(successor.state)) await leave(ctx, successor, reasonClass, reason)
  if (one.previousCaseId !== null) {
    const before = await readCase(ctx.sql, one.previousCaseId, true)
    if (before !== undefined && awardedStates.includes(before.state)) await setRenewal(ctx, before.caseId, null)
  }
  return after
}

type Opening = { readonly caseId: string; readonly cause: ReassessmentCause; readonly reason: string; readonly standards?: readonly AskedStandard[] | undefined }

export async function openReassessment(ctx: Context, input: Opening): Promise<Case> {
  const before = await caseFor(ctx, input.caseId, 're-assessment:open', true)
  orRefuse(reopenable(before, await clocksOf(ctx.sql, before.caseId), {
    cause: input.cause, monthsBefore: await ctx.setting(reassessmentMonthsBefore), successor: await successorOf(ctx.sql, before.caseId), today: ctx.today,
    isOperator: mayOn(ctx, 'case:decide-eligibility', before),
  }))
  const asked = input.standards ?? before.standards.map(({ standard, marks }) => ({ standard, marks }))
  const needsLetter = await ctx.setting(reassessmentNeedsLetter)
  const one: Case = {
    ...before, caseId: ctx.newId('cas'), cycle: before.cycle + 1, state: needsLetter ? 'eligible' : 'committed', round: 0, roundKind: null, firmId: null, cohort: null,
    standards: orRefuse(chosenStandards(await standardsForNewCases(ctx), asked, before.metals, ctx.today)), appliedOn: ctx.today, letterSignedOn: null,
    previousCaseId: before.caseId, version: 1, openedAt: ctx.now, changedAt: ctx.now,
  }
  await openCase(ctx, one, 're-assessment.opened', {
    reason: input.reason, body: { previousCaseId: before.caseId, cause: input.cause, standards: one.standards },
    clocks: needsLetter ? [] : started(await clockLawOf(ctx, one), 'letter.signed', ctx.today, undefined, []),
  })
  await setRenewal(ctx, before.caseId, ctx.today)
  await notifyRoles(ctx, ['site-owner', 'site-contributor', 'operator'], subjectOf(one), {
    kind: 're-assessment.opened', params: { site: one.siteName }, link: `/cases/${one.caseId}`, caseId: one.caseId, dedupeKey: `case:${one.caseId}:opened`,
  })
  return one
}

/** Once the next cycle is awarded, the one before it is over; its awards are replaced by their own law. */
export async function closePreviousCycle(ctx: Context, decision: Decision): Promise<void> {
  const outcome = decision.body['outcome']
  if (outcome !== 'awarded' && outcome !== 'conditional') return
  const one = await readCase(ctx.sql, decision.subject)
  if (one === undefined || one.previousCaseId === null) return
  const before = await readCase(ctx.sql, one.previousCaseId, true)
  if (before === undefined || !awardedStates.includes(before.state)) return
  await moveCase(ctx, before, 'case.closed', { reason: `The cycle ${one.cycle} of the site was decided.`, body: { successor: one.caseId } })
}
