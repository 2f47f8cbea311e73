// The contact person of an accepted site is offered an account: as site owner of the participant.
import type { Context } from '#src/access/context.ts'
import { grantsOfUser } from '#src/access/grant.store.ts'
import { invite, type Invited } from '#src/access/people-invite.handlers.ts'
import type { Scope } from '#src/access/role.ts'
import type { ContactPerson } from './application.ts'

type Inviting = { readonly contact: ContactPerson; readonly organisationId: string; readonly place: string; readonly language: string }

/** @returns null where the contact holds the role already, as with the second site of a company */
export async function inviteContact(ctx: Context, { contact, organisationId, place, language }: Inviting): Promise<Invited | null> {
  const scope: Scope = { kind: 'organisation', id: organisationId }
  const person = await ctx.accounts.personByEmail(contact.email.trim().toLowerCase())
  const held = person === undefined ? [] : await grantsOfUser(ctx.sql, person.userId)
  if (held.some((one) => one.role === 'site-owner' && one.scope.kind === scope.kind && one.scope.id === scope.id)) return null
  return invite(ctx, { email: contact.email, role: 'site-owner', scope, place, language })
}
