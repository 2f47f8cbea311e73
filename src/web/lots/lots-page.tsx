// The lots of one's own book: from here a buyer opens the page of a lot, and asks the book its larger questions.
import { TextInput } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { holdsRole, useMe } from '../account/me.ts'
import { NeedsAccount } from '../account/needs-account.tsx'
import type { Result } from '../api/client.ts'
import { useLoosePages } from '../api/pages.ts'
import { BookChoice, READERS } from '../custody/book-choice.tsx'
import type { Book } from '../custody/books.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { RowTable } from '../ui/row-table.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { useLotColumns } from './lot-columns.tsx'
import classes from './lots.module.css'

const route = getRouteApi('/lots')
type ListedLot = Omit<Result<'listLots'>['items'][number], 'left'> & { readonly quanta: number; readonly left: number }

function Rows({ book, q }: { readonly book: Book; readonly q: string | undefined }) {
  const t = useMessages('lots')
  const columns = useLotColumns<ListedLot>(({ metal }) => metal, [], [{ heading: t('column.site'), cell: ({ siteName }) => siteName }])
  const read = useLoosePages('listLots', { organisationId: book.organisationId, isOpen: 'false', ...(q === undefined ? {} : { q }) })
  if (read.items === undefined) return read.error === null ? <p role="status">{t('loading')}</p> : <ProblemText error={read.error} />
  const rows = read.items.flatMap((lot) => lot.isVoid ? [] : [{ ...lot, quanta: lot.amount[lot.metal] ?? 0, left: lot.left[lot.metal] ?? 0 }])
  if (rows.length === 0)
    return (
      <Empty title={t('list.none')}>
        <p>{t('list.none.next')}</p>
      </Empty>
    )
  return (
    <>
      <RowTable label={t('list.title')} rows={rows} keyOf={({ lotId }) => lotId} columns={columns} />
      <ShowMore of={read} />
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
