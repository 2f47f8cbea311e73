// What a party lets others see of its metal, what the operator sees without asking (totals), and its inquiries into books.
import { z } from 'zod'
import { Inquiry, InquiryReason } from '#src/custody/inquiry.ts'
import { LotId } from '#src/custody/lot.ts'
import { Material } from '#src/custody/lot.ts'
import { Substance } from '#src/custody/substance.ts'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { longText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { DisclosureChoice, DisclosureField, DisclosureLevel, DisclosurePartner } from './disclosure.ts'
import { LotAnswer } from './lot-answer.ts'

const tag = 'Disclosure'
const OrganisationId = z.string().min(1).max(100).describe('the organisation whose book it is')

/** A cell of the operator's totals; null where fewer parties stand behind it than may be told. */
export const CustodyTotal = z.object({ substance: Substance, material: Material, kind: z.enum(['mined', 'received', 'won', 'shipped', 'sold']), month: z.string(), tonnes: z.number().nullable(), parties: z.number().int().nullable(), isSimulated: z.boolean() })
export type CustodyTotal = z.infer<typeof CustodyTotal>

export const disclosureContract = {
  listDisclosures: operation({
    method: 'GET', path: '/disclosures', tag, permit: 'provenance:read', summary: 'List what a party lets others see of its metal',
    input: z.object({ organisationId: OrganisationId }), result: z.object({ items: z.array(DisclosureChoice), next: z.null() }), refusals: ['book-unseen'],
  }),
  setDisclosure: operation({
    method: 'PUT', path: '/disclosures', tag, permit: 'disclosure:write', summary: 'Choose what a partner, or everybody downstream, may see',
    description: 'Binds for everybody downstream from now on. A choice for one partner takes the place of the choice for everyone, for that partner. `nothing` for a partner holds back what everyone else sees.',
    input: z.object({ organisationId: OrganisationId, partner: DisclosurePartner, field: DisclosureField, level: DisclosureLevel, isDropped: z.boolean().default(false).describe('takes the choice back, so that the choice for everyone holds') }),
    result: z.object({ items: z.array(DisclosureChoice), next: z.null() }), refusals: ['book-unseen', 'disclosure-level-unfit', 'disclosure-to-oneself', 'partner-unseen'],
  }),
  previewDisclosure: operation({
    method: 'GET', path: '/lots/{lotId}/disclosure-preview', tag, permit: 'provenance:read', summary: 'Show what a partner, or the public, will see of a lot',
    description: 'As far as the holder may know it: what a party upstream tells to the partner alone is left out, and no share is told more closely than to the holder itself.',
    input: z.object({ lotId: LotId, partner: z.string().min(1).max(100).describe('an organisation, `everyone` or `public`') }), result: LotAnswer, refusals: ['lot-unseen', 'lineage-too-large'],
  }),
  listCustodyTotals: operation({
    method: 'GET', path: '/custody-totals', tag, permit: 'custody-total:read', summary: 'List tonnes by metal, stage and month, without counterparties',
    description: 'Of whole months: the first begins with the month of `from`, the last ends with that of `to`, so that no two questions differ by a few days. Newest month first, at most 5,000 cells; where there are more, ask for fewer months.',
    input: z.object({ from: Day.optional(), to: Day.optional(), substance: Substance.optional() }),
    result: z.object({ items: z.array(CustodyTotal), next: z.null(), from: Day.nullable(), to: Day.nullable(), isWhole: z.boolean().describe('false where the oldest cells were left out') }), refusals: ['range-reversed'],
  }),
  openInquiry: operation({
    method: 'POST', path: '/custody-inquiries', tag, permit: 'custody-inquiry:write', status: 201, summary: 'Open an inquiry into one book, with a reason that is logged',
    description: 'For a limited time the lots of that book can be read as its own party reads them. The party is told, unless a law that is named forbids it.',
    input: z.object({ organisationId: OrganisationId, reason: InquiryReason, untoldBecause: longText(500).optional().describe('the law that forbids telling the party') }),
    result: Inquiry, refusals: ['book-unseen', 'inquiry-open', 'inquiry-must-be-told'],
  }),
  closeInquiry: operation({
    method: 'POST', path: '/custody-inquiries/{inquiryId}/closing', tag, permit: 'custody-inquiry:write', summary: 'Close an inquiry before its time',
    input: z.object({ inquiryId: z.string().max(100) }), result: Inquiry, refusals: ['inquiry-unknown', 'inquiry-closed'],
  }),
  listInquiries: operation({
    method: 'GET', path: '/custody-inquiries', tag, permit: 'custody-inquiry:read', summary: 'List inquiries into books, the newest first',
    description: 'The operator sees all; a party sees those into its own book that it was told of.',
    input: PageQuery, result: pageOf(Inquiry.omit({ openedBy: true })), refusals: ['cursor-invalid'],
  }),
} as const
