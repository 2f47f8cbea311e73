// What may be asked of a lot of one's own book: its origins, its way up and down, its paths, its flow, what changed; and of a
// site: its metal balance. Every answer has passed disclosure.
import { z } from 'zod'
import { LotId } from '#src/custody/lot.ts'
import { Substance } from '#src/custody/substance.ts'
import { TimeQuery } from '#src/kernel/as-of.ts'
import { SiteId } from '#src/kernel/id.ts'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { Impact } from './impact.ts'
import { AnswerVersions, LotAnswer } from './lot-answer.ts'
import { Demand, LotFlow, LotPath, RecalledLot, TracedEvent } from './path-answer.ts'
import { RecallTotal } from './recall-total.ts'
import { MetalBalance } from './site-balance.ts'
import { MethodField } from './told-method.ts'

const read = { method: 'GET', permit: 'custody-book:read', tag: 'Provenance' } as const
const aLot = { lotId: LotId }
const ofMetal = { substance: Substance.optional().describe('the metal asked for (default: the one the lot is traded for)') }
const seeing = ['lot-unseen', 'lineage-too-large'] as const
const seeingThen = [...seeing, 'records-restated', 'factor-edition-absent'] as const
const share = z.coerce.number().min(0).max(1)
const OrganisationId = z.string().min(1).max(100).describe('the organisation whose book it is')

export const provenanceContract = {
  getLotOrigins: operation({
    ...read, path: '/lots/{lotId}/origins', summary: 'Tell where the metal of a lot comes from, in shares with ranges',
    description: 'Without `asOf`, marks count as held when each site handled the metal; with it, as held on that day. `knownAt` answers as the records stood then.',
    input: z.object({ ...aLot, ...ofMetal, ...TimeQuery.shape }), result: LotAnswer, refusals: seeingThen,
  }),
  exportLotOrigins: operation({
    ...read, path: '/lots/{lotId}/origins/export', stream: 'export', summary: 'Export the answer about a lot as JSON, XLSX or PDF',
    input: z.object({ ...aLot, ...TimeQuery.shape, format: z.enum(['json', 'xlsx', 'pdf']).default('pdf') }), result: z.unknown(), refusals: seeingThen,
  }),
  compareLots: operation({
    ...read, path: '/lot-comparisons', summary: 'Set two lots of the own book side by side',
    input: z.object({ lotId: LotId, otherLotId: LotId, ...TimeQuery.shape }),
    result: z.object({ lots: z.array(LotAnswer).length(2), isComparable: z.boolean().describe('whether both are asked for the same metal'), differs: z.array(MethodField).describe('in what the methods of the two footprints differ, so that their numbers cannot stand against each other') }), refusals: seeingThen,
  }),
  traceLotUp: operation({
    ...read, path: '/lots/{lotId}/ancestors', summary: 'Trace a lot up: the events it rests on, the largest first',
    input: z.object({ ...aLot, ...ofMetal, minShare: share.default(0.001).describe('leaves out what contributes less'), ...PageQuery.shape }),
    result: pageOf(TracedEvent), refusals: [...seeing, 'cursor-invalid'],
  }),
  traceLotDown: operation({
    ...read, path: '/lots/{lotId}/descendants', summary: 'Trace a lot down: the lots of the own book its metal went into',
    input: z.object({ ...aLot, ...ofMetal, minShare: share.default(0), ...PageQuery.shape }),
    result: pageOf(RecalledLot).extend({ isShipped: z.boolean().describe('whether some of it left the book'), isWhole: z.boolean() }), refusals: [...seeing, 'cursor-invalid'],
  }),
  listLotPaths: operation({
    ...read, path: '/lots/{lotId}/paths', summary: 'List the ways from origins to a lot, the largest first',
    input: z.object({ ...aLot, ...ofMetal, ...PageQuery.shape, limit: z.coerce.number().int().min(1).max(100).default(20) }), result: pageOf(LotPath), refusals: [...seeing, 'cursor-invalid'],
  }),
  getLotFlow: operation({
    ...read, path: '/lots/{lotId}/flow', summary: 'Get the flow of metal into a lot as nodes and links',
    input: z.object({ ...aLot, ...ofMetal, ...TimeQuery.shape }), result: LotFlow, refusals: seeingThen,
  }),
  getLotDemand: operation({
    ...read, path: '/lots/{lotId}/demand', summary: 'Tell how much of each origin an amount of a lot needed',
    input: z.object({ ...aLot, ...ofMetal, quanta: z.coerce.number().int().positive().optional().describe('of the lot, in its quantum (default: all of it)') }),
    result: z.object({ items: z.array(Demand), versions: AnswerVersions }), refusals: [...seeing, 'demand-above-lot'],
  }),
  recallLots: operation({
    ...read, path: '/lot-recalls', summary: 'Recall lots that hold more than a share of the metal of a site',
    description: 'Of the own book; the operator asks within an open inquiry. A site that is held back from this account finds nothing. Where very many origins are kept, shares below one in a hundred thousand of a lot are not found. A page may be short, or empty, and still have a next.',
    input: z.object({ organisationId: OrganisationId, siteId: SiteId, minShare: share.default(0), from: Day.optional(), to: Day.optional(), substance: Substance.default('copper'), ...PageQuery.shape }),
    result: pageOf(RecalledLot).extend({ versions: AnswerVersions }), refusals: ['book-unseen', 'cursor-invalid', 'range-reversed'],
  }),
  getRecallTotal: operation({
    ...read, path: '/lot-recall-totals', summary: 'Tell how much metal of an own site is in the books of others, in bands',
    description: 'Without a row and without a name. Each figure rests on at least three other organisations, or is withheld; no days and no least share can be asked for, so that two questions never differ by the lots of one. Scrap is no longer metal of the site.',
    input: z.object({ organisationId: OrganisationId, siteId: SiteId, substance: Substance.default('copper') }), result: RecallTotal, refusals: ['book-unseen', 'site-not-yours'],
  }),
  checkSiteBalance: operation({
    ...read, path: '/site-balances/{siteId}', summary: 'Check the metal balance of a site: in, out, loss, stock, unexplained',
    input: z.object({ siteId: SiteId, organisationId: OrganisationId, from: Day, to: Day }),
    result: z.object({ organisationId: z.string(), siteId: SiteId, from: Day, to: Day, metals: z.array(MetalBalance) }), refusals: ['book-unseen', 'range-reversed'],
  }),
  listImpacts: operation({
    ...read, path: '/provenance-impacts', summary: 'List what corrections changed for lots of a book',
    input: z.object({ organisationId: OrganisationId, lotId: LotId.optional(), since: Instant.optional(), ...PageQuery.shape, limit: z.coerce.number().int().min(1).max(50).default(20) }),
    result: pageOf(Impact), refusals: ['book-unseen', 'cursor-invalid'],
  }),
} as const
