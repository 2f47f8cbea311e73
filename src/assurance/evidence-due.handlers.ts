// Evidence and certificates that end: their owners are told before and after, and the leaders of the assessments that lean
// on them once it is late.
import type { Context } from '#src/access/context.ts'
import { holdersOn } from '#src/access/grant.store.ts'
import { casesLinking, evidenceEnding } from '#src/evidence/evidence.store.ts'
import { evidenceReminderSetting } from '#src/evidence/settings-evidence.ts'
import { addDays } from '#src/kernel/time.ts'
import type { Due } from '#src/notices/reminder.ts'
import { casesVisibleTo, readCase } from './case.store.ts'
import { certificatesEnding } from './certificate.store.ts'
import { endStates } from './cycle.ts'
import { certificateReminderSetting } from './settings-recognition.ts'

/** After this many days a reminder is no news any more; the mark on what leans on the item stays. */
const TOLD_FOR_DAYS = 90

/** Who leads a running assessment that leans on an item. */
async function leadersOf(ctx: Context, caseIds: readonly string[]): Promise<string[]> {
  const found = new Set<string>()
  for (const caseId of caseIds) {
    const one = await readCase(ctx.sql, caseId)
    if (one === undefined || endStates.includes(one.state)) continue
    for (const userId of await holdersOn(ctx.sql, ['lead-assessor'], { caseId })) found.add(userId)
  }
  return [...found].sort()
}

export async function dueEvidence(ctx: Context): Promise<Due[]> {
  const daysBefore = await ctx.setting(evidenceReminderSetting)
  const items = await evidenceEnding(ctx.sql, ctx.today, addDays(ctx.today, -TOLD_FOR_DAYS), addDays(ctx.today, Math.max(...daysBefore)))
  const linking = await casesLinking(ctx.sql, items.map(({ evidenceId }) => evidenceId))
  const dues: Due[] = []
  for (const item of items) {
    dues.push({
      matter: `evidence:${item.evidenceId}`, kind: 'reminder.evidence', params: { title: item.title }, link: `/evidence/${item.evidenceId}`, dueOn: item.validUntil!, daysBefore, userIds: [item.ownerId],
      lateUserIds: item.validUntil! < ctx.today ? await leadersOf(ctx, linking.get(item.evidenceId)!) : [],
    })
  }
  return dues
}

/** Where the site's people look at its certificates: its newest case. */
async function placeOf(ctx: Context, siteId: string): Promise<string> {
  const [newest] = await casesVisibleTo(ctx.sql, ctx.actor, { siteId })
  return newest === undefined ? '/evidence' : `/cases/${newest.caseId}/recognition`
}

export async function dueCertificates(ctx: Context): Promise<Due[]> {
  const daysBefore = await ctx.setting(certificateReminderSetting)
  const dues: Due[] = []
  for (const one of await certificatesEnding(ctx.sql, ctx.today, addDays(ctx.today, -TOLD_FOR_DAYS), addDays(ctx.today, Math.max(...daysBefore)))) {
    dues.push({
      matter: `certificate:${one.certificateId}`, kind: 'reminder.certificate', params: { scheme: one.scheme, number: one.number }, link: await placeOf(ctx, one.siteId), dueOn: one.validUntil, daysBefore,
      userIds: await holdersOn(ctx.sql, ['site-owner', 'site-contributor'], { siteId: one.siteId, organisationId: one.organisationId }),
    })
  }
  return dues
}
