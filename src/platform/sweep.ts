// The sweep: once a minute, and so right after midnight, it compares every date that can be missed with today. It is a
// pure function of the clock and the tables, so that tests move the clock; a second server on the same database passes it over.
import type { Context } from '#src/access/context.ts'
import { dueCertificates, dueEvidence } from '#src/assurance/evidence-due.handlers.ts'
import { dueActions, dueApprovals, dueClocks, dueQuestions } from '#src/assurance/reminder.handlers.ts'
import { rescopeByDay } from '#src/assurance/scoping.handlers.ts'
import { proposeFromClocks } from '#src/awards/award-sweep.handlers.ts'
import { dueShipments, lapseShipments } from '#src/custody/shipment-due.handlers.ts'
import { dueGrievanceSteps } from '#src/grievances/grievance-due.handlers.ts'
import { eraseOldIntakes } from '#src/grievances/intake.handlers.ts'
import { tellCreditsInDoubt } from '#src/custody/balance-doubt.handlers.ts'
import { dueBalanceCloses } from '#src/custody/balance-due.handlers.ts'
import type { Due } from '#src/notices/reminder.ts'
import { remind } from '#src/notices/remind.handlers.ts'
import { reviewPassports } from '#src/claims/passport-review.handlers.ts'
import { workOutImpacts } from '#src/provenance/impact.handlers.ts'
import { houseActor } from './house.ts'
import { claimJob, finishJob } from './job.store.ts'
import { sweepPersons } from './personal-data.ts'
import { write, type House } from './transaction.ts'

/** Where dates are that can be missed; a slice with such dates adds its own. */
const sources: readonly ((ctx: Context) => Promise<Due[]>)[] = [dueClocks, dueQuestions, dueActions, dueApprovals, dueEvidence, dueCertificates, dueShipments, dueGrievanceSteps, dueBalanceCloses]

/** @returns nothing where another server is at it */
export async function sweep(house: House): Promise<{ told: number; closed: number } | undefined> {
  const { answer } = await write(house, { actor: houseActor }, async (ctx) => {
    const before = await claimJob(ctx.sql, 'sweep')
    if (before === undefined) return undefined
    if (before.ranOn !== ctx.today) await sweepPersons(ctx)
    await rescopeByDay(ctx)
    await proposeFromClocks(ctx)
    await lapseShipments(ctx)
    await eraseOldIntakes(ctx)
    await workOutImpacts(ctx, [reviewPassports])
    await tellCreditsInDoubt(ctx)
    const dues: Due[] = []
    for (const source of sources) dues.push(...await source(ctx))
    const done = await remind(ctx, dues)
    await finishJob(ctx.sql, 'sweep', ctx.now, ctx.today)
    return done
  })
  return answer
}
