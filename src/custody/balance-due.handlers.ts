// Accounting periods that have ended and are not closed: whoever answers for the site is told, once a period.
import type { Context } from '#src/access/context.ts'
import { holdersOn } from '#src/access/grant.store.ts'
import { addDays } from '#src/kernel/time.ts'
import type { Due } from '#src/notices/reminder.ts'
import { allAccounts } from './balance-account.store.ts'
import { closeDaysSetting } from './balance-setting.ts'
import { periodTo } from './balance-period.ts'
import { lastClosedPeriods } from './balance-period.store.ts'
import { siteNameOf } from './balance-standing.ts'

export async function dueBalanceCloses(ctx: Context): Promise<Due[]> {
  const accounts = await allAccounts(ctx.sql)
  if (accounts.length === 0) return []
  const [closed, days, facts] = [await lastClosedPeriods(ctx.sql), await ctx.setting(closeDaysSetting), await ctx.facts()]
  const dues: Due[] = []
  for (const { accountNo, accountId, organisationId, siteId, beginsOn, rules } of accounts) {
    const endedOn = periodTo(beginsOn, rules.periodMonths, (closed.get(accountNo) ?? 0) + 1)
    if (endedOn >= ctx.today) continue
    dues.push({
      matter: `balance:${accountId}:close`, kind: 'reminder.balance-close', params: { site: siteNameOf(facts, siteId), day: endedOn }, link: `/balance/${accountId}/close`,
      dueOn: addDays(endedOn, days), daysBefore: [days, 7, 1, 0], userIds: await holdersOn(ctx.sql, ['site-owner', 'partner'], { organisationId, siteId }),
    })
  }
  return dues
}
