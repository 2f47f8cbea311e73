// The front door as everybody meets it: in which order a request is checked, how a no looks, and what every answer carries.
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publicActor } from '#src/access/actor.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { putFact } from '#src/transparency/fact.ts'
import { siteFact } from '#src/parties/site.ts'
import { invoke } from '#src/platform/invoke.ts'
import { CHILE, PERU, aSite, siteNumber, smallRegistry } from '#test/registry-facts.ts'
import { testWorld, type World } from '#test/world.ts'

let world: World
beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z' })
  await world.publish(smallRegistry())
})
afterAll(async () => {
  expect(world.faults).toEqual([])
  await world.close()
})

const json = { 'content-type': 'application/json' }
type Problem = { type: string; title: string; status: number; detail: string; instance: string; code: string; errors?: { pointer: string; detail: string }[] }
type Sent = { asOperator?: boolean; headers?: Record<string, string>; body?: string; method?: string }
const send = (path: string, init: Sent = {}) => world.fetch(`/api/v1${path}`, init)
const problem = async (path: string, init: Sent = {}): Promise<Problem> => await (await send(path, init)).json() as Problem
const dispute = (init: Sent = {}, text = 'The place is contested') =>
  send(`/sites/${CHILE}/disputes`, { method: 'POST', asOperator: true, body: JSON.stringify({ text }), ...init, headers: { ...json, ...init.headers } })
const logSize = async () => (await world.house.database.pool.query<{ size: number }>('select size from log_head')).rows[0]!.size

describe('a request is checked in one order, and the first wrong thing is told', () => {
  const nowhere = siteNumber('AUS', 99)
  const merge = (site: string, body: string, more: Sent = {}) => [`/sites/${site}/merge`, { method: 'POST', body, headers: json, asOperator: true, ...more }] as const
  const badKey = { authorization: 'Bearer cupel_of_nobody', ...json }
  // Each line is wrong in its own way and in every way below it.
  it.each<[string, string, number, readonly [string, Sent]]>([
    ['address', 'operation-absent', 404, ['/no-such-thing', { method: 'POST', headers: badKey, body: '{' }]],
    ['authentication', 'key-invalid', 401, merge(nowhere, '{', { asOperator: false, headers: badKey })],
    ['permit', 'sign-in-required', 401, merge(nowhere, '{', { asOperator: false, headers: { ...json, origin: 'https://elsewhere.example' } })],
    ['origin', 'foreign-origin', 403, [`/sites/${nowhere}/error-reports`, { method: 'POST', headers: { ...json, origin: 'https://elsewhere.example' }, body: '{' }]],
    ['body', 'body-malformed', 422, merge('no-number', '{')],
    ['shape', 'input-invalid', 422, merge(nowhere, JSON.stringify({ into: 'no-number', reason: '' }))],
    ['existence', 'site-unknown', 404, merge(nowhere, JSON.stringify({ into: nowhere, reason: 'the same' }))],
    ['law', 'merge-with-itself', 422, merge(CHILE, JSON.stringify({ into: CHILE, reason: 'the same' }))],
  ])('%s: %s', async (_, code, status, [path, init]) => {
    const response = await send(path, init)
    expect([(await response.json() as Problem).code, response.status]).toEqual([code, status])
  })
  it('and nothing of it was written', async () => { expect(await logSize()).toBe(1) })
})

describe('a problem (RFC 9457)', () => {
  it('has type, title, status, detail, instance and code, and names each wrong place', async () => {
    const response = await send('/sites?limit=0&bbox=1,2', { headers: { 'x-request-id': 'request-of-a-test' } })
    const body = await response.json() as Problem
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(response.headers.get('x-request-id')).toBe('request-of-a-test')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(body).toMatchObject({
      type: 'http://localhost:8080/problems/input-invalid', status: 422, code: 'input-invalid', instance: 'urn:request:request-of-a-test',
    })
    expect(body.errors!.map(({ pointer }) => pointer).toSorted()).toEqual(['/bbox', '/limit'])
    expect(Object.keys(body).toSorted()).toEqual(['code', 'detail', 'errors', 'instance', 'status', 'title', 'type'])
  })
  it('has a page at its type', async () => {
    const page = await world.fetch('/problems/input-invalid')
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect((await world.fetch('/problems/no-such-problem')).status).toBe(404)
  })
  it.each<[string, string, number, string, Sent]>([
    ['no JSON', 'body-malformed', 422, '{"text": ', {}],
    ['a list instead of an object', 'body-malformed', 422, '[]', {}],
    ['a body of another type', 'body-malformed', 422, 'text=x', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['a body past one megabyte', 'body-too-large', 413, JSON.stringify({ text: 'x'.repeat(1024 * 1024) }), {}],
    ['a character that cannot be stored', 'input-invalid', 422, '{"text":"ten characters\\u0000"}', {}],
    ['half a surrogate pair', 'input-invalid', 422, '{"text":"ten characters\\ud800"}', {}],
    ['a key of no length', 'input-invalid', 422, '{"text":"The place is contested"}', { headers: { 'idempotency-key': '' } }],
  ])('refuses %s', async (_, code, status, body, init) => {
    const response = await dispute({ body, ...init })
    expect([(await response.json() as Problem).code, response.status]).toEqual([code, status])
  })
  it('cuts off a body that lies about its length', async () => {
    const body = new ReadableStream<Uint8Array>({ pull: (out) => { out.enqueue(new Uint8Array(64 * 1024).fill(32)) } })
    const response = await world.fetch(`/api/v1/sites/${CHILE}/disputes`, { method: 'POST', asOperator: true, headers: json, body, duplex: 'half' } as RequestInit)
    expect((await response.json() as Problem).code).toBe('body-too-large')
  })
  it.each([['/sites?cursor=not*base64', 'cursor-invalid'], ['/sites?limit=1001', 'input-invalid'], ['/sites?asOf=2023-02-30', 'input-invalid'], [`/sites/${CHILE.slice(0, -1)}_`, 'input-invalid']])('is given for %s', async (path, code) => {
    expect((await problem(path)).code).toBe(code)
  })
  it('is not made of a refusal that the operation did not declare: that is a bug', async () => {
    const route = world.application.kernel.routes.find(({ name }) => name === 'listSites')!
    const call = { actor: publicActor, language: 'en', isDryRun: false }
    await expect(invoke(world.house, route, () => Promise.reject(new Refused(refuse('key-unheard-of', 'none'))), call, {}))
      .rejects.toThrow('listSites refused with "key-unheard-of", which its contract does not declare')
  })
})

describe('a write', () => {
  it('with an Idempotency-Key happens once, and answers the same again', async () => {
    const before = await logSize()
    const headers = { 'idempotency-key': 'one-dispute' }
    const [first, again] = [await dispute({ headers }), await dispute({ headers })]
    expect([first.status, again.status]).toEqual([201, 201])
    expect([first.headers.get('idempotent-replay'), again.headers.get('idempotent-replay')]).toEqual([null, 'true'])
    expect(await again.json()).toEqual(await first.json())
    expect(await logSize()).toBe(before + 1)
  })
  it('with the same key and another input is refused', async () => {
    const answer = await dispute({ headers: { 'idempotency-key': 'one-dispute' } }, 'Another text than before')
    expect([answer.status, (await answer.json() as Problem).code]).toEqual([409, 'idempotency-key-reused'])
  })
  it('sent twice at the same time with one key happens once', async () => {
    const before = await logSize()
    const answers = await Promise.all([1, 2, 3].map(() => dispute({ headers: { 'idempotency-key': 'at-once' } })))
    const ids = await Promise.all(answers.map(async (answer) => (await answer.json() as { disputeId?: string }).disputeId))
    expect(new Set(ids).size).toBe(1)
    expect(await logSize()).toBe(before + 1)
  })
  it('that was refused does not use up its key', async () => {
    const headers = { 'idempotency-key': 'refused-first' }
    const of = (site: string) => send(`/sites/${site}/disputes`, { method: 'POST', asOperator: true, headers: { ...json, ...headers }, body: JSON.stringify({ text: 'The place is contested' }) })
    expect((await of(siteNumber('AUS', 99))).status).toBe(404)
    expect((await of(PERU)).status).toBe(201)
  })
  it('as a dry run answers the same form and changes nothing', async () => {
    const before = { size: await logSize(), site: await (await send(`/sites/${CHILE}`)).text() }
    const dry = await dispute({ headers: { 'dry-run': 'true' } })
    expect([dry.status, dry.headers.get('dry-run')]).toEqual([201, 'true'])
    expect(Object.keys(await dry.json() as object).toSorted()).toEqual(['disputeId', 'openedOn', 'siteId', 'text'])
    expect({ size: await logSize(), site: await (await send(`/sites/${CHILE}`)).text() }).toEqual(before)
    expect((await problem(`/sites/${CHILE}/disputes`, { method: 'POST', asOperator: true, headers: { ...json, 'dry-run': 'true' }, body: '{"text":" "}' })).code).toBe('input-invalid')
  })
  it('says up to which entry the log goes', async () => {
    const answer = await dispute()
    expect(answer.headers.get('log-position')).toBe(String(await logSize()))
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })
})

describe('a read', () => {
  it('is answered 304 until something public changes', async () => {
    const first = await send('/sites')
    const etag = first.headers.get('etag')!
    expect(etag).toMatch(/^W\/"[\w-]{22}"$/)
    expect(first.headers.get('cache-control')).toBe('public, max-age=0, must-revalidate')
    const same = await send('/sites', { headers: { 'if-none-match': `"another", ${etag}` } })
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', etag])
    await world.publish([putFact(siteFact, siteNumber('CHL', 50), aSite({ name: 'A new one' }))])
    expect((await send('/sites', { headers: { 'if-none-match': etag } })).status).toBe(200)
    world.setNow('2026-06-16T12:00:00.000Z')
    expect((await send('/sites')).headers.get('etag')).not.toBe(etag)
  })
  it('does not show what is confidential by its tag or its position', async () => {
    const before = (await send('/log')).headers
    await send(`/sites/${CHILE}/error-reports`, { method: 'POST', headers: json, body: JSON.stringify({ text: 'Something is wrong here' }) })
    const after = (await send('/log')).headers
    expect([after.get('etag'), after.get('log-position')]).toEqual([before.get('etag'), before.get('log-position')])
  })
  it.each([['br', brotliDecompressSync], ['gzip', gunzipSync]] as const)('is compressed as %s, to the same bytes', async (coding, open) => {
    const plain = await send('/openapi.json')
    expect(plain.headers.get('content-encoding')).toBeNull()
    const packed = await send('/openapi.json', { headers: { 'accept-encoding': coding } })
    expect(packed.headers.get('content-encoding')).toBe(coding)
    expect(packed.headers.get('vary')).toContain('accept-encoding')
    expect(open(new Uint8Array(await packed.arrayBuffer())).toString('utf8')).toBe(await plain.text())
  })
  it('by HEAD has the headers and no body', async () => {
    const head = await send('/sites', { method: 'HEAD' })
    expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', (await send('/sites')).headers.get('etag')])
  })
  it('pages through everything once', async () => {
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await (await send(`/sites?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`)).json() as { items: { siteId: string }[]; next: string | null }
      seen.push(...page.items.map(({ siteId }) => siteId))
      cursor = page.next
    }
    const all = await (await send('/sites')).json() as { items: { siteId: string }[]; next: null }
    expect(seen).toEqual(all.items.map(({ siteId }) => siteId))
    expect(all.next).toBeNull()
  })
})

describe('other origins', () => {
  it('may read, without being told who the reader is', async () => {
    const { headers } = await send('/sites', { headers: { origin: 'https://elsewhere.example' } })
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-allow-credentials')).toBeNull()
    const asked = await send('/sites', { method: 'OPTIONS' })
    expect([asked.status, asked.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, HEAD'])
    expect(asked.headers.get('access-control-allow-headers')).not.toMatch(/authorization|content-type/)
  })
  it('may not write, and see no answer of a write', async () => {
    const sent = { method: 'POST', headers: json, body: JSON.stringify({ text: 'Something is wrong here' }) }
    expect((await send(`/sites/${CHILE}/error-reports`, sent)).headers.get('access-control-allow-origin')).toBeNull()
    for (const headers of [{ origin: 'https://elsewhere.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      expect((await problem(`/sites/${CHILE}/error-reports`, { ...sent, headers: { ...json, ...headers } })).code).toBe('foreign-origin')
    }
    for (const headers of [{ origin: 'http://localhost:8080' }, { 'sec-fetch-site': 'same-origin' }]) {
      expect((await send(`/sites/${CHILE}/error-reports`, { ...sent, headers: { ...json, ...headers } })).status).toBe(201)
    }
  })
  it('cannot ride on a session, which our own pages can', async () => {
    const token = await world.application.kernel.accounts.newWelcomeToken()
    const made = await send('/operator', { method: 'POST', headers: json, body: JSON.stringify({ token, name: 'Olga', email: 'olga@example.org', password: 'a long enough password' }) })
    expect(made.status).toBe(201)
    const signedIn = await world.fetch('/api/auth/sign-in/email', { method: 'POST', headers: { ...json, origin: 'http://localhost:8080' }, body: JSON.stringify({ email: 'olga@example.org', password: 'a long enough password' }) })
    expect(signedIn.status).toBe(200)
    const set = signedIn.headers.getSetCookie()
    expect(set.every((cookie) => /HttpOnly/i.test(cookie) && /SameSite=Lax/i.test(cookie))).toBe(true)
    const cookie = set.map((one) => one.split(';')[0]).join('; ')
    expect(await (await send('/me', { headers: { cookie } })).json()).toMatchObject({ kind: 'operator', via: 'session' })
    const write = (headers: Record<string, string>) => dispute({ asOperator: false, headers: { cookie, ...headers } })
    expect((await (await write({ 'sec-fetch-site': 'cross-site' })).json() as Problem).code).toBe('foreign-origin')
    expect((await write({ 'sec-fetch-site': 'same-origin' })).status).toBe(201)
  })
})

describe('every answer', () => {
  it.each(['/', '/docs', '/api/v1/sites', '/api/v1/no-such-thing', '/problems'])('of %s carries the guards', async (path) => {
    const { headers } = await world.fetch(path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{8,64}$/)
    const policy = Object.fromEntries(headers.get('content-security-policy')!.split('; ').map((part) => { const [name, ...rest] = part.split(' '); return [name, rest.join(' ')] }))
    expect(policy).toMatchObject({ 'default-src': "'none'", 'script-src': "'self'", 'connect-src': "'self'", 'frame-ancestors': "'none'", 'base-uri': "'none'" })
  })
  it('of a page holds no script but files of ours', async () => {
    for (const path of ['/', '/docs', '/problems']) {
      const page = await (await world.fetch(path)).text()
      const tags = [...page.matchAll(/<script([^>]*)>/g)].map((match) => match[1]!)
      expect(tags.filter((tag) => !/src="\/assets\//.test(tag) && !/type="application\/ld\+json"/.test(tag))).toEqual([])
      expect(page).not.toMatch(/\son\w+="|javascript:/i)
      expect([...page.matchAll(/\b(?:src|href)="(https?:\/\/[^"]+)"/g)].map((match) => match[1]!).filter((url) => !url.startsWith('http://localhost:8080'))).toEqual([])
    }
  })
  it('takes no request id that could confuse a log', async () => {
    expect((await send('/log', { headers: { 'x-request-id': 'a b\tc' } })).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe('limits and faults', () => {
  it('twenty writes a minute from one address without an account, then a pause', async () => {
    const own = await testWorld()
    const report = () => own.fetch(`/api/v1/sites/${CHILE}/error-reports`, { method: 'POST', headers: json, body: '{}' })
    for (let i = 0; i < 20; i++) expect((await report()).status).toBe(422)
    const stopped = await report()
    expect([stopped.status, (await stopped.json() as Problem).code]).toEqual([429, 'rate-exceeded'])
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await own.fetch('/api/v1/sites')).status).toBe(200)
    expect((await own.fetch(`/api/v1/sites/${CHILE}/disputes`, { method: 'POST', asOperator: true, headers: json, body: '{}' })).status).toBe(422)
    await own.close()
  })
  it('a fault is answered without a word of what it was, and is in the log under its request id', async () => {
    const own = await testWorld()
    await own.house.database.pool.end()
    const response = await own.fetch('/api/v1/log')
    const body = await response.json() as Problem
    expect([response.status, body.code]).toEqual([500, 'unexpected'])
    expect(JSON.stringify(body)).not.toMatch(/pool|pg|select|node_modules/i)
    expect(own.faults.map(({ requestId }) => `urn:request:${requestId}`)).toEqual([body.instance])
    expect((await own.fetch('/api/v1/ready')).status).toBe(503)
    expect((await own.fetch('/api/v1/health')).status).toBe(200)
  })
})
