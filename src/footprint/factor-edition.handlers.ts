// A release may bring another edition of the shipped factors. That is a change of figures like any other: it takes a factor
// version and is in the log, so that an answer given with the edition before can be given again (custody notes 4.3).
import type { Context } from '#src/access/context.ts'
import type { ShippedFactors } from './emission-factor.ts'
import { editionNow, insertEdition, nextFactorVersion } from './footprint.store.ts'

/** At the start of a release; does nothing where its edition stands already. */
export async function takeUpEdition(ctx: Context, shipped: ShippedFactors): Promise<void> {
  const before = await editionNow(ctx.sql, shipped)
  if (before === shipped.edition) return
  const factorVersion = await nextFactorVersion(ctx.sql)
  await insertEdition(ctx.sql, shipped.edition, ctx.now, factorVersion)
  ctx.record({ kind: 'factor-edition.taken-up', subject: shipped.edition, isPublic: false, body: { before, factorVersion } })
}
