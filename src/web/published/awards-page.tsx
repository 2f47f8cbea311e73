// Every award decided here, filtered by what stands in the address; what is shown goes out as CSV.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { getRouteApi, Link } from '@tanstack/react-router'
import { linkTo, type InputFor } from '../api/client.ts'
import { useRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { useWords } from '../ui/words.ts'
import { AwardStatus, MARKS, STATUSES } from './award-words.tsx'
import type { AwardSearch } from './area.ts'
import classes from './published.module.css'

const route = getRouteApi('/awards')
const SHOWN = 500

function Filter({ search }: { readonly search: AwardSearch }) {
  const t = useMessages('published')
  const d = useMessages('documents')
  const words = useWords()
  const navigate = route.useNavigate()
  const set = (change: AwardSearch) =>
    void navigate({ search: (before) => Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== '')) as AwardSearch, replace: true })
  const setLater = useDebouncedCallback((q: string) => set({ q }), 300)
  return (
    <form role="search" aria-label={t('awards.filter')} className={classes.filter} onSubmit={(event) => event.preventDefault()}>
      <TextInput type="search" label={t('awards.q')} defaultValue={search.q ?? ''} onChange={(event) => setLater(event.currentTarget.value)} />
      <NativeSelect
        label={t('column.mark')}
        value={search.mark ?? ''}
        onChange={(event) => set({ mark: event.currentTarget.value })}
        data={[{ value: '', label: t('awards.any') }, ...MARKS.map((value) => ({ value, label: words.metal(value) }))]}
      />
      <NativeSelect
        label={t('column.status')}
        value={search.status ?? ''}
        onChange={(event) => set({ status: event.currentTarget.value })}
        data={[{ value: '', label: t('awards.any') }, ...STATUSES.map((value) => ({ value, label: d(`award.status.${value}`) }))]}
      />
    </form>
  )
}

export function Page() {
  const t = useMessages('published')
  const words = useWords()
  const { day } = useFormat()
  const search = route.useSearch()
  const mark = MARKS.find((one) => one === search.mark)
  const status = STATUSES.find((one) => one === search.status)
  const asked = {
    ...useTimes(),
    ...(search.q === undefined ? {} : { q: search.q }),
    ...(mark === undefined ? {} : { mark }),
    ...(status === undefined ? {} : { status }),
    ...(search.country === undefined ? {} : { country: search.country }),
  } satisfies InputFor<'exportAwards'>
  const awards = useRead('listAwards', { ...asked, limit: SHOWN })
  return (
    <Frame>
      <PageHeading
        title={t('awards.title')}
        lead={t('awards.lead')}
        actions={
          <Button variant="default" component="a" href={linkTo('exportAwards', asked)}>
            {t('awards.csv')}
          </Button>
        }
      />
      <Filter search={search} />
      <p role="status">{t('awards.count', { count: awards.total, day: day(awards.asOf) })}</p>
      {awards.items.length === 0 ? (
        <Empty title={t('awards.none')}>
          <p>
            {t('awards.none.meaning')} <Link to="/sites">{t('award.site')}</Link>
          </p>
        </Empty>
      ) : (
        <PlainTable label={t('awards.title')}>
          <thead>
            <tr>
              {(['column.site', 'column.mark', 'column.status', 'column.valid-until', 'column.participant', 'column.decided'] as const).map((key) => (
                <th key={key} scope="col">
                  {t(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {awards.items.map((award) => (
              <tr key={award.awardId}>
                <th scope="row">
                  <Link to="/awards/$awardId" params={{ awardId: award.awardId }}>
                    {award.siteName}
                  </Link>
                </th>
                <td>{words.metal(award.mark)}</td>
                <td>
                  <AwardStatus award={award} />
                  {award.underReviewSince === null ? null : <span className={classes.review}>{t('status.under-review')}</span>}
                </td>
                <td>{day(award.validUntil, 'short')}</td>
                <td>{award.participant}</td>
                <td>{day(award.decidedOn, 'short')}</td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
      {awards.total > awards.items.length ? <p>{t('awards.more', { shown: awards.items.length, total: awards.total })}</p> : null}
    </Frame>
  )
}
