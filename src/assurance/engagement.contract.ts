// The handshake between scheme, firm and site over who assesses a case.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { shortText } from '#src/kernel/text.ts'
import { Case, CaseId, CaseStandard } from './case.ts'
import { Engagement, TeamMember } from './engagement.ts'
import { Conflict } from './independence.ts'

const tag = 'Assessment'
const aCase = { caseId: CaseId }
const anEngagement = { engagementId: z.string().max(60) }
const reason = { reason: shortText(2000) }
const firmGates = ['assessor-not-of-firm', 'assessor-not-approved', 'conflict-found']

/** What a firm needs to know to answer. */
const Asked = z.object({
  siteName: z.string(), country: z.string(), siteTypes: Case.shape.siteTypes, metals: Case.shape.metals, standards: z.array(CaseStandard), participant: z.string().nullable(),
})
export const EngagementRecord = z.object({
  ...Engagement.shape, firmName: z.string(), team: z.array(z.object({ ...TeamMember.shape, name: z.string() })), asked: Asked,
  may: z.object({ answer: z.boolean(), judge: z.boolean(), confirm: z.boolean() }),
})
const Gap = z.object({
  userId: z.string().nullable(), standard: z.string(), standardVersion: z.string(), state: z.enum(['never', 'lapsed', 'withdrawn', 'not-yet']), on: z.string().nullable(),
})
export const TeamCheckRecord = z.object({ isFit: z.boolean(), conflicts: z.array(Conflict), gaps: z.array(Gap), strangers: z.array(z.string()) })

const team = {
  leadUserId: z.string().max(100), assessorUserIds: z.array(z.string().max(100)).max(30).default([]),
}

export const engagementContract = {
  listEngagements: operation({
    method: 'GET', path: '/cases/{caseId}/engagements', tag, permit: 'engagement:read', summary: 'List the engagements of a case, newest first',
    input: z.object({ ...aCase, ...PageQuery.shape }), result: pageOf(EngagementRecord), refusals: ['case-absent', 'cursor-invalid'],
  }),
  listFirmEngagements: operation({
    method: 'GET', path: '/firms/{firmId}/engagements', tag, permit: 'engagement:accept', summary: 'List what a firm is asked to assess',
    input: z.object({ firmId: z.string().max(60), ...PageQuery.shape }), result: pageOf(EngagementRecord), refusals: ['firm-absent', 'cursor-invalid'],
  }),
  proposeEngagement: operation({
    method: 'POST', path: '/cases/{caseId}/engagements', tag, permit: 'engagement:propose', status: 201, summary: 'Propose an assessor firm for a case',
    description: 'By the site or the secretariat. Refused at once where the firm itself is not approved or not independent.',
    input: z.object({ ...aCase, firmId: z.string().max(60), message: shortText(2000).nullable().default(null) }), result: EngagementRecord,
    refusals: ['case-absent', 'case-state-forbids', 'firm-absent', 'engagement-under-way', ...firmGates],
  }),
  checkTeam: operation({
    method: 'POST', path: '/engagements/{engagementId}/team-checks', tag, permit: 'engagement:accept', isRead: true, summary: 'See what stands against a team before naming it',
    input: z.object({ ...anEngagement, ...team }), result: TeamCheckRecord, refusals: ['engagement-absent'],
  }),
  acceptEngagement: operation({
    method: 'POST', path: '/engagements/{engagementId}/acceptance', tag, permit: 'engagement:accept', summary: 'Accept for the firm and name the team',
    description: 'The firm declares with it that nothing else stands against its independence. After an objection of the site another team is named in the same way.',
    input: z.object({ ...anEngagement, ...team, isIndependent: z.literal(true, 'the firm declares that it and its team are independent'), version: z.number().int() }),
    result: EngagementRecord, refusals: ['engagement-absent', 'engagement-state-forbids', 'engagement-changed', ...firmGates],
  }),
  declineEngagement: operation({
    method: 'POST', path: '/engagements/{engagementId}/declination', tag, permit: 'engagement:accept', summary: 'Decline for the firm, with the reason',
    input: z.object({ ...anEngagement, ...reason }), result: EngagementRecord, refusals: ['engagement-absent', 'engagement-state-forbids'],
  }),
  acceptTeam: operation({
    method: 'POST', path: '/engagements/{engagementId}/team-acceptance', tag, permit: 'team:answer', summary: 'Accept the team for the site',
    input: z.object({ ...anEngagement, version: z.number().int() }), result: EngagementRecord, refusals: ['engagement-absent', 'engagement-state-forbids', 'engagement-changed'],
  }),
  objectToTeam: operation({
    method: 'POST', path: '/engagements/{engagementId}/team-objection', tag, permit: 'team:answer', summary: 'Object to the team for the site, with the reason',
    input: z.object({ ...anEngagement, ...reason }), result: EngagementRecord, refusals: ['engagement-absent', 'engagement-state-forbids'],
  }),
  confirmEngagement: operation({
    method: 'POST', path: '/engagements/{engagementId}/confirmation', tag, permit: 'engagement:confirm', summary: 'Confirm firm and team for the case',
    description: 'Checks approvals and independence again, gives the team its rights on the case, and ends those of a team before it.',
    input: z.object({ ...anEngagement, overrideReason: shortText(2000).nullable().default(null).describe('only where the scheme allows to set a conflict aside') }),
    result: EngagementRecord, refusals: ['engagement-absent', 'engagement-state-forbids', 'case-state-forbids', 'conflict-override-off', ...firmGates],
  }),
  withdrawEngagement: operation({
    method: 'POST', path: '/engagements/{engagementId}/withdrawal', tag, permit: 'engagement:confirm', summary: 'Withdraw a proposal that is under way',
    input: z.object({ ...anEngagement, ...reason }), result: EngagementRecord, refusals: ['engagement-absent', 'engagement-state-forbids'],
  }),
} as const

