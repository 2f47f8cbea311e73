import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { deskContract } from './desk.contract.ts'

export const deskHandlers: Handlers<typeof deskContract, Context> = {
}
