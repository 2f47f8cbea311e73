// Every clock of a case: what is due, who does it, by when, and what a miss does; with the longer dates asked and granted.
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { DaysLeft, type CaseOfView } from './case-frame.tsx'
import { Extensions } from './extensions.tsx'
import classes from './cases.module.css'

type Clock = CaseOfView['clocks'][number]

function Standing({ clock }: { readonly clock: Clock }) {
  const t = useMessages('cases')
  const { day } = useFormat()
  if (clock.doneOn !== null) return t('clock.done', { day: day(clock.doneOn) })
  if (clock.droppedOn !== null) return t('clock.dropped', { day: day(clock.droppedOn) })
  return <DaysLeft count={clock.daysLeft ?? 0} />
}

export function CaseClocks({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('cases')
  const { day } = useFormat()
  const word = (key: string, otherwise: string): string => (t.has(key) ? t(key) : otherwise)
  return (
    <section aria-labelledby="clocks">
      <h2 id="clocks">{t('clock.title')}</h2>
      {one.clocks.length === 0 ? (
        <p className="quiet">{t('clock.none')}</p>
      ) : (
        <PlainTable label={t('clock.title')}>
          <thead>
            <tr>
              <th scope="col">{t('clock.col.what')}</th>
              <th scope="col">{t('clock.col.due')}</th>
              <th scope="col">{t('clock.col.standing')}</th>
              <th scope="col">{t('clock.col.who')}</th>
            </tr>
          </thead>
          <tbody>
            {one.clocks.map((clock) => (
              <tr key={clock.clock}>
                <th scope="row">
                  {clock.title}
                  {clock.missEffect === null || clock.daysLeft === null ? null : (
                    <span className={classes.small}>{word(`clock.miss.${clock.missEffect}`, '')}</span>
                  )}
                </th>
                <td>
                  <span className="nowrap">{day(clock.dueOn)}</span>
                  {clock.dueOn === clock.firstDueOn ? null : (
                    <span className={classes.small}>{t('clock.first', { day: day(clock.firstDueOn) })}</span>
                  )}
                </td>
                <td>
                  <Standing clock={clock} />
                </td>
                <td>{word(`who.${clock.ownerRole}`, clock.ownerRole)}</td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
      {one.clocks.length === 0 ? null : <Extensions one={one} />}
    </section>
  )
}
