// Origins as the index numbers them: in the order it meets them, number 0 being unknown. A site's numbers are by epoch and by
// whether its own record or a paper tells of it.
import type { Origin } from '#src/custody/lot.ts'
import { atomKey, type Atom, type Epoch } from './atom.ts'

export type EpochsOf = (siteId: string) => readonly Epoch[]
export type AtomList = { readonly atoms: Atom[]; readonly numbers: Map<string, number>; readonly epochsOf: EpochsOf; readonly bySite: Map<string, { readonly until: Float64Array; readonly number: Int32Array; readonly epochs: readonly Epoch[] }> }

export const UNKNOWN = 0
export const newAtomList = (epochsOf: EpochsOf): AtomList => ({ atoms: [{ kind: 'unknown' }], numbers: new Map([['unknown', UNKNOWN]]), epochsOf, bySite: new Map() })

export function numberOf(list: AtomList, atom: Atom): number {
  const key = atomKey(atom)
  const known = list.numbers.get(key)
  if (known !== undefined) return known
  list.numbers.set(key, list.atoms.length)
  return list.atoms.push(atom) - 1
}

const always: readonly Epoch[] = [{ from: null, to: null, standing: { surely: [], possibly: [] } }]
const DAY = 86_400_000

/** @param at milliseconds since 1970: metal is of the epoch in which it was extracted, or came in with its paper */
export function siteAtom(list: AtomList, siteId: string, isDeclared: boolean, at: number): number {
  const key = isDeclared ? `?${siteId}` : siteId
  let site = list.bySite.get(key)
  if (site === undefined) {
    const told = list.epochsOf(siteId)
    const epochs = told.length === 0 ? always : told
    site = { until: Float64Array.from(epochs, ({ to }) => to === null ? Infinity : Date.parse(to) + DAY), number: new Int32Array(epochs.length).fill(-1), epochs }
    list.bySite.set(key, site)
  }
  let epoch = 0
  while (at >= site.until[epoch]! && epoch < site.epochs.length - 1) epoch += 1
  const known = site.number[epoch]!
  return known >= 0 ? known : site.number[epoch] = numberOf(list, { kind: 'site', siteId, isDeclared, epoch: site.epochs[epoch]! })
}

/** What came in at a site, by what its papers say. */
export function originAtom(list: AtomList, origin: Origin | null, at: number, isRecorded: boolean): number {
  switch (origin?.kind) {
    case 'site': return siteAtom(list, origin.siteId, !isRecorded, at)
    case 'country': return numberOf(list, { kind: 'country', country: origin.country })
    case 'scrap': return numberOf(list, { kind: 'scrap', scrapClass: origin.scrapClass })
    default: return UNKNOWN
  }
}
