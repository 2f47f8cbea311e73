// The way of an improvement plan. Its status is public and published on each change of it; its words are not.
import type { Context } from '#src/access/context.ts'
import { grantsOf } from '#src/access/actor.ts'
import { holdersOn } from '#src/access/grant.store.ts'
import { rolesOn } from '#src/access/role.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import type { Handlers, ResultOf } from '#src/kernel/operation.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addMonths, type Day } from '#src/kernel/time.ts'
import { evidenceByIds } from '#src/evidence/evidence.store.ts'
import { closeNotices } from '#src/notices/notice.store.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import { putFact, type FactLine } from '#src/transparency/fact.ts'
import { namesOf, personOf } from './acting-person.ts'
import { subjectOf, type Case } from './case.ts'
import { clocksOf } from './case.store.ts'
import { caseFor, mayOn } from './case-move.handlers.ts'
import { criterionName } from './criterion-name.handlers.ts'
import { closed, isOtherStatus, metByDecision, noted, planDueOn, planned, reopened, verified, type Gap } from './improvement-plan.ts'
import type { improvementPlanContract } from './improvement-plan.contract.ts'
import { addNote, gapsOf, insertGaps, notesOf, readGap, updateGap } from './improvement-plan.store.ts'
import { gapCriteria } from './mark-engine.ts'
import type { MarkInputs } from './mark-inputs.handlers.ts'
import { planStandingFact } from './published.ts'
import { planStanding, planStandingId } from './summary-report.ts'

type View = ResultOf<typeof improvementPlanContract.getImprovementPlan>

const siteRoles = ['site-owner', 'site-contributor'] as const
const linkOf = (one: Case): string => `/cases/${one.caseId}/improvement-plan`

async function viewOf(ctx: Context, one: Case): Promise<View> {
  const gaps = await gapsOf(ctx.sql, one.caseId)
  const notes = await notesOf(ctx.sql, gaps.map(({ gapId }) => gapId))
  const mayPlan = mayOn(ctx, 'improvement-plan:write', one)
  const ownerIds = mayPlan ? await holdersOn(ctx.sql, siteRoles, { siteId: one.siteId, organisationId: one.organisationId }) : []
  const shown = [...gaps.flatMap(({ ownerUserId, closedBy, verifiedBy }) => [ownerUserId, closedBy, verifiedBy]), ...notes.map(({ author }) => author)]
  const people = await namesOf(ctx, [...shown.flatMap((userId) => userId ?? []), ...ownerIds])
  return {
    caseId: one.caseId, siteName: one.siteName, state: one.state, standards: one.standards, dueOn: planDueOn(await clocksOf(ctx.sql, one.caseId)),
    gaps, notes, people, owners: ownerIds.map((userId) => ({ userId, name: people[userId] ?? userId })),
    may: { plan: mayPlan, verify: mayOn(ctx, 'improvement-plan:verify', one) },
  }
}

/** What the public may read of the plan now, one line a standard that has gaps. */
export function planLines(ctx: Context, one: Case, gaps: readonly Gap[], dueOn: Day): FactLine[] {
  return one.standards.filter(({ standard }) => gaps.some((gap) => gap.standard === standard))
    .map((under) => putFact(planStandingFact, planStandingId(one.caseId, under), planStanding(one, under, gaps, dueOn, ctx.today)))
}

async function publishStanding(ctx: Context, one: Case): Promise<void> {
  const gaps = await gapsOf(ctx.sql, one.caseId)
  const dueOn = planDueOn(await clocksOf(ctx.sql, one.caseId)) ?? addMonths(gaps[0]?.openedOn ?? ctx.today, 12)
  ctx.publish(planLines(ctx, one, gaps, dueOn), { kind: 'improvement-plan.changed', subject: one.siteId, isPublic: true, body: { caseId: one.caseId } })
}

async function gapFor(ctx: Context, one: Case, gapId: string): Promise<Gap> {
  const gap = await readGap(ctx.sql, one.caseId, gapId, true)
  if (gap === undefined) throw new Refused(refuse('gap-absent', `The improvement plan of this case has no gap ${gapId}.`))
  return gap
}

/** Saves a changed gap, records old and new, and publishes where the public status differs. */
async function save(ctx: Context, one: Case, before: Gap, after: Gap, kind: string, body: Readonly<Record<string, unknown>>): Promise<void> {
  await updateGap(ctx.sql, { ...after, changedAt: ctx.now })
  ctx.record({
    kind, subject: one.caseId, isPublic: false,
    body: { gapId: after.gapId, criterion: after.criterion, before: { status: before.status, dueOn: before.dueOn }, after: { status: after.status, dueOn: after.dueOn }, ...body },
  })
  if (isOtherStatus(before, after)) await publishStanding(ctx, one)
}

/** An item shows a closing only if it is the organisation's own and holds. */
async function requireFitEvidence(ctx: Context, one: Case, evidenceIds: readonly string[]): Promise<void> {
  const found = await evidenceByIds(ctx.sql, evidenceIds, ctx.today)
  const unfit = evidenceIds.find((evidenceId) => found.get(evidenceId)?.organisationId !== one.organisationId || found.get(evidenceId)?.state !== 'valid')
  if (unfit !== undefined) throw new Refused(refuse('gap-evidence-unfit', `The evidence ${unfit} is not in the library of this organisation, or no longer holds. Choose an item that is valid.`))
}

export const improvementPlanHandlers: Handlers<typeof improvementPlanContract, Context> = {
  async getImprovementPlan(ctx, { caseId }) {
    return viewOf(ctx, await caseFor(ctx, caseId, 'improvement-plan:read'))
  },

  async planGap(ctx, { caseId, gapId, version, ...plan }) {
    const one = await caseFor(ctx, caseId, 'improvement-plan:write')
    const gap = await gapFor(ctx, one, gapId)
    if (plan.dueOn < ctx.today && plan.dueOn !== gap.dueOn) throw new Refused(refuse('day-past', `${plan.dueOn} has passed; today is ${ctx.today}. Name a day to come.`))
    const owners = await holdersOn(ctx.sql, siteRoles, { siteId: one.siteId, organisationId: one.organisationId })
    if (!owners.includes(plan.ownerUserId)) throw new Refused(refuse('gap-owner-unknown', 'The owner of a gap is a person of the site. Invite the person first.'))
    const after = orRefuse(planned(gap, plan, version, planDueOn(await clocksOf(ctx.sql, caseId))))
    await save(ctx, one, gap, after, 'gap.planned', { owner: { before: gap.ownerUserId, after: after.ownerUserId } })
    return viewOf(ctx, one)
  },

  async noteGapProgress(ctx, { caseId, gapId, percent, text }) {
    const one = await caseFor(ctx, caseId, 'improvement-plan:write')
    const gap = await gapFor(ctx, one, gapId)
    const after = orRefuse(noted(gap, percent))
    await addNote(ctx.sql, { noteId: ctx.newId('gnt'), gapId, percent, text, author: personOf(ctx), at: ctx.now })
    await save(ctx, one, gap, after, 'gap.progressed', { percent: { before: gap.percent, after: percent } })
    return viewOf(ctx, one)
  },

  async closeGap(ctx, { caseId, gapId, evidenceIds, text }) {
    const one = await caseFor(ctx, caseId, 'improvement-plan:write')
    const gap = await gapFor(ctx, one, gapId)
    const after = orRefuse(closed(gap, personOf(ctx), evidenceIds, text, ctx.today))
    await requireFitEvidence(ctx, one, after.closingEvidence)
    await save(ctx, one, gap, after, 'gap.closed', { evidenceIds: after.closingEvidence })
    await closeNotices(ctx.sql, `case:${caseId}:gap:${gapId}`, ctx.now)
    await notifyRoles(ctx, ['lead-assessor', 'assessor'], { caseId }, {
      kind: 'gap-closed', params: { siteName: one.siteName, criterion: await criterionName(ctx, one, gap.standard, gap.criterion) }, link: linkOf(one), caseId, dedupeKey: `case:${caseId}:gap:${gapId}:closed:${gap.version}`,
    })
    return viewOf(ctx, one)
  },

  async verifyGap(ctx, { caseId, gapId, isClosed, text }) {
    const one = await caseFor(ctx, caseId, 'improvement-plan:verify')
    if (siteRoles.some((role) => rolesOn(grantsOf(ctx.actor), subjectOf(one)).has(role))) {
      throw new Refused(refuse('gap-verified-by-site', 'This account is of the site, and the site does not verify its own plan. An assessor of the case does.'))
    }
    const gap = await gapFor(ctx, one, gapId)
    const after = orRefuse(verified(gap, personOf(ctx), isClosed, text, ctx.today))
    await save(ctx, one, gap, after, isClosed ? 'gap.verified' : 'gap.sent-back', { reason: isClosed ? null : 'not-closed' })
    await closeNotices(ctx.sql, `case:${caseId}:gap:${gapId}`, ctx.now)
    await notifyRoles(ctx, siteRoles, { siteId: one.siteId, organisationId: one.organisationId, caseId }, {
      kind: isClosed ? 'gap-verified' : 'gap-sent-back', params: { siteName: one.siteName, criterion: await criterionName(ctx, one, gap.standard, gap.criterion) }, link: linkOf(one), caseId,
      dedupeKey: `case:${caseId}:gap:${gapId}:answered:${gap.version}`,
    })
    return viewOf(ctx, one)
  },
}

/**
 * Brings the plan in line with a decision: what fell short is a gap, what had been one and is fully met now is verified.
 * @returns the gaps as they stand
 */
export async function followDecision(ctx: Context, one: Case, inputs: readonly MarkInputs[]): Promise<Gap[]> {
  const known = await gapsOf(ctx.sql, one.caseId)
  const short = inputs.flatMap(({ standard, standings, applicable }) => {
    const levels = new Map([...standings].flatMap(([criterion, { level }]) => level === null ? [] : [[criterion, level] as const]))
    return gapCriteria(standard, levels, applicable).map((gap) => ({ ...gap, standard: standard.standard, standardVersion: standard.version }))
  })
  const isOf = (gap: { standard: string; criterion: string }) => (other: { standard: string; criterion: string }): boolean => gap.standard === other.standard && gap.criterion === other.criterion
  for (const gap of known) {
    const found = short.find(isOf(gap))
    const after = found === undefined ? metByDecision(gap, ctx.today) : gap.status === 'verified' ? reopened(gap, one.round, found.level) : gap
    if (after !== gap) await updateGap(ctx.sql, { ...after, changedAt: ctx.now })
  }
  const fresh = short.filter((gap) => !known.some(isOf(gap))).map((gap): Gap => ({
    gapId: ctx.newId('gap'), caseId: one.caseId, round: one.round, standard: gap.standard, standardVersion: gap.standardVersion, criterion: gap.criterion,
    levelFound: gap.level, levelAsked: gap.asked, rootCause: null, action: null, ownerUserId: null, dueOn: null, percent: 0, status: 'open',
    closingEvidence: [], closingText: null, closedOn: null, closedBy: null, verifiedOn: null, verifiedBy: null, verificationText: null, version: 1, openedOn: ctx.today, changedAt: ctx.now,
  }))
  await insertGaps(ctx.sql, fresh)
  if (fresh.length > 0) {
    ctx.record({ kind: 'gaps.opened', subject: one.caseId, isPublic: false, body: { round: one.round, gaps: fresh.map(({ gapId, standard, criterion, levelFound }) => ({ gapId, standard, criterion, level: levelFound })) } })
    await notifyRoles(ctx, ['site-owner'], { siteId: one.siteId, organisationId: one.organisationId, caseId: one.caseId }, {
      kind: 'plan-opened', params: { siteName: one.siteName, gaps: fresh.length }, link: linkOf(one), caseId: one.caseId, dedupeKey: `case:${one.caseId}:plan:${one.round}`,
    })
  }
  return gapsOf(ctx.sql, one.caseId)
}
