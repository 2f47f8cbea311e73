// The rows of an import, filtered by what they come to or by a problem, to be decided one by one.
import { NativeSelect } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import type { ImportDetail } from './import-page.tsx'
import { RowList } from './row-list.tsx'
import { useRows, type ProblemCode, type RowFilter } from './use-rows.ts'
import classes from './imports.module.css'

const route = getRouteApi('/imports/$importId')

/** The filters with the count each stands for. */
const countsOf = ({ counts }: ImportDetail): readonly (readonly [RowFilter, number])[] => [
  ['all', counts.rows],
  ['error', counts.errors],
  ['warning', counts.warnings],
  ['doubtful', counts.doubtful],
  ['matched', counts.matched],
  ['new', counts.new],
  ['joined', counts.joined],
  ['merging', counts.merging],
  ['rejected', counts.rejected],
  ['published', counts.published],
]

export function RowsStep({ detail }: { readonly detail: ImportDetail }) {
  const t = useMessages('imports')
  const { number } = useFormat()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const filters = countsOf(detail)
  const filter =
    filters.find(([one]) => one === search.filter)?.[0] ?? (detail.counts.doubtful > 0 ? 'doubtful' : 'all')
  const problem = detail.problems.find(({ code }) => code === search.problem)?.code
  const rows = useRows(detail.importId, filter, problem as ProblemCode | undefined)
  const show = (change: { filter?: string; problem?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false })
  return (
    <>
      <div className={classes.chips} role="group" aria-label={t('rows.filter')}>
        {filters
          .filter(([one, count]) => count > 0 || one === 'all' || one === filter)
          .map(([one, count]) => (
            <button key={one} type="button" aria-pressed={filter === one} onClick={() => show({ filter: one })}>
              {t(`filter.${one as 'all'}`)} {number(count)}
            </button>
          ))}
      </div>
      {detail.problems.length === 0 ? null : (
        <NativeSelect
          label={t('rows.problem')}
          maw={360}
          mb="md"
          value={problem ?? ''}
          onChange={(event) => show({ filter: 'all', problem: event.currentTarget.value })}
          data={[
            { value: '', label: t('rows.problem.any') },
            ...detail.problems.map((one) => ({
              value: one.code,
              label: `${t(`problem.${one.code}`)} (${t(`severity.${one.severity}`)}, ${number(one.rows)})`,
            })),
          ]}
        />
      )}
      <ProblemText error={rows.error} />
      {rows.total === undefined ? (
        <p role="status" className="quiet">
          {t('reading')}
        </p>
      ) : rows.rows.length === 0 ? (
        <Empty title={t('rows.none')}>
          <p>{t('rows.none.next')}</p>
        </Empty>
      ) : (
        <>
          <p role="status" className="quiet">
            {t('rows.shown', { shown: number(rows.rows.length), total: number(rows.total) })}
          </p>
          <RowList
            rows={rows.rows.map((row) => ({ importId: detail.importId, row }))}
            onDecided={(row) => rows.replace(row)}
            isLocked={detail.state === 'reversed'}
          />
          <ShowMore of={rows} />
        </>
      )}
    </>
  )
}
