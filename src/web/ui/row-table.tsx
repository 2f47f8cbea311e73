// A short table of like rows, told by its columns: what heads each and what it says of a row. The first names the row.
import type { ReactNode } from 'react'
import { PlainTable } from './plain-table.tsx'

export type RowColumn<Row> = {
  /** Nothing where the column repeats another for the eye. */
  readonly heading: string
  readonly cell: (row: Row) => ReactNode
  readonly className?: string | undefined
}

type Props<Row> = { readonly label: string; readonly columns: readonly RowColumn<Row>[]; readonly rows: readonly Row[]; readonly keyOf: (row: Row) => string }

export const RowTable = <Row,>({ label, columns, rows, keyOf }: Props<Row>) => (
  <PlainTable label={label}>
    <thead>
      <tr>
        {columns.map(({ heading }, at) => heading === '' ? <td key={at} aria-hidden="true" /> : <th key={at} scope="col">{heading}</th>)}
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={keyOf(row)}>
          {columns.map(({ cell, className }, at) => at === 0 ? <th key={at} scope="row" className={className}>{cell(row)}</th> : <td key={at} className={className}>{cell(row)}</td>)}
        </tr>
      ))}
    </tbody>
  </PlainTable>
)
