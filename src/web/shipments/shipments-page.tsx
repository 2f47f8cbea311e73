// Shipments to accept, and those sent: the number first, from whom, by when. The choice stands in the address.
import { getRouteApi, Link } from '@tanstack/react-router'
import { NeedsAccount } from '../account/needs-account.tsx'
import type { Result } from '../api/client.ts'
import { useLoosePages } from '../api/pages.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { useMass } from './mass.ts'
import { StateMark } from './state-mark.tsx'
import classes from './shipments.module.css'

const route = getRouteApi('/shipments')
type Row = Result<'listShipments'>['items'][number]
type Direction = 'incoming' | 'outgoing'

function Tabs({ direction, isOpen }: { readonly direction: Direction; readonly isOpen: boolean }) {
  const t = useMessages('shipments')
  const all = isOpen ? {} : { all: 'yes' }
  return (
    <nav className={classes.tabs} aria-label={t('title')}>
      <ul>
        {(['incoming', 'outgoing'] as const).map((one) => (
          <li key={one}><Link to="/shipments" search={{ direction: one, ...all }} aria-current={one === direction ? 'page' : undefined}>{t(`direction.${one}`)}</Link></li>
        ))}
        <li><Link to="/open-receipts">{t('receipts.title')}</Link></li>
      </ul>
    </nav>
  )
}

function Rows({ rows, direction }: { readonly rows: readonly Row[]; readonly direction: Direction }) {
  const t = useMessages('shipments')
  const { day } = useFormat()
  const { mass, difference } = useMass()
  return (
    <PlainTable label={t(`direction.${direction}`)}>
      <thead>
        <tr>
          <th scope="col">{t('col.shipped')}</th>
          <th scope="col">{t('col.shipment')}</th>
          <th scope="col">{t(direction === 'incoming' ? 'from' : 'to')}</th>
          <th scope="col">{t('col.state')}</th>
          <th scope="col">{t('answer-by')}</th>
          <th scope="col">{t('col.difference')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.shipmentId}>
            <th scope="row" className="nowrap">
              <Link to="/shipments/$shipmentId" params={{ shipmentId: row.shipmentId }}>{mass(row.shipped, row.metal)}</Link>
              <span className={classes.small}>{t('lots', { count: row.lots })}{row.isSimulated ? ` · ${t('simulated')}` : ''}</span>
            </th>
            <td className="nowrap">{row.shipment}<span className={classes.small}>{day(row.shippedAt, 'short')}</span></td>
            <td>{row.otherParty.name}{row.otherParty.isHere ? null : <span className={classes.small}>{t('one-sided.short')}</span>}</td>
            <td><StateMark state={row.state} /></td>
            <td className="nowrap">{row.answerByDay === null ? '' : day(row.answerByDay, 'short')}</td>
            <td className="numeric nowrap">{row.received === null ? '' : difference(row.shipped, row.received, row.metal)}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

function List({ direction, isOpen }: { readonly direction: Direction; readonly isOpen: boolean }) {
  const t = useMessages('shipments')
  const read = useLoosePages('listShipments', { direction, ...(isOpen ? { isOpen: 'true' } : {}) })
  const { items: rows } = read
  if (rows === undefined) return read.error === null ? <p role="status" className="quiet">{t('loading')}</p> : <ProblemText error={read.error} />
  if (rows.length === 0) return <Empty title={t(isOpen ? `none.${direction}` : 'none')}><p>{t(`none.${direction}.next`)}</p></Empty>
  return (
    <>
      <Rows rows={rows} direction={direction} />
      <ShowMore of={read} />
    </>
  )
}

function Shipments() {
  const t = useMessages('shipments')
  const search = route.useSearch()
  const direction: Direction = search.direction === 'outgoing' ? 'outgoing' : 'incoming'
  const isOpen = search.all !== 'yes'
  return (
    <>
      <Tabs direction={direction} isOpen={isOpen} />
      <p>
        <Link to="/shipments" search={{ direction, ...(isOpen ? { all: 'yes' } : {}) }}>{t(isOpen ? 'show.all' : 'show.open')}</Link>
      </p>
      <List direction={direction} isOpen={isOpen} />
    </>
  )
}

export function Page() {
  const t = useMessages('shipments')
  return (
    <Frame>
      <PageHeading title={t('title')} lead={t('lead')} />
      <NeedsAccount roles={['site-owner', 'site-contributor', 'partner']}>
        <Shipments />
      </NeedsAccount>
    </Frame>
  )
}
