// Crediting: what a credit rests on, whether its supplier was eligible, and that no tonne is credited twice (custody notes 2.2,
// invariants 16 to 19).
import type { Context } from '#src/access/context.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { Day } from '#src/kernel/time.ts'
import { hasAccountAt, holdSupplier } from './balance-account.store.ts'
import type { HeldAccount } from './balance-account.ts'
import { creditOf } from './balance.ts'
import { blankEntry, decideKind, decideModel, openPeriod, type NewEntry } from './balance-entry.ts'
import { creditsOfShipment, entryOfLine, takeSource, type HeldEntry } from './balance-entry.store.ts'
import { spokenMass } from './balance-period.ts'
import { accountFor, accountRow, addEntry, massIn, poolOf, withEntry, type HeldPool } from './balance-pool.handlers.ts'
import { fromSenders, holdBook, receiptOf, type Receipt } from './balance-receipt.store.ts'
import { isSourceOfMinedMetal, missingStanding, siteNameOf } from './balance-standing.ts'
import type { CreditSource } from './balance.contract.ts'
import type { CustodyModel, ScrapClass } from './custody-model.ts'
import { lotIdOf, lotIdParts } from './lot.ts'
import { meet } from './shipment.store.ts'

/** What a credit rests on, looked up. */
export type Ground = {
  readonly restsOn: 'lot' | 'paper' | 'statement'
  readonly ref: string
  readonly contained: number
  readonly suppliers: readonly string[]
  readonly supplierName: string | null
  readonly shipment: string | null
  readonly model: CustodyModel
  readonly scrapClass: ScrapClass | null
  readonly document: string | null
  /** When it changed hands, where that is not the day of the credit. */
  readonly transferredOn?: Day
}
export type CreditAsk = {
  readonly on: Day
  readonly ground: Ground
  readonly eligible: number
  readonly recovery: string | undefined
  readonly recoveryDocument: string | undefined
  readonly note: string | null
  readonly lineRef: string | null
  readonly lineText: string | null
}

/** The lot as the book has it, which neither takes it back nor links it otherwise until this transaction ends. */
async function heldReceipt(ctx: Context, { organisationId, metal }: HeldAccount, lot: string): Promise<Receipt | undefined> {
  await holdBook(ctx.sql, organisationId)
  // The shipment a receipt is linked to lies in the sender's book; of it only the place and the number are read.
  return ctx.acrossBooks(async (sql) => {
    const seen = await receiptOf(sql, organisationId, lot, metal)
    if (seen === undefined || seen.sent.length === 0) return seen
    await meet(sql, seen.sent.map(({ shipment }) => { const { organisationId: sender, ref } = lotIdParts(shipment); return { organisationId: sender, shipment: ref } }))
    return receiptOf(sql, organisationId, lot, metal)
  })
}

async function groundOfLot(ctx: Context, account: HeldAccount, lot: string): Promise<Ground> {
  const receipt = await heldReceipt(ctx, account, lot)
  if (receipt === undefined) throw new Refused(refuse('source-lot-absent', `The book has no lot ${lot} that holds ${account.metal}.`))
  if (receipt.siteId !== account.siteId) throw new Refused(refuse('source-lot-elsewhere', `The lot ${lot} came in at ${receipt.siteId}; this account is of ${account.siteId}.`))
  if (receipt.kind !== 'receive' && receipt.kind !== 'extract') throw new Refused(refuse('source-lot-not-received', `The lot ${lot} was made here of other lots. Credit those that came in.`))
  if (receipt.on < account.beginsOn) throw new Refused(refuse('entry-before-account', `The lot ${lot} came in on ${receipt.on}, and the account begins on ${account.beginsOn}: it belongs into the opening balance.`))
  const declared = receipt.origin?.kind === 'site' ? [receipt.origin.siteId] : []
  const suppliers = receipt.kind === 'extract' ? [account.siteId] : receipt.sent.length > 0 ? receipt.sent.map(({ siteId }) => siteId) : declared
  const scrapped = receipt.origin?.kind === 'scrap' ? receipt.origin.scrapClass : null
  return {
    restsOn: 'lot', ref: lotIdOf(account.organisationId, lot), contained: account.characteristic === 'awarded-mined' ? fromSenders(receipt) : receipt.contained, suppliers, supplierName: null, shipment: receipt.sent[0]?.shipment ?? null, model: receipt.model,
    scrapClass: receipt.scrapClass ?? scrapped, document: lot,
  }
}

/** @throws Refused where the book has no such lot here */
export async function groundOf(ctx: Context, account: HeldAccount, source: CreditSource): Promise<Ground> {
  if (source.kind === 'lot') return groundOfLot(ctx, account, source.lot)
  return {
    restsOn: 'paper', ref: `${account.organisationId}:${source.delivery}`, contained: massIn(account, source.contained), suppliers: source.supplierSite === undefined ? [] : [source.supplierSite],
    supplierName: source.supplierName ?? null, shipment: null, model: source.model, scrapClass: source.scrapClass ?? null, document: source.document ?? null,
  }
}

/** Mined metal: who sent it, whether that was eligible on the day, and whether it must come with a statement. */
async function checkSuppliers(ctx: Context, account: HeldAccount, { restsOn, suppliers, shipment }: Pick<Ground, 'restsOn' | 'suppliers' | 'shipment'>, on: Day): Promise<void> {
  const { rules, profile, metal, characteristic, siteId } = account
  if (suppliers.length === 0) throw new Refused(refuse('supplier-unknown', 'It is not known which site sent this metal. Link the receipt to its shipment, or name the site.'))
  const facts = await ctx.facts()
  for (const supplier of suppliers) {
    const missing = missingStanding(facts, supplier, rules.supplierNeeds, metal, on)
    if (missing !== undefined) {
      throw new Refused(refuse('supplier-not-eligible', `On ${on}, ${siteNameOf(facts, supplier)} (${supplier}) did not surely hold what this profile asks for: no ${missing === 'mark' ? `mark for ${metal}` : `${missing} status`} is known for that day.`))
    }
    if (restsOn === 'statement') continue
    if (supplier !== siteId) await holdSupplier(ctx.sql, { siteId: supplier, profile, metal, characteristic })
    if (supplier !== siteId && await hasAccountAt(ctx.sql, supplier, profile, metal, characteristic)) {
      throw new Refused(refuse('statement-needed', `${siteNameOf(facts, supplier)} keeps an account of its own for this metal: ask it for a transfer statement and accept that.`))
    }
    if (!isSourceOfMinedMetal(facts, supplier)) {
      throw new Refused(refuse('statement-needed', `${siteNameOf(facts, supplier)} is no mine: what it ships is of many. ${supplier === siteId ? 'Credit what it received, by who sent it' : 'Ask it for a transfer statement and accept that'}.`))
    }
  }
  if (shipment !== null && restsOn === 'lot' && await isStated(ctx, account, shipment)) {
    throw new Refused(refuse('source-already-credited', `The shipment ${shipment} was credited by its transfer statement.`))
  }
}

const isStated = async (ctx: Context, account: HeldAccount, shipment: string): Promise<boolean> =>
  (await creditsOfShipment(ctx.sql, shipment, { accountNos: [account.accountNo] })).some(({ restsOn }) => restsOn === 'statement')

async function checkGround(ctx: Context, account: HeldAccount, ask: CreditAsk): Promise<void> {
  const { ground, on } = ask
  orRefuse(decideKind(account.characteristic, ground.scrapClass))
  orRefuse(decideModel(account.model, ground.model))
  if (account.characteristic === 'awarded-mined') await checkSuppliers(ctx, account, ground, ground.transferredOn ?? on)
  else if (ground.document === null) throw new Refused(refuse('scrap-evidence-missing', 'Name the declaration or the assay that shows the class of this scrap.'))
  if (ask.recovery !== undefined && ask.recovery !== account.recovery && ask.recoveryDocument === undefined) {
    throw new Refused(refuse('recovery-undocumented', `The account's recovery is ${account.recovery}. Name the document that shows ${ask.recovery}.`))
  }
  if (ask.recovery !== undefined && Number(ask.recovery) === 0) throw new Refused(refuse('recovery-undocumented', 'A recovery lies above 0.'))
  if (ask.eligible > ground.contained) {
    throw new Refused(refuse('credit-above-source', `${spokenMass(ask.eligible, account.unit)} are asked of ${ground.ref}, which holds ${spokenMass(ground.contained, account.unit)}.`))
  }
}

/**
 * How much may rest on the lot of a credit as the book has it now: it may have been weighed, or linked, since. A paper holds what
 * it did; its supplier may keep an account by now.
 * @returns null of a paper
 * @throws Refused
 */
export async function containedNow(ctx: Context, account: HeldAccount, { restsOn, restsRef, supplierSite, on }: HeldEntry): Promise<number | null> {
  if (restsOn === 'paper') {
    if (account.characteristic === 'awarded-mined' && supplierSite !== null) await checkSuppliers(ctx, account, { restsOn, suppliers: [supplierSite], shipment: null }, on)
    return null
  }
  const ground = await groundOfLot(ctx, account, lotIdParts(restsRef!).ref)
  if (account.characteristic === 'awarded-mined') await checkSuppliers(ctx, account, ground, on)
  return ground.contained
}

/** @returns what the pool is with the credit in it. @throws Refused */
export async function creditHeld(ctx: Context, account: HeldAccount, held: HeldPool, ask: CreditAsk): Promise<{ readonly held: HeldPool; readonly entryId: string; readonly entry: NewEntry }> {
  const period = orRefuse(openPeriod(held.pool, ask.on, ctx.today))
  await checkGround(ctx, account, ask)
  const { ground } = ask
  const { profile, metal, characteristic, unit } = account
  const taken = await takeSource(ctx.sql, { profile, metal, source: `${ground.restsOn}:${ground.ref}` }, characteristic, ask.eligible, ground.contained)
  if (taken.state === 'already') throw new Refused(refuse('source-already-credited', `The ${ground.restsOn} ${ground.ref} was credited for this characteristic before.`))
  if (taken.state === 'above') {
    throw new Refused(refuse('credit-above-source', `${ground.ref} holds ${spokenMass(taken.contained, unit)}, of which ${spokenMass(taken.credited, unit)} are credited. At most the rest can be.`))
  }
  const recovery = ground.restsOn === 'statement' ? '1' : ask.recovery ?? account.recovery
  const entry: NewEntry = {
    ...blankEntry, kind: 'credit', on: ask.on, period, vintage: period, eligible: ask.eligible, amount: account.rules.method === 'credit' ? creditOf(ask.eligible, recovery) : 0, recovery,
    recoveryDocument: ask.recoveryDocument ?? (ground.restsOn === 'statement' ? null : account.recoveryDocument), restsOn: ground.restsOn, restsRef: ground.ref, supplierSite: ground.suppliers[0] ?? null, supplierName: ground.supplierName,
    shipment: ground.shipment, model: ground.model, scrapClass: ground.scrapClass, document: ground.document, note: ask.note, lineRef: ask.lineRef, lineText: ask.lineText,
  }
  const added = await addEntry(ctx, account, entry)
  if (added === undefined) throw new Refused(refuse('source-already-credited', `${ground.ref} was credited before.`))
  return { held: withEntry(held, account.accountNo, entry), entryId: added.entryId, entry }
}

/** The line as it was entered before. @throws Refused `entry-ref-taken` where the reference stands for other contents */
export async function knownLine(ctx: Context, account: HeldAccount, lineRef: string | undefined, lineText: string): Promise<HeldEntry | undefined> {
  const known = lineRef === undefined ? undefined : await entryOfLine(ctx.sql, account.accountNo, lineRef)
  if (known !== undefined && known.lineText !== lineText) throw new Refused(refuse('entry-ref-taken', `The reference ${lineRef} was entered on ${known.on} with other contents.`))
  return known
}

/** Answers an entry of one account with how it now stands. */
export async function answered(ctx: Context, account: HeldAccount, held: HeldPool, entryId: string, isNew: boolean, profileTitle: string) {
  return { entryId, isNew, account: accountRow(ctx, await ctx.facts(), account, held, profileTitle) }
}

export async function heldFor(ctx: Context, accountId: string, permit = 'balance:write'): Promise<{ account: HeldAccount; held: HeldPool }> {
  const account = await accountFor(ctx, accountId, permit)
  const held = await poolOf(ctx, account, true)
  return { account: held.accounts.find(({ accountNo }) => accountNo === account.accountNo)!, held }
}
