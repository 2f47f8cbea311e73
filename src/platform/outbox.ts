// The outbox: drains the notices that wait for mail (decision 0011). Rows are locked and passed over by other servers; a
// try that failed waits longer each time. While the scheme has not released mail, nothing leaves and all of it is held.
import { settingOf } from '#src/access/scheme-setting.store.ts'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import { claimMail, dropDoneMail, markMail, moveMail, peopleToMail, type StoredNotice } from '#src/notices/notice.store.ts'
import { markDigest, preferenceOf, type StoredPreference } from '#src/notices/preference.store.ts'
import { mailHourSetting, mailReleasedSetting, mailSenderSetting } from '#src/notices/settings-mail.ts'
import { letterOf } from '#src/notices/wording.ts'
import { civilDay } from './clock.ts'
import type { Mailer } from './mail.ts'
import type { House } from './transaction.ts'

export type Drained = { readonly sent: number; readonly failed: number; readonly isHeld: boolean }

const MOST_IN_A_LETTER = 100
const MOST_TRIES = 9
const FIRST_WAIT_MS = 60_000
const LONGEST_WAIT_MS = 6 * 3_600_000

/** 1, 2, 4 … minutes, six hours at most. */
export const waitAfter = (tries: number): number => Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS)

export const hourIn = (instant: Instant, timeZone: string): number =>
  Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(new Date(instant)))

/** Which of a person's waiting notices leave now: at once, with the morning, or with the letter of the day. */
export function leavingNow(waiting: readonly StoredNotice[], preference: Pick<StoredPreference, 'mail' | 'digestOn'>, local: { hour: number; day: Day }, mailHour: number): StoredNotice[] {
  const isMorning = local.hour >= mailHour
  if (preference.mail === 'none') return []
  if (preference.mail === 'daily') return isMorning && (preference.digestOn === null || preference.digestOn < local.day) ? [...waiting] : []
  return waiting.filter(({ isReminder }) => isMorning || !isReminder)
}

type Sending = { readonly house: House; readonly mailer: Mailer; readonly now: Instant; readonly mailHour: number; readonly sender: string }

async function sendTo({ house, mailer, now, mailHour, sender }: Sending, sql: Sql, userId: string): Promise<'sent' | 'failed' | 'nothing'> {
  const preference = await preferenceOf(sql, userId)
  const waiting = await claimMail(sql, userId, now, MOST_IN_A_LETTER)
  if (waiting.length === 0) return 'nothing'
  const person = (await house.accounts.people([userId])).get(userId)
  if (person === undefined || preference.mail === 'none') {
    await markMail(sql, waiting.map(({ noticeId }) => noticeId), { state: 'none' })
    return 'nothing'
  }
  const timeZone = preference.timeZone ?? house.timeZone
  const local = { hour: hourIn(now, timeZone), day: civilDay(now, timeZone) }
  const leaving = leavingNow(waiting, preference, local, mailHour)
  if (leaving.length === 0) return 'nothing'
  const ids = leaving.map(({ noticeId }) => noticeId)
  const pack = { ...house.languages.messages('en', 'notices'), ...house.languages.messages(preference.language, 'notices') }
  const letter = letterOf(leaving, pack, preference.language, civilDay(now, house.timeZone), { publicUrl: house.publicUrl, sender, name: person.name })
  try {
    await mailer.send({ to: person.email, ...letter, stopAt: `${house.publicUrl}/inbox`, language: preference.language, messageId: `<${ids[0]}.${ids.length}@${new URL(house.publicUrl).hostname}>` })
  } catch (error) {
    const tries = Math.max(...leaving.map(({ mailTries }) => mailTries)) + 1
    const problem = String((error as Error).message).slice(0, 300)
    await markMail(sql, ids, tries >= MOST_TRIES ? { state: 'failed', tries, problem } : { state: 'waiting', tries, problem, nextAt: new Date(Date.parse(now) + waitAfter(tries)).toISOString() })
    return 'failed'
  }
  await markMail(sql, ids, { state: 'sent', at: now })
  if (preference.mail === 'daily') await markDigest(sql, userId, local.day)
  return 'sent'
}

/** Sends what may leave now. Each person is a transaction of their own, so that one bad address stops nobody else. */
export async function drainMail(house: House, mailer: Mailer): Promise<Drained> {
  const { sql } = house.database
  await dropDoneMail(sql)
  if (!await settingOf(sql, mailReleasedSetting)) {
    await moveMail(sql, 'waiting', 'held')
    return { sent: 0, failed: 0, isHeld: true }
  }
  // Without a mail server nothing waits: the inbox holds all of it, and a server set up later sends no flood of old mail.
  if (!mailer.isOn) { await moveMail(sql, 'waiting', 'none'); return { sent: 0, failed: 0, isHeld: false } }
  const sending: Sending = { house, mailer, now: house.clock.now(), mailHour: await settingOf(sql, mailHourSetting), sender: await settingOf(sql, mailSenderSetting) }
  let sent = 0, failed = 0
  for (const userId of await peopleToMail(sql, sending.now)) {
    const outcome = await sql.transaction().execute((transaction) => sendTo(sending, transaction, userId))
    if (outcome === 'sent') sent += 1
    if (outcome === 'failed') failed += 1
  }
  return { sent, failed, isHeld: false }
}
