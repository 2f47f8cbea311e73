// What the passing of time does to awards: it proposes, and it ends a term. No clock suspends or withdraws.
import type { Context } from '#src/access/context.ts'
import { addDays } from '#src/kernel/time.ts'
import { readCase, runningClocks } from '#src/assurance/case.store.ts'
import { moveCase, standardOf } from '#src/assurance/case-move.handlers.ts'
import { clockOf } from '#src/assurance/clock.ts'
import { awardedStates } from '#src/assurance/cycle.ts'
import { governing } from '#src/assurance/case.ts'
import { closeNotices } from '#src/notices/notice.store.ts'
import { appealsOf, awardReportsOf, mattersOf, updateAwardReport } from './award-matter.store.ts'
import { reviewShowable } from './award-matter.ts'
import { changeAward } from './award-publication.handlers.ts'
import { openMatter } from './award-proposal.handlers.ts'
import { awardsInState, awardsOfCase, readAward, standingAwards } from './award.store.ts'
import { appealDays, reviewNoticeDays } from './settings-award.ts'

export type Swept = { readonly proposed: number; readonly expired: number; readonly shown: number; readonly closed: number }

/**
 * Looks at every clock and term once a day. Running it again does nothing more.
 * @returns how many changes were proposed, terms ended, reviews shown, cases closed
 */
export async function proposeFromClocks(ctx: Context): Promise<Swept> {
  return { proposed: await proposeOverdue(ctx), expired: await endTerms(ctx), shown: await showReviews(ctx), closed: await closeWithdrawn(ctx) }
}

/** A clock whose standard says so, past its day, proposes to suspend what is still conditional; once for each due day. */
async function proposeOverdue(ctx: Context): Promise<number> {
  let count = 0
  for (const clock of await runningClocks(ctx.sql, addDays(ctx.today, -1))) {
    const one = await readCase(ctx.sql, clock.caseId)
    if (one === undefined || !awardedStates.includes(one.state)) continue
    const { standard, standardVersion } = governing(one)
    if (clockOf(await standardOf(ctx, standard, standardVersion), clock.clock)?.miss.effect !== 'suspension-proposed') continue
    for (const award of await awardsOfCase(ctx.sql, one.caseId)) {
      if (award.state !== 'in-force' || !award.isConditional) continue
      // One question on one award at a time: what is proposed already says it all.
      if ((await mattersOf(ctx.sql, [award.awardId])).some(({ state, proposal }) => state === 'noticed' && proposal !== 'reinstate' && proposal !== 'extend')) continue
      const made = await openMatter(ctx, award, { proposal: 'suspend', reasonClass: 'plan-overdue', reason: `The clock ${clock.clock} ran out on ${clock.dueOn}.`, origin: 'clock', cause: `clock:${clock.clock}:${clock.dueOn}` })
      if (made !== undefined) count += 1
    }
  }
  return count
}

/** An award is valid to the end of its last day. */
async function endTerms(ctx: Context): Promise<number> {
  const over = await standingAwards(ctx.sql, ctx.today)
  for (const { awardId } of over) {
    const award = await readAward(ctx.sql, awardId, true)
    if (award === undefined) continue
    await changeAward(ctx, award, { change: 'expired', reasonClass: 'term-ended', on: addDays(award.validUntil, 1) })
    await closeNotices(ctx.sql, `award:${awardId}:`, ctx.now)
  }
  return over.length
}

/** Reviews of which the site knows, or had time to know, become public. */
async function showReviews(ctx: Context): Promise<number> {
  let count = 0
  const days = await ctx.setting(reviewNoticeDays)
  for (const award of await standingAwards(ctx.sql)) {
    for (const report of await awardReportsOf(ctx.sql, [award.awardId])) {
      if (!reviewShowable(report, days, ctx.today).accepted) continue
      await updateAwardReport(ctx.sql, { ...report, publicSince: ctx.today })
      const held = await readAward(ctx.sql, award.awardId, true)
      if (held === undefined || held.underReviewSince !== null) continue
      await changeAward(ctx, held, { change: 'review-opened', reasonClass: report.kind, patch: { underReviewSince: report.toldOn }, body: { reportId: report.reportId } })
      count += 1
    }
  }
  return count
}

/** Once no appeal can come any more, the cycle of a withdrawn award ends with its clocks. */
async function closeWithdrawn(ctx: Context): Promise<number> {
  let count = 0
  const days = await ctx.setting(appealDays)
  for (const award of await awardsInState(ctx.sql, 'withdrawn')) {
    const one = await readCase(ctx.sql, award.caseId, true)
    if (one === undefined || !awardedStates.includes(one.state)) continue
    const awards = await awardsOfCase(ctx.sql, award.caseId)
    const ids = awards.map(({ awardId }) => awardId)
    const isSettled = awards.every(({ state }) => state !== 'in-force' && state !== 'suspended')
    const mayCome = (await mattersOf(ctx.sql, ids)).some(({ state, outcome, decidedOn, proposal }) => state === 'noticed' || (outcome === 'as-proposed' && proposal === 'withdraw' && ctx.today <= addDays(decidedOn!, days)))
    const isHeard = (await appealsOf(ctx.sql, ids)).every(({ state }) => state !== 'lodged')
    if (!isSettled || mayCome || !isHeard) continue
    await moveCase(ctx, one, 'case.closed', { reason: 'award-withdrawn' })
    count += 1
  }
  return count
}
