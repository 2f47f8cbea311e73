import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { footprintContract } from './footprint.contract.ts'

export const footprintHandlers: Handlers<typeof footprintContract, Context> = {}
