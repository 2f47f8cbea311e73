// Where the account is signed in. One that is not known is ended here, and with it whoever sits there.
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './account.module.css'

const BROWSERS = ['Edg', 'OPR', 'Firefox', 'Chrome', 'Safari'] as const
const NAMES: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera' }
const SYSTEMS = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac OS', 'Linux'] as const

/** `Firefox, Windows`: what a person recognises of a browser's long name for itself. */
function shortBrowser(full: string | null): string {
  const browser = BROWSERS.find((one) => full?.includes(one))
  const system = SYSTEMS.find((one) => full?.includes(one))
  const named = [browser === undefined ? undefined : (NAMES[browser] ?? browser), system].filter((one) => one !== undefined)
  return named.length > 0 ? named.join(', ') : (full ?? '–')
}

export function Sessions() {
  const t = useMessages('account')
  const { instant, day } = useFormat()
  const queries = useQueryClient()
  const sessions = useLooseRead('listSessions', {})
  const again = () => void queries.invalidateQueries({ queryKey: ['listSessions'] })
  const end = useMutation({ mutationFn: (sessionId: string) => api.endSession({ sessionId }), onSuccess: again })
  const endOthers = useMutation({ mutationFn: () => api.endOtherSessions({}), onSuccess: again })
  const items = sessions.data?.items ?? []
  return (
    <section className={classes.part} aria-labelledby="sessions">
      <h2 id="sessions">{t('sessions')}</h2>
      <PlainTable label={t('sessions')}>
        <thead>
          <tr>
            <th scope="col">{t('sessions.browser')}</th>
            <th scope="col">{t('sessions.address')}</th>
            <th scope="col">{t('sessions.seen')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('sessions.end')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.sessionId}>
              <th scope="row">{shortBrowser(one.browser)}</th>
              <td>{one.address ?? '–'}</td>
              <td className="nowrap">{instant(one.seenAt)}</td>
              <td className="nowrap">
                {one.isThisOne ? (
                  t('sessions.this')
                ) : (
                  <Button
                    size="xs"
                    variant="default"
                    loading={end.isPending && end.variables === one.sessionId}
                    aria-label={t('sessions.end.named', { browser: shortBrowser(one.browser), day: day(one.seenAt) })}
                    onClick={() => end.mutate(one.sessionId)}>
                    {t('sessions.end')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      <ProblemText error={sessions.error ?? end.error ?? endOthers.error} />
      {items.length > 1 ? (
        <p>
          <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {t('sessions.end-others')}
          </Button>
        </p>
      ) : null}
    </section>
  )
}
