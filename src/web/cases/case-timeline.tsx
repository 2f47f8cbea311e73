// Clocks as bars and events as dots on one axis of days. The table of the page says the same, so that nothing is lost to
// those who do not see it.
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import type { CaseOfView } from './case-frame.tsx'
import classes from './cases.module.css'

const WIDTH = 720
const ROW = 30
const TOP = 34
const time = (day: string): number => Date.parse(`${day}T00:00:00Z`)

type Props = { readonly one: CaseOfView; readonly days: readonly string[] }

export function CaseTimeline({ one, days }: Props) {
  const t = useMessages('cases')
  const { day } = useFormat()
  const all = [one.appliedOn, one.today, ...days, ...one.clocks.flatMap(({ startedOn, dueOn }) => [startedOn, dueOn])].toSorted()
  const [first, last] = [time(all[0]!), time(all.at(-1)!)]
  const span = Math.max(last - first, 864e5)
  const at = (value: string): number => 4 + ((time(value) - first) / span) * (WIDTH - 8)
  const height = TOP + one.clocks.length * ROW + 8
  const years = Array.from({ length: new Date(last).getUTCFullYear() - new Date(first).getUTCFullYear() }, (_, i) => `${new Date(first).getUTCFullYear() + i + 1}-01-01`)
  return (
    <figure>
      <div className={classes.chart} role="region" aria-label={t('history.timeline')} tabIndex={0}>
      <svg className={classes.axis} viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={`${t('history.timeline')}. ${t('history.timeline.twin')}`}>
        {years.map((year) => (
          <g key={year}>
            <line className={classes.grid} x1={at(year)} x2={at(year)} y1={12} y2={height} />
            <text className={classes.quietText} x={at(year) + 3} y={10}>
              {year.slice(0, 4)}
            </text>
          </g>
        ))}
        <line className={classes.now} x1={at(one.today)} x2={at(one.today)} y1={12} y2={height} />
        <text x={Math.min(at(one.today) + 3, WIDTH - 44)} y={22} className={classes.quietText}>
          {t('history.today')}
        </text>
        {days.map((each, index) => (
          <circle key={index} className={classes.dot} cx={at(each)} cy={28} r={3} />
        ))}
        {one.clocks.map((clock, index) => {
          const y = TOP + index * ROW
          return (
            <g key={clock.clock}>
              <rect
                className={classes.track}
                data-done={clock.doneOn === null ? undefined : ''}
                data-late={clock.isOverdue ? '' : undefined}
                x={at(clock.startedOn)}
                y={y + 14}
                width={Math.max(2, at(clock.dueOn) - at(clock.startedOn))}
                height={9}
                rx={2}
              />
              {clock.doneOn === null ? null : <circle className={classes.dot} cx={at(clock.doneOn)} cy={y + 18.5} r={3.5} />}
              <text x={Math.min(at(clock.startedOn), WIDTH - 260)} y={y + 11}>
                {`${clock.title}, ${day(clock.dueOn, 'short')}`}
              </text>
            </g>
          )
        })}
      </svg>
      </div>
      <figcaption className="quiet">{t('history.timeline')}. {t('history.timeline.twin')}</figcaption>
    </figure>
  )
}
