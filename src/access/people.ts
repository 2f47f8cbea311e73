// Who may bring whom in: an invitation offers one role on one scope to one address, and whoever may invite there may also
// give and end that role. Nobody gives anything to themselves, and the last operator stays.
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { Instant } from '#src/kernel/time.ts'
import { grantsOf, type Actor } from './actor.ts'
import type { Context } from './context.ts'
import { Role, rolesOn, Scope, ScopeKind, scopesOf, type Subject } from './role.ts'
import { schemeSetting } from './scheme-setting.ts'

/** Days in which an invitation can be accepted. */
export const invitationDays = schemeSetting('invitation.days', z.number().int().min(1).max(90), 14, 'inferred')

/** What the slices below know of a scope: by which identities it is reached, and what it is called. */
export type Place = { readonly subject: Subject; readonly name: string }
export type Places = (ctx: Context, scopes: readonly Scope[]) => Promise<ReadonlyMap<string, Place>>
export const scopeKey = ({ kind, id }: Scope): string => `${kind}:${id}`

/** A role on a case comes with the work on it, where conflicts are looked for; nobody hands it out. */
const byAssignment = (role: Role, scope: Scope): boolean => scope.kind === 'case' || role === 'lead-assessor'

const grantable: Readonly<Partial<Record<Role, readonly Role[]>>> = {
  operator: Role.options,
  'site-owner': ['site-owner', 'site-contributor'],
  'firm-admin': ['firm-admin', 'assessor'],
}

/** The roles that an actor may give and end on a subject. */
export const grantableOn = (actor: Actor, subject: Subject): ReadonlySet<Role> =>
  new Set([...rolesOn(grantsOf(actor), subject)].flatMap((role) => grantable[role] ?? []))

/** May this role be given on this scope, by this actor? @param place the scope, seen to be there and seen by the actor */
export function mayGrant(actor: Actor, role: Role, scope: Scope, place: Place): Outcome<Role> {
  if (byAssignment(role, scope)) return deny(refuse('grant-by-assignment', `The role ${role} on a case comes with an assignment to it. Assign the person on the page of the case.`))
  if (!scopesOf[role].includes(scope.kind)) {
    return deny(refuse('scope-not-of-role', `The role ${role} is held on ${scopesOf[role].filter((kind) => kind !== 'case').join(' or ')}, not on ${scope.kind}.`))
  }
  if (!grantableOn(actor, place.subject).has(role)) return deny(refuse('role-not-yours-to-give', `Your roles there do not include giving the role ${role}. The secretariat can.`))
  return accept(role)
}

export const InvitationState = z.enum(['open', 'expired', 'accepted', 'revoked'])
export type InvitationState = z.infer<typeof InvitationState>

export const Invitation = z.object({
  invitationId: z.string(),
  /** Null once it is over and its time of keeping has passed. */
  email: z.string().nullable(),
  role: Role,
  scope: Scope,
  state: InvitationState,
  isMailed: z.boolean(),
  invitedBy: z.string(),
  invitedAt: Instant,
  expiresAt: Instant,
  acceptedBy: z.string().nullable(),
  acceptedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
})
export type Invitation = z.infer<typeof Invitation>

export const invitationState = (one: Pick<Invitation, 'acceptedAt' | 'revokedAt' | 'expiresAt'>, now: Instant): InvitationState =>
  one.acceptedAt !== null ? 'accepted' : one.revokedAt !== null ? 'revoked' : one.expiresAt <= now ? 'expired' : 'open'

/** Whether an invitation can still be accepted; why not, in the words of what became of it. */
export function acceptable(one: Invitation | undefined): Outcome<Invitation> {
  if (one === undefined) return deny(refuse('invitation-absent', 'This link leads to no invitation. It was replaced by a newer one, or is not complete. Ask whoever invited you for a new link.'))
  switch (one.state) {
    case 'open': return accept(one)
    case 'accepted': return deny(refuse('invitation-used', 'This invitation was accepted before; a link works once. Sign in.'))
    case 'revoked': return deny(refuse('invitation-revoked', 'This invitation was taken back. Ask whoever invited you.'))
    case 'expired': return deny(refuse('invitation-expired', 'This invitation has expired. Ask whoever invited you for a new link.'))
  }
}

export const StandingGrant = z.object({ grantId: z.string(), role: Role, scope: Scope, place: z.string(), grantedAt: Instant, isYoursToEnd: z.boolean() })
export type StandingGrant = z.infer<typeof StandingGrant>

/** A scope on which the reader may invite, with the roles it may offer there. */
export const OfferedScope = z.object({ scope: Scope, place: z.string(), roles: z.array(Role) })
export type OfferedScope = z.infer<typeof OfferedScope>
export const offeredKinds: readonly ScopeKind[] = ['house', 'organisation', 'site', 'firm']
