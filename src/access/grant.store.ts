// SQL of grants: who holds which role on what, now.
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { Grant, Role, Scope, ScopeKind, Subject } from './role.ts'

type GrantTable = {
  grant_id: string; user_id: string; role: Role; scope_kind: ScopeKind; scope_id: string
  granted_at: Instant; granted_by: string; revoked_at: Instant | null; revoked_by: string | null
}
const tables = (sql: Sql) => sql.withTables<{ role_grant: GrantTable }>()

export type HeldGrant = Grant & { readonly grantId: string; readonly userId: string; readonly grantedAt: Instant; readonly grantedBy: string }

const held = (row: Pick<GrantTable, 'grant_id' | 'user_id' | 'role' | 'scope_kind' | 'scope_id' | 'granted_at' | 'granted_by'>): HeldGrant => ({
  grantId: row.grant_id, userId: row.user_id, role: row.role, scope: { kind: row.scope_kind, id: row.scope_id },
  grantedAt: row.granted_at, grantedBy: row.granted_by,
})
const standing = (sql: Sql) => tables(sql).selectFrom('role_grant').selectAll().where('revoked_at', 'is', null)

/** The grants of one account. */
export async function grantsOfUser(sql: Sql, userId: string): Promise<HeldGrant[]> {
  return (await standing(sql).where('user_id', '=', userId).orderBy('granted_at').orderBy('grant_id').execute()).map(held)
}

/** Every grant on exactly this scope. */
export async function grantsOn(sql: Sql, scope: Scope, roles?: readonly Role[]): Promise<HeldGrant[]> {
  let query = standing(sql).where('scope_kind', '=', scope.kind).where('scope_id', '=', scope.id)
  if (roles !== undefined) query = query.where('role', 'in', [...roles])
  return (await query.orderBy('granted_at').orderBy('grant_id').execute()).map(held)
}

/** The accounts that hold one of these roles on a subject, by whatever scope; each once, in order of id. */
export async function holdersOn(sql: Sql, roles: readonly Role[], subject: Subject): Promise<string[]> {
  const scopes: Scope[] = [{ kind: 'house', id: '' }]
  for (const [kind, id] of [['case', subject.caseId], ['site', subject.siteId], ['organisation', subject.organisationId], ['firm', subject.firmId]] as const) {
    if (id !== undefined) scopes.push({ kind, id })
  }
  const rows = await tables(sql).selectFrom('role_grant').select('user_id').distinct()
    .where('revoked_at', 'is', null).where('role', 'in', [...roles])
    .where((where) => where.or(scopes.map(({ kind, id }) => where.and([where('scope_kind', '=', kind), where('scope_id', '=', id)]))))
    .orderBy('user_id').execute()
  return rows.map((row) => row.user_id)
}

/** @returns false where the account held it already */
export async function addGrant(sql: Sql, grant: { grantId: string; userId: string; role: Role; scope: Scope; grantedAt: Instant; grantedBy: string }): Promise<boolean> {
  const made = await tables(sql).insertInto('role_grant').values({
    grant_id: grant.grantId, user_id: grant.userId, role: grant.role, scope_kind: grant.scope.kind, scope_id: grant.scope.id,
    granted_at: grant.grantedAt, granted_by: grant.grantedBy, revoked_at: null, revoked_by: null,
  }).onConflict((conflict) => conflict.columns(['user_id', 'role', 'scope_kind', 'scope_id']).where('revoked_at', 'is', null).doNothing()).returning('grant_id').execute()
  return made.length === 1
}

/** @returns false where there is no such standing grant */
export async function revokeGrant(sql: Sql, grantId: string, at: Instant, by: string): Promise<boolean> {
  const ended = await tables(sql).updateTable('role_grant').set({ revoked_at: at, revoked_by: by })
    .where('grant_id', '=', grantId).where('revoked_at', 'is', null).returning('grant_id').execute()
  return ended.length === 1
}

/** Ends every grant on a scope that has one of these roles, such as a team that was taken off a case. */
export async function revokeGrantsOn(sql: Sql, scope: Scope, roles: readonly Role[], at: Instant, by: string, userId?: string): Promise<void> {
  let query = tables(sql).updateTable('role_grant').set({ revoked_at: at, revoked_by: by })
    .where('scope_kind', '=', scope.kind).where('scope_id', '=', scope.id).where('role', 'in', [...roles]).where('revoked_at', 'is', null)
  if (userId !== undefined) query = query.where('user_id', '=', userId)
  await query.execute()
}

/** Every standing grant, in order of account. */
export async function standingGrants(sql: Sql): Promise<HeldGrant[]> {
  return (await standing(sql).orderBy('user_id').orderBy('granted_at').orderBy('grant_id').execute()).map(held)
}

/** @param isForUpdate locks it, so that two cannot end it at once */
export async function grantById(sql: Sql, grantId: string, isForUpdate = false): Promise<HeldGrant | undefined> {
  const query = standing(sql).where('grant_id', '=', grantId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : held(row)
}

/** The accounts that hold a role on the whole house; locked, so that two operators cannot end each other at once. */
export async function lockedHouseHolders(sql: Sql, role: Role): Promise<string[]> {
  const rows = await standing(sql).where('role', '=', role).where('scope_kind', '=', 'house').orderBy('grant_id').forUpdate().execute()
  return [...new Set(rows.map((row) => row.user_id))]
}

/** Grants of an account that were ended, for the person's own copy. */
export async function endedGrantsOf(sql: Sql, userId: string): Promise<(HeldGrant & { revokedAt: Instant })[]> {
  const rows = await tables(sql).selectFrom('role_grant').selectAll().where('user_id', '=', userId).where('revoked_at', 'is not', null).orderBy('granted_at').execute()
  return rows.map((row) => ({ ...held(row), revokedAt: row.revoked_at! }))
}
