// Ways of signing in on a real system: codes and recovery, accounts kept elsewhere, sessions one by one, and how far a key goes.
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openAccounts, type Accounts } from '#src/platform/accounts.ts'
import { fakeIssuer, type FakeIssuer } from '#test/fake-issuer.ts'
import { codeAt } from '#test/one-time-code.ts'
import { addPerson, grant } from '#test/people.ts'
import { testWorld, type World } from '#test/world.ts'

const HERE = 'http://localhost:8080'
const PASSWORD = 'a password for tests'

let world: World
let issuer: FakeIssuer
let pool: pg.Pool
let elsewhere: Accounts
beforeAll(async () => {
  world = await testWorld()
  issuer = await fakeIssuer('cupel-test')
  const { rows } = await world.house.database.pool.query<{ name: string }>('select current_database() as name')
  pool = new pg.Pool({ ...inject('postgres'), database: rows[0]!.name, max: 2 })
  const oidc = { discoveryUrl: `${issuer.url}/.well-known/openid-configuration`, clientId: 'cupel-test', clientSecret: 'a secret of a test', name: 'Halmoor Group' }
  elsewhere = openAccounts(pool, { ...world.application.kernel.config, oidc }, 'unused')
})
afterAll(async () => {
  issuer.close()
  await pool.end()
  await world.close()
})

type Jar = Map<string, string>
const cookieOf = (jar: Jar): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
function keep(jar: Jar, response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [pair] = line.split(';')
    const at = pair!.indexOf('=')
    if (/max-age=0/i.test(line)) jar.delete(pair!.slice(0, at))
    else jar.set(pair!.slice(0, at), pair!.slice(at + 1))
  }
}

let addresses = 0
/** A browser of its own: each at another address, since tries are counted by address. */
function browser(accounts: Accounts = world.application.kernel.accounts) {
  const jar: Jar = new Map()
  addresses += 1
  const address = `192.0.2.${addresses}`
  const send = async (method: string, path: string, body?: object): Promise<Response> => {
    const headers: Record<string, string> = { origin: HERE, cookie: cookieOf(jar), 'user-agent': `Browser ${addresses}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
    const response = await accounts.handle(new Request(`${HERE}/api/auth${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }), address)
    keep(jar, response)
    return response
  }
  return {
    jar, send, post: (path: string, body: object = {}) => send('POST', path, body),
    api: (path: string, init: RequestInit = {}) => world.fetch(`/api/v1${path}`, { ...init, headers: { 'content-type': 'application/json', origin: HERE, 'sec-fetch-site': 'same-origin', ...init.headers, cookie: cookieOf(jar) } }),
  }
}
type Browser = ReturnType<typeof browser>
const who = async (one: Browser): Promise<string> => ((await (await one.api('/me')).json()) as { kind: string }).kind
const signIn = async (email: string, password = PASSWORD): Promise<Browser> => {
  const one = browser()
  expect((await one.post('/sign-in/email', { email, password })).status).toBe(200)
  return one
}
const problemCode = async (response: Response): Promise<string> => ((await response.json()) as { code: string }).code

async function withCodes(name: string): Promise<{ email: string; secret: string; recovery: string[] }> {
  const { email } = await addPerson(world, name, [grant('operator')])
  const one = await signIn(email)
  expect((await one.post('/two-factor/enable', { password: 'not the password' })).status).toBe(400)
  const { totpURI, backupCodes } = await (await one.post('/two-factor/enable', { password: PASSWORD })).json() as { totpURI: string; backupCodes: string[] }
  const secret = new URL(totpURI).searchParams.get('secret')!
  expect(totpURI).toMatch(/^otpauth:\/\/totp\/Cupel:/)
  expect(((await (await one.api('/security')).json()) as { hasCodes: boolean }).hasCodes).toBe(false)
  expect((await one.post('/two-factor/verify-totp', { code: codeAt(secret) })).status).toBe(200)
  expect(await (await one.api('/security')).json()).toMatchObject({ hasPassword: true, hasCodes: true, passkeyCount: 0 })
  return { email, secret, recovery: backupCodes }
}

describe('codes of an app', () => {
  it('are asked for after the password, and only the right one opens', async () => {
    const { email, secret } = await withCodes('Anna')
    const one = browser()
    expect(await (await one.post('/sign-in/email', { email, password: PASSWORD })).json()).toMatchObject({ twoFactorRedirect: true })
    expect(await who(one)).toBe('public')
    expect((await one.post('/two-factor/verify-totp', { code: codeAt(secret, Date.now() - 600_000) })).status).toBe(401)
    expect(await who(one)).toBe('public')
    expect((await one.post('/two-factor/verify-totp', { code: codeAt(secret) })).status).toBe(200)
    expect(await who(one)).toBe('operator')
  })

  it('open nothing without the password before them', async () => {
    const { secret } = await withCodes('Berta')
    const one = browser()
    expect((await one.post('/two-factor/verify-totp', { code: codeAt(secret) })).status).toBe(401)
    expect(await who(one)).toBe('public')
  })

  it('can be recovered from, each recovery code once', async () => {
    const { email, recovery } = await withCodes('Carla')
    for (const [code, status] of [[recovery[0]!, 200], [recovery[0]!, 401]] as const) {
      const one = browser()
      await one.post('/sign-in/email', { email, password: PASSWORD })
      expect((await one.post('/two-factor/verify-backup-code', { code })).status).toBe(status)
      expect(await who(one)).toBe(status === 200 ? 'operator' : 'public')
    }
  })

  it('are turned off by the password, and new recovery codes end the old ones', async () => {
    const { email, secret, recovery } = await withCodes('Doris')
    const one = browser()
    await one.post('/sign-in/email', { email, password: PASSWORD })
    await one.post('/two-factor/verify-totp', { code: codeAt(secret) })
    expect((await one.post('/two-factor/generate-backup-codes', { password: PASSWORD })).status).toBe(200)
    const other = browser()
    await other.post('/sign-in/email', { email, password: PASSWORD })
    expect((await other.post('/two-factor/verify-backup-code', { code: recovery[1]! })).status).toBe(401)
    const third = browser()
    third.jar.clear()
    for (const [name, value] of one.jar) third.jar.set(name, value)
    expect((await third.post('/two-factor/disable', { password: 'not the password' })).status).toBe(400)
    expect((await third.post('/two-factor/disable', { password: PASSWORD })).status).toBe(200)
    expect(await who(await signIn(email))).toBe('operator')
  })

  it('are guessed three times at most in ten seconds', async () => {
    const { email } = await withCodes('Edith')
    const one = browser()
    await one.post('/sign-in/email', { email, password: PASSWORD })
    const statuses: number[] = []
    for (let i = 0; i < 5; i++) statuses.push((await one.post('/two-factor/verify-totp', { code: '000000' })).status)
    expect(statuses.slice(-2)).toEqual([429, 429])
  })
})

describe('an account kept elsewhere', () => {
  /** There and back again. @returns where the browser ends */
  async function enter(one: Browser): Promise<string> {
    const { url } = await (await one.post('/sign-in/social', { provider: 'oidc', callbackURL: '/account', errorCallbackURL: '/sign-in' })).json() as { url: string }
    const there = await fetch(url, { redirect: 'manual' })
    const back = new URL(there.headers.get('location')!)
    const answer = await one.send('GET', `${back.pathname.slice('/api/auth'.length)}${back.search}`)
    return answer.headers.get('location') ?? `${answer.status}`
  }
  const issued = (email: string, more: object = {}) => ({ sub: `sub-${email}`, email, email_verified: true, name: 'Somebody', ...more })

  it('opens the account with the same address, and no token of it is kept', async () => {
    const { email, userId } = await addPerson(world, 'Frida', [grant('operator')])
    issuer.person = issued(email.toUpperCase())
    const one = browser(elsewhere)
    expect(await enter(one)).toMatch(/\/account$/)
    expect(await who(one)).toBe('operator')
    const { rows } = await pool.query('select "accessToken", "refreshToken", "idToken" from account where "userId" = $1 and "providerId" = $2', [userId, 'oidc'])
    expect(rows).toEqual([{ accessToken: null, refreshToken: null, idToken: null }])
    expect(await (await one.api('/security')).json()).toMatchObject({ hasElsewhere: true })
    issuer.person = issued(email, { sub: `sub-${email.toUpperCase()}`, email: 'renamed@example.org' })
    const again = browser(elsewhere)
    expect(await enter(again)).toMatch(/error=/)
    expect(await who(again)).toBe('public')
  })

  it.each([
    ['of nobody here', 'stranger@example.org', {}], ['whose address was not verified', 'gina@example.org', { email_verified: false }],
  ])('%s opens nothing and makes nothing', async (_, email, more) => {
    await addPerson(world, email === 'gina@example.org' ? 'Gina' : 'Heidi')
    issuer.person = issued(email, more)
    const before = (await pool.query('select count(*)::int as n from "user"')).rows[0].n
    const one = browser(elsewhere)
    expect(await enter(one)).toMatch(/\/sign-in\?error=/)
    expect(await who(one)).toBe('public')
    expect((await pool.query('select count(*)::int as n from "user"')).rows[0].n).toBe(before)
  })

  it('does not open an account whose address nobody showed to be theirs', async () => {
    await world.house.accounts.createPerson({ name: 'Ilse', email: 'ilse@example.org', password: PASSWORD, isVerified: false })
    issuer.person = issued('ilse@example.org')
    const one = browser(elsewhere)
    expect(await enter(one)).toMatch(/error=/)
    expect(await who(one)).toBe('public')
  })

  it('does not pass the code by', async () => {
    const { email, secret } = await withCodes('Jutta')
    issuer.person = issued(email)
    const one = browser(elsewhere)
    expect(await enter(one)).toMatch(/\/sign-in\?step=code$/)
    expect(await who(one)).toBe('public')
    expect((await one.post('/two-factor/verify-totp', { code: codeAt(secret) })).status).toBe(200)
    expect(await who(one)).toBe('operator')
  })

  it('is not there where none is configured', async () => {
    expect((await browser().post('/sign-in/social', { provider: 'oidc' })).status).toBe(404)
    expect(await (await world.fetch('/api/v1/sign-in-ways')).json()).toEqual({ elsewhere: null })
  })
})

describe('the addresses of the library', () => {
  it.each([
    ['POST', '/sign-up/email'], ['POST', '/api-key/create'], ['GET', '/list-sessions'], ['GET', '/get-session'], ['POST', '/update-user'], ['POST', '/delete-user'],
    ['POST', '/change-email'], ['POST', '/link-social'], ['POST', '/get-access-token'], ['POST', '/two-factor/send-otp'], ['GET', '/error'],
  ])('that are not used are not there: %s %s', async (method, path) => {
    const { email } = await addPerson(world, `Lib ${path.replace(/\W/g, ' ')} ${method}`)
    const one = await signIn(email)
    expect((await one.send(method, path, method === 'POST' ? {} : undefined)).status).toBe(404)
  })
  it('take no body past its limit', async () => {
    expect((await world.fetch('/api/auth/sign-in/email', { method: 'POST', headers: { 'content-type': 'application/json', origin: HERE }, body: JSON.stringify({ email: 'x'.repeat(2_000_000) }) })).status).toBe(413)
  })
})

describe('sessions', () => {
  it('are listed without their tokens, and ended one by one or all but this', async () => {
    const { email } = await addPerson(world, 'Klara')
    const [here, there, third] = [await signIn(email), await signIn(email), await signIn(email)]
    const list = async (): Promise<{ sessionId: string; isThisOne: boolean }[]> => ((await (await here.api('/sessions')).json()) as { items: { sessionId: string; isThisOne: boolean }[] }).items
    const all = await list()
    expect(all.filter(({ isThisOne }) => isThisOne)).toHaveLength(1)
    expect(JSON.stringify(all)).not.toContain(decodeURIComponent(there.jar.get('cupel.session_token')!).split('.')[0])
    const stranger = await signIn((await addPerson(world, 'Lotte')).email)
    const [other] = all.filter(({ isThisOne }) => !isThisOne)
    expect(await problemCode(await stranger.api(`/sessions/${other!.sessionId}`, { method: 'DELETE' }))).toBe('session-absent')
    expect((await here.api(`/sessions/${other!.sessionId}`, { method: 'DELETE' })).status).toBe(200)
    expect([await who(there), await who(third)].toSorted()).toEqual(['member', 'public'])
    expect(await (await here.api('/sessions/endings', { method: 'POST', body: '{}' })).json()).toEqual({ endedCount: 1 })
    expect([await who(here), await who(there), await who(third)]).toEqual(['member', 'public', 'public'])
  })

  it('end elsewhere with a new password, which wants the old one', async () => {
    const { email } = await addPerson(world, 'Mina')
    const [here, there] = [await signIn(email), await signIn(email)]
    expect((await here.post('/change-password', { currentPassword: 'not the password', newPassword: 'a new password for tests', revokeOtherSessions: true })).status).toBe(400)
    expect((await here.post('/change-password', { currentPassword: PASSWORD, newPassword: 'a new password for tests', revokeOtherSessions: true })).status).toBe(200)
    expect([await who(here), await who(there)]).toEqual(['member', 'public'])
    expect((await browser().post('/sign-in/email', { email, password: PASSWORD })).status).toBe(401)
  })
})

describe('an API key', () => {
  const keyOf = async (one: Browser, body: object) => await (await one.api('/api-keys', { method: 'POST', body: JSON.stringify(body) })).json() as { key: string; keyId: string; reach: string }
  const asKey = (key: string, path: string, init: RequestInit = {}) => world.fetch(`/api/v1${path}`, { ...init, headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` } })

  it('reads only, unless it is made to write; and neither makes another', async () => {
    const one = await signIn((await addPerson(world, 'Nina', [grant('operator')])).email)
    const [reads, writes] = [await keyOf(one, { name: 'looks' }), await keyOf(one, { name: 'acts', reach: 'write', expiresInDays: 7 })]
    expect([reads.reach, writes.reach]).toEqual(['read', 'write'])
    for (const { key } of [reads, writes]) expect((await asKey(key, '/people')).status).toBe(200)
    const offer = { method: 'POST', body: JSON.stringify({ email: 'x@example.org', role: 'operator', scope: { kind: 'house', id: '' } }) }
    expect(await problemCode(await asKey(reads.key, '/invitations', offer))).toBe('permit-missing')
    expect((await asKey(writes.key, '/invitations', offer)).status).toBe(201)
    expect(await problemCode(await asKey(reads.key, '/api-keys', { method: 'POST', body: '{"name":"more"}' }))).toBe('permit-missing')
    expect(await problemCode(await asKey(writes.key, '/api-keys', { method: 'POST', body: '{"name":"more"}' }))).toBe('key-by-key')
    expect(await problemCode(await asKey(writes.key, '/own-data/erasures', { method: 'POST', body: '{"email":"nina@example.org"}' }))).toBe('key-by-key')
  })

  it('goes no further than the roles of its owner, and ends on its day', async () => {
    const one = await signIn((await addPerson(world, 'Olive', [grant('site-owner', 'site', 'CHL-0000000')])).email)
    const { key, keyId } = await keyOf(one, { name: 'acts', reach: 'write', expiresInDays: 1 })
    expect(await problemCode(await asKey(key, '/imports'))).toBe('permit-missing')
    expect((await asKey(key, '/people')).status).toBe(200)
    await pool.query(`update apikey set "expiresAt" = now() - interval '1 minute' where id = $1`, [keyId])
    expect(await problemCode(await asKey(key, '/me'))).toBe('key-invalid')
  })
})
