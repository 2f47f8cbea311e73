// Recall: the lots of a book that hold more than a share of a site's metal. The index finds the candidates in memory; what may
// be told of each is decided on the lot's own answer, so that asking for shares tells no more than its page does.
import type { Context } from '#src/access/context.ts'
import { survivorOf } from '#src/awards/holding.ts'
import type { Substance } from '#src/custody/substance.ts'
import { toCursor } from '#src/kernel/page.ts'
import { Refused } from '#src/kernel/refusal.ts'
import type { Day } from '#src/kernel/time.ts'
import { siteFact } from '#src/parties/site.ts'
import { groundOf, type FoundLot, type LotGround } from './answer.handlers.ts'
import { figureOf, isToldExactly, labelOf, disclosureBandSetting } from './disclosure-shares.ts'
import type { Viewer } from './disclosure.ts'
import { compositionOf } from './exact.ts'
import { provenanceFollower } from './index-follower.handlers.ts'
import { lotsOfBook } from './lineage.store.ts'
import { mostOf, type AnswerVersions, type Share } from './lot-answer.ts'
import { exactShare, shareByLot, sightOf } from './lot-paths.ts'
import type { RecalledLot } from './path-answer.ts'

type Sought = { readonly siteId: string } | { /** One of the own lots. */ readonly lotNo: number }

/** The share of a lot that is of a site, or came by a lot, as its holder may know it. @returns null where it may know of none @throws Refused `lineage-too-large` */
export async function recalledShare(ctx: Context, lot: FoundLot, viewer: Viewer, sought: Sought): Promise<Share | null> {
  return shareIn(await groundOf(ctx, lot, viewer, { substance: lot.metal }), sought)
}

function shareIn(ground: LotGround, sought: Sought): Share | null {
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
/** So many lots are looked at, and so many ancestors read, for one page; the cursor goes on from there. */
const MOST_LOOKED_AT = 1000
const MOST_READ = 1_000_000

/** What may be told of a lot that rests on more lots than are read: that it holds some, to whoever may know of the site in any case. */
const SOME: Share = { state: 'banded', from: 0, to: 1 }

export async function recalledPage(ctx: Context, viewer: Viewer, question: Question, after: number, limit: number): Promise<{ items: RecalledLot[]; next: string | null; versions: AnswerVersions }> {
  const index = await ctx.followed(provenanceFollower)
  const sites = (await ctx.facts()).of(siteFact)
  const siteId = survivorOf(sites, question.siteId)
  // A band may reach above the share that is asked for where the share itself does not.
  const margin = viewer.kind === 'inquiry' ? 0 : await ctx.setting(disclosureBandSetting) / 100
  const { items: found, total } = index.recall({
    isSought: (atom) => atom.kind === 'site' && survivorOf(sites, atom.siteId) === siteId, substance: question.substance, minShare: Math.max(0, question.minShare - margin), limit: MOST_LOOKED_AT,
    isWanted: (lot) => lot > after && index.lot(lot)?.organisationId === question.organisationId,
    ...(question.from === undefined ? {} : { from: question.from }), ...(question.to === undefined ? {} : { to: question.to }),
  })
  const isKnown = viewer.kind === 'inquiry' || sites.get(siteId)?.value.organisationId === question.organisationId
  const items: RecalledLot[] = []
  let [read, seen] = [0, after]
  let place = total > found.length ? found.at(-1)!.lot : null
  for (const one of await lotsOfBook(ctx.sql, question.organisationId, found.map(({ lot }) => lot), question.substance)) {
    if (items.length >= limit || read > MOST_READ) { place = seen; break }
    const lot = { lotNo: one.lotNo, lotId: one.lotId, metal: question.substance, organisationId: question.organisationId, siteId: one.siteId }
    const ground = await groundOf(ctx, lot, viewer, { substance: question.substance }).catch((error: unknown) => {
      if (error instanceof Refused && error.refusal.code === 'lineage-too-large') return null
      throw error
    })
    read += ground?.lineage.lots.size ?? MOST_READ / 10
    seen = one.lotNo
    const share = ground !== null ? shareIn(ground, { siteId: question.siteId }) : isKnown ? SOME : null
    if (share !== null && mostOf(share) > question.minShare) items.push({ lotId: one.lotId, siteId: one.siteId, material: one.material, bornAt: one.bornAt, share, quanta: one.quanta, left: one.left })
  }
  return { items, next: place === null ? null : toCursor(String(place)), versions: index.version }
}
