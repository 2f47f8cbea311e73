// One's own account: who one is, where one is signed in, and the keys of one's programs.
import type { Handlers, ResultOf } from '#src/kernel/operation.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { accessContract } from './access.contract.ts'
import type { Context } from './context.ts'
import { userOf } from './people-invite.handlers.ts'

async function whoAsks({ actor, accounts }: Context): Promise<ResultOf<typeof accessContract.getMe>> {
  if (actor.kind === 'public') return { kind: 'public', userId: null, via: null, name: null, email: null, grants: [] }
  const person = (await accounts.people([actor.userId])).get(actor.userId)
  return { kind: actor.kind, userId: actor.userId, via: actor.via, name: person?.name ?? null, email: person?.email ?? null, grants: actor.grants.map(({ role, scope }) => ({ role, scope })) }
}

const thisSession = ({ actor }: Context): string | undefined => actor.kind === 'public' ? undefined : actor.sessionId

export const accessHandlers: Handlers<typeof accessContract, Context> = {
  getMe: whoAsks,
  createOperator: async (ctx, input) => ctx.accounts.createOperator(input),
  listApiKeys: async (ctx) => ({ items: [...await ctx.accounts.listKeys(userOf(ctx))], next: null }),
  async createApiKey(ctx, { name, reach, expiresInDays }) {
    if (ctx.actor.kind !== 'public' && ctx.actor.via === 'api-key') throw new Refused(refuse('key-by-key', 'A key makes no keys. Sign in, and make it under Account.'))
    if (ctx.isDryRun) return { keyId: 'none', key: 'none (dry run)', reach, expiresAt: null }
    const made = await ctx.accounts.createKey(userOf(ctx), { name, reach, expiresInDays })
    ctx.record({ kind: 'api-key.made', subject: made.keyId, isPublic: false, body: { reach, expiresAt: made.expiresAt } })
    return { ...made, reach }
  },
  async deleteApiKey(ctx, { keyId }) {
    if (ctx.isDryRun) return { keyId }
    if (!await ctx.accounts.deleteKey(userOf(ctx), keyId)) throw new Refused(refuse('key-absent', `There is no API key ${keyId} of yours.`))
    ctx.record({ kind: 'api-key.deleted', subject: keyId, isPublic: false, body: {} })
    return { keyId }
  },
  getSignInWays: async ({ accounts }) => ({ elsewhere: accounts.elsewhere }),
  getSecurity: (ctx) => ctx.accounts.securityOf(userOf(ctx)),
  async renameAccount(ctx, { name }) {
    const before = await whoAsks(ctx)
    if (!ctx.isDryRun) await ctx.accounts.renamePerson(userOf(ctx), name)
    return { ...before, name: before.name === null ? null : name }
  },
  async listSessions(ctx) {
    return { items: (await ctx.accounts.sessionsOf(userOf(ctx))).map((one) => ({ ...one, isThisOne: one.sessionId === thisSession(ctx) })), next: null }
  },
  async endSession(ctx, { sessionId }) {
    if (!ctx.isDryRun && !await ctx.accounts.endSession(userOf(ctx), sessionId)) throw new Refused(refuse('session-absent', 'This sign-in ended before, or is not yours.'))
    return { sessionId }
  },
  endOtherSessions: async (ctx) => ({ endedCount: ctx.isDryRun ? 0 : await ctx.accounts.endSessions(userOf(ctx), thisSession(ctx)) }),
}
