// Hand-overs as both sides see and answer them; lists show one's own side alone.
import { acrossBooks } from '#src/access/across-books.ts'
import type { Context } from '#src/access/context.ts'
import { grantsOn } from '#src/access/grant.store.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { fromCursor, toCursor } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { foldName } from '#src/kernel/text.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { participantIdsNamed, participantsOf } from '#src/parties/participant.store.ts'
import { booksOf } from './ledger.store.ts'
import { linkReceipt, openReceipts, unlinkReceipt } from './receipt.handlers.ts'
import { acceptShipment, disputeShipment, settleShipment } from './shipment-answer.handlers.ts'
import type { shipmentContract } from './shipment.contract.ts'
import { placesOf, rowsOf, seenShipment, viewOf } from './shipment-view.handlers.ts'
import type { ShipmentState } from './shipment.ts'
import { listShipmentRows } from './shipment.store.ts'

/** Cursors of these lists are numbers: a list is in the order in which it was recorded. @throws Refused `cursor-invalid` */
function numberAfter(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined
  const key = fromCursor(cursor)
  if (!/^\d{1,15}$/.test(key)) throw new Refused(refuse('cursor-invalid', 'This cursor was not given by this list. Begin again without it.'))
  return Number(key)
}

function pageTo<T>(found: readonly T[], limit: number, numberOf: (row: T) => number): { shown: T[]; next: string | null } {
  const shown = found.slice(0, limit)
  return { shown, next: found.length > limit ? toCursor(String(numberOf(shown.at(-1)!))) : null }
}

const OPEN: readonly ShipmentState[] = ['offered', 'lapsed', 'disputed']

export const shipmentHandlers: Handlers<typeof shipmentContract, Context> = acrossBooks<typeof shipmentContract>({
  listShipments: async (ctx, { direction, state, isOpen, organisationId, limit, cursor }) => {
    const side = direction === 'incoming' ? 'receiver' : 'sender'
    const states = state !== undefined ? [state] : isOpen === true ? OPEN : undefined
    const found = await listShipmentRows(ctx.sql, await placesOf(ctx, 'custody:read'), { side, states, organisationId, before: numberAfter(cursor), limit: limit + 1 })
    const { shown, next } = pageTo(found, limit, ({ shipmentNo }) => shipmentNo)
    return { items: await rowsOf(ctx, shown, side), next }
  },
  getShipment: async (ctx, { shipmentId }) => {
    const { shipment, side } = await seenShipment(ctx, shipmentId)
    return viewOf(ctx, shipment, side)
  },
  acceptShipment, disputeShipment, settleShipment, linkReceipt, unlinkReceipt,
  listOpenReceipts: async (ctx, { limit, cursor }) => {
    const { shown, next } = pageTo(await openReceipts(ctx, { before: numberAfter(cursor), limit: limit + 1 }), limit, ({ lotNo }) => lotNo)
    return { items: shown.map(({ lotNo: _lotNo, ...row }) => row), next }
  },
  searchCounterparties: async (ctx, { name, limit }) => {
    const folded = foldName(name)
    const facts = (await ctx.facts()).of(organisationFact)
    const ids = [...new Set([...await participantIdsNamed(ctx.sql, name), ...[...facts.values()].filter(({ value }) => folded !== '' && foldName(value.name).includes(folded)).map(({ id }) => id)])]
    const [participants, books] = [await participantsOf(ctx.sql, ids), new Set((await booksOf(ctx.sql, ids)).map(({ organisationId }) => organisationId))]
    const items = []
    for (const organisationId of ids.sort((a, b) => ((participants.get(a)?.name ?? a) < (participants.get(b)?.name ?? b) ? -1 : 1))) {
      if (items.length === limit) break
      if (!books.has(organisationId) && (await grantsOn(ctx.sql, { kind: 'organisation', id: organisationId })).length === 0) continue
      const fact = facts.get(organisationId)?.value
      items.push({ organisationId, name: participants.get(organisationId)?.name ?? fact!.name, country: participants.get(organisationId)?.country ?? fact?.country ?? '' })
    }
    return { items, next: null }
  },
})
