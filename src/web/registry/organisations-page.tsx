// The companies behind the sites.
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useRead, useTimes } from '../api/reads.ts'
import type { Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { LongTable, type Column, type Sort } from '../ui/long-table.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { useWords } from '../ui/words.ts'

type Row = Result<'listOrganisations'>['items'][number]

function useOrganisationColumns(): readonly Column<Row>[] {
  const t = useMessages('registry')
  const words = useWords()
  const { number } = useFormat()
  return useMemo(
    (): readonly Column<Row>[] => [
      {
        id: 'name',
        heading: t('organisations.name'),
        width: 260,
        sortBy: (one) => one.name,
        cell: (one) => (
          <Link to="/organisations/$organisationId" params={{ organisationId: one.organisationId }}>
            {one.name}
          </Link>
        ),
      },
      {
        id: 'country',
        heading: t('column.country'),
        width: 180,
        sortBy: (one) => (one.country === undefined ? null : words.country(one.country)),
        cell: (one) => (one.country === undefined ? '–' : words.country(one.country)),
      },
      {
        id: 'sites',
        heading: t('organisations.sites'),
        width: 110,
        isNumeric: true,
        sortBy: (one) => one.siteCount,
        cell: (one) => number(one.siteCount),
      },
      {
        id: 'awarded',
        heading: t('organisations.awarded'),
        width: 170,
        isNumeric: true,
        sortBy: (one) => one.awardedSiteCount,
        cell: (one) => number(one.awardedSiteCount),
      },
    ],
    [t, words, number],
  )
}

export function Page() {
  const t = useMessages('registry')
  const { number } = useFormat()
  const organisations = useRead('listOrganisations', { limit: 1000, ...useTimes() })
  const [sort, setSort] = useState<Sort>({ id: 'name', isDescending: false })
  const columns = useOrganisationColumns()
  const visible = useMemo(() => new Set(columns.map(({ id }) => id)), [columns])
  return (
    <Frame>
      <PageHeading title={t('organisations.title')} lead={t('organisations.lead')} />
      <p role="status">
        {t('organisations.count', { count: organisations.total, total: number(organisations.total) })}
      </p>
      <LongTable
        label={t('organisations.title')}
        rows={organisations.items}
        rowId={(one) => one.organisationId}
        columns={columns}
        visible={visible}
        sort={sort}
        onSort={setSort}
        language={t.language}
        empty={
          <Empty title={t('organisations.none')}>
            <p>{t('none.as-of')}</p>
          </Empty>
        }
      />
    </Frame>
  )
}
