// What happened in a case, as a table: day, event, state after it, by whom, why.
import { Link } from '@tanstack/react-router'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'

type Props = {
  readonly caseId: string
  /** How many of the latest; all of them where none is given. */
  readonly most?: number
}

export function CaseEvents({ caseId, most }: Props) {
  const t = useMessages('cases')
  const { day } = useFormat()
  const word = (event: string): string => {
    const key = `event.${event}`
    return t.has(key) ? t(key) : event
  }
  const read = useLooseRead('getCaseHistory', { caseId })
  const events = read.data?.items
  if (events === undefined) return <ProblemText error={read.error} />
  const shown = most === undefined ? events : events.slice(-most)
  return (
    <section aria-labelledby="events">
      <h2 id="events">{t('history.title')}</h2>
      <PlainTable label={t('history.title')}>
        <thead>
          <tr>
            <th scope="col">{t('history.col.day')}</th>
            <th scope="col">{t('history.col.event')}</th>
            <th scope="col">{t('history.col.state')}</th>
            <th scope="col">{t('history.col.who')}</th>
            <th scope="col">{t('history.col.reason')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.toReversed().map((event) => (
            <tr key={event.sequence}>
              <td className="nowrap">{day(event.happenedOn)}</td>
              <th scope="row">{word(event.event)}</th>
              <td>{t(`state.${event.toState}`)}</td>
              <td>{event.actorName ?? t(`side.${event.side}`)}</td>
              <td>{event.reason ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      {most === undefined || events.length <= most ? null : (
        <p>
          <Link to={`/cases/${caseId}/history` as '/'}>{t('history.all')}</Link>
        </p>
      )}
    </section>
  )
}
