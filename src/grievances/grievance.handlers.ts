// Grievances from intake to the published outcome.
import type { Context } from '#src/access/context.ts'
import { canOn } from '#src/access/policy.ts'
import { grantsOf } from '#src/access/actor.ts'
import { casesVisibleTo } from '#src/assurance/case.store.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { closeNotices } from '#src/notices/notice.store.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import { siteFact } from '#src/parties/site.ts'
import { putFact } from '#src/transparency/fact.ts'
import type { grievanceContract } from './grievance.contract.ts'
import {
  acknowledged, admitted, answeredBySite, askedSite, closed, firstSteps, grievanceOutcomeFact, judged, stepDays, type Grievance, type GrievanceForSite, type GrievanceStep, type GrievanceView,
} from './grievance.ts'
import { allGrievances, grievancesToldTo, insertGrievance, readGrievance, updateGrievance } from './grievance.store.ts'
import { takeIn, write } from './intake.handlers.ts'
import { closeIntake, eraseIntake, intakesByIds, messagesOf } from './intake.store.ts'

const absent = (grievanceId: string): Refused => new Refused(refuse('grievance-absent', `There is no grievance ${grievanceId} that this account may see.`))

async function lengths(ctx: Context): Promise<Record<GrievanceStep, number>> {
  const found = {} as Record<GrievanceStep, number>
  for (const [step, setting] of Object.entries(stepDays)) found[step as GrievanceStep] = await ctx.setting(setting)
  return found
}

/** The secretariat sees all; a member of the body those against the scheme, which it judges. */
const maySee = (ctx: Context, grievance: Grievance): boolean =>
  ctx.actor.kind === 'operator' || (grievance.subject === 'scheme' && canOn(ctx.actor, 'grievance:decide', {}))

async function views(ctx: Context, grievances: readonly Grievance[]): Promise<GrievanceView[]> {
  const ids = grievances.map(({ grievanceId }) => grievanceId)
  const [intakes, messages] = [await intakesByIds(ctx.sql, ids), await messagesOf(ctx.sql, ids)]
  return grievances.map((one) => {
    const intake = intakes.get(one.grievanceId)!
    return {
      ...one, group: intake.group, language: intake.language, statement: intake.statement, contact: ctx.actor.kind === 'operator' || intake.sharesContact ? intake.contact : null,
      receivedOn: intake.receivedOn, erasedOn: intake.erasedOn, messages: messages.get(one.grievanceId)!,
    }
  })
}

/** @throws Refused `grievance-absent`, `grievance-changed` */
async function loaded(ctx: Context, grievanceId: string, version?: number): Promise<Grievance> {
  const grievance = await readGrievance(ctx.sql, grievanceId, true)
  if (grievance === undefined || !maySee(ctx, grievance)) throw absent(grievanceId)
  if (version !== undefined && grievance.version !== version) {
    throw new Refused(refuse('grievance-changed', `The grievance is at version ${grievance.version}, not ${version}: somebody changed it meanwhile. Load it again.`))
  }
  return grievance
}

async function keep(ctx: Context, grievance: Grievance, kind: string, body: Record<string, unknown> = {}): Promise<{ grievanceId: string; state: Grievance['state'] }> {
  await updateGrievance(ctx.sql, grievance)
  ctx.record({ kind, subject: grievance.grievanceId, isPublic: false, body: { state: grievance.state, ...body } })
  return { grievanceId: grievance.grievanceId, state: grievance.state }
}

const forSite = (one: Grievance): GrievanceForSite => ({
  grievanceId: one.grievanceId, siteId: one.siteId!, summary: one.summaryForSite!, answerDueOn: one.steps.find(({ step }) => step === 'site-answer')!.dueOn,
  answer: one.siteAnswer, answeredOn: one.siteAnsweredOn, state: one.state,
  outcome: one.state === 'closed' ? one.outcome : null, outcomeText: one.state === 'closed' ? one.outcomeText : null,
})

/** The sites of which the actor is an owner: by grant on the site, or through the organisation's cases. */
async function ownSites(ctx: Context): Promise<string[]> {
  const granted = grantsOf(ctx.actor).filter(({ role, scope }) => role === 'site-owner' && scope.kind === 'site').map(({ scope }) => scope.id)
  const cases = (await casesVisibleTo(ctx.sql, ctx.actor)).filter((one) => canOn(ctx.actor, 'grievance:respond', { siteId: one.siteId, organisationId: one.organisationId }))
  return [...new Set([...granted, ...cases.map(({ siteId }) => siteId)])]
}

export const grievanceHandlers: Handlers<typeof grievanceContract, Context> = {
  createGrievance: async (ctx, { subject, siteId, subjectText, ...said }) => {
    if (siteId !== undefined && !(await ctx.facts()).of(siteFact).has(siteId)) throw new Refused(refuse('site-unknown', `No site has the number ${siteId}.`))
    if (subject === 'site' && siteId === undefined) throw new Refused(refuse('grievance-without-site', 'Name the site: a grievance against a site needs its number.'))
    const { intakeId, receipt } = await takeIn(ctx, 'grievance', said)
    await insertGrievance(ctx.sql, {
      grievanceId: intakeId, subject, siteId: siteId ?? null, subjectText, state: 'received', summaryForSite: null, siteAnswer: null, siteAnsweredOn: null, outcome: null,
      outcomeText: null, decidedBy: null, touchesAward: false, steps: firstSteps(ctx.today, await lengths(ctx)), version: 1,
    })
    await notifyRoles(ctx, subject === 'scheme' ? ['operator', 'decision-member'] : ['operator'], {}, {
      kind: 'grievance-received', params: {}, link: '/grievances', dedupeKey: `grievances:${ctx.today}`,
    })
    return { receipt }
  },
  listGrievances: async (ctx, { state }) => ({
    items: await views(ctx, (await allGrievances(ctx.sql)).filter((one) => maySee(ctx, one) && (state === undefined || one.state === state))), next: null,
  }),
  getGrievance: async (ctx, { grievanceId }) => {
    const grievance = await readGrievance(ctx.sql, grievanceId)
    if (grievance === undefined || !maySee(ctx, grievance)) throw absent(grievanceId)
    return (await views(ctx, [grievance]))[0]!
  },
  admitGrievance: async (ctx, { grievanceId, version }) =>
    keep(ctx, orRefuse(admitted(await loaded(ctx, grievanceId, version), ctx.today, await lengths(ctx))), 'grievance.admitted'),
  askSiteAboutGrievance: async (ctx, { grievanceId, version, summary }) => {
    const asked = orRefuse(askedSite(await loaded(ctx, grievanceId, version), summary.trim(), ctx.today, await lengths(ctx)))
    const organisations = await casesVisibleTo(ctx.sql, ctx.actor, { siteId: asked.siteId! })
    await notifyRoles(ctx, ['site-owner'], { siteId: asked.siteId!, organisationId: organisations[0]?.organisationId }, {
      kind: 'grievance-answer-asked', params: {}, link: '/site-grievances', dueOn: forSite(asked).answerDueOn, dedupeKey: `grievance:${grievanceId}:answer`,
    })
    return keep(ctx, asked, 'grievance.site-asked')
  },
  writeToComplainant: async (ctx, { grievanceId, text }) => {
    const grievance = acknowledged(await loaded(ctx, grievanceId), ctx.today)
    await write(ctx, grievanceId, 'to-source', text)
    await updateGrievance(ctx.sql, grievance)
    return { grievanceId, state: grievance.state }
  },
  decideGrievance: async (ctx, { grievanceId, version, outcome, text, touchesAward }) => {
    const by = ctx.actor.kind === 'public' ? '' : ctx.actor.userId
    const grievance = orRefuse(judged(await loaded(ctx, grievanceId, version), { outcome, text: text.trim(), by, isOperator: ctx.actor.kind === 'operator', touchesAward, today: ctx.today }, await lengths(ctx)))
    await closeNotices(ctx.sql, `grievance:${grievanceId}:`, ctx.now)
    return keep(ctx, grievance, 'grievance.decided', { outcome, reason: 'in the outcome', touchesAward, ...(grievance.siteId === null ? {} : { siteId: grievance.siteId }) })
  },
  publishGrievanceOutcome: async (ctx, { grievanceId, version }) => {
    const { grievance, published } = orRefuse(closed(await loaded(ctx, grievanceId, version), ctx.today))
    await closeIntake(ctx.sql, grievanceId, ctx.today)
    if (published !== null) {
      ctx.publish([putFact(grievanceOutcomeFact, grievanceId, published)], { kind: 'grievance-outcome.published', subject: grievanceId, isPublic: true, body: {} })
    }
    return keep(ctx, grievance, 'grievance.closed')
  },
  eraseGrievance: async (ctx, { grievanceId, reason }) => {
    const grievance = await loaded(ctx, grievanceId)
    if (grievance.state !== 'closed') throw new Refused(refuse('grievance-state-forbids', `The grievance is ${grievance.state}; its words are erased once it is closed.`))
    await eraseIntake(ctx.sql, grievanceId, ctx.today)
    ctx.record({ kind: 'grievance.erased', subject: grievanceId, isPublic: false, body: { reason } })
    return { grievanceId, state: grievance.state }
  },
  listGrievancesForSite: async (ctx) => ({ items: (await grievancesToldTo(ctx.sql, await ownSites(ctx))).map(forSite), next: null }),
  answerGrievance: async (ctx, { grievanceId, answer }) => {
    const grievance = await readGrievance(ctx.sql, grievanceId, true)
    if (grievance?.siteId == null || grievance.summaryForSite === null || !(await ownSites(ctx)).includes(grievance.siteId)) throw absent(grievanceId)
    const answered = orRefuse(answeredBySite(grievance, answer.trim(), ctx.today))
    await updateGrievance(ctx.sql, answered)
    await closeNotices(ctx.sql, `grievance:${grievanceId}:answer`, ctx.now)
    await notifyRoles(ctx, ['operator'], {}, { kind: 'grievance-answered', params: {}, link: `/grievances/${grievanceId}`, dedupeKey: `grievance:${grievanceId}:answered` })
    ctx.record({ kind: 'grievance.answered', subject: grievanceId, isPublic: false, body: { state: answered.state } })
    return { grievanceId }
  },
  listGrievanceOutcomes: async (ctx, { siteId }) => ({
    items: [...(await ctx.facts()).of(grievanceOutcomeFact)].filter(([, { value }]) => siteId === undefined || value.siteId === siteId)
      .map(([grievanceId, { value }]) => ({ grievanceId, ...value })).sort((a, b) => a.publishedOn < b.publishedOn ? 1 : a.publishedOn > b.publishedOn ? -1 : a.grievanceId < b.grievanceId ? -1 : 1),
    next: null,
  }),
}
