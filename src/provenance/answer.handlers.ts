// Loads what an answer about a lot rests on, and answers it for one viewer. Every other slice that says something of a lot
// (passport, claim, evidence pack, interchange) asks here, and so passes disclosure.
import type { Context } from '#src/access/context.ts'
import { canOn } from '#src/access/policy.ts'
import { openInquiryInto } from '#src/custody/inquiry.store.ts'
import { documentsOfLots } from '#src/custody/lot.store.ts'
import type { LotId } from '#src/custody/lot.ts'
import { standingLines } from '#src/custody/standing-line.store.ts'
import type { Substance } from '#src/custody/substance.ts'
import { knownAtInstant } from '#src/kernel/as-of.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import { siteFact } from '#src/parties/site.ts'
import { survivorOf } from '#src/awards/holding.ts'
import type { FactSet } from '#src/transparency/fact.ts'
import { sizeKnownAt } from '#src/transparency/log.store.ts'
import { answerOf, type AnswerQuestion, type SiteNames } from './answer.ts'
import { choicesOf, clampedTo, type Choices, type Viewer } from './disclosure.ts'
import { disclosureBandSetting, disclosurePartiesSetting, type BandRule } from './disclosure-shares.ts'
import { choicesOfParties } from './disclosure.store.ts'
import type { Asking } from './exact.ts'
import { provenanceFollower } from './index-follower.handlers.ts'
import { indexWiring } from './index-wiring.ts'
import { lineageOf, type Lineage } from './lineage.ts'
import { findLot, isRestatedSince, readLineage } from './lineage.store.ts'
import { AS_STATED } from './allocation-rule.ts'
import type { AnswerVersions, LotAnswer, LotDocument, LotFootprint } from './lot-answer.ts'
import { standingsOf } from './standing.ts'

export type AnswerTime = { readonly asOf?: Day | undefined; readonly knownAt?: string | undefined; readonly substance?: Substance | undefined }

const lotUnseen = (lotId: LotId): Refused => new Refused(refuse('lot-unseen', `There is no lot ${lotId} that this account may see. A lot is named by its book and its reference, such as org_1:L-7.`))

export type FoundLot = { readonly lotNo: number; readonly lotId: LotId; readonly metal: Substance; readonly organisationId: string; readonly siteId: string }

/**
 * A lot that the asking account may ask about, and as whom it asks: the party of its book, or the operator in an open inquiry.
 * @throws Refused `lot-unseen`
 */
export async function askableLot(ctx: Context, lotId: LotId, knownAt?: string): Promise<{ readonly lot: FoundLot; readonly viewer: Viewer }> {
  const lot = await findLot(ctx.sql, lotId, knownAtInstant(knownAt) ?? null)
  if (lot === undefined || lot.isVoid) throw lotUnseen(lotId)
  const viewer = await viewerOf(ctx, lot)
  if (viewer === undefined) throw lotUnseen(lotId)
  return { lot: { ...lot, lotId }, viewer }
}

export async function viewerOf(ctx: Context, book: { readonly organisationId: string; readonly siteId?: string }): Promise<Viewer | undefined> {
  if (canOn(ctx.actor, 'provenance:read', book)) return { kind: 'organisation', organisationId: book.organisationId }
  if (!canOn(ctx.actor, 'custody-inquiry:write', {})) return undefined
  return await openInquiryInto(ctx.sql, book.organisationId, ctx.now) === undefined ? undefined : { kind: 'inquiry', organisationId: book.organisationId }
}

export function siteNamesOf(facts: FactSet): SiteNames {
  const sites = facts.of(siteFact)
  return (siteId) => {
    const site = sites.get(survivorOf(sites, siteId))?.value
    return site === undefined ? undefined : { name: site.name, country: site.country, position: site.position === undefined ? null : { latitude: site.position.latitude, longitude: site.position.longitude } }
  }
}

export type LotGround = { readonly lineage: Lineage; readonly asking: Asking & { readonly viewer: Viewer }; readonly rule: BandRule; readonly sites: SiteNames; readonly knownAt: Instant | null; readonly versions: AnswerVersions }

/** What takes the place of the parties' choices, and the party that looks at what the viewer may see of its lot, or hands it over. */
export type ToldTo = { readonly choices?: Choices | undefined; readonly readBy?: string | undefined; /** Shares alone, without footprint and papers. */ readonly isOfShares?: boolean }

const tooLarge = (lotId: LotId): Refused => new Refused(refuse('lineage-too-large', `Lot ${lotId} rests on more lots than one question may read. Ask for a lot nearer to the mine.`))
export const restatedSince = (lotId: LotId, knownAt: Instant): Refused =>
  new Refused(refuse('records-restated', `Lot ${lotId}, or a lot it rests on, was recorded or stated anew after ${knownAt}. Ask of a later instant.`))

/** What an answer rests on. @throws Refused `lineage-too-large`, `records-restated` */
export async function groundOf(ctx: Context, lot: FoundLot, viewer: Viewer, time: AnswerTime, { choices, readBy }: ToldTo = {}): Promise<LotGround> {
  const knownAt = knownAtInstant(time.knownAt) ?? null
  const rows = await readLineage(ctx.sql, lot.lotNo, time.substance ?? lot.metal, knownAt)
  if (rows === undefined) throw tooLarge(lot.lotId)
  const lineage = lineageOf(rows)
  // A correction states a lot anew in place; what stood before it is in the log, not in the tables that are walked here.
  if (knownAt !== null && await isRestatedSince(ctx.sql, lineage.nodes.map(({ event }) => event.eventNo), knownAt)) throw restatedSince(lot.lotId, knownAt)
  const parties = [...new Set(lineage.nodes.map(({ event }) => event.organisationId))]
  const [facts, index] = [await ctx.facts(knownAt ?? undefined), await ctx.followed(provenanceFollower)]
  const chosen = viewer.kind === 'inquiry' ? everything : choices ?? choicesOf(await choicesOfParties(ctx.sql, parties))
  return {
    lineage, knownAt, sites: siteNamesOf(facts),
    asking: { standings: standingsOf(facts), asOf: time.asOf ?? null, viewer, choices: readBy === undefined ? chosen : clampedTo(chosen, readBy), readBy },
    rule: { parties: await ctx.setting(disclosurePartiesSetting), band: await ctx.setting(disclosureBandSetting) },
    versions: knownAt === null ? index.version : { logPosition: await sizeKnownAt(ctx.sql, knownAt), factorVersion: await indexWiring().burdens.version(ctx.sql, knownAt), engineVersion: index.version.engineVersion },
  }
}

/** Within an inquiry nothing is held back. */
const everything: Choices = { levelFor: () => 'site' }

/** The answer about a lot, for one viewer. */
export async function lotAnswer(ctx: Context, lot: FoundLot, viewer: Viewer, time: AnswerTime = {}, told: ToldTo = {}): Promise<LotAnswer> {
  const ground = await groundOf(ctx, lot, viewer, time, told)
  if (told.isOfShares === true) return answerOf({ ...ground, documents: [], footprint: null })
  return answerOf({ ...ground, documents: await documentsOf(ctx, ground.lineage, ground.knownAt), footprint: await footprintOf(ctx, lot, ground.knownAt) })
}

/** The same by the lot's name, for slices that say something of a lot to others. @returns undefined where there is no such lot */
export async function answerAbout(ctx: Context, lotId: LotId, viewer: Viewer, time: AnswerTime = {}, told: ToldTo = {}): Promise<LotAnswer | undefined> {
  const lot = await findLot(ctx.sql, lotId, knownAtInstant(time.knownAt) ?? null)
  return lot === undefined || lot.isVoid ? undefined : lotAnswer(ctx, { ...lot, lotId }, viewer, time, told)
}

/**
 * Worked out exactly; of a past too large for that, as the index carries it: then nobody looked whether something is missing.
 * The index knows no earlier time. @throws Refused `lineage-too-large`
 */
async function footprintOf(ctx: Context, { lotId, lotNo, metal }: FoundLot, knownAt: Instant | null): Promise<LotFootprint | null> {
  const exact = await indexWiring().footprintOf(ctx, lotId, knownAt)
  if (exact !== undefined) return exact
  if (knownAt !== null) throw tooLarge(lotId)
  const index = await ctx.followed(provenanceFollower)
  const parts = index.footprintParts(lotNo)
  if (parts.length === 0) return null
  const perTonne = metal === 'gold' || metal === 'silver' ? 1e9 : 1e6
  const stages = new Map<string, number>()
  for (const { stage, kgCo2e } of parts) stages.set(stage, (stages.get(stage) ?? 0) + kgCo2e * perTonne)
  const total = index.value('kg-co2e', lotNo)
  return {
    kgCo2ePerTonne: total * perTonne, isAtLeast: true, missing: [], primaryShare: total <= 0 ? 0 : Math.max(0, Math.min(1, index.value('primary-kg-co2e', lotNo) / total)), allocation: AS_STATED, method: null,
    stages: [...stages].map(([stage, kgCo2ePerTonne]) => ({ stage, kgCo2ePerTonne })),
  }
}

type Paper = { kind: string; ref: string; sha256?: string; evidenceId?: string; issuedOn?: Day }
/** So many of the nearest events are looked through for papers. */
const MOST_EVENTS = 500

/** The papers handed in for the lots a lot rests on, and those named in their events. */
async function documentsOf(ctx: Context, lineage: Lineage, knownAt: Instant | null): Promise<AnswerQuestion['documents']> {
  const nearest = lineage.nodes.slice(-MOST_EVENTS)
  const lines = await standingLines(ctx.sql, [...new Set(nearest.map(({ event }) => event.eventNo))])
  const attached = (await documentsOfLots(ctx.sql, nearest.flatMap(({ lots }) => lots.map(({ lotNo }) => lotNo)))).filter(({ attached_at }) => knownAt === null || attached_at <= knownAt)
  const found = new Map<string, LotDocument & { eventNo: number }>()
  for (const { event, lots } of nearest.toReversed()) {
    const add = (papers: unknown, lotId: LotId | null): void => {
      for (const paper of (papers ?? []) as Paper[]) {
        const key = `${event.organisationId} ${paper.kind} ${paper.ref}`
        if (!found.has(key)) found.set(key, { kind: paper.kind, ref: paper.ref, sha256: paper.sha256 ?? null, evidenceId: paper.evidenceId ?? null, issuedOn: paper.issuedOn ?? null, lotId, eventNo: event.eventNo })
      }
    }
    // What was handed in comes first: it has its bytes, where the line often has the number alone.
    for (const { lotNo, lotId } of lots) add(attached.filter(({ lot_no }) => Number(lot_no) === lotNo).map((row) => ({ kind: row.kind, ref: row.document_ref, sha256: row.sha256, ...(row.issued_on === null ? {} : { issuedOn: row.issued_on }) })), lotId)
    const line = lines.get(event.eventNo)
    add(line?.['documents'], null)
    for (const output of (line?.['outputs'] ?? []) as { lot: string; documents?: Paper[] }[]) {
      const lot = lots.find(({ lotId }) => lotId.endsWith(`:${output.lot}`))
      if (lot !== undefined) add(output.documents, lot.lotId)
    }
  }
  return [...found.values()]
}
