// The law of balance accounts: what was credited, claimed, handed on and lapsed, and what may still be claimed (custody notes
// 2.2, invariants 11 to 14, 18 to 21 and 24). Whole quanta throughout. A balance is looked at per day: what a day brings and
// takes counts together, so that the order of entries within a day, or of their arrival, changes nothing.
import { dividedHalfUp, FRACTION_SCALE, fractionUnits, splitWhole } from '#src/kernel/mass.ts'
import type { Day } from '#src/kernel/time.ts'
import type { BalanceRules } from './balance-profile.ts'
import { periodFrom, periodTo } from './balance-period.ts'

/** What is left of one period's credits. A negative quantity is a debt that later credits repay. */
export type Vintage = { readonly period: number; readonly quantity: number }

/** All entries of one account, day and vintage, added up. */
export type Movement = {
  readonly accountNo: number
  readonly period: number
  readonly on: Day
  /** The period whose credits grow by `credited` and `adjusted`. */
  readonly vintage: number
  readonly credited: number
  readonly debited: number
  /** Debits of the same period that were taken back: they reduce what was debited. */
  readonly returned: number
  /** Signed. */
  readonly adjusted: number
  /** Between sites of one group: no effect on the group. */
  readonly groupIn: number
  readonly groupOut: number
  /** Eligible contained metal that came in, before recovery; other metal that came in; metal that went out. */
  readonly eligible: number
  readonly other: number
  readonly output: number
}

export const noMovement = { credited: 0, debited: 0, returned: 0, adjusted: 0, groupIn: 0, groupOut: 0, eligible: 0, other: 0, output: 0 } as const

/** Input of a closed period, for shares over a window of several. */
export type PastInput = { readonly period: number; readonly eligible: number; readonly other: number }

/** The accounts that are judged together: one, or those of a declared group. */
export type Pool = {
  readonly rules: BalanceRules
  readonly beginsOn: Day
  /** 0 where none is closed. */
  readonly lastClosed: number
  readonly vintages: readonly Vintage[]
  /** By account, at the close of the last closed period, or as opened. */
  readonly openings: ReadonlyMap<number, number>
  readonly past: readonly PastInput[]
  readonly movements: readonly Movement[]
}

export type AccountFigures = {
  readonly opening: number; readonly credited: number; readonly debited: number; readonly returned: number; readonly adjusted: number
  readonly groupIn: number; readonly groupOut: number; readonly expired: number; readonly closing: number
  readonly eligible: number; readonly other: number; readonly output: number
}

export type PeriodCourse = Omit<AccountFigures, 'groupIn' | 'groupOut'> & {
  readonly period: number; readonly from: Day; readonly to: Day
  /** Eligible and other input of the window that shares are taken of. */
  readonly windowEligible: number; readonly windowOther: number
  /** How far below zero the balance may be inside the period; Infinity where only the close counts. */
  readonly cap: number
  /** What the closing balance must reach; zero or below. */
  readonly floor: number
  readonly days: readonly { readonly on: Day; readonly balance: number }[]
  /** What the period hands on, after the lapse. */
  readonly vintages: readonly Vintage[]
  /** What lapsed at the close, by vintage. */
  readonly lapsed: readonly Vintage[]
  /** What of each vintage was used. */
  readonly used: readonly Vintage[]
  readonly accounts: ReadonlyMap<number, AccountFigures>
}

/** A share of a quantity, rounded down: nobody may claim what is not wholly there. */
const shareDown = (quantity: number, part: number, whole: number): number => whole === 0 ? 0 : Number(BigInt(quantity) * BigInt(part) / BigInt(whole))
const fractionDown = (quantity: number, fraction: string): number => Number(BigInt(quantity) * fractionUnits(fraction) / FRACTION_SCALE)

/** Contained metal times the recovery of the plant, half up. */
export const creditOf = (eligible: number, recovery: string): number => Number(dividedHalfUp(BigInt(eligible) * fractionUnits(recovery), FRACTION_SCALE))

/** First in, first out. @returns what is left, with a debt at `period` where more was taken than there was, and what was used */
export function consumed(vintages: readonly Vintage[], outward: number, period: number): { readonly left: readonly Vintage[]; readonly used: readonly Vintage[] } {
  const byPeriod = new Map<number, number>()
  for (const vintage of vintages) byPeriod.set(vintage.period, (byPeriod.get(vintage.period) ?? 0) + vintage.quantity)
  let rest = outward
  for (const quantity of byPeriod.values()) if (quantity < 0) rest -= quantity
  const [left, used]: [Vintage[], Vintage[]] = [[], []]
  const oldestFirst = [...byPeriod].filter(([, quantity]) => quantity > 0).sort(([a], [b]) => a - b)
  for (const [from, quantity] of oldestFirst) {
    const taken = Math.max(0, Math.min(rest, quantity))
    rest -= taken
    if (taken > 0) used.push({ period: from, quantity: taken })
    if (quantity > taken) left.push({ period: from, quantity: quantity - taken })
  }
  if (rest > 0) left.push({ period, quantity: -rest })
  // More was given back than taken in this period: it has the age of this period.
  if (rest < 0) left.push({ period, quantity: -rest })
  return { left, used }
}

const total = (vintages: readonly Vintage[]): number => vintages.reduce((sum, { quantity }) => sum + quantity, 0)
const sumOf = (movements: readonly Movement[], name: keyof typeof noMovement): number => movements.reduce((sum, one) => sum + one[name], 0)

/** Credits of a vintage may be used up to and with the period this many later; then they lapse. */
const hasLapsed = (vintage: Vintage, closing: number, carryOver: number | null): boolean => carryOver !== null && vintage.quantity > 0 && vintage.period + carryOver <= closing

/** What the credits of a period are: as entered, or by the share of eligible input in what went out. */
function entitlement(rules: BalanceRules, window: { eligible: number; other: number }, output: number): number {
  return rules.method === 'percentage' ? shareDown(Math.max(0, output), window.eligible, window.eligible + window.other) : 0
}

/** A debt that the close before allowed is no new breach; nothing is added to it. */
function capOf({ overdraw }: BalanceRules, eligible: number, opening: number): number {
  if (overdraw.kind === 'until-close') return Number.POSITIVE_INFINITY
  return Math.max(overdraw.kind === 'none' ? 0 : fractionDown(eligible, overdraw.share), 0 - Math.min(0, opening))
}

/** What lapses is taken of the accounts that hold something, in order of their numbers. */
function spread(lapsed: number, closings: ReadonlyMap<number, number>): Map<number, number> {
  const parts = new Map<number, number>()
  let rest = lapsed
  for (const [accountNo, closing] of [...closings].sort(([a], [b]) => a - b)) {
    const part = Math.max(0, Math.min(rest, closing))
    parts.set(accountNo, part)
    rest -= part
  }
  return parts
}

function accountFigures(movements: readonly Movement[], openings: ReadonlyMap<number, number>, entitled: number, lapsed: number): Map<number, AccountFigures> {
  const numbers = [...openings.keys()].sort((a, b) => a - b)
  const own = new Map(numbers.map((accountNo) => [accountNo, movements.filter((one) => one.accountNo === accountNo)]))
  const outputs = numbers.map((accountNo) => Math.max(0, sumOf(own.get(accountNo)!, 'output')))
  const entitledParts = entitled > 0 ? splitWhole(entitled, outputs) : outputs.map(() => 0)
  const figures = new Map(numbers.map((accountNo, index) => {
    const of = own.get(accountNo)!
    const sums = Object.fromEntries(Object.keys(noMovement).map((name) => [name, sumOf(of, name as keyof typeof noMovement)])) as Record<keyof typeof noMovement, number>
    const credited = sums.credited + entitledParts[index]!
    const opening = openings.get(accountNo)!
    return [accountNo, { ...sums, opening, credited, expired: 0, closing: opening + credited - sums.debited + sums.returned + sums.adjusted + sums.groupIn - sums.groupOut }] as const
  }))
  const parts = spread(lapsed, new Map([...figures].map(([accountNo, { closing }]) => [accountNo, closing])))
  return new Map([...figures].map(([accountNo, one]) => [accountNo, { ...one, expired: parts.get(accountNo)!, closing: one.closing - parts.get(accountNo)! }]))
}

function dailyBalances(opening: number, movements: readonly Movement[]): { on: Day; balance: number }[] {
  const byDay = new Map<Day, number>()
  for (const { on, credited, debited, returned, adjusted } of movements) byDay.set(on, (byDay.get(on) ?? 0) + credited - debited + returned + adjusted)
  let balance = opening
  return [...byDay].sort(([a], [b]) => a < b ? -1 : 1).map(([on, change]) => ({ on, balance: balance += change }))
}

/**
 * The course of every period that is not closed, up to one period. Each is computed as if it were closed as it stands, so
 * that what lapses on the way is seen.
 */
export function courseOf(pool: Pool, upTo: number): PeriodCourse[] {
  const { rules, beginsOn } = pool
  const course: PeriodCourse[] = []
  let { vintages, openings } = pool
  const inputs = [...pool.past]
  for (let period = pool.lastClosed + 1; period <= upTo; period++) {
    const movements = pool.movements.filter((one) => one.period === period)
    const [eligible, other, output] = [sumOf(movements, 'eligible'), sumOf(movements, 'other'), sumOf(movements, 'output')]
    inputs.push({ period, eligible, other })
    const first = rules.windowMonths === null ? period : period - Math.max(1, Math.round(rules.windowMonths / rules.periodMonths)) + 1
    const inWindow = inputs.filter((one) => one.period >= first)
    // A correction of a period before the window may bring a sum below nothing: a share is of what came in, and never above all.
    const inputOf = (kind: 'eligible' | 'other'): number => Math.max(0, inWindow.reduce((sum, one) => sum + one[kind], 0))
    const window = { eligible: inputOf('eligible'), other: inputOf('other') }
    const entitled = entitlement(rules, window, output)
    const inward = movements.map(({ vintage, credited, adjusted }): Vintage => ({ period: vintage, quantity: credited + adjusted }))
    const outward = sumOf(movements, 'debited') - sumOf(movements, 'returned')
    const { left, used } = consumed([...vintages, ...inward, { period, quantity: entitled }], outward, period)
    const lapsed = left.filter((vintage) => hasLapsed(vintage, period, rules.carryOverPeriods))
    const kept = left.filter((vintage) => !hasLapsed(vintage, period, rules.carryOverPeriods))
    const opening = total(vintages)
    const accounts = accountFigures(movements, openings, entitled, total(lapsed))
    course.push({
      period, from: periodFrom(beginsOn, rules.periodMonths, period), to: periodTo(beginsOn, rules.periodMonths, period), opening, eligible, other, output,
      credited: sumOf(movements, 'credited') + entitled, debited: sumOf(movements, 'debited'), returned: sumOf(movements, 'returned'), adjusted: sumOf(movements, 'adjusted'),
      expired: total(lapsed), closing: total(kept), windowEligible: window.eligible, windowOther: window.other, cap: capOf(rules, window.eligible, opening),
      // Plus zero, so that nothing is ever minus zero.
      floor: 0 - fractionDown(window.eligible, rules.floorAtCloseShare), days: dailyBalances(opening, movements), vintages: kept, lapsed, used, accounts,
    })
    vintages = kept
    openings = new Map([...accounts].map(([accountNo, { closing }]) => [accountNo, closing]))
  }
  return course
}

/** The first day on which a balance lies below what the profile allows, from a day on. */
export function brokenOn(course: readonly PeriodCourse[], method: BalanceRules['method'], from: Day): { readonly period: PeriodCourse; readonly on: Day; readonly balance: number } | undefined {
  for (const period of course) {
    if (period.to < from) continue
    if (method === 'percentage') {
      const balance = period.closing + period.expired
      if (balance < -period.cap) return { period, on: period.to, balance }
      continue
    }
    const day = period.days.find(({ on, balance }) => on >= from && balance < -period.cap)
    if (day !== undefined) return { period, ...day }
    // A lapse at a close before leaves less than was there.
    if (period.from > from && period.opening < -period.cap) return { period, on: period.from, balance: period.opening }
  }
  return undefined
}

const withDebit = (pool: Pool, accountNo: number, period: number, on: Day, quantity: number): Pool =>
  ({ ...pool, movements: [...pool.movements, { ...noMovement, accountNo, period, on, vintage: period, debited: quantity }] })

/** The last period with a movement, or the one asked for. */
export const lastPeriodOf = (pool: Pool, period: number): number => pool.movements.reduce((last, one) => Math.max(last, one.period), period)

/**
 * How much may still be claimed on a day: the largest debit that breaks no law on that day or any later one. Where only
 * the close counts, what is there now.
 */
export function leftOn(pool: Pool, accountNo: number, period: number, on: Day): number {
  const upTo = lastPeriodOf(pool, period)
  const course = courseOf(pool, upTo)
  const own = course.find((one) => one.period === period)!
  const end = own.closing + own.expired
  const cap = Number.isFinite(own.cap) ? own.cap : 0
  const before = own.days.filter((day) => day.on <= on).at(-1)?.balance ?? own.opening
  const lows = pool.rules.method === 'percentage' ? [end] : [before, ...own.days.filter((day) => day.on > on).map(({ balance }) => balance)]
  const most = Math.max(0, Math.min(...lows) + cap)
  if (!Number.isFinite(own.cap) || upTo === period) return most
  const holds = (quantity: number): boolean => brokenOn(courseOf(withDebit(pool, accountNo, period, on, quantity), upTo), pool.rules.method, on) === undefined
  if (holds(most)) return most
  let [low, high] = [0, most]
  while (low + 1 < high) { const middle = Math.floor((low + high) / 2); if (holds(middle)) low = middle; else high = middle }
  return low
}
