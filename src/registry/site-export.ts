// Export of exactly what is shown: the rows of the list, none left out, each with its sources and the licences they are
// under. Text that a spreadsheet would run is made inert by the writers (`exchange`).
import { writeCsv, type Cell } from '#src/exchange/csv/write-csv.ts'
import { writeXlsx } from '#src/exchange/spreadsheet/write.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import type { Day } from '#src/kernel/time.ts'
import { datasetFact, type Citation } from '#src/parties/source.ts'
import type { IndexedSite, SiteIndex } from './site-index.ts'
import type { SiteRow } from './site-record.ts'
import type { Focus, FoundEvent, MarkStanding } from './site-standing.ts'
import { siteRow } from './site-view.ts'
import { standingText } from './standing-text.ts'

/** What one row is made from. */
type Exported = {
  readonly row: SiteRow
  readonly site: IndexedSite
  readonly index: SiteIndex
  readonly day: Day
  readonly publicUrl: string
  readonly award: { readonly mark: string | null; readonly event: FoundEvent } | null
}

const joined = (values: Iterable<string>): string => [...new Set(values)].join('; ')
const citationsOf = ({ site }: Exported): Citation[] =>
  [...site.value.citations, ...site.milestones.flatMap(({ value }) => value.citations)]
const datasetsOf = ({ index, site }: Exported) => {
  const datasets = index.facts.of(datasetFact)
  return site.datasets.flatMap((id) => datasets.get(id)?.value ?? [])
}

/** Names and meanings of the columns, in their order. */
const COLUMNS = {
  siteId: ({ row }) => row.siteId,
  name: ({ row }) => row.name,
  country: ({ row }) => row.country,
  place: ({ row }) => row.place,
  types: ({ row }) => joined(row.types),
  metals: ({ row }) => joined(row.metals),
  operator: ({ row }) => row.operator,
  organisationId: ({ row }) => row.organisationId,
  activity: ({ row }) => row.activity,
  latitude: ({ row }) => row.position?.latitude ?? null,
  longitude: ({ row }) => row.position?.longitude ?? null,
  coordinatePrecision: ({ row }) => row.position?.precision ?? null,
  origin: ({ row }) => row.origin,
  status: ({ row }) => row.standing.status,
  statement: ({ row: { standing: { marks } } }) =>
    marks.length === 0 ? 'no award found in our sources' : marks.map(standingText).join('; '),
  marks: ({ row }) => joined(row.standing.marks.map(({ mark, status }) => `${mark ?? 'mark not stated'}: ${status}`)),
  lastAwardMark: ({ award }) => award?.mark ?? null,
  lastAwardFrom: ({ award }) => award?.event.date.from ?? null,
  lastAwardTo: ({ award }) => award?.event.date.to ?? null,
  lastAwardPrinted: ({ award }) => award?.event.date.printed ?? null,
  lastAwardAnnouncedOn: ({ award }) => award?.event.announcedOn ?? null,
  lastAwardSource: ({ award }) => award?.event.source.text ?? null,
  lastAwardSourceUrl: ({ award }) => award?.event.source.url ?? null,
  isDisputed: ({ row }) => row.isDisputed,
  sources: (exported) => joined(citationsOf(exported).map(({ text }) => text)),
  sourceUrls: (exported) => joined(citationsOf(exported).flatMap(({ url }) => url ?? [])),
  datasets: ({ row }) => joined(row.datasets),
  licences: (exported) => joined(datasetsOf(exported).map(({ licence }) => licence)),
  attributions: (exported) => joined(datasetsOf(exported).map(({ attribution }) => attribution)),
  page: ({ row, publicUrl }) => publicUrl + row.links.page,
  asOf: ({ day }) => day,
  logPosition: ({ index }) => index.facts.position,
} as const satisfies Record<string, (exported: Exported) => Cell>

export type ExportColumn = keyof typeof COLUMNS
export const exportColumns = Object.keys(COLUMNS) as readonly ExportColumn[]

const isColumn = (name: string): name is ExportColumn => Object.hasOwn(COLUMNS, name)

/** @param asked names separated by commas; all columns where absent */
export function chooseColumns(asked: string | undefined): Outcome<readonly ExportColumn[]> {
  const names = [...new Set((asked ?? '').split(',').map((name) => name.trim()).filter((name) => name !== ''))]
  const unknown = names.filter((name) => !isColumn(name))
  if (unknown.length > 0) {
    const named = unknown.map((name) => `"${name}"`).join(', ')
    return deny(refuse('export-column-unknown', `There is no column ${named}. There are: ${exportColumns.join(', ')}.`))
  }
  return accept(names.length === 0 ? exportColumns : names.filter(isColumn))
}

function newestAward(marks: readonly MarkStanding[], focus: Focus): Exported['award'] {
  let newest: Exported['award'] = null
  for (const { mark, lastAward: event } of marks) {
    if (event === null || (focus !== undefined && mark !== null && !focus.has(mark))) continue
    if (newest === null || (event.date.to ?? '') > (newest.event.date.to ?? '')) newest = { mark, event }
  }
  return newest
}

export type Export = { readonly body: string | Uint8Array; readonly mediaType: string; readonly fileName: string }

type Asked = {
  readonly format: 'csv' | 'xlsx' | 'json' | 'geojson'
  readonly columns: readonly ExportColumn[]
  readonly day: Day
  readonly focus: Focus
  readonly publicUrl: string
}

export async function exportSites(index: SiteIndex, sites: readonly IndexedSite[], asked: Asked): Promise<Export> {
  const { format, columns, day, focus, publicUrl } = asked
  const exported = sites.map((site): Exported => {
    const row = siteRow(index, site, day, focus)
    return { row, site, index, day, publicUrl, award: newestAward(row.standing.marks, focus) }
  })
  const cells = (one: Exported): Cell[] => columns.map((column) => COLUMNS[column](one))
  const record = (one: Exported) => Object.fromEntries(columns.map((column) => [column, COLUMNS[column](one)]))
  const fileName = `sites-${day}.${format}`
  switch (format) {
    // The byte order mark tells spreadsheets that it is UTF-8.
    case 'csv': return { fileName, mediaType: 'text/csv; charset=utf-8', body: `\uFEFF${writeCsv(columns, exported.map(cells))}` }
    case 'xlsx': return {
      fileName, mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      body: await writeXlsx('Sites', columns, exported.map(cells)),
    }
    case 'json': return {
      fileName, mediaType: 'application/json; charset=utf-8',
      body: JSON.stringify({ total: exported.length, asOf: day, position: index.facts.position, items: exported.map(record) }),
    }
    case 'geojson': return {
      fileName, mediaType: 'application/geo+json; charset=utf-8',
      body: JSON.stringify({ type: 'FeatureCollection', features: exported.map((one) => feature(one, record(one))) }),
    }
  }
}

/** RFC 7946: a site without coordinates is a feature without geometry, not a missing one. */
const feature = ({ row }: Exported, properties: Record<string, Cell>) => ({
  type: 'Feature', id: row.siteId,
  geometry: row.position === null ? null : { type: 'Point', coordinates: [row.position.longitude, row.position.latitude] },
  properties,
})
