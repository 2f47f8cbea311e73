// Month end: what the books say of a month, what was counted, and the difference as second weights of the lots.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { LineAnswer } from '#src/custody/line-answer.ts'
import { api } from '../api/client.ts'
import { useLoosePages } from '../api/pages.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { useToday } from '../ui/use-today.ts'
import classes from './custody.module.css'
import type { Book } from './books.ts'
import { CustodyFrame } from './custody-frame.tsx'
import { Outcome } from './effects.tsx'
import { countedLots, stockTakeLine, type Counted } from './month-end.ts'
import { useAmount } from './use-amount.ts'

export const Page = () => <CustodyFrame screen="month-end">{(book) => <MonthEnd key={book.organisationId} book={book} />}</CustodyFrame>

const lastDay = (month: string): string => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).toISOString().slice(0, 10)

function MonthEnd({ book }: { readonly book: Book }) {
  const t = useMessages('custody')
  const thisMonth = useToday().slice(0, 7)
  const [month, setMonth] = useState(thisMonth)
  const [siteId, setSite] = useState(book.sites[0]?.siteId ?? '')
  const isMonth = /^\d{4}-\d{2}$/.test(month)
  const report = useLooseRead('getStockReport', { organisationId: book.organisationId, siteId, from: `${month}-01`, to: isMonth ? lastDay(month) : month }, isMonth && siteId !== '')
  return (
    <>
      <div className={classes.row}>
        <TextInput label={t('month')} type="month" value={month} onChange={(event) => setMonth(event.currentTarget.value)} />
        <NativeSelect label={t('site')} value={siteId} data={book.sites.map((site) => ({ value: site.siteId, label: site.name }))} onChange={(event) => setSite(event.currentTarget.value)} />
      </div>
      <ProblemText error={report.error} />
      {siteId === '' ? <Empty title={t('month.no-site')} /> : report.data === undefined ? isMonth && report.error === null ? <p role="status" className="quiet">{t('loading')}</p> : null : report.data.rows.length === 0 ? <Empty title={t('month.none')} /> : <Movements rows={report.data.rows} />}
      {!book.mayWrite || report.data === undefined ? null : month === thisMonth ? <Counting key={siteId} book={book} siteId={siteId} tolerance={report.data.tolerance} /> : <CountedLater book={book} />}
    </>
  )
}

/** What is counted today says nothing of a month that has passed: it is weighed again as of its own day. */
function CountedLater({ book }: { readonly book: Book }) {
  const t = useMessages('custody')
  return (
    <section>
      <h2>{t('count')}</h2>
      <p>{t('count.past')} <Link to="/custody/record" search={{ book: book.organisationId, kind: 'adjust' }}>{t('kind.adjust')}</Link></p>
    </section>
  )
}

type StockRow = Awaited<ReturnType<typeof api.getStockReport>>['rows'][number]
function Movements({ rows }: { readonly rows: readonly StockRow[] }) {
  const t = useMessages('custody')
  const { quantity, metal } = useAmount()
  return (
    <PlainTable label={t('title.month-end')}>
      <thead><tr><th scope="col">{t('metal.column')}</th>{(['opening', 'in', 'out', 'lost', 'in-process', 'adjusted', 'closing', 'unexplained'] as const).map((name) => <th key={name} scope="col" data-numeric>{t(name)}</th>)}</tr></thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.substance}>
            <th scope="row">{metal(row.substance)}</th>
            <td data-numeric>{quantity(row.opening, row.substance)}</td>
            <td data-numeric>{quantity(row.extracted + row.received, row.substance)}</td>
            <td data-numeric>{quantity(row.shipped + row.sold, row.substance)}</td>
            <td data-numeric>{quantity(row.lost, row.substance)}{row.unstatedLoss === 0 ? null : <div className="quiet">{t('unstated')} {quantity(row.unstatedLoss, row.substance)}</div>}</td>
            <td data-numeric>{quantity(row.inProcess, row.substance)}</td>
            <td data-numeric>{quantity(row.adjusted, row.substance)}</td>
            <td data-numeric><strong>{quantity(row.closing, row.substance)}</strong></td>
            <td data-numeric>{quantity(row.unexplained, row.substance)}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

/** So many lots are shown at once; one entry takes a thousand lines. */
const LOTS_AT_ONCE = 200

function Counting({ book, siteId, tolerance }: { readonly book: Book; readonly siteId: string; readonly tolerance: number }) {
  const t = useMessages('custody')
  const { amount } = useAmount()
  const { percent } = useFormat()
  const queries = useQueryClient()
  const asked = { organisationId: book.organisationId, siteId }
  const read = useLoosePages('listLots', asked, LOTS_AT_ONCE)
  const lots = read.items ?? []
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const counted = countedLots(lots, typed)
  const differing = counted.filter((one) => one.difference !== undefined && one.difference !== 0)
  const record = useMutation({
    mutationFn: async () => {
      const { items } = await api.recordEvents({ organisationId: book.organisationId, events: differing.map((one) => stockTakeLine(one, siteId)), mode: 'all', source: 'form', hasEffects: true })
      return items as LineAnswer[]
    },
    onSuccess: async (answers) => { if (answers.every(({ state }) => state !== 'refused')) setTyped({}); await queries.invalidateQueries() },
  })
  if (read.error !== null) return <ProblemText error={read.error} />
  if (lots.length === 0) return null
  const isBeyond = ({ lot, difference = 0 }: Counted): boolean => Math.abs(difference) > tolerance * (lot.left[lot.metal] ?? 0)
  return (
    <section>
      <h2>{t('count')}</h2>
      <PlainTable label={t('count')}>
        <thead><tr><th scope="col">{t('lot')}</th><th scope="col">{t('material')}</th><th scope="col" data-numeric>{t('books')}</th><th scope="col">{t('counted')}</th><th scope="col" data-numeric>{t('difference')}</th></tr></thead>
        <tbody>
          {counted.map((one) => (
            <tr key={one.lot.lotId}>
              <th scope="row">{one.lot.lot}</th>
              <td>{t(`material.${one.lot.material}`)}</td>
              <td data-numeric>{amount(one.lot.left[one.lot.metal] ?? 0, one.lot.metal)}</td>
              <td><TextInput className={classes.count} aria-label={`${t('counted')}: ${one.lot.lot}`} inputMode="decimal" placeholder="t" value={typed[one.lot.lotId] ?? ''} error={one.isUnread ? t('counted.unread') : undefined} onChange={(event) => { const { value } = event.currentTarget; setTyped((before) => ({ ...before, [one.lot.lotId]: value })) }} /></td>
              <td data-numeric>{one.difference === undefined ? '' : <span className={isBeyond(one) ? classes.over : undefined}>{one.difference > 0 ? '+' : ''}{amount(one.difference, one.lot.metal)}<div>{t(isBeyond(one) ? 'beyond' : 'within', { share: percent(tolerance) })}</div></span>}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      <ShowMore of={read} />
      <p>{differing.length > 0 ? <Button loading={record.isPending} onClick={() => record.mutate()}>{t('adjust-all', { count: differing.length })}</Button> : counted.some(({ difference }) => difference === 0) ? t('count.same') : null}</p>
      <ProblemText error={record.error} />
      {record.data?.map((answer) => <Outcome key={answer.event} answer={answer} isDryRun={false} />)}
    </section>
  )
}
