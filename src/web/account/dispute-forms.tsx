// A dispute stands openly beside the fact until it is resolved; both its words and its resolution are public.
import { Button, Stack, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { aboutOf, FactChoice, type SiteRecord } from './site-facts-choice.tsx'
import classes from './account.module.css'

export function OpenDispute({ site, onDone }: { readonly site: SiteRecord; readonly onDone: () => void }) {
  const t = useMessages('account')
  const [about, setAbout] = useState('')
  const [text, setText] = useState('')
  const open = useMutation({
    mutationFn: () => {
      const fact = aboutOf(about)
      return api.openDispute({ siteId: site.siteId, text: text.trim(), ...(fact === undefined ? {} : { about: fact }) })
    },
    onSuccess: () => {
      setText('')
      onDone()
    },
  })
  return (
    <section className={classes.act} aria-labelledby="open-dispute">
      <h2 id="open-dispute">{t('dispute.open')}</h2>
      <p>{t('dispute.open.meaning')}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          open.mutate()
        }}>
        <Stack gap="sm">
          <FactChoice site={site} value={about} onChange={setAbout} whole={t('fact.whole')} />
          <Textarea
            label={t('dispute.text')}
            required
            autosize
            minRows={3}
            maxLength={2000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <ProblemText error={open.error} />
          <Button type="submit" loading={open.isPending} disabled={text.trim() === ''} className={classes.submit}>
            {t('dispute.publish')}
          </Button>
          {open.isSuccess ? <p role="status">{t('dispute.opened')}</p> : null}
        </Stack>
      </form>
    </section>
  )
}

function CloseDispute({
  dispute,
  onDone,
}: {
  readonly dispute: SiteRecord['disputes'][number]
  readonly onDone: () => void
}) {
  const t = useMessages('account')
  const { day } = useFormat()
  const [resolution, setResolution] = useState('')
  const close = useMutation({
    mutationFn: () => api.closeDispute({ disputeId: dispute.disputeId, resolution: resolution.trim() }),
    onSuccess: onDone,
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        close.mutate()
      }}>
      <Stack gap="sm" mb="lg">
        <p className={classes.words}>{dispute.text}</p>
        <p className="quiet">{t('dispute.since', { day: day(dispute.openedOn) })}</p>
        <Textarea
          label={t('dispute.resolution')}
          description={t('dispute.resolution.meaning')}
          required
          autosize
          minRows={2}
          maxLength={2000}
          value={resolution}
          onChange={(event) => setResolution(event.currentTarget.value)}
        />
        <ProblemText error={close.error} />
        <Button
          type="submit"
          variant="default"
          loading={close.isPending}
          disabled={resolution.trim() === ''}
          className={classes.submit}>
          {t('dispute.close')}
        </Button>
      </Stack>
    </form>
  )
}

export function CloseDisputes({
  disputes,
  onDone,
}: {
  readonly disputes: SiteRecord['disputes']
  readonly onDone: () => void
}) {
  const t = useMessages('account')
  if (disputes.length === 0) return null
  return (
    <section className={classes.act} aria-labelledby="close-disputes">
      <h2 id="close-disputes">{t('disputes.title')}</h2>
      {disputes.map((dispute) => (
        <CloseDispute key={dispute.disputeId} dispute={dispute} onDone={onDone} />
      ))}
    </section>
  )
}
