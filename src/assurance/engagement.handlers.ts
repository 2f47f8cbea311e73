// The handshake: load, ask the policy of the side whose turn it is, decide, save, record, tell the next.
import { actorRef } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { addGrant, revokeGrantsOn } from '#src/access/grant.store.ts'
import { canOn, requireOn } from '#src/access/policy.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { page } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { closeNotices } from '#src/notices/notice.store.ts'
import { notify, notifyRoles } from '#src/notices/notify.handlers.ts'
import { firmsOf, readFirm } from '#src/parties/assessor-firm.store.ts'
import { participantsOf } from '#src/parties/participant.store.ts'
import { subjectOf, type Case } from './case.ts'
import { readCase, updateCase } from './case.store.ts'
import { caseFor } from './case-move.handlers.ts'
import type { engagementContract } from './engagement.contract.ts'
import { engageable, engaged, teamFrom, type Engagement, type EngagementAct } from './engagement.ts'
import { engagementInForce, engagementsOfCase, engagementsOfFirm, insertEngagement, putTeam, readEngagement, updateEngagement } from './engagement.store.ts'
import { requireFit, teamCheck } from './independence.handlers.ts'
import { conflictOverride } from './settings-assessment.ts'

const absent = (engagementId: string): Refused => new Refused(refuse('engagement-absent', `There is no engagement ${engagementId} that this account may see.`))
const noticeKey = (caseId: string): string => `case:${caseId}:engagement`

const isSeen = (ctx: Context, one: Case, firmId: string): boolean =>
  canOn(ctx.actor, 'engagement:read', subjectOf(one)) || canOn(ctx.actor, 'engagement:accept', { firmId })

/** @throws Refused `engagement-absent`, `permit-missing` */
async function engagementFor(ctx: Context, engagementId: string, permit: string): Promise<{ engagement: Engagement; one: Case }> {
  const found = await readEngagement(ctx.sql, engagementId)
  if (found === undefined) throw absent(engagementId)
  // The case first, so that all acts on one case follow one another.
  const one = await readCase(ctx.sql, found.caseId, true)
  const engagement = await readEngagement(ctx.sql, engagementId, true)
  if (one === undefined || engagement === undefined || !isSeen(ctx, one, engagement.firmId)) throw absent(engagementId)
  const subject = permit === 'engagement:accept' ? { firmId: engagement.firmId } : subjectOf(one)
  requireOn(ctx.actor, permit, subject, 'account:read', () => absent(engagementId))
  return { engagement, one }
}

const requireVersion = (engagement: Engagement, version: number): void => {
  if (engagement.version !== version) throw new Refused(refuse('engagement-changed', `The engagement was changed after it was read (version ${engagement.version}, not ${version}). Read it again.`))
}

async function records(ctx: Context, engagements: readonly Engagement[]) {
  const firms = await firmsOf(ctx.sql, engagements.map(({ firmId }) => firmId))
  const people = await ctx.accounts.people([...new Set(engagements.flatMap(({ team }) => team.map(({ userId }) => userId)))])
  const shown = []
  for (const engagement of engagements) {
    const one = (await readCase(ctx.sql, engagement.caseId))!
    shown.push({
      ...engagement, firmName: firms.get(engagement.firmId)?.name ?? engagement.firmId,
      team: engagement.team.map((member) => ({ ...member, name: people.get(member.userId)?.name ?? member.userId })),
      asked: {
        siteName: one.siteName, country: one.country, siteTypes: one.siteTypes, metals: one.metals, standards: one.standards,
        participant: (await participantsOf(ctx.sql, [one.organisationId])).get(one.organisationId)?.name ?? null,
      },
      may: {
        answer: canOn(ctx.actor, 'engagement:accept', { firmId: engagement.firmId }), judge: canOn(ctx.actor, 'team:answer', subjectOf(one)),
        confirm: canOn(ctx.actor, 'engagement:confirm', subjectOf(one)),
      },
    })
  }
  return shown
}
const record = async (ctx: Context, engagement: Engagement) => (await records(ctx, [engagement]))[0]!

/** Takes an act, keeps it and records it. */
async function act(ctx: Context, engagement: Engagement, what: EngagementAct, kind: string, change: Partial<Engagement>, body: Readonly<Record<string, unknown>> = {}): Promise<Engagement> {
  const after: Engagement = { ...engagement, ...change, state: orRefuse(engaged(engagement.state, what)), version: engagement.version + 1 }
  await updateEngagement(ctx.sql, after, ctx.now)
  await closeNotices(ctx.sql, noticeKey(engagement.caseId), ctx.now)
  ctx.record({ kind, subject: engagement.caseId, isPublic: false, body: { engagementId: engagement.engagementId, firmId: engagement.firmId, from: engagement.state, to: after.state, ...body } })
  return after
}

const told = (one: Case, engagement: Engagement, kind: string, firmName: string, link: string) => ({
  kind, params: { site: one.siteName, firm: firmName }, link, caseId: one.caseId, dedupeKey: `${noticeKey(one.caseId)}:${engagement.engagementId}:${engagement.state}:${engagement.version}`,
})
const onCase = (one: Case): string => `/cases/${one.caseId}/assessment`
const firmName = async (ctx: Context, firmId: string): Promise<string> => (await readFirm(ctx.sql, firmId))?.name ?? firmId

function requireEngageable(one: Case): void {
  if (engageable.includes(one.state)) return
  throw new Refused(refuse('case-state-forbids', `The case is in state "${one.state}"; a team is engaged in ${engageable.map((state) => `"${state}"`).join(', ')} only. The case page names what comes next.`))
}

/** Gives the team its rights on the case, and takes those of the team before it. */
async function seat(ctx: Context, one: Case, engagement: Engagement): Promise<void> {
  const scope = { kind: 'case', id: one.caseId } as const
  const before = await engagementInForce(ctx.sql, one.caseId)
  await revokeGrantsOn(ctx.sql, scope, ['lead-assessor', 'assessor'], ctx.now, actorRef(ctx.actor))
  if (before !== undefined) {
    await updateEngagement(ctx.sql, { ...before, state: 'ended', endedOn: ctx.today, reason: 'another team was engaged', version: before.version + 1 }, ctx.now)
    ctx.record({ kind: 'engagement.ended', subject: one.caseId, isPublic: false, body: { engagementId: before.engagementId, firmId: before.firmId, team: before.team } })
  }
  for (const { userId, role } of engagement.team) {
    await addGrant(ctx.sql, { grantId: ctx.newId('grt'), userId, role, scope, grantedAt: ctx.now, grantedBy: actorRef(ctx.actor) })
  }
}

export const engagementHandlers: Handlers<typeof engagementContract, Context> = {
  async listEngagements(ctx, { caseId, ...query }) {
    await caseFor(ctx, caseId, 'engagement:read')
    const sorted = (await engagementsOfCase(ctx.sql, caseId)).sort((a, b) => a.engagementId < b.engagementId ? 1 : -1)
    const { items, next } = page(sorted, ({ engagementId }) => engagementId, query, 'descending')
    return { items: await records(ctx, items), next }
  },

  async listFirmEngagements(ctx, { firmId, ...query }) {
    const firmAbsent = () => new Refused(refuse('firm-absent', `There is no assessor firm ${firmId} that this account may see.`))
    if (await readFirm(ctx.sql, firmId) === undefined) throw firmAbsent()
    requireOn(ctx.actor, 'engagement:accept', { firmId }, 'firm:read', firmAbsent)
    const sorted = (await engagementsOfFirm(ctx.sql, firmId)).sort((a, b) => a.engagementId < b.engagementId ? 1 : -1)
    const { items, next } = page(sorted, ({ engagementId }) => engagementId, query, 'descending')
    return { items: await records(ctx, items), next }
  },

  async proposeEngagement(ctx, { caseId, firmId, message }) {
    const one = await caseFor(ctx, caseId, 'engagement:propose', true)
    requireEngageable(one)
    const firm = await readFirm(ctx.sql, firmId)
    if (firm === undefined) throw new Refused(refuse('firm-absent', `There is no assessor firm ${firmId}. The list of approved firms has the numbers.`))
    await requireFit(ctx, await teamCheck(ctx, one, firmId, []), firmId, await ctx.setting(conflictOverride))
    const engagement: Engagement = {
      engagementId: ctx.newId('eng'), caseId, siteId: one.siteId, cycle: one.cycle, firmId, state: 'proposed', proposedBy: actorRef(ctx.actor), proposedOn: ctx.today,
      message, answeredOn: null, reason: null, siteAnsweredOn: null, confirmedOn: null, endedOn: null, team: [], version: 1,
    }
    if (!await insertEngagement(ctx.sql, engagement, ctx.now)) {
      throw new Refused(refuse('engagement-under-way', 'A firm is already proposed for this case. Wait for its answer, or let the secretariat withdraw the proposal.'))
    }
    ctx.record({ kind: 'engagement.proposed', subject: caseId, isPublic: false, body: { engagementId: engagement.engagementId, firmId } })
    await notifyRoles(ctx, ['firm-admin'], { firmId }, told(one, engagement, 'engagement.proposed', firm.name, `/firms/${firmId}`))
    return record(ctx, engagement)
  },

  async checkTeam(ctx, { engagementId, leadUserId, assessorUserIds }) {
    const found = await readEngagement(ctx.sql, engagementId)
    const one = found === undefined ? undefined : await readCase(ctx.sql, found.caseId)
    if (found === undefined || one === undefined || !isSeen(ctx, one, found.firmId)) throw absent(engagementId)
    requireOn(ctx.actor, 'engagement:accept', { firmId: found.firmId }, 'account:read', () => absent(engagementId))
    const { conflicts, gaps, strangers } = await teamCheck(ctx, one, found.firmId, teamFrom(leadUserId, assessorUserIds))
    return { isFit: conflicts.length + gaps.length + strangers.length === 0, conflicts: [...conflicts], gaps: [...gaps], strangers: [...strangers] }
  },

  async acceptEngagement(ctx, { engagementId, leadUserId, assessorUserIds, version }) {
    const { engagement, one } = await engagementFor(ctx, engagementId, 'engagement:accept')
    orRefuse(engaged(engagement.state, 'accept'))
    requireVersion(engagement, version)
    const team = teamFrom(leadUserId, assessorUserIds)
    await requireFit(ctx, await teamCheck(ctx, one, engagement.firmId, team), engagement.firmId, await ctx.setting(conflictOverride))
    await putTeam(ctx.sql, engagementId, team)
    const after = await act(ctx, engagement, 'accept', 'engagement.accepted', { answeredOn: ctx.today, team, reason: null }, { team, isIndependent: true })
    await notifyRoles(ctx, ['site-owner'], subjectOf(one), told(one, after, 'engagement.accepted', await firmName(ctx, after.firmId), onCase(one)))
    return record(ctx, after)
  },

  async declineEngagement(ctx, { engagementId, reason }) {
    const { engagement, one } = await engagementFor(ctx, engagementId, 'engagement:accept')
    const after = await act(ctx, engagement, 'decline', 'engagement.declined', { answeredOn: ctx.today, reason }, { reason })
    await notifyRoles(ctx, ['operator', 'site-owner'], subjectOf(one), told(one, after, 'engagement.declined', await firmName(ctx, after.firmId), onCase(one)))
    return record(ctx, after)
  },

  async acceptTeam(ctx, { engagementId, version }) {
    const { engagement, one } = await engagementFor(ctx, engagementId, 'team:answer')
    orRefuse(engaged(engagement.state, 'agree'))
    requireVersion(engagement, version)
    const after = await act(ctx, engagement, 'agree', 'team.accepted', { siteAnsweredOn: ctx.today })
    await notifyRoles(ctx, ['operator'], subjectOf(one), told(one, after, 'team.accepted', await firmName(ctx, after.firmId), onCase(one)))
    return record(ctx, after)
  },

  async objectToTeam(ctx, { engagementId, reason }) {
    const { engagement, one } = await engagementFor(ctx, engagementId, 'team:answer')
    const after = await act(ctx, engagement, 'object', 'team.objected', { siteAnsweredOn: ctx.today, reason }, { reason })
    const name = await firmName(ctx, after.firmId)
    await notifyRoles(ctx, ['firm-admin'], { firmId: after.firmId }, told(one, after, 'team.objected', name, `/firms/${after.firmId}`))
    await notifyRoles(ctx, ['operator'], subjectOf(one), told(one, after, 'team.objected', name, onCase(one)))
    return record(ctx, after)
  },

  async confirmEngagement(ctx, { engagementId, overrideReason }) {
    const { engagement, one } = await engagementFor(ctx, engagementId, 'engagement:confirm')
    orRefuse(engaged(engagement.state, 'confirm'))
    requireEngageable(one)
    if (overrideReason !== null && !await ctx.setting(conflictOverride)) {
      throw new Refused(refuse('conflict-override-off', 'The scheme does not let a conflict be set aside. Name another team, or change the setting first.'))
    }
    const check = await teamCheck(ctx, one, engagement.firmId, engagement.team)
    await requireFit(ctx, check, engagement.firmId, overrideReason !== null)
    await seat(ctx, one, engagement)
    const after = await act(ctx, engagement, 'confirm', 'engagement.confirmed', { confirmedOn: ctx.today },
      { team: engagement.team, ...(overrideReason === null ? {} : { overrideReason, conflicts: check.conflicts.map(({ kind, userId }) => ({ kind, userId })) }) })
    await updateCase(ctx.sql, { ...one, firmId: engagement.firmId, changedAt: ctx.now })
    await notify(ctx, engagement.team.map(({ userId }) => userId), told(one, after, 'engagement.confirmed', await firmName(ctx, after.firmId), onCase(one)))
    return record(ctx, after)
  },

  async withdrawEngagement(ctx, { engagementId, reason }) {
    const { engagement, one } = await engagementFor(ctx, engagementId, 'engagement:confirm')
    const after = await act(ctx, engagement, 'withdraw', 'engagement.withdrawn', { reason }, { reason })
    await notifyRoles(ctx, ['firm-admin'], { firmId: after.firmId }, told(one, after, 'engagement.withdrawn', await firmName(ctx, after.firmId), `/firms/${after.firmId}`))
    return record(ctx, after)
  },
}
