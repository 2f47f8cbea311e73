// The inbox of the person who asks, and the secretariat's hold on mail.
import type { Context } from '#src/access/context.ts'
import { storeSetting } from '#src/access/scheme-setting.store.ts'
import { actorRef } from '#src/access/actor.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { fromCursor } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addDays, daysBetween, Instant } from '#src/kernel/time.ts'
import { addNotices, mailCounts, markAllRead, markNoticeRead, moveMail, noticesOf, putToSleep, readNotice, unreadCount, type StoredNotice } from './notice.store.ts'
import type { noticesContract, NoticeRow } from './notices.contract.ts'
import { preferenceOf, putPreference } from './preference.store.ts'
import { mailReleasedSetting } from './settings-mail.ts'
import { worded, type Pack } from './wording.ts'

const LONGEST_SLEEP_DAYS = 366

/** @throws Refused `sign-in-required` */
export const userOf = (ctx: Context): string => {
  if (ctx.actor.kind === 'public') throw new Refused(refuse('sign-in-required', 'Sign in first.'))
  return ctx.actor.userId
}

const rowOf = (ctx: Context, notice: StoredNotice, pack: Pack): NoticeRow => ({
  noticeId: notice.noticeId, kind: notice.kind, ...worded(notice, pack, ctx.language, ctx.today), link: notice.link, caseId: notice.caseId, dueOn: notice.dueOn,
  daysLeft: notice.dueOn === null ? null : daysBetween(ctx.today, notice.dueOn), createdAt: notice.createdAt, isRead: notice.readAt !== null, isDone: notice.doneAt !== null,
  snoozedUntil: notice.snoozedUntil !== null && notice.snoozedUntil > ctx.today ? notice.snoozedUntil : null,
})

const cursorOf = ({ createdAt, noticeId }: StoredNotice): string => Buffer.from(`${createdAt} ${noticeId}`, 'utf8').toString('base64url')

/** @throws Refused `cursor-invalid` */
function placeOf(cursor: string | undefined): { at: Instant; noticeId: string } | undefined {
  if (cursor === undefined) return undefined
  const [at, noticeId, ...rest] = fromCursor(cursor).split(' ')
  if (!Instant.safeParse(at).success || noticeId === undefined || rest.length > 0) throw new Refused(refuse('cursor-invalid', 'This cursor was not given by this server. Begin again without it.'))
  return { at: at!, noticeId }
}

const absent = (noticeId: string): Refused => new Refused(refuse('notice-absent', `There is no notice ${noticeId} in your inbox.`))

async function standingOfMail(ctx: Context): Promise<{ isOn: boolean; isReleased: boolean; waiting: number; held: number; failed: number }> {
  return { isOn: ctx.isMailOn, isReleased: await ctx.setting(mailReleasedSetting), ...await mailCounts(ctx.sql) }
}

async function setReleased(ctx: Context, isReleased: boolean, reason: string, body: Readonly<Record<string, unknown>>): Promise<void> {
  await storeSetting(ctx.sql, mailReleasedSetting.name, isReleased, ctx.now, actorRef(ctx.actor))
  ctx.record({ kind: 'setting.changed', subject: `setting:${mailReleasedSetting.name}`, isPublic: false, body: { old: !isReleased, new: isReleased, reason, ...body } })
}

export const noticesHandlers: Handlers<typeof noticesContract, Context> = {
  async listNotices(ctx, { state, limit, cursor }) {
    const found = await noticesOf(ctx.sql, userOf(ctx), { isOpenOnly: state === 'open', today: ctx.today, limit: limit + 1, before: placeOf(cursor) })
    const shown = found.slice(0, limit)
    const pack = ctx.messages('notices')
    return { items: shown.map((notice) => rowOf(ctx, notice, pack)), next: found.length > limit ? cursorOf(shown.at(-1)!) : null }
  },
  getUnreadCount: async (ctx) => ({ count: await unreadCount(ctx.sql, userOf(ctx), ctx.today) }),
  async markRead(ctx, { noticeId, isRead }) {
    if (!await markNoticeRead(ctx.sql, userOf(ctx), noticeId, isRead ? ctx.now : null)) throw absent(noticeId)
    return { noticeId, isRead }
  },
  markAllRead: async (ctx) => ({ count: await markAllRead(ctx.sql, userOf(ctx), ctx.now) }),
  async snoozeNotice(ctx, { noticeId, until }) {
    const notice = await readNotice(ctx.sql, userOf(ctx), noticeId)
    if (notice === undefined) throw absent(noticeId)
    if (notice.doneAt !== null) throw new Refused(refuse('notice-done', 'What this notice told of is done, or is somebody else’s now.'))
    if (until !== null && (until <= ctx.today || until > addDays(ctx.today, LONGEST_SLEEP_DAYS))) {
      throw new Refused(refuse('snooze-day-past', `A notice sleeps until a day after ${ctx.today}, a year at most. Choose a later day than ${until}, within that.`))
    }
    await putToSleep(ctx.sql, noticeId, until)
    return { noticeId, snoozedUntil: until }
  },

  async getPreferences(ctx) {
    const { language, timeZone, mail, calendarTokenHash } = await preferenceOf(ctx.sql, userOf(ctx))
    return { language, timeZone, mail, hasCalendar: calendarTokenHash !== null }
  },
  async changePreferences(ctx, { language, timeZone, mail }) {
    await putPreference(ctx.sql, userOf(ctx), { language, timeZone, mail })
    return { language, timeZone, mail }
  },

  getMailStanding: standingOfMail,
  async releaseMail(ctx, { held, reason }) {
    if (await ctx.setting(mailReleasedSetting)) throw new Refused(refuse('mail-is-released', 'Mail is released already; nothing is held back.'))
    const count = await moveMail(ctx.sql, 'held', held === 'send' ? 'waiting' : 'none')
    // What was told since the outbox looked last was to be held too.
    if (held === 'drop') await moveMail(ctx.sql, 'waiting', 'none')
    await setReleased(ctx, true, reason, { held, count })
    return { count }
  },
  async holdMail(ctx, { reason }) {
    if (!await ctx.setting(mailReleasedSetting)) throw new Refused(refuse('mail-is-held', 'Mail is held back already.'))
    await moveMail(ctx.sql, 'waiting', 'held')
    await setReleased(ctx, false, reason, {})
    return standingOfMail(ctx)
  },
  resendFailedMail: async (ctx) => ({ count: await moveMail(ctx.sql, 'failed', 'waiting') }),
  async sendTestMail(ctx) {
    const userId = userOf(ctx)
    const person = (await ctx.accounts.people([userId])).get(userId)
    if (person === undefined) throw new Refused(refuse('person-without-address', 'This request is from no account with an address. Sign in to send yourself a mail.'))
    if (!ctx.isMailOn) throw new Refused(refuse('mail-is-off', 'This installation was started without SMTP_URL. Set it and start again.'))
    if (!await ctx.setting(mailReleasedSetting)) throw new Refused(refuse('mail-is-held', 'Mail is held back. Release it first.'))
    const noticeId = ctx.newId('ntc')
    await addNotices(ctx.sql, [{ noticeId, userId, kind: 'mail.test', params: {}, link: '/settings', dedupeKey: `mail-test:${noticeId}`, createdAt: ctx.now }])
    return { noticeId, to: person.email }
  },
}
