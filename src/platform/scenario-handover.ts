// Hand-overs of a scenario that are no line of a book: accepting, disputing, linking late, undoing a link; and what is told
// of the metal to those downstream.
import type { Told } from '#src/exchange/scenario/scenario.ts'
import { DisclosureField, levelsOf } from '#src/provenance/disclosure.ts'
import type { Play } from './scenario-run.ts'
import { massText } from './scenario-lines.ts'
import { unplayable, type Party, type Stage } from './scenario-stage.ts'

/** The number under which the house keeps a shipment, as one of its two sides sees it. */
export async function shipmentIdOf(stage: Stage, as: Party, shipment: string, sender: Party): Promise<string> {
  for (const direction of ['incoming', 'outgoing'] as const) {
    const { items } = await stage.ask(as, 'listShipments', { direction, limit: 200 })
    const found = items.find((one) => one.shipment === shipment && (direction === 'outgoing' ? as === sender : one.otherParty.organisationId === sender.organisationId))
    if (found !== undefined) return found.shipmentId
  }
  throw unplayable(`${sender.name} has sent no shipment ${shipment} that ${as.name} knows of.`)
}

/** @returns whether the act was a hand-over */
export async function handOver({ stage }: Play, by: Party, { act }: Told, { event, at }: { event: string; at: string }): Promise<boolean> {
  switch (act.act) {
    case 'accept': await stage.ask(by, 'acceptShipment', { shipmentId: await shipmentIdOf(stage, by, act.shipment, stage.party(act.sender)), event, at, site: by.siteId }); return true
    case 'dispute': {
      const shipmentId = await shipmentIdOf(stage, by, act.shipment, stage.party(act.sender))
      await stage.ask(by, 'disputeShipment', { shipmentId, weights: [{ lot: act.lot, contained: { copper: massText(act.found) } }], reason: act.reason })
      return true
    }
    case 'link': {
      const { items } = await stage.ask(by, 'listOpenReceipts', { limit: 200 })
      const receipt = items.find(({ lot }) => lot === act.lot)?.receipt ?? (() => { throw unplayable(`Lot ${act.lot} of ${by.name} waits for no link.`) })()
      await stage.ask(by, 'linkReceipt', { shipmentId: await shipmentIdOf(stage, by, act.shipment, stage.party(act.sender)), receipt, ...(act.sentAs === undefined ? {} : { sentAs: act.sentAs }) })
      return true
    }
    case 'unlink': {
      const { items } = await stage.ask(by, 'listShipments', { direction: 'incoming', limit: 200 })
      for (const { shipmentId } of items) {
        const { receipts } = await stage.ask(by, 'getShipment', { shipmentId })
        const own = receipts.find(({ lot }) => lot === act.lot)
        if (own !== undefined) { await stage.ask(by, 'unlinkReceipt', { shipmentId, link: own.link, reason: act.reason }); return true }
      }
      throw unplayable(`Lot ${act.lot} of ${by.name} is linked to nothing.`)
    }
    case 'disclose': {
      const [partner, level] = [act.to === 'everyone' || act.to === 'public' ? act.to : stage.party(act.to).organisationId, act.level as 'site']
      for (const field of DisclosureField.options) {
        const isAllOrNothing = !levelsOf(field).includes('country')
        await stage.ask(by, 'setDisclosure', { organisationId: by.organisationId, partner, field, level: isAllOrNothing && act.level !== 'site' ? 'nothing' : level })
      }
      return true
    }
    default: return false
  }
}
