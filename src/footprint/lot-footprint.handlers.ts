// Works out the footprint of lots and shipments from the records, exactly: for the page of a lot, for claims and for what a
// change of figures does. The graph is read anew; nothing is kept.
import type { Context } from '#src/access/context.ts'
import type { CustodyModel } from '#src/custody/custody-model.ts'
import type { LotId } from '#src/custody/lot.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { Instant } from '#src/kernel/time.ts'
import { AS_STATED } from '#src/provenance/allocation-rule.ts'
import { restatedSince } from '#src/provenance/answer.handlers.ts'
import { choicesOf } from '#src/provenance/disclosure.ts'
import { choicesOfParties } from '#src/provenance/disclosure.store.ts'
import type { FootprintOfLot } from '#src/provenance/index-wiring.ts'
import { lineageOf } from '#src/provenance/lineage.ts'
import { isRestatedSince, readLineage } from '#src/provenance/lineage.store.ts'
import { reachOf } from '#src/provenance/reach.ts'
import type { LotFootprint } from '#src/provenance/lot-answer.ts'
import { readHead, sizeKnownAt } from '#src/transparency/log.store.ts'
import { rulesOf } from './burden-source.store.ts'
import { findChainLot, readChain, type ChainLot, type HeldShipment } from './chain.store.ts'
import type { ShippedFactors } from './emission-factor.ts'
import { burdenOfEvent, tonnesOf } from './event-burden.ts'
import { exactWhole, nearest, printed, type Exact } from './exact.ts'
import { bookAsOf, bookKnownAt, type FactorBook, type FootprintRules } from './factor-book.ts'
import { totalOf } from './burden-vector.ts'
import { footprintNumbers, methodOf, primaryShareOf, stagesOfFootprint, toldMethod, type LotFootprintAnswer, type Seen } from './footprint-answer.ts'
import { readFactorBook } from './footprint.store.ts'
import { footprintOf, footprintsTogether, type Footprint, type FootprintPart } from './lot-footprint.ts'

export type Method = { readonly book: FactorBook; readonly rules: FootprintRules }

/** Of which factor version, and of which instant the figures and settings are. */
export type MethodTime = { readonly factorVersion?: number | undefined; readonly knownAt?: Instant | null | undefined }

/** @throws Refused `factor-version-unknown`, `factor-edition-absent` */
export async function methodAsOf(ctx: Context, shipped: ShippedFactors, { factorVersion, knownAt = null }: MethodTime = {}): Promise<Method> {
  const all = await readFactorBook(ctx.sql, shipped)
  const known = knownAt === null ? all : bookKnownAt(all, knownAt)
  if (factorVersion !== undefined && factorVersion > known.version) throw new Refused(refuse('factor-version-unknown', `The newest factor version ${knownAt === null ? 'is' : `by ${knownAt} was`} ${known.version}; ${factorVersion} was not reached yet.`))
  const book = factorVersion === undefined ? known : bookAsOf(known, factorVersion)
  if (book.shipped === undefined) throw new Refused(refuse('factor-edition-absent', `Edition ${book.edition} of the shipped factors stood then, and this release no longer holds it. Put its file back, or ask of a later time.`))
  return { book, rules: await rulesOf(ctx.sql, knownAt) }
}

const tooLarge = (): Refused => new Refused(refuse('lot-past-too-large', 'More than 200,000 lots lie above it. The index answers for such a lot.'))

export type WorkedLot = { readonly lot: ChainLot; readonly footprint: Footprint; readonly tonnes: Exact; readonly upstream: readonly ChainLot[]; readonly eventNos: readonly number[] }

/** @param knownAt as the records stood then @returns undefined where there is no such lot @throws Refused `lot-past-too-large`, `records-restated` */
export async function workLot(ctx: Context, method: Method, lotId: LotId, knownAt: Instant | null = null): Promise<WorkedLot | undefined> {
  const lot = await findChainLot(ctx.sql, lotId, knownAt)
  if (lot === undefined) return undefined
  const chain = await readChain(ctx.sql, [lot.lotNo], knownAt)
  if (chain === undefined) throw tooLarge()
  if (knownAt !== null && await isRestatedSince(ctx.sql, chain.eventNos, knownAt)) throw restatedSince(lotId, knownAt)
  return { lot, footprint: footprintOf(chain.chainOf(lot.lotNo), method.book, method.rules), tonnes: tonnesOf(lot.amount, lot.metal), upstream: chain.lots, eventNos: chain.eventNos }
}

/** The footprint as the answer about a lot tells it, to be disclosed as a whole or not at all. */
export const footprintOfLot = (shipped: ShippedFactors): FootprintOfLot => async (ctx, lotId, knownAt) => {
  const method = await methodAsOf(ctx, shipped, { knownAt })
  const worked = await workLot(ctx, method, lotId, knownAt).catch((error: unknown) => {
    if (error instanceof Refused && error.refusal.code === 'lot-past-too-large') return 'too-large' as const
    throw error
  })
  if (worked === 'too-large') return undefined
  if (worked === undefined || worked.footprint.parts.length === 0) return null
  const { total, missing } = worked.footprint
  const { basis } = method.rules
  const shares = new Map<string, LotFootprint['missing'][number]>()
  for (const { stage, why, share } of missing) shares.set(`${stage}/${why}`, { stage, why, share: Math.min(1, (shares.get(`${stage}/${why}`)?.share ?? 0) + nearest(share)) })
  return {
    kgCo2ePerTonne: nearest(totalOf(total, basis)), isAtLeast: missing.length > 0, missing: [...shares.values()],
    primaryShare: Math.max(0, Math.min(1, Number(primaryShareOf(worked.footprint, basis) ?? 0))), allocation: AS_STATED,
    method: toldMethod(methodOf(worked.footprint, method.book, method.rules, { isOwn: () => true })),
    stages: stagesOfFootprint(worked.footprint, () => true).map(({ stage, burden }) => ({ stage, kgCo2ePerTonne: nearest(totalOf(burden, basis)) })),
  }
}

export type WorkedShipment = { /** Of all that travels, in kg. */ readonly footprint: Footprint; readonly tonnes: Exact; readonly upstream: readonly ChainLot[]; readonly eventNos: readonly number[]; readonly isSimulated: boolean; readonly models: readonly CustodyModel[] }

/** What leaves the gate and its way to the receiver. @throws Refused `lot-past-too-large` */
export async function workShipment(ctx: Context, method: Method, shipment: HeldShipment): Promise<WorkedShipment> {
  const chain = await readChain(ctx.sql, shipment.lots.map(({ lotNo }) => lotNo))
  if (chain === undefined) throw tooLarge()
  const byNo = new Map(chain.lots.map((lot) => [lot.lotNo, lot]))
  const parts = shipment.lots.map(({ lotNo, amount }) => ({ footprint: footprintOf(chain.chainOf(lotNo), method.book, method.rules), tonnes: tonnesOf(amount, byNo.get(lotNo)!.metal) }))
  const gate = footprintsTogether(parts)
  const way = burdenOfEvent(method.book, shipment.event, method.rules)
  const added = way.added.map(({ stage, label, burden }): FootprintPart => ({ stage, label, siteId: shipment.siteId, organisationId: shipment.organisationId, from: null, burden }))
  const whole = footprintsTogether([{ footprint: { ...gate, missing: [...gate.missing, ...way.missing] }, tonnes: exactWhole(1) }, { footprint: { parts: added, total: gate.total, missing: [] }, tonnes: exactWhole(1) }])
  const drawn = shipment.lots.map(({ lotNo }) => byNo.get(lotNo)!)
  return {
    footprint: { ...whole, missing: [...gate.missing, ...way.missing] }, tonnes: parts.reduce((sum, { tonnes }) => sum + tonnes, 0n),
    upstream: chain.lots, eventNos: [...chain.eventNos, shipment.shipEventNo], isSimulated: drawn.some((lot) => lot.isSimulated), models: drawn.map(({ model }) => model as CustodyModel),
  }
}

/** Parties whose stages everybody between them and the holder of a lot lets through; none where its past is too large to ask. */
async function releasedTo(ctx: Context, lot: ChainLot, knownAt: Instant | null): Promise<ReadonlySet<string>> {
  const rows = await readLineage(ctx.sql, lot.lotNo, lot.metal, knownAt)
  if (rows === undefined) return new Set()
  const lineage = lineageOf(rows)
  const parties = new Set(lineage.nodes.map(({ event }) => event.organisationId))
  const reach = reachOf(lineage, 'footprint', { kind: 'organisation', organisationId: lot.organisationId }, choicesOf(await choicesOfParties(ctx.sql, [...parties])))
  for (const [i, { event }] of lineage.nodes.entries()) if (reach[i] !== 'site') parties.delete(event.organisationId)
  return parties
}

/** What may be told of other parties' stages is as they release it today, also of an earlier answer. */
export async function lotFootprintAnswer(ctx: Context, { lot, footprint, tonnes }: WorkedLot, method: Method, seen: Seen, knownAt: Instant | null = null): Promise<LotFootprintAnswer> {
  const released = await releasedTo(ctx, lot, knownAt)
  const isReleased = (organisationId: string): boolean => released.has(organisationId)
  return {
    lotId: lot.lotId, isSimulated: lot.isSimulated, material: lot.material, metal: lot.metal, model: lot.model as CustodyModel,
    ...footprintNumbers(footprint, tonnes, method.book, method.rules, { ...seen, isReleased }),
    knownAt, logPosition: knownAt === null ? (await readHead(ctx.sql)).size : await sizeKnownAt(ctx.sql, knownAt),
  }
}

export type ChangedLot = { readonly lotId: LotId; readonly material: ChainLot['material']; readonly metal: ChainLot['metal']; readonly before: string; readonly after: string; readonly unit: 'kg CO2e per tonne' }

/** Which of these lots have another footprint after a change than before it. @throws Refused `lot-past-too-large` */
export async function changedLots(ctx: Context, lots: readonly ChainLot[], before: Method, after: Method): Promise<ChangedLot[]> {
  if (lots.length === 0) return []
  const chain = await readChain(ctx.sql, lots.map(({ lotNo }) => lotNo))
  if (chain === undefined) throw tooLarge()
  const number = (method: Method, lotNo: number) => printed(totalOf(footprintOf(chain.chainOf(lotNo), method.book, method.rules).total, method.rules.basis), 6)
  return lots.flatMap(({ lotNo, lotId, material, metal }) => {
    const [was, is] = [number(before, lotNo), number(after, lotNo)]
    return was === is ? [] : [{ lotId, material, metal, before: was, after: is, unit: 'kg CO2e per tonne' as const }]
  })
}
