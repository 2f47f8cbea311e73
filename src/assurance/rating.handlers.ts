import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { ratingContract } from './rating.contract.ts'

export const ratingHandlers: Handlers<typeof ratingContract, Context> = {
}
