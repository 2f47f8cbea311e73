// All cases as a table that can be sorted, walked by keys, and chosen from.
import { Checkbox } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { LongTable, type Column } from '../ui/long-table.tsx'
import { useWords } from '../ui/words.ts'
import { Due } from './board.tsx'
import type { Row } from './desk-page.tsx'

const route = getRouteApi('/desk')

type Props = {
  readonly rows: readonly Row[]
  readonly chosen: ReadonlySet<string>
  readonly onChosen: (chosen: ReadonlySet<string>) => void
}

function useColumns({ chosen, onChosen }: Props): readonly Column<Row>[] {
  const t = useMessages('desk')
  const cases = useMessages('cases')
  const words = useWords()
  return useMemo(
    (): readonly Column<Row>[] => [
      {
        id: 'site',
        heading: t('column.site'),
        width: 220,
        sortBy: ({ siteName }) => siteName,
        cell: ({ caseId, siteName }) => (
          <Link to="/cases/$caseId" params={{ caseId }}>
            {siteName}
          </Link>
        ),
      },
      {
        id: 'chosen',
        heading: t('column.chosen'),
        width: 90,
        cell: ({ caseId, siteName }) => (
          <Checkbox
            aria-label={t('choose', { site: siteName })}
            checked={chosen.has(caseId)}
            onChange={(event) => {
              const next = new Set(chosen)
              if (event.currentTarget.checked) next.add(caseId)
              else next.delete(caseId)
              onChosen(next)
            }}
          />
        ),
      },
      { id: 'participant', heading: t('column.participant'), width: 200, sortBy: ({ participant }) => participant, cell: ({ participant }) => participant ?? '–' },
      { id: 'state', heading: t('column.state'), width: 170, sortBy: ({ state }) => cases(`state.${state}`), cell: ({ state }) => cases(`state.${state}`) },
      {
        id: 'clock',
        heading: t('column.clock'),
        width: 200,
        sortBy: ({ next }) => next?.clock ?? null,
        cell: ({ next }) => (next === null ? '–' : t.has(`clock.${next.clock}`) ? t(`clock.${next.clock}` as 'clock.other') : next.clock),
      },
      { id: 'due', heading: t('column.due'), width: 260, sortBy: ({ next }) => next?.dueOn ?? null, cell: (row) => <Due row={row} /> },
      { id: 'owner', heading: t('column.owner'), width: 150, sortBy: ({ next }) => next?.ownerRole ?? null, cell: ({ next }) => (next === null ? '–' : t.has(`role.${next.ownerRole}`) ? t(`role.${next.ownerRole}` as 'role.operator') : next.ownerRole) },
      { id: 'country', heading: t('column.country'), width: 150, sortBy: ({ country }) => words.country(country), cell: ({ country }) => words.country(country) },
      { id: 'standard', heading: t('column.standard'), width: 280, sortBy: ({ standard, standardVersion }) => `${standard} ${standardVersion}`, cell: ({ standard, standardVersion }) => `${standard} ${standardVersion}` },
    ],
    [t, cases, words, chosen, onChosen],
  )
}

export function BoardTable(props: Props) {
  const t = useMessages('desk')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const columns = useColumns(props)
  const sort = { id: search.sort?.replace('-', '') ?? 'due', isDescending: search.sort?.startsWith('-') ?? false }
  return (
    <LongTable
      label={t('view.table')}
      rows={props.rows}
      rowId={({ caseId }) => caseId}
      columns={columns}
      visible={new Set(columns.map(({ id }) => id))}
      sort={sort}
      onSort={({ id, isDescending }) => void navigate({ search: { ...search, sort: `${isDescending ? '-' : ''}${id}` }, replace: true })}
      language={t.language}
      empty={
        <Empty title={t('none')}>
          <p>{t('none.next')}</p>
        </Empty>
      }
    />
  )
}
