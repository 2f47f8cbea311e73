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

const WIDTH = 560,
  HEIGHT = 128,
  TOP = 20,
  BOTTOM = 20,
  LEFT = 2

export function YearBars({ bars, unit, label, partial }: Props) {
  const { number } = useFormat()
  const hatch = useId()
  const years = bars.map(({ year }) => year)
  const [first, last] = [Math.min(...years), Math.max(...years)]
  const top = Math.max(...bars.map(({ value }) => value))
  if (!(top > 0)) return null
  const step = Math.min(48, (WIDTH - LEFT) / (last - first + 1))
  const width = Math.max(2, Math.min(28, step - 3))
  const scale = (HEIGHT - TOP - BOTTOM) / top
  const largest = bars.find(({ value }) => value === top)
  const labelled = new Set([largest?.year, last])
  const every = Math.ceil(36 / step)
  const isMarked = (year: number) => (last - year) % every === 0
  return (
    <figure className={classes.figure}>
      <svg
        viewBox={`0 0 ${Math.max(200, step * (last - first + 1) + LEFT + 40)} ${HEIGHT}`}
        role="img"
        aria-label={label}
        preserveAspectRatio="xMinYMid meet">
        <defs>
          <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="2.5" height="5" className={classes.bar} />
          </pattern>
        </defs>
        <line x1="0" x2="100%" y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} className={classes.axis} />
        {bars.map(({ year, value, isPartial }) => {
          const x = LEFT + (year - first) * step
          const height = Math.max(1, value * scale)
          return (
            <g key={year}>
              <rect
                x={x}
                y={HEIGHT - BOTTOM - height}
                width={width}
                height={height}
                className={classes.bar}
                style={isPartial ? { fill: `url(#${hatch})` } : undefined}
              />
              {labelled.has(year) ? (
                <text
                  x={x + width / 2}
                  y={HEIGHT - BOTTOM - height - 5}
                  className={classes.value}
                  textAnchor={year === first ? 'start' : 'middle'}
                  dx={year === first ? -width / 2 : 0}>
                  {number(value)}
                  {year === largest?.year ? ` ${unit}` : ''}
                </text>
              ) : null}
            </g>
          )
        })}
        {Array.from({ length: last - first + 1 }, (_, index) => first + index)
          .filter(isMarked)
          .map((year) => (
            <text
              key={year}
              x={LEFT + (year - first) * step + width / 2}
              y={HEIGHT - 5}
              className={classes.year}
              textAnchor={year === first ? 'start' : 'middle'}
              dx={year === first ? -width / 2 : 0}>
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
