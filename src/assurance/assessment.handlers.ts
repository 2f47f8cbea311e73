// The plan: written by the lead, confirmed by the site, approved by the secretariat, announced to everybody.
import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addDays } from '#src/kernel/time.ts'
import { closeNotices } from '#src/notices/notice.store.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import { approvalGap, gapText, languagesOn, type Approval } from '#src/parties/assessor-firm.ts'
import { approvalsOf, readFirm } from '#src/parties/assessor-firm.store.ts'
import { putFact, retractFact } from '#src/transparency/fact.ts'
import { namesOf, personOf } from './acting-person.ts'
import type { assessmentContract } from './assessment.contract.ts'
import { subjectOf, type Case } from './case.ts'
import { caseFor, moveCase } from './case-move.handlers.ts'
import type { Engagement } from './engagement.ts'
import { engagementInForce } from './engagement.store.ts'
import { requireFit, teamCheck } from './independence.handlers.ts'
import { coverageOf, emptyPlan, planGaps, type PlanGap, type PlanRules } from './plan.ts'
import { planOf, putPlan, type StoredPlan } from './plan.store.ts'
import { assessmentNoticeFact, type PublishedNotice } from './published.ts'
import { interviewFactor, interviewGroups, leastPersonDays, mediaScanWords, noticeDays } from './settings-assessment.ts'

/** The plan is of the coming round; before the first is open, of that one. */
const planRound = (one: Case): number => Math.max(1, one.round)
const noticeId = (one: Case): string => `${one.caseId}.${planRound(one)}`
const noticeKey = (one: Case): string => `case:${one.caseId}:plan`

const rulesOf = async (ctx: Context): Promise<PlanRules> => ({
  groups: await ctx.setting(interviewGroups), interviewFactor: await ctx.setting(interviewFactor),
  leastPersonDays: await ctx.setting(leastPersonDays), noticeDays: await ctx.setting(noticeDays),
})

/** Approvals of the team that end before the visit does. */
function lapsingBy(one: Case, engagement: Engagement | undefined, approvals: readonly Approval[], day: string, names: Readonly<Record<string, string>>): string[] {
  if (engagement === undefined) return []
  const main = one.standards.find(({ isGoverning }) => isGoverning)!
  const ofFirm = one.standards.flatMap((needed) => approvalGap(approvals.filter(({ userId }) => userId === null), needed, day) ?? []).map((gap) => `the firm: ${gapText(gap)}`)
  const ofTeam = engagement.team.flatMap(({ userId }) => {
    const gap = approvalGap(approvals.filter((approval) => approval.userId === userId), main, day)
    return gap === null ? [] : [`${names[userId] ?? userId}: ${gapText(gap)}`]
  })
  return [...ofFirm, ...ofTeam]
}

async function view(ctx: Context, one: Case) {
  const stored = await planOf(ctx.sql, one.caseId, planRound(one))
  const plan = stored?.content ?? emptyPlan
  const engagement = await engagementInForce(ctx.sql, one.caseId)
  const approvals = engagement === undefined ? [] : await approvalsOf(ctx.sql, [engagement.firmId])
  const team = engagement?.team ?? []
  const names = await namesOf(ctx, [...team.map(({ userId }) => userId), ...[stored?.confirmedBy, stored?.approvedBy].filter((userId) => userId !== null && userId !== undefined)])
  const rules = await rulesOf(ctx)
  const day = plan.visitTo ?? ctx.today
  const teamLanguages = [...new Set(team.flatMap(({ userId }) => languagesOn(approvals.filter((approval) => approval.userId === userId), day)))].sort()
  const by = (userId: string | null | undefined, on: string | null | undefined) => userId === null || userId === undefined ? null : { name: names[userId] ?? userId, on: on! }
  return {
    caseId: one.caseId, round: planRound(one), plan, version: stored?.version ?? 0, savedAt: stored?.savedAt ?? null,
    confirmed: by(stored?.confirmedBy, stored?.confirmedOn), approved: by(stored?.approvedBy, stored?.approvedOn),
    firmName: engagement === undefined ? null : (await readFirm(ctx.sql, engagement.firmId))?.name ?? null,
    team: team.map((member) => ({ ...member, name: names[member.userId] ?? member.userId })), teamLanguages,
    coverage: coverageOf(plan, rules),
    gaps: planGaps({ plan, teamSize: team.length, teamLanguages, lapsing: lapsingBy(one, engagement, approvals, day, names), today: ctx.today, rules }),
    notice: (await ctx.facts()).of(assessmentNoticeFact).get(noticeId(one))?.value ?? null,
    noticeDays: rules.noticeDays, mediaScanWords: await ctx.setting(mediaScanWords),
  }
}

const stateForbids = (one: Case, what: string, states: readonly string[]): Refused =>
  new Refused(refuse('case-state-forbids', `The case is in state "${one.state}"; ${what} in ${states.map((state) => `"${state}"`).join(', ')} only. The case page names what comes next.`))

/** A plan is open until it is agreed; before the self-assessment is in, it may be prepared. */
function requirePlanOpen(one: Case, states: readonly string[] = ['committed', 'self-assessed']): void {
  if (!states.includes(one.state)) throw stateForbids(one, 'a plan is worked on', states)
}

async function storedPlan(ctx: Context, one: Case, version: number): Promise<StoredPlan> {
  const stored = await planOf(ctx.sql, one.caseId, planRound(one))
  if (stored === undefined) throw new Refused(refuse('plan-absent', 'The lead assessor has not written a plan yet.'))
  requireVersion(stored.version, version)
  return stored
}

function requireVersion(standing: number, seen: number): void {
  if (standing !== seen) throw new Refused(refuse('plan-changed', `The plan was changed after it was read (version ${standing}, not ${seen}). Read it again.`))
}

function requireComplete(gaps: readonly PlanGap[]): void {
  if (gaps.length === 0) return
  throw new Refused(refuse('plan-incomplete', `${gaps.length} things are missing: ${gaps.map(({ detail }) => detail).join('; ')}.`, gaps.map(({ pointer, detail }) => ({ pointer, detail }))))
}

const told = (one: Case, kind: string, version: number, dueOn?: string) => ({
  kind, params: { site: one.siteName }, link: `/cases/${one.caseId}/assessment`, caseId: one.caseId, dueOn, dedupeKey: `${noticeKey(one)}:${kind}:${planRound(one)}:${version}`,
})

export const assessmentHandlers: Handlers<typeof assessmentContract, Context> = {
  async getPlan(ctx, { caseId }) {
    return view(ctx, await caseFor(ctx, caseId, 'assessment:read'))
  },

  async savePlan(ctx, { caseId, plan, version }) {
    const one = await caseFor(ctx, caseId, 'plan:write', true)
    requirePlanOpen(one)
    const stored = await planOf(ctx.sql, caseId, planRound(one))
    requireVersion(stored?.version ?? 0, version)
    await putPlan(ctx.sql, {
      caseId, round: planRound(one), content: plan, version: version + 1, savedBy: personOf(ctx), savedAt: ctx.now,
      confirmedBy: null, confirmedOn: null, approvedBy: null, approvedOn: null,
    })
    if (stored?.confirmedOn !== null && stored?.confirmedOn !== undefined) {
      await closeNotices(ctx.sql, noticeKey(one), ctx.now)
      ctx.record({ kind: 'plan.confirmation-lapsed', subject: caseId, isPublic: false, body: { version: version + 1, reason: 'the plan was changed' } })
    }
    const seen = await view(ctx, one)
    if (seen.gaps.length === 0) await notifyRoles(ctx, ['site-owner'], subjectOf(one), told(one, 'plan.to-confirm', version + 1))
    return seen
  },

  async confirmPlan(ctx, { caseId, version }) {
    const one = await caseFor(ctx, caseId, 'plan:confirm', true)
    requirePlanOpen(one, ['self-assessed'])
    const stored = await storedPlan(ctx, one, version)
    requireComplete((await view(ctx, one)).gaps)
    await putPlan(ctx.sql, { ...stored, confirmedBy: personOf(ctx), confirmedOn: ctx.today })
    await closeNotices(ctx.sql, noticeKey(one), ctx.now)
    ctx.record({ kind: 'plan.confirmed', subject: caseId, isPublic: false, body: { version, visitFrom: stored.content.visitFrom, visitTo: stored.content.visitTo } })
    await notifyRoles(ctx, ['operator'], subjectOf(one), told(one, 'plan.to-approve', version))
    return view(ctx, one)
  },

  async approvePlan(ctx, { caseId, version }) {
    const one = await caseFor(ctx, caseId, 'plan:approve', true)
    requirePlanOpen(one, ['self-assessed'])
    const stored = await storedPlan(ctx, one, version)
    if (stored.confirmedOn === null) throw new Refused(refuse('plan-not-confirmed', 'The site has not confirmed this version of the plan. Ask its owner to.'))
    requireComplete((await view(ctx, one)).gaps)
    const engagement = (await engagementInForce(ctx.sql, caseId))!
    await requireFit(ctx, await teamCheck(ctx, one, engagement.firmId, engagement.team, stored.content.visitTo!), engagement.firmId)
    await putPlan(ctx.sql, { ...stored, approvedBy: personOf(ctx), approvedOn: ctx.today })
    await closeNotices(ctx.sql, noticeKey(one), ctx.now)
    const { visitFrom, visitTo, personDays } = stored.content
    const after = await moveCase(ctx, one, 'plan.agreed', { body: { version, visitFrom, visitTo, personDays } })
    await notifyRoles(ctx, ['lead-assessor', 'site-owner'], subjectOf(one), told(one, 'plan.approved', version, visitFrom ?? undefined))
    return view(ctx, after)
  },

  async reopenPlan(ctx, { caseId, reason }) {
    const one = await caseFor(ctx, caseId, 'plan:approve', true)
    const after = await moveCase(ctx, one, 'plan.reopened', { reason })
    const stored = await planOf(ctx.sql, caseId, planRound(one))
    if (stored !== undefined) await putPlan(ctx.sql, { ...stored, version: stored.version + 1, confirmedBy: null, confirmedOn: null, approvedBy: null, approvedOn: null })
    if ((await ctx.facts()).of(assessmentNoticeFact).has(noticeId(one))) {
      ctx.publish([retractFact(assessmentNoticeFact, noticeId(one), reason)], { kind: 'assessment-notice.retracted', subject: one.siteId, isPublic: true, body: { reason } })
    }
    await closeNotices(ctx.sql, noticeKey(one), ctx.now)
    await notifyRoles(ctx, ['lead-assessor', 'site-owner'], subjectOf(one), told(one, 'plan.reopened', (stored?.version ?? 0) + 1))
    return view(ctx, after)
  },

  async publishNotice(ctx, { caseId, text, languages, concernsUntil }) {
    const one = await caseFor(ctx, caseId, 'assessment:announce', true)
    if (one.state !== 'planned') throw stateForbids(one, 'the notice is published', ['planned'])
    const stored = await planOf(ctx.sql, caseId, planRound(one))
    if (stored === undefined) throw new Refused(refuse('plan-absent', 'There is no plan to announce.'))
    const engagement = await engagementInForce(ctx.sql, caseId)
    if (engagement === undefined) throw new Refused(refuse('team-missing', 'No team is engaged. Confirm one first.'))
    const { visitFrom, visitTo } = stored.content
    const earliest = addDays(ctx.today, await ctx.setting(noticeDays))
    if (visitFrom! < earliest) {
      throw new Refused(refuse('notice-dates-wrong', `The visit begins on ${visitFrom}, and the notice stands at least until ${earliest}. Reopen the plan and move the visit.`))
    }
    if (concernsUntil < ctx.today || concernsUntil > visitTo!) {
      throw new Refused(refuse('notice-dates-wrong', `Concerns would be heard until ${concernsUntil}. Name a day from ${ctx.today} to ${visitTo}.`))
    }
    const notice: PublishedNotice = {
      siteId: one.siteId, siteName: one.siteName, cycle: one.cycle, standards: one.standards, publishedOn: ctx.today, visitFrom: visitFrom!, visitTo: visitTo!,
      firmName: (await readFirm(ctx.sql, engagement.firmId))?.name ?? engagement.firmId, languages, text: text.trim(), concernsUntil,
    }
    const after = await moveCase(ctx, one, 'assessment.announced', { body: { visitFrom, visitTo, concernsUntil } })
    ctx.publish([putFact(assessmentNoticeFact, noticeId(one), notice)], { kind: 'assessment-notice.published', subject: one.siteId, isPublic: true, body: {} })
    await notifyRoles(ctx, ['lead-assessor', 'assessor', 'site-owner'], subjectOf(one), told(one, 'assessment.announced', stored.version, visitFrom ?? undefined))
    return { ...await view(ctx, after), notice }
  },
}
