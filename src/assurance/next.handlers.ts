// Next steps of the person who asks, from the cases it may see; and the calendar of the same days by secret address.
import { actorWith, grantsOf, type Actor } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { grantsOfUser } from '#src/access/grant.store.ts'
import { canOn } from '#src/access/policy.ts'
import { rolesOn, type Role } from '#src/access/role.ts'
import { calendarFile, type CalendarDay } from '#src/exchange/calendar/ics.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { page } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addDays, daysBetween, type Day } from '#src/kernel/time.ts'
import { userOf } from '#src/notices/notices.handlers.ts'
import { preferenceOf, putCalendarToken, userOfCalendar } from '#src/notices/preference.store.ts'
import { worded } from '#src/notices/wording.ts'
import { subjectOf, type Case } from './case.ts'
import { casesVisibleTo, clocksOfCases, readCase } from './case.store.ts'
import { isRunning, type CaseClock } from './clock.ts'
import type { nextContract, NextRow } from './next.contract.ts'
import { clockPlace, inOrder, nextOf, type Stage } from './next.ts'
import { underWay, type EngagementState } from './engagement.ts'
import { engagementsOfCase, engagementsOfFirm } from './engagement.store.ts'
import type { CaseState } from './cycle.ts'
import type { Gap } from './improvement-plan.ts'
import { gapsOfCases } from './improvement-plan.store.ts'
import { planOf } from './plan.store.ts'

/** The roles under which a person meets a case, those that act for it first. */
const order: readonly Role[] = ['site-owner', 'lead-assessor', 'technical-reviewer', 'decision-member', 'operator', 'site-contributor', 'assessor', 'firm-admin', 'partner']

/** The roles of an actor on a case, in that order. */
export function rolesOf(actor: Actor, one: Case): Role[] {
  const held = rolesOn(grantsOf(actor), subjectOf(one))
  return order.filter((role) => held.has(role))
}

const engagementStage: Partial<Record<EngagementState, Stage>> = { proposed: 'engagement-proposed', objected: 'engagement-proposed', accepted: 'engagement-accepted', agreed: 'engagement-agreed' }

/** How far firm and plan are; asked only of the cases between self-assessment and plan. */
async function stageOf(ctx: Context, one: Case): Promise<Stage | undefined> {
  if (one.state !== 'self-assessed') return undefined
  const engagement = (await engagementsOfCase(ctx.sql, one.caseId)).find(({ state }) => underWay.includes(state))
  if (engagement !== undefined) return engagementStage[engagement.state]
  if (one.firmId === null) return undefined
  const plan = await planOf(ctx.sql, one.caseId, one.round + 1)
  return plan === undefined ? 'plan-unwritten' : plan.confirmedBy === null ? 'plan-written' : 'plan-confirmed'
}

/** What a firm is asked: its admins see the request, not yet the case. */
async function requestsToFirms(ctx: Context): Promise<NextRow[]> {
  const firmIds = grantsOf(ctx.actor).filter(({ role, scope }) => role === 'firm-admin' && scope.kind === 'firm').map(({ scope }) => scope.id)
  const rows: NextRow[] = []
  for (const firmId of firmIds) {
    for (const { state, caseId } of await engagementsOfFirm(ctx.sql, firmId)) {
      const one = state === 'proposed' || state === 'objected' ? await readCase(ctx.sql, caseId) : undefined
      if (one === undefined) continue
      rows.push({
        caseId, siteName: one.siteName, state: one.state, role: 'firm-admin', act: 'accept-engagement', isYours: true, waitsFor: null, clock: null, dueOn: null, daysLeft: null, link: `/firms/${firmId}`,
      })
    }
  }
  return rows
}

function rowOf(one: Case, clocks: readonly CaseClock[], roles: readonly Role[], today: Day, stage: Stage | undefined): NextRow | undefined {
  const next = nextOf(one, clocks, roles, today, stage)
  if (next === null) return undefined
  return {
    caseId: one.caseId, siteName: one.siteName, state: one.state, role: next.role, act: next.act, isYours: next.isYours, waitsFor: next.waitsFor, clock: next.clock,
    dueOn: next.dueOn, daysLeft: next.dueOn === null ? null : daysBetween(today, next.dueOn), link: next.link,
  }
}

/** Months back for which a calendar still strikes what is done. */
const STRUCK_DAYS = 90
/** How far ahead a calendar looks. */
const AHEAD_DAYS = 1200

/** A clock as a day of the calendar. What moves counts up: an extension by its days, the end above all of them. */
function calendarDay(ctx: Context, one: Case, clock: CaseClock, pack: Readonly<Record<string, string>>, language: string): CalendarDay {
  const isCancelled = !isRunning(clock)
  const words = worded({ kind: 'calendar.clock', params: { site: one.siteName, what: `@clock.${clock.clock}` }, dueOn: clock.dueOn }, pack, language, ctx.today)
  return {
    id: `${one.caseId}.${clock.clock}`, title: words.subject, text: words.text, url: `${ctx.publicUrl}${clockPlace(one.caseId, clock.clock)}`, from: clock.dueOn,
    sequence: Math.max(0, daysBetween(clock.firstDueOn, clock.dueOn)) + (isCancelled ? 10_000 : 0), isCancelled,
  }
}

/** An action of an improvement plan; closed or verified it is struck. */
function gapDay(ctx: Context, one: Case, gap: Gap, pack: Readonly<Record<string, string>>, language: string): CalendarDay {
  const words = worded({ kind: 'calendar.action', params: { site: one.siteName, title: gap.action ?? gap.criterion }, dueOn: gap.dueOn }, pack, language, ctx.today)
  return {
    id: `${one.caseId}.${gap.gapId}`, title: words.subject, text: words.text, url: `${ctx.publicUrl}/cases/${one.caseId}/improvement-plan`, from: gap.dueOn!, sequence: gap.version,
    isCancelled: gap.status === 'closed' || gap.status === 'verified',
  }
}

/** States between an agreed plan and the end of the visit. */
const visitStates: readonly CaseState[] = ['planned', 'announced', 'desk-reviewed']

async function visitDays(ctx: Context, cases: readonly Case[], pack: Readonly<Record<string, string>>, language: string): Promise<CalendarDay[]> {
  const days: CalendarDay[] = []
  for (const one of cases.filter(({ state }) => visitStates.includes(state))) {
    const plan = await planOf(ctx.sql, one.caseId, one.round)
    const { visitFrom, visitTo } = plan?.content ?? {}
    if (plan === undefined || visitFrom == null || visitTo == null) continue
    const words = worded({ kind: 'calendar.visit', params: { site: one.siteName }, dueOn: visitFrom }, pack, language, ctx.today)
    days.push({ id: `${one.caseId}.${one.round}.visit`, title: words.subject, text: words.text, url: `${ctx.publicUrl}/cases/${one.caseId}/assessment`, from: visitFrom, to: visitTo, sequence: plan.version, isCancelled: false })
  }
  return days
}

const isShown = (clock: CaseClock, today: Day): boolean =>
  isRunning(clock) ? clock.dueOn <= addDays(today, AHEAD_DAYS) : (clock.doneOn ?? clock.droppedOn!) >= addDays(today, -STRUCK_DAYS)

/** @throws Refused `calendar-absent` */
async function personOfCalendar(ctx: Context, token: string): Promise<string> {
  const userId = await userOfCalendar(ctx.sql, sha256Hex(token.replace(/\.ics$/, '')))
  if (userId === undefined || !(await ctx.accounts.people([userId])).has(userId)) {
    throw new Refused(refuse('calendar-absent', 'This address is of no calendar, or was replaced by a newer one. Its owner finds the newest under Inbox.'))
  }
  return userId
}

export const nextHandlers: Handlers<typeof nextContract, Context> = {
  async listNext(ctx, { show, limit, cursor }) {
    const cases = await casesVisibleTo(ctx.sql, ctx.actor)
    const clocks = await clocksOfCases(ctx.sql, cases.map(({ caseId }) => caseId))
    const found = await requestsToFirms(ctx)
    for (const one of cases) {
      const row = rowOf(one, clocks.get(one.caseId) ?? [], rolesOf(ctx.actor, one), ctx.today, await stageOf(ctx, one))
      if (row !== undefined && row.act !== 'nothing-follows' && !found.some(({ caseId }) => caseId === row.caseId)) found.push(row)
    }
    const rows = inOrder(found)
    const shown = show === 'mine' ? rows.filter(({ isYours }) => isYours) : rows
    const place = new Map(shown.map((row, at) => [row.caseId, String(at).padStart(6, '0')]))
    const mine = rows.filter(({ isYours }) => isYours).length
    const { items, next } = page(shown, (row) => place.get(row.caseId)!, { limit, cursor })
    return { items: [...items], next, mine, waiting: rows.length - mine, today: ctx.today }
  },

  async getCalendar(ctx, { token }) {
    const userId = await personOfCalendar(ctx, token)
    const { language } = await preferenceOf(ctx.sql, userId)
    const actor = actorWith({ userId, via: 'api-key', keyReach: 'read', grants: await grantsOfUser(ctx.sql, userId) })
    const cases = await casesVisibleTo(ctx.sql, actor)
    const clocks = await clocksOfCases(ctx.sql, cases.map(({ caseId }) => caseId))
    const pack = ctx.messages('notices', language)
    const gaps = await gapsOfCases(ctx.sql, cases.filter((one) => canOn(actor, 'improvement-plan:read', subjectOf(one))).map(({ caseId }) => caseId))
    const days = [...cases.flatMap((one) => [
      ...(clocks.get(one.caseId) ?? []).filter((clock) => isShown(clock, ctx.today)).map((clock) => calendarDay(ctx, one, clock, pack, language)),
      ...(gaps.get(one.caseId) ?? []).filter(({ dueOn }) => dueOn !== null && dueOn >= addDays(ctx.today, -STRUCK_DAYS)).map((gap) => gapDay(ctx, one, gap, pack, language)),
    ]), ...await visitDays(ctx, cases.filter((one) => canOn(actor, 'assessment:read', subjectOf(one))), pack, language)]
    const text = calendarFile(days, { name: pack['calendar.name'] ?? 'Cupel', host: new URL(ctx.publicUrl).hostname, now: ctx.now })
    return new Response(text, { headers: { 'content-type': 'text/calendar; charset=utf-8', 'content-disposition': 'inline; filename="cupel.ics"', 'x-robots-tag': 'noindex', 'cache-control': 'no-store' } })
  },

  async rotateCalendarToken(ctx) {
    const userId = userOf(ctx)
    // Two identifiers, since each holds 74 bits nobody can guess.
    const token = `${ctx.newId('cal').slice(4)}${ctx.newId('cal').slice(4)}`
    if (!ctx.isDryRun) await putCalendarToken(ctx.sql, userId, sha256Hex(token))
    return { address: `${ctx.publicUrl}/api/v1/calendars/${token}.ics` }
  },
  async endCalendar(ctx) {
    await putCalendarToken(ctx.sql, userOf(ctx), null)
    return { hasCalendar: false as const }
  },
}
