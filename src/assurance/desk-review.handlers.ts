import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { deskReviewContract } from './desk-review.contract.ts'

export const deskReviewHandlers: Handlers<typeof deskReviewContract, Context> = {
}
