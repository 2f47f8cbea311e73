import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { reportContract } from './report.contract.ts'

export const reportHandlers: Handlers<typeof reportContract, Context> = {
}
