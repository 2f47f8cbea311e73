// Operations of hand-overs: what is offered, what came, and how both sides come to one weight.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { longText } from '#src/kernel/text.ts'
import { Instant } from '#src/kernel/time.ts'
import { lineCodes, OrganisationId } from './ledger.contract.ts'
import { DocumentRef, Ref } from './lot.ts'
import { AcceptedLot, CounterpartyFound, OpenReceipt, ShipmentRow, ShipmentState, ShipmentView, StatedWeight } from './shipment.ts'

const shipmentId = z.string().regex(/^shp_\d{1,15}$/, 'the number of a shipment looks like shp_17')
const receipt = z.string().regex(/^rcp_\d{1,15}$/, 'the number of a receipt looks like rcp_17')
const link = z.string().regex(/^lnk_\d{1,15}$/, 'the number of a link looks like lnk_17')
const reason = longText(500).refine((text) => text.trim().length >= 5, 'say why in at least five characters')
const weights = z.array(StatedWeight).max(2000)
const linkRefusals = ['shipped-lot-absent', 'link-reverses-time', 'link-makes-cycle', 'link-substance-differs', 'link-scrap-differs', 'shipment-already-linked', 'model-stronger-than-input'] as const
const tag = 'Shipments'

export const shipmentContract = {
  listShipments: operation({
    method: 'GET', path: '/custody/shipments', tag, permit: 'custody:read', summary: 'List shipments to you or from you, newest first',
    input: PageQuery.extend({
      direction: z.enum(['incoming', 'outgoing']).default('incoming'), state: ShipmentState.optional(),
      isOpen: z.stringbool().optional().describe('true: those that wait for an answer or a settlement'), organisationId: OrganisationId.optional(),
    }),
    result: pageOf(ShipmentRow),
  }),
  getShipment: operation({
    method: 'GET', path: '/custody/shipments/{shipmentId}', tag, permit: 'custody:read', summary: 'Get one shipment with the weights of both sides',
    description: 'Each side sees both weights and the lots as the sender calls them; of the other’s book nothing else.',
    input: z.object({ shipmentId }), result: ShipmentView, refusals: ['shipment-absent'],
  }),
  acceptShipment: operation({
    method: 'POST', path: '/custody/shipments/{shipmentId}/acceptances', tag, permit: 'custody:write', summary: 'Accept a shipment: take its lots into your book', status: 201,
    description: 'Records a receive event in your own book, with your own weights where you state them, and links it to the shipment. Lots you leave out did not arrive; without any, all came as shipped.',
    input: z.object({ shipmentId, event: Ref.optional().describe('your own number of the event'), at: Instant, site: SiteId, lots: z.array(AcceptedLot).min(1).max(2000).optional(), documents: z.array(DocumentRef).max(20).optional(), note: longText(500).optional() }),
    result: ShipmentView, refusals: ['shipment-absent', 'shipment-already-answered', ...linkRefusals, ...lineCodes.filter((code) => !(linkRefusals as readonly string[]).includes(code))],
  }),
  disputeShipment: operation({
    method: 'POST', path: '/custody/shipments/{shipmentId}/disputes', tag, permit: 'custody:write', summary: 'Dispute a weight: both stand side by side until you agree', status: 201,
    description: 'Nothing is recorded in a book. The sender is told, and both weights are kept.',
    input: z.object({ shipmentId, weights, reason }), result: ShipmentView,
    refusals: ['shipment-absent', 'shipment-state-forbids', 'shipped-lot-absent', 'weights-missing', 'quantity-invalid'],
  }),
  settleShipment: operation({
    method: 'POST', path: '/custody/shipments/{shipmentId}/settlements', tag, permit: 'custody:write', summary: 'Propose settlement weights, agree to them, or record them in your book', status: 201,
    description: 'The weights are settled when both sides have proposed the same. Each side then records them in its own book, by giving `adjustment`.',
    input: z.object({ shipmentId, weights: weights.optional(), adjustment: z.object({ event: Ref, at: Instant, site: SiteId }).optional().describe('records the settled weights in your own book, one event a lot') }),
    result: ShipmentView, refusals: ['shipment-absent', 'shipment-state-forbids', 'shipped-lot-absent', 'weights-missing', 'quantity-invalid', 'nothing-settled', 'nothing-to-adjust', ...lineCodes.filter((code) => code !== 'quantity-invalid')],
  }),
  listOpenReceipts: operation({
    method: 'GET', path: '/custody/open-receipts', tag, permit: 'custody:read', summary: 'List received lots of unknown origin, with shipments that may fit',
    input: PageQuery, result: pageOf(OpenReceipt),
  }),
  linkReceipt: operation({
    method: 'POST', path: '/custody/shipments/{shipmentId}/links', tag, permit: 'custody:write', summary: 'Link a received lot to the shipment it came with', status: 201,
    description: 'Changes no quantity, only where the metal comes from.',
    input: z.object({ shipmentId, receipt, sentAs: Ref.optional().describe('the lot as the sender calls it; without it the whole shipment, in proportion') }),
    result: ShipmentView, refusals: ['shipment-absent', 'receipt-absent', 'shipment-state-forbids', 'shipped-lot-unnamed', ...linkRefusals],
  }),
  unlinkReceipt: operation({
    method: 'POST', path: '/custody/shipments/{shipmentId}/link-withdrawals', tag, permit: 'custody:write', summary: 'Undo the link of a shipment, with a reason the other side reads', status: 201,
    description: 'Where the metal came from is unknown again. Not possible while a transfer statement rests on it.',
    input: z.object({ shipmentId, link: link.optional().describe('one receipt; without it all of the shipment'), reason }),
    result: ShipmentView, refusals: ['shipment-absent', 'custody-link-absent', 'link-relied-on'],
  }),
  searchCounterparties: operation({
    method: 'GET', path: '/custody/counterparties', tag, permit: 'custody:read', summary: 'Find organisations here that can send or receive, by name',
    input: z.object({ name: z.string().trim().min(2).max(100).describe('part of the name'), limit: z.coerce.number().int().min(1).max(20).default(10) }),
    result: z.object({ items: z.array(CounterpartyFound), next: z.null() }),
  }),
} as const
