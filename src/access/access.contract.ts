import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { Instant } from '#src/kernel/time.ts'
import { shortText } from '#src/kernel/text.ts'
import { Role, Scope } from './role.ts'

const Me = z.object({
  kind: z.enum(['public', 'operator', 'member']), userId: z.string().nullable(), via: z.enum(['session', 'api-key', 'local']).nullable(),
  /** The roles held, with the scope of each. */
  grants: z.array(z.object({ role: Role, scope: Scope })),
})
const ApiKey = z.object({ keyId: z.string(), name: z.string(), start: z.string().nullable(), createdAt: Instant, expiresAt: Instant.nullable(), lastUsedAt: Instant.nullable() })

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
    input: z.object({ name: shortText(32), expiresInDays: z.coerce.number().int().min(1).max(365).optional() }),
    result: z.object({ keyId: z.string(), key: z.string(), expiresAt: Instant.nullable() }), hasSecretAnswer: true,
  }),
  deleteApiKey: operation({
    method: 'DELETE', path: '/api-keys/{keyId}', tag: 'Accounts', permit: 'api-key:write', summary: 'Delete an API key; it ends at once',
    input: z.object({ keyId: z.string().max(100) }), result: z.object({ keyId: z.string() }), refusals: ['key-absent'],
  }),
}
