// The self-assessment is submitted by the site and closed by it, or returned with a reason (assurance process, step 2). What
// was submitted is told in the log by a hash of it, never by its words.
import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { Refused, refuse, type Fault } from '#src/kernel/refusal.ts'
import { closeNotices } from '#src/notices/notice.store.ts'
import { notify, notifyRoles } from '#src/notices/notify.handlers.ts'
import { holdersOn } from '#src/access/grant.store.ts'
import { subjectOf, type Case } from './case.ts'
import { caseFor, moveCase } from './case-move.handlers.ts'
import { moved } from './cycle.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import type { workbookContract } from './workbook.contract.ts'
import { loadWorkbook, type LoadedWorkbook } from './workbook-load.handlers.ts'
import { blockingChecks, lookThrough, type QualityFinding } from './workbook-quality.ts'
import { progressIn, siteRoles } from './workbook-reading.handlers.ts'
import { requireVersionChanged } from './version-rule.handlers.ts'

const fault = ({ standard, criterion, field, detail }: QualityFinding): Fault => ({ pointer: `${standard}/${criterion} ${field}`, detail })

/** @throws Refused `workbook-changed`, `criteria-unanswered`, `conflicts-unsettled`, `quality-check-open` */
async function requireClear(ctx: Context, book: LoadedWorkbook, contentHash: string): Promise<void> {
  if (book.contentHash !== contentHash) {
    throw new Refused(refuse('workbook-changed', 'Somebody changed the workbook after the quality check that you read. Read it again, then submit.'))
  }
  const findings = lookThrough(book.lines, await ctx.setting(blockingChecks)).filter(({ isBlocking }) => isBlocking)
  const which = (code: QualityFinding['code']): Fault[] => findings.filter((finding) => finding.code === code).map(fault)
  const [conflicts, unanswered] = [which('conflict'), which('unanswered')]
  if (conflicts.length > 0) throw new Refused(refuse('conflicts-unsettled', `In ${conflicts.length} cells different values stand side by side, the first in ${conflicts[0]!.pointer}. Settle each of them.`, conflicts))
  if (unanswered.length > 0) throw new Refused(refuse('criteria-unanswered', `${unanswered.length} criteria have no rating, the first ${unanswered[0]!.pointer}. Rate each, or say why it does not apply.`, unanswered))
  if (findings.length > 0) throw new Refused(refuse('quality-check-open', `The quality check found ${findings.length} points that block, the first in ${fault(findings[0]!).pointer}: ${findings[0]!.detail}`, findings.map(fault)))
}

const tellOf = (one: Case, kind: string, matter: string, params: Readonly<Record<string, string | number>> = {}) =>
  ({ kind, params: { site: one.siteName, ...params }, caseId: one.caseId, link: `/cases/${one.caseId}/workbook`, dedupeKey: `case:${one.caseId}:self-assessment:${matter}` })

type All = Handlers<typeof workbookContract, Context>

export const workbookSubmissions: Pick<All, 'submitSelfAssessment' | 'returnSelfAssessment'> = {
  async submitSelfAssessment(ctx, { caseId, contentHash }) {
    const one = await caseFor(ctx, caseId, 'workbook:submit', true)
    orRefuse(moved(one, 'self-assessment.submitted'))
    await requireVersionChanged(ctx, one)
    const book = await loadWorkbook(ctx, one)
    await requireClear(ctx, book, contentHash)
    const progress = progressIn(book)
    const after = await moveCase(ctx, one, 'self-assessment.submitted', { body: { contentHash, criteria: progress.criteria, notApplicable: progress.notApplicable } })
    await closeNotices(ctx.sql, `case:${caseId}:workbook:`, ctx.now)
    await closeNotices(ctx.sql, `case:${caseId}:self-assessment:`, ctx.now)
    await notifyRoles(ctx, ['operator', 'lead-assessor'], subjectOf(one), tellOf(one, 'self-assessment.submitted', `submitted:${after.version}`, { count: progress.criteria }))
    return { caseId, state: after.state, submittedAt: ctx.now }
  },

  async returnSelfAssessment(ctx, { caseId, reason }) {
    const one = await caseFor(ctx, caseId, 'workbook:return', true)
    const after = await moveCase(ctx, one, 'self-assessment.returned', { reason })
    await closeNotices(ctx.sql, `case:${caseId}:self-assessment:`, ctx.now)
    await notify(ctx, await holdersOn(ctx.sql, siteRoles, subjectOf(one)), tellOf(one, 'self-assessment.returned', `returned:${after.version}`, { reason }))
    return { caseId, state: after.state, reason }
  },
}
