// How far an account reaches into a book: all of it, or what stands at the sites of its role; the operator within an open
// inquiry, to read (custody notes 2.6). What lies outside is answered as what does not exist.
import type { Context } from '#src/access/context.ts'
import { grantsOf } from '#src/access/actor.ts'
import { canOn } from '#src/access/policy.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { siteFact } from '#src/parties/site.ts'
import { booksInquiredInto, openInquiryInto } from './inquiry.store.ts'

/** `null`: the whole book. */
export type Reach = ReadonlySet<string> | null

export const bookAbsent = (): Refused => new Refused(refuse('book-absent', 'There is no such book, or this account may not see it.'))

/** @throws Refused `book-absent` */
export async function reachInBook(ctx: Context, organisationId: string, permit: string): Promise<Reach> {
  if (canOn(ctx.actor, permit, { organisationId })) return null
  const sites = (await ctx.facts()).of(siteFact)
  const reached = grantsOf(ctx.actor).filter(({ scope }) => scope.kind === 'site' && sites.get(scope.id)?.value.organisationId === organisationId && canOn(ctx.actor, permit, { siteId: scope.id }))
  if (reached.length === 0 && await isInquiredInto(ctx, organisationId, permit)) return null
  if (reached.length === 0) throw bookAbsent()
  return new Set(reached.map(({ scope }) => scope.id))
}

/** Whether the operator reads this book within an inquiry that is open now: a look, so that nothing is written by it. */
export const isInquiredInto = async (ctx: Context, organisationId: string, permit: string): Promise<boolean> =>
  permit === 'custody:read' && canOn(ctx.actor, 'custody-inquiry:write', {}) && await openInquiryInto(ctx.sql, organisationId, ctx.now) !== undefined

/** The books the operator may look into now. */
export const booksOfInquiries = async (ctx: Context): Promise<string[]> => canOn(ctx.actor, 'custody-inquiry:write', {}) ? booksInquiredInto(ctx.sql, ctx.now) : []

/** The organisations of whose books this account may see something. */
export async function organisationsReached(ctx: Context, permit: string): Promise<string[]> {
  const sites = (await ctx.facts()).of(siteFact)
  const ids = grantsOf(ctx.actor).flatMap(({ scope }) => {
    if (scope.kind === 'organisation') return canOn(ctx.actor, permit, { organisationId: scope.id }) ? [scope.id] : []
    const owner = scope.kind === 'site' ? sites.get(scope.id)?.value.organisationId : undefined
    return owner !== undefined && canOn(ctx.actor, permit, { siteId: scope.id }) ? [owner] : []
  })
  return [...new Set(ids)].sort()
}

export const isReached = (reach: Reach, siteId: string): boolean => reach === null || reach.has(siteId)
