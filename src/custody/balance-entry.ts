// Entries of balance accounts, and what the law says to one before it is written (custody notes 2.2, invariants 12, 13, 16 to
// 19 and 21). Pure: whoever writes holds the accounts, decides by these, and saves.
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import type { Fraction, Quantum } from '#src/kernel/mass.ts'
import { Day } from '#src/kernel/time.ts'
import { brokenOn, courseOf, lastPeriodOf, leftOn, noMovement, type Movement, type PeriodCourse, type Pool } from './balance.ts'
import { periodFrom, periodOn, periodTo, spokenMass } from './balance-period.ts'
import type { Characteristic } from './balance-profile.ts'
import { isStricter, type CustodyModel, type ScrapClass } from './custody-model.ts'

export const EntryKind = z.enum(['credit', 'debit', 'return', 'throughput', 'adjustment', 'group-in', 'group-out', 'entitlement', 'expiry'])
export type EntryKind = z.infer<typeof EntryKind>
export const RestsOn = z.enum(['lot', 'paper', 'statement', 'claim', 'document', 'group', 'close', 'correction'])
export type RestsOn = z.infer<typeof RestsOn>

/** A new entry; whole quanta, `amount` is its effect on the balance. */
export type NewEntry = {
  readonly kind: EntryKind
  readonly on: Day
  readonly period: number
  readonly vintage: number
  readonly amount: number
  readonly eligible: number
  readonly other: number
  readonly output: number
  readonly recovery: Fraction | null
  readonly recoveryDocument: string | null
  readonly restsOn: RestsOn | null
  readonly restsRef: string | null
  readonly lineRef: string | null
  readonly lineText: string | null
  readonly supplierSite: string | null
  readonly supplierName: string | null
  readonly shipment: string | null
  readonly model: CustodyModel | null
  readonly scrapClass: ScrapClass | null
  readonly document: string | null
  /** `entry_no` of what it corrects. */
  readonly corrects: number | null
  readonly note: string | null
}

export const blankEntry = {
  amount: 0, eligible: 0, other: 0, output: 0, recovery: null, recoveryDocument: null, restsOn: null, restsRef: null, lineRef: null, lineText: null, supplierSite: null,
  supplierName: null, shipment: null, model: null, scrapClass: null, document: null, corrects: null, note: null,
} as const

/** What an entry adds to the sums the law looks at. A return in a later period grows the credits of the period it was taken in. */
export function movementOf(accountNo: number, entry: Pick<NewEntry, 'kind' | 'on' | 'period' | 'vintage' | 'amount' | 'eligible' | 'other' | 'output'>): Movement {
  const { kind, on, period, vintage, amount, eligible, other, output } = entry
  const base = { ...noMovement, accountNo, period, on, vintage, eligible, other, output }
  switch (kind) {
    case 'credit': case 'entitlement': return { ...base, credited: amount }
    case 'debit': return { ...base, debited: -amount }
    case 'return': return vintage === period ? { ...base, returned: amount } : { ...base, adjusted: amount }
    case 'adjustment': return { ...base, adjusted: amount }
    case 'group-in': return { ...base, groupIn: amount }
    case 'group-out': return { ...base, groupOut: -amount }
    case 'throughput': case 'expiry': return base
  }
}

/** The open period a day lies in. */
export function openPeriod(pool: Pick<Pool, 'beginsOn' | 'lastClosed' | 'rules'>, on: Day, today: Day): Outcome<number> {
  const { beginsOn, lastClosed, rules: { periodMonths } } = pool
  const period = periodOn(beginsOn, periodMonths, on)
  if (period < 1) return deny(refuse('entry-before-account', `The account begins on ${beginsOn}; ${on} lies before it. What was there before belongs into the opening balance.`))
  if (on > today) return deny(refuse('entry-in-future', `${on} has not come yet. Enter what happened, on the day it happened.`))
  if (period <= lastClosed) {
    const [from, to] = [periodFrom(beginsOn, periodMonths, period), periodTo(beginsOn, periodMonths, period)]
    return deny(refuse('period-closed', `The period from ${from} to ${to} is closed for good. Enter a correction on a day from ${periodFrom(beginsOn, periodMonths, lastClosed + 1)} on, and name the entry it corrects.`))
  }
  return accept(period)
}

const sentence = (asked: number, left: number, period: PeriodCourse, unit: Quantum): string => {
  const say = (quanta: number): string => spokenMass(quanta, unit)
  const parts = [`opening ${say(period.opening)}`, `+ credited ${say(period.credited + period.adjusted)}`, `- claimed ${say(period.debited - period.returned)}`]
  return `You asked for ${say(asked)} and ${say(left)} are left in this period (${parts.join(' ')}; ${period.from} to ${period.to}).`
}

/** A claim or an outgoing statement: is so much there, on that day and on every later one? */
export function decideDebit(pool: Pool, accountNo: number, period: number, on: Day, quantity: number, unit: Quantum): Outcome<Movement> {
  const movement: Movement = { ...noMovement, accountNo, period, on, vintage: period, debited: quantity }
  const upTo = lastPeriodOf(pool, period)
  if (brokenOn(courseOf({ ...pool, movements: [...pool.movements, movement] }, upTo), pool.rules.method, on) === undefined) return accept(movement)
  const now = courseOf(pool, upTo).find((one) => one.period === period)!
  const left = leftOn(pool, accountNo, period, on)
  const words = sentence(quantity, left, now, unit)
  if (pool.rules.method === 'percentage') {
    const all = now.windowEligible + now.windowOther
    const share = all === 0 ? '0' : (Number(BigInt(now.windowEligible) * 100_000_000n / BigInt(all)) / 1_000_000).toFixed(6)
    return deny(refuse('claim-above-share', `${words} ${share} % of the input is eligible, and ${spokenMass(now.output, unit)} went out. Claim less, or enter the output that is missing.`))
  }
  return deny(refuse('balance-overdrawn', `${words} Claim less, or first enter the receipts that are missing.`))
}

/** Any other entry that lowers a balance, such as a correction: nothing claimed may lose its ground. */
export function decideChange(pool: Pool, movement: Movement, unit: Quantum): Outcome<Movement> {
  const upTo = lastPeriodOf(pool, movement.period)
  const broken = brokenOn(courseOf({ ...pool, movements: [...pool.movements, movement] }, upTo), pool.rules.method, movement.on)
  const lowersShare = pool.rules.method === 'percentage' && (movement.eligible < 0 || movement.output < 0 || movement.other > 0)
  if (broken === undefined || (movement.adjusted >= 0 && !lowersShare)) return accept(movement)
  return deny(refuse('balance-overdrawn', `With this correction the balance would be ${spokenMass(broken.balance, unit)} on ${broken.on}: more is claimed than would be there. `
    + 'Take back a claim or a statement first, or enter the receipts that are missing.'))
}

const SCRAP: Readonly<Record<Exclude<Characteristic, 'awarded-mined'>, ScrapClass>> = { 'recycled-pre-consumer': 'pre-consumer', 'recycled-post-consumer': 'post-consumer' }

/** Mined, pre-consumer and post-consumer metal are never one characteristic; internal scrap is none. */
export function decideKind(characteristic: Characteristic, scrapClass: ScrapClass | null): Outcome<true> {
  if (scrapClass === 'internal') {
    return deny(refuse('internal-scrap-not-eligible', 'Scrap that is melted again in the same plant is no recycled content and no mined metal: it is credited nowhere.'))
  }
  const wanted = characteristic === 'awarded-mined' ? null : SCRAP[characteristic]
  if (wanted === scrapClass) return accept(true)
  return deny(refuse('characteristic-mismatch', scrapClass === null
    ? `This account counts ${wanted} scrap, and what came in is not named as scrap. State its class, or credit it to the account of mined metal.`
    : `What came in is ${scrapClass} scrap; this account counts ${characteristic === 'awarded-mined' ? 'mined metal' : `${wanted} scrap`}. Credit it to the account of its own kind.`))
}

/** Nothing is claimed under a stricter model than it came in under. */
export function decideModel(account: CustodyModel, came: CustodyModel): Outcome<true> {
  return isStricter(account, came)
    ? deny(refuse('model-too-weak', `The account stands under ${account}, what came in under ${came}, which is looser. Credit it to an account under ${came}, or a looser model.`))
    : accept(true)
}

/** Why a period cannot be closed now. */
export function decideClose(period: PeriodCourse, today: Day, unit: Quantum): Outcome<PeriodCourse> {
  if (period.to >= today) return deny(refuse('period-running', `The period ends on ${period.to}. It can be closed from the day after.`))
  const end = period.closing + period.expired
  if (end < period.floor) {
    return deny(refuse('close-below-floor', `The balance at the close would be ${spokenMass(end, unit)}; this profile asks for at least ${spokenMass(period.floor, unit)}. `
      + `${spokenMass(period.floor - end, unit)} are missing: enter the receipts that are missing, or take claims back.`))
  }
  return accept(period)
}
