// Independence: what is declared and recorded, and the one check that every assignment goes through.
import { actorRef } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { grantsOn, holdersOn } from '#src/access/grant.store.ts'
import { canOn, requireOn } from '#src/access/policy.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { page } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { foldName } from '#src/kernel/text.ts'
import { approvalGap, gapText, type ApprovalGap } from '#src/parties/assessor-firm.ts'
import { approvalsOf, firmsOf, readFirm } from '#src/parties/assessor-firm.store.ts'
import { participantsOf } from '#src/parties/participant.store.ts'
import { siteFact } from '#src/parties/site.ts'
import { governing, type Case } from './case.ts'
import { earlierCyclesOf, teamEverOf } from './engagement.store.ts'
import type { TeamMember } from './engagement.ts'
import type { independenceContract } from './independence.contract.ts'
import { conflictText, conflictsOf, type CaseFacts, type Conflict, type Declaration, type IndependenceRules, type ShareParty, type Shareholding } from './independence.ts'
import {
  allShareholdings, declarationsAbout, declarationsOfFirm, insertDeclaration, insertShareholding, readDeclaration, setDeclarationEnd, setShareholdingEnd, withdrawDeclaration,
} from './independence.store.ts'
import { ratersOf } from './rating.store.ts'
import { coolingYears, firmCycles, leadCycles, ownershipHops, ownershipPercent } from './settings-assessment.ts'

const firmAbsent = (firmId: string): Refused => new Refused(refuse('firm-absent', `There is no assessor firm ${firmId} that this account may see.`))
const userIdOf = (ctx: Context): string => ctx.actor.kind === 'public' ? '' : ctx.actor.userId

export const rulesOf = async (ctx: Context): Promise<IndependenceRules> => ({
  coolingYears: await ctx.setting(coolingYears), leadCycles: await ctx.setting(leadCycles), firmCycles: await ctx.setting(firmCycles),
  ownershipHops: await ctx.setting(ownershipHops), ownershipPercent: await ctx.setting(ownershipPercent),
})

const siteUsers = (ctx: Context, one: Case): Promise<string[]> =>
  holdersOn(ctx.sql, ['site-owner', 'site-contributor'], { siteId: one.siteId, organisationId: one.organisationId })

/** What independence asks of a case: handed to `whoMayNotReview` and `whoMayNotDecide`. */
export const caseFactsOf = async (ctx: Context, one: Case): Promise<CaseFacts> => ({
  raterIds: await ratersOf(ctx.sql, one.caseId), teamIds: await teamEverOf(ctx.sql, one.caseId), siteUserIds: await siteUsers(ctx, one),
  declarations: await declarationsAbout(ctx.sql, one.siteId, one.organisationId), siteId: one.siteId, organisationId: one.organisationId,
  today: ctx.today, coolingYears: await ctx.setting(coolingYears),
})

export type TeamCheck = {
  readonly conflicts: readonly Conflict[]
  /** Approvals that are missing; `userId` null where the firm lacks it. */
  readonly gaps: readonly (ApprovalGap & { readonly userId: string | null })[]
  /** Named, but no assessors of the firm. */
  readonly strangers: readonly string[]
}

/**
 * Checks a firm and a team for a case. Firm and every member are approved for the governing standard; every further standard
 * of the visit is covered by the firm and by at least one member.
 * @param day the day on which the approvals must hold
 */
export async function teamCheck(ctx: Context, one: Case, firmId: string, team: readonly TeamMember[], day = ctx.today): Promise<TeamCheck> {
  const approvals = await approvalsOf(ctx.sql, [firmId])
  const assessors = (await grantsOn(ctx.sql, { kind: 'firm', id: firmId }, ['assessor'])).map(({ userId }) => userId)
  const main = governing(one)
  const gaps = [
    ...one.standards.flatMap((needed) => gapsOf(approvals.filter(({ userId }) => userId === null), [needed], day, null)),
    ...team.flatMap(({ userId }) => gapsOf(approvals.filter((approval) => approval.userId === userId), [main], day, userId)),
    ...one.standards.filter((needed) => needed !== main && team.length > 0
      && team.every(({ userId }) => approvalGap(approvals.filter((approval) => approval.userId === userId), needed, day) !== null))
      .flatMap((needed) => gapsOf(approvals.filter(({ userId }) => userId === team[0]!.userId), [needed], day, team[0]!.userId)),
  ]
  const conflicts = conflictsOf({
    firmId, leadUserId: team.find(({ role }) => role === 'lead-assessor')?.userId ?? null, assessorUserIds: team.map(({ userId }) => userId),
    organisationId: one.organisationId, siteId: one.siteId, cycle: one.cycle, today: ctx.today,
  }, {
    declarations: await declarationsAbout(ctx.sql, one.siteId, one.organisationId), shareholdings: await allShareholdings(ctx.sql),
    siteUserIds: await siteUsers(ctx, one), earlier: await earlierCyclesOf(ctx.sql, one.siteId, one.cycle),
  }, await rulesOf(ctx))
  return { conflicts, gaps, strangers: team.map(({ userId }) => userId).filter((userId) => !assessors.includes(userId)) }
}

const gapsOf = (approvals: Parameters<typeof approvalGap>[0], needed: Case['standards'], day: string, userId: string | null): (ApprovalGap & { userId: string | null })[] =>
  needed.flatMap((one) => { const gap = approvalGap(approvals, one, day); return gap === null ? [] : [{ ...gap, standard: one.standard, standardVersion: one.standardVersion, userId }] })

/** @throws Refused `assessor-not-of-firm`, `assessor-not-approved`, `conflict-found` */
export async function requireFit(ctx: Context, check: TeamCheck, firmId: string, mayOverride = false): Promise<void> {
  const people = await ctx.accounts.people([...new Set([...check.strangers, ...check.gaps.flatMap(({ userId }) => userId ?? []), ...check.conflicts.flatMap(({ userId }) => userId ?? [])])])
  const firm = (await firmsOf(ctx.sql, [firmId])).get(firmId)
  const nameOf = (userId: string | null): string => userId === null ? firm?.name ?? firmId : people.get(userId)?.name ?? userId
  if (check.strangers.length > 0) {
    throw new Refused(refuse('assessor-not-of-firm', `${check.strangers.map(nameOf).join(', ')}: no assessor of ${nameOf(null)}. Invite the person to the firm first.`))
  }
  if (check.gaps.length > 0) {
    const told = check.gaps.map((gap) => ({ pointer: gap.userId === null ? '/firmId' : '/team', detail: `${nameOf(gap.userId)}: ${gapText(gap)}` }))
    throw new Refused(refuse('assessor-not-approved', `${told.map(({ detail }) => detail).join('; ')}. Name others, or renew the approval first.`, told))
  }
  if (check.conflicts.length > 0 && !mayOverride) {
    const told = check.conflicts.map((conflict) => ({ pointer: conflict.userId === null ? '/firmId' : '/team', detail: conflictText(conflict, nameOf) }))
    throw new Refused(refuse('conflict-found', `${told.map(({ detail }) => detail).join('; ')}. Name a firm and a team without these ties.`, told))
  }
}

async function declarationFor(ctx: Context, declarationId: string, permit: string): Promise<Declaration> {
  const one = await readDeclaration(ctx.sql, declarationId, true)
  const absent = () => new Refused(refuse('declaration-absent', `There is no declaration ${declarationId} that this account may see.`))
  if (one === undefined) throw absent()
  if (!maySee(ctx, one)) throw absent()
  requireOn(ctx.actor, permit, { firmId: one.firmId }, 'conflict:read', absent)
  return one
}

/** Of colleagues only the administrator of the firm and the operator see what they declared. */
const maySee = (ctx: Context, one: Pick<Declaration, 'userId' | 'firmId'>): boolean =>
  one.userId === null || one.userId === userIdOf(ctx) || canOn(ctx.actor, 'person:invite', { firmId: one.firmId })

const isOpen = (one: Declaration): boolean => one.withdrawnAt === null && one.endedOn === null
const ended = (one: Declaration): Refused =>
  new Refused(refuse('declaration-ended', one.withdrawnAt === null ? `The conflict ended on ${one.endedOn}.` : 'The declaration was withdrawn.'))

const partyOf = (party: ShareParty): ShareParty => party.kind === 'company' ? { ...party, id: foldName(party.name) } : party

export const independenceHandlers: Handlers<typeof independenceContract, Context> = {
  async listConflicts(ctx, { firmId, ...query }) {
    if (await readFirm(ctx.sql, firmId) === undefined) throw firmAbsent(firmId)
    requireOn(ctx.actor, 'conflict:read', { firmId }, 'firm:read', () => firmAbsent(firmId))
    const seen = (await declarationsOfFirm(ctx.sql, firmId)).filter((one) => maySee(ctx, one)).sort((a, b) => a.declarationId < b.declarationId ? 1 : -1)
    const { items, next } = page(seen, ({ declarationId }) => declarationId, query, 'descending')
    const people = await ctx.accounts.people(items.flatMap(({ userId }) => userId ?? []))
    const organisations = await participantsOf(ctx.sql, items.flatMap(({ about }) => about.kind === 'organisation' ? [about.id] : []))
    const sites = (await ctx.facts()).of(siteFact)
    return {
      items: items.map((one) => ({
        ...one, personName: one.userId === null ? null : people.get(one.userId)?.name ?? null,
        aboutName: one.about.kind === 'organisation' ? organisations.get(one.about.id)?.name ?? null : sites.get(one.about.id)?.value.name ?? null,
        mayEnd: isOpen(one) && (one.userId === userIdOf(ctx) || canOn(ctx.actor, 'person:invite', { firmId })) && canOn(ctx.actor, 'conflict:declare', { firmId }),
      })), next,
    }
  },

  async declareConflict(ctx, { firmId, userId, about, kind, endedOn, note }) {
    if (await readFirm(ctx.sql, firmId) === undefined) throw firmAbsent(firmId)
    requireOn(ctx.actor, 'conflict:declare', { firmId }, 'firm:read', () => firmAbsent(firmId))
    if (userId !== userIdOf(ctx) && !canOn(ctx.actor, 'person:invite', { firmId })) {
      throw new Refused(refuse('declaration-of-another', 'An assessor declares for themselves. Ask the administrator of the firm to declare for the firm or a colleague.'))
    }
    if (userId !== null && !(await grantsOn(ctx.sql, { kind: 'firm', id: firmId }, ['assessor', 'firm-admin'])).some((one) => one.userId === userId)) {
      throw new Refused(refuse('assessor-not-of-firm', `The account ${userId} is no assessor of this firm.`))
    }
    const one: Declaration = { declarationId: ctx.newId('dcl'), firmId, userId, about, kind, endedOn, note, declaredAt: ctx.now, declaredBy: actorRef(ctx.actor), withdrawnAt: null }
    await insertDeclaration(ctx.sql, one)
    ctx.record({ kind: 'conflict.declared', subject: firmId, isPublic: false, body: { declarationId: one.declarationId, userId, about, kind, endedOn } })
    return one
  },

  async endConflict(ctx, { declarationId, endedOn }) {
    const one = await declarationFor(ctx, declarationId, 'conflict:declare')
    if (one.userId !== userIdOf(ctx) && !canOn(ctx.actor, 'person:invite', { firmId: one.firmId })) {
      throw new Refused(refuse('declaration-of-another', 'An assessor ends their own declarations; the administrator of the firm those of the firm.'))
    }
    if (!isOpen(one)) throw ended(one)
    if (endedOn > ctx.today) throw new Refused(refuse('day-ahead', `${endedOn} lies ahead; today is ${ctx.today}. Say it when it has ended.`))
    await setDeclarationEnd(ctx.sql, declarationId, endedOn)
    ctx.record({ kind: 'conflict.ended', subject: one.firmId, isPublic: false, body: { declarationId, endedOn } })
    return { ...one, endedOn }
  },

  async withdrawConflict(ctx, { declarationId, reason }) {
    const one = await declarationFor(ctx, declarationId, 'conflict:withdraw')
    if (one.withdrawnAt !== null) throw ended(one)
    await withdrawDeclaration(ctx.sql, declarationId, ctx.now, reason)
    ctx.record({ kind: 'conflict.withdrawn', subject: one.firmId, isPublic: false, body: { declarationId, reason } })
    return { ...one, withdrawnAt: ctx.now }
  },

  async listShareholdings(ctx, query) {
    return page(await allShareholdings(ctx.sql), ({ shareholdingId }) => shareholdingId, query) as { items: Shareholding[]; next: string | null }
  },

  async recordShareholding(ctx, input) {
    const [holder, held] = [partyOf(input.holder), partyOf(input.held)]
    if (holder.kind === held.kind && holder.id === held.id) throw new Refused(refuse('shareholding-of-itself', `"${holder.name}" cannot hold shares of itself. Name two parties.`))
    if (input.heldFrom !== null && input.heldUntil !== null && input.heldUntil < input.heldFrom) {
      throw new Refused(refuse('shareholding-dates-wrong', `The shares would be held until ${input.heldUntil}, before ${input.heldFrom}. Correct the dates.`))
    }
    const one: Shareholding = { ...input, shareholdingId: ctx.newId('shr'), holder, held }
    await insertShareholding(ctx.sql, one, ctx.now, actorRef(ctx.actor))
    ctx.record({ kind: 'shareholding.recorded', subject: one.shareholdingId, isPublic: false, body: { holder, held, percent: one.percent, heldFrom: one.heldFrom, heldUntil: one.heldUntil, source: one.source } })
    return one
  },

  async endShareholding(ctx, { shareholdingId, heldUntil }) {
    if (!await setShareholdingEnd(ctx.sql, shareholdingId, heldUntil)) {
      throw new Refused(refuse('shareholding-absent', `There is no shareholding ${shareholdingId} that began on or before ${heldUntil}.`))
    }
    ctx.record({ kind: 'shareholding.ended', subject: shareholdingId, isPublic: false, body: { heldUntil } })
    return { shareholdingId, heldUntil }
  },
}
