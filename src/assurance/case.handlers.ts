// Reading cases: what one is, how its clocks stand, what happened. Every answer is for one account: its permits, its side.
import { actorRef, grantsOf } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { memberPermits } from '#src/access/permits.ts'
import { canOn } from '#src/access/policy.ts'
import { rolesOn } from '#src/access/role.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { fromCursor } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { participantIdsNamed, participantsOf } from '#src/parties/participant.store.ts'
import { wordingFor } from '#src/standards/language-pack.ts'
import { standardLibrary } from '#src/standards/library.store.ts'
import type { LoadedStandard } from '#src/standards/standard-view.ts'
import { applicationsOf } from './application.store.ts'
import { governing, subjectOf, type Case } from './case.ts'
import { leaveCase, openReassessment } from './case-end.handlers.ts'
import { caseFor } from './case-move.handlers.ts'
import { casesVisibleTo, clocksOf, clocksOfCases, eventsOf, successorOf, type CaseQuery } from './case.store.ts'
import { clockView, nearest, nextAct, sideOf, type CaseRow, type CaseView, type ClockView, type EventView, type NamedStandard } from './case-view.ts'
import type { caseContract } from './case.contract.ts'
import { daysLeft } from './clock.ts'
import { awardedStates, endStates, movesFrom, openStates, type CaseState } from './cycle.ts'
import type { z } from 'zod'

const library = standardLibrary()

const stateGroups: Readonly<Record<string, readonly CaseState[]>> = { open: openStates, 'awarded-any': awardedStates, ended: endStates }

/** The participant's name; an application names one that does not take part yet. */
export async function participantNames(ctx: Context, cases: readonly Case[]): Promise<Map<string, string>> {
  const known = await participantsOf(ctx.sql, [...new Set(cases.map(({ organisationId }) => organisationId))])
  const applied = await applicationsOf(ctx.sql, cases.filter(({ organisationId }) => !known.has(organisationId)).map(({ caseId }) => caseId))
  return new Map(cases.map((one) => [one.organisationId, known.get(one.organisationId)?.name ?? applied.get(one.caseId)?.participantName ?? '']))
}

const permitsOn = (ctx: Context, one: Case): string[] => Object.keys(memberPermits).filter((permit) => canOn(ctx.actor, permit, subjectOf(one))).sort()

const loadedOf = (all: readonly LoadedStandard[], standard: string, version: string): LoadedStandard => {
  const found = all.find((one) => one.standard.standard === standard && one.standard.version === version)
  if (found === undefined) throw new Refused(refuse('standard-absent', `This installation holds no standard ${standard} ${version}.`))
  return found
}

const named = (all: readonly LoadedStandard[], one: Case, language: string): z.infer<typeof NamedStandard>[] => one.standards.map((part) => {
  const { standard, packs } = loadedOf(all, part.standard, part.standardVersion)
  const words = wordingFor(standard, packs, language)
  return {
    standard: part.standard, standardVersion: part.standardVersion, title: words.standard.title, isGoverning: part.isGoverning,
    marks: part.marks.map((slug) => ({ slug, title: words.of('marks', slug, standard.marks.find((mark) => mark.slug === slug)?.title ?? slug) })),
  }
})

async function clockViews(ctx: Context, one: Case, all: readonly LoadedStandard[]): Promise<ClockView[]> {
  const { standard: slug, standardVersion } = governing(one)
  const { standard, packs } = loadedOf(all, slug, standardVersion)
  const words = wordingFor(standard, packs, ctx.language)
  return (await clocksOf(ctx.sql, one.caseId)).map((clock) => clockView(clock, standard, words, ctx.today))
}

/** What getCase answers; other operations of the case answer it too. */
export async function viewOfCase(ctx: Context, one: Case): Promise<CaseView> {
  const all = await library.read(ctx.sql)
  const clocks = await clockViews(ctx, one, all)
  return {
    ...one, participantName: (await participantNames(ctx, [one])).get(one.organisationId) ?? '', namedStandards: named(all, one, ctx.language), clocks,
    nextDue: nearest(clocks), next: nextAct(one, clocks, [...rolesOn(grantsOf(ctx.actor), subjectOf(one))], ctx.today), moves: movesFrom(one.state), permits: permitsOn(ctx, one), today: ctx.today,
    nextCaseId: await successorOf(ctx.sql, one.caseId) ?? null,
  }
}

const toCursor = (one: Case): string => Buffer.from(`${one.openedAt} ${one.caseId}`, 'utf8').toString('base64url')

function afterCursor(cursor: string | undefined): NonNullable<CaseQuery['after']> | undefined {
  if (cursor === undefined) return undefined
  const [openedAt, caseId] = fromCursor(cursor).split(' ')
  if (openedAt === undefined || caseId === undefined || !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(openedAt)) {
    throw new Refused(refuse('cursor-invalid', 'This cursor was not given by this list. Begin again without it.'))
  }
  return { openedAt, caseId }
}

async function rowsOf(ctx: Context, cases: readonly Case[]): Promise<CaseRow[]> {
  const names = await participantNames(ctx, cases)
  const clocks = await clocksOfCases(ctx.sql, cases.map(({ caseId }) => caseId))
  return cases.map((one) => {
    const next = nearest(clocks.get(one.caseId)!)
    return {
      caseId: one.caseId, siteId: one.siteId, organisationId: one.organisationId, cycle: one.cycle, state: one.state, round: one.round, siteName: one.siteName,
      country: one.country, standards: one.standards, cohort: one.cohort, appliedOn: one.appliedOn, changedAt: one.changedAt,
      participantName: names.get(one.organisationId) ?? '',
      nextDue: next === null ? null : { clock: next.clock, dueOn: next.dueOn, daysLeft: daysLeft(next, ctx.today), ownerRole: next.ownerRole },
    }
  })
}

/** Names of those whom this actor may know by name: everybody for the operator, one's own side for a site. */
async function eventViews(ctx: Context, one: Case): Promise<EventView[]> {
  const events = await eventsOf(ctx.sql, one.caseId)
  const roles = rolesOn(grantsOf(ctx.actor), subjectOf(one))
  const seesSide = (side: string): boolean => roles.has('operator') || (side === 'site' && (roles.has('site-owner') || roles.has('site-contributor')))
    || (side === 'assessor' && (roles.has('lead-assessor') || roles.has('assessor')))
  const ids = events.map(({ actor }) => actor.split(':')[1]).filter((id) => id !== undefined)
  const people = await ctx.accounts.people([...new Set(ids)])
  return events.map(({ actor, ...event }) => {
    const side = sideOf(event.event, actor)
    const isNamed = seesSide(side) || actor === actorRef(ctx.actor)
    return { ...event, side, actorName: isNamed ? people.get(actor.split(':')[1] ?? '')?.name ?? null : null }
  })
}

export const caseHandlers: Handlers<typeof caseContract, Context> = {
  async getCase(ctx, { caseId }) {
    return viewOfCase(ctx, await caseFor(ctx, caseId))
  },

  async listCases(ctx, { state, text, siteId, organisationId, limit, cursor }) {
    const states = state === undefined ? undefined : stateGroups[state] ?? [state as CaseState]
    const namedOrganisationIds = text === undefined ? undefined : await participantIdsNamed(ctx.sql, text)
    const found = await casesVisibleTo(ctx.sql, ctx.actor, { states, siteId, organisationId, text, namedOrganisationIds, limit: limit + 1, after: afterCursor(cursor) })
    const shown = found.slice(0, limit)
    const last = shown.at(-1)
    return { items: await rowsOf(ctx, shown), next: last !== undefined && found.length > limit ? toCursor(last) : null }
  },

  async listClocks(ctx, { caseId }) {
    const one = await caseFor(ctx, caseId)
    return { items: await clockViews(ctx, one, await library.read(ctx.sql)), next: null }
  },

  async getCaseHistory(ctx, { caseId }) {
    return { items: await eventViews(ctx, await caseFor(ctx, caseId)), next: null }
  },

  async leaveCase(ctx, { caseId, reasonClass, reason }) {
    return viewOfCase(ctx, await leaveCase(ctx, caseId, reasonClass, reason))
  },

  async openReassessment(ctx, input) {
    return viewOfCase(ctx, await openReassessment(ctx, input))
  },
}
