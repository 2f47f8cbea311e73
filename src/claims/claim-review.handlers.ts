// When what a claim rests on changes, nothing that was issued changes: the claim is marked for review with the reason, and its
// claimant is told (issue paragraphs 2.4 and 2.5).
import type { Context, Decision } from '#src/access/context.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import { SiteStage } from '#src/footprint/activity.ts'
import { eventsIn, touchedByBatch } from '#src/footprint/chain.store.ts'
import { claimsRestingOn, setReview, type HeldClaim, type Reliance } from './claim.store.ts'

export type ReviewReason = 'records-changed' | 'link-changed' | 'award-changed' | 'figures-changed'

const mark = async (ctx: Context, list: readonly Reliance[], because: ReviewReason): Promise<void> => flag(ctx, await claimsRestingOn(ctx.sql, list), because)

async function flag(ctx: Context, claims: readonly HeldClaim[], because: ReviewReason): Promise<void> {
  for (const held of claims) {
    if (held.body.validUntil < ctx.today) continue
    const reasons = new Set([...(held.review?.reason.split(' ') ?? []), because])
    await setReview(ctx.sql, held.body.claimId, { since: held.review?.since ?? ctx.now, reason: [...reasons].join(' ') })
    ctx.record({ kind: 'claim.flagged', subject: held.body.claimId, isPublic: false, body: { organisationId: held.organisationId, because } })
    await notifyRoles(ctx, ['site-owner', 'partner'], { organisationId: held.organisationId, ...(held.siteId === null ? {} : { siteId: held.siteId }) }, {
      kind: 'claim-needs-review', params: { title: held.body.words.en.title, subject: held.body.subject.label, because: `@claim-review.${because}` }, link: `/claims/${held.body.claimId}`, dedupeKey: `claim:${held.body.claimId}:review:${because}:${ctx.now}`,
    })
  }
}

/** Lines took something back, or weighed it anew. */
export async function whenCustodyRecorded(ctx: Context, { subject, body }: Decision): Promise<void> {
  if (body['revising'] === 0) return
  const batchNo = Number(subject.replace('bat_', ''))
  if (!Number.isSafeInteger(batchNo)) return
  const { eventNos, lotNos } = await touchedByBatch(ctx.sql, batchNo)
  await mark(ctx, [...eventNos.map((no): Reliance => ({ kind: 'event', ref: String(no) })), ...lotNos.map((no): Reliance => ({ kind: 'lot', ref: String(no) }))], 'records-changed')
}

/** `lnk_<number of the receipt>`. */
export async function whenCustodyLinked(ctx: Context, { subject }: Decision): Promise<void> {
  await mark(ctx, [{ kind: 'event', ref: subject.replace('lnk_', '') }], 'link-changed')
}

/** The subject of an award decision is its site. */
export const whenAwardMoved = (ctx: Context, { subject }: Decision): Promise<void> => reviewSites(ctx, [subject])

/** What these sites hold is another now. */
export const reviewSites = (ctx: Context, siteIds: readonly string[]): Promise<void> => mark(ctx, siteIds.map((ref): Reliance => ({ kind: 'site', ref })), 'award-changed')

type Weighing = { readonly organisationId: string; readonly siteId: string; readonly from: string; readonly to: string }

/** Figures of a stage that had none before raise what the other figures of the site made whole: claims on those, of events in that period. */
async function weighedAnew(ctx: Context, { organisationId, siteId, from, to }: Weighing): Promise<HeldClaim[]> {
  const resting = await claimsRestingOn(ctx.sql, SiteStage.options.map((stage) => ({ kind: 'stage', ref: `${organisationId}/${siteId}/${stage}` })))
  if (resting.length === 0) return []
  const events = await eventsIn(ctx.sql, organisationId, siteId, from, to)
  const within = new Set((await claimsRestingOn(ctx.sql, events.map((no) => ({ kind: 'event', ref: String(no) })))).map(({ body }) => body.claimId))
  return resting.filter(({ body, review }) => within.has(body.claimId) && review?.reason.includes('figures-changed') !== true)
}

export async function whenFiguresChanged(ctx: Context, { subject, body }: Decision): Promise<void> {
  const { of, organisationId, siteId, stage, factor } = body as { of: string; organisationId: string; siteId?: string; stage?: string; factor?: string }
  if (of === 'activity') {
    await mark(ctx, [{ kind: 'activity', ref: subject }], 'figures-changed')
    return flag(ctx, await weighedAnew(ctx, body as unknown as Weighing), 'figures-changed')
  }
  if (of === 'allocation') return mark(ctx, [{ kind: 'stage', ref: `${organisationId}/${siteId}/${stage}` }], 'figures-changed')
  const group = factor?.split('.')[0]
  await mark(ctx, [{ kind: 'factor', ref: `${organisationId}/${factor}` }, ...group === 'freight' || group === 'scrap' ? [{ kind: 'factor' as const, ref: `${organisationId}/${group}` }] : []], 'figures-changed')
}
