// Where metal comes from by the index in memory: what finds and shows must say what is issued.
import type { Substance } from '#src/custody/substance.ts'
import type { House } from '#src/platform/transaction.ts'
import { provenanceFollower } from '#src/provenance/index-follower.handlers.ts'

/** @returns the shares of a metal of a lot by origin, named as the naive ledger names them */
export async function indexedShares(house: House): Promise<(lotNo: number, metal: Substance) => Map<string, number>> {
  const index = await house.followed.read(provenanceFollower)
  return (lotNo, metal) => {
    const found = new Map<string, number>()
    for (const { atom, share } of index.shares(lotNo, metal)) {
      const key = atom.kind === 'site' ? `site ${atom.siteId}` : atom.kind === 'scrap' ? `scrap ${atom.scrapClass}` : atom.kind === 'country' ? `country ${atom.country}` : 'unknown'
      found.set(key, (found.get(key) ?? 0) + share)
    }
    return found
  }
}
