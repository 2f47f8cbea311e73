// The public view of the registry: sites, what is known of their marks, where each word comes from. Reads only.
import { z } from 'zod'
import { TimeQuery } from '#src/kernel/as-of.ts'
import { SiteId } from '#src/kernel/id.ts'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { Day } from '#src/kernel/time.ts'
import { Mark } from '#src/awards/milestone.ts'
import { Country } from '#src/parties/site.ts'
import { DatasetRow, MilestoneFilter, MilestoneRow, OrganisationRow, PartnerRow } from './listing-record.ts'
import { SiteFilter, SiteSort } from './site-filter.ts'
import { SiteAnswer, SiteChange, SitePoints, SiteRow } from './site-record.ts'

const read = { method: 'GET', permit: 'registry:read' } as const
const seen = { position: z.number().int(), asOf: Day }
const counted = <T extends z.ZodType>(row: T) => pageOf(row).extend({ total: z.number().int(), ...seen })
const aSite = { siteId: SiteId }

export const ExportFormat = z.enum(['csv', 'xlsx', 'json', 'geojson'])
export type ExportFormat = z.infer<typeof ExportFormat>

export const sitesContract = {
  listSites: operation({
    ...read, path: '/sites', tag: 'Sites', summary: 'List sites',
    description: 'Sites and what can be said of their marks on a day. Compiled records say which award was found, never that one lapsed.',
    input: z.object({ ...SiteFilter.shape, sort: SiteSort.default('name'), ...TimeQuery.shape, ...PageQuery.shape }),
    result: counted(SiteRow),
    refusals: ['cursor-invalid'],
  }),
  listSitePoints: operation({
    ...read, path: '/sites/points', tag: 'Sites', summary: 'List the points of all sites',
    description: 'Column by column, for maps: every site that matches the same filters, without a cap.',
    input: z.object({ ...SiteFilter.shape, ...TimeQuery.shape }),
    result: SitePoints,
  }),
  exportSites: operation({
    ...read, path: '/sites/export', tag: 'Sites', summary: 'Export the sites shown', stream: 'export',
    description: 'Exactly the rows of the list with the same filters, as CSV, XLSX, JSON or GeoJSON. Each row carries its source and licence.',
    input: z.object({
      ...SiteFilter.shape, sort: SiteSort.default('name'), ...TimeQuery.shape,
      format: ExportFormat.default('csv'),
      columns: z.string().max(600).optional().describe('names of columns, separated by commas; default: all'),
    }),
    result: z.unknown(),
    refusals: ['export-column-unknown'],
  }),
  getSite: operation({
    ...read, path: '/sites/{siteId}', tag: 'Sites', summary: 'Get one site',
    description: 'The full record. A merged site answers where it went, a record removed by law answers why.',
    input: z.object({ ...aSite, ...TimeQuery.shape }),
    result: SiteAnswer,
    refusals: ['site-unknown'],
  }),
  getSiteHistory: operation({
    ...read, path: '/sites/{siteId}/history', tag: 'Sites', summary: 'Get every change to the record of a site',
    description: 'What was known when: each change with its log position, newest first.',
    input: z.object({ ...aSite, ...PageQuery.shape }),
    result: pageOf(SiteChange).extend({ total: z.number().int() }),
    refusals: ['site-unknown', 'cursor-invalid'],
  }),
  getSiteFeed: operation({
    ...read, path: '/sites/{siteId}/feed', tag: 'Sites', summary: 'Subscribe to one site (Atom)', stream: 'export',
    input: z.object(aSite), result: z.unknown(), refusals: ['site-unknown'],
  }),
  getBadge: operation({
    ...read, path: '/sites/{siteId}/badge', tag: 'Sites', summary: 'Get the badge of a site (SVG)', stream: 'export',
    description: 'Only for an award decided in this installation by the owner of the mark. A compiled fact gets a plain link.',
    input: z.object({ ...aSite, mark: Mark.default('copper') }), result: z.unknown(),
    refusals: ['site-unknown', 'badge-needs-decided-award'],
  }),
  getFeed: operation({
    ...read, path: '/feed', tag: 'Sites', summary: 'Subscribe to all changes (Atom)', stream: 'export',
    input: z.object({}), result: z.unknown(),
  }),
  listMilestones: operation({
    ...read, path: '/milestones', tag: 'Sites', summary: 'List dated events', description: 'Newest first, each with its sources.',
    input: z.object({ ...MilestoneFilter.shape, ...TimeQuery.shape, ...PageQuery.shape }),
    result: counted(MilestoneRow),
    refusals: ['cursor-invalid'],
  }),
  listPartners: operation({
    ...read, path: '/partners', tag: 'Organisations', summary: 'List partners',
    description: 'Organisations that buy or rely on the metal and committed themselves in public. A partner is not assessed as such.',
    input: z.object({ q: z.string().max(200).optional(), ...TimeQuery.shape, ...PageQuery.shape }),
    result: counted(PartnerRow),
    refusals: ['cursor-invalid'],
  }),
  listOrganisations: operation({
    ...read, path: '/organisations', tag: 'Organisations', summary: 'List organisations',
    input: z.object({ q: z.string().max(200).optional(), country: Country.optional(), ...TimeQuery.shape, ...PageQuery.shape }),
    result: counted(OrganisationRow),
    refusals: ['cursor-invalid'],
  }),
  getOrganisation: operation({
    ...read, path: '/organisations/{organisationId}', tag: 'Organisations', summary: 'Get one organisation with its sites',
    input: z.object({ organisationId: z.string().max(100), ...TimeQuery.shape }),
    result: OrganisationRow.extend({ ...seen, sites: z.array(SiteRow), partner: PartnerRow.nullable() }),
    refusals: ['organisation-unknown'],
  }),
  listDatasets: operation({
    ...read, path: '/datasets', tag: 'Sources', summary: 'List datasets, with licence and attribution',
    input: z.object({ knownAt: TimeQuery.shape.knownAt }),
    result: z.object({ items: z.array(DatasetRow), next: z.null(), position: z.number().int() }),
  }),
} as const
