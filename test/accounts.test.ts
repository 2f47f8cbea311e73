// Accounts on a real system: the one-time link, sign-in by cookie, API keys, and who may write.
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openAccounts } from '#src/platform/accounts.ts'
import { mailServer } from '#test/mail-server.ts'
import { testWorld, type World } from '#test/world.ts'

let world: World
let welcome = ''
beforeAll(async () => {
  world = await testWorld()
  welcome = await world.application.kernel.accounts.newWelcomeToken()
})
afterAll(() => world.close())

const json = (body: unknown, headers: Record<string, string> = {}) => ({ method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
const person = { name: 'Ada Operator', email: 'ada@example.org', password: 'a long enough password' }
const problemCode = async (response: Response) => ((await response.json()) as { code: string }).code

describe('accounts', () => {
  it('refuses a welcome link that was not given, and one that was replaced', async () => {
    expect(await problemCode(await world.fetch('/api/v1/operator', json({ ...person, token: 'made-up' })))).toBe('welcome-link-invalid')
    const newer = await world.application.kernel.accounts.newWelcomeToken()
    expect(await problemCode(await world.fetch('/api/v1/operator', json({ ...person, token: welcome })))).toBe('welcome-link-invalid')
    welcome = newer
  })

  it('makes the operator once by the newest link', async () => {
    expect(await world.application.kernel.accounts.needsOperator()).toBe(true)
    expect((await world.fetch('/api/v1/operator', json({ ...person, token: welcome }))).status).toBe(201)
    expect(await world.application.kernel.accounts.needsOperator()).toBe(false)
    expect(await problemCode(await world.fetch('/api/v1/operator', json({ ...person, email: 'b@example.org', token: welcome })))).toBe('welcome-link-invalid')
  })

  it('lets nobody sign up by themselves', async () => {
    expect((await world.fetch('/api/auth/sign-up/email', json({ ...person, email: 'eve@example.org' }, { origin: 'http://localhost:8080' }))).status).toBeGreaterThanOrEqual(400)
  })

  it('signs in by password, and writes only from its own pages', async () => {
    expect((await world.fetch('/api/auth/sign-in/email', json({ email: person.email, password: 'not the password' }, { origin: 'http://localhost:8080' }))).status).toBe(401)
    const signedIn = await world.fetch('/api/auth/sign-in/email', json({ email: person.email, password: person.password }, { origin: 'http://localhost:8080' }))
    expect(signedIn.status).toBe(200)
    const cookie = signedIn.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ')
    expect(signedIn.headers.getSetCookie().join()).toMatch(/HttpOnly/)
    expect(await (await world.fetch('/api/v1/me', { headers: { cookie } })).json()).toMatchObject({ kind: 'operator', via: 'session' })
    const foreign = await world.fetch('/api/v1/api-keys', json({ name: 'stolen' }, { cookie, origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }))
    expect(foreign.status).toBe(403)
    expect(await problemCode(foreign)).toBe('foreign-origin')
    const own = await world.fetch('/api/v1/api-keys', json({ name: 'importer', reach: 'write', expiresInDays: 30 }, { cookie, origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' }))
    expect(own.status).toBe(201)
    const { key, keyId, expiresAt } = await own.json() as { key: string; keyId: string; expiresAt: string }
    expect(expiresAt).not.toBeNull()
    const withKey = { headers: { authorization: `Bearer ${key}` } }
    expect(await (await world.fetch('/api/v1/me', withKey)).json()).toMatchObject({ kind: 'operator', via: 'api-key' })
    const listed = await (await world.fetch('/api/v1/api-keys', withKey)).text()
    expect(listed).toContain('importer')
    expect(listed).not.toContain(key)
    for (let i = 0; i < 30; i++) expect((await world.fetch('/api/v1/imports', withKey)).status).toBe(200)
    expect((await world.fetch(`/api/v1/api-keys/${keyId}`, { method: 'DELETE', ...withKey })).status).toBe(200)
    expect(await problemCode(await world.fetch('/api/v1/me', withKey))).toBe('key-invalid')
  })

  it('says so where no mail can be sent, whether or not there is such an account', async () => {
    const asked = await world.fetch('/api/auth/request-password-reset', json({ email: person.email, redirectTo: '/new-password' }, { origin: 'http://localhost:8080' }))
    expect(asked.status).toBe(400)
    const made = await world.fetch('/api/auth/reset-password', json({ token: 'made-up', newPassword: 'another long password' }, { origin: 'http://localhost:8080' }))
    expect(made.status).toBe(400)
  })

  it('mails a link for a new password, which works once and ends the sessions', async () => {
    const mail = await mailServer()
    const { rows } = await world.house.database.pool.query<{ name: string }>('select current_database() as name')
    const pool = new pg.Pool({ ...inject('postgres'), database: rows[0]!.name, max: 2 })
    const accounts = openAccounts(pool, { ...world.application.kernel.config, smtpUrl: `smtp://127.0.0.1:${mail.port}` }, 'unused')
    const post = (path: string, body: unknown) => accounts.handle(new Request(`http://localhost:8080/api/auth${path}`, json(body, { origin: 'http://localhost:8080' })), '192.0.2.1')
    expect((await post('/request-password-reset', { email: person.email, redirectTo: '/new-password' })).status).toBe(200)
    // Quoted-printable folds long lines.
    const text = () => mail.received().replaceAll('=\r\n', '')
    await expect.poll(text, { timeout: 10_000 }).toMatch(/reset-password\/[\w-]+\?callbackURL=3?D?/)
    const token = text().match(/reset-password\/([\w-]+)/)![1]!
    expect((await post('/reset-password', { token, newPassword: 'an even longer password' })).status).toBe(200)
    expect((await post('/reset-password', { token, newPassword: 'a third long password' })).status).toBe(400)
    expect((await post('/sign-in/email', { email: person.email, password: person.password })).status).toBe(401)
    expect((await post('/sign-in/email', { email: person.email, password: 'an even longer password' })).status).toBe(200)
    await pool.end()
    mail.close()
  })

  it('refuses a local token that is not the one of the folder', async () => {
    expect(await problemCode(await world.fetch('/api/v1/me', { headers: { authorization: 'Bearer local_guess' } }))).toBe('key-invalid')
  })
})
