// The books an account may read, and which of them is meant: the only one, or the one in the address.
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { call, type Result } from '../api/client.ts'
import { useLanguage } from '../messages/language.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './lots.module.css'

export type Book = Result<'listBooks'>['items'][number]

export const useBooks = () =>
  useQuery({ queryKey: ['listBooks', 'lots', useLanguage()], queryFn: ({ signal }) => call('listBooks', { limit: 100 }, { signal }) })

type Props = { readonly chosen: string | undefined; readonly onChoose: (organisationId: string) => void; readonly children: (book: Book) => ReactNode }

export function BookChoice({ chosen, onChoose, children }: Props) {
  const t = useMessages('lots')
  const read = useBooks()
  if (read.data === undefined) return read.error === null ? <p role="status">{t('loading')}</p> : <ProblemText error={read.error} />
  const books = read.data.items
  const book = books.find(({ organisationId }) => organisationId === chosen) ?? books[0]
  if (book === undefined)
    return (
      <Empty title={t('list.no-book')}>
        <p>{t('list.no-book.next')}</p>
      </Empty>
    )
  return (
    <>
      {books.length < 2 ? null : (
        <NativeSelect
          label={t('list.book')}
          value={book.organisationId}
          onChange={(event) => onChoose(event.currentTarget.value)}
          data={books.map(({ organisationId, name }) => ({ value: organisationId, label: name }))}
          maw="24rem"
          mb="md"
        />
      )}
      {book.isSimulated ? <p className={classes.badge}>{t('simulated')}</p> : null}
      {children(book)}
    </>
  )
}
