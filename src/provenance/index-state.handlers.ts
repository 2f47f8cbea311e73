import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { indexStateContract } from './index-state.contract.ts'

export const indexStateHandlers: Handlers<typeof indexStateContract, Context> = {}
