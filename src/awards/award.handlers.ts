import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { awardContract } from './award.contract.ts'

export const awardHandlers: Handlers<typeof awardContract, Context> = {
}
