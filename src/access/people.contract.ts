import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { Instant } from '#src/kernel/time.ts'
import { Invitation, OfferedScope, StandingGrant } from './people.ts'
import { Role, Scope } from './role.ts'

const tag = 'People'
const anId = z.string().min(1).max(100)
const reason = longText(600).refine((text) => text.trim() !== '', 'say why: the reason stays beside the change')
const token = z.string().regex(/^[\w-]{20,100}$/, 'the last part of the link, whole')

export const PersonRecord = z.object({ userId: z.string(), name: z.string(), email: z.string(), grants: z.array(StandingGrant) })
export type PersonRecord = z.infer<typeof PersonRecord>
/** An invitation as its senders see it. */
export const InvitationRecord = Invitation.extend({ place: z.string(), invitedByName: z.string().nullable() })
const Sent = z.object({
  invitationId: z.string(), expiresAt: Instant, isMailed: z.boolean(),
  link: z.string().nullable().describe('to hand over where no mail went; shown this once'),
})

export const peopleContract = {
  listPeople: operation({
    method: 'GET', path: '/people', tag, permit: 'person:read', summary: 'The people you may see, with the roles they hold there',
    input: z.object({ ...PageQuery.shape }), result: pageOf(PersonRecord), refusals: ['cursor-invalid'],
  }),
  listOfferedScopes: operation({
    method: 'GET', path: '/offered-scopes', tag, permit: 'person:invite', summary: 'Where you may invite people, and to which roles',
    input: z.object({}), result: z.object({ items: z.array(OfferedScope), next: z.null() }),
  }),
  invitePerson: operation({
    method: 'POST', path: '/invitations', tag, permit: 'person:invite', status: 201, summary: 'Offer a role to an address, by a one-time link',
    description: 'The link goes by mail where mail is on; otherwise it is shown this once. An offer that stands gets a new link.',
    input: z.object({ email: z.email().max(200), role: Role, scope: Scope }),
    result: Sent, hasSecretAnswer: true,
    refusals: ['scope-absent', 'scope-not-of-role', 'grant-by-assignment', 'role-not-yours-to-give', 'grant-to-self', 'grant-held'],
  }),
  listInvitations: operation({
    method: 'GET', path: '/invitations', tag, permit: 'person:invite', summary: 'Invitations to the places where you may invite, newest first',
    input: z.object({ state: Invitation.shape.state.optional(), ...PageQuery.shape }), result: pageOf(InvitationRecord), refusals: ['cursor-invalid'],
  }),
  renewInvitation: operation({
    method: 'POST', path: '/invitations/{invitationId}/renewals', tag, permit: 'person:invite', status: 201, summary: 'Send an invitation again; the link before it ends',
    input: z.object({ invitationId: anId }), result: Sent, hasSecretAnswer: true,
    refusals: ['invitation-absent', 'invitation-used', 'invitation-revoked', 'role-not-yours-to-give', 'grant-to-self', 'grant-held'],
  }),
  revokeInvitation: operation({
    method: 'POST', path: '/invitations/{invitationId}/revocations', tag, permit: 'person:invite', summary: 'Take an invitation back; its link ends at once',
    input: z.object({ invitationId: anId }), result: InvitationRecord,
    refusals: ['invitation-absent', 'invitation-used', 'invitation-revoked', 'role-not-yours-to-give'],
  }),
  getInvitation: operation({
    method: 'POST', path: '/invitation-readings', tag, permit: 'invitation:accept', isRead: true, summary: 'What an invitation is for, by the secret of its link',
    input: z.object({ token }),
    result: z.object({ email: z.string(), role: Role, scope: Scope, place: z.string(), invitedByName: z.string().nullable(), expiresAt: Instant, hasAccount: z.boolean(), isYours: z.boolean() }),
    refusals: ['invitation-absent', 'invitation-used', 'invitation-revoked', 'invitation-expired'],
  }),
  acceptInvitation: operation({
    method: 'POST', path: '/invitation-acceptances', tag, permit: 'invitation:accept', status: 201, summary: 'Accept an invitation: as who is signed in, or with a new account',
    description: 'Without an account, give the name and a password. With one, sign in first: the address must be the one invited.',
    input: z.object({ token, name: shortText(120).optional(), password: z.string().min(12).max(200).optional() }),
    result: z.object({ userId: z.string(), role: Role, scope: Scope }), hasSecretAnswer: true,
    refusals: ['invitation-absent', 'invitation-used', 'invitation-revoked', 'invitation-expired', 'invitation-needs-sign-in', 'invitation-for-another', 'invitation-needs-account', 'grant-to-self', 'account-exists'],
  }),
  grantRole: operation({
    method: 'POST', path: '/people/{userId}/grants', tag, permit: 'grant:write', status: 201, summary: 'Give a role to somebody who has an account',
    input: z.object({ userId: anId, role: Role, scope: Scope, reason }), result: StandingGrant,
    refusals: ['person-absent', 'scope-absent', 'scope-not-of-role', 'grant-by-assignment', 'role-not-yours-to-give', 'grant-to-self', 'grant-held'],
  }),
  revokeRole: operation({
    method: 'POST', path: '/grants/{grantId}/revocations', tag, permit: 'grant:write', summary: 'End a role of somebody; it ends at once',
    input: z.object({ grantId: anId, reason }), result: z.object({ grantId: z.string() }),
    refusals: ['grant-absent', 'grant-by-assignment', 'scope-not-of-role', 'role-not-yours-to-give', 'operator-last'],
  }),
} as const
