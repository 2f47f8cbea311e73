// Operations on lots: what a book holds and where, one lot with its history and papers, and stock over a period.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { operation } from '#src/kernel/operation.ts'
import { pageOf, PageQuery } from '#src/kernel/page.ts'
import { shortText } from '#src/kernel/text.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { CustodyModel, ScrapClass } from './custody-model.ts'
import { EventKind } from './event.ts'
import { DocumentKind, LotId, LotIdentifiers, Material, Measured, Origin } from './lot.ts'
import { Substance } from './substance.ts'

const OrganisationId = z.string().min(1).max(100)
const Amounts = z.partialRecord(Substance, z.number().int())

export const LotRow = z.object({
  lotId: LotId, lot: z.string(), material: Material, metal: Substance, model: CustodyModel, scrapClass: ScrapClass.nullable(), siteId: SiteId, siteName: z.string(),
  bornAt: Instant, bornBy: z.string(), amount: Amounts.describe('whole quanta: g, mg of gold and silver'), left: Amounts, grossGrams: z.number().int().nullable(), isVoid: z.boolean(), isSimulated: z.boolean(),
})
export type LotRow = z.infer<typeof LotRow>

export const LotDocument = z.object({ documentId: z.string(), kind: DocumentKind, ref: z.string(), issuedOn: Day.nullable(), filename: z.string(), byteCount: z.number().int(), sha256: z.string(), attachedAt: Instant })
export type LotDocument = z.infer<typeof LotDocument>

export const LotDetail = LotRow.extend({
  organisationId: z.string(), origin: Origin.nullable(), identifiers: LotIdentifiers, firstMeasured: Measured.nullable(),
  /** What happened to it after its birth, oldest first; a settlement may be either, a draw is negative. */
  changes: z.array(z.object({ event: z.string(), kind: EventKind, at: Instant, substance: Substance, delta: z.number().int() })),
  /** Every second weight and assay; one is the settlement. */
  measurements: z.array(z.object({ event: z.string(), at: Instant, substance: Substance, amount: z.number().int(), change: z.number().int(), basis: z.string(), by: z.string(), isSettlement: z.boolean(), isVoid: z.boolean() })),
  documents: z.array(LotDocument),
  namedDocuments: z.array(z.object({ kind: DocumentKind, ref: z.string() })),
  mayWrite: z.boolean(),
})
export type LotDetail = z.infer<typeof LotDetail>

export const StockRow = z.object({
  siteId: SiteId, siteName: z.string(), substance: Substance,
  opening: z.number().int(), extracted: z.number().int(), received: z.number().int(), made: z.number().int(), used: z.number().int(), shipped: z.number().int(), sold: z.number().int(), adjusted: z.number().int(), closing: z.number().int(),
  lost: z.number().int().describe('of what was used, what was lost'), unstatedLoss: z.number().int().describe('of that, what no line states'),
  inProcess: z.number().int().describe('of what was used, what neither came out nor was lost: change of stock in the process'),
  byLots: z.number().int().describe('closing stock summed over the lots'), unexplained: z.number().int().describe('closing by events less closing by lots: always zero'),
})
export type StockRow = z.infer<typeof StockRow>

const read = { tag: 'Custody', permit: 'custody-book:read', method: 'GET' } as const
const fileRefusals = ['file-name-unfit', 'file-executable', 'file-active', 'file-ambiguous', 'file-type-refused', 'file-has-macros', 'archive-unsafe', 'archive-bomb', 'virus-found', 'virus-scan-unavailable'] as const

export const lotContract = {
  listLots: operation({
    ...read, path: '/custody/lots', summary: 'List the lots of a book: what there is, and where',
    input: PageQuery.extend({
      organisationId: OrganisationId, siteId: SiteId.optional(), material: Material.optional(), metal: Substance.optional(),
      isOpen: z.stringbool().or(z.boolean()).default(true).describe('only lots of which something is left'), q: z.string().max(80).optional().describe('beginning of a reference'),
    }),
    result: pageOf(LotRow), refusals: ['book-absent', 'cursor-invalid'],
  }),
  getLot: operation({ ...read, path: '/custody/lots/{lotId}', summary: 'Get a lot of a book with its history and papers', input: z.object({ lotId: LotId }), result: LotDetail, refusals: ['lot-not-found'] }),
  getStockReport: operation({
    ...read, path: '/custody/stock-reports', summary: 'Get stock and movements of a book by site and metal over a period',
    description: 'Opening and closing stock with everything between, in whole quanta; the closing stock is summed by event and by lot, and both agree.',
    input: z.object({ organisationId: OrganisationId, siteId: SiteId.optional(), from: Day, to: Day }), result: z.object({ rows: z.array(StockRow), tolerance: z.number() }), refusals: ['book-absent', 'period-inverted', 'stock-not-countable'],
  }),
  attachLotDocument: operation({
    method: 'POST', path: '/custody/lots/{lotId}/documents', summary: 'Attach a paper to a lot, such as its certificate of analysis', tag: 'Custody', permit: 'custody:write', stream: 'upload',
    input: z.object({ lotId: LotId, filename: shortText(200), kind: DocumentKind, ref: shortText(120), issuedOn: Day.optional() }),
    result: LotDocument, refusals: ['lot-not-found', ...fileRefusals],
  }),
  removeLotDocument: operation({
    method: 'DELETE', path: '/custody/documents/{documentId}', summary: 'Remove a paper from a lot', tag: 'Custody', permit: 'custody:write',
    description: 'What others were shown stays: once metal of the lot was shipped, sold or credited, or a claim or a passport names it, its papers are removed no more.',
    input: z.object({ documentId: z.string().max(100) }), result: z.object({ documentId: z.string() }), refusals: ['custody-document-absent', 'custody-document-shown'],
  }),
  getLotDocumentFile: operation({
    ...read, path: '/custody/documents/{documentId}/file', summary: 'Download a paper of a lot', stream: 'export',
    input: z.object({ documentId: z.string().max(100) }), result: z.unknown(), refusals: ['custody-document-absent', 'file-missing'],
  }),
} as const
