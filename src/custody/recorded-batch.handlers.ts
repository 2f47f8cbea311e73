// What follows from a batch that was written: hand-overs hear of what was shipped, received, settled and taken back, whole
// batch by whole batch (`handover.handlers.ts`).
import type { Context } from '#src/access/context.ts'
import type { Accepted, BatchRows } from './batch-rows.ts'
import { afterReceived, afterRestated, afterShipped, afterTakenBack, lockHandOvers, type ReceivedRow, type RestatedRow, type ShippedRow, type TakenBackRow } from './handover.handlers.ts'
import { lotsByNo, type Book } from './ledger.store.ts'
import type { Ref } from './lot.ts'

type Lots = Awaited<ReturnType<typeof lotsByNo>>

/** The rows of a batch by what they are looked up by. */
type Batch = {
  readonly bookNo: number
  readonly eventNos: ReadonlyMap<Ref, number>
  /** Events that this same batch took back again: they were never shipped, received or weighed. */
  readonly gone: ReadonlySet<number>
  readonly draws: ReadonlyMap<number, BatchRows['draws']>
  readonly lotNos: ReadonlyMap<number, ReadonlyMap<Ref, number>>
  readonly takenBackBy: ReadonlyMap<number, number>
}

function batchOf(book: Book, rows: BatchRows): Batch {
  return {
    bookNo: book.bookNo,
    eventNos: new Map(rows.events.map(({ ref, eventNo }) => [ref, eventNo])),
    gone: new Set(rows.events.filter(({ voidedBy }) => voidedBy !== null).map(({ eventNo }) => eventNo)),
    draws: Map.groupBy(rows.draws, ({ eventNo }) => eventNo),
    lotNos: new Map([...Map.groupBy([...rows.lots, ...rows.restated], ({ eventNo }) => eventNo)].map(([eventNo, lots]) => [eventNo, new Map(lots.map(({ ref, lotNo }) => [ref, lotNo]))])),
    takenBackBy: new Map(rows.takenBack.map(({ by, eventNo }) => [by, eventNo])),
  }
}

const concernsOthers = ({ posting: { line, measured }, takenBack }: Accepted): boolean => line.kind === 'ship' || line.kind === 'receive' || measured.length > 0 || takenBack !== null

/** The other side of a hand-over is another book: what follows goes across. */
export async function afterRecorded(ctx: Context, book: Book, accepted: readonly Accepted[], rows: BatchRows): Promise<void> {
  if (accepted.some(concernsOthers)) await ctx.acrossBooks(() => tellHandOvers(ctx, book, accepted, rows))
}

async function tellHandOvers(ctx: Context, book: Book, accepted: readonly Accepted[], rows: BatchRows): Promise<void> {
  const batch = batchOf(book, rows)
  const isReweighed = rows.measurements.length > 0 || accepted.some(({ takenBack }) => takenBack !== null)
  const drawn = accepted.filter(({ posting }) => posting.line.kind === 'ship').flatMap(({ posting }) => batch.draws.get(batch.eventNos.get(posting.line.event)!) ?? [])
  const wanted = [...new Set([...drawn, ...isReweighed ? [...rows.moved, ...rows.measurements] : []].map(({ lotNo }) => lotNo))]
  const lots: Lots = wanted.length === 0 ? new Map() : await lotsByNo(ctx.sql, wanted)
  const takenBack = accepted.flatMap((one) => takenBackRow(one, batch))
  const shipped = accepted.flatMap((one) => shippedRow(one, batch, lots))
  const received = accepted.flatMap((one) => receivedRow(one, batch))
  const restated = isReweighed ? accepted.flatMap((one) => restatedRows(one, batch, lots)) : []
  if (takenBack.length + shipped.length + received.length > 0) await lockHandOvers(ctx, book.organisationId, { takenBack, shipped, received })
  if (takenBack.length > 0) await afterTakenBack(ctx, book.organisationId, takenBack)
  if (shipped.length > 0) await afterShipped(ctx, book.organisationId, shipped)
  if (received.length > 0) await afterReceived(ctx, book.organisationId, received)
  if (restated.length > 0) await afterRestated(ctx, restated)
}

function takenBackRow({ sent, takenBack: was }: Accepted, batch: Batch): TakenBackRow[] {
  if (was === null || (sent.kind !== 'void' && sent.kind !== 'correct')) return []
  const by = batch.eventNos.get(sent.event)!
  return [{ eventNo: batch.eventNos.get(was.ref) ?? batch.takenBackBy.get(by)!, bookNo: batch.bookNo, event: was.ref, kind: was.kind, by: sent.event, reason: sent.reason }]
}

function shippedRow({ posting }: Accepted, batch: Batch, lots: Lots): ShippedRow[] {
  const { line } = posting
  if (line.kind !== 'ship') return []
  const eventNo = batch.eventNos.get(line.event)!
  if (batch.gone.has(eventNo)) return []
  const drawn = (batch.draws.get(eventNo) ?? []).map(({ lotNo, substance, amount }) => {
    const { ref, metal, model } = lots.get(lotNo)!
    return { lotNo, lot: ref, metal, model, substance, amount }
  })
  return [{ eventNo, bookNo: batch.bookNo, line, drawn }]
}

function receivedRow({ posting }: Accepted, batch: Batch): ReceivedRow[] {
  const { line } = posting
  if (line.kind !== 'receive') return []
  const eventNo = batch.eventNos.get(line.event)!
  if (batch.gone.has(eventNo)) return []
  const numbers = batch.lotNos.get(eventNo)
  const lots = [...posting.born, ...posting.kept ?? []].map(({ state, sentAs }) => ({ lotNo: numbers!.get(state.ref)!, lot: state.ref, sentAs, metal: state.metal, model: state.model, contained: state.amount }))
  return [{ eventNo, bookNo: batch.bookNo, line, lots }]
}

/** Lots that count anew: settled, settled no more, or restated by a correction after they were drawn from. */
function restatedRows({ sent, posting, takenBack: was }: Accepted, batch: Batch, lots: Lots): RestatedRow[] {
  const eventNo = batch.eventNos.get(sent.event)!
  if (batch.gone.has(eventNo)) return []
  // The other side reads it: a reason is given for both, a note is the party's own.
  const reason = sent.kind === 'void' || sent.kind === 'correct' ? sent.reason : null
  const weighed = new Set([...posting.measured, ...was?.measured ?? []].filter(({ change }) => change !== 0).map(({ lot }) => lot))
  const again = [...lots.values()].filter(({ ref }) => weighed.has(ref)).map(({ lotNo }) => lotNo)
  const kept = (posting.kept ?? []).map(({ state }) => batch.lotNos.get(eventNo)?.get(state.ref)).filter((lotNo) => lotNo !== undefined)
  return [...new Set([...again, ...kept])].map((lotNo) => ({ lotNo, event: sent.event, reason }))
}
