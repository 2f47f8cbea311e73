import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { applicationContract } from './application.contract.ts'

export const applicationHandlers: Handlers<typeof applicationContract, Context> = {
}
