// The scope of a case by what its site's certificates are recognised for, computed from the matrix as it stands.
import type { Context } from '#src/access/context.ts'
import type { Day } from '#src/kernel/time.ts'
import { applicable } from '#src/standards/applicability.ts'
import type { Case } from './case.ts'
import { standardOf } from './case-move.handlers.ts'
import { clocksOf } from './case.store.ts'
import { certificatesOfSite } from './certificate.store.ts'
import { isRunning } from './clock.ts'
import { equivalences } from './equivalence.store.ts'
import { scope, type Requirement, type ScopingLine } from './scoping.ts'

/** The day from which conditions are judged: by which the assessment is due, or was done; today where neither is known. */
export async function assessmentDayOf(ctx: Context, one: Case): Promise<Day> {
  const clock = (await clocksOf(ctx.sql, one.caseId)).find(({ clock }) => clock === 'site-assessment')
  if (clock === undefined) return ctx.today
  return clock.doneOn ?? (isRunning(clock) ? clock.dueOn : ctx.today)
}

/** The criteria of every standard in scope that apply to the site. */
export async function requirementsOf(ctx: Context, one: Case): Promise<Requirement[]> {
  const found: Requirement[] = []
  for (const { standard, standardVersion } of one.standards) {
    for (const { slug } of applicable(await standardOf(ctx, standard, standardVersion), one)) found.push({ standard, standardVersion, criterion: slug })
  }
  return found
}

/** What is recognised in a case as things stand now, one line a requirement. A line that is not approved decides nothing. */
export async function scopingOf(ctx: Context, one: Case): Promise<ScopingLine[]> {
  return scope({
    requirements: await requirementsOf(ctx, one), certificates: await certificatesOfSite(ctx.sql, one.siteId, ctx.today),
    equivalences: await equivalences(ctx.sql, ctx.today), assessmentOn: await assessmentDayOf(ctx, one),
  })
}
