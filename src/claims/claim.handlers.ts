import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { claimContract } from './claim.contract.ts'

export const claimHandlers: Handlers<typeof claimContract, Context> = {}
