// Groups of sites: declared with their boundary before anything is closed, judged on their sum (custody notes 2.4, invariant 20).
import { actorRef, grantsOf } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { canOn, requireOn } from '#src/access/policy.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { siteFact } from '#src/parties/site.ts'
import { accountsAt, groupsOfOrganisations, insertGroup, readGroup } from './balance-account.store.ts'
import type { AccountGroup } from './balance-account.ts'
import type { balanceContract } from './balance.contract.ts'
import { blankEntry, openPeriod, type NewEntry } from './balance-entry.ts'
import { periodsOf } from './balance-period.store.ts'
import { writtenMass } from './balance-period.ts'
import { accountAbsent, accountFor, accountRow, addEntry, massIn, poolOf, withEntry } from './balance-pool.handlers.ts'
import { rulesOf } from './balance-profile.ts'
import { profileIn, profileTitle, type Profiles } from './balance-profiles.ts'

const groupAbsent = (groupId: string): Refused => new Refused(refuse('account-group-absent', `There is no group ${groupId} that this account may see.`))

async function checkSites(ctx: Context, organisationId: string, siteIds: readonly string[]): Promise<void> {
  const sites = (await ctx.facts()).of(siteFact)
  const foreign = siteIds.find((siteId) => (sites.get(siteId)?.value.organisationId ?? organisationId) !== organisationId)
  if (foreign !== undefined) throw new Refused(refuse('account-site-foreign', `${foreign} is not a site of this organisation.`))
}

/** Accounts that are there already begin together and have closed nothing. */
async function checkAccounts(ctx: Context, group: AccountGroup): Promise<void> {
  const accounts = await accountsAt(ctx.sql, group.organisationId, group.profile, group.siteIds, true)
  const [first] = accounts
  const other = accounts.find(({ beginsOn, profileVersion }) => beginsOn !== first!.beginsOn || profileVersion !== first!.profileVersion)
  if (other !== undefined) throw new Refused(refuse('group-calendar-differs', `The account of ${first!.siteId} begins on ${first!.beginsOn}, that of ${other.siteId} on ${other.beginsOn}.`))
  const [closed] = await periodsOf(ctx.sql, accounts.map(({ accountNo }) => accountNo))
  if (closed !== undefined) throw new Refused(refuse('group-too-late', `The account of ${accounts.find(({ accountNo }) => accountNo === closed.accountNo)!.siteId} closed the period to ${closed.to} by itself.`))
}

export const balanceGroupHandlers = (profiles: Profiles) => ({
  async declareGroup(ctx, { organisationId, profile: name, name: title, boundary, siteIds }) {
    requireOn(ctx.actor, 'account-group:write', { organisationId }, 'balance:read', () => accountAbsent(`of ${organisationId}`))
    const profile = profileIn(profiles, name)
    if (profile === undefined) throw new Refused(refuse('custody-profile-absent', `There is no profile ${name}.`))
    if (rulesOf(profile).level !== 'group') throw new Refused(refuse('group-not-allowed', `The profile ${name} counts each site for itself.`))
    const group: AccountGroup = { groupId: ctx.newId('grp'), organisationId, profile: name, name: title, boundary, siteIds: [...new Set(siteIds)].sort(), declaredOn: ctx.today }
    await checkSites(ctx, organisationId, group.siteIds)
    await checkAccounts(ctx, group)
    const taken = await insertGroup(ctx.sql, group, ctx.now, actorRef(ctx.actor))
    if (taken !== undefined) throw new Refused(refuse('site-in-other-group', `${taken} is in a group of this profile already.`))
    ctx.record({ kind: 'account-group.declared', subject: group.groupId, isPublic: false, body: { organisationId, profile: name, name: title, boundary, siteIds: group.siteIds } })
    return group
  },
  async listAccountGroups(ctx) {
    const organisations = grantsOf(ctx.actor).filter(({ scope }) => scope.kind === 'organisation').map(({ scope }) => scope.id)
    const groups = await groupsOfOrganisations(ctx.sql, organisations)
    return { items: groups.filter((group) => canOn(ctx.actor, 'balance:read', { organisationId: group.organisationId })), next: null }
  },
  async transferWithinGroup(ctx, { groupId, fromAccountId, toAccountId, on, quantity, note }) {
    const group = await readGroup(ctx.sql, groupId)
    if (group === undefined || !canOn(ctx.actor, 'balance:read', { organisationId: group.organisationId })) throw groupAbsent(groupId)
    const from = await accountFor(ctx, fromAccountId, 'balance:write')
    const to = await accountFor(ctx, toAccountId, 'balance:write')
    let held = await poolOf(ctx, from, true)
    if (held.group?.groupId !== groupId || from.accountNo === to.accountNo || !held.accounts.some(({ accountNo }) => accountNo === to.accountNo)) {
      throw new Refused(refuse('transfer-outside-group', 'Both accounts must be of this group, of one metal and one characteristic, and not the same.'))
    }
    const period = orRefuse(openPeriod(held.pool, on, ctx.today))
    const asked = massIn(from, quantity)
    const at = { ...blankEntry, on, period, vintage: period, restsOn: 'group' as const, note: note ?? null }
    const out: NewEntry = { ...at, kind: 'group-out', amount: -asked, restsRef: to.accountId }
    const into: NewEntry = { ...at, kind: 'group-in', amount: asked, restsRef: from.accountId }
    const taken = (await addEntry(ctx, from, out))!
    const given = (await addEntry(ctx, to, into))!
    held = withEntry(withEntry(held, from.accountNo, out), to.accountNo, into)
    ctx.record({ kind: 'balance.group-transferred', subject: groupId, isPublic: false, body: { from: from.accountId, to: to.accountId, on, quantity: writtenMass(asked, from.unit), debit: taken.entryId, credit: given.entryId } })
    const facts = await ctx.facts()
    return { from: accountRow(ctx, facts, from, held, profileTitle(profiles, from, ctx.language)), to: accountRow(ctx, facts, to, held, profileTitle(profiles, to, ctx.language)) }
  },
}) satisfies Partial<Handlers<typeof balanceContract, Context>>
