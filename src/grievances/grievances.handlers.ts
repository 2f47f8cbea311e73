// The way of a contested fact: load, decide, save, record. What becomes public is published as facts; the rest is not.
import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { fromCursor } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { putFact, withholdFact, type FactLine } from '#src/transparency/fact.ts'
import { aboutOf, factVersions } from '#src/transparency/fact.store.ts'
import { ANSWER_WITHIN_DAYS, decide, dueAfter, erase, withoutWords, type ErrorReport } from './error-report.ts'
import { insertReport, listReports, readReport, updateReport } from './error-report.store.ts'
import type { grievancesContract } from './grievances.contract.ts'
import {
  disputeFact, replyFact, reportOutcomeFact, withholdingFact, type AboutFact, type Dispute, type Reply, type Withholding,
} from './published.ts'
import { findFact, findSite, namedKind } from './subject.ts'

const toCursor = (report: ErrorReport): string => Buffer.from(`${report.dueOn} ${report.reportId}`, 'utf8').toString('base64url')

function afterCursor(cursor: string | undefined): readonly [string, string] | undefined {
  if (cursor === undefined) return undefined
  const [dueOn, reportId] = fromCursor(cursor).split(' ')
  if (dueOn === undefined || reportId === undefined || !/^\d{4}-\d\d-\d\d$/.test(dueOn)) {
    throw new Refused(refuse('cursor-invalid', 'This cursor was not given by this list. Begin again without it.'))
  }
  return [dueOn, reportId]
}

async function reportOf(ctx: Context, reportId: string, isForUpdate = false): Promise<ErrorReport> {
  const report = await readReport(ctx.sql, reportId, ctx.today, isForUpdate)
  if (report) return report
  throw new Refused(refuse('error-report-unknown', `No report has the number ${reportId}. Check that it is complete.`))
}

const aboutOrNothing = (about: AboutFact | undefined): { about?: AboutFact } => about === undefined ? {} : { about }

/** A kind that cannot be removed: the notice of a removal must itself stay visible. */
const KEPT_KINDS: ReadonlySet<string> = new Set([withholdingFact.kind])

export const grievancesHandlers: Handlers<typeof grievancesContract, Context> = {
  async reportError(ctx, { siteId, about, text, email }) {
    const facts = await ctx.facts()
    const site = orRefuse(findSite(facts, siteId))
    orRefuse(findFact(facts, site, about))
    const report: ErrorReport = {
      reportId: ctx.newId('rep'), siteId: site, about: about ?? null, text: text.trim(), email: email ?? null,
      receivedOn: ctx.today, dueOn: dueAfter(ctx.today, ANSWER_WITHIN_DAYS),
      state: 'open', outcome: null, outcomeText: null, decidedOn: null, erasedOn: null,
    }
    await insertReport(ctx.sql, report)
    ctx.record({ kind: 'error-report.received', subject: report.reportId, body: { siteId: site, dueOn: report.dueOn }, isPublic: false })
    return withoutWords(report)
  },

  async trackErrorReport(ctx, { reportId }) {
    return withoutWords(await reportOf(ctx, reportId))
  },

  async listErrorReports(ctx, { state, siteId, limit, cursor }) {
    const found = await listReports(ctx.sql, { state, siteId }, ctx.today, afterCursor(cursor), limit + 1)
    const items = found.slice(0, limit)
    const last = items.at(-1)
    return { items, next: last !== undefined && found.length > limit ? toCursor(last) : null }
  },

  async decideErrorReport(ctx, { reportId, outcome, text }) {
    const decided = orRefuse(decide(await reportOf(ctx, reportId, true), outcome, text.trim(), ctx.today))
    await updateReport(ctx.sql, decided)
    const { siteId } = decided
    const about = aboutOrNothing(decided.about ?? undefined)
    const lines: FactLine[] = [
      putFact(reportOutcomeFact, reportId, { siteId, ...about, outcome, text: text.trim(), decidedOn: ctx.today }),
    ]
    if (outcome === 'disputed') {
      lines.push(putFact(disputeFact, ctx.newId('dsp'), { siteId, ...about, text: text.trim(), openedOn: ctx.today }))
    }
    ctx.publish(lines, { kind: 'error-report.decided', subject: siteId, body: { reportId, outcome }, isPublic: true })
    return decided
  },

  async eraseErrorReport(ctx, { reportId }) {
    const report = await reportOf(ctx, reportId, true)
    if (report.erasedOn !== null) {
      throw new Refused(refuse('error-report-erased',
        `The words of ${reportId} were erased on ${report.erasedOn}. Nothing is left to erase.`))
    }
    const erased = erase(report, ctx.today)
    await updateReport(ctx.sql, erased)
    ctx.record({ kind: 'error-report.erased', subject: reportId, body: {}, isPublic: false })
    return erased
  },

  async openDispute(ctx, { siteId, about, text }) {
    const facts = await ctx.facts()
    const site = orRefuse(findSite(facts, siteId))
    orRefuse(findFact(facts, site, about))
    const disputeId = ctx.newId('dsp')
    const dispute: Dispute = { siteId: site, ...aboutOrNothing(about), text: text.trim(), openedOn: ctx.today }
    ctx.publish([putFact(disputeFact, disputeId, dispute)],
      { kind: 'dispute.opened', subject: site, body: { disputeId }, isPublic: true })
    return { disputeId, ...dispute }
  },

  async closeDispute(ctx, { disputeId, resolution }) {
    const open = (await ctx.facts()).of(disputeFact).get(disputeId)?.value
    if (open === undefined) throw new Refused(refuse('dispute-unknown', `No dispute has the number ${disputeId}.`))
    if (open.closedOn !== undefined) {
      throw new Refused(refuse('dispute-closed',
        `The dispute ${disputeId} was closed on ${open.closedOn}. Open a new one if it arises again.`))
    }
    const closed: Dispute = { ...open, closedOn: ctx.today, resolution: resolution.trim() }
    ctx.publish([putFact(disputeFact, disputeId, closed)],
      { kind: 'dispute.closed', subject: open.siteId, body: { disputeId }, isPublic: true })
    return { disputeId, ...closed }
  },

  async attachReply(ctx, { siteId, about, organisation, signedBy, role, signedOn, text }) {
    if (signedOn > ctx.today) {
      throw new Refused(refuse('reply-signed-later',
        `The reply bears the date ${signedOn}, and today is ${ctx.today}. Correct the date.`))
    }
    const facts = await ctx.facts()
    const site = orRefuse(findSite(facts, siteId))
    orRefuse(findFact(facts, site, about))
    const replyId = ctx.newId('rpl')
    const reply: Reply = { siteId: site, ...aboutOrNothing(about), organisation, signedBy, role, signedOn, text: text.trim() }
    ctx.publish([putFact(replyFact, replyId, reply)], { kind: 'reply.attached', subject: site, body: { replyId }, isPublic: true })
    return { replyId, ...reply }
  },

  async withholdFact(ctx, { kind, factId, reason }) {
    if (KEPT_KINDS.has(kind)) {
      throw new Refused(refuse('fact-not-withholdable', `A ${kind} is the notice of a removal and must stay visible.`))
    }
    const versions = await factVersions(ctx.sql, kind, factId)
    const last = versions.at(-1)
    if (last === undefined) throw new Refused(refuse('fact-unknown', `The registry holds no ${kind} "${factId}" and never held one.`))
    if (last.withheldReason !== null) {
      throw new Refused(refuse('fact-withheld', `The ${kind} "${factId}" is already removed: ${last.withheldReason}`))
    }
    const subject = aboutOf(kind, factId, last.value)
    const withholding: Withholding = {
      ...(subject === null ? {} : { subject }), about: { kind, factId }, reason: reason.trim(), withheldOn: ctx.today,
    }
    ctx.publish(
      [withholdFact(namedKind(kind), factId, withholding.reason), putFact(withholdingFact, `${kind}.${factId}`, withholding)],
      { kind: 'fact.withheld', subject: factId, body: { kind, factId, reason: withholding.reason }, isPublic: true },
    )
    return withholding
  },
}
