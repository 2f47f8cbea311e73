// Cursor paging: a page names the last item it showed, so that a list can grow while it is read.
import { z } from 'zod'
import { Refused, refuse } from './refusal.ts'

export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100).describe('items per page, 1 to 1000'),
  cursor: z.string().max(600).optional().describe('the `next` of the page before'),
})

export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() })
export type Page<T> = { readonly items: readonly T[]; readonly next: string | null }

export const toCursor = (key: string): string => Buffer.from(key, 'utf8').toString('base64url')

/** @throws Refused `cursor-invalid` */
export function fromCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8')
  if (toCursor(key) !== cursor) throw new Refused(refuse('cursor-invalid', 'This cursor was not given by this server. Begin again without it.'))
  return key
}

/**
 * One page of a list that is already in order of `keyOf` (unique, compared by code unit).
 * @throws Refused `cursor-invalid`
 */
export function page<T>(
  sorted: readonly T[], keyOf: (item: T) => string, query: { limit: number; cursor?: string | undefined },
  order: 'ascending' | 'descending' = 'ascending',
): Page<T> {
  let start = 0
  if (query.cursor !== undefined) {
    const after = fromCursor(query.cursor)
    let low = 0, high = sorted.length
    const isShown = order === 'ascending' ? (key: string) => key <= after : (key: string) => key >= after
    while (low < high) { const mid = (low + high) >> 1; if (isShown(keyOf(sorted[mid]!))) low = mid + 1; else high = mid }
    start = low
  }
  const items = sorted.slice(start, start + query.limit)
  const last = items.at(-1)
  return { items, next: last !== undefined && start + query.limit < sorted.length ? toCursor(keyOf(last)) : null }
}
