// Acts of a scenario as lines of a book: what is written short is filled in from what the story told before.
import type { z } from 'zod'
import type { EventLine } from '#src/custody/event.ts'
import { Country } from '#src/parties/site.ts'
import type { Drawn, Figure, LotFact, Made, StoryAct, Told, WrittenMass } from '#src/exchange/scenario/scenario.ts'
import { unplayable, type Party, type Stage } from './scenario-stage.ts'

export type Line = z.input<typeof EventLine>
type Output = Extract<Line, { kind: 'receive' }>['outputs'][number]
type Substance = Output['metal']

/** What the story has told so far, by which later lines are filled in. */
export type Memory = {
  /** By party and lot. */
  readonly made: Map<string, Output>
  /** By shipment: who sent what. */
  readonly shipments: Map<string, { readonly from: Party; readonly lots: readonly Output[] }>
  /** By event: whose book it stands in, and what went in and came out. */
  readonly events: Map<string, { readonly party: Party; readonly line: Line }>
}
export const newMemory = (): Memory => ({ made: new Map(), shipments: new Map(), events: new Map() })
export const lotKey = (party: Party, lot: string): string => `${party.organisationId}:${lot}`

export const massText = ({ amount, unit }: WrittenMass): string => `${amount} ${unit}`
/** `97.5` per cent as `0.975`, digit by digit. */
export function fractionText(percent: Figure): string {
  const [whole, part = ''] = percent.split('.') as [string, string?]
  const digits = whole.padStart(3, '0')
  const fraction = `${digits.slice(0, -2).replace(/^0+(?=\d)/, '')}.${digits.slice(-2)}${part}`.replace(/0+$/, '').replace(/\.$/, '')
  return fraction === '' ? '0' : fraction
}

const MATERIAL: Readonly<Record<string, Output['material']>> = {
  extracts: 'concentrate', concentrates: 'concentrate', smelts: 'anode', refines: 'cathode', leaches: 'cathode', casts: 'rod', draws: 'wire', fabricates: 'cable', recycles: 'refined', blends: 'concentrate', processes: 'other',
}
const PROCESS: Readonly<Record<string, string>> = { concentrates: 'concentrating', smelts: 'smelting', refines: 'refining', leaches: 'leaching', casts: 'rod-making', draws: 'wire-drawing', fabricates: 'fabrication', recycles: 'recycling', blends: 'blending' }
const BASIS = { weighs: 'weight', assays: 'assay', dries: 'moisture', counts: 'stock-take' } as const
const REGROUP = { splits: 'split', merges: 'merge', packs: 'aggregate' } as const

/** Weight, assay and contained metal of a lot as written. */
function quantities(facts: readonly LotFact[], before: Output | undefined): Pick<Output, 'measured' | 'contained'> {
  const gross = facts.find((one) => one.fact === 'gross')
  const moisture = facts.find((one) => one.fact === 'moisture')
  const assays = facts.filter((one) => one.fact === 'assay')
  const contained = facts.filter((one) => one.fact === 'contained')
  // A weight alone is of the same stuff as was sent: moisture and assay stand.
  const measured = gross === undefined ? {} : {
    measured: {
      gross: massText(gross.mass), moisture: moisture === undefined ? before?.measured?.moisture ?? '0' : fractionText(moisture.percent),
      assay: assays.length > 0 ? Object.fromEntries(assays.map(({ substance, percent }) => [substance, fractionText(percent)])) : before?.measured?.assay ?? {},
    },
  }
  return { ...measured, ...(contained.length === 0 ? {} : { contained: Object.fromEntries(contained.map(({ substance, mass }) => [substance, massText(mass)])) }) } as Pick<Output, 'measured' | 'contained'>
}

/** @param before the lot it was, where it is received or divided */
export function outputOf(stage: Stage, made: Made, material: Output['material'], before?: Output): Output {
  const facts = made.facts ?? []
  const written = quantities(facts, before)
  const amounts = facts.length === 0 && before !== undefined ? { ...(before.measured === undefined ? {} : { measured: before.measured }), ...(before.contained === undefined ? {} : { contained: before.contained }) } : written
  const metal = (Object.keys(amounts.contained ?? {})[0] ?? Object.keys(amounts.measured?.assay ?? {})[0] ?? before?.metal) as Substance | undefined
  if (metal === undefined) throw unplayable(`Say what lot ${made.lot} holds, such as 25 t copper, or a weight with an assay.`)
  const scrap = facts.find((one) => one.fact === 'scrap')
  const model = facts.find((one) => one.fact === 'model')
  const declared = facts.find((one) => one.fact === 'declared')
  const brand = facts.find((one) => one.fact === 'brand')
  return {
    lot: made.lot, material: (made.material ?? before?.material ?? material) as Output['material'], metal, ...amounts,
    ...(scrap === undefined ? {} : { scrapClass: scrap.scrapClass as NonNullable<Output['scrapClass']> }), ...(model === undefined ? {} : { model: model.model as NonNullable<Output['model']> }),
    ...(made.sentAs === undefined ? {} : { sentAs: made.sentAs }), ...(brand === undefined ? {} : { identifiers: { brand: brand.brand } }),
    ...(declared === undefined ? {} : { origin: originOf(stage, declared.origin) }),
  } as Output
}

function originOf(stage: Stage, origin: string): NonNullable<Output['origin']> {
  if (origin === 'unknown') return { kind: 'unknown' }
  const party = stage.parties.get(origin)
  if (party !== undefined) return { kind: 'site', siteId: party.siteId }
  if (Country.safeParse(origin).success) return { kind: 'country', country: origin }
  throw unplayable(`${origin} is neither a place of this scenario nor a country code.`)
}

const drawnOf = (inputs: readonly Drawn[]) => inputs.map(({ lot, take, recovery }) => ({ lot, ...(take === undefined ? {} : { take: massText(take) }), ...(recovery === undefined ? {} : { recovery: fractionText(recovery) }) }))
/** A lot that is made has no sender and no paper. */
const plain = (lot: Output) => Object.fromEntries(Object.entries(lot).filter(([name]) => name !== 'sentAs' && name !== 'origin'))

/** The line of a custody act, or undefined where the act is none. @param at the moment it happened */
export function lineOf(stage: Stage, memory: Memory, told: Told, common: { event: string; at: string; site: string }, book: Party): Line | undefined {
  const { act } = told
  const before = (lot: string): Output | undefined => memory.made.get(lotKey(book, lot))
  const makes = (list: readonly Made[], verb: string, from?: Output) => list.map((one) => plain(outputOf(stage, one, MATERIAL[verb] ?? 'other', from))) as unknown as Extract<Line, { kind: 'extract' }>['outputs']
  switch (act.act) {
    case 'extract': return { kind: 'extract', ...common, outputs: makes(act.outputs, 'extracts') }
    case 'transform': {
      const outputs = makes(act.outputs, act.verb)
      const byMetal = (list: readonly { readonly mass: WrittenMass; readonly substance?: string }[]) => Object.fromEntries(list.map(({ mass, substance }) => [substance ?? outputs[0]!.metal, massText(mass)]))
      return { kind: 'transform', ...common, inputs: drawnOf(act.inputs), outputs, ...(PROCESS[act.verb] === undefined ? {} : { process: PROCESS[act.verb]! }), ...(act.losses === undefined ? {} : { losses: byMetal(act.losses) }), ...(act.stock === undefined ? {} : { stockChange: byMetal(act.stock) }) }
    }
    case 'regroup': return { kind: REGROUP[act.verb as keyof typeof REGROUP], ...common, inputs: drawnOf(act.inputs), outputs: makes(act.outputs, act.verb, before(act.inputs[0]!.lot)) } as Line
    case 'sell': return { kind: 'sell', ...common, inputs: drawnOf(act.inputs), market: act.market, ...(act.buyer === undefined ? {} : { buyer: counterparty(stage, act.buyer) }) }
    case 'ship': return {
      kind: 'ship', ...common, inputs: drawnOf(act.inputs), shipment: act.shipment, to: counterparty(stage, act.to), ...(act.toSite === undefined ? {} : { toSite: stage.party(act.toSite).siteId }),
      ...(act.legs === undefined ? {} : { legs: act.legs.map(({ mode, km }) => ({ mode: mode as 'sea', km: Number(km) })) }), ...(act.model === undefined ? {} : { model: act.model as 'mass-balance' }),
    }
    case 'receive': return { kind: 'receive', ...common, shipment: act.shipment, ...receivedOf(stage, memory, act) }
    case 'buy': return { kind: 'receive', ...common, ...(act.from === undefined ? {} : { from: counterparty(stage, act.from) }), outputs: act.outputs.map((one) => outputOf(stage, one, 'concentrate')) }
    case 'adjust': return { kind: 'adjust', ...common, lot: act.lot, ...quantities(act.facts, before(act.lot)), basis: BASIS[act.verb as keyof typeof BASIS], by: (act.by ?? 'own') as 'own', isSettlement: act.isSettlement }
    case 'void': return { kind: 'void', ...common, voids: act.event, reason: act.reason }
    default: return undefined
  }
}

const counterparty = (stage: Stage, name: string) => { const party = stage.parties.get(name); return party === undefined ? { name } : { organisationId: party.organisationId } }

/** Without lots of its own a receipt is of all that was sent; a weight alone is of the one lot that was sent. */
function receivedOf(stage: Stage, memory: Memory, act: Extract<StoryAct, { act: 'receive' }>): Pick<Extract<Line, { kind: 'receive' }>, 'from' | 'outputs'> {
  const sent = memory.shipments.get(act.shipment)
  const sender = act.from === undefined ? sent?.from : stage.party(act.from)
  const from = sender === undefined ? {} : { from: { organisationId: sender.organisationId } }
  if (act.outputs !== undefined) return { ...from, outputs: act.outputs.map((one) => outputOf(stage, one, 'concentrate', sent?.lots.find(({ lot }) => lot === (one.sentAs ?? one.lot)))) }
  if (sent === undefined) throw unplayable(`Nobody has sent ${act.shipment} yet: say what was received, such as lot A: 25 t copper.`)
  if (act.facts !== undefined && sent.lots.length > 1) throw unplayable(`${act.shipment} holds ${sent.lots.length} lots: say the weight of each.`)
  return { ...from, outputs: sent.lots.map((lot) => ({ ...outputOf(stage, { lot: lot.lot, ...(act.facts === undefined ? {} : { facts: act.facts }) }, lot.material, lot), sentAs: lot.lot })) }
}
