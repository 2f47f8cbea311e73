// Reading lots, their papers and stock; attaching papers.
import { actorRef } from '#src/access/actor.ts'
import type { Context, Sql } from '#src/access/context.ts'
import { canOn, requireOn } from '#src/access/policy.ts'
import { handedOut, takenFile } from '#src/evidence/evidence-file.handlers.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { toCursor } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addDays } from '#src/kernel/time.ts'
import { creditedLots } from './balance-entry.store.ts'
import { holdBook } from './balance-receipt.store.ts'
import type { EventLine } from './event.ts'
import { siteNamer, wholeCursor } from './ledger.handlers.ts'
import { findBook } from './ledger.store.ts'
import type { LotDetail, LotDocument, LotRow, lotContract, StockRow } from './lot.contract.ts'
import { deleteDocument, documentOf, documentsOf, historyOf, insertDocument, lotOf, lotsOf, measurementsOf, stockSums, wentTo, type DocumentRow, type LotListRow, type StockSums } from './lot.store.ts'
import { lotIdOf, lotIdParts, type LotId, type NewLot } from './lot.ts'
import { isInquiredInto, isReached, reachInBook } from './reach.handlers.ts'
import { stockToleranceSetting } from './settings-custody.ts'

const lotNotFound = (): Refused => new Refused(refuse('lot-not-found', 'There is no such lot, or this account may not see it.'))

const rowOf = (row: LotListRow, nameOf: (siteId: string) => string): LotRow => ({
  lotId: lotIdOf(row.organisation_id, row.lot_ref), lot: row.lot_ref, material: row.material, metal: row.metal, model: row.model, scrapClass: row.scrap_class, siteId: row.site_id, siteName: nameOf(row.site_id),
  bornAt: row.born_at, bornBy: row.born_by, amount: row.amounts, left: row.lefts, grossGrams: row.gross_g, isVoid: row.is_void, isSimulated: row.is_simulated,
})
const documentFrom = (row: DocumentRow): LotDocument => ({ documentId: row.document_id, kind: row.kind, ref: row.document_ref, issuedOn: row.issued_on, filename: row.filename, byteCount: row.byte_count, sha256: row.sha256, attachedAt: row.attached_at })

/** @throws Refused `lot-not-found`, `permit-missing` */
async function lotFor(ctx: Context, lotId: LotId, permit: string): Promise<LotListRow> {
  const { organisationId, ref } = lotIdParts(lotId)
  const row = await lotOf(ctx.sql, organisationId, ref)
  if (row === undefined) throw lotNotFound()
  if (await isInquiredInto(ctx, organisationId, permit)) return row
  requireOn(ctx.actor, permit, { organisationId, siteId: row.site_id }, 'custody:read', lotNotFound)
  return row
}

/** What the line says of the lot it brought in, besides what the tables keep. */
function saidOf(row: LotListRow): { readonly lot: NewLot | undefined; readonly documents: EventLine['documents'] } {
  if (row.text === null) return { lot: undefined, documents: undefined }
  const line = JSON.parse(row.text) as { outputs?: NewLot[]; documents?: EventLine['documents']; instead?: { outputs?: NewLot[]; documents?: EventLine['documents'] } }
  const lots = line.instead?.outputs ?? line.outputs ?? []
  return { lot: lots.find(({ lot }) => lot === row.lot_ref), documents: line.instead?.documents ?? line.documents }
}

async function detailOf(ctx: Context, row: LotListRow): Promise<LotDetail> {
  const said = saidOf(row)
  return {
    ...rowOf(row, await siteNamer(ctx)), organisationId: row.organisation_id, origin: row.origin, identifiers: said.lot?.identifiers ?? {}, firstMeasured: said.lot?.measured ?? null,
    changes: await historyOf(ctx.sql, row.lot_no),
    measurements: (await measurementsOf(ctx.sql, row.lot_no)).map(({ is_settlement, is_void, ...one }) => ({ ...one, isSettlement: is_settlement, isVoid: is_void })),
    documents: (await documentsOf(ctx.sql, row.lot_no)).map(documentFrom),
    namedDocuments: [...said.lot?.documents ?? [], ...said.documents ?? []].map(({ kind, ref }) => ({ kind, ref })),
    mayWrite: canOn(ctx.actor, 'custody:write', { organisationId: row.organisation_id, siteId: row.site_id }),
  }
}

/** @throws Refused `stock-not-countable` */
function stockRow({ site_id: siteId, substance, ...sum }: StockSums, siteName: string): StockRow {
  const countable = (quanta: bigint): number => {
    if (!Number.isSafeInteger(Number(quanta))) throw new Refused(refuse('stock-not-countable', `What moved of ${substance} at ${siteName} (${siteId}) sums to more than can be counted exactly. Ask for a shorter period, and look for a quantity that was written in the wrong unit.`))
    return Number(quanta)
  }
  const { opening, extracted, received, made, used, shipped, sold, adjusted, lost, unstated, by_lots: byLots } = sum
  const closing = opening + extracted + received + made - used - shipped - sold + adjusted
  return {
    siteId, siteName, substance, opening: countable(opening), extracted: countable(extracted), received: countable(received), made: countable(made), used: countable(used), shipped: countable(shipped), sold: countable(sold),
    adjusted: countable(adjusted), closing: countable(closing), lost: countable(lost), unstatedLoss: countable(unstated), inProcess: countable(used - made - lost), byLots: countable(byLots), unexplained: countable(closing - byLots),
  }
}

const documentAbsent = (): Refused => new Refused(refuse('custody-document-absent', 'There is no such document, or this account may not see it.'))
async function documentFor(ctx: Context, documentId: string, permit: string) {
  const row = await documentOf(ctx.sql, documentId)
  if (row === undefined) throw documentAbsent()
  if (await isInquiredInto(ctx, row.organisation_id, permit)) return row
  requireOn(ctx.actor, permit, { organisationId: row.organisation_id, siteId: row.site_id }, 'custody:read', documentAbsent)
  return row
}

/** Whether a slice below issued something that names a lot. */
export type NamesLot = (sql: Sql, lot: { readonly lotNo: number; readonly lotId: LotId }) => Promise<boolean>

/** A paper that others were shown, or that something rests on, stays. @throws Refused `custody-document-shown` */
async function assertNotShown(ctx: Context, lot: { readonly lotNo: number; readonly lotId: LotId; readonly organisationId: string }, namedBy: readonly NamesLot[]): Promise<void> {
  const shown = (why: string): Refused => new Refused(refuse('custody-document-shown', `${why}: what others were shown of lot ${lotIdParts(lot.lotId).ref} stays. Attach the right document beside it.`))
  await holdBook(ctx.sql, lot.organisationId)
  if ((await creditedLots(ctx.sql, [lot.lotId])).size > 0) throw shown('The lot is credited in a balance account')
  for (const names of namedBy) if (await names(ctx.sql, lot)) throw shown('A claim or a passport names the lot')
  const seen = new Set<number>()
  for (let lots: readonly number[] = [lot.lotNo]; lots.length > 0;) {
    const { hasLeft, made } = await wentTo(ctx.sql, lots)
    if (hasLeft) throw shown('Metal of the lot was shipped or sold')
    for (const lotNo of lots) seen.add(lotNo)
    lots = [...new Set(made)].filter((lotNo) => !seen.has(lotNo))
  }
}

/** @param namedBy what slices below issue about lots */
export const lotHandlers = (namedBy: readonly NamesLot[]): Handlers<typeof lotContract, Context> => ({
  listLots: async (ctx, query) => {
    const reach = await reachInBook(ctx, query.organisationId, 'custody:read')
    const book = await findBook(ctx.sql, query.organisationId)
    if (book === undefined) return { items: [], next: null }
    const rows = await lotsOf(ctx.sql, book.bookNo, { ...query, after: query.cursor === undefined ? null : wholeCursor(query.cursor), sites: reach === null ? null : [...reach] })
    const [nameOf, shown] = [await siteNamer(ctx), rows.slice(0, query.limit)]
    return { items: shown.map((row) => rowOf(row, nameOf)), next: rows.length > query.limit ? toCursor(String(shown.at(-1)!.lot_no)) : null }
  },
  getLot: async (ctx, { lotId }) => detailOf(ctx, await lotFor(ctx, lotId, 'custody:read')),
  getStockReport: async (ctx, { organisationId, siteId, from, to }) => {
    const reach = await reachInBook(ctx, organisationId, 'custody:read')
    if (from > to) throw new Refused(refuse('period-inverted', `The period begins on ${from} and ends on ${to}.`))
    const [book, tolerance] = [await findBook(ctx.sql, organisationId), await ctx.setting(stockToleranceSetting)]
    if (book === undefined) return { rows: [], tolerance }
    const sites = siteId === undefined ? (reach === null ? null : [...reach]) : isReached(reach, siteId) ? [siteId] : []
    const sums = await stockSums(ctx.sql, book.bookNo, `${from}T00:00:00.000Z`, `${addDays(to, 1)}T00:00:00.000Z`, sites)
    const nameOf = await siteNamer(ctx)
    return { tolerance, rows: sums.map((sum) => stockRow(sum, nameOf(sum.site_id))) }
  },
  attachLotDocument: async (ctx, { lotId, filename, kind, ref, issuedOn }) => {
    const lot = await lotFor(ctx, lotId, 'custody:write')
    const file = await takenFile(ctx, filename, 1, actorRef(ctx.actor))
    const row: DocumentRow = {
      document_id: ctx.newId('cdo'), lot_no: lot.lot_no, kind, document_ref: ref, issued_on: issuedOn ?? null, filename: file.filename, media_type: file.mediaType, byte_count: file.byteCount, sha256: file.sha256, attached_at: ctx.now, attached_by: actorRef(ctx.actor),
    }
    await insertDocument(ctx.sql, row)
    ctx.record({ kind: 'custody-document.attached', subject: row.document_id, isPublic: false, body: { lotId: lotIdOf(lot.organisation_id, lot.lot_ref), kind, ref, sha256: file.sha256 } })
    return documentFrom(row)
  },
  removeLotDocument: async (ctx, { documentId }) => {
    const row = await documentFor(ctx, documentId, 'custody:write')
    await assertNotShown(ctx, { lotNo: row.lot_no, lotId: lotIdOf(row.organisation_id, row.lot_ref), organisationId: row.organisation_id }, namedBy)
    await deleteDocument(ctx.sql, documentId)
    await ctx.files.remove(row.sha256)
    ctx.record({ kind: 'custody-document.removed', subject: documentId, isPublic: false, body: { lotId: lotIdOf(row.organisation_id, row.lot_ref), sha256: row.sha256 } })
    return { documentId }
  },
  getLotDocumentFile: async (ctx, { documentId }) => handedOut(ctx, await documentFor(ctx, documentId, 'custody:read')),
})
