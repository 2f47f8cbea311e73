import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { improvementPlanContract } from './improvement-plan.contract.ts'

export const improvementPlanHandlers: Handlers<typeof improvementPlanContract, Context> = {
}
