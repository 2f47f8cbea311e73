// How a question on an award comes before the body: somebody, or a clock, proposes, and the site is told at once.
import { actorRef } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { addDays, type Day } from '#src/kernel/time.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import type { HeldAward } from './award-change.ts'
import type { AwardMatter, MatterTerms } from './award-matter.ts'
import { insertMatter } from './award-matter.store.ts'
import { responseDays } from './settings-award.ts'

export type Proposing = Pick<AwardMatter, 'proposal' | 'reasonClass' | 'reason' | 'origin'> & { readonly cause?: string | undefined; readonly terms?: MatterTerms | undefined; readonly days?: number | undefined }

export const siteOf = (award: HeldAward): { siteId: string; organisationId: string } => ({ siteId: award.siteId, organisationId: award.organisationId })
export const changesLink = (awardId: string): string => `/awards/${awardId}/changes`

/**
 * Proposes a change of an award and gives the site notice of it. Nothing changes by it.
 * @returns the matter; undefined where the same cause was proposed before
 */
export async function openMatter(ctx: Context, award: HeldAward, how: Proposing): Promise<AwardMatter | undefined> {
  const respondBy: Day = addDays(ctx.today, how.days ?? await ctx.setting(responseDays))
  const matter: AwardMatter = {
    matterId: ctx.newId('mat'), awardId: award.awardId, proposal: how.proposal, reasonClass: how.reasonClass, reason: how.reason, origin: how.origin, cause: how.cause ?? null,
    proposedOn: ctx.today, proposedBy: actorRef(ctx.actor), respondBy, terms: how.terms ?? {}, response: null, responseEvidence: [], respondedOn: null, respondedBy: null,
    state: 'noticed', outcome: null, decidedOn: null, decidedBy: [], minutes: null,
  }
  if (!await insertMatter(ctx.sql, matter)) return undefined
  ctx.record({
    kind: 'award-matter.proposed', subject: award.caseId, isPublic: false,
    body: { matterId: matter.matterId, awardId: award.awardId, proposal: how.proposal, reasonClass: how.reasonClass, origin: how.origin, cause: matter.cause, respondBy },
  })
  await notifyRoles(ctx, ['site-owner'], siteOf(award), {
    kind: 'award-change-proposed', params: { siteName: award.particulars.siteName, mark: award.mark, proposal: how.proposal, respondBy }, link: changesLink(award.awardId), caseId: award.caseId, dueOn: respondBy,
    dedupeKey: `award:${award.awardId}:matter:${matter.matterId}:site`,
  })
  await notifyRoles(ctx, ['decision-member', 'operator'], {}, {
    kind: 'award-matter-opened', params: { siteName: award.particulars.siteName, mark: award.mark, proposal: how.proposal, respondBy }, link: changesLink(award.awardId), caseId: award.caseId,
    dedupeKey: `award:${award.awardId}:matter:${matter.matterId}:body`,
  })
  return matter
}
