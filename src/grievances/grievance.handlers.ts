import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { grievanceContract } from './grievance.contract.ts'

export const grievanceHandlers: Handlers<typeof grievanceContract, Context> = {
}
