// What every list of lots says of one: its name, material, mass, what is left of it, since when.
import { Link } from '@tanstack/react-router'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import type { RowColumn } from '../ui/row-table.tsx'
import { useAnswerWords } from './answer-words.ts'

type Lot = { readonly lotId: string; readonly material: string; readonly quanta: number; readonly left: number; readonly bornAt: string }

/** @param between columns of this list alone, behind the material */
export function useLotColumns<L extends Lot>(metalOf: (lot: L) => string, between: readonly RowColumn<L>[] = [], places: readonly RowColumn<L>[] = []): RowColumn<L>[] {
  const t = useMessages('lots')
  const words = useAnswerWords()
  const { day } = useFormat()
  return [
    { heading: t('column.lot'), cell: ({ lotId }) => <Link to="/lots/$lotId" params={{ lotId }}>{lotId.slice(lotId.indexOf(':') + 1)}</Link> },
    { heading: t('column.material'), cell: ({ material }) => t.has(`material.${material}`) ? t(`material.${material}` as 'material.other') : material },
    ...between,
    { heading: t('column.mass'), cell: (lot) => words.mass(lot.quanta, metalOf(lot)), className: 'numeric' },
    { heading: t('column.left'), cell: (lot) => words.mass(lot.left, metalOf(lot)), className: 'numeric' },
    ...places,
    { heading: t('column.born'), cell: ({ bornAt }) => day(bornAt, 'short'), className: 'nowrap' },
  ]
}
