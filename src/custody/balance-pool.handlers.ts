// How every handler comes to a balance account: finds it, asks the policy, holds it together with those it is judged with, and
// adds entries. Holding is a row lock on each account in order of their numbers, so that of two who claim the last tonne one
// waits, and then sees what the other left (custody invariant 12).
import { actorRef } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { canOn, requireOn } from '#src/access/policy.ts'
import { quantaOf, type Mass } from '#src/kernel/mass.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { FactSet } from '#src/transparency/fact.ts'
import { accountsAt, accountsFor, groupOfSite, lockAccounts, readAccount } from './balance-account.store.ts'
import { shownAccount, type AccountGroup, type HeldAccount } from './balance-account.ts'
import { courseOf, lastPeriodOf, leftOn, type PeriodCourse, type Pool } from './balance.ts'
import { movementOf, type NewEntry } from './balance-entry.ts'
import { enteredIn, insertEntry, movementsAfter, readEntry } from './balance-entry.store.ts'
import { periodOn, spokenMass, writtenMass } from './balance-period.ts'
import { openedWith, pastInputs, periodsOf, vintagesOf, type ClosedPeriod } from './balance-period.store.ts'
import { siteNameOf } from './balance-standing.ts'
import { findBook } from './ledger.store.ts'
import { eligiblePercent, vintageView, type AccountRow } from './balance-view.ts'
import { daysBetween, type Day } from '#src/kernel/time.ts'

/** Accounts that are judged together, with the sums the law looks at. */
export type HeldPool = {
  readonly accounts: readonly HeldAccount[]
  readonly group: AccountGroup | undefined
  /** Newest first. */
  readonly closed: readonly ClosedPeriod[]
  readonly pool: Pool
  /** Of an invented book. */
  readonly isSimulated: boolean
}

export const poolKey = (held: Pick<HeldPool, 'group' | 'accounts'>): string => held.group?.groupId ?? held.accounts[0]!.accountId

export const accountAbsent = (accountId: string): Refused => new Refused(refuse('balance-account-absent', `There is no balance account ${accountId} that this account may see.`))

/** @throws Refused `balance-account-absent`, `permit-missing` */
export async function accountFor(ctx: Context, accountId: string, permit = 'balance:read'): Promise<HeldAccount> {
  const account = await readAccount(ctx.sql, accountId)
  if (account === undefined) throw accountAbsent(accountId)
  requireOn(ctx.actor, permit, account, 'balance:read', () => accountAbsent(accountId))
  return account
}

async function membersOf(ctx: Context, account: HeldAccount): Promise<{ group: AccountGroup | undefined; accounts: HeldAccount[] }> {
  const group = account.rules.level === 'group' ? await groupOfSite(ctx.sql, account.organisationId, account.profile, account.siteId) : undefined
  if (group === undefined) return { group, accounts: [account] }
  const all = await accountsAt(ctx.sql, account.organisationId, account.profile, group.siteIds)
  return { group, accounts: all.filter(({ metal, characteristic }) => metal === account.metal && characteristic === account.characteristic) }
}

/** @param isHeld locks the accounts until the transaction ends */
export async function poolOf(ctx: Context, account: HeldAccount, isHeld = false): Promise<HeldPool> {
  let { group, accounts } = await membersOf(ctx, account)
  for (let isSettled = !isHeld; !isSettled;) {
    const locked = await lockAccounts(ctx.sql, accounts.map(({ accountNo }) => accountNo))
    // A group may have been declared, or an account opened in it, while this waited.
    const now = await membersOf(ctx, locked.find(({ accountNo }) => accountNo === account.accountNo)!)
    isSettled = now.accounts.length === locked.length
    ;({ group, accounts } = now)
  }
  return { group, accounts, isSimulated: (await findBook(ctx.sql, account.organisationId))?.isSimulated ?? false, ...await sumsOf(ctx, group, accounts) }
}

async function sumsOf(ctx: Context, group: AccountGroup | undefined, accounts: readonly HeldAccount[]): Promise<{ closed: ClosedPeriod[]; pool: Pool }> {
  const [first] = accounts
  const { metal, characteristic, rules, beginsOn } = first!
  const numbers = accounts.map(({ accountNo }) => accountNo)
  const ids = accounts.map(({ accountId }) => accountId)
  const closed = await periodsOf(ctx.sql, numbers)
  const lastClosed = closed[0]?.period ?? 0
  const pools = lastClosed === 0 || group === undefined ? ids : [group.groupId]
  const opened = lastClosed === 0 ? await openedWith(ctx.sql, ids) : new Map<string, number>()
  const openings = new Map(accounts.map(({ accountNo, accountId }) =>
    [accountNo, lastClosed === 0 ? opened.get(accountId) ?? 0 : closed.find((one) => one.accountNo === accountNo && one.period === lastClosed)?.closing ?? 0]))
  const windowPeriods = rules.windowMonths === null ? 0 : Math.round(rules.windowMonths / rules.periodMonths)
  return {
    closed,
    pool: {
      rules, beginsOn, lastClosed, openings, vintages: await vintagesOf(ctx.sql, { pools, metal, characteristic, period: lastClosed }),
      past: await pastInputs(ctx.sql, numbers, lastClosed - windowPeriods + 2), movements: await movementsAfter(ctx.sql, numbers, lastClosed),
    },
  }
}

/** What stands in the place of a held pool once an entry was added to it. */
export const withEntry = (held: HeldPool, accountNo: number, entry: NewEntry): HeldPool =>
  ({ ...held, pool: { ...held.pool, movements: [...held.pool.movements, movementOf(accountNo, entry)] } })

/** What the entries of one book under one profile, and what its accounts were opened with, may each sum to: both are counted exactly. */
export const MOST_QUANTA = Math.floor(Number.MAX_SAFE_INTEGER / 2)
/** Of smaller ones it takes a million to come there. */
const LARGE = MOST_QUANTA / 1_000_000

/** What an entry brings in stays countable with all that is there. @throws Refused `mass-not-countable` */
async function assertCountable(ctx: Context, account: HeldAccount, { kind, amount, eligible, other, output }: NewEntry): Promise<void> {
  const brought = Math.max(0, amount) + Math.max(0, eligible) + Math.max(0, other) + Math.max(0, output)
  if ((kind !== 'credit' && kind !== 'throughput' && kind !== 'adjustment') || brought <= LARGE) return
  const { metal, unit } = account
  if (await enteredIn(ctx.sql, await accountsFor(ctx.sql, account)) + BigInt(brought) <= BigInt(MOST_QUANTA)) return
  throw new Refused(refuse('mass-not-countable', `With ${spokenMass(Math.max(eligible, other, output, amount), unit)} more, what was entered for ${metal} under this profile sums to more than can be counted exactly. Look for a mass that was written in the wrong unit.`))
}

/** @returns the number and id of the entry; nothing where the same claim, statement, line or return is entered already */
export async function addEntry(ctx: Context, account: HeldAccount, entry: NewEntry): Promise<{ readonly entryId: string; readonly entryNo: number } | undefined> {
  await assertCountable(ctx, account, entry)
  const entryId = ctx.newId('ent')
  const entryNo = await insertEntry(ctx.sql, entry, { entryId, accountNo: account.accountNo, at: ctx.now, by: actorRef(ctx.actor) })
  return entryNo === undefined ? undefined : { entryId, entryNo }
}

/** A written mass in the unit of the account, above zero unless `0` is allowed. @throws Refused `mass-not-countable` */
export function massIn(account: Pick<HeldAccount, 'unit'>, mass: Mass, mayBeNothing = false): number {
  const refused = (why: string): Refused => new Refused(refuse('mass-not-countable', why))
  if (mass === '0' && mayBeNothing) return 0
  try {
    const quanta = quantaOf(mass, account.unit)
    if (quanta > 0 || mayBeNothing) return quanta
  } catch (error) {
    throw refused(error instanceof RangeError ? error.message : `"${mass}" is no mass.`)
  }
  throw refused(`"${mass}" is nothing, or less than ${account.unit === 'g' ? 'half a gram' : 'half a milligram'}.`)
}

/** The open period of today, or the last one that has begun. */
export const currentPeriod = ({ pool }: Pick<HeldPool, 'pool'>, today: Day): number =>
  Math.max(pool.lastClosed + 1, periodOn(pool.beginsOn, pool.rules.periodMonths, today))

export function accountRow(ctx: Context, facts: FactSet, account: HeldAccount, held: HeldPool, profileTitle: string): AccountRow {
  const period = currentPeriod(held, ctx.today)
  const course = courseOf(held.pool, lastPeriodOf(held.pool, period))
  const now = course.find((one) => one.period === period)!
  const say = (quanta: number): string => writtenMass(quanta, account.unit)
  const left = ctx.today < account.beginsOn ? 0 : leftOn(held.pool, account.accountNo, period, ctx.today)
  const balance = now.closing + now.expired
  const whole = Math.max(0, now.opening) + now.credited + Math.max(0, now.adjusted)
  return {
    account: shownAccount(account), siteName: siteNameOf(facts, account.siteId), profileTitle, groupId: held.group?.groupId ?? null,
    period: { period, from: now.from, to: now.to },
    meter: {
      left: say(left), leftShare: whole <= 0 ? 0 : Math.min(1, left / whole), balance: say(balance), opening: say(now.opening), credited: say(now.credited), claimed: say(now.debited - now.returned),
      adjusted: say(now.adjusted), overdraw: Number.isFinite(now.cap) ? say(now.cap) : null, eligiblePercent: account.rules.method === 'percentage' ? eligiblePercent(now) : null,
      expiringNext: expiringNext(account, now), daysToClose: Math.max(0, daysBetween(ctx.today, now.to) + 1),
    },
    mayWrite: canOn(ctx.actor, 'balance:write', account), mayClose: held.accounts.every((one) => canOn(ctx.actor, 'balance-period:close', one)), isSimulated: held.isSimulated,
  }
}

/** The oldest part that can lapse, and when. */
function expiringNext(account: HeldAccount, now: PeriodCourse) {
  const oldest = [...now.lapsed, ...now.vintages].filter(({ quantity }) => quantity > 0).sort((a, b) => a.period - b.period)[0]
  return account.rules.carryOverPeriods === null || oldest === undefined ? null : vintageView(account, oldest)
}

/** The entry that a correction or a return names. @throws Refused `entry-absent` */
export async function entryOn(ctx: Context, account: HeldAccount, entryId: string) {
  const entry = await readEntry(ctx.sql, entryId)
  if (entry === undefined || entry.accountNo !== account.accountNo) throw new Refused(refuse('entry-absent', `The account has no entry ${entryId}.`))
  return entry
}
