// Reminders and mail on a real database: the clock is moved, the sweep and the outbox run as the timers run them.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { storeSetting } from '#src/access/scheme-setting.store.ts'
import { insertCase, putClocks } from '#src/assurance/case.store.ts'
import type { Case } from '#src/assurance/case.ts'
import type { CaseClock } from '#src/assurance/clock.ts'
import { noticesHandlers } from '#src/notices/notices.handlers.ts'
import { notify } from '#src/notices/notify.handlers.ts'
import { putPreference } from '#src/notices/preference.store.ts'
import { nextHandlers } from '#src/assurance/next.handlers.ts'
import type { Actor } from '#src/access/actor.ts'
import { revokeGrant } from '#src/access/grant.store.ts'
import { mailServer } from '#test/mail-server.ts'
import { addPerson, grant } from '#test/people.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { openMailer } from './mail.ts'
import { drainMail, leavingNow, waitAfter } from './outbox.ts'
import { sweep } from './sweep.ts'

const SITE = 'CHL-7K2QXM4'
let world: World
let count = 0
beforeAll(async () => { world = await testWorld({ loadsShipped: true }) })
afterAll(() => world.close())

const caseOf = (siteId: string): Case => ({
  caseId: `cas_${String(++count).padStart(26, '0')}`, siteId, organisationId: 'org_1', cycle: 1, state: 'committed', round: 0, roundKind: null, siteName: 'Halmoor Smelter',
  country: 'CHL', siteTypes: ['smelter'], metals: ['copper'], standards: [{ standard: 'risk-readiness-assessment', standardVersion: '3.0', marks: ['copper'], isGoverning: true }],
  firmId: null, cohort: null, appliedOn: '2026-01-10', letterSignedOn: '2026-01-15', previousCaseId: null, version: 1, openedAt: '2026-01-10T09:00:00.000Z', changedAt: '2026-01-10T09:00:00.000Z',
})
const clock = (dueOn: string, change: Partial<CaseClock> = {}): CaseClock => ({ clock: 'self-assessment', startedOn: '2026-01-15', firstDueOn: dueOn, dueOn, ownerRole: 'site-owner', doneOn: null, droppedOn: null, ...change })

/** A case with its self-assessment due on 15 July 2026, and its owner. */
async function committed(name: string): Promise<{ owner: Actor & { userId: string; email: string }; one: Case }> {
  const one = { ...caseOf(SITE), siteId: `CHL-${String(count).padStart(7, 'X')}` }
  const owner = await addPerson(world, name, [grant('site-owner', 'site', one.siteId)])
  await world.transact(operator, async (ctx) => { await insertCase(ctx.sql, one); await putClocks(ctx.sql, one.caseId, [clock('2026-07-15')]) })
  return { owner, one }
}
const inbox = async (actor: Actor, state: 'open' | 'all' = 'open') => {
  const answer = await world.read(actor, (ctx) => noticesHandlers.listNotices(ctx, { state, limit: 50 }))
  return 'items' in answer ? answer.items : []
}
const at = (instant: string) => { world.setNow(instant) }

describe('the sweep', () => {
  beforeEach(() => { at('2026-06-15T12:00:00.000Z') })

  it('reminds the owner of the role, once a lead time, and says how many days are left', async () => {
    const { owner } = await committed('Ana Rojas')
    await sweep(world.house)
    await sweep(world.house)
    expect((await inbox(owner)).map(({ subject, daysLeft }) => [subject, daysLeft])).toEqual([['Halmoor Smelter: self-assessment is due on 15 July 2026', 30]])
    at('2026-07-08T00:00:00.000Z')
    await sweep(world.house)
    const open = await inbox(owner)
    expect(open).toHaveLength(1)
    expect(open[0]!.text).toContain('in 7 days')
    expect(await inbox(owner, 'all')).toHaveLength(2)
  })

  it('stops when the thing is done', async () => {
    const { owner, one } = await committed('Ben Soto')
    await sweep(world.house)
    expect(await inbox(owner)).toHaveLength(1)
    await world.transact(operator, async (ctx) => { await putClocks(ctx.sql, one.caseId, [clock('2026-07-15', { doneOn: '2026-06-15' })]) })
    await sweep(world.house)
    expect(await inbox(owner)).toEqual([])
    expect(await inbox(owner, 'all')).toMatchObject([{ isDone: true }])
  })

  it('goes over to whoever holds the role now', async () => {
    const { owner, one } = await committed('Carla Mena')
    await sweep(world.house)
    const heir = await addPerson(world, 'Dario Vega', [grant('site-owner', 'site', one.siteId)])
    await world.transact(operator, async (ctx) => { await revokeGrant(ctx.sql, `grt_${owner.userId}_0_site-owner`, ctx.now, 'test') })
    await sweep(world.house)
    expect(await inbox(owner)).toEqual([])
    expect(await inbox(heir)).toHaveLength(1)
  })

  it('is due by the civil day of the scheme, to the second', async () => {
    const { owner } = await committed('Elsa Paz')
    at('2026-07-14T23:59:59.000Z')
    await sweep(world.house)
    expect((await inbox(owner))[0]!.text).toContain('in 1 day.')
    at('2026-07-15T00:00:00.000Z')
    await sweep(world.house)
    expect((await inbox(owner))[0]!.subject).toContain('is due today')
    at('2026-07-16T00:00:00.000Z')
    await sweep(world.house)
    expect((await inbox(owner))[0]!.subject).toContain('was due on 15 July 2026')
  })

  it('runs once where two servers ask at the same time', async () => {
    const { owner } = await committed('Flor Diaz')
    await Promise.all([sweep(world.house), sweep(world.house), sweep(world.house)])
    expect(await inbox(owner, 'all')).toHaveLength(1)
  })

  it('lets a notice sleep until its day, and then tells it again', async () => {
    const { owner } = await committed('Gil Mora')
    await sweep(world.house)
    const [notice] = await inbox(owner)
    await world.transact(owner, (ctx) => noticesHandlers.snoozeNotice(ctx, { noticeId: notice!.noticeId, until: '2026-06-20' }))
    expect(await inbox(owner)).toEqual([])
    at('2026-06-20T00:00:00.000Z')
    await sweep(world.house)
    expect(await inbox(owner)).toMatchObject([{ noticeId: notice!.noticeId, isRead: false }])
  })
})

describe('the inbox', () => {
  it('is one’s own: what belongs to another is absent', async () => {
    at('2026-06-15T12:00:00.000Z')
    const { owner } = await committed('Hugo Lara')
    const stranger = await addPerson(world, 'Ines Cruz')
    await sweep(world.house)
    const [notice] = await inbox(owner)
    expect(await inbox(stranger)).toEqual([])
    await expect(world.transact(stranger, (ctx) => noticesHandlers.markRead(ctx, { noticeId: notice!.noticeId, isRead: true }))).rejects.toMatchObject({ refusal: { code: 'notice-absent' } })
    await expect(world.transact(stranger, (ctx) => noticesHandlers.snoozeNotice(ctx, { noticeId: notice!.noticeId, until: '2026-06-20' }))).rejects.toMatchObject({ refusal: { code: 'notice-absent' } })
    await expect(world.transact(owner, (ctx) => noticesHandlers.snoozeNotice(ctx, { noticeId: notice!.noticeId, until: '2026-06-15' }))).rejects.toMatchObject({ refusal: { code: 'snooze-day-past' } })
    expect(await world.read(owner, (ctx) => noticesHandlers.getUnreadCount(ctx, {}))).toEqual({ count: 1 })
    await world.transact(owner, (ctx) => noticesHandlers.markRead(ctx, { noticeId: notice!.noticeId, isRead: true }))
    expect(await world.read(owner, (ctx) => noticesHandlers.getUnreadCount(ctx, {}))).toEqual({ count: 0 })
  })

  it('pages by cursor, without gap or repeat', async () => {
    const person = await addPerson(world, 'Jon Pages')
    await world.transact(operator, async (ctx) => { for (let i = 0; i < 5; i++) await notify(ctx, [person.userId], { kind: 'mail.test', params: {}, link: '/', dedupeKey: `page-${i}` }) })
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const answer = await world.read(person, (ctx) => noticesHandlers.listNotices(ctx, { state: 'all', limit: 2, cursor })) as { items: { noticeId: string }[]; next: string | null }
      seen.push(...answer.items.map(({ noticeId }) => noticeId))
      cursor = answer.next ?? undefined
    } while (cursor !== undefined)
    expect(new Set(seen).size).toBe(5)
    await expect(world.read(person, (ctx) => noticesHandlers.listNotices(ctx, { state: 'all', limit: 2, cursor: Buffer.from('x').toString('base64url') }))).rejects.toMatchObject({ refusal: { code: 'cursor-invalid' } })
  })
})

describe('mail', () => {
  const received = async (work: (mailer: ReturnType<typeof openMailer>, received: () => string) => Promise<void>) => {
    const server = await mailServer()
    try { await work(openMailer({ smtpUrl: `smtp://127.0.0.1:${server.port}`, mailFrom: 'Registry <registry@example.org>' }), server.received) } finally { server.close() }
  }
  const told = (userId: string, key: string) => world.transact(operator, (ctx) => notify(ctx, [userId], { kind: 'mail.test', params: {}, link: '/settings', dedupeKey: key }))
  const release = (isReleased: boolean) => world.transact(operator, async (ctx) => { await storeSetting(ctx.sql, 'mail.released', isReleased, ctx.now, 'test') })
  beforeEach(async () => {
    at('2026-06-15T12:00:00.000Z')
    await release(true)
    await drainMail(world.house, { isOn: false, send: async () => {} })
  })

  it('leaves once, with a way to stop it', async () => {
    const person = await addPerson(world, 'Kim Mail')
    await told(person.userId, 'once')
    await received(async (mailer, text) => {
      expect(await drainMail(world.house, mailer)).toMatchObject({ sent: 1 })
      expect(await drainMail(world.house, mailer)).toMatchObject({ sent: 0 })
      expect(text().match(/RCPT TO:<kim\.mail@example\.org>/g)).toHaveLength(1)
      expect(text()).toMatch(/List-Unsubscribe: <http:\/\/localhost:8080\/inbox>/)
      expect(text()).not.toMatch(/text\/html/)
    })
  })

  it('is held until it is released, and then sent or dropped', async () => {
    const person = await addPerson(world, 'Lia Held')
    await release(false)
    await told(person.userId, 'held')
    await received(async (mailer, text) => {
      expect(await drainMail(world.house, mailer)).toEqual({ sent: 0, failed: 0, isHeld: true })
      expect(text()).toBe('')
      expect(await world.read(operator, (ctx) => noticesHandlers.getMailStanding(ctx, {}))).toMatchObject({ isReleased: false, held: 1, waiting: 0 })
      await world.transact(operator, (ctx) => noticesHandlers.releaseMail(ctx, { held: 'send', reason: 'The switch-over was checked.' }))
      await expect(world.transact(operator, (ctx) => noticesHandlers.releaseMail(ctx, { held: 'send', reason: 'again' }))).rejects.toMatchObject({ refusal: { code: 'mail-is-released' } })
      expect(await drainMail(world.house, mailer)).toMatchObject({ sent: 1 })
    })
    await world.transact(operator, (ctx) => noticesHandlers.holdMail(ctx, { reason: 'Import.' }))
    await told(person.userId, 'dropped')
    await world.transact(operator, (ctx) => noticesHandlers.releaseMail(ctx, { held: 'drop', reason: 'Old matters.' }))
    await received(async (mailer) => { expect(await drainMail(world.house, mailer)).toMatchObject({ sent: 0 }) })
    expect((await inbox(person)).length).toBe(2)
  })

  it('is one letter of several matters, so that a morning is no storm', async () => {
    const person = await addPerson(world, 'Mo Letter')
    for (const key of ['a', 'b', 'c']) await told(person.userId, key)
    await received(async (mailer, text) => {
      expect(await drainMail(world.house, mailer)).toMatchObject({ sent: 1 })
      expect(text()).toMatch(/Subject: Cupel: 3 matters wait for you/)
    })
  })

  it('comes once a day where that was chosen, in the morning of the person', async () => {
    const person = await addPerson(world, 'Nora Daily')
    await world.transact(operator, async (ctx) => { await putPreference(ctx.sql, person.userId, { language: 'es', timeZone: 'America/Santiago', mail: 'daily' }) })
    await received(async (mailer, text) => {
      await told(person.userId, 'd1')
      at('2026-06-16T10:59:00.000Z')
      expect(await drainMail(world.house, mailer)).toMatchObject({ sent: 0 })
      at('2026-06-16T11:00:00.000Z')
      expect(await drainMail(world.house, mailer)).toMatchObject({ sent: 1 })
      await told(person.userId, 'd2')
      at('2026-06-16T20:00:00.000Z')
      expect(await drainMail(world.house, mailer)).toMatchObject({ sent: 0 })
      at('2026-06-17T11:00:00.000Z')
      expect(await drainMail(world.house, mailer)).toMatchObject({ sent: 1 })
      expect(text()).toMatch(/Content-Language: es/)
    })
  })

  it('does not leave to whoever wants none, nor of what was done meanwhile', async () => {
    const none = await addPerson(world, 'Olga None')
    await world.transact(operator, async (ctx) => { await putPreference(ctx.sql, none.userId, { language: 'en', timeZone: null, mail: 'none' }) })
    await world.transact(operator, (ctx) => notify(ctx, [none.userId], { kind: 'reminder.clock', params: { site: 'x', what: '@clock.self-assessment' }, link: '/', dedupeKey: 'n' }))
    await received(async (mailer, text) => {
      expect(await drainMail(world.house, mailer)).toMatchObject({ sent: 0 })
      expect(text()).toBe('')
    })
  })

  it('is tried again later and later, and never lost', async () => {
    const person = await addPerson(world, 'Pia Retry')
    await told(person.userId, 'retry')
    const broken = { isOn: true, send: () => Promise.reject(new Error('450 busy')) }
    expect(await drainMail(world.house, broken)).toMatchObject({ failed: 1 })
    expect(await drainMail(world.house, broken)).toMatchObject({ failed: 0 })
    at('2026-06-15T12:01:00.000Z')
    await received(async (mailer) => { expect(await drainMail(world.house, mailer)).toMatchObject({ sent: 1 }) })
    expect([1, 2, 3, 9, 20].map((tries) => waitAfter(tries) / 60_000)).toEqual([1, 2, 4, 256, 360])
  })

  it('is counted where it failed for good, and can be tried once more', async () => {
    const person = await addPerson(world, 'Quim Fail')
    await told(person.userId, 'fail')
    const broken = { isOn: true, send: () => Promise.reject(new Error('550 no such mailbox')) }
    let now = Date.parse('2026-06-15T12:00:00.000Z')
    for (let i = 0; i < 12; i++) { at(new Date(now).toISOString()); await drainMail(world.house, broken); now += 7 * 3_600_000 }
    expect(await world.read(operator, (ctx) => noticesHandlers.getMailStanding(ctx, {}))).toMatchObject({ failed: 1 })
    expect(await world.transact(operator, (ctx) => noticesHandlers.resendFailedMail(ctx, {}))).toEqual({ count: 1 })
    await received(async (mailer) => { expect(await drainMail(world.house, mailer)).toMatchObject({ sent: 1 }) })
  })

  it('leaves reminders for the morning, and everything else at once', () => {
    const waiting = [{ isReminder: true }, { isReminder: false }] as unknown as Parameters<typeof leavingNow>[0]
    const now = (hour: number) => leavingNow(waiting, { mail: 'at-once', digestOn: null }, { hour, day: '2026-06-15' }, 7).length
    expect([now(6), now(7)]).toEqual([1, 2])
  })
})

describe('the calendar', () => {
  it('holds the due days of one’s own cases, moves and strikes them, and ends with a new address', async () => {
    at('2026-06-15T12:00:00.000Z')
    const { owner, one } = await committed('Rita Plan')
    const address = async () => (await world.transact(owner, (ctx) => nextHandlers.rotateCalendarToken(ctx, {})) as { address: string }).address.replace('http://localhost:8080', '')
    const first = await address()
    const read = async (path: string) => { const answer = await world.fetch(path); return { status: answer.status, text: (await answer.text()).replaceAll('\r\n ', '') } }
    const shown = await read(first)
    expect(shown.text).toContain(`UID:${one.caseId}.self-assessment@localhost`)
    expect(shown.text).toContain('DTSTART;VALUE=DATE:20260715')
    expect(shown.text).toContain('SUMMARY:Halmoor Smelter: self-assessment')
    expect(shown.text.match(/BEGIN:VEVENT/g)).toHaveLength(1)
    await world.transact(operator, async (ctx) => { await putClocks(ctx.sql, one.caseId, [clock('2026-08-15', { firstDueOn: '2026-07-15' })]) })
    const moved = await read(first)
    expect(moved.text).toContain('DTSTART;VALUE=DATE:20260815')
    expect(moved.text).toContain('SEQUENCE:31')
    await world.transact(operator, async (ctx) => { await putClocks(ctx.sql, one.caseId, [clock('2026-08-15', { firstDueOn: '2026-07-15', doneOn: '2026-06-15' })]) })
    expect((await read(first)).text).toContain('STATUS:CANCELLED')
    const second = await address()
    expect((await read(first)).status).toBe(404)
    expect((await read(second)).status).toBe(200)
    expect((await read('/api/v1/calendars/guess.ics')).status).toBe(404)
  })
})
