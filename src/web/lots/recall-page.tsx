// Recall: every lot of the book with more than a share of a site's metal, between two days.
import { Button, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { call } from '../api/client.ts'
import { useLanguage } from '../messages/language.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAnswerWords } from './answer-words.ts'
import { BookChoice } from './book-choice.tsx'
import { ShareBar } from './share-bar.tsx'
import classes from './lots.module.css'

const route = getRouteApi('/lots/recall')

function Found({ organisationId }: { readonly organisationId: string }) {
  const t = useMessages('lots')
  const words = useAnswerWords()
  const { day } = useFormat()
  const { site, min, from, to } = route.useSearch()
  const read = useInfiniteQuery({
    queryKey: ['recallLots', organisationId, site ?? '', min ?? '', from ?? '', to ?? '', useLanguage()],
    initialPageParam: undefined as string | undefined,
    enabled: site !== undefined,
    queryFn: ({ pageParam, signal }) =>
      call(
        'recallLots',
        { organisationId, siteId: site ?? '', minShare: Number(min ?? 0) / 100, limit: 50, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        { signal },
      ),
    getNextPageParam: (last) => last.next ?? undefined,
  })
  if (site === undefined) return null
  if (read.data === undefined) return read.error === null ? <p role="status">{t('loading')}</p> : <ProblemText error={read.error} />
  const rows = read.data.pages.flatMap(({ items }) => items)
  return (
    <>
      <p role="status">{t('recall.found', { count: rows.length, more: read.hasNextPage ? 'true' : 'false' })}</p>
      {rows.length === 0 ? null : (
        <PlainTable label={t('recall.title')}>
          <thead>
            <tr>
              {(['lot', 'material', 'share'] as const).map((name) => <th key={name} scope="col">{t(`column.${name}`)}</th>)}
              <td aria-hidden="true" />
              {(['tonnes', 'left', 'born'] as const).map((name) => <th key={name} scope="col">{t(`column.${name}`)}</th>)}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.lotId}>
                <th scope="row"><Link to="/lots/$lotId" params={{ lotId: row.lotId }}>{row.lotId.slice(row.lotId.indexOf(':') + 1)}</Link></th>
                <td>{t.has(`material.${row.material}`) ? t(`material.${row.material}` as 'material.other') : row.material}</td>
                <td className="numeric">{words.share(row.share)}</td>
                <td><ShareBar share={row.share} /></td>
                <td className="numeric">{words.tonnes(row.quanta, 'copper')}</td>
                <td className="numeric">{words.tonnes(row.left, 'copper')}</td>
                <td className="nowrap">{day(row.bornAt, 'short')}</td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
      <p className={classes.small}>{t('recall.held-back')}</p>
      {read.hasNextPage ? (
        <Button variant="default" loading={read.isFetchingNextPage} onClick={() => void read.fetchNextPage()}>{t('more')}</Button>
      ) : null}
    </>
  )
}

function Question({ organisationId }: { readonly organisationId: string }) {
  const t = useMessages('lots')
  const search = route.useSearch()
  const navigate = useNavigate()
  const [site, setSite] = useState(search.site ?? '')
  const [min, setMin] = useState(search.min ?? '0')
  const [from, setFrom] = useState(search.from ?? '')
  const [to, setTo] = useState(search.to ?? '')
  return (
    <form
      className={classes.tools}
      onSubmit={(event) => {
        event.preventDefault()
        void navigate({ to: '/lots/recall', search: { book: organisationId, site: site.trim().toUpperCase(), min, ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) }, replace: true })
      }}>
      <TextInput required label={t('recall.site')} placeholder="CHL-7K2QXM4" value={site} onChange={(event) => setSite(event.currentTarget.value)} />
      <TextInput type="number" min={0} max={100} step="0.01" label={t('recall.min')} value={min} onChange={(event) => setMin(event.currentTarget.value)} />
      <TextInput type="date" label={t('column.from')} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
      <TextInput type="date" label={t('column.to')} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
      <Button type="submit">{t('recall.go')}</Button>
    </form>
  )
}

export function Page() {
  const t = useMessages('lots')
  const { book } = route.useSearch()
  const navigate = useNavigate()
  return (
    <Frame>
      <PageHeading title={t('recall.title')} lead={t('recall.lead')} />
      <NeedsAccount roles={['site-owner', 'site-contributor', 'partner']}>
        <BookChoice chosen={book} onChoose={(next) => void navigate({ to: '/lots/recall', search: { book: next }, replace: true })}>
          {({ organisationId }) => (
            <>
              <Question organisationId={organisationId} />
              <Found organisationId={organisationId} />
            </>
          )}
        </BookChoice>
      </NeedsAccount>
    </Frame>
  )
}
