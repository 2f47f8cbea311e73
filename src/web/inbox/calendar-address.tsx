// The secret address of one's calendar: shown when it is made, replaced or ended at will.
import { Button, CopyButton, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './inbox.module.css'

export function CalendarAddress() {
  const t = useMessages('inbox')
  const queries = useQueryClient()
  const has = useLooseRead('getPreferences', {}).data?.hasCalendar ?? false
  const renew = () => queries.invalidateQueries({ queryKey: ['getPreferences'] })
  const make = useMutation({ mutationFn: () => api.rotateCalendarToken({}), onSuccess: renew })
  const end = useMutation({
    mutationFn: () => api.endCalendar({}),
    onSuccess: () => {
      make.reset()
      return renew()
    },
  })
  return (
    <section aria-labelledby="calendar" className={classes.part}>
      <h2 id="calendar">{t('calendar')}</h2>
      <p>{t('calendar.meaning')}</p>
      {make.data === undefined ? (
        has ? (
          <p className="quiet">{t('calendar.on')}</p>
        ) : null
      ) : (
        <div className={classes.secret} role="status">
          <p>{t('calendar.address')}</p>
          <code>{make.data.address}</code>
          <CopyButton value={make.data.address}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {t(copied ? 'calendar.copied' : 'calendar.copy')}
              </Button>
            )}
          </CopyButton>
        </div>
      )}
      <Group>
        <Button variant="default" loading={make.isPending} onClick={() => make.mutate()}>
          {t(has ? 'calendar.rotate' : 'calendar.make')}
        </Button>
        {has ? (
          <Button variant="subtle" loading={end.isPending} onClick={() => end.mutate()}>
            {t('calendar.end')}
          </Button>
        ) : null}
      </Group>
      <ProblemText error={make.error ?? end.error} />
    </section>
  )
}
