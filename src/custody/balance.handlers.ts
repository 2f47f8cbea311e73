// Balance accounts: opened, listed, shown, exported. What is entered into them stands in the files beside this one.
import { actorRef } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { canOn, requireOn } from '#src/access/policy.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { fromCursor, page, toCursor } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addMonths, type Day } from '#src/kernel/time.ts'
import { siteFact } from '#src/parties/site.ts'
import { accountsNear, accountsOfKind, groupOfSite, holdSupplier, insertAccount, updateRecovery } from './balance-account.store.ts'
import type { HeldAccount } from './balance-account.ts'
import { courseOf, creditOf, type Vintage } from './balance.ts'
import type { balanceContract } from './balance.contract.ts'
import { balanceCloseHandlers } from './balance-close.handlers.ts'
import { balanceEntryHandlers } from './balance-entry.handlers.ts'
import { balanceGroupHandlers } from './balance-group.handlers.ts'
import { balanceMonthHandlers } from './balance-month.handlers.ts'
import { entryViews, exportedAccount } from './balance-workbook.handlers.ts'
import { creditedSources, entriesOf, lastCreditOf } from './balance-entry.store.ts'
import { spokenMass, writtenMass } from './balance-period.ts'
import { insertVintages } from './balance-period.store.ts'
import { accountAbsent, accountFor, accountRow, currentPeriod, massIn, MOST_QUANTA, poolOf } from './balance-pool.handlers.ts'
import { profileView, rulesOf } from './balance-profile.ts'
import { profileIn, profileTitle, type Profiles } from './balance-profiles.ts'
import { fromSenders, receiptsAt } from './balance-receipt.store.ts'
import { isSourceOfMinedMetal, missingStanding, siteNameOf } from './balance-standing.ts'
import { figuresView, vintageView, type PeriodView } from './balance-view.ts'
import { lotIdOf } from './lot.ts'
import { quantumOf } from './substance.ts'

/** How many receipts are looked through for suggestions. */
const MOST_RECEIPTS = 500
/** Every period that is open is computed at each look: an account of a thousand of them would be no use to anybody. */
const EARLIEST_BEGIN: Day = '2000-01-01'

async function requireOwnSite(ctx: Context, organisationId: string, siteId: string): Promise<void> {
  const site = (await ctx.facts()).of(siteFact).get(siteId)
  if (site?.value.organisationId !== undefined && site.value.organisationId !== organisationId) {
    throw new Refused(refuse('account-site-foreign', `${site.value.name} (${siteId}) is not a site of this organisation.`))
  }
}

/** An account in a group begins as the others of its group do. @throws Refused `group-calendar-differs`, `group-too-late` */
async function checkGroup(ctx: Context, account: HeldAccount, hasOpening: boolean): Promise<void> {
  if (account.rules.level !== 'group' || await groupOfSite(ctx.sql, account.organisationId, account.profile, account.siteId) === undefined) return
  const { accounts, pool } = await poolOf(ctx, account, true)
  const other = accounts.find(({ accountNo, beginsOn, profileVersion }) => accountNo !== account.accountNo && (beginsOn !== account.beginsOn || profileVersion !== account.profileVersion))
  if (other !== undefined) throw new Refused(refuse('group-calendar-differs', `The accounts of this group begin on ${other.beginsOn} under version ${other.profileVersion} of the profile; this one would begin on ${account.beginsOn} under ${account.profileVersion}.`))
  if (hasOpening && pool.lastClosed > 0) throw new Refused(refuse('group-too-late', 'The group has closed a period: an account opened now begins without a balance of its own.'))
}

async function openedAccount(ctx: Context, profiles: Profiles, input: Parameters<Handlers<typeof balanceContract, Context>['openAccount']>[1]): Promise<HeldAccount> {
  const { organisationId, siteId, metal, characteristic, model, beginsOn } = input
  const profile = profileIn(profiles, input.profile, input.version)
  if (profile === undefined) throw new Refused(refuse('custody-profile-absent', `There is no profile ${input.profile}${input.version === undefined ? '' : ` ${input.version}`}.`))
  const rules = rulesOf(profile)
  if (!rules.models.includes(model)) throw new Refused(refuse('model-not-in-profile', `The profile ${profile.name} allows ${rules.models.join(', ')}.`))
  if (Number(beginsOn.slice(8)) > 28 || beginsOn > ctx.today) throw new Refused(refuse('begin-day-unfit', `${beginsOn} ${beginsOn > ctx.today ? 'has not come yet' : 'is not in every month'}: begin on one of the first 28 days of a month.`))
  if (beginsOn < EARLIEST_BEGIN) throw new Refused(refuse('begin-day-too-early', `${beginsOn} lies before ${EARLIEST_BEGIN}. What came in before then belongs into the opening balance.`))
  if (Number(input.recovery) === 0 || (Number(input.recovery) !== 1 && input.recoveryDocument === undefined)) throw new Refused(refuse('recovery-undocumented', `Name the document that shows a recovery of ${input.recovery}, above 0.`))
  await requireOwnSite(ctx, organisationId, siteId)
  await holdSupplier(ctx.sql, { siteId, profile: profile.name, metal, characteristic }, true)
  const credited = await lastCreditOf(ctx.sql, siteId, beginsOn, await accountsOfKind(ctx.sql, profile.name, metal, characteristic))
  if (credited !== null) throw new Refused(refuse('supplier-credited-elsewhere', `Metal of ${siteId} was credited by who received it, last on ${credited}, as it is where a site keeps no account. Begin after that day.`))
  const account = {
    accountId: ctx.newId('acc'), organisationId, siteId, profile: profile.name, profileVersion: profile.version, rules, metal, characteristic, model, unit: quantumOf(metal), beginsOn,
    recovery: input.recovery, recoveryDocument: input.recoveryDocument ?? null, recoveryReviewedOn: input.recoveryDocument === undefined ? null : ctx.today, openedAt: ctx.now, openedBy: actorRef(ctx.actor),
  }
  const accountNo = await insertAccount(ctx.sql, account)
  if (accountNo === undefined) throw new Refused(refuse('balance-account-exists', `${siteId} keeps an account for ${characteristic} ${metal} under ${profile.name} already.`))
  return { ...account, accountNo }
}

/** Parts of an opening balance by their age; the same age twice is one part. */
function openingVintages(account: HeldAccount, opening: readonly { quantity: string; periodsOld: number }[]): Vintage[] {
  const byPeriod = new Map<number, number>()
  for (const { quantity, periodsOld } of opening) byPeriod.set(1 - periodsOld, (byPeriod.get(1 - periodsOld) ?? 0) + massIn(account, quantity))
  const all = [...byPeriod.values()].reduce((sum, quantity) => sum + quantity, 0)
  if (all > MOST_QUANTA) throw new Refused(refuse('mass-not-countable', `An account is opened with at most ${spokenMass(MOST_QUANTA, account.unit)}, so that it stays countable.`))
  return [...byPeriod].map(([period, quantity]) => ({ period, quantity }))
}

const written = (profiles: Profiles) => ({
  async openAccount(ctx, input) {
    const place = { organisationId: input.organisationId, siteId: input.siteId }
    requireOn(ctx.actor, 'balance:write', place, 'balance:read', () => accountAbsent(`of ${input.siteId}`))
    const account = await openedAccount(ctx, profiles, input)
    await checkGroup(ctx, account, input.opening.length > 0)
    const vintages = openingVintages(account, input.opening)
    await insertVintages(ctx.sql, { pool: account.accountId, metal: account.metal, characteristic: account.characteristic, period: 0 }, vintages)
    ctx.record({
      kind: 'balance-account.opened', subject: account.accountId, isPublic: false,
      body: { organisationId: account.organisationId, siteId: account.siteId, profile: account.profile, profileVersion: account.profileVersion, metal: account.metal, characteristic: account.characteristic, model: account.model, beginsOn: account.beginsOn, recovery: account.recovery, opening: vintages.map(({ period, quantity }) => ({ vintage: period, quantity })) },
    })
    return accountRow(ctx, await ctx.facts(), account, await poolOf(ctx, account), profileTitle(profiles, account, ctx.language))
  },
  async reviseRecovery(ctx, { accountId, recovery, document, reviewedOn }) {
    const account = await accountFor(ctx, accountId, 'balance:write')
    if (reviewedOn > ctx.today) throw new Refused(refuse('entry-in-future', `${reviewedOn} has not come yet.`))
    if (Number(recovery) === 0) throw new Refused(refuse('recovery-undocumented', 'A recovery lies above 0.'))
    await updateRecovery(ctx.sql, account.accountNo, recovery, document, reviewedOn)
    ctx.record({ kind: 'balance-account.recovery-set', subject: accountId, isPublic: false, body: { recovery, document, reviewedOn } })
    const now = await accountFor(ctx, accountId)
    return accountRow(ctx, await ctx.facts(), now, await poolOf(ctx, now), profileTitle(profiles, now, ctx.language))
  },
}) satisfies Partial<Handlers<typeof balanceContract, Context>>

const shown = (profiles: Profiles) => ({
  async listCustodyProfiles(ctx) {
    return { items: profiles.map((profile) => profileView(profile, ctx.language)), next: null }
  },
  async listAccounts(ctx, { organisationId, siteId, ...query }) {
    const facts = await ctx.facts()
    const mine = (await accountsNear(ctx.sql, ctx.actor)).filter((one) => canOn(ctx.actor, 'balance:read', one)
      && (organisationId === undefined || one.organisationId === organisationId) && (siteId === undefined || one.siteId === siteId))
    const { items, next } = page(mine.toSorted((a, b) => a.accountId < b.accountId ? -1 : 1), ({ accountId }) => accountId, query)
    const rows = []
    for (const account of items) rows.push(accountRow(ctx, facts, account, await poolOf(ctx, account), profileTitle(profiles, account, ctx.language)))
    return { items: rows, next }
  },
  async getAccount(ctx, { accountId }) {
    const account = await accountFor(ctx, accountId)
    const held = await poolOf(ctx, account)
    const facts = await ctx.facts()
    const course = courseOf(held.pool, currentPeriod(held, ctx.today))
    const say = (quanta: number): string => writtenMass(quanta, account.unit)
    const open = course.map((one): PeriodView => ({ period: one.period, from: one.from, to: one.to, state: 'open', figures: figuresView(one.accounts.get(account.accountNo)!, account.unit), digest: null, closedAt: null }))
    const closed = held.closed.filter(({ accountNo }) => accountNo === account.accountNo)
      .map((one): PeriodView => ({ period: one.period, from: one.from, to: one.to, state: 'closed', figures: figuresView(one, account.unit), digest: one.digest, closedAt: one.closedAt }))
    const now = course.at(-1)!
    const members = held.accounts.filter((one) => canOn(ctx.actor, 'balance:read', one))
      .map((one) => ({ accountId: one.accountId, siteId: one.siteId, siteName: siteNameOf(facts, one.siteId), balance: say(now.accounts.get(one.accountNo)!.closing + now.accounts.get(one.accountNo)!.expired) }))
    return {
      ...accountRow(ctx, facts, account, held, profileTitle(profiles, account, ctx.language)),
      group: held.group === undefined ? null : { ...held.group, balance: say(now.closing + now.expired), members },
      vintages: [...now.lapsed, ...now.vintages].toSorted((a, b) => a.period - b.period).map((one) => vintageView(account, one)),
      periods: [...open.toReversed(), ...closed],
    }
  },
  async listAccountEntries(ctx, { accountId, period, limit, cursor }) {
    const account = await accountFor(ctx, accountId)
    const before = cursor === undefined ? undefined : Number(fromCursor(cursor))
    if (before !== undefined && !Number.isSafeInteger(before)) throw new Refused(refuse('cursor-invalid', 'This cursor was not given by this server. Begin again without it.'))
    const entries = await entriesOf(ctx.sql, account.accountNo, { period, before, limit: limit + 1 })
    const shownOnes = entries.slice(0, limit)
    return { items: await entryViews(ctx, account, shownOnes), next: entries.length > limit ? toCursor(String(shownOnes.at(-1)!.entryNo)) : null }
  },
  async exportAccount(ctx, { accountId }) {
    const account = await accountFor(ctx, accountId)
    return exportedAccount(ctx, account, await poolOf(ctx, account), profileTitle(profiles, account, ctx.language))
  },
  async suggestCredits(ctx, { accountId }) {
    const account = await accountFor(ctx, accountId)
    const { organisationId, siteId, metal, profile, characteristic, unit, rules } = account
    if (characteristic !== 'awarded-mined') return { items: [], next: null }
    const { pool } = await poolOf(ctx, account)
    const from = addMonths(account.beginsOn, pool.lastClosed * rules.periodMonths)
    const receipts = await ctx.acrossBooks((sql) => receiptsAt(sql, organisationId, siteId, metal, from, MOST_RECEIPTS))
    const credited = await creditedSources(ctx.sql, profile, metal, receipts.map(({ lot }) => `lot:${lotIdOf(organisationId, lot)}`))
    const facts = await ctx.facts()
    const items = receipts.flatMap((receipt) => {
      const suppliers = receipt.kind === 'extract' ? [siteId] : receipt.sent.map((one) => one.siteId)
      const mayBe = suppliers.length > 0 && receipt.scrapClass === null && !(credited.get(`lot:${lotIdOf(organisationId, receipt.lot)}`) ?? []).includes(characteristic)
        && suppliers.every((supplier) => missingStanding(facts, supplier, rules.supplierNeeds, metal, receipt.on) === undefined && isSourceOfMinedMetal(facts, supplier))
      return mayBe ? [{
        lot: receipt.lot, receivedOn: receipt.on, contained: writtenMass(fromSenders(receipt), unit), supplierSite: suppliers[0]!, supplierName: siteNameOf(facts, suppliers[0]!),
        shipment: receipt.sent[0]?.shipment ?? null, wouldCredit: writtenMass(rules.method === 'credit' ? creditOf(fromSenders(receipt), account.recovery) : fromSenders(receipt), unit),
      }] : []
    })
    return { items, next: null }
  },
}) satisfies Partial<Handlers<typeof balanceContract, Context>>

/** @param profiles the rules this installation knows */
export const balanceHandlers = (profiles: Profiles): Handlers<typeof balanceContract, Context> => ({
  ...written(profiles), ...shown(profiles), ...balanceEntryHandlers(profiles), ...balanceCloseHandlers(profiles), ...balanceGroupHandlers(profiles), ...balanceMonthHandlers(),
})
