import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { demoContract } from './demo.contract.ts'

export const demoHandlers: Handlers<typeof demoContract, Context> = {
}
