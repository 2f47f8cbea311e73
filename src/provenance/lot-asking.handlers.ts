// What every question about a book has in common: may it be asked, of which days, from which place in the list.
import type { Context } from '#src/access/context.ts'
import { fromCursor } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addDays, type Day, type Instant } from '#src/kernel/time.ts'
import { viewerOf } from './answer.handlers.ts'
import { hasBook } from './lineage.store.ts'

export const bookUnseen = (organisationId: string): Refused => new Refused(refuse('book-unseen', `There is no book of ${organisationId} that this account may see.`))

/** Whether an account may ask about a whole book, and as whom. @throws Refused `book-unseen` */
export async function askableBook(ctx: Context, organisationId: string, siteId?: string): Promise<NonNullable<Awaited<ReturnType<typeof viewerOf>>>> {
  const viewer = await viewerOf(ctx, { organisationId, ...(siteId === undefined ? {} : { siteId }) })
  if (viewer === undefined || !await hasBook(ctx.sql, organisationId)) throw bookUnseen(organisationId)
  return viewer
}

/** @throws Refused `range-reversed` */
export function assertRange(from: Day | undefined, to: Day | undefined): void {
  if (from !== undefined && to !== undefined && to < from) throw new Refused(refuse('range-reversed', `The range ends on ${to}, before it begins on ${from}. Exchange the two days.`))
}

export const startOf = (day: Day | undefined): Instant | null => day === undefined ? null : `${day}T00:00:00.000Z`
export const endOf = (day: Day | undefined): Instant | null => day === undefined ? null : `${addDays(day, 1)}T00:00:00.000Z`

/** The place in a list that a cursor stands for. @throws Refused `cursor-invalid` */
export function placeOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const place = Number(fromCursor(cursor))
  if (!Number.isSafeInteger(place) || place < 0) throw new Refused(refuse('cursor-invalid', 'This cursor was not given by this list. Begin again without it.'))
  return place
}
