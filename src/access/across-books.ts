// Operations that follow metal from book to book: the lineage of a lot, the two sides of a hand-over, what is issued of both.
// Row security, which keeps a member to its own rows, is off for them; each asks the policy itself, and answers only what
// passed disclosure or is the other side's own part. All other operations stay under it.
import type { Contract, Handlers } from '#src/kernel/operation.ts'
import type { Context } from './context.ts'

type Handler = (ctx: Context, input: never) => Promise<unknown>

/** Every handler of a map, run across books. */
export function acrossBooks<C extends Contract>(handlers: Handlers<C, Context>): Handlers<C, Context> {
  const across = (handler: Handler): Handler => (ctx, input) => ctx.acrossBooks(() => handler(ctx, input))
  return Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [name, across(handler as Handler)])) as unknown as Handlers<C, Context>
}
