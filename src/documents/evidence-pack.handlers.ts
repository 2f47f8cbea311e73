import { acrossBooks } from '#src/access/across-books.ts'
import type { Context } from '#src/access/context.ts'
import { requireOn } from '#src/access/policy.ts'
import { organisationName } from '#src/claims/passport-content.handlers.ts'
import { EventLine } from '#src/custody/event.ts'
import { findBook, knownEvents, knownLots } from '#src/custody/ledger.store.ts'
import { hasPaper } from '#src/custody/lot.store.ts'
import { standingLines } from '#src/custody/standing-line.store.ts'
import { itemsWithBytes } from '#src/evidence/evidence.store.ts'
import { lotIdOf, lotIdParts, type DocumentRef, type LotId } from '#src/custody/lot.ts'
import { seenShipment } from '#src/custody/shipment-view.handlers.ts'
import { shippedSides } from '#src/custody/shipment.store.ts'
import { checkPack, packFile } from '#src/exchange/pack/pack-file.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { answerAbout } from '#src/provenance/answer.handlers.ts'
import type { Viewer } from '#src/provenance/disclosure.ts'
import { isWithheld, type LotAnswer } from '#src/provenance/lot-answer.ts'
import type { AwardRow } from '#src/registry/assurance-record.ts'
import { awardRows } from '#src/registry/assurance-view.ts'
import type { evidencePackContract } from './evidence-pack.contract.ts'
import { packedFiles, type PackContents, type PackedPaper } from './evidence-pack.ts'
import { passportWords } from './passport-document.handlers.ts'

const MOST_PACK_UPLOAD = 100 * 1024 * 1024
const lotAbsent = (lotId: string): Refused => new Refused(refuse('lot-absent', `There is no lot ${lotId} that this account may see.`))

type OwnLines = { /** As they were written. */ readonly lines: readonly EventLine[]; /** Papers they name of themselves. */ readonly papers: readonly DocumentRef[] }

/** The lines of the book by which the lots came about, and those named besides. */
async function linesOf(ctx: Context, organisationId: string, refs: readonly string[], events: readonly string[]): Promise<OwnLines> {
  const book = await findBook(ctx.sql, organisationId)
  if (book === undefined) return { lines: [], papers: [] }
  const lots = await knownLots(ctx.sql, book.bookNo, refs)
  const known = await knownEvents(ctx.sql, book.bookNo, [...new Set([...[...lots.values()].map(({ state }) => state.bornBy), ...events])])
  const standing = await standingLines(ctx.sql, [...known.values()].map(({ eventNo }) => eventNo))
  return {
    lines: [...known.values()].flatMap(({ text }) => text === null ? [] : [EventLine.parse(JSON.parse(text))]).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    papers: [...standing.values()].flatMap((line) => (line['documents'] ?? []) as DocumentRef[]),
  }
}

/** Papers of these lots that their answers tell this viewer. */
const papersTold = (lots: readonly LotAnswer[]): DocumentRef[] => lots.flatMap(({ lotId, documents }) => documents.flatMap((one): DocumentRef[] =>
  isWithheld(one) || one.lotId !== lotId ? [] : [{ kind: one.kind as DocumentRef['kind'], ref: one.ref, ...(one.sha256 === null ? {} : { sha256: one.sha256 }) }]))

const extensionOf = (bytes: Uint8Array): string => {
  const head = String.fromCharCode(...bytes.slice(0, 4))
  return head === '%PDF' ? '.pdf' : head.startsWith('PK') ? '.xlsx' : head.startsWith('\u0089PNG') ? '.png' : head.startsWith('\u00ff\u00d8') ? '.jpg' : '.bin'
}

/** Bytes of papers that the book itself handed in: a hash that a line names opens nobody else's file. */
async function packed(ctx: Context, organisationId: string, papers: readonly DocumentRef[]): Promise<PackedPaper[]> {
  const found: PackedPaper[] = []
  for (const paper of papers) {
    const { sha256 } = paper
    const isOwn = sha256 !== undefined && (await hasPaper(ctx.sql, organisationId, sha256) || (await itemsWithBytes(ctx.sql, organisationId, sha256)).length > 0)
    const bytes = isOwn ? await ctx.files.read(sha256) ?? null : null
    found.push({ paper, bytes, extension: bytes === null ? '' : extensionOf(bytes) })
  }
  return found
}

/** Awards of the sites the answers name; of sites that are withheld nothing is looked up. */
async function awardsOf(ctx: Context, lots: readonly LotAnswer[]): Promise<AwardRow[]> {
  const sites = new Set(lots.flatMap(({ origins, handling }) => [
    ...origins.flatMap(({ origin }) => origin.kind === 'site' ? [origin.siteId] : []),
    ...handling.flatMap(({ site }) => isWithheld(site) || !('siteId' in site) ? [] : [site.siteId]),
  ]))
  const facts = await ctx.facts()
  return [...sites].flatMap((siteId) => awardRows(facts, { siteId }, ctx.today))
}

type Wanted = { readonly subject: PackContents['subject']; readonly organisationId: string; readonly lotIds: readonly LotId[]; readonly events: readonly string[]; readonly viewer: Viewer; readonly language: string | undefined }

async function packOf(ctx: Context, wanted: Wanted): Promise<Response> {
  const lots: LotAnswer[] = []
  for (const lotId of wanted.lotIds) {
    // A pack lies in the hands of its maker: what upstream told its partner alone is not in it.
    const answer = await answerAbout(ctx, lotId, wanted.viewer, {}, { readBy: wanted.organisationId })
    if (answer === undefined) throw lotAbsent(lotId)
    lots.push(answer)
  }
  const isOwn = wanted.viewer.kind !== 'public' && wanted.viewer.organisationId === wanted.organisationId
  // A receiver gets the line that shipped, never the lines by which the sender made the metal: those name its suppliers.
  const { lines, papers: named } = await linesOf(ctx, wanted.organisationId, isOwn ? wanted.lotIds.map((lotId) => lotIdParts(lotId).ref) : [], wanted.events)
  const papers = [...new Map([...named, ...papersTold(lots)].map((paper) => [`${paper.kind} ${paper.ref}`, paper])).values()]
  const madeBy = await organisationName(ctx, wanted.organisationId)
  const files = await packedFiles({ subject: wanted.subject, madeBy, madeOn: ctx.today, lots, lines, papers: await packed(ctx, wanted.organisationId, papers), awards: await awardsOf(ctx, lots) }, passportWords(ctx, wanted.language))
  const { bytes, digest } = packFile({ subject: wanted.subject, madeAt: ctx.now, madeBy, isSimulated: lots.some(({ isSimulated }) => isSimulated) }, files)
  const name = `evidence-${wanted.subject.id.replace(/[^A-Za-z0-9._-]+/g, '-')}.zip`
  return new Response(bytes as BodyInit, { headers: { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${name}"`, 'pack-digest': digest } })
}

export const evidencePackHandlers: Handlers<typeof evidencePackContract, Context> = acrossBooks<typeof evidencePackContract>({
  exportLotPack: async (ctx, { lotId, viewer, language }) => {
    const { organisationId } = lotIdParts(lotId)
    requireOn(ctx.actor, 'evidence-pack:read', { organisationId }, 'custody:read', () => lotAbsent(lotId))
    return packOf(ctx, { subject: { kind: 'lot', id: lotId }, organisationId, lotIds: [lotId], events: [], viewer: { kind: 'organisation', organisationId: viewer ?? organisationId }, language })
  },
  exportShipmentPack: async (ctx, { shipmentId, language }) => {
    const { shipment } = await seenShipment(ctx, shipmentId)
    const { organisationId, toOrganisationId, eventNo, event } = shipment
    const parts = (await shippedSides(ctx.sql, [shipment])).get(eventNo)?.parts ?? []
    const viewer: Viewer = toOrganisationId === null ? { kind: 'public' } : { kind: 'organisation', organisationId: toOrganisationId }
    const lotIds = [...new Set(parts.map(({ lot }) => lotIdOf(organisationId, lot)))]
    return packOf(ctx, { subject: { kind: 'shipment', id: shipmentId }, organisationId, lotIds, events: [event], viewer, language })
  },
  checkEvidencePack: async (ctx) => orRefuse(checkPack(await ctx.upload(MOST_PACK_UPLOAD))),
})
