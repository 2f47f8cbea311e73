// Accounts by better-auth: password, sessions and API keys. It keeps its own tables and cannot join our transaction, so
// nothing of the registry is ever written through it.
import { apiKey } from '@better-auth/api-key'
import { betterAuth } from 'better-auth'
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type pg from 'pg'
import type { AccountBook } from '#src/access/account.ts'
import { actorWith, localOperator, publicActor, type Actor } from '#src/access/actor.ts'
import { house as wholeHouse, type Grant } from '#src/access/role.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { Config } from './config.ts'
import { openMailer, type Mailer } from './mail.ts'

/** Set by the server from the connection, so that nobody escapes the sign-in limit by a forged forwarding header. */
const ADDRESS_HEADER = 'x-cupel-address'

const createAuth = (pool: pg.Pool, config: Config, mailer: Mailer) => betterAuth({
  database: pool,
  secret: config.secret,
  baseURL: config.publicUrl,
  basePath: '/api/auth',
  appName: 'Cupel',
  trustedOrigins: [config.publicUrl, `http://localhost:${config.port}`, `http://127.0.0.1:${config.port}`],
  emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 200,
    revokeSessionsOnPasswordReset: true,
    ...(mailer.isOn ? { sendResetPassword: ({ user, url }) => mailer.send({ to: user.email, subject: 'Cupel: a new password', text: `Choose a new password within an hour: ${url}\n\nIf you did not ask for this, do nothing.` }) } : {}),
  },
  session: { expiresIn: 60 * 60 * 24 * 7, updateAge: 60 * 60 * 24 },
  rateLimit: { enabled: true, window: 60, max: 60 },
  advanced: { cookiePrefix: 'cupel', useSecureCookies: config.publicUrl.startsWith('https://'), ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] } },
  telemetry: { enabled: false },
  logger: { disabled: true },
  // The plugin's own daily limit would stop an importer at ten calls; ours is per minute and for everyone.
  plugins: [apiKey({ defaultPrefix: 'cupel_', rateLimit: { enabled: false }, enableMetadata: false })],
})
type Auth = ReturnType<typeof createAuth>

export type Accounts = AccountBook & {
  /** The better-auth routes under `/api/auth`. */
  handle(request: Request, address: string): Promise<Response>
  /** Who sent this request: API key, local token or session cookie, in that order. */
  actorOf(headers: Headers): Promise<Actor>
  /** True until the first operator exists. */
  needsOperator(): Promise<boolean>
  /** Signs an account in without a form: for the people of a demonstration. @returns an answer that sets its session */
  enter(email: string, password: string): Promise<Response>
  /** A fresh one-time token for the welcome link; earlier ones end. */
  newWelcomeToken(): Promise<string>
}

const WELCOME_HOURS = 24
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')
const isSame = (a: string, b: string): boolean => timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())

/** A request that a browser sends with a cookie must come from our own pages. */
export const isForeignOrigin = (headers: Headers, publicUrl: string): boolean => {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site !== 'same-origin' && site !== 'none'
  const origin = headers.get('origin')
  return origin !== null && origin !== new URL(publicUrl).origin && origin !== `http://${headers.get('host')}`
}

const iso = (value: Date | string | null | undefined): string | null => value === null || value === undefined ? null : new Date(value).toISOString()

/** @param pool a pool with the driver's own parsers: better-auth wants dates, the house wants text */
export function openAccounts(pool: pg.Pool, config: Config, localToken: string): Accounts {
  const auth: Auth = createAuth(pool, config, openMailer(config))
  const grantsOf = async (userId: string): Promise<Grant[]> => {
    const { rows } = await pool.query('select role, scope_kind, scope_id from role_grant where user_id = $1 and revoked_at is null', [userId])
    return rows.map((row) => ({ role: row.role, scope: { kind: row.scope_kind, id: row.scope_id } }))
  }
  const createPerson = async ({ name, email, password }: { name: string; email: string; password: string }): Promise<{ userId: string }> => {
    const context = await auth.$context
    const existing = await context.internalAdapter.findUserByEmail(email.toLowerCase())
    if (existing !== null) throw new Refused(refuse('account-exists', 'There is an account with this address. Sign in.'))
    const user = await context.internalAdapter.createUser({ name, email: email.toLowerCase(), emailVerified: true }, { method: 'admin' })
    await context.internalAdapter.linkAccount({ userId: user.id, providerId: 'credential', accountId: user.id, password: await context.password.hash(password) })
    return { userId: user.id }
  }
  const keyActor = async (key: string): Promise<Actor> => {
    const checked = await auth.api.verifyApiKey({ body: { key } })
    const userId = (checked.key as { referenceId?: string; userId?: string } | null)
    const owner = userId?.referenceId ?? userId?.userId
    if (!checked.valid || owner === undefined) throw new Refused(refuse('key-invalid', 'This API key is not known, has expired or was deleted. Make a new one under Account.'))
    return actorWith({ userId: owner, via: 'api-key', grants: await grantsOf(owner) })
  }
  return {
    handle: (request, address) => {
      const headers = new Headers(request.headers)
      headers.set(ADDRESS_HEADER, address)
      return auth.handler(new Request(request, { headers }))
    },
    actorOf: async (headers) => {
      const bearer = headers.get('authorization')?.match(/^Bearer (\S+)$/i)?.[1] ?? headers.get('x-api-key') ?? undefined
      if (bearer !== undefined) {
        if (bearer.startsWith('local_')) {
          if (!isSame(bearer, localToken)) throw new Refused(refuse('key-invalid', 'This local token is not the one of the running server. Read it again from the data folder.'))
          return localOperator('local')
        }
        return keyActor(bearer)
      }
      if (!headers.get('cookie')?.includes('cupel.')) return publicActor
      const session = await auth.api.getSession({ headers })
      return session === null ? publicActor : actorWith({ userId: session.user.id, via: 'session', grants: await grantsOf(session.user.id) })
    },
    needsOperator: async () => (await pool.query(`select 1 from role_grant where role = 'operator' and revoked_at is null limit 1`)).rowCount === 0,
    newWelcomeToken: async () => {
      const token = randomBytes(24).toString('base64url')
      await pool.query(`insert into welcome_link (is_link, token_hash, expires_at) values (true, $1, now() + interval '${WELCOME_HOURS} hours')
        on conflict (is_link) do update set token_hash = excluded.token_hash, expires_at = excluded.expires_at`, [hashOf(token)])
      return token
    },
    createPerson,
    enter: (email, password) => auth.api.signInEmail({ body: { email, password }, asResponse: true }),
    people: async (userIds) => {
      if (userIds.length === 0) return new Map()
      const { rows } = await pool.query('select id, name, email from "user" where id = any($1)', [userIds])
      return new Map(rows.map((row) => [row.id, { userId: row.id, name: row.name, email: row.email }]))
    },
    personByEmail: async (email) => {
      const { rows } = await pool.query('select id, name, email from "user" where email = $1', [email.toLowerCase()])
      return rows[0] === undefined ? undefined : { userId: rows[0].id, name: rows[0].name, email: rows[0].email }
    },
    createOperator: async ({ token, name, email, password }) => {
      const taken = await pool.query('delete from welcome_link where token_hash = $1 and expires_at > now() returning 1', [hashOf(token)])
      if (taken.rowCount === 0) throw new Refused(refuse('welcome-link-invalid', 'This link was used, has expired or is not the newest. Start the server again to get a new one.'))
      const { userId } = await createPerson({ name, email, password })
      await pool.query(`insert into role_grant (grant_id, user_id, role, scope_kind, scope_id, granted_at, granted_by) values ($1, $2, 'operator', $3, $4, now(), 'cupel')`,
        [`grt_${userId}`, userId, wholeHouse.kind, wholeHouse.id])
      return { userId }
    },
    createKey: async (userId, name, expiresInDays) => {
      const made = await auth.api.createApiKey({ body: { name, userId, ...(expiresInDays === undefined ? {} : { expiresIn: expiresInDays * 86_400 }) } })
      return { keyId: made.id, key: made.key, expiresAt: iso(made.expiresAt) }
    },
    listKeys: async (userId) => {
      const { rows } = await pool.query('select id, name, start, "createdAt", "expiresAt", "lastRequest" from apikey where "referenceId" = $1 order by "createdAt"', [userId])
      return rows.map((row) => ({ keyId: row.id, name: row.name ?? '', start: row.start, createdAt: iso(row.createdAt)!, expiresAt: iso(row.expiresAt), lastUsedAt: iso(row.lastRequest) }))
    },
    deleteKey: async (userId, keyId) => (await pool.query('delete from apikey where id = $1 and "referenceId" = $2', [keyId, userId])).rowCount === 1,
  }
}
