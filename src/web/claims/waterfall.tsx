// A footprint by stage as a table whose rows carry bars: what each stage adds stands where the one before it ended. Numbers
// first; the bars repeat them for the eye and are hidden from a screen reader.
import type { ReactNode } from 'react'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import classes from './waterfall.module.css'

export type Stage = { readonly stage: string; readonly name: string; readonly kg: number }
type Column<S> = { readonly heading: string; readonly cell: (stage: S) => ReactNode; readonly sum: ReactNode }
type Props<S> = {
  readonly label: string
  readonly headings: { readonly stage: string; readonly adds: string; readonly all: string }
  readonly stages: readonly S[]
  readonly total: number
  /** What else is said of each stage. */
  readonly columns?: readonly Column<S>[]
}

/** Where each step begins and ends, in percent of the widest sum. */
function stepsOf(stages: readonly Stage[]): { left: number; width: number; isMinus: boolean }[] {
  let sum = 0
  const ends = stages.map(({ kg }) => {
    const from = sum
    sum += kg
    return [Math.min(from, sum), Math.max(from, sum), sum < from] as const
  })
  const widest = Math.max(1e-9, ...ends.map(([, to]) => to))
  return ends.map(([from, to, isMinus]) => ({ left: (100 * Math.max(0, from)) / widest, width: (100 * (to - Math.max(0, from))) / widest, isMinus }))
}

export function Waterfall<S extends Stage>({ label, headings, stages, total, columns = [] }: Props<S>) {
  const { number } = useFormat()
  const steps = stepsOf(stages)
  return (
    <PlainTable label={label}>
      <thead>
        <tr>
          <th scope="col">{headings.stage}</th>
          <th scope="col">{headings.adds}</th>
          <td aria-hidden="true" />
          {columns.map(({ heading }) => <th key={heading} scope="col">{heading}</th>)}
        </tr>
      </thead>
      <tbody>
        {stages.map((one, i) => (
          <tr key={one.stage}>
            <th scope="row">{one.name}</th>
            <td className="numeric nowrap">{number(one.kg, 1)}{total === 0 ? null : ` (${number((100 * one.kg) / total, 1)} %)`}</td>
            <td aria-hidden="true">
              <div className={classes.track}>
                <span className={classes.step} data-sign={steps[i]!.isMinus ? 'minus' : 'plus'} data-kind={one.stage} style={{ left: `${steps[i]!.left}%`, width: `${steps[i]!.width}%` }} />
              </div>
            </td>
            {columns.map(({ heading, cell }) => <td key={heading} className="numeric">{cell(one)}</td>)}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{headings.all}</th>
          <td className="numeric nowrap">{number(total, 1)}</td>
          <td aria-hidden="true" />
          {columns.map(({ heading, sum }) => <td key={heading} className="numeric">{sum}</td>)}
        </tr>
      </tfoot>
    </PlainTable>
  )
}
