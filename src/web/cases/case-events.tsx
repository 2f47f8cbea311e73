// What happened in a case: clocks and events on one axis, and the events as a table, the latest first.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import type { CaseOfView } from './case-frame.tsx'
import { CaseTimeline } from './case-timeline.tsx'
import classes from './cases.module.css'

/** Shown before the rest is asked for. */
const LATEST = 5

export function CaseEvents({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('cases')
  const { day } = useFormat()
  const [isWhole, setWhole] = useState(false)
  const read = useLooseRead('getCaseHistory', { caseId: one.caseId })
  const events = read.data?.items
  if (events === undefined) return <ProblemText error={read.error} />
  const shown = isWhole ? events : events.slice(-LATEST)
  const word = (event: string): string => {
    const key = `event.${event}`
    return t.has(key) ? t(key) : event
  }
  return (
    <section aria-labelledby="events">
      <h2 id="events">{t('history.title')}</h2>
      {one.clocks.length === 0 ? null : <CaseTimeline one={one} days={events.map(({ happenedOn }) => happenedOn)} />}
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
      {isWhole || events.length <= LATEST ? null : (
        <div className={classes.buttons}>
          <Button variant="default" size="xs" onClick={() => setWhole(true)}>
            {t('history.all')}
          </Button>
        </div>
      )}
    </section>
  )
}
