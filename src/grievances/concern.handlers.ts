// Concerns: taken in from anybody, shown to the assessors of the case and the secretariat, answered for the source.
import { canOn } from '#src/access/policy.ts'
import type { Context } from '#src/access/context.ts'
import { caseFor, standardOf } from '#src/assurance/case-move.handlers.ts'
import { subjectOf } from '#src/assurance/case.ts'
import { readCase } from '#src/assurance/case.store.ts'
import { assessmentNoticeFact } from '#src/assurance/published.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import { siteFact } from '#src/parties/site.ts'
import type { concernContract, IntakeStanding } from './concern.contract.ts'
import { disposed, type Concern, type ConcernView } from './concern.ts'
import { concernsOfCase, concernsWithoutCase, insertConcern, readConcern, updateConcern } from './concern.store.ts'
import { acknowledgedSteps } from './grievance-standing.handlers.ts'
import { byReceipt, takeIn, write } from './intake.handlers.ts'
import { minimumGroup, protectedCounts, shownGroup, type GroupCount } from './intake.ts'
import { closeIntake, eraseIntake, intakesByIds, messagesOf } from './intake.store.ts'

const concernAbsent = (concernId: string): Refused => new Refused(refuse('concern-absent', `There is no concern ${concernId} that this account may see.`))
const userId = (ctx: Context): string => ctx.actor.kind === 'public' ? 'public' : ctx.actor.userId

type About = { readonly siteId: string; readonly caseId: string | null; readonly round: number | null; readonly isInTime: boolean }

async function aboutWhat(ctx: Context, noticeId: string | undefined, siteId: string | undefined): Promise<About> {
  const facts = await ctx.facts()
  if (noticeId !== undefined) {
    const notice = facts.of(assessmentNoticeFact).get(noticeId)
    if (notice === undefined) throw new Refused(refuse('notice-absent', `There is no notice of an assessment ${noticeId}.`))
    const [caseId, round] = noticeId.split('.')
    return { siteId: notice.value.siteId, caseId: caseId!, round: Number(round), isInTime: ctx.today <= notice.value.concernsUntil }
  }
  if (siteId === undefined) throw new Refused(refuse('concern-subject-missing', 'Name the notice of an assessment, or the site.'))
  if (!facts.of(siteFact).has(siteId)) throw new Refused(refuse('site-unknown', `No site has the number ${siteId}.`))
  return { siteId, caseId: null, round: null, isInTime: false }
}

/** Concerns as they may be shown: the group of each only where it is large enough, the contact only where the source agreed. */
async function views(ctx: Context, concerns: readonly Concern[], counts: readonly GroupCount[] | null, seesContact: boolean): Promise<ConcernView[]> {
  const ids = concerns.map(({ concernId }) => concernId)
  const [intakes, messages] = [await intakesByIds(ctx.sql, ids), await messagesOf(ctx.sql, ids)]
  return concerns.map((concern) => {
    const intake = intakes.get(concern.concernId)!
    return {
      ...concern, group: shownGroup(intake.group, counts), language: intake.language, statement: intake.statement, erasedOn: intake.erasedOn,
      contact: seesContact || intake.sharesContact ? intake.contact : null, messages: messages.get(concern.concernId)!,
    }
  })
}

/** A concern that the actor may answer. @throws Refused `concern-absent` */
async function answerable(ctx: Context, concernId: string): Promise<Concern> {
  const concern = await readConcern(ctx.sql, concernId, true)
  if (concern === undefined) throw concernAbsent(concernId)
  const of = concern.caseId === null ? undefined : await readCase(ctx.sql, concern.caseId)
  if (!canOn(ctx.actor, 'concern:answer', of === undefined ? { siteId: concern.siteId } : subjectOf(of))) throw concernAbsent(concernId)
  return concern
}

async function checkCriteria(ctx: Context, concern: Concern, criteria: readonly string[]): Promise<void> {
  const of = concern.caseId === null ? undefined : await readCase(ctx.sql, concern.caseId)
  if (of === undefined || criteria.length === 0) return
  const known = new Set<string>()
  for (const one of of.standards) for (const criterion of (await standardOf(ctx, one.standard, one.standardVersion)).criteria) known.add(criterion.slug)
  const unknown = criteria.find((criterion) => !known.has(criterion))
  if (unknown !== undefined) throw new Refused(refuse('concern-criterion-unknown', `No standard of this case has a criterion "${unknown}".`))
}

export const concernHandlers: Handlers<typeof concernContract, Context> = {
  createConcern: async (ctx, { noticeId, siteId, topics, ...said }) => {
    const about = await aboutWhat(ctx, noticeId, siteId)
    const { intakeId, receipt } = await takeIn(ctx, 'concern', said)
    await insertConcern(ctx.sql, {
      concernId: intakeId, ...about, topics: [...topics], receivedOn: ctx.today, disposition: null, dispositionText: null, criteria: [], disposedOn: null, disposedBy: null,
    })
    // One notice a day and case: the number of notices must not tell how many spoke.
    const of = about.caseId === null ? undefined : await readCase(ctx.sql, about.caseId)
    if (of === undefined) {
      await notifyRoles(ctx, ['operator'], {}, { kind: 'concern-about-site', params: {}, link: '/concerns', dedupeKey: `concerns:${ctx.today}` })
    } else {
      await notifyRoles(ctx, ['operator', 'lead-assessor'], subjectOf(of), {
        kind: 'concern-received', params: { site: of.siteName }, link: `/cases/${of.caseId}/concerns`, caseId: of.caseId, dedupeKey: `case:${of.caseId}:concerns:${ctx.today}`,
      })
    }
    return { receipt, isInTime: about.isInTime }
  },
  lookUpIntake: async (ctx, { receipt }) => {
    const intake = await byReceipt(ctx, receipt)
    const concern = intake.kind === 'concern' ? await readConcern(ctx.sql, intake.intakeId) : undefined
    const standing: IntakeStanding = {
      kind: intake.kind, receivedOn: intake.receivedOn, language: intake.language, messages: (await messagesOf(ctx.sql, [intake.intakeId])).get(intake.intakeId)!,
      concern: concern === undefined ? null : { disposition: concern.disposition, text: concern.dispositionText, criteria: concern.criteria },
      grievance: intake.kind === 'grievance' ? await acknowledgedSteps(ctx, intake.intakeId) : null,
    }
    return standing
  },
  addIntakeMessage: async (ctx, { receipt, text }) => {
    const intake = await byReceipt(ctx, receipt)
    if (intake.erasedOn !== null || (intake.kind === 'grievance' && intake.closedOn !== null)) throw new Refused(refuse('intake-closed', 'It is closed; nothing can be added.'))
    await write(ctx, intake.intakeId, 'from-source', text)
    return { sentOn: ctx.today }
  },
  listConcerns: async (ctx, { caseId }) => {
    const of = await caseFor(ctx, caseId)
    if (!canOn(ctx.actor, 'concern:read', subjectOf(of))) throw new Refused(refuse('permit-missing', 'This account does not hold the permit concern:read here.'))
    const concerns = await concernsOfCase(ctx.sql, caseId)
    const minimum = await ctx.setting(minimumGroup)
    const groups = [...(await intakesByIds(ctx.sql, concerns.map(({ concernId }) => concernId))).values()].map(({ group }) => group)
    const counts = protectedCounts(groups, minimum)
    return { items: await views(ctx, concerns, counts, ctx.actor.kind === 'operator'), next: null, counts, minimumGroup: minimum }
  },
  listSiteConcerns: async (ctx) => ({ items: await views(ctx, await concernsWithoutCase(ctx.sql), null, true), next: null }),
  disposeConcern: async (ctx, { concernId, disposition, text, criteria }) => {
    const concern = await answerable(ctx, concernId)
    await checkCriteria(ctx, concern, criteria)
    await updateConcern(ctx.sql, orRefuse(disposed(concern, { disposition, text: text.trim(), criteria, on: ctx.today, by: userId(ctx) })))
    await closeIntake(ctx.sql, concernId, ctx.today)
    ctx.record({ kind: 'concern.disposed', subject: concernId, isPublic: false, body: { disposition, criteria } })
    return { concernId }
  },
  writeToSource: async (ctx, { concernId, text }) => {
    await answerable(ctx, concernId)
    await write(ctx, concernId, 'to-source', text)
    return { concernId }
  },
  eraseConcern: async (ctx, { concernId, reason }) => {
    if (await readConcern(ctx.sql, concernId, true) === undefined) throw concernAbsent(concernId)
    await closeIntake(ctx.sql, concernId, ctx.today)
    await eraseIntake(ctx.sql, concernId, ctx.today)
    ctx.record({ kind: 'concern.erased', subject: concernId, isPublic: false, body: { reason } })
    return { concernId }
  },
}
