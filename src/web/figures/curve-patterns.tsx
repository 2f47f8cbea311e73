// Colour and pattern of a bar: by the quality of its figure, from solid (reported) to sparse dots (very low), told
// apart without colour. An award surely held on the day is solid copper, one possibly held is copper stripes.
import { useId } from 'react'
import type { Bar } from './curve-layout.ts'
import classes from './curve-chart.module.css'

export const QUALITIES = ['reported', 'high', 'medium', 'low', 'very-low'] as const
export type Quality = (typeof QUALITIES)[number]

export type Fills = {
  readonly quality: (quality: Quality) => string
  readonly possibly: string
  readonly missing: string
  readonly bar: (bar: Bar) => string
}

/** Names of the patterns, unique on the page. */
export function useFills(): Fills & { readonly id: string } {
  const id = useId().replaceAll(':', '')
  const of = (name: string): string => `url(#${id}-${name})`
  return {
    id,
    quality: of,
    possibly: of('possibly'),
    missing: of('missing'),
    bar: ({ award, quality }) =>
      award === 'surely' ? 'var(--copper)' : award === 'possibly' ? of('possibly') : of(quality),
  }
}

const lines = (width: number) => <rect width={width} height="12" className={classes.mark} />
const dots = (radius: number, at: readonly (readonly [number, number])[]) =>
  at.map(([x, y]) => <circle key={`${x} ${y}`} cx={x} cy={y} r={radius} className={classes.mark} />)

/** Pattern definitions; `data-q` carries the ground colour. */
export function Patterns({ id }: { readonly id: string }) {
  const pattern = (name: string, size: number, marks: React.ReactNode, turn = 0) => (
    <pattern
      id={`${id}-${name}`}
      width={size}
      height={size}
      patternUnits="userSpaceOnUse"
      {...(turn === 0 ? {} : { patternTransform: `rotate(${turn})` })}>
      <rect width={size} height={size} className={classes.ground} data-q={name} />
      {marks}
    </pattern>
  )
  return (
    <defs>
      {pattern('reported', 8, null)}
      {pattern('high', 5, lines(2.25), 45)}
      {pattern('medium', 7, lines(1.25), 45)}
      {pattern(
        'low',
        6,
        dots(1.1, [
          [1.5, 1.5],
          [4.5, 4.5],
        ]),
      )}
      {pattern(
        'very-low',
        10,
        dots(0.9, [
          [2.5, 2.5],
          [7.5, 7.5],
        ]),
      )}
      {pattern('possibly', 5, <rect width="2.5" height="5" className={classes.copper} />, 135)}
      {pattern('missing', 8, <rect width="1" height="8" className={classes.quiet} />, 45)}
    </defs>
  )
}
