// A small chart of one quantity by year: bars from zero, the largest and the last labelled, years without a value left
// empty, part of a year hatched. Its rows stand beside it as a table, so the picture is one image with one name.
import { useId } from 'react'
import { useFormat } from './format.ts'
import classes from './year-bars.module.css'

export type YearBar = { readonly year: number; readonly value: number; readonly isPartial: boolean }
type Props = {
  readonly bars: readonly YearBar[]
  readonly unit: string
  readonly label: string
  readonly partial: string
}

const WIDTH = 560
const HEIGHT = 128
const BASE = HEIGHT - 20
const TOP = 20
const LEFT = 2

/** Where a year stands and how tall a value is. */
function scaleOf(bars: readonly YearBar[]) {
  const years = bars.map(({ year }) => year)
  const [first, last] = [Math.min(...years), Math.max(...years)]
  const top = Math.max(...bars.map(({ value }) => value))
  const step = Math.min(48, (WIDTH - LEFT) / (last - first + 1))
  const width = Math.max(2, Math.min(28, step - 3))
  return {
    first,
    last,
    top,
    width,
    right: Math.max(200, step * (last - first + 1) + LEFT + 40),
    x: (year: number): number => LEFT + (year - first) * step,
    height: (value: number): number => Math.max(1, (value * (BASE - TOP)) / top),
    /** Text under or over a bar: the first one begins at the edge, the others stand in the middle. */
    text: (year: number) =>
      year === first
        ? ({ x: LEFT, textAnchor: 'start' } as const)
        : ({ x: LEFT + (year - first) * step + width / 2, textAnchor: 'middle' } as const),
    /** Years with room for their number. */
    marked: Array.from({ length: last - first + 1 }, (_, index) => last - index).filter(
      (_, index) => index % Math.ceil(36 / step) === 0,
    ),
  }
}

export function YearBars({ bars, unit, label, partial }: Props) {
  const { number } = useFormat()
  const hatch = useId()
  const scale = scaleOf(bars)
  if (!(scale.top > 0)) return null
  const largest = bars.find(({ value }) => value === scale.top)
  const isLabelled = (year: number): boolean => year === largest?.year || year === scale.last
  return (
    <figure className={classes.figure}>
      <svg viewBox={`0 0 ${scale.right} ${HEIGHT}`} role="img" aria-label={label} preserveAspectRatio="xMinYMid meet">
        <defs>
          <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="2.5" height="5" className={classes.bar} />
          </pattern>
        </defs>
        <line x1="0" x2="100%" y1={BASE} y2={BASE} className={classes.axis} />
        {bars.map(({ year, value, isPartial }) => (
          <rect
            key={year}
            x={scale.x(year)}
            y={BASE - scale.height(value)}
            width={scale.width}
            height={scale.height(value)}
            className={classes.bar}
            style={isPartial ? { fill: `url(#${hatch})` } : undefined}
          />
        ))}
        {bars
          .filter(({ year }) => isLabelled(year))
          .map(({ year, value }) => (
            <text key={year} {...scale.text(year)} y={BASE - scale.height(value) - 5} className={classes.value}>
              {year === largest?.year ? `${number(value)} ${unit}` : number(value)}
            </text>
          ))}
        {scale.marked.map((year) => (
          <text key={year} {...scale.text(year)} y={HEIGHT - 5} className={classes.year}>
            {year}
          </text>
        ))}
      </svg>
      {bars.some(({ isPartial }) => isPartial) ? (
        <figcaption className="quiet">
          <span className={classes.swatch} aria-hidden />
          {partial}
        </figcaption>
      ) : null}
    </figure>
  )
}
