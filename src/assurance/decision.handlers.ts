import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { decisionContract } from './decision.contract.ts'

export const decisionHandlers: Handlers<typeof decisionContract, Context> = {
}
