// The lots of one's own book: from here a buyer opens the page of a lot, and asks the book its larger questions.
import { TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { holdsRole, useMe } from '../account/me.ts'
import { NeedsAccount } from '../account/needs-account.tsx'
import { call } from '../api/client.ts'
import { BookChoice, READERS, type Book } from '../custody/book-choice.tsx'
import { useLanguage } from '../messages/language.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAnswerWords } from './answer-words.ts'
import classes from './lots.module.css'

const route = getRouteApi('/lots')

function Rows({ book, q }: { readonly book: Book; readonly q: string | undefined }) {
  const t = useMessages('lots')
  const words = useAnswerWords()
  const { day } = useFormat()
  const read = useInfiniteQuery({
    queryKey: ['listLots', 'lots', book.organisationId, q ?? '', useLanguage()],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      call('listLots', { organisationId: book.organisationId, isOpen: 'false', limit: 50, ...(q === undefined ? {} : { q }), ...(pageParam === undefined ? {} : { cursor: pageParam }) }, { signal }),
    getNextPageParam: (last) => last.next ?? undefined,
  })
  if (read.data === undefined) return read.error === null ? <p role="status">{t('loading')}</p> : <ProblemText error={read.error} />
  const rows = read.data.pages.flatMap(({ items }) => items).filter(({ isVoid }) => !isVoid)
  if (rows.length === 0)
    return (
      <Empty title={t('list.none')}>
        <p>{t('list.none.next')}</p>
      </Empty>
    )
  return (
    <>
      <PlainTable label={t('list.title')}>
        <thead>
          <tr>
            {(['lot', 'material', 'mass', 'left', 'site', 'born'] as const).map((name) => (
              <th key={name} scope="col">
                {t(`column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.lotId}>
              <th scope="row">
                <Link to="/lots/$lotId" params={{ lotId: row.lotId }}>
                  {row.lot}
                </Link>
              </th>
              <td>{t(`material.${row.material}`)}</td>
              <td className="numeric">{words.mass(row.amount[row.metal] ?? 0, row.metal)}</td>
              <td className="numeric">{words.mass(row.left[row.metal] ?? 0, row.metal)}</td>
              <td>{row.siteName}</td>
              <td className="nowrap">{day(row.bornAt, 'short')}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      {read.hasNextPage ? (
        <Button variant="default" mt="md" loading={read.isFetchingNextPage} onClick={() => void read.fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
    </>
  )
}

function Lots() {
  const t = useMessages('lots')
  const shell = useMessages('shell')
  const { book, q } = route.useSearch()
  const navigate = useNavigate()
  const [text, setText] = useState(q ?? '')
  const isHolder = holdsRole(useMe(), 'site-owner', 'site-contributor', 'partner')
  return (
    <BookChoice chosen={book} onChoose={(next) => void navigate({ to: '/lots', search: { book: next }, replace: true })}>
      {(chosen) => (
        <>
          <nav aria-label={t('tools')}>
            <ul className={classes.links}>
              <li><Link to="/lots/recall" search={{ book: chosen.organisationId }}>{shell('nav.recall')}</Link></li>
              <li><Link to="/lots/balance" search={{ book: chosen.organisationId }}>{shell('nav.site-balance')}</Link></li>
              <li><Link to="/lots/changes" search={{ book: chosen.organisationId }}>{shell('nav.lot-changes')}</Link></li>
              {isHolder ? <li><Link to="/lots/disclosure" search={{ book: chosen.organisationId }}>{shell('nav.disclosure')}</Link></li> : null}
            </ul>
          </nav>
          <form
            role="search"
            className={classes.tools}
            onSubmit={(event) => {
              event.preventDefault()
              const trimmed = text.trim()
              void navigate({ to: '/lots', search: { book: chosen.organisationId, ...(trimmed === '' ? {} : { q: trimmed }) }, replace: true })
            }}>
            <TextInput type="search" label={t('list.search')} value={text} onChange={(event) => setText(event.currentTarget.value)} />
          </form>
          <Rows book={chosen} q={q} />
        </>
      )}
    </BookChoice>
  )
}

export function Page() {
  const t = useMessages('lots')
  return (
    <Frame>
      <PageHeading title={t('list.title')} lead={t('list.lead')} />
      <NeedsAccount roles={READERS}>
        <Lots />
      </NeedsAccount>
    </Frame>
  )
}
