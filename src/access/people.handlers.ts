// People and the roles they hold: who sees whom, who brings whom in, and how a role ends. Whoever may not see a scope is
// answered as if it were not there.
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { page } from '#src/kernel/page.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { actorWith } from './actor.ts'
import type { Context } from './context.ts'
import { addGrant, grantById, grantsOfUser, lockedHouseHolders, revokeGrant, standingGrants, type HeldGrant } from './grant.store.ts'
import { acceptable, grantableOn, mayGrant, offeredKinds, scopeKey, type Invitation, type Place, type Places, type StandingGrant } from './people.ts'
import type { PersonRecord, peopleContract } from './people.contract.ts'
import { invite, userOf } from './people-invite.handlers.ts'
import { allInvitations, invitationBy, markAccepted, markRevoked } from './people.store.ts'
import { canOn } from './policy.ts'
import { scopesOf, type Role, type Scope } from './role.ts'

/** The scopes there are, as the slices below know them. */
export type Scheme = { readonly places: Places; readonly scopes: (ctx: Context) => Promise<readonly Scope[]> }

const absent = (code: string, detail: string) => new Refused(refuse(code, detail))
const noSuchGrant = (grantId: string) => absent('grant-absent', `There is no standing role with the number ${grantId}.`)
const noSuchInvitation = () => absent('invitation-absent', 'There is no such invitation. The list of invitations shows those that are yours to see.')

const mayEnd = (ctx: Context, grant: Pick<HeldGrant, 'role' | 'scope'>, place: Place): boolean =>
  grant.scope.kind !== 'case' && grantableOn(ctx.actor, place.subject).has(grant.role)

const seenGrant = (ctx: Context, grant: HeldGrant, place: Place): StandingGrant =>
  ({ grantId: grant.grantId, role: grant.role, scope: grant.scope, place: place.name, grantedAt: grant.grantedAt, isYoursToEnd: mayEnd(ctx, grant, place) })

/** @throws Refused `scope-absent` where it is not there, or not seen */
async function placeFor(ctx: Context, { places }: Scheme, scope: Scope): Promise<Place> {
  const place = (await places(ctx, [scope])).get(scopeKey(scope))
  // That there is a scheme is known to everybody; what may be given on it is asked next.
  if (place !== undefined && (scope.kind === 'house' || canOn(ctx.actor, 'person:read', place.subject))) return place
  throw absent('scope-absent', `There is no ${scope.kind} with the number ${scope.id} among those you may see.`)
}

async function peopleSeen(ctx: Context, { places }: Scheme): Promise<PersonRecord[]> {
  const isOperator = canOn(ctx.actor, 'person:read', {})
  const grants = await standingGrants(ctx.sql)
  const found = await places(ctx, [...new Map(grants.map(({ scope }) => [scopeKey(scope), scope])).values()])
  const byPerson = new Map<string, StandingGrant[]>()
  for (const grant of grants) {
    const place = found.get(scopeKey(grant.scope))
    if (place === undefined ? !isOperator : !isOperator && (grant.scope.kind === 'case' || !canOn(ctx.actor, 'person:read', place.subject))) continue
    byPerson.set(grant.userId, [...byPerson.get(grant.userId) ?? [], seenGrant(ctx, grant, place ?? { subject: {}, name: grant.scope.id })])
  }
  const people = isOperator ? await ctx.accounts.everyone() : [...(await ctx.accounts.people([...byPerson.keys()])).values()]
  return people.map(({ userId, name, email }) => ({ userId, name, email, grants: byPerson.get(userId) ?? [] }))
}

const inOrder = (a: string, b: string): number => a < b ? -1 : a > b ? 1 : 0
const nameKey = ({ name, userId }: PersonRecord): string => `${name}\n${userId}`

/** @throws Refused `invitation-absent` where it is not there or not seen */
async function invitationFor(ctx: Context, { places }: Scheme, invitationId: string): Promise<{ invitation: Invitation; place: Place }> {
  const invitation = await invitationBy(ctx.sql, { invitationId }, ctx.now, true)
  const place = invitation === undefined ? undefined : (await places(ctx, [invitation.scope])).get(scopeKey(invitation.scope))
  if (invitation === undefined || place === undefined || !canOn(ctx.actor, 'person:read', place.subject)) throw noSuchInvitation()
  orRefuse(mayGrant(ctx.actor, invitation.role, invitation.scope, place))
  if (invitation.state !== 'expired') orRefuse(acceptable(invitation))
  return { invitation, place }
}

async function invitationRecords(ctx: Context, { places }: Scheme, seen: readonly Invitation[]) {
  const [found, names] = await Promise.all([places(ctx, seen.map(({ scope }) => scope)), ctx.accounts.people([...new Set(seen.map(({ invitedBy }) => invitedBy))])])
  return seen.map((one) => ({ ...one, place: found.get(scopeKey(one.scope))?.name ?? one.scope.id, invitedByName: names.get(one.invitedBy)?.name ?? null }))
}

/** An offer is worth what its sender may still give: who lost the role that it came from has taken it back. */
async function requireStandingOffer(ctx: Context, { places }: Scheme, one: Invitation): Promise<void> {
  const isPerson = (await ctx.accounts.people([one.invitedBy])).size > 0
  if (!isPerson) return // the machine's own token, or the program itself
  const sender = actorWith({ userId: one.invitedBy, via: 'session', grants: await grantsOfUser(ctx.sql, one.invitedBy) })
  const place = (await places(ctx, [one.scope])).get(scopeKey(one.scope))
  if (place === undefined || !mayGrant(sender, one.role, one.scope, place).accepted) {
    throw absent('invitation-revoked', 'Whoever sent this invitation may no longer give this role. Ask the secretariat.')
  }
}

type Acceptance = { readonly name?: string | undefined; readonly password?: string | undefined }

/** The account that accepts: the one signed in, whose address is the invited one, or a new one. */
async function acceptingUser(ctx: Context, { email, isMailed, invitedBy }: Invitation & { email: string }, { name, password }: Acceptance): Promise<string> {
  const known = await ctx.accounts.personByEmail(email)
  if (ctx.actor.kind !== 'public') {
    if (known?.userId !== ctx.actor.userId) throw absent('invitation-for-another', 'This invitation is for another address than that of your account. Sign out and open the link again, or ask for an invitation to your own address.')
    if (known.userId === invitedBy) throw absent('grant-to-self', 'You sent this invitation yourself. Nobody gives a role to themselves; another operator can.')
    return known.userId
  }
  if (known !== undefined) throw absent('invitation-needs-sign-in', 'There is an account with this address. Sign in, then open the link again.')
  if (name === undefined || password === undefined) throw absent('invitation-needs-account', 'Give your name and a password of at least twelve characters: the invitation makes your account.')
  if (ctx.isDryRun) return 'none'
  return (await ctx.accounts.createPerson({ name, email, password, isVerified: isMailed })).userId
}

/** Invitations and their acceptance. */
const invitationHandlers = (scheme: Scheme): Pick<Handlers<typeof peopleContract, Context>, 'listOfferedScopes' | 'invitePerson' | 'listInvitations' | 'renewInvitation' | 'revokeInvitation' | 'getInvitation' | 'acceptInvitation'> => ({
  async listOfferedScopes(ctx) {
    const scopes = (await scheme.scopes(ctx)).filter(({ kind }) => offeredKinds.includes(kind))
    const places = await scheme.places(ctx, scopes)
    const items = scopes.flatMap((scope) => {
      const place = places.get(scopeKey(scope))
      const roles = place === undefined ? [] : [...grantableOn(ctx.actor, place.subject)].filter((role) => scopesOf[role].includes(scope.kind) && role !== 'lead-assessor')
      return roles.length === 0 || place === undefined ? [] : [{ scope, place: place.name, roles }]
    })
    return { items, next: null }
  },
  async invitePerson(ctx, { email, role, scope }) {
    const place = await placeFor(ctx, scheme, scope)
    orRefuse(mayGrant(ctx.actor, role, scope, place))
    return await invite(ctx, { email, role, scope, place: place.name })
  },
  async listInvitations(ctx, { state, limit, cursor }) {
    const all = (await allInvitations(ctx.sql, ctx.now)).filter((one) => state === undefined || one.state === state)
    const places = await scheme.places(ctx, all.map(({ scope }) => scope))
    const seen = all.filter((one) => { const place = places.get(scopeKey(one.scope)); return place !== undefined && grantableOn(ctx.actor, place.subject).has(one.role) })
    const found = page(seen, (one) => `${one.invitedAt} ${one.invitationId}`, { limit, cursor }, 'descending')
    return { items: await invitationRecords(ctx, scheme, found.items), next: found.next }
  },
  async renewInvitation(ctx, { invitationId }) {
    const { invitation, place } = await invitationFor(ctx, scheme, invitationId)
    if (invitation.email === null) throw noSuchInvitation()
    return await invite(ctx, { email: invitation.email, role: invitation.role, scope: invitation.scope, place: place.name })
  },
  async revokeInvitation(ctx, { invitationId }) {
    const { invitation } = await invitationFor(ctx, scheme, invitationId)
    await markRevoked(ctx.sql, invitationId, userOf(ctx), ctx.now)
    ctx.record({ kind: 'invitation.revoked', subject: invitationId, isPublic: false, body: { role: invitation.role, scope: { ...invitation.scope } } })
    return (await invitationRecords(ctx, scheme, [{ ...invitation, state: 'revoked', revokedAt: ctx.now }]))[0]!
  },
  async getInvitation(ctx, { token }) {
    const one = orRefuse(acceptable(await invitationBy(ctx.sql, { tokenHash: sha256Hex(token) }, ctx.now)))
    const [record] = await invitationRecords(ctx, scheme, [one])
    const known = await ctx.accounts.personByEmail(one.email!)
    return {
      email: one.email!, role: one.role, scope: one.scope, place: record!.place, invitedByName: record!.invitedByName, expiresAt: one.expiresAt,
      hasAccount: known !== undefined, isYours: ctx.actor.kind !== 'public' && known?.userId === ctx.actor.userId,
    }
  },
  async acceptInvitation(ctx, { token, name, password }) {
    const one = orRefuse(acceptable(await invitationBy(ctx.sql, { tokenHash: sha256Hex(token) }, ctx.now, true)))
    await requireStandingOffer(ctx, scheme, one)
    const userId = await acceptingUser(ctx, { ...one, email: one.email! }, { name, password })
    const grantId = ctx.newId('grt')
    await addGrant(ctx.sql, { grantId, userId, role: one.role, scope: one.scope, grantedAt: ctx.now, grantedBy: one.invitedBy })
    await markAccepted(ctx.sql, one.invitationId, userId, ctx.now)
    ctx.record({ kind: 'invitation.accepted', subject: one.invitationId, isPublic: false, body: { userId, grantId, role: one.role, scope: { ...one.scope } } })
    return { userId, role: one.role, scope: one.scope }
  },
})

/** Ends one grant, never that of the last operator. @throws Refused `operator-last` */
export async function endGrant(ctx: Context, grant: HeldGrant, reason: string): Promise<void> {
  if (grant.role === 'operator' && (await lockedHouseHolders(ctx.sql, 'operator')).every((userId) => userId === grant.userId)) {
    throw new Refused(refuse('operator-last', 'This is the last operator. Invite another first; without one nobody could run the scheme.'))
  }
  await revokeGrant(ctx.sql, grant.grantId, ctx.now, userOf(ctx))
  ctx.record({ kind: 'grant.revoked', subject: grant.grantId, isPublic: false, body: { userId: grant.userId, role: grant.role, scope: { ...grant.scope }, reason } })
}

async function giveRole(ctx: Context, userId: string, role: Role, scope: Scope, reason: string): Promise<{ grantId: string }> {
  if (userId === userOf(ctx)) throw new Refused(refuse('grant-to-self', 'Nobody gives a role to themselves; another operator can.'))
  const grantId = ctx.newId('grt')
  if (!await addGrant(ctx.sql, { grantId, userId, role, scope, grantedAt: ctx.now, grantedBy: userOf(ctx) })) {
    throw new Refused(refuse('grant-held', 'The account holds this role there already.'))
  }
  ctx.record({ kind: 'grant.added', subject: grantId, isPublic: false, body: { userId, role, scope: { ...scope }, reason } })
  return { grantId }
}

export const peopleHandlers = (scheme: Scheme): Handlers<typeof peopleContract, Context> => ({
  ...invitationHandlers(scheme),
  async listPeople(ctx, query) {
    const found = page((await peopleSeen(ctx, scheme)).toSorted((a, b) => inOrder(nameKey(a), nameKey(b))), nameKey, query)
    return { items: [...found.items], next: found.next }
  },
  async grantRole(ctx, { userId, role, scope, reason }) {
    const place = await placeFor(ctx, scheme, scope)
    orRefuse(mayGrant(ctx.actor, role, scope, place))
    if (!(await peopleSeen(ctx, scheme)).some((one) => one.userId === userId)) throw absent('person-absent', `There is no account ${userId} among those you may see. Invite the person by address.`)
    const { grantId } = await giveRole(ctx, userId, role, scope, reason.trim())
    return { grantId, role, scope, place: place.name, grantedAt: ctx.now, isYoursToEnd: true }
  },
  async revokeRole(ctx, { grantId, reason }) {
    const grant = await grantById(ctx.sql, grantId, true)
    const place = grant === undefined ? undefined : (await scheme.places(ctx, [grant.scope])).get(scopeKey(grant.scope))
    if (grant === undefined || place === undefined || !canOn(ctx.actor, 'person:read', place.subject)) throw noSuchGrant(grantId)
    orRefuse(mayGrant(ctx.actor, grant.role, grant.scope, place))
    await endGrant(ctx, grant, reason.trim())
    return { grantId }
  },
})
