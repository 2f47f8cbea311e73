// A dispute: both weights and what each side proposes; once they are the same, each records them in its own book.
import { Button, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAct } from './act.ts'
import { PlaceAndTime, usePlaceAndTime } from './place-time.tsx'
import classes from './shipments.module.css'
import { useWeights, WeightFields, WeightTable, type Shipment } from './weights.tsx'

type Dispute = NonNullable<Shipment['dispute']>

function Proposal({ view, dispute }: { readonly view: Shipment; readonly dispute: Dispute }) {
  const t = useMessages('shipments')
  const theirs = view.side === 'receiver' ? dispute.proposedBySender : dispute.proposedByReceiver
  const weights = useWeights(view, theirs ?? dispute.receiver)
  const propose = useAct((stated: ReturnType<typeof weights.stated>) => api.settleShipment({ shipmentId: view.shipmentId, weights: stated }))
  const isAgreement = theirs !== null && theirs.every(({ lot, contained }) => Object.entries(contained).every(([substance, amount]) => weights.rows.some((row) => row.lot === lot && row.substance === substance && weights.quanta(row) === amount)))
  return (
    <form onSubmit={(submit) => { submit.preventDefault(); propose.mutate(weights.stated()) }}>
      <Stack gap="sm">
        <h3>{t('settle.propose')}</h3>
        <p className={classes.reading}>{t(theirs === null ? 'settle.propose.meaning' : 'settle.agree.meaning')}</p>
        <WeightFields weights={weights} label={t('settle.weight')} />
        <ProblemText error={propose.error} />
        <div className={classes.row}><Button type="submit" loading={propose.isPending} disabled={!weights.isValid}>{t(isAgreement ? 'settle.agree' : 'settle.submit')}</Button></div>
      </Stack>
    </form>
  )
}

function Recording({ view }: { readonly view: Shipment }) {
  const t = useMessages('shipments')
  const place = usePlaceAndTime(view.organisationId, view.site)
  const [event, setEvent] = useState(`SETTLE-${view.shipment}`.slice(0, 80))
  const record = useAct(() => api.settleShipment({ shipmentId: view.shipmentId, adjustment: { event: event.trim(), at: place.at, site: place.place } }))
  return (
    <form onSubmit={(submit) => { submit.preventDefault(); record.mutate(undefined) }}>
      <Stack gap="sm">
        <p className={classes.reading}>{t(view.side === 'receiver' ? 'settle.record.receiver' : 'settle.record.sender')}</p>
        <PlaceAndTime of={place} timeLabel={t('settle.at')} />
        <TextInput className={classes.short} label={t('accept.event')} required value={event} maxLength={80} onChange={(change) => setEvent(change.currentTarget.value)} />
        <ProblemText error={record.error} />
        {record.isSuccess ? <p role="status">{t('settle.recorded')}</p> : null}
        <div className={classes.row}><Button type="submit" loading={record.isPending} disabled={!place.isValid || event.trim() === ''}>{t('settle.record')}</Button></div>
      </Stack>
    </form>
  )
}

export function Settlement({ view }: { readonly view: Shipment }) {
  const t = useMessages('shipments')
  const { dispute } = view
  if (dispute === null) return null
  const other = view.otherParty.name
  const [sender, receiver] = view.side === 'sender' ? [t('you'), other] : [other, t('you')]
  return (
    <section className={classes.box} data-main={view.may.settle}>
      <h2>{t(view.state === 'settled' ? 'settled.title' : 'disputed.title')}</h2>
      <blockquote className={classes.words}>{dispute.reason}</blockquote>
      <WeightTable view={view} label={t('disputed.title')} columns={[
        { name: t('dispute.receiver', { party: receiver }), weights: dispute.receiver },
        { name: t('dispute.proposed', { party: sender }), weights: dispute.proposedBySender },
        { name: t('dispute.proposed', { party: receiver }), weights: dispute.proposedByReceiver },
        { name: t('dispute.agreed'), weights: dispute.agreed },
      ]} />
      {!view.may.settle ? null : view.state === 'settled' ? <Recording view={view} /> : <Proposal key={JSON.stringify(dispute)} view={view} dispute={dispute} />}
    </section>
  )
}
