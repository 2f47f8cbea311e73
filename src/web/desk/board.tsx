// The board: a column for each step that has cases, each with its nearest due cases; the table holds all of them.
import { Link } from '@tanstack/react-router'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import type { BoardOfDesk, Row } from './desk-page.tsx'
import classes from './desk.module.css'

/** More cards than anybody reads in one column; the rest is one link away. */
const MOST_CARDS = 12

export function Due({ row }: { readonly row: Row }) {
  const t = useMessages('desk')
  const { day } = useFormat()
  if (row.next === null) return <span className="quiet">{t('no-clock')}</span>
  const { daysLeft, dueOn } = row.next
  return (
    <span className={daysLeft < 0 ? classes.late : undefined}>
      {day(dueOn)} · {daysLeft < 0 ? t('late-by', { count: -daysLeft }) : t('days-left', { count: daysLeft })}
    </span>
  )
}

function Card({ row }: { readonly row: Row }) {
  const t = useMessages('desk')
  return (
    <li className={classes.card} data-late={row.overdue > 0 ? '' : undefined}>
      <Link to="/cases/$caseId" params={{ caseId: row.caseId }}>
        {row.siteName}
      </Link>
      <span className="quiet">{row.participant ?? ''}</span>
      {row.next === null ? null : <span>{t.has(`clock.${row.next.clock}`) ? t(`clock.${row.next.clock}` as 'clock.other') : row.next.clock}</span>}
      <Due row={row} />
    </li>
  )
}

export function Board({ board }: { readonly board: BoardOfDesk }) {
  const t = useMessages('desk')
  const words = useMessages('cases')
  const columns = board.counts.filter(({ count }) => count > 0)
  if (columns.length === 0) {
    return (
      <Empty title={t('none')}>
        <p>{t('none.next')}</p>
      </Empty>
    )
  }
  return (
    <div className={classes.board} role="region" aria-label={t('view.board')} tabIndex={0}>
      {columns.map(({ state, count, overdue }) => {
        const rows = board.items.filter((row) => row.state === state)
        return (
          <section key={state} className={classes.column} aria-label={words(`state.${state}`)}>
            <h2>
              <span>{words(`state.${state}`)}</span>
              <span className="numeric">
                {count}
                {overdue === 0 ? null : <span className={classes.late}> {t('late-count', { count: overdue })}</span>}
              </span>
            </h2>
            <ul className={classes.cards}>
              {rows.slice(0, MOST_CARDS).map((row) => (
                <Card key={row.caseId} row={row} />
              ))}
            </ul>
            {rows.length > MOST_CARDS ? (
              <p>
                <Link to="/desk" search={{ view: 'table', state }}>
                  {t('all', { count })}
                </Link>
              </p>
            ) : null}
          </section>
        )
      })}
    </div>
  )
}
