// Brings the open reminders in line with what is due today: tells what is new, takes back what is done or somebody else's.
import type { Context } from '#src/access/context.ts'
import { addReminder, closeReminders, openReminders, wakeNotices } from './notice.store.ts'
import { reconciled, type Due } from './reminder.ts'
import { lateEverySetting } from './settings-mail.ts'

/** @returns how many were told and how many taken back */
export async function remind(ctx: Context, dues: readonly Due[]): Promise<{ told: number; closed: number }> {
  await wakeNotices(ctx.sql, ctx.today)
  const { tell, close } = reconciled(dues, await openReminders(ctx.sql), ctx.today, await ctx.setting(lateEverySetting))
  await closeReminders(ctx.sql, close, ctx.now)
  for (const { userId, due, dedupeKey } of tell) {
    await addReminder(ctx.sql, { userId, kind: due.kind, params: due.params, link: due.link, caseId: due.caseId, dueOn: due.dueOn, dedupeKey, noticeId: ctx.newId('ntc'), createdAt: ctx.now })
  }
  return { told: tell.length, closed: close.length }
}
