import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { evidenceContract } from './evidence.contract.ts'

export const evidenceHandlers: Handlers<typeof evidenceContract, Context> = {
}
