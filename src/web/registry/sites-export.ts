// From what the list shows to what its export asks for: the same filter, the same day, the columns in sight.
import { linkTo, type InputFor } from '../api/client.ts'
import type { Times } from '../shell/root-route.ts'
import type { Sort } from '../ui/long-table.tsx'
import { EXPORT_ALWAYS, EXPORT_COLUMNS, EXPORT_SORTS } from './export-columns.ts'
import { filterOf, type SiteSearch } from './site-search.ts'

export type ExportFormat = 'csv' | 'xlsx' | 'json' | 'geojson'

type Shown = {
  readonly search: SiteSearch
  readonly times: Times
  readonly visible: ReadonlySet<string>
  readonly sort: Sort
}

export function exportAddress({ search, times, visible, sort }: Shown, format: ExportFormat): string {
  const columns = [...[...visible].flatMap((id) => EXPORT_COLUMNS[id] ?? []), ...EXPORT_ALWAYS]
  const order = EXPORT_SORTS.has(sort.id) ? { sort: `${sort.isDescending ? '-' : ''}${sort.id}` } : {}
  return linkTo('exportSites', {
    ...filterOf(search),
    ...times,
    ...order,
    columns: columns.join(','),
    format,
  } as InputFor<'exportSites'>)
}
