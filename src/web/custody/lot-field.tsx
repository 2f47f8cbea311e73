// Names a lot in a form: of one's own book by its reference alone, with what the book holds proposed while it is typed. Where
// several books may be meant, the book is chosen first.
import { NativeSelect, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useBooks } from './books.ts'

type Props = {
  readonly label: string
  /** Book and reference; empty while none is named. */
  readonly lotId: string
  readonly onChange: (lotId: string) => void
  /** The book that is meant; absent: that of the lot, and where none is named yet, the one chosen here. */
  readonly book?: string | undefined
  readonly isRequired?: boolean
}

const MOST_PROPOSED = 50

export function LotField({ label, lotId, onChange, book: meant, isRequired = true }: Props) {
  const list = useId()
  const t = useMessages('custody')
  const books = useBooks().data?.items ?? []
  const [chosen, setChosen] = useState<string>()
  const named = lotId.includes(':') ? lotId.slice(0, lotId.indexOf(':')) : undefined
  const book = meant ?? chosen ?? books.find(({ organisationId }) => organisationId === named)?.organisationId ?? books[0]?.organisationId
  const [typed, setTyped] = useState<string>()
  const isOwn = book !== undefined && lotId.startsWith(`${book}:`)
  const shown = typed ?? (isOwn ? lotId.slice(book.length + 1) : lotId)
  const lots = useLooseRead('listLots', { organisationId: book ?? '', isOpen: 'false', limit: MOST_PROPOSED, ...(shown === '' || shown.includes(':') ? {} : { q: shown }) }, book !== undefined)
  return (
    <>
      {meant !== undefined || books.length < 2 ? null : (
        <NativeSelect label={t('book')} value={book ?? ''} data={books.map(({ organisationId, name }) => ({ value: organisationId, label: name }))} onChange={(event) => { setChosen(event.currentTarget.value); setTyped(''); onChange('') }} />
      )}
      <TextInput
        label={label}
        required={isRequired}
        list={list}
        autoComplete="off"
        maxLength={200}
        value={shown}
        onChange={(event) => {
          const text = event.currentTarget.value
          setTyped(text)
          const ref = text.trim()
          onChange(ref === '' || ref.includes(':') || book === undefined ? ref : `${book}:${ref}`)
        }}
      />
      <datalist id={list}>{lots.data?.items.map(({ lotId: id, lot }) => <option key={id} value={lot} />)}</datalist>
    </>
  )
}
