// SQL of invitations. The link is found by the hash of its secret; the secret itself is kept nowhere. A used or revoked
// invitation keeps that hash as well, so that its link can say what became of it.
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import { invitationState, type Invitation } from './people.ts'
import type { Role, Scope, ScopeKind } from './role.ts'

type InvitationTable = {
  invitation_id: string; email: string | null; role: Role; scope_kind: ScopeKind; scope_id: string; token_hash: string | null; is_mailed: boolean
  invited_by: string; invited_at: Instant; expires_at: Instant; accepted_by: string | null; accepted_at: Instant | null
  revoked_by: string | null; revoked_at: Instant | null
}
const tables = (sql: Sql) => sql.withTables<{ invitation: InvitationTable }>()

function fromRow(row: InvitationTable, now: Instant): Invitation {
  const times = { expiresAt: row.expires_at, acceptedAt: row.accepted_at, revokedAt: row.revoked_at }
  return {
    invitationId: row.invitation_id, email: row.email, role: row.role, scope: { kind: row.scope_kind, id: row.scope_id }, isMailed: row.is_mailed,
    invitedBy: row.invited_by, invitedAt: row.invited_at, acceptedBy: row.accepted_by, ...times, state: invitationState(times, now),
  }
}

export type NewInvitation = {
  readonly invitationId: string; readonly email: string; readonly role: Role; readonly scope: Scope; readonly tokenHash: string
  readonly isMailed: boolean; readonly invitedBy: string; readonly invitedAt: Instant; readonly expiresAt: Instant
}

export async function insertInvitation(sql: Sql, one: NewInvitation): Promise<void> {
  await tables(sql).insertInto('invitation').values({
    invitation_id: one.invitationId, email: one.email, role: one.role, scope_kind: one.scope.kind, scope_id: one.scope.id, token_hash: one.tokenHash,
    is_mailed: one.isMailed, invited_by: one.invitedBy, invited_at: one.invitedAt, expires_at: one.expiresAt,
    accepted_by: null, accepted_at: null, revoked_by: null, revoked_at: null,
  }).execute()
}

/** @param isForUpdate locks the row, so that a link works once */
export async function invitationBy(sql: Sql, key: { readonly invitationId: string } | { readonly tokenHash: string }, now: Instant, isForUpdate = false): Promise<Invitation | undefined> {
  const query = tables(sql).selectFrom('invitation').selectAll()
  const found = 'tokenHash' in key ? query.where('token_hash', '=', key.tokenHash) : query.where('invitation_id', '=', key.invitationId)
  const row = await (isForUpdate ? found.forUpdate() : found).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row, now)
}

/** The offer of this role on this scope to this address that was neither accepted nor taken back. */
export async function standingInvitation(sql: Sql, email: string, role: Role, scope: Scope, now: Instant): Promise<Invitation | undefined> {
  const row = await tables(sql).selectFrom('invitation').selectAll().where('email', '=', email).where('role', '=', role)
    .where('scope_kind', '=', scope.kind).where('scope_id', '=', scope.id).where('accepted_at', 'is', null).where('revoked_at', 'is', null).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row, now)
}

/** Every invitation, the newest first. */
export async function allInvitations(sql: Sql, now: Instant): Promise<Invitation[]> {
  return (await tables(sql).selectFrom('invitation').selectAll().orderBy('invited_at', 'desc').orderBy('invitation_id', 'desc').execute()).map((row) => fromRow(row, now))
}

/** Invitations by or to a person. */
export async function invitationsOf(sql: Sql, person: { userId: string; email: string | undefined }, now: Instant): Promise<Invitation[]> {
  const rows = await tables(sql).selectFrom('invitation').selectAll()
    .where((where) => where.or([where('accepted_by', '=', person.userId), where('invited_by', '=', person.userId), ...(person.email === undefined ? [] : [where('email', '=', person.email)])]))
    .orderBy('invited_at').orderBy('invitation_id').execute()
  return rows.map((row) => fromRow(row, now))
}

export async function renewInvitation(sql: Sql, invitationId: string, next: { tokenHash: string; isMailed: boolean; expiresAt: Instant }): Promise<void> {
  await tables(sql).updateTable('invitation').set({ token_hash: next.tokenHash, is_mailed: next.isMailed, expires_at: next.expiresAt }).where('invitation_id', '=', invitationId).execute()
}

export async function markAccepted(sql: Sql, invitationId: string, by: string, at: Instant): Promise<void> {
  await tables(sql).updateTable('invitation').set({ accepted_by: by, accepted_at: at }).where('invitation_id', '=', invitationId).execute()
}

export async function markRevoked(sql: Sql, invitationId: string, by: string, at: Instant): Promise<void> {
  await tables(sql).updateTable('invitation').set({ revoked_by: by, revoked_at: at }).where('invitation_id', '=', invitationId).execute()
}

/** Open offers to an address, and what ended ones still hold of it, are forgotten with the person. */
export async function forgetInvited(sql: Sql, email: string, by: string, at: Instant): Promise<void> {
  await tables(sql).updateTable('invitation').set({ revoked_by: by, revoked_at: at }).where('email', '=', email).where('accepted_at', 'is', null).where('revoked_at', 'is', null).execute()
  await tables(sql).updateTable('invitation').set({ email: null, token_hash: null }).where('email', '=', email).execute()
}

/** Addresses of invitations that were over before an instant. @returns how many */
export async function forgetOldInvitations(sql: Sql, before: Instant): Promise<number> {
  const gone = await tables(sql).updateTable('invitation').set({ email: null, token_hash: null }).where('email', 'is not', null)
    .where((where) => where.or([where('accepted_at', '<', before), where('revoked_at', '<', before), where('expires_at', '<', before)])).returning('invitation_id').execute()
  return gone.length
}
