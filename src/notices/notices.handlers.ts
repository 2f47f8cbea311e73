import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { noticesContract } from './notices.contract.ts'

export const noticesHandlers: Handlers<typeof noticesContract, Context> = {
}
