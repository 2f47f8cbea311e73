// A batch as rows: what its accepted lines leave in the tables of the ledger, worked out before one of them is written. Lines
// of one batch may draw on each other and take each other back, so that only the outcome is written.
import { hash } from 'node:crypto'
import { leafHash, merkleRoot } from '#src/kernel/merkle.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { EventLine } from './event.ts'
import type { Born, EventState, Posting } from './law.ts'
import type { LotState, Ref } from './lot.ts'
import { substancesIn, type Substance } from './substance.ts'

/** One accepted line, with what it did, the event it took back as that stood, and its kept lots as they stood. */
export type Accepted = { readonly sent: EventLine; /** Of a correction, its line is the one that now counts. */ readonly posting: Posting; readonly text: string; readonly siteId: string; readonly takenBack: EventState | null; readonly keptBefore: readonly LotState[] }

export type EventRow = { readonly eventNo: number; readonly ref: Ref; readonly kind: string; readonly siteId: string; readonly at: Instant; voidedBy: number | null }
export type LotRow = { readonly lotNo: number; eventNo: number; readonly ref: Ref; readonly bornAt: Instant; readonly siteId: string; readonly material: string; readonly metal: string; readonly model: string; readonly scrapClass: string | null; readonly root: string | null; readonly grossGrams: number | null; readonly origin: string | null; isVoid: boolean }
export type MetalRow = { readonly lotNo: number; readonly substance: Substance; amount: number; left: number; lastIncreaseAt: Instant | null }
export type DrawRow = { readonly eventNo: number; readonly lotNo: number; readonly substance: Substance; readonly amount: number; readonly recovery: string | null; isVoid: boolean }
export type MeasurementRow = { readonly eventNo: number; readonly lotNo: number; readonly substance: Substance; readonly amount: number; readonly change: number; readonly basis: string; readonly by: string; readonly isSettlement: boolean; isVoid: boolean }

export type LossRow = { readonly eventNo: number; readonly substance: Substance; readonly amount: number; readonly stated: number | null }

/** What is written first: the events, and which of earlier batches they take back. */
export type EventRows = {
  readonly events: readonly EventRow[]
  /** Events of earlier batches that were taken back, and by which. */
  readonly takenBack: readonly { readonly eventNo: number; readonly by: number }[]
}

/** What hangs on the events. */
export type LotRows = {
  readonly lots: readonly LotRow[]
  readonly metals: readonly MetalRow[]
  readonly draws: readonly DrawRow[]
  readonly measurements: readonly MeasurementRow[]
  readonly losses: readonly LossRow[]
  /** Changes of lots that stood before: by how much amount and remainder move. */
  readonly moved: readonly MetalRow[]
  /** Lots of earlier batches that a correction restates. */
  readonly restated: readonly LotRow[]
}
export type BatchRows = EventRows & LotRows

export type Numbers = { readonly events: readonly number[]; readonly lots: readonly number[] }
export type Known = { readonly lotNo: (ref: Ref) => number | undefined; readonly eventNo: (ref: Ref) => number | undefined }

export const lotsBorn = (accepted: readonly Accepted[]): number => accepted.reduce((sum, { posting }) => sum + posting.born.length, 0)

export const batchRows = (accepted: readonly Accepted[], numbers: Numbers, known: Known): BatchRows => ({ ...eventRows(accepted, numbers, known), ...lotRows(accepted, numbers, known) })

/** @param known numbers of events of earlier batches */
export function eventRows(accepted: readonly Accepted[], { events: numbers }: Numbers, known: Known): EventRows {
  const events = accepted.map(({ posting: { line }, siteId }, i): EventRow => ({ eventNo: numbers[i]!, ref: line.event, kind: line.kind, siteId, at: line.at, voidedBy: null }))
  const takenBack: { eventNo: number; by: number }[] = []
  const own = new Map<Ref, EventRow>()
  for (const [i, { takenBack: was }] of accepted.entries()) {
    const event = events[i]!
    const here = was === null ? undefined : own.get(was.ref)
    if (here !== undefined) here.voidedBy = event.eventNo
    else if (was !== null) takenBack.push({ eventNo: known.eventNo(was.ref)!, by: event.eventNo })
    own.set(event.ref, event)
  }
  return { events, takenBack }
}

type OfEvent = { readonly lots: LotRow[]; readonly draws: DrawRow[]; readonly measurements: MeasurementRow[] }

/** @param known numbers of lots of earlier batches */
export function lotRows(accepted: readonly Accepted[], numbers: Numbers, known: Known): LotRows {
  const lotNos = new Map<Ref, number>()
  const own = new Map<Ref, OfEvent>()
  const metals = new Map<number, Map<Substance, MetalRow>>()
  const moved = new Map<number, Map<Substance, MetalRow>>()
  const born = new Map<number, LotRow>()
  const restated: LotRow[] = []
  const losses: LossRow[] = []
  const noOf = (ref: Ref): number => lotNos.get(ref) ?? known.lotNo(ref)!
  const metalOf = (lotNo: number, substance: Substance): MetalRow => {
    const of = metals.get(lotNo) ?? moved.get(lotNo) ?? set(moved, lotNo, new Map<Substance, MetalRow>())
    return of.get(substance) ?? set(of, substance, { lotNo, substance, amount: 0, left: 0, lastIncreaseAt: null })
  }
  let nextLot = 0
  for (const [i, { posting, siteId, takenBack: was, keptBefore }] of accepted.entries()) {
    const { line } = posting
    const eventNo = numbers.events[i]!
    if (was !== null) {
      const here = own.get(was.ref)
      if (here !== undefined) for (const row of [...here.lots, ...here.draws, ...here.measurements]) row.isVoid = true
      for (const { lot, substance, amount } of was.drawn) metalOf(noOf(lot), substance).left += amount
      for (const { lot, substance, change } of was.measured) { const row = metalOf(noOf(lot), substance); row.amount -= change; row.left -= change }
    }
    const draws = posting.drawn.map(({ lot, substance, amount, recovery }): DrawRow => {
      const lotNo = noOf(lot)
      metalOf(lotNo, substance).left -= amount
      return { eventNo, lotNo, substance, amount, recovery, isVoid: false }
    })
    const measurements = posting.measured.map((one): MeasurementRow => {
      const row = metalOf(noOf(one.lot), one.substance)
      row.amount += one.change
      row.left += one.change
      if (one.change > 0 && (row.lastIncreaseAt === null || row.lastIncreaseAt < line.at)) row.lastIncreaseAt = line.at
      return { ...one, eventNo, lotNo: row.lotNo, isVoid: false }
    })
    for (const substance of substancesIn(posting.lost)) losses.push({ eventNo, substance, amount: posting.lost[substance]!, stated: posting.statedLoss?.[substance] ?? null })
    const lots = posting.born.map(({ state, lot, origin, grossGrams }): LotRow => {
      const lotNo = numbers.lots[nextLot++]!
      lotNos.set(state.ref, lotNo)
      const of = set(metals, lotNo, new Map<Substance, MetalRow>())
      for (const substance of substancesIn(state.amount)) of.set(substance, { lotNo, substance, amount: state.amount[substance]!, left: state.amount[substance]!, lastIncreaseAt: null })
      const row = lotRow({ state, lot, origin, grossGrams, sentAs: null }, lotNo, eventNo, siteId)
      born.set(lotNo, row)
      return row
    })
    for (const [at, kept] of (posting.kept ?? []).entries()) {
      const [before, lotNo] = [keptBefore[at]!, noOf(kept.state.ref)]
      for (const substance of new Set([...substancesIn(before.amount), ...substancesIn(kept.state.amount)])) {
        const row = metalOf(lotNo, substance)
        row.amount += (kept.state.amount[substance] ?? 0) - (before.amount[substance] ?? 0)
        row.left += (kept.state.left[substance] ?? 0) - (before.left[substance] ?? 0)
      }
      const row = lotRow(kept, lotNo, eventNo, siteId)
      const here = born.get(lotNo)
      // Of this event from here on, so that whoever takes it back within the batch takes the lot back too.
      lots.push(here === undefined ? row : Object.assign(here, row))
      if (here === undefined) restated.push(row)
    }
    own.set(line.event, { lots, draws, measurements })
  }
  const all = [...own.values()]
  const flat = (of: Map<number, Map<Substance, MetalRow>>): MetalRow[] => [...of.values()].flatMap((by) => [...by.values()])
  return {
    lots: [...born.values()], draws: all.flatMap(({ draws }) => draws), measurements: all.flatMap(({ measurements }) => measurements),
    metals: flat(metals), moved: flat(moved), restated, losses,
  }
}

const lotRow = ({ state, lot, origin, grossGrams }: Born, lotNo: number, eventNo: number, siteId: string): LotRow => ({
  lotNo, eventNo, ref: state.ref, bornAt: state.bornAt, siteId, material: lot.material, metal: lot.metal, model: lot.model, scrapClass: lot.scrapClass ?? null,
  root: state.root, grossGrams, origin: origin === null ? null : JSON.stringify(origin), isVoid: false,
})

const set = <K, V>(map: Map<K, V>, key: K, value: V): V => { map.set(key, value); return value }

/**
 * The Merkle root over the salted lines of a batch (RFC 6962): each line can be shown or erased alone, and its hash gives
 * nothing away. A line's salt follows from the batch's.
 */
export const rootOf = (salt: string, texts: readonly string[]): string => merkleRoot(texts.map((text, line) => lineLeaf(salt, line, text))).toString('hex')
export const lineSalt = (salt: string, line: number): string => hash('sha256', `${salt}:${line}`)
export const lineLeaf = (salt: string, line: number, text: string): Buffer => leafHash(lineSalt(salt, line) + text)
