import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { concernContract } from './concern.contract.ts'

export const concernHandlers: Handlers<typeof concernContract, Context> = {
}
