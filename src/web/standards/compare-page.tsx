// Two versions side by side: what each criterion continues, and what became of each criterion before it.
import { NativeSelect } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Result } from '../api/client.ts'
import { useRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { KindMark, type Kind } from './difference-kind.tsx'
import { Basis, WithSources } from './grounds.tsx'
import classes from './standards.module.css'

const route = getRouteApi('/standards/$standard/compare')
type Comparison = Result<'compareStandards'>
type Row = Comparison['rows'][number]
type Side = Row['from'][number]

function Criteria({
  criteria,
  standard,
  version,
}: {
  readonly criteria: readonly Side[]
  readonly standard: string
  readonly version: string
}) {
  if (criteria.length === 0) return <span className="quiet">–</span>
  return (
    <ul className={classes.plain}>
      {criteria.map((criterion) => (
        <li key={criterion.slug}>
          <Link to="/standards/$standard/$version/$criterion" params={{ standard, version, criterion: criterion.slug }}>
            {criterion.number}. {criterion.title}
          </Link>
          <span className={classes.small}>{criterion.meaning}</span>
        </li>
      ))}
    </ul>
  )
}

function Moved({ row }: { readonly row: Row }) {
  const t = useMessages('standards')
  const { list } = useFormat()
  const moved = (['number', 'group', 'title'] as const)
    .filter((what) => row.moved[what])
    .map((what) => t(`moved.${what}`))
  return (
    <>
      {moved.length === 0 ? null : <span className={classes.small}>{t('moved', { what: list(moved) })}</span>}
      {row.drawsOn.length === 0 ? null : (
        <span className={classes.small}>
          {t('draws-on', { criteria: list(row.drawsOn.map(({ number, title }) => `${number}. ${title}`)) })}
        </span>
      )}
    </>
  )
}

function Difference({ standard, from, to }: { readonly standard: string; readonly from: string; readonly to: string }) {
  const t = useMessages('standards')
  const comparison = useRead('compareStandards', { standard, from, to, language: t.language, ...useTimes() })
  const [kind, setKind] = useState<Kind>()
  const rows = comparison.rows.filter((row) => kind === undefined || row.kind === kind)
  return (
    <WithSources sources={comparison.sources}>
      <div className={classes.chips} role="group" aria-label={t('compare.filter')}>
        <button type="button" aria-pressed={kind === undefined} onClick={() => setKind(undefined)}>
          {t('compare.all', { count: comparison.rows.length })}
        </button>
        {comparison.counts
          .filter(({ count }) => count > 0)
          .map((one) => (
            <button
              key={one.kind}
              type="button"
              aria-pressed={kind === one.kind}
              onClick={() => setKind(kind === one.kind ? undefined : one.kind)}>
              <KindMark kind={one.kind} /> {one.count}
            </button>
          ))}
      </div>
      <div className={classes.stacked}>
        <PlainTable label={t('compare.table', { from: comparison.from.title, to: comparison.to.title })}>
          <thead>
            <tr>
              <th scope="col">{comparison.from.title}</th>
              <th scope="col">{t('compare.change')}</th>
              <th scope="col">{comparison.to.title}</th>
            </tr>
          </thead>
          <tbody className={classes.sides}>
            {rows.map((row, index) => (
              <tr key={index}>
                <td data-version={comparison.from.title}>
                  <Criteria criteria={row.from} standard={standard} version={comparison.from.version} />
                </td>
                <td>
                  <KindMark kind={row.kind} />{' '}
                  <Basis grounds={row.grounds} about={t(`kind.${row.kind}`)} version={comparison.to.version} />
                  <Moved row={row} />
                </td>
                <td data-version={comparison.to.title}>
                  <Criteria criteria={row.to} standard={standard} version={comparison.to.version} />
                </td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      </div>
    </WithSources>
  )
}

export function Page() {
  const t = useMessages('standards')
  const { standard } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { items } = useRead('listStandards', { standard, language: t.language, limit: 200, ...useTimes() })
  const pairs = items.flatMap((row) => (row.predecessor === null ? [] : [{ from: row.predecessor, to: row.version }]))
  const pair = pairs.find(({ from, to }) => from === search.from && to === search.to) ?? pairs.at(-1)
  const title = t('compare.title')
  return (
    <Frame>
      <p className={classes.trail}>
        <Link to="/standards">{t('title')}</Link> › {items[0]?.title ?? standard}
      </p>
      <PageHeading title={title} lead={t('compare.lead')} />
      {pair === undefined ? (
        <Empty title={t('compare.none')}>
          <p>
            <Link to="/standards">{t('title')}</Link>
          </p>
        </Empty>
      ) : (
        <>
          {pairs.length < 2 ? null : (
            <NativeSelect
              label={t('compare.versions')}
              value={`${pair.from} ${pair.to}`}
              mb="md"
              maw={320}
              data={pairs.map(({ from, to }) => ({ value: `${from} ${to}`, label: t('compare.pair', { from, to }) }))}
              onChange={(event) => {
                const [from, to] = event.currentTarget.value.split(' ')
                void navigate({ search: { from, to } as { from: string; to: string }, replace: true })
              }}
            />
          )}
          <Difference standard={standard} {...pair} />
        </>
      )}
    </Frame>
  )
}
