// The events of a book, newest first, with the way to take one back or correct it.
import { NativeSelect, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Result } from '../api/client.ts'
import { useLoosePages } from '../api/pages.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import classes from './custody.module.css'
import type { Book } from './books.ts'
import { CustodyFrame } from './custody-frame.tsx'
import { KINDS } from './event-draft.ts'
import { useAmount } from './use-amount.ts'

export const Page = () => <CustodyFrame screen="events">{(book) => <Events key={book.organisationId} book={book} />}</CustodyFrame>

function Events({ book }: { readonly book: Book }) {
  const t = useMessages('custody')
  const [kind, setKind] = useState('')
  const [lot, setLot] = useState('')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const isRef = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,79}$/.test(lot)
  const asked = { organisationId: book.organisationId, ...(kind === '' ? {} : { kind: kind as 'ship' }), ...(isRef ? { lot } : {}), ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) }
  const events = useLoosePages('listEvents', asked)
  const { items: rows } = events
  return (
    <>
      <div className={classes.row}>
        <NativeSelect label={t('kind')} value={kind} data={[{ value: '', label: t('kind.all') }, ...KINDS.map((one) => ({ value: one, label: t(`kind.${one}`) }))]} onChange={(event) => setKind(event.currentTarget.value)} />
        <TextInput label={t('lot')} value={lot} maxLength={80} onChange={(event) => setLot(event.currentTarget.value.trim())} />
        <TextInput label={t('from')} type="date" value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        <TextInput label={t('to')} type="date" value={to} onChange={(event) => setTo(event.currentTarget.value)} />
      </div>
      <ProblemText error={events.error} />
      {rows === undefined ? events.error === null ? <p role="status" className="quiet">{t('loading')}</p> : null : rows.length === 0 ? <Empty title={t('events.none')} /> : <EventTable book={book} rows={rows} />}
      <ShowMore of={events} />
    </>
  )
}

type Row = Result<'listEvents'>['items'][number]
const MOST_LOTS = 4

function EventTable({ book, rows }: { readonly book: Book; readonly rows: readonly Row[] }) {
  const t = useMessages('custody')
  const { instant } = useFormat()
  const { amount } = useAmount()
  const search = { book: book.organisationId }
  const lines = (part: Row['drawn'], sign: string) => [...part.slice(0, MOST_LOTS).map((one) => <div key={`${sign}${one.lot} ${one.substance}`}>{sign} {one.lot}: {amount(one.amount, one.substance)}</div>), part.length > MOST_LOTS ? <div key={`${sign}more`} className="quiet">{sign} +{part.length - MOST_LOTS}</div> : null]
  return (
    <PlainTable label={t('title.events')}>
      <thead><tr><th scope="col">{t('event')}</th><th scope="col">{t('kind')}</th><th scope="col">{t('when')}</th><th scope="col">{t('where')}</th><th scope="col">{t('what')}</th><th scope="col">{t('state')}</th></tr></thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.event}>
            <th scope="row">{row.event}</th>
            <td>{t(`kind.${row.kind}`)}</td>
            <td className="nowrap">{instant(row.at)}</td>
            <td>{row.siteName}</td>
            <td className="numeric">{lines(row.drawn, '−')}{lines(row.born, '+')}</td>
            <td>
              {row.voidedBy === null ? t('state.stands') : t('state.voided', { event: row.voidedBy })}
              {row.voidedBy === null && row.kind !== 'void' && book.mayWrite ? (
                <div className={classes.row} style={{ margin: 0 }}>
                  <Link to="/custody/record" search={{ ...search, voids: row.event }}>{t('take-back')}<span className="visually-hidden"> {row.event}</span></Link>
                  <Link to="/custody/record" search={{ ...search, corrects: row.event }}>{t('correct')}<span className="visually-hidden"> {row.event}</span></Link>
                </div>
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}
