// Import of directories: upload, map, look through, decide, publish, undo; and the merging of two records of one site.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { longText, shortText, WebAddress } from '#src/kernel/text.ts'
import { Instant } from '#src/kernel/time.ts'
import { ColumnRole, Directory, DirectoryField, DirectoryKind, DirectoryRow, RowDefaults, RowProblem, RowProblemCode } from './directory.ts'
import { RowDecision } from './import-decision.ts'
import { MatchCandidate, RowState } from './import-plan.ts'

export const ImportState = z.enum(['staged', 'published', 'reversed'])
export const MappingOrigin = z.enum(['guessed', 'remembered', 'given'])

export const ImportCounts = z.object({
  rows: z.number().int(), errors: z.number().int(), warnings: z.number().int(),
  matched: z.number().int(), new: z.number().int(), doubtful: z.number().int(),
  joined: z.number().int(), merging: z.number().int(), rejected: z.number().int(), published: z.number().int(),
})

export const ImportBatch = z.object({
  importId: z.string(),
  state: ImportState,
  filename: z.string(),
  sha256: z.string(),
  byteCount: z.number().int(),
  directory: Directory,
  columns: z.array(z.string()),
  roles: z.array(ColumnRole),
  defaults: RowDefaults,
  mappingFrom: MappingOrigin,
  uploadedAt: Instant,
  publishedAt: Instant.nullable(),
  reversedAt: Instant.nullable(),
  /** An earlier published import of the same bytes. */
  repeats: z.string().nullable(),
  counts: ImportCounts,
})
export type ImportBatch = z.infer<typeof ImportBatch>

export const ImportDetail = ImportBatch.extend({
  /** How often each problem stands in the rows. */
  problems: z.array(z.object({ code: RowProblemCode, severity: z.enum(['error', 'warning']), rows: z.number().int() })),
  /** The first cells of each column, to see what it holds. */
  samples: z.array(z.object({ column: z.string(), cells: z.array(z.string()) })),
})
export type ImportDetail = z.infer<typeof ImportDetail>

export const ImportRow = z.object({
  line: z.number().int(),
  state: RowState,
  decidedBy: z.enum(['matching', 'person']),
  siteId: SiteId.nullable(),
  mergedSiteId: SiteId.nullable(),
  joinsLine: z.number().int().nullable(),
  publishedSiteId: SiteId.nullable(),
  cells: z.array(z.object({ column: z.string(), text: z.string() })),
  corrections: z.record(z.string(), z.string()),
  clean: DirectoryRow.nullable(),
  problems: z.array(RowProblem),
  candidates: z.array(MatchCandidate),
})
export type ImportRow = z.infer<typeof ImportRow>

export const RowFilter = z.enum([
  'all', 'error', 'warning', 'matched', 'new', 'doubtful', 'joined', 'merging', 'rejected', 'published', 'unpublished',
])
export type RowFilter = z.infer<typeof RowFilter>

export const Publication = z.object({
  importId: z.string(),
  state: ImportState,
  /** Public facts that changed; 0 where all was known already. */
  facts: z.number().int(),
  newSites: z.number().int(),
  changedSites: z.number().int(),
  unchangedSites: z.number().int(),
  mergedSites: z.number().int(),
  /** Milestones of the mark's owner that are new or changed. */
  statements: z.number().int(),
  /** Rows that stay behind: a person must decide or correct them. */
  left: z.object({ doubtful: z.number().int(), errors: z.number().int() }),
  /** For the list of a mark's owner: what it said before and no longer says. Nothing of it is withdrawn unless asked for. */
  absent: z.object({ statements: z.number().int(), sites: z.array(z.object({ siteId: SiteId, name: z.string() })) }),
})
export type Publication = z.infer<typeof Publication>

/** A doubtful row, and the list it stands in. */
export const MatchReview = z.object({
  importId: z.string(), filename: z.string(), datasetId: z.string(), title: z.string(), row: ImportRow,
})
export type MatchReview = z.infer<typeof MatchReview>

const read = { method: 'GET', permit: 'import:read', tag: 'Imports' } as const
const write = { permit: 'import:write', tag: 'Imports' } as const
const anImport = { importId: z.string().max(60) }

export const importsContract = {
  createImport: operation({
    ...write, method: 'POST', path: '/imports', summary: 'Upload a directory', stream: 'upload', status: 201,
    description: 'CSV or XLSX as the raw body, at most 20 MB. The rows are read, checked and matched; nothing is published. '
      + 'The same file again answers with the import that is still open.',
    input: z.object({
      filename: shortText(200).describe('the name of the file, for people; what it is, is told by its bytes'),
      kind: DirectoryKind.default('third-party').describe('only the list of the mark’s owner gives a live status'),
      title: shortText(300).optional().describe('what the directory is called; default: the name of the file'),
    }),
    result: ImportDetail,
    refusals: [
      'file-format-unknown', 'file-protected', 'archive-damaged', 'archive-too-large', 'encoding-unknown', 'table-malformed',
      'table-empty', 'table-too-long', 'table-too-wide', 'cell-too-long', 'table-too-large',
    ],
  }),
  listImports: operation({
    ...read, path: '/imports', summary: 'List imports', description: 'Newest first.',
    input: z.object({ state: ImportState.optional(), ...PageQuery.shape }), result: pageOf(ImportBatch), refusals: ['cursor-invalid'],
  }),
  getImport: operation({
    ...read, path: '/imports/{importId}', summary: 'Get one import with its mapping and counts',
    input: z.object(anImport), result: ImportDetail, refusals: ['import-unknown'],
  }),
  mapImportColumns: operation({
    ...write, method: 'PUT', path: '/imports/{importId}/mapping', summary: 'Say what the columns are and whose list it is',
    description: 'All rows are read and matched again; decisions and corrections of rows stay. '
      + 'The mapping is remembered for lists with the same columns.',
    input: z.object({
      ...anImport,
      roles: z.array(z.object({ column: z.string(), field: DirectoryField, scheme: shortText(60).optional() })).max(200).optional(),
      defaults: RowDefaults.optional(),
      directory: Directory.partial().extend({ url: WebAddress.nullish(), licenceUrl: WebAddress.nullish() }).optional(),
    }),
    result: ImportDetail,
    refusals: ['import-unknown', 'import-already-published', 'column-unknown', 'dataset-not-importable'],
  }),
  listImportRows: operation({
    ...read, path: '/imports/{importId}/rows', summary: 'List the rows of an import',
    description: 'Each with its problems, suggested fixes and candidates, in the order of the file.',
    input: z.object({
      ...anImport, filter: RowFilter.default('all'), problem: RowProblemCode.optional(), ...PageQuery.shape,
    }),
    result: pageOf(ImportRow).extend({ total: z.number().int() }),
    refusals: ['import-unknown', 'cursor-invalid'],
  }),
  decideImportRow: operation({
    ...write, method: 'POST', path: '/imports/{importId}/rows/{line}/decision', summary: 'Decide one row',
    description: '`match`: it is this site. `new`: it is a site we do not know. '
      + '`merge`: it is this site, and so is another record of ours. '
      + '`reject`: keep it out. `undecided`: back to what matching says. With `corrections`, the row is read again.',
    input: z.object({
      ...anImport,
      line: z.coerce.number().int().min(1),
      decision: RowDecision,
      siteId: SiteId.optional().describe('for match and merge: the site that stays'),
      mergedSiteId: SiteId.optional().describe('for merge: the record that leads to it from then on'),
      corrections: z.record(z.string(), longText(32_000)).optional()
        .describe('cells written anew, by column; an empty object takes all back'),
    }),
    result: ImportRow,
    refusals: [
      'import-unknown', 'row-unknown', 'row-published', 'row-has-errors', 'site-needed', 'site-unknown', 'identifier-elsewhere',
      'column-unknown', 'merge-with-itself',
    ],
  }),
  publishImport: operation({
    ...write, method: 'POST', path: '/imports/{importId}/publication', summary: 'Publish the decided rows',
    description: 'In one transaction, all or none. Rows with errors and doubtful rows stay behind and can be published later. '
      + 'With `dry-run`, says what would change.',
    input: z.object({
      ...anImport,
      undecided: z.enum(['keep', 'new']).default('keep')
        .describe('doubtful rows: keep them for review, or take them as new sites'),
      absent: z.enum(['keep', 'withdraw']).default('keep')
        .describe('for a mark’s owner: withdraw statements that this list no longer makes of its sites'),
    }),
    result: Publication,
    refusals: ['import-unknown', 'import-reversed'],
  }),
  reverseImport: operation({
    ...write, method: 'POST', path: '/imports/{importId}/reversal', summary: 'Undo a published import',
    description: 'Every fact it changed becomes what it was before. Refused where something later rests on it.',
    input: z.object({ ...anImport, reason: shortText(300).default('import undone') }),
    result: z.object({ importId: z.string(), state: ImportState, facts: z.number().int() }),
    refusals: ['import-unknown', 'import-not-published', 'import-superseded'],
  }),
  listMatchReviews: operation({
    ...read, path: '/match-reviews', summary: 'List doubtful matches of all imports',
    description: 'One per entry of a directory: the newest import that holds it.',
    input: z.object({ datasetId: z.string().max(100).optional(), ...PageQuery.shape }),
    result: pageOf(MatchReview).extend({ total: z.number().int() }),
    refusals: ['cursor-invalid'],
  }),
  mergeSite: operation({
    method: 'POST', path: '/sites/{siteId}/merge', permit: 'site:merge', tag: 'Imports', summary: 'Merge a site into another',
    description: 'Two records of one site become one. The address of the merged one leads to the other for ever; '
      + 'its names and identifiers move.',
    input: z.object({ siteId: SiteId, into: SiteId, reason: shortText(300) }),
    result: z.object({ siteId: SiteId, redirectTo: SiteId, name: z.string() }),
    refusals: ['site-unknown', 'merge-with-itself', 'site-already-merged'],
  }),
} as const
