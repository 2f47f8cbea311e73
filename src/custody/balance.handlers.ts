import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { balanceContract } from './balance.contract.ts'

export const balanceHandlers: Handlers<typeof balanceContract, Context> = {}
