// What the slices keep of persons, besides accounts and roles: handed to the register, the copy, the erasure and the sweep.
import type { Context } from '#src/access/context.ts'
import { grantsOfUser, holdersOn } from '#src/access/grant.store.ts'
import { sweepPersonalData, type PersonalDataSwept } from '#src/access/own-data.handlers.ts'
import type { Duty, PersonalData } from '#src/access/own-data.ts'
import { subjectOf } from '#src/assurance/case.ts'
import { contactOf, eraseContact } from '#src/assurance/application.store.ts'
import { commentsBy, eraseCommentsBy } from '#src/assurance/comment.store.ts'
import { endStates, openStates } from '#src/assurance/cycle.ts'
import { eraseSignatory, signedLetterOf } from '#src/assurance/letter.store.ts'
import { addDays } from '#src/kernel/time.ts'
import { casesVisibleTo } from '#src/assurance/case.store.ts'
import { localOperator } from '#src/access/actor.ts'
import { forgetNotices, noticesOf } from '#src/notices/notice.store.ts'
import { forgetPreference, preferenceOf } from '#src/notices/preference.store.ts'
import { entriesBy } from '#src/transparency/log.store.ts'

const MOST_NOTICES = 10_000
/** Days after the end of a case. A signature is proof as long as claims from it can be made. */
const KEPT_AFTER_CASE = { contact: 365, signatory: 3650 } as const

/** Takes something away of every case that ended long enough ago. @returns of how many */
async function afterCases(ctx: Context, days: number, takeAway: (caseId: string) => Promise<boolean>): Promise<number> {
  const ended = await casesVisibleTo(ctx.sql, localOperator('cupel'), { states: endStates })
  let count = 0
  for (const one of ended) {
    if (one.changedAt.slice(0, 10) < addDays(ctx.today, -days) && await takeAway(one.caseId)) count += 1
  }
  return count
}

async function withoutContact(ctx: Context, caseId: string): Promise<boolean> {
  const kept = await contactOf(ctx.sql, caseId)
  if (kept === undefined || kept.contact === null) return false
  await eraseContact(ctx.sql, caseId, ctx.today)
  return true
}

async function withoutSignatory(ctx: Context, caseId: string): Promise<boolean> {
  const letter = await signedLetterOf(ctx.sql, caseId)
  if (letter === undefined || letter.signerName === null) return false
  await eraseSignatory(ctx.sql, caseId, ctx.today)
  return true
}

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
    kind: 'contact', title: 'Contact of a site', subjects: 'whoever coordinates for a site', where: 'application and case', isPublic: false,
    purpose: 'To reach the site on its application and its case.', retention: `${KEPT_AFTER_CASE.contact} days after the end of the case.`,
    erasure: 'Erased by the secretariat on request, and by itself when its time has passed. Never public.',
    sweep: (ctx) => afterCases(ctx, KEPT_AFTER_CASE.contact, (caseId) => withoutContact(ctx, caseId)),
  },
  {
    kind: 'signatory', title: 'Signatory of a letter', subjects: 'whoever signs a letter of commitment', where: 'letter of commitment', isPublic: false,
    purpose: 'To show who bound the organisation: name, role and instant.', retention: `${KEPT_AFTER_CASE.signatory} days after the end of the case.`,
    erasure: 'Erased by the secretariat on request, and by itself when its time has passed. The letter is public, who signed never.',
    sweep: (ctx) => afterCases(ctx, KEPT_AFTER_CASE.signatory, (caseId) => withoutSignatory(ctx, caseId)),
  },
  {
    kind: 'comment', title: 'Comments in workbooks', subjects: 'whoever works on a case', where: 'workbook', isPublic: false,
    purpose: 'To talk about a criterion while it is worked on.', retention: 'As long as the case is kept.', erasure: 'The words go with the account, and so does every mention of it.',
    copy: (ctx, userId) => commentsBy(ctx.sql, userId), erase: async (ctx, userId) => { await eraseCommentsBy(ctx.sql, userId) },
  },
  {
    kind: 'source', title: 'Concerns and grievances', subjects: 'whoever raises one, with or without an account', where: 'intake', isPublic: false,
    purpose: 'To look into what was said, and to answer.', retention: 'As long as the scheme sets after the closing; then words and contact go by themselves.',
    erasure: 'Words and contact can be erased on request. The source is never named in a record, a count or a feed.',
  },
  {
    kind: 'error-report', title: 'Error reports', subjects: 'whoever reports an error', where: 'error reports', isPublic: false,
    purpose: 'To check a fact, and to answer.', retention: 'Until erased by the secretariat.', erasure: 'Words and address are erased on request; clock and outcome stay.',
  },
  {
    kind: 'tie', title: 'Ties of assessors', subjects: 'assessors', where: 'declarations of conflict, by the number of the account', isPublic: false,
    purpose: 'To keep an assessment independent.', retention: 'As long as the record of the cases.', erasure: 'Once the account is erased, its number names nobody.',
  },
  {
    kind: 'interview', title: 'Interviews', subjects: 'whoever is heard in an assessment', where: 'nowhere by name', isPublic: false,
    purpose: 'To show that enough people of each group were heard.', retention: 'Only numbers by group are kept.', erasure: 'There is nothing to erase: no name is taken.',
  },
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
