// Whether mail leaves: a test to oneself, and the hold that a switch-over puts on it.
import { Button, Group, Radio, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './inbox.module.css'

type Held = 'send' | 'drop'

export function MailStanding() {
  const t = useMessages('setting')
  const queries = useQueryClient()
  const mail = useLooseRead('getMailStanding', {}).data
  const [reason, setReason] = useState('')
  const [held, setHeld] = useState<Held>('send')
  const renew = async () => {
    setReason('')
    await queries.invalidateQueries({ predicate: ({ queryKey }) => /Setting|MailStanding/.test(String(queryKey[0])) })
  }
  const test = useMutation({ mutationFn: () => api.sendTestMail({}), onSuccess: renew })
  const release = useMutation({ mutationFn: () => api.releaseMail({ held, reason: reason.trim() }), onSuccess: renew })
  const hold = useMutation({ mutationFn: () => api.holdMail({ reason: reason.trim() }), onSuccess: renew })
  const again = useMutation({ mutationFn: () => api.resendFailedMail({}), onSuccess: renew })
  if (mail === undefined) return null
  return (
    <section aria-labelledby="mail-standing" className={classes.first}>
      <h2 id="mail-standing">{t('mail.title')}</h2>
      <p>{t(mail.isOn ? (mail.isReleased ? 'mail.leaves' : 'mail.held') : 'mail.off', { count: mail.held })}</p>
      <p className="quiet">{t('mail.counts', { waiting: mail.waiting, failed: mail.failed })}</p>
      <Group mb="md">
        {mail.isOn ? (
          <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
            {t('mail.test')}
          </Button>
        ) : null}
        {mail.failed === 0 ? null : (
          <Button variant="default" loading={again.isPending} onClick={() => again.mutate()}>
            {t('mail.again')}
          </Button>
        )}
      </Group>
      {test.data === undefined ? null : <p role="status">{t('mail.tested', { to: test.data.to })}</p>}
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (mail.isReleased) hold.mutate()
          else release.mutate()
        }}>
        {mail.isReleased ? null : (
          <Radio.Group label={t('mail.what-of-held', { count: mail.held })} value={held} onChange={(value) => setHeld(value as Held)}>
            <Stack gap="xs" mt="xs">
              <Radio value="send" label={t('mail.send-held')} />
              <Radio value="drop" label={t('mail.drop-held')} />
            </Stack>
          </Radio.Group>
        )}
        <TextInput label={t('reason')} required maxLength={1000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <ProblemText error={test.error ?? release.error ?? hold.error ?? again.error} />
        <div>
          <Button type="submit" variant={mail.isReleased ? 'default' : 'filled'} loading={release.isPending || hold.isPending} disabled={reason.trim() === ''}>
            {t(mail.isReleased ? 'mail.hold' : 'mail.release')}
          </Button>
        </div>
      </form>
    </section>
  )
}
