// Accounts on a real system: the one-time link, sign-in by cookie, API keys, and who may write.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
    const own = await world.fetch('/api/v1/api-keys', json({ name: 'importer', expiresInDays: 30 }, { cookie, origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' }))
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

  it('refuses a local token that is not the one of the folder', async () => {
    expect(await problemCode(await world.fetch('/api/v1/me', { headers: { authorization: 'Bearer local_guess' } }))).toBe('key-invalid')
  })
})
