// Stock: what do I have, and where.
import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
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
import { MATERIALS } from './quantities.ts'
import { useAmount } from './use-amount.ts'

export const Page = () => <CustodyFrame screen="stock">{(book) => <Stock key={book.organisationId} book={book} />}</CustodyFrame>

function Stock({ book }: { readonly book: Book }) {
  const t = useMessages('custody')
  const { day } = useFormat()
  const { each, amount } = useAmount()
  const [siteId, setSite] = useState('')
  const [material, setMaterial] = useState('')
  const [q, setQ] = useState('')
  const [isOpen, setOpen] = useState(true)
  const asked = { organisationId: book.organisationId, isOpen, ...(siteId === '' ? {} : { siteId }), ...(material === '' ? {} : { material: material as 'ore' }), ...(q === '' ? {} : { q }) }
  const lots = useLoosePages('listLots', asked, 100)
  const { items: rows } = lots
  const sums = new Map<string, number>()
  for (const { metal, left } of rows ?? []) sums.set(metal, (sums.get(metal) ?? 0) + (left[metal] ?? 0))
  return (
    <>
      <div className={classes.row}>
        {book.sites.length > 1 ? <NativeSelect label={t('site')} value={siteId} data={[{ value: '', label: t('site.all') }, ...book.sites.map((site) => ({ value: site.siteId, label: site.name }))]} onChange={(event) => setSite(event.currentTarget.value)} /> : null}
        <NativeSelect label={t('material')} value={material} data={[{ value: '', label: t('material.all') }, ...MATERIALS.map((one) => ({ value: one, label: t(`material.${one}`) }))]} onChange={(event) => setMaterial(event.currentTarget.value)} />
        <TextInput label={t('search')} value={q} maxLength={80} onChange={(event) => setQ(event.currentTarget.value.trim())} />
        <Checkbox label={t('open-only')} checked={isOpen} onChange={(event) => setOpen(event.currentTarget.checked)} />
      </div>
      <ProblemText error={lots.error} />
      {sums.size === 0 || lots.hasMore ? null : <p className={classes.total}>{t('total', { amount: [...sums].map(([metal, sum]) => amount(sum, metal)).join(', ') })}</p>}
      {rows === undefined ? lots.error === null ? <p role="status" className="quiet">{t('loading')}</p> : null : rows.length === 0 ? (
        <Empty title={t('stock.none')}>
          <p>{t('stock.none.meaning')}</p>
          {book.mayWrite ? <Link to="/custody/record" search={{ book: book.organisationId }}>{t('title.record')}</Link> : null}
        </Empty>
      ) : (
        <PlainTable label={t('title.stock')}>
          <thead><tr><th scope="col">{t('lot')}</th><th scope="col" data-numeric>{t('left')}</th><th scope="col" data-numeric>{t('amount')}</th><th scope="col">{t('material')}</th><th scope="col">{t('site')}</th><th scope="col">{t('model')}</th><th scope="col">{t('since')}</th></tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.lotId}>
                <th scope="row"><Link to="/custody/lots/$lotId" params={{ lotId: row.lotId }}>{row.lot}</Link></th>
                <td data-numeric>{each(row.left, row.metal).map((one) => <div key={one}>{one}</div>)}</td>
                <td data-numeric>{amount(row.amount[row.metal] ?? 0, row.metal)}</td>
                <td>{t(`material.${row.material}`)}{row.scrapClass === null ? '' : `, ${t(`scrap.${row.scrapClass}`)}`}</td>
                <td>{row.siteName}</td>
                <td>{t(`model.${row.model}`)}</td>
                <td className="nowrap">{day(row.bornAt, 'short')}</td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
      <ShowMore of={lots} />
    </>
  )
}
