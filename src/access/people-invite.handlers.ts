// Sending an invitation. Other slices invite by this too: whoever has an application accepted is offered its site. Whether
// the one who invites may do so is asked by the caller.
import { addDays } from '#src/kernel/time.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { Context } from './context.ts'
import { grantsOfUser } from './grant.store.ts'
import { invitationDays } from './people.ts'
import { insertInvitation, renewInvitation, standingInvitation } from './people.store.ts'
import type { Role, Scope } from './role.ts'
import { mailReleased } from './settings-people.ts'

export type Invited = {
  readonly invitationId: string
  readonly expiresAt: string
  readonly isMailed: boolean
  /** To be handed over where no mail went; shown this once. Null where the mail went, and in a dry run. */
  readonly link: string | null
}
type Offer = {
  readonly email: string
  readonly role: Role
  readonly scope: Scope
  /** What the scope is called, for the letter. */
  readonly place: string
  /** What the letter is written in; that of the request where it is not known. */
  readonly language?: string | undefined
}

export const userOf = (ctx: Context): string => {
  if (ctx.actor.kind === 'public') throw new Refused(refuse('sign-in-required', 'Sign in first.'))
  return ctx.actor.userId
}

const sameInstantAfter = (now: string, days: number): string => `${addDays(now.slice(0, 10), days)}${now.slice(10)}`

/** The letter goes last, when everything else was accepted; where it cannot, the link is shown instead. */
async function deliver(ctx: Context, offer: Offer, token: string, expiresAt: string): Promise<Pick<Invited, 'isMailed' | 'link'>> {
  if (ctx.isDryRun) return { isMailed: false, link: null }
  const link = `${ctx.publicUrl}/invitations/${token}`
  const isMailed = await ctx.setting(mailReleased)
    && await ctx.accounts.mailInvitation({ email: offer.email, link, role: offer.role, place: offer.place, expiresOn: expiresAt.slice(0, 10), language: offer.language ?? ctx.language })
  return { isMailed, link: isMailed ? null : link }
}

/**
 * Offers a role to an address. An offer that stands already gets a new link and a new day; the old link ends.
 * @throws Refused `grant-to-self`, `grant-held`
 */
export async function invite(ctx: Context, given: Offer): Promise<Invited> {
  const offer = { ...given, email: given.email.trim().toLowerCase() }
  const invitedBy = userOf(ctx)
  const person = await ctx.accounts.personByEmail(offer.email)
  if (person?.userId === invitedBy) throw new Refused(refuse('grant-to-self', 'This is your own address. Nobody gives a role to themselves; another operator can.'))
  if (person !== undefined && (await grantsOfUser(ctx.sql, person.userId)).some(({ role, scope }) => role === offer.role && scope.kind === offer.scope.kind && scope.id === offer.scope.id)) {
    throw new Refused(refuse('grant-held', `The account with the address ${offer.email} holds this role there already.`))
  }
  const token = ctx.accounts.newToken()
  const expiresAt = sameInstantAfter(ctx.now, await ctx.setting(invitationDays))
  const standing = await standingInvitation(ctx.sql, offer.email, offer.role, offer.scope, ctx.now)
  const invitationId = standing?.invitationId ?? ctx.newId('inv')
  const sent = await deliver(ctx, offer, token, expiresAt)
  const next = { tokenHash: sha256Hex(token), isMailed: sent.isMailed, expiresAt }
  if (standing === undefined) await insertInvitation(ctx.sql, { invitationId, email: offer.email, role: offer.role, scope: offer.scope, invitedBy, invitedAt: ctx.now, ...next })
  else await renewInvitation(ctx.sql, invitationId, next)
  ctx.record({
    kind: standing === undefined ? 'invitation.sent' : 'invitation.renewed', subject: invitationId, isPublic: false,
    body: { role: offer.role, scope: { ...offer.scope }, isMailed: sent.isMailed, expiresAt },
  })
  return { invitationId, expiresAt, ...sent }
}
