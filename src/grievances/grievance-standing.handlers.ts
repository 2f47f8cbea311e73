// What the source of a grievance reads with its receipt.
import type { Context } from '#src/access/context.ts'
import type { IntakeStanding } from './concern.contract.ts'
import { readGrievance } from './grievance.store.ts'

/** Its steps with their days; the outcome once it is closed, never a draft of it. */
export async function acknowledgedSteps(ctx: Context, grievanceId: string): Promise<IntakeStanding['grievance']> {
  const grievance = (await readGrievance(ctx.sql, grievanceId))!
  const isClosed = grievance.state === 'closed'
  return {
    state: grievance.state, steps: grievance.steps.map(({ step, dueOn, doneOn }) => ({ step, dueOn, doneOn })),
    outcome: isClosed ? grievance.outcome : null, outcomeText: isClosed ? grievance.outcomeText : null,
  }
}
