// Recording events and reading a book: the front of the ledger.
import type { Context } from '#src/access/context.ts'
import { canOn } from '#src/access/policy.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { fromCursor, page, toCursor } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { participantsOf } from '#src/parties/participant.store.ts'
import { siteFact } from '#src/parties/site.ts'
import type { BookView, EventRecord, ledgerContract } from './ledger.contract.ts'
import { eventSchema } from './event-schema.ts'
import { batchesOf, booksOf, eventOf, eventsOf, findBook, type EventListRow } from './ledger.store.ts'
import { bookAbsent, booksOfInquiries, isReached, organisationsReached, reachInBook } from './reach.handlers.ts'
import { recordLines } from './record.handlers.ts'

/** What organisations are called: by the register, by the participants, else by their id. */
export async function namesOf(ctx: Context, organisationIds: readonly string[]): Promise<Map<string, string>> {
  const facts = (await ctx.facts()).of(organisationFact)
  const participants = await participantsOf(ctx.sql, organisationIds)
  return new Map(organisationIds.map((id) => [id, facts.get(id)?.value.name ?? participants.get(id)?.name ?? id]))
}

async function listBooks(ctx: Context): Promise<BookView[]> {
  const ids = [...new Set([...await organisationsReached(ctx, 'custody:read'), ...await booksOfInquiries(ctx)])].sort()
  const [names, books, sites] = [await namesOf(ctx, ids), await booksOf(ctx.sql, ids), (await ctx.facts()).of(siteFact)]
  const views: BookView[] = []
  for (const organisationId of ids) {
    const reach = await reachInBook(ctx, organisationId, 'custody:read')
    const book = books.find((one) => one.organisationId === organisationId)
    const own = [...sites.values()].filter(({ id, value }) => value.organisationId === organisationId && value.mergedInto === undefined && isReached(reach, id))
    views.push({
      organisationId, name: names.get(organisationId)!, isSimulated: book?.isSimulated ?? false, tolerance: book?.tolerance ?? 0.02, openedAt: book?.openedAt ?? null,
      mayWrite: own.some(({ id }) => canOn(ctx.actor, 'custody:write', { organisationId, siteId: id })) || canOn(ctx.actor, 'custody:write', { organisationId }),
      sites: own.map(({ id, value }) => ({ siteId: id, name: value.name })),
    })
  }
  return views
}

export async function siteNamer(ctx: Context): Promise<(siteId: string) => string> {
  const sites = (await ctx.facts()).of(siteFact)
  return (siteId) => sites.get(siteId)?.value.name ?? siteId
}

const recordOf = (row: EventListRow, nameOf: (siteId: string) => string): EventRecord => ({
  event: row.event_ref, kind: row.kind, at: row.occurred_at, siteId: row.site_id, siteName: nameOf(row.site_id), recordedAt: row.recorded_at, recordedBy: row.recorded_by, source: row.source,
  batch: row.batch_no, voidedBy: row.voided_by, drawn: row.drawn ?? [], born: row.born ?? [],
})

const eventNotFound = (event: string): Refused => new Refused(refuse('event-not-found', `There is no event ${event} in this book, or this account may not see it.`))

export const ledgerHandlers: Handlers<typeof ledgerContract, Context> = {
  recordEvents: async (ctx, { organisationId, events, mode, source, hasEffects }) => {
    await reachInBook(ctx, organisationId, 'custody:write')
    return { items: await recordLines(ctx, organisationId, events, { source, hasEffects, isAllOrNothing: mode === 'all' && !ctx.isPart }) }
  },
  getEventSchema: async () => eventSchema(),
  listBooks: async (ctx, query) => { const { items, next } = page(await listBooks(ctx), ({ organisationId }) => organisationId, query); return { items: [...items], next } },
  listEvents: async (ctx, query) => {
    const reach = await reachInBook(ctx, query.organisationId, 'custody:read')
    const book = await findBook(ctx.sql, query.organisationId)
    if (book === undefined) return { items: [], next: null }
    const after = query.cursor === undefined ? null : wholeCursor(query.cursor)
    const rows = await eventsOf(ctx.sql, book.bookNo, { ...query, after, sites: reach === null ? null : [...reach] })
    const nameOf = await siteNamer(ctx)
    const shown = rows.slice(0, query.limit)
    return { items: shown.map((row) => recordOf(row, nameOf)), next: rows.length > query.limit ? toCursor(String(shown.at(-1)!.event_no)) : null }
  },
  getEvent: async (ctx, { organisationId, event }) => {
    const reach = await reachInBook(ctx, organisationId, 'custody:read')
    const book = await findBook(ctx.sql, organisationId)
    const row = book === undefined ? undefined : await eventOf(ctx.sql, book.bookNo, event)
    if (row === undefined || !isReached(reach, row.site_id)) throw eventNotFound(event)
    return { ...recordOf(row, await siteNamer(ctx)), line: row.text === null ? null : JSON.parse(row.text) as Record<string, unknown> }
  },
  listBatches: async (ctx, query) => {
    if (await reachInBook(ctx, query.organisationId, 'custody:read') !== null) throw bookAbsent()
    const book = await findBook(ctx.sql, query.organisationId)
    if (book === undefined) return { items: [], next: null }
    const rows = await batchesOf(ctx.sql, book.bookNo, query.cursor === undefined ? null : wholeCursor(query.cursor), query.limit + 1)
    const shown = rows.slice(0, query.limit)
    return {
      items: shown.map((row) => ({ batch: row.batch_no, source: row.source, recordedAt: row.recorded_at, recordedBy: row.recorded_by, lines: row.line_count, firstEvent: row.first_event, lastEvent: row.last_event })),
      next: rows.length > query.limit ? toCursor(String(shown.at(-1)!.batch_no)) : null,
    }
  },
}

/** @throws Refused `cursor-invalid` */
export function wholeCursor(cursor: string): number {
  const key = Number(fromCursor(cursor))
  if (!Number.isSafeInteger(key)) throw new Refused(refuse('cursor-invalid', 'This cursor was not given by this list. Begin again without it.'))
  return key
}
