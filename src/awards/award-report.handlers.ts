// Reports about an awarded site: a significant change leads to an early re-assessment, a serious event to a review of the
// award, which the public reads of only after the site was told.
import type { Context, Decision } from '#src/access/context.ts'
import { canOn } from '#src/access/policy.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { actorRef } from '#src/access/actor.ts'
import { closeNotices } from '#src/notices/notice.store.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import { isRunning, type HeldAward } from './award-change.ts'
import type { awardContract } from './award.contract.ts'
import { awardFor, fileOf, reportFor } from './award-file.handlers.ts'
import { reviewShowable, type AwardReport } from './award-matter.ts'
import { awardReportsOf, insertAwardReport, updateAwardReport } from './award-matter.store.ts'
import { changeAward } from './award-publication.handlers.ts'
import { changesLink, siteOf } from './award-proposal.handlers.ts'
import { awardsOfSite } from './award.store.ts'
import { reviewNoticeDays } from './settings-award.ts'

type Reported = 'reportAwardEvent' | 'openAwardReview' | 'acknowledgeAwardReview' | 'publishAwardReview' | 'closeAwardReport' | 'askEarlyReassessment' | 'meetSpecialCondition'

const told = (award: HeldAward): { siteName: string; mark: string } => ({ siteName: award.particulars.siteName, mark: award.mark })
const matter = (report: AwardReport): string => `award:${report.awardId}:report:${report.reportId}`

function requireNotClosed(report: AwardReport): void {
  if (report.closedOn !== null) throw new Refused(refuse('report-closed', `This report was closed on ${report.closedOn} as ${report.state}.`))
}

function requireNotAhead(ctx: Context, day: string): void {
  if (day > ctx.today) throw new Refused(refuse('day-ahead', `${day} lies ahead; today is ${ctx.today}. Say it when it has happened.`))
}

async function addReport(ctx: Context, award: HeldAward, report: Pick<AwardReport, 'kind' | 'happenedOn' | 'text' | 'source'>): Promise<AwardReport> {
  const one: AwardReport = {
    ...report, reportId: ctx.newId('arp'), awardId: award.awardId, reportedOn: ctx.today, reportedBy: actorRef(ctx.actor), state: 'open', toldOn: null, acknowledgedOn: null, publicSince: null, closedOn: null, closingText: null,
  }
  await insertAwardReport(ctx.sql, one)
  ctx.record({ kind: 'award-report.received', subject: award.caseId, isPublic: false, body: { reportId: one.reportId, awardId: award.awardId, kind: one.kind, happenedOn: one.happenedOn, source: one.source } })
  await notifyRoles(ctx, ['operator'], {}, { kind: `${one.kind}-reported`, params: told(award), link: changesLink(award.awardId), caseId: award.caseId, dedupeKey: matter(one) })
  return one
}

export const awardReportHandlers: Pick<Handlers<typeof awardContract, Context>, Reported> = {
  async reportAwardEvent(ctx, { awardId, kind, happenedOn, text }) {
    const award = await awardFor(ctx, awardId, 'change:report', true)
    if (!isRunning(award)) throw new Refused(refuse('award-state-forbids', `The award is ${award.state}; reports are about awards that stand.`))
    requireNotAhead(ctx, happenedOn)
    await addReport(ctx, award, { kind, happenedOn, text, source: canOn(ctx.actor, 'award:manage', siteOf(award)) ? 'operator' : 'site' })
    return fileOf(ctx, award)
  },

  async openAwardReview(ctx, { reportId }) {
    const { report, award } = await reportFor(ctx, reportId, 'award:manage')
    requireNotClosed(report)
    if (report.state !== 'open') throw new Refused(refuse('report-closed', 'The review on this report is open already.'))
    await updateAwardReport(ctx.sql, { ...report, state: 'under-review', toldOn: ctx.today })
    ctx.record({ kind: 'award-review.opened', subject: award.caseId, isPublic: false, body: { reportId, awardId: award.awardId, toldOn: ctx.today } })
    await notifyRoles(ctx, ['site-owner'], siteOf(award), { kind: 'award-review-opened', params: told(award), link: changesLink(award.awardId), caseId: award.caseId, dedupeKey: `${matter(report)}:site` })
    return fileOf(ctx, award)
  },

  async acknowledgeAwardReview(ctx, { reportId }) {
    const { report, award } = await reportFor(ctx, reportId, 'award:respond')
    if (report.state !== 'under-review') throw new Refused(refuse('review-not-open', 'There is no review under way on this report.'))
    await updateAwardReport(ctx.sql, { ...report, acknowledgedOn: report.acknowledgedOn ?? ctx.today })
    ctx.record({ kind: 'award-review.acknowledged', subject: award.caseId, isPublic: false, body: { reportId, awardId: award.awardId } })
    await closeNotices(ctx.sql, `${matter(report)}:site`, ctx.now)
    return fileOf(ctx, award)
  },

  async publishAwardReview(ctx, { reportId }) {
    const { report, award } = await reportFor(ctx, reportId, 'award:manage')
    orRefuse(reviewShowable(report, await ctx.setting(reviewNoticeDays), ctx.today))
    await updateAwardReport(ctx.sql, { ...report, publicSince: ctx.today })
    return fileOf(ctx, await changeAward(ctx, award, { change: 'review-opened', reasonClass: report.kind, patch: { underReviewSince: award.underReviewSince ?? report.toldOn }, body: { reportId } }))
  },

  async closeAwardReport(ctx, { reportId, outcome, text }) {
    const { report, award } = await reportFor(ctx, reportId, 'award:manage')
    requireNotClosed(report)
    await updateAwardReport(ctx.sql, { ...report, state: outcome, closedOn: ctx.today, closingText: text })
    ctx.record({ kind: 'award-report.closed', subject: award.caseId, isPublic: false, body: { reportId, awardId: award.awardId, before: report.state, after: outcome, reason: outcome } })
    await closeNotices(ctx.sql, matter(report), ctx.now)
    const isStillReviewed = (await awardReportsOf(ctx.sql, [award.awardId])).some((other) => other.reportId !== reportId && other.publicSince !== null && other.closedOn === null)
    const after = report.publicSince === null || isStillReviewed ? award
      : await changeAward(ctx, award, { change: 'review-closed', reasonClass: report.kind, patch: { underReviewSince: null }, body: { reportId } })
    if (report.toldOn !== null) await notifyRoles(ctx, ['site-owner'], siteOf(award), { kind: 'award-review-closed', params: told(award), link: changesLink(award.awardId), caseId: award.caseId, dedupeKey: `award:${award.awardId}:review-closed:${reportId}` })
    return fileOf(ctx, after)
  },

  async askEarlyReassessment(ctx, { reportId, text }) {
    const { report, award } = await reportFor(ctx, reportId, 'award:manage')
    requireNotClosed(report)
    const after = await changeAward(ctx, award, { change: 'early-re-assessment-asked', reasonClass: report.kind, body: { reportId } })
    const isPublic = report.publicSince !== null
    await updateAwardReport(ctx.sql, { ...report, state: 'answered', closedOn: ctx.today, closingText: text, toldOn: report.toldOn ?? ctx.today })
    await closeNotices(ctx.sql, matter(report), ctx.now)
    await notifyRoles(ctx, ['site-owner'], siteOf(award), { kind: 'early-re-assessment-asked', params: told(award), link: `/cases/${award.caseId}`, caseId: award.caseId, dedupeKey: `award:${award.awardId}:early:${reportId}` })
    return fileOf(ctx, !isPublic ? after : await changeAward(ctx, after, { change: 'review-closed', reasonClass: report.kind, patch: { underReviewSince: null }, body: { reportId } }))
  },

  async meetSpecialCondition(ctx, { awardId, conditionId, metOn, text }) {
    const award = await awardFor(ctx, awardId, 'award:manage', true)
    requireNotAhead(ctx, metOn)
    const condition = award.specialConditions.find((one) => one.conditionId === conditionId)
    if (condition === undefined) throw new Refused(refuse('condition-absent', `The award has no special condition ${conditionId}.`))
    if (condition.metOn !== null) throw new Refused(refuse('condition-met', `The condition is met since ${condition.metOn}.`))
    const specialConditions = award.specialConditions.map((one) => one === condition ? { ...one, metOn } : one)
    const after = await changeAward(ctx, award, { change: 'special-condition-met', reasonClass: condition.boundTo === null ? 'verified-remedy' : 'guidance-published', patch: { specialConditions } })
    ctx.record({ kind: 'special-condition.met', subject: award.caseId, isPublic: false, body: { awardId, conditionId, metOn, reason: text } })
    await notifyRoles(ctx, ['site-owner'], siteOf(award), { kind: 'special-condition-met', params: told(award), link: changesLink(awardId), caseId: award.caseId, dedupeKey: `award:${awardId}:condition:${conditionId}` })
    return fileOf(ctx, after)
  },
}

/** A grievance that was upheld and touches awards is a serious event found; the scheme looks at it, and nothing is public by it. */
export async function whenGrievanceDecided(ctx: Context, decision: Decision): Promise<void> {
  const { siteId, touchesAward, outcome } = decision.body
  if (touchesAward !== true || outcome !== 'upheld' || typeof siteId !== 'string') return
  for (const award of (await awardsOfSite(ctx.sql, siteId)).filter(isRunning)) {
    await addReport(ctx, award, { kind: 'serious-event', happenedOn: ctx.today, text: `A grievance about the site was upheld (${decision.subject}).`, source: 'found' })
  }
}
