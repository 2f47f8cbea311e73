// The report of a round, its submission, the report a standard, and rounds after the first.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { shortText } from '#src/kernel/text.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { Version } from '#src/standards/standard.ts'
import { Case, CaseId } from './case.ts'
import { RoundKind } from './cycle.ts'
import { AssessmentFinding } from './on-site.ts'
import { AssessmentReport, GoodPractice, ReportContent } from './report.ts'
import { ReportGap } from './report-check.ts'

const tag = 'Assessment'
const aCase = { caseId: CaseId }
const ofRound = { round: z.coerce.number().int().min(1).max(100).optional().describe('the round; the last where none is given') }
const openRound = { path: z.enum(['desk', 'on-site']), reason: shortText(2000) }

export const ReportRecord = z.object({
  ...AssessmentReport.shape, roundKind: RoundKind.nullable(), path: z.enum(['desk', 'on-site']), submittedByName: z.string().nullable(),
  standards: z.array(z.object({ standard: Slug, standardVersion: Version, title: z.string() })),
  /** What stands between the draft and its submission; empty for readers who do not write it. */
  gaps: z.array(ReportGap), may: z.object({ write: z.boolean(), submit: z.boolean() }), rounds: z.number().int(),
})

export const StandardReport = z.object({
  caseId: CaseId, round: z.number().int(), roundKind: RoundKind, siteName: z.string(), standard: Slug, standardVersion: Version, title: z.string(), marks: z.array(Slug),
  firmName: z.string().nullable(), ...ReportContent.pick({ assessedFrom: true, assessedTo: true, summary: true, strengths: true }).shape,
  ratings: z.array(z.object({
    criterion: Slug, number: z.number().int(), title: z.string(), level: Slug.nullable(), levelTitle: z.string().nullable(), isApplicable: z.boolean(), rationale: z.string(),
    certificateId: z.string().nullable(), evidenceIds: z.array(z.string()),
    /** The round that gave it. */
    ratedInRound: z.number().int(),
  })),
  findings: z.array(AssessmentFinding.pick({ findingId: true, grade: true, statement: true, clauses: true, evidenceIds: true })),
  goodPractices: z.array(GoodPractice), acceptedOnRecognition: z.array(Slug),
})

export const reportContract = {
  getReport: operation({
    method: 'GET', path: '/cases/{caseId}/report', tag, permit: 'report:read', summary: 'Read the report of a round',
    description: 'The team sees its draft with what it lacks; reviewers what was submitted; the site the final report.',
    input: z.object({ ...aCase, ...ofRound }), result: ReportRecord, refusals: ['case-absent', 'report-absent', 'standard-absent'],
  }),
  getStandardReport: operation({
    method: 'GET', path: '/cases/{caseId}/reports/{standard}', tag, permit: 'report:read', summary: 'Read the report for one standard, made from the one record',
    description: 'What was submitted: ratings that stand after the round, the findings that touch the standard, and what was accepted on recognition.',
    input: z.object({ ...aCase, standard: Slug, ...ofRound }), result: StandardReport, refusals: ['case-absent', 'report-absent', 'standard-absent'],
  }),
  saveReport: operation({
    method: 'PUT', path: '/cases/{caseId}/report', tag, permit: 'report:write', summary: 'Save the draft of the report',
    input: z.object({ ...aCase, report: ReportContent, version: z.number().int().min(0).describe('as it was read; 0 where there is none yet') }),
    result: ReportRecord, refusals: ['case-absent', 'round-not-on-site', 'report-changed', 'standard-absent'],
  }),
  submitReport: operation({
    method: 'POST', path: '/cases/{caseId}/report/submission', tag, permit: 'report:submit', summary: 'Submit the report, and freeze its ratings',
    description: 'Ratings of the round stand from then on; a reviewer may return the report, and then they can be changed, with a reason.',
    input: z.object({ ...aCase, version: z.number().int() }), result: ReportRecord, refusals: ['case-absent', 'case-state-forbids', 'report-changed', 'report-incomplete', 'standard-absent'],
  }),
  requestRound: operation({
    method: 'POST', path: '/cases/{caseId}/round-requests', tag, permit: 'round:request', status: 201, summary: 'Ask for the follow-up or the assessment of what was remedied',
    input: z.object({ ...aCase, text: shortText(2000) }), result: z.object({ caseId: CaseId, requestedOn: z.string() }), refusals: ['case-absent', 'case-state-forbids'],
  }),
  openFollowUp: operation({
    method: 'POST', path: '/cases/{caseId}/follow-ups', tag, permit: 'follow-up:open', status: 201, summary: 'Open the follow-up of a conditional award',
    description: 'A round that rates only what was not fully met, under the same version of the standard, at the desk or on site.',
    input: z.object({ ...aCase, ...openRound }), result: Case,
    refusals: ['case-absent', 'case-state-forbids', 'team-missing', 'assessor-not-of-firm', 'assessor-not-approved', 'conflict-found', 'standard-absent'],
  }),
  openRemediation: operation({
    method: 'POST', path: '/cases/{caseId}/remediations', tag, permit: 'follow-up:open', status: 201, summary: 'Open the assessment of what was remedied',
    description: 'After a decision of "not awarded": a round that rates only what was not fully met, under the same version of the standard.',
    input: z.object({ ...aCase, ...openRound }), result: Case,
    refusals: ['case-absent', 'case-state-forbids', 'team-missing', 'assessor-not-of-firm', 'assessor-not-approved', 'conflict-found', 'standard-absent'],
  }),
} as const
