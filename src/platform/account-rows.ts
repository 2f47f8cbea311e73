// What is read of accounts and changed in them by their numbers: the rows of better-auth, without its secrets.
import type pg from 'pg'
import type { AccountBook, Person } from '#src/access/account.ts'
import type { KeyReach } from '#src/access/actor.ts'
import type { Grant } from '#src/access/role.ts'

const iso = (value: Date | string): string => new Date(value).toISOString()
const isoOrNull = (value: Date | string | null): string | null => value === null ? null : iso(value)

const reachOf = (permissions: string | null): KeyReach =>
  permissions !== null && (JSON.parse(permissions) as { reach?: string[] }).reach?.[0] === 'read' ? 'read' : 'write'

type Rows = Pick<AccountBook, 'people' | 'personByEmail' | 'everyone' | 'renamePerson' | 'listKeys' | 'deleteKey' | 'sessionsOf' | 'endSession' | 'endSessions' | 'securityOf'> & {
  grantsOf(userId: string): Promise<Grant[]>
  emailOf(userId: string): Promise<string | undefined>
  languageOf(userId: string): Promise<string>
}

export function accountRows(pool: pg.Pool): Rows {
  const personWhere = async (column: 'id' | 'email', value: string): Promise<Person | undefined> => {
    const { rows } = await pool.query(`select id, name, email from "user" where ${column} = $1`, [value])
    return rows[0] === undefined ? undefined : { userId: rows[0].id, name: rows[0].name, email: rows[0].email }
  }
  return {
    grantsOf: async (userId) => {
      const { rows } = await pool.query('select role, scope_kind, scope_id from role_grant where user_id = $1 and revoked_at is null', [userId])
      return rows.map((row) => ({ role: row.role, scope: { kind: row.scope_kind, id: row.scope_id } }))
    },
    emailOf: async (userId) => (await personWhere('id', userId))?.email,
    languageOf: async (userId) => (await pool.query('select language from person_preference where user_id = $1', [userId])).rows[0]?.language ?? 'en',
    people: async (userIds) => {
      if (userIds.length === 0) return new Map()
      const { rows } = await pool.query('select id, name, email from "user" where id = any($1)', [userIds])
      return new Map(rows.map((row) => [row.id, { userId: row.id, name: row.name, email: row.email }]))
    },
    personByEmail: (email) => personWhere('email', email.toLowerCase()),
    everyone: async () => (await pool.query('select id, name, email from "user"')).rows.map((row) => ({ userId: row.id, name: row.name, email: row.email })),
    renamePerson: async (userId, name) => { await pool.query('update "user" set name = $2, "updatedAt" = now() where id = $1', [userId, name]) },
    listKeys: async (userId) => {
      const { rows } = await pool.query('select id, name, start, permissions, "createdAt", "expiresAt", "lastRequest" from apikey where "referenceId" = $1 order by "createdAt"', [userId])
      return rows.map((row) => ({
        keyId: row.id, name: row.name ?? '', start: row.start, reach: reachOf(row.permissions), createdAt: iso(row.createdAt), expiresAt: isoOrNull(row.expiresAt), lastUsedAt: isoOrNull(row.lastRequest),
      }))
    },
    deleteKey: async (userId, keyId) => (await pool.query('delete from apikey where id = $1 and "referenceId" = $2', [keyId, userId])).rowCount === 1,
    sessionsOf: async (userId) => {
      const { rows } = await pool.query('select id, "createdAt", "updatedAt", "expiresAt", "ipAddress", "userAgent" from session where "userId" = $1 and "expiresAt" > now() order by "updatedAt" desc, id', [userId])
      return rows.map((row) => ({
        sessionId: row.id, createdAt: iso(row.createdAt), seenAt: iso(row.updatedAt), expiresAt: iso(row.expiresAt), address: row.ipAddress || null, browser: row.userAgent || null,
      }))
    },
    endSession: async (userId, sessionId) => (await pool.query('delete from session where id = $1 and "userId" = $2', [sessionId, userId])).rowCount === 1,
    endSessions: async (userId, except) => (await pool.query('delete from session where "userId" = $1 and id is distinct from $2', [userId, except ?? null])).rowCount ?? 0,
    securityOf: async (userId) => {
      const { rows } = await pool.query(`select
        exists (select 1 from account where "userId" = $1 and "providerId" = 'credential' and password is not null) as password,
        exists (select 1 from account where "userId" = $1 and "providerId" <> 'credential') as elsewhere,
        exists (select 1 from "twoFactor" where "userId" = $1 and verified) as codes,
        (select count(*)::int from passkey where "userId" = $1) as passkeys`, [userId])
      const row = rows[0]
      return { hasPassword: row.password, hasCodes: row.codes, passkeyCount: row.passkeys, hasElsewhere: row.elsewhere }
    },
  }
}
