// Where a shipment stands: a word with a shape.
import { useMessages } from '../messages/use-messages.ts'
import classes from './shipments.module.css'

export type ShipmentState = 'offered' | 'accepted' | 'disputed' | 'lapsed' | 'settled' | 'void'
const SHAPES: Readonly<Record<ShipmentState, string>> = { offered: '○', accepted: '●', disputed: '◐', lapsed: '◌', settled: '●', void: '⊘' }

export function StateMark({ state }: { readonly state: ShipmentState }) {
  const t = useMessages('shipments')
  return <span className={classes.state} data-state={state}><span aria-hidden>{SHAPES[state]}</span> {t(`state.${state}`)}</span>
}
