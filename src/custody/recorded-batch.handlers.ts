// What follows from a batch that was written: hand-overs hear of what was shipped, received, settled and taken back, whole
// batch by whole batch (`handover.handlers.ts`).
import type { Context } from '#src/access/context.ts'
import type { Accepted, BatchRows } from './batch-rows.ts'
import { afterAdjusted, afterReceived, afterShipped, afterTakenBack, type AdjustedRow, type ReceivedRow, type ShippedRow, type TakenBackRow } from './handover.handlers.ts'
import { lotsByNo, type Book } from './ledger.store.ts'
import type { Ref } from './lot.ts'

type Lots = Awaited<ReturnType<typeof lotsByNo>>

export async function afterRecorded(ctx: Context, book: Book, accepted: readonly Accepted[], rows: BatchRows): Promise<void> {
  const eventNos = new Map(rows.events.map(({ ref, eventNo }) => [ref, eventNo]))
  const shippedRefs = new Set(accepted.filter(({ posting }) => posting.line.kind === 'ship').map(({ posting }) => eventNos.get(posting.line.event)!))
  const wanted = [...new Set([
    ...rows.draws.filter(({ eventNo }) => shippedRefs.has(eventNo)).map(({ lotNo }) => lotNo), ...rows.measurements.map(({ lotNo }) => lotNo), ...rows.restated.map(({ lotNo }) => lotNo),
  ])]
  const lots: Lots = wanted.length === 0 ? new Map() : await lotsByNo(ctx.sql, wanted)
  const takenBack = accepted.flatMap((one) => takenBackRow(one, book, eventNos, rows))
  if (takenBack.length > 0) await afterTakenBack(ctx, book.organisationId, takenBack)
  const shipped = accepted.flatMap((one) => shippedRow(one, book, eventNos, rows, lots))
  if (shipped.length > 0) await afterShipped(ctx, book.organisationId, shipped)
  const received = accepted.flatMap((one) => receivedRow(one, book, eventNos, rows))
  if (received.length > 0) await afterReceived(ctx, book.organisationId, received)
  const adjusted = accepted.flatMap((one) => adjustedRow(one, book, eventNos, rows))
  if (adjusted.length > 0) await afterAdjusted(ctx, book.organisationId, adjusted)
}

type EventNos = ReadonlyMap<Ref, number>

function takenBackRow({ sent, takenBack: was }: Accepted, { bookNo }: Book, eventNos: EventNos, rows: BatchRows): TakenBackRow[] {
  if (was === null || (sent.kind !== 'void' && sent.kind !== 'correct')) return []
  const by = eventNos.get(sent.event)!
  const eventNo = eventNos.get(was.ref) ?? rows.takenBack.find((one) => one.by === by)!.eventNo
  return [{ eventNo, bookNo, event: was.ref, kind: was.kind, by: sent.event, reason: sent.reason }]
}

/** What this same batch took back again was never shipped. */
const isStanding = (rows: BatchRows, eventNo: number): boolean => rows.events.find((event) => event.eventNo === eventNo)!.voidedBy === null

function shippedRow({ posting }: Accepted, { bookNo }: Book, eventNos: EventNos, rows: BatchRows, lots: Lots): ShippedRow[] {
  const { line } = posting
  if (line.kind !== 'ship') return []
  const eventNo = eventNos.get(line.event)!
  if (!isStanding(rows, eventNo)) return []
  const drawn = rows.draws.filter((draw) => draw.eventNo === eventNo).map(({ lotNo, substance, amount }) => {
    const { ref, metal, model } = lots.get(lotNo)!
    return { lotNo, lot: ref, metal, model, substance, amount }
  })
  return [{ eventNo, bookNo, line, drawn }]
}

function receivedRow({ posting }: Accepted, { bookNo }: Book, eventNos: EventNos, rows: BatchRows): ReceivedRow[] {
  const { line } = posting
  if (line.kind !== 'receive') return []
  const eventNo = eventNos.get(line.event)!
  if (!isStanding(rows, eventNo)) return []
  const numbers = new Map([...rows.lots, ...rows.restated].filter((lot) => lot.eventNo === eventNo).map((lot) => [lot.ref, lot.lotNo]))
  const lots = [...posting.born, ...posting.kept ?? []].map(({ state, sentAs }) => ({ lotNo: numbers.get(state.ref)!, lot: state.ref, sentAs, metal: state.metal, model: state.model, contained: state.amount }))
  return [{ eventNo, bookNo, line, lots }]
}

function adjustedRow({ posting }: Accepted, { bookNo }: Book, eventNos: EventNos, rows: BatchRows): AdjustedRow[] {
  const { line } = posting
  if (line.kind !== 'adjust' || !line.isSettlement) return []
  const eventNo = eventNos.get(line.event)!
  const measured = rows.measurements.find((one) => one.eventNo === eventNo)
  return measured === undefined || measured.isVoid ? [] : [{ eventNo, bookNo, line, lotNo: measured.lotNo }]
}
