// Where and when it happened, for an entry in one's own book: prefilled, so that nothing has to be typed on the day itself.
import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useBooks } from '../custody/books.ts'
import { useMessages } from '../messages/use-messages.ts'
import classes from './shipments.module.css'

const minuteOf = (time: Date): string => time.toISOString().slice(0, 16)

export function usePlaceAndTime(organisationId: string, site: string | null) {
  const read = useBooks()
  const sites = read.data?.items.find((book) => book.organisationId === organisationId)?.sites ?? []
  const [chosen, setChosen] = useState<string | null>(site)
  const [minute, setMinute] = useState(() => minuteOf(new Date()))
  const place = chosen ?? sites[0]?.siteId ?? ''
  const time = Date.parse(`${minute}:00Z`)
  return {
    sites, place, setChosen, minute, setMinute, error: read.error,
    isValid: place !== '' && !Number.isNaN(time),
    /** Never later than now: the minute that runs counts as begun. */
    at: Number.isNaN(time) ? '' : new Date(time).toISOString(),
  }
}

export function PlaceAndTime({ of, timeLabel }: { readonly of: ReturnType<typeof usePlaceAndTime>; readonly timeLabel: string }) {
  const t = useMessages('shipments')
  const known = of.sites.some(({ siteId }) => siteId === of.place)
  return (
    <div className={classes.row}>
      <TextInput type="datetime-local" label={timeLabel} description={t('time.utc')} required value={of.minute} onChange={(event) => of.setMinute(event.currentTarget.value)} />
      <NativeSelect
        label={t('place')}
        description={t('place.meaning')}
        value={of.place}
        onChange={(event) => of.setChosen(event.currentTarget.value)}
        data={[...(known || of.place === '' ? [] : [{ value: of.place, label: of.place }]), ...of.sites.map(({ siteId, name }) => ({ value: siteId, label: name }))]}
      />
    </div>
  )
}
