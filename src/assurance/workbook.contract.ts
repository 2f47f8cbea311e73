// The self-assessment: read the workbook, write its cells, settle what was written at once, comment, look through, submit;
// and the same workbook as a file.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { Instant } from '#src/kernel/time.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { Audience, Comment, CommentText } from './comment.ts'
import { CaseId } from './case.ts'
import { CaseState } from './cycle.ts'
import { Change, ChangeId, TypedChange } from './sheet.ts'
import { MOST_CHARACTERS, WorkbookField } from './workbook.ts'
import { workbookFileContract } from './workbook-file.contract.ts'
import { CellOfSheet, QualityCheck, Workbook } from './workbook-view.ts'

const tag = 'Self-assessment'
const aCase = { caseId: CaseId }
const aCriterion = { standard: Slug, criterion: Slug }
const seen = ['case-absent', 'workbook-not-submitted'] as const
const written = ['case-absent', 'workbook-closed'] as const
const changed = ['change-altered', 'change-parent-unknown'] as const

const SavedChanges = z.object({
  /** Of those sent, the ones that were new. */
  added: z.array(ChangeId),
  /** Every cell touched, as it stands now. */
  cells: z.array(CellOfSheet),
})
const Submitted = z.object({ caseId: CaseId, state: CaseState, submittedAt: Instant })

export const workbookContract = {
  getWorkbook: operation({
    method: 'GET', path: '/cases/{caseId}/workbook', tag, permit: 'workbook:read', summary: 'Read the workbook of a case as a whole',
    description: 'Every criterion that applies, with its meaning, the last answer, what is recognised, linked evidence and the cells. '
      + 'A draft is shown to the people of the site and to the secretariat.',
    input: z.object(aCase), result: Workbook, refusals: [...seen, 'standard-absent'],
  }),
  saveChanges: operation({
    method: 'POST', path: '/cases/{caseId}/workbook/changes', tag, permit: 'workbook:write', summary: 'Save changes to cells of the workbook',
    description: 'Each change names the changes its author saw in the cell. What nobody saw and replaced still stands beside it, as a conflict '
      + 'for a person to settle. A change that is known already is passed over, so that the same batch can be sent again.',
    input: z.object({ ...aCase, changes: z.array(TypedChange).min(1).max(200) }), result: SavedChanges,
    refusals: [...written, ...changed, 'workbook-value-invalid', 'standard-absent'],
  }),
  settleConflict: operation({
    method: 'POST', path: '/cases/{caseId}/workbook/settlements', tag, permit: 'workbook:write', summary: 'Settle a cell in which several values stand',
    description: 'Names every change that stands in the cell, so that whoever settles has seen all of them. None of the values is lost: the history of the cell keeps them.',
    input: z.object({
      ...aCase, ...aCriterion, field: WorkbookField.exclude(['assignee']), changeId: ChangeId, heads: z.array(ChangeId).min(1).max(100),
      value: z.string().max(MOST_CHARACTERS).nullable(),
    }),
    result: SavedChanges, refusals: [...written, ...changed, 'workbook-value-invalid', 'conflict-absent', 'conflict-moved', 'standard-absent'],
  }),
  assignCriteria: operation({
    method: 'POST', path: '/cases/{caseId}/workbook/assignments', tag, permit: 'workbook:write', summary: 'Assign criteria to a colleague',
    input: z.object({ ...aCase, criteria: z.array(z.object(aCriterion)).min(1).max(300), userId: z.string().max(100).nullable().describe('null takes the assignment away') }),
    result: SavedChanges, refusals: [...written, 'workbook-value-invalid', 'assignee-unfit', 'standard-absent'],
  }),
  listCellChanges: operation({
    method: 'GET', path: '/cases/{caseId}/workbook/changes', tag, permit: 'workbook:read', summary: 'List every value ever typed into one cell',
    input: z.object({ ...aCase, ...aCriterion, field: WorkbookField, ...PageQuery.shape }),
    result: pageOf(Change.extend({ authorName: z.string().nullable() })), refusals: [...seen, 'cell-private', 'cursor-invalid'],
  }),
  listComments: operation({
    method: 'GET', path: '/cases/{caseId}/workbook/comments', tag, permit: 'workbook:read', summary: 'List the comments on the criteria of a case',
    input: z.object({ ...aCase, standard: Slug.optional(), criterion: Slug.optional(), ...PageQuery.shape }),
    result: pageOf(Comment.extend({ authorName: z.string().nullable() })), refusals: ['case-absent', 'cursor-invalid'],
  }),
  addComment: operation({
    method: 'POST', path: '/cases/{caseId}/workbook/comments', tag, permit: 'comment:write', status: 201, summary: 'Comment on a criterion, or answer in a thread',
    description: 'People who are mentioned are told, and so are those who spoke in the thread before.',
    input: z.object({
      ...aCase, ...aCriterion, threadId: z.string().max(60).nullable().default(null), audience: Audience.default('site').describe('an answer stays in the audience of its thread'),
      text: CommentText, mentions: z.array(z.string().max(100)).max(20).default([]),
    }),
    result: Comment, refusals: ['case-absent', 'workbook-value-invalid', 'comment-absent', 'comment-audience-closed', 'mention-unfit', 'standard-absent'],
  }),
  resolveComment: operation({
    method: 'POST', path: '/cases/{caseId}/workbook/comments/{threadId}/resolution', tag, permit: 'comment:write', summary: 'Resolve a thread of comments, or open it again',
    input: z.object({ ...aCase, threadId: z.string().max(60), isResolved: z.boolean().default(true) }), result: Comment, refusals: ['case-absent', 'comment-absent'],
  }),
  withdrawComment: operation({
    method: 'POST', path: '/cases/{caseId}/workbook/comments/{commentId}/withdrawal', tag, permit: 'comment:write', summary: 'Take back the words of a comment of one\'s own',
    input: z.object({ ...aCase, commentId: z.string().max(60) }), result: Comment, refusals: ['case-absent', 'comment-absent'],
  }),
  getQualityCheck: operation({
    method: 'GET', path: '/cases/{caseId}/workbook/quality-check', tag, permit: 'workbook:read', summary: 'Look the workbook through before it is submitted',
    description: 'Each finding names its place and what to do. Those that block are a setting of the scheme; unanswered criteria and unsettled conflicts always do.',
    input: z.object(aCase), result: QualityCheck, refusals: [...seen, 'standard-absent'],
  }),
  submitSelfAssessment: operation({
    method: 'POST', path: '/cases/{caseId}/workbook/submission', tag, permit: 'workbook:submit', summary: 'Submit the self-assessment',
    description: 'The workbook is closed by it. `contentHash` is that of the quality check that was read, so that nothing is submitted unseen.',
    input: z.object({ ...aCase, contentHash: z.string().max(64) }), result: Submitted,
    refusals: ['case-absent', 'case-state-forbids', 'workbook-changed', 'criteria-unanswered', 'conflicts-unsettled', 'quality-check-open', 'version-change-due', 'standard-absent'],
  }),
  returnSelfAssessment: operation({
    method: 'POST', path: '/cases/{caseId}/workbook/return', tag, permit: 'workbook:return', summary: 'Return a self-assessment to the site, with the reason',
    description: 'Its clock runs on from the day it started.',
    input: z.object({ ...aCase, reason: shortText(2000) }), result: z.object({ caseId: CaseId, state: CaseState, reason: longText(2000) }),
    refusals: ['case-absent', 'case-state-forbids', 'standard-absent'],
  }),
  ...workbookFileContract,
} as const
