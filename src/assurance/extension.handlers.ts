// Longer due dates: the site asks, the scheme decides, and what was granted is public.
import { actorRef } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { page } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { closeNotices } from '#src/notices/notice.store.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import { putFact } from '#src/transparency/fact.ts'
import { subjectOf, type Case } from './case.ts'
import { caseFor, clockLawOf, mayOn } from './case-move.handlers.ts'
import { addEvent, casesVisibleTo, clocksOf, clocksOfCases, putClocks } from './case.store.ts'
import { latestDue } from './case-view.ts'
import { isRunning, type CaseClock } from './clock.ts'
import { askable, extended, stateOf, type Extension, type StoredExtension } from './extension.ts'
import type { extensionContract } from './extension.contract.ts'
import { extensionOf, extensionsOfCases, insertExtension, openExtensions, updateExtension } from './extension.store.ts'
import { extensionFact } from './published.ts'
import { extensionMonths } from './settings-cycle.ts'

const clockIn = (clocks: readonly CaseClock[], name: string): CaseClock | undefined => clocks.find(({ clock }) => clock === name)

/** The words are the site's and the scheme's; assessors and bodies see that there was an extension. */
function viewFor(ctx: Context, one: Case, stored: StoredExtension, clock: CaseClock | undefined): Extension {
  const sees = mayOn(ctx, 'extension:request', one) || mayOn(ctx, 'extension:decide', one)
  return { ...stored, state: stateOf(stored, clock), reason: sees ? stored.reason : null, decisionText: sees ? stored.decisionText : null }
}

async function storedOf(ctx: Context, one: Case, extensionId: string): Promise<StoredExtension> {
  const found = await extensionOf(ctx.sql, one.caseId, extensionId)
  if (found === undefined) throw new Refused(refuse('extension-absent', `The case ${one.caseId} has no extension ${extensionId}.`))
  return found
}

function requireWaiting(stored: StoredExtension): void {
  if (stored.decidedOn !== null) throw new Refused(refuse('extension-decided', `This request was decided on ${stored.decidedOn}. Ask for a new extension.`))
  if (stored.withdrawnOn !== null) throw new Refused(refuse('extension-decided', `This request was taken back on ${stored.withdrawnOn}. Ask for a new extension.`))
}

const matterOf = (one: Case, extensionId: string): string => `case:${one.caseId}:extension:${extensionId}`

async function tell(ctx: Context, one: Case, stored: StoredExtension, kind: 'extension.granted' | 'extension.refused'): Promise<void> {
  await closeNotices(ctx.sql, matterOf(one, stored.extensionId), ctx.now)
  await notifyRoles(ctx, ['site-owner', 'lead-assessor'], subjectOf(one), {
    kind, params: { site: one.siteName, clock: `@clock.${stored.clock}`, day: stored.grantedUntil ?? stored.askedUntil }, link: `/cases/${one.caseId}`, caseId: one.caseId,
    dedupeKey: `${matterOf(one, stored.extensionId)}:decided`,
  })
}

/** Moves the due day, keeps the event, and publishes what may be known of it. */
async function grant(ctx: Context, one: Case, before: CaseClock, after: CaseClock, stored: StoredExtension): Promise<void> {
  await putClocks(ctx.sql, one.caseId, [after])
  // A reminder told for the old day is told again for the new one.
  await closeNotices(ctx.sql, `case:${one.caseId}:clock:${after.clock}`, ctx.now)
  ctx.record({
    kind: 'extension.granted', subject: one.caseId, isPublic: false,
    body: {
      extensionId: stored.extensionId, clock: after.clock, dueBefore: before.dueOn, dueAfter: after.dueOn, reasonClass: stored.reasonClass, reason: stored.decisionText,
      ...(stored.approvedBy === null ? {} : { approvedBy: stored.approvedBy }),
    },
  })
  ctx.publish([putFact(extensionFact, stored.extensionId, {
    siteId: one.siteId, siteName: one.siteName, cycle: one.cycle, clock: after.clock, dueBefore: before.dueOn, dueAfter: after.dueOn, reasonClass: stored.reasonClass, grantedOn: ctx.today,
  })], { kind: 'extension.published', subject: one.siteId, isPublic: true, body: { caseId: one.caseId, extensionId: stored.extensionId } })
}

const keepEvent = (ctx: Context, one: Case, event: string, reason: string | null): Promise<void> => addEvent(ctx.sql, one.caseId, {
  event, fromState: one.state, toState: one.state, round: one.round, happenedOn: ctx.today, recordedAt: ctx.now, actor: actorRef(ctx.actor), reason,
})

export const extensionHandlers: Handlers<typeof extensionContract, Context> = {
  async listExtensions(ctx, { caseId }) {
    const one = await caseFor(ctx, caseId)
    const clocks = await clocksOf(ctx.sql, caseId)
    const law = await clockLawOf(ctx, one)
    const months = await ctx.setting(extensionMonths)
    const stored = (await extensionsOfCases(ctx.sql, [caseId])).get(caseId)!
    return {
      items: stored.map((each) => viewFor(ctx, one, each, clockIn(clocks, each.clock))), next: null,
      latest: clocks.filter(isRunning).map((clock) => ({ clock: clock.clock, dueOn: clock.dueOn, latest: latestDue(clock, law, months) })),
    }
  },

  async listAskedExtensions(ctx, query) {
    const open = await openExtensions(ctx.sql)
    const cases = new Map((await casesVisibleTo(ctx.sql, ctx.actor)).map((one) => [one.caseId, one]))
    const clocks = await clocksOfCases(ctx.sql, open.map(({ caseId }) => caseId))
    const waiting = open.flatMap((stored) => {
      const one = cases.get(stored.caseId)
      const view = one === undefined ? undefined : viewFor(ctx, one, stored, clockIn(clocks.get(stored.caseId) ?? [], stored.clock))
      return one === undefined || view?.state !== 'asked' || !mayOn(ctx, 'extension:decide', one) ? [] : [{ ...view, siteName: one.siteName }]
    })
    const { items, next } = page(waiting, ({ askedOn, extensionId }) => `${askedOn} ${extensionId}`, query)
    return { items: [...items], next }
  },

  async requestExtension(ctx, { caseId, clock: name, until, reasonClass, reason }) {
    const one = await caseFor(ctx, caseId, 'extension:request', true)
    const clocks = await clocksOf(ctx.sql, caseId)
    const clock = orRefuse(askable(clockIn(clocks, name), name, until, ctx.today))
    const waiting = (await extensionsOfCases(ctx.sql, [caseId])).get(caseId)!.find((each) => each.clock === name && stateOf(each, clock) === 'asked')
    if (waiting !== undefined) {
      throw new Refused(refuse('extension-asked', `A longer date for this clock, ${waiting.askedUntil}, was asked for on ${waiting.askedOn}. Take it back to ask anew, or wait for the decision.`))
    }
    const stored: StoredExtension = {
      extensionId: ctx.newId('ext'), caseId, clock: name, askedOn: ctx.today, askedUntil: until, reasonClass, reason, decidedOn: null, dueBefore: null, grantedUntil: null,
      approvedBy: null, decisionText: null, withdrawnOn: null,
    }
    await insertExtension(ctx.sql, stored, actorRef(ctx.actor))
    await keepEvent(ctx, one, 'extension.requested', null)
    ctx.record({ kind: 'extension.requested', subject: caseId, isPublic: false, body: { extensionId: stored.extensionId, clock: name, dueOn: clock.dueOn, askedUntil: until, reasonClass } })
    await notifyRoles(ctx, ['operator'], {}, {
      kind: 'extension.requested', params: { site: one.siteName, clock: `@clock.${name}`, day: until }, link: `/cases/${caseId}`, caseId, dedupeKey: matterOf(one, stored.extensionId),
    })
    return viewFor(ctx, one, stored, clock)
  },

  async withdrawExtension(ctx, { caseId, extensionId }) {
    const one = await caseFor(ctx, caseId, 'extension:request', true)
    const stored = await storedOf(ctx, one, extensionId)
    requireWaiting(stored)
    const after = { ...stored, withdrawnOn: ctx.today }
    await updateExtension(ctx.sql, after, null)
    await keepEvent(ctx, one, 'extension.withdrawn', null)
    ctx.record({ kind: 'extension.withdrawn', subject: caseId, isPublic: false, body: { extensionId, clock: stored.clock } })
    await closeNotices(ctx.sql, matterOf(one, extensionId), ctx.now)
    return viewFor(ctx, one, after, undefined)
  },

  async decideExtension(ctx, { caseId, extensionId, isGranted, until, text, approvedBy }) {
    const one = await caseFor(ctx, caseId, 'extension:decide', true)
    const stored = await storedOf(ctx, one, extensionId)
    requireWaiting(stored)
    const clock = clockIn(await clocksOf(ctx.sql, caseId), stored.clock)
    const decided = { ...stored, decidedOn: ctx.today, decisionText: text }
    if (!isGranted) {
      await updateExtension(ctx.sql, decided, actorRef(ctx.actor))
      await keepEvent(ctx, one, 'extension.refused', text)
      ctx.record({ kind: 'extension.refused', subject: caseId, isPublic: false, body: { extensionId, clock: stored.clock, askedUntil: stored.askedUntil, reasonClass: stored.reasonClass, reason: text } })
      await tell(ctx, one, decided, 'extension.refused')
      return viewFor(ctx, one, decided, clock)
    }
    const body = approvedBy?.trim() ?? ''
    const day = until ?? stored.askedUntil
    const latest = clock === undefined ? day : latestDue(clock, await clockLawOf(ctx, one), await ctx.setting(extensionMonths))
    const after = orRefuse(extended(clock, stored.clock, { until: day, latest, approvedBy: body === '' ? null : body, today: ctx.today }))
    const granted = { ...decided, grantedUntil: day, dueBefore: clock!.dueOn, approvedBy: day > latest ? body : null }
    await updateExtension(ctx.sql, granted, actorRef(ctx.actor))
    await keepEvent(ctx, one, 'extension.granted', text)
    await grant(ctx, one, clock!, after, granted)
    await tell(ctx, one, granted, 'extension.granted')
    return viewFor(ctx, one, granted, after)
  },

  async eraseExtensionReason(ctx, { caseId, extensionId }) {
    const one = await caseFor(ctx, caseId, 'extension:decide', true)
    const stored = { ...await storedOf(ctx, one, extensionId), reason: null }
    await updateExtension(ctx.sql, stored, stored.decidedOn === null ? null : actorRef(ctx.actor))
    ctx.record({ kind: 'extension-reason.erased', subject: caseId, isPublic: false, body: { extensionId } })
    return viewFor(ctx, one, stored, clockIn(await clocksOf(ctx.sql, caseId), stored.clock))
  },
}
