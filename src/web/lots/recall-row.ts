// A lot that a recall found, as a row of a table.
import type { Cell } from '#src/exchange/csv/write-csv.ts'
import type { Result } from '../api/client.ts'
import { quantumOf } from '../ui/mass.ts'

export type RecalledLot = Result<'recallLots'>['items'][number]

export const RECALL_COLUMNS = ['lot', 'material', 'metal', 'site', 'share-from', 'share-to', 'contained-kg', 'left-kg', 'born'] as const

/** One row of the table: shares as numbers from 0 to 1, masses in kilograms. */
export function recallRow({ lotId, material, siteId, share, quanta, left, bornAt }: RecalledLot, metal: string): Cell[] {
  const kilograms = (count: number): number => count / (quantumOf(metal) === 'mg' ? 1e6 : 1e3)
  const [from, to] = share.state === 'exact' ? [share.share, share.share] : [share.from, share.to]
  return [lotId.slice(lotId.indexOf(':') + 1), material, metal, siteId, from, to, kilograms(quanta), kilograms(left), bornAt.slice(0, 10)]
}
