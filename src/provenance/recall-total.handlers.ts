// Totals of a site's metal in the books of others: found by the index in memory, weighed by the books as they stand.
import type { Context } from '#src/access/context.ts'
import { survivorOf } from '#src/awards/holding.ts'
import { quantumOf, type Substance } from '#src/custody/substance.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { siteFact } from '#src/parties/site.ts'
import { disclosurePartiesSetting } from './disclosure-shares.ts'
import { provenanceFollower } from './index-follower.handlers.ts'
import { askableBook } from './lot-asking.handlers.ts'
import { recallTotalOf, type HeldElsewhere, type RecallTotal } from './recall-total.ts'
import { heldElsewhere } from './site-balance.store.ts'

/** So many lots are weighed for one answer, and so many in one statement. */
const MOST_LOTS = 500_000
const PIECE = 20_000

/** @throws Refused `book-unseen`, `site-not-yours` */
export async function recallTotal(ctx: Context, { organisationId, siteId, substance }: { readonly organisationId: string; readonly siteId: string; readonly substance: Substance }): Promise<RecallTotal> {
  await askableBook(ctx, organisationId)
  const sites = (await ctx.facts()).of(siteFact)
  const asked = survivorOf(sites, siteId)
  if (sites.get(asked)?.value.organisationId !== organisationId) throw new Refused(refuse('site-not-yours', `The site ${siteId} is not one of ${organisationId}. Totals are told to the owner of a site.`))
  const index = await ctx.followed(provenanceFollower)
  const { items, total } = index.recall({
    isSought: (atom) => atom.kind === 'site' && survivorOf(sites, atom.siteId) === asked, substance, minShare: 0, limit: MOST_LOTS,
    isWanted: (lot) => index.lot(lot)?.organisationId !== organisationId,
  })
  const books = new Map<string, HeldElsewhere>()
  for (let start = 0; start < items.length; start += PIECE) {
    for (const found of await heldElsewhere(ctx.sql, items.slice(start, start + PIECE), substance)) {
      const { lots, held, sold } = books.get(found.organisationId) ?? { lots: 0, held: 0, sold: 0 }
      books.set(found.organisationId, { organisationId: found.organisationId, lots: lots + found.lots, held: held + found.held, sold: sold + found.sold })
    }
  }
  const quantaPerTonne = quantumOf(substance) === 'mg' ? 1e9 : 1e6
  return { ...recallTotalOf([...books.values()], { parties: await ctx.setting(disclosurePartiesSetting) }, quantaPerTonne), isWhole: total <= items.length, versions: index.version }
}
