// The on-site record: read, findings, media scan, interviews by number, closing meeting, and the end of the visit.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { CaseId } from './case.ts'
import { Attendance, Clause, AssessmentFinding, FindingGrade, MediaFind, MediaRelevance } from './on-site.ts'
import { RecordFileReading } from './on-site-file.ts'
import { OnSiteRecord } from './on-site-view.ts'

const tag = 'Assessment'
const aCase = { caseId: CaseId }
const seen = z.array(z.string().max(64)).max(100).describe('`seen` of the row as it was read; empty for a new one')
const written = ['case-absent', 'round-not-on-site', 'record-changed', 'record-value-wrong', 'standard-absent'] as const
const rowId = z.string().regex(/^[A-Za-z0-9_-]{1,100}$/)
const file = { filename: z.string().max(255).default('record').describe('repeated in refusals only') }
const fileRefusals = [
  'case-absent', 'round-not-on-site', 'record-archive-invalid', 'record-archive-of-another', 'change-altered', 'change-parent-unknown', 'record-value-wrong', 'round-criterion-closed',
  'rating-of-another', 'file-format-unknown', 'file-protected', 'archive-damaged', 'archive-too-large', 'table-too-long', 'table-too-wide', 'upload-too-large', 'standard-absent', 'file-base-altered',
] as const

export const onSiteContract = {
  getOnSiteRecord: operation({
    method: 'GET', path: '/cases/{caseId}/on-site', tag, permit: 'finding:read', summary: 'Read the on-site record of the round',
    description: 'Ratings, findings, media scan, interviews and closing meeting. The team sees exact numbers of interviews; others none below the minimum group size.',
    input: z.object(aCase), result: OnSiteRecord, refusals: ['case-absent', 'standard-absent'],
  }),
  proposeClauses: operation({
    method: 'GET', path: '/cases/{caseId}/clauses/{standard}/{criterion}', tag, permit: 'finding:read', summary: 'Find the clauses of other standards a criterion is mapped to',
    input: z.object({ ...aCase, standard: Slug, criterion: Slug }),
    result: z.object({ items: z.array(z.object({ ...Clause.shape, title: z.string(), relationship: z.string(), isWholeStandard: z.boolean() })) }),
    refusals: ['case-absent', 'criterion-unknown', 'standard-absent'],
  }),
  recordFinding: operation({
    method: 'POST', path: '/cases/{caseId}/findings', tag, permit: 'finding:write', summary: 'Record a finding, or change one',
    description: 'Graded, and tied to the clauses it touches in every standard of the visit, so that one change reaches all reports. A finding is withdrawn with a reason, never deleted.',
    input: z.object({
      ...aCase, findingId: rowId.nullable().default(null).describe('null for a new one'), grade: FindingGrade, statement: shortText(8000),
      clauses: z.array(Clause).max(100), evidenceIds: z.array(z.string().max(60)).max(200).default([]), withdrawnReason: shortText(2000).nullable().default(null), seen,
    }),
    result: AssessmentFinding, refusals: [...written, 'finding-clause-missing'],
  }),
  recordMediaFind: operation({
    method: 'POST', path: '/cases/{caseId}/media-finds', tag, permit: 'finding:write', summary: 'Log a search of the media scan, or change one',
    input: z.object({
      ...aCase, entryId: rowId.nullable().default(null).describe('null for a new one'), source: shortText(500), searchedOn: Day, words: shortText(500),
      found: longText(4000), relevance: MediaRelevance, seen,
    }),
    result: MediaFind, refusals: [...written],
  }),
  recordInterviews: operation({
    method: 'POST', path: '/cases/{caseId}/interviews', tag, permit: 'finding:write', summary: 'Count the interviews of a group',
    description: 'By number alone: nobody who was interviewed is ever named.',
    input: z.object({
      ...aCase, group: z.string().max(60).regex(/^[a-z]+(-[a-z]+)*$/), count: z.number().int().min(0).max(100_000), shortfallReason: shortText(1000).nullable().default(null), seen,
    }),
    result: z.object({ group: z.string(), count: z.number().int(), seen: z.array(z.string()) }), refusals: [...written],
  }),
  recordClosingMeeting: operation({
    method: 'POST', path: '/cases/{caseId}/closing-meetings', tag, permit: 'finding:write', summary: 'Record the closing meeting',
    description: 'Its day, who was there by role and number, and where views differed.',
    input: z.object({ ...aCase, heldOn: Day, attendees: z.array(Attendance).max(50), differences: longText(8000), seen }),
    result: z.object({ heldOn: Day, seen: z.array(z.string()) }), refusals: [...written, 'day-ahead'],
  }),
  completeSiteVisit: operation({
    method: 'POST', path: '/cases/{caseId}/site-visit/completion', tag, permit: 'site-visit:complete', summary: 'Say that the site visit is done',
    description: 'On the day of the closing meeting. Interviews reach the least number of each group, or say why not. The record stays open until its report is submitted.',
    input: z.object(aCase), result: OnSiteRecord, refusals: ['case-absent', 'case-state-forbids', 'closing-meeting-missing', 'interviews-short', 'standard-absent'],
  }),
  exportOnSiteRecord: operation({
    method: 'GET', path: '/cases/{caseId}/on-site/export', tag, permit: 'finding:write', summary: 'Take the record along as one file',
    description: '`zip`: a portable archive with a page that is filled without a network. `xlsx`: sheets to be edited. Both come back without loss.',
    stream: 'export', input: z.object({ ...aCase, format: z.enum(['zip', 'xlsx']).default('zip') }), result: z.unknown(), refusals: ['case-absent', 'standard-absent'],
  }),
  previewOnSiteFile: operation({
    method: 'POST', path: '/cases/{caseId}/on-site/file-previews', tag, permit: 'finding:write', summary: 'See every change that a record file would make',
    stream: 'upload', isRead: true, input: z.object({ ...aCase, ...file }), result: RecordFileReading, refusals: [...fileRefusals],
  }),
  applyOnSiteFile: operation({
    method: 'POST', path: '/cases/{caseId}/on-site/files', tag, permit: 'finding:write', summary: 'Bring a record file back',
    description: 'What was written by two people at once stands side by side until it is settled. The same file twice changes nothing more.',
    stream: 'upload', input: z.object({ ...aCase, ...file, reason: shortText(2000).optional().describe('why ratings that stood are changed, where the file does not say') }),
    result: RecordFileReading.extend({ added: z.number().int() }), refusals: [...fileRefusals, 'rating-reason-missing'],
  }),
} as const
