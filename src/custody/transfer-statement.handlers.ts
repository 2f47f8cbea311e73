// Transfer statements: issued, accepted, voided, checked.
import { acrossBooks } from '#src/access/across-books.ts'
import { actorRef } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { canOn } from '#src/access/policy.ts'
import { awardFact } from '#src/awards/award.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { fromCursor, toCursor } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { Day } from '#src/kernel/time.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { participantsOf } from '#src/parties/participant.store.ts'
import { siteFact } from '#src/parties/site.ts'
import { accountsByNo } from './balance-account.store.ts'
import type { HeldAccount } from './balance-account.ts'
import type { Characteristic } from './balance-profile.ts'
import { profileTitle, type Profiles } from './balance-profiles.ts'
import { creditHeld, heldFor, type Ground } from './balance-credit.handlers.ts'
import { debitHeld, returnHeld } from './balance-debit.handlers.ts'
import { creditsOfShipment } from './balance-entry.store.ts'
import { periodFrom, periodTo, spokenMass, writtenMass } from './balance-period.ts'
import { accountFor, massIn, poolOf } from './balance-pool.handlers.ts'
import { shippedOf } from './balance-receipt.store.ts'
import { siteNameOf } from './balance-standing.ts'
import type { ScrapClass } from './custody-model.ts'
import { knownOrganisations } from './handover-check.handlers.ts'
import { meet } from './shipment.store.ts'
import { answerable, StatementDocument, standingOf, statementNumberFrom, type HeldStatement, type StatementRequest, type StatementView } from './transfer-statement.ts'
import { acceptedStatement, insertStatement, readStatement, statedOfShipment, statementsNear, voidedStatement } from './transfer-statement.store.ts'
import type { transferStatementContract } from './transfer-statement.contract.ts'

const statementAbsent = (number: string): Refused => new Refused(refuse('transfer-statement-absent', `There is no transfer statement ${number} that this account may see.`))

const isIssuer = (ctx: Context, one: HeldStatement): boolean => canOn(ctx.actor, 'balance:read', { organisationId: one.organisationId, siteId: one.siteId })
const isReceiver = (ctx: Context, one: HeldStatement): boolean => one.toOrganisationId !== null
  && canOn(ctx.actor, 'balance:read', { organisationId: one.toOrganisationId, ...(one.toSiteId === null ? {} : { siteId: one.toSiteId }) })

/** @throws Refused `transfer-statement-absent` */
export async function statementFor(ctx: Context, number: string, isForUpdate = false): Promise<HeldStatement> {
  const one = await readStatement(ctx.sql, number, isForUpdate)
  if (one === undefined || !(isIssuer(ctx, one) || isReceiver(ctx, one))) throw statementAbsent(number)
  return one
}

/** Where anybody who holds the paper learns whether it stands. */
export const checkAddress = (publicUrl: string, { number, digest }: Pick<HeldStatement, 'number' | 'digest'>): string => `${publicUrl}/statement-check/${number}/${digest}`

function statementView(ctx: Context, one: HeldStatement, accepted: HeldAccount | undefined): StatementView {
  const [issuer, receiver] = [isIssuer(ctx, one), isReceiver(ctx, one)]
  const isOpen = one.state === 'issued'
  const may = (organisationId: string, siteId: string | null): boolean => isOpen && canOn(ctx.actor, 'transfer-statement:write', { organisationId, ...(siteId === null ? {} : { siteId }) })
  return {
    number: one.number, state: one.state, role: issuer && receiver ? 'both' : issuer ? 'issuer' : 'receiver', digest: one.digest, checkAddress: checkAddress(ctx.publicUrl, one),
    // The receiver learns what stands on the paper; the number of the issuer's account is the issuer's own.
    document: issuer ? one.document : { ...one.document, accountId: '' },
    acceptedAccountId: receiver ? accepted?.accountId ?? null : null, answeredAt: one.answeredAt, voidReason: one.voidReason, supersededBy: one.supersededBy,
    mayAccept: one.toOrganisationId !== null && may(one.toOrganisationId, one.toSiteId), mayVoid: may(one.organisationId, one.siteId),
  }
}

/** @throws Refused `transfer-statement-absent` */
export async function statementViewFor(ctx: Context, number: string): Promise<StatementView> {
  const one = await statementFor(ctx, number)
  const accepted = one.acceptedAccountNo === null ? undefined : (await accountsByNo(ctx.sql, [one.acceptedAccountNo])).get(one.acceptedAccountNo)
  return statementView(ctx, one, accepted)
}

async function organisationName(ctx: Context, organisationId: string): Promise<string> {
  return (await participantsOf(ctx.sql, [organisationId])).get(organisationId)?.name ?? (await ctx.facts()).of(organisationFact).get(organisationId)?.value.name ?? organisationId
}

async function party(ctx: Context, organisationId: string | null, name: string | null, siteId: string | null, country: string | null) {
  const facts = await ctx.facts()
  const site = siteId === null ? undefined : facts.of(siteFact).get(siteId)?.value
  return {
    name: name ?? await organisationName(ctx, organisationId!), organisationId, siteId, siteName: siteId === null ? null : siteNameOf(facts, siteId), country: site?.country ?? country,
  }
}

/** Awards of the issuing site that were in force on the day. */
async function certificatesOf(ctx: Context, { siteId, metal }: HeldAccount, day: Day) {
  return [...(await ctx.facts()).of(awardFact)].filter(([, { value }]) => value.siteId === siteId && value.mark === metal && value.issuedOn <= day && day <= value.validUntil
    && value.history.filter(({ on }) => on <= day).at(-1)?.state === 'in-force').map(([id, { value }]) => ({ register: 'mark', id, validUntil: value.validUntil }))
}

/** The shipment a statement travels with: of this book and site, to this receiver, and not stated beyond what it holds. */
async function shipmentOf(ctx: Context, account: HeldAccount, ref: string, quantity: number, toOrganisationId: string | null): Promise<{ key: string; lots: readonly string[] }> {
  // Two accounts state one shipment one after the other, so that the second sees what the first left.
  await meet(ctx.sql, [{ organisationId: account.organisationId, shipment: ref }])
  const shipped = await shippedOf(ctx.sql, account.organisationId, ref, account.metal)
  if (shipped === undefined || shipped.siteId !== account.siteId) throw new Refused(refuse('statement-shipment-absent', `The book has no shipment ${ref} from ${account.siteId}.`))
  if (shipped.toOrganisationId !== null && toOrganisationId !== shipped.toOrganisationId) throw new Refused(refuse('statement-for-another', `The shipment ${ref} goes to another receiver than the statement.`))
  const key = `${account.organisationId}:${ref}`
  const stated = await statedOfShipment(ctx.sql, key, account.metal, account.profile)
  if (stated + quantity > shipped.contained) {
    throw new Refused(refuse('statement-above-shipment', `The shipment ${ref} holds ${spokenMass(shipped.contained, account.unit)} ${account.metal}; ${spokenMass(stated, account.unit)} are stated already.`))
  }
  return { key, lots: shipped.lots }
}

/** @throws Refused `transfer-statement-absent`, `statement-not-void` */
async function checkReplaced(ctx: Context, account: HeldAccount, number: string): Promise<void> {
  const old = await readStatement(ctx.sql, number)
  if (old === undefined || old.organisationId !== account.organisationId) throw statementAbsent(number)
  if (old.state !== 'void' || old.supersededBy !== null) throw new Refused(refuse('statement-not-void', old.supersededBy === null ? `The statement ${number} still stands: void it first.` : `The statement ${number} was replaced by ${old.supersededBy}.`))
}

async function documentOf(ctx: Context, profiles: Profiles, account: HeldAccount, request: StatementRequest, made: { number: string; quantity: number; shipment: string | null; lots: readonly string[]; period: number; isSimulated: boolean }): Promise<StatementDocument> {
  const { rules, beginsOn, unit } = account
  const to = 'organisationId' in request.to ? await party(ctx, request.to.organisationId, null, request.to.siteId ?? null, null) : await party(ctx, null, request.to.name, null, request.to.country ?? null)
  return {
    number: made.number, profile: account.profile, profileVersion: account.profileVersion, profileTitle: profileTitle(profiles, account, 'en'), model: account.model, metal: account.metal, characteristic: account.characteristic,
    issuer: { ...await party(ctx, account.organisationId, null, account.siteId, null), certificates: await certificatesOf(ctx, account, request.dispatchOn) }, receiver: to,
    dispatchOn: request.dispatchOn, product: request.product ?? null, netMass: request.netMass === undefined ? null : writtenMass(massIn({ unit: 'g' }, request.netMass), 'g'), quantity: writtenMass(made.quantity, unit), claimedShare: null,
    accountId: account.accountId, period: { from: periodFrom(beginsOn, rules.periodMonths, made.period), to: periodTo(beginsOn, rules.periodMonths, made.period) },
    shipment: made.shipment, lots: [...new Set([...made.lots, ...request.lots])], originLevel: request.originLevel, origin: request.originLevel === 'none' ? [] : [...request.origin],
    dueDiligenceStatement: request.dueDiligenceStatement ?? null, footprint: request.footprint ?? null, scrapDeclaration: request.scrapDeclaration ?? null, supersedes: request.supersedes ?? null, isSimulated: made.isSimulated, issuedAt: ctx.now,
  }
}

async function issue(ctx: Context, profiles: Profiles, request: StatementRequest): Promise<HeldStatement> {
  const { account, held } = await heldFor(ctx, request.accountId, 'transfer-statement:write')
  const quantity = massIn(account, request.quantity)
  const toOrganisationId = 'organisationId' in request.to ? request.to.organisationId : null
  if (toOrganisationId !== null && !(await knownOrganisations(ctx, [toOrganisationId])).has(toOrganisationId)) {
    throw new Refused(refuse('counterparty-absent', `There is no organisation ${toOrganisationId} here. Look it up by name, or issue the statement on paper to its name.`))
  }
  if (request.supersedes !== undefined) await checkReplaced(ctx, account, request.supersedes)
  const shipped = request.shipment === undefined ? undefined : await shipmentOf(ctx, account, request.shipment, quantity, toOrganisationId)
  const number = statementNumberFrom(ctx.newId('ts'))
  const debit = await debitHeld(ctx, account, held, { on: request.dispatchOn, quantity, restsOn: 'statement', restsRef: number, document: number, note: null, lineRef: null, lineText: null })
  const document = StatementDocument.parse(await documentOf(ctx, profiles, account, request, { number, quantity, shipment: shipped?.key ?? null, lots: shipped?.lots ?? [], period: debit.entry.period, isSimulated: held.isSimulated }))
  const text = canonicalText(document)
  const statement: HeldStatement = {
    number, accountNo: account.accountNo, organisationId: account.organisationId, siteId: account.siteId, profile: account.profile, metal: account.metal, characteristic: account.characteristic, unit: account.unit,
    quantity, dispatchOn: request.dispatchOn, toOrganisationId, toName: toOrganisationId === null ? document.receiver.name : null, toSiteId: document.receiver.siteId, shipment: shipped?.key ?? null, document, text,
    digest: sha256Hex(text), supersedes: request.supersedes ?? null, issuedAt: ctx.now, issuedBy: actorRef(ctx.actor), state: 'issued', acceptedAccountNo: null, answeredAt: null, answeredBy: null, voidReason: null, supersededBy: null,
  }
  if (!await insertStatement(ctx.sql, statement)) throw new Refused(refuse('statement-not-void', `The statement ${request.supersedes ?? number} was replaced meanwhile.`))
  ctx.record({ kind: 'transfer-statement.issued', subject: number, isPublic: false, body: { accountId: account.accountId, entryId: debit.entryId, quantity: document.quantity, digest: statement.digest, supersedes: statement.supersedes } })
  return statement
}

const tell = (ctx: Context, organisationId: string, siteId: string | null, kind: string, one: HeldStatement, name: string): Promise<void> =>
  notifyRoles(ctx, ['site-owner', 'site-contributor', 'partner'], { organisationId, ...(siteId === null ? {} : { siteId }) }, {
    kind, params: { number: one.number, party: name, quantity: one.document.quantity }, link: `/transfer-statements/${one.number}`, dedupeKey: `${kind}:${one.number}`,
  })

const SCRAP: Readonly<Record<Characteristic, ScrapClass | null>> = { 'awarded-mined': null, 'recycled-pre-consumer': 'pre-consumer', 'recycled-post-consumer': 'post-consumer' }

const groundOfStatement = (one: HeldStatement): Ground => ({
  restsOn: 'statement', ref: one.number, contained: one.quantity, suppliers: [one.siteId], supplierName: one.document.issuer.name, shipment: one.shipment, model: one.document.model,
  scrapClass: SCRAP[one.characteristic], document: one.number, transferredOn: one.dispatchOn,
})

/** @throws Refused `statement-not-for-account` */
function checkFits(one: HeldStatement, account: HeldAccount): void {
  const differs = (['profile', 'metal', 'characteristic'] as const).find((name) => one[name] !== account[name])
  if (differs !== undefined) throw new Refused(refuse('statement-not-for-account', `The ${differs} of the statement is ${one[differs]}, that of the account ${account[differs]}.`))
  if (one.accountNo === account.accountNo) throw new Refused(refuse('statement-not-for-account', 'A statement is not accepted into the account it came from. Void it instead.'))
}

/** @param profiles names for what stands on a statement */
export const transferStatementHandlers = (profiles: Profiles): Handlers<typeof transferStatementContract, Context> => acrossBooks<typeof transferStatementContract>({
  async issueStatement(ctx, request) {
    const one = await issue(ctx, profiles, request)
    if (one.toOrganisationId !== null) await tell(ctx, one.toOrganisationId, one.toSiteId, 'transfer-statement-issued', one, one.document.issuer.name)
    return statementViewFor(ctx, one.number)
  },
  async listStatements(ctx, { limit, cursor, ...how }) {
    const found = await statementsNear(ctx.sql, ctx.actor, { ...how, before: cursor === undefined ? undefined : fromCursor(cursor), limit: limit + 1 })
    const shown = found.slice(0, limit)
    const seen = shown.filter((one) => isIssuer(ctx, one) || isReceiver(ctx, one))
    const accounts = await accountsByNo(ctx.sql, seen.flatMap(({ acceptedAccountNo }) => acceptedAccountNo === null ? [] : [acceptedAccountNo]))
    const last = shown.at(-1)
    return {
      items: seen.map((one) => statementView(ctx, one, one.acceptedAccountNo === null ? undefined : accounts.get(one.acceptedAccountNo))),
      next: found.length > limit && last !== undefined ? toCursor(`${last.issuedAt} ${last.number}`) : null,
    }
  },
  getStatement: (ctx, { number }) => statementViewFor(ctx, number),
  async acceptStatement(ctx, { number, accountId, on = ctx.today }) {
    const one = await statementFor(ctx, number, true)
    orRefuse(answerable(one))
    if (!isReceiver(ctx, one)) throw new Refused(refuse('statement-for-another', one.toOrganisationId === null ? `The statement ${number} is on paper, for ${one.toName}: nobody accepts it here.` : `The statement ${number} is for another organisation.`))
    const account = await accountFor(ctx, accountId, 'transfer-statement:write')
    if (account.organisationId !== one.toOrganisationId) throw new Refused(refuse('statement-for-another', 'The account belongs to another organisation than the one the statement names.'))
    checkFits(one, account)
    if (on < one.dispatchOn) throw new Refused(refuse('acceptance-before-dispatch', `The metal was dispatched on ${one.dispatchOn}; ${on} lies before it.`))
    const held = await poolOf(ctx, account, true)
    if (one.shipment !== null && (await creditsOfShipment(ctx.sql, one.shipment, { accountNos: held.accounts.map(({ accountNo }) => accountNo) })).some(({ restsOn }) => restsOn === 'lot')) {
      throw new Refused(refuse('source-already-credited', `Lots of the shipment ${one.shipment} were credited by themselves: a shipment is credited one way or the other.`))
    }
    const done = await creditHeld(ctx, account, held, { on, ground: groundOfStatement(one), eligible: one.quantity, recovery: undefined, recoveryDocument: undefined, note: null, lineRef: null, lineText: null })
    await acceptedStatement(ctx.sql, number, account.accountNo, ctx.now, actorRef(ctx.actor))
    ctx.record({ kind: 'transfer-statement.accepted', subject: number, isPublic: false, body: { accountId, entryId: done.entryId, on } })
    await tell(ctx, one.organisationId, one.siteId, 'transfer-statement-accepted', one, one.document.receiver.name)
    return statementViewFor(ctx, number)
  },
  async voidStatement(ctx, { number, reason }) {
    const one = await statementFor(ctx, number, true)
    if (!isIssuer(ctx, one)) throw new Refused(refuse('permit-missing', 'Only its issuer voids a statement. Do not accept it, and tell the issuer why.'))
    orRefuse(answerable(one))
    const account = (await accountsByNo(ctx.sql, [one.accountNo])).get(one.accountNo)!
    await accountFor(ctx, account.accountId, 'transfer-statement:write')
    const { entryId } = await returnHeld(ctx, account, await poolOf(ctx, account, true), 'statement', number, reason)
    await voidedStatement(ctx.sql, number, reason, ctx.now, actorRef(ctx.actor))
    ctx.record({ kind: 'transfer-statement.voided', subject: number, isPublic: false, body: { entryId, reason } })
    if (one.toOrganisationId !== null) await tell(ctx, one.toOrganisationId, one.toSiteId, 'transfer-statement-voided', one, one.document.issuer.name)
    return statementViewFor(ctx, number)
  },
  async checkStatement(ctx, { number, digest }) {
    const one = await readStatement(ctx.sql, number)
    if (one === undefined || one.digest !== digest) throw new Refused(refuse('statement-unknown', 'No statement has this number with this check sum.'))
    return { number, standing: standingOf(one) }
  },
})
