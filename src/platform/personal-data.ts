// What the slices keep of persons, besides accounts and roles: handed to the register, the copy, the erasure and the sweep.
import type { Context } from '#src/access/context.ts'
import { grantsOfUser, holdersOn } from '#src/access/grant.store.ts'
import { sweepPersonalData, type PersonalDataSwept } from '#src/access/own-data.handlers.ts'
import type { Duty, PersonalData } from '#src/access/own-data.ts'
import { subjectOf } from '#src/assurance/case.ts'
import { openStates } from '#src/assurance/cycle.ts'
import { casesVisibleTo } from '#src/assurance/case.store.ts'
import { localOperator } from '#src/access/actor.ts'
import { forgetNotices, noticesOf } from '#src/notices/notice.store.ts'
import { forgetPreference, preferenceOf } from '#src/notices/preference.store.ts'
import { entriesBy } from '#src/transparency/log.store.ts'

const MOST_NOTICES = 10_000

/** Where an account is named in a running case, or is its only owner. */
async function duties(ctx: Context, userId: string): Promise<Duty[]> {
  const grants = await grantsOfUser(ctx.sql, userId)
  const isOwner = grants.some(({ role }) => role === 'site-owner')
  const cases = grants.some(({ scope }) => scope.kind === 'case') || isOwner ? await casesVisibleTo(ctx.sql, localOperator('cupel'), { states: openStates }) : []
  const found: Duty[] = []
  for (const one of cases) {
    const named = grants.filter(({ scope }) => scope.kind === 'case' && scope.id === one.caseId)
    found.push(...named.map(({ role }) => ({ caseId: one.caseId, matter: role, place: one.siteName })))
    const owns = grants.some(({ role, scope }) => role === 'site-owner' && (scope.id === one.siteId || scope.id === one.organisationId))
    if (owns && (await holdersOn(ctx.sql, ['site-owner'], subjectOf(one))).every((holder) => holder === userId)) {
      found.push({ caseId: one.caseId, matter: 'only site-owner', place: one.siteName })
    }
  }
  return found
}

export const personalData: readonly PersonalData[] = [
  {
    kind: 'preference', title: 'Preferences', subjects: 'everybody with an account', where: 'preferences', isPublic: false,
    purpose: 'To write in the language of the person, at the hours of their time zone, and as often as they chose.',
    retention: 'Until the account is erased.', erasure: 'Changed by the person, and with the account.',
    copy: async (ctx, userId) => { const { calendarTokenHash, ...rest } = await preferenceOf(ctx.sql, userId); return { ...rest, hasCalendarAddress: calendarTokenHash !== null } },
    erase: (ctx, userId) => forgetPreference(ctx.sql, userId),
  },
  {
    kind: 'notice', title: 'Notices', subjects: 'everybody with an account', where: 'inbox and mail', isPublic: false,
    purpose: 'To tell a person what to do by when.', retention: 'Until the account is erased.', erasure: 'With the account.',
    copy: (ctx, userId) => noticesOf(ctx.sql, userId, { isOpenOnly: false, today: ctx.today, limit: MOST_NOTICES }),
    erase: (ctx, userId) => forgetNotices(ctx.sql, userId),
  },
  {
    kind: 'decision', title: 'What was done', subjects: 'everybody with an account', where: 'the log, by the number of the account', isPublic: false,
    purpose: 'To show later who decided what, when and why.', retention: 'For ever: the log is never edited.',
    erasure: 'The log holds numbers, never names. Once the account is erased, its number names nobody.',
    copy: (ctx, userId) => entriesBy(ctx.sql, ['operator', 'member'].map((kind) => `${kind}:${userId}`)), duties,
  },
]

export const sweepPersons = (ctx: Context): Promise<PersonalDataSwept> => sweepPersonalData(ctx, personalData)
