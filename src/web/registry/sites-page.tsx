// The list of sites, the table twin of the map: same filters, every column sortable and choosable, export of what is shown.
import { Button } from '@mantine/core'
import { IconMap } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { LongTable, type Sort } from '../ui/long-table.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { FilterBar } from './filter-bar.tsx'
import { useSiteColumns } from './site-columns.tsx'
import { filterOf, valuesOf, type SiteFilterSearch, type SiteSearch } from './site-search.ts'
import { exportAddress } from './sites-export.ts'
import { ColumnChooser, ExportMenu, SiteCount } from './sites-tools.tsx'
import { useAllSites, type AllSites } from './use-all-sites.ts'
import classes from './sites-page.module.css'

const route = getRouteApi('/sites')

const USUAL = ['name', 'status', 'marks', 'lastAward', 'country', 'type', 'operator']
/** What of the address is not the filter, and stays when the filter changes. */
const KEPT = new Set(['sort', 'columns', 'asOf', 'knownAt', 'lang'])

const sortOf = (text: string | undefined): Sort =>
  text === undefined
    ? { id: 'name', isDescending: false }
    : { id: text.replace(/^-/, ''), isDescending: text.startsWith('-') }

/** How the list is shown, from the address and back into it; the usual leaves no trace there. */
function useShown() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const sort = useMemo(() => sortOf(search.sort), [search.sort])
  const visible = useMemo(
    () => new Set(search.columns === undefined ? USUAL : ['name', ...valuesOf(search.columns)]),
    [search.columns],
  )
  const show = (change: (before: Record<string, unknown>) => Record<string, unknown>) =>
    void navigate({ search: (before) => change(before) as SiteSearch, replace: true, resetScroll: false })
  return {
    search,
    sort,
    visible,
    onFilter: (next: SiteFilterSearch) =>
      show((before) => ({ ...Object.fromEntries(Object.entries(before).filter(([name]) => KEPT.has(name))), ...next })),
    onColumns: (ids: readonly string[]) =>
      show((before) => ({ ...before, columns: ids.join(',') === USUAL.join(',') ? undefined : ids.join(',') })),
    onSort: ({ id, isDescending }: Sort) =>
      show((before) => ({
        ...before,
        sort: id === 'name' && !isDescending ? undefined : `${isDescending ? '-' : ''}${id}`,
      })),
  }
}

export function Page() {
  const t = useMessages('registry')
  const times = useTimes()
  const { search, sort, visible, onFilter, onColumns, onSort } = useShown()
  const sites = useAllSites(filterOf(search))
  const columns = useSiteColumns()
  return (
    <Frame>
      <PageHeading title={t('sites.title')} lead={t('sites.lead')} actions={<ToMap />} />
      <FilterBar search={filterOf(search)} onChange={onFilter} />
      <div className={classes.strip}>
        <SiteCount sites={sites} />
        <div className={classes.actions}>
          <ColumnChooser columns={columns} visible={visible} onChange={onColumns} />
          <ExportMenu addressOf={(format) => exportAddress({ search, times, visible, sort }, format)} />
        </div>
      </div>
      {sites.problem !== undefined ? (
        <Empty title={t('sites.failed')}>
          <p>{sites.problem.message}</p>
          <Button onClick={sites.retry}>{t('retry')}</Button>
        </Empty>
      ) : (
        <LongTable
          label={t('sites.title')}
          rows={sites.rows}
          rowId={(row) => row.siteId}
          columns={columns}
          visible={visible}
          sort={sort}
          language={t.language}
          onSort={onSort}
          empty={<Nothing sites={sites} />}
          {...(sites.total === undefined ? {} : { total: sites.total })}
        />
      )}
      <p className="quiet no-print">
        <small>{t('sites.keys')}</small>
      </p>
      <p className="print-only">
        <small>{t('sites.print')}</small>
      </p>
    </Frame>
  )
}

function ToMap() {
  const t = useMessages('registry')
  return (
    <Button
      variant="default"
      leftSection={<IconMap size={16} aria-hidden />}
      renderRoot={(props) => <Link {...props} to="/map" search={(before) => filterOf(before)} />}>
      {t('sites.as-map')}
    </Button>
  )
}

function Nothing({ sites }: { readonly sites: AllSites }) {
  const t = useMessages('registry')
  if (sites.total === undefined) return t('sites.loading')
  return (
    <Empty title={t('sites.none')}>
      <p>{t('sites.none.next')}</p>
    </Empty>
  )
}
