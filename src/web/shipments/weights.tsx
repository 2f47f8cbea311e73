// Weights side by side, metal by metal: what the sender says, and a field for one's own, with the difference as it is typed.
import { Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { useWords } from '../ui/words.ts'
import { fieldOf, massText, quantaIn, unitOf, useMass } from './mass.ts'
import classes from './shipments.module.css'

export type Shipment = Result<'getShipment'>
type Quanta = Shipment['shippedTotal']
export type LotWeight = { readonly lot: string; readonly contained: Quanta }
type Row = { readonly lot: string; readonly substance: string; readonly shipped: number }

const rowsOf = (view: Shipment): Row[] => view.shippedLots.flatMap(({ lot, shipped }) => Object.entries(shipped).map(([substance, amount]) => ({ lot, substance, shipped: amount })))
const keyOf = (row: Row): string => `${row.lot} ${row.substance}`

/** Fields for one's own weights. @param first what stands in them at first, where it is not what was shipped */
export function useWeights(view: Shipment, first?: readonly LotWeight[]) {
  const rows = rowsOf(view)
  const startOf = (row: Row): number => (first?.find(({ lot }) => lot === row.lot)?.contained as Record<string, number> | undefined)?.[row.substance] ?? row.shipped
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(() => Object.fromEntries(rows.map((row) => [keyOf(row), fieldOf(startOf(row))])))
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set())
  const quanta = (row: Row): number | undefined => quantaIn(texts[keyOf(row)] ?? '')
  const lots = view.shippedLots.map(({ lot }) => lot).filter((lot) => !missing.has(lot))
  return {
    rows, texts, quanta, missing,
    isValid: lots.length > 0 && rows.every((row) => missing.has(row.lot) || quanta(row) !== undefined),
    isAsShipped: missing.size === 0 && rows.every((row) => quanta(row) === row.shipped),
    set: (row: Row, text: string): void => setTexts({ ...texts, [keyOf(row)]: text }),
    arrive: (lot: string, did: boolean): void => { const next = new Set(missing); if (did) next.delete(lot); else next.add(lot); setMissing(next) },
    /** As the wire takes them; a metal of which nothing came is left out. */
    stated: () => lots.map((lot) => ({ lot, contained: Object.fromEntries(rows.filter((row) => row.lot === lot && (quanta(row) ?? 0) > 0).map((row) => [row.substance, massText(quanta(row)!, row.substance)])) })),
  }
}
export type Weights = ReturnType<typeof useWeights>

export function WeightFields({ weights, label, hasArrival = false }: { readonly weights: Weights; readonly label: string; readonly hasArrival?: boolean }) {
  const t = useMessages('shipments')
  const words = useWords()
  const { mass, difference } = useMass()
  return (
    <PlainTable label={label}>
      <thead>
        <tr>
          <th scope="col">{t('col.lot')}</th>
          <th scope="col">{t('col.shipped')}</th>
          <th scope="col">{label}</th>
          <th scope="col">{t('col.difference')}</th>
        </tr>
      </thead>
      <tbody>
        {weights.rows.map((row, index) => {
          const isFirst = weights.rows[index - 1]?.lot !== row.lot
          const own = weights.quanta(row)
          const isMissing = weights.missing.has(row.lot)
          return (
            <tr key={keyOf(row)}>
              <th scope="row">
                {isFirst ? row.lot : null}
                {isFirst && hasArrival && weights.rows.some(({ lot }) => lot !== row.lot) ? (
                  <Checkbox size="sm" label={t('accept.arrived')} checked={!isMissing} onChange={(event) => weights.arrive(row.lot, event.currentTarget.checked)} />
                ) : null}
              </th>
              <td className="numeric nowrap">{mass(row.shipped, row.substance)}</td>
              <td>
                <TextInput
                  className={classes.weight}
                  aria-label={t('weight.field', { lot: row.lot, unit: unitOf(row.substance), metal: words.metal(row.substance) })}
                  inputMode="decimal"
                  rightSection={unitOf(row.substance)}
                  value={weights.texts[keyOf(row)] ?? ''}
                  disabled={isMissing}
                  error={own === undefined && !isMissing ? t('weight.invalid') : undefined}
                  onChange={(event) => weights.set(row, event.currentTarget.value)}
                />
              </td>
              <td className="numeric nowrap">{isMissing ? t('weight.not-arrived') : own === undefined ? '' : difference(row.shipped, own, row.substance)}</td>
            </tr>
          )
        })}
      </tbody>
    </PlainTable>
  )
}

/** Weights of several sayings in columns, without fields. */
export function WeightTable({ view, columns, label }: { readonly view: Shipment; readonly label: string; readonly columns: readonly { readonly name: string; readonly weights: readonly LotWeight[] | null }[] }) {
  const t = useMessages('shipments')
  const { mass, difference } = useMass()
  const shown = columns.filter(({ weights }) => weights !== null)
  const of = (weights: readonly LotWeight[] | null, row: Row): number | undefined => (weights?.find(({ lot }) => lot === row.lot)?.contained as Record<string, number> | undefined)?.[row.substance]
  return (
    <PlainTable label={label}>
      <thead>
        <tr>
          <th scope="col">{t('col.lot')}</th>
          <th scope="col">{t('col.shipped')}</th>
          {shown.map(({ name }) => <th scope="col" key={name}>{name}</th>)}
        </tr>
      </thead>
      <tbody>
        {rowsOf(view).map((row, index, rows) => (
          <tr key={keyOf(row)}>
            <th scope="row">{rows[index - 1]?.lot === row.lot ? null : row.lot}</th>
            <td className="numeric nowrap">{mass(row.shipped, row.substance)}</td>
            {shown.map(({ name, weights }) => {
              const amount = of(weights, row)
              return (
                <td key={name} className="numeric nowrap">
                  {amount === undefined ? '–' : mass(amount, row.substance)}
                  {amount === undefined || amount === row.shipped ? null : <span className={classes.small}>{difference(row.shipped, amount, row.substance)}</span>}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}
