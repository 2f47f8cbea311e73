// Closing a period: what lapses is computed, the floor is held, the figures are sealed with a digest in the log, and nothing of
// it can be changed afterwards (custody invariants 11, 12, 21 and 24).
import { actorRef } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { HeldAccount } from './balance-account.ts'
import { courseOf, creditOf, type AccountFigures, type PeriodCourse } from './balance.ts'
import type { balanceContract, ClosePreview } from './balance.contract.ts'
import { heldFor } from './balance-credit.handlers.ts'
import { blankEntry, decideClose, type NewEntry } from './balance-entry.ts'
import { suppliedCredits } from './balance-entry.store.ts'
import { periodFrom, periodTo, spokenMass, writtenMass } from './balance-period.ts'
import { insertPeriod, insertVintages, type ClosedPeriod } from './balance-period.store.ts'
import { accountFor, accountRow, addEntry, massIn, poolKey, poolOf, type HeldPool } from './balance-pool.handlers.ts'
import { profileTitle, type Profiles } from './balance-profiles.ts'
import { missingStanding, siteNameOf } from './balance-standing.ts'
import { figuresView, vintageView } from './balance-view.ts'
import { entryViews } from './balance-workbook.handlers.ts'
import { fractionUnits, FRACTION_SCALE } from '#src/kernel/mass.ts'

const nextToClose = (held: HeldPool): PeriodCourse => courseOf(held.pool, held.pool.lastClosed + 1)[0]!

/** Stock that the books expect: what was counted last, what came in and was won, less what went out. Null before a first count. */
function expectedStock(account: HeldAccount, held: HeldPool, figures: AccountFigures): number | null {
  const before = held.closed.find(({ accountNo, period }) => accountNo === account.accountNo && period === held.pool.lastClosed)?.countedStock
  return before === null || before === undefined ? null : before + creditOf(figures.eligible + figures.other, account.recovery) - figures.output
}

/** @throws Refused `difference-unexplained` */
function checkStock(account: HeldAccount, expected: number | null, counted: number | null, figures: AccountFigures, note: string | undefined): void {
  if (expected === null || counted === null || note !== undefined) return
  const moved = Math.max(figures.eligible + figures.other, figures.output, Math.abs(expected))
  if (BigInt(Math.abs(counted - expected)) * FRACTION_SCALE <= BigInt(moved) * fractionUnits(account.rules.toleranceShare)) return
  throw new Refused(refuse('difference-unexplained', `The books expect ${spokenMass(expected, account.unit)} in stock, and ${spokenMass(counted, account.unit)} were counted: more apart than ${Number(account.rules.toleranceShare) * 100} %. `
    + 'Say why in the note, or correct the entries.'))
}

/** What the close itself enters: the credits that a share gives, and what lapses. */
async function closingEntries(ctx: Context, account: HeldAccount, course: PeriodCourse, figures: AccountFigures, entered: number): Promise<void> {
  const at = { ...blankEntry, on: course.to, period: course.period, restsOn: 'close' as const, restsRef: String(course.period) }
  const entitled = figures.credited - entered
  if (entitled > 0) await addEntry(ctx, account, { ...at, kind: 'entitlement', vintage: course.period, amount: entitled } satisfies NewEntry)
  const oldest = course.lapsed[0]?.period ?? course.period
  if (figures.expired > 0) await addEntry(ctx, account, { ...at, kind: 'expiry', vintage: oldest, amount: -figures.expired } satisfies NewEntry)
}

async function seal(ctx: Context, account: HeldAccount, held: HeldPool, course: PeriodCourse, counted: number | null, note: string | null): Promise<ClosedPeriod> {
  const figures = course.accounts.get(account.accountNo)!
  const sealed = canonicalText({
    accountId: account.accountId, siteId: account.siteId, profile: account.profile, profileVersion: account.profileVersion, metal: account.metal, characteristic: account.characteristic, unit: account.unit,
    period: course.period, from: course.from, to: course.to, figures, group: held.group?.groupId ?? null, vintages: course.vintages, lapsed: course.lapsed, countedStock: counted, differenceNote: note, closedAt: ctx.now,
  })
  return { ...figures, accountNo: account.accountNo, period: course.period, from: course.from, to: course.to, countedStock: counted, differenceNote: note, digest: sha256Hex(sealed), sealed, closedAt: ctx.now, closedBy: actorRef(ctx.actor) }
}

async function closed(ctx: Context, account: HeldAccount, held: HeldPool, course: PeriodCourse, counted: number | null, note: string | null): Promise<ClosedPeriod> {
  let own: ClosedPeriod | undefined
  for (const one of held.accounts) {
    const figures = course.accounts.get(one.accountNo)!
    const entered = held.pool.movements.filter(({ accountNo, period }) => accountNo === one.accountNo && period === course.period).reduce((sum, { credited }) => sum + credited, 0)
    await closingEntries(ctx, one, course, figures, entered)
    const isOwn = one.accountNo === account.accountNo
    const period = await seal(ctx, one, held, course, isOwn ? counted : null, isOwn ? note : null)
    await insertPeriod(ctx.sql, period)
    ctx.record({ kind: 'balance-period.closed', subject: one.accountId, isPublic: false, body: { period: course.period, from: course.from, to: course.to, closing: period.closing, expired: period.expired, digest: period.digest } })
    if (isOwn) own = period
  }
  await insertVintages(ctx.sql, { pool: poolKey(held), metal: account.metal, characteristic: account.characteristic, period: course.period }, course.vintages)
  return own!
}

/** Credits that rest on a supplier who, as the records stand now, was not eligible on the day of transfer. */
async function creditsInDoubt(ctx: Context, account: HeldAccount) {
  if (account.characteristic !== 'awarded-mined' || account.rules.supplierNeeds.length === 0) return []
  const facts = await ctx.facts()
  const credits = await suppliedCredits(ctx.sql, [account.accountNo], 0)
  return entryViews(ctx, account, credits.filter(({ supplierSite, on }) => missingStanding(facts, supplierSite!, account.rules.supplierNeeds, account.metal, on) !== undefined))
}

export const balanceCloseHandlers = (profiles: Profiles) => ({
  async previewPeriodClose(ctx, { accountId }): Promise<ClosePreview> {
    const account = await accountFor(ctx, accountId)
    const held = await poolOf(ctx, account)
    const course = nextToClose(held)
    const figures = course.accounts.get(account.accountNo)!
    const facts = await ctx.facts()
    const decided = decideClose(course, ctx.today, account.unit)
    const expected = expectedStock(account, held, figures)
    return {
      period: course.period, from: course.from, to: course.to, figures: figuresView(figures, account.unit), vintages: course.vintages.map((one) => vintageView(account, one)),
      lapsing: course.lapsed.map((one) => vintageView(account, one)), floor: writtenMass(course.floor, account.unit), expectedStock: expected === null ? null : writtenMass(expected, account.unit),
      creditsInDoubt: await creditsInDoubt(ctx, account),
      members: held.accounts.map((one) => ({ accountId: one.accountId, siteId: one.siteId, siteName: siteNameOf(facts, one.siteId), figures: figuresView(course.accounts.get(one.accountNo)!, one.unit) })),
      refusal: decided.accepted ? null : { code: decided.refusal.code, detail: decided.refusal.detail },
    }
  },
  async closePeriod(ctx, { accountId, period, countedStock, differenceNote }) {
    const { account, held } = await heldFor(ctx, accountId, 'balance-period:close')
    for (const one of held.accounts) await accountFor(ctx, one.accountId, 'balance-period:close')
    const { lastClosed, beginsOn, rules } = held.pool
    if (period <= lastClosed) throw new Refused(refuse('period-closed', `The period from ${periodFrom(beginsOn, rules.periodMonths, period)} to ${periodTo(beginsOn, rules.periodMonths, period)} is closed.`))
    if (period > lastClosed + 1) throw new Refused(refuse('period-running', `Periods are closed in their order: next is the one that ends on ${periodTo(beginsOn, rules.periodMonths, lastClosed + 1)}.`))
    const course = orRefuse(decideClose(nextToClose(held), ctx.today, account.unit))
    const figures = course.accounts.get(account.accountNo)!
    const counted = countedStock === undefined ? null : massIn(account, countedStock, true)
    checkStock(account, expectedStock(account, held, figures), counted, figures, differenceNote)
    const own = await closed(ctx, account, held, course, counted, differenceNote ?? null)
    return {
      period: { period, from: own.from, to: own.to, state: 'closed', figures: figuresView(own, account.unit), digest: own.digest, closedAt: own.closedAt },
      account: accountRow(ctx, await ctx.facts(), account, await poolOf(ctx, account), profileTitle(profiles, account, ctx.language)),
    }
  },
}) satisfies Partial<Handlers<typeof balanceContract, Context>>
