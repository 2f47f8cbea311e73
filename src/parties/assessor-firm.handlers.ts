// Assessor firms: load, decide, save, record. What the public reads of a firm is published anew with every approval.
import { grantsOf, actorRef } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { grantsOn } from '#src/access/grant.store.ts'
import { canOn, requireOn } from '#src/access/policy.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { page } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { notify } from '#src/notices/notify.handlers.ts'
import { putFact } from '#src/transparency/fact.ts'
import type { assessorFirmContract } from './assessor-firm.contract.ts'
import { approvedFirmFact, holdsOn, languagesOn, publicFace, type Approval, type AssessorFirm } from './assessor-firm.ts'
import { allFirms, approvalsOf, endApproval, firmNamed, insertApproval, insertFirm, readApproval, readFirm, updateFirm } from './assessor-firm.store.ts'

const firmAbsent = (firmId: string): Refused => new Refused(refuse('firm-absent', `There is no assessor firm ${firmId} that this account may see.`))

/** A firm that the actor may see. @throws Refused `firm-absent`, `permit-missing` */
export async function firmFor(ctx: Context, firmId: string, permit = 'firm:read', isForUpdate = false): Promise<AssessorFirm> {
  const firm = await readFirm(ctx.sql, firmId, isForUpdate)
  if (firm === undefined) throw firmAbsent(firmId)
  requireOn(ctx.actor, permit, { firmId }, 'firm:read', () => firmAbsent(firmId))
  return firm
}

/** The accounts that are assessors of a firm. */
export const assessorsOf = async (ctx: Context, firmId: string): Promise<string[]> =>
  (await grantsOn(ctx.sql, { kind: 'firm', id: firmId }, ['assessor'])).map(({ userId }) => userId)

async function requireAssessor(ctx: Context, firmId: string, userId: string): Promise<void> {
  if ((await assessorsOf(ctx, firmId)).includes(userId)) return
  throw new Refused(refuse('assessor-not-of-firm', `The account ${userId} is no assessor of this firm. Invite the person to the firm as an assessor first.`))
}

async function publishFace(ctx: Context, firm: AssessorFirm, kind: string, body: Readonly<Record<string, unknown>>): Promise<void> {
  const face = publicFace(firm, await approvalsOf(ctx.sql, [firm.firmId]))
  ctx.publish([putFact(approvedFirmFact, firm.firmId, face)], { kind, subject: firm.firmId, body, isPublic: true })
}

const isApproved = (approvals: readonly Approval[], firmId: string, today: string): boolean =>
  approvals.some((one) => one.firmId === firmId && one.userId === null && one.matter === 'standard' && holdsOn(one, today))

async function peopleOf(ctx: Context, firmId: string, approvals: readonly Approval[]) {
  const held = await grantsOn(ctx.sql, { kind: 'firm', id: firmId }, ['firm-admin', 'assessor'])
  const userIds = [...new Set(held.map(({ userId }) => userId))]
  const names = await ctx.accounts.people(userIds)
  return userIds.map((userId) => ({
    userId, name: names.get(userId)?.name ?? userId,
    roles: held.filter((one) => one.userId === userId).map(({ role }) => role as 'firm-admin' | 'assessor'),
    approvals: approvals.filter((one) => one.userId === userId), isMe: ctx.actor.kind !== 'public' && ctx.actor.userId === userId,
  }))
}

export const assessorFirmHandlers: Handlers<typeof assessorFirmContract, Context> = {
  async listApprovedFirms(ctx, { standard, ...query }) {
    const firms = [...(await ctx.facts()).of(approvedFirmFact)].map(([firmId, { value }]) => ({
      firmId, ...value, isApproved: value.standards.some((one) => one.validFrom <= ctx.today && ctx.today <= one.validUntil && (standard === undefined || one.standard === standard)),
    })).filter((firm) => standard === undefined || firm.isApproved)
    return page(firms, ({ firmId }) => firmId, query) as { items: typeof firms; next: string | null }
  },

  async listFirms(ctx, query) {
    const ids = grantsOf(ctx.actor).flatMap(({ scope }) => scope.kind === 'firm' ? [scope.id] : [])
    const firms = (await allFirms(ctx.sql)).filter(({ firmId }) => canOn(ctx.actor, 'firm:read', { firmId }) || ids.includes(firmId))
      .sort((a, b) => a.firmId < b.firmId ? -1 : 1)
    const shown = page(firms, ({ firmId }) => firmId, query)
    const approvals = await approvalsOf(ctx.sql, shown.items.map(({ firmId }) => firmId))
    const items = []
    for (const firm of shown.items) {
      const own = approvals.filter((one) => one.firmId === firm.firmId && one.userId === null)
      items.push({
        ...firm, standards: [...new Set(own.filter((one) => one.matter === 'standard' && holdsOn(one, ctx.today)).map(({ subject }) => subject))],
        languages: languagesOn(own, ctx.today), assessorCount: (await assessorsOf(ctx, firm.firmId)).length, isApproved: isApproved(approvals, firm.firmId, ctx.today),
      })
    }
    return { items, next: shown.next }
  },

  async getFirm(ctx, { firmId }) {
    const firm = await firmFor(ctx, firmId)
    const approvals = await approvalsOf(ctx.sql, [firmId])
    return {
      ...firm, approvals: approvals.filter((one) => one.userId === null), people: await peopleOf(ctx, firmId, approvals),
      mayApprove: canOn(ctx.actor, 'firm:approve', { firmId }), mayWrite: canOn(ctx.actor, 'firm:write', { firmId }),
    }
  },

  async registerFirm(ctx, { name, country, website }) {
    const firm: AssessorFirm = { firmId: ctx.newId('frm'), name, country, website, version: 1, registeredAt: ctx.now }
    if (!await insertFirm(ctx.sql, firm)) {
      throw new Refused(refuse('firm-registered', `A firm named "${name}" is registered in ${country}. Open it, or add what tells the two apart to the name.`))
    }
    await publishFace(ctx, firm, 'firm.registered', {})
    return firm
  },

  async correctFirm(ctx, { firmId, name, country, website, version }) {
    const firm = await firmFor(ctx, firmId, 'firm:write', true)
    if (firm.version !== version) throw new Refused(refuse('firm-changed', `The firm was changed after it was read (version ${firm.version}, not ${version}). Read it again.`))
    const other = await firmNamed(ctx.sql, name, country)
    if (other !== undefined && other.firmId !== firmId) throw new Refused(refuse('firm-registered', `A firm named "${name}" is registered in ${country} as ${other.firmId}.`))
    const corrected: AssessorFirm = { ...firm, name, country, website, version: version + 1 }
    await updateFirm(ctx.sql, corrected)
    await publishFace(ctx, corrected, 'firm.corrected', { before: { name: firm.name, country: firm.country, website: firm.website } })
    return corrected
  },

  async grantApproval(ctx, { firmId, userId, matter, subject, standardVersion, validFrom, validUntil }) {
    const firm = await firmFor(ctx, firmId, 'firm:approve', true)
    if (validUntil < validFrom) throw new Refused(refuse('approval-dates-wrong', `The approval would end on ${validUntil}, before it begins on ${validFrom}. Correct the dates.`))
    if (userId !== null) await requireAssessor(ctx, firmId, userId)
    const approval: Approval = {
      approvalId: ctx.newId('apr'), firmId, userId, matter, subject, standardVersion: matter === 'standard' ? standardVersion : null,
      validFrom, validUntil, grantedAt: ctx.now, withdrawnOn: null, withdrawalReason: null,
    }
    await insertApproval(ctx.sql, approval, actorRef(ctx.actor))
    const body = { approvalId: approval.approvalId, matter, subject, standardVersion: approval.standardVersion, validFrom, validUntil }
    if (userId === null) await publishFace(ctx, firm, 'firm.approved', body)
    else ctx.record({ kind: 'assessor.approved', subject: firmId, isPublic: false, body: { ...body, userId } })
    const admins = (await grantsOn(ctx.sql, { kind: 'firm', id: firmId }, ['firm-admin'])).map((one) => one.userId)
    await notify(ctx, userId === null ? admins : [...admins, userId], {
      kind: 'approval.granted', params: { firm: firm.name, subject, from: validFrom, until: validUntil }, link: `/firms/${firmId}`, dedupeKey: `approval:${approval.approvalId}`,
    })
    return approval
  },

  async withdrawApproval(ctx, { approvalId, reason }) {
    const approval = await readApproval(ctx.sql, approvalId, true)
    if (approval === undefined) throw new Refused(refuse('approval-absent', `There is no approval ${approvalId}.`))
    const firm = await firmFor(ctx, approval.firmId, 'firm:approve')
    if (approval.withdrawnOn !== null) throw new Refused(refuse('approval-withdrawn', `The approval was withdrawn on ${approval.withdrawnOn}. Grant a new one if it is to hold again.`))
    await endApproval(ctx.sql, approvalId, ctx.today, reason)
    const body = { approvalId, matter: approval.matter, subject: approval.subject }
    // The reason may name a person, so it stays out of what is public.
    if (approval.userId === null) await publishFace(ctx, firm, 'firm.approval-withdrawn', body)
    ctx.record({ kind: 'approval.withdrawn', subject: approval.firmId, isPublic: false, body: { ...body, userId: approval.userId, reason } })
    return { ...approval, withdrawnOn: ctx.today, withdrawalReason: reason }
  },
}
