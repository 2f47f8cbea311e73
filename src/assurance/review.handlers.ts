import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { reviewContract } from './review.contract.ts'

export const reviewHandlers: Handlers<typeof reviewContract, Context> = {
}
