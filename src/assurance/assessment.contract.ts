// The plan of an assessment, the agreement on it, and the public notice.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { Language } from '#src/standards/standard.ts'
import { CaseId } from './case.ts'
import { TeamMember } from './engagement.ts'
import { InterviewCoverage, PlanContent, PlanGap } from './plan.ts'
import { PublishedNotice } from './published.ts'

const tag = 'Assessment'
const aCase = { caseId: CaseId }
const version = z.number().int().min(0).describe('as it was read; 0 where there is no plan yet')
const named = z.object({ name: z.string(), on: Day }).nullable()

export const PlanRecord = z.object({
  caseId: CaseId, round: z.number().int(), plan: PlanContent, version: z.number().int(), savedAt: z.string().nullable(),
  confirmed: named, approved: named,
  firmName: z.string().nullable(), team: z.array(z.object({ ...TeamMember.shape, name: z.string() })), teamLanguages: z.array(z.string()),
  coverage: z.array(InterviewCoverage), gaps: z.array(PlanGap), notice: PublishedNotice.nullable(), noticeDays: z.number().int(), mediaScanWords: z.array(z.string()),
})

export const assessmentContract = {
  getPlan: operation({
    method: 'GET', path: '/cases/{caseId}/plan', tag, permit: 'assessment:read', summary: 'Read the plan of the assessment and what it lacks',
    input: z.object(aCase), result: PlanRecord, refusals: ['case-absent'],
  }),
  savePlan: operation({
    method: 'PUT', path: '/cases/{caseId}/plan', tag, permit: 'plan:write', summary: 'Save the plan of the assessment',
    description: 'It may be incomplete. A change takes back what the site confirmed.',
    input: z.object({ ...aCase, plan: PlanContent, version }), result: PlanRecord, refusals: ['case-absent', 'case-state-forbids', 'plan-changed'],
  }),
  confirmPlan: operation({
    method: 'POST', path: '/cases/{caseId}/plan/confirmation', tag, permit: 'plan:confirm', summary: 'Confirm the plan for the site',
    input: z.object({ ...aCase, version }), result: PlanRecord, refusals: ['case-absent', 'case-state-forbids', 'plan-absent', 'plan-changed', 'plan-incomplete'],
  }),
  approvePlan: operation({
    method: 'POST', path: '/cases/{caseId}/plan/approval', tag, permit: 'plan:approve', summary: 'Approve the plan for the scheme',
    description: 'Checks completeness, approvals to the last day of the visit, and independence once more. The case is planned then.',
    input: z.object({ ...aCase, version }), result: PlanRecord,
    refusals: ['case-absent', 'case-state-forbids', 'plan-absent', 'plan-changed', 'plan-not-confirmed', 'plan-incomplete', 'assessor-not-of-firm', 'assessor-not-approved', 'conflict-found', 'standard-absent'],
  }),
  reopenPlan: operation({
    method: 'POST', path: '/cases/{caseId}/plan/reopening', tag, permit: 'plan:approve', summary: 'Reopen an agreed plan, with the reason',
    description: 'A notice that was published is taken back; its reason is public.',
    input: z.object({ ...aCase, reason: shortText(1000) }), result: PlanRecord, refusals: ['case-absent', 'case-state-forbids', 'standard-absent'],
  }),
  publishNotice: operation({
    method: 'POST', path: '/cases/{caseId}/notice', tag, permit: 'assessment:announce', summary: 'Publish the notice of the assessment',
    description: 'Public at once: site, days, firm, languages, and until when concerns reach the assessors before the visit. No name of a person belongs into the text.',
    input: z.object({ ...aCase, text: longText(4000).refine((text) => text.trim() !== '', 'the text is published and cannot be empty'), languages: z.array(Language).min(1).max(20), concernsUntil: Day }),
    result: PlanRecord, refusals: ['case-absent', 'case-state-forbids', 'plan-absent', 'team-missing', 'notice-dates-wrong', 'standard-absent'],
  }),
} as const
