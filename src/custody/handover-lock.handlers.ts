// Where two sides meet, locked: the book first, then the hand-overs, then the receipts, each in one order for all writers, so
// that whoever comes second sees what the first recorded. A batch that takes events back locks before it is decided, since the
// other side may have linked one of them while the book was read.
import type { Context } from '#src/access/context.ts'
import type { EventLine } from './event.ts'
import { booksByNo, knownEvents } from './ledger.store.ts'
import { lockReceipts, receiptsOfEvents, type Receipt } from './link.store.ts'
import type { Ref } from './lot.ts'
import { linkedEvents, meet, shipmentsOfEvents, type HandOver } from './shipment.store.ts'

/** What a line says of its hand-over; a correction's line is read roughly: it is decided later. */
export type Rough = { readonly kind?: unknown; readonly shipment?: unknown; readonly to?: unknown; readonly from?: unknown; readonly buyer?: unknown; readonly outputs?: unknown }
export const roughOf = (line: EventLine): Rough => line.kind === 'correct' ? line.instead : line
export const organisationIn = (party: unknown): string | undefined => {
  const id = typeof party === 'object' && party !== null ? (party as { organisationId?: unknown }).organisationId : undefined
  return typeof id === 'string' && id.length <= 100 ? id : undefined
}

/** @param eventNos events that are taken back */
export async function lockMeetings(ctx: Context, handOvers: readonly HandOver[], eventNos: readonly number[]): Promise<void> {
  const old = [...(await shipmentsOfEvents(ctx.sql, eventNos)).map((one): HandOver => one), ...handOversOf(await receiptsOfEvents(ctx.sql, eventNos))]
  const all = [...old, ...handOvers]
  await meet(ctx.sql, all)
  await lockReceipts(ctx.sql, { handOvers: all, eventNos })
}

const handOversOf = (receipts: readonly Receipt[]): HandOver[] => receipts.flatMap(({ fromOrganisationId, shipment }) => fromOrganisationId === null || shipment === null ? [] : [{ organisationId: fromOrganisationId, shipment }])

/** @returns of the events that these lines take back, those that another party's record is linked to by now */
export async function linkedByNow(ctx: Context, bookNo: number, lines: readonly EventLine[]): Promise<ReadonlySet<Ref>> {
  const refs = lines.flatMap((line) => line.kind === 'void' ? [line.voids] : line.kind === 'correct' ? [line.corrects] : [])
  if (refs.length === 0) return new Set()
  const events = await knownEvents(ctx.sql, bookNo, [...new Set(refs)])
  const eventNos = [...events.values()].map(({ eventNo }) => eventNo)
  const { organisationId } = (await booksByNo(ctx.sql, [bookNo])).get(bookNo)!
  await lockMeetings(ctx, lines.flatMap((line) => handOverIn(roughOf(line), organisationId)), eventNos)
  const linked = await linkedEvents(ctx.sql, eventNos)
  return new Set([...events].filter(([, { eventNo }]) => linked.has(eventNo)).map(([ref]) => ref))
}

function handOverIn({ shipment, to, from }: Rough, organisationId: string): HandOver[] {
  if (typeof shipment !== 'string' || shipment.length > 80) return []
  const sender = to === undefined ? organisationIn(from) : organisationId
  return sender === undefined ? [] : [{ organisationId: sender, shipment }]
}
