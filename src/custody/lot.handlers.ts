import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { lotContract } from './lot.contract.ts'

export const lotHandlers: Handlers<typeof lotContract, Context> = {}
