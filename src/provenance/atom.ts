// What metal is traced to: the smallest parts an origin is told in. A site counts once per assurance epoch, a stretch of days
// in which its standing did not change, so that a withdrawn award never makes a composition anew. What no record and no
// paper tells of is `unknown`, so that shares always sum to one (custody notes 2 and 8, invariants 3 and 9).
import type { Day } from '#src/kernel/time.ts'
import type { Mark } from '#src/awards/milestone.ts'

/** Which marks a site surely, and which it possibly held; `null` is a mark the source does not name. */
export type MarkStanding = { readonly surely: readonly (Mark | null)[]; readonly possibly: readonly (Mark | null)[] }

/** Days on which a site's standing is one and the same; open at an end that is null. */
export type Epoch = { readonly from: Day | null; readonly to: Day | null; readonly standing: MarkStanding }

export type Atom =
  | { readonly kind: 'unknown' }
  /** `isDeclared`: by what a paper said when the metal came into the records, not by a record of the site's own. */
  | { readonly kind: 'site'; readonly siteId: string; readonly isDeclared: boolean; readonly epoch: Epoch }
  | { readonly kind: 'country'; readonly country: string }
  /** Scrap begins a new life where it is received; where that was, a trace tells. */
  | { readonly kind: 'scrap'; readonly scrapClass: 'pre-consumer' | 'post-consumer' }
  /** Shares too small to be kept one by one where there are very many origins; counts as unknown. */
  | { readonly kind: 'other' }

/** One name for an atom, the same in every index. */
export function atomKey(atom: Atom): string {
  switch (atom.kind) {
    case 'site': return `site:${atom.siteId}:${atom.epoch.from ?? ''}:${atom.isDeclared ? 'declared' : 'recorded'}`
    case 'country': return `country:${atom.country}`
    case 'scrap': return `scrap:${atom.scrapClass}`
    default: return atom.kind
  }
}

export type OriginShare = { readonly atom: Atom; readonly share: number }

/** The country a site number begins with. */
export const countryOfSite = (siteId: string): string => siteId.slice(0, 3)
