// The letter of commitment: reading, signing here or on paper, the scan.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { shortText } from '#src/kernel/text.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { aCase } from './case.contract.ts'
import { CaseView } from './case-view.ts'
import { LetterDocument, LetterFile, LetterWay } from './letter.ts'
import { LetterTemplate } from './letter-template.ts'

const tag = 'Letters of commitment'
const Hash = z.string().regex(/^[0-9a-f]{64}$/, 'a hash is 64 characters 0-9 and a-f')
const fileRefusals = ['file-name-unfit', 'file-executable', 'file-active', 'file-ambiguous', 'file-type-refused'] as const

export const LetterView = z.object({
  standing: z.enum(['not-yet', 'to-sign', 'signed', 'not-asked']),
  document: LetterDocument,
  /** The text in the reader's language, and which that is. */
  language: z.string(),
  text: LetterTemplate,
  /** SHA-256 of the canonical text (RFC 8785) of `document`; of the scan where one was signed on paper. */
  documentHash: Hash,
  /** First due days: as they would be if it were signed today, or as they were set. */
  dueOn: z.array(z.object({ clock: Slug, title: z.string(), dueOn: Day })),
  signedOn: Day.nullable(),
  way: LetterWay.nullable(),
  /** Of the signatory; null for whoever may not know, and once erased. */
  signature: z.object({ name: z.string(), role: z.string(), signedAt: Instant }).nullable(),
  /** Scans, for the site and the scheme. */
  files: z.array(LetterFile),
  today: Day,
})
export type LetterView = z.infer<typeof LetterView>

export const letterContract = {
  getLetter: operation({
    method: 'GET', path: '/cases/{caseId}/letter', tag, permit: 'case:read', summary: 'Read the letter of commitment of a case',
    description: 'Before it is signed: the text as it would be signed on a day, under the versions of the standards in force then.',
    input: z.object({ ...aCase, on: Day.optional().describe('today where none is given') }), result: LetterView, refusals: ['case-absent', 'standard-absent'],
  }),
  signLetter: operation({
    method: 'POST', path: '/cases/{caseId}/letter/signature', tag, permit: 'letter:sign', summary: 'Sign the letter of commitment',
    description: 'The letter becomes public and the clocks start. The name and role of the signatory stay private. '
      + 'With `fileHash`, the letter was signed on paper: its date is `signedOn`, and the hash of the scan is published.',
    input: z.object({
      ...aCase, documentHash: Hash.describe('of the text that was read; another text is refused'), name: shortText(200), role: shortText(200),
      fileHash: Hash.optional(), signedOn: Day.optional().describe('of a letter signed on paper'),
    }),
    result: CaseView,
    refusals: ['case-absent', 'case-state-forbids', 'letter-changed', 'letter-date-impossible', 'letter-file-absent', 'standard-absent', 'standard-not-in-force', 'marks-not-open', 'site-has-case', 'registry-site-absent'],
  }),
  uploadLetterFile: operation({
    method: 'POST', path: '/cases/{caseId}/letter/files', tag, permit: 'letter:sign', status: 201, stream: 'upload', summary: 'Upload the scan of a signed letter',
    description: 'PDF, PNG or JPEG up to 10 MB. It is not published; sign with its hash.',
    input: z.object({ ...aCase, filename: z.string().min(1).max(300) }), result: LetterFile,
    refusals: ['case-absent', 'case-state-forbids', 'upload-too-large', 'upload-missing', ...fileRefusals],
  }),
  getLetterFile: operation({
    method: 'GET', path: '/cases/{caseId}/letter/files/{fileHash}', tag, permit: 'letter:read-scan', stream: 'export', summary: 'Download the scan of a signed letter',
    input: z.object({ ...aCase, fileHash: Hash }), result: z.any(), refusals: ['case-absent', 'letter-file-absent'],
  }),
} as const
