// Lookup: up to 500 names of suppliers, sites or cathode brands, and what is known of each. Nothing is stored or logged.
import { z } from 'zod'
import { TimeQuery } from '#src/kernel/as-of.ts'
import { operation } from '#src/kernel/operation.ts'
import { longText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { FoundBy, MOST_NAMES } from './lookup.ts'
import { SiteRow } from './site-record.ts'

const asked = {
  names: z.array(longText(300)).max(MOST_NAMES).optional().describe('one name each'),
  text: longText(200_000).optional().describe('or pasted text, one name a line'),
  ...TimeQuery.shape,
}

export const LookupFind = z.object({
  score: z.number().min(0).max(1),
  by: FoundBy,
  /** Why it is no more than possible. */
  doubts: z.array(z.string()),
  site: SiteRow,
})

export const LookupResult = z.object({
  asked: z.string(),
  /** The country that was written beside the name. */
  country: z.string().nullable(),
  /** `match`: one site, plainly. `possible`: a person must say which. `none`: not known here, which says nothing of the site. */
  outcome: z.enum(['match', 'possible', 'none']),
  finds: z.array(LookupFind),
})
export type LookupResult = z.infer<typeof LookupResult>

export const LookupAnswer = z.object({
  items: z.array(LookupResult),
  counts: z.object({ asked: z.number().int(), match: z.number().int(), possible: z.number().int(), none: z.number().int() }),
  position: z.number().int(),
  asOf: Day,
})
export type LookupAnswer = z.infer<typeof LookupAnswer>

const read = { method: 'POST', permit: 'registry:read', isRead: true, tag: 'Lookup' } as const
const unreadable = [
  'file-format-unknown', 'file-protected', 'archive-damaged', 'archive-too-large', 'encoding-unknown', 'table-malformed',
  'table-empty', 'table-too-long', 'table-too-wide', 'cell-too-long', 'table-too-large',
] as const

export const lookupContract = {
  lookUpNames: operation({
    ...read, path: '/lookups', summary: 'Look up names of suppliers, sites or brands',
    description: 'Per name: the site or the sites it may mean, with score and doubts, and what is known of their marks with date and source.',
    input: z.object(asked), result: LookupAnswer, refusals: ['lookup-empty', 'lookup-too-many'],
  }),
  lookUpFile: operation({
    ...read, path: '/lookups/file', summary: 'Look up the names of a CSV or XLSX list', stream: 'upload',
    description: 'The names are taken from the column called name, supplier, site or brand, else from the first column.',
    input: z.object({ filename: longText(200).default('list'), ...TimeQuery.shape }),
    result: LookupAnswer, refusals: ['lookup-empty', 'lookup-too-many', ...unreadable],
  }),
  exportLookup: operation({
    ...read, path: '/lookups/export', summary: 'Look up names and export the answer', stream: 'export',
    description: 'One line per name and site found; names without a find have a line of their own.',
    input: z.object({ ...asked, format: z.enum(['csv', 'xlsx', 'json']).default('csv') }),
    result: z.unknown(), refusals: ['lookup-empty', 'lookup-too-many'],
  }),
} as const
