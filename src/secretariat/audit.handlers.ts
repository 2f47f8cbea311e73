import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { auditContract } from './audit.contract.ts'

export const auditHandlers: Handlers<typeof auditContract, Context> = {
}
