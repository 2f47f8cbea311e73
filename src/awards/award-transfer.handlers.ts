// An award that follows its site to a new owner: the old one ends as transferred, and one of its own number continues it
// to the same last day under the new owner's name.
import type { Context } from '#src/access/context.ts'
import { readCase, updateCase } from '#src/assurance/case.store.ts'
import { participantsOf } from '#src/parties/participant.store.ts'
import type { HeldAward } from './award-change.ts'
import type { AwardMatter } from './award-matter.ts'
import { awardLines, changeAward } from './award-publication.handlers.ts'
import { insertAward } from './award.store.ts'

export async function transferAward(ctx: Context, award: HeldAward, matter: AwardMatter): Promise<HeldAward> {
  const organisationId = matter.terms.organisationId!
  const participant = (await participantsOf(ctx.sql, [organisationId])).get(organisationId)?.name ?? matter.terms.participant ?? award.particulars.participant
  const wasSuspended = award.state === 'suspended'
  await changeAward(ctx, award, { change: 'transferred', reasonClass: matter.reasonClass, body: { matterId: matter.matterId, organisationId } })
  const state = wasSuspended ? 'suspended' as const : 'in-force' as const
  const continued: HeldAward = {
    ...award, awardId: ctx.newId('awd'), organisationId, particulars: { ...award.particulars, participant, issuedOn: ctx.today, announcedOn: ctx.today }, continuesAwardId: award.awardId, state,
    history: [...award.history, { on: ctx.today, change: 'transferred', reasonClass: matter.reasonClass, state, isConditional: award.isConditional, validUntil: award.validUntil }], version: 1, changedAt: ctx.now,
  }
  await insertAward(ctx.sql, continued)
  ctx.publish(await awardLines(ctx, continued, award.state), { kind: 'award.issued', subject: award.siteId, isPublic: true, body: { awardId: continued.awardId, continues: award.awardId, matterId: matter.matterId } })
  await moveToOwner(ctx, award, organisationId)
  return continued
}

/** The running case goes with the site, so that its new owner carries the clocks. */
async function moveToOwner(ctx: Context, award: HeldAward, organisationId: string): Promise<void> {
  const one = await readCase(ctx.sql, award.caseId, true)
  if (one === undefined || one.organisationId === organisationId) return
  await updateCase(ctx.sql, { ...one, organisationId, changedAt: ctx.now })
  ctx.record({ kind: 'case.transferred', subject: one.caseId, isPublic: false, body: { organisationId: { before: one.organisationId, after: organisationId }, reason: 'award-transferred' } })
}
