import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { documentsContract } from './documents.contract.ts'

export const documentsHandlers: Handlers<typeof documentsContract, Context> = {
}
