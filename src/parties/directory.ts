// A directory is a list of sites that someone keeps: a study group, a survey, a company, the owner of a mark. What its
// columns can mean to us, and what one row says once it is read. Only the mark owner's own list gives a live status.
import { z } from 'zod'
import { Dated, Day } from '#src/kernel/time.ts'
import { longText, shortText, WebAddress } from '#src/kernel/text.ts'
import { Country, Metal, Position, Site, SiteAlias, SiteIdentifier, SiteType } from './site.ts'

export const DirectoryKind = z.enum(['third-party', 'mark-owner'])
export type DirectoryKind = z.infer<typeof DirectoryKind>

export const Directory = z.object({
  kind: DirectoryKind,
  /** The dataset its facts are published under; the same list imported again keeps it. */
  datasetId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/, 'lower case letters, digits and hyphens'),
  title: shortText(300),
  licence: shortText(200),
  licenceUrl: WebAddress.optional(),
  attribution: shortText(600),
  url: WebAddress.optional(),
  isShareAlike: z.boolean(),
})
export type Directory = z.infer<typeof Directory>

/** What a column can be. Several columns may be one field: their cells are joined, or the first that reads is taken. */
export const DirectoryField = z.enum([
  'ignored', 'name', 'alias', 'identifier', 'country', 'latitude', 'longitude', 'coordinates', 'precision', 'place', 'type', 'metal',
  'operator', 'owner', 'activity', 'brand', 'brand-maker', 'brand-from', 'brand-to', 'note', 'source',
  'mark', 'status', 'status-date', 'valid-until', 'condition', 'register', 'assessor',
])
export type DirectoryField = z.infer<typeof DirectoryField>

/** Read only from the list of the mark's owner: anyone else's word on a mark gives no status. */
export const ownerFields: ReadonlySet<DirectoryField> =
  new Set(['mark', 'status', 'status-date', 'valid-until', 'condition', 'register', 'assessor'])

export const ColumnRole = z.object({
  column: z.string().max(32_000),
  field: DirectoryField,
  /** Of an identifier: who gives it out, such as `icmm`. */
  scheme: shortText(60).optional(),
})
export type ColumnRole = z.infer<typeof ColumnRole>

/** What holds for every row of a list of, say, copper mines, though no column says so. */
export const RowDefaults = z.object({ metals: z.array(Metal).max(9), types: z.array(SiteType).max(8) })
export type RowDefaults = z.infer<typeof RowDefaults>

export const OwnerStatus = z.enum([
  'commitment', 'participation', 'assessment', 'award', 're-award', 'extension', 'follow-up', 're-assessment', 'suspension', 'withdrawal',
  'due-diligence-conformance', 'custody-commitment', 'custody-conformance',
])
export type OwnerStatus = z.infer<typeof OwnerStatus>

/** What the owner of a mark says of one site and one mark. `awards/owner-milestone.ts` makes milestones of it. */
export const OwnerStatement = z.object({
  mark: z.enum(['copper', 'molybdenum', 'nickel', 'zinc']),
  status: OwnerStatus,
  date: Dated,
  validUntil: Day.optional(),
  condition: longText(600).optional(),
  assessorFirm: shortText(200).optional(),
  asFound: longText(600),
})
export type OwnerStatement = z.infer<typeof OwnerStatement>

export const DirectoryRow = z.object({
  name: shortText(200),
  /** True where the row has no name and is described by what, whose and where. */
  isNameComposed: z.boolean(),
  aliases: z.array(SiteAlias).max(200),
  identifiers: z.array(SiteIdentifier).max(20),
  country: Country,
  position: Position.omit({ citation: true }).optional(),
  place: shortText(200).optional(),
  types: z.array(SiteType).min(1).max(8),
  metals: z.array(Metal).max(9),
  operator: shortText(300).optional(),
  owners: longText(800).optional(),
  activity: Site.shape.activity,
  note: longText(600).optional(),
  sourceUrl: WebAddress.optional(),
  /** Only in the list of the mark's owner: one for each mark the row speaks of. */
  statements: z.array(OwnerStatement).max(4),
})
export type DirectoryRow = z.infer<typeof DirectoryRow>

export const rowProblems = {
  'name-missing': 'error', 'text-too-long': 'error', 'text-unstorable': 'error', 'row-too-wide': 'error', 'too-many-values': 'error',
  'country-unknown': 'error', 'country-missing': 'error', 'coordinate-impossible': 'error', 'date-impossible': 'error',
  'date-unclear': 'error', 'date-missing': 'error', 'identifier-repeated': 'error', 'mark-unknown': 'error', 'status-unknown': 'error',
  'name-composed': 'warning', 'country-from-coordinates': 'warning', 'coordinate-half': 'warning',
  'far-from-country': 'warning', 'at-sea': 'warning', 'null-island': 'warning', 'coordinates-exchanged': 'warning',
  'sign-lost': 'warning', 'row-repeats': 'warning', 'name-repeats': 'warning', 'type-unknown': 'warning', 'activity-unknown': 'warning',
  'date-in-future': 'warning', 'markup-in-text': 'warning', 'formula-in-text': 'warning', 'invisible-removed': 'warning',
  'source-unusable': 'warning',
} as const
export const RowProblemCode = z.enum(Object.keys(rowProblems) as [keyof typeof rowProblems, ...(keyof typeof rowProblems)[]])
export type RowProblemCode = z.infer<typeof RowProblemCode>

export const RowProblem = z.object({
  code: RowProblemCode,
  severity: z.enum(['error', 'warning']),
  /** The column it stands in; null where it is the row as a whole. */
  column: z.string().nullable(),
  /** What is wrong, and what to do. */
  detail: z.string(),
  /** Cells that would mend it, ready to be sent as corrections. */
  suggestion: z.record(z.string(), z.string()).nullable(),
})
export type RowProblem = z.infer<typeof RowProblem>

/** @param detail may be cut inside a character; what is left of it is made whole */
export const problem = (
  code: RowProblemCode, column: string | null, detail: string, suggestion: Record<string, string> | null = null,
): RowProblem => ({ code, severity: rowProblems[code], column, detail: detail.toWellFormed(), suggestion })
