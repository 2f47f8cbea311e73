// Who is told of a hand-over: the people of the other side, at the place it concerns. Where a batch holds many, they are
// told once, with the count.
import type { Context } from '#src/access/context.ts'
import { holdersOn } from '#src/access/grant.store.ts'
import type { Role } from '#src/access/role.ts'
import { notify } from '#src/notices/notify.handlers.ts'
import { participantsOf } from '#src/parties/participant.store.ts'
import { shipmentIdOf, type Side } from './shipment.ts'
import type { Shipment } from './shipment.store.ts'

export const handOverRoles: readonly Role[] = ['site-owner', 'site-contributor', 'partner']

export const peopleOf = (ctx: Context, shipment: Shipment, side: Side): Promise<string[]> =>
  side === 'sender' ? holdersOn(ctx.sql, handOverRoles, { organisationId: shipment.organisationId, siteId: shipment.fromSite })
    : shipment.toOrganisationId === null ? Promise.resolve([]) : holdersOn(ctx.sql, handOverRoles, { organisationId: shipment.toOrganisationId, ...(shipment.toSite === null ? {} : { siteId: shipment.toSite }) })

export type ShipmentNotice = 'shipment.offered' | 'shipment.accepted' | 'shipment.linked' | 'shipment.disputed' | 'shipment.lapsed' | 'shipment.settled' | 'shipment.settlement-proposed' | 'shipment.unlinked' | 'custody.corrected'

/** From how many on a batch is told by its count. */
const MANY = 3

/**
 * Tells the people of one side.
 * @param key names the occasion: the same one is told once
 */
export async function tell(ctx: Context, kind: ShipmentNotice, side: Side, shipments: readonly Shipment[], key: string): Promise<void> {
  const own = userIdOf(ctx)
  const names = await participantsOf(ctx.sql, [...new Set(shipments.flatMap((one) => [one.organisationId, one.toOrganisationId ?? '']))])
  const nameOf = (one: Shipment): string => side === 'receiver' ? names.get(one.organisationId)?.name ?? one.organisationId : names.get(one.toOrganisationId ?? '')?.name ?? one.toName ?? one.toOrganisationId ?? ''
  const places = Map.groupBy(shipments, (one) => side === 'sender' ? `${one.organisationId} ${one.fromSite}` : `${one.toOrganisationId} ${one.toSite ?? ''}`)
  for (const [place, here] of places) {
    const people = (await peopleOf(ctx, here[0]!, side)).filter((userId) => userId !== own)
    if (people.length === 0) continue
    if (here.length > MANY) {
      await notify(ctx, people, { kind: `${kind}.many`, params: { count: here.length }, link: '/shipments', dedupeKey: `${kind}:${place}:${key}` })
      continue
    }
    for (const one of here) {
      await notify(ctx, people, {
        kind, params: { shipment: one.shipment, party: nameOf(one) }, link: `/shipments/${shipmentIdOf(one.shipmentNo)}`, dedupeKey: `${kind}:${one.shipmentNo}:${key}`,
        ...(kind === 'shipment.offered' && one.answerBy !== null ? { dueOn: one.answerBy.slice(0, 10) } : {}),
      })
    }
  }
}

const userIdOf = (ctx: Context): string | null => ctx.actor.kind === 'public' ? null : ctx.actor.userId

/** Linked: the other side than the one that set it off hears of it. */
export const tellAnswered = (ctx: Context, shipments: readonly Shipment[], by: Side): Promise<void> =>
  by === 'receiver' ? tell(ctx, 'shipment.accepted', 'sender', shipments, ctx.now) : tell(ctx, 'shipment.linked', 'receiver', shipments, ctx.now)
