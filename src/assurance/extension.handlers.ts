import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { extensionContract } from './extension.contract.ts'

export const extensionHandlers: Handlers<typeof extensionContract, Context> = {
}
