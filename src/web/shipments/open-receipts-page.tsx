// What came in and nobody knows from where: each receipt with the shipments that may be it, to link in one click.
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { NeedsAccount } from '../account/needs-account.tsx'
import { api, type Result } from '../api/client.ts'
import { useLoosePages } from '../api/pages.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { RefusalText } from '../ui/refusal-text.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { useAct } from './act.ts'
import { useMass } from './mass.ts'
import classes from './shipments.module.css'

type Receipt = Result<'listOpenReceipts'>['items'][number]

function Candidate({ receipt, candidate }: { readonly receipt: Receipt; readonly candidate: Receipt['candidates'][number] }) {
  const t = useMessages('shipments')
  const { mass } = useMass()
  const { day } = useFormat()
  const link = useAct(() => api.linkReceipt({ shipmentId: candidate.shipmentId, receipt: receipt.receipt }))
  return (
    <li>
      <div className={classes.candidate}>
        <span>
          <Link to="/shipments/$shipmentId" params={{ shipmentId: candidate.shipmentId }}>{candidate.shipment}</Link> · {candidate.from} · {day(candidate.shippedAt, 'short')}
          <span className={classes.small}>{t('receipts.free', { mass: mass(candidate.free[receipt.metal] ?? 0, receipt.metal) })}</span>
        </span>
        <Button size="sm" variant="default" loading={link.isPending} onClick={() => link.mutate(undefined)} aria-label={t('receipts.link.to', { lot: receipt.lot, shipment: candidate.shipment })}>{t('receipts.link')}</Button>
      </div>
      <ProblemText error={link.error} />
    </li>
  )
}

function Card({ receipt }: { readonly receipt: Receipt }) {
  const t = useMessages('shipments')
  const { mass } = useMass()
  const { day } = useFormat()
  return (
    <li className={classes.box}>
      <h2>{t('receipts.unknown', { mass: mass(receipt.unknown[receipt.metal] ?? 0, receipt.metal) })}</h2>
      <p>
        {t('receipts.of', { lot: receipt.lot, day: day(receipt.receivedAt, 'short') })} {receipt.from === null ? t('receipts.nobody') : t('receipts.from', { party: receipt.from })}
        {receipt.shipment === null ? '' : ` · ${t('receipts.names', { shipment: receipt.shipment })}`}
      </p>
      {receipt.because === null ? null : <p className={classes.because}><RefusalText refusal={receipt.because} /></p>}
      {receipt.candidates.length === 0 ? <p className="quiet">{t('receipts.no-candidate')}</p> : (
        <>
          <p>{t('receipts.candidates')}</p>
          <ul className={classes.rows}>{receipt.candidates.map((one) => <Candidate key={one.shipmentId} receipt={receipt} candidate={one} />)}</ul>
        </>
      )}
    </li>
  )
}

function Receipts() {
  const t = useMessages('shipments')
  const read = useLoosePages('listOpenReceipts', {})
  const { items: receipts } = read
  if (receipts === undefined) return read.error === null ? <p role="status" className="quiet">{t('loading')}</p> : <ProblemText error={read.error} />
  if (receipts.length === 0) return <Empty title={t('receipts.none')}><p>{t('receipts.none.next')}</p></Empty>
  return (
    <>
      <ul className={classes.cards}>{receipts.map((one) => <Card key={one.receipt} receipt={one} />)}</ul>
      <ShowMore of={read} />
    </>
  )
}

export function Page() {
  const t = useMessages('shipments')
  return (
    <Frame>
      <PageHeading title={t('receipts.title')} lead={t('receipts.lead')} actions={<Link to="/shipments">{t('title')}</Link>} />
      <NeedsAccount roles={['site-owner', 'site-contributor', 'partner']}>
        <Receipts />
      </NeedsAccount>
    </Frame>
  )
}
