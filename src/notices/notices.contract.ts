// What each person is told, how it comes, and, for the secretariat, whether mail leaves at all.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { shortText } from '#src/kernel/text.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { Preference } from './preference.ts'

const tag = 'Inbox'
const reading = { method: 'GET', tag, permit: 'inbox:read' } as const
const writing = { tag, permit: 'inbox:write' } as const
const aNotice = { noticeId: z.string().max(60) }

export const NoticeRow = z.object({
  ...aNotice,
  kind: z.string(),
  /** In the language of the request. */
  subject: z.string(),
  text: z.string(),
  link: z.string(),
  caseId: z.string().nullable(),
  dueOn: Day.nullable(),
  /** Negative where it is late. */
  daysLeft: z.number().int().nullable(),
  createdAt: Instant,
  isRead: z.boolean(),
  /** Done, or somebody else's now. */
  isDone: z.boolean(),
  snoozedUntil: Day.nullable(),
})
export type NoticeRow = z.infer<typeof NoticeRow>

export const MailStanding = z.object({
  /** Whether the installation has a mail server. */
  isOn: z.boolean(),
  /** Whether the scheme lets mail leave. */
  isReleased: z.boolean(),
  waiting: z.number().int(), held: z.number().int(), failed: z.number().int(),
})

export const noticesContract = {
  listNotices: operation({
    ...reading, path: '/notices', summary: 'Your inbox, newest first',
    description: '`open` leaves out what is done and what sleeps until a later day.',
    input: z.object({ state: z.enum(['open', 'all']).default('open'), ...PageQuery.shape, language: z.string().max(20).optional() }),
    result: pageOf(NoticeRow), refusals: ['cursor-invalid'],
  }),
  getUnreadCount: operation({
    ...reading, path: '/unread-notices', summary: 'How many open notices you have not read', input: z.object({}), result: z.object({ count: z.number().int() }),
  }),
  markRead: operation({
    ...writing, method: 'POST', path: '/notices/{noticeId}/readings', summary: 'Mark a notice as read, or as unread again',
    input: z.object({ ...aNotice, isRead: z.boolean().default(true) }), result: z.object({ ...aNotice, isRead: z.boolean() }), refusals: ['notice-absent'],
  }),
  markAllRead: operation({
    ...writing, method: 'POST', path: '/notice-readings', summary: 'Mark every open notice as read', input: z.object({}), result: z.object({ count: z.number().int() }),
  }),
  snoozeNotice: operation({
    ...writing, method: 'POST', path: '/notices/{noticeId}/snoozes', summary: 'Let a notice sleep until a day; nothing is said of its matter before',
    input: z.object({ ...aNotice, until: Day.nullable().describe('absent day: wake it now') }), result: z.object({ ...aNotice, snoozedUntil: Day.nullable() }),
    refusals: ['notice-absent', 'notice-done', 'snooze-day-past'],
  }),
  getPreferences: operation({
    ...reading, permit: 'account:read', path: '/preferences', summary: 'In which language, at which hour and how often mail comes to you',
    input: z.object({}), result: z.object({ ...Preference.shape, hasCalendar: z.boolean() }),
  }),
  changePreferences: operation({
    method: 'PUT', tag, permit: 'account:write', path: '/preferences', summary: 'Choose language, time zone and how mail comes',
    input: Preference, result: Preference,
  }),
  getMailStanding: operation({
    method: 'GET', tag, permit: 'mail:read', path: '/mail-standings', summary: 'Whether mail leaves, and how much waits, is held or failed',
    input: z.object({}), result: MailStanding,
  }),
  releaseMail: operation({
    method: 'POST', tag, permit: 'mail:release', path: '/mail-releases', summary: 'Let mail leave, and send or drop what was held',
    input: z.object({ held: z.enum(['send', 'drop']).describe('what becomes of the mail that was held; the inbox keeps all of it'), reason: shortText(1000) }),
    result: z.object({ count: z.number().int() }), refusals: ['mail-is-released'],
  }),
  holdMail: operation({
    method: 'POST', tag, permit: 'mail:release', path: '/mail-holds', summary: 'Hold every mail back until it is released',
    input: z.object({ reason: shortText(1000) }), result: MailStanding, refusals: ['mail-is-held'],
  }),
  resendFailedMail: operation({
    method: 'POST', tag, permit: 'mail:release', path: '/mail-retries', summary: 'Try every mail again that could not be delivered',
    input: z.object({}), result: z.object({ count: z.number().int() }),
  }),
  sendTestMail: operation({
    method: 'POST', tag, permit: 'mail:release', path: '/test-mails', summary: 'Send yourself a mail, to see that mail arrives',
    description: 'It goes the way of every other mail, also where your own choice is none; within a minute it has arrived or is counted as failed.',
    input: z.object({}), result: z.object({ noticeId: z.string(), to: z.string() }), refusals: ['mail-is-off', 'mail-is-held', 'person-without-address'],
  }),
}
