// Recall: the lots of a book that hold more than a share of a site's metal. The index finds the candidates in memory; what may
// be told of each is decided on the lot's own answer, so that asking for shares tells no more than its page does.
import type { Context } from '#src/access/context.ts'
import { survivorOf } from '#src/awards/holding.ts'
import type { Substance } from '#src/custody/substance.ts'
import { toCursor } from '#src/kernel/page.ts'
import type { Day } from '#src/kernel/time.ts'
import { siteFact } from '#src/parties/site.ts'
import { groundOf, type FoundLot } from './answer.handlers.ts'
import { figureOf, isToldExactly, labelOf, disclosureBandSetting } from './disclosure-shares.ts'
import type { Viewer } from './disclosure.ts'
import { compositionOf } from './exact.ts'
import { provenanceFollower } from './index-follower.handlers.ts'
import { lotsOfBook } from './lineage.store.ts'
import type { AnswerVersions, Share } from './lot-answer.ts'
import { exactShare, shareByLot, sightOf } from './lot-paths.ts'
import type { RecalledLot } from './path-answer.ts'

type Sought = { readonly siteId: string } | { /** One of the own lots. */ readonly lotNo: number }

/** The share of a lot that is of a site, or came by a lot, as its holder may know it. @returns null where it may know of none */
export async function recalledShare(ctx: Context, lot: FoundLot, viewer: Viewer, sought: Sought): Promise<Share | null> {
  const ground = await groundOf(ctx, lot, viewer, { substance: lot.metal })
  if ('lotNo' in sought) {
    const { lineage, asking, rule } = ground
    return lineage.nodeOf.has(sought.lotNo) ? shareByLot(lineage, sightOf(lineage, asking), sought.lotNo, rule) : null
  }
  const composition = compositionOf(ground.lineage, ground.asking)
  const exactly = new Set(composition.boundaries.filter((boundary) => isToldExactly(boundary, ground.rule, ground.asking.standings)))
  const figure = figureOf(composition, { isIn: (part) => labelOf(part).kind === 'site' && part.source.leaf.siteId === sought.siteId, isChain: false }, exactly, ground.rule)
  if (figure.to <= 0) return null
  return figure.isBanded ? { state: 'banded', from: figure.from, to: figure.to } : exactShare(figure.from)
}

type Question = { readonly organisationId: string; readonly siteId: string; readonly minShare: number; readonly from?: Day | undefined; readonly to?: Day | undefined; readonly substance: Substance }
/** So many lots are looked at for one page; the cursor goes on from there. */
const MOST_LOOKED_AT = 1000
const MOST_CANDIDATES = 200_000

export async function recalledPage(ctx: Context, viewer: Viewer, question: Question, after: number, limit: number): Promise<{ items: RecalledLot[]; next: string | null; versions: AnswerVersions }> {
  const index = await ctx.followed(provenanceFollower)
  const sites = (await ctx.facts()).of(siteFact)
  const siteId = survivorOf(sites, question.siteId)
  // A band may reach above the share that is asked for where the share itself does not.
  const margin = viewer.kind === 'inquiry' ? 0 : await ctx.setting(disclosureBandSetting) / 100
  const found = index.recall({
    isSought: (atom) => atom.kind === 'site' && survivorOf(sites, atom.siteId) === siteId, substance: question.substance, minShare: Math.max(0, question.minShare - margin), limit: MOST_CANDIDATES,
    ...(question.from === undefined ? {} : { from: question.from }), ...(question.to === undefined ? {} : { to: question.to }),
  })
  const lotNos = found.items.map(({ lot }) => lot).filter((lot) => lot > after && index.lot(lot)?.organisationId === question.organisationId).sort((a, b) => a - b)
  const items: RecalledLot[] = []
  let next: string | null = null
  const slice = lotNos.slice(0, MOST_LOOKED_AT)
  for (const one of await lotsOfBook(ctx.sql, question.organisationId, slice, question.substance)) {
    const share = await recalledShare(ctx, { lotNo: one.lotNo, lotId: one.lotId, metal: question.substance, organisationId: question.organisationId, siteId: one.siteId }, viewer, { siteId: question.siteId })
    if (share !== null && (share.state === 'exact' ? share.share : share.to) > question.minShare) items.push({ lotId: one.lotId, siteId: one.siteId, material: one.material, bornAt: one.bornAt, share, quanta: one.quanta, left: one.left })
    if (items.length < limit) continue
    next = one.lotNo === lotNos.at(-1) ? null : toCursor(String(one.lotNo))
    break
  }
  return { items, next: next ?? (items.length < limit && lotNos.length > slice.length ? toCursor(String(slice.at(-1)!)) : null), versions: index.version }
}
