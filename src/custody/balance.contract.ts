// Balance accounts: open, credit, claim, correct, import a month, close, and what may still be claimed.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { Fraction, Mass } from '#src/kernel/mass.ts'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { shortText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { AccountGroup } from './balance-account.ts'
import { MonthReading } from './balance-month.ts'
import { Characteristic, ProfileView } from './balance-profile.ts'
import { AccountRow, EntryView, FiguresView, PeriodView, VintageView } from './balance-view.ts'
import { CustodyModel, ScrapClass } from './custody-model.ts'
import { Ref } from './lot.ts'
import { Substance } from './substance.ts'

const tag = 'Balance accounts'
const read = { method: 'GET', tag, permit: 'balance:read' } as const
const write = { method: 'POST', tag, permit: 'balance:write', status: 201 } as const
const AccountId = z.string().regex(/^acc_[0-9a-z]{26}$/, 'the number of an account looks like acc_ and 26 characters')
const GroupId = z.string().regex(/^grp_[0-9a-z]{26}$/, 'the number of a group looks like grp_ and 26 characters')
const EntryId = z.string().regex(/^ent_[0-9a-z]{26}$/, 'the number of an entry looks like ent_ and 26 characters')
const anAccount = { accountId: AccountId }
const reference = Ref.optional().describe('your own number of this line: the same number with the same contents is entered once')
const Doc = shortText(200)

/** What a credit rests on: a lot of the book, or the papers of a delivery that is in no book here. */
export const CreditSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('lot'), lot: Ref }),
  z.object({
    kind: z.literal('paper'), delivery: Ref.describe('number of the delivery, as on its papers'), contained: Mass.describe('all contained metal of the delivery'),
    supplierSite: SiteId.optional(), supplierName: shortText(200).optional(), model: CustodyModel.default('mass-balance'), scrapClass: ScrapClass.optional(), document: Doc.optional(),
  }),
])
export type CreditSource = z.infer<typeof CreditSource>

const Entered = z.object({ entryId: z.string(), isNew: z.boolean(), account: AccountRow })
const open = ['balance-account-absent', 'entry-before-account', 'entry-in-future', 'period-closed', 'mass-not-countable', 'entry-ref-taken'] as const
/** Of the lot a credit rests on, and of who sent it. */
const groundRefusals = ['supplier-not-eligible', 'supplier-unknown', 'statement-needed', 'source-already-credited', 'source-lot-absent', 'source-lot-elsewhere', 'source-lot-not-received'] as const
export const creditRefusals = [...groundRefusals, 'characteristic-mismatch', 'internal-scrap-not-eligible', 'scrap-evidence-missing', 'recovery-undocumented', 'credit-above-source', 'model-too-weak'] as const
export const debitRefusals = ['balance-overdrawn', 'claim-above-share', 'claim-already-debited', 'owner-not-eligible'] as const

export const CreditSuggestion = z.object({
  lot: z.string(), receivedOn: Day, contained: z.string(), supplierSite: SiteId, supplierName: z.string(), shipment: z.string().nullable(), wouldCredit: z.string(),
})
export const ClosePreview = z.object({
  period: z.number(), from: Day, to: Day, figures: FiguresView, vintages: z.array(VintageView), lapsing: z.array(VintageView), floor: z.string(),
  expectedStock: z.string().nullable(),
  /** Credits whose supplier, as the records stand today, was not eligible on the day of transfer. */
  creditsInDoubt: z.array(EntryView),
  members: z.array(z.object({ accountId: z.string(), siteId: SiteId, siteName: z.string(), figures: FiguresView })),
  refusal: z.object({ code: z.string(), detail: z.string() }).nullable(),
})
export type ClosePreview = z.infer<typeof ClosePreview>

export const AccountDetail = z.object({
  ...AccountRow.shape,
  group: z.object({ ...AccountGroup.shape, balance: z.string(), members: z.array(z.object({ accountId: z.string(), siteId: SiteId, siteName: z.string(), balance: z.string() })) }).nullable(),
  vintages: z.array(VintageView), periods: z.array(PeriodView),
})
export type AccountDetail = z.infer<typeof AccountDetail>

export const balanceContract = {
  listCustodyProfiles: operation({
    ...read, path: '/custody-profiles', summary: 'Profiles of balance accounts, with what is known and what is assumed',
    input: z.object({}), result: z.object({ items: z.array(ProfileView), next: z.null() }),
  }),
  openAccount: operation({
    ...write, path: '/balance-accounts', summary: 'Open a balance account of a site, with what it holds',
    description: 'The parameters of the profile are kept with the account as they are now. An opening balance names how many periods old each part is.',
    input: z.object({
      organisationId: z.string().min(1).max(100), siteId: SiteId, profile: Slug, version: z.string().max(20).optional(), metal: Substance, characteristic: Characteristic,
      model: CustodyModel.default('mass-balance'), beginsOn: Day, recovery: Fraction.default('1'), recoveryDocument: Doc.optional(),
      opening: z.array(z.object({ quantity: Mass, periodsOld: z.number().int().min(1).max(60) })).max(60).default([]),
    }),
    result: AccountRow,
    refusals: ['balance-account-exists', 'balance-account-absent', 'custody-profile-absent', 'model-not-in-profile', 'account-site-foreign', 'begin-day-unfit', 'begin-day-too-early', 'supplier-credited-elsewhere', 'mass-not-countable', 'recovery-undocumented', 'group-too-late', 'group-calendar-differs'],
  }),
  listAccounts: operation({
    ...read, path: '/balance-accounts', summary: 'Balance accounts with what may still be claimed',
    input: z.object({ organisationId: z.string().max(100).optional(), siteId: SiteId.optional(), ...PageQuery.shape }), result: pageOf(AccountRow), refusals: ['cursor-invalid'],
  }),
  getAccount: operation({ ...read, path: '/balance-accounts/{accountId}', summary: 'One balance account: meter, periods, vintages, group', input: z.object(anAccount), result: AccountDetail, refusals: ['balance-account-absent'] }),
  listAccountEntries: operation({
    ...read, path: '/balance-accounts/{accountId}/entries', summary: 'Entries of a balance account, newest first',
    input: z.object({ ...anAccount, period: z.coerce.number().int().min(1).optional(), ...PageQuery.shape }), result: pageOf(EntryView), refusals: ['balance-account-absent', 'cursor-invalid'],
  }),
  exportAccount: operation({ ...read, path: '/balance-accounts/{accountId}/workbook', stream: 'export', summary: 'Download a balance account as XLSX', input: z.object(anAccount), result: z.unknown(), refusals: ['balance-account-absent'] }),
  suggestCredits: operation({
    ...read, path: '/balance-accounts/{accountId}/credit-suggestions', summary: 'Receipts that may be credited, for a person to decide',
    description: 'Received lots that are linked to a shipment of a site that surely held what the profile asks for on that day, and are not credited yet.',
    input: z.object(anAccount), result: z.object({ items: z.array(CreditSuggestion), next: z.null() }), refusals: ['balance-account-absent'],
  }),
  creditAccount: operation({
    ...write, path: '/balance-accounts/{accountId}/credits', summary: 'Credit eligible metal that came in',
    description: 'Contained metal times recovery. A source is credited once per characteristic; its supplier must have been eligible on the day of transfer.',
    input: z.object({
      ...anAccount, on: Day, source: CreditSource, eligible: Mass.optional().describe('how much of it is eligible; all of it where nothing is said'),
      recovery: Fraction.optional(), recoveryDocument: Doc.optional(), reference, note: shortText(500).optional(),
    }),
    result: Entered, refusals: [...open, ...creditRefusals],
  }),
  recordThroughput: operation({
    ...write, path: '/balance-accounts/{accountId}/throughputs', summary: 'Enter other input, or output, of a site',
    description: 'What shares are taken of: metal that came in without the characteristic, and metal that went out. It changes no balance under the credit method.',
    input: z.object({ ...anAccount, on: Day, otherInput: Mass.optional(), output: Mass.optional(), reference, note: shortText(500).optional() }), result: Entered, refusals: [...open],
  }),
  debitAccount: operation({
    ...write, path: '/balance-accounts/{accountId}/debits', summary: 'Claim a quantity, once, for a document',
    description: 'Ask with `Dry-Run: true` to see what a claim would do.',
    input: z.object({ ...anAccount, on: Day, quantity: Mass, document: Ref.describe('the invoice, certificate or declaration it is claimed in'), model: CustodyModel.optional(), note: shortText(500).optional(), reference }),
    result: Entered, refusals: [...open, ...debitRefusals, 'model-too-weak'],
  }),
  adjustAccount: operation({
    ...write, path: '/balance-accounts/{accountId}/adjustments', summary: 'Correct a credit or a throughput, in the open period',
    description: 'A dated entry that names what it corrects. The corrected figure is given; the difference is entered.',
    input: z.object({ ...anAccount, on: Day, entryId: EntryId, eligible: Mass.or(z.literal('0')).optional(), otherInput: Mass.or(z.literal('0')).optional(), output: Mass.or(z.literal('0')).optional(), reason: shortText(500) }),
    result: Entered, refusals: [...open, 'entry-absent', 'entry-not-adjustable', 'adjustment-too-large', 'balance-overdrawn', ...groundRefusals],
  }),
  reviseRecovery: operation({
    ...write, path: '/balance-accounts/{accountId}/recoveries', summary: 'Set the documented recovery of the plant, for later credits',
    input: z.object({ ...anAccount, recovery: Fraction, document: Doc, reviewedOn: Day }), result: AccountRow, refusals: ['balance-account-absent', 'entry-in-future', 'recovery-undocumented'],
  }),
  getMonthTemplate: operation({ ...read, path: '/balance-accounts/{accountId}/month-imports/templates', stream: 'export', summary: 'The month file of an account, empty, as XLSX', input: z.object(anAccount), result: z.unknown(), refusals: ['balance-account-absent'] }),
  importAccountMonth: operation({
    ...write, path: '/balance-accounts/{accountId}/month-imports', stream: 'upload', summary: 'Enter a month from XLSX or CSV, whole or not at all',
    description: 'With `Dry-Run: true` nothing is entered and every row is answered. A row that was entered before changes nothing.',
    input: z.object({ ...anAccount, filename: shortText(200) }), result: MonthReading,
    refusals: ['balance-account-absent', 'month-columns-missing', 'month-rows-wrong', 'file-format-unknown', 'file-protected', 'archive-damaged', 'archive-too-large', 'encoding-unknown', 'table-malformed', 'table-empty',
      'table-too-long', 'table-too-wide', 'cell-too-long', 'table-too-large', 'upload-too-large', 'upload-missing'],
  }),
  previewPeriodClose: operation({
    ...read, path: '/balance-accounts/{accountId}/period-closes/preview', summary: 'What the close of the oldest open period would do',
    input: z.object({ ...anAccount }), result: ClosePreview, refusals: ['balance-account-absent'],
  }),
  closePeriod: operation({
    ...write, path: '/balance-accounts/{accountId}/period-closes', permit: 'balance-period:close', summary: 'Close the oldest open period, for ever',
    description: 'Computes what lapses, checks the floor, and seals the figures with a digest in the log. The accounts of a group are closed together.',
    input: z.object({ ...anAccount, period: z.number().int().min(1).describe('which one, so that nothing else is closed by mistake'), countedStock: Mass.or(z.literal('0')).optional(), differenceNote: shortText(1000).optional() }),
    result: z.object({ period: PeriodView, account: AccountRow }),
    refusals: ['balance-account-absent', 'period-closed', 'period-running', 'close-below-floor', 'difference-unexplained', 'mass-not-countable'],
  }),
  declareGroup: operation({
    ...write, path: '/account-groups', permit: 'account-group:write', summary: 'Declare sites whose accounts are judged together',
    input: z.object({ organisationId: z.string().min(1).max(100), profile: Slug, name: shortText(200), boundary: shortText(1000), siteIds: z.array(SiteId).min(2).max(50) }), result: AccountGroup,
    refusals: ['custody-profile-absent', 'balance-account-absent', 'account-site-foreign', 'group-not-allowed', 'group-too-late', 'group-calendar-differs', 'site-in-other-group'],
  }),
  listAccountGroups: operation({ ...read, path: '/account-groups', summary: 'Declared groups of sites', input: z.object({}), result: z.object({ items: z.array(AccountGroup), next: z.null() }) }),
  transferWithinGroup: operation({
    ...write, path: '/account-groups/{groupId}/transfers', summary: 'Move a quantity between two sites of a group',
    input: z.object({ groupId: GroupId, fromAccountId: AccountId, toAccountId: AccountId, on: Day, quantity: Mass, note: shortText(500).optional() }),
    result: z.object({ from: AccountRow, to: AccountRow }),
    refusals: ['account-group-absent', 'transfer-outside-group', ...open.filter((code) => code !== 'entry-ref-taken')],
  }),
} as const
