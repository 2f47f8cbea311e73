// The audit trail from the log: the secretariat reads all of it, a party of a case what it may know of that case.
import type { Context } from '#src/access/context.ts'
import { grantsOf } from '#src/access/actor.ts'
import { rolesOn } from '#src/access/role.ts'
import { caseFor } from '#src/assurance/case-move.handlers.ts'
import { subjectOf } from '#src/assurance/case.ts'
import { writeCsv } from '#src/exchange/csv/write-csv.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { fromCursor, toCursor, type Page } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addDays } from '#src/kernel/time.ts'
import type { EntryRow } from '#src/transparency/entry.ts'
import { entriesMatching, type EntryFilter } from '#src/transparency/log.store.ts'
import type { auditContract } from './audit.contract.ts'
import { isShownTo, readPayload, reasonIn, userIn, type AuditEntry } from './audit.ts'

type Asked = { readonly subject?: string | undefined; readonly kind?: string | undefined; readonly actor?: string | undefined; readonly from?: string | undefined; readonly to?: string | undefined }

/** Days are those of the scheme; an instant of the log is compared in UTC, so that a day at the edge may show one entry more. */
const filterOf = ({ subject, kind, actor, from, to }: Asked): EntryFilter => ({
  subject, kind, userId: actor, from: from === undefined ? undefined : `${from}T00:00:00.000Z`, before: to === undefined ? undefined : `${addDays(to, 1)}T00:00:00.000Z`,
})

async function named(ctx: Context, rows: readonly EntryRow[]): Promise<AuditEntry[]> {
  const read = rows.map((row) => ({ row, payload: readPayload(row.payload) }))
  const users = [...new Set(read.flatMap(({ payload }) => payload === null ? [] : userIn(payload.actor) ?? []))]
  const people = await ctx.accounts.people(users)
  return read.map(({ row, payload }) => ({
    position: row.position, recordedAt: row.recorded_at, kind: row.kind, subject: row.subject, actor: payload?.actor ?? 'erased',
    actorName: payload === null ? null : people.get(userIn(payload.actor) ?? '')?.name ?? null, body: payload?.body ?? null, reason: reasonIn(payload?.body ?? null),
  }))
}

/** @throws Refused `cursor-invalid` */
function positionOf(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined
  const position = Number(fromCursor(cursor))
  if (!Number.isSafeInteger(position)) throw new Refused(refuse('cursor-invalid', 'This cursor was not given by this list. Begin again without it.'))
  return position
}

/** Reads on until the page is full of entries that may be shown, so that what is withheld shortens no page. */
async function pageOfEntries(ctx: Context, filter: EntryFilter, query: { limit: number; cursor?: string | undefined }, isShown: (kind: string) => boolean): Promise<Page<AuditEntry>> {
  const found: EntryRow[] = []
  let below = positionOf(query.cursor)
  for (;;) {
    const rows = await entriesMatching(ctx.sql, filter, below, query.limit + 1)
    found.push(...rows.filter(({ kind }) => isShown(kind)))
    below = rows.at(-1)?.position
    if (found.length > query.limit || rows.length <= query.limit) break
  }
  const items = found.slice(0, query.limit)
  return { items: await named(ctx, items), next: found.length > query.limit ? toCursor(String(items.at(-1)!.position)) : null }
}

const MOST_EXPORTED = 100_000

export const auditHandlers: Handlers<typeof auditContract, Context> = {
  listAuditTrail: async (ctx, { limit, cursor, ...asked }) => {
    const { items, next } = await pageOfEntries(ctx, filterOf(asked), { limit, cursor }, () => true)
    return { items: [...items], next }
  },
  listCaseAudit: async (ctx, { caseId, limit, cursor }) => {
    const one = await caseFor(ctx, caseId, 'audit:read')
    const roles = rolesOn(grantsOf(ctx.actor), subjectOf(one))
    const role = roles.has('operator') ? 'operator' : roles.has('lead-assessor') ? 'assessor' : 'site'
    const { items, next } = await pageOfEntries(ctx, { subject: caseId }, { limit, cursor }, (kind) => isShownTo(kind, role))
    return { items: [...items], next }
  },
  exportAuditTrail: async (ctx, asked) => {
    const entries = await named(ctx, await entriesMatching(ctx.sql, filterOf(asked), undefined, MOST_EXPORTED))
    const text = writeCsv(['position', 'recorded at', 'kind', 'subject', 'actor', 'name', 'reason', 'body'], entries.map((one) => [
      String(one.position), one.recordedAt, one.kind, one.subject, one.actor, one.actorName ?? '', one.reason ?? '', JSON.stringify(one.body),
    ]))
    return new Response(text, { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="audit-trail.csv"' } })
  },
}
