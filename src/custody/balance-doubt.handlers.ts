// Credits in doubt: a credit rests on what its supplier held on the day of transfer. Where the records later say otherwise, as
// when an award is suspended as of a past day, nothing that was entered changes, and whoever answers for the account is told.
import type { Context } from '#src/access/context.ts'
import type { Day } from '#src/kernel/time.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import { accountsByNo } from './balance-account.store.ts'
import { creditsBySupplier } from './balance-entry.store.ts'
import { missingStanding, siteNameOf } from './balance-standing.ts'

/** Part of the sweep. Whoever was told of a supplier is told again only where more credits fall into doubt. */
export async function tellCreditsInDoubt(ctx: Context): Promise<void> {
  const credits = await creditsBySupplier(ctx.sql)
  if (credits.length === 0) return
  const accounts = await accountsByNo(ctx.sql, [...new Set(credits.map(({ accountNo }) => accountNo))])
  const facts = await ctx.facts()
  const doubts = new Map<string, { readonly accountNo: number; readonly supplierSite: string; readonly from: Day; count: number }>()
  for (const { accountNo, supplierSite, on, credits: count } of credits) {
    const { characteristic, rules, metal } = accounts.get(accountNo)!
    if (characteristic !== 'awarded-mined' || missingStanding(facts, supplierSite, rules.supplierNeeds, metal, on) === undefined) continue
    const key = `${accountNo} ${supplierSite}`
    const before = doubts.get(key)
    if (before === undefined) doubts.set(key, { accountNo, supplierSite, from: on, count })
    else before.count += count
  }
  for (const { accountNo, supplierSite, from, count } of doubts.values()) {
    const { accountId, organisationId, siteId } = accounts.get(accountNo)!
    await notifyRoles(ctx, ['site-owner', 'partner'], { organisationId, siteId }, {
      kind: 'balance.credits-in-doubt', params: { site: siteNameOf(facts, siteId), supplier: siteNameOf(facts, supplierSite), day: from, count }, link: `/balance/${accountId}/close`,
      dedupeKey: `balance.credits-in-doubt:${accountId}:${supplierSite}:${from}:${count}`,
    })
  }
}
