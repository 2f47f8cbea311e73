// Removing a statement by law: the text goes for ever, at every time asked for; its place and the reason stay visible.
import { Button, Checkbox, Stack, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { aboutOf, FactChoice, type SiteRecord } from './site-facts-choice.tsx'
import classes from './account.module.css'

export function WithholdStatement({ site, onDone }: { readonly site: SiteRecord; readonly onDone: () => void }) {
  const t = useMessages('account')
  const [about, setAbout] = useState('')
  const [reason, setReason] = useState('')
  const [isSure, setSure] = useState(false)
  const fact = aboutOf(about)
  const withhold = useMutation({
    mutationFn: () => api.withholdFact({ kind: fact?.kind ?? '', factId: fact?.factId ?? '', reason: reason.trim() }),
    onSuccess: () => {
      setReason('')
      setAbout('')
      setSure(false)
      onDone()
    },
  })
  return (
    <section className={classes.act} aria-labelledby="withhold">
      <h2 id="withhold">{t('withhold.title')}</h2>
      <p>{t('withhold.meaning')}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          withhold.mutate()
        }}>
        <Stack gap="sm">
          <FactChoice site={site} value={about} onChange={setAbout} />
          <Textarea
            label={t('withhold.reason')}
            description={t('withhold.reason.meaning')}
            required
            autosize
            minRows={2}
            maxLength={600}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Checkbox
            label={t('withhold.sure')}
            checked={isSure}
            onChange={(event) => setSure(event.currentTarget.checked)}
          />
          <ProblemText error={withhold.error} />
          <Button
            type="submit"
            color="red"
            loading={withhold.isPending}
            disabled={fact === undefined || reason.trim() === '' || !isSure}
            className={classes.submit}>
            {t('withhold.do')}
          </Button>
          {withhold.isSuccess ? <p role="status">{t('withhold.done')}</p> : null}
        </Stack>
      </form>
    </section>
  )
}
