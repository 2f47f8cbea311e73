import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { engagementContract } from './engagement.contract.ts'

export const engagementHandlers: Handlers<typeof engagementContract, Context> = {
}
