// The sites on a map, with the filters of the list; the list itself is the table twin. Drawn from our own files: no key, no
// request to anyone else.
import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconTable } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useLooseRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { StatusMark, type Status } from '../ui/status-mark.tsx'
import { FilterBar } from './filter-bar.tsx'
import { filterOf, type MapSearch } from './site-search.ts'
import classes from './map-page.module.css'

const SiteMap = lazy(() => import('./site-map.tsx').then((module) => ({ default: module.SiteMap })))

const route = getRouteApi('/map')
const LEGEND: readonly Status[] = ['awarded', 'award-possible', 'committed', 'no-award-found']
const LIVE: readonly Status[] = ['live-awarded', 'conditional', 'suspended', 'withdrawn', 'expired']

export function Page() {
  const t = useMessages('registry')
  const { number } = useFormat()
  const search = route.useSearch()
  const isWide = useMediaQuery('(min-width: 48em)', true)
  const navigate = route.useNavigate()
  const filter = filterOf(search)
  const points = useLooseRead('listSitePoints', { ...filter, ...useTimes() })
  const seen = new Set<string>(points.data?.statuses)
  const go = (change: MapSearch) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false })
  return (
    <div className={classes.page}>
      <div className={classes.top}>
        <PageHeading
          title={t('map.title')}
          actions={
            <Button
              variant="default"
              leftSection={<IconTable size={16} aria-hidden />}
              renderRoot={(props) => <Link {...props} to="/sites" search={(before) => filterOf(before)} />}>
              {t('map.as-table')}
            </Button>
          }
        />
        <FilterBar
          search={filter}
          onChange={(next) =>
            void navigate({
              search: (before) => ({
                ...(before.at === undefined ? {} : { at: before.at }),
                ...(before.asOf === undefined ? {} : { asOf: before.asOf }),
                ...(before.knownAt === undefined ? {} : { knownAt: before.knownAt }),
                ...next,
              }),
              replace: true,
              resetScroll: false,
            })
          }
        />
        <p role="status" className={classes.count}>
          {points.isError
            ? t('sites.failed')
            : points.data === undefined
              ? t('sites.loading')
              : t('map.count', {
                  shown: number(points.data.siteIds.length),
                  count: points.data.siteIds.length,
                  unplaced: points.data.unplaced,
                  unplacedText: number(points.data.unplaced),
                })}
        </p>
      </div>
      <details className={classes.legend} open={isWide}>
        <summary>{t('map.legend')}</summary>
        <ul aria-label={t('map.legend')}>
          {[...LEGEND, ...LIVE.filter((status) => seen.has(status))].map((status) => (
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
      <div className={classes.map}>
        <Suspense
          fallback={
            <p className={classes.loading} role="status">
              {t('map.loading')}
            </p>
          }>
          <SiteMap points={points.data} at={search.at} onMove={(at) => go({ at })} />
        </Suspense>
      </div>
    </div>
  )
}
