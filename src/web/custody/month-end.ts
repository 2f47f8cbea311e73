// A count of stock against the books, lot by lot, and the second weight that settles a difference.
import { quantaOf } from '#src/kernel/quanta.ts'
import type { LotRow } from '#src/custody/lot.contract.ts'
import { quantumOf } from '../ui/mass.ts'
import { lineMass, typedMass } from './quantities.ts'

export type Counted = { readonly lot: LotRow; /** Counted less books, in whole quanta; absent where nothing was counted. */ readonly difference: number | undefined; readonly isUnread: boolean }

/** @param typed what was counted of what is left of each lot, by its id */
export function countedLots(lots: readonly LotRow[], typed: Readonly<Record<string, string>>): Counted[] {
  return lots.map((lot) => {
    const text = typed[lot.lotId]?.trim() ?? ''
    if (text === '') return { lot, difference: undefined, isUnread: false }
    try {
      return { lot, difference: quantaOf(typedMass(text), quantumOf(lot.metal)) - (lot.left[lot.metal] ?? 0), isUnread: false }
    } catch { return { lot, difference: undefined, isUnread: true } }
  })
}

/** The whole lot weighs more or less by what its remainder does: what was drawn of it stays drawn. */
export const stockTakeLine = ({ lot, difference = 0 }: Counted, site: string, now = new Date().toISOString()): Record<string, unknown> => ({
  kind: 'adjust', event: `CNT-${now.slice(0, 19).replace(/\D/g, '')}-${lot.lot}`.slice(0, 80), at: now, site, lot: lot.lot,
  contained: { [lot.metal]: lineMass((lot.amount[lot.metal] ?? 0) + difference, lot.metal) }, basis: 'stock-take', by: 'own', isSettlement: true,
})
