// Row security: a member's transaction takes a role that sees only what the member's scopes reach (migration 0590). The
// policy in the code stays the first lock; this one holds where a question forgets to ask it.
import { sql as text } from 'kysely'
import type pg from 'pg'
import { grantsOf, type Actor } from '#src/access/actor.ts'
import type { ScopeKind } from '#src/access/role.ts'
import type { Sql } from '#src/kernel/sql.ts'

const ROLE = 'cupel_member'

/** Whether this account may take the role: since PostgreSQL 16 that is a right of its own, and whoever made a role has only the right to give it away. */
async function mayTakeRole(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ may: boolean }>(`select pg_has_role(current_user, oid, case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end) as may
    from pg_roles where rolname = $1`, [ROLE])
  return rows[0]?.may === true
}

/** Gives the role its plain rights on every table, also on those of later migrations. @returns whether the role is there */
export async function prepareRowSecurity(pool: pg.Pool): Promise<boolean> {
  if (!await mayTakeRole(pool)) {
    await pool.query(`grant ${ROLE} to current_user with set true`).catch(() => {}) // not ours to give, or not there: the start says that row security is off
    if (!await mayTakeRole(pool)) return false
  }
  await pool.query(`grant select, insert, update, delete on all tables in schema public to ${ROLE}`)
  return true
}

const isBound = (actor: Actor): boolean => actor.kind === 'member'

/** Binds this transaction to the scopes of the actor; does nothing for the operator, the program and the public. */
export async function bindToScopes(sql: Sql, actor: Actor): Promise<void> {
  if (!isBound(actor)) return
  const ids = (kind: ScopeKind): string => grantsOf(actor).filter(({ scope }) => scope.kind === kind).map(({ scope }) => scope.id).join(',')
  const house = grantsOf(actor).some(({ scope }) => scope.kind === 'house') ? 'all' : ''
  await text`select set_config('cupel.house', ${house}, true), set_config('cupel.cases', ${ids('case')}, true), set_config('cupel.sites', ${ids('site')}, true),
    set_config('cupel.organisations', ${ids('organisation')}, true), set_config('role', ${ROLE}, true)`.execute(sql)
}

export const needsBinding = isBound

/** Runs a part of a bound transaction without its row security. Where a statement failed, nothing more can be asked anyway. */
export async function unbound<T>(sql: Sql, work: (sql: Sql) => Promise<T>): Promise<T> {
  await text`set local role none`.execute(sql)
  try {
    return await work(sql)
  } finally {
    await text`set local role ${text.id(ROLE)}`.execute(sql).catch(() => {})
  }
}
