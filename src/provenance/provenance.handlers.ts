// Answers about lots and sites of one's own book. Who may ask is asked here for every lot; what may be told of others' metal is
// decided by disclosure.
import { acrossBooks } from '#src/access/across-books.ts'
import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { toCursor } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { askableLot, groundOf, lotAnswer, type AnswerTime, type FoundLot } from './answer.handlers.ts'
import { impactsListed, type IssuedAbout } from './impact.handlers.ts'
import { lotsBelow, lotsOfBook, readDryGrams } from './lineage.store.ts'
import { askableBook, assertRange, endOf, placeOf, startOf } from './lot-asking.handlers.ts'
import { demandOf, ownReach } from './exact.ts'
import { originsOfLeaf } from './answer.ts'
import { isWithheld, withheldUpstream, type LotAnswer } from './lot-answer.ts'
import { flowView, pathView, tracedEvents } from './path-view.ts'
import type { RecalledLot } from './path-answer.ts'
import type { provenanceContract } from './provenance.contract.ts'
import { recalledPage, recalledShare } from './lot-recall.handlers.ts'
import { recallTotal } from './recall-total.handlers.ts'
import { movementsOf } from './site-balance.store.ts'
import { balanced } from './site-balance.ts'
import { methodDifferences, type MethodField } from './told-method.ts'

const pageFrom = <T>(all: readonly T[], start: number, limit: number): { items: T[]; next: string | null } =>
  ({ items: all.slice(start, start + limit), next: start + limit < all.length ? toCursor(String(start + limit)) : null })

async function answered(ctx: Context, lotId: string, time: AnswerTime) {
  const { lot, viewer } = await askableLot(ctx, lotId, time.knownAt)
  return lotAnswer(ctx, lot, viewer, time)
}

/** Of footprints that are not told, nothing is told. */
const differencesOf = ({ footprint: one }: LotAnswer, { footprint: other }: LotAnswer): MethodField[] =>
  one === null || other === null || isWithheld(one) || isWithheld(other) ? [] : methodDifferences(one, other)

/** Prints an answer for people: as a workbook, or as a tagged PDF. The words are those of a slice below. */
export type AnswerPrinter = (ctx: Context, answer: LotAnswer, format: 'xlsx' | 'pdf') => Promise<Uint8Array>
const TYPES = { json: 'application/json', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', pdf: 'application/pdf' } as const

async function exported(ctx: Context, print: AnswerPrinter, { format, ...input }: { lotId: string; format: keyof typeof TYPES } & AnswerTime): Promise<Response> {
  const answer = await answered(ctx, input.lotId, input)
  const body = format === 'json' ? `${JSON.stringify(answer, null, 1)}\n` : await print(ctx, answer, format)
  return new Response(body as BodyInit, { headers: { 'content-type': TYPES[format], 'content-disposition': `attachment; filename="lot-${input.lotId.replace(/[^A-Za-z0-9._-]+/g, '-')}.${format}"` } })
}

async function tracedDown(ctx: Context, lot: FoundLot, { minShare, limit, cursor, substance = lot.metal }: { minShare: number; limit: number; cursor?: string | undefined; substance?: FoundLot['metal'] | undefined }) {
  const start = placeOf(cursor)
  const below = await lotsBelow(ctx.sql, [lot.lotNo], substance, 20_000)
  const own = (await lotsOfBook(ctx.sql, lot.organisationId, below.lotNos.filter((lotNo) => lotNo !== lot.lotNo), substance)).filter(({ quanta }) => quanta > 0)
  const { viewer } = await askableLot(ctx, lot.lotId)
  const items: RecalledLot[] = []
  let place = start
  for (; place < own.length && items.length < limit; place++) {
    const one = own[place]!
    const share = await recalledShare(ctx, { lotNo: one.lotNo, lotId: one.lotId, metal: substance, organisationId: lot.organisationId, siteId: one.siteId }, viewer, { lotNo: lot.lotNo })
    if (share === null || (share.state === 'exact' ? share.share : share.to) <= minShare) continue
    items.push({ lotId: one.lotId, siteId: one.siteId, material: one.material, bornAt: one.bornAt, share, quanta: one.quanta, left: one.left })
  }
  return { items, next: place < own.length ? toCursor(String(place)) : null, isShipped: below.lotNos.length > own.length + 1, isWhole: below.isWhole }
}

/** @param print how exports are printed @param issuedAbout what slices below issued about lots */
export const provenanceHandlers = (print: AnswerPrinter, issuedAbout: readonly IssuedAbout[]): Handlers<typeof provenanceContract, Context> => acrossBooks<typeof provenanceContract>({
  getLotOrigins: (ctx, { lotId, ...time }) => answered(ctx, lotId, time),
  exportLotOrigins: (ctx, input) => exported(ctx, print, input),

  async compareLots(ctx, { lotId, otherLotId, ...time }) {
    const lots = [await answered(ctx, lotId, time), await answered(ctx, otherLotId, time)]
    return { lots, isComparable: lots[0]!.metal === lots[1]!.metal, differs: differencesOf(lots[0]!, lots[1]!) }
  },

  async traceLotUp(ctx, { lotId, minShare, limit, cursor, ...time }) {
    const { lot, viewer } = await askableLot(ctx, lotId)
    const ground = await groundOf(ctx, lot, viewer, time)
    return pageFrom(tracedEvents(ground).filter(({ share }) => (share.state === 'exact' ? share.share : share.to) >= minShare), placeOf(cursor), limit)
  },

  async traceLotDown(ctx, { lotId, ...how }) {
    const { lot } = await askableLot(ctx, lotId)
    return tracedDown(ctx, lot, how)
  },

  async listLotPaths(ctx, { lotId, limit, cursor, ...time }) {
    const { lot, viewer } = await askableLot(ctx, lotId)
    const start = placeOf(cursor)
    const found = pathView(await groundOf(ctx, lot, viewer, time), start + limit + 1)
    return pageFrom(found, start, limit)
  },

  async getLotFlow(ctx, { lotId, ...time }) {
    const { lot, viewer } = await askableLot(ctx, lotId, time.knownAt)
    return flowView(await groundOf(ctx, lot, viewer, time))
  },

  async getLotDemand(ctx, { lotId, quanta, ...time }) {
    const { lot, viewer } = await askableLot(ctx, lotId)
    const { lineage, sites, versions, asking } = await groundOf(ctx, lot, viewer, time)
    const amount = quanta ?? lineage.target.amount
    if (amount > lineage.target.amount) throw new Refused(refuse('demand-above-lot', `Lot ${lotId} holds ${lineage.target.amount} quanta; ${amount} were asked. Ask for the lot or a part of it.`))
    const own = ownReach(lineage, asking.viewer)
    const demands = demandOf(lineage, amount, own)
    const dry = await readDryGrams(ctx.sql, demands.map(({ lotNo }) => lotNo))
    return {
      items: demands.map(({ lotNo, leaf, quanta, fraction }) => ({ origin: leaf === null ? { kind: 'withheld' as const, by: 'upstream party' as const } : originsOfLeaf(leaf, sites), lotId: lineage.lots.get(lotNo)?.lotId ?? withheldUpstream, quanta, dryGrams: dry.has(lotNo) ? dry.get(lotNo)! * fraction : null })),
      versions,
    }
  },

  async recallLots(ctx, { organisationId, limit, cursor, ...question }) {
    assertRange(question.from, question.to)
    const viewer = await askableBook(ctx, organisationId)
    return recalledPage(ctx, viewer, { organisationId, ...question }, placeOf(cursor), limit)
  },

  getRecallTotal: (ctx, input) => recallTotal(ctx, input),

  async checkSiteBalance(ctx, { siteId, organisationId, from, to }) {
    assertRange(from, to)
    await askableBook(ctx, organisationId, siteId)
    const metals = await movementsOf(ctx.sql, organisationId, siteId, startOf(from)!, endOf(to)!)
    return { organisationId, siteId, from, to, metals: metals.map(balanced) }
  },

  async listImpacts(ctx, { organisationId, lotId, since, limit, cursor }) {
    const viewer = await askableBook(ctx, organisationId)
    return impactsListed(ctx, viewer, { organisationId, lotId, since, limit, cursor }, issuedAbout)
  },
})
