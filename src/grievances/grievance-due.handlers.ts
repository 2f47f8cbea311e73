// Steps of grievances that are due: the secretariat is told of its own, the owners of the site of their answer. The mail
// says which step and by when; never what the grievance is about.
import type { Context } from '#src/access/context.ts'
import { holdersOn } from '#src/access/grant.store.ts'
import { casesOfSite, readCase } from '#src/assurance/case.store.ts'
import { addDays } from '#src/kernel/time.ts'
import type { Due } from '#src/notices/reminder.ts'
import { stepsDue } from './grievance.store.ts'

const DAYS_BEFORE = [7, 1, 0]

/** The owners of a site: by grant on it, or on the organisation that takes part with it. */
async function ownersOf(ctx: Context, siteId: string): Promise<string[]> {
  const [newest] = (await casesOfSite(ctx.sql, siteId)).toSorted((a, b) => b.cycle - a.cycle)
  const of = newest === undefined ? undefined : await readCase(ctx.sql, newest.caseId)
  return holdersOn(ctx.sql, ['site-owner'], { siteId, organisationId: of?.organisationId })
}

export async function dueGrievanceSteps(ctx: Context): Promise<Due[]> {
  const dues: Due[] = []
  for (const { grievanceId, step, dueOn, siteId } of await stepsDue(ctx.sql, addDays(ctx.today, Math.max(...DAYS_BEFORE)))) {
    const isSites = step === 'site-answer' && siteId !== null
    const userIds = isSites ? await ownersOf(ctx, siteId) : await holdersOn(ctx.sql, ['operator'], {})
    dues.push({
      matter: `grievance:${grievanceId}:${step}`, kind: isSites ? 'reminder.grievance-answer' : 'reminder.grievance', params: {}, dueOn, daysBefore: DAYS_BEFORE,
      link: isSites ? '/site-grievances' : `/grievances/${grievanceId}`, userIds,
    })
  }
  return dues
}
