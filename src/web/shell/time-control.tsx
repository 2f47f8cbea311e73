// Two times on every public page: what was true on a day, and what had been recorded by a day. Both live in the address.
import { Button, Group, Popover, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCalendar } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import type { Times } from './root-route.ts'
import classes from './shell.module.css'

export function useSetTimes() {
  const navigate = useNavigate()
  return (times: Times) =>
    navigate({
      to: '.',
      resetScroll: false,
      search: (before) => ({ ...before, asOf: times.asOf, knownAt: times.knownAt }),
    } as Parameters<typeof navigate>[0])
}

export function TimeFields({ onDone }: { readonly onDone: () => void }) {
  const t = useMessages('shell')
  const times = useTimes()
  const setTimes = useSetTimes()
  const [asOf, setAsOf] = useState(times.asOf ?? '')
  const [knownAt, setKnownAt] = useState(times.knownAt?.slice(0, 10) ?? '')
  const go = (next: Times) => {
    void setTimes(next)
    onDone()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        go({ ...(asOf === '' ? {} : { asOf }), ...(knownAt === '' ? {} : { knownAt }) })
      }}>
      <Stack gap="sm">
        <TextInput
          type="date"
          min="1990-01-01"
          label={t('time.as-of')}
          description={t('time.as-of.meaning')}
          value={asOf}
          onChange={(event) => setAsOf(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          min="1990-01-01"
          label={t('time.known-at')}
          description={t('time.known-at.meaning')}
          value={knownAt}
          onChange={(event) => setKnownAt(event.currentTarget.value)}
        />
        <Group justify="space-between">
          <Button type="submit">{t('time.show')}</Button>
          <Button
            variant="subtle"
            color="gray"
            onClick={() => {
              setAsOf('')
              setKnownAt('')
              go({})
            }}>
            {t('time.today')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

export function TimeControl() {
  const t = useMessages('shell')
  const { day } = useFormat()
  const times = useTimes()
  const [isOpen, popover] = useDisclosure(false)
  const shown =
    times.asOf !== undefined
      ? t('time.as-of.day', { day: day(times.asOf, 'short') })
      : times.knownAt !== undefined
        ? t('time.known-at.day', { day: day(times.knownAt.slice(0, 10), 'short') })
        : t('time.as-of.today')
  return (
    <Popover
      opened={isOpen}
      onChange={popover.toggle}
      position="bottom-end"
      width={340}
      trapFocus
      shadow="md"
      withRoles={false}>
      <Popover.Target>
        <button
          type="button"
          className={classes.tool}
          aria-expanded={isOpen}
          onClick={popover.toggle}
          data-active={times.asOf !== undefined || times.knownAt !== undefined || undefined}>
          <IconCalendar size={18} aria-hidden />
          {shown}
        </button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('time.title')}>
        <Text size="sm" fw={600} mb="xs">
          {t('time.title')}
        </Text>
        <TimeFields key={`${times.asOf} ${times.knownAt}`} onDone={popover.close} />
      </Popover.Dropdown>
    </Popover>
  )
}
