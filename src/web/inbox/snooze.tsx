// One click lets a notice sleep until a day; nothing is said of its matter before.
import { Button, Menu, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { useRenewInbox } from './inbox-page.tsx'
import classes from './inbox.module.css'

type Props = { readonly noticeId: string; readonly about: string; readonly isAsleep: boolean }

/** A day some days from now, as this browser counts them; the server refuses one that is past for the scheme. */
const dayIn = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

export function Snooze({ noticeId, about, isAsleep }: Props) {
  const t = useMessages('inbox')
  const renew = useRenewInbox()
  const [isChoosing, setChoosing] = useState(false)
  const [day, setDay] = useState('')
  const sleep = useMutation({
    mutationFn: (until: string | null) => api.snoozeNotice({ noticeId, until }),
    onSuccess: async () => {
      setChoosing(false)
      await renew()
    },
  })
  if (isAsleep)
    return (
      <Button size="compact-sm" variant="subtle" aria-label={`${t('inbox.wake')} ${about}`} onClick={() => sleep.mutate(null)}>
        {t('inbox.wake')}
      </Button>
    )
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button size="compact-sm" variant="subtle" aria-label={`${t('inbox.snooze')} ${about}`} loading={sleep.isPending}>
            {t('inbox.snooze')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => sleep.mutate(dayIn(1))}>{t('inbox.snooze.tomorrow')}</Menu.Item>
          <Menu.Item onClick={() => sleep.mutate(dayIn(7))}>{t('inbox.snooze.week')}</Menu.Item>
          <Menu.Item onClick={() => sleep.mutate(dayIn(30))}>{t('inbox.snooze.month')}</Menu.Item>
          <Menu.Item onClick={() => setChoosing(true)}>{t('inbox.snooze.day')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isChoosing ? (
        <form
          className={classes.acts}
          onSubmit={(event) => {
            event.preventDefault()
            if (day !== '') sleep.mutate(day)
          }}>
          <TextInput
            type="date"
            label={t('inbox.snooze.until')}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
          <Button type="submit" size="compact-sm">
            {t('inbox.snooze.go')}
          </Button>
        </form>
      ) : null}
      <ProblemText error={sleep.error} />
    </>
  )
}
