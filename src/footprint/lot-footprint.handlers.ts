// Works out the footprint of lots and shipments from the records, exactly: for the page of a lot, for claims and for what a
// change of figures does. The graph is read anew; nothing is kept.
import type { Context } from '#src/access/context.ts'
import type { CustodyModel } from '#src/custody/custody-model.ts'
import type { LotId } from '#src/custody/lot.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { AS_STATED } from '#src/provenance/allocation-rule.ts'
import { choicesOf } from '#src/provenance/disclosure.ts'
import { choicesOfParties } from '#src/provenance/disclosure.store.ts'
import type { FootprintOfLot } from '#src/provenance/index-wiring.ts'
import { lineageOf } from '#src/provenance/lineage.ts'
import { readLineage } from '#src/provenance/lineage.store.ts'
import { reachOf } from '#src/provenance/reach.ts'
import type { LotFootprint } from '#src/provenance/lot-answer.ts'
import { readHead } from '#src/transparency/log.store.ts'
import { findChainLot, readChain, type ChainLot, type HeldShipment } from './chain.store.ts'
import type { ShippedFactors } from './emission-factor.ts'
import { burdenOfEvent, tonnesOf } from './event-burden.ts'
import { exactWhole, nearest, printed, type Exact } from './exact.ts'
import { bookAsOf, rulesFrom, type FactorBook, type FootprintRules } from './factor-book.ts'
import { totalOf } from './burden-vector.ts'
import { footprintNumbers, primaryShareOf, stagesOfFootprint, type LotFootprintAnswer, type Seen } from './footprint-answer.ts'
import { readFactorBook } from './footprint.store.ts'
import { footprintOf, footprintsTogether, type Footprint, type FootprintPart } from './lot-footprint.ts'
import { electricityBasisSetting, valueRatioSetting } from './settings-footprint.ts'

export type Method = { readonly book: FactorBook; readonly rules: FootprintRules }

export const footprintRules = async (ctx: Context): Promise<FootprintRules> => rulesFrom(await ctx.setting(valueRatioSetting), await ctx.setting(electricityBasisSetting))

/** @param asOf a factor version @throws Refused `factor-version-unknown` */
export async function methodAsOf(ctx: Context, shipped: ShippedFactors, asOf?: number): Promise<Method> {
  const book = await readFactorBook(ctx.sql, shipped)
  if (asOf !== undefined && asOf > book.version) throw new Refused(refuse('factor-version-unknown', `The newest factor version is ${book.version}; ${asOf} was not reached yet.`))
  return { book: asOf === undefined ? book : bookAsOf(book, asOf), rules: await footprintRules(ctx) }
}

const tooLarge = (): Refused => new Refused(refuse('lot-past-too-large', 'More than 200,000 lots lie above it. The index answers for such a lot.'))

export type WorkedLot = { readonly lot: ChainLot; readonly footprint: Footprint; readonly tonnes: Exact; readonly upstream: readonly ChainLot[]; readonly eventNos: readonly number[] }

/** @returns undefined where there is no such lot @throws Refused `lot-past-too-large` */
export async function workLot(ctx: Context, method: Method, lotId: LotId): Promise<WorkedLot | undefined> {
  const lot = await findChainLot(ctx.sql, lotId)
  if (lot === undefined || lot.isVoid) return undefined
  const chain = await readChain(ctx.sql, [lot.lotNo])
  if (chain === undefined) throw tooLarge()
  return { lot, footprint: footprintOf(chain.chainOf(lot.lotNo), method.book, method.rules), tonnes: tonnesOf(lot.amount, lot.metal), upstream: chain.lots, eventNos: chain.eventNos }
}

/** The footprint as the answer about a lot tells it, to be disclosed as a whole or not at all. */
export const footprintOfLot = (shipped: ShippedFactors): FootprintOfLot => async (ctx, lotId) => {
  const method = await methodAsOf(ctx, shipped)
  const worked = await workLot(ctx, method, lotId).catch((error: unknown) => {
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
async function releasedTo(ctx: Context, lot: ChainLot): Promise<ReadonlySet<string>> {
  const rows = await readLineage(ctx.sql, lot.lotNo, lot.metal, null)
  if (rows === undefined) return new Set()
  const lineage = lineageOf(rows)
  const parties = new Set(lineage.nodes.map(({ event }) => event.organisationId))
  const reach = reachOf(lineage, 'footprint', { kind: 'organisation', organisationId: lot.organisationId }, choicesOf(await choicesOfParties(ctx.sql, [...parties])))
  for (const [i, { event }] of lineage.nodes.entries()) if (reach[i] !== 'site') parties.delete(event.organisationId)
  return parties
}

export async function lotFootprintAnswer(ctx: Context, { lot, footprint, tonnes }: WorkedLot, method: Method, seen: Seen): Promise<LotFootprintAnswer> {
  const released = await releasedTo(ctx, lot)
  const isReleased = (organisationId: string): boolean => released.has(organisationId)
  return {
    lotId: lot.lotId, isSimulated: lot.isSimulated, material: lot.material, metal: lot.metal, model: lot.model as CustodyModel,
    ...footprintNumbers(footprint, tonnes, method.book, method.rules, { ...seen, isReleased }), logPosition: (await readHead(ctx.sql)).size,
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
