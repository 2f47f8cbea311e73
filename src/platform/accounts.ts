// Accounts by better-auth: password, codes, passkeys, sign-in elsewhere, sessions and API keys. It keeps its own tables and
// cannot join our transaction, so nothing of the registry is ever written through it; only taking an account away can.
import { sql as text } from 'kysely'
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import type pg from 'pg'
import type { AccountBook } from '#src/access/account.ts'
import { actorWith, localOperator, publicActor, type Actor, type KeyReach } from '#src/access/actor.ts'
import { house as wholeHouse, type Grant } from '#src/access/role.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { ADDRESS_HEADER, createAuth, ELSEWHERE, isElsewhere, isOpenAddress, type Auth, type AccountDoors } from './account-library.ts'
import { openAccountMail } from './account-mail.ts'
import { accountRows } from './account-rows.ts'
import type { Config } from './config.ts'
import { readJson } from './request-body.ts'

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

const BASE = '/api/auth'
const notThere = (): Response => Response.json({ code: 'NOT_FOUND' }, { status: 404, headers: { 'cache-control': 'no-store' } })
const languageFolder = join(import.meta.dirname, '..', '..', 'languages')

/** The request as the library is to see it: our address of it, and a body that is whole, JSON and not too long. */
async function forLibrary(request: Request, path: string, address: string): Promise<Request> {
  const headers = new Headers(request.headers)
  headers.set(ADDRESS_HEADER, address)
  if (request.method !== 'POST') return new Request(request, { headers })
  headers.set('content-type', 'application/json')
  headers.delete('content-length')
  const body = await readJson(request)
  return new Request(request.url, { method: 'POST', headers, body: JSON.stringify(path === '/sign-in/social' ? goingElsewhere(body) : body) })
}

/** Only the way there and back: a token handed in from elsewhere would pass the code by. */
const goingElsewhere = ({ callbackURL, errorCallbackURL }: Record<string, unknown>) => ({ provider: ELSEWHERE, callbackURL, errorCallbackURL, disableRedirect: true })

/** An account of one's own is asked for by its key, its session, or the token of the machine. */
function whoAsks(auth: Auth, localToken: string, grantsOf: (userId: string) => Promise<Grant[]>): Accounts['actorOf'] {
  const keyActor = async (key: string): Promise<Actor> => {
    const checked = await auth.api.verifyApiKey({ body: { key } })
    const row = checked.key as { referenceId?: string; permissions?: { reach?: KeyReach[] } | null } | null
    if (!checked.valid || row?.referenceId === undefined) throw new Refused(refuse('key-invalid', 'This API key is not known, has expired or was deleted. Make a new one under Account.'))
    const reach = row.permissions?.reach?.[0]
    return actorWith({ userId: row.referenceId, via: 'api-key', grants: await grantsOf(row.referenceId), ...(reach === undefined ? {} : { keyReach: reach }) })
  }
  return async (headers) => {
    const bearer = headers.get('authorization')?.match(/^Bearer (\S+)$/i)?.[1] ?? headers.get('x-api-key') ?? undefined
    if (bearer !== undefined) {
      if (!bearer.startsWith('local_')) return keyActor(bearer)
      if (!isSame(bearer, localToken)) throw new Refused(refuse('key-invalid', 'This local token is not the one of the running server. Read it again from the data folder.'))
      return localOperator('local')
    }
    if (!headers.get('cookie')?.includes('cupel.')) return publicActor
    const session = await auth.api.getSession({ headers })
    return session === null ? publicActor : actorWith({ userId: session.user.id, via: 'session', sessionId: session.session.id, grants: await grantsOf(session.user.id) })
  }
}

function makingPeople(auth: Auth, pool: pg.Pool): Pick<Accounts, 'createPerson' | 'createOperator' | 'needsOperator' | 'newWelcomeToken'> {
  const createPerson: Accounts['createPerson'] = async ({ name, email, password, isVerified = true }) => {
    const context = await auth.$context
    const existing = await context.internalAdapter.findUserByEmail(email.toLowerCase())
    if (existing !== null) throw new Refused(refuse('account-exists', 'There is an account with this address. Sign in.'))
    const user = await context.internalAdapter.createUser({ name, email: email.toLowerCase(), emailVerified: isVerified }, { method: 'admin' })
    await context.internalAdapter.linkAccount({ userId: user.id, providerId: 'credential', accountId: user.id, password: await context.password.hash(password) })
    return { userId: user.id }
  }
  return {
    createPerson,
    createOperator: async ({ token, name, email, password }) => {
      const taken = await pool.query('delete from welcome_link where token_hash = $1 and expires_at > now() returning 1', [hashOf(token)])
      if (taken.rowCount === 0) throw new Refused(refuse('welcome-link-invalid', 'This link was used, has expired or is not the newest. Start the server again to get a new one.'))
      const { userId } = await createPerson({ name, email, password })
      await pool.query(`insert into role_grant (grant_id, user_id, role, scope_kind, scope_id, granted_at, granted_by) values ($1, $2, 'operator', $3, $4, now(), 'cupel')`,
        [`grt_${userId}`, userId, wholeHouse.kind, wholeHouse.id])
      return { userId }
    },
    needsOperator: async () => (await pool.query(`select 1 from role_grant where role = 'operator' and revoked_at is null limit 1`)).rowCount === 0,
    newWelcomeToken: async () => {
      const token = randomBytes(24).toString('base64url')
      await pool.query(`insert into welcome_link (is_link, token_hash, expires_at) values (true, $1, now() + interval '${WELCOME_HOURS} hours')
        on conflict (is_link) do update set token_hash = excluded.token_hash, expires_at = excluded.expires_at`, [hashOf(token)])
      return token
    },
  }
}

/** @param pool a pool with the driver's own parsers: better-auth wants dates, the house wants text */
export function openAccounts(pool: pg.Pool, config: Config, localToken: string): Accounts {
  const rows = accountRows(pool)
  const doors: AccountDoors = { mail: openAccountMail(config, [languageFolder], rows.languageOf), emailOf: rows.emailOf }
  const auth = createAuth(pool, config, doors)
  let withElsewhere: Auth | undefined
  /** Made when first asked for, and again where the other side did not answer then. */
  const forElsewhere = async (): Promise<Auth> => {
    const isKnown = (await withElsewhere?.$context)?.socialProviders.some(({ id }) => id === ELSEWHERE) ?? false
    return isKnown ? withElsewhere! : withElsewhere = createAuth(pool, config, doors, true)
  }
  return {
    ...rows,
    ...makingPeople(auth, pool),
    handle: async (request, address) => {
      const path = new URL(request.url).pathname.slice(BASE.length)
      if (!isOpenAddress(request.method, path)) return notThere()
      if (isElsewhere(path) && config.oidc === undefined) return notThere()
      const library = isElsewhere(path) ? await forElsewhere() : auth
      return library.handler(await forLibrary(request, path, address))
    },
    actorOf: whoAsks(auth, localToken, rows.grantsOf),
    enter: (email, password) => auth.api.signInEmail({ body: { email, password }, asResponse: true }),
    createKey: async (userId, { name, reach, expiresInDays }) => {
      const made = await auth.api.createApiKey({ body: { name, userId, permissions: { reach: [reach] }, ...(expiresInDays === undefined ? {} : { expiresIn: expiresInDays * 86_400 }) } })
      return { keyId: made.id, key: made.key, expiresAt: made.expiresAt === null ? null : new Date(made.expiresAt).toISOString() }
    },
    elsewhere: config.oidc?.name ?? null,
    newToken: () => randomBytes(24).toString('base64url'),
    mailInvitation: (letter) => doors.mail.invitation(letter),
    erase: async (sql, userId) => {
      await text`delete from apikey where "referenceId" = ${userId}`.execute(sql)
      await text`delete from verification where position(${userId} in value) > 0`.execute(sql)
      await text`delete from "user" where id = ${userId}`.execute(sql)
    },
    // The library reads the clock of the machine, so its own times are compared with that.
    sweep: async (sql) => {
      const gone = await Promise.all([
        text`delete from session where "expiresAt" < now()`.execute(sql), text`delete from verification where "expiresAt" < now()`.execute(sql),
        text`delete from apikey where "expiresAt" < now() - interval '30 days'`.execute(sql),
      ])
      return gone.reduce((sum, { numAffectedRows }) => sum + Number(numAffectedRows ?? 0n), 0)
    },
    idleFor: async (sql, days) => {
      const since = text`now() - make_interval(days => ${days})`
      const { rows: idle } = await text<{ id: string }>`select id from "user" u where "createdAt" < ${since} and "updatedAt" < ${since}
        and not exists (select 1 from session s where s."userId" = u.id and s."updatedAt" >= ${since})
        and not exists (select 1 from apikey k where k."referenceId" = u.id and k."lastRequest" >= ${since}) order by id`.execute(sql)
      return idle.map(({ id }) => id)
    },
  }
}
