import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { switchOverContract } from './switch-over.contract.ts'

export const switchOverHandlers: Handlers<typeof switchOverContract, Context> = {
}
