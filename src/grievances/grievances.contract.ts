// How a fact is contested: a report by anyone, an outcome, an open dispute, a signed reply, a removal by law.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { longText } from '#src/kernel/text.ts'
import { ErrorReport, ReportState, ReportText } from './error-report.ts'
import { AboutFact, Dispute, Reply, ReportOutcome, Withholding } from './published.ts'

const tag = 'Grievances'
const aReport = { reportId: longText(60) }
const aSite = { siteId: SiteId }
const about = AboutFact.optional().describe('the fact that is meant, as shown beside it; absent: the record as a whole')
const publicText = (max: number) => longText(max).refine((text) => text.trim() !== '', 'this text is published and cannot be empty')

export const DisputeRecord = z.object({ disputeId: z.string(), ...Dispute.shape })
export const ReplyRecord = z.object({ replyId: z.string(), ...Reply.shape })

export const grievancesContract = {
  reportError: operation({
    method: 'POST', path: '/sites/{siteId}/error-reports', tag, permit: 'error-report:write', status: 201,
    summary: 'Report an error in the record of a site',
    description: 'Needs no account. The text and the address are seen by the operator only. '
      + 'Keep the number: it shows the clock and the outcome.',
    input: z.object({
      ...aSite, about, text: ReportText.describe('what is wrong, and where it can be checked'),
      email: z.email().max(200).optional().describe('for the answer; never published'),
    }),
    result: ReportState,
    refusals: ['site-unknown', 'fact-unknown'],
  }),
  trackErrorReport: operation({
    method: 'GET', path: '/error-reports/{reportId}', tag, permit: 'registry:read', summary: 'See the clock and the outcome of a report',
    input: z.object(aReport), result: ReportState, refusals: ['error-report-unknown'],
  }),
  listErrorReports: operation({
    method: 'GET', path: '/error-reports', tag, permit: 'error-report:decide', summary: 'List error reports, the longest due first',
    input: z.object({ state: ErrorReport.shape.state.optional(), siteId: SiteId.optional(), ...PageQuery.shape }),
    result: pageOf(ErrorReport), refusals: ['cursor-invalid'],
  }),
  decideErrorReport: operation({
    method: 'POST', path: '/error-reports/{reportId}/outcome', tag, permit: 'error-report:decide', summary: 'Decide an error report',
    description: 'The outcome and its text become public. `disputed` also opens a dispute beside the fact, with the same text.',
    input: z.object({ ...aReport, outcome: ReportOutcome.shape.outcome, text: publicText(2000) }),
    result: ErrorReport, refusals: ['error-report-unknown', 'error-report-decided'],
  }),
  eraseErrorReport: operation({
    method: 'POST', path: '/error-reports/{reportId}/erasure', tag, permit: 'error-report:decide',
    summary: 'Erase the words and the sender of a report', description: 'The clock and the outcome remain.',
    input: z.object(aReport), result: ErrorReport, refusals: ['error-report-unknown', 'error-report-erased'],
  }),
  openDispute: operation({
    method: 'POST', path: '/sites/{siteId}/disputes', tag, permit: 'error-report:decide', status: 201,
    summary: 'Open a dispute beside a fact',
    input: z.object({ ...aSite, about, text: publicText(2000) }),
    result: DisputeRecord, refusals: ['site-unknown', 'fact-unknown'],
  }),
  closeDispute: operation({
    method: 'POST', path: '/disputes/{disputeId}/resolution', tag, permit: 'error-report:decide', summary: 'Close a dispute',
    input: z.object({ disputeId: longText(60), resolution: publicText(2000) }),
    result: DisputeRecord, refusals: ['dispute-unknown', 'dispute-closed'],
  }),
  attachReply: operation({
    method: 'POST', path: '/sites/{siteId}/replies', tag, permit: 'reply:write', status: 201,
    summary: 'Attach the signed reply of the organisation named',
    description: 'Recorded as received: who signs, in which role, on which day, and the words.',
    input: z.object({
      ...aSite, about, text: publicText(5000),
      ...Reply.pick({ organisation: true, signedBy: true, role: true, signedOn: true }).shape,
    }),
    result: ReplyRecord, refusals: ['site-unknown', 'fact-unknown', 'reply-signed-later'],
  }),
  withholdFact: operation({
    method: 'POST', path: '/facts/{kind}/{factId}/withholding', tag, permit: 'fact:withhold', summary: 'Remove a statement by law',
    description: 'The text goes, under every `knownAt`; its place and the reason stay visible. This cannot be undone.',
    input: z.object({ kind: longText(60), factId: longText(120), reason: publicText(600) }),
    result: Withholding, refusals: ['fact-unknown', 'fact-withheld', 'fact-not-withholdable'],
  }),
} as const
