import type { Handlers } from '#src/kernel/operation.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { accessContract } from './access.contract.ts'
import type { Context } from './context.ts'

const userOf = (ctx: Context): string => {
  if (ctx.actor.kind === 'public') throw new Refused(refuse('sign-in-required', 'Sign in first.'))
  return ctx.actor.userId
}

export const accessHandlers: Handlers<typeof accessContract, Context> = {
  getMe: async ({ actor }) => actor.kind === 'public' ? { kind: 'public', userId: null, via: null, grants: [] } : { kind: actor.kind, userId: actor.userId, via: actor.via, grants: [...actor.grants] },
  createOperator: async (ctx, input) => ctx.accounts.createOperator(input),
  listApiKeys: async (ctx) => ({ items: [...await ctx.accounts.listKeys(userOf(ctx))], next: null }),
  createApiKey: async (ctx, { name, expiresInDays }) => {
    if (ctx.isDryRun) return { keyId: 'none', key: 'none (dry run)', expiresAt: null }
    return ctx.accounts.createKey(userOf(ctx), name, expiresInDays)
  },
  deleteApiKey: async (ctx, { keyId }) => {
    if (!ctx.isDryRun && !await ctx.accounts.deleteKey(userOf(ctx), keyId)) throw new Refused(refuse('key-absent', `There is no API key ${keyId} of yours.`))
    return { keyId }
  },
}
