// The frame of a book's screens: whose book it is, and what may be done in it.
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page } from '../ui/page.tsx'
import { BookChoice, READERS } from './book-choice.tsx'
import type { Book } from './books.ts'
import classes from './custody.module.css'
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
      <NeedsAccount roles={READERS}>
        <WithBook screen={screen}>{children}</WithBook>
      </NeedsAccount>
    </Page>
  )
}

function WithBook({ screen, children }: Props) {
  const t = useMessages('custody')
  const navigate = useNavigate()
  const { book: asked } = useSearch({ strict: false }) as { book?: string }
  return (
    <BookChoice chosen={asked} onChoose={(next) => void navigate({ to: '.', search: { book: next } })}>
      {(book) => (
        <>
          <nav aria-label={t('frame')}>
            <ul className={classes.screens}>
              {SCREENS.filter(({ name }) => book.mayWrite || name === 'stock' || name === 'events').map(({ name, to }) => (
                <li key={name}><Link to={to} search={{ book: book.organisationId }} aria-current={name === screen ? 'page' : undefined}>{t(`title.${name}`)}</Link></li>
              ))}
            </ul>
          </nav>
          {children(book)}
        </>
      )}
    </BookChoice>
  )
}
