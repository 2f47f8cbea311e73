// The gaps of a plan on one axis, from the day each was opened to the day it is due. The table above it says the same.
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import classes from './decision.module.css'
import type { Plan } from './improvement-plan-page.tsx'
import type { StandardWords } from './parts.tsx'

const WIDTH = 720
const NAMES = 290
const ROW = 28
const time = (day: string): number => Date.parse(`${day}T00:00:00Z`)

export function PlanTimeline({ plan, words, today }: { readonly plan: Plan; readonly words: StandardWords; readonly today: string }) {
  const t = useMessages('decision')
  const { day } = useFormat()
  const days = [today, ...plan.gaps.flatMap(({ openedOn, dueOn }) => [openedOn, ...(dueOn === null ? [] : [dueOn])]), ...(plan.dueOn === null ? [] : [plan.dueOn])].sort()
  const [from, to] = [time(days[0]!), Math.max(time(days.at(-1)!), time(days[0]!) + 864e5)]
  const x = (at: string): number => NAMES + ((time(at) - from) / (to - from)) * (WIDTH - NAMES - 12)
  const height = plan.gaps.length * ROW + 40
  const isNearEnd = x(today) > WIDTH - 140
  const short = (text: string): string => (text.length > 42 ? `${text.slice(0, 41)}…` : text)
  return (
    <div className={classes.scroll} role="region" aria-label={t('plan.timeline')} tabIndex={0}>
      <svg className={classes.axis} viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={t('plan.timeline.meaning')}>
        {plan.gaps.map((gap, index) => {
          const end = gap.dueOn ?? plan.dueOn ?? today
          return (
            <g key={gap.gapId} transform={`translate(0 ${index * ROW})`}>
              <text x="0" y="18">
                {short(words.criterion(gap.standard, gap.criterion))}
              </text>
              <rect className={classes.bar} data-status={gap.status} x={x(gap.openedOn)} y="8" rx="3" width={Math.max(4, x(end) - x(gap.openedOn))} height="12" />
            </g>
          )
        })}
        <line className={classes.today} x1={x(today)} x2={x(today)} y1="0" y2={height - 24} />
        <text x={isNearEnd ? x(today) + 4 : x(today)} textAnchor={isNearEnd ? 'end' : 'start'} y={height - 8}>
          {t('plan.today', { day: day(today, 'short') })}
        </text>
      </svg>
    </div>
  )
}
