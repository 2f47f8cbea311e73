// The lines by which the organisations of a simulated world record what happened, each in its own book and in its own order.
// A move is two lines: the sender ships, and the receiver records what came, with the sender's shipment named.
import type { z } from 'zod'
import { addDays, type Day } from '#src/kernel/time.ts'
import type { EventLine } from './event.ts'
import { simulatedKinds, simulatedMaterials, simulatedRef, simulatedScrap, weighedConcentrate, type SimulatedKind, type WorldColumns } from './simulated-world.ts'

export type SimulatedLine = {
  readonly organisationId: string
  readonly line: z.input<typeof EventLine>
  /** The shipment this line receives, where its sender's line comes before it. Scrap goes against the stream: whoever writes first. */
  readonly awaits: string | null
}

/** The first day of every simulated world. */
export const SIMULATED_FROM: Day = '2023-01-01'

/** Hours of the day, so that what is made of something is made after it. */
const AT: Readonly<Record<SimulatedKind | 'ship' | 'sell', string>> = {
  move: '06:00', return: '06:30', extract: '07:00', blend: '08:00', smelt: '09:00', refine: '10:00', split: '11:00', merge: '11:30', cast: '12:00', draw: '13:00', cable: '14:00', cut: '15:00', sell: '16:00', ship: '18:00',
}
const PROCESS: Readonly<Partial<Record<SimulatedKind, string>>> = { blend: 'blending', smelt: 'smelting', refine: 'electrorefining', cast: 'rod casting', draw: 'wire drawing', cable: 'cable making', cut: 'cutting' }
const on = (day: number, hour: string): string => `${addDays(SIMULATED_FROM, day)}T${hour}:00Z`
const numbered = (prefix: string, event: number): string => `${prefix}${event.toString(36).toUpperCase().padStart(5, '0')}`
const grams = (amount: number) => ({ copper: `${amount} g` })

/** All lines in an order in which every book may record them. */
export function* simulatedLines(columns: WorldColumns): Generator<SimulatedLine> {
  const isCut = lotsCut(columns)
  let ordinal = 0
  for (let event = 0; event < columns.events; event++) {
    const kind = simulatedKinds[columns.kind[event]!]!
    const lots = lotsOf(columns, event)
    if (kind === 'move') yield* movedLines(columns, event, lots[0]!)
    else {
      yield bookLine(columns, event, kind, lots, ordinal)
      if (kind === 'extract') ordinal += lots.length
    }
    const sold = kind === 'cable' || kind === 'cut' ? lots.filter((lot) => isCut[lot] === 0 && columns.lotScrap[lot] === 0) : []
    if (sold.length > 0) yield soldLine(columns, event, sold)
  }
}

function lotsCut(columns: WorldColumns): Uint8Array {
  const isCut = new Uint8Array(columns.lots)
  const cut = simulatedKinds.indexOf('cut')
  for (let event = 0; event < columns.events; event++) {
    if (columns.kind[event] !== cut) continue
    for (let i = columns.inPtr[event]!; i < columns.inPtr[event + 1]!; i++) isCut[columns.inLot[i]!] = 1
  }
  return isCut
}

const lotsOf = (columns: WorldColumns, event: number): number[] =>
  Array.from({ length: columns.outPtr[event + 1]! - columns.outPtr[event]! }, (_, i) => columns.outPtr[event]! + i)

function newLot(columns: WorldColumns, lot: number) {
  const scrapClass = simulatedScrap[columns.lotScrap[lot]!]!
  return {
    lot: simulatedRef(columns, lot), material: simulatedMaterials[columns.lotMaterial[lot]!]!, metal: 'copper' as const, contained: grams(columns.lotGrams[lot]!),
    ...(scrapClass === 'none' ? {} : { scrapClass }),
  }
}

function bookLine(columns: WorldColumns, event: number, kind: Exclude<SimulatedKind, 'move'>, lots: readonly number[], ordinal: number): SimulatedLine {
  const site = columns.sites[columns.site[event]!]!
  const common = { event: numbered('E-', event), at: on(columns.day[event]!, AT[kind]), site: site.siteId }
  const to = (line: z.input<typeof EventLine>): SimulatedLine => ({ organisationId: site.organisationId, line, awaits: null })
  if (kind === 'extract') return to({ kind, ...common, outputs: lots.map((lot, i) => minedLot(columns, lot, ordinal + i)) })
  const outputs = lots.map((lot) => newLot(columns, lot))
  if (kind === 'return') return to({ kind: 'receive', ...common, from: { name: 'Collected in the market' }, outputs })
  let lost = 0
  const inputs = []
  for (let i = columns.inPtr[event]!; i < columns.inPtr[event + 1]!; i++) {
    lost += columns.inGrams[i]!
    inputs.push({ lot: simulatedRef(columns, columns.inLot[i]!), contained: grams(columns.inGrams[i]!) })
  }
  for (const lot of lots) lost -= columns.lotGrams[lot]!
  if (kind === 'split' || kind === 'merge') return to({ kind, ...common, inputs, outputs })
  return to({ kind: 'transform', ...common, inputs, outputs, process: PROCESS[kind]!, ...(lost > 0 ? { losses: grams(lost) } : {}) })
}

function minedLot(columns: WorldColumns, lot: number, ordinal: number) {
  const { grossTonnes, moisture, grade } = weighedConcentrate(columns.options.seed, ordinal)
  return { lot: simulatedRef(columns, lot), material: 'concentrate' as const, metal: 'copper' as const, measured: { gross: `${grossTonnes} t`, moisture, assay: { copper: grade } } }
}

function movedLines(columns: WorldColumns, event: number, lot: number): SimulatedLine[] {
  const sent = columns.inLot[columns.inPtr[event]!]!
  const from = columns.sites[columns.site[columns.lotEvent[sent]!]!]!
  const to = columns.sites[columns.site[event]!]!
  const shipment = numbered('SH-', event)
  const days = columns.transit[event]!
  const legs = [from.country === to.country ? { mode: 'road' as const, km: 100 + days * 60 } : { mode: 'sea' as const, km: 1000 + days * 400 }]
  const shipped = {
    kind: 'ship' as const, event: numbered('S-', event), at: on(columns.day[event]! - days, AT.ship), site: from.siteId, shipment, to: { organisationId: to.organisationId }, toSite: to.siteId, legs,
    inputs: [{ lot: simulatedRef(columns, sent), contained: grams(columns.inGrams[columns.inPtr[event]!]!) }],
  }
  const received = {
    kind: 'receive' as const, event: numbered('E-', event), at: on(columns.day[event]!, AT.move), site: to.siteId, from: { organisationId: from.organisationId }, shipment,
    outputs: [{ ...newLot(columns, lot), sentAs: simulatedRef(columns, sent) }],
  }
  return [{ organisationId: from.organisationId, line: shipped, awaits: null }, { organisationId: to.organisationId, line: received, awaits: columns.lotScrap[lot] === 0 ? shipment : null }]
}

const soldLine = (columns: WorldColumns, event: number, lots: readonly number[]): SimulatedLine => {
  const site = columns.sites[columns.site[event]!]!
  return {
    organisationId: site.organisationId, awaits: null,
    line: { kind: 'sell', event: numbered('V-', event), at: on(columns.day[event]!, AT.sell), site: site.siteId, market: 'Simulated end market', inputs: lots.map((lot) => ({ lot: simulatedRef(columns, lot), contained: grams(columns.lotGrams[lot]!) })) },
  }
}
