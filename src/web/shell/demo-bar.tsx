// On every page of a demonstration: that all of it is invented, the day it is there, and the way into any role.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useForgetReads, useMe } from '../account/me.ts'
import { api } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './demo-bar.module.css'

/** The server is away for a moment while it begins anew. */
const untilBack = async (): Promise<void> => {
  for (let tries = 0; tries < 60; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 500))
    const answer = await fetch('/api/v1/ready').catch(() => undefined)
    if (answer?.ok === true) return
  }
}

export function DemoBar() {
  const t = useMessages('demo')
  const demo = useLooseRead('getDemo', {})
  const me = useMe()
  const navigate = useNavigate()
  const forget = useForgetReads()
  const entering = useMutation({
    mutationFn: (person: string) => api.enterDemo({ person }),
    onSuccess: async () => {
      await forget()
      await navigate({ to: '/next' })
    },
  })
  const beginning = useMutation({
    mutationFn: async () => {
      await api.resetDemo({})
      await untilBack()
    },
    onSuccess: () => window.location.assign('/'),
  })
  if (demo.data === undefined) return null
  const name = me === undefined || me.kind === 'public' ? undefined : me.name
  const here = demo.data.people.find((person) => person.name === name)
  return (
    <aside className={`${classes.bar} no-print`} aria-label={t('label')}>
      <p>{t('invented')}</p>
      <NativeSelect
        size="xs"
        aria-label={t('person')}
        value={here?.key ?? ''}
        disabled={entering.isPending}
        data={[
          { value: '', label: t('nobody'), disabled: true },
          ...demo.data.people.map((person) => ({
            value: person.key,
            label: t('person.option', { name: person.name, role: t(`role.${person.role}`), organisation: person.organisation }),
          })),
        ]}
        onChange={(event) => entering.mutate(event.currentTarget.value)}
      />
      <Clock key={demo.data.today} today={demo.data.today} onMoved={forget} />
      <Button size="xs" variant="default" loading={beginning.isPending} onClick={() => beginning.mutate()}>
        {t('anew')}
      </Button>
      <ProblemText error={entering.error ?? beginning.error} />
    </aside>
  )
}

function Clock({ today, onMoved }: { readonly today: string; readonly onMoved: () => Promise<void> }) {
  const t = useMessages('demo')
  const [day, setDay] = useState(today)
  const moving = useMutation({ mutationFn: () => api.moveDemoClock({ day }), onSuccess: onMoved })
  return (
    <form
      className={classes.clock}
      onSubmit={(event) => {
        event.preventDefault()
        moving.mutate()
      }}>
      <TextInput size="xs" type="date" aria-label={t('day')} min={today} value={day} onChange={(event) => setDay(event.currentTarget.value)} />
      <Button size="xs" type="submit" variant="default" loading={moving.isPending} disabled={day <= today}>
        {t('move')}
      </Button>
      <ProblemText error={moving.error} />
    </form>
  )
}
