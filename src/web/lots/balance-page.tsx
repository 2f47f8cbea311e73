// The metal balance of a site over a stretch of days.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { call } from '../api/client.ts'
import { BookChoice, READERS } from '../custody/book-choice.tsx'
import type { Book } from '../custody/books.ts'
import { useLanguage } from '../messages/language.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAnswerWords } from './answer-words.ts'
import { useToday } from '../ui/use-today.ts'
import classes from './lots.module.css'

const route = getRouteApi('/lots/balance')
const ROWS = ['opening', 'mined', 'received', 'processed', 'won', 'lost', 'stockChange', 'shipped', 'sold', 'settled', 'closing', 'unexplained'] as const

function Balance({ organisationId, siteId, from, to }: { readonly organisationId: string; readonly siteId: string; readonly from: string; readonly to: string }) {
  const t = useMessages('lots')
  const words = useAnswerWords()
  const read = useQuery({
    queryKey: ['checkSiteBalance', organisationId, siteId, from, to, useLanguage()],
    queryFn: ({ signal }) => call('checkSiteBalance', { organisationId, siteId, from, to }, { signal }),
  })
  if (read.data === undefined) return read.error === null ? <p role="status">{t('loading')}</p> : <ProblemText error={read.error} />
  const { metals } = read.data
  if (metals.length === 0) return <p role="status">{t('balance.none')}</p>
  return (
    <PlainTable label={t('balance.title')}>
      <thead>
        <tr>
          <th scope="col">{t('column.figure')}</th>
          {metals.map(({ substance }) => (
            <th key={substance} scope="col">
              {t(`metal.${substance}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ROWS.map((name) => (
          <tr key={name} className={name === 'unexplained' || name === 'closing' ? classes.changedRow : undefined}>
            <th scope="row">{t(`balance.${name}`)}</th>
            {metals.map((metal) => (
              <td key={metal.substance} className="numeric">
                {words.quantity(metal[name], metal.substance)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

function Question({ book }: { readonly book: Book }) {
  const t = useMessages('lots')
  const search = route.useSearch()
  const navigate = useNavigate()
  const today = useToday()
  const [site, setSite] = useState(search.site ?? book.sites[0]?.siteId ?? '')
  const [from, setFrom] = useState(search.from ?? `${today.slice(0, 8)}01`)
  const [to, setTo] = useState(search.to ?? today)
  return (
    <>
      <form
        className={classes.tools}
        onSubmit={(event) => {
          event.preventDefault()
          void navigate({ to: '/lots/balance', search: { book: book.organisationId, site, from, to }, replace: true })
        }}>
        <NativeSelect label={t('column.site')} value={site} onChange={(event) => setSite(event.currentTarget.value)} data={book.sites.map(({ siteId, name }) => ({ value: siteId, label: name }))} />
        <TextInput type="date" required label={t('column.from')} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        <TextInput type="date" required label={t('column.to')} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
        <Button type="submit">{t('balance.go')}</Button>
      </form>
      {search.site === undefined || search.from === undefined || search.to === undefined ? null : (
        <Balance organisationId={book.organisationId} siteId={search.site} from={search.from} to={search.to} />
      )}
    </>
  )
}

export function Page() {
  const t = useMessages('lots')
  const { book } = route.useSearch()
  const navigate = useNavigate()
  return (
    <Frame>
      <PageHeading title={t('balance.title')} lead={t('balance.lead')} />
      <NeedsAccount roles={READERS}>
        <BookChoice chosen={book} onChoose={(next) => void navigate({ to: '/lots/balance', search: { book: next }, replace: true })}>
          {(chosen) => <Question key={chosen.organisationId} book={chosen} />}
        </BookChoice>
      </NeedsAccount>
    </Frame>
  )
}
