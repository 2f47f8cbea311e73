// The share of production from awarded sites, year by year: solid to the lower end, hatched to the upper; published
// figures stand beside the bar of their year as marks. The table below it holds the same numbers.
import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useEffect, useId, useRef } from 'react'
import type { Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import classes from './coverage-chart.module.css'

export type CoverageYear = Result<'getCoverageSeries'>['years'][number]
type Props = {
  readonly years: readonly CoverageYear[]
  readonly selected: number | undefined
  readonly onSelect: (year: number) => void
  readonly label: string
}

const HEIGHT = 300,
  TOP = 28,
  BOTTOM = 28,
  LEFT = 44,
  RIGHT = 8,
  LEAST_STEP = 100
const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25]

/** Round values for the axis, from zero to just above the highest. */
function ticksTo(highest: number): number[] {
  const step = STEPS.find((one) => highest / one <= 6) ?? 0.25
  return Array.from({ length: Math.ceil(highest / step - 1e-9) + 1 }, (_, index) => index * step)
}

export function CoverageChart({ years, selected, onSelect, label }: Props) {
  const t = useMessages('figures')
  const { percent } = useFormat()
  const { ref, width: free } = useElementSize<HTMLDivElement>()
  const frame = useRef<HTMLDivElement>(null)
  const hatch = useId()
  const values = years.flatMap(({ high, published }) => [high ?? 0, ...published.map(({ value }) => value / 100)])
  const ticks = ticksTo(Math.max(0.05, ...values))
  const top = ticks.at(-1)!
  const width = Math.max(free, years.length * LEAST_STEP + LEFT + RIGHT)
  const step = (width - LEFT - RIGHT) / Math.max(1, years.length)
  const both = useMergedRef(ref, frame)
  // Where not all years fit, the newest are in sight first.
  useEffect(() => {
    if (frame.current !== null) frame.current.scrollLeft = frame.current.scrollWidth
  }, [width])
  const y = (share: number): number => HEIGHT - BOTTOM - (share / top) * (HEIGHT - TOP - BOTTOM)
  return (
    <div
      className={classes.frame}
      ref={both}
      role="group"
      aria-label={label}
      tabIndex={width > free + 1 ? 0 : undefined}>
      <svg
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={label}
        className={classes.chart}>
        <defs>
          <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="2.5" height="6" className={classes.solid} />
          </pattern>
        </defs>
        {ticks.map((tick) => (
          <g key={tick}>
            <line
              x1={LEFT}
              x2={width - RIGHT}
              y1={y(tick)}
              y2={y(tick)}
              className={tick === 0 ? classes.axis : classes.grid}
            />
            <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end" className={classes.tick}>
              {percent(tick, 0)}
            </text>
          </g>
        ))}
        {years.map((year, index) => (
          <Year
            key={year.year}
            year={year}
            x={LEFT + index * step}
            step={step}
            y={y}
            hatch={hatch}
            isSelected={year.year === selected}
            onSelect={onSelect}
            text={
              year.low === null || year.high === null
                ? t('coverage.none')
                : percent(year.low) === percent(year.high)
                  ? percent(year.low)
                  : t('range.short', { low: percent(year.low), high: percent(year.high) })
            }
          />
        ))}
      </svg>
    </div>
  )
}

type YearProps = {
  readonly year: CoverageYear
  readonly x: number
  readonly step: number
  readonly y: (share: number) => number
  readonly hatch: string
  readonly isSelected: boolean
  readonly onSelect: (year: number) => void
  readonly text: string
}

function Year({ year, x, step, y, hatch, isSelected, onSelect, text }: YearProps) {
  const bar = Math.min(36, step * 0.42)
  const left = x + step * 0.18
  const base = y(0)
  const { low, high, published } = year
  return (
    <g onClick={() => onSelect(year.year)} className={classes.year} data-selected={isSelected || undefined}>
      <rect x={x + 1} y={2} width={step - 2} height={HEIGHT - 4} className={classes.ground} rx={4} />
      {low === null || high === null ? (
        <line x1={left} x2={left + bar} y1={base - 1} y2={base - 1} className={classes.missing} />
      ) : (
        <>
          <rect
            x={left}
            width={bar}
            y={y(high)}
            height={Math.max(0, y(low) - y(high))}
            fill={`url(#${hatch})`}
            className={classes.possible}
          />
          <rect x={left} width={bar} y={y(low)} height={Math.max(0.5, base - y(low))} className={classes.solid} />
        </>
      )}
      {published.map((figure, index) => (
        <PublishedMark
          key={figure.publishedFigureId}
          comparator={figure.comparator}
          x={left + bar + 10 + (index % 2) * 3}
          y={y(figure.value / 100)}
        />
      ))}
      <text
        x={left - 4}
        y={y(Math.max(high ?? 0, ...published.map(({ value }) => value / 100))) - 9}
        className={classes.value}>
        {text}
      </text>
      <text x={left + bar / 2} y={HEIGHT - 8} textAnchor="middle" className={classes.yearName}>
        {year.year}
      </text>
    </g>
  )
}

/** The shape says how the figure was worded: more than (up), less than (down), about (ring), equal (dot). */
export function PublishedMark({
  comparator,
  x,
  y,
}: {
  readonly comparator: string
  readonly x: number
  readonly y: number
}) {
  if (comparator.startsWith('>')) return <path d={`M${x - 5} ${y + 4}h10l-5-9z`} className={classes.published} />
  if (comparator.startsWith('<')) return <path d={`M${x - 5} ${y - 4}h10l-5 9z`} className={classes.published} />
  if (comparator === '~') return <circle cx={x} cy={y} r={4.25} className={classes.about} />
  return <circle cx={x} cy={y} r={4.5} className={classes.published} />
}

export function CoverageLegend() {
  const t = useMessages('figures')
  const sign = (mark: React.ReactNode) => (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden>
      {mark}
    </svg>
  )
  return (
    <ul className={classes.legend}>
      <li>
        {sign(<rect width="16" height="16" className={classes.solid} />)}
        {t('legend.low')}
      </li>
      <li>
        <span className={classes.hatched} aria-hidden />
        {t('legend.high')}
      </li>
      <li>
        {sign(<PublishedMark comparator="=" x={8} y={8} />)}
        {t('legend.published')}
      </li>
      <li>
        {sign(<PublishedMark comparator=">" x={8} y={9} />)}
        {t('legend.published.more')}
      </li>
      <li>
        {sign(<PublishedMark comparator="~" x={8} y={8} />)}
        {t('legend.published.about')}
      </li>
    </ul>
  )
}
