// The frame of a book's screens: whose book it is, what may be done in it, and that it is simulated where it is.
import { NativeSelect } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { NeedsAccount } from '../account/needs-account.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page } from '../ui/page.tsx'
import classes from './custody.module.css'

export type Book = Result<'listBooks'>['items'][number]
type Screen = 'stock' | 'record' | 'events' | 'file' | 'month-end'
const SCREENS: readonly { readonly name: Screen; readonly to: '/custody' | '/custody/record' | '/custody/events' | '/custody/file' | '/custody/month-end' }[] = [
  { name: 'stock', to: '/custody' }, { name: 'record', to: '/custody/record' }, { name: 'events', to: '/custody/events' }, { name: 'file', to: '/custody/file' }, { name: 'month-end', to: '/custody/month-end' },
]

type Props = { readonly screen: Screen; readonly children: (book: Book) => ReactNode }

export function CustodyFrame({ screen, children }: Props) {
  const t = useMessages('custody')
  return (
    <Page>
      <PageHeading title={t(`title.${screen}`)} lead={t(`lead.${screen}`)} />
      <NeedsAccount roles={['site-owner', 'site-contributor', 'partner']}>
        <WithBook screen={screen}>{children}</WithBook>
      </NeedsAccount>
    </Page>
  )
}

function WithBook({ screen, children }: Props) {
  const t = useMessages('custody')
  const navigate = useNavigate()
  const { book: asked } = useSearch({ strict: false }) as { book?: string }
  const books = useLooseRead('listBooks', {}).data?.items
  if (books === undefined) return <p role="status" className="quiet">{t('loading')}</p>
  const book = books.find(({ organisationId }) => organisationId === asked) ?? books[0]
  if (book === undefined) return <Empty title={t('no-book')}><p>{t('no-book.meaning')}</p></Empty>
  const search = { book: book.organisationId }
  return (
    <>
      <nav aria-label={t('frame')}>
        <ul className={classes.screens}>
          {SCREENS.filter(({ name }) => book.mayWrite || name === 'stock' || name === 'events').map(({ name, to }) => (
            <li key={name}><Link to={to} search={search} aria-current={name === screen ? 'page' : undefined}>{t(`title.${name}`)}</Link></li>
          ))}
        </ul>
      </nav>
      <div className={classes.row}>
        {books.length > 1 ? (
          <NativeSelect
            label={t('book')}
            value={book.organisationId}
            data={books.map(({ organisationId, name }) => ({ value: organisationId, label: name }))}
            onChange={(event) => void navigate({ to: '.', search: { book: event.currentTarget.value } })}
          />
        ) : <p className={classes.book}>{t('book')} <strong>{book.name}</strong></p>}
        {book.isSimulated ? <p className={classes.simulated}>{t('simulated')}</p> : null}
      </div>
      {children(book)}
    </>
  )
}
