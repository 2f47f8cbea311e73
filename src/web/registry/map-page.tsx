// The sites on a map, with the filters of the list; the list itself is the table twin. Drawn from our own files: no key, no
// request to anyone else.
import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconTable } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { Result } from '../api/client.ts'
import { useLooseRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { StatusMark, type Status } from '../ui/status-mark.tsx'
import { FilterBar } from './filter-bar.tsx'
import { filterOf, type MapSearch, type SiteFilterSearch } from './site-search.ts'
import classes from './map-page.module.css'

const SiteMap = lazy(() => import('./site-map.tsx').then((module) => ({ default: module.SiteMap })))

type Points = Result<'listSitePoints'>

const route = getRouteApi('/map')
const ALWAYS: readonly Status[] = ['awarded', 'award-possible', 'committed', 'no-award-found']
const WHERE_SEEN: readonly Status[] = ['live-awarded', 'conditional', 'suspended', 'withdrawn', 'expired']
/** What of the address is not the filter, and stays when the filter changes. */
const KEPT = new Set(['at', 'asOf', 'knownAt', 'lang'])

export function Page() {
  const t = useMessages('registry')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const filter = filterOf(search)
  const points = useLooseRead('listSitePoints', { ...filter, ...useTimes() })
  const show = (change: (before: Record<string, unknown>) => Record<string, unknown>) =>
    void navigate({ search: (before) => change(before) as MapSearch, replace: true, resetScroll: false })
  const onFilter = (next: SiteFilterSearch) =>
    show((before) => ({ ...Object.fromEntries(Object.entries(before).filter(([name]) => KEPT.has(name))), ...next }))
  return (
    <div className={classes.page}>
      <div className={classes.top}>
        <PageHeading title={t('map.title')} actions={<ToTable />} />
        <FilterBar search={filter} onChange={onFilter} />
        <p role="status" className={classes.count}>
          {points.isError ? (
            t('sites.failed')
          ) : points.data === undefined ? (
            t('sites.loading')
          ) : (
            <Count {...points.data} />
          )}
        </p>
      </div>
      <Legend statuses={new Set(points.data?.statuses)} />
      <div className={classes.map}>
        <Suspense fallback={<Loading />}>
          <SiteMap points={points.data} at={search.at} onMove={(at) => show((before) => ({ ...before, at }))} />
        </Suspense>
      </div>
    </div>
  )
}

function ToTable() {
  const t = useMessages('registry')
  return (
    <Button
      variant="default"
      leftSection={<IconTable size={16} aria-hidden />}
      renderRoot={(props) => <Link {...props} to="/sites" search={(before) => filterOf(before)} />}>
      {t('map.as-table')}
    </Button>
  )
}

function Count({ siteIds, unplaced }: Points) {
  const t = useMessages('registry')
  const { number } = useFormat()
  return t('map.count', {
    shown: number(siteIds.length),
    count: siteIds.length,
    unplaced,
    unplacedText: number(unplaced),
  })
}

function Loading() {
  const t = useMessages('registry')
  return (
    <p className={classes.loading} role="status">
      {t('map.loading')}
    </p>
  )
}

/** Laid out where there is room, folded where there is not. */
function Legend({ statuses }: { readonly statuses: ReadonlySet<string> }) {
  const t = useMessages('registry')
  const isWide = useMediaQuery('(min-width: 48em)', true)
  return (
    <details className={classes.legend} open={isWide}>
      <summary>{t('map.legend')}</summary>
      <ul aria-label={t('map.legend')}>
        {[...ALWAYS, ...WHERE_SEEN.filter((status) => statuses.has(status))].map((status) => (
          <li key={status}>
            <StatusMark status={status} size={14} />
          </li>
        ))}
        <li>
          <span className={classes.cluster} aria-hidden>
            12
          </span>
          {t('map.cluster')}
        </li>
        <li>
          <span className={classes.approximate} aria-hidden />
          {t('map.approximate')}
        </li>
      </ul>
    </details>
  )
}
