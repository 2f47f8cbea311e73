import { z } from 'zod'
import { CaseState } from '#src/assurance/cycle.ts'
import { SiteId } from '#src/kernel/id.ts'
import { operation } from '#src/kernel/operation.ts'
import { longText, WebAddress } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { BoardCount, BoardRow, WorkloadRow } from './board.ts'
import { Indicator, SiteDisclosure } from './indicators.ts'

const states = z.union([z.array(CaseState), z.string().transform((text) => text.split(',')).pipe(z.array(CaseState))]).optional().describe('states, separated by commas')
const Filter = z.object({
  states, country: z.string().max(3).optional(), metal: z.string().max(40).optional(), standard: z.string().max(130).optional().describe('standard and version, such as "risk-readiness-assessment 3.0"'),
  firmId: z.string().max(60).optional(), cohort: z.string().max(80).optional(), ownerRole: z.string().max(40).optional(),
  dueBy: Day.optional(), isOverdue: z.stringbool().or(z.boolean()).optional(), text: z.string().max(100).optional(),
})
const Check = z.object({
  caseId: z.string(), round: z.number().int(), siteName: z.string().nullable(), drawId: z.string(), drawnOn: Day,
  verdict: z.enum(['sound', 'minor-faults', 'serious-faults']).nullable(), remarks: z.string().nullable(), checkedOn: Day.nullable(), checkedBy: z.string().nullable(),
})

export const deskContract = {
  getBoard: operation({
    method: 'GET', path: '/board', tag: 'Secretariat', permit: 'board:read', summary: 'All cases with their states and next clocks, the nearest due first',
    input: Filter, result: z.object({ today: Day, counts: z.array(BoardCount), items: z.array(BoardRow) }),
  }),
  exportBoard: operation({
    method: 'GET', path: '/board/exports', tag: 'Secretariat', permit: 'board:read', summary: 'The board as CSV or XLSX, as filtered', stream: 'export',
    input: Filter.extend({ format: z.enum(['csv', 'xlsx']).default('csv') }), result: z.unknown(),
  }),
  remindCases: operation({
    method: 'POST', path: '/board/reminders', tag: 'Secretariat', permit: 'board:remind', summary: 'Remind those whose move is next in these cases', status: 201,
    input: z.object({ caseIds: z.array(z.string().max(40)).min(1).max(500), text: longText(1000).optional() }),
    result: z.object({ cases: z.number().int(), people: z.number().int() }), refusals: ['case-absent'],
  }),
  getWorkload: operation({
    method: 'GET', path: '/board/workload', tag: 'Secretariat', permit: 'board:read', summary: 'Who has how many cases open, due soon and late',
    input: z.object({}), result: z.object({ byRole: z.array(WorkloadRow), byFirm: z.array(WorkloadRow), byAssessor: z.array(WorkloadRow) }),
  }),
  drawQualitySample: operation({
    method: 'POST', path: '/quality-checks/draws', tag: 'Secretariat', permit: 'quality-check:write', summary: 'Draw reports for a check of their quality, by a seed that is kept', status: 201,
    input: z.object({ from: Day, to: Day, percent: z.coerce.number().int().min(1).max(100), seed: z.string().min(1).max(100) }),
    result: z.object({ drawId: z.string(), drawn: z.array(z.object({ caseId: z.string(), round: z.number().int() })), outOf: z.number().int() }), refusals: ['no-reports-to-draw'],
  }),
  listQualityChecks: operation({
    method: 'GET', path: '/quality-checks', tag: 'Secretariat', permit: 'quality-check:read', summary: 'Reports drawn for a check, with what it found',
    input: z.object({}), result: z.object({ items: z.array(Check), next: z.null() }),
  }),
  recordQualityCheck: operation({
    method: 'POST', path: '/quality-checks/verdicts', tag: 'Secretariat', permit: 'quality-check:write', summary: 'Record what the check of a report found', status: 201,
    input: z.object({ caseId: z.string().max(40), round: z.coerce.number().int(), drawId: z.string().max(40), verdict: z.enum(['sound', 'minor-faults', 'serious-faults']), remarks: longText(4000) }),
    result: z.object({ caseId: z.string() }), refusals: ['quality-check-absent'],
  }),
  getProgrammeIndicators: operation({
    method: 'GET', path: '/programme-indicators', tag: 'Statistics', permit: 'registry:read', summary: 'How the programme does, as of a day, from published facts alone',
    input: z.object({ asOf: Day.optional() }), result: z.object({ asOf: Day, indicators: z.array(Indicator) }), refusals: ['day-ahead'],
  }),
  recordDisclosure: operation({
    method: 'POST', path: '/sites/{siteId}/disclosures', tag: 'Secretariat', permit: 'disclosure:write', summary: 'Record that a site published a target or a report', status: 201,
    input: z.object({ siteId: SiteId, kind: SiteDisclosure.shape.kind, publishedOn: Day, address: WebAddress }),
    result: z.object({ siteId: SiteId }), refusals: ['site-unknown', 'day-ahead'],
  }),
} as const
