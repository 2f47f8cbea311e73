import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { Instant } from '#src/kernel/time.ts'
import { shortText } from '#src/kernel/text.ts'
import { Role, Scope } from './role.ts'


const Me = z.object({
  kind: z.enum(['public', 'operator', 'member']), userId: z.string().nullable(), via: z.enum(['session', 'api-key', 'local']).nullable(),
  /** Null for whoever has no account: the public, and the machine's own token. */
  name: z.string().nullable(), email: z.string().nullable(),
  /** The roles held, with the scope of each. */
  grants: z.array(z.object({ role: Role, scope: Scope })),
})
const KeyReach = z.enum(['read', 'write']).describe('`read`: looks at what you may see, changes nothing')
const Session = z.object({
  sessionId: z.string(), createdAt: Instant, seenAt: Instant, expiresAt: Instant, address: z.string().nullable(), browser: z.string().nullable(), isThisOne: z.boolean(),
})
const ApiKey = z.object({ keyId: z.string(), name: z.string(), start: z.string().nullable(), reach: KeyReach, createdAt: Instant, expiresAt: Instant.nullable(), lastUsedAt: Instant.nullable() })

export const accessContract = {
  getMe: operation({
    method: 'GET', path: '/me', tag: 'Accounts', permit: 'actor:read', summary: 'Who this request is from',
    input: z.object({}), result: Me,
  }),
  createOperator: operation({
    method: 'POST', path: '/operator', tag: 'Accounts', permit: 'operator:create', summary: 'Make the first operator with the one-time link printed at the first start', status: 201,
    input: z.object({ token: z.string().min(1).max(200), name: shortText(120), email: z.email().max(200), password: z.string().min(12).max(200) }),
    result: z.object({ userId: z.string() }), refusals: ['welcome-link-invalid', 'account-exists'],
  }),
  listApiKeys: operation({
    method: 'GET', path: '/api-keys', tag: 'Accounts', permit: 'api-key:read', summary: 'Your API keys, without their secrets',
    input: z.object({}), result: z.object({ items: z.array(ApiKey), next: z.null() }),
  }),
  createApiKey: operation({
    method: 'POST', path: '/api-keys', tag: 'Accounts', permit: 'api-key:write', summary: 'Make an API key; its secret is shown this once', status: 201,
    input: z.object({ name: shortText(32), reach: KeyReach.default('read'), expiresInDays: z.coerce.number().int().min(1).max(365).optional() }),
    result: z.object({ keyId: z.string(), key: z.string(), reach: KeyReach, expiresAt: Instant.nullable() }), hasSecretAnswer: true, refusals: ['key-by-key'],
  }),
  deleteApiKey: operation({
    method: 'DELETE', path: '/api-keys/{keyId}', tag: 'Accounts', permit: 'api-key:write', summary: 'Delete an API key; it ends at once',
    input: z.object({ keyId: z.string().max(100) }), result: z.object({ keyId: z.string() }), refusals: ['key-absent'],
  }),
  getSignInWays: operation({
    method: 'GET', path: '/sign-in-ways', tag: 'Accounts', permit: 'actor:read', summary: 'How one can sign in here, besides by password and passkey',
    input: z.object({}), result: z.object({ elsewhere: z.string().nullable() }),
  }),
  getSecurity: operation({
    method: 'GET', path: '/security', tag: 'Accounts', permit: 'account:read', summary: 'How your account is guarded',
    input: z.object({}), result: z.object({ hasPassword: z.boolean(), hasCodes: z.boolean(), passkeyCount: z.number().int(), hasElsewhere: z.boolean() }),
  }),
  renameAccount: operation({
    method: 'PATCH', path: '/me', tag: 'Accounts', permit: 'account:write', summary: 'Correct your name',
    input: z.object({ name: shortText(120) }), result: Me,
  }),
  listSessions: operation({
    method: 'GET', path: '/sessions', tag: 'Accounts', permit: 'account:read', summary: 'Where your account is signed in, the latest first',
    input: z.object({}), result: z.object({ items: z.array(Session), next: z.null() }),
  }),
  endSession: operation({
    method: 'DELETE', path: '/sessions/{sessionId}', tag: 'Accounts', permit: 'account:write', summary: 'End one sign-in of your account',
    input: z.object({ sessionId: z.string().max(100) }), result: z.object({ sessionId: z.string() }), refusals: ['session-absent'],
  }),
  endOtherSessions: operation({
    method: 'POST', path: '/sessions/endings', tag: 'Accounts', permit: 'account:write', summary: 'End every sign-in of your account but this one',
    input: z.object({}), result: z.object({ endedCount: z.number().int() }),
  }),
}
