// The books an account may read, and which of them is meant: the only one, or the one in the address. The operator reads those
// into which an inquiry is open.
import { NativeSelect } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { holdsRole, useMe } from '../account/me.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useBooks, type Book } from './books.ts'
import classes from './custody.module.css'

/** Who reads books by role; the operator only within an inquiry. */
export const READERS = ['site-owner', 'site-contributor', 'partner', 'operator'] as const

type Props = { readonly chosen: string | undefined; readonly onChoose: (organisationId: string) => void; readonly children: (book: Book) => ReactNode }

function NoBook() {
  const t = useMessages('custody')
  if (!holdsRole(useMe(), 'operator')) return <Empty title={t('no-book')}><p>{t('no-book.meaning')}</p></Empty>
  return <Empty title={t('no-inquiry')}><p>{t('no-inquiry.meaning')}</p><Link to="/custody-inquiries">{t('inquiries')}</Link></Empty>
}

export function BookChoice({ chosen, onChoose, children }: Props) {
  const t = useMessages('custody')
  const read = useBooks()
  const isOperator = holdsRole(useMe(), 'operator')
  if (read.data === undefined) return read.error === null ? <p role="status" className="quiet">{t('loading')}</p> : <ProblemText error={read.error} />
  const books = read.data.items
  const book = books.find(({ organisationId }) => organisationId === chosen) ?? books[0]
  if (book === undefined) return <NoBook />
  return (
    <>
      <div className={classes.row}>
        {books.length > 1 ? (
          <NativeSelect label={t('book')} value={book.organisationId} data={books.map(({ organisationId, name }) => ({ value: organisationId, label: name }))} onChange={(event) => onChoose(event.currentTarget.value)} />
        ) : <p className={classes.book}>{t('book')} <strong>{book.name}</strong></p>}
        {isOperator ? <p className={classes.book}>{t('within-inquiry')}</p> : null}
        {book.isSimulated ? <p className={classes.simulated}>{t('simulated')}</p> : null}
      </div>
      {children(book)}
    </>
  )
}
