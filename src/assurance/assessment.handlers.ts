import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { assessmentContract } from './assessment.contract.ts'

export const assessmentHandlers: Handlers<typeof assessmentContract, Context> = {
}
