// One shipment as one side sees it: what, how much, by when; both weights; what happened.
import { Button, Stack, Textarea } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { holdsRole, useMe } from '../account/me.ts'
import { NeedsAccount } from '../account/needs-account.tsx'
import { api, linkTo } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAct } from './act.ts'
import { Answer } from './answer.tsx'
import { useMass } from './mass.ts'
import { Settlement } from './settlement.tsx'
import { StateMark } from './state-mark.tsx'
import classes from './shipments.module.css'
import { WeightTable, type Shipment } from './weights.tsx'

const route = getRouteApi('/shipments/$shipmentId')

function Summary({ view }: { readonly view: Shipment }) {
  const t = useMessages('shipments')
  const { day, instant, number } = useFormat()
  const { mass, difference } = useMass()
  const { otherParty } = view
  return (
    <Facts>
      <Fact name={t(view.side === 'receiver' ? 'from' : 'to')}>{otherParty.name}{otherParty.isHere ? null : <span className={classes.small}>{t('one-sided')}</span>}</Fact>
      <Fact name={t('col.shipped')}>{mass(view.shipped, view.metal)} · {t('lots', { count: view.lots })}</Fact>
      {view.received === null ? null : <Fact name={t('col.received')}>{mass(view.received, view.metal)}<span className={classes.small}>{t('transit')} {difference(view.shipped, view.received, view.metal)}</span></Fact>}
      <Fact name={t('shipped-at')}>{instant(view.shippedAt)}</Fact>
      {view.answerByDay === null ? null : <Fact name={t('answer-by')}>{day(view.answerByDay)}</Fact>}
      {view.model === null ? null : <Fact name={t('model')}>{t(`model.${view.model}`)}</Fact>}
      {view.legs.length === 0 ? null : <Fact name={t('legs')}>{view.legs.map((leg, i) => <span key={i} className={classes.small}>{t(`leg.${leg.mode}`)} {number(leg.km)} km</span>)}</Fact>}
      {view.documents.length === 0 ? null : <Fact name={t('documents')}>{view.documents.map((one, i) => <span key={i} className={classes.small}>{t(`document.${one.kind}`)} {one.ref}</span>)}</Fact>}
      {view.note === null ? null : <Fact name={t('note')}>{view.note}</Fact>}
    </Facts>
  )
}

/** What is made of a shipment for others, as far as the reader may. */
function MadeOfIt({ view }: { readonly view: Shipment }) {
  const t = useMessages('shipments')
  const mayClaim = holdsRole(useMe(), 'site-owner', 'partner')
  if (view.state === 'void') return null
  return (
    <ul className={classes.next}>
      {mayClaim ? <li><Link to="/claims/new" search={{ kind: 'shipment', id: view.shipmentId }}>{t('next.claim')}</Link></li> : null}
      <li><a href={linkTo('exportShipmentPack', { shipmentId: view.shipmentId })} download>{t('next.pack')}</a></li>
    </ul>
  )
}

function Received({ view }: { readonly view: Shipment }) {
  const t = useMessages('shipments')
  const { mass } = useMass()
  const { instant } = useFormat()
  if (view.receipts.length === 0) return null
  return (
    <section>
      <h2>{t('both-weights')}</h2>
      <WeightTable view={view} label={t('both-weights')} columns={[{ name: t('col.received'), weights: view.shippedLots.flatMap(({ lot, received }) => (received === null ? [] : [{ lot, contained: received }])) }]} />
      <ul className={classes.rows}>
        {view.receipts.map((one) => (
          <li key={`${one.link} ${one.lot}`}>
            {t('receipt', { at: instant(one.receivedAt) })}{one.lot === null ? '' : ` · ${one.lot}`}:{' '}
            {Object.entries(one.contained).map(([substance, amount]) => mass(amount, substance)).join(', ')}
            {(one.linked[view.metal] ?? 0) < (one.contained[view.metal] ?? 0) ? <span className={classes.small}>{t('receipt.unknown', { mass: mass((one.contained[view.metal] ?? 0) - (one.linked[view.metal] ?? 0), view.metal) })}</span> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Undo({ view }: { readonly view: Shipment }) {
  const t = useMessages('shipments')
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const undo = useAct(() => api.unlinkReceipt({ shipmentId: view.shipmentId, reason: reason.trim() }), () => { setOpen(false); setReason('') })
  if (!view.may.unlink) return null
  if (!isOpen) return <p><Button variant="default" onClick={() => setOpen(true)}>{t('unlink')}</Button></p>
  return (
    <form className={classes.reading} onSubmit={(submit) => { submit.preventDefault(); undo.mutate(undefined) }}>
      <Stack gap="sm">
        <p>{t('unlink.meaning')}</p>
        <Textarea label={t('unlink.reason')} required autosize minRows={2} maxLength={500} value={reason} onChange={(change) => setReason(change.currentTarget.value)} />
        <ProblemText error={undo.error} />
        <div className={classes.row}>
          <Button type="submit" loading={undo.isPending} disabled={reason.trim().length < 5}>{t('unlink')}</Button>
          <Button variant="default" onClick={() => setOpen(false)}>{t('cancel')}</Button>
        </div>
      </Stack>
    </form>
  )
}

function Steps({ view }: { readonly view: Shipment }) {
  const t = useMessages('shipments')
  const { instant } = useFormat()
  const nameOf = (side: 'sender' | 'receiver' | 'time'): string => side === 'time' ? '' : side === view.side ? t('you') : view.otherParty.name
  return (
    <section>
      <h2>{t('history')}</h2>
      <ol className={classes.rows}>
        {view.steps.map((step, i) => (
          <li key={i}>
            <strong>{t(`step.${step.step as 'offered'}`)}</strong> <span className="quiet">{instant(step.at)}{step.side === 'time' ? '' : ` · ${nameOf(step.side)}`}</span>
            {step.reason === null ? null : <blockquote className={classes.words}>{step.reason}</blockquote>}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Body() {
  const { shipmentId } = route.useParams()
  const t = useMessages('shipments')
  const read = useLooseRead('getShipment', { shipmentId })
  if (read.data === undefined) return read.error === null ? <p role="status" className="quiet">{t('loading')}</p> : <ProblemText error={read.error} />
  const view = read.data
  return (
    <>
      <p className={classes.standing}><StateMark state={view.state} />{view.isSimulated ? <strong className={classes.simulated}>{t('simulated')}</strong> : null}</p>
      <Summary view={view} />
      <MadeOfIt view={view} />
      <Answer key={view.state} view={view} />
      <Settlement view={view} />
      <Received view={view} />
      {view.receipts.length === 0 && !view.may.accept && view.dispute === null ? <section><h2>{t('what')}</h2><WeightTable view={view} label={t('what')} columns={[]} /></section> : null}
      <Undo view={view} />
      <Steps view={view} />
    </>
  )
}

function Heading() {
  const t = useMessages('shipments')
  const { shipmentId } = route.useParams()
  const read = useLooseRead('getShipment', { shipmentId })
  const { mass } = useMass()
  const view = read.data
  const title = view === undefined ? t('one.title', { shipment: shipmentId }) : t('one.title', { shipment: view.shipment })
  return <PageHeading title={title} lead={view === undefined ? undefined : t(view.side === 'receiver' ? 'one.lead.in' : 'one.lead.out', { mass: mass(view.shipped, view.metal), party: view.otherParty.name })} actions={<Link to="/shipments">{t('title')}</Link>} />
}

export function Page() {
  return (
    <Frame>
      <NeedsAccount roles={['site-owner', 'site-contributor', 'partner']}>
        <Heading />
        <Body />
      </NeedsAccount>
    </Frame>
  )
}
