// What people enter into a balance account: credits, throughput, claims and corrections.
import type { Context } from '#src/access/context.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { HeldAccount } from './balance-account.ts'
import { creditOf } from './balance.ts'
import type { balanceContract } from './balance.contract.ts'
import { answered, containedNow, creditHeld, groundOf, heldFor, knownLine } from './balance-credit.handlers.ts'
import { debitHeld } from './balance-debit.handlers.ts'
import { blankEntry, decideChange, decideModel, movementOf, openPeriod, type NewEntry } from './balance-entry.ts'
import { changeSource, correctionsOf, type HeldEntry } from './balance-entry.store.ts'
import { spokenMass, writtenMass } from './balance-period.ts'
import { addEntry, entryOn, massIn, withEntry } from './balance-pool.handlers.ts'
import { profileTitle, type Profiles } from './balance-profiles.ts'

type Figures = { readonly eligible: number; readonly other: number; readonly output: number }

/** What an entry and its corrections so far come to. */
function standing(entry: HeldEntry, corrections: readonly HeldEntry[]): Figures {
  const sum = (name: keyof Figures): number => corrections.reduce((total, one) => total + one[name], entry[name])
  return { eligible: sum('eligible'), other: sum('other'), output: sum('output') }
}

const recoveryOf = (entry: HeldEntry): string => entry.recovery ?? '1'

/** The entry that brings what stands to what it should be. @throws Refused `entry-not-adjustable`, `adjustment-too-large` */
async function correction(ctx: Context, account: HeldAccount, entry: HeldEntry, period: number, asked: { on: string; eligible?: number; other?: number; output?: number; reason: string }): Promise<NewEntry> {
  if (entry.kind !== 'credit' && entry.kind !== 'throughput') {
    throw new Refused(refuse('entry-not-adjustable', `${entry.entryId} is a ${entry.kind}. ${entry.kind === 'debit' ? 'Take the claim back, or void the statement.' : 'Correct the credit or the throughput it stands on.'}`))
  }
  const now = standing(entry, await correctionsOf(ctx.sql, entry.entryNo))
  const change = { eligible: (asked.eligible ?? now.eligible) - now.eligible, other: (asked.other ?? now.other) - now.other, output: (asked.output ?? now.output) - now.output }
  if (entry.kind === 'throughput' ? change.eligible !== 0 : change.other !== 0 || change.output !== 0) {
    throw new Refused(refuse('entry-not-adjustable', `A ${entry.kind} is corrected in its own figures only.`))
  }
  if (entry.kind === 'credit' && change.eligible !== 0) {
    const source = { profile: account.profile, metal: account.metal, source: `${entry.restsOn}:${entry.restsRef}` }
    const isTooMuch = entry.restsOn === 'statement' && change.eligible > 0
    const contained = entry.restsOn !== 'statement' && change.eligible > 0 ? await containedNow(ctx, account, entry) : null
    if (isTooMuch || !await changeSource(ctx.sql, source, change.eligible, contained)) {
      throw new Refused(refuse('adjustment-too-large', `${entry.restsRef} does not hold ${spokenMass(asked.eligible ?? 0, account.unit)} that are not credited already.`))
    }
  }
  const recovery = recoveryOf(entry)
  const amount = account.rules.method === 'credit' && entry.kind === 'credit' ? creditOf(now.eligible + change.eligible, recovery) - creditOf(now.eligible, recovery) : 0
  return { ...blankEntry, kind: 'adjustment', on: asked.on, period, vintage: entry.kind === 'credit' ? entry.vintage : period, amount, ...change, recovery: entry.recovery, restsOn: 'correction', restsRef: entry.entryId, corrects: entry.entryNo, note: asked.reason }
}

export const balanceEntryHandlers = (profiles: Profiles) => ({
  async creditAccount(ctx, { accountId, ...input }) {
    const { account, held } = await heldFor(ctx, accountId)
    const title = profileTitle(profiles, account, ctx.language)
    const lineText = canonicalText({ kind: 'credit', ...definite(input) })
    const known = await knownLine(ctx, account, input.reference, lineText)
    if (known !== undefined) return answered(ctx, account, held, known.entryId, false, title)
    const ground = await groundOf(ctx, account, input.source)
    const eligible = input.eligible === undefined ? ground.contained : massIn(account, input.eligible)
    const done = await creditHeld(ctx, account, held, {
      on: input.on, ground, eligible, recovery: input.recovery, recoveryDocument: input.recoveryDocument, note: input.note ?? null, lineRef: input.reference ?? null, lineText: input.reference === undefined ? null : lineText,
    })
    ctx.record({ kind: 'balance.credited', subject: accountId, isPublic: false, body: { entryId: done.entryId, on: input.on, eligible, amount: done.entry.amount, recovery: done.entry.recovery, restsOn: ground.restsOn, restsRef: ground.ref } })
    return answered(ctx, account, done.held, done.entryId, true, title)
  },
  async recordThroughput(ctx, { accountId, on, otherInput, output, reference, note }) {
    const { account, held } = await heldFor(ctx, accountId)
    const title = profileTitle(profiles, account, ctx.language)
    const lineText = canonicalText({ kind: 'throughput', ...definite({ on, otherInput, output, note }) })
    const known = await knownLine(ctx, account, reference, lineText)
    if (known !== undefined) return answered(ctx, account, held, known.entryId, false, title)
    const period = orRefuse(openPeriod(held.pool, on, ctx.today))
    if (otherInput === undefined && output === undefined) throw new Refused(refuse('mass-not-countable', 'State what came in, or what went out.'))
    const entry: NewEntry = {
      ...blankEntry, kind: 'throughput', on, period, vintage: period, other: otherInput === undefined ? 0 : massIn(account, otherInput), output: output === undefined ? 0 : massIn(account, output),
      note: note ?? null, lineRef: reference ?? null, lineText: reference === undefined ? null : lineText,
    }
    const added = (await addEntry(ctx, account, entry))!
    ctx.record({ kind: 'balance.throughput-recorded', subject: accountId, isPublic: false, body: { entryId: added.entryId, on, other: entry.other, output: entry.output } })
    return answered(ctx, account, withEntry(held, account.accountNo, entry), added.entryId, true, title)
  },
  async debitAccount(ctx, { accountId, on, quantity, document, model, note, reference }) {
    const { account, held } = await heldFor(ctx, accountId)
    const title = profileTitle(profiles, account, ctx.language)
    const lineText = canonicalText({ kind: 'claim', ...definite({ on, quantity, document, model, note }) })
    const known = await knownLine(ctx, account, reference, lineText)
    if (known !== undefined) return answered(ctx, account, held, known.entryId, false, title)
    if (model !== undefined) orRefuse(decideModel(model, account.model))
    const asked = massIn(account, quantity)
    const done = await debitHeld(ctx, account, held, {
      on, quantity: asked, restsOn: 'document', restsRef: `${account.organisationId}:${document}`, document, note: note ?? null, lineRef: reference ?? null, lineText: reference === undefined ? null : lineText,
    })
    ctx.record({ kind: 'balance.debited', subject: accountId, isPublic: false, body: { entryId: done.entryId, on, quantity: writtenMass(asked, account.unit), restsOn: 'document', restsRef: document } })
    return answered(ctx, account, done.held, done.entryId, true, title)
  },
  async adjustAccount(ctx, { accountId, entryId, on, eligible, otherInput, output, reason }) {
    const { account, held } = await heldFor(ctx, accountId)
    const period = orRefuse(openPeriod(held.pool, on, ctx.today))
    const before = await entryOn(ctx, account, entryId)
    const given = { ...(eligible === undefined ? {} : { eligible: massIn(account, eligible, true) }), ...(otherInput === undefined ? {} : { other: massIn(account, otherInput, true) }), ...(output === undefined ? {} : { output: massIn(account, output, true) }) }
    const entry = await correction(ctx, account, before, period, { on, reason, ...given })
    orRefuse(decideChange(held.pool, movementOf(account.accountNo, entry), account.unit))
    const added = (await addEntry(ctx, account, entry))!
    ctx.record({ kind: 'balance.adjusted', subject: accountId, isPublic: false, body: { entryId: added.entryId, corrects: entryId, on, amount: entry.amount, eligible: entry.eligible, other: entry.other, output: entry.output, reason } })
    return answered(ctx, account, withEntry(held, account.accountNo, entry), added.entryId, true, profileTitle(profiles, account, ctx.language))
  },
}) satisfies Partial<Handlers<typeof balanceContract, Context>>

/** Without what was not said: canonical text has no word for absence. */
const definite = (input: Readonly<Record<string, unknown>>): Record<string, unknown> => JSON.parse(JSON.stringify(input)) as Record<string, unknown>
