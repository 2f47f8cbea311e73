// Claiming: each claim debits exactly one account once, and what is taken back is given back to it once (custody invariants 13
// to 15). `debitForClaim` and `returnForClaim` are the way of claims into an account.
import type { Context } from '#src/access/context.ts'
import type { Mass } from '#src/kernel/mass.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { Day } from '#src/kernel/time.ts'
import { accountsByNo } from './balance-account.store.ts'
import type { HeldAccount } from './balance-account.ts'
import { leftOn } from './balance.ts'
import { blankEntry, decideDebit, openPeriod, type NewEntry, type RestsOn } from './balance-entry.ts'
import { debitOf, returnOf, type HeldEntry } from './balance-entry.store.ts'
import { spokenMass, writtenMass } from './balance-period.ts'
import { addEntry, currentPeriod, massIn, poolOf, withEntry, type HeldPool } from './balance-pool.handlers.ts'
import { heldFor } from './balance-credit.handlers.ts'
import { missingStanding, siteNameOf } from './balance-standing.ts'

export type DebitAsk = {
  readonly on: Day
  readonly quantity: number
  readonly restsOn: Extract<RestsOn, 'claim' | 'document' | 'statement'>
  readonly restsRef: string
  readonly document: string | null
  readonly note: string | null
  readonly lineRef: string | null
  readonly lineText: string | null
}

/** @throws Refused `owner-not-eligible` */
async function checkOwner(ctx: Context, { siteId, rules, metal, characteristic }: HeldAccount, on: Day): Promise<void> {
  if (characteristic !== 'awarded-mined') return
  const facts = await ctx.facts()
  const missing = missingStanding(facts, siteId, rules.ownerNeeds, metal, on)
  if (missing !== undefined) {
    throw new Refused(refuse('owner-not-eligible', `On ${on}, ${siteNameOf(facts, siteId)} (${siteId}) did not surely hold what this profile asks of whoever claims or hands on: ${missing === 'mark' ? `a mark for ${metal}` : `a ${missing} status`}.`))
  }
}

/** @returns what the pool is with the debit in it. @throws Refused */
export async function debitHeld(ctx: Context, account: HeldAccount, held: HeldPool, ask: DebitAsk): Promise<{ readonly held: HeldPool; readonly entryId: string; readonly entry: NewEntry }> {
  const period = orRefuse(openPeriod(held.pool, ask.on, ctx.today))
  const first = await debitOf(ctx.sql, ask.restsOn, ask.restsRef)
  if (first !== undefined) throw twice(ask, account, first)
  await checkOwner(ctx, account, ask.on)
  orRefuse(decideDebit(held.pool, account.accountNo, period, ask.on, ask.quantity, account.unit))
  const entry: NewEntry = {
    ...blankEntry, kind: 'debit', on: ask.on, period, vintage: period, amount: -ask.quantity, restsOn: ask.restsOn, restsRef: ask.restsRef, document: ask.document, model: account.model,
    note: ask.note, lineRef: ask.lineRef, lineText: ask.lineText,
  }
  const added = await addEntry(ctx, account, entry)
  if (added === undefined) throw twice(ask, account, undefined)
  return { held: withEntry(held, account.accountNo, entry), entryId: added.entryId, entry }
}

/** Says of the first claim what this account may see of it. */
function twice({ restsOn, restsRef }: DebitAsk, account: HeldAccount, first: HeldEntry | undefined): Refused {
  const name = restsOn === 'document' ? restsRef.slice(restsRef.indexOf(':') + 1) : restsRef
  const how = first === undefined ? '' : first.accountNo === account.accountNo ? `: ${spokenMass(-first.amount, account.unit)} on ${first.on}` : ' from another account'
  return new Refused(refuse('claim-already-debited', `The ${restsOn} ${name} was claimed already${how}. What was claimed once is not claimed again, also not where it was taken back. Name the ${restsOn} of the new claim.`))
}

/** Gives a debit back: where its period is open, as if it had not been; else as credits of the age they had. */
export async function returnHeld(ctx: Context, account: HeldAccount, held: HeldPool, restsOn: DebitAsk['restsOn'], restsRef: string, note: string): Promise<{ readonly held: HeldPool; readonly entryId: string }> {
  const debit = await debitOf(ctx.sql, restsOn, restsRef)
  if (debit === undefined || debit.accountNo !== account.accountNo) throw new Refused(refuse('claim-not-debited', `Nothing was debited for the ${restsOn} ${restsRef}.`))
  const before = await returnOf(ctx.sql, debit.entryNo)
  if (before !== undefined) return { held, entryId: before.entryId }
  const isOpen = debit.period > held.pool.lastClosed
  const period = isOpen ? debit.period : currentPeriod(held, ctx.today)
  const on = isOpen ? debit.on : ctx.today
  const entry: NewEntry = { ...blankEntry, kind: 'return', on, period, vintage: debit.period, amount: -debit.amount, restsOn: 'correction', restsRef, corrects: debit.entryNo, note }
  const added = await addEntry(ctx, account, entry)
  return { held: withEntry(held, account.accountNo, entry), entryId: added!.entryId }
}

export type ClaimDebit = { readonly accountId: string; readonly claimId: string; readonly on: Day; readonly quantity: Mass; readonly document?: string; readonly note?: string }

/**
 * Debits an account for a claim. Whoever asks must be let in by the claim's own policy as well; the account is asked here.
 * @returns what is left afterwards, and how the account stands: profile, model, characteristic, period
 * @throws Refused `balance-account-absent`, `balance-overdrawn`, `claim-above-share`, `claim-already-debited`, `owner-not-eligible`, `period-closed`,
 * `entry-before-account`, `entry-in-future`, `mass-not-countable`
 */
export async function debitForClaim(ctx: Context, { accountId, claimId, on, quantity, document, note }: ClaimDebit): Promise<{ readonly entryId: string; readonly account: HeldAccount; readonly quantity: string; readonly left: string; readonly period: number }> {
  const { account, held } = await heldFor(ctx, accountId)
  const asked = massIn(account, quantity)
  const done = await debitHeld(ctx, account, held, { on, quantity: asked, restsOn: 'claim', restsRef: claimId, document: document ?? null, note: note ?? null, lineRef: null, lineText: null })
  ctx.record({ kind: 'balance.debited', subject: accountId, isPublic: false, body: { entryId: done.entryId, on, quantity: writtenMass(asked, account.unit), restsOn: 'claim', restsRef: claimId } })
  return { entryId: done.entryId, account, quantity: writtenMass(asked, account.unit), left: writtenMass(leftOn(done.held.pool, account.accountNo, done.entry.period, on), account.unit), period: done.entry.period }
}

/** Gives back what a claim took; the claim stays used for ever. @throws Refused `claim-not-debited` */
export async function returnForClaim(ctx: Context, claimId: string, reason: string): Promise<{ readonly entryId: string; readonly accountId: string }> {
  const debit = await debitOf(ctx.sql, 'claim', claimId)
  if (debit === undefined) throw new Refused(refuse('claim-not-debited', `Nothing was debited for the claim ${claimId}.`))
  const account = (await accountsByNo(ctx.sql, [debit.accountNo])).get(debit.accountNo)!
  const held = await poolOf(ctx, account, true)
  const { entryId } = await returnHeld(ctx, account, held, 'claim', claimId, reason)
  ctx.record({ kind: 'balance.returned', subject: account.accountId, isPublic: false, body: { entryId, restsOn: 'claim', restsRef: claimId, reason } })
  return { entryId, accountId: account.accountId }
}
