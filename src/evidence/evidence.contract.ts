// The evidence library of an organisation: adding items, revising, replacing and withdrawing them, and taking files out.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { DisclosureLayer, Evidence, EvidenceFile, EvidenceId, EvidenceKind, EvidenceLanguage, EvidenceState, LeaningCause } from './evidence.ts'
import { PublicEvidence } from './published.ts'

/** Where an account may keep evidence: an organisation as a whole, or one site of it. */
export const EvidenceLibrary = z.object({
  organisationId: z.string(), organisationName: z.string(),
  /** The account is of the organisation as a whole, and not of single sites of it. */
  isWhole: z.boolean(),
  sites: z.array(z.object({ siteId: SiteId, siteName: z.string() })),
})
export type EvidenceLibrary = z.infer<typeof EvidenceLibrary>

export const EvidenceRow = z.object({
  ...Evidence.shape,
  /** Told to the organisation itself alone. */
  ownerName: z.string().nullable(),
  organisationName: z.string(),
  linkCount: z.number().int(),
  cause: LeaningCause.nullable(),
  mayWrite: z.boolean(),
})
export type EvidenceRow = z.infer<typeof EvidenceRow>

export const EvidenceDetail = z.object({
  ...EvidenceRow.shape,
  /** The newest first. */
  revisions: z.array(EvidenceFile),
  successor: z.object({ evidenceId: EvidenceId, title: z.string() }).nullable(),
})
export type EvidenceDetail = z.infer<typeof EvidenceDetail>

const tag = 'Evidence'
const write = { permit: 'evidence:write', tag } as const
const read = { permit: 'evidence:read', tag, method: 'GET' } as const
const anItem = { evidenceId: EvidenceId }
const expected = { version: z.number().int().describe('the version that was read; another one means that somebody changed it meanwhile') }
/** Why a file may not be taken. */
const fileRefusals = [
  'file-name-unfit', 'file-executable', 'file-active', 'file-ambiguous', 'file-type-refused', 'file-has-macros', 'archive-unsafe', 'archive-bomb', 'virus-found', 'virus-scan-unavailable',
] as const
const changeRefusals = ['evidence-absent', 'evidence-changed', 'evidence-withdrawn', 'evidence-superseded'] as const
const fileName = shortText(300).describe('the name of the file; what it is, is told by its bytes')
const reason = shortText(1000).describe('why; it is told to whoever leaned on it')

export const evidenceContract = {
  listLibraries: operation({
    ...read, path: '/evidence-libraries', summary: 'List the evidence libraries the account works on',
    input: z.object({}), result: z.object({ items: z.array(EvidenceLibrary), next: z.null() }),
  }),
  listEvidence: operation({
    ...read, path: '/evidence', summary: 'List evidence the account may see, in order of title',
    input: z.object({
      organisationId: z.string().max(100).optional(), siteId: SiteId.optional().describe('of this site, or of its whole organisation'), caseId: z.string().max(60).optional().describe('linked in this case'),
      standard: z.string().max(80).optional(), criterion: z.string().max(80).optional(),
      kind: EvidenceKind.optional(), layer: DisclosureLayer.optional(), state: EvidenceState.optional(),
      lapsesWithin: z.coerce.number().int().min(0).max(3660).optional().describe('holds today and ends within so many days'),
      isUnlinked: z.stringbool().optional().describe('linked nowhere'),
      text: longText(100).optional().describe('words of the title or of the file name'), ...PageQuery.shape,
    }),
    result: pageOf(EvidenceRow), refusals: ['cursor-invalid'],
  }),
  getEvidence: operation({
    ...read, path: '/evidence/{evidenceId}', summary: 'Read one item of evidence with its revisions',
    input: z.object(anItem), result: EvidenceDetail, refusals: ['evidence-absent'],
  }),
  uploadEvidence: operation({
    ...write, method: 'POST', path: '/evidence', summary: 'Add an item of evidence with its file', stream: 'upload', status: 201,
    description: 'The bytes of the file are the body; what is said of it stands in the query. What a file is, is told by its bytes. '
      + 'Programs, markup that a browser would run, files that are two things at once and archives that unpack to too much are refused.',
    input: z.object({
      organisationId: z.string().max(100), siteId: SiteId.optional().describe('the one site it belongs to; absent: the whole organisation'),
      title: shortText(200), kind: EvidenceKind.default('other'), writtenIn: EvidenceLanguage.default('en').describe('language of its content'),
      validFrom: Day.optional(), validUntil: Day.optional().describe('the last day on which it holds'),
      layer: DisclosureLayer.default('private').describe('who sees it besides the organisation'), filename: fileName,
    }),
    result: z.object({ ...EvidenceDetail.shape, repeats: z.array(EvidenceId).describe('items of the library with the same bytes') }),
    refusals: ['library-absent', 'evidence-days-reversed', ...fileRefusals],
  }),
  updateEvidence: operation({
    ...write, method: 'PATCH', path: '/evidence/{evidenceId}', summary: 'Change what is said of an item of evidence',
    input: z.object({
      ...anItem, ...expected, title: shortText(200).optional(), kind: EvidenceKind.optional(), writtenIn: EvidenceLanguage.optional(),
      ownerId: z.string().max(100).optional().describe('the person who keeps it current'), validFrom: Day.nullable().optional(), validUntil: Day.nullable().optional(),
      layer: DisclosureLayer.optional(), siteId: SiteId.nullable().optional(),
    }),
    result: EvidenceDetail, refusals: [...changeRefusals, 'evidence-days-reversed', 'evidence-linked', 'owner-unfit', 'library-absent'],
  }),
  addEvidenceRevision: operation({
    ...write, method: 'POST', path: '/evidence/{evidenceId}/revisions', summary: 'Add a newer file to an item of evidence', stream: 'upload', status: 201,
    input: z.object({
      ...anItem, version: z.coerce.number().int(), filename: fileName,
      validFrom: Day.optional().describe('from when the newer file holds; absent: as before'), validUntil: Day.optional(),
    }),
    result: EvidenceDetail, refusals: [...changeRefusals, 'evidence-days-reversed', 'evidence-same-file', ...fileRefusals],
  }),
  supersedeEvidence: operation({
    ...write, method: 'POST', path: '/evidence/{evidenceId}/successors', summary: 'Let another item take the place of this one',
    description: 'Links, certificates and ratings that leaned on it stay, and are marked with the cause; their parties are told.',
    input: z.object({ ...anItem, ...expected, successorId: EvidenceId }), result: EvidenceDetail, refusals: [...changeRefusals, 'successor-unfit'],
  }),
  withdrawEvidence: operation({
    ...write, method: 'POST', path: '/evidence/{evidenceId}/withdrawals', summary: 'Withdraw an item of evidence, with the reason',
    input: z.object({ ...anItem, ...expected, reason }), result: EvidenceDetail, refusals: ['evidence-absent', 'evidence-changed', 'evidence-withdrawn'],
  }),
  eraseEvidenceFile: operation({
    ...write, method: 'POST', path: '/evidence/{evidenceId}/revisions/{revision}/erasures', summary: 'Erase the bytes of one revision for good',
    description: 'For what must not be kept, such as personal data sent by mistake. The name, the hash and the day stay; whatever leaned on the newest revision is marked.',
    input: z.object({ ...anItem, revision: z.coerce.number().int().min(1), reason }), result: EvidenceDetail, refusals: ['evidence-absent', 'revision-absent', 'file-erased'],
  }),
  downloadEvidence: operation({
    ...read, path: '/evidence/{evidenceId}/revisions/{revision}/files', summary: 'Download the file of one revision', stream: 'export',
    description: 'Always as an attachment of inert type. The hash is in the header `content-digest`.',
    input: z.object({ ...anItem, revision: z.coerce.number().int().min(1) }), result: z.unknown(), refusals: ['evidence-absent', 'revision-absent', 'file-erased', 'file-missing'],
  }),
  listPublicEvidence: operation({
    method: 'GET', path: '/public-evidence', tag, permit: 'public-document:read', summary: 'List evidence that its organisation made public',
    input: z.object({ organisationId: z.string().max(100).optional(), siteId: SiteId.optional(), ...PageQuery.shape }),
    result: pageOf(z.object({ evidenceId: EvidenceId, ...PublicEvidence.shape, isLapsed: z.boolean() })), refusals: ['cursor-invalid'],
  }),
  downloadPublicEvidence: operation({
    method: 'GET', path: '/public-evidence/{evidenceId}/files', tag, permit: 'public-document:read', summary: 'Download a public item of evidence', stream: 'export',
    input: z.object(anItem), result: z.unknown(), refusals: ['evidence-absent', 'file-missing'],
  }),
} as const
