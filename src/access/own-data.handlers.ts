import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { ownDataContract } from './own-data.contract.ts'

export const ownDataHandlers: Handlers<typeof ownDataContract, Context> = {
}
