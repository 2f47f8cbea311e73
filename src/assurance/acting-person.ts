// Who acts, where an act is a person's own: a vote, a review, a verification.
import type { Context } from '#src/access/context.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'

/** The account that acts. @throws Refused `sign-in-required` */
export function personOf(ctx: Pick<Context, 'actor'>): string {
  if (ctx.actor.kind === 'public') throw new Refused(refuse('sign-in-required', 'Sign in first.'))
  return ctx.actor.userId
}

/** Names by account, for answers that show who did something. */
export async function namesOf(ctx: Pick<Context, 'accounts'>, userIds: Iterable<string>): Promise<Record<string, string>> {
  const people = await ctx.accounts.people([...new Set(userIds)])
  return Object.fromEntries([...people].map(([userId, { name }]) => [userId, name]))
}
