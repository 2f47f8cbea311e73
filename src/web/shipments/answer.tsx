// How a receiver answers: accept with the weights as shipped or its own, or dispute a weight.
import { Button, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAct } from './act.ts'
import { PlaceAndTime, usePlaceAndTime } from './place-time.tsx'
import classes from './shipments.module.css'
import { useWeights, WeightFields, type Shipment } from './weights.tsx'

function AcceptForm({ view, onDispute }: { readonly view: Shipment; readonly onDispute: (() => void) | null }) {
  const t = useMessages('shipments')
  const weights = useWeights(view)
  const place = usePlaceAndTime(view.organisationId, view.site)
  const [event, setEvent] = useState('')
  const accept = useAct(() =>
    api.acceptShipment({
      shipmentId: view.shipmentId, at: place.at, site: place.place, ...(event.trim() === '' ? {} : { event: event.trim() }),
      ...(weights.isAsShipped ? {} : { lots: weights.stated().map(({ lot, contained }) => ({ sentAs: lot, contained })) }),
    }),
  )
  return (
    <form onSubmit={(submit) => { submit.preventDefault(); accept.mutate(undefined) }}>
      <Stack gap="sm">
        <p className={classes.reading}>{t('accept.meaning')}</p>
        <WeightFields weights={weights} label={t('col.own-weight')} hasArrival />
        <PlaceAndTime of={place} timeLabel={t('accept.at')} />
        <details>
          <summary>{t('accept.more')}</summary>
          <TextInput className={classes.short} label={t('accept.event')} description={t('accept.event.meaning')} value={event} maxLength={80} onChange={(change) => setEvent(change.currentTarget.value)} />
        </details>
        <ProblemText error={accept.error ?? place.error} />
        <div className={classes.row}>
          <Button type="submit" loading={accept.isPending} disabled={!weights.isValid || !place.isValid}>
            {t(weights.isAsShipped ? 'accept.as-shipped' : 'accept.own')}
          </Button>
          {onDispute === null ? null : <Button variant="default" onClick={onDispute}>{t('dispute')}</Button>}
        </div>
      </Stack>
    </form>
  )
}

function DisputeForm({ view, onClose }: { readonly view: Shipment; readonly onClose: () => void }) {
  const t = useMessages('shipments')
  const received = view.shippedLots.flatMap(({ lot, received: own }) => (own === null ? [] : [{ lot, contained: own }]))
  const weights = useWeights(view, received)
  const [reason, setReason] = useState('')
  const dispute = useAct(() => api.disputeShipment({ shipmentId: view.shipmentId, weights: weights.stated(), reason: reason.trim() }), onClose)
  return (
    <form onSubmit={(submit) => { submit.preventDefault(); dispute.mutate(undefined) }}>
      <Stack gap="sm">
        <p className={classes.reading}>{t('dispute.meaning')}</p>
        <WeightFields weights={weights} label={t('col.own-weight')} />
        <Textarea className={classes.reading} label={t('dispute.reason')} description={t('dispute.reason.meaning')} required autosize minRows={2} maxLength={500} value={reason} onChange={(change) => setReason(change.currentTarget.value)} />
        <ProblemText error={dispute.error} />
        <div className={classes.row}>
          <Button type="submit" loading={dispute.isPending} disabled={!weights.isValid || weights.isAsShipped || reason.trim().length < 5}>{t('dispute.submit')}</Button>
          <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
        </div>
        {weights.isAsShipped ? <p className="quiet">{t('dispute.same')}</p> : null}
      </Stack>
    </form>
  )
}

export function Answer({ view }: { readonly view: Shipment }) {
  const t = useMessages('shipments')
  const [isDisputing, setDisputing] = useState(false)
  const { accept, dispute } = view.may
  if (!accept && !dispute) return null
  if (isDisputing)
    return (
      <section className={classes.box} data-main={accept}>
        <h2>{t('dispute')}</h2>
        <DisputeForm view={view} onClose={() => setDisputing(false)} />
      </section>
    )
  if (!accept) return <p className={classes.apart}><Button variant="default" onClick={() => setDisputing(true)}>{t('dispute')}</Button></p>
  return (
    <section className={classes.box} data-main>
      <h2>{t('accept.title')}</h2>
      <AcceptForm view={view} onDispute={dispute ? () => setDisputing(true) : null} />
    </section>
  )
}
