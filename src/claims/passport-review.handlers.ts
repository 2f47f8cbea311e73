// When what a passport rests on changes, it is put under review and says so; nothing in it changes by itself, and its holder
// is told.
import type { Context } from '#src/access/context.ts'
import { lotIdOf, lotIdParts, type LotId } from '#src/custody/lot.ts'
import type { Sql } from '#src/kernel/sql.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import type { Issued } from '#src/provenance/impact.ts'
import { passportsOfLots, setPassportState, versionsOf } from './passport.store.ts'

const partsOf = (lotIds: readonly LotId[]) => lotIds.map(lotIdParts)

/** Passports that speak of these lots, with when their standing version was issued. */
export async function passportsIssuedAbout(sql: Sql, lotIds: readonly LotId[]): Promise<Issued[]> {
  const found: Issued[] = []
  for (const one of await passportsOfLots(sql, partsOf(lotIds))) {
    const newest = (await versionsOf(sql, one.passportId)).at(-1)
    if (newest !== undefined) found.push({ kind: 'passport', id: one.passportId, lotId: lotIdOf(one.organisationId, one.lotRef), issuedAt: newest.issuedAt })
  }
  return found
}

/** @param cause what changed, as a kind that the page has words for */
export async function reviewPassports(ctx: Context, lotIds: readonly LotId[], cause: string): Promise<void> {
  for (const passport of await passportsOfLots(ctx.sql, partsOf(lotIds))) {
    if (passport.state !== 'valid') continue
    await setPassportState(ctx.sql, passport.passportId, 'under-review', cause, ctx.now)
    ctx.record({ kind: 'passport.reviewed', subject: passport.passportId, isPublic: false, body: { cause } })
    await notifyRoles(ctx, ['site-owner', 'partner'], { organisationId: passport.organisationId }, {
      kind: 'passport.under-review', params: { number: passport.passportId }, link: `/passports/${passport.passportId}`, dedupeKey: `passport.under-review ${passport.passportId} ${ctx.now}`,
    })
  }
}
