// The footprint of one lot: number, stages, method, what is missing; as known now, or on an earlier day.
import { Button, TextInput } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { useLooseRead, useTimes } from '../api/reads.ts'
import { LotField } from '../custody/lot-field.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { FootprintWaterfall } from './footprint-waterfall.tsx'
import classes from './claims.module.css'

const route = getRouteApi('/footprint/lots')

function Footprint() {
  const t = useMessages('claims')
  const { lot } = route.useSearch()
  const navigate = route.useNavigate()
  const { knownAt } = useTimes()
  const [lotId, setLotId] = useState(lot ?? '')
  const [known, setKnown] = useState(knownAt?.slice(0, 10) ?? '')
  const read = useLooseRead('getLotFootprint', { lotId: lot ?? '', ...(knownAt === undefined ? {} : { knownAt }) }, lot !== undefined)
  return (
    <>
      <form
        className={classes.ask}
        onSubmit={(event) => {
          event.preventDefault()
          // Said even where it is none: an instant that is not named stays in the address.
          void navigate({ search: { lot: lotId.trim(), knownAt: known === '' ? (undefined as never) : known } })
        }}>
        <LotField label={t('lot.name')} lotId={lotId} onChange={setLotId} />
        <TextInput type="date" label={t('footprint.known-at')} value={known} onChange={(event) => setKnown(event.currentTarget.value)} />
        <Button type="submit" disabled={lotId.trim() === ''}>
          {t('footprint.show')}
        </Button>
      </form>
      <div className={classes.section} role="status">
        <ProblemText error={read.error} />
        {lot === undefined || read.error !== null ? null : read.data === undefined || read.isPlaceholderData ? (
          // The numbers of the lot before never stand under the name of this one.
          <p>{t('claim.loading')}</p>
        ) : (
          <section aria-labelledby="lot">
            <h2 id="lot">{lot.slice(lot.indexOf(':') + 1)}</h2>
            <FootprintWaterfall footprint={read.data} />
          </section>
        )}
      </div>
    </>
  )
}

export function Page() {
  const t = useMessages('claims')
  return (
    <Frame>
      <PageHeading title={t('footprint.lot.title')} lead={t('footprint.lot.lead')} />
      <NeedsAccount roles={['site-owner', 'site-contributor', 'partner']}>
        <Footprint />
      </NeedsAccount>
    </Frame>
  )
}
