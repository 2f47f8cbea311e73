// Cases: reading them and their clocks, leaving, and opening the next cycle.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { AskedStandard } from './application.ts'
import { CaseId } from './case.ts'
import { CaseRow, CaseView, ClockView, EventView } from './case-view.ts'
import { CaseState } from './cycle.ts'
import { DepartureReason, ReassessmentCause } from './case-end.ts'

const tag = 'Cases'
export const aCase = { caseId: CaseId }

export const caseContract = {
  getCase: operation({
    method: 'GET', path: '/cases/{caseId}', tag, permit: 'case:read', summary: 'Read one case, its clocks and what the account may do in it',
    input: z.object(aCase), result: CaseView, refusals: ['case-absent', 'standard-absent'],
  }),
  listCases: operation({
    method: 'GET', path: '/cases', tag, permit: 'case:read', summary: 'List the cases the account may see, newest first',
    input: z.object({
      state: z.union([CaseState, z.enum(['open', 'awarded-any', 'ended'])]).optional().describe('one state, or the open, awarded or ended ones'),
      text: longText(200).optional().describe('part of the name of a site or participant, or a site or case number'),
      siteId: SiteId.optional(), organisationId: z.string().max(100).optional(), ...PageQuery.shape,
    }),
    result: pageOf(CaseRow), refusals: ['cursor-invalid'],
  }),
  listClocks: operation({
    method: 'GET', path: '/cases/{caseId}/clocks', tag, permit: 'case:read', summary: 'List the clocks of a case, the nearest due day first',
    input: z.object(aCase), result: z.object({ items: z.array(ClockView), next: z.null() }), refusals: ['case-absent', 'standard-absent'],
  }),
  getCaseHistory: operation({
    method: 'GET', path: '/cases/{caseId}/events', tag, permit: 'case:read', summary: 'Read what happened in a case, oldest first',
    description: 'Persons are named to the operator and to their own side; to others the side that acted.',
    input: z.object(aCase), result: z.object({ items: z.array(EventView), next: z.null() }), refusals: ['case-absent'],
  }),
  leaveCase: operation({
    method: 'POST', path: '/cases/{caseId}/departure', tag, permit: 'case:leave', summary: 'End a case because the site leaves, closes or was sold',
    description: 'All its clocks stop and the letter no longer stands. What becomes of an award is for the decision body.',
    input: z.object({ ...aCase, reasonClass: DepartureReason, reason: shortText(2000).describe('kept in the log; name no person') }), result: CaseView,
    refusals: ['case-absent', 'case-state-forbids', 'standard-absent'],
  }),
  openReassessment: operation({
    method: 'POST', path: '/cases/{caseId}/re-assessment', tag, permit: 're-assessment:open', status: 201, summary: 'Open the next cycle of an awarded site',
    description: 'Under the newest standard in force. The award stands while it runs.',
    input: z.object({
      ...aCase, cause: ReassessmentCause, reason: shortText(2000).describe('kept in the log; name no person'),
      standards: z.array(AskedStandard).min(1).max(5).optional().describe('as before where none are named'),
    }),
    result: CaseView,
    refusals: ['case-absent', 'case-state-forbids', 're-assessment-too-early', 're-assessment-open', 'standard-absent', 'standard-not-in-force', 'marks-not-open'],
  }),
} as const
