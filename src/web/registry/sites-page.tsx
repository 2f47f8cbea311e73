// The list of sites, the table twin of the map: same filters, every column sortable and choosable, export of what is shown.
import { Button, Checkbox, Menu, Popover } from '@mantine/core'
import { IconColumns3, IconDownload, IconMap } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTimes } from '../api/reads.ts'
import { linkTo } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { LongTable, type Column, type Sort } from '../ui/long-table.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { FilterBar } from './filter-bar.tsx'
import { useSiteColumns } from './site-columns.tsx'
import { filterOf, valuesOf, type SiteSearch } from './site-search.ts'
import { useAllSites, type SiteRow } from './use-all-sites.ts'
import classes from './sites-page.module.css'

const route = getRouteApi('/sites')

const USUAL = ['name', 'status', 'marks', 'lastAward', 'country', 'type', 'operator']
/** The orders the export knows; any other is the screen's alone. */
const EXPORT_SORTS = new Set(['name', 'country', 'lastAward'])
/** Screen column to the columns of the export. */
const EXPORT_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  name: ['siteId', 'name'],
  status: ['status', 'statement'],
  marks: ['marks'],
  lastAward: [
    'lastAwardMark',
    'lastAwardFrom',
    'lastAwardTo',
    'lastAwardPrinted',
    'lastAwardSource',
    'lastAwardSourceUrl',
  ],
  country: ['country'],
  type: ['types'],
  operator: ['operator'],
  metals: ['metals'],
  place: ['place'],
  activity: ['activity'],
  origin: ['origin'],
  disputed: ['isDisputed'],
  position: ['latitude', 'longitude', 'coordinatePrecision'],
  siteId: [],
}
/** What every exported row carries, whatever columns are shown: without source and licence a fact is hearsay. */
const EXPORT_ALWAYS = ['sourceUrls', 'licences', 'attributions', 'page', 'asOf']

const sortOf = (text: string | undefined): Sort =>
  text === undefined
    ? { id: 'name', isDescending: false }
    : { id: text.replace(/^-/, ''), isDescending: text.startsWith('-') }

function ColumnChooser({
  columns,
  visible,
  onChange,
}: {
  readonly columns: readonly Column<SiteRow>[]
  readonly visible: ReadonlySet<string>
  readonly onChange: (ids: readonly string[]) => void
}) {
  const t = useMessages('registry')
  return (
    <Popover position="bottom-end" shadow="md" trapFocus withRoles={false}>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden />} aria-haspopup="dialog">
          {t('sites.columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('sites.columns')}>
        <Checkbox.Group
          value={[...visible]}
          onChange={(ids) =>
            onChange(columns.filter(({ id }) => id === 'name' || ids.includes(id)).map(({ id }) => id))
          }>
          {columns.map(({ id, heading }) => (
            <Checkbox key={id} value={id} label={heading} disabled={id === 'name'} mih={32} />
          ))}
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  )
}

function ExportMenu({
  search,
  visible,
  sort,
}: {
  readonly search: SiteSearch
  readonly visible: ReadonlySet<string>
  readonly sort: Sort
}) {
  const t = useMessages('registry')
  const times = useTimes()
  const columns = [...[...visible].flatMap((id) => EXPORT_COLUMNS[id] ?? []), ...EXPORT_ALWAYS].join(',')
  const input = {
    ...filterOf(search),
    ...times,
    ...(EXPORT_SORTS.has(sort.id) ? { sort: `${sort.isDescending ? '-' : ''}${sort.id}` } : {}),
    columns,
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          {t('sites.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['csv', 'xlsx', 'json', 'geojson'] as const).map((format) => (
          <Menu.Item
            key={format}
            component="a"
            href={linkTo('exportSites', { ...input, format } as Parameters<typeof linkTo<'exportSites'>>[1])}
            download>
            {t(`export.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

export function Page() {
  const t = useMessages('registry')
  const { number, day } = useFormat()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const sites = useAllSites(filterOf(search))
  const columns = useSiteColumns()
  const sort = useMemo(() => sortOf(search.sort), [search.sort])
  const visible = useMemo(
    () => new Set(search.columns === undefined ? USUAL : ['name', ...valuesOf(search.columns)]),
    [search.columns],
  )
  const show = (change: SiteSearch) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false })
  const filter = (next: SiteSearch) =>
    void navigate({
      search: (before) => ({
        ...Object.fromEntries(
          Object.entries(before).filter(([name]) => ['sort', 'columns', 'asOf', 'knownAt', 'lang'].includes(name)),
        ),
        ...next,
      }),
      replace: true,
      resetScroll: false,
    })
  return (
    <Frame>
      <PageHeading
        title={t('sites.title')}
        lead={t('sites.lead')}
        actions={
          <Button
            component="a"
            variant="default"
            leftSection={<IconMap size={16} aria-hidden />}
            renderRoot={(props) => <Link {...props} to="/map" search={(before) => filterOf(before)} />}>
            {t('sites.as-map')}
          </Button>
        }
      />
      <FilterBar search={filterOf(search)} onChange={filter} />
      <div className={classes.strip}>
        <p role="status" className={classes.count}>
          {sites.problem !== undefined
            ? null
            : sites.total === undefined
              ? t('sites.loading')
              : sites.rows.length < sites.total
                ? t('sites.arriving', { loaded: number(sites.rows.length), total: number(sites.total) })
                : t('sites.count', { count: sites.total, total: number(sites.total), day: day(sites.asOf ?? '') })}
        </p>
        <div className={classes.actions}>
          <ColumnChooser
            columns={columns}
            visible={visible}
            onChange={(ids) =>
              show({ columns: ids.join(',') === USUAL.join(',') ? undefined : ids.join(',') } as SiteSearch)
            }
          />
          <ExportMenu search={search} visible={visible} sort={sort} />
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
          onSort={(next) =>
            show({
              sort: next.id === 'name' && !next.isDescending ? undefined : `${next.isDescending ? '-' : ''}${next.id}`,
            } as SiteSearch)
          }
          {...(sites.total === undefined ? {} : { total: sites.total })}
          empty={
            sites.total === undefined ? (
              t('sites.loading')
            ) : (
              <Empty title={t('sites.none')}>
                <p>{t('sites.none.next')}</p>
              </Empty>
            )
          }
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
