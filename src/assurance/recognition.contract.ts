// Recognition: the equivalence matrix, what follows from it for a case, and requests for standards that it does not hold.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { longText, shortText, WebAddress } from '#src/kernel/text.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { Version } from '#src/standards/standard.ts'
import { CaseId } from './case.ts'
import { Equivalence, EquivalenceId, EquivalenceState, EquivalenceStatement } from './equivalence.ts'
import { RecognitionOutcome, RecognitionRequest, RecognitionRequestId, RecognitionRequestState } from './recognition-request.ts'
import { AssessmentScope, ScopingLine } from './scoping.ts'
import { ScopingCause, ScopingChange } from './scoping-change.ts'

export const EquivalenceRow = z.object({
  ...Equivalence.shape,
  /** The criterion in the reader's language; null where the standard is not ours. */
  criterionTitle: z.string().nullable(),
  /** Told to the scheme alone. */
  approverName: z.string().nullable(),
})
export type EquivalenceRow = z.infer<typeof EquivalenceRow>

export const ScopingLineView = z.object({ ...ScopingLine.shape, number: z.number().int(), title: z.string() })
export const ScopingChangeView = z.object({ ...ScopingChange.shape, number: z.number().int().nullable(), title: z.string() })

export const ScopingChangeSet = z.object({
  sequence: z.number().int(), computedAt: Instant, assessmentOn: Day, cause: ScopingCause, changes: z.array(ScopingChangeView),
  evidence: z.object({ added: z.array(z.string()), removed: z.array(z.string()) }),
})
export type ScopingChangeSet = z.infer<typeof ScopingChangeSet>

export const Scoping = z.object({
  caseId: CaseId, assessmentOn: Day, lines: z.array(ScopingLineView), assessmentScope: AssessmentScope,
  /** Files that are reused, and the criteria they serve. */
  evidence: z.array(z.object({ evidenceId: z.string(), title: z.string().nullable(), criteria: z.array(Slug) })),
  /** Rows of the matrix that the lines name. */
  equivalences: z.array(EquivalenceRow),
  lastChange: ScopingChangeSet.nullable(),
})
export type Scoping = z.infer<typeof Scoping>

export const RequestRow = z.object({ ...RecognitionRequest.shape, siteName: z.string(), participantName: z.string() })

const tag = 'Recognition'
const read = { method: 'GET', tag, permit: 'recognition:read' } as const
const write = { tag, permit: 'recognition:write' } as const
const aRow = { equivalenceId: EquivalenceId }
const aCase = { caseId: CaseId }
const aRequest = { requestId: RecognitionRequestId }
const version = z.number().int().describe('the version that was read; another one means that somebody changed it meanwhile')
const rowRefusals = ['equivalence-unsound', 'requirement-absent'] as const
const changing = ['equivalence-absent', 'equivalence-changed'] as const

export const recognitionContract = {
  getScoping: operation({
    ...read, path: '/cases/{caseId}/scopings', summary: 'Read what is recognised in a case, requirement by requirement',
    description: 'Covered, partly with what remains, or not covered; until when; on which certificate, row and file; and why. Lines that rest on rows not approved here are a preview and decide nothing.',
    input: z.object(aCase), result: Scoping, refusals: ['case-absent', 'standard-absent'],
  }),
  listScopingChanges: operation({
    ...read, path: '/cases/{caseId}/scoping-changes', summary: 'List how the scope of a case changed and why, newest first',
    input: z.object(aCase), result: z.object({ items: z.array(ScopingChangeSet), next: z.null() }), refusals: ['case-absent', 'standard-absent'],
  }),
  listEquivalences: operation({
    ...read, path: '/equivalences', summary: 'List rows of the equivalence matrix by requirement',
    input: z.object({
      standard: Slug.optional(), standardVersion: Version.optional(), criterion: Slug.optional(), externalScheme: Slug.optional(), externalVersion: Version.optional(),
      state: EquivalenceState.optional(), text: longText(100).optional(), ...PageQuery.shape,
    }),
    result: pageOf(EquivalenceRow), refusals: ['cursor-invalid'],
  }),
  getEquivalence: operation({ ...read, path: '/equivalences/{equivalenceId}', summary: 'Read one row of the equivalence matrix', input: z.object(aRow), result: EquivalenceRow, refusals: ['equivalence-absent'] }),
  exportEquivalences: operation({
    ...read, path: '/equivalence-exports', summary: 'Export the matrix as YAML or as an OSCAL mapping collection', stream: 'export',
    description: 'The OSCAL file says in its remarks what the model has no place for.',
    input: z.object({ format: z.enum(['yaml', 'oscal']).default('yaml'), standard: Slug.optional(), standardVersion: Version.optional(), externalScheme: Slug.optional(), externalVersion: Version.optional() }), result: z.unknown(),
  }),
  addEquivalence: operation({
    ...write, method: 'POST', path: '/equivalences', summary: 'Add a row to the equivalence matrix, to be approved', status: 201,
    input: EquivalenceStatement, result: EquivalenceRow, refusals: [...rowRefusals],
  }),
  updateEquivalence: operation({
    ...write, method: 'PATCH', path: '/equivalences/{equivalenceId}', summary: 'Change a row of the matrix; its approval ends with that',
    input: z.object({ ...aRow, version, ...EquivalenceStatement.partial().shape }), result: EquivalenceRow, refusals: [...changing, ...rowRefusals],
  }),
  removeEquivalence: operation({
    ...write, method: 'DELETE', path: '/equivalences/{equivalenceId}', summary: 'Take a row out that was never approved',
    input: z.object(aRow), result: z.object(aRow), refusals: ['equivalence-absent', 'equivalence-approved'],
  }),
  approveEquivalence: operation({
    ...write, method: 'POST', path: '/equivalences/{equivalenceId}/approvals', summary: 'Approve a row of the matrix until a day',
    description: 'From then on the row counts in decisions. Every running case is computed again.',
    input: z.object({ ...aRow, version, validUntil: Day.optional().describe('the last day; absent: as long as the setting says') }), result: EquivalenceRow, refusals: [...changing, 'approval-day-past', ...rowRefusals],
  }),
  revokeEquivalence: operation({
    ...write, method: 'POST', path: '/equivalences/{equivalenceId}/revocations', summary: 'Revoke the approval of a row, with the reason',
    input: z.object({ ...aRow, version, reason: shortText(1000) }), result: EquivalenceRow, refusals: [...changing, 'equivalence-not-approved'],
  }),
  importEquivalences: operation({
    ...write, method: 'POST', path: '/equivalence-imports', summary: 'Import rows of the matrix from a YAML file', stream: 'upload',
    description: 'A row with a known number is changed and has to be approved anew; all others are added. With `dry-run` nothing is kept.',
    input: z.object({ filename: shortText(200).default('matrix.yaml') }),
    result: z.object({ added: z.array(EquivalenceId), changed: z.array(EquivalenceId), unchanged: z.array(EquivalenceId) }), refusals: ['matrix-file-invalid', 'requirement-absent'],
  }),
  requestEquivalence: operation({
    method: 'POST', path: '/cases/{caseId}/recognition-requests', tag, permit: 'recognition:request', summary: 'Ask that a standard outside the matrix be recognised', status: 201,
    input: z.object({ ...aCase, schemeName: shortText(200), schemeVersion: shortText(60), webAddress: WebAddress.optional(), words: shortText(4000) }), result: RequestRow, refusals: ['case-absent'],
  }),
  listRecognitionRequests: operation({
    ...read, path: '/recognition-requests', summary: 'List requests for recognition, open ones first',
    input: z.object({ caseId: CaseId.optional(), state: RecognitionRequestState.optional(), ...PageQuery.shape }), result: pageOf(RequestRow), refusals: ['cursor-invalid', 'case-absent'],
  }),
  takeUpRecognitionRequest: operation({
    ...write, method: 'POST', path: '/recognition-requests/{requestId}/reviews', summary: 'Take a request for recognition up',
    input: z.object({ ...aRequest, version }), result: RequestRow, refusals: ['recognition-request-absent', 'recognition-request-changed', 'recognition-request-not-open'],
  }),
  answerRecognitionRequest: operation({
    ...write, method: 'POST', path: '/recognition-requests/{requestId}/answers', summary: 'Answer a request for recognition with its outcome',
    input: z.object({ ...aRequest, version, outcome: RecognitionOutcome, answer: shortText(4000) }), result: RequestRow,
    refusals: ['recognition-request-absent', 'recognition-request-changed', 'recognition-request-not-open'],
  }),
} as const
