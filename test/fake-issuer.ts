// An OpenID Connect issuer of a test, on a free port of this machine: it signs in whoever `person` says, without asking.
import { createHash, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export type IssuedPerson = { readonly sub: string; readonly email: string; readonly email_verified: boolean; readonly name: string }
export type FakeIssuer = { readonly url: string; person: IssuedPerson; close(): void }

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function signed(claims: object, key: KeyObject): string {
  const text = `${encoded({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${encoded(claims)}`
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key).toString('base64url')}`
}

const bodyOf = async (request: IncomingMessage): Promise<URLSearchParams> => {
  let text = ''
  for await (const part of request) text += String(part)
  return new URLSearchParams(text)
}

export async function fakeIssuer(clientId: string): Promise<FakeIssuer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const asked = new Map<string, { nonce: string | undefined; challenge: string | undefined; person: IssuedPerson }>()
  const issuer: { url: string; person: IssuedPerson } = { url: '', person: { sub: '', email: '', email_verified: false, name: '' } }
  const answer = (response: ServerResponse, value: object, status = 200) => { response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value)) }
  const token = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await bodyOf(request)
    const one = asked.get(body.get('code') ?? '')
    asked.delete(body.get('code') ?? '')
    const challenge = createHash('sha256').update(body.get('code_verifier') ?? '').digest('base64url')
    if (one === undefined || one.challenge !== challenge) return answer(response, { error: 'invalid_grant' }, 400)
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: issuer.url, aud: clientId, iat: now, exp: now + 300, nonce: one.nonce, ...one.person }
    answer(response, { access_token: 'an-access-token', token_type: 'Bearer', expires_in: 300, id_token: signed(claims, privateKey) })
  }
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, issuer.url)
    if (pathname === '/.well-known/openid-configuration') {
      return answer(response, {
        issuer: issuer.url, authorization_endpoint: `${issuer.url}/authorize`, token_endpoint: `${issuer.url}/token`, jwks_uri: `${issuer.url}/keys`,
        id_token_signing_alg_values_supported: ['RS256'], response_types_supported: ['code'], subject_types_supported: ['public'],
      })
    }
    if (pathname === '/keys') return answer(response, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] })
    if (pathname === '/token') return void token(request, response)
    if (pathname === '/authorize') {
      const code = `code-${asked.size}-${Date.now()}`
      asked.set(code, { nonce: searchParams.get('nonce') ?? undefined, challenge: searchParams.get('code_challenge') ?? undefined, person: issuer.person })
      const back = new URL(searchParams.get('redirect_uri')!)
      back.searchParams.set('code', code)
      back.searchParams.set('state', searchParams.get('state')!)
      return response.writeHead(302, { location: back.href }).end()
    }
    answer(response, {}, 404)
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const address = server.address()
  issuer.url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  return Object.assign(issuer, { close: () => { server.close(); server.closeAllConnections() } })
}
