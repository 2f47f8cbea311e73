// How every handler tells people something: by role on a subject, or by account. It goes into the inbox in the same
// transaction; mail leaves after it, and only where the scheme released it.
import type { Context } from '#src/access/context.ts'
import { holdersOn } from '#src/access/grant.store.ts'
import type { Role, Subject } from '#src/access/role.ts'
import type { Notice } from './notice.ts'
import { addNotices } from './notice.store.ts'

type Told = Omit<Notice, 'userId'>

export async function notify(ctx: Context, userIds: readonly string[], notice: Told): Promise<void> {
  await addNotices(ctx.sql, [...new Set(userIds)].map((userId) => ({ ...notice, userId, noticeId: ctx.newId('ntc'), createdAt: ctx.now })))
}

/** Tells everyone who holds one of these roles on the subject. */
export const notifyRoles = async (ctx: Context, roles: readonly Role[], subject: Subject, notice: Told): Promise<void> =>
  notify(ctx, await holdersOn(ctx.sql, roles, subject), notice)
